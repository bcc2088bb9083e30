"""What sort of thing a noun means, where reports call it by several: a ferry is a vessel. Shared by stages."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def thing_of(noun: str) -> str:
    """The name of its sort, in lower case without a plural's -s; the noun itself where it is in no list."""
    word = noun.lower().removesuffix("s")
    return _table().get(word, word)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    text = (files("kg.authority") / "files" / "things.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: words[0] for words in lines for word in words}
