"""The service about itself: start page, health, counts, documentation, ontology, and where every IRI leads."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

import rdflib
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from api import schemas
from api.explorer import lists, rendering
from api.metrics import MEDIA_TYPE
from api.negotiation import choose_format
from api.parameters import FORMAT, contents, documented, pairs_of, problem
from api.problems import MEDIA_TYPE as PROBLEM
from api.problems import Problem
from api.service import CatalogDep, Service, ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.errors import KgError, UnknownError
from kg.query.filters import parse_none
from kg.query.stats import catalog_stats
from kg.settings import software_version
from kg.store.iris import kind_and_id, resource_iri
from kg.vocab import EV
from ontology import DOCUMENT, EVENTS, READING, TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()

# Swagger UI sets style attributes and draws its icons from data: addresses
_DOCS_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
_START_FORMATS = {"json": "application/json", "html": "text/html"}
_ONTOLOGY_FORMATS = {"turtle": "text/turtle", "jsonld": "application/ld+json", "html": "text/html"}
_KINDS = {"event": "events", "article": "articles", "actor": "actors", "place": "places"}


@router.get(
    "/",
    summary="Start",
    responses=contents(_START_FORMATS)
    | {
        400: {
            "description": "No such parameter; or, as a page, a filter that is wrong.",
            "content": {"text/html": {}, PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}},
        }
    },
    openapi_extra=documented({}, formats=_START_FORMATS),
)
def start(request: Request, service: ServiceDep) -> Response:
    """For a browser who did what with a search form, else the description of the service.

    The page takes the filters of `/events`.
    """
    pairs = pairs_of(request)
    if choose_format(request, _START_FORMATS) == "json":
        parse_none(pairs)
        return JSONResponse(_description())
    return lists.events_page(service, pairs, path="/")


@router.get(
    "/health",
    summary="Readiness",
    response_model=schemas.Health,
    responses={503: problem("Not ready: the store cannot be read yet.")},
)
def health(request: Request, catalog: CatalogDep) -> Response:
    """200 when the store can be read, so that requests may be sent here; 503 with the reason when not (yet)."""
    parse_none(request.query_params.multi_items())
    return JSONResponse({"status": "ok", "version": software_version(), "generation": catalog.store.generation})


@router.get("/health/live", summary="Liveness", response_model=schemas.Liveness)
async def live(request: Request) -> Response:
    """200 as long as the process answers at all, whatever the store: only when this fails is a restart of use."""
    parse_none(request.query_params.multi_items())
    return JSONResponse({"status": "ok", "version": software_version()})


@router.get("/stats", summary="Counts and versions")
def stats(request: Request, catalog: CatalogDep) -> Response:
    """How much the store holds, and what made it."""
    parse_none(request.query_params.multi_items())
    return JSONResponse(catalog_stats(catalog))


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": 'whodid_requests_total{method="GET",status="200"} 7'}}}},
)
def metrics(request: Request, service: ServiceDep) -> Response:
    """Requests and their durations by route and status, SPARQL queries by outcome, and what the store holds.

    Counted since the start of this process; of several processes each has its own.
    """
    parse_none(request.query_params.multi_items())
    counts: Mapping[str, int] | None = None
    generation = None
    with suppress(KgError), service.catalogs.use() as catalog:
        counts, generation = catalog.counts(), catalog.store.generation
    return Response(service.metrics.text(store=counts, generation=generation), media_type=MEDIA_TYPE)


@router.get("/docs", include_in_schema=False)
def docs() -> Response:
    """The interactive description of the API, without any file from elsewhere."""
    return rendering.page("docs.html", headers={"Content-Security-Policy": _DOCS_CSP}, openapi="/openapi.json")


@router.get(
    "/ontology",
    summary="The ontology",
    response_class=Response,
    responses=contents(_ONTOLOGY_FORMATS),
    openapi_extra=documented({}, formats=_ONTOLOGY_FORMATS),
)
def ontology(request: Request) -> Response:
    """Classes, properties and event types with their definitions."""
    parse_none(pair for pair in request.query_params.multi_items() if pair[0] not in FORMAT)
    form = choose_format(request, _ONTOLOGY_FORMATS)
    if form == "turtle":
        return Response(_ontology_text(), media_type=_ONTOLOGY_FORMATS[form])
    if form == "jsonld":
        return Response(_ontology_graph().serialize(format="json-ld"), media_type=_ONTOLOGY_FORMATS[form])
    return HTMLResponse(DOCUMENT.read_text(encoding="utf-8"), headers={"Content-Security-Policy": _document_csp()})


@router.get(
    "/id/{kind}/{identifier:path}",
    summary="Where an IRI leads",
    status_code=303,
    response_class=RedirectResponse,
    responses={404: problem("There is no such kind.")},
)
def resource(kind: str, identifier: str, request: Request, service: ServiceDep) -> Response:
    """Every IRI `https://w3id.org/whodid/id/…` of the graph, under this service: 303 to its description.

    A merge is described with what it made one.
    """
    parse_none(request.query_params.multi_items())
    if kind == "merge":
        kind, identifier = _made_one(service, identifier)
    if kind not in _KINDS:
        known = ", ".join((*_KINDS, "merge"))
        raise Problem(HTTPStatus.NOT_FOUND, "unknown", f"there is no kind {kind[:40]!r}; use one of {known}")
    return RedirectResponse(f"/{_KINDS[kind]}/{quote(identifier, safe='')}", status_code=HTTPStatus.SEE_OTHER)


def _made_one(service: Service, merge: str) -> tuple[str, str]:
    """Kind and id of what a merge made one."""
    with service.catalogs.use() as catalog:
        nodes = catalog.store.values_of(resource_iri("merge", merge), EV.into)
    if not nodes:
        raise UnknownError(f"no merge of the store has the id {merge!r}; see the `merges` of an event or actor")
    return kind_and_id(nodes[0])


def _description() -> dict[str, object]:
    return {
        "name": "whodid",
        "description": "Who did what, to whom, where and when, according to whom, and which sentence says so.",
        "version": software_version(),
        "links": {
            "events": "/events",
            "articles": "/articles",
            "actors": "/actors",
            "places": "/places",
            "types": "/types",
            "timeline": "/timeline",
            "disagreements": "/disagreements",
            "network": "/network",
            "map": "/map",
            "facets": "/facets",
            "search": "/search?q=a",
            "sparql": "/sparql",
            "graph": "/graph?default",
            "ontology": "/ontology",
            "stats": "/stats",
            "health": "/health",
            "metrics": "/metrics",
            "docs": "/docs",
            "openapi": "/openapi.json",
        },
    }


def _ontology_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (EVENTS, READING, TYPES))


@lru_cache(maxsize=1)
def _ontology_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in (EVENTS, READING, TYPES):
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return graph


@lru_cache(maxsize=1)
def _document_csp() -> str:
    """What the page of the ontology may do: nothing but its one style sheet, known by its digest."""
    style = DOCUMENT.read_text(encoding="utf-8").partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
