"""Words of titles that stand before names: "Prime Minister", "Lt. Gen."."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def is_title(words: Sequence[str], *, sure: bool = False) -> bool:
    """Whether the folded words are a title, which what stands before its last word belongs to.

    `sure`: of one word only those that no organisation or place begins with ("General Motors").
    """
    *before, last = words
    has_title = last in _sections()["sure"] or (last in _sections()["likely"] and not (sure and not before))
    return has_title and all(word in _sections()["before"] or is_title_word(word) for word in before)


def is_title_word(word: str) -> bool:
    """Whether the folded word is a title by itself."""
    return word in _sections()["sure"] or word in _sections()["likely"]


@lru_cache(maxsize=1)
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section: set[str] = set()
    text = (files("kg.authority") / "files" / "title_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words and words[0].startswith("["):
            section = found.setdefault(words[0].strip("[]"), set())
        else:
            section.update(words)
    return {name: frozenset(words) for name, words in found.items()}
