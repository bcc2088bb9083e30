"""Happenings of all articles → groups that are one event, with few of them in memory. Internal to `kg.merge`.

In memory are numbers, some bytes for each happening; what they stand for lies in spools. Pairs that meet
(`kg.merge.meetings`) are decided one after the other; what decided pairs, copies and judgements connect is joined
together, one component after the other (`kg.merge.joining.join_pairs`).
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kg.alike import Alike
from kg.merge.compare import Decision
from kg.merge.copies import copied_pairs
from kg.merge.happenings import Happening, happenings_of
from kg.merge.joining import Group, decide_pair, join_pairs
from kg.merge.meetings import Meetings
from kg.merge.stories import Stories
from kg.model import Judged, Marks, Ref
from kg.spools import Records, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from kg.merge.world import World
    from kg.model import ArticleRecord, Verdict

HELD = 2_000
"""Happenings that stay in memory, and as many again of those asked for last."""


class _Linked:
    """Pairs that speak for one event, by the numbers of their happenings."""

    def __init__(self) -> None:
        self._left, self._right = array("q"), array("q")

    def add(self, left: int, right: int) -> None:
        self._left.append(left)
        self._right.append(right)

    def of_components(self, roots: NDArray[np.int64]) -> Callable[[int], list[tuple[int, int, int]]]:
        """What gives, by its root, the pairs of a component in their order: place here, left, right."""
        its = roots[np.frombuffer(self._left, dtype=np.int64)] if self._left else roots[:0]
        order = np.argsort(its, kind="stable")
        its = its[order]

        def pairs(root: int) -> list[tuple[int, int, int]]:
            start, end = np.searchsorted(its, [root, root + 1])
            return [(place, self._left[place], self._right[place]) for place in order[start:end].tolist()]

        return pairs


class Grouping:
    """What the articles tell of, and what of it is one event.

    Args:
        records: every article, in any order.
        world: canonical actors and places.
        first_of: copies, with the first article of their story.
        verdicts: what people judged of events; it overrules all else.
        alike: what is known of the words of the articles already.

    Attributes:
        outlets: the sources of the first articles of copies.
        wholes: mentions of larger events that something is said to be a part of.
    """

    def __init__(
        self,
        records: Iterable[ArticleRecord],
        world: World,
        *,
        first_of: Mapping[str, str],
        verdicts: tuple[Verdict, ...] = (),
        alike: Alike | None = None,
    ) -> None:
        self._records = Records.of(records)
        self._verdicts = verdicts
        self._alike = alike or Alike()
        self._stories = Stories(alike=self._alike)
        self._happenings: Spool[Happening] = Spool(Happening, held=HELD)
        self._ends = array("q", [0])  # of the happenings of each article, in the order of the records
        self.outlets: dict[str, str | None] = {}
        self.wholes: set[Ref] = set()
        self._found, self._copied = _Linked(), _Linked()
        self._reasons: Spool[Decision] = Spool(Decision)  # of the copied ones
        meetings = self._read(world, frozenset(first_of.values()))
        self._roots = array("q", range(len(self._happenings)))
        self._decide(meetings)
        self._align(first_of)
        self._judged = self._bind()

    def _read(self, world: World, firsts: frozenset[str]) -> Meetings:
        meetings, marks = Meetings(self._alike), Marks(self._verdicts)
        for record in self._records:
            article = record.article.id
            self._stories.add(record)
            if article in firsts:
                self.outlets[article] = record.article.source
            found = sorted(happenings_of(record, world, marks=marks), key=lambda one: one.key)
            meetings.add(article, found)
            for one in found:
                self._happenings.append(one)
                self.wholes.update(Ref(article, tie.whole) for tie in one.ties)
            self._ends.append(len(self._happenings))
        return meetings

    def _numbers(self, article: str) -> range:
        """The happenings of an article; none of one that is not there."""
        place = self._records.number(article)
        return range(0) if place is None else range(self._ends[place], self._ends[place + 1])

    def _decide(self, meetings: Meetings) -> None:
        for left, right in meetings.pairs():
            if decide_pair(self._happenings[left], self._happenings[right], self._stories) is not None:
                self._found.add(left, right)
                self._join(left, right)

    def _align(self, first_of: Mapping[str, str]) -> None:
        """Finds what copies tell in the words of their first articles."""
        for copy, first in sorted(first_of.items()):
            both = {article: record for article in (copy, first) if (record := self._records.get(article)) is not None}
            numbers = {self._happenings[number].key: number for article in both for number in self._numbers(article)}
            happenings = [self._happenings[number] for number in numbers.values()]
            for decision, left, right in copied_pairs(happenings, {copy: first}, both):
                self._copied.add(numbers[left.key], numbers[right.key])
                self._reasons.append(decision)
                self._join(numbers[left.key], numbers[right.key])

    def _bind(self) -> list[tuple[Verdict, frozenset[int]]]:
        """The verdicts, each with the happenings that it is about; those judged the same are connected."""
        bound = []
        for verdict in self._verdicts:
            numbers = sorted({number for ref in verdict.one | verdict.two for number in self._telling(ref)})
            bound.append((verdict, frozenset(numbers)))
            if verdict.judgement.judged is Judged.SAME:
                for number in numbers[1:]:
                    self._join(numbers[0], number)
        return bound

    def _telling(self, ref: Ref) -> Iterator[int]:
        for number in self._numbers(ref.article):
            if ref in self._happenings[number].refs:
                yield number

    # ------------------------------------------------------------ components

    def _root(self, number: int) -> int:
        roots = self._roots
        while (above := roots[number]) != number:
            roots[number] = roots[above]
            number = above
        return number

    def _join(self, one: int, two: int) -> None:
        low, high = sorted((self._root(one), self._root(two)))
        self._roots[high] = low

    def groups(self) -> Iterator[Group]:
        """Every happening in one group."""
        roots = np.array([self._root(number) for number in range(len(self._roots))], dtype=np.int64)
        order = np.argsort(roots, kind="stable")
        found, copied = self._found.of_components(roots), self._copied.of_components(roots)
        bounds = [0, *(np.flatnonzero(np.diff(roots[order])) + 1).tolist(), len(order)]
        for start, end in pairwise(bounds):
            numbers = order[start:end].tolist()
            members = {number: self._happenings[number] for number in numbers}
            if len(numbers) == 1:
                yield Group(list(members.values()), [])
                continue
            if numbers:
                # To decide a pair once more takes less time and room than to keep what was decided.
                pairs = (decide_pair(members[one], members[two], self._stories) for _, one, two in found(numbers[0]))
                twins = [(self._reasons[n], members[one], members[two]) for n, one, two in copied(numbers[0])]
                yield from join_pairs(
                    list(members.values()),
                    [pair for pair in pairs if pair is not None],
                    stories=self._stories,
                    copied=twins,
                    verdicts=tuple(verdict for verdict, its in self._judged if not its.isdisjoint(numbers)),
                )
