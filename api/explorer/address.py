"""The state of a page is its address: the filters in it, and the links that add or take away one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.query.filters import CONDITIONS, MAX_LIMIT, REPEATABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTED = {**CONDITIONS, "sort": "", "limit": ""}


@dataclass(frozen=True, slots=True)
class Address:
    """What a page was asked for, as (name, value) pairs; empty values, as forms send them, are left out."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Address:
        """The address of these pairs."""
        return cls(tuple((name, value.strip()) for name, value in pairs if value.strip()))

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The pairs that say which events."""
        return tuple(pair for pair in self.pairs if pair[0] in CONDITIONS)

    def get(self, name: str) -> str:
        """The first value of a name, empty when it is not given."""
        return next((value for known, value in self.pairs if known == name), "")

    def has(self, name: str, value: str) -> bool:
        """Whether a name is given with this value."""
        return (name, value) in self.pairs

    def add(self, path: str, **values: str) -> str:
        """The address that asks for more; a name that may stand once only is given the new value."""
        added = [(name.rstrip("_"), value) for name, value in values.items()]
        replaced = {name for name, _ in added if name not in REPEATABLE}
        kept = [pair for pair in self._kept() if pair[0] not in replaced and pair not in added]
        return address(path, [*kept, *added])

    def drop(self, path: str, name: str, value: str) -> str:
        """The address that asks for the same without one filter."""
        return address(path, [pair for pair in self._kept() if pair != (name, value)])

    def to(self, path: str, **values: str) -> str:
        """The same filters on another page, and only they; `values` are added as they are."""
        return address(path, [*self.filters, *((name.rstrip("_"), value) for name, value in values.items())])

    def whole(self, path: str) -> str:
        """All of it, at a path."""
        return address(path, self.pairs)

    def file(self, path: str, form: str) -> str:
        """The same list as a file, with as many rows as are given at once."""
        kept = [pair for pair in self.pairs if pair[0] not in {"cursor", "format", "limit"}]
        return address(path, [*kept, ("format", form), ("limit", str(MAX_LIMIT))])

    def next(self, path: str, cursor: str) -> str:
        """The following page of the same list."""
        return address(path, [*self._kept(), ("cursor", cursor)])

    def _kept(self) -> list[tuple[str, str]]:
        """A page of another list makes no sense, so cursors go."""
        return [pair for pair in self.pairs if pair[0] in _LISTED]


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Path and query."""
    query = urlencode(list(pairs), quote_via=quote, safe=",:/")
    return f"{path}?{query}" if query else path


def page_of(kind: str, identifier: str) -> str:
    """Where an actor, place, event or article is shown; ids may hold anything."""
    return f"/{kind}s/{quote(identifier, safe='')}"
