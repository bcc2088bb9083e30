"""The word tables: complete, consistent, and right about words that mean different things in different company."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.extract.text.lexicon import Eventive, Kind, Lexicon, Usage, load
from kg.model import Certainty, Polarity, Tense
from kg.vocab import EVENT_TYPES

PARSING = Path(__file__).parents[3] / "shared" / "data" / "parsing"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def test_every_type_of_the_codebook_has_verbs_and_nouns(lexicon: Lexicon) -> None:
    for table in (lexicon.verbs, lexicon.nouns):
        found = {entry.type for entry in table.values()}
        found |= {sense.type for entry in table.values() for _, sense in entry.senses}
        assert found - {""} == set(EVENT_TYPES)


def test_the_tables_are_large_enough_for_news(lexicon: Lexicon) -> None:
    assert len(lexicon.verbs) >= 2500
    assert sum(entry.eventive is not Eventive.NEVER for entry in lexicon.nouns.values()) >= 800
    assert len(lexicon.adjectives) >= 100


def test_words_are_lower_case_and_states_have_no_type(lexicon: Lexicon) -> None:
    for table in (lexicon.verbs, lexicon.nouns, lexicon.adjectives):
        for word, entry in table.items():
            assert word == word.lower().strip()
            assert (entry.type == "") == (entry.kind is not Kind.EVENT), word


@pytest.mark.shared
@pytest.mark.skipif(not PARSING.is_dir(), reason="the workshop's treebank is not here")
def test_verbs_of_the_treebank_are_decided(lexicon: Lexicon) -> None:
    counts: Counter[str] = Counter()
    for line in (PARSING / "ewt_gum.train.conllu").read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 10 and columns[3] == "VERB":
            counts[columns[2].lower()] += 1
    decided = sum(count for verb, count in counts.items() if verb in lexicon.verbs)
    assert decided / counts.total() >= 0.96


@pytest.mark.parametrize(
    ("verb", "usage", "expected"),
    [
        ("fire", {"object": ("missile",)}, "ASSAULT"),
        ("fire", {"object": ("minister",)}, "APPOINT"),
        ("fire", {"object": ("comey", "@person"), "preps": {"over": ("probe",)}}, "APPOINT"),
        ("strike", {"object": ("deal",)}, "AGREE"),
        ("strike", {"object": ("convoy",)}, "ASSAULT"),
        ("strike", {"subject": ("quake",), "object": ("city",)}, "DISASTER"),
        ("strike", {"subject": ("teacher",)}, "PROTEST"),
        ("withdraw", {"object": ("troop",)}, "RETREAT"),
        ("withdraw", {"object": ("bill",)}, "CONCEDE"),
        ("withdraw", {"subject": ("candidate",), "preps": {"from": ("race",)}}, "ELECTION"),
        ("withdraw", {"subject": ("iran", "@gpe"), "preps": {"from": ("treaty",)}}, "SANCTION"),
        ("issue", {"object": ("statement",)}, "STATEMENT"),
        ("issue", {"object": ("warrant",)}, "JUDICIAL"),
        ("issue", {"object": ("order",)}, "REQUEST"),
        ("release", {"object": ("hostage",)}, "RETREAT"),
        ("release", {"object": ("report",)}, "STATEMENT"),
        ("release", {"object": ("album",)}, "TRANSACT"),
        ("kill", {"object": ("general",)}, "ASSAULT"),
        ("kill", {"subject": ("avalanche",), "object": ("skier",)}, "CASUALTY"),
        ("injure", {"object": ("woman",), "preps": {"in": ("crash",)}, "passive": True}, "CASUALTY"),
        ("injure", {"object": ("woman",), "preps": {"in": ("bombing",)}, "passive": True}, "ASSAULT"),
        ("murder", {"object": ("neighbour",)}, "CRIME"),
        ("murder", {"subject": ("militia",), "object": ("editor",)}, "ASSAULT"),
        ("pass", {"object": ("bill",)}, "LEGISLATE"),
        ("pass", {"preps": {"through": ("strait",)}}, "MOVE"),
        ("sign", {"object": ("law",), "subject": ("president",)}, "LEGISLATE"),
        ("sign", {"object": ("treaty",), "subject": ("minister",)}, "SUPPORT"),
        ("win", {"object": ("election",)}, "ELECTION"),
        ("win", {"object": ("contract",)}, "TRANSACT"),
        ("win", {"object": ("match",)}, "GATHER"),
        ("lose", {"object": ("life",)}, "CASUALTY"),
        ("charge", {"object": ("suspect",), "preps": {"with": ("murder",)}}, "ACCUSE"),
        ("charge", {"object": ("fee",)}, "TRANSACT"),
        ("try", {"object": ("officer",), "preps": {"for": ("genocide",)}, "passive": True}, "JUDICIAL"),
        ("lift", {"object": ("sanction",)}, "CONCEDE"),
        ("lift", {"object": ("blockade",)}, "RETREAT"),
        ("recall", {"object": ("ambassador",)}, "SANCTION"),
        ("recall", {"clause": "that"}, "STATEMENT"),
        ("run", {"preps": {"for": ("president",)}}, "ELECTION"),
        ("rise", {"subject": ("price",)}, "TRANSACT"),
        ("fall", {"subject": ("rocket",)}, "ASSAULT"),
        ("seize", {"object": ("power",)}, "APPOINT"),
        ("seize", {"object": ("tanker",)}, "COERCE"),
        ("crash", {"subject": ("plane",)}, "ACCIDENT"),
        ("crash", {"subject": ("market",)}, "TRANSACT"),
        ("ban", {"object": ("import",)}, "SANCTION"),
        ("ban", {"object": ("party",)}, "COERCE"),
        ("decline", {"clause": "to"}, "REJECT"),
        ("decline", {"subject": ("export",)}, "TRANSACT"),
        ("deny", {"clause": "that"}, "STATEMENT"),
        ("deny", {"object": ("visa",)}, "REJECT"),
        ("order", {"object": ("jet",)}, "TRANSACT"),
        ("order", {"object": ("troop",), "clause": "to"}, "REQUEST"),
        ("call", {"preps": {"for": ("restraint",)}}, "REQUEST"),
        ("call", {"particles": ("off",), "object": ("talk",)}, "SANCTION"),
        ("send", {"object": ("troop",)}, "MOBILIZE"),
        ("send", {"object": ("letter",)}, "STATEMENT"),
        ("leave", {"subject": ("troop",), "object": ("iraq", "@gpe")}, "RETREAT"),
        ("meet", {"object": ("demand",)}, "OTHER"),
        ("meet", {"object": ("minister",)}, "CONSULT"),
        ("donate", {"object": ("million",)}, "AID"),
        ("celebrate", {}, "GATHER"),
        ("commit", {"passive": True, "object": ("vietnam",), "preps": {"to": ("reform",)}}, "AGREE"),
        ("vow", {"clause": "to", "complement": ("avenge",)}, "THREATEN"),
        ("vow", {"clause": "to", "complement": ("cooperate",)}, "AGREE"),
        ("plot", {"clause": "to", "complement": ("assassinate",)}, "ASSAULT"),
        ("plot", {"clause": "to", "complement": ("steal",)}, "CRIME"),
        ("lose", {"object": ("$",)}, "TRANSACT"),
    ],
)
def test_a_verb_means_what_its_company_says(lexicon: Lexicon, verb: str, usage: dict, expected: str) -> None:
    assert lexicon.verb(verb, Usage(**usage)).type == expected


@pytest.mark.parametrize(
    ("noun", "usage", "expected"),
    [
        ("strike", {"modifiers": ("hunger",)}, "PROTEST"),
        ("strike", {"modifiers": ("drone",)}, "ASSAULT"),
        ("fire", {"modifiers": ("mortar",)}, "ASSAULT"),
        ("fire", {"modifiers": ("forest",)}, "DISASTER"),
        ("fire", {}, "ACCIDENT"),
        ("operation", {"modifiers": ("rescue",)}, "AID"),
        ("campaign", {"modifiers": ("presidential",)}, "ELECTION"),
        ("campaign", {"modifiers": ("bombing",)}, "ASSAULT"),
        ("release", {"preps": {"of": ("hostage",)}}, "RETREAT"),
        ("release", {"preps": {"of": ("report",)}}, "STATEMENT"),
        ("vote", {"preps": {"on": ("bill",)}}, "LEGISLATE"),
        ("vote", {}, "ELECTION"),
        ("victory", {"preps": {"in": ("election",)}}, "ELECTION"),
        ("order", {"modifiers": ("court",)}, "JUDICIAL"),
        ("killing", {}, "ASSAULT"),
        ("earthquake", {}, "DISASTER"),
        ("funeral", {}, "GATHER"),
        ("resignation", {}, "APPOINT"),
        ("withdrawal", {"preps": {"of": ("troop",)}}, "RETREAT"),
        ("deal", {"modifiers": ("takeover",)}, "TRANSACT"),
        ("poll", {"governor": ("suggest",)}, "STATEMENT"),
        ("poll", {"governor": ("postpone",)}, "ELECTION"),
        ("test", {"modifiers": ("missile",)}, "MOBILIZE"),
    ],
)
def test_a_noun_means_what_its_company_says(lexicon: Lexicon, noun: str, usage: dict, expected: str) -> None:
    assert lexicon.noun(noun, Usage(**usage)).type == expected


@pytest.mark.parametrize("noun", ["building", "attacker", "president", "table", "relation", "weapon", "opinion"])
def test_things_and_people_are_no_events(lexicon: Lexicon, noun: str) -> None:
    assert not lexicon.is_eventive(noun)


@pytest.mark.parametrize("verb", ["be", "have", "contain", "seem", "belong", "cost", "remain"])
def test_states_are_no_events(lexicon: Lexicon, verb: str) -> None:
    assert lexicon.verb(verb).kind is Kind.STATE


@pytest.mark.parametrize("verb", ["begin", "continue", "try", "plan", "fail"])
def test_aspect_hands_its_subject_on(lexicon: Lexicon, verb: str) -> None:
    assert lexicon.verb(verb).kind is Kind.ASPECT


@pytest.mark.parametrize(
    ("verb", "slot", "role"),
    [
        ("kill", "subject", "agent"),
        ("kill", "object", "patient"),
        ("die", "lone", "patient"),
        ("explode", "lone", "patient"),
        ("sink", "lone", "patient"),
        ("sink", "subject", "agent"),
        ("tell", "object", "recipient"),
        ("pay", "object", "recipient"),
        ("meet", "object", "patient"),
        ("receive", "subject", "recipient"),
        ("flood", "subject", "none"),
    ],
)
def test_frames_say_who_is_who_in_a_clause(lexicon: Lexicon, verb: str, slot: str, role: str) -> None:
    assert getattr(lexicon.verb(verb).frame, slot) == role


@pytest.mark.parametrize(
    ("noun", "slot", "role"),
    [
        ("killing", "owner", "patient"),
        ("attack", "owner", "agent"),
        ("death", "owner", "patient"),
        ("decision", "owner", "agent"),
        ("arrival", "owner", "agent"),
        ("killing", "of", "patient"),
        ("withdrawal", "of", "agent"),
        ("release", "compound", "patient"),
        ("attack", "compound", "agent"),
    ],
)
def test_frames_say_who_is_who_around_a_noun(lexicon: Lexicon, noun: str, slot: str, role: str) -> None:
    assert getattr(lexicon.noun(noun).frame, slot) == role


def test_prepositions_name_roles(lexicon: Lexicon) -> None:
    assert lexicon.verb("shoot").preps["at"] == "patient"
    assert lexicon.verb("protest").preps["against"] == "patient"
    assert lexicon.verb("accuse").preps["of"] == "content"
    assert lexicon.verb("hand", Usage(particles=("over",))).preps["to"] == "recipient"
    assert lexicon.noun("attack").preps["on"] == "patient"
    assert "with" in lexicon.verb("clash").frame.partners


def test_particle_and_preposition_differ(lexicon: Lexicon) -> None:
    assert lexicon.verb("take", Usage(particles=("over",), object=("island",))).type == "COERCE"
    assert lexicon.verb("take", Usage(preps={"over": ("year",)})).kind is Kind.SUPPORT
    assert lexicon.verb("pull", Usage(preps={"out of": ("iran", "@gpe")})).type == "RETREAT"
    assert lexicon.verb("crack", Usage(particles=("down",), preps={"on": ("protester",)})).preps["on"] == "patient"


def test_an_object_may_belong_to_the_verb(lexicon: Lexicon) -> None:
    entry = lexicon.verb("take", Usage(object=("office",)))
    assert (entry.type, entry.frame.object) == ("APPOINT", "none")


@pytest.mark.parametrize(
    ("verb", "polarity", "certainty", "tense"),
    [
        ("deny", Polarity.NEG, None, None),
        ("fail", Polarity.NEG, None, None),
        ("prevent", Polarity.NEG, None, None),
        ("refuse", Polarity.NEG, None, Tense.FUTURE),
        ("allege", None, Certainty.PROBABLE, None),
        ("believe", None, Certainty.PROBABLE, None),
        ("vow", None, None, Tense.FUTURE),
        ("threaten", None, None, Tense.FUTURE),
        ("expect", None, Certainty.PROBABLE, Tense.FUTURE),
        ("say", None, None, None),
    ],
)
def test_effects(
    lexicon: Lexicon, verb: str, polarity: Polarity | None, certainty: Certainty | None, tense: Tense | None
) -> None:
    effect = lexicon.verb(verb).effect
    assert (effect.polarity, effect.certainty, effect.tense) == (polarity, certainty, tense)


def test_agreeing_that_and_agreeing_to(lexicon: Lexicon) -> None:
    assert lexicon.verb("agree").effect.tense is None
    assert lexicon.verb("agree").infinitive.tense is Tense.FUTURE


def test_speech_and_control(lexicon: Lexicon) -> None:
    assert all(lexicon.verb(verb).speech for verb in ("say", "tell", "announce", "deny", "claim", "write", "warn"))
    assert not lexicon.verb("kill").speech
    assert lexicon.verb("promise").control == "subject"
    assert lexicon.verb("force").control == "object"


def test_hedges(lexicon: Lexicon) -> None:
    assert lexicon.hedge("allegedly").certainty is Certainty.PROBABLE
    assert lexicon.hedge("planned").tense is Tense.FUTURE
    assert lexicon.hedge("foiled").polarity is Polarity.NEG
    assert lexicon.hedge("yellow") is None


def test_light_verbs_carry_event_nouns_only(lexicon: Lexicon) -> None:
    assert lexicon.light("carry", "attack", "object", ("out",)).subject == "agent"
    assert lexicon.light("suffer", "attack", "object").subject == "patient"
    assert lexicon.light("take", "election", "subject", ("place",)).subject == "none"
    assert lexicon.light("open", "fire", "object").type == "ASSAULT"
    assert lexicon.light("give", "speech", "object") is not None
    assert lexicon.light("give", "book", "object") is None
    assert lexicon.light("launch", "satellite", "object") is None


def test_what_surrounds_a_noun_says_whether_a_light_verb_can_carry_it(lexicon: Lexicon) -> None:
    nuclear = Usage(modifiers=("nuclear",))
    assert lexicon.light("conduct", "test", "object", (), nuclear) is not None
    assert lexicon.light("conduct", "test", "object", (), Usage(modifiers=("blood",))) is None


def test_adjectives_make_events_of_their_noun(lexicon: Lexicon) -> None:
    assert (lexicon.adjective("slain").type, lexicon.adjective("slain").head) == ("ASSAULT", "patient")
    assert lexicon.adjective("ousted").type == "APPOINT"
    assert lexicon.adjective("fleeing").head == "agent"
    assert all(lexicon.adjective(word) is None for word in ("united", "armed", "alleged", "wanted"))


def test_unknown_words(lexicon: Lexicon) -> None:
    assert (lexicon.verb("frobnicate").type, lexicon.verb("frobnicate").frame.name) == ("OTHER", "act")
    assert lexicon.noun("frobnicate").eventive is Eventive.NEVER


def test_a_noun_derived_from_a_verb_is_an_event_with_arguments(lexicon: Lexicon) -> None:
    entry = lexicon.noun("strangling")
    assert (entry.type, entry.eventive, entry.verb) == ("ASSAULT", Eventive.ARGUED, "strangle")


def test_british_spelling_is_the_same_word(lexicon: Lexicon) -> None:
    assert lexicon.verb("demobilise") is lexicon.verb("demobilize")
    assert lexicon.noun("mobilisation") is lexicon.noun("mobilization")


def test_a_light_verb_gives_its_phrases_roles_of_its_own(lexicon: Lexicon) -> None:
    light = lexicon.light("open", "fire", "object")
    assert light is not None
    assert light.preps == {"on": "patient", "at": "patient"}


def test_movements_of_anything_but_prices_are_no_trade(lexicon: Lexicon) -> None:
    assert lexicon.verb("fall", Usage(subject=("price",))).type == "TRANSACT"
    assert lexicon.verb("expand", Usage(subject=("movement",))).type == "OTHER"
