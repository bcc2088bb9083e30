"""People who are called like a month: "Theresa *May*", "Ms. *March*".

In: a Doc with the names and labels of the parse. Out: the same with those people as names, their surnames no dates and
no modal verbs. A month has a day or a year behind it or a preposition before it, and it neither speaks nor has a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.text.tokens import Doc, Token

SURNAMES = frozenset(["May", "March", "August"])
"""Months that are surnames as well."""
TITLES = frozenset(["mr", "mrs", "ms", "miss", "sir", "lady", "lord", "dame", "dr", "baroness"])
ACTING = frozenset(["nsubj", "nsubj:pass", "obj", "obl:unmarked", "nmod:poss", "obl:agent"])
"""Labels of who does something, or has it done to him."""


def name_people(doc: Doc, months: Sequence[Token]) -> None:
    """Makes names of the tokens that are written like months and are people."""
    found: list[Run] = []
    called: set[str] = set()
    for token in months:
        before = doc[token.i - 1] if token.i > token.sent.start else None
        if before is None or _is_dated(token) or not _is_first_name(before, token):
            continue
        start = before.name.start if before.name is not None and before.name.end >= token.i else before.i
        _make_name(token, doc[start] if token.head.i >= token.i or token.base == "aux" else None)
        found.append(Run(doc, start, token.i + 1, label="PERSON"))
        called.add(token.text)
    for token in months:
        inside = any(item.start <= token.i < item.end for item in found)
        if not inside and not _is_dated(token) and (token.text in called or _speaks(token)) and _stands_alone(token):
            _make_name(token, None)
            found.append(Run(doc, token.i, token.i + 1, label="PERSON"))
    found += [date for token in months if (date := _date_around(token)) is not None]
    if found:
        taken = {token.i for item in found for token in item}
        kept = [item for item in doc.ents if taken.isdisjoint(token.i for token in item)]
        doc.name(sorted([*kept, *found], key=lambda item: item.start))


def _make_name(token: Token, first: Token | None) -> None:
    token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", token.text
    if first is not None and first is not token:
        token.doc.move({token.i: (first.i, "flat")}, by=name_people.__name__)
    elif token.dep_ == "obl:unmarked":
        token.doc.move({token.i: (token.head.i, "obj")}, by=name_people.__name__)


def _is_first_name(before: Token, token: Token) -> bool:
    """Whether a first name or a title stands right before, and what it begins is no name of a body."""
    if before.lower_.rstrip(".") in TITLES:
        return True
    if before.tag_ != "NNP" or not before.text.isalpha() or not before.text.istitle() or before.ent_type_ == "DATE":
        return False
    whole = before.name is not None and before.name is token.name and before.ent_type_ == "PERSON"
    if whole:
        return False  # read as a name already
    single = before.name is None or len(before.name) == 1 or before.name is token.name
    flat = (token.dep_ == "flat" and token.head is before) or token.dep_ == "aux"
    return single and flat and before.ent_type_ in {"", "PERSON", "ORG"}


def _is_dated(token: Token) -> bool:
    """Whether a day or year stands beside the month."""
    doc = token.doc
    behind = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
    before = doc[token.i - 1] if token.i else None
    return behind[:1].isdigit() or (before is not None and before.text[:1].isdigit())


def _date_around(token: Token) -> Run | None:
    """A day of March or May that was not seen as a date: "on the evening of *12 March*" nobody marches."""
    if token.name is not None or not _is_dated(token):
        return None
    doc, at = token.doc, token.i
    before = at > 0 and doc[at - 1].text.isdigit() and doc[at - 1].name is None
    behind = at + 1 < len(doc) and doc[at + 1].text.isdigit() and doc[at + 1].name is None
    return Run(doc, at - before, at + 1 + behind, label="DATE") if before or behind else None


def _speaks(token: Token) -> bool:
    """As in "*May* said she would go": months are silent."""
    verb = token.head
    return token.dep_ == "nsubj" and verb.tag_ in tree.FINITE and verb.is_a("telling", "reporting")


def _stands_alone(token: Token) -> bool:
    """Whether it stands where people do, with nothing that dates: "criticized *May*", not "in *May*", "last *May*"."""
    return token.dep_ in ACTING and (not token.words or all(item.tag_ == "POS" for item in token.words))
