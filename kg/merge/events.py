"""The events that articles report, each once, and the larger events that they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.merge.canonical import canonical_event, event_merge
from kg.merge.grouping import Grouping
from kg.merge.happenings import Happening
from kg.merge.wholes import whole_of, without_circles
from kg.merge.world import World
from kg.model import Actor, ArticleRecord, Event, Judged, Merge, MergedGraph, Place, Ref, Verdict
from kg.spools import FEW, Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.alike import Alike
    from kg.model import PartOf

HELD = 2_000
"""Events that stay in memory; they are asked for in their order."""

Clusters = tuple[Collection[Actor], Collection[Place], "Mapping[Ref, str]", Collection[Merge]]
"""Canonical actors and places, local actor or place → canonical id, and the merges that made them."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The canonical layer while it is made: `kg.model.Merged`, in no order and little of it in memory."""

    actors: Collection[Actor]
    places: Collection[Place]
    events: Collection[Event]
    merges: Collection[Merge]
    copies: tuple[tuple[str, str], ...]

    def graph(self) -> MergedGraph:
        """All of it in memory, sorted by id."""
        return MergedGraph(
            actors=tuple(sorted(self.actors, key=lambda actor: actor.id)),
            places=tuple(sorted(self.places, key=lambda place: place.id)),
            events=tuple(sorted(self.events, key=lambda event: event.id)),
            merges=tuple(sorted(self.merges, key=lambda merge: merge.id)),
            copies=self.copies,
        )


def merge_events(
    records: Iterable[ArticleRecord],
    clusters: Clusters,
    *,
    copies: Iterable[tuple[str, str]] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> MergedGraph:
    """As `merge_layer`, in memory and sorted by id."""
    return merge_layer(records, clusters, copies=copies, verdicts=verdicts).graph()


def merge_layer(
    records: Iterable[ArticleRecord],
    clusters: Clusters,
    *,
    copies: Iterable[tuple[str, str]] = (),
    verdicts: tuple[Verdict, ...] = (),
    alike: Alike | None = None,
) -> Layer:
    """The canonical layer: the given actors and places, and the events that the records report.

    Args:
        records: every article, in any order.
        clusters: what became of actors and places.
        copies: (article, first article of its wire story) for copies; a copy's outlet adds no source of its own.
        verdicts: what people judged of events; it overrules all else.
        alike: what is known of the words of the articles already.

    Raises:
        KeyError: a record has an actor or place that the mapping lacks.
    """
    actors, places, mapping, merges = clusters
    world = World(actors, places, mapping)
    first_of = dict(copies)
    grouping = Grouping(records, world, first_of=first_of, verdicts=verdicts, alike=alike)
    events = _Events(grouping.wholes, verdicts)
    event_merges: Spool[Merge] = Spool(Merge, held=HELD, recalled=FEW)
    for group in grouping.groups():
        event = canonical_event(group.happenings, world=world, first_of=first_of, outlets=grouping.outlets)
        events.add(event, group.happenings)
        if len(event.members) > 1:
            event_merges.append(event_merge(event, group.happenings, group.decisions))
    events.link()
    return Layer(
        actors=actors,
        places=places,
        events=events,
        merges=_Chained(merges, event_merges),
        copies=tuple(sorted(set(first_of.items()))),
    )


class _Events(Collection[Event]):
    """The events, of which those that are part of another one are linked to it once all are there.

    Args:
        wholes: mentions of events that may be wholes.
        verdicts: what people judged of events.
    """

    def __init__(self, wholes: set[Ref], verdicts: tuple[Verdict, ...]) -> None:
        judged = [one for one in verdicts if one.judgement.judged in (Judged.PART, Judged.NO_PART)]
        self._verdicts = verdicts
        self._judged = frozenset(ref for one in judged for ref in one.one | one.two)
        self._wanted = wholes | self._judged
        self._made: Spool[Event] = Spool(Event, held=HELD, recalled=FEW)
        self._number: dict[Ref, int] = {}
        self._tied: Spool[tuple[int, list[Happening]]] = Spool(tuple[int, list[Happening]])
        self._links: dict[str, PartOf] = {}

    def add(self, event: Event, happenings: Iterable[Happening]) -> None:
        """Takes in an event and what it was made of."""
        number = len(self._made)
        self._made.append(event)
        self._number.update((ref, number) for ref in event.members if ref in self._wanted)
        tied = [one for one in happenings if one.ties]
        if tied or not self._judged.isdisjoint(event.members):
            self._tied.append((number, tied))

    def link(self) -> None:
        """Finds the wholes, after the last event was added."""
        links: dict[str, PartOf | None] = {}
        for number, happenings in self._tied:
            event = self._made[number]
            links[event.id] = whole_of(event, happenings, self._event_at, self._verdicts)
        links |= dict.fromkeys(without_circles(links, links.get))
        self._links = {event: link for event, link in links.items() if link is not None}

    def _event_at(self, ref: Ref) -> Event | None:
        number = self._number.get(ref)
        return None if number is None else self._made[number]

    def __iter__(self) -> Iterator[Event]:
        for event in self._made:
            link = self._links.get(event.id)
            yield event if link is None else replace(event, part_of=link)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, event: object) -> bool:
        return any(event == one for one in self)


class _Chained(Collection[Merge]):
    """Merges of two collections."""

    def __init__(self, *parts: Collection[Merge]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[Merge]:
        for part in self._parts:
            yield from part

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __contains__(self, merge: object) -> bool:
        return any(merge in part for part in self._parts)
