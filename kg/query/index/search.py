"""From an event filter to SQL over the index. Values are bound; only lists of our own numbers stand in the text."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.query.index.keys import ANY_ROLE, ROLE_CODES, SENTENCES, STATUSES, TYPES, UNDATED
from kg.query.places import is_near, is_within_box, wanted_places

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kg.query.catalog import Catalog
    from kg.query.filters import Box, EventFilter, Near

_KM_PER_DEGREE = 110.0
"""A little less than a degree of latitude is anywhere, so that boxes are rather too large."""


@dataclass(slots=True)
class Search:
    """The events that fit: `FROM {source} WHERE {where}`, in which `e.n` is the event.

    Attributes:
        actor: number and role, where the source is the table `part`: one actor, and nothing that it does not hold.
        words: for a full-text search; the conditions leave them out.
        since, until: ordinals of days; they are among the conditions too.
        is_days: whether there are no conditions but of the days and, in `event`, of types.
    """

    source: str = "event e"
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    actor: tuple[int, int] | None = None
    words: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    is_days: bool = True

    @property
    def where(self) -> str:
        """The conditions as one."""
        return " AND ".join(self.conditions) or "1"

    @property
    def phrases(self) -> str:
        """The words as FTS5 wants them; of ASCII they hold letters, digits and `_` alone, so no quotation mark."""
        return " AND ".join(f'"{phrase}"' for phrase in self.words)

    def whole(self) -> tuple[str, list[object]]:
        """The conditions as one with the words, and the values; for sources of whole events."""
        if not self.words:
            return self.where, self.values
        told = f"e.n IN (SELECT rowid / {SENTENCES} FROM sentence WHERE sentence MATCH ?)"
        return f"{self.where} AND {told}", [*self.values, self.phrases]

    def need(self, condition: str, *values: object) -> None:
        """Adds a condition."""
        self.conditions.append(condition)
        self.values += values


def search_for(catalog: Catalog, database: sqlite3.Connection, wanted: EventFilter) -> Search:
    """The search for what a filter asks for; UnknownError for names that the store does not know."""
    parts = [
        (role, _numbers(database, "actor", "a", catalog.find_actors(name)))
        for role, names in (
            (ROLE_CODES["agent"], wanted.agent),
            (ROLE_CODES["patient"], wanted.patient),
            (ANY_ROLE, wanted.actor),
            (ROLE_CODES["attributed_to"], (wanted.attributed_to,) if wanted.attributed_to else ()),
        )
        for name in names
    ]
    search = Search()
    if len(parts) == 1 and len(parts[0][1]) == 1 and not _has_others(wanted):
        ((role, (actor,)),) = parts
        search.source, search.actor = "part e", (actor, role)
        search.need("e.a = ? AND e.role = ?", actor, role)
    else:
        for role, actors in parts:
            search.need(f"e.n IN (SELECT n FROM part WHERE a IN ({_listed(actors)}) AND role = {role})")
    search.is_days = not parts or search.actor is not None
    _need_days(search, wanted)
    if wanted.types:
        search.need(f"e.type IN ({_listed(TYPES.index(name) for name in wanted.types)})")
        search.is_days = search.is_days and search.actor is None
    if wanted.status is not None:
        search.need("e.status = ?", STATUSES.index(wanted.status.value))
        search.is_days = False
    if _has_others(wanted):
        search.is_days = False
        _need_others(search, catalog, database, wanted)
    return search


def days_of_search(search: Search) -> tuple[str, list[object]]:
    """SQL for first and last day, NULL for undated, of the events that fit, and how many have them."""
    if not search.is_days:
        source, where, values = search.source, search.where, search.values
        if search.words:
            source, where = (
                "event e",
                f"{where} AND e.n IN (SELECT rowid / {SENTENCES} FROM sentence WHERE sentence MATCH ?)",
            )
            values = [*values, search.phrases]
        return f"SELECT e.first, e.last, COUNT(*) FROM {source} WHERE {where} GROUP BY e.first, e.last", values
    table, where = summed(search)
    return (
        f"SELECT nullif(e.first, {UNDATED}), nullif(e.last, {UNDATED}), SUM(e.events) FROM {table} e WHERE {where} "
        "GROUP BY e.first, e.last"
    ), search.values


def summed(search: Search) -> tuple[str, str]:
    """Table and conditions for a search that is of days alone, where numbers of events stand summed up by days."""
    is_dated = search.since is not None or search.until is not None
    where = search.where + (f" AND e.first <> {UNDATED}" if is_dated else "")
    return ("actor_day" if search.actor else "day"), where


def _has_others(wanted: EventFilter) -> bool:
    """Whether the filter has conditions on what the table of parts does not hold."""
    return (
        any(
            value is not None
            for value in (
                wanted.place, wanted.near, wanted.bbox, wanted.article, wanted.source, wanted.published_since,
                wanted.published_until, wanted.polarity, wanted.certainty, wanted.tense, wanted.min_confidence,
                wanted.min_support,
            )
        )
        or bool(wanted.words)
    )  # fmt: skip


def _need_days(search: Search, wanted: EventFilter) -> None:
    if wanted.since is not None:
        search.since = wanted.since.toordinal()
        search.need("e.last >= ?", search.since)
    if wanted.until is not None:
        search.until = wanted.until.toordinal()
        search.need("e.first <= ?", search.until)


def _need_others(search: Search, catalog: Catalog, database: sqlite3.Connection, wanted: EventFilter) -> None:
    for column, value in (
        ("polarity", wanted.polarity), ("certainty", wanted.certainty), ("tense", wanted.tense)
    ):  # fmt: skip
        if value is not None:
            search.need(f"e.{column} = ?", value.value)
    if wanted.min_confidence is not None:
        search.need("e.confidence >= ?", wanted.min_confidence)
    if wanted.min_support is not None:
        search.need("e.sources >= ?", wanted.min_support)
    places = places_allowed(catalog, database, wanted)
    if places is not None:
        search.need(f"e.place IN ({_listed(places)})")
    if wanted.article is not None:
        article = catalog.find_article(wanted.article)
        search.need("e.n IN (SELECT n FROM told WHERE r = (SELECT r FROM article WHERE id = ?))", article)
    if wanted.source is not None:
        search.need(
            "e.n IN (SELECT n FROM told WHERE r IN (SELECT r FROM article WHERE source = ?))", wanted.source.casefold()
        )
    if wanted.published_since is not None or wanted.published_until is not None:
        _need_publication(search, wanted)
    search.words = wanted.words


def _need_publication(search: Search, wanted: EventFilter) -> None:
    """One article of the event is of the days wanted; of a whole month or year, where that reaches them."""
    since = (wanted.published_since or date.min).isoformat()
    until = (wanted.published_until or date.max).isoformat()
    # The year bounds what is read of the list by date, in which a year stands before its months and days, and those
    # without a date behind all.
    search.need(
        "e.n IN (SELECT n FROM told WHERE r IN "
        "(SELECT r FROM article WHERE date >= ? AND date <= ? AND date >= substr(?, 1, length(date))))",
        since[:4], until, since,
    )  # fmt: skip


def places_allowed(catalog: Catalog, database: sqlite3.Connection, wanted: EventFilter) -> list[int] | None:
    """Numbers of the places that the filter allows, None for all. Boxes are looked up, then compared exactly."""
    if wanted.place is None and wanted.near is None and wanted.bbox is None:
        return None
    rows = catalog.places()
    found: set[str] | None = None
    if wanted.place is not None:
        found = set(wanted_places(catalog, wanted.place))
    for box in (_around(wanted.near), wanted.bbox):
        if box is not None:
            inside = set(_within(database, box))
            found = inside if found is None else found & inside
    found = {
        key
        for key in found or ()
        if (wanted.near is None or is_near(rows[key], wanted.near))
        and (wanted.bbox is None or is_within_box(rows[key], wanted.bbox))
    }
    return _numbers(database, "place", "p", sorted(found))


def _within(database: sqlite3.Connection, box: Box) -> list[str]:
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    found = []
    for low, high in spans:
        # the tree rounds to 32 bits, outwards
        rows = database.execute(
            "SELECT id FROM point JOIN place USING (p) "
            "WHERE lat_high >= ? AND lat_low <= ? AND lon_high >= ? AND lon_low <= ?",
            (south, north, low, high),
        )
        found += [row[0] for row in rows]
    return found


def _around(near: Near | None) -> Box | None:
    """A box that holds the circle, with room to spare."""
    if near is None:
        return None
    reach = near.radius_km / _KM_PER_DEGREE + 0.01
    south, north = max(-90.0, near.lat - reach), min(90.0, near.lat + reach)
    widest = max(abs(south), abs(north))
    if widest >= 89 or reach >= 89:
        return (-180.0, south, 180.0, north)
    # the circle is widest not at its centre but towards the pole
    half = math.degrees(math.asin(min(1.0, math.sin(math.radians(min(reach, 90))) / math.cos(math.radians(widest)))))
    if half >= 179:
        return (-180.0, south, 180.0, north)
    return (_turned(near.lon - half), south, _turned(near.lon + half), north)


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _numbers(database: sqlite3.Connection, table: str, column: str, ids: Iterable[str]) -> list[int]:
    found = []
    for identifier in ids:
        row = database.execute(f"SELECT {column} FROM {table} WHERE id = ?", (identifier,)).fetchone()
        if row is not None:
            found.append(row[0])
    return found


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
