"""Which articles tell one story: by the words that are rare elsewhere. Internal to `kg.merge`.

The blast of one report is the blast of another when both report on the same thing, though neither names a doer. What
both report on shows in the words that few other articles have.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleRecord

_WORD = re.compile(r"[^\W\d_]{3,}")
# Heaviest words of an article that are compared, and that lead to its candidates.
_COMPARED = 80
_KEYS = 12
# Shared words from which their weights alone count.
_FEWEST = 5


class Stories:
    """Word weights of every article (tf-idf, cut to the heaviest), and how alike two articles are."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        counts = {record.article.id: _count(record) for record in records}
        n_articles = len(counts)
        spread: Counter[str] = Counter(word for words in counts.values() for word in words)
        self._weights: dict[str, dict[str, float]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], float] = {}
        for article, words in counts.items():
            # A word of one article alone says nothing on its likeness to others.
            heavy = {
                word: (1.0 + math.log(count)) * math.log(1.0 + n_articles / spread[word])
                for word, count in words.items()
                if spread[word] > 1
            }
            kept = sorted(heavy, key=lambda word: (-heavy[word], word))[:_COMPARED]
            norm = math.sqrt(sum(heavy[word] ** 2 for word in kept)) or 1.0
            self._weights[article] = {word: heavy[word] / norm for word in kept}
            self._keys[article] = tuple(kept[:_KEYS])

    def keys(self, article: str) -> tuple[str, ...]:
        """The words by which articles of the same story are found: said often here, and elsewhere too."""
        return self._keys.get(article, ())

    def likeness(self, one: str, two: str) -> float:
        """Cosine of the weights, 0..1; below 0.06 for unrelated news, mostly above 0.15 for one story."""
        pair = (one, two) if one < two else (two, one)
        if pair not in self._known:
            left, right = self._weights.get(pair[0], {}), self._weights.get(pair[1], {})
            if len(left) > len(right):
                left, right = right, left
            shared = [word for word in left if word in right]
            cosine = sum(left[word] * right[word] for word in shared)
            # Where only a word or two is told in other articles too, these make up the whole of it.
            self._known[pair] = round(cosine * min(1.0, len(shared) / _FEWEST), 6)
        return self._known[pair]


def _count(record: ArticleRecord) -> Counter[str]:
    text = f"{record.article.title or ''} {record.article.text}".lower()
    return Counter(word.removesuffix("s") for word in _WORD.findall(text) if word not in _COMMON)


_COMMON = frozenset({
    "the", "and", "for", "that", "with", "was", "were", "are", "had", "has", "have", "his", "her", "its", "their",
    "they", "from", "this", "which", "who", "whom", "will", "would", "not", "but", "said", "says", "say", "after",
    "before", "over", "into", "about", "been", "than", "then", "there", "when", "where", "what", "also", "more",
    "most", "some", "such", "other", "could", "should", "may", "might", "one", "two", "three", "first", "last", "new",
    "year", "years", "week", "day", "days", "time", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "told", "news", "according", "all", "any", "can", "did", "does", "out", "off", "our", "own",
    "she", "him", "them", "these", "those", "you", "your", "while", "under", "since", "until", "between", "because",
    "during", "against", "being", "only", "just", "very", "much", "many", "make", "made",
})  # fmt: skip
