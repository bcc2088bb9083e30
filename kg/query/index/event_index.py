"""The open index of one snapshot: pages of events, counts, pairs, one actor and one place."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError, UnknownError
from kg.query.catalog import IndexedEvent
from kg.query.events import sort_key
from kg.query.filters import Sort
from kg.query.index.build import ANY_ROLE, RELATIONS, ROLE_CODES, STATUSES, TYPES
from kg.query.index.search import RANKS, Search, search_for
from kg.query.paging import Page, cursor_after, key_of_cursor, wrong_cursor
from kg.query.rows import detail_from_json, event_from_json, merge_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.rows import EventRow, MergeRow

_COLUMNS = (
    "e.id, e.iri, e.type, e.status, e.polarity, e.certainty, e.tense, e.confidence, e.support, e.sources, "
    "(SELECT id FROM place WHERE p = e.place), e.earliest, e.latest"
)
_KEPT_TOTALS = 2_000
_FEW_STEPS = 20_000
"""Steps of SQLite's machine, of which it does some ten in a microsecond."""
_CACHE_KIB = 8_000
"""Pages that each thread's connection keeps; the system's own cache of files does the rest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as JSON: what lists show, and what `more_to_json` adds."""

    event: str
    more: str

    def row(self) -> EventRow:
        """The whole row."""
        return event_from_json(json.loads(self.event), json.loads(self.more))

    def detail(self) -> dict[str, Any]:
        """What `event_detail_to_json` gives of it."""
        return detail_from_json(json.loads(self.event), json.loads(self.more))

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
        self._totals: OrderedDict[str, int] = OrderedDict()
        meta = dict(self.database.execute("SELECT name, value FROM meta"))
        self._n_events = int(meta["events"])
        self.counts: dict[str, int] = json.loads(meta["counts"])
        self.network: dict[str, int] = json.loads(meta["network"])
        self.extractors: dict[str, int] = json.loads(meta["extractors"])

    @property
    def database(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            # `immutable` spares the locks: the file is never written again
            found = sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
            found.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._local.connection = found
            with self._lock:
                self._connections.append(found)
        return found

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            connection.close()

    # ------------------------------------------------------------ events

    def page(self, catalog: Catalog, wanted: EventFilter) -> Page[Shown]:
        """One page of the events that fit; errors as for `list_events`."""
        numbers = self._page(catalog, wanted)
        found = {
            n: Shown(event, more)
            for n, event, more in self.database.execute(
                f"SELECT n, event, more FROM shown WHERE n IN ({', '.join(map(str, numbers.items))})"
            )
        }
        return Page(items=tuple(found[n] for n in numbers.items), next=numbers.next, total=numbers.total)

    def page_at_hand(self, catalog: Catalog, wanted: EventFilter) -> Page[Shown] | None:
        """The same when it takes few steps; None when it would take more."""
        database = self.database
        database.set_progress_handler(lambda: 1, _FEW_STEPS)
        try:
            return self.page(catalog, wanted)
        except sqlite3.OperationalError:  # interrupted
            return None
        finally:
            database.set_progress_handler(None, 0)

    def page_of_index(self, catalog: Catalog, wanted: EventFilter) -> Page[IndexedEvent]:
        """The same page, of what filters look at."""
        numbers = self._page(catalog, wanted)
        items = tuple(self._event(f"e.n = {n}") for n in numbers.items)
        return Page(items=items, next=numbers.next, total=numbers.total)

    def each(self, catalog: Catalog, wanted: EventFilter) -> Iterator[EventRow]:
        """All events that fit, in order."""
        search = search_for(catalog, self.database, wanted)
        rank = RANKS[wanted.sort]
        for (n,) in self.database.execute(
            f"SELECT e.n FROM event e WHERE e.n IN (SELECT e.n FROM {search.source} WHERE {search.where}) "
            f"ORDER BY {rank}",
            search.values,
        ).fetchall():
            yield self._shown(n).row()

    def find(self, identifier: str) -> tuple[IndexedEvent, Shown]:
        """One event by id or IRI; UnknownError when there is none."""
        for column in ("id", "iri"):
            row = self.database.execute(f"SELECT n FROM event WHERE {column} = ?", (identifier,)).fetchone()
            if row is not None:
                return self._event(f"e.n = {row[0]}"), self._shown(row[0])
        raise UnknownError(f"no event of the store has the id {identifier!r}; see /events")

    def matching(self, catalog: Catalog, wanted: EventFilter) -> list[IndexedEvent]:
        """All events that fit, without order."""
        search = search_for(catalog, self.database, wanted)
        query = f"SELECT {_COLUMNS} FROM event e WHERE e.n IN (SELECT e.n FROM {search.source} WHERE {search.where})"
        return [_indexed(row) for row in self.database.execute(query, search.values)]

    def _shown(self, n: int) -> Shown:
        return Shown(*self.database.execute("SELECT event, more FROM shown WHERE n = ?", (n,)).fetchone())

    def _page(self, catalog: Catalog, wanted: EventFilter) -> Page[int]:
        search = search_for(catalog, self.database, wanted)
        asked = wanted.asked()
        rank = RANKS[wanted.sort]
        query = f"SELECT e.n FROM {search.source}"
        if search.is_narrow and wanted.sort is not Sort.TIME:
            query = f"SELECT p.n FROM {search.source.replace(' e', ' p')} JOIN event e ON e.n = p.n"
            search = Search(
                source=search.source, values=search.values,
                conditions=[condition.replace("e.", "p.") for condition in search.conditions],
            )  # fmt: skip
            total = self._total(asked, lambda: self._count(search_for(catalog, self.database, wanted)))
        else:
            total = self._total(asked, lambda: self._count(search))
        start = ""
        if wanted.cursor is not None:
            start = f" AND {rank} > {self._last_rank(wanted, asked)}"
        rows = self.database.execute(
            f"{query} WHERE {search.where}{start} ORDER BY {rank} LIMIT {wanted.limit + 1}",
            search.values,
        ).fetchall()
        shown = tuple(row[0] for row in rows[: wanted.limit])
        following = None
        if len(rows) > wanted.limit:
            following = cursor_after(sort_key(wanted.sort)(self._event(f"e.n = {shown[-1]}")), asked=asked)
        return Page(items=shown, next=following, total=total)

    def _last_rank(self, wanted: EventFilter, asked: str) -> int:
        """Rank of the last event that is not behind the cursor, -1 for none: the cursor's own may be gone by now."""
        key, column = sort_key(wanted.sort), RANKS[wanted.sort]
        last = key_of_cursor(wanted.cursor or "", asked=asked)
        low, high = 0, self._n_events
        while low < high:
            middle = (low + high) // 2
            try:
                is_behind = key(self._event(f"{column} = {middle}")) > last
            except TypeError as error:
                raise wrong_cursor(wanted.cursor or "") from error
            low, high = (low, middle) if is_behind else (middle + 1, high)
        return low - 1

    def _event(self, condition: str) -> IndexedEvent:
        row = self.database.execute(f"SELECT {_COLUMNS} FROM event e WHERE {condition}").fetchone()
        if row is None:
            raise StoreError(f"the index {str(self.path)!r} is broken; delete it, it is made anew")
        return _indexed(row)

    def _count(self, search: Search) -> int:
        if not search.conditions:
            return self._n_events
        query = f"SELECT COUNT(*) FROM {search.source} WHERE {search.where}"
        return int(self.database.execute(query, search.values).fetchone()[0])

    def _total(self, asked: str, count: Callable[[], int]) -> int:
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
        search = search_for(catalog, self.database, wanted)
        only_types = all(condition.startswith("e.type IN") for condition in search.conditions)
        if only_types and not search.is_narrow:
            query = f"SELECT first, last, SUM(events) FROM day e WHERE {search.where} GROUP BY first, last"
            undated = f"SELECT COUNT(*) FROM event e WHERE {search.where} AND e.first IS NULL"
            rows = self.database.execute(query, search.values).fetchall()
            return [*rows, (None, None, self.database.execute(undated, search.values).fetchone()[0])]
        query = f"SELECT e.first, e.last, COUNT(*) FROM {search.source} WHERE {search.where} GROUP BY e.first, e.last"
        return self.database.execute(query, search.values).fetchall()

    def types(self) -> dict[str, int]:
        """Numbers of events by type."""
        return _named(TYPES, self.database.execute("SELECT type, COUNT(*) FROM event GROUP BY type"))

    def actor(self, actor: str) -> ActorFacts:
        """What an actor does."""
        number, n_events, first, last = self.database.execute(
            "SELECT a, events, first, last FROM actor WHERE id = ?", (actor,)
        ).fetchone()
        roles = {code: role for role, code in ROLE_CODES.items()}
        by_role = self.database.execute(
            f"SELECT role, COUNT(*) FROM part WHERE a = ? AND role BETWEEN 1 AND {len(ROLE_CODES) - 2} GROUP BY role",
            (number,),
        )
        by_type = self.database.execute(
            f"SELECT type, COUNT(*) FROM part WHERE a = ? AND role = {ANY_ROLE} GROUP BY type",
            (number,),
        )
        counterparts = self.database.execute(
            "SELECT actor.id, counterpart.events FROM counterpart JOIN actor ON actor.a = other "
            "WHERE counterpart.a = ? ORDER BY rank",
            (number,),
        )
        return ActorFacts(
            n_events=n_events,
            by_role={roles[code]: count for code, count in by_role},
            by_type=_named(TYPES, by_type),
            first=first,
            last=last,
            counterparts=tuple(counterparts),
        )

    def places(self, places: Iterable[str]) -> dict[str, int]:
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
        rows = self.database.execute(f"SELECT shown FROM article WHERE {where} ORDER BY r LIMIT {limit}", values)
        return [json.loads(row[0]) for row in rows], total

    # ------------------------------------------------------------ pairs

    def pairs(self, catalog: Catalog, wanted: EventFilter) -> Iterator[tuple[str, str, str, IndexedEvent]]:
        """Source, target and relation of every pair that each of the events that fit joins."""
        search = search_for(catalog, self.database, wanted)
        query = (
            f"SELECT s.id, t.id, p.relation, {_COLUMNS} FROM pair p JOIN event e ON e.n = p.n "
            "JOIN actor s ON s.a = p.source JOIN actor t ON t.a = p.target "
            f"WHERE p.n IN (SELECT e.n FROM {search.source} WHERE {search.where})"
        )
        for source, target, relation, *cells in self.database.execute(query, search.values):
            yield source, target, RELATIONS[relation], _indexed(cells)

    def heaviest(
        self, *, max_nodes: int, max_edges: int
    ) -> tuple[dict[str, int], list[tuple[Any, ...]], dict[str, int]]:
        """The network of all events, cut: weights of the actors kept, edges between them, and sizes before the cut.

        An edge is (source, target, relation, type, status, weight, first, last, confidence, ids of examples).
        """
        database = self.database
        nodes = database.execute(
            "SELECT a, id, weight FROM node JOIN actor USING (a) ORDER BY weight DESC, id LIMIT ?", (max_nodes,)
        ).fetchall()
        kept = ", ".join(str(row[0]) for row in nodes)
        rows = database.execute(
            "SELECT s.id, t.id, relation, type, status, weight, e.first, e.last, confidence, e.events FROM edge e "
            "JOIN actor s ON s.a = source JOIN actor t ON t.a = target "
            f"WHERE source IN ({kept}) AND target IN ({kept}) "
            "ORDER BY weight DESC, source, target, relation, type, status LIMIT ?",
            (max_edges,),
        )
        edges = [
            (source, target, RELATIONS[relation], TYPES[type_], STATUSES[status], weight, first, last, sure,
             tuple(json.loads(events)))
            for source, target, relation, type_, status, weight, first, last, sure, events in rows
        ]  # fmt: skip
        return {identifier: weight for _, identifier, weight in nodes}, edges, self.network


def _indexed(row: Sequence[Any]) -> IndexedEvent:
    (id_, iri, type_, status, polarity, certainty, tense, confidence, support, sources, place, earliest, latest) = row
    return IndexedEvent(
        id=id_, iri=iri, type=TYPES[type_], status=STATUSES[status], polarity=polarity, certainty=certainty,
        tense=tense, confidence=confidence, support=support, sources=sources, place=place, earliest=earliest,
        latest=latest,
    )  # fmt: skip


def _named(names: Sequence[str], counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    found = {names[code]: count for code, count in counts}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
