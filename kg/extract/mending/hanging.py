"""Asks of every word of a Doc the rules that fit it (`kg.extract.mending.table`, `kg.extract.mending.plans`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.lost_words import behind_space
from kg.extract.mending.plans import asked_of, plans_for

if TYPE_CHECKING:
    from kg.extract.mending.plans import Plan
    from kg.extract.mending.rule import Mend
    from kg.extract.text.tokens import Changes, Doc, Token

_WORDS, _CLAUSES, _OBJECTS = range(3)
"""The tables of `kg.extract.mending.table`."""


def reattached(doc: Doc) -> Changes:
    """What to change in the tree of a Doc, which is noted in `doc.mended`; parts of speech are changed at once."""
    changes: Changes = {}
    for token in doc:
        if token.is_space:
            if found := behind_space(token):
                _note(token, found, behind_space)
                changes |= found
            continue
        asked = asked_of(token)
        if not asked.anything:
            continue
        tag, pos = token.tag_, token.pos_
        words, clauses, _ = asked.plans(token)
        if words:
            found = _asked(token, words, _WORDS)
            if found:
                changes |= found
                if token.i in found:
                    continue
            if token.tag_ != tag or token.pos_ != pos:  # a rule read it as another word
                clauses = plans_for(token)[_CLAUSES]
        if clauses:
            changes |= _asked(token, clauses, _CLAUSES)
    return changes


def objects_mended(doc: Doc) -> Changes:
    """The same for verbs and their objects, asked when all words were asked the other rules."""
    changes: Changes = {}
    for token in doc:
        asked = asked_of(token)
        if asked.tables[_OBJECTS] and not token.is_space:
            changes |= _asked(token, asked.plans(token)[_OBJECTS], _OBJECTS)
    return changes


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
            rest = tuple(row for row in plans_for(token)[table] if row[0] > number)
            return found | _asked(token, rest, table)
    return found


def _note(token: Token, changes: Changes, mend: Mend) -> None:
    """Notes in the Doc which rule makes these changes."""
    token.doc.mended |= dict.fromkeys(changes, mend.__name__)
