"""The small tables of one snapshot, read once and kept: articles, actors, places and the index of events.

In: an open ReadStore. Out: rows by id. What is large (labels, parties, sentences) stays on disk until a page needs it.
A catalog belongs to one snapshot and never changes; the service makes a new one when a new snapshot is published.
Its tables may be asked for by several threads at once.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import RLock
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from kg import vocab
from kg.errors import StoreError, UnknownError
from kg.model import Role
from kg.query.at_place import actors_at_place
from kg.query.names import find_actors
from kg.query.rows import ActorRow, ArticleRow, PlaceRow
from kg.store.iris import kind_and_id, resource_iri
from kg.store.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.query.filters import EventFilter
    from kg.query.index.event_index import EventIndex
    from kg.store import ReadStore

Row = TypeVar("Row")
_REMEMBERED = 10_000
"""Names kept with what they mean."""
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
    """One snapshot with its tables, and with its index where there is one (`kg.query.index`).

    Example:
        >>> catalog = Catalog(ReadStore.open(path))
        >>> page = list_events(catalog, EventFilter(actor=("Iran",)))
    """

    def __init__(self, store: ReadStore, *, index: EventIndex | None = None) -> None:
        self.store = store
        self.index = index
        self._remembered: dict[object, object] = {}
        lock = RLock()
        self._articles = _Once(self._read_articles, lock)
        self._actors = _Once(self._read_actors, lock)
        self._places = _Once(self._read_places, lock)
        self._names = _Once(lambda: self._names_of(None), lock)
        self._events = _Once(self._read_events, lock)
        self._roles = _Once(self._read_roles, lock)
        self._counts = _Once(store.counts, lock)
        self._linked = _Once(self._read_linked, lock)

    def articles(self) -> Mapping[str, ArticleRow]:
        """Every article by id, sorted."""
        return self._articles()

    def article_row(self, article: str) -> ArticleRow:
        """One article of the store; KeyError when there is none of this id."""
        if self.index is not None:
            found = self.index.article(article)
            if found is None:
                raise KeyError(article)
            return ArticleRow(**found)
        return self._articles()[article]

    def find_article(self, identifier: str) -> str:
        """The id of the article given by id or IRI; UnknownError when the store has none."""
        candidates = [identifier]
        with suppress(StoreError):  # an IRI of something else
            kind, article = kind_and_id(identifier)
            candidates += [article] if kind == "article" else []
        for candidate in candidates:
            if self.index.has_article(candidate) if self.index is not None else candidate in self._articles():
                return candidate
        raise UnknownError(f"no article of the store has the id {identifier!r}; see /articles")

    def find_actors(self, name: str) -> tuple[str, ...]:
        """Ids of the actors meant by a name, or by a place and a noun; UnknownError when there is none."""
        return self.remember(("actor", name), lambda: self._find_actors(name))

    def _find_actors(self, name: str) -> tuple[str, ...]:
        try:
            return find_actors(self.actors(), name)
        except UnknownError:
            found = actors_at_place(self, name)
            if not found:
                raise
            return found

    def remember(self, key: object, find: Callable[[], Row]) -> Row:
        """What `find` gives, found once for each key: a snapshot never changes."""
        if key not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered = {}
            self._remembered[key] = find()
        return cast("Row", self._remembered[key])

    def knows(self, wanted: EventFilter) -> bool:
        """Whether all names in a filter are ids, or were looked up before: finding a new one takes a while."""
        names = (
            *wanted.agent,
            *wanted.patient,
            *wanted.actor,
            *((wanted.attributed_to,) if wanted.attributed_to else ()),
        )
        return all(name in self.actors() or ("actor", name) in self._remembered for name in names) and (
            wanted.place is None or ("place", wanted.place) in self._remembered
        )

    def close(self) -> None:
        """Closes the snapshot and its index."""
        self.store.close()
        if self.index is not None:
            self.index.close()

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

    def linked(self) -> frozenset[str]:
        """IRIs of the events that are a part of another or have parts: few, and all others need not be asked about."""
        return self._linked()

    def counts(self) -> Mapping[str, int]:
        """Numbers of articles, event mentions, events, actors, places and merges."""
        return self.index.counts if self.index is not None else self._counts()

    def extractors(self) -> dict[str, int]:
        """How many articles each software and language model has read."""
        if self.index is not None:
            return self.index.extractors
        return {row.text("extractor"): row.count("n") for row in self.select("extractors")}

    def select(self, query: str, **bindings: str) -> list[Columns]:
        """Rows of one of the fixed queries; `query` is the name of its file in `kg/query/sparql`.

        An IRI is bound as `Iri`, any other text as a string literal; values are bound as terms, never pasted.
        """
        return [Columns(row) for row in self.store.select(text_of(query), **bindings)]

    def read_actor(self, actor: str) -> ActorRow | None:
        """One actor, from the graph; None when there is none of this id."""
        return self._actors_of(Iri(resource_iri("actor", actor))).get(actor)

    def read_place(self, place: str) -> PlaceRow | None:
        """One place, from the graph; None when there is none of this id."""
        return self._places_of(Iri(resource_iri("place", place))).get(place)

    def _read_actors(self) -> Mapping[str, ActorRow]:
        return self._actors_of(None) if self.index is None else self.index.actors()

    def _read_places(self) -> Mapping[str, PlaceRow]:
        return self._places_of(None) if self.index is None else self.index.places()

    def _read_linked(self) -> frozenset[str]:
        return frozenset(event for link in self.store.values(vocab.SEM.subEventOf) for event in link)

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

    def _names_of(self, only: Iri | None) -> dict[tuple[str, str], tuple[str, ...]]:
        values = defaultdict(set)
        for row in self._select_one("names", "node", only):
            values[row.text("node"), row.text("sort")].add(row.text("value"))
        return {key: tuple(sorted(names)) for key, names in values.items()}

    def _actors_of(self, only: Iri | None) -> dict[str, ActorRow]:
        names = self._names() if only is None else self._names_of(only)
        rows = []
        for row in self._select_one("actors", "actor", only):
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

    def _places_of(self, only: Iri | None) -> dict[str, PlaceRow]:
        names = self._names() if only is None else self._names_of(only)
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
            for row in self._select_one("places", "place", only)
        ]
        return {row.id: row for row in sorted(rows, key=lambda row: row.id)}

    def _select_one(self, query: str, variable: str, only: Iri | None) -> list[Columns]:
        """The rows of a fixed query, or those of one node of it."""
        return self.select(query) if only is None else self.select(query, **{variable: only})

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
