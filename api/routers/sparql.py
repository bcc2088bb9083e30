"""SPARQL 1.1 Protocol, queries only (https://www.w3.org/TR/sparql11-protocol/), and the description of the service."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

import rdflib
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.body import content_type_of, read_body
from api.explorer import queries
from api.negotiation import best_match, choose_format
from api.parameters import problem
from api.problems import Problem, kind_of
from api.service import ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg import vocab
from kg.errors import KgError, QueryError, RefusedQuery
from kg.query.formats import GRAPHS, SOLUTIONS, formats_of
from kg.query.guard import MAX_BYTES, check_query
from kg.query.sparql import Query

if TYPE_CHECKING:
    from api.service import Service

router = APIRouter()

DESCRIPTIONS = {name: GRAPHS[name] for name in ("turtle", "ntriples", "jsonld")}
_RDFLIB = {"ntriples": "nt", "jsonld": "json-ld"}
_KNOWN = {"query", "default-graph-uri", "named-graph-uri", "format"}
_ALSO_FORMAT = {"output", "results"}
"""Other names of `format`, as Virtuoso and Sesame had them; SPARQLWrapper sends all three."""

_FORMAT_NAMES = {"json-ld": "jsonld", "n3": "turtle", "ttl": "turtle", "nt": "ntriples"}
_UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MAX_BODY = 3 * MAX_BYTES + 10_000
"""Largest body: a form may write every byte of a query as three."""

_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "query",
        "in": "query",
        "description": "SELECT, ASK, CONSTRUCT or DESCRIBE.",
        "schema": {"type": "string"},
    },
    {
        "name": "default-graph-uri",
        "in": "query",
        "description": "Graphs that make up the default graph; repeatable. Without any dataset it is the merged graph.",
        "schema": {"type": "array", "items": {"type": "string"}},
    },
    {
        "name": "named-graph-uri",
        "in": "query",
        "description": "Named graphs of the dataset; repeatable.",
        "schema": {"type": "array", "items": {"type": "string"}},
    },
    {
        "name": "format",
        "in": "query",
        "description": "Form of the answer, instead of the Accept header.",
        "schema": {"type": "string", "enum": [*SOLUTIONS, *GRAPHS]},
    },
]
_BODY = {
    "content": {
        _DIRECT: {"schema": {"type": "string"}},
        _FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The whole answer, or the service description when a GET has no query.",
        "content": {media_type: {} for media_type in (*SOLUTIONS.values(), *GRAPHS.values())},
    },
    403: problem("SERVICE, LOAD, an update, too deep, or more rows than allowed."),
    429: problem("All query processes are busy."),
    504: problem("Stopped at the time limit."),
}


@router.get("/sparql", summary="SPARQL query", responses=_ANSWERS, openapi_extra={"parameters": _PARAMETERS})
async def sparql(request: Request, service: ServiceDep) -> Response:
    """A SPARQL 1.1 query by GET; without a query the service description."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    is_page = _is_for_people(request, pairs)
    if not any(name in {"query", *_UPDATES} for name, _ in pairs):
        _check_names(pairs)
        if is_page:
            return queries.query_page()
        form = choose_format(request, DESCRIPTIONS)
        text = _description(_endpoint(request))
        if form != "turtle":
            text = rdflib.Graph().parse(data=text, format="turtle").serialize(format=_RDFLIB[form])
        return Response(text, media_type=DESCRIPTIONS[form])
    if is_page:
        return await run_in_threadpool(_page, request, service, pairs)
    return await _answer(request, service, pairs)


@router.post(
    "/sparql",
    summary="SPARQL query",
    responses=_ANSWERS | {408: problem("The body comes too slowly."), 413: problem("The body is too large.")},
    openapi_extra={"parameters": _PARAMETERS[1:], "requestBody": _BODY},
)
async def sparql_post(request: Request, service: ServiceDep) -> Response:
    """A SPARQL 1.1 query by POST, as a form or as `application/sparql-query`."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    kind, _ = content_type_of(request)
    if kind not in {_FORM, _DIRECT}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            f"the body must be {_DIRECT} or {_FORM}, not {kind[:80] or 'without a type'!r}",
        )
    text = await read_body(request, max_bytes=_MAX_BODY)
    pairs += parse_qsl(text, keep_blank_values=True) if kind == _FORM else [("query", text)]
    return await _answer(request, service, pairs)


def _is_for_people(request: Request, pairs: list[tuple[str, str]]) -> bool:
    """Whether the page with the answer is wanted: only when it is named, and no form of data is."""
    if _format_of(pairs) is not None:
        return _format_of(pairs) == "html"
    offered = {**SOLUTIONS, **GRAPHS, "html": "text/html"}
    return best_match(",".join(request.headers.getlist("accept")), offered) == "html"


def _page(request: Request, service: Service, pairs: list[tuple[str, str]]) -> Response:
    """The page with the query and its answer, or with what is wrong with it."""
    query = next((value for name, value in pairs if name == "query"), "")
    form, start = None, time.monotonic()
    try:
        _check_names(pairs)
        form = check_query(query)
        name = next(iter(formats_of(form)))
        answer = service.pool.run(_query(request, pairs, text=query, form=name))
    except KgError as error:
        status, kind = kind_of(error)
        service.metrics.query(kind)
        return queries.query_page(query, problem=str(error), status=status)
    service.metrics.query("ok")
    took_ms = 1000 * (time.monotonic() - start)
    return queries.query_page(query, form=form, content=answer.content, took_ms=took_ms)


def _query(request: Request, pairs: list[tuple[str, str]], *, text: str, form: str) -> Query:
    return Query(
        text=text,
        format=form,
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
        base_iri=_endpoint(request),
    )


async def _answer(request: Request, service: ServiceDep, pairs: list[tuple[str, str]]) -> Response:
    _check_names(pairs)
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) != 1:
        raise QueryError(f"give exactly one query, not {len(texts)}")

    def run() -> Response:
        try:
            offered = formats_of(check_query(texts[0]))
            form = choose_format(request, offered, name=_format_of(pairs))
            answer = service.pool.run(_query(request, pairs, text=texts[0], form=form))
        except KgError as error:
            service.metrics.query(kind_of(error)[1])
            raise
        service.metrics.query("ok")
        return Response(answer.content, media_type=answer.media_type)

    # guarding a long query takes a noticeable time, waiting for its answer more: neither may hold up other requests
    return await run_in_threadpool(run)


def _format_of(pairs: list[tuple[str, str]]) -> str | None:
    given = dict(pairs)
    names = [given[name] for name in ("format", "output", "results") if name in given]
    return _FORMAT_NAMES.get(names[0], names[0]) if names else None


def _check_names(pairs: list[tuple[str, str]]) -> None:
    for name, _ in pairs:
        if name in _UPDATES:
            raise RefusedQuery(f"{name!r} belongs to an update; this endpoint only reads")
        if name not in _KNOWN | _ALSO_FORMAT:
            raise QueryError(f"there is no parameter {name[:80]!r}; known are {', '.join(sorted(_KNOWN))}")


def _endpoint(request: Request) -> str:
    return quote(str(request.url).partition("?")[0], safe=":/[]@%~!$&'()*+,;=")


def _description(endpoint: str) -> str:
    """SPARQL 1.1 Service Description; the default graph is the merged graph under its name."""
    formats = ", ".join(
        f"<http://www.w3.org/ns/formats/{name}>"
        for name in (
            "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
            "Turtle", "N-Triples", "JSON-LD", "N-Quads", "TriG",
        )
    )  # fmt: skip
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .

<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <{endpoint}#dataset> .

<{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{endpoint}#default> ;
    sd:namedGraph <{endpoint}#merged> .

<{endpoint}#default> a sd:Graph .

<{endpoint}#merged> a sd:NamedGraph ;
    sd:name <{vocab.MERGED_GRAPH}> ;
    sd:graph <{endpoint}#default> .
"""
