"""What is read off trees built by hand, case by case: roles, modality, speakers, places and times. No model takes part.

Each table has one word a line: word, lemma, tag, head (counted from 1), label, class of its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import EventMention, Extraction


@dataclass(frozen=True)
class Tree:
    """A tree and what its event at `word` must be; None asks nothing of a field, "" that it is empty."""

    table: str
    word: str
    type: str | None = None
    agent: tuple[str, ...] | None = None
    patient: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    instrument: tuple[str, ...] | None = None
    said_by: tuple[str, ...] | None = None
    place: str | None = None
    time: str | None = None
    modality: str | None = None


ROLES = {
    "the owner of a thing is meant with it": Tree(
        """
        Berlin Berlin NNP 2 nsubj GPE
        suspended suspend VBD 0 root
        Mahan Mahan NNP 5 nmod:poss ORG
        's 's POS 3 case
        permit permit NN 2 obj
        """,
        "suspended", "SANCTION", ("Berlin",), ("Mahan", "Mahan's permit"),
    ),
    "what is done to an act is done to its doer": Tree(
        """
        NATO NATO NNP 2 nsubj ORG
        condemned condemn VBD 0 root
        Turkey Turkey NNP 5 nmod:poss GPE
        's 's POS 3 case
        offensive offensive NN 2 obj
        """,
        "condemned", "ACCUSE", ("NATO",), ("Turkey", "Turkey's offensive"),
    ),
    "members named with a group": Tree(
        """
        Police police NNS 2 nsubj
        arrested arrest VBD 0 root
        activists activist NNS 2 obj
        including include VBG 5 case
        Wong Wong NNP 3 nmod PERSON
        """,
        "arrested", "COERCE", ("Police",), ("activists including Wong", "Wong"),
    ),
    "a conjunct that is denied": Tree(
        """
        Soldiers soldier NNS 7 nsubj
        , , , 5 punct
        but but CC 5 cc
        not not RB 5 advmod
        police police NNS 1 conj
        , , , 5 punct
        shot shoot VBD 0 root
        rebels rebel NNS 7 obj
        """,
        "shot", "ASSAULT", ("Soldiers",), ("rebels",),
    ),
    "a sum is no object of a passive": Tree(
        """
        Banks bank NNS 3 nsubj:pass
        were be AUX 3 aux:pass
        fined fine VBN 0 root
        ten ten CD 5 nummod
        dollars dollar NNS 3 obj
        """,
        "fined", None, (), ("Banks",),
    ),
    "the second of two passives": Tree(
        """
        Rebels rebel NNS 3 nsubj:pass
        were be AUX 3 aux:pass
        arrested arrest VBN 0 root
        and and CC 5 cc
        detained detain VBD 3 conj
        """,
        "detained", "COERCE", (), ("Rebels",),
    ),
    "a place that is left has nothing done to it": Tree(
        """
        Troops troop NNS 2 nsubj
        left leave VBD 0 root
        Iraq Iraq NNP 2 obj GPE
        """,
        "left", None, ("Troops",), (), place="Iraq",
    ),
    "what is used is the instrument": Tree(
        """
        Rebels rebel NNS 2 nsubj
        attacked attack VBD 0 root
        troops troop NNS 2 obj
        using use VBG 2 advcl
        drones drone NNS 4 obj
        """,
        "attacked", "ASSAULT", ("Rebels",), ("troops",), instrument=("drones",),
    ),
    "against": Tree(
        """
        Anti anti JJ 3 amod
        - - . 3 punct
        government government NN 4 compound
        protests protest NNS 5 nsubj
        erupted erupt VBD 0 root
        """,
        "protests", "PROTEST", (), ("government",),
    ),
}  # fmt: skip

MODALITY = {
    "plain": Tree("Troops troop NNS 2 nsubj\nleft leave VBD 0 root", "left", modality="POS CERTAIN NON_FUTURE"),
    "negated": Tree(
        "Troops troop NNS 4 nsubj\ndid do AUX 4 aux\nn't not RB 4 advmod\nattack attack VB 0 root", "attack",
        modality="NEG CERTAIN NON_FUTURE",
    ),
    "neither": Tree(
        "Neither neither CC 2 cc:preconj\nsoldiers soldier NNS 5 nsubj\nnor nor CC 4 cc\nrebels rebel NNS 2 conj\n"
        "attacked attack VBD 0 root",
        "attacked", modality="NEG CERTAIN NON_FUTURE",
    ),
    "will": Tree(
        "Troops troop NNS 3 nsubj\nwill will MD 3 aux\nattack attack VB 0 root", "attack",
        modality="POS CERTAIN FUTURE",
    ),
    "may": Tree(
        "Troops troop NNS 3 nsubj\nmay may MD 3 aux\nattack attack VB 0 root", "attack", modality="POS POSSIBLE FUTURE"
    ),
    "an aim": Tree(
        "Troops troop NNS 2 nsubj\ncame come VBD 0 root\nto to TO 4 mark\nkill kill VB 2 advcl\nhim he PRP 4 obj",
        "kill", modality="POS CERTAIN FUTURE",
    ),
    "a demand": Tree(
        "Rebels rebel NNS 2 nsubj\ndemanded demand VBD 0 root\ntalks talk NNS 2 obj\nwith with IN 5 case\n"
        "Oslo Oslo NNP 3 nmod GPE",
        "talks", modality="POS CERTAIN FUTURE",
    ),
    "an announced departure": Tree(
        "Oslo Oslo NNP 2 nsubj GPE\nannounced announce VBD 0 root\nwithdrawal withdrawal NN 2 obj\n"
        "of of IN 5 case\ntroops troop NNS 3 nmod",
        "withdrawal", modality="POS CERTAIN FUTURE",
    ),
    "alleged": Tree(
        "Alleged alleged JJ 2 amod\nattacks attack NNS 5 nsubj\non on IN 4 case\nships ship NNS 2 nmod\n"
        "continued continue VBD 0 root",
        "attacks", modality="POS PROBABLE NON_FUTURE",
    ),
    "denied": Tree(
        "Iran Iran NNP 2 nsubj GPE\ndenied deny VBD 0 root\nkilling kill VBG 2 xcomp\nhim he PRP 3 obj", "killing",
        modality="NEG CERTAIN NON_FUTURE",
    ),
}  # fmt: skip

SPEECH = {
    "that": Tree(
        "Officials official NNS 2 nsubj\nsaid say VBD 0 root\nrebels rebel NNS 4 nsubj\nfled flee VBD 2 ccomp", "fled",
        said_by=("Officials",),
    ),
    "according to": Tree(
        "Rebels rebel NNS 2 nsubj\nfled flee VBD 0 root\naccording accord VBG 5 case\nto to IN 3 fixed\n"
        "Oslo Oslo NNP 2 obl GPE",
        "fled", said_by=("Oslo",),
    ),
    "between commas": Tree(
        "Banks bank NNS 7 nsubj\n, , , 4 punct\nReuters Reuters NNP 4 nsubj ORG\nreported report VBD 1 acl:relcl\n"
        ", , , 4 punct\nhad have AUX 7 aux\ncollapsed collapse VBN 0 root",
        "collapsed", said_by=("Reuters",),
    ),
    "by a document of someone": Tree(
        "Statements statement NNS 4 nsubj\nby by IN 3 case\nOslo Oslo NNP 1 nmod GPE\nsaid say VBD 0 root\n"
        "rebels rebel NNS 6 nsubj\nfled flee VBD 4 ccomp",
        "fled", said_by=("Oslo",),
    ),
    "not what is told as a time": Tree(
        "Oslo Oslo NNP 2 nsubj GPE\nsaid say VBD 0 root\nrebels rebel NNS 4 nsubj\nfled flee VBD 2 ccomp\n"
        "since since IN 7 mark\ntroops troop NNS 7 nsubj\nattacked attack VBD 4 advcl",
        "attacked", said_by=(),
    ),
    "nor when it was said": Tree(
        "Oslo Oslo NNP 2 nsubj GPE\nsaid say VBD 0 root\nrebels rebel NNS 4 nsubj\nfled flee VBD 2 ccomp\n"
        "after after IN 7 mark\ntroops troop NNS 7 nsubj\nattacked attack VBD 2 advcl",
        "attacked", said_by=(),
    ),
    "but when it happened": Tree(
        "Oslo Oslo NNP 2 nsubj GPE\nsaid say VBD 0 root\nrebels rebel NNS 4 nsubj\nfled flee VBD 2 ccomp\n"
        "after after IN 7 mark\ntroops troop NNS 7 nsubj\nattacked attack VBD 4 advcl",
        "attacked", said_by=("Oslo",),
    ),
    "in quotation marks": Tree(
        "“ “ . 4 punct\nTroops troop NNS 4 nsubj\nwill will MD 4 aux\nleave leave VB 7 ccomp\nsoon soon RB 4 advmod\n"
        "” ” . 4 punct\nsaid say VBD 0 root\nTrump Trump NNP 7 nsubj PERSON",
        "leave", said_by=("Trump",),
    ),
}  # fmt: skip

CIRCUMSTANCES = {
    "on the verb": Tree(
        "Rebels rebel NNS 2 nsubj\nfled flee VBD 0 root\nin in IN 4 case\nSyria Syria NNP 2 obl GPE\n"
        "on on IN 6 case\nFriday Friday NNP 2 obl DATE",
        "fled", place="Syria", time="2020-01-03",
    ),
    "on the event noun before it, wherever the parser hung it": Tree(
        "Weeks week NNS 6 nsubj\nof of IN 3 case\nprotests protest NNS 1 nmod\nin in IN 5 case\n"
        "Oslo Oslo NNP 1 nmod GPE\nended end VBD 0 root",
        "protests", place="Oslo",
    ),
    "not what the speaker is": Tree(
        "Officials official NNS 4 nsubj\nin in IN 3 case\nOslo Oslo NNP 1 nmod GPE\nsaid say VBD 0 root\n"
        "rebels rebel NNS 6 nsubj\nfled flee VBD 4 ccomp",
        "said", place="",
    ),
    "at the head of the sentence it is the main event's": Tree(
        "Yesterday yesterday NN 5 obl:unmarked DATE\n, , , 5 punct\nwhat what WP 5 obj\npolice police NNS 5 nsubj\n"
        "called call VBD 6 csubj\nrioters rioter NNS 7 nsubj\nmarched march VBD 0 root",
        "marched", time="2020-01-05",
    ),
    "of the first of two events": Tree(
        "Yesterday yesterday NN 3 obl:unmarked DATE\nrebels rebel NNS 3 nsubj\nattacked attack VBD 0 root\n"
        "and and CC 6 cc\ntroops troop NNS 6 nsubj\nfled flee VBD 3 conj",
        "fled", time="2020-01-05",
    ),
    "since": Tree(
        "Rebels rebel NNS 3 nsubj\nhave have AUX 3 aux\nprotested protest VBN 0 root\nsince since IN 5 case\n"
        "2019 2019 CD 3 obl DATE",
        "protested", time="2019-01-01/2020-01-06",
    ),
    "later": Tree(
        "Troops troop NNS 2 nsubj\nleft leave VBD 0 root\nin in IN 4 case\n2011 2011 CD 2 obl DATE\nand and CC 6 cc\n"
        "returned return VBD 2 conj\nthree three CD 8 nummod\nyears year NNS 9 obl:unmarked\nlater later RB 6 advmod",
        "returned", time="2014",
    ),
}  # fmt: skip


def _words(extraction: Extraction, event: EventMention, role: Role) -> tuple[str, ...]:
    found = [item.span.of(extraction.article.text) for item in event.roles if item.role is role]
    return tuple(sorted(found))


def _check(case: Tree, extraction: Extraction) -> None:
    text = extraction.article.text
    events = [event for event in extraction.events if event.trigger.of(text) == case.word]
    assert events, f"no event at {case.word!r}, only {[event.trigger.of(text) for event in extraction.events]}"
    event = events[0]
    if case.type is not None:
        assert event.type == case.type
    for role in (Role.AGENT, Role.PATIENT, Role.RECIPIENT, Role.INSTRUMENT):
        expected = getattr(case, role.value)
        if expected is not None:
            assert _words(extraction, event, role) == tuple(sorted(expected))
    if case.said_by is not None:
        assert tuple(item.span.of(text) for item in event.speakers) == case.said_by
    if case.place is not None:
        assert (extraction.mentions[event.place].span.of(text) if event.place is not None else "") == case.place
    if case.time is not None:
        assert next((time.value for time in extraction.times if time.id == event.time), "") == case.time
    if case.modality is not None:
        assert f"{event.polarity} {event.certainty} {event.tense}" == case.modality


@pytest.mark.parametrize("name", ROLES)
def test_roles(name: str, extract_tree: Callable[..., Extraction]) -> None:
    _check(ROLES[name], extract_tree(ROLES[name].table))


@pytest.mark.parametrize("name", MODALITY)
def test_modality(name: str, extract_tree: Callable[..., Extraction]) -> None:
    _check(MODALITY[name], extract_tree(MODALITY[name].table))


@pytest.mark.parametrize("name", SPEECH)
def test_speakers(name: str, extract_tree: Callable[..., Extraction]) -> None:
    _check(SPEECH[name], extract_tree(SPEECH[name].table))


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_places_and_times(name: str, extract_tree: Callable[..., Extraction]) -> None:
    _check(CIRCUMSTANCES[name], extract_tree(CIRCUMSTANCES[name].table))


def test_every_record_names_its_rule_and_a_probability(extract_tree: Callable[..., Extraction]) -> None:
    (event,) = extract_tree(CIRCUMSTANCES["on the verb"].table).events
    assert event.rule.startswith("verb:")
    assert "place:phrase" in event.rule.split()
    assert 0 < event.confidence < 1
