"""SPARQL 1.1 Graph Store HTTP Protocol, reading only (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

from __future__ import annotations

import re
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api.negotiation import choose_format
from api.parameters import FORMAT, contents
from api.service import CatalogDep, ServiceDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg import vocab
from kg.errors import QueryError, RefusedQuery, UnknownError
from kg.query.formats import GRAPHS
from kg.store.iris import article_graph
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.catalog import Catalog

router = APIRouter()

GRAPH_FORMATS = {name: GRAPHS[name] for name in ("turtle", "ntriples", "jsonld")}
MAX_SORTED = 500_000
"""Most statements of a graph in Turtle or JSON-LD, which are put in order in memory; N-Triples are not limited."""

_SPOOL_BYTES = 8_000_000
_CHUNK_BYTES = 256_000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")

_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "graph",
        "in": "query",
        "required": True,
        "description": "IRI of a graph, or `default` for the merged graph; `?default` says the same.",
        "schema": {"type": "string", "pattern": r"^(?:default|[A-Za-z][A-Za-z0-9+.-]*:[!$%&-;=?-Z_a-z~]*)$"},
        "examples": {
            "merged": {"value": vocab.MERGED_GRAPH},
            "article": {"value": f"{vocab.ARTICLE_GRAPHS}an-id"},
            "default": {"value": "default"},
        },
    },
    {
        "name": "format",
        "in": "query",
        "description": FORMAT["format"],
        "schema": {"type": "string", "enum": list(GRAPH_FORMATS)},
    },
]


@router.get(
    "/graph",
    summary="One graph",
    response_class=Response,
    responses=contents(GRAPH_FORMATS),
    openapi_extra={"parameters": _PARAMETERS},
)
def graph(request: Request, service: ServiceDep, catalog: CatalogDep) -> Response:
    """All statements of one named graph: the merged graph, or what one article says. The same graph, the same bytes.

    Graphs of more than half a million statements come as N-Triples only. Writing is refused with 405.
    """
    form = choose_format(request, GRAPH_FORMATS)
    name = _graph_of(request, catalog)
    media_type = GRAPH_FORMATS[form]
    with service.one_of_few_dumps():
        if form != "ntriples":
            _check_size(catalog, name)
        # the size is known before the first byte goes out, and no failure comes after it
        spool = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 -- closed when the answer is sent
        catalog.store.dump(spool, format=form, graph=name)
    n_bytes = spool.tell()
    spool.seek(0)
    if n_bytes <= _SPOOL_BYTES:
        with spool:
            return Response(spool.read(), media_type=media_type)
    return StreamingResponse(_chunks(spool), media_type=media_type, headers={"Content-Length": str(n_bytes)})


def _graph_of(request: Request, catalog: Catalog) -> str:
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in FORMAT]
    for name, _ in pairs:
        if name not in {"graph", "default"}:
            raise QueryError(f"there is no parameter {name[:80]!r} here; known are graph, default, format")
    if len(pairs) != 1:
        raise QueryError("give one graph: `?graph=IRI`, or `?default` for the merged graph")
    ((name, value),) = pairs
    if name == "default":
        if value:
            raise QueryError(f"default takes no value, not {value[:80]!r}; use `?default`")
        return vocab.MERGED_GRAPH
    if value == "default":
        return vocab.MERGED_GRAPH
    if not _IRI.fullmatch(value):
        raise QueryError(f"graph must be an absolute IRI or `default`, not {value[:80]!r}")
    if value != vocab.MERGED_GRAPH and not _is_article(catalog, value):
        raise UnknownError(f"the store has no graph {value[:200]!r}; see /articles for those of the articles")
    return value


def _is_article(catalog: Catalog, graph: str) -> bool:
    try:
        article = catalog.find_article(unquote(graph.removeprefix(vocab.ARTICLE_GRAPHS)))
    except UnknownError:
        return False
    return graph == article_graph(article)


def _check_size(catalog: Catalog, name: str) -> None:
    (row,) = catalog.select("graph_size", graph=Iri(name))
    if row.count("n") > MAX_SORTED:
        raise RefusedQuery(f"the graph has more than {MAX_SORTED} statements; ask for application/n-triples")


def _chunks(spool: IO[bytes]) -> Iterator[bytes]:
    with spool:
        while chunk := spool.read(_CHUNK_BYTES):
            yield chunk
