"""The file of a snapshot's index: made of its graph, or of the index of an earlier snapshot and what changed since.

Both ways end in the same rows but for their numbers; nothing is guessed, all of it is read from the graph.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from kg.query.catalog import Catalog
from kg.query.differences import difference_row, find_differences
from kg.query.events import merges_of, sort_dates
from kg.query.facts import CHUNK, read_facts
from kg.query.index.keys import GAP, STEP, UNDATED_START, time_key
from kg.query.index.stored import actor_from_json, place_from_json
from kg.query.index.writer import Writer
from kg.query.rows import ActorRow, ArticleRow, PlaceRow
from kg.store.iris import article_iri, kind_and_id, resource_iri
from kg.vocab import DCTERMS, EV, PROV, RESOURCES, SEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.query.catalog import IndexedEvent
    from kg.query.facts import Fact
    from kg.query.rows import DifferenceRow
    from kg.store import ReadStore
    from kg.store.changes import Changes

Row = TypeVar("Row")
Progress = Callable[[int, int], None]
"""Takes the number of events that are in the index, and of all."""

_EVENTS = f"{RESOURCES}event/"


class _Growing(Catalog):
    """A snapshot's catalog that takes names and articles from the index that is being written, one by one."""

    def __init__(self, store: ReadStore, database: sqlite3.Connection) -> None:
        super().__init__(store)
        self._database = database

    def actors(self) -> Mapping[str, ActorRow]:
        """Actors by id, for look-ups."""
        return _Stored(self._database, "actor", actor_from_json)

    def places(self) -> Mapping[str, PlaceRow]:
        """Places by id, for look-ups."""
        return _Stored(self._database, "place", place_from_json)

    def article_row(self, article: str) -> ArticleRow:
        """One article."""
        return _Stored(self._database, "article", lambda shown: ArticleRow(**shown))[article]


class _Stored(Mapping[str, Row]):
    """Rows of a table of the index by id."""

    def __init__(self, database: sqlite3.Connection, table: str, read: Callable[[dict[str, Any]], Row]) -> None:
        self._database, self._table, self._read = database, table, read

    def __getitem__(self, key: str) -> Row:
        row = self._database.execute(f"SELECT shown FROM {self._table} WHERE id = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return self._read(json.loads(row[0]))

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._database.execute(f"SELECT id FROM {self._table}"))

    def __len__(self) -> int:
        return int(self._database.execute(f"SELECT COUNT(*) FROM {self._table}").fetchone()[0])


class CrowdedError(Exception):
    """There is no number left between two events: the index must be made anew."""


def build_index(catalog: Catalog, path: Path, *, progress: Progress | None = None) -> None:
    """Writes the index of the catalog's snapshot to a new file; what is there is replaced.

    `progress` is told, now and then, how many of how many events are in.
    """
    with new_index(path) as writer:
        for actor in catalog.actors().values():
            writer.actor(actor)
        for place in catalog.places().values():
            writer.place(place)
        _put_articles(writer, catalog)
        merged = set()
        for row in catalog.select("merges"):
            writer.merge(row.text("id"), row.text("node"))
            merged.add(row.text("node"))
        dated, undated = 0, UNDATED_START
        ordered = in_time_order(catalog.store)
        for done, (fact, differences) in enumerate(_with_differences(catalog, ordered)):
            if progress is not None and done % CHUNK == 0:
                progress(done, len(ordered))
            event = fact.event
            if event.earliest is None and event.latest is None:
                n = undated = undated + GAP
            else:
                n = dated = dated + GAP
            merges = merges_of(catalog, event.iri) if event.iri in merged else ()
            writer.put(n, event, fact.row, merges, differences)


@contextmanager
def new_index(path: Path) -> Iterator[Writer]:
    """A writer for a new file, which is whole after the `with` statement; what is there is replaced."""
    path.unlink(missing_ok=True)
    with _writing(path) as database:
        database.executescript(_script("schema.sql"))
        database.execute("BEGIN")
        writer = Writer(database, is_new=True)
        yield writer
        writer.finish()
        database.execute("COMMIT")
        database.executescript(_script("finish.sql"))


def update_index(store: ReadStore, changes: Changes, *, old: Path, path: Path) -> None:
    """Writes the index of a snapshot to a new file, from that of an earlier one and what changed since.

    Raises:
        CrowdedError: too many events were put between two others; make it anew.
    """
    shutil.copyfile(old, path)
    with _writing(path) as database:
        database.execute("BEGIN")
        _update(store, database, changes)
        database.execute("COMMIT")


def in_time_order(store: ReadStore) -> list[str]:
    """IRIs of all events in the order of the list by time."""
    ids = {iri: key for iri, key in store.values(DCTERMS.identifier) if iri.startswith(_EVENTS)}
    times = dict(store.values(EV.time))
    earliest = dict(store.values(SEM.hasEarliestBeginTimeStamp))
    latest = dict(store.values(SEM.hasLatestEndTimeStamp))

    def key(iri: str) -> tuple[str, str, str]:
        time = times.get(iri, "")
        return *sort_dates(earliest.get(time), latest.get(time)), ids[iri]

    return sorted(ids, key=key)


def _update(store: ReadStore, database: sqlite3.Connection, changes: Changes) -> None:
    writer = Writer(database, is_new=False)
    catalog = _Growing(store, database)
    events = _affected(catalog, database, changes)
    old = [n for iri in sorted(events) for (n,) in database.execute("SELECT n FROM event WHERE iri = ?", (iri,))]
    for n in old:
        writer.take_out(n)
    for actor in sorted(changes.actors):
        found = catalog.read_actor(actor)
        writer.remove("actor", actor) if found is None else writer.actor(found)
    for place in sorted(changes.places):
        there = catalog.read_place(place)
        writer.remove("place", place) if there is None else writer.place(there)
    for article in sorted(changes.articles):
        if store.has_article(article):
            _put_article(writer, store, article)
        else:
            writer.remove("article", article)
    fresh = [iri for iri in sorted(events) if store.values_of(iri, DCTERMS.identifier)]
    facts = sorted(_with_differences(catalog, fresh), key=lambda pair: time_key(pair[0].event))
    numbers = _numbered(database, [fact.event for fact, _ in facts])
    for n, (fact, differences) in zip(numbers, facts, strict=True):
        writer.put(n, fact.event, fact.row, merges_of(catalog, fact.event.iri), differences)
    writer.finish()


def _with_differences(catalog: Catalog, iris: Sequence[str]) -> Iterator[tuple[Fact, tuple[DifferenceRow, ...]]]:
    """The events with these IRIs, in their order, and on what the articles of each differ."""
    for start in range(0, len(iris), CHUNK):
        facts = list(read_facts(catalog, iris[start : start + CHUNK]))
        several = [fact.event.iri for fact in facts if fact.event.support > 1]
        found = find_differences(catalog, several)
        for fact in facts:
            differences = found.get(fact.event.iri, ())
            yield fact, tuple(difference_row(difference, fact.row) for difference in differences)


def _affected(catalog: Catalog, database: sqlite3.Connection, changes: Changes) -> set[str]:
    """IRIs of the events that are shown otherwise than before, or may be; brings the merges up to date."""
    found = {resource_iri("event", event) for event in changes.events}
    for query, keys in (
        ("SELECT iri FROM event JOIN part USING (n) JOIN actor USING (a) WHERE actor.id = ?", changes.actors),
        ("SELECT iri FROM event JOIN place ON p = event.place WHERE place.id = ?", changes.places),
        ("SELECT iri FROM event JOIN told USING (n) JOIN article USING (r) WHERE article.id = ?", changes.articles),
        ("SELECT node FROM merged WHERE id = ?", changes.merges),
    ):
        for key in sorted(keys):
            found |= {row[0] for row in database.execute(query, (key,))}
    found |= _differing(catalog.store, database, changes)
    for merge in sorted(changes.merges):
        nodes = catalog.store.values_of(resource_iri("merge", merge), EV.into)
        database.execute("DELETE FROM merged WHERE id = ?", (merge,))
        database.executemany("INSERT INTO merged VALUES (?, ?)", ((merge, node) for node in nodes))
        found.update(nodes)
    return {iri for iri in found if kind_and_id(iri)[0] == "event"}


def _differing(store: ReadStore, database: sqlite3.Connection, changes: Changes) -> set[str]:
    """IRIs of the events of several articles that tell of a changed actor or place, or of a part of one.

    One of their mentions may have it where the event has another: on that the articles differ.
    """
    found = set()
    for kind, keys, outer in (("actor", changes.actors, "part_of"), ("place", changes.places, "within")):
        for key in _with_parts(database, kind, keys, outer=outer):
            for local in store.values_of(resource_iri(kind, key), EV.denotedBy):
                found.add(kind_and_id(local.partition("#")[0])[1])
    query = "SELECT iri FROM event JOIN told USING (n) JOIN article USING (r) WHERE article.id = ? AND support > 1"
    return {row[0] for article in sorted(found) for row in database.execute(query, (article,))}


def _with_parts(database: sqlite3.Connection, table: str, keys: set[str], *, outer: str) -> set[str]:
    """The actors or places, and those that are a part of them, of their parts, and so on."""
    reached, frontier = set(keys), set(keys)
    if not keys:
        return reached
    parts: dict[str, list[str]] = {}
    for key, shown in database.execute(f"SELECT id, shown FROM {table}"):
        whole = json.loads(shown)[outer]
        if whole is not None:
            parts.setdefault(whole, []).append(key)
    while frontier:
        frontier = {part for key in frontier for part in parts.get(key, ())} - reached
        reached |= frontier
    return reached


def _put_articles(writer: Writer, catalog: Catalog) -> None:
    extractors = {row.text("article"): row.text("extractor") for row in catalog.select("extractors_of_articles")}
    mentions = {row.text("article"): row.count("n") for row in catalog.select("mentions_of_articles")}
    for row in catalog.articles().values():
        writer.article(row, extractor=extractors.get(row.iri), n_mentions=mentions.get(row.iri, 0))


def _put_article(writer: Writer, store: ReadStore, key: str) -> None:
    # by its record: a query for one article looks through all of them
    record, iri = store.article(key), article_iri(key)
    article, original = record.article, store.values_of(iri, PROV.wasQuotedFrom)
    row = ArticleRow(
        id=key, iri=iri, title=article.title, date=article.date, source=article.source, url=article.url,
        author=article.author, language=article.language, copy_of=kind_and_id(original[0])[1] if original else None,
    )  # fmt: skip
    writer.article(row, extractor=record.extractor or None, n_mentions=len(record.events))


def _numbered(database: sqlite3.Connection, events: Sequence[IndexedEvent]) -> list[int]:
    """Free numbers for events in the order of time, between those of the events before and after each.

    Those that come between the same two are spread, or ten events said of one day would use up all the room there.
    """
    numbers: list[int] = []
    for (low, high, is_last), group in groupby(_room_for(database, event) for event in events):
        n_here = len(list(group))
        step = GAP if is_last else min(STEP, (high - low) // (n_here + 1))
        if step < 1 or low + step * n_here >= high:
            raise CrowdedError
        numbers += range(low + step, low + step * n_here + 1, step)
    return numbers


def _room_for(database: sqlite3.Connection, event: IndexedEvent) -> tuple[int, int, bool]:
    """Between which numbers the place of an event in time lies, and whether there is none behind it."""
    is_dated = event.earliest is not None or event.latest is not None
    low, high = (0, UNDATED_START) if is_dated else (UNDATED_START, 1 << 53)
    key = time_key(event)
    before = database.execute(
        "SELECT n FROM event WHERE time_key < ? ORDER BY time_key DESC LIMIT 1", (key,)
    ).fetchone()
    after = database.execute("SELECT n FROM event WHERE time_key > ? ORDER BY time_key LIMIT 1", (key,)).fetchone()
    low = low if before is None else max(low, before[0])
    is_last = after is None or after[0] >= high
    return low, high if after is None else min(high, after[0]), is_last


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
        yield database
    finally:
        database.close()


def _script(name: str) -> str:
    return (files("kg.query.index") / name).read_text(encoding="utf-8")
