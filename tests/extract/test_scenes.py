"""The place that an article is about, for acts on the ground whose own sentence names none. Trees are built by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model.trace import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Extraction

OPENING = """
Rebels rebel NNS 2 nsubj
attacked attack VBD 0 root
a a DT 4 det
convoy convoy NN 2 obj
in in IN 6 case
Mosul Mosul NNP 2 obl GPE
. . . 2 punct
"""
LATER = "Police police NNS 2 nsubj\narrested arrest VBD 0 root\na a DT 4 det\nman man NN 2 obj\n. . . 2 punct"
BEFORE = """
Police police NNS 3 nsubj
had have VBD 3 aux
arrested arrest VBN 0 root
a a DT 5 det
man man NN 3 obj
. . . 3 punct
"""
AHEAD = """
Police police NNS 3 nsubj
will will MD 3 aux
arrest arrest VB 0 root
a a DT 5 det
man man NN 3 obj
. . . 3 punct
"""
DENIED = """
Police police NNS 4 nsubj
did do VBD 4 aux
not not RB 4 advmod
arrest arrest VB 0 root
a a DT 6 det
man man NN 4 obj
. . . 4 punct
"""
ABROAD = """
Police police NNS 2 nsubj
arrested arrest VBD 0 root
a a DT 5 det
Peruvian peruvian JJ 5 amod NORP
man man NN 2 obj
. . . 2 punct
"""
SAID = "Officials official NNS 2 nsubj\nspoke speak VBD 0 root\n. . . 2 punct"
ELSEWHERE = """
Troops troops NNS 2 nsubj
attacked attack VBD 0 root
a a DT 4 det
camp camp NN 2 obj
in in IN 6 case
Aden Aden NNP 2 obl GPE
. . . 2 punct
"""


def joined(*tables: str) -> str:
    """One table of several sentences; heads count on."""
    rows: list[str] = []
    for table in tables:
        start = len(rows)
        for row in table.strip().splitlines():
            parts = row.split()
            parts[3] = str(int(parts[3]) + start) if parts[3] != "0" else "0"
            rows.append(" ".join(parts))
    return "\n".join(rows)


def last(extraction: Extraction) -> tuple[str, tuple[str, ...]]:
    """Words of the place of the last event, and the rule that gave it."""
    event = extraction.events[-1]
    place = extraction.mentions[event.place].span.of(extraction.article.text) if event.place is not None else ""
    return place, steps(event.rule, "place")


def test_what_is_told_after_the_opening_happened_there(extract_tree: Callable[..., Extraction]) -> None:
    assert last(extract_tree(joined(OPENING, LATER))) == ("Mosul", ("main",))


def test_the_evidence_is_the_mention_of_the_place(extract_tree: Callable[..., Extraction]) -> None:
    extraction = extract_tree(joined(OPENING, LATER))
    place = extraction.mentions[extraction.events[-1].place or 0]
    assert extraction.article.text[place.span.start : place.span.end] == "Mosul"


@pytest.mark.parametrize("sentence", [BEFORE, AHEAD, DENIED, ABROAD, SAID])
def test_what_is_set_apart_from_the_scene_has_no_place(sentence: str, extract_tree: Callable[..., Extraction]) -> None:
    assert last(extract_tree(joined(OPENING, sentence))) == ("", ())


def test_of_two_places_that_weigh_the_same_neither_is_taken_twice(extract_tree: Callable[..., Extraction]) -> None:
    third = ELSEWHERE.replace("Aden", "Oslo")
    assert last(extract_tree(joined(OPENING, ELSEWHERE, third, LATER))) == ("", ())


def test_a_place_that_is_said_stays(extract_tree: Callable[..., Extraction]) -> None:
    assert last(extract_tree(joined(OPENING, OPENING, ELSEWHERE))) == ("Aden", ("phrase",))
