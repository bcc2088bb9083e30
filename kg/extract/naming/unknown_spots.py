"""Names of places that no list has, which the recogniser takes for people or bodies: told by what stands before them.

In: a name. Out: the same name as a place where nobody can stand: behind a bearing ("in eastern *Al Jazirah*"), or
behind a preposition of place at a word for a spot or at an act of violence ("villages near *Chasiv Yar*", "killed in
*Al Sireha*"), before a word for a settlement ("*Yelwata* village"), or, of a known place, as what is taken or shelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.event_types import HARMFUL
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority

LOCATIVE = frozenset(["around", "in", "near", "outside"])
"""Prepositions before a place."""


def as_spots(names: list[Run], authority: Authority) -> list[Run]:
    """The names, with LOC for those that stand where only a place can and are nobody elsewhere in the text."""
    spots = {item.text for item in names if _is_spot(item) or _is_town(item, authority)}
    acting = {item.text for item in names if item.root.base in {"nsubj", "nsubj:pass", "obl:agent", "nmod:poss"}}
    known = {text for text in spots if authority.is_organization(text) or _is_part(text, names)}
    return [_as_place(item) if item.text in spots - acting - known else item for item in names]


def _as_place(name: Run) -> Run:
    return Run(name.doc, name.start, name.end, label="LOC") if name.label_ in {"ORG", "PERSON"} else name


def _is_part(text: str, names: Iterable[Run]) -> bool:
    """Whether the words are part of a longer name of somebody."""
    return any(text != item.text and text in item.text.split() for item in names if item.label_ in {"ORG", "PERSON"})


def _is_spot(name: Run) -> bool:
    root, doc = name.root, name.doc
    before = doc[name.start - 1] if name.start else None
    if name.label_ not in {"ORG", "PERSON"} or before is None or root.head is root:
        return False
    behind = doc[name.end] if name.end < len(doc) else None
    if behind is not None and behind.tag_ == "POS":
        return False
    if before.is_a("bearing_of_part") and before.head is root and doc[before.i - 1].lower_ in {"across", "in", "of"}:
        return True
    if name.label_ != "PERSON" or before.lower_ not in LOCATIVE or root.preposition != before.lower_:
        return False
    head = root.head
    if root.base == "nmod":
        return head.pos_ == "NOUN" and head.is_a("spot", "settlement", "named_region", "post_held")
    return root.base == "obl" and head.pos_ == "VERB" and doc.lexicon.verb(head.lemma_.lower()).type in HARMFUL


def _is_town(name: Run, authority: Authority) -> bool:
    """As in "rebels raided *Yelwata* village", and a known place that is taken or shelled: "troops took *Kherson*"."""
    root, end = name.root, name.end
    if name.label_ not in {"ORG", "PERSON"}:
        return False
    behind = name.doc[end] if end < len(name.doc) else None
    if behind is not None and behind.i == root.head.i and root.base in {"compound", "amod"}:
        return behind.is_a("settlement") and name.doc[end - 1].i == root.i
    verb = root.head
    held = verb.is_a("besieging", "taking_place") or (name.label_ == "ORG" and verb.is_a("hitting_place"))
    return root.base == "obj" and held and len(name) <= MAX_TOWN and authority.is_place(name.text)


MAX_TOWN = 2
"""Words of the name of a town at most, where it is read as a person's or a body's."""
