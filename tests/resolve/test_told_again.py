"""A deed that an article names again, with nobody in it, or tells right below its headline, and what is another one."""

from __future__ import annotations

import pytest

from kg.model import Polarity, Tense


def links(page):
    return [event.also for event in page.resolve().events]


@pytest.mark.parametrize(
    ("phrase", "kind", "lemma", "is_one"),
    [
        ("The ceremony", "GATHER", "ceremony", True),
        ("This long ceremony", "GATHER", "ceremony", True),
        ("A ceremony", "GATHER", "ceremony", False),
        ("The ceremonies", "GATHER", "ceremony", False),
        ("The rally", "GATHER", "rally", False),
        ("The ceremony", "PROTEST", "ceremony", True),  # of a type between which reports waver
        ("The ceremony", "ASSAULT", "ceremony", False),
    ],
)
def test_a_known_deed_named_with_nobody_in_it(draft, phrase, kind, lemma, is_one):
    page = draft(f"Nobody knew. Ada Holm held a ceremony there. {phrase} ended late.")
    holm = page.name("Ada Holm", "PERSON")
    page.event("ceremony", "GATHER", "ceremony", agent=holm, rule="noun:gather/nouns")
    word = phrase.split()[-1]
    page.event(word, kind, lemma, nth=2 if word == "ceremony" else 1, rule="noun:gather/nouns")
    assert (links(page) == [("e2",), ()]) is is_one


def test_what_is_only_named_means_the_last_such(draft):
    page = draft("Nobody knew. Ada Holm gave a speech. Jo Lund gave a speech. The speech was long.")
    one, two = page.name("Ada Holm", "PERSON"), page.name("Jo Lund", "PERSON")
    for nth, agent in ((1, one), (2, two), (3, None)):
        page.event("speech", "GATHER", "speech", nth=nth, agent=agent, rule="noun:gather/nouns")
    assert links(page) == [(), ("e3",), ()]


def test_what_is_only_named_does_not_pass_over_the_last_such(draft):
    """ "Jo Lund plans a speech, and the speech …": that one, and not that of Ada Holm, further up."""
    page = draft("Nobody knew. Ada Holm gave a speech. Jo Lund plans a speech, and the speech will be long.")
    one, two = page.name("Ada Holm", "PERSON"), page.name("Jo Lund", "PERSON")
    page.event("speech", "GATHER", "speech", agent=one, rule="noun:gather/nouns")
    page.event("speech", "GATHER", "speech", nth=2, agent=two, tense=Tense.FUTURE, rule="noun:gather/nouns")
    page.event("speech", "GATHER", "speech", nth=3, rule="noun:gather/nouns")
    assert links(page) == [(), ("e3",), ()]


@pytest.mark.parametrize(
    ("before", "phrase", "kind", "is_one"),
    [
        ("Ada Holm held a meeting there.", "The meeting", "CONSULT", True),
        ("Ada Holm held a meeting there. Jo Lund held a meeting.", "The meeting", "CONSULT", False),
        ("Ada Holm held talks there.", "The talks", "CONSULT", True),
        ("Ada Holm held talks there. Jo Lund held talks.", "The talks", "CONSULT", False),
        ("Ada Holm held talks there.", "The gas talks", "CONSULT", False),
        ("Ada Holm held talks there.", "Talks", "CONSULT", False),
        ("Ada Holm held rallies there.", "The rallies", "PROTEST", False),
    ],
)
def test_talks_and_deals_are_named_again_where_there_is_but_one(draft, before, phrase, kind, is_one):
    page = draft(f"Nobody knew. {before} {phrase} ended late.")
    word = phrase.split()[-1].lower()
    lemma = {"rallies": "rally"}.get(word, word.removesuffix("s"))
    for nth in range(1, 2 + before.count(word)):
        agent = page.name(("Ada Holm", "Jo Lund")[nth - 1], "PERSON") if nth <= before.count(word) else None
        written = phrase.split()[-1] if agent is None else word
        page.event(written, kind, lemma, nth=1 if written != word else nth, agent=agent, rule="noun:x")
    assert bool(links(page)[-2]) is is_one


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [("Two aid workers", "a nurse", True), ("Ada Holm", "a nurse", False), ("Ada Holm", "Jo Lund", False)],
)
def test_whom_a_headline_calls_otherwise_is_the_same_right_below(draft, first, second, is_one):
    page = draft(f"{first} kidnapped\n\nGunmen abducted {second} there.")
    who = [
        page.name(one, "PERSON") if one[0].isupper() and one.split()[-1][0].isupper()
        else page.nominal(one, one.split()[-1].removesuffix("s"), number="plur" if one.endswith("s") else "sing")
        for one in (first, second)
    ]  # fmt: skip
    page.event("kidnapped", "ASSAULT", "kidnap", patient=who[0], rule="verb:x")
    page.event("abducted", "ASSAULT", "abduct", patient=who[1], rule="verb:x")
    assert any(links(page)) is is_one


def test_the_dead_of_a_headline_are_told_one_after_the_other(draft):
    page = draft("Two aid workers killed\n\nGunmen killed a nurse there.")
    workers = page.nominal("Two aid workers", "worker", number="plur")
    nurse = page.nominal("a nurse", "nurse", number="sing")
    page.event("killed", "ASSAULT", "kill", patient=workers, rule="verb:x")
    page.event("killed", "ASSAULT", "kill", nth=2, patient=nurse, rule="verb:x")
    assert not any(links(page))


@pytest.mark.parametrize(
    ("text", "words", "moods", "is_one"),
    [
        ("A failed coup was told. The putsch was short.", ("coup", "putsch"), ("failed", None), True),
        ("A coup was told. The failed putsch was short.", ("coup", "putsch"), (None, "failed"), True),
        ("A coup was told. No putsch was seen.", ("coup", "putsch"), (None, "no"), False),
        ("Ada Holm gave an offer. Lund rejected the offer.", ("offer", "offer"), (None, "rejected"), True),
        ("Ada Holm gave an offer. Lund wants the offer.", ("offer", "offer"), (None, "wants"), False),
    ],
)
def test_an_attempt_and_an_answered_offer_are_named_again(draft, text, words, moods, is_one):
    page = draft(f"Nobody knew. {text}")
    for number, (word, mood) in enumerate(zip(words, moods, strict=True)):
        page.event(
            word,
            "APPOINT" if "coup" in words else "REQUEST",
            word,
            nth=2 if number and words[0] == word else 1,
            polarity=Polarity.NEG if mood in ("failed", "no") else Polarity.POS,
            tense=Tense.FUTURE if mood in ("rejected", "wants") else Tense.NON_FUTURE,
            rule=f"noun:x mood:{mood}" if mood else "noun:x",
        )
    events = page.resolve().events
    assert any(event.also for event in events) is is_one
    if is_one:
        assert {event.polarity for event in events} == {Polarity.NEG if "coup" in words else Polarity.POS}
        assert {event.tense for event in events} == {Tense.NON_FUTURE}


@pytest.mark.parametrize(
    ("between", "kind", "is_one"),
    [("", "COERCE", True), ("It rained. ", "COERCE", True), ("It rained. " * 3, "COERCE", False), ("", "OTHER", False)],
)
def test_a_deed_told_right_below_its_headline(draft, between, kind, is_one):
    page = draft(f"Man arrested. {between}Officers arrested Jo Lund there.")
    page.event("arrested", kind, "arrest", rule="verb:coerce/verbs")
    page.event("arrested", kind, "arrest", nth=2, patient=page.name("Jo Lund", "PERSON"), rule="verb:coerce/verbs")
    assert any(links(page)) is is_one


def test_a_headline_of_another_is_another_deed(draft):
    page = draft("Ada Holm arrested. Officers arrested Jo Lund there.")
    one, two = page.name("Ada Holm", "PERSON"), page.name("Jo Lund", "PERSON")
    page.event("arrested", "COERCE", "arrest", patient=one, rule="verb:coerce/verbs")
    page.event("arrested", "COERCE", "arrest", nth=2, patient=two, rule="verb:coerce/verbs")
    assert links(page) == [(), ()]


@pytest.mark.parametrize(
    ("above", "headline", "kind", "is_one"),
    [
        ("", "Jo Lund moves", "OTHER", True),
        ("harbour-news.example/17/lund\nUpdated at noon\n", "Jo Lund moves", "OTHER", True),
        ("harbour-news.example/17/lund\nUpdated at noon\n", "Jo Lund moves", "MOVE", True),
        ("harbour-news.example/17/lund\nUpdated at noon\n", "Jo Lund moves.", "OTHER", False),  # ends as a sentence
        ("It is late. ", "Jo Lund moves", "OTHER", False),  # not a line of its own
        ("", "Jo Lund moves", "CONSULT", False),  # talks are several
    ],
)
def test_a_headline_is_a_line_and_may_stand_below_others(draft, above, headline, kind, is_one):
    page = draft(f"{above}{headline}\nIt rained. The baker moves to a barge.")
    page.event("moves", kind, "move", rule="verb:other/verbs")
    page.event("moves", kind, "move", nth=2, agent=page.nominal("The baker", "baker"), rule="verb:other/verbs")
    assert any(links(page)) is is_one


@pytest.mark.parametrize(("told", "is_one"), [(1, True), (2, False)])
def test_below_a_headline_what_tells_of_nothing_is_not_counted(draft, told, is_one):
    """The weather is no news; two sentences that tell of something lead away."""
    page = draft("Barge moves\nIt rained. It rained. Ann sang. Jim danced. The baker moves to a barge.")
    page.event("moves", "MOVE", "move", rule="verb:move/verbs")
    for word in ("sang", "danced")[:told]:
        page.event(word, "OTHER", word, rule="verb:other/verbs")
    page.event("moves", "MOVE", "move", nth=2, rule="verb:move/verbs")
    assert any(links(page)) is is_one


@pytest.mark.parametrize(("between", "is_one"), [(" and ", False), (". ", True)])
def test_what_one_sentence_tells_side_by_side_is_two(draft, between, is_one):
    page = draft(f"Nobody knew. Gunmen shot a clerk{between}they killed the clerk.")
    gunmen, they = page.nominal("Gunmen", "gunman", number="plur"), page.pronoun("they", is_subject=True)
    clerks = page.nominal("a clerk", "clerk", number="sing"), page.nominal("the clerk", "clerk", number="sing")
    page.event("shot", "ASSAULT", "shoot", agent=gunmen, patient=clerks[0], rule="verb:assault/verbs")
    page.event("killed", "ASSAULT", "kill", agent=they, patient=clerks[1], rule="verb:assault/verbs")
    assert any(links(page)) is is_one


@pytest.mark.parametrize(("behind", "is_one"), [("strike on his car", True), ("strike on a car", False)])
def test_the_death_of_one_who_is_named_and_its_blow_are_one_also_in_one_sentence(draft, behind, is_one):
    page = draft(f"Nobody knew. Ali Dorran died in a {behind}.")
    victim = page.name("Ali Dorran", "PERSON")
    page.event("died", "CASUALTY", "die", patient=victim, rule="verb:casualty/verbs")
    struck = {"patient": victim} if is_one else {}
    page.event("strike", "ASSAULT", "strike", **struck, rule="noun:assault/nouns")
    assert any(links(page)) is is_one


def test_a_heart_attack_is_no_blow_that_kills(draft):
    page = draft("Nobody knew. Ada Holm had a heart attack. Ada Holm died.")
    for nth, (word, lemma) in enumerate((("attack", "attack"), ("died", "die")), 1):
        page.event(
            word, "CASUALTY", lemma, patient=page.name("Ada Holm", "PERSON", nth=nth), rule="noun:casualty/nouns"
        )
    assert not any(links(page))


@pytest.mark.parametrize(("word", "is_one"), [("host", True), ("hosting", True), ("hosts", True), ("hosted", False)])
def test_what_is_to_come_is_what_is_said_of_the_same_in_the_present(draft, word, is_one):
    page = draft(f"Ada Holm will host Jo Lund. Nobody knew. Ada Holm {word} Jo Lund.")
    nths = (1, 2) if word == "host" else (1, 1)
    for number, (trigger, tense) in enumerate((("host", Tense.FUTURE), (word, Tense.NON_FUTURE))):
        holm, lund = page.name("Ada Holm", "PERSON", nth=number + 1), page.name("Jo Lund", "PERSON", nth=number + 1)
        event = {"agent": holm, "patient": lund, "tense": tense, "rule": "verb:consult/verbs"}
        page.event(trigger, "CONSULT", "host", nth=nths[number], **event)
    assert any(links(page)) is is_one


def test_a_nickname_between_names_is_no_part_of_the_name(draft):
    page = draft('Marco "The Fox" Bellini died. Bellini was 77.')
    page.event("died", "CASUALTY", "die", patient=page.name('Marco "The Fox" Bellini', "PERSON"))
    page.name("Bellini", "PERSON", nth=2)
    assert [actor.name for actor in page.resolve().actors] == ["Marco Bellini"]
