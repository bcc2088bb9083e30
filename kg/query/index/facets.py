"""Numbers of events by type, status, actor, place and outlet, counted in the index."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.query.index.keys import ANY_ROLE, STATUSES, TYPES
from kg.query.index.search import search_for

if TYPE_CHECKING:
    import sqlite3

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.index.event_index import EventIndex

Counts = Counter[str]


class Counted(NamedTuple):
    """Number of events that fit, and of those of each type, status, actor, place and outlet."""

    n_events: int
    types: Counts
    statuses: Counts
    actors: Counts
    places: Counts
    sources: Counts


def count_in_index(catalog: Catalog, index: EventIndex, wanted: EventFilter, *, n_top: int) -> Counted:
    """The events that fit, counted; of actors and outlets the `n_top` greatest only."""
    database = index.database
    search = search_for(catalog, database, wanted)
    is_all = not search.conditions and not search.words
    where, values = search.whole()
    fitting = f"(SELECT e.n FROM {search.source} WHERE {where})"

    def rows(query: str) -> list[tuple[str | int, int]]:
        return database.execute(query, values).fetchall()

    of_events = "" if is_all else f"WHERE n IN {fitting}"
    kinds = rows(f"SELECT type * 16 + status, COUNT(*) FROM event {of_events} GROUP BY 1")
    types, statuses = Counts(), Counts()
    for code, n in kinds:
        types[TYPES[int(code) // 16]] += n
        statuses[STATUSES[int(code) % 16]] += n
    places = rows(
        f"SELECT place.id, c FROM (SELECT place p, COUNT(*) c FROM event {of_events} GROUP BY place) "
        "JOIN place USING (p)"
    )
    if is_all:
        actors = rows(f"SELECT id, events FROM actor WHERE events > 0 ORDER BY events DESC, id LIMIT {n_top}")
    else:
        actors = rows(
            f"SELECT id, c FROM (SELECT a, COUNT(*) c FROM part WHERE role = {ANY_ROLE} AND n IN {fitting} GROUP BY a) "
            f"JOIN actor USING (a) ORDER BY c DESC, id LIMIT {n_top}"
        )
    # the plus keeps SQLite from trying each fitting event for each article, which is their product
    outlets = rows(
        "SELECT source, COUNT(DISTINCT n) FROM told JOIN article USING (r) WHERE source <> '' "
        f"{'' if is_all else f'AND +n IN {fitting}'} GROUP BY source ORDER BY 2 DESC, source LIMIT {n_top}"
    )
    return Counted(
        n_events=sum(types.values()),
        types=types,
        statuses=statuses,
        actors=Counts({str(actor): n for actor, n in actors}),
        places=Counts({str(place): n for place, n in places}),
        sources=Counts({_as_written(database, str(source)): n for source, n in outlets}),
    )


def _as_written(database: sqlite3.Connection, source: str) -> str:
    """An outlet as an article writes it: the index keeps outlets casefolded."""
    (shown,) = database.execute("SELECT shown FROM article WHERE source = ? LIMIT 1", (source,)).fetchone()
    return str(json.loads(shown)["source"])
