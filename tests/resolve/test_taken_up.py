"""Which deed "the attack" is, and what tells that another one is meant; one construction per row."""

from __future__ import annotations

import pytest

from kg.model import Certainty, Role, Tense

NOUN = "noun:x"


def links(page):
    return [event.also for event in page.resolve().events]


@pytest.mark.parametrize(
    ("text", "kind", "words", "is_one"),
    [
        # another complement, another modifier, another of its kind
        ("A withdrawal from Kisima, and the withdrawal from Lund, came.", "RETREAT", ("withdrawal",) * 2, False),
        ("A withdrawal of men from Kisima, the withdrawal of men from Lund.", "RETREAT", ("withdrawal",) * 2, False),
        ("A withdrawal from Kisima was late. The withdrawal from Kisima came.", "RETREAT", ("withdrawal",) * 2, True),
        ("A withdrawal came. The withdrawal from Kisima was late.", "RETREAT", ("withdrawal",) * 2, True),
        ("A raid on a bank came. Near a mosque it rained. The mosque raid was long.", "ASSAULT", ("raid",) * 2, False),
        ("A raid on a bank came. Near a mosque it rained. The bank raid was long.", "ASSAULT", ("raid",) * 2, True),
        ("A raid on a bank came. It rained. The deadly raid was long.", "ASSAULT", ("raid",) * 2, True),
        ("A raid came. The other raid was long.", "ASSAULT", ("raid",) * 2, False),
        ("A raid came. The previous raid was long.", "ASSAULT", ("raid",) * 2, False),
        ("A raid came. The raids went on.", "ASSAULT", ("raid", "raids"), False),
        # by the noun of its verb, in another word, by any blow
        ("They threatened Ann. The threat was old.", "THREATEN", ("threatened", "threat"), True),
        ("They attacked a bank. The assault was long.", "ASSAULT", ("attacked", "assault"), True),
        ("A car bomb exploded. The blast was loud.", "ASSAULT", ("exploded", "blast"), True),
        ("They bombed a bank. Nobody claimed the attack.", "ASSAULT", ("bombed", "attack"), True),
        ("They fired at a guard. The shooting was over.", "ASSAULT", ("fired", "shooting"), True),
        ("A clash came. The fighting was long.", "ASSAULT", ("clash", "fighting"), True),
        ("A strike came. The stoppage was long.", "PROTEST", ("strike", "stoppage"), True),
        ("A strike came. A walkout came. The stoppage was long.", "PROTEST", ("walkout", "stoppage"), True),
        # set beside it
        ("A raid came. Elsewhere in Norland, the raid was long.", "ASSAULT", ("raid",) * 2, False),
        ("A raid came. Separately, the raid was long.", "ASSAULT", ("raid",) * 2, False),
        ("They bombed it. It rained. It rained. It rained. The attack ended.", "ASSAULT", ("bombed", "attack"), False),
    ],
)  # fmt: skip
def test_which_deed_a_noun_takes_up(draft, text, kind, words, is_one):
    page = draft(f"Nobody knew. {text}")
    lemmas = {"threatened": "threaten", "attacked": "attack", "exploded": "explode", "bombed": "bomb", "fired": "fire"}
    for number, word in enumerate(words):
        lemma = lemmas.get(word, word.removesuffix("s"))
        nth = 2 if number and words[0] == word else 1
        page.event(word, kind, lemma, nth=nth, rule="verb:x" if word in lemmas else NOUN)
    assert any(links(page)) is is_one


def test_an_adjective_tells_of_no_arrest_that_the_arrest_could_be(draft):
    page = draft("Nobody knew. The jailed Ada Holm sang. The arrest was late.")
    page.event("jailed", "COERCE", "arrest", patient=page.name("Ada Holm", "PERSON"), rule="adjective:x")
    page.event("arrest", "COERCE", "arrest", rule=NOUN)
    assert not any(links(page))


@pytest.mark.parametrize("phrase", ["another", "a second", "an earlier", "a new", "a separate"])
def test_what_is_told_as_another_is_another(draft, phrase):
    page = draft(f"Nobody knew. Ada Holm held a vigil. Holm held {phrase} vigil.")
    one, two = page.name("Ada Holm", "PERSON"), page.name("Holm", "PERSON", nth=2)
    page.event("vigil", "GATHER", "vigil", agent=one, rule=NOUN)
    page.event("vigil", "GATHER", "vigil", nth=2, agent=two, rule=NOUN)
    assert not any(links(page))


@pytest.mark.parametrize(
    ("kind", "lemma", "noun", "is_one"),
    [("RETREAT", "withdraw", "withdrawal", True), ("ASSAULT", "attack", "attack", False)],
)
def test_a_noun_names_what_lies_ahead_but_for_harm(draft, kind, lemma, noun, is_one):
    page = draft(f"Norland will {lemma}. It rained. The {noun} upset Ada Holm.")
    norland = page.name("Norland", "GPE")
    page.event(lemma, kind, lemma, agent=norland, tense=Tense.FUTURE, rule="verb:x mood:will")
    page.event(noun, kind, noun, nth=2 if noun == lemma else 1, rule=NOUN)
    first, second = page.resolve().events
    assert bool(first.also) is is_one
    assert second.tense is (Tense.FUTURE if is_one else Tense.NON_FUTURE)
    assert second.rule == (f"{NOUN} mood:will" if is_one else NOUN)


def test_who_did_it_may_be_claimed_by_one_and_laid_on_another(draft):
    page = draft("Nobody knew. Norland claimed the raid. Oslo blamed Sudria for the raid.")
    norland, sudria = page.name("Norland", "GPE"), page.name("Sudria", "GPE")
    page.event("raid", "ASSAULT", "raid", agent=norland, rule=f"{NOUN} ascribed")
    page.event("raid", "ASSAULT", "raid", nth=2, agent=sudria, certainty=Certainty.POSSIBLE, rule=NOUN)
    page.event("blamed", "ACCUSE", "blame", patient=sudria, rule="verb:x")
    events = page.resolve().events
    assert [event.also for event in events if event.type == "ASSAULT"] == [("e3",), ()]
    assert all(role.role in Role for event in events for role in event.roles)


@pytest.mark.parametrize(("between", "is_one"), [(" ", True), (" had ", True), (", which experts feared, ", False)])
def test_the_quake_that_struck_is_one(draft, between, is_one):
    page = draft(f"Nobody knew. A storm{between}hit the coast.")
    page.event("storm", "DISASTER", "storm", rule=NOUN)
    page.event("hit", "DISASTER", "hit", patient="the coast", rule="verb:x")
    assert any(links(page)) is is_one


@pytest.mark.parametrize(("kind", "lemma", "is_one"), [("RETREAT", "withdraw", True), ("ASSAULT", "attack", False)])
def test_who_is_moved_moves(draft, kind, lemma, is_one):
    page = draft(f"Nobody knew. Norland will {lemma} its troops. The {lemma} of the troops came.")
    norland = page.name("Norland", "GPE")
    its = page.nominal("its troops", "troop", owner=norland, number="plur")
    the = page.nominal("the troops", "troop", number="plur")
    page.event(lemma, kind, lemma, agent=norland, patient=its, rule="verb:x")
    page.event(lemma, kind, lemma, nth=2, agent=the, rule=NOUN)
    assert any(links(page)) is is_one


def test_who_blew_himself_up_set_it_off(draft):
    page = draft("A bomber blew himself up. He detonated a vest.")
    bomber = page.nominal("A bomber", "bomber", number="sing", is_subject=True)
    himself, he = page.pronoun("himself", gender="masc"), page.pronoun("He", gender="masc", is_subject=True)
    page.event("blew", "ASSAULT", "blow", agent=bomber, patient=himself, rule="verb:x")
    page.event("detonated", "ASSAULT", "detonate", agent=he, patient="a vest", rule="verb:x")
    assert any(links(page))


def test_of_one_sentence_the_deed_told_first_is_taken_up(draft):
    page = draft("Nobody knew. A bomb exploded, a week after a blast. The blast was loud.")
    for nth, (word, lemma) in enumerate((("exploded", "explode"), ("blast", "blast"))):
        page.event(word, "ASSAULT", lemma, rule=NOUN if nth else "verb:x")
    page.event("blast", "ASSAULT", "blast", nth=2, rule=NOUN)
    assert links(page) == [("e3",), (), ()]


def test_a_quake_that_a_headline_told_is_the_one_that_struck(draft):
    page = draft("Quake kills nine\n\nMen fled, sent help and left. A quake struck the coast.")
    page.event("Quake", "DISASTER", "quake", rule=NOUN)
    page.event("fled", "MOVE", "flee", rule="verb:x")
    page.event("sent", "AID", "send", rule="verb:x")
    page.event("left", "MOVE", "leave", rule="verb:x")
    page.event("quake", "DISASTER", "quake", rule=NOUN)
    page.event("struck", "DISASTER", "strike", patient="the coast", rule="verb:x")
    assert [set(event.also) | {event.id} for event in page.resolve().events if event.also] == [{"e1", "e5", "e6"}]
