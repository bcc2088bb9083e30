"""Answers of SPARQL queries as bytes, whole or not at all: an answer beyond a limit is refused, never cut."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, RefusedQuery
from kg.store import dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.store.engine import Answer

ROW_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}

_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_CSV_QUOTED = re.compile(rb'"[^"]*"')


def serialize(
    answer: Answer,
    *,
    format: str,
    max_rows: int | None = None,
    max_bytes: int | None = None,
) -> bytes:
    """The answer in one of `ROW_FORMATS` (solutions, booleans) or `GRAPH_FORMATS` (triples).

    RefusedQuery for more rows, triples or bytes than allowed; QueryError when the answer cannot have this format. Must
    run in the thread that made the answer: the engine ends the process otherwise.
    """
    sink = _Sink(max_bytes)
    try:
        if isinstance(answer, ox.QuerySolutions | ox.QueryBoolean):
            answer.serialize(sink, format=ROW_FORMATS[_checked(format, ROW_FORMATS)])
        else:
            _write_triples(answer, sink, format=format, max_rows=max_rows)
    except _TooLongError:
        raise RefusedQuery(f"the answer has more than {max_bytes} bytes; ask for less, for instance by LIMIT") from None
    except ValueError as exc:
        raise QueryError(f"this answer cannot be written as {format!r}: {exc}") from exc
    content = sink.getvalue()
    if isinstance(answer, ox.QuerySolutions) and max_rows is not None and n_rows(content, format) > max_rows:
        raise _too_many(max_rows)
    return content


def n_rows(content: bytes, format: str) -> int:
    """Number of solutions in a serialized answer of the engine, which puts no space between JSON tokens."""
    return _COUNT[format](content)


def _write_triples(answer: Iterable[ox.Triple], sink: BytesIO, *, format: str, max_rows: int | None) -> None:
    form = GRAPH_FORMATS[_checked(format, GRAPH_FORMATS)]
    triples = []
    for triple in answer:
        triples.append(triple)
        if max_rows is not None and len(triples) > max_rows:
            raise _too_many(max_rows)
    dump.serialize(triples, sink, format=form)


def _too_many(max_rows: int) -> RefusedQuery:
    return RefusedQuery(f"the answer has more than {max_rows} rows; ask for less, for instance by LIMIT")


def _checked(name: str, formats: Iterable[str]) -> str:
    if name not in formats:
        raise QueryError(f"{name!r} is no format for this answer; use one of {', '.join(formats)}")
    return name


class _TooLongError(Exception):
    pass


class _Sink(BytesIO):
    """Bytes up to a limit."""

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self._limit = limit

    def write(self, chunk: object) -> int:
        written = super().write(chunk)  # type: ignore[arg-type]
        if self._limit is not None and self.tell() > self._limit:
            raise _TooLongError
        return written


def _count_json(content: bytes) -> int:
    # Outside strings a row opens after "[" or ","; a cell opens after ":".
    plain = _JSON_STRING.sub(b"", content)
    return plain.count(b"[{") + plain.count(b",{")


def _count_csv(content: bytes) -> int:
    return _CSV_QUOTED.sub(b"", content).count(b"\n") - 1


_COUNT: dict[str, Callable[[bytes], int]] = {
    "json": _count_json,
    "xml": lambda content: content.count(b"<result>") + content.count(b"<result/>"),
    "csv": _count_csv,
    # Line breaks of values are escaped.
    "tsv": lambda content: content.count(b"\n") - 1,
}
