"""What changed from one snapshot of a store in a folder to the next, so that what is made of snapshots can follow.

changes/open            one JSON line for each transaction since the last snapshot, written before the transaction
changes/0000000012      the same once it is published, with the number of the snapshot before

A line too many does no harm, one too few would: so a killed writer leaves what it was about to write, and after a
restart of the machine, which may have lost lines, all counts as changed. So it does after very many changes.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import books
from kg.store.iris import kind_and_id
from kg.store.terms import words_of
from kg.vocab import ARTICLE_GRAPHS, EV, RESOURCES

if TYPE_CHECKING:
    from kg.store.engine import Batch
    from kg.store.folder import Folder

KINDS = ("events", "actors", "places", "merges", "articles")
MAX_BYTES = 16_000_000
"""Beyond this size of the log all counts as changed."""

_KEPT = 20
_OPEN = "open"
_DENOTED_BY, _INTO = ox.NamedNode(EV.denotedBy), ox.NamedNode(EV.into)


@dataclass(slots=True)
class Changes:
    """Ids of what is said otherwise than before, is new, or gone.

    Attributes:
        actors: those with other names or facts; a further mention alone is no change of an actor or place.
        articles: those with another record, or whose actors and places stand for other ones.
    """

    events: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    merges: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

    def add(self, other: Changes) -> None:
        """Adds those of another step."""
        for kind in KINDS:
            getattr(self, kind).update(getattr(other, kind))

    def note(self, kind: str, identifier: str) -> None:
        """Adds one thing by the kind that its IRI has."""
        getattr(self, f"{kind}s").add(identifier)


def changes_of(batch: Batch) -> Changes:
    """What a transaction changes."""
    found = Changes()
    graphs = {quad.graph_name for quad in (*batch.add, *batch.remove)} | set(batch.drop)
    for graph in graphs:
        if isinstance(graph, ox.NamedNode) and graph != books.MERGED:
            with suppress(StoreError):
                found.articles.add(_article_of_graph(graph.value))
    for quad in (*batch.add, *batch.remove):
        if quad.graph_name == books.MERGED:
            _note_merged(found, quad)
    return found


def _note_merged(found: Changes, quad: ox.Quad) -> None:
    kind, identifier = _thing(words_of(quad.subject))
    if kind in ("actor", "place") and quad.predicate == _DENOTED_BY:
        found.articles.add(_thing(words_of(quad.object))[1])
        return
    found.note(kind, identifier)
    if quad.predicate == _INTO:
        kind, identifier = _thing(words_of(quad.object))
        if kind == "event":
            found.events.add(identifier)


def _thing(iri: str) -> tuple[str, str]:
    return kind_and_id(iri.partition("#")[0])


def _article_of_graph(graph: str) -> str:
    return kind_and_id(f"{RESOURCES}article/{graph.removeprefix(ARTICLE_GRAPHS)}")[1]


class ChangeLog:
    """The log of one store in a folder; only the one writer adds to it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._path = folder.path / "changes"

    def add(self, batch: Batch) -> None:
        """Notes what a transaction is about to change. A store that nobody has read yet needs no notes."""
        current = self._folder.readable_current()
        if current is None:
            return
        open_ = self._path / _OPEN
        self._path.mkdir(exist_ok=True)
        size = open_.stat().st_size if open_.exists() else 0
        if size > MAX_BYTES:
            return
        changes = changes_of(batch)
        line = {kind: sorted(found) for kind in KINDS if (found := getattr(changes, kind))}
        with open_.open("a", encoding="utf-8") as file:
            if not size:
                file.write(json.dumps({"boot": _boot()}) + "\n")
            file.write(json.dumps(line) + "\n")

    def publish(self, generation: int, *, before: int | None) -> None:
        """Keeps the notes for a snapshot that is about to be shown; `before` is the number of the one shown now."""
        with suppress(FileNotFoundError):
            for path in sorted(self._path.glob("[0-9]*"))[:-_KEPT]:
                path.unlink(missing_ok=True)
        if before is None:
            return
        self._path.mkdir(exist_ok=True)
        changes = self._noted()
        shown: dict[str, Any] = {"before": before}
        if changes is not None:
            shown |= {kind: sorted(getattr(changes, kind)) for kind in KINDS}
        target = self._path / f"{generation:010d}"
        new = target.with_name(f".new-{target.name}")
        new.write_text(json.dumps(shown) + "\n", encoding="utf-8")
        new.replace(target)

    def begin(self) -> None:
        """Starts anew behind a snapshot that is shown."""
        (self._path / _OPEN).unlink(missing_ok=True)

    def since(self, generation: int, *, until: int) -> Changes | None:
        """What changed from one snapshot to a later one; None when that is not known."""
        total = Changes()
        while until != generation:
            try:
                shown = json.loads((self._path / f"{until:010d}").read_text(encoding="utf-8"))
                before = int(shown["before"])
                total.add(Changes(**{kind: set(shown[kind]) for kind in KINDS}))
            except (OSError, ValueError, KeyError, TypeError):
                return None
            if not generation <= before < until:
                return None
            until = before
        return total

    def _noted(self) -> Changes | None:
        total, path = Changes(), self._path / _OPEN
        try:
            if path.stat().st_size > MAX_BYTES:
                return None
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return total
        except (OSError, ValueError):
            return None
        for line in lines:
            try:
                shown = json.loads(line)
            except ValueError:
                continue  # cut off by a kill, so its transaction never began
            if "boot" in shown:
                if shown["boot"] != _boot():
                    return None
            else:
                total.add(Changes(**{kind: set(found) for kind, found in shown.items()}))
        return total


@cache
def _boot() -> str:
    """What tells one run of the machine from the next; empty where the system does not say."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""
