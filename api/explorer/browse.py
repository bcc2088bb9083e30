"""The pages that list what there is: actors, places, articles, event types, terms; and what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.explorer.address import Address
from api.explorer.lists import headline
from api.explorer.rendering import page
from kg.authority.names import fold
from kg.errors import QueryError
from kg.query.active import events_at_places, events_of_actors
from kg.query.actors import ORDERS, count_types, list_actors, list_places
from kg.query.articles import list_articles
from kg.query.disagreement_filters import PROPERTIES, parse_disagreements
from kg.query.disagreements import list_disagreements
from kg.query.events import list_events
from kg.query.filters import parse_filter, parse_limit
from kg.query.paging import Page
from kg.vocab import CODEBOOK, EVENT_TYPES, QUADS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi.responses import HTMLResponse

    from api.service import Service
    from kg.query.catalog import Catalog
    from kg.query.rows import ActorRow, EventRow, Json, PlaceRow

_N_FOUND = 6
_N_EVENTS = 10
_KINDS = ("person", "organization", "group", "polity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search finds, the best first: actors, places, event types, and events with the words in a sentence."""

    q: str
    actors: Page[ActorRow]
    places: Page[PlaceRow]
    types: tuple[str, ...]
    events: Page[EventRow] | None


def search(catalog: Catalog, q: str, *, n_events: int = _N_EVENTS) -> Found:
    """Actors and places with a name whose words begin so, types with such a label, and events with these words."""
    folded = fold(q)
    if not folded:
        nothing: Page[Any] = Page(items=(), next=None, total=0)
        return Found(q=q, actors=nothing, places=nothing, types=(), events=None)
    types = tuple(
        name for name in EVENT_TYPES
        if any(part.startswith(folded) for part in (CODEBOOK[name].label, name.casefold()))
    )  # fmt: skip
    events = None
    try:
        events = list_events(catalog, parse_filter((("q", q), ("sort", "support"), ("limit", str(n_events)))))
    except QueryError:
        events = None  # no word in it
    return Found(
        q=q,
        actors=list_actors(catalog, limit=_N_FOUND, q=q),
        places=list_places(catalog, limit=_N_FOUND, q=q),
        types=types[:_N_FOUND],
        events=events,
    )


def found_to_json(found: Found) -> Json:
    """`{q, actors, places, types, events}`, each with `items` and `total`; an item has `id`, `name` and `detail`."""
    return {
        "q": found.q,
        "actors": {
            "items": [
                {"id": row.id, "name": row.name, "detail": ", ".join(part for part in (row.kind, row.country) if part)}
                for row in found.actors.items
            ],
            "total": found.actors.total,
        },
        "places": {
            "items": [{"id": row.id, "name": row.name, "detail": row.country or ""} for row in found.places.items],
            "total": found.places.total,
        },
        "types": {
            "items": [
                {"id": name, "name": CODEBOOK[name].label, "detail": QUADS[CODEBOOK[name].quad]} for name in found.types
            ],
            "total": len(found.types),
        },
        "events": {"total": 0 if found.events is None else found.events.total},
    }


def search_page(found: Found) -> HTMLResponse:
    """What was found, as a page."""
    events = [] if found.events is None else [(headline(row), row) for row in found.events.items]
    return page("search.html", here="", found=found, events=events, quads=QUADS)


def actors_page(catalog: Catalog, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """The actors with most events, or those found."""
    asked = _in_order(Address.of(pairs))
    limit, cursor, others = parse_limit(asked.pairs, also=("q", "kind", "country", "sort"))
    found = list_actors(catalog, limit=limit, cursor=cursor, **others)
    return page(
        "actors.html",
        here="/actors",
        asked=asked,
        result=found,
        events=events_of_actors(catalog),
        orders=_orders(asked, "/actors"),
        kinds=_KINDS,
        next=_next(asked, "/actors", found.next),
    )


def places_page(catalog: Catalog, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """The places with most events, or those found."""
    asked = _in_order(Address.of(pairs))
    limit, cursor, others = parse_limit(asked.pairs, also=("q", "country", "sort"))
    found = list_places(catalog, limit=limit, cursor=cursor, **others)
    outer = {row.within: catalog.places().get(row.within) for row in found.items if row.within}
    return page(
        "places.html",
        here="/places",
        asked=asked,
        result=found,
        events=events_at_places(catalog),
        orders=_orders(asked, "/places"),
        outer=outer,
        next=_next(asked, "/places", found.next),
    )


def articles_page(catalog: Catalog, service: Service, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """The articles by date, or those found."""
    asked = Address.of(pairs)
    limit, cursor, others = parse_limit(asked.pairs, also=("source", "q"))
    found = list_articles(catalog, limit=limit, cursor=cursor, **others)
    return page(
        "articles.html",
        here="/articles",
        asked=asked,
        result=found,
        is_writing=service.settings.write_key is not None,
        next=_next(asked, "/articles", found.next),
    )


def disagreements_page(catalog: Catalog, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """Events and properties on which articles differ."""
    asked = Address.of(pairs)
    wanted, properties = parse_disagreements(asked.pairs)
    found = list_disagreements(catalog, wanted, properties=properties)
    return page(
        "disagreements.html",
        here="/events",
        asked=asked,
        result={
            "total": found.total,
            "items": [(headline(row.event), row.event, row.difference) for row in found.items],
        },
        all_link=asked.to("/disagreements"),
        properties=[(name, asked.to("/disagreements", property=name)) for name in PROPERTIES],
        next=_next(asked, "/disagreements", found.next),
    )


def types_page(catalog: Catalog) -> HTMLResponse:
    """The codebook, class by class."""
    counts = count_types(catalog)
    classes = [
        (label, [(CODEBOOK[name], name, counts.get(name, 0)) for name in EVENT_TYPES if CODEBOOK[name].quad == quad])
        for quad, label in QUADS.items()
    ]
    return page("types.html", here="/types", classes=classes)


def _in_order(asked: Address) -> Address:
    """Those with most events come first, unless another order is asked for; of what is looked for, the best match."""
    return asked if asked.get("q") or asked.get("sort") else Address((*asked.pairs, ("sort", "events")))


def _orders(asked: Address, path: str) -> dict[str, str]:
    """The address of the same list in each order; of the present one it is empty."""
    kept = tuple(pair for pair in asked.pairs if pair[0] not in {"sort", "cursor"})
    return {
        order: "" if asked.get("sort") == order else Address((*kept, ("sort", order))).whole(path) for order in ORDERS
    }


def _next(asked: Address, path: str, cursor: str | None) -> str:
    if cursor is None:
        return ""
    kept = [pair for pair in asked.pairs if pair[0] != "cursor"]
    return Address((*kept, ("cursor", cursor))).whole(path)
