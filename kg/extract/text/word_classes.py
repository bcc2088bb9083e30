"""The classes of the lexicon by word: the question that rules ask most is which of some classes a word is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy_extensions import mypyc_attr

if TYPE_CHECKING:
    from collections.abc import Mapping


@mypyc_attr(native_class=False)
class Kinds(dict[str, frozenset[str]]):
    """Lemma in any case → the classes that list it in lower case, named without `@`; found once for each lemma."""

    MOST = 50_000

    def __init__(self, classes: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        names: dict[str, set[str]] = {}
        for name, words in classes.items():
            for word in words:
                names.setdefault(word, set()).add(name)
        self._names = {word: frozenset(found) for word, found in names.items()}

    def __missing__(self, lemma: str) -> frozenset[str]:
        if len(self) >= self.MOST:
            self.clear()
        found = self[lemma] = self._names.get(lemma.lower(), frozenset())
        return found
