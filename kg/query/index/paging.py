"""Pages and counts of a search in the index, read from as few rows as can be.

Events that last no longer than a month are apart from longer and open ones: the days asked for bound their numbers, so
that a page of an actor with very many events starts where its days start. The few others are looked through.
"""

from __future__ import annotations

import heapq
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.query.filters import Sort
from kg.query.index.keys import LONG_DAYS, SENTENCES, UNDATED_START, down_bounds, key_in_index
from kg.query.index.search import summed
from kg.query.paging import key_of_cursor

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kg.query.filters import EventFilter
    from kg.query.index.search import Search

_BEYOND = 1 << 62
_LAST = ((1 << 63) - 1) // SENTENCES
"""Above the numbers of undated events too; times `SENTENCES` it still is an integer of SQLite."""
_KEYS = {Sort.SUPPORT: "support_key", Sort.CONFIDENCE: "confidence_key"}


def numbers_of_page(database: sqlite3.Connection, search: Search, wanted: EventFilter) -> list[int]:
    """Numbers of the events of one page, and of one more if there is one; QueryError for a cursor of another list."""
    after = None
    if wanted.cursor is not None:
        last = key_of_cursor(wanted.cursor, asked=wanted.asked())
        after = key_in_index(wanted.sort, last, cursor=wanted.cursor)
    limit = wanted.limit + 1
    if wanted.sort is Sort.TIME:
        start = 0 if after is None else _first_number(database, ">", str(after[0]))
        return _by_time(database, search, start=start, limit=limit)
    if wanted.sort is Sort.TIME_DOWN:
        return _from_newest(database, search, after=after, limit=limit)
    source, row, where, values = _joined(search)
    key = f"{row}.{_KEYS[wanted.sort]}"
    if after is not None:
        where, values = f"{where} AND {key} > ?", [*values, after[0]]
    return _column(database.execute(f"SELECT e.n FROM {source} WHERE {where} ORDER BY {key} LIMIT ?", [*values, limit]))


def count(database: sqlite3.Connection, search: Search, *, n_events: int) -> int:
    """How many events fit."""
    if search.words:
        return _count_words(database, search)
    if not search.conditions:
        return n_events
    query = f"SELECT COUNT(*) FROM {search.source} WHERE {search.where}"
    if search.is_days:
        table, where = summed(search)
        query = f"SELECT ifnull(SUM(e.events), 0) FROM {table} e WHERE {where}"
    return int(database.execute(query, search.values).fetchone()[0])


def _count_words(database: sqlite3.Connection, search: Search) -> int:
    if not search.conditions and len(search.words) == 1 and " " not in search.words[0]:
        row = database.execute("SELECT events FROM word WHERE word = ?", search.words).fetchone()
        return 0 if row is None else int(row[0])
    n_events = 0
    for source, where, values in _told(database, search):
        query = f"SELECT COUNT(DISTINCT sentence.rowid / {SENTENCES}) FROM {source} WHERE {where}"
        n_events += database.execute(query, values).fetchone()[0]
    return n_events


def _by_time(database: sqlite3.Connection, search: Search, *, start: int, limit: int) -> list[int]:
    if search.words:
        parts = (
            database.execute(
                f"SELECT sentence.rowid / {SENTENCES} FROM {source} WHERE {where} ORDER BY sentence.rowid", values
            )
            for source, where, values in _told(database, search, start=start)
        )
        return list(islice(_distinct(heapq.merge(*map(_numbers, parts))), limit))
    query = f"SELECT e.n FROM {search.source} WHERE {search.where}"
    if search.actor is None and not (search.is_days and (search.since or search.until)):
        # all of it in order; or the rows are few, or read in this order until there are enough
        rows = database.execute(f"{query} AND e.n >= ? ORDER BY e.n LIMIT ?", [*search.values, start, limit])
        return _column(rows)
    low, high = _bounds(database, search)
    found: list[int] = []
    for long, first, end in ((0, max(start, low), high), (1, start, _BEYOND)):
        found += _column(
            database.execute(
                f"{query} AND e.long = ? AND e.n >= ? AND e.n < ? ORDER BY e.n LIMIT ?",
                [*search.values, long, first, end, limit],
            )
        )
    return sorted(found)[:limit]


def _from_newest(
    database: sqlite3.Connection, search: Search, *, after: tuple[str | int, str] | None, limit: int
) -> list[int]:
    source, row, where, values = _joined(search)
    if after is not None:
        where = f"{where} AND e.down >= ? AND (e.down > ? OR {row}.id > ?)"
        values = [*values, after[0], after[0], after[1]]
    if search.actor is None:
        return _column(
            database.execute(f"SELECT e.n FROM {source} WHERE {where} ORDER BY e.down, e.id LIMIT ?", [*values, limit])
        )
    found: list[tuple[int, str, int]] = []
    for long in (0, 1):
        low, high = (-_BEYOND, _BEYOND) if long else down_bounds(search.since, search.until)
        found += database.execute(
            f"SELECT e.down, {row}.id, e.n FROM {source} WHERE {where} AND e.long = ? AND e.down BETWEEN ? AND ? "
            f"ORDER BY e.down, {row}.id LIMIT ?",
            [*values, long, low, high, limit],
        )
    return [n for _, _, n in sorted(found)[:limit]]


def _joined(search: Search) -> tuple[str, str, str, list[object]]:
    """Source, name of the event's whole row in it, condition and values of a search."""
    if search.actor is not None:
        return "part e JOIN event x ON x.n = e.n", "x", search.where, search.values
    return search.source, "e", *search.whole()


def _told(database: sqlite3.Connection, search: Search, *, start: int = 0) -> list[tuple[str, str, list[object]]]:
    """Source, condition and values of each part of a search for words; no event is in two parts.

    To look up the event of each sentence takes three times as long as to find the sentence. Where days are asked for,
    the place in time tells of most events whether they fit; looked up are those around the first day.
    """

    def part(source: str, first: int, end: int, condition: str, *values: object) -> tuple[str, str, list[object]]:
        where = f"sentence MATCH ? AND sentence.rowid >= ? AND sentence.rowid < ? AND {condition}"
        return source, where, [search.phrases, max(first, start) * SENTENCES, end * SENTENCES, *values]

    joined = f"sentence CROSS JOIN event e ON e.n = sentence.rowid / {SENTENCES}"
    if not search.conditions:
        return [part("sentence", 0, _LAST, "1")]
    if search.since is None and search.until is None:
        return [part(joined, 0, _LAST, search.where, *search.values)]
    low, high = _bounds(database, search)
    sure, end = _sure(database, search, high=min(high, UNDATED_START))
    found = [
        part(joined, low, sure, f"e.long = 0 AND {search.where}", *search.values),
        part("sentence", sure, end, "1"),
    ]
    long = f"SELECT e.n FROM event e WHERE e.long = 1 AND (e.n < ? OR e.n >= ?) AND {search.where}"
    values = [sure, end, *search.values]
    if database.execute(f"{long} LIMIT 1", values).fetchone() is not None:
        found.append(part("sentence", 0, _LAST, f"sentence.rowid / {SENTENCES} IN ({long})", *values))
    return found


def _sure(database: sqlite3.Connection, search: Search, *, high: int) -> tuple[int, int]:
    """Between which numbers, up to one, all events fit whatever else is known of them; none where both are equal."""
    n_of_days = sum(day is not None for day in (search.since, search.until))
    if len(search.conditions) > n_of_days:
        return high, high
    first = 0
    if search.since is not None:
        first = min(high, _first_number(database, ">=", date.fromordinal(search.since).isoformat()))
    query = f"SELECT 1 FROM event e WHERE e.long = 1 AND e.n >= ? AND e.n < ? AND ({search.where}) IS NOT TRUE LIMIT 1"
    is_mixed = database.execute(query, [first, high, *search.values]).fetchone() is not None
    return (high, high) if is_mixed else (first, high)


def _bounds(database: sqlite3.Connection, search: Search) -> tuple[int, int]:
    """Between which numbers events lie that reach the days asked for, long ones left out."""
    low, high = 0, _BEYOND
    if search.since is not None and search.since > LONG_DAYS + 1:
        low = _first_number(database, ">=", (date.fromordinal(search.since) - timedelta(LONG_DAYS)).isoformat())
    if search.until is not None:
        # "~" comes after the space that ends the date in the key
        high = _first_number(database, ">=", f"{date.fromordinal(search.until).isoformat()}~")
    return low, high


def _first_number(database: sqlite3.Connection, sign: str, key: str) -> int:
    """Number of the first event whose place in time is behind a key, or at it."""
    row = database.execute(f"SELECT n FROM event WHERE time_key {sign} ? ORDER BY time_key LIMIT 1", (key,)).fetchone()
    return _LAST if row is None else int(row[0])


def _column(rows: Iterable[tuple[Any, ...]]) -> list[int]:
    return [row[0] for row in rows]


def _numbers(rows: Iterable[tuple[Any, ...]]) -> Iterator[int]:
    for row in rows:
        yield row[0]


def _distinct(numbers: Iterator[int]) -> Iterator[int]:
    last = None
    for number in numbers:
        if number != last:
            yield number
        last = number
