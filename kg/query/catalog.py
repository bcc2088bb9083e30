"""The small tables of one snapshot, read once and kept: articles, actors, places and the index of events.

In: an open ReadStore. Out: rows by id. What is large (labels, parties, sentences) stays on disk until a page needs it.
A catalog belongs to one snapshot and never changes; the service makes a new one when a new snapshot is published.
Its tables may be asked for by several threads at once.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock, RLock
from typing import TYPE_CHECKING, Generic, TypeVar

from kg import vocab
from kg.errors import StoreError
from kg.model import Role
from kg.query.rows import ActorRow, ArticleRow, PlaceRow
from kg.store import ReadStore
from kg.store.iris import kind_and_id
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Row = TypeVar("Row")
Cell = object

_KINDS = {
    vocab.EV.Person: "person",
    vocab.EV.Organization: "organization",
    vocab.EV.Group: "group",
    vocab.EV.Polity: "polity",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedEvent:
    """What filters and sorting look at: `support` in articles, `sources` without copies; dates are ISO 8601 days."""

    id: str
    iri: str
    type: str
    status: str
    polarity: str
    certainty: str
    tense: str
    confidence: float
    support: int
    sources: int
    place: str | None
    earliest: str | None
    latest: str | None


class Catalog:
    """One snapshot with its tables.

    Example:
        >>> catalog = Catalog(ReadStore.open(path))
        >>> page = list_events(catalog, EventFilter(actor=("Iran",)))
    """

    def __init__(self, store: ReadStore) -> None:
        self.store = store
        lock = RLock()
        self._articles = _Once(self._read_articles, lock)
        self._actors = _Once(self._read_actors, lock)
        self._places = _Once(self._read_places, lock)
        self._names = _Once(self._read_names, lock)
        self._events = _Once(self._read_events, lock)
        self._roles = _Once(self._read_roles, lock)
        self._counts = _Once(store.counts, lock)

    def articles(self) -> Mapping[str, ArticleRow]:
        """Every article by id, sorted."""
        return self._articles()

    def actors(self) -> Mapping[str, ActorRow]:
        """Every canonical actor by id, sorted."""
        return self._actors()

    def places(self) -> Mapping[str, PlaceRow]:
        """Every canonical place by id, sorted."""
        return self._places()

    def events(self) -> Mapping[str, IndexedEvent]:
        """Every event by IRI."""
        return self._events()

    def roles(self) -> Mapping[str, Mapping[Role, tuple[str, ...]]]:
        """Ids of the actors of every event that has any, sorted, by role, by IRI of the event."""
        return self._roles()

    def counts(self) -> Mapping[str, int]:
        """Numbers of articles, event mentions, events, actors, places and merges."""
        return self._counts()

    def select(self, query: str, **bindings: str) -> list[Columns]:
        """Rows of one of the fixed queries; `query` is the name of its file in `kg/query/sparql`.

        An IRI is bound as `Iri`, any other text as a string literal; values are bound as terms, never pasted.
        """
        return [Columns(row) for row in self.store.select(text_of(query), **bindings)]

    def _read_articles(self) -> dict[str, ArticleRow]:
        rows = [
            ArticleRow(
                id=row.text("id"),
                iri=row.text("article"),
                title=row.maybe_text("title"),
                date=row.maybe_text("published"),
                source=row.maybe_text("source"),
                url=row.maybe_text("url"),
                author=row.maybe_text("author"),
                language=row.maybe_text("language"),
                copy_of=row.maybe_id("original"),
            )
            for row in self.select("articles")
        ]
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    def _read_names(self) -> dict[tuple[str, str], tuple[str, ...]]:
        values = defaultdict(set)
        for row in self.select("names"):
            values[row.text("node"), row.text("sort")].add(row.text("value"))
        return {key: tuple(sorted(names)) for key, names in values.items()}

    def _read_actors(self) -> dict[str, ActorRow]:
        names = self._names()
        rows = []
        for row in self.select("actors"):
            node = row.text("actor")
            rows.append(
                ActorRow(
                    id=row.text("id"),
                    name=row.text("name"),
                    kind=_KINDS[row.text("class")],
                    country=row.maybe_text("country"),
                    part_of=row.maybe_id("part_of"),
                    aliases=names.get((node, "alias"), ()),
                    titles=names.get((node, "title"), ()),
                    same_as=names.get((node, "same_as"), ()),
                )
            )
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    def _read_places(self) -> dict[str, PlaceRow]:
        names = self._names()
        rows = [
            PlaceRow(
                id=row.text("id"),
                name=row.text("name"),
                country=row.maybe_text("country"),
                lat=row.maybe_number("latitude"),
                lon=row.maybe_number("longitude"),
                within=row.maybe_id("within"),
                aliases=names.get((row.text("place"), "alias"), ()),
                geonames=row.maybe_count("geonames"),
            )
            for row in self.select("places")
        ]
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    def _read_events(self) -> dict[str, IndexedEvent]:
        events = {}
        for row in self.select("event_index"):
            event = IndexedEvent(
                id=row.text("id"),
                iri=row.text("event"),
                type=row.text("type").removeprefix(vocab.TYPES),
                status=row.text("status").rpartition("#")[2],
                polarity=row.text("polarity"),
                certainty=row.text("certainty"),
                tense=row.text("tense"),
                confidence=row.number("confidence"),
                support=row.count("support"),
                sources=row.count("sources"),
                place=row.maybe_id("place"),
                earliest=row.maybe_text("earliest"),
                latest=row.maybe_text("latest"),
            )
            events[event.iri] = event
        return events

    def _read_roles(self) -> dict[str, dict[Role, tuple[str, ...]]]:
        found: dict[str, dict[Role, set[str]]] = {}
        for row in self.select("all_roles"):
            actor = row.maybe_id("actor")
            if actor is not None:
                found.setdefault(row.text("event"), {}).setdefault(Role(row.text("role")), set()).add(actor)
        return {
            event: {role: tuple(sorted(actors)) for role, actors in by_role.items()} for event, by_role in found.items()
        }


class Columns:
    """One row of a fixed query, with each column asked for as what it must be; StoreError when it is something else."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._cells = cells

    def maybe_text(self, column: str) -> str | None:
        """The text, date or IRI; None when the column is empty."""
        cell = self._cells.get(column)
        return None if cell is None else str(cell)

    def text(self, column: str) -> str:
        """The text, date or IRI."""
        return _there(self.maybe_text(column), column)

    def maybe_number(self, column: str) -> float | None:
        """The number; None when the column is empty."""
        cell = self.maybe_text(column)
        return None if cell is None else float(cell)

    def number(self, column: str) -> float:
        """The number."""
        return _there(self.maybe_number(column), column)

    def maybe_count(self, column: str) -> int | None:
        """The whole number; None when the column is empty."""
        cell = self.maybe_text(column)
        return None if cell is None else int(cell)

    def count(self, column: str) -> int:
        """The whole number."""
        return _there(self.maybe_count(column), column)

    def iri(self, column: str) -> Iri | None:
        """The IRI; None when the column is empty or holds a literal."""
        cell = self._cells.get(column)
        return cell if isinstance(cell, Iri) else None

    def maybe_id(self, column: str) -> str | None:
        """The id at the end of a resource's IRI; None when the column is empty."""
        cell = self.iri(column)
        return None if cell is None else kind_and_id(cell)[1]


@cache
def text_of(query: str) -> str:
    """The text of a fixed query, by the name of its file in `kg/query/sparql`."""
    return (files("kg.query") / "sparql" / f"{query}.rq").read_text(encoding="utf-8")


def _there(cell: Row | None, column: str) -> Row:
    if cell is None:
        raise StoreError(f"the graph lacks a value for {column!r} where every node needs one; rebuild the store")
    return cell


class _Once(Generic[Row]):
    """A table that is read when first asked for, by one thread while the others wait."""

    def __init__(self, read: Callable[[], Row], lock: RLock) -> None:
        self._read = read
        self._lock = lock
        self._rows: list[Row] = []

    def __call__(self) -> Row:
        if not self._rows:
            with self._lock:
                if not self._rows:
                    self._rows.append(self._read())
        return self._rows[0]


class CatalogSource:
    """The catalog of a store's current snapshot, for a service that outlives many of them.

    Whether a newer snapshot was published is asked at each use: one small file is read. The old one is closed when its
    last user is done, so that its files can go.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = path
        self._lock = Lock()
        self._current: Catalog | None = None
        self._users: dict[int, int] = {}

    @contextmanager
    def use(self) -> Iterator[Catalog]:
        """The current catalog, which stays open until the end of the `with` statement."""
        with self._lock:
            catalog = self._current
            if catalog is None or not catalog.store.is_current:
                catalog, replaced = Catalog(ReadStore.open(self._path)), catalog
                self._current = catalog
                if replaced is not None and not self._users.get(id(replaced)):
                    replaced.store.close()
            self._users[id(catalog)] = self._users.get(id(catalog), 0) + 1
        try:
            yield catalog
        finally:
            with self._lock:
                self._users[id(catalog)] -= 1
                if not self._users[id(catalog)]:
                    del self._users[id(catalog)]
                    if catalog is not self._current:
                        catalog.store.close()

    def close(self) -> None:
        """Closes the snapshot once nobody uses it."""
        with self._lock:
            catalog, self._current = self._current, None
            if catalog is not None and not self._users.get(id(catalog)):
                catalog.store.close()
