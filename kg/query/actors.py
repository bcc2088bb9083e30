"""Actors and places: found by name, and one of each with what it does."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from kg.errors import QueryError, UnknownError
from kg.model import ActorKind
from kg.query.active import events_at_places, events_of_actors
from kg.query.filters import is_searchable
from kg.query.names import find_places, search
from kg.query.paging import Page, cut_page
from kg.query.rows import ActorRow, PlaceRow
from kg.store.iris import kind_and_id, resource_iri
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.query.catalog import Catalog, IndexedEvent

Named = TypeVar("Named", ActorRow, PlaceRow)

N_COUNTERPARTS = 10
ORDERS = ("name", "events")
"""What a list may be sorted by: `events` puts those with most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDetail:
    """One actor with its part in the events: counts by role and by type, first and last day, and with whom most."""

    actor: ActorRow
    n_events: int
    by_role: dict[str, int]
    by_type: dict[str, int]
    first: str | None
    last: str | None
    counterparts: tuple[tuple[ActorRow, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDetail:
    """One place with the events in it and in the places within it."""

    place: PlaceRow
    n_events: int
    by_type: dict[str, int]
    inner: tuple[PlaceRow, ...]


def list_actors(
    catalog: Catalog,
    *,
    limit: int,
    cursor: str | None = None,
    q: str | None = None,
    kind: str | None = None,
    country: str | None = None,
    sort: str | None = None,
) -> Page[ActorRow]:
    """Actors by name; with `q` those whose names have words that start with its words, best first.

    `sort` is one of `ORDERS`, in place of that order.

    Raises:
        QueryError: there is no such kind or order, or the country is no code of two letters.
    """
    wanted_kind, code = _kind(kind), _country(country)
    rows = {
        row.id: row
        for row in catalog.actors().values()
        if wanted_kind in (None, row.kind) and code in (None, row.country)
    }
    order = _order(sort, lambda: events_of_actors(catalog))
    return _listed(rows, q=q, order=order, asked=("actors", q, kind, country, sort), limit=limit, cursor=cursor)


def list_places(
    catalog: Catalog,
    *,
    limit: int,
    cursor: str | None = None,
    q: str | None = None,
    country: str | None = None,
    sort: str | None = None,
) -> Page[PlaceRow]:
    """Places by name; `q`, `country` and `sort` as for actors."""
    code = _country(country)
    rows = {row.id: row for row in catalog.places().values() if code in (None, row.country)}
    order = _order(sort, lambda: events_at_places(catalog))
    return _listed(rows, q=q, order=order, asked=("places", q, country, sort), limit=limit, cursor=cursor)


def get_actor(catalog: Catalog, identifier: str) -> ActorDetail:
    """One actor by id or IRI; UnknownError when there is none, also for a name (`list_actors` finds those)."""
    actor = find_actor(catalog, identifier)
    if catalog.index is not None:
        index = catalog.index
        facts = catalog.remember(("facts", actor.id), lambda: index.actor(actor.id))
        return ActorDetail(
            actor=actor,
            n_events=facts.n_events,
            by_role=dict(sorted(facts.by_role.items(), key=lambda item: (-item[1], item[0]))),
            by_type=facts.by_type,
            first=facts.first,
            last=facts.last,
            counterparts=tuple((catalog.actors()[other], n_shared) for other, n_shared in facts.counterparts),
        )
    iri = Iri(resource_iri("actor", actor.id))
    roles = [(row.text("event"), row.text("role")) for row in catalog.select("actor_roles", actor=iri)]
    events = [catalog.events()[event] for event in sorted({event for event, _ in roles})]
    others = [
        (catalog.actors()[kind_and_id(row.text("other"))[1]], row.count("n"))
        for row in catalog.select("counterparts", actor=iri)
    ]
    others.sort(key=lambda other: (-other[1], other[0].name, other[0].id))
    first = [event.earliest for event in events if event.earliest]
    last = [event.latest for event in events if event.latest]
    return ActorDetail(
        actor=actor,
        n_events=len(events),
        by_role=_counted([role for _, role in roles]),
        by_type=_by_type(events),
        first=min(first, default=None),
        last=max(last, default=None),
        counterparts=tuple(others[:N_COUNTERPARTS]),
    )


def find_actor(catalog: Catalog, identifier: str) -> ActorRow:
    """The actor given by id or IRI; UnknownError when the store has none."""
    return _only(catalog.actors(), identifier, kind="actor")


def find_place(catalog: Catalog, identifier: str) -> PlaceRow:
    """The place given by id or IRI; UnknownError when the store has none."""
    return _only(catalog.places(), identifier, kind="place")


def get_place(catalog: Catalog, identifier: str) -> PlaceDetail:
    """One place by id or IRI; UnknownError when there is none."""
    place = find_place(catalog, identifier)
    reached = find_places(catalog.places(), place.id)
    if catalog.index is not None:
        by_type = catalog.index.types_in(reached)
    else:
        by_type = _by_type([event for event in catalog.events().values() if event.place in reached])
    inner = sorted((catalog.places()[key] for key in reached - {place.id}), key=lambda row: (row.name, row.id))
    return PlaceDetail(place=place, n_events=sum(by_type.values()), by_type=by_type, inner=tuple(inner))


def count_types(catalog: Catalog) -> dict[str, int]:
    """How many events of each type there are, by type; types without events are left out."""
    if catalog.index is not None:
        return catalog.index.types()
    return _by_type(list(catalog.events().values()))


def _order(sort: str | None, count: Callable[[], Mapping[str, int]]) -> Callable[[str], int] | None:
    """What comes before the name in the order asked for, by id; None for how well a name fits."""
    if not sort:
        return None
    if sort.lower() not in ORDERS:
        raise QueryError(f"sort must be one of {', '.join(ORDERS)}, not {sort[:80]!r}")
    counts = count() if sort.lower() == "events" else {}
    return lambda key: -counts.get(key, 0)


def _listed(
    rows: Mapping[str, Named],
    *,
    q: str | None,
    order: Callable[[str], int] | None,
    asked: tuple[object, ...],
    limit: int,
    cursor: str | None,
) -> Page[Named]:
    if q and not is_searchable(q):
        raise QueryError(f"q must hold a word of the name, not {q[:80]!r}")
    ranks = search(rows, q) if q else dict.fromkeys(rows, 0)
    first = order or ranks.__getitem__
    return cut_page(
        [rows[key] for key in ranks],
        key=lambda row: (first(row.id), row.name, row.id),
        asked=repr(asked),
        limit=limit,
        cursor=cursor,
    )


def _kind(text: str | None) -> str | None:
    kind = text.lower() if text else None
    if kind not in (None, *ActorKind):
        raise QueryError(f"kind must be one of {', '.join(ActorKind)}, not {text!r}")
    return kind


def _country(text: str | None) -> str | None:
    if text and not re.fullmatch("[A-Za-z]{2}", text):
        raise QueryError(f"country must be a code of two letters (ISO 3166-1) such as IQ, not {text!r}")
    return text.upper() if text else None


def _only(rows: Mapping[str, Named], identifier: str, *, kind: str) -> Named:
    start = resource_iri(kind, "x").removesuffix("x")
    key = unquote(identifier.removeprefix(start)) if identifier.startswith(start) else identifier
    if key not in rows:
        raise UnknownError(f"no {kind} of the store has the id {identifier!r}; find it with /{kind}s?q=")
    return rows[key]


def _counted(values: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _by_type(events: list[IndexedEvent]) -> dict[str, int]:
    return _counted([event.type for event in events])
