"""Which articles tell one story: by the words that are rare in news. Shared by resolution and merging.

The blast of one report is the blast of another when both report on the same thing, and so is the gunman. What both
report on shows in the words that are rare elsewhere. How rare a word is stands in a file and does not follow from the
articles of the store, so that an article added changes nothing between two others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

    from kg.model import Article

Weights = dict[str, float]
"""The heaviest words of an article, the heaviest first; the squares of their weights sum to 1."""

_WORD = re.compile(r"[^\W\d_]{3,}|\b\d{2,}\b")
# Heaviest words of an article that are compared.
_COMPARED = 80
# Names and numbers tell one quake from another, which common nouns do not.
_NAME = re.compile(r"\b[A-Z][^\W\d_]{2,}|\b\d{2,}\b")
_NAME_WEIGHT = 2.0
FEWEST = 8
"""Shared words from which their weights alone count."""
# What adding up in another order may change, and more.
_NEAR = 1e-5


def weights_of(article: Article) -> Weights:
    """Term frequency by rareness, cut to the heaviest words."""
    text = f"{article.title or ''} {article.text}"
    words = Counter(story_words(text))
    names = frozenset(story_words(" ".join(_NAME.findall(text))))
    heavy = {
        word: (1.0 + math.log(count)) * rareness(word) * (_NAME_WEIGHT if word in names else 1.0)
        for word, count in words.items()
    }
    kept = sorted(heavy, key=lambda word: (-heavy[word], word))[:_COMPARED]
    norm = math.sqrt(sum(heavy[word] ** 2 for word in kept)) or 1.0
    return {word: heavy[word] / norm for word in kept}


def weighed(article: Article, kept: MutableMapping[str, Weights]) -> Weights:
    """The same of what is `kept` by id, where it is put the first time."""
    found = kept.get(article.id)
    if found is None:
        found = kept[article.id] = weights_of(article)
    return found


def likeness(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """How much two articles are about the same: cosine of their weights, 0..1, the same either way."""
    shared = sorted(left.keys() & right.keys())
    cosine = sum(left[word] * right[word] for word in shared)
    # Where they share but a word or two, it is chance.
    return round(cosine * min(1.0, len(shared) / FEWEST), 6)


def are_alike(left: Mapping[str, float], right: Mapping[str, float], *, least: float) -> bool:
    """Whether two articles have this likeness at the least; what is far from it costs little."""
    shared = left.keys() & right.keys()
    total = sum(left[word] * right[word] for word in shared)
    return may_be_alike(total, len(shared), least=least) and likeness(left, right) >= least


def may_be_alike(total: float, n_shared: int, *, least: float) -> bool:
    """Whether two articles may have this likeness: `total` is the sum of the products of weights of shared words."""
    return total * min(1.0, n_shared / FEWEST) >= least_sum(least)


def least_sum(least: float) -> float:
    """What the weights of shared words, multiplied and added up in any order, are at least where articles are alike."""
    return least - _NEAR


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
    path = files("kg.authority") / "files" / "frequencies.txt"
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
