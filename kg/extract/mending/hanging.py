"""Asks of every word of a Doc the rules that fit its kind (`kg.extract.mending.table`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.lost_words import behind_space
from kg.extract.mending.table import CLAUSES, WORDS, Kind, Mend, Table

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Doc, Token

Plan = tuple[tuple[int, tuple[Mend, ...]], ...]
"""The rows of a table that have rules for a kind of word, each with its number."""


_PLANS: dict[tuple[str, str, str, bool], tuple[Plan, Plan]] = {}
"""What is asked of words of a `Kind`, by its values: a few hundred kinds make up all news."""


def reattached(doc: Doc) -> Changes:
    """What to change in the tree of a Doc, which is noted in `doc.mended`; parts of speech are changed at once."""
    changes: Changes = {}
    for token in doc:
        if token.is_space:
            changes |= behind_space(token)
            continue
        of_word, of_clause = _plans(token)
        if of_word:
            found = _asked(token, of_word, clause=False)
            changes |= found
            if token.i in found:
                continue
            of_clause = _plans(token)[1]  # it may be read as another word now
        if of_clause:
            changes |= _asked(token, of_clause, clause=True)
    return changes


def _asked(token: Token, plan: Plan, *, clause: bool) -> Changes:
    """What the rules of a plan change around a token: of each row the first that applies."""
    found: Changes = {}
    tag, pos = token.tag_, token.pos_
    at = 0
    while at < len(plan):
        number, rules = plan[at]
        at += 1
        for mend in rules:
            changes = mend(token)
            if changes:
                found |= changes
                token.doc.mended |= dict.fromkeys(changes, mend.__name__)
                break
        if token.tag_ != tag or token.pos_ != pos:  # it is read as another word from here on
            tag, pos = token.tag_, token.pos_
            plan = _plans(token)[clause]
            at = sum(row <= number for row, _ in plan)
    return found


def _plans(token: Token) -> tuple[Plan, Plan]:
    """The plans by `WORDS` and by `CLAUSES`."""
    key = token.dep_, token.tag_, token.pos_, token.lower_[-3:] == "ing"
    plans = _PLANS.get(key)
    if plans is None:
        plans = _PLANS[key] = _planned(WORDS, Kind(*key)), _planned(CLAUSES, Kind(*key))
    return plans


def _planned(table: Table, kind: Kind) -> Plan:
    rows = ((number, tuple(one.mend for one in row if one.fits(kind))) for number, row in enumerate(table))
    return tuple((number, rules) for number, rules in rows if rules)
