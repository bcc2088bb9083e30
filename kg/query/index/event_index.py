"""The open index of one snapshot: pages of events, counts, pairs, one actor and one place."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from kg.errors import StoreError, UnknownError
from kg.query.catalog import IndexedEvent
from kg.query.disagreement_filters import PROPERTIES
from kg.query.events import sort_key
from kg.query.facts import ROLES
from kg.query.filters import Sort
from kg.query.index.keys import ANY_ROLE, ROLE_CODES, STATUSES, TYPES
from kg.query.index.paging import count, numbers_of_page
from kg.query.index.pairs import Pairs
from kg.query.index.search import days_of_search, search_for
from kg.query.index.stored import (
    actor_from_json,
    detail_from_json,
    differences_from_json,
    event_from_json,
    merge_from_json,
    place_from_json,
)
from kg.query.paging import Page, ShownPage, cursor_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.index.pairs import Heaviest
    from kg.query.network import NetworkBounds
    from kg.query.rows import ActorRow, DifferenceRow, EventRow, MergeRow, PlaceRow

COLUMNS = (
    "e.id, e.iri, e.type, e.status, e.polarity, e.certainty, e.tense, e.confidence, e.support, e.sources, "
    "(SELECT id FROM place WHERE p = e.place), e.earliest, e.latest"
)
N_COUNTERPARTS = 10
_KEPT_TOTALS = 2_000
_KEPT_STATEMENTS = 500
_STEPS, _FEW = 2_000, 10
"""Steps of SQLite's machine, some ten a microsecond, between two looks whether it is too much; and looks at most."""
_CACHE_KIB = 4_000
"""Pages that each thread's connection keeps besides the file, which is mapped: the system keeps what is used of it."""
_MAPPED_BYTES = 1 << 40


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as JSON: what lists show, and what `more_to_json` adds."""

    event: bytes
    more: bytes

    def row(self) -> EventRow:
        """The whole row."""
        return event_from_json(json.loads(self.event), json.loads(self.more))

    def detail(self) -> dict[str, Any]:
        """What `event_detail_to_json` gives of it, but for its links to other events."""
        return detail_from_json(from_json(self.event), from_json(self.more))

    @property
    def is_plain(self) -> bool:
        """Whether it has neither merges nor disagreements."""
        return b'"merges":[],"differences":[]' in self.more

    def differences(self, row: EventRow) -> tuple[DifferenceRow, ...]:
        """On what its articles differ; `row` is its own."""
        return differences_from_json(json.loads(self.more)["differences"], row)

    def merges(self) -> tuple[MergeRow, ...]:
        """Why its mentions were taken for one."""
        return tuple(merge_from_json(merge) for merge in json.loads(self.more)["merges"])


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """An actor's part in the events; counterparts are ids with the number of events shared, most first."""

    n_events: int
    by_role: dict[str, int]
    by_type: dict[str, int]
    first: str | None
    last: str | None
    counterparts: tuple[tuple[str, int], ...]


class EventIndex:
    """An index file, opened for reading; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = local()
        self._lock = Lock()
        self._connections: list[sqlite3.Connection] = []
        self._totals: OrderedDict[object, int] = OrderedDict()
        self._pairs_lock = Lock()  # of its own, as others do not wait for what is read under it
        self._pairs: Pairs | None = None
        meta = dict(self.database.execute("SELECT name, value FROM meta"))
        self._n_events = int(meta["events"])
        self.counts: dict[str, int] = json.loads(meta["counts"])
        self.extractors: dict[str, int] = json.loads(meta["extractors"])

    @property
    def database(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            # `immutable` spares the locks: the file is never written again
            found = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?immutable=1",
                uri=True,
                check_same_thread=False,
                cached_statements=_KEPT_STATEMENTS,
            )
            found.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            found.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            self._local.connection = found
            with self._lock:
                self._connections.append(found)
        return found

    @property
    def is_open(self) -> bool:
        """Whether it has connections."""
        return bool(self._connections)

    def close(self) -> None:
        """Closes every thread's connection; no other thread may be reading."""
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            connection.close()

    def actors(self) -> dict[str, ActorRow]:
        """Every canonical actor by id, sorted."""
        rows = (actor_from_json(json.loads(row[0])) for row in self.database.execute("SELECT shown FROM actor"))
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    def places(self) -> dict[str, PlaceRow]:
        """Every canonical place by id, sorted."""
        rows = (place_from_json(json.loads(row[0])) for row in self.database.execute("SELECT shown FROM place"))
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    # ------------------------------------------------------------ events

    def page(self, catalog: Catalog, wanted: EventFilter) -> ShownPage:
        """One page of the events that fit, as the JSON that lists show; errors as for `list_events`."""
        numbers = self._page(catalog, wanted)
        # joined in there, which takes half the time of fetching them one by one
        found = "json_each(?) CROSS JOIN shown ON n = value"
        values: tuple[object, ...] = (_json(numbers.items),)
        if wanted.sort is Sort.TIME:  # the order of the numbers
            found, values = f"shown WHERE n IN ({', '.join('?' * len(numbers.items))})", numbers.items
        query = f"SELECT CAST(group_concat(event) AS BLOB) FROM {found}"
        (items,) = self.database.execute(query, values).fetchone()
        return ShownPage(items=items or b"", next=numbers.next, total=numbers.total)

    def rows(self, catalog: Catalog, wanted: EventFilter) -> Page[EventRow]:
        """The same page as rows."""
        numbers = self._page(catalog, wanted)
        items = tuple(self._shown(n).row() for n in numbers.items)
        return Page(items=items, next=numbers.next, total=numbers.total)

    def page_at_hand(self, catalog: Catalog, wanted: EventFilter) -> ShownPage | None:
        """The same when it takes few steps; None when it would take more."""
        database, asked = self.database, 0

        def is_too_much() -> bool:
            nonlocal asked
            asked += 1
            return asked > _FEW

        database.set_progress_handler(is_too_much, _STEPS)
        try:
            return self.page(catalog, wanted)
        except sqlite3.OperationalError:  # interrupted
            return None
        finally:
            database.set_progress_handler(None, 0)

    def page_of_index(self, catalog: Catalog, wanted: EventFilter) -> Page[IndexedEvent]:
        """The same page, of what filters look at."""
        numbers = self._page(catalog, wanted)
        items = tuple(self._event(n) for n in numbers.items)
        return Page(items=items, next=numbers.next, total=numbers.total)

    def each(self, catalog: Catalog, wanted: EventFilter) -> Iterator[EventRow]:
        """All events that fit, in order."""
        everything = replace(wanted, limit=self._n_events or 1, cursor=None)
        for n in numbers_of_page(self.database, search_for(catalog, self.database, wanted), everything):
            yield self._shown(n).row()

    def find(self, identifier: str) -> tuple[IndexedEvent, Shown]:
        """One event by id or IRI; UnknownError when there is none."""
        n = self._number(identifier)
        return self._event(n), self._shown(n)

    def shown(self, identifier: str) -> Shown:
        """What is shown of one event; UnknownError when there is none."""
        return self._shown(self._number(identifier))

    def _number(self, identifier: str) -> int:
        for column in ("id", "iri"):
            row = self.database.execute(f"SELECT n FROM event WHERE {column} = ?", (identifier,)).fetchone()
            if row is not None:
                return int(row[0])
        raise UnknownError(f"no event of the store has the id {identifier!r}; see /events")

    def matching(self, catalog: Catalog, wanted: EventFilter) -> list[IndexedEvent]:
        """All events that fit, without order."""
        search = search_for(catalog, self.database, wanted)
        where, values = search.whole()
        query = f"SELECT {COLUMNS} FROM event e WHERE e.n IN (SELECT e.n FROM {search.source} WHERE {where})"
        return [indexed_event(row) for row in self.database.execute(query, values)]

    def differing(self, catalog: Catalog, wanted: EventFilter) -> list[tuple[IndexedEvent, str]]:
        """Each property that articles differ on, of the events that fit, without order."""
        search = search_for(catalog, self.database, wanted)
        where, values = search.whole()
        query = (
            f"SELECT d.property, {COLUMNS} FROM differ d JOIN event e ON e.n = d.n "
            f"WHERE d.n IN (SELECT e.n FROM {search.source} WHERE {where})"
        )
        return [
            (indexed_event(cells), PROPERTIES[property_]) for property_, *cells in self.database.execute(query, values)
        ]

    def _shown(self, n: int) -> Shown:
        query = "SELECT event, more FROM shown JOIN more USING (n) WHERE n = ?"
        return Shown(*self.database.execute(query, (n,)).fetchone())

    def _page(self, catalog: Catalog, wanted: EventFilter) -> Page[int]:
        search = search_for(catalog, self.database, wanted)
        found = numbers_of_page(self.database, search, wanted)
        if wanted.cursor is None and len(found) <= wanted.limit:
            total = len(found)
        else:
            total = self._total(wanted.key(), lambda: count(self.database, search, n_events=self._n_events))
        shown = tuple(found[: wanted.limit])
        following = None
        if len(found) > wanted.limit:
            following = cursor_after(sort_key(wanted.sort)(self._event(shown[-1])), asked=wanted.asked())
        return Page(items=shown, next=following, total=total)

    def _event(self, n: int) -> IndexedEvent:
        row = self.database.execute(f"SELECT {COLUMNS} FROM event e WHERE n = ?", (n,)).fetchone()
        if row is None:
            raise StoreError(f"the index {str(self.path)!r} is broken; delete it, it is made anew")
        return indexed_event(row)

    def _total(self, asked: object, count: Callable[[], int]) -> int:
        """How many fit; kept, as every page of a list tells it."""
        with self._lock:
            if asked in self._totals:
                self._totals.move_to_end(asked)
                return self._totals[asked]
        total = count()
        with self._lock:
            self._totals[asked] = total
            if len(self._totals) > _KEPT_TOTALS:
                self._totals.popitem(last=False)
        return total

    # ------------------------------------------------------------ counts

    def days(self, catalog: Catalog, wanted: EventFilter) -> list[tuple[int | None, int | None, int]]:
        """First and last possible day as ordinals, None for undated, and how many of the events that fit have them."""
        query, values = days_of_search(search_for(catalog, self.database, wanted))
        return self.database.execute(query, values).fetchall()

    def types(self) -> dict[str, int]:
        """Numbers of events by type."""
        return _named(TYPES, self.database.execute("SELECT type, SUM(events) FROM day GROUP BY type"))

    def actor(self, actor: str) -> ActorFacts:
        """What an actor does."""
        number, n_events, first, last = self.database.execute(
            "SELECT a, events, first, last FROM actor WHERE id = ?", (actor,)
        ).fetchone()
        roles = {code: role for role, code in ROLE_CODES.items()}
        own = ", ".join(str(ROLE_CODES[role]) for role in ROLES)
        by_role = self.database.execute(
            f"SELECT role, SUM(events) FROM actor_day WHERE a = ? AND role IN ({own}) GROUP BY role", (number,)
        )
        by_type = self.database.execute(
            f"SELECT type, COUNT(*) FROM part WHERE a = ? AND role = {ANY_ROLE} GROUP BY type", (number,)
        )
        counterparts = self.database.execute(
            "SELECT actor.id, shared.events FROM shared JOIN actor ON actor.a = other "
            "WHERE shared.a = ? ORDER BY shared.events DESC, actor.name, actor.id LIMIT ?",
            (number, N_COUNTERPARTS),
        )
        return ActorFacts(
            n_events=n_events,
            by_role={roles[code]: count for code, count in by_role},
            by_type=_named(TYPES, by_type),
            first=first,
            last=last,
            counterparts=tuple(counterparts),
        )

    def taking_part(self, actors: Iterable[str], places: Iterable[str]) -> set[str]:
        """Ids of those of the actors that have a part in any event at the places."""
        query = (
            "SELECT id FROM actor WHERE id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM part "
            f"JOIN event USING (n) WHERE part.a = actor.a AND role = {ANY_ROLE} AND event.place IN "
            "(SELECT p FROM place WHERE id IN (SELECT value FROM json_each(?))))"
        )
        values = (json.dumps(sorted(actors)), json.dumps(sorted(places)))
        return {row[0] for row in self.database.execute(query, values)}

    def types_in(self, places: Iterable[str]) -> dict[str, int]:
        """Numbers of events in any of the places, by type."""
        query = (
            "SELECT type, COUNT(*) FROM event WHERE place IN (SELECT p FROM place WHERE id IN "
            "(SELECT value FROM json_each(?))) GROUP BY type"
        )
        return _named(TYPES, self.database.execute(query, (json.dumps(sorted(places)),)))

    # ------------------------------------------------------------ articles

    def has_article(self, article: str) -> bool:
        """Whether the store has an article of this id."""
        return self.database.execute("SELECT 1 FROM article WHERE id = ?", (article,)).fetchone() is not None

    def article(self, article: str) -> dict[str, Any] | None:
        """An article as lists show it, None when there is none of this id."""
        row = self.database.execute("SELECT shown FROM article WHERE id = ?", (article,)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def articles(
        self, *, source: str, words: Sequence[str], after: tuple[str, str] | None, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Up to `limit` articles behind a date and id, and the number of all; `source` and words are casefolded."""
        conditions, values = ["1"], []
        if source:
            conditions.append("source = ?")
            values.append(source)
        for word in words:
            conditions.append("instr(title, ?) > 0")
            values.append(word)
        where = " AND ".join(conditions)
        total = self.database.execute(f"SELECT COUNT(*) FROM article WHERE {where}", values).fetchone()[0]
        if after is not None:
            where += " AND (date, id) > (?, ?)"
            values += after
        rows = self.database.execute(f"SELECT shown FROM article WHERE {where} ORDER BY date, id LIMIT {limit}", values)
        return [json.loads(row[0]) for row in rows], total

    # ------------------------------------------------------------ pairs

    def network(self, catalog: Catalog, wanted: EventFilter, *, bounds: NetworkBounds, ego: str | None) -> Heaviest:
        """The network of the events that fit, cut; with `ego`, the id of an actor, that around it."""
        pairs = self.pairs()
        rows = pairs.fitting(catalog, self.database, wanted)
        return pairs.heaviest(self.database, rows, bounds=bounds, ego=ego)

    def pairs(self) -> Pairs:
        """What networks are counted in; the first call reads it, which takes a second or two of a million events."""
        with self._pairs_lock:
            if self._pairs is None:
                self._pairs = Pairs(self.database)
            return self._pairs


def indexed_event(row: Sequence[Any]) -> IndexedEvent:
    """What filters and sorting look at, from a row of `COLUMNS`."""
    (id_, iri, type_, status, polarity, certainty, tense, confidence, support, sources, place, earliest, latest) = row
    return IndexedEvent(
        id=id_, iri=iri, type=TYPES[type_], status=STATUSES[status], polarity=polarity, certainty=certainty,
        tense=tense, confidence=confidence, support=support, sources=sources, place=place, earliest=earliest,
        latest=latest,
    )  # fmt: skip


def _json(numbers: Sequence[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"


def _named(names: Sequence[str], counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    found = {names[code]: count for code, count in counts}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
