"""The one writer of a store: article records and a merged graph in, a snapshot for the readers out.

Every article is replaced or deleted in one transaction, so that a killed process leaves whole articles only and loses
none that `replace` or `delete` has returned for. `needs_merge` then says that the merged graph is older than the
articles.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import StoreError, UnknownError
from kg.store import articles, books, merged, reading
from kg.store.checks import canonical_graph, canonical_record, check_graph, check_record
from kg.store.folder import Folder, writing
from kg.store.iris import article_graph, article_iri
from kg.store.terms import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from kg.model import Actor, Article, ArticleRecord, Event, Merge, MergedGraph, Place

# Quads of one transaction. A larger difference of merged graphs is written in several, between which the store says
# that it needs a merge. A first graph of 552,500 quads took 18 s and 710 MB with 30,000, 30 s and 790 MB with 100,000.
TRANSACTION_QUADS = 30_000


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
    """

    def __init__(self, folder: Folder, live: ox.Store) -> None:
        self._folder = folder
        self._open: ox.Store | None = live
        self._unflushed = 0

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Opens a store for writing, makes it in a missing or empty folder, and clears what a killed writer left.

        StoreError when another process writes it, it is of another format, or the folder cannot be written.
        """
        folder = Folder(path)
        folder.prepare()
        try:
            live = ox.Store(str(folder.live))
        except OSError as exc:
            if "LOCK" in str(exc):
                raise StoreError(
                    f"the store at {str(folder.path)!r} is being written by another process; wait until it has ended"
                ) from exc
            raise StoreError(f"the store at {str(folder.path)!r} cannot be opened for writing: {exc}") from exc
        folder.clean()
        return cls(folder, live)

    def close(self) -> None:
        """Lets another writer in; again has no effect."""
        self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The store's folder."""
        return self._folder.path

    @property
    def needs_merge(self) -> bool:
        """Whether the merged graph was made from other articles than are here now."""
        known = books.records(self._live)
        merged_from = books.entry(self._live, books.MERGED, books.MERGED_FROM)
        return merged_from != books.set_digest(known) and (bool(known) or merged_from is not None)

    def article_ids(self) -> dict[str, str]:
        """Digest of the record of every article, by id, sorted."""
        return books.records(self._live)

    def holds(self, article: Article, *, extractor: str) -> bool:
        """Whether the store has this very article, read by this very software and model: no need to read it again."""
        subject = node(article_iri(article.id))
        return (
            books.entry(self._live, subject, books.SOURCE) == books.source_digest(article)
            and books.entry(self._live, subject, books.EXTRACTOR) == extractor
        )

    def counts(self) -> dict[str, int]:
        """Numbers of articles, event mentions, events, actors, places and merges."""
        return reading.count(self._live)

    def article(self, article: str) -> ArticleRecord:
        """One record; UnknownError when the store has no such article."""
        return reading.read_article(self._live, article)

    def records(self) -> Iterator[ArticleRecord]:
        """All records, by article id."""
        return reading.read_records(self._live)

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
            with writing(self.path):
                self._live.flush()
            self._unflushed = 0
        return changes

    def delete(self, article: str) -> None:
        """Removes an article; UnknownError when the store has none of this id."""
        if books.entry(self._live, node(article_iri(article)), books.RECORD) is None:
            raise UnknownError(f"the store has no article {article!r}; nothing was deleted")
        with writing(self.path):
            self._live.update(_removal(article))

    def write_merged(self, graph: MergedGraph) -> int:
        """Makes this the merged graph of the articles that are here now; gives the number of quads that differ.

        Only the difference is written: in one transaction up to `TRANSACTION_QUADS`, in several above.
        """
        check_graph(graph)
        graph = canonical_graph(graph)
        known = books.records(self._live)
        _check_articles(graph, known)
        live = self._live
        keys = set()
        difference = _Difference(live)
        with writing(self.path):
            for quad in merged.quads_of(graph):
                keys.add(books.key(quad))
                if quad not in live:
                    difference.add(quad)
            for quad in live.quads_for_pattern(None, None, None, books.MERGED):
                if books.key(quad) not in keys:
                    difference.remove(quad)
            difference.finish(books.merged_quads(merged_from=books.set_digest(known), content=books.digest_of(keys)))
        return difference.size

    def publish(self) -> int:
        """Shows readers the present state, unless it is the one they see; gives the snapshot's number.

        StoreError when the merged graph is older than the articles.
        """
        if self.needs_merge:
            raise StoreError("the merged graph is older than the articles; write it before publishing")
        folder = self._folder
        current = folder.current()
        if current is not None and self._is_published(current):
            return current
        generation = folder.next_generation()
        unfinished = folder.unfinished(generation)
        with writing(self.path):
            self._live.flush()
            self._live.backup(str(unfinished))
            unfinished.rename(folder.snapshot(generation))
            folder.switch(generation)
        folder.clean()
        return generation

    @property
    def _live(self) -> ox.Store:
        if self._open is None:
            raise StoreError(f"the store at {str(self.path)!r} was closed; open it again")
        return self._open

    def _replace(self, record: ArticleRecord) -> Change:
        article = record.article.id
        quads = articles.quads_of(record)
        digest = books.digest_of(map(books.key, quads))
        known = books.entry(self._live, node(article_iri(article)), books.RECORD)
        if known == digest:
            return Change.UNCHANGED
        quads += books.article_quads(record, digest)
        with writing(self.path):
            if known is None:
                self._live.extend(quads)
            else:
                self._live.update(f"{_removal(article)} ; {_block('INSERT DATA', quads)}")
        return Change.NEW if known is None else Change.REPLACED

    def _is_published(self, generation: int) -> bool:
        try:
            snapshot = ox.Store.read_only(str(self._folder.snapshot(generation)))
            return books.state(snapshot) == books.state(self._live)
        except OSError:
            return False


class _Difference:
    """Collects what to add and remove, and writes it once there is enough for a transaction."""

    def __init__(self, live: ox.Store) -> None:
        self._live = live
        self._added: list[ox.Quad] = []
        self._removed: list[ox.Quad] = []
        self.size = 0

    def add(self, quad: ox.Quad) -> None:
        self._added.append(quad)
        self._count()

    def remove(self, quad: ox.Quad) -> None:
        self._removed.append(quad)
        self._count()

    def finish(self, entries: list[ox.Quad]) -> None:
        """Writes the rest together with the books; nothing when nothing differs."""
        if self.size or any(quad not in self._live for quad in entries):
            self._write(entries)

    def _count(self) -> None:
        self.size += 1
        if len(self._added) + len(self._removed) >= TRANSACTION_QUADS:
            self._write([])

    def _write(self, entries: list[ox.Quad]) -> None:
        # The entry of the merged graph goes first and comes back last: a crash in between is seen as a needed merge.
        steps = [f"DELETE WHERE {{ {books.MERGED} ?term ?value }}"]
        if self._removed:
            steps.append(_block("DELETE DATA", self._removed))
        if self._added or entries:
            steps.append(_block("INSERT DATA", self._added + entries))
        self._live.update(" ; ".join(steps))
        self._added, self._removed = [], []


def _removal(article: str) -> str:
    return f"DROP SILENT GRAPH <{article_graph(article)}> ; DELETE WHERE {{ <{article_iri(article)}> ?term ?value }}"


def _block(action: str, quads: list[ox.Quad]) -> str:
    """A SPARQL update of ground quads, all of one named graph or of the unnamed one."""
    unnamed = [_triple(quad) for quad in quads if quad.graph_name == books.UNNAMED]
    named = [quad for quad in quads if quad.graph_name != books.UNNAMED]
    graph = f"GRAPH {named[0].graph_name} {{ {' '.join(map(_triple, named))} }}" if named else ""
    return f"{action} {{ {' '.join(unnamed)} {graph} }}"


def _triple(quad: ox.Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} ."


def _check_articles(graph: MergedGraph, known: dict[str, str]) -> None:
    entities: tuple[Actor | Place | Event | Merge, ...] = (*graph.actors, *graph.places, *graph.events, *graph.merges)
    named = {ref.article for entity in entities for ref in entity.members}
    named |= {article for pair in graph.copies for article in pair}
    for article in sorted(named - known.keys()):
        raise StoreError(f"the merged graph speaks of article {article!r}, which the store does not have; merge again")
