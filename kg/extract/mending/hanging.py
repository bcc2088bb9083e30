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
            if found := behind_space(token):
                _note(token, found, behind_space)
                changes |= found
            continue
        words, clauses, _ = _plans(token)
        if words:
            found = _asked(token, words, _WORDS)
            if found:
                changes |= found
                if token.i in found:
                    continue
            clauses = _plans(token)[_CLAUSES]  # a rule may have read it as another word
        if clauses:
            changes |= _asked(token, clauses, _CLAUSES)
    return changes


def objects_mended(doc: Doc) -> Changes:
    """The same for verbs and their objects, asked when all words were asked the other rules."""
    changes: Changes = {}
    for token in doc:
        if plan := _plans(token)[_OBJECTS]:
            changes |= _asked(token, plan, _OBJECTS)
    return changes


_WORDS, _CLAUSES, _OBJECTS = range(3)
_PLANS: dict[tuple[str, str, str, bool], tuple[Plan, ...]] = {}
"""What is asked of words of a `Kind`, by its values and table: a few hundred kinds make up all news."""


def _asked(token: Token, plan: Plan, table: int) -> Changes:
    """What the rules of a table change around a token: of each row the first that applies."""
    found: Changes = {}
    tag, pos = token.tag_, token.pos_
    for number, rules in plan:
        for mend in rules:
            if changes := mend(token):
                _note(token, changes, mend)
                found |= changes
                break
        if token.tag_ != tag or token.pos_ != pos:  # it is read as another word from here on
            rest = tuple(row for row in _plans(token)[table] if row[0] > number)
            return found | _asked(token, rest, table)
    return found


def _note(token: Token, changes: Changes, mend: Mend) -> None:
    """Notes in the Doc which rule makes these changes."""
    token.doc.mended |= dict.fromkeys(changes, mend.__name__)


def _plans(token: Token) -> tuple[Plan, ...]:
    """The rows of each table that have rules for such a word."""
    key = token.dep_, token.tag_, token.pos_, token.lower_[-3:] == "ing"
    plans = _PLANS.get(key)
    if plans is None:
        plans = _PLANS[key] = tuple(_planned(rows, Kind(*key)) for rows in TABLES)
    return plans


def _planned(table: Table, kind: Kind) -> Plan:
    rows = ((number, tuple(one.mend for one in row if one.fits(kind))) for number, row in enumerate(table))
    return tuple((number, rules) for number, rules in rows if rules)
