"""Readers of a store: they open a snapshot that never changes, beside any writer, and see whole states only.

A query that names no dataset has the merged graph as its default graph, and every article's graph as a named one.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.authority import own
from kg.errors import QueryError, StoreError
from kg.store import answers, books, dump, reading
from kg.store.engine import damaged
from kg.store.home import home_of
from kg.store.iris import article_iri
from kg.store.prologue import bound, names_dataset, with_plain_concatenations
from kg.store.terms import Value, node, value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from kg.authority import Entry
    from kg.model import ArticleRecord, MergedGraph
    from kg.store.changes import Changes
    from kg.store.engine import Answer, Engine
    from kg.store.home import Home, Reader


class ReadStore:
    """One state of a store; safe to share between threads. Close it so that the snapshot may be removed.

    Attributes:
        generation: number of the state; equal numbers of one store mean equal contents.

    Example:
        >>> with ReadStore.open("kg-store") as store:
        ...     rows = store.select("SELECT ?event WHERE { ?event ev:agent ?actor }", actor=Iri(iri))
    """

    def __init__(self, home: Home, reader: Reader) -> None:
        self._home = home
        self._open: Reader | None = reader
        self.generation = reader.generation

    @classmethod
    def open(cls, location: Path | str) -> Self:
        """Opens the state that was published last.

        Args:
            location: a folder, or the `http(s)://` address of a SPARQL 1.1 server.

        Raises:
            StoreError: there is no store, or of another format, or nothing was published yet.
        """
        home = home_of(location)
        return cls(home, home.open_reader())

    def close(self) -> None:
        """Lets the snapshot be removed; again has no effect."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The store's folder or address, for messages."""
        return self._home.name

    @property
    def is_current(self) -> bool:
        """Whether no newer state has been published."""
        return self._open is not None and self._home.is_current(self._open)

    def article_ids(self) -> dict[str, str]:
        """Digest of the record of every article, by id, sorted."""
        return books.records(self._store)

    def authority(self) -> tuple[Entry, ...]:
        """The entries of users' authority files that the store is merged with, sorted."""
        return own.read_lines(self._home.authority())

    def article(self, article: str) -> ArticleRecord:
        """One record; UnknownError when the store has no such article."""
        return reading.read_article(self._store, article)

    def records(self) -> Iterator[ArticleRecord]:
        """All records, by article id."""
        return reading.read_records(self._store)

    def merged(self) -> MergedGraph:
        """The merged graph."""
        return reading.read_merged(self._store)

    def verify(self) -> list[str]:
        """One sentence for every graph that is not the one that was written; empty when all is well."""
        return books.verify(self._store)

    def n_bytes(self) -> int | None:
        """Size on disk; None where it is not known."""
        return None if self._open is None else self._open.n_bytes

    def n_quads(self) -> int:
        """Number of statements, the store's own books left out."""
        return self._store.size()

    def select(self, query: str, **bindings: Value) -> list[dict[str, Value | None]]:
        """Rows of a fixed SELECT query of our own, by variable; None where a variable is unbound.

        Values are bound to variables of the outermost group, as the terms that they are: an `Iri` as IRI, other texts
        as strings. A FILTER within an inner group does not see them. The prefixes of `kg.vocab.PREFIXES` need no
        declaration.
        """
        solutions = self._run(bound(query, bindings) if bindings else query)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("this query gives no rows; use SELECT")
        names = [variable.value for variable in solutions.variables]
        try:
            return [
                {name: None if (term := row[name]) is None else value_of(term) for name in names} for row in solutions
            ]
        except (OSError, RuntimeError) as exc:
            raise self._unreadable(exc) from exc

    def values(self, term: str) -> Iterator[tuple[str, str]]:
        """Subject and value, as texts, of every statement of the merged graph with this property; in no order."""
        for quad in self._store.quads(None, node(term), None, books.MERGED):
            yield words_of(quad.subject), words_of(quad.object)

    def values_of(self, subject: str, term: str) -> list[str]:
        """The values, as texts, of one property of one node of the merged graph; in no order."""
        return [words_of(quad.object) for quad in self._store.quads(node(subject), node(term), None, books.MERGED)]

    def subjects_of(self, term: str, value: str) -> list[str]:
        """The nodes of the merged graph, as texts, that have this node as a value of the property; in no order."""
        return [words_of(quad.subject) for quad in self._store.quads(None, node(term), node(value), books.MERGED)]

    def has_article(self, article: str) -> bool:
        """Whether there is an article of this id."""
        return books.entry(self._store, node(article_iri(article)), books.RECORD) is not None

    def written_in(self, article: str) -> str | None:
        """When the run began that wrote the article, as its `Run.started`; None where the store does not say."""
        return books.entry(self._store, node(article_iri(article)), books.WRITTEN_IN)

    def changes_since(self, generation: int) -> Changes | None:
        """What changed since an earlier snapshot; None when that is not known."""
        return self._home.changes(generation, until=self.generation)

    def counts(self) -> dict[str, int]:
        """Numbers of articles, event mentions, events, actors, places and merges."""
        return reading.count(self._store)

    def query(
        self,
        text: str,
        *,
        format: str = "json",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        time_limit_s: float | None = None,
    ) -> bytes:
        """The serialized answer of any SPARQL query, made in the calling thread.

        The caller has refused SERVICE and deep nesting before, and runs queries of strangers in a process that it can
        kill: an embedded store has neither a limit of time nor of memory.

        Args:
            text: the query; the prefixes of `kg.vocab.PREFIXES` need no declaration.
            format: for SELECT one of `ROW_FORMATS`, for ASK json or xml, for graphs one of `GRAPH_FORMATS`.
            default_graphs: IRIs that, with the next, replace the dataset of the query; both empty leave it.
            named_graphs: IRIs of graphs for GRAPH.
            base_iri: what relative IRIs of the query are relative to.
            max_rows: most solutions or triples; RefusedQuery for more, never a part. None is no limit.
            max_bytes: most bytes of the answer, likewise.
            time_limit_s: how long to wait for a server, None for 15 minutes; an embedded store takes no notice.

        Raises:
            QueryTimeout: a server did not answer in time.
            QueryError: the query cannot be read or run, or its answer not be written in this format.
        """
        answer = self._run(
            text,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            base_iri=base_iri,
            time_limit_s=time_limit_s,
        )
        try:
            return answers.serialize(answer, format=format, max_rows=max_rows, max_bytes=max_bytes)
        except (OSError, RuntimeError) as exc:
            raise self._unreadable(exc) from exc

    def dump(self, output: IO[bytes], *, format: str = "nquads", graph: str | None = None) -> None:
        """Writes the graph: one graph by its IRI, else all (`nquads`, `trig`) or the merged graph (other formats).

        The same contents give the same bytes; `nquads` and `ntriples` are sorted by line.
        """
        dump.dump(self._store, output, format=format, graph=graph)

    @property
    def engine(self) -> Engine:
        """The database itself, for this package."""
        return self._store

    @property
    def _store(self) -> Engine:
        if self._open is None:
            raise StoreError(f"the store at {self.name!r} was closed; open it again")
        return self._open.engine

    def _run(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        time_limit_s: float | None = None,
    ) -> Answer:
        dataset = None
        if default_graphs or named_graphs:
            dataset = ([node(iri) for iri in default_graphs], [node(iri) for iri in named_graphs])
        # A default graph given from outside would overrule what the query itself names.
        default = books.MERGED if dataset is None and not names_dataset(text) else None
        try:
            return self._store.query(
                with_plain_concatenations(text),
                default_graph=default,
                dataset=dataset,
                base_iri=base_iri,
                time_limit_s=time_limit_s,
            )
        except SyntaxError as exc:
            raise QueryError(f"the query cannot be read: {_place(exc)}") from exc
        except ValueError as exc:
            raise QueryError(f"the query cannot be run: {exc}") from exc
        except (OSError, RuntimeError) as exc:
            raise self._unreadable(exc) from exc

    def _unreadable(self, error: OSError | RuntimeError) -> StoreError:
        if isinstance(error, RuntimeError):
            return damaged(self.name, error)
        return StoreError(f"the store at {self.name!r} cannot be read: {error}; check permissions")


def _place(error: Exception) -> str:
    """What a parser says, without its list of all that it would have taken instead: that runs over several lines."""
    said = str(error)
    where, is_list, expected = said.partition(": expected one of")
    if "Prefix not found" in expected:
        return f"{where}: the prefix there is not declared; add PREFIX, or write the IRI out"
    return f"{where}: something else was expected there" if is_list else said
