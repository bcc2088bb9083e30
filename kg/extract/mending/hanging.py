"""Asks of every word of a Doc the rules that fit its kind (`kg.extract.mending.table`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.lost_words import behind_space
from kg.extract.mending.rule import Kind, Mend, Table
from kg.extract.mending.table import TABLES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Doc, Token

Plan = tuple[tuple[int, tuple[Mend, ...]], ...]
"""The rows of a table that have rules for a kind of word, each with its number."""


def reattached(doc: Doc) -> Changes:
    """What to change in the tree of a Doc, which is noted in `doc.mended`; parts of speech are changed at once."""
    changes: Changes = {}
    for token in doc:
        if token.is_space:
            changes |= _noted(token, behind_space)
            continue
        found = _asked(token, _WORDS)
        if token.i not in found:
            found |= _asked(token, _CLAUSES)
        changes |= found
    return changes


def objects_mended(doc: Doc) -> Changes:
    """The same for verbs and their objects, asked when all words were asked the other rules."""
    changes: Changes = {}
    for token in doc:
        changes |= _asked(token, _OBJECTS)
    return changes


_WORDS, _CLAUSES, _OBJECTS = range(3)
_PLANS: dict[tuple[str, str, str, bool], tuple[Plan, ...]] = {}
"""What is asked of words of a `Kind`, by its values and table: a few hundred kinds make up all news."""


def _asked(token: Token, table: int) -> Changes:
    """What the rules of a table change around a token: of each row the first that applies."""
    found: Changes = {}
    plan = _plan(token, table)
    tag, pos = token.tag_, token.pos_
    at = 0
    while at < len(plan):
        number, rules = plan[at]
        at += 1
        for mend in rules:
            if changes := _noted(token, mend):
                found |= changes
                break
        if token.tag_ != tag or token.pos_ != pos:  # it is read as another word from here on
            tag, pos = token.tag_, token.pos_
            plan = _plan(token, table)
            at = sum(row <= number for row, _ in plan)
    return found


def _noted(token: Token, mend: Mend) -> Changes:
    """What a rule changes around a token, with the rule noted in the Doc."""
    changes = mend(token)
    if changes:
        token.doc.mended |= dict.fromkeys(changes, mend.__name__)
    return changes


def _plan(token: Token, table: int) -> Plan:
    """The rows of a table that have rules for such a word."""
    key = token.dep_, token.tag_, token.pos_, token.lower_[-3:] == "ing"
    plans = _PLANS.get(key)
    if plans is None:
        plans = _PLANS[key] = tuple(_planned(rows, Kind(*key)) for rows in TABLES)
    return plans[table]


def _planned(table: Table, kind: Kind) -> Plan:
    rows = ((number, tuple(one.mend for one in row if one.fits(kind))) for number, row in enumerate(table))
    return tuple((number, rules) for number, rules in rows if rules)
