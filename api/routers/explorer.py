"""What the pages need besides the other routes: search, facets, the map, and the form that adds articles."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import found as shapes
from api.body import content_type_of, read_body
from api.explorer import adding, browse, lists
from api.negotiation import choose_format
from api.parameters import contents, documented, pairs_of
from api.problems import Problem, kind_of
from api.service import CatalogDep, ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.errors import KgError, QueryError
from kg.jobs import Kind
from kg.query.facets import count_facets, facets_to_geojson, facets_to_json, parse_facets
from kg.query.filters import CONDITIONS, Reader, parse_none

if TYPE_CHECKING:
    from api.service import Service
    from kg.jobs import Job

router = APIRouter()

_SEARCH_FORMATS = {"json": "application/json", "html": "text/html"}
_MAP_FORMATS = {"geojson": "application/geo+json", "html": "text/html"}
_FACET_FORMATS = {"json": "application/json"}
_Q = {"q": "What is looked for: a name, a type, or words of a sentence."}
_FORM = "application/x-www-form-urlencoded"


@router.get(
    "/search",
    summary="Search everything",
    response_model=shapes.Found,
    responses=contents(_SEARCH_FORMATS),
    openapi_extra=documented(_Q, formats=_SEARCH_FORMATS),
    tags=["events"],
)
def search(request: Request, catalog: CatalogDep) -> Response:
    """Actors and places with a name whose words begin so, event types, and how many events have such a sentence.

    The first six of each; `/actors?q=`, `/places?q=` and `/events?q=` have all.
    """
    form = choose_format(request, _SEARCH_FORMATS)
    reader = Reader(pairs_of(request), known=("q",))
    q = reader.one("q") or ""
    if form == "json":
        reader.words()  # refuses a `q` without any; a page shows that nothing was found
    reader.check()
    found = browse.search(catalog, q, n_events=10 if form == "html" else 1)
    return browse.search_page(found) if form == "html" else JSONResponse(browse.found_to_json(found))


@router.get(
    "/facets",
    summary="What the events are",
    response_model=shapes.Facets,
    responses=contents(_FACET_FORMATS),
    openapi_extra=documented(CONDITIONS, formats=_FACET_FORMATS),
    tags=["counts"],
)
def facets(request: Request, catalog: CatalogDep) -> Response:
    """How many of the events that fit all the filters are of each type and status, and at each place.

    Also with which actors and told by which outlets, the twelve most frequent of each.
    """
    choose_format(request, _FACET_FORMATS)
    return JSONResponse(facets_to_json(count_facets(catalog, parse_facets(pairs_of(request)))))


@router.get(
    "/map",
    summary="Events by place",
    response_class=JSONResponse,
    responses=contents(_MAP_FORMATS),
    openapi_extra=documented(CONDITIONS, formats=_MAP_FORMATS),
    tags=["counts"],
)
def places_map(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """The places of the events that fit all the filters, each with its number of events, as GeoJSON points."""
    form = choose_format(request, _MAP_FORMATS)
    if form == "html":
        return lists.map_page(service, pairs_of(request))
    shown = facets_to_geojson(count_facets(catalog, parse_facets(pairs_of(request))))
    return JSONResponse(shown, media_type=_MAP_FORMATS[form])


@router.get("/add", include_in_schema=False)
def add_form(request: Request, service: ServiceDep) -> Response:
    """The form to paste an article into."""
    parse_none(pairs_of(request))
    return adding.add_page(service)


@router.post("/add", include_in_schema=False)
async def add(request: Request, service: ServiceDep) -> Response:
    """Takes the form in as a job, and leads to the page of the job; programs use `POST /articles`.

    The write key stands in the form itself, so no page of elsewhere can send it.
    """
    kind, _ = content_type_of(request)
    if kind != _FORM:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", f"the body must be {_FORM}")
    # a form may write every byte of a text as three
    text = await read_body(request, max_bytes=3 * service.settings.write_limits.body_bytes)
    given = dict(parse_qsl(text, keep_blank_values=False))

    def take() -> Job:
        _check_key(service, given.get("key", ""))
        return _submit(service, given)

    try:
        job = await run_in_threadpool(take)
    except (KgError, Problem) as error:
        status = error.status_code if isinstance(error, Problem) else int(kind_of(error)[0])
        said = error.detail if isinstance(error, Problem) else str(error)
        return adding.add_page(service, given=given, problem=said, status=status)
    return RedirectResponse(f"/jobs/{quote(job.id)}?format=html", status_code=HTTPStatus.SEE_OTHER)


def _check_key(service: Service, given: str) -> None:
    key = service.settings.write_key
    if key is None:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "read-only", "this service only reads")
    if not hmac.compare_digest(given.encode(), key.encode()):
        raise Problem(HTTPStatus.FORBIDDEN, "key", "this is not the write key with which the service was started")
    service.writes.take()


def _submit(service: Service, given: dict[str, str]) -> Job:
    waiting = service.settings.write_limits.waiting
    if "remove" in given:
        with service.catalogs.use() as catalog:
            article = catalog.find_article(given["remove"])
        return service.jobs.submit(Kind.DELETE, [{"id": article}], max_waiting=waiting)
    record = {name: value.strip() for name in adding.FIELDS if (value := given.get(name, "")).strip()}
    # browsers send line ends as CR LF; the text that offsets point into has them as they were typed
    text = given.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise QueryError("there is no text; paste the article")
    kind = Kind.PREVIEW if "preview" in given else Kind.ADD
    return service.jobs.submit(kind, [record | {"text": text}], max_waiting=waiting)
