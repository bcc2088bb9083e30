"""Which articles tell one story: by the words that are rare in news. Internal to `kg.merge`.

The blast of one report is the blast of another when both report on the same thing, though neither names a doer. What
both report on shows in the words that are rare elsewhere. How rare a word is stands in a file and does not follow from
the articles of the store, so that an article added changes nothing between two others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import ArticleRecord

_WORD = re.compile(r"[^\W\d_]{3,}|\b\d{2,}\b")
# Heaviest words of an article that are compared, and that lead to its candidates.
_COMPARED = 80
_KEYS = 24
# Names and numbers tell one quake from another, which common nouns do not.
_NAME = re.compile(r"\b[A-Z][^\W\d_]{2,}|\b\d{2,}\b")
_NAME_WEIGHT = 2.0
# Shared words from which their weights alone count.
_FEWEST = 8


class Stories:
    """Word weights of articles (term frequency by rareness, cut to the heaviest), and how alike two articles are."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        self._weights: dict[str, dict[str, float]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], float] = {}
        for record in records:
            self.add(record)

    def add(self, record: ArticleRecord) -> None:
        """Takes in one more article; what is known of the others stays as it is."""
        text = f"{record.article.title or ''} {record.article.text}"
        words = Counter(story_words(text))
        names = frozenset(story_words(" ".join(_NAME.findall(text))))
        heavy = {
            word: (1.0 + math.log(count)) * rareness(word) * (_NAME_WEIGHT if word in names else 1.0)
            for word, count in words.items()
        }
        kept = sorted(heavy, key=lambda word: (-heavy[word], word))[:_COMPARED]
        norm = math.sqrt(sum(heavy[word] ** 2 for word in kept)) or 1.0
        self._weights[record.article.id] = {word: heavy[word] / norm for word in kept}
        self._keys[record.article.id] = tuple(kept[:_KEYS])

    def forget(self, article: str) -> None:
        """Leaves out an article, or an old version of one."""
        self._weights.pop(article, None)
        self._keys.pop(article, None)
        self._known.clear()

    def keys(self, article: str) -> tuple[str, ...]:
        """The words by which articles of the same story are found: rare, or said often."""
        return self._keys.get(article, ())

    def likeness(self, one: str, two: str) -> float:
        """Cosine of the weights, 0..1."""
        pair = (one, two) if one < two else (two, one)
        if pair not in self._known:
            left, right = self._weights.get(pair[0], {}), self._weights.get(pair[1], {})
            if len(left) > len(right):
                left, right = right, left
            shared = [word for word in left if word in right]
            cosine = sum(left[word] * right[word] for word in shared)
            # Where they share but a word or two, it is chance.
            self._known[pair] = round(cosine * min(1.0, len(shared) / _FEWEST), 6)
        return self._known[pair]


def story_words(text: str) -> Iterator[str]:
    """Lower-case words that may tell a story, without a plural's -s."""
    return (word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _COMMON)


def rareness(word: str) -> float:
    """How rare a word is in news: log2 of the sentences for each that has it; an unknown one is as rare as any."""
    table, most = _rareness()
    return table.get(word, most)


@lru_cache(maxsize=1)
def _rareness() -> tuple[dict[str, float], float]:
    table: dict[str, float] = {}
    path = files("kg.merge") / "files" / "frequencies.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        step, *words = line.split()
        if step != "#":
            table.update(dict.fromkeys(words, float(step)))
    return table, max(table.values(), default=1.0)


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
