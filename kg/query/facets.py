"""What the events that fit a filter are: how many of each type, status, actor, place and outlet.

For the sides of a list, which lead on to narrower ones, and for the map, which wants every place with its number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query.events import matching_events
from kg.query.filters import CONDITIONS, Reader, read_conditions
from kg.query.index.facets import Counted, count_in_index
from kg.query.rows import ActorRow, PlaceRow, event_place_to_json
from kg.store.iris import article_iri, resource_iri
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.rows import Json

N_TOP = 12
"""Actors and outlets that are named; types, statuses and places are all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Numbers of events, the greatest first; an event with several actors counts for each of them.

    `n_placed` counts the events that have a place.
    """

    n_events: int
    n_placed: int
    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    actors: tuple[tuple[ActorRow, int], ...]
    places: tuple[tuple[PlaceRow, int], ...]
    sources: tuple[tuple[str, int], ...]


def parse_facets(pairs: Iterable[tuple[str, str]]) -> EventFilter:
    """The filter that the (name, value) pairs ask for; QueryError as for `parse_filter`."""
    reader = Reader(pairs, known=CONDITIONS)
    wanted = read_conditions(reader)
    reader.check()
    return wanted


def count_facets(catalog: Catalog, wanted: EventFilter) -> Facets:
    """The facets of the events that fit; UnknownError as for `list_events`."""
    return catalog.remember(("facets", wanted.asked()), lambda: _count(catalog, wanted))


def _count(catalog: Catalog, wanted: EventFilter) -> Facets:
    if catalog.index is not None:
        counted = count_in_index(catalog, catalog.index, wanted, n_top=N_TOP)
    else:
        counted = _count_one_by_one(catalog, wanted)
    rows, spots = catalog.actors(), catalog.places()
    return Facets(
        n_events=counted.n_events,
        n_placed=sum(counted.places.values()),
        types=_greatest(counted.types),
        statuses=_greatest(counted.statuses),
        actors=tuple((rows[actor], n) for actor, n in _greatest(counted.actors)[:N_TOP]),
        places=tuple((spots[place], n) for place, n in _greatest(counted.places)),
        sources=_greatest(counted.sources)[:N_TOP],
    )


def _count_one_by_one(catalog: Catalog, wanted: EventFilter) -> Counted:
    """The same without an index."""
    events = matching_events(catalog, wanted)
    roles = catalog.roles()
    parts = ({one for ids in roles.get(event.iri, {}).values() for one in ids} for event in events)
    return Counted(
        n_events=len(events),
        types=Counter(event.type for event in events),
        statuses=Counter(event.status for event in events),
        actors=Counter(actor for part in parts for actor in part),
        places=Counter(event.place for event in events if event.place is not None),
        sources=_sources(catalog, {event.iri for event in events}),
    )


def facets_to_json(facets: Facets) -> Json:
    """`{events, placed, types, statuses, actors, places, sources}`, each a list of what and its number of events."""
    return {
        "events": facets.n_events,
        "placed": facets.n_placed,
        "types": [{"id": name, "events": n} for name, n in facets.types],
        "statuses": [{"id": name, "events": n} for name, n in facets.statuses],
        "actors": [{"id": row.id, "name": row.name, "kind": row.kind, "events": n} for row, n in facets.actors],
        "places": [event_place_to_json(row) | {"events": n} for row, n in facets.places],
        "sources": [{"id": name, "events": n} for name, n in facets.sources],
    }


def facets_to_geojson(facets: Facets) -> Json:
    """The places as a GeoJSON FeatureCollection (RFC 7946) with their numbers; those without coordinates only count."""
    drawn = [(row, n) for row, n in facets.places if row.lat is not None and row.lon is not None]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": resource_iri("place", row.id),
                "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
                "properties": {"id": row.id, "name": row.name, "country": row.country, "events": n},
            }
            for row, n in drawn
        ],
        "events": facets.n_events,
        "placed": sum(n for _, n in drawn),
    }


def _sources(catalog: Catalog, iris: set[str]) -> Counter[str]:
    """Events of each outlet; one that it tells in several articles counts once."""
    by_source: dict[str, set[str]] = {}
    for article in catalog.articles().values():
        if article.source:
            for row in catalog.select("events_by_article", article=Iri(article_iri(article.id))):
                if row.text("event") in iris:
                    by_source.setdefault(article.source, set()).add(row.text("event"))
    return Counter({source: len(events) for source, events in by_source.items()})


def _greatest(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
