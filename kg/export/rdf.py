"""The graph as RDF text; the same contents always give the same bytes."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kg.errors import QueryError
from kg.export.linked import graph_to_jsonld
from kg.query.describe import describe_merged

if TYPE_CHECKING:
    from kg.store import ReadStore

FORMATS = ("nquads", "trig", "turtle", "jsonld")


def write_rdf(store: ReadStore, output: IO[bytes], *, format: str) -> None:
    """Writes all graphs (nquads, sorted by line; trig) or the merged graph (turtle, jsonld); QueryError for others."""
    if format not in FORMATS:
        raise QueryError(f"{format!r} is no RDF format here; choose one of {', '.join(FORMATS)}")
    if format == "jsonld":
        output.writelines(piece.encode() for piece in graph_to_jsonld(describe_merged(store)))
    else:
        store.dump(output, format=format)
