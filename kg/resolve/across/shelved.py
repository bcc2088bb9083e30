"""The profiles of all articles, with few of them in memory. Internal to `kg.resolve`.

What has one key is folded together: parts of profiles are written down by a hash of their keys, and one such bucket is
read after the other.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model import ActorKind  # noqa: TC001 -- what is kept on disk is read back by these types
from kg.refs import Refs
from kg.resolve.across.folding import fold_ordered
from kg.resolve.across.profiles import Part, Profile
from kg.resolve.words.offices import Office  # noqa: TC001 -- what is kept on disk is read back by these types
from kg.spools import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Marks
    from kg.refs import RefNumbers

_BUCKETS = 256
_PENDING = 4_000
"""Parts in memory at most."""
_RECALLED = 500
"""Profiles that are remembered of those that are asked for out of their order."""


class _Row(NamedTuple):
    """A profile: its members as numbers, in bytes; all else by the names of its fields."""

    members: bytes
    names: dict[str, int]
    key: str
    rule: str
    why: str
    kind: ActorKind
    name: str
    country: str | None
    authority: str | None
    named: bool
    titles: set[str]
    roles: set[str]
    company: set[str]
    offices: set[Office]
    first: date | None
    last: date | None
    story: dict[str, float]
    is_only: bool
    may_be: frozenset[str]

    @classmethod
    def of(cls, profile: Profile, members: bytes) -> _Row:
        return cls(members, profile.names, *(getattr(profile, name) for name in _PLAIN))

    def profile(self, numbers: RefNumbers) -> Profile:
        plain: dict[str, Any] = dict(zip(_PLAIN, self[_BEFORE:], strict=True))
        return Profile(members=Refs(numbers, self.members), names=Counter(self.names), **plain)


_BEFORE = 2
_PLAIN = _Row._fields[_BEFORE:]


class Shelved(Mapping[str, Profile]):
    """Profiles by key; each has a number, in the order of the keys.

    Args:
        profiles: any, of different keys.
        numbers: of their members.
    """

    def __init__(self, profiles: Iterable[Profile], numbers: RefNumbers) -> None:
        kept: Spool[_Row] = Spool(_Row, recalled=0)
        keys: list[str] = []
        for profile in profiles:
            keys.append(profile.key)
            kept.append(_Row.of(profile, Refs.of(numbers, profile.members).packed))
        places = array("I", sorted(range(len(keys)), key=keys.__getitem__))
        self.keys_of = [keys[place] for place in places]
        self._read = lambda number: kept.at(places[number]).profile(numbers)
        self._recalled = lru_cache(maxsize=_RECALLED)(self._read)

    def at(self, number: int) -> Profile:
        """The profile of this number, from 0; a copy, so that it is not to be changed."""
        return self._recalled(number)

    def number(self, key: str) -> int:
        """The number of the profile that has this key."""
        number = bisect_left(self.keys_of, key)
        if self.keys_of[number : number + 1] != [key]:
            raise KeyError(key)
        return number

    def all(self) -> Iterator[Profile]:
        """All in the order of their keys; none is remembered for it."""
        return map(self._read, range(len(self)))

    def __getitem__(self, key: str) -> Profile:
        return self.at(self.number(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_of)

    def __len__(self) -> int:
        return len(self.keys_of)


def fold_shelved(parts: Iterable[Part], numbers: RefNumbers, *, marks: Marks | None = None) -> Shelved:
    """As `fold_ordered`, of parts that are gone through once."""
    heaps = _Heaps(numbers)
    for part in parts:
        heaps.add(part)
    return Shelved((profile for heap in heaps for profile in fold_ordered(heap, marks=marks)), numbers)


class _Heaps:
    """Parts in buckets by their keys, those of one bucket in the order in which they came."""

    def __init__(self, numbers: RefNumbers) -> None:
        self._numbers = numbers
        self._pending: dict[int, list[Part]] = {}
        self._n_pending = 0
        self._blocks: dict[int, list[int]] = {}
        self._written: Spool[list[tuple[_Row, date | None]]] = Spool(list[tuple[_Row, date | None]], held=0, recalled=0)

    def add(self, part: Part) -> None:
        """Adds a part to the bucket of its key."""
        self._pending.setdefault(hash(part.profile.key) % _BUCKETS, []).append(part)
        self._n_pending += 1
        if self._n_pending >= _PENDING:
            self._write()

    def _write(self) -> None:
        for bucket, parts in self._pending.items():
            self._blocks.setdefault(bucket, []).append(len(self._written))
            self._written.append(
                [(_Row.of(one.profile, Refs.of(self._numbers, [one.ref]).packed), one.day) for one in parts]
            )
        self._pending = {}
        self._n_pending = 0

    def __iter__(self) -> Iterator[list[Part]]:
        """The parts of one bucket after the other."""
        for bucket in sorted({*self._blocks, *self._pending}):
            parts = [self._part(*one) for place in self._blocks.get(bucket, ()) for one in self._written[place]]
            yield parts + self._pending.get(bucket, [])

    def _part(self, row: _Row, day: date | None) -> Part:
        profile = row.profile(self._numbers)
        profile.members = list(profile.members)
        return Part(profile.members[0], 0, profile, day)
