"""Which happenings are compared, of more than fit into memory: by numbers, a few for each. Internal to `kg.merge`.

Two happenings meet when their days do and they share a meaning, and either somebody who takes part in both, or, where
their articles tell one story, a place, a thing or a telling word of the articles (`kg.merge.blocks`). The first is
found by sorting what each has, the second by adding up the weights of words that articles have in common.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kg.authority.stories import least_sum
from kg.merge.blocks import Told, first_day
from kg.merge.told import STORY, STORY_DAYS
from kg.spools import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories

Pair = tuple[int, int]
"""Numbers of two happenings, the lower one first."""

_PENDING = 1 << 20
"""Pairs that are gathered before what was found twice is dropped."""


class Meetings:
    """Takes the happenings of one article after the other, which it numbers from 0, and gives the pairs that meet."""

    def __init__(self, stories: Stories | None) -> None:
        self._stories = stories
        self._articles: list[str] = []
        self._starts = array("q")
        self._told: Spool[tuple[Told, ...]] = Spool()
        self._spans: list[tuple[int, int]] = []
        self._told_on: list[date | None] = []
        self._article = array("q")
        self._first, self._last = array("q"), array("q")
        self._since = array("q")
        self._meaning: dict[str, int] = {}
        self._who: dict[str, int] = {}
        self._blocks, self._members = array("q"), array("q")

    def add(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes in what an article tells, in the order of its keys."""
        told: list[Told] = []
        told_on: date | None = None
        for one in happenings:
            number = len(self._article)
            self._article.append(len(self._articles))
            its = Told.of(one)
            self._first.append(its.first)
            self._last.append(its.last)
            for who in one.participants:
                since = first_day(one, who)
                for meaning in its.meanings:
                    self._blocks.append(_code(self._meaning, meaning) << 40 | _code(self._who, who))
                    self._members.append(number)
                    self._since.append(since)
            told.append(its)
            told_on = one.told_on
        if told:
            self._starts.append(len(self._article) - len(told))
            self._articles.append(article)
            self._told.append(tuple(told))
            self._spans.append((min(one.first for one in told), max(one.last for one in told)))
            self._told_on.append(told_on)

    def pairs(self) -> Iterator[Pair]:
        """The pairs of different articles that meet, each once; those of about the same days one after the other."""
        n = max(1, len(self._article))
        codes = _Codes()
        for one, two in chain(self._by_participant(), self._by_story()):
            codes.add(one * n + two if one < two else two * n + one)
        found = codes.sorted()
        left, right = (found // n).astype(np.int32), (found % n).astype(np.int32)
        del codes, found
        first = np.array(self._first, dtype=np.int32)
        for place in np.argsort(np.maximum(first[left], first[right]), kind="stable"):
            yield int(left[place]), int(right[place])

    # ------------------------------------------------------------ somebody in common

    def _by_participant(self) -> Iterator[Pair]:
        """Swept by first day: only what overlaps meets, so that a long-lived actor costs no square of its events."""
        if not self._blocks:
            return
        blocks, members, since = (
            np.frombuffer(column, dtype=np.int64) for column in (self._blocks, self._members, self._since)
        )
        order = np.lexsort((members, since, blocks))
        blocks, members, since = blocks[order], members[order], since[order]
        bounds = np.flatnonzero(np.diff(blocks)) + 1
        starts = np.concatenate(([0], bounds))
        ends = np.concatenate((bounds, [len(blocks)]))
        many = ends - starts > 1
        for start, end in zip(starts[many].tolist(), ends[many].tolist(), strict=True):
            yield from self._sweep(members[start:end].tolist(), since[start:end].tolist())

    def _sweep(self, block: Sequence[int], since: Sequence[int]) -> Iterator[Pair]:
        last, article = self._last, self._article
        open_now: list[tuple[int, int]] = []
        for number, day in zip(block, since, strict=True):
            open_now = [(other, first) for other, first in open_now if last[other] >= day]
            mine, end = article[number], last[number]
            for other, first in open_now:
                if article[other] != mine and first <= end:
                    yield other, number
            open_now.append((number, day))

    # ------------------------------------------------------------ one story

    def _by_story(self) -> Iterator[Pair]:
        """Pairs of articles that tell one story, of what in them shares a place, a thing, or words of the articles."""
        if self._stories is None:
            return
        for one, two in self._stories_in_common(self._stories):
            do_words_meet = self._stories.do_keys_meet(self._articles[one], self._articles[two])
            yield from self._within(one, two, do_words_meet=do_words_meet)

    def _within(self, one: int, two: int, *, do_words_meet: bool) -> Iterator[Pair]:
        for number, here in enumerate(self._told[one], self._starts[one]):
            for other, there in enumerate(self._told[two], self._starts[two]):
                if here.meets(there, do_words_meet=do_words_meet):
                    yield number, other

    def _stories_in_common(self, stories: Stories) -> Iterator[Pair]:
        """Articles, by number, that are alike, of near days, and tell of days that meet.

        Those of a known day are swept by it: an index of their words holds the weights of the articles that are near
        enough, and what two have in common adds up. Those of no known day are near all.
        """
        undated = [number for number, day in enumerate(self._told_on) if day is None]
        dated = sorted(((day.toordinal(), number) for number, day in enumerate(self._told_on) if day is not None))
        always = _WordIndex(np.full(len(undated), np.iinfo(np.int64).max))
        for rank, article in enumerate(undated):
            yield from self._like(article, always, undated, day=0, stories=stories)
            always.add(rank, stories.weights(self._articles[article]))
        order = [number for _, number in dated]
        near = _WordIndex(np.array([day + STORY_DAYS for day, _ in dated], dtype=np.int64))
        for rank, (day, article) in enumerate(dated):
            yield from self._like(article, always, undated, day=0, stories=stories)
            yield from self._like(article, near, order, day=day, stories=stories)
            near.add(rank, stories.weights(self._articles[article]))

    def _like(
        self, article: int, index: _WordIndex, numbers: Sequence[int], *, day: int, stories: Stories
    ) -> Iterator[Pair]:
        """Those of an index that reach this day and tell the article's story, of days that meet."""
        first, last = self._spans[article]
        for rank in index.like(stories.weights(self._articles[article]), day=day):
            other = numbers[rank]
            start, end = self._spans[other]
            if start <= last and first <= end and stories.are_one(self._articles[article], self._articles[other]):
                yield article, other


class _WordIndex:
    """From words to those who have them, with their weights, as long as their days are not over.

    Args:
        ends: the last day of each, by number.
    """

    def __init__(self, ends: NDArray[np.int64]) -> None:
        self._ends = ends
        self._who: dict[str, array[int]] = {}
        self._weight: dict[str, array[float]] = {}
        self._n = self._n_open = 0
        self._first = 0

    def add(self, number: int, weights: Mapping[str, float]) -> None:
        """Takes in one more, of a higher number than those before."""
        for word, weight in weights.items():
            if word not in self._who:
                self._who[word], self._weight[word] = array("q"), array("d")
            self._who[word].append(number)
            self._weight[word].append(weight)
        self._n += len(weights)

    def like(self, weights: Mapping[str, float], *, day: int) -> list[int]:
        """Those who reach this day and may be alike."""
        if self._n > 2 * self._n_open + _PENDING // 4:
            self._forget(day)
        words = [word for word in weights if word in self._who]
        if not words:
            return []
        who = np.concatenate([np.frombuffer(self._who[word], dtype=np.int64) for word in words])
        its = np.concatenate([np.frombuffer(self._weight[word]) * weights[word] for word in words])
        totals = np.bincount(who - self._first, weights=its)
        found = np.flatnonzero(totals >= least_sum(STORY)) + self._first
        return [int(number) for number in found[self._ends[found] >= day]]

    def _forget(self, day: int) -> None:
        """Leaves out those whose days are over."""
        self._n = 0
        self._first = len(self._ends)
        for word, who in list(self._who.items()):
            numbers = np.frombuffer(who, dtype=np.int64)
            is_open = self._ends[numbers] >= day
            kept, weights = numbers[is_open], np.frombuffer(self._weight[word])[is_open]
            if len(kept):
                self._who[word], self._weight[word] = array("q", kept.tobytes()), array("d", weights.tobytes())
                self._first = min(self._first, int(kept[0]))
                self._n += len(kept)
            else:
                del self._who[word], self._weight[word]
        self._n_open = self._n
        if not self._n:
            self._first = 0


def _code(codes: dict[str, int], word: str) -> int:
    return codes.setdefault(word, len(codes))


class _Codes:
    """Whole numbers, each kept once, 8 bytes each."""

    def __init__(self) -> None:
        self._kept = np.zeros(0, dtype=np.int64)
        self._new = array("q")

    def add(self, code: int) -> None:
        self._new.append(code)
        if len(self._new) >= _PENDING + len(self._kept):
            self.sorted()

    def sorted(self) -> NDArray[np.int64]:
        """All, ascending."""
        if self._new:
            self._kept = np.union1d(self._kept, np.frombuffer(self._new, dtype=np.int64))
            self._new = array("q")
        return self._kept
