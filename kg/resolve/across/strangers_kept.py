"""What is known of the strangers of all articles, with few of them in memory. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date  # noqa: TC003 -- what is kept on disk is read back by these types
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from kg.model import ActorKind, Ref
from kg.resolve.across.profiles import Part, Profile
from kg.resolve.words.traits import Traits  # noqa: TC001 -- what is kept on disk is read back by these types
from kg.spools import Shelf
from kg.tables import InMemory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority.stories import Weights
    from kg.resolve.words.offices import Office

Value = TypeVar("Value")
Packed = TypeVar("Packed")

_RECALLED = 500
"""Values that are remembered: articles are asked for beside those of near days."""

# Shared by all heads, and never added to.
_NO_REFS: list[Ref] = []
_NO_NAMES: Counter[str] = Counter()
_NOTHING: set[str] = set()
_NO_OFFICES: set[Office] = set()
# That an article has words, in place of these: they take ten times as much as all else that is kept here.
_SAID: Weights = {"": 0.0}
_NOT_SAID: Weights = {}


@dataclass(slots=True)
class Told:
    """What an article tells of those whom others of its story may know.

    Attributes:
        article: its id.
        keys: telling words by which it finds those of the same story.
        day: of its publication, as ordinal.
        strangers: those without a name; `named` those with one and a trait by which they are known.
    """

    article: str
    keys: tuple[str, ...]
    day: int | None
    strangers: list[Part] = field(default_factory=list)
    named: list[Part] = field(default_factory=list)


def told_of(article: str, keys: tuple[str, ...], parts: Iterable[Part]) -> Told | None:
    """What an article tells; None of one without strangers and without those whom others may know."""
    told: Told | None = None
    for part in parts:
        traits = part.traits
        is_counted = traits is not None and bool(traits.toll) and part.profile.key.startswith("alone:")
        is_stranger = not part.profile.named and (bool(part.profile.story) or is_counted)
        is_known = part.profile.named and traits is not None and bool(traits.nouns or traits.deeds)
        if is_stranger or is_known:
            kept = replace(part, profile=_head_of(part.profile))
            day = part.profile.first
            told = told or Told(article, keys, None if day is None else day.toordinal())
            (told.strangers if is_stranger else told.named).append(kept)
    return told


def _head_of(profile: Profile) -> Profile:
    """What is looked at here, without what else is known: all articles' are kept together."""
    return _head(**{name: getattr(profile, name) for name in _HEAD}, is_said=bool(profile.story))


def _head(*, is_said: bool, **known: Any) -> Profile:
    return Profile(
        rule="",
        why="",
        members=_NO_REFS,
        names=_NO_NAMES,
        titles=_NOTHING,
        roles=_NOTHING,
        company=_NOTHING,
        offices=_NO_OFFICES,
        story=_SAID if is_said else _NOT_SAID,
        **known,
    )


_HEAD = ("key", "kind", "name", "country", "authority", "named", "first", "last", "is_only")


# ---------------------------------------------------------------- in spools


class InSpools(InMemory):
    """Tables for a merge of all articles: what has something of each is in temporary files, all else in memory."""

    def __init__(self) -> None:
        self._told: _Converted[Told, _Told] = _Converted(Shelf(_Told, recalled=0), _Told.of, _Told.told)

    def table(self, name: str, *, fixed: bool = False) -> Any:
        """See Tables."""
        if name == "strangers.told":
            return self._told
        if name == "strangers.parts":
            return _PartsOf(self._told)
        return super().table(name, fixed=fixed)


class _PartsOf(MutableMapping[Ref, Part]):
    """The parts of strangers as their articles tell of them: what is put in or taken out there is so here."""

    def __init__(self, told: Mapping[str, Told]) -> None:
        self._told = told

    def __getitem__(self, ref: Ref) -> Part:
        for part in self._told[ref.article].strangers:
            if part.ref == ref:
                return part
        raise KeyError(ref)

    def __setitem__(self, ref: Ref, part: Part) -> None:
        """It is there."""

    def __delitem__(self, ref: Ref) -> None:
        """It goes with its article."""

    def __iter__(self) -> Iterator[Ref]:
        for told in self._told.values():
            yield from (part.ref for part in told.strangers)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Converted(MutableMapping[str, Value], Generic[Value, Packed]):
    """Values of a shelf in another shape; those that were asked for last are remembered."""

    def __init__(
        self, shelf: Shelf[Packed], pack: Callable[[Value], Packed], unpack: Callable[[Packed], Value]
    ) -> None:
        self._shelf = shelf
        self._pack = pack
        self._recalled = lru_cache(maxsize=_RECALLED)(lambda key: unpack(shelf[key]))

    def __getitem__(self, key: str) -> Value:
        return self._recalled(key)

    def __setitem__(self, key: str, value: Value) -> None:
        self._recalled.cache_clear()
        self._shelf[key] = self._pack(value)

    def __delitem__(self, key: str) -> None:
        self._recalled.cache_clear()
        del self._shelf[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf)

    def __len__(self) -> int:
        return len(self._shelf)

    def __contains__(self, key: object) -> bool:
        return key in self._shelf


class _Row(NamedTuple):
    """A part of which the profile is a head."""

    article: str
    local: str
    place: int
    day: date | None
    traits: Traits | None
    is_said: bool
    key: str
    kind: ActorKind
    name: str
    country: str | None
    authority: str | None
    named: bool
    first: date | None
    last: date | None
    is_only: bool

    @classmethod
    def of(cls, part: Part) -> _Row:
        ref, its = part.ref, part.profile
        known = (getattr(its, name) for name in _HEAD)
        return cls(ref.article, ref.local, part.place, part.day, part.traits, bool(its.story), *known)

    def part(self) -> Part:
        head = _head(is_said=self.is_said, **dict(zip(_HEAD, self[-len(_HEAD) :], strict=True)))
        return Part(Ref(self.article, self.local), self.place, head, self.day, self.traits)


class _Told(NamedTuple):
    """As `Told`, its parts as rows."""

    article: str
    keys: tuple[str, ...]
    day: int | None
    strangers: tuple[_Row, ...]
    named: tuple[_Row, ...]

    @classmethod
    def of(cls, told: Told) -> _Told:
        strangers, named = (tuple(map(_Row.of, parts)) for parts in (told.strangers, told.named))
        return cls(told.article, told.keys, told.day, strangers, named)

    def told(self) -> Told:
        strangers, named = ([row.part() for row in rows] for rows in (self.strangers, self.named))
        return Told(self.article, self.keys, self.day, strangers, named)
