"""In: a Parquet file. Out: articles, one for each row. Refuses tables without a `text` column, and rows that are none.

The columns are those of a JSONL record, in any order and case; others are not even read. Rows come a few at a time, so
that memory does not grow with the file. Needs pyarrow (`pip install 'whodid[parquet]'`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read.limits import HEAD_BYTES
from kg.read.records import FIELDS, article_from_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.streams import Source

ROWS = 64
"""Rows decoded at a time."""


def read_parquet(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    """Articles of one table; refusals name the row, from 1.

    Raises:
        InputError: pyarrow is missing, the file is damaged, or there is no `text` column.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as exc:
        raise InputError("Parquet files need pyarrow; install it with pip install 'whodid[parquet]'") from exc
    with source.seekable() as file:
        number = 0
        try:
            table = parquet.ParquetFile(file, buffer_size=HEAD_BYTES, pre_buffer=False)
            names = _columns(table.schema_arrow.names)
            for batch in table.iter_batches(batch_size=ROWS, columns=list(names), use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield _outcome({names[key]: value for key, value in row.items()}, number, source.where, date)
        except pa.ArrowException as exc:
            words = " ".join(str(exc).split())[:200]
            read = f", after row {number:,}" if number else ""
            raise InputError(f"the Parquet file is damaged or of an unknown kind{read} ({words})") from exc


def _columns(names: list[str]) -> dict[str, str]:
    """Names of the columns to read, each with the field that it is."""
    known = {name: name.strip().lower() for name in names if name.strip().lower() in FIELDS}
    if "text" not in known.values():
        found = ", ".join(repr(name[:40]) for name in names[:12]) or "no column"
        raise InputError(f"the table has no column 'text' but {found}; name the column of the article's words 'text'")
    for field in FIELDS:
        if list(known.values()).count(field) > 1:
            raise InputError(f"the table has the column {field!r} more than once; keep one of them")
    return known


def _outcome(row: dict[str, Any], number: int, where: str, date: str | None) -> Article | Rejected:
    if isinstance(row.get("date"), dt.date):  # a datetime is one too
        row["date"] = row["date"].isoformat()
    try:
        return article_from_record(row, date=date)
    except InputError as exc:
        return Rejected(where=f"{where}, row {number}", reason=exc.reason)
