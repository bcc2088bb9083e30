"""Which happenings are compared, of more than fit into memory: by numbers, a few for each. Internal to `kg.merge`.

Two happenings meet when their days do and they share a meaning, and either somebody who takes part in both, or, where
their articles tell one story, a place, a thing or a telling word of the articles (`kg.merge.blocks`). The first is
found by sorting what each has, the second from the articles that are alike (`kg.alike`).
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kg.alike import KEYS
from kg.merge.blocks import Told, first_day
from kg.rows import Rows
from kg.spools import Ascending, Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.alike import Alike
    from kg.merge.happenings import Happening

Pair = tuple[int, int]
"""Numbers of two happenings, the lower one first."""

_BUCKETS = 64
"""Of what happenings have in common; what is one is in one of them."""
_DAYS = 31
"""Days of which pairs are gathered before what was found twice is dropped."""


class Meetings:
    """Takes the happenings of one article after the other, which it numbers from 0, and gives the pairs that meet.

    Args:
        alike: which of the articles are alike.
    """

    def __init__(self, alike: Alike) -> None:
        self._alike = alike
        self._number: Ascending[int] = Ascending(array("q"))
        self._starts = array("I")
        self._told: Spool[tuple[Told, ...]] = Spool(tuple[Told, ...])
        self._opens, self._closes = array("i"), array("i")
        self._article = array("I")
        self._first, self._last = array("i"), array("i")
        self._meaning: dict[str, int] = {}
        self._who: dict[str, int] = {}
        self._blocks = Rows(3)  # somebody in a meaning, from which day on, number of the happening

    def add(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes in what an article tells, in the order of its keys."""
        told: list[Told] = []
        for one in happenings:
            number = len(self._article)
            self._article.append(len(self._number))
            its = Told.of(one)
            self._first.append(its.first)
            self._last.append(its.last)
            for who in one.participants:
                since = first_day(one, who)
                for meaning in its.meanings:
                    block = _code(self._meaning, meaning) << 40 | _code(self._who, who)
                    self._blocks.add(hash(block) % _BUCKETS, block, since, number)
            told.append(its)
        if told:
            self._starts.append(len(self._article) - len(told))
            self._number[article] = len(self._number)
            self._told.append(tuple(told))
            self._opens.append(min(one.first for one in told))
            self._closes.append(max(one.last for one in told))

    def pairs(self) -> Iterator[Pair]:
        """The pairs of different articles that meet, each once; those of about the same days one after the other.

        What leads to them is let go of on the way, so they are asked for once.
        """
        n = max(1, len(self._article))
        first, codes = self._first, Rows(1)
        for one, two in chain(self._by_participant(), self._by_story()):
            day = max(first[one], first[two])
            codes.add(day // _DAYS, one * n + two if one < two else two * n + one)
        for rows in codes:
            left, right = np.divmod(np.unique(rows), n)
            days = np.array([max(first[one], first[two]) for one, two in zip(left, right, strict=True)], dtype=np.int32)
            for place in np.argsort(days, kind="stable").tolist():
                yield int(left[place]), int(right[place])

    # ------------------------------------------------------------ somebody in common

    def _by_participant(self) -> Iterator[Pair]:
        """Swept by first day: only what overlaps meets, so that a long-lived actor costs no square of its events."""
        found, self._blocks = self._blocks, Rows(3)
        for rows in found:
            blocks, since, members = rows.T
            order = np.lexsort((members, since, blocks))
            bounds = np.flatnonzero(np.diff(blocks[order])) + 1
            starts = np.concatenate(([0], bounds))
            ends = np.concatenate((bounds, [len(order)]))
            many = ends - starts > 1
            for start, end in zip(starts[many].tolist(), ends[many].tolist(), strict=True):
                block = order[start:end]
                yield from self._sweep(members[block].tolist(), since[block].tolist())

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
        for pair in self._alike.pairs():
            one, two = self._number.get(pair.one), self._number.get(pair.two)
            if one is not None and two is not None and self._do_spans_meet(one, two):
                yield from self._within(one, two, do_words_meet=pair.n_heaviest <= KEYS)

    def _do_spans_meet(self, one: int, two: int) -> bool:
        return self._opens[one] <= self._closes[two] and self._opens[two] <= self._closes[one]

    def _within(self, one: int, two: int, *, do_words_meet: bool) -> Iterator[Pair]:
        for number, here in enumerate(self._told[one], self._starts[one]):
            for other, there in enumerate(self._told[two], self._starts[two]):
                if here.meets(there, do_words_meet=do_words_meet):
                    yield number, other


def _code(codes: dict[str, int], word: str) -> int:
    return codes.setdefault(word, len(codes))
