"""Actors, places and the codebook of event types."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import schemas
from api.explorer import browse, details
from api.negotiation import choose_format
from api.parameters import FORMAT, PAGE, contents, documented, page, pairs_of
from api.replies import LINKED, linked, next_link, page_of_csv, page_of_json
from api.service import CatalogDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.query.active import events_at_places, events_of_actors
from kg.query.actors import ORDERS, count_types, find_actor, find_place, get_actor, get_place, list_actors, list_places
from kg.query.describe import describe_node
from kg.query.filters import parse_none
from kg.query.rows import ActorRow, Json, PlaceRow, actor_to_json, event_place_to_json, place_to_json
from kg.store.iris import resource_iri, type_iri
from kg.vocab import CODEBOOK, EVENT_TYPES, QUADS

router = APIRouter()

_ACTOR_FILTERS = {
    "q": "Words that a name or alias starts with, whatever its case and accents.",
    "kind": "person, organization, group or polity.",
    "country": "ISO 3166-1 alpha-2.",
    "sort": "name, or events for those with most events first; if not given, by name or, with q, the best match first.",
}
_PLACE_FILTERS = {name: _ACTOR_FILTERS[name] for name in ("q", "country", "sort")}
_TYPES = {"json": "application/json", "html": "text/html"}
_ONE = _TYPES | LINKED
_ACTOR_FORMATS = {"json": "application/json", "csv": "text/csv", "html": "text/html"}
_PLACE_FORMATS = _ACTOR_FORMATS | {"geojson": "application/geo+json"}


@router.get(
    "/actors",
    summary="The actors",
    response_model=schemas.Listed[schemas.ListedActor],
    responses=contents(_ACTOR_FORMATS),
    openapi_extra=documented(_ACTOR_FILTERS | PAGE, formats=_ACTOR_FORMATS, choices={"sort": ORDERS}),
)
def actors(request: Request, catalog: CatalogDep) -> Response:
    """Actors by name, or those found by `q`, best first; each with its number of events."""
    form = choose_format(request, _ACTOR_FORMATS)
    if form == "html":
        return browse.actors_page(catalog, pairs_of(request))
    limit, cursor, others = page(request, **_ACTOR_FILTERS)
    found = list_actors(catalog, limit=limit, cursor=cursor, **others)
    counts = events_of_actors(catalog)

    def to_json(row: ActorRow) -> Json:
        return actor_to_json(row) | {"events": counts.get(row.id, 0)}

    if form == "csv":
        return page_of_csv(request, found, to_json=to_json)
    return page_of_json(request, found, to_json=to_json)


@router.get(
    "/actors/{identifier:path}",
    summary="One actor",
    response_model=schemas.ActorDetail,
    responses=contents(_ONE),
    openapi_extra=documented({}, formats=_ONE),
)
def actor(identifier: str, request: Request, catalog: CatalogDep) -> Response:
    """One actor: names, counts by role and type, first and last seen, and with whom it shares most events.

    As JSON-LD or Turtle what the merged graph says of it, but for its mentions.
    """
    _no_parameters(request)
    form = choose_format(request, _ONE)
    if form == "html":
        return details.actor_page(catalog, identifier)
    if form in LINKED:
        iri = resource_iri("actor", find_actor(catalog, identifier).id)
        return linked(describe_node(catalog.store, iri), form=form)
    detail = get_actor(catalog, identifier)
    return JSONResponse(
        actor_to_json(detail.actor)
        | {
            "iri": resource_iri("actor", detail.actor.id),
            "events": detail.n_events,
            "by_role": detail.by_role,
            "by_type": detail.by_type,
            "first": detail.first,
            "last": detail.last,
            "counterparts": [
                {"id": other.id, "name": other.name, "kind": other.kind, "events": n_events}
                for other, n_events in detail.counterparts
            ],
        }
    )


@router.get(
    "/places",
    summary="The places",
    response_model=schemas.Listed[schemas.ListedPlace],
    responses=contents(_PLACE_FORMATS),
    openapi_extra=documented(_PLACE_FILTERS | PAGE, formats=_PLACE_FORMATS, choices={"sort": ORDERS}),
)
def places(request: Request, catalog: CatalogDep) -> Response:
    """Places by name, or those found by `q`, best first; each with the number of events at the place itself."""
    form = choose_format(request, _PLACE_FORMATS)
    if form == "html":
        return browse.places_page(catalog, pairs_of(request))
    limit, cursor, others = page(request, **_PLACE_FILTERS)
    found = list_places(catalog, limit=limit, cursor=cursor, **others)
    counts = events_at_places(catalog)

    def to_json(row: PlaceRow) -> Json:
        return place_to_json(row) | {"events": counts.get(row.id, 0)}

    if form == "csv":
        return page_of_csv(request, found, to_json=to_json)
    if form == "geojson":
        shown = {
            "type": "FeatureCollection",
            "features": [_feature(row, to_json(row)) for row in found.items],
            "next": found.next,
            "total": found.total,
        }
        return JSONResponse(shown, media_type=_PLACE_FORMATS[form], headers=next_link(request, found.next))
    return page_of_json(request, found, to_json=to_json)


@router.get(
    "/places/{identifier:path}",
    summary="One place",
    response_model=schemas.PlaceDetail,
    responses=contents(_ONE),
    openapi_extra=documented({}, formats=_ONE),
)
def place(identifier: str, request: Request, catalog: CatalogDep) -> Response:
    """One place: names, coordinates, and counts of the events in it and in the places within it.

    As JSON-LD or Turtle what the merged graph says of it, but for its mentions.
    """
    _no_parameters(request)
    form = choose_format(request, _ONE)
    if form == "html":
        return details.place_page(catalog, identifier)
    if form in LINKED:
        iri = resource_iri("place", find_place(catalog, identifier).id)
        return linked(describe_node(catalog.store, iri), form=form)
    detail = get_place(catalog, identifier)
    return JSONResponse(
        place_to_json(detail.place)
        | {
            "iri": resource_iri("place", detail.place.id),
            "events": detail.n_events,
            "by_type": detail.by_type,
            "inner": [event_place_to_json(row) for row in detail.inner],
        }
    )


@router.get(
    "/types",
    summary="The codebook of event types",
    response_model=schemas.Listed[schemas.EventType],
    responses=contents(_TYPES),
    openapi_extra=documented({}, formats=_TYPES),
)
def types(request: Request, catalog: CatalogDep) -> Response:
    """Every event type with its definition, examples, crosswalks and number of events."""
    _no_parameters(request)
    if choose_format(request, _TYPES) == "html":
        return browse.types_page(catalog)
    counts = count_types(catalog)
    items: list[Json] = []
    for name in EVENT_TYPES:
        entry = CODEBOOK[name]
        items.append(
            {
                "id": name,
                "iri": type_iri(name),
                "label": entry.label,
                "definition": entry.definition,
                "group": QUADS[entry.quad],
                "score": entry.score,
                "examples": list(entry.examples),
                "counter_examples": list(entry.counter_examples),
                "plover": entry.plover,
                "cameo": list(entry.cameo),
                "schema_org": list(entry.schema_org),
                "wikidata": list(entry.wikidata),
                "events": counts.get(name, 0),
            }
        )
    return JSONResponse({"items": items, "next": None, "total": len(items)})


def _feature(row: PlaceRow, properties: Json) -> Json:
    has_point = row.lat is not None and row.lon is not None
    return {
        "type": "Feature",
        "id": resource_iri("place", row.id),
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]} if has_point else None,
        "properties": properties,
    }


def _no_parameters(request: Request) -> None:
    parse_none(pair for pair in request.query_params.multi_items() if pair[0] not in FORMAT)
