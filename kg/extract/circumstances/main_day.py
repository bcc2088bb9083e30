"""When an act happened whose own sentence does not say it: the day that the report tells of.

A report says in its opening what day it tells of ("marched through the city *on Sunday*") and then tells, sentence
after sentence, what went on: police fired, shops closed, nine were hurt. Such acts on the ground, told in the simple
past, were on that day, until the report turns to another time ("*In June* …") and from where it says the day again.
Named `main` in the event's rule; the words given as evidence are those that said the day last.

Only a day of the week before publication is taken for that of the news. Of 76 acts so dated in 443 articles, drawn by
lot and read, 71 were on that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.extract.circumstances.scenes import ON_THE_GROUND
from kg.extract.circumstances.values import Values
from kg.extract.events.arguments import Predicate
from kg.extract.participants.together import is_count
from kg.extract.text import tree
from kg.extract.text.tokens import Doc
from kg.model import Polarity, Precision, Tense, Time

if TYPE_CHECKING:
    from collections.abc import Iterator


OPENING = 4
"""Sentences within which the day is said first."""
LATELY = timedelta(days=6)
"""The news is at most so old."""
_EARLIER = frozenset(["before", "earlier", "previously", "formerly", "originally", "ago", "once"])
"""Words of sentences that tell of another time without saying which."""


@dataclass(frozen=True, slots=True)
class DayFinder:
    """The day of one report and the undated acts that were on it."""

    doc: Doc
    predicates: Sequence[Predicate]
    values: Mapping[int, Values]
    anchor: date | None
    times: Sequence[Time]
    time_of: Mapping[int, str]

    def undated(self) -> Iterator[tuple[Predicate, Time]]:
        """Each act told in the simple past as a part of the day's scene, with the words that said the day last."""
        day = self._main_day()
        if day is None:
            return
        said: Time | None = None
        for sent in self.doc.sents:
            here = [time for time in self.times if sent.start_char <= time.span.start < sent.end_char]
            same = [time for time in here if _day(time) == day]
            others = [time for time in here if _day(time) != day]
            if same:
                said = same[-1]
            elif others:
                said = None
            if said is None or others or any(token.lower_ in _EARLIER for token in sent):
                continue
            for predicate in self.predicates:
                if sent.start <= predicate.token.i < sent.end and self._is_open(predicate):
                    yield predicate, said

    def _main_day(self) -> str | None:
        if self.anchor is None:
            return None
        by_id = {time.id: time for time in self.times}
        opening = [sent.end for sent in self.doc.sents][:OPENING]
        days = [
            (predicate.token.i, _day(by_id[self.time_of[predicate.token.i]]))
            for predicate in self.predicates
            if predicate.token.i in self.time_of and self._is_told(predicate)
        ]
        first = next((day for at, day in sorted(days) if day is not None and at < opening[-1]), None)
        if first is None or not timedelta(0) <= self.anchor - date.fromisoformat(first) <= LATELY:
            return None
        counts = Counter(day for _, day in days)
        return first if 2 * counts[first] >= counts.total() else None

    def _is_told(self, predicate: Predicate) -> bool:
        values = self.values[predicate.token.i]
        if is_count(predicate):
            return False
        return predicate.type in ON_THE_GROUND and values.tense is not Tense.FUTURE and values.polarity is Polarity.POS

    def _is_open(self, predicate: Predicate) -> bool:
        verb = predicate.carrier or predicate.token
        if predicate.token.i in self.time_of or not self._is_told(predicate):
            return False
        if verb.base == "acl" or any(item.dep_ == "acl:relcl" for item in [verb, *tree.ancestors(verb)]):
            return False
        helpers = {item.lower_ for item in tree.children(verb, "aux", "aux:pass")}
        return (verb.tag_ == "VBD" and not helpers) or (
            verb.tag_ == "VBN" and bool(helpers) and helpers <= {"was", "were"}
        )


def _day(time: Time) -> str | None:
    return time.value if time.precision is Precision.DAY else None
