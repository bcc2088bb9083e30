"""The stories of a store: which of its articles are about the same (`kg.authority.stories`). Internal to `kg.merge`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kg.authority.stories import Weights, likeness, weighed
from kg.merge.told import STORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

    from kg.model import ArticleRecord

# Heaviest words of an article that lead to its candidates.
_KEYS = 24
# Pairs of articles of which it is kept how alike they are.
_PAIRS = 100_000


class Stories:
    """Word weights of articles, and how alike two articles are.

    Attributes:
        by_article: the weights.
    """

    def __init__(
        self, records: Iterable[ArticleRecord] = (), *, weights: MutableMapping[str, Weights] | None = None
    ) -> None:
        self.by_article: MutableMapping[str, Weights] = {} if weights is None else weights
        self._before: dict[str, Weights] = {}
        self._known: dict[tuple[str, str], float] = {}
        for record in records:
            self.add(record)

    def add(self, record: ArticleRecord) -> None:
        """Takes in one more article; what is known of the others stays as it is."""
        weighed(record.article, self.by_article)

    def update(self, changed: Mapping[str, ArticleRecord | None]) -> None:
        """Puts the new versions of articles (None: gone) in place of the old, which are known until `settle`."""
        for article, record in changed.items():
            self._before[article] = self.by_article.pop(article, {})
            if record is not None:
                self.add(record)

    def settle(self) -> None:
        """Lets go of the old versions, and of how alike articles are, which is asked once of most pairs."""
        self._before.clear()
        self._known.clear()

    def weights(self, article: str) -> Weights:
        """The heaviest words of an article, the heaviest first; none of one that is not there."""
        return self.by_article.get(article, {})

    def weights_before(self, article: str) -> Weights:
        """The same of the version before `update`."""
        before = self._before.get(article)
        return self.weights(article) if before is None else before

    def keys(self, article: str) -> tuple[str, ...]:
        """The words by which articles of the same story are found: rare, or said often."""
        return tuple(islice(self.weights(article), _KEYS))

    def do_keys_meet(self, one: str, two: str) -> bool:
        """Whether two articles have one of these words in common."""
        return not set(self.keys(one)).isdisjoint(self.keys(two))

    def are_one(self, one: str, two: str) -> bool:
        """Whether two articles are alike enough to tell one story."""
        return self.likeness(one, two) >= STORY

    def likeness(self, one: str, two: str) -> float:
        """How much two articles are about the same, 0..1."""
        pair = (one, two) if one < two else (two, one)
        known = self._known.get(pair)
        if known is None:
            if len(self._known) >= _PAIRS:
                self._known.clear()
            known = self._known[pair] = likeness(self.weights(pair[0]), self.weights(pair[1]))
        return known
