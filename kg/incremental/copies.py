"""Which articles are copies of which, kept up to date; see `kg.read.duplicates.Prints` for the rule.

A phrase that an outlet prints below everything gives all its articles a band in common. What is told later than
`kg.read.duplicates.COPY_DAYS` is no copy, but for the very same text: so articles are looked up by spans of days, and
by the whole fingerprint.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kg.dates import day_of
from kg.read.duplicates import BANDS, COPY_DAYS, is_copy, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import ArticleRecord
    from kg.tables import Table, Tables

Rank = tuple[bool, str, str]
Liking = tuple[float, Rank, str]
"""Of an article for an earlier one: the likeness, negative, then the rank of the earlier one, and its id."""

Shared = tuple[int | None, int, tuple[int, ...]]
"""What articles are looked up by: the number of a span of days, of a band, and what the fingerprint has there."""

_SPAN_DAYS = 2 * COPY_DAYS + 1
"""So the days on which a copy may be told lie in two spans."""


class Copies:
    """The copies among all articles.

    Attributes:
        first: a copy → the first article of its story.
        was: that of the articles which have another first, or none, since the last update.
    """

    def __init__(self, tables: Tables) -> None:
        self._rank: Table[str, Rank] = tables.table("copies.rank", fixed=True)
        self._print: Table[str, tuple[int, ...]] = tables.table("copies.print", fixed=True)
        self._banded: Table[Shared, set[str]] = tables.table("copies.banded")
        self._same: Table[str, set[str]] = tables.table("copies.same")
        self._spans: Table[str, set[int]] = tables.table("copies.spans")
        self._best: Table[str, Liking] = tables.table("copies.best", fixed=True)
        self._copied: Table[str, set[str]] = tables.table("copies.copied")
        self.first: Table[str, str] = tables.table("copies.first", fixed=True)
        self.was: dict[str, str | None] = {}

    def update(self, changed: Mapping[str, ArticleRecord | None]) -> set[str]:
        """Takes in the changed articles (None: gone); gives the articles whose first is another now."""
        touched: set[str] = set(changed)
        for article in changed:
            if article in self._print:
                touched |= self._copied.get(article, set())
                self._forget(article)
        for article, record in changed.items():
            if record is not None and record.fingerprint:
                self._rank[article] = (record.article.date is None, record.article.date or "", article)
                self._print[article] = record.fingerprint
                self._enter(article)
        # An article is a copy of the earlier one that it is most like: of those that share a band with it.
        for article in touched:
            self._find_origin(article)
        for article in changed:
            if article in self._print:
                touched |= self._draw(article)
        return self._follow(touched)

    def _find_origin(self, article: str) -> None:
        """Looks for the likest earlier article; of equally like ones the earliest."""
        self._set_origin(article, None)
        if article in self._print:
            likely = (self._liking(article, other) for other in self._like(article) if self._is_before(other, article))
            self._set_origin(article, min((one for one in likely if self._is_copy(article, one)), default=None))

    def _draw(self, article: str) -> set[str]:
        """Makes later articles that are more like this one than like any other its copies; gives them."""
        drawn = set()
        for other in self._like(article):
            if self._is_before(article, other):
                liking = self._liking(other, article)
                if self._is_copy(other, liking) and (other not in self._best or liking < self._best[other]):
                    self._set_origin(other, liking)
                    drawn.add(other)
        return drawn

    def _liking(self, article: str, earlier: str) -> Liking:
        return -similarity(self._print[article], self._print[earlier]), self._rank[earlier], earlier

    def _is_copy(self, article: str, liking: Liking) -> bool:
        return is_copy(-liking[0], self._rank[article][1], liking[1][1])

    def _is_before(self, one: str, two: str) -> bool:
        return self._rank[one] < self._rank[two]

    def _set_origin(self, article: str, liking: Liking | None) -> None:
        if article in self._best:
            self._copied[self._best.pop(article)[2]].discard(article)
        if liking is not None:
            self._best[article] = liking
            self._copied.setdefault(liking[2], set()).add(article)

    def _follow(self, touched: Iterable[str]) -> set[str]:
        """The first article of each touched one and of its copies: that of its origin, or the origin itself."""
        self.was = {}
        waiting = sorted(touched)
        seen = set(waiting)
        while waiting:
            article = waiting.pop()
            further = self._copied.get(article, set()) - seen
            seen |= further
            waiting += further
        for article in seen:
            first = article
            while first in self._best:
                first = self._best[first][2]
            found = first if first != article else None
            if self.first.get(article) != found:
                self.was[article] = self.first.pop(article, None)
                if found is not None:
                    self.first[article] = found
        return set(self.was)

    def _like(self, article: str) -> set[str]:
        """The article, those that share a band of the fingerprint with it and may be of near days, and the same text.

        What is of no known day may be of any.
        """
        if article not in self._print:
            return {article}
        numbers, day = self._print[article], self._day(article)
        spans = self._spans.get("", set()) if day is None else _spans(day - COPY_DAYS, day + COPY_DAYS)
        found = set(self._same[_digest(numbers)])
        for band, its in _bands(numbers):
            for span in (None, *spans):
                found.update(self._banded.get((span, band, its), ()))
        return found

    def _day(self, article: str) -> int | None:
        day = day_of(self._rank[article][1])
        return None if day is None else day.toordinal()

    def _shared(self, article: str) -> Iterator[Shared]:
        """What it is found by."""
        day = self._day(article)
        span = None if day is None else day // _SPAN_DAYS
        return ((span, *band) for band in _bands(self._print[article]))

    def _enter(self, article: str) -> None:
        self._same.setdefault(_digest(self._print[article]), set()).add(article)
        for shared in self._shared(article):
            self._banded.setdefault(shared, set()).add(article)
        day = self._day(article)
        if day is not None:
            self._spans.setdefault("", set()).update(_spans(day, day))

    def _forget(self, article: str) -> None:
        _take_out(self._same, _digest(self._print[article]), article)
        for shared in self._shared(article):
            _take_out(self._banded, shared, article)
        del self._print[article]
        del self._rank[article]


def _take_out(table: Table[Any, set[str]], key: object, article: str) -> None:
    table[key].discard(article)
    if not table[key]:
        del table[key]


def _spans(first: int, last: int) -> range:
    """The spans in which these days lie."""
    return range(first // _SPAN_DAYS, last // _SPAN_DAYS + 1)


def _digest(fingerprint: tuple[int, ...]) -> str:
    return blake2b(repr(fingerprint).encode(), digest_size=8).hexdigest()


def _bands(fingerprint: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    n_bands, n_rows = BANDS
    return [(band, fingerprint[band * n_rows : (band + 1) * n_rows]) for band in range(n_bands)]
