"""Which articles are copies of which, kept up to date; see `kg.read.duplicates.copy_groups` for the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.read.duplicates import BANDS, THRESHOLD, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import ArticleRecord

Rank = tuple[bool, str, str]


class Copies:
    """The copies among all articles.

    Attributes:
        first: a copy → the first article of its story.
        was: that of the articles which have another first, or none, since the last update.
    """

    def __init__(self) -> None:
        self._rank: dict[str, Rank] = {}
        self._print: dict[str, tuple[int, ...]] = {}
        self._banded: dict[tuple[int, tuple[int, ...]], set[str]] = {}
        self._origin: dict[str, str] = {}
        self._copied: dict[str, set[str]] = {}
        self.first: dict[str, str] = {}
        self.was: dict[str, str | None] = {}

    def update(self, changed: Mapping[str, ArticleRecord | None]) -> set[str]:
        """Takes in the changed articles (None: gone); gives the articles whose first is another now."""
        touched: set[str] = set()
        for article, record in changed.items():
            if article in self._print:
                touched |= self._like(article)
                self._forget(article)
            if record is not None and record.fingerprint:
                self._rank[article] = (record.article.date is None, record.article.date or "", article)
                self._print[article] = record.fingerprint
                for band in _bands(record.fingerprint):
                    self._banded.setdefault(band, set()).add(article)
                touched |= self._like(article)
        # An article is a copy of the earlier one that it is most like: of those that share a band with it.
        for article in touched:
            self._find_origin(article)
        return self._follow(touched)

    def _find_origin(self, article: str) -> None:
        old = self._origin.pop(article, None)
        if old is not None:
            self._copied[old].discard(article)
        if article not in self._print:
            return
        # The likest; of equally like ones the earliest.
        ranked = sorted(
            (-similarity(self._print[article], self._print[other]), self._rank[other], other)
            for other in self._like(article)
            if self._rank[other] < self._rank[article]
        )
        if ranked and -ranked[0][0] >= THRESHOLD:
            self._origin[article] = ranked[0][2]
            self._copied.setdefault(ranked[0][2], set()).add(article)

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
            while first in self._origin:
                first = self._origin[first]
            found = first if first != article else None
            if self.first.get(article) != found:
                self.was[article] = self.first.pop(article, None)
                if found is not None:
                    self.first[article] = found
        return set(self.was)

    def _like(self, article: str) -> set[str]:
        """The article and those that share a band of the fingerprint with it."""
        if article not in self._print:
            return {article}
        return set().union(*(self._banded[band] for band in _bands(self._print[article])))

    def _forget(self, article: str) -> None:
        for band in _bands(self._print.pop(article)):
            self._banded[band].discard(article)
        del self._rank[article]


def _bands(fingerprint: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    n_bands, n_rows = BANDS
    return [(band, fingerprint[band * n_rows : (band + 1) * n_rows]) for band in range(n_bands)]
