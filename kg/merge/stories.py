"""The stories of a store: which of its articles are about the same (`kg.authority.stories`). Internal to `kg.merge`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kg.alike import KEYS, LEAST
from kg.authority.stories import Weights, likeness, weighed
from kg.merge.told import STORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

    from kg.alike import Alike
    from kg.model import ArticleRecord

# Pairs of articles of which it is kept how alike they are.
_PAIRS = 100_000


class Stories:
    """Word weights of articles, and how alike two articles are.

    Args:
        records: of the articles.
        weights: where the words are kept, as far as they are known already.
        alike: finds those that are alike in one go, after the last was added, and has their words.

    Attributes:
        by_article: the weights.
        alike: as given.
    """

    def __init__(
        self,
        records: Iterable[ArticleRecord] = (),
        *,
        weights: MutableMapping[str, Weights] | None = None,
        alike: Alike | None = None,
    ) -> None:
        self.alike = alike
        self.by_article: MutableMapping[str, Weights] = (
            alike.weights if alike is not None else {} if weights is None else weights
        )
        self._before: dict[str, Weights] = {}
        self._known: dict[tuple[str, str], float] = {}
        for record in records:
            self.add(record)

    def add(self, record: ArticleRecord) -> None:
        """Takes in one more article; what is known of the others stays as it is."""
        if self.alike is None:
            weighed(record.article, self.by_article)
        elif record.article.id not in self.alike:
            self.alike.add(record.article)

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
        return tuple(islice(self.weights(article), KEYS))

    def do_keys_meet(self, one: str, two: str) -> bool:
        """Whether two articles have one of these words in common."""
        return not set(self.keys(one)).isdisjoint(self.keys(two))

    def are_one(self, one: str, two: str) -> bool:
        """Whether two articles are alike enough to tell one story."""
        return self.likeness(one, two, least=STORY) >= STORY

    def likeness(self, one: str, two: str, *, least: float = 0.0) -> float:
        """How much two articles are about the same, 0..1; below `least` it may be anything below."""
        found = self.alike.likeness(one, two) if self.alike is not None and least >= LEAST else None
        if found is not None:
            return found
        pair = (one, two) if one < two else (two, one)
        known = self._known.get(pair)
        if known is None:
            if len(self._known) >= _PAIRS:
                self._known.clear()
            known = self._known[pair] = likeness(self.weights(pair[0]), self.weights(pair[1]))
        return known
