"""Which rules a word is asked, looked up by its kind and its signs (`kg.extract.mending.rule`).

A few hundred kinds, and a few thousand kinds with signs, make up all news; what is asked of them is found out once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.rule import NUMBER, Kind, Mend, Rule, Signs
from kg.extract.mending.table import TABLES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

Plan = tuple[tuple[int, tuple[Mend, ...]], ...]
"""The rows of a table that have rules for a word, each with its number."""

_NO_PLANS: tuple[Plan, ...] = ((), (), ())
_NO_CLASSES: frozenset[str] = frozenset()

_RULES: tuple[Rule, ...] = tuple(one for table in TABLES for row in table for one in row)
_WORDS = frozenset(word for one in _RULES for word in one.words)
_BEFORE = frozenset(word for one in _RULES for word in one.before)
_CASES = frozenset(word for one in _RULES for word in one.cases)
_CLASSES = frozenset(name for one in _RULES for name in one.classes)
"""All words and classes that some rule names."""


class Asked:
    """What is asked of words of one kind.

    Attributes:
        tables: of each table the rows that have rules for the kind.
        anything: whether there are any.
    """

    def __init__(self, kind: Kind) -> None:
        fitting = [[tuple(one for one in row if one.fits(kind)) for row in table] for table in TABLES]
        self.tables = [[(number, row) for number, row in enumerate(table) if row] for table in fitting]
        rules = [one for table in fitting for row in table for one in row]
        self.anything = bool(rules)
        self._nearby = any(one.endings or one.before for one in rules)
        self._cases = any(one.cases for one in rules)
        self._names = any(one.names for one in rules)
        self._classes = any(one.classes for one in rules)
        self._subject = any(one.subject is not None for one in rules)
        self._second = any(one.second is not None for one in rules)
        self._plans: dict[tuple[str, str, str, str, str, frozenset[str], bool, bool], tuple[Plan, ...]] = {}

    def plans(self, token: Token) -> tuple[Plan, ...]:
        """The rows of each table that have rules for a word of this kind; only the signs that matter are looked at."""
        word, ending, before, classes = token.lower_, "", "", _NO_CLASSES
        if self._nearby:
            ending = "ing" if word[-3:] == "ing" else "ed" if word[-2:] == "ed" else ""
            before = _before(token)
        if self._classes:
            classes = token.doc.lexicon.kinds[token.lemma_]
            classes = classes and _named(classes)
        family = token.family
        signs = (
            word if word in _WORDS else "",
            ending,
            before,
            _case(token.preposition) if self._cases else "",
            token.ent_type_ if self._names else "",
            classes,
            self._subject and ("nsubj" in family or "csubj" in family or "expl" in family),
            self._second and token.base == "nsubj" and _is_second(token),
        )
        plans = self._plans.get(signs)
        if plans is None:
            plans = self._plans[signs] = self._planned(Signs(*signs))
        return plans

    def _planned(self, signs: Signs) -> tuple[Plan, ...]:
        heeding = (
            ((number, tuple(one.mend for one in row if one.heeds(signs))) for number, row in table)
            for table in self.tables
        )
        return tuple(tuple(row for row in rows if row[1]) for rows in heeding)


_ASKED: dict[tuple[str, str, str], Asked] = {}
_NAMED: dict[frozenset[str], frozenset[str]] = {}
"""Of the classes that a lemma is in those that some rule names."""


def asked_of(token: Token) -> Asked:
    """What is asked of words of the token's kind."""
    key = token.dep_, token.tag_, token.pos_
    found = _ASKED.get(key)
    if found is None:
        found = _ASKED[key] = Asked(Kind(*key))
    return found


def plans_for(token: Token) -> tuple[Plan, ...]:
    """The rows of each table that have rules for a word."""
    asked = asked_of(token)
    return asked.plans(token) if asked.anything else _NO_PLANS


def _before(token: Token) -> str:
    if not token.i:
        return ""
    before = token.doc[token.i - 1]
    return NUMBER if before.tag_ == "CD" else before.lower_ if before.lower_ in _BEFORE else ""


def _case(preposition: str) -> str:
    if not preposition or preposition in _CASES:
        return preposition
    first = preposition.partition(" ")[0]
    return first if first in _CASES else ""


def _named(classes: frozenset[str]) -> frozenset[str]:
    named = _NAMED.get(classes)
    if named is None:
        named = _NAMED[classes] = classes & _CLASSES
    return named


def _is_second(subject: Token) -> bool:
    """Whether the verb has another subject before it, or one of another kind."""
    family = subject.head.family
    return family["nsubj"][0] is not subject or "csubj" in family or "expl" in family
