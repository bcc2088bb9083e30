"""How many events per day, week, month or year.

An event is counted in a bucket when its whole time lies within it, and in no other: nothing is dated more finely than
it is known. An event whose time reaches over several buckets ("January 2020" by day, "since 2019" by year) is in none
of them; it counts in `n_spread`, and in the `n_possible` of every bucket listed that it may have happened in. So the
true number of a bucket lies between `n_events` and `n_events + n_possible`. Undated events count in `n_undated`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from kg import dates
from kg.query.events import matching_events
from kg.query.filters import CONDITIONS, Reader, read_conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.query.catalog import Catalog, IndexedEvent
    from kg.query.filters import EventFilter
    from kg.query.rows import Json

TIMELINE_FILTERS = {
    "by": "Size of the buckets: day, week (ISO 8601, Monday to Sunday), month (default) or year.",
    **CONDITIONS,
}


class Bucket(StrEnum):
    """Size of the buckets."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketRow:
    """One bucket with events: `name` is ISO 8601 (`2020-01-03`, `2020-W01`, `2020-01`, `2020`), both days included."""

    name: str
    first: date
    last: date
    n_events: int
    n_possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Buckets that have events, in order; `n_events` counts all that fit: in the buckets, spread and undated."""

    by: Bucket
    rows: tuple[BucketRow, ...]
    n_events: int
    n_spread: int
    n_undated: int


def parse_timeline(pairs: Iterable[tuple[str, str]]) -> tuple[EventFilter, Bucket]:
    """The filter and bucket that the (name, value) pairs ask for; QueryError as for `parse_filter`."""
    reader = Reader(pairs, known=TIMELINE_FILTERS)
    wanted, by = read_conditions(reader), reader.choice("by", Bucket) or Bucket.MONTH
    reader.check()
    return wanted, by


def count_by_time(catalog: Catalog, wanted: EventFilter, *, by: Bucket) -> Timeline:
    """The timeline of the events that fit; UnknownError as for `list_events`."""
    counts: Counter[date] = Counter()
    spread: list[tuple[date, date]] = []
    n_events = n_undated = 0
    for days, n_alike in _counted_days(catalog, wanted):
        n_events += n_alike
        if days is None:
            n_undated += n_alike
            continue
        first, last = days
        start = bucket_of(first, by=by)[1]
        if start == bucket_of(last, by=by)[1]:
            counts[start] += n_alike
        else:
            spread += [days] * n_alike
    rows = []
    for start, n_possible in zip(sorted(counts), _overlaps(sorted(counts), spread, by=by), strict=True):
        name, first, last = bucket_of(start, by=by)
        rows.append(BucketRow(name=name, first=first, last=last, n_events=counts[start], n_possible=n_possible))
    return Timeline(by=by, rows=tuple(rows), n_events=n_events, n_spread=len(spread), n_undated=n_undated)


@lru_cache(maxsize=50_000)
def bucket_of(day: date, *, by: Bucket) -> tuple[str, date, date]:
    """Name, first and last day of the bucket that a day lies in."""
    if by is Bucket.DAY:
        return day.isoformat(), day, day
    if by is Bucket.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        # the calendar of Python ends on a Friday
        return f"{year:04d}-W{week:02d}", first, first + min(timedelta(days=6), date.max - first)
    name = day.isoformat()[: 7 if by is Bucket.MONTH else 4]
    return name, *dates.bounds(name)


def timeline_to_json(timeline: Timeline) -> Json:
    """`{by, items, next, total, events, spread, undated}`; `total` is the number of buckets, all in one answer."""
    return {
        "by": timeline.by.value,
        "items": [bucket_to_json(row) for row in timeline.rows],
        "next": None,
        "total": len(timeline.rows),
        "events": timeline.n_events,
        "spread": timeline.n_spread,
        "undated": timeline.n_undated,
    }


def bucket_to_json(row: BucketRow) -> Json:
    """`{bucket, first, last, events, possible}`."""
    return {
        "bucket": row.name,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "events": row.n_events,
        "possible": row.n_possible,
    }


def _counted_days(catalog: Catalog, wanted: EventFilter) -> Iterator[tuple[tuple[date, date] | None, int]]:
    """First and last possible day, None for undated, and how many of the events have them."""
    if catalog.index is None:
        for event in matching_events(catalog, wanted):
            is_undated = event.earliest is None and event.latest is None
            yield None if is_undated else _days(event), 1
        return
    for first, last, n_alike in catalog.index.days(catalog, wanted):
        if first is None or last is None:
            yield None, n_alike
        else:
            yield (date.fromordinal(first), date.fromordinal(max(first, last))), n_alike


def _days(event: IndexedEvent) -> tuple[date, date]:
    """First and last possible day; an open end reaches to the end of the calendar."""
    first = dates.bounds(event.earliest)[0] if event.earliest else date.min
    last = dates.bounds(event.latest)[1] if event.latest else date.max
    return first, max(first, last)


def _overlaps(starts: list[date], spread: list[tuple[date, date]], *, by: Bucket) -> list[int]:
    """For each bucket, by its first day, how many of the times reach into it."""
    changes = [0] * (len(starts) + 1)
    for first, last in spread:
        changes[bisect_left(starts, bucket_of(first, by=by)[1])] += 1
        changes[bisect_right(starts, last)] -= 1
    return list(accumulate(changes))[:-1]
