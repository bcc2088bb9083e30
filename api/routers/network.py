"""Events counted by time, and joined to the network of actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import network_schemas, schemas
from api.explorer import lists
from api.negotiation import choose_format
from api.parameters import contents, documented, pairs_of
from api.replies import CSV, JsonAnswer
from api.service import CatalogDep, ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.export.network import network_to_gexf, network_to_graphml, network_to_networkx
from kg.export.tables import csv_line
from kg.query.actors import find_actor
from kg.query.network import NETWORK_FILTERS, network_of, network_to_json, parse_network
from kg.query.timeline import TIMELINE_FILTERS, bucket_to_json, count_by_time, parse_timeline, timeline_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.catalog import Catalog
    from kg.query.timeline import Timeline

router = APIRouter()

_HTML = {"html": "text/html"}
TIMELINE_FORMATS = {"json": "application/json", "csv": "text/csv", **_HTML}
NETWORK_FORMATS = {
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}
_WHOLE_FORMATS = NETWORK_FORMATS | _HTML
_TIMELINE_COLUMNS = ("bucket", "first", "last", "events", "possible")


@router.get(
    "/timeline",
    summary="Events by time",
    response_model=schemas.Timeline,
    responses=contents(TIMELINE_FORMATS),
    openapi_extra=documented(TIMELINE_FILTERS, formats=TIMELINE_FORMATS),
)
def timeline(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """How many of the events that fit all the filters fall on each day, week, month or year that has any.

    An event counts where its whole time lies within one bucket, for nothing is dated more finely than it is known.
    One whose time reaches over several ("January 2020" by day) counts in `spread`, and in the `possible` of each bucket
    listed that it may have happened in. An undated event counts in `undated`. So `events` is the sum over the
    buckets, plus `spread`, plus `undated`. CSV has the last two as two more lines. Everything comes in one answer.
    """
    form = choose_format(request, TIMELINE_FORMATS)
    if form == "html":
        return lists.timeline_page(service, pairs_of(request))
    wanted, by = parse_timeline(pairs_of(request))
    counted = count_by_time(catalog, wanted, by=by)
    if form == "csv":
        return Response("".join(_timeline_lines(counted)), media_type=CSV)
    return JsonAnswer(timeline_to_json(counted))


@router.get(
    "/network",
    summary="The network of actors",
    response_model=network_schemas.Network,
    responses=contents(_WHOLE_FORMATS),
    openapi_extra=documented(NETWORK_FILTERS, formats=_WHOLE_FORMATS),
)
def network(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """Who acts on whom in the events that fit all the filters: node-link JSON, GraphML or GEXF.

    An edge stands for all events of one type and status between two actors, in one relation: from the agent to the
    patient or recipient, or between equals (`with`, from the lesser id). Its `weight` is their number, its `score` the
    codebook's, from conflict (-10) to cooperation (10), with the `sign` -1, 0 or 1. Of a network larger than
    `max_nodes` and `max_edges` the heaviest actors and edges are kept; `graph` says how many there were.
    """
    form = choose_format(request, _WHOLE_FORMATS)
    if form == "html":
        return lists.network_page(service, pairs_of(request))
    return _network(request, catalog, form=form)


@router.get(
    "/actors/{identifier:path}/network",
    summary="The network around one actor",
    response_model=network_schemas.Network,
    responses=contents(NETWORK_FORMATS),
    openapi_extra=documented(NETWORK_FILTERS, formats=NETWORK_FORMATS),
)
def ego_network(identifier: str, request: Request, catalog: CatalogDep) -> Response:
    """One actor, those it shares an edge with, and the edges among all of them, as in `/network`.

    Where it is cut, the actors with the heaviest edges to this one are kept.
    """
    form = choose_format(request, NETWORK_FORMATS)
    return _network(request, catalog, form=form, ego=find_actor(catalog, identifier).id)


def _network(request: Request, catalog: Catalog, *, form: str, ego: str | None = None) -> Response:
    wanted, bounds = parse_network(pairs_of(request))
    found = network_of(catalog, wanted, bounds=bounds, ego=ego)
    if form == "json":
        return JsonAnswer(network_to_json(found))
    write = network_to_graphml if form == "graphml" else network_to_gexf
    # a file cannot say what was left out of it, so a header does
    left_out = {"X-Truncated": "true" if found.is_cut else "false"}
    return Response(write(network_to_networkx(found)), media_type=NETWORK_FORMATS[form], headers=left_out)


def _timeline_lines(counted: Timeline) -> Iterator[str]:
    yield csv_line(_TIMELINE_COLUMNS)
    for row in counted.rows:
        shown = bucket_to_json(row)
        yield csv_line([shown[column] for column in _TIMELINE_COLUMNS])
    yield csv_line(["spread", None, None, counted.n_spread, None])
    yield csv_line(["undated", None, None, counted.n_undated, None])
