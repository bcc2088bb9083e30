"""Copies of one wire story: what a copy says in the words of the first article is the first article's event. Internal.

No features are needed and no difference speaks against it: where the two were read differently, one reading erred.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.merge.compare import Decision
from kg.model import Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.merge.happenings import Happening
    from kg.model import ArticleRecord

_WORD = re.compile(r"\w+")
# Words of two sentences that must be the same for one to be an edited copy of the other (Jaccard).
_NEAR = 0.7
RULE = "same sentence of a copy"


def copied_pairs(
    happenings: Iterable[Happening], copies: Mapping[str, str], articles: Mapping[str, ArticleRecord]
) -> list[tuple[Decision, Happening, Happening]]:
    """Each event of a copy with the event of its first article that stands in the same sentence under the same word.

    `copies`: article → first article of its story; pairs are in key order, each event in at most one per copy.
    """
    concerned = {*copies, *copies.values()}
    by_article: dict[str, list[Happening]] = {}
    for one in happenings:
        if one.article in concerned:
            by_article.setdefault(one.article, []).append(one)
    words = {
        (article, number): frozenset(_WORD.findall(span.of(articles[article].article.text).lower()))
        for article in by_article
        for number, span in enumerate(articles[article].sentences)
    }
    pairs: list[tuple[Decision, Happening, Happening]] = []
    for copy, first in sorted(copies.items()):
        found = _align(by_article.get(copy, ()), by_article.get(first, ()), words)
        for near, one, two in found:
            detail = "a copy of the story says it in the same sentence with the same word"
            feature = Feature(name=RULE, score=near, detail=detail)
            left, right = (one, two) if one.key < two.key else (two, one)
            pairs.append((Decision(same=True, rule=RULE, score=near, features=(feature,)), left, right))
    return pairs


def _align(
    copied: Iterable[Happening], first: Iterable[Happening], words: Mapping[tuple[str, int], frozenset[str]]
) -> list[tuple[float, Happening, Happening]]:
    """One to one, the likest sentences first; of several events of one word in a sentence, the first with the first."""
    by_lemma: dict[str, list[tuple[int, Happening]]] = {}
    for other in first:
        for place, mention in enumerate(other.mentions):
            by_lemma.setdefault(mention.lemma, []).append((place, other))
    likely: list[tuple[float, int, Happening, Happening]] = []
    for one in copied:
        for mention in one.mentions:
            for place, other in by_lemma.get(mention.lemma, ()):
                left = words[one.article, mention.sentence]
                right = words[other.article, other.mentions[place].sentence]
                near = len(left & right) / max(1, len(left | right))
                if near >= _NEAR:
                    apart = abs(one.key[1] - other.key[1])
                    likely.append((round(near, 4), apart, one, other))
    taken: set[tuple[str, int, str]] = set()
    pairs: list[tuple[float, Happening, Happening]] = []
    for near, _, one, other in sorted(likely, key=lambda item: (-item[0], item[1], item[2].key, item[3].key)):
        if one.key not in taken and other.key not in taken:
            taken |= {one.key, other.key}
            pairs.append((near, one, other))
    return pairs
