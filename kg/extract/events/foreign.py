"""Words of another language than English, on which no event is built.

In: the tokens of a Doc. Out: the indices of those in a text, a sentence or a quotation of another language: one that
has more common words of another language than English ones, and enough of them, or whose letters are not Latin. Names
("Le Monde", "Frente de Todos") bring a few such words and leave the English ones around them in the majority.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Doc, Token

MIN_FOREIGN = 3
"""Common words of another language that a passage has at least."""
MIN_SHARE = 0.2
"""Share of the words of a passage that they are at least."""
MIN_TEXT_FOREIGN, MIN_TEXT_SHARE = 6, 0.1
"""The same of a whole text, whose headlines and short sentences need not show their language by themselves."""


def foreign_tokens(doc: Doc, lexicon: Lexicon) -> frozenset[int]:
    """Indices of the tokens in passages that are not English."""
    english, foreign = lexicon.classes["english"], lexicon.classes["foreign"]
    n_foreign = sum(token.text in foreign for token in doc)
    if n_foreign < MIN_FOREIGN and (doc.text.isascii() or not any(_is_other_script(word) for word in _words(doc))):
        return frozenset()
    words = _words(doc)
    others = [word for word in words if word in foreign]
    n_own = sum(word.lower() in english for word in words)
    is_known = len(set(others)) >= MIN_TEXT_FOREIGN and len(others) >= MIN_TEXT_SHARE * len(words)
    if is_known and len(others) > n_own:
        return frozenset(range(len(doc)))
    found: set[int] = set()
    quotations = [list(doc[start:end]) for start, end in tree.quotations(doc)]
    for passage in [*quotations, *(list(sent) for sent in doc.sents)]:
        left = [token for token in passage if token.i not in found]
        words = _words(left)
        other = {word for word in words if word in foreign}  # in small letters: "La Paz" and "the UN" are no French
        own = sum(word.lower() in english for word in words)
        strange = sum(_is_other_script(word) for word in words)
        known = len(other) >= MIN_FOREIGN and sum(word in other for word in words) >= MIN_SHARE * len(words)
        if (known and len(other) > own) or strange * 2 > len(words):
            found.update(token.i for token in left)
    return frozenset(found)


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens if token.text.isalpha()]


def _is_other_script(word: str) -> bool:
    return not word.isascii() and not unicodedata.name(word[0], "").startswith("LATIN")
