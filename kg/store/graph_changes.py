"""What changes in the merged graph: collected, and written in transactions of a bearable size."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import MergedGraph
from kg.store import books, mapping
from kg.store.engine import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.model import Actor, Event, Merge, Place
    from kg.store.engine import Engine

# Quads of one transaction. A larger difference of merged graphs is written in several, between which the store says
# that it needs a merge. A first graph of 552,500 quads took 18 s and 710 MB with 30,000, 30 s and 790 MB with 100,000.
TRANSACTION_QUADS = 30_000


class Difference:
    """Collects what to add and remove, and writes it once there is enough for a transaction."""

    def __init__(self, live: Engine, write: Callable[[Batch], None]) -> None:
        self._live, self._write_batch = live, write
        self._added: list[ox.Quad] = []
        self._removed: list[ox.Quad] = []
        self.size = 0

    def add(self, quad: ox.Quad) -> None:
        """One quad that the store is to have."""
        self._added.append(quad)
        self._count()

    def remove(self, quad: ox.Quad) -> None:
        """One quad that it is to have no more."""
        self._removed.append(quad)
        self._count()

    def finish(self, *, merged_from: str, content: str) -> None:
        """Writes the rest together with the books; nothing when nothing differs."""
        live = self._live
        entries = books.merged_quads(merged_from=merged_from, content=content, graph=live.books)
        stated = (books.entry(live, books.MERGED, books.MERGED_FROM), books.entry(live, books.MERGED, books.CONTENT))
        if self.size or stated != (merged_from, content):
            self._write(entries)

    def _count(self) -> None:
        self.size += 1
        if len(self._added) + len(self._removed) >= TRANSACTION_QUADS:
            self._write([])

    def _write(self, entries: list[ox.Quad]) -> None:
        # The entry of the merged graph goes first and comes back last: a crash in between is seen as a needed merge.
        self._write_batch(Batch(forget=[books.MERGED], remove=self._removed, add=self._added + entries))
        self._added, self._removed = [], []


def write_whole(
    graph: MergedGraph,
    *,
    live: Engine,
    write: Callable[[Batch], None],
    load: Callable[[Iterable[bytes]], None] | None,
    merged_from: str,
) -> int:
    """Makes a canonical, checked graph the merged one, by writing what differs; gives the number of quads that do.

    Args:
        graph: the merged graph.
        live: the database.
        write: writes a batch to it.
        load: adds a first graph to it in bulk; None where somebody may read it meanwhile.
        merged_from: digest of what the graph was made from.
    """
    old = {books.key(quad) for quad in live.quads(graph=books.MERGED)}
    pieces = _Pieces(graph)
    if load is not None and not old and pieces.are_many():
        write(Batch(forget=[books.MERGED]))
        load(lines for _, lines in pieces)
        write(Batch(add=books.merged_quads(merged_from=merged_from, content=pieces.content, graph=live.books)))
        return pieces.size
    gone = set(old)
    difference = Difference(live, write)
    for keys, lines in pieces:
        gone.difference_update(keys)
        if not old.issuperset(keys):
            quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
            for key, quad in zip(keys, quads, strict=True):
                if key not in old:
                    difference.add(quad)
    if gone:
        # All are read before the first is removed: not every server lets one read what one changes.
        for quad in [quad for quad in live.quads(graph=books.MERGED) if books.key(quad) in gone]:
            difference.remove(quad)
    difference.finish(merged_from=merged_from, content=pieces.content)
    return difference.size


class _Pieces:
    """The N-Quads of a merged graph, node by node, once; with `size` and `content` (`books.content_of`) so far."""

    def __init__(self, graph: MergedGraph) -> None:
        self._rest = mapping.graph_lines(graph)
        self._first: list[bytes] = []
        self.content, self.size = books.content_of(()), 0

    def are_many(self) -> bool:
        """Whether they are more than one transaction may have; before the first is taken."""
        n_quads = 0
        while n_quads <= TRANSACTION_QUADS and (lines := next(self._rest, None)) is not None:
            self._first.append(lines)
            n_quads += lines.count(b"\n")
        return n_quads > TRANSACTION_QUADS

    def __iter__(self) -> Iterator[tuple[list[bytes], bytes]]:
        for lines in itertools.chain(self._first, self._rest):
            keys = books.keys_of(lines)
            self.content = books.content_of(keys, base=self.content)
            self.size += len(keys)
            yield keys, lines


def narrowed(old: MergedGraph, new: MergedGraph) -> tuple[MergedGraph, MergedGraph]:
    """Both without the members that a node keeps: a state has as many as articles name it."""
    sides: tuple[dict[str, list[Any]], dict[str, list[Any]]] = ({}, {})
    for kind in ("actors", "places", "events", "merges"):
        nodes = [{node.id: node for node in getattr(graph, kind)} for graph in (old, new)]
        for graph, other, side in zip(nodes, nodes[::-1], sides, strict=True):
            side[kind] = [
                replace(node, members=tuple(set(node.members) - set(other[node.id].members)))
                if node.id in other and kind != "events"
                else node
                for node in graph.values()
            ]
    narrowed = [
        MergedGraph(copies=graph.copies, **{kind: tuple(nodes) for kind, nodes in side.items()})
        for graph, side in zip((old, new), sides, strict=True)
    ]
    return narrowed[0], narrowed[1]


def check_articles(graph: MergedGraph, known: Mapping[str, str]) -> None:
    """Raises StoreError where the graph speaks of an article that the store does not know."""
    entities: tuple[Actor | Place | Event | Merge, ...] = (*graph.actors, *graph.places, *graph.events, *graph.merges)
    named = {ref.article for entity in entities for ref in entity.members}
    named |= {article for pair in graph.copies for article in pair}
    for article in sorted(named - known.keys()):
        raise StoreError(f"the merged graph speaks of article {article!r}, which the store does not have; merge again")
