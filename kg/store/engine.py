"""What the store asks of a database of quads, and the embedded one.

`Engine` is all that the rest of `kg.store` knows of a database. Two implementations: `Embedded` here, Oxigraph in this
process, and `kg.store.server.Server`, any SPARQL 1.1 server over HTTP. The same tests run on both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import StoreError
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

GraphName = ox.NamedNode | ox.DefaultGraph
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]

# Quads of one INSERT DATA; an update has as many of them as it needs. Virtuoso's compiler runs out of memory at 5,000.
_QUADS_PER_STEP = 1_000

PORTION_BYTES = 48_000_000
"""N-Quads that are loaded in one go, some 250,000."""

Dataset = tuple["Sequence[ox.NamedNode]", "Sequence[ox.NamedNode]"]


@dataclass(slots=True, kw_only=True)
class Batch:
    """What to do in one transaction, in this order.

    Attributes:
        drop: graphs to remove as a whole.
        forget: subjects whose entries in the books go.
        remove: quads to remove.
        add: quads to add; those of the books have `Engine.books` as graph.
    """

    drop: Sequence[ox.NamedNode] = ()
    forget: Sequence[ox.NamedNode] = ()
    remove: Sequence[ox.Quad] = ()
    add: Sequence[ox.Quad] = field(default_factory=list)


class Engine(Protocol):
    """A database of quads.

    Errors are those of the system (OSError) and StoreError; `query` raises SyntaxError and ValueError for queries that
    cannot be read or run.
    """

    books: GraphName
    """The graph of the store's own entries; it is in no list of graphs and no dump."""

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """Quads that match, in no order; None matches all, as a graph all but the books."""

    def count(self, *, predicate: ox.NamedNode, object: ox.NamedNode, graph: ox.NamedNode | None) -> int:
        """Number of quads that match, the books left out."""

    def graphs(self) -> list[ox.NamedNode]:
        """All graphs but the books, in no order."""

    def size(self) -> int:
        """Number of quads, the books left out."""

    def query(
        self,
        text: str,
        *,
        default_graph: ox.NamedNode | None = None,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
        time_limit_s: float | None = None,
    ) -> Answer:
        """The answer of a query; our prefixes need no declaration.

        With `default_graph` that graph is the default one and every other can be named; with `dataset` (default graphs,
        named graphs) these replace the dataset; with neither it is what the query itself says. `time_limit_s` is how
        long to wait for a server, QueryTimeout beyond it; nothing can stop the embedded database.
        """

    def write(self, batch: Batch) -> None:
        """Does all of it in one transaction; after a crash, all of it or nothing is there."""

    def load(self, lines: Iterable[bytes]) -> None:
        """Adds many quads that are new, faster than `write`; a crash may leave some of them out.

        `lines`: their N-Quads, whole lines of our own, which are not looked at again.
        """

    def flush(self) -> None:
        """Makes what was written last through a power cut."""

    def close(self) -> None:
        """Lets go of the database; again has no effect."""


class Embedded:
    """Oxigraph in this process. Its unnamed graph has the books: no query of ours can see it."""

    books: GraphName = ox.DefaultGraph()

    def __init__(self, store: ox.Store, *, name: str = "") -> None:
        self._open: ox.Store | None = store
        self._name = name

    @property
    def store(self) -> ox.Store:
        """The engine's own store; ValueError once it is closed."""
        if self._open is None:
            raise ValueError("this database was closed")
        return self._open

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """See Engine."""
        try:
            for quad in self.store.quads_for_pattern(subject, predicate, object, graph):
                if graph is not None or quad.graph_name != self.books:
                    yield quad
        except RuntimeError as exc:
            raise damaged(self._name, exc) from exc

    def count(self, *, predicate: ox.NamedNode, object: ox.NamedNode, graph: ox.NamedNode | None) -> int:
        """See Engine."""
        return sum(1 for _ in self.quads(None, predicate, object, graph))

    def graphs(self) -> list[ox.NamedNode]:
        """See Engine."""
        try:
            return [name for name in self.store.named_graphs() if isinstance(name, ox.NamedNode)]
        except RuntimeError as exc:
            raise damaged(self._name, exc) from exc

    def size(self) -> int:
        """See Engine."""
        return len(self.store) - sum(1 for _ in self.quads(graph=self.books))

    def query(
        self,
        text: str,
        *,
        default_graph: ox.NamedNode | None = None,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
        time_limit_s: float | None = None,
    ) -> Answer:
        """See Engine. The answer must be read in the thread that asked: the engine ends the process otherwise."""
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if dataset is not None:
            default, named = list(dataset[0]), list(dataset[1])
        elif default_graph is not None:
            default = [default_graph]
        return self.store.query(text, default_graph=default, named_graphs=named, base_iri=base_iri, prefixes=PREFIXES)

    def write(self, batch: Batch) -> None:
        """See Engine."""
        try:
            if batch.drop or batch.forget or batch.remove:
                self.store.update(update_text(batch, books=None))
            else:
                # Faster than an update in text, and as atomic.
                self.store.extend(batch.add)
        except RuntimeError as exc:
            raise damaged(self._name, exc) from exc

    def load(self, lines: Iterable[bytes]) -> None:
        """See Engine."""
        try:
            bulk_load(self.store, lines)
        except RuntimeError as exc:
            raise damaged(self._name, exc) from exc

    def flush(self) -> None:
        """See Engine."""
        self.store.flush()

    def backup(self, folder: Path) -> None:
        """A copy in a new folder, by hard links where the file system has them."""
        self.store.backup(str(folder))

    def close(self) -> None:
        """See Engine."""
        self._open = None


def bulk_load(store: ox.Store, pieces: Iterable[bytes]) -> None:
    """Loads N-Quads of our own, given in pieces that may end anywhere: nothing of them is looked at again.

    The loader holds what it is given in one go, up to a million quads for each processor, 1.6 GB. In portions it needs
    less, whatever there is to load; the smaller they are, the more often the database sorts what it has.
    """
    portion: list[bytes] = []
    n_bytes = 0
    for piece in pieces:
        portion.append(piece)
        n_bytes += len(piece)
        if n_bytes >= PORTION_BYTES:
            whole = b"".join(portion)
            end = whole.rfind(b"\n") + 1
            portion, n_bytes = [whole[end:]], len(whole) - end
            if end:
                store.bulk_load(whole[:end], format=ox.RdfFormat.N_QUADS, lenient=True)
    if n_bytes:
        store.bulk_load(b"".join(portion), format=ox.RdfFormat.N_QUADS, lenient=True)


def opened(folder: Path, *, name: str, read_only: bool = False) -> Embedded:
    """The database in a folder; StoreError when its files are damaged, OSError when the system does not let us."""
    try:
        return Embedded(ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder)), name=name)
    except RuntimeError as exc:
        raise damaged(name, exc) from exc


def damaged(name: str, error: RuntimeError) -> StoreError:
    """The error for files that are not as they were written: the engine raises RuntimeError for those."""
    said = " ".join(str(error).split())[:300]
    return StoreError(
        f"the files of the store at {name!r} are damaged ({said}); `kg restore` a backup, or build it again in a new "
        "folder"
    )


def update_text(batch: Batch, *, books: ox.NamedNode | None) -> str:
    """A batch as one SPARQL update; `books` is the name of the graph of the books, None for the unnamed graph."""
    steps = [f"DROP SILENT GRAPH {graph}" for graph in batch.drop]
    for subject in batch.forget:
        pattern = f"{subject} ?term ?value"
        steps.append(f"DELETE WHERE {{ {pattern if books is None else f'GRAPH {books} {{ {pattern} }}'} }}")
    for action, quads in (("DELETE DATA", batch.remove), ("INSERT DATA", batch.add)):
        parts = (quads[start : start + _QUADS_PER_STEP] for start in range(0, len(quads), _QUADS_PER_STEP))
        steps += [f"{action} {{ {block(part)} }}" for part in parts]
    return " ; ".join(steps)


def block(quads: Iterable[ox.Quad]) -> str:
    """Ground quads as in INSERT DATA, graph by graph."""
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
        by_graph.setdefault(name, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    return " ".join(
        f"GRAPH {name} {{ {' '.join(lines)} }}" if name else " ".join(lines) for name, lines in by_graph.items()
    )
