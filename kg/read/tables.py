"""In: CSV with a header line. Out: articles, one for each row. Refuses tables without a `text` column and ragged rows.

The columns are those of a JSONL record, in any order and case; others are ignored. Comma, semicolon, tab and bar are
recognised as separators. Line ends inside a quoted text are kept as they are.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read.decode import guess_encoding
from kg.read.limits import HEAD_BYTES, MAX_RECORD_BYTES
from kg.read.records import FIELDS, make_article
from kg.read.streams import utf8_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from kg.read.streams import Source

SEPARATORS = (",", ";", "\t", "|")

# A noncharacter, fed after the last line: when it turns up inside a field, a quote was never closed.
_END = "\ufdd0"


def read_csv(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    """Articles of one table; refusals name the line on which the row starts.

    Raises:
        InputError: there is no `text` column, or a line or field is too long for the rest to be read.
    """
    # The module's limit is one for the process and 131,072 by default: less than a long report.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
    # Bytes that do not decode spoil their own row only.
    stream = io.TextIOWrapper(utf8_stream(source), encoding=_encoding(source), errors="surrogateescape", newline="")
    lines = _lines(stream)
    first = next(lines)
    if first == _END:
        return
    columns = header_columns(first)
    if "text" not in columns:
        found = ", ".join(repr(column[:40]) for column in columns[:12]) or "no header"
        raise InputError(f"the table has no column 'text' but {found}; name the column of the article's words 'text'")
    for name in FIELDS:
        if columns.count(name) > 1:
            raise InputError(f"the table has the column {name!r} more than once; keep one of them")
    rows = csv.reader(lines, delimiter=_separator(first))
    start = 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as exc:
            raise InputError(
                f"the row at line {start} cannot be read ({exc}), nor what follows; check its quotes"
            ) from exc
        if row is None or row == [_END]:
            return
        where = f"{source.where}:{start}"
        start = rows.line_num + 2
        if row and row[-1].endswith(_END):
            reason = "a quote is opened in this row and never closed; close it or double the quotes inside"
            yield Rejected(where=where, reason=reason)
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            reason = f"the row has {len(row)} cells but the header {len(columns)}; quote cells that hold separators"
            yield Rejected(where=where, reason=reason)
            continue
        cells = dict(zip(columns, row, strict=True))
        try:
            yield make_article(cells.pop("text"), cells, date=date)
        except InputError as exc:
            yield Rejected(where=where, reason=exc.reason)


def header_columns(line: str) -> list[str]:
    """Names of the columns in a header line, in lower case; none when the line is no header."""
    try:
        row = next(csv.reader([line.removeprefix("\ufeff")], delimiter=_separator(line)), [])
    except csv.Error:
        return []
    return [cell.strip().lower() for cell in row]


def _encoding(source: Source) -> str:
    try:
        encoding = guess_encoding(source.head, complete=len(source.head) < HEAD_BYTES)
    except InputError:
        return "utf-8"
    return "utf-8" if encoding.startswith("utf") else encoding


def _separator(header: str) -> str:
    counts = {separator: header.count(separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: counts[separator])


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(MAX_RECORD_BYTES):
        if len(line) >= MAX_RECORD_BYTES:
            raise InputError(f"a line is longer than {MAX_RECORD_BYTES:,} characters; split the article")
        yield line
    yield _END
