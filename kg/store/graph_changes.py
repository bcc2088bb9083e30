"""What changes in the merged graph: collected, and written in transactions of a bearable size."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.model import MergedGraph
from kg.store import books, mapping
from kg.store.buckets import Buckets
from kg.store.engine import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from kg.model import Merged
    from kg.store.engine import Engine

# Quads of one transaction. A larger difference of merged graphs is written in several, between which the store says
# that it needs a merge. A first graph of 552,500 quads took 18 s and 710 MB with 30,000, 30 s and 790 MB with 100,000.
TRANSACTION_QUADS = 30_000

_PLACE_BYTES = 8


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
    graph: Merged,
    *,
    live: Engine,
    write: Callable[[Batch], None],
    load: Callable[[Iterable[bytes]], None] | None,
    merged_from: str,
) -> int:
    """Makes a checked graph the merged one, by writing what differs; gives the number of quads that do.

    In memory are the keys of the quads that differ, and nothing else of either graph.

    Args:
        graph: the merged graph.
        live: the database.
        write: writes a batch to it.
        load: adds a first graph to it in bulk; None where somebody may read it meanwhile.
        merged_from: digest of what the graph was made from.
    """
    pieces = _Pieces(graph)
    if load is not None and next(live.quads(graph=books.MERGED), None) is None and pieces.are_many:
        write(Batch(forget=[books.MERGED]))
        load(lines for _, lines in pieces)
        write(Batch(add=books.merged_quads(merged_from=merged_from, content=pieces.content, graph=live.books)))
        return pieces.size
    difference = Difference(live, write)
    gone, come, content = _compare(pieces, live)
    for lines in _lines_at(graph, set(come.values())):
        for key, quad in zip(books.keys_of(lines), ox.parse(lines, format=ox.RdfFormat.N_QUADS), strict=True):
            if key in come:
                difference.add(quad)
    if gone:
        # All are read before the first is removed: not every server lets one read what one changes.
        for quad in [quad for quad in live.quads(graph=books.MERGED) if books.key(quad) in gone]:
            difference.remove(quad)
    difference.finish(merged_from=merged_from, content=content)
    return difference.size


def _compare(pieces: _Pieces, live: Engine) -> tuple[set[bytes], dict[bytes, int], str]:
    """Keys of the quads that go, keys of those that come with the place of their node, and the digest of the graph."""
    old, new = Buckets(books.KEY_BYTES), Buckets(books.KEY_BYTES + _PLACE_BYTES)
    for quad in live.quads(graph=books.MERGED):
        old.add(books.key(quad))
    for place, (keys, _) in enumerate(pieces):
        tail = place.to_bytes(_PLACE_BYTES)
        for key in keys:
            new.add(key + tail)
    gone: set[bytes] = set()
    come: dict[bytes, int] = {}
    for there, here in zip(old, new, strict=True):
        was = set(there)
        is_now = {entry[: books.KEY_BYTES]: int.from_bytes(entry[books.KEY_BYTES :]) for entry in here}
        gone |= was - is_now.keys()
        come.update((key, place) for key, place in is_now.items() if key not in was)
    return gone, come, pieces.content


def _lines_at(graph: Merged, places: Set[int]) -> Iterator[bytes]:
    """The N-Quads of the nodes at these places."""
    if places:
        for place, node in enumerate(mapping.graph_nodes(graph)):
            if place in places:
                yield mapping.node_lines(node)


class _Pieces:
    """The N-Quads of a merged graph, node by node, once; with `size` and `content` (`books.content_of`) so far."""

    def __init__(self, graph: Merged) -> None:
        self._lines = mapping.graph_lines(graph)
        self._first: list[bytes] = []
        self.content, self.size = books.content_of(()), 0

    @property
    def are_many(self) -> bool:
        """Whether there are more quads than one transaction may have; what is read for that is kept."""
        n_quads = 0
        for lines in self._lines:
            self._first.append(lines)
            n_quads += lines.count(b"\n")
            if n_quads > TRANSACTION_QUADS:
                return True
        return False

    def __iter__(self) -> Iterator[tuple[list[bytes], bytes]]:
        for lines in chain(self._first, self._lines):
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
