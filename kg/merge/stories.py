"""The stories of a store: which of its articles are about the same (`kg.authority.stories`). Internal to `kg.merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.stories import Weights, are_alike, likeness, weights_of
from kg.merge.told import STORY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleRecord

# Heaviest words of an article that lead to its candidates.
_KEYS = 24


class Stories:
    """Word weights of articles, and how alike two articles are."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        self._weights: dict[str, Weights] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], float] = {}
        for record in records:
            self.add(record)

    def add(self, record: ArticleRecord) -> None:
        """Takes in one more article; what is known of the others stays as it is."""
        weights = weights_of(record.article)
        self._weights[record.article.id] = weights
        self._keys[record.article.id] = tuple(weights)[:_KEYS]

    def forget(self, article: str) -> None:
        """Leaves out an article, or an old version of one."""
        self._weights.pop(article, None)
        self._keys.pop(article, None)
        self._known.clear()

    def forget_pairs(self) -> None:
        """Lets go of how alike articles are; it is found again when asked for, and of most pairs it is asked once."""
        self._known.clear()

    def keys(self, article: str) -> tuple[str, ...]:
        """The words by which articles of the same story are found: rare, or said often."""
        return self._keys.get(article, ())

    def are_one(self, one: str, two: str) -> bool:
        """Whether two articles are alike enough to tell one story; nothing of it is kept."""
        return are_alike(self._weights.get(one, {}), self._weights.get(two, {}), least=STORY)

    def likeness(self, one: str, two: str) -> float:
        """How much two articles are about the same, 0..1."""
        pair = (one, two) if one < two else (two, one)
        if pair not in self._known:
            self._known[pair] = likeness(self._weights.get(pair[0], {}), self._weights.get(pair[1], {}))
        return self._known[pair]
