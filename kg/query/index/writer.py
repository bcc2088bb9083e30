"""Writes the rows of an index: puts an event in with all that is counted of it, or takes it out again."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.model import Role
from kg.query.disagreement_filters import PROPERTIES
from kg.query.index.event_index import COLUMNS, indexed_event
from kg.query.index.keys import (
    ANY_ROLE,
    ROLE_CODES,
    SENTENCES,
    STATUSES,
    TYPES,
    UNDATED,
    actors_by_role,
    confidence_key,
    days_of,
    down_rank,
    is_long,
    support_key,
    time_key,
    words_of,
)
from kg.query.index.pair_rows import PairBlocks
from kg.query.index.stored import differences_to_json, event_from_json
from kg.query.network import pairs_of
from kg.query.rows import (
    actor_to_json,
    article_to_json,
    event_to_json,
    merge_to_json,
    more_to_json,
    place_to_json,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from kg.query.catalog import IndexedEvent
    from kg.query.rows import ActorRow, ArticleRow, DifferenceRow, EventRow, MergeRow, PlaceRow


class Writer:
    """Rows in, and counts of them, which `finish` writes.

    Args:
        database: of the layout of `schema.sql`, in a transaction.
        is_new: whether it holds nothing yet: some counts are then made of all rows at once.
    """

    def __init__(self, database: sqlite3.Connection, *, is_new: bool) -> None:
        self._database = database
        self._is_new = is_new
        self._numbers: dict[tuple[str, str], int] = {}
        self._days: Counter[tuple[int, int, int]] = Counter()
        self._actor_days: Counter[tuple[int, int, int, int]] = Counter()
        self._words: Counter[str] = Counter()
        self._shared: Counter[tuple[int, int]] = Counter()
        self._seen: Counter[int] = Counter()
        self._pairs = PairBlocks(database)
        meta = dict(database.execute("SELECT name, value FROM meta"))
        self._n_events = int(meta.get("events", 0))

    # ------------------------------------------------------------ who, where, and who says so

    def actor(self, row: ActorRow) -> None:
        """Puts an actor in, or its new names."""
        self._put_named("actor", "a", row.id, {"name": row.name, "shown": _compact(actor_to_json(row))})

    def place(self, row: PlaceRow) -> None:
        """Puts a place in, or its new names and point."""
        number = self._put_named("place", "p", row.id, {"shown": _compact(place_to_json(row))})
        self._database.execute("DELETE FROM point WHERE p = ?", (number,))
        if row.lat is not None and row.lon is not None:
            self._insert("point", [(number, row.lat, row.lat, row.lon, row.lon)])

    def article(self, row: ArticleRow, *, extractor: str | None, n_mentions: int) -> None:
        """Puts an article in, or what is new of it."""
        cells = {
            "source": row.source.casefold() if row.source else None,
            "date": row.date or "9999-99-99",
            "title": (row.title or "").casefold(),
            "shown": _compact(article_to_json(row)),
            "extractor": extractor,
            "mentions": n_mentions,
        }
        self._put_named("article", "r", row.id, cells)

    def remove(self, table: str, identifier: str) -> None:
        """Removes an actor, place or article, whose events are gone or changed."""
        column = {"actor": "a", "place": "p", "article": "r"}[table]
        number = self._number(table, identifier)
        if number is None:
            return
        self._database.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
        if table == "place":
            self._database.execute("DELETE FROM point WHERE p = ?", (number,))
        del self._numbers[table, identifier]

    def merge(self, identifier: str, node: str | None) -> None:
        """Puts a merge in, with the node that it made; None removes it."""
        self._database.execute("DELETE FROM merged WHERE id = ?", (identifier,))
        if node is not None:
            self._insert("merged", [(identifier, node)])

    # ------------------------------------------------------------ events

    def put(
        self,
        n: int,
        event: IndexedEvent,
        row: EventRow,
        merges: Iterable[MergeRow],
        differences: Sequence[DifferenceRow] = (),
    ) -> None:
        """Puts an event in; `n` is its place in the list by time."""
        first, last = days_of(event)
        place = None if event.place is None else self._known("place", event.place)
        cells = (
            n, event.id, event.iri, TYPES.index(event.type), STATUSES.index(event.status), event.polarity,
            event.certainty, event.tense, event.confidence, event.support, event.sources, place, event.earliest,
            event.latest, first, last, is_long(event), down_rank(event), time_key(event), support_key(event),
            confidence_key(event),
        )  # fmt: skip
        self._insert("event", [cells])
        self._insert("name", [(n, event.id)])
        more = more_to_json(row) | {
            "merges": [merge_to_json(merge) for merge in merges],
            "differences": differences_to_json(differences, row),
        }
        self._insert("differ", [(n, PROPERTIES.index(difference.property)) for difference in differences])
        self._insert("shown", [(n, _compact(event_to_json(row)).encode())])
        self._insert("more", [(n, _compact(more).encode())])
        self._insert("told", sorted({(self._known("article", item.article), n) for item in row.evidence}))
        self._change(n, event, row, sign=1)

    def take_out(self, n: int) -> None:
        """Takes an event out with all that was counted of it."""
        database = self._database
        event = indexed_event(database.execute(f"SELECT {COLUMNS} FROM event e WHERE n = ?", (n,)).fetchone())
        ((shown, more),) = database.execute("SELECT event, more FROM shown JOIN more USING (n) WHERE n = ?", (n,))
        row = event_from_json(json.loads(shown), json.loads(more))
        self._change(n, event, row, sign=-1)
        for item in row.evidence:
            database.execute("DELETE FROM told WHERE r = ? AND n = ?", (self._number("article", item.article), n))
        for table in ("event", "name", "shown", "more", "differ"):
            database.execute(f"DELETE FROM {table} WHERE n = ?", (n,))

    def _change(self, n: int, event: IndexedEvent, row: EventRow, *, sign: int) -> None:
        self._n_events += sign
        first, last = days_of(event)
        type_, status = TYPES.index(event.type), STATUSES.index(event.status)
        days = (UNDATED if first is None else first, UNDATED if last is None else last)
        self._days[type_, *days] += sign
        sentences = words_of(row)
        rows = ((n * SENTENCES + number, words) for number, words in enumerate(sentences))
        if sign > 0:
            self._database.executemany("INSERT INTO sentence(rowid, words) VALUES (?, ?)", rows)
        else:
            self._database.executemany("INSERT INTO sentence(sentence, rowid, words) VALUES ('delete', ?, ?)", rows)
        for word in {word for words in sentences for word in words.split()}:
            self._words[word] += sign
        self._change_parts(n, event, row, (first, last, type_, status), sign=sign)
        roles = {code: actors_by_role(row).get(code, ()) for code in ROLE_CODES.values()}
        pairs = sorted(set(pairs_of({role: sorted(roles[ROLE_CODES[role.value]]) for role in Role})))
        if sign > 0:
            numbered = ((self._known("actor", one), self._known("actor", other), how) for one, other, how in pairs)
            self._pairs.put(n, event, None if event.place is None else self._known("place", event.place), numbered)
        else:
            self._pairs.take_out(n)

    def _change_parts(self, n: int, event: IndexedEvent, row: EventRow, cells: tuple[Any, ...], *, sign: int) -> None:
        long, down = is_long(event), down_rank(event)
        days = (UNDATED if cells[0] is None else cells[0], UNDATED if cells[1] is None else cells[1])
        for role, actors in actors_by_role(row).items():
            numbers = sorted(self._known("actor", actor) for actor in actors)
            if sign > 0:
                self._insert("part", [(number, role, long, n, *cells, down) for number in numbers])
            else:
                self._database.executemany(
                    "DELETE FROM part WHERE a = ? AND role = ? AND long = ? AND n = ?",
                    ((number, role, long, n) for number in numbers),
                )
            if not self._is_new:
                for number in numbers:
                    self._actor_days[number, role, *days] += sign
            if role == ANY_ROLE:
                for number in numbers:
                    self._seen[number] += sign
                for one, other in combinations(numbers, 2):
                    self._shared[one, other] += sign
                    self._shared[other, one] += sign

    # ------------------------------------------------------------ counts

    def finish(self) -> None:
        """Writes the counts."""
        self._add("day", ("type", "first", "last"), self._days)
        self._add("word", ("word",), {(word,): count for word, count in self._words.items()})
        self._add("shared", ("a", "other"), self._shared)
        if self._is_new:
            self._database.execute(
                f"INSERT INTO actor_day SELECT a, role, ifnull(first, {UNDATED}), ifnull(last, {UNDATED}), COUNT(*) "
                "FROM part GROUP BY 1, 2, 3, 4"
            )
        else:
            self._add("actor_day", ("a", "role", "first", "last"), self._actor_days)
        self._write_seen()
        self._pairs.write()
        one = self._database.execute(
            "SELECT (SELECT COUNT(*) FROM article), (SELECT ifnull(SUM(mentions), 0) FROM article), "
            "(SELECT COUNT(*) FROM actor), (SELECT COUNT(*) FROM place), (SELECT COUNT(*) FROM merged)"
        ).fetchone()
        articles, mentions, actors, places, merges = one
        counts = {
            "articles": articles, "mentions": mentions, "events": self._n_events, "actors": actors, "places": places,
            "merges": merges,
        }  # fmt: skip
        meta = {
            "events": self._n_events,
            "counts": json.dumps(counts),
            "extractors": json.dumps(
                dict(
                    self._database.execute(
                        "SELECT extractor, COUNT(*) FROM article WHERE extractor IS NOT NULL GROUP BY 1 ORDER BY 1"
                    )
                )
            ),
        }
        self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def _write_seen(self) -> None:
        """Numbers of events, first and last day of the actors whose events changed."""
        for number, change in self._seen.items():
            first, last = self._database.execute(
                "SELECT MIN(earliest), MAX(latest) FROM part JOIN event USING (n) WHERE a = ? AND role = ?",
                (number, ANY_ROLE),
            ).fetchone()
            self._database.execute(
                "UPDATE actor SET events = events + ?, first = ?, last = ? WHERE a = ?",
                (change, first, last, number),
            )

    def _add(self, table: str, key: tuple[str, ...], counts: Any, *, column: str = "events") -> None:
        """Adds to the counts of a table; what is then 0 is removed."""
        names, marks = ", ".join(key), ", ".join("?" * len(key))
        self._database.executemany(
            f"INSERT INTO {table} ({names}, {column}) VALUES ({marks}, ?) "
            f"ON CONFLICT ({names}) DO UPDATE SET {column} = {column} + excluded.{column}",
            ((*cells, count) for cells, count in counts.items() if count),
        )
        self._database.executemany(
            f"DELETE FROM {table} WHERE {column} = 0 AND {' AND '.join(f'{name} = ?' for name in key)}",
            (cells for cells, count in counts.items() if count < 0),
        )

    # ------------------------------------------------------------ numbers

    def _put_named(self, table: str, column: str, identifier: str, cells: Mapping[str, object]) -> int:
        number = self._number(table, identifier)
        if number is None:
            names, marks = ", ".join(("id", *cells)), ", ".join("?" * (len(cells) + 1))
            cursor = self._database.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", (identifier, *cells.values())
            )
            number = self._numbers[table, identifier] = int(cursor.lastrowid or 0)
        else:
            changes = ", ".join(f"{name} = ?" for name in cells)
            self._database.execute(f"UPDATE {table} SET {changes} WHERE {column} = ?", (*cells.values(), number))
        return number

    def _number(self, table: str, identifier: str) -> int | None:
        number = self._numbers.get((table, identifier))
        if number is None and not self._is_new:
            column = {"actor": "a", "place": "p", "article": "r"}[table]
            row = self._database.execute(f"SELECT {column} FROM {table} WHERE id = ?", (identifier,)).fetchone()
            if row is not None:
                number = self._numbers[table, identifier] = row[0]
        return number

    def _known(self, table: str, identifier: str) -> int:
        number = self._number(table, identifier)
        if number is None:
            raise KeyError(f"the {table} {identifier!r} is not in the index")
        return number

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = list(rows)
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _compact(shown: object) -> str:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
