"""What has a name, found by the name as a text writes it."""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, TypeVar

from kg.authority.names import fold, is_acronym

Fact = TypeVar("Fact")


class Index(Generic[Fact]):
    """Folded name → (name as written, fact), in order of entry."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[str, Fact]]] = {}
        # The same names are asked for again and again, by every rule and in every article.
        self._known = lru_cache(maxsize=20_000)(self._find)

    def add(self, written: str, fact: Fact) -> None:
        """Files the fact under the name, behind others of that name."""
        self._known.cache_clear()
        entries = self._entries.setdefault(fold(written), [])
        if (written, fact) not in entries:
            entries.append((written, fact))

    def find(self, text: str, *, any_case: bool = False) -> tuple[Fact, ...]:
        """All of the name, in order of entry; `any_case`: also where it is written without a capital."""
        return self._known(text, any_case)

    def first(self, text: str, *, any_case: bool = False) -> Fact | None:
        """The first of the name."""
        found = self._known(text, any_case)
        return found[0] if found else None

    def _find(self, text: str, any_case: bool) -> tuple[Fact, ...]:
        found: list[Fact] = []
        for written, fact in self._entries.get(fold(text), ()):
            if _may_be(text, written, any_case=any_case) and fact not in found:
                found.append(fact)
        return tuple(found)


def _may_be(text: str, written: str, *, any_case: bool) -> bool:
    if is_acronym(written):
        bare = text.strip().removeprefix("the ").removeprefix("The ")
        return bare.removesuffix("'s").removesuffix("’s").isupper()
    return any_case or any(char.isupper() for char in text)
