"""Who did what, and the articles that say so."""

from __future__ import annotations

from io import BytesIO

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import schemas
from api.explorer import browse, details, lists
from api.negotiation import choose_format
from api.parameters import FORMAT, PAGE, contents, documented, event_filter, page, pairs_of
from api.replies import LINKED, csv_response, linked, next_link, page_of_csv, page_of_json, page_of_shown
from api.service import CatalogDep, ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.export.records import record_to_json
from kg.export.tables import events_to_csv, events_to_geojson
from kg.query.articles import get_article, list_articles
from kg.query.describe import describe_events
from kg.query.events import find_event, list_events, list_shown, page_of_index, shown_event
from kg.query.filters import FILTERS, parse_none
from kg.query.rows import article_to_json
from kg.store.iris import article_graph

router = APIRouter()

HTML = {"html": "text/html"}
EVENT_FORMATS = {"json": "application/json", "csv": "text/csv", "geojson": "application/geo+json", **LINKED, **HTML}
ROW_FORMATS = {"json": "application/json", "csv": "text/csv", **HTML}
ONE_FORMATS = {"json": "application/json", **HTML, **LINKED}
_ARTICLE_FILTERS = {"source": "Outlet, in any case.", "q": "Words of the title, in any case."}


@router.get(
    "/events",
    summary="Who did what",
    response_model=schemas.Listed[schemas.Event],
    responses=contents(EVENT_FORMATS),
    openapi_extra=documented(FILTERS, formats=EVENT_FORMATS),
)
def events(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """The events that fit all the filters, each with the sentences that say so.

    JSON-LD and Turtle have the statements of the graph about the events of the page: the events, the names of who and
    where, every mention with its sentence (its words as `ev:quote`), roles and speakers, and the articles.
    """
    form = choose_format(request, EVENT_FORMATS)
    if form == "html":
        return lists.events_page(service, pairs_of(request), path="/events")
    wanted = event_filter(request)
    if form in LINKED:
        shown_page = page_of_index(catalog, wanted)
        headers = next_link(request, shown_page.next) | {"X-Total-Count": str(shown_page.total)}
        statements = describe_events(catalog, [event.iri for event in shown_page.items])
        return linked(statements, form=form, headers=headers)
    if form == "json":
        return page_of_shown(request, list_shown(catalog, wanted))
    found = list_events(catalog, wanted)
    if form == "csv":
        return csv_response(request, events_to_csv(found.items), found)
    shown = events_to_geojson(found.items) | {"next": found.next, "total": found.total}
    return JSONResponse(shown, media_type=EVENT_FORMATS[form], headers=next_link(request, found.next))


@router.get(
    "/events/{identifier:path}",
    summary="One event",
    response_model=schemas.EventDetail,
    responses=contents(ONE_FORMATS),
    openapi_extra=documented({}, formats=ONE_FORMATS),
)
def event(identifier: str, request: Request, catalog: CatalogDep) -> Response:
    """One event with every mention of it, and why its mentions were merged."""
    _only_format(request)
    form = choose_format(request, ONE_FORMATS)
    if form in LINKED:
        return linked(describe_events(catalog, [find_event(catalog, identifier).iri]), form=form)
    if form == "html":
        return details.event_page(catalog, identifier)
    return Response(shown_event(catalog, identifier), media_type=ONE_FORMATS[form])


@router.get(
    "/articles",
    summary="The articles",
    response_model=schemas.Listed[schemas.Article],
    responses=contents(ROW_FORMATS),
    openapi_extra=documented(_ARTICLE_FILTERS | PAGE, formats=ROW_FORMATS),
)
def articles(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """The articles of the store, by date."""
    form = choose_format(request, ROW_FORMATS)
    if form == "html":
        return browse.articles_page(catalog, service, pairs_of(request))
    limit, cursor, others = page(request, **_ARTICLE_FILTERS)
    found = list_articles(catalog, limit=limit, cursor=cursor, **others)
    if form == "csv":
        return page_of_csv(request, found, to_json=article_to_json)
    return page_of_json(request, found, to_json=article_to_json)


@router.get(
    "/articles/{identifier:path}",
    summary="One article",
    response_model=schemas.ArticleDetail,
    responses=contents(ONE_FORMATS),
    openapi_extra=documented({}, formats=ONE_FORMATS),
)
def article(identifier: str, request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """One article with its text and all that was found in it, by offset; as JSON-LD or Turtle its named graph."""
    _only_format(request)
    form = choose_format(request, ONE_FORMATS)
    if form == "html":
        return details.article_page(catalog, service, identifier)
    if form in LINKED:
        said = BytesIO()
        catalog.store.dump(said, format=form, graph=article_graph(catalog.find_article(identifier)))
        return Response(said.getvalue(), media_type=LINKED[form])
    detail = get_article(catalog, identifier)
    record = record_to_json(detail.record)
    del record["article"]
    shown = article_to_json(detail.row) | {"text": detail.record.article.text} | record
    return JSONResponse(shown | {"canonical": detail.canonical, "run": detail.run})


def _only_format(request: Request) -> None:
    parse_none(pair for pair in request.query_params.multi_items() if pair[0] not in FORMAT)
