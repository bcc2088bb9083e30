"""Local actors and places by number, eight bytes each, for what holds those of all articles."""

from __future__ import annotations

from array import array
from collections.abc import MutableSequence
from sys import intern
from typing import TYPE_CHECKING, overload

from kg.model import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from kg.spools import Records

_LOCAL_BITS = 32


class RefNumbers:
    """Numbers of local actors and places, and back: the place of the article among all, and a number of the local id.

    Local ids are the same few in all articles.

    Args:
        records: all articles that there are.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._locals: dict[str, int] = {}
        self._local_ids: list[str] = []
        self._last = ("", 0)

    def number(self, ref: Ref) -> int:
        """That of a ref; KeyError where its article is not among the records."""
        if ref.article != self._last[0]:
            place = self._records.number(ref.article)
            if place is None:
                raise KeyError(ref)
            self._last = (ref.article, place)
        local = self._locals.get(ref.local)
        if local is None:
            local = self._locals[ref.local] = len(self._local_ids)
            self._local_ids.append(intern(ref.local))
        return self._last[1] << _LOCAL_BITS | local

    def ref(self, number: int) -> Ref:
        """What has this number."""
        return Ref(self._records.id_at(number >> _LOCAL_BITS), self._local_ids[number & (1 << _LOCAL_BITS) - 1])


class Refs(MutableSequence[Ref]):
    """A list of them.

    Args:
        numbers: what numbers them.
        packed: those that are in it, as `packed` gives them.
    """

    __slots__ = ("_held", "_numbers")

    def __init__(self, numbers: RefNumbers, packed: bytes = b"") -> None:
        self._numbers = numbers
        self._held = array("Q", packed)

    @classmethod
    def of(cls, numbers: RefNumbers, refs: Iterable[Ref]) -> Self:
        """Of any refs."""
        found = cls(numbers)
        found.extend(refs)
        return found

    @property
    def packed(self) -> bytes:
        """All, for `Refs` with the same numbers."""
        return self._held.tobytes()

    @overload
    def __getitem__(self, place: int) -> Ref: ...

    @overload
    def __getitem__(self, place: slice) -> Refs: ...

    def __getitem__(self, place: int | slice) -> Ref | Refs:
        if isinstance(place, slice):
            return Refs(self._numbers, self._held[place].tobytes())
        return self._numbers.ref(self._held[place])

    @overload
    def __setitem__(self, place: int, ref: Ref) -> None: ...

    @overload
    def __setitem__(self, place: slice, ref: Iterable[Ref]) -> None: ...

    def __setitem__(self, place: int | slice, ref: Ref | Iterable[Ref]) -> None:
        if isinstance(place, int) and isinstance(ref, Ref):
            self._held[place] = self._numbers.number(ref)
        else:
            raise TypeError("one is put in the place of one")

    def __delitem__(self, place: int | slice) -> None:
        del self._held[place]

    def __iter__(self) -> Iterator[Ref]:
        return map(self._numbers.ref, self._held)

    def __len__(self) -> int:
        return len(self._held)

    def insert(self, index: int, value: Ref) -> None:
        """As of a list."""
        self._held.insert(index, self._numbers.number(value))
