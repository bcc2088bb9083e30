"""The canonical actors and places that the happenings of all articles are told in. Internal to `kg.merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.authority.names import fold
from kg.model import ActorKind, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Actor, Place


class Party(NamedTuple):
    """What happenings need of a canonical actor: as `kg.model.Actor`, without its members."""

    kind: ActorKind
    name: str
    country: str | None
    part_of: str | None


class Site(NamedTuple):
    """What happenings need of a canonical place: as `kg.model.Place`, without its members."""

    name: str
    country: str | None
    lat: float | None
    within: str | None


class World:
    """Canonical actors and places by id, and where local ones went."""

    def __init__(self, actors: Iterable[Actor], places: Iterable[Place], mapping: Mapping[Ref, str]) -> None:
        self.actors: Mapping[str, Actor | Party] = {
            one.id: Party(one.kind, one.name, one.country, one.part_of) for one in actors
        }
        self.places: Mapping[str, Place | Site] = {
            one.id: Site(one.name, one.country, one.lat, one.within) for one in places
        }
        self.mapping = mapping

    def is_named(self, actor: str) -> bool:
        """Whether the actor is one and has a name: not "soldiers", nor "Americans"."""
        return self.actors[actor].kind is not ActorKind.GROUP and any(
            char.isupper() for char in self.actors[actor].name.split()[-1]
        )

    def called(self, actor: str) -> tuple[str, frozenset[str]]:
        """Kind of the actor, and the words of its name."""
        node = self.actors[actor]
        return str(node.kind), frozenset(fold(node.name).split())

    def canonical(self, article: str, local: str | None) -> str | None:
        """Canonical id of a local actor or place; None for None."""
        return None if local is None else self.mapping[Ref(article, local)]

    def around(self, place: str | None) -> tuple[str, ...]:
        """The place and what contains it, from the narrowest."""
        chain: list[str] = []
        while place is not None and place not in chain:
            chain.append(place)
            place = self.places[place].within
        return tuple(chain)

    def states(self, actor: str) -> frozenset[str]:
        """Countries that the actor belongs to, by its own or its owners' country."""
        found: set[str] = set()
        seen: set[str] = set()
        step: str | None = actor
        while step is not None and step not in seen:
            seen.add(step)
            node = self.actors[step]
            if node.country:
                found.add(node.country)
            step = node.part_of
        return frozenset(found)
