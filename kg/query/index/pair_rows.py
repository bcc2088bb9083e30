"""Who is joined to whom by each event, kept as blocks of packed rows, which are read as whole columns.

A network counts hundreds of thousands of rows, whatever the filter. Columns of numbers are counted in milliseconds
where a table would be read row by row. A block holds the rows of some hundred events that follow each other in time, so
that an event which changes costs one block.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.query.index.keys import CERTAINTIES, POLARITIES, RELATIONS, STATUSES, TENSES, TYPES, days_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from typing import Any

    from numpy.typing import NDArray

    from kg.query.catalog import IndexedEvent

ROW = np.dtype(
    [
        ("n", "<i8"), ("confidence", "<f8"),
        ("source", "<i4"), ("target", "<i4"),  # numbers of actors
        ("first", "<i4"), ("last", "<i4"),  # as in the table of events; 0 where that has none
        ("earliest", "<i4"), ("latest", "<i4"),  # as `packed_date`
        ("support", "<i4"), ("sources", "<i4"), ("place", "<i4"),  # number of the place, 0 for none
        ("relation", "u1"), ("type", "u1"), ("status", "u1"), ("polarity", "u1"), ("certainty", "u1"), ("tense", "u1"),
    ]
)  # fmt: skip
"""One row for each two actors that an event joins."""

_SHIFT = 34
"""A block is as many numbers as 256 events of a new index take up."""


class PairBlocks:
    """The blocks of an index that is being written; `write` puts down those that changed."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._changed: dict[int, list[NDArray[Any]]] = {}

    def put(self, n: int, event: IndexedEvent, place: int | None, pairs: Iterable[tuple[int, int, str]]) -> None:
        """Adds an event's pairs: numbers of both actors, and the relation; `place` is the number of its place."""
        first, last = days_of(event)
        alike = (
            first or 0, last or 0, packed_date(event.earliest), packed_date(event.latest), event.support, event.sources,
            place or 0,
        )  # fmt: skip
        kinds = (
            TYPES.index(event.type), STATUSES.index(event.status), POLARITIES.index(event.polarity),
            CERTAINTIES.index(event.certainty), TENSES.index(event.tense),
        )  # fmt: skip
        rows = [
            (n, event.confidence, source, target, *alike, RELATIONS.index(relation), *kinds)
            for source, target, relation in pairs
        ]
        if rows:
            self._block(n).append(np.array(rows, dtype=ROW))

    def take_out(self, n: int) -> None:
        """Removes the pairs of an event."""
        block = self._block(n)
        block[:] = [rows[rows["n"] != n] for rows in block]

    def write(self) -> None:
        """Writes the blocks that changed."""
        for block, parts in self._changed.items():
            write_block(self._database, block, parts)
        self._changed = {}

    def _block(self, n: int) -> list[NDArray[Any]]:
        block = n >> _SHIFT
        if block not in self._changed:
            found = self._database.execute("SELECT rows FROM pairs WHERE block = ?", (block,)).fetchone()
            self._changed[block] = [] if found is None else [np.frombuffer(found[0], dtype=ROW)]
        return self._changed[block]


def write_block(database: sqlite3.Connection, block: int, parts: Iterable[NDArray[Any]]) -> None:
    """Writes one block, in order; one without rows is removed."""
    rows = np.concatenate([np.empty(0, dtype=ROW), *parts])
    database.execute("DELETE FROM pairs WHERE block = ?", (block,))
    if rows.size:
        rows.sort(order=("n", "source", "target", "relation"))
        database.execute("INSERT INTO pairs VALUES (?, ?)", (block, rows.tobytes()))


def write_all(database: sqlite3.Connection, rows: NDArray[Any]) -> None:
    """Writes rows of any order into an index that has none."""
    blocks = rows["n"] >> _SHIFT
    for block in np.unique(blocks).tolist():
        write_block(database, block, [rows[blocks == block]])


def read_rows(database: sqlite3.Connection) -> NDArray[Any]:
    """All rows, in the order of their events in time."""
    parts = [row[0] for row in database.execute("SELECT rows FROM pairs ORDER BY block")]
    return np.frombuffer(b"".join(parts), dtype=ROW)


def packed_date(value: str | None) -> int:
    """A partial date as a number that sorts like its text; 0 for none."""
    if value is None:
        return 0
    return int(value.replace("-", "").ljust(8, "0"))


@lru_cache(maxsize=50_000)
def unpacked_date(number: int) -> str | None:
    """The partial date of a number of `packed_date`."""
    if number == 0:
        return None
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])
