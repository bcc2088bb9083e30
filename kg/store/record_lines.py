"""Article records as N-Quads and back, without a database: the form in which records travel between machines.

The lines are those that the store would hold of the record. Each article has its own graph, and its lines stand
together, so that a file of many articles is read one record at a time.
"""

from __future__ import annotations

from itertools import groupby
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import mapping
from kg.store.checks import canonical_record, check_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleRecord


def record_lines(record: ArticleRecord) -> bytes:
    """The N-Quads of one article; StoreError when the record does not hold together (`check_record`)."""
    check_record(record)
    return mapping.record_lines(canonical_record(record))


def records_in(stream: IO[bytes], *, name: str) -> Iterator[ArticleRecord]:
    """The records of such lines, in their order; StoreError, which names `name`, when the lines are no N-Quads."""
    try:
        for _, quads in groupby(ox.parse(stream, format=ox.RdfFormat.N_QUADS), key=lambda quad: quad.graph_name):
            yield mapping.record_of(quads)
    except (SyntaxError, ValueError, OSError, EOFError) as exc:
        raise StoreError(f"{name} is damaged ({' '.join(str(exc).split())[:200]}); make it again") from exc
