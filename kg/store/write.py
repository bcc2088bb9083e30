"""The one writer of a store: article records and a merged graph in, a snapshot for the readers out.

Every article is replaced or deleted in one transaction, so that a killed process leaves whole articles only and loses
none that `replace` or `delete` has returned for. `needs_merge` then says that the merged graph is older than the
articles.
"""

from __future__ import annotations

import itertools
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.authority import own
from kg.errors import StoreError, UnknownError
from kg.ids import digest
from kg.model import ArticleRecord
from kg.spools import FEW, Records, Shelf
from kg.store import books, graph_changes, judgements, mapping, reading
from kg.store.arrivals import Arrivals, Entry
from kg.store.checks import canonical_record, check_graph, check_record
from kg.store.engine import Batch
from kg.store.folder import writing
from kg.store.holdings import Holdings
from kg.store.home import FolderHome, home_of
from kg.store.iris import article_graph, article_iri
from kg.store.terms import node, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

    from kg.authority import Entry as AuthorityEntry
    from kg.model import Article, Judgement, Merged, MergedGraph
    from kg.store.engine import Engine
    from kg.store.home import Home

# Articles after which the engine's buffers go to disk: left alone they grow to some 800 MB before it does so by itself.
FLUSH_ARTICLES = 200


class Change(StrEnum):
    """What became of an article."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class WriteStore:
    """The writer; close it, or use it in a `with` statement, so that another may open the store.

    Example:
        >>> with WriteStore.open("kg-store") as store:
        ...     store.replace(records)
        ...     store.write_merged(merge(store.records()))
        ...     store.publish()

    Attributes:
        run: what the books say of the articles that are written now: when the run began, as its `Run` has it.
    """

    def __init__(self, home: Home, engine: Engine) -> None:
        self._home = home
        self._open: Engine | None = engine
        self.run = ""
        self._unflushed = 0
        self._held: Holdings | None = None
        self._loading: Future[None] | None = None
        # The merge would read them again, from the database.
        self._kept: Shelf[ArticleRecord] = Shelf(ArticleRecord, recalled=FEW)

    @classmethod
    def open(cls, location: Path | str) -> Self:
        """Opens a store for writing, makes it where none is, and clears what a killed writer left.

        Args:
            location: a folder, missing or empty for a new store, or the `http(s)://` address of a SPARQL 1.1 server.

        Raises:
            StoreError: another process writes it, it is of another format, or it cannot be written.
        """
        home = home_of(location)
        engine = home.open_writer()
        store = cls(home, engine)
        store._held = Holdings.left(home, engine, lambda: store._live)
        return store

    def close(self) -> None:
        """Lets another writer in; again has no effect."""
        if self._open is not None:
            try:
                with suppress(StoreError):  # what cannot be loaded now waits for the next writer
                    self._settle()
                    if self._held is not None:
                        self._held.leave(self._home, ground=self._ground())
            finally:
                self._home.close_writer(self._open)
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
    def needs_merge(self) -> bool:
        """Whether the merged graph was made from other articles or judgements than are here now."""
        merged_from = books.entry(self._engine, books.MERGED, books.MERGED_FROM)
        return merged_from != self._ground() and (bool(self.holdings.records) or merged_from is not None)

    @property
    def merged_content(self) -> str | None:
        """Digest of the merged graph and of what it was made from; None before the first one, or half written."""
        content = books.entry(self._engine, books.MERGED, books.CONTENT)  # what waits to be loaded is of articles
        made_from = books.entry(self._engine, books.MERGED, books.MERGED_FROM)
        return None if content is None or made_from is None else f"{made_from} {content}"

    @property
    def merge_state(self) -> Path | None:
        """The file for what the merge knows of the articles, which is this writer's alone; None without a folder."""
        return self._home.folder.merge_state if isinstance(self._home, FolderHome) else None

    @property
    def is_published(self) -> bool:
        """Whether readers see what is here now."""
        return not self.needs_merge and self._home.is_published(self._live)

    @property
    def holdings(self) -> Holdings:
        """The articles that are here, kept up by this writer; another object when it had to read them again."""
        if self._held is None:
            self._held = Holdings(lambda: self._live)
        return self._held

    def article_ids(self) -> dict[str, str]:
        """Digest of the record of every article, by id, sorted."""
        return dict(sorted(self.holdings.records.items()))

    def holds(self, article: Article, *, extractor: str) -> bool:
        """Whether the store has this very article, read by this very software and model: no need to read it again."""
        arrived = self._arrived(article.id)
        if arrived is not None:
            return arrived[1:] == (books.source_digest(article), extractor)
        subject, engine = node(article_iri(article.id)), self._engine
        return (
            books.entry(engine, subject, books.SOURCE) == books.source_digest(article)
            and books.entry(engine, subject, books.EXTRACTOR) == extractor
        )

    def load_ahead(self) -> None:
        """Begins to load the articles that wait, in a thread; whoever asks the database waits until it is done.

        The records of this writer's own articles can be read meanwhile, and merged.
        """
        if self._loading is None and self._home.arrivals is not None and self._home.arrivals.entries:
            thread = ThreadPoolExecutor(1)
            self._loading = thread.submit(self._home.settle, self._engine)
            thread.shutdown(wait=False)

    def judgements(self) -> tuple[Judgement, ...]:
        """What people judged, sorted; StoreError when judgements contradict each other or a line is none."""
        return judgements.read_lines(self._home.judgements(), where=f"of {self.name!r}")

    def write_judgements(self, judged: Iterable[Judgement]) -> None:
        """Makes these the judgements of the store; StoreError when they contradict each other.

        Comments and empty lines of the old ones are kept when they stand at the beginning.
        """
        judged = judgements.ordered(judged)
        judgements.check_consistent(judged)
        head = itertools.takewhile(
            lambda line: not line.strip() or line.lstrip().startswith("#"), self._home.judgements()
        )
        self._home.write_judgements([*head, *map(judgements.to_line, judged)])

    def authority(self) -> tuple[AuthorityEntry, ...]:
        """The entries of users' authority files that the store was built with, sorted."""
        return own.read_lines(self._home.authority())

    def write_authority(self, entries: Iterable[AuthorityEntry]) -> None:
        """Makes these the entries of users' authority files that the store is merged with."""
        self._home.write_authority(sorted({own.to_line(entry) for entry in entries}))

    def _ground(self) -> str:
        """What a merged graph is made from: the set of articles, judgements and own authority where there are any."""
        lines = self._home.authority()
        named = digest(*lines, length=32) if lines else ""
        return self.holdings.digest + judgements.digest_of(self.judgements()) + named

    def counts(self) -> dict[str, int]:
        """Numbers of articles, event mentions, events, actors, places and merges."""
        return reading.count(self._live)

    def article(self, article: str) -> ArticleRecord:
        """One record; UnknownError when the store has no such article."""
        kept = self._kept.get(article)
        if kept is None:
            kept = self._kept[article] = reading.read_article(self._live, article)
        return kept

    def records(self) -> Records:
        """All records, by article id, each read from the database once."""
        return Records(self.holdings.records, self.article)

    def merged(self) -> MergedGraph:
        """The merged graph as it is, up to date or not; see `needs_merge`."""
        return reading.read_merged(self._live)

    def replace(self, records: Iterable[ArticleRecord]) -> dict[str, Change]:
        """Writes each record in place of the one that the store has of its article; says what became of each.

        StoreError at the first record that does not hold together (`check_record`) or cannot be written; those before
        it stay.
        """
        changes = {}
        for record in records:
            check_record(record)
            changes[record.article.id] = self._replace(canonical_record(record))
            self._unflushed += 1
        if self._unflushed >= FLUSH_ARTICLES:
            with writing(self.name):
                self._engine.flush()
                if self._home.arrivals is not None:
                    self._home.arrivals.flush()
            self._unflushed = 0
        return changes

    def delete(self, article: str) -> None:
        """Removes an article; UnknownError when the store has none of this id."""
        known = books.entry(self._live, node(article_iri(article)), books.RECORD)
        if known is None:
            raise UnknownError(f"the store has no article {article!r}; nothing was deleted")
        held, self._held = self._held, None  # what fails midway is read again
        self._kept.pop(article, None)
        self._write(books.removal(article))
        if held is not None:
            held.put(article, None, before=known)
            self._held = held

    def write_merged(self, graph: Merged) -> int:
        """Makes this the merged graph of the articles that are here now; gives the number of quads that differ.

        It is read node by node, and may be larger than memory. Only the difference is written: in one transaction up
        to `graph_changes.TRANSACTION_QUADS`, in several above.
        """
        check_graph(graph, articles=self.holdings.records)
        return graph_changes.write_whole(
            graph,
            live=self._live,
            write=self._write,
            load=self._load if self._home.current() is None else None,
            merged_from=self._ground(),
        )

    def write_changes(self, old: MergedGraph, new: MergedGraph) -> int:
        """Makes the merged graph that of the articles that are here now, where only some of its nodes differ.

        Costs what differs, not what the graph holds: nothing of it is read.

        Args:
            old: nodes as the merged graph has them, which go.
            new: nodes that come, or come back otherwise.

        Raises:
            StoreError: the store's graph is of an older version, so that its digest cannot be brought up to date; use
                `write_merged`.
        """
        live = self._live
        content = books.entry(live, books.MERGED, books.CONTENT)
        if content is None or not books.is_sum(content):
            raise StoreError(f"the merged graph of {self.name!r} cannot be changed in part; write it as a whole")
        sides = graph_changes.narrowed(old, new)
        gone, come = ({str(quad): quad for quad in mapping.graph_quads(graph)} for graph in sides)
        difference = graph_changes.Difference(self._live, self._write)
        removed = [quad for text, quad in sorted(gone.items()) if text not in come]
        added = [quad for text, quad in sorted(come.items()) if text not in gone]
        for quad in removed:
            difference.remove(quad)
        for quad in added:
            difference.add(quad)
        content = books.content_without(map(books.key, removed), base=content)
        content = books.content_of(map(books.key, added), base=content)
        difference.finish(merged_from=self._ground(), content=content)
        return difference.size

    def publish(self) -> int:
        """Shows readers the present state, unless it is the one they see; gives its number.

        StoreError when the merged graph is older than the articles.
        """
        if self.needs_merge:
            raise StoreError("the merged graph is older than the articles; write it before publishing")
        generation, self._open = self._home.publish(self._live)
        return generation

    @property
    def _engine(self) -> Engine:
        """The database as it is, which may be without articles that wait to be loaded."""
        if self._open is None:
            raise StoreError(f"the store at {self.name!r} was closed; open it again")
        return self._open

    @property
    def _live(self) -> Engine:
        """The database with all articles."""
        self._settle()
        return self._engine

    def _settle(self) -> None:
        self._wait()
        if self._home.arrivals is not None and self._home.arrivals.entries:
            self._home.settle(self._engine)

    def _wait(self) -> None:
        """Waits for what `load_ahead` began; StoreError when that failed, with the articles still waiting."""
        loading, self._loading = self._loading, None
        if loading is not None:
            loading.result()

    def _arrived(self, article: str) -> Entry | None:
        self._wait()
        return None if self._home.arrivals is None else self._home.arrivals.entries.get(article)

    def _write(self, batch: Batch) -> None:
        with writing(self.name):
            self._home.note(batch)
            self._live.write(batch)

    def _load(self, lines: Iterable[bytes]) -> None:
        with writing(self.name):
            self._live.load(lines)

    def _replace(self, record: ArticleRecord) -> Change:
        article = record.article.id
        lines = mapping.record_lines(record)
        digest = books.digest_of(books.keys_of(lines))
        arrived, engine = self._arrived(article), self._engine
        known = arrived.record if arrived else books.entry(engine, node(article_iri(article)), books.RECORD)
        if known != digest:
            held, self._held = self._held, None
            self._kept.pop(article, None)
            entries = books.article_quads(record, digest, graph=engine.books, run=self.run)
            arrivals = self._home.arrivals
            if known is None and arrivals is not None:
                self._arrive(arrivals, article, lines, entries)
            else:
                batch = Batch() if known is None else books.removal(article)
                batch.add = [*ox.parse(lines, format=ox.RdfFormat.N_QUADS), *entries]
                self._write(batch)
            if held is not None:
                held.put(article, digest, before=known)
                self._held = held
        self._kept[article] = record
        if known == digest:
            return Change.UNCHANGED
        return Change.NEW if known is None else Change.REPLACED

    def _arrive(self, arrivals: Arrivals, article: str, lines: bytes, entries: list[ox.Quad]) -> None:
        """Puts a new article with those that wait."""
        entry = Entry(*(words_of(quad.object) for quad in entries[:3]))
        with writing(self.name):
            self._home.note(Batch(drop=[node(article_graph(article))]))
            arrivals.add(article, entry, lines, entries)
