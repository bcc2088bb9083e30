"""Which happenings are compared, of more than fit into memory: by numbers, a few for each. Internal to `kg.merge`.

Two happenings meet when their days do and they share a meaning, and either somebody who takes part in both, or, where
their articles tell one story, a place, a thing or a telling word of the articles (`kg.merge.blocks`). The first is
found by sorting what each has, the second by adding up the weights of words that articles have in common.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.authority.stories import may_be_alike
from kg.merge.blocks import block_meanings, days_of, meets_by_word, named_keys
from kg.merge.told import STORY
from kg.spools import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories

Pair = tuple[int, int]
"""Numbers of two happenings, the lower one first."""

_PENDING = 1 << 20
"""Pairs that are gathered before what was found twice is dropped."""


class _Told(NamedTuple):
    """What a happening shares with others of its story: meanings; places and things; whether words of its article."""

    meanings: frozenset[str]
    names: frozenset[str]
    by_word: bool
    first: int
    last: int


class Meetings:
    """Takes the happenings of one article after the other, which it numbers from 0, and gives the pairs that meet."""

    def __init__(self, stories: Stories | None) -> None:
        self._stories = stories
        self._articles: list[str] = []
        self._starts = array("q")
        self._told: Spool[tuple[_Told, ...]] = Spool()
        self._spans: list[tuple[int, int]] = []
        self._article = array("q")
        self._first, self._last = array("q"), array("q")
        self._meaning: dict[str, int] = {}
        self._who: dict[str, int] = {}
        self._blocks, self._members = array("q"), array("q")

    def add(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes in what an article tells, in the order of its keys."""
        told: list[_Told] = []
        for one in happenings:
            number = len(self._article)
            self._article.append(len(self._articles))
            first, last = (day.toordinal() for day in days_of(one))
            self._first.append(first)
            self._last.append(last)
            meanings = block_meanings(one)
            for meaning in meanings:
                for who in one.participants:
                    self._blocks.append(_code(self._meaning, meaning) << 40 | _code(self._who, who))
                    self._members.append(number)
            names = frozenset(named_keys(one)) - one.participants
            told.append(_Told(meanings, names, meets_by_word(one), first, last))
        if told:
            self._starts.append(len(self._article) - len(told))
            self._articles.append(article)
            self._told.append(tuple(told))
            self._spans.append((min(one.first for one in told), max(one.last for one in told)))

    def pairs(self) -> Iterator[Pair]:
        """The pairs of different articles that meet, each once; those of about the same days one after the other."""
        n = max(1, len(self._article))
        codes = _Codes()
        for one, two in chain(self._by_participant(), self._by_story()):
            codes.add(one * n + two if one < two else two * n + one)
        found = codes.sorted()
        first = np.frombuffer(self._first, dtype=np.int64) if len(self._first) else np.zeros(0, dtype=np.int64)
        left, right = found // n, found % n
        for place in np.lexsort((found, np.maximum(first[left], first[right]))):
            yield int(left[place]), int(right[place])

    # ------------------------------------------------------------ somebody in common

    def _by_participant(self) -> Iterator[Pair]:
        """Swept by first day: only what overlaps meets, so that a long-lived actor costs no square of its events."""
        if not self._blocks:
            return
        blocks, members, days = (
            np.frombuffer(column, dtype=np.int64) for column in (self._blocks, self._members, self._first)
        )
        order = np.lexsort((members, days[members], blocks))
        blocks = blocks[order]
        members = members[order]
        bounds = np.flatnonzero(np.diff(blocks)) + 1
        starts = np.concatenate(([0], bounds))
        ends = np.concatenate((bounds, [len(blocks)]))
        many = ends - starts > 1
        for start, end in zip(starts[many].tolist(), ends[many].tolist(), strict=True):
            yield from self._sweep(members[start:end].tolist())

    def _sweep(self, block: Sequence[int]) -> Iterator[Pair]:
        first, last, article = self._first, self._last, self._article
        open_now: list[int] = []
        for number in block:
            day = first[number]
            open_now = [other for other in open_now if last[other] >= day]
            mine, end = article[number], last[number]
            for other in open_now:
                if article[other] != mine and first[other] <= end:
                    yield other, number
            open_now.append(number)

    # ------------------------------------------------------------ one story

    def _by_story(self) -> Iterator[Pair]:
        """Pairs of articles that tell one story, of what in them shares a place, a thing, or words of the articles."""
        if self._stories is None:
            return
        for one, two in self._stories_in_common(self._stories):
            keys = self._stories.keys(self._articles[one])
            do_words_meet = not set(keys).isdisjoint(self._stories.keys(self._articles[two]))
            yield from self._within(one, two, do_words_meet=do_words_meet)

    def _within(self, one: int, two: int, *, do_words_meet: bool) -> Iterator[Pair]:
        for number, here in enumerate(self._told[one], self._starts[one]):
            for other, there in enumerate(self._told[two], self._starts[two]):
                if here.first > there.last or there.first > here.last or here.meanings.isdisjoint(there.meanings):
                    continue
                is_word = do_words_meet and here.by_word and there.by_word
                if is_word or not here.names.isdisjoint(there.names):
                    yield number, other

    def _stories_in_common(self, stories: Stories) -> Iterator[Pair]:
        """Articles, by number, that are alike and whose days meet, swept by first day.

        An index from words to the articles that are still open holds their weights; what two have in common adds up.
        """
        index: dict[str, list[tuple[int, int, float]]] = {}
        n_entries = n_least = 0
        for article in sorted(range(len(self._spans)), key=lambda number: self._spans[number][0]):
            start, end = self._spans[article]
            shared: dict[int, float] = {}
            weights = stories.weights(self._articles[article])
            for word, weight in weights.items():
                entries = index.get(word)
                if entries is None:
                    index[word] = [(end, article, weight)]
                    continue
                for last, other, its in entries:
                    if last >= start:
                        shared[other] = shared.get(other, 0.0) + its * weight
                entries.append((end, article, weight))
            n_entries += len(weights)
            for other, total in shared.items():
                if may_be_alike(total, least=STORY) and stories.are_one(self._articles[article], self._articles[other]):
                    yield article, other
            if n_entries > 2 * n_least + _PENDING // 4:
                index = _open_only(index, start)
                n_entries = n_least = sum(map(len, index.values()))


def _code(codes: dict[str, int], word: str) -> int:
    return codes.setdefault(word, len(codes))


def _open_only(index: dict[str, list[tuple[int, int, float]]], day: int) -> dict[str, list[tuple[int, int, float]]]:
    """The entries of articles whose days reach so far."""
    kept = {word: [entry for entry in entries if entry[0] >= day] for word, entries in index.items()}
    return {word: entries for word, entries in kept.items() if entries}


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
