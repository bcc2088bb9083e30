"""From the catalog of a snapshot to the file of its index: everything is read from the graph, nothing is guessed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from kg import dates, vocab
from kg.model import Role, Status
from kg.query.events import day_number, merges_of, sort_dates
from kg.query.facts import ROLES, read_facts
from kg.query.network import N_EXAMPLES, pairs_of
from kg.query.rows import article_to_json, event_to_json, merge_to_json, more_to_json
from kg.vocab import EV

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.query.catalog import Catalog, IndexedEvent
    from kg.query.facts import Fact
    from kg.query.rows import EventRow

TYPES = tuple(sorted(vocab.EVENT_TYPES))
STATUSES = tuple(sorted(status.value for status in Status))
RELATIONS = ("patient", "recipient", "with")
ANY_ROLE = 0
ROLE_CODES = {"any": ANY_ROLE} | {name: code for code, name in enumerate((*ROLES, "attributed_to"), start=1)}
"""Codes of what is stored as a number; those of types, statuses and relations sort like their names."""

MENTIONS = 65_536
"""Most mentions of an event that words are found in; there are never nearly so many."""

N_COUNTERPARTS = 10
OPEN_START, OPEN_END = 1, 3_652_059
"""Ordinals of the first and last day of the calendar."""

_WORD = re.compile(r"\w+")
_SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"


def build_index(catalog: Catalog, path: Path) -> None:
    """Writes the index of the catalog's snapshot to a new file; what is there is replaced."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
        database.executescript(_script("schema.sql"))
        database.execute("BEGIN")
        _Builder(catalog, database).run()
        database.execute("COMMIT")
        database.executescript(_script("finish.sql"))
    finally:
        database.close()


class _Builder:
    def __init__(self, catalog: Catalog, database: sqlite3.Connection) -> None:
        self._catalog = catalog
        self._database = database
        self._actors = {actor: number for number, actor in enumerate(sorted(catalog.actors()))}
        self._places = {place: number for number, place in enumerate(sorted(catalog.places()))}
        rows = sorted(catalog.articles().values(), key=lambda row: (row.date or "9999-99-99", row.id))
        self._articles = {row.id: number for number, row in enumerate(rows)}
        self._merged: set[str] = set()
        self._seen: dict[int, list[object]] = {}
        self._shared: Counter[tuple[int, int]] = Counter()

    def run(self) -> None:
        self._merged = {row.text("node") for row in self._catalog.select("merged_nodes")}
        self._write_places()
        self._write_articles()
        n_events = 0
        for fact in read_facts(self._catalog, in_time_order(self._catalog)):
            self._write_event(n_events, fact)
            n_events += 1
        self._write_actors()
        self._rank()
        self._write_edges()
        meta = {
            "events": n_events,
            "counts": json.dumps(dict(self._catalog.counts())),
            "network": json.dumps(
                {
                    name: self._database.execute(query).fetchone()[0]
                    for name, query in (
                        ("nodes", "SELECT COUNT(*) FROM node"),
                        ("edges", "SELECT COUNT(*) FROM edge"),
                        ("events", "SELECT COUNT(DISTINCT n) FROM pair"),
                    )
                }
            ),
            "extractors": json.dumps(self._catalog.extractors()),
        }
        self._insert("meta", meta.items())

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = list(rows)
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _write_places(self) -> None:
        self._insert("place", ((number, place) for place, number in self._places.items()))
        self._insert(
            "point",
            (
                (self._places[row.id], row.lat, row.lat, row.lon, row.lon)
                for row in self._catalog.places().values()
                if row.lat is not None and row.lon is not None
            ),
        )

    def _write_articles(self) -> None:
        rows = (self._catalog.article_row(article) for article in self._articles)
        self._insert(
            "article",
            (
                (
                    number,
                    row.id,
                    row.source.casefold() if row.source else None,
                    row.date or "9999-99-99",
                    (row.title or "").casefold(),
                    _compact(article_to_json(row)),
                )
                for number, row in enumerate(rows)
            ),
        )

    def _write_event(self, n: int, fact: Fact) -> None:
        event, row = fact.event, fact.row
        first, last = days_of(event)
        type_, status = TYPES.index(event.type), STATUSES.index(event.status)
        place = None if event.place is None else self._places[event.place]
        self._insert(
            "event",
            [
                (n, event.id, event.iri, type_, status, event.polarity, event.certainty, event.tense, event.confidence,
                 event.support, event.sources, place, event.earliest, event.latest, first, last, n, n, n)
            ],
        )  # fmt: skip
        merges = merges_of(self._catalog, event.iri) if event.iri in self._merged else ()
        more = more_to_json(row) | {"merges": [merge_to_json(merge) for merge in merges]}
        self._insert("shown", [(n, _compact(event_to_json(row)), _compact(more))])
        roles = _actors_by_role(row)
        self._write_parts(n, event, roles, (first, last, type_, status))
        self._insert("told", sorted({(self._articles[item.article], n) for item in row.evidence}))
        self._insert_sentences(n, row)
        by_role = {role: roles.get(role.value, ()) for role in Role}
        self._insert(
            "pair",
            (
                (n, self._actors[source], self._actors[target], RELATIONS.index(relation))
                for source, target, relation in sorted(set(pairs_of(by_role)))
            ),
        )

    def _insert_sentences(self, n: int, row: EventRow) -> None:
        for number, sentence in enumerate(sorted({item.sentence for item in row.evidence})[:MENTIONS]):
            self._database.execute(
                "INSERT INTO sentence(rowid, words) VALUES (?, ?)",
                (n * MENTIONS + number, " ".join(_WORD.findall(sentence.lower()))),
            )

    def _write_parts(
        self, n: int, event: IndexedEvent, roles: dict[str, tuple[str, ...]], cells: tuple[object, ...]
    ) -> None:
        taking_part = set()
        for role, actors in roles.items():
            self._insert("part", ((self._actors[actor], ROLE_CODES[role], n, *cells) for actor in actors))
            if role != "attributed_to":
                taking_part |= {self._actors[actor] for actor in actors}
        self._insert("part", ((number, ANY_ROLE, n, *cells) for number in sorted(taking_part)))
        for number in taking_part:
            self._see(number, event)
            for other in taking_part:
                if other != number:
                    self._shared[number, other] += 1

    def _see(self, number: int, event: IndexedEvent) -> None:
        seen = self._seen.setdefault(number, [0, None, None])
        count, first, last = seen
        seen[0] = int(str(count)) + 1
        if event.earliest and (first is None or event.earliest < str(first)):
            seen[1] = event.earliest
        if event.latest and (last is None or event.latest > str(last)):
            seen[2] = event.latest

    def _write_actors(self) -> None:
        rows = self._catalog.actors()
        names = {number: rows[actor].name for actor, number in self._actors.items()}
        self._insert(
            "actor",
            ((number, actor, *self._seen.get(number, [0, None, None])) for actor, number in self._actors.items()),
        )
        others: dict[int, list[tuple[int, str, int]]] = {}
        for (number, other), count in self._shared.items():
            others.setdefault(number, []).append((-count, names[other], other))
        for number, ranked in sorted(others.items()):
            # equal names are told apart by id, whose order is that of the numbers
            best = sorted(ranked)[:N_COUNTERPARTS]
            self._insert("counterpart", ((number, rank, row[2], -row[0]) for rank, row in enumerate(best)))

    def _rank(self) -> None:
        """Ranks of the events in the other orders of the list; Python's keys, so that they cannot differ."""
        rows = self._database.execute("SELECT n, id, earliest, latest, sources, support, confidence FROM event")
        down, support, confidence = [], [], []
        for n, key, earliest, latest, sources, articles, sure in rows:
            start, end = sort_dates(earliest, latest)
            is_undated = earliest is None and latest is None
            down.append((is_undated, *((0, 0) if is_undated else (-day_number(end), -day_number(start))), key, n))
            support.append((-sources, -articles, n))
            confidence.append((-sure, n))
        for column, ranked in (("by_time_down", down), ("by_support", support), ("by_confidence", confidence)):
            ranked.sort()
            self._database.executemany(
                f"UPDATE event SET {column} = ? WHERE n = ?",
                ((rank, row[-1]) for rank, row in enumerate(ranked)),
            )

    def _write_edges(self) -> None:
        rows = self._database.execute(
            "SELECT source, target, relation, type, status, e.id, earliest, latest, confidence FROM pair JOIN event e "
            "USING (n) ORDER BY source, target, relation, type, status, -support, -confidence, e.id"
        )
        weights: Counter[int] = Counter()
        edges: list[tuple[object, ...]] = []
        for key, group in groupby(rows, key=lambda row: row[:5]):
            events = list(group)
            first = min((row[6] for row in events if row[6]), default=None)
            last = max((row[7] for row in events if row[7]), default=None)
            shown = json.dumps([row[5] for row in events[:N_EXAMPLES]])
            edges.append((*key, len(events), first, last, max(row[8] for row in events), shown))
            for actor in key[:2]:
                weights[actor] += len(events)
            if len(edges) >= 10_000:
                self._insert("edge", edges)
                edges = []
        self._insert("edge", edges)
        self._insert("node", sorted(weights.items()))


def in_time_order(catalog: Catalog) -> list[str]:
    """IRIs of all events in the order of the list by time."""

    def values(term: str) -> dict[str, str]:
        query = f"SELECT ?s ?o WHERE {{ ?s <{term}> ?o }}"
        return {str(row["s"]): str(row["o"]) for row in catalog.store.select(query)}

    ids, times = values(EV.eventId), values(EV.time)
    earliest, latest = values(f"{_SEM}hasEarliestBeginTimeStamp"), values(f"{_SEM}hasLatestEndTimeStamp")

    def key(iri: str) -> tuple[str, str, str]:
        time = times.get(iri, "")
        return *sort_dates(earliest.get(time), latest.get(time)), ids[iri]

    return sorted(ids, key=key)


def days_of(event: IndexedEvent) -> tuple[int | None, int | None]:
    """Ordinals of the first and last day it may have happened on; both None when it is undated."""
    if event.earliest is None and event.latest is None:
        return None, None
    first = dates.bounds(event.earliest)[0].toordinal() if event.earliest else OPEN_START
    return first, dates.bounds(event.latest)[1].toordinal() if event.latest else OPEN_END


def _actors_by_role(row: EventRow) -> dict[str, tuple[str, ...]]:
    parties = {
        "agent": row.agents, "patient": row.patients, "recipient": row.recipients, "instrument": row.instruments,
        "participant": row.participants, "attributed_to": row.attributed_to,
    }  # fmt: skip
    return {
        role: tuple(sorted({party.id for party in found if party.id is not None})) for role, found in parties.items()
    }


def _compact(shown: object) -> str:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _script(name: str) -> str:
    return (files("kg.query.index") / name).read_text(encoding="utf-8")
