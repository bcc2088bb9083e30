"""Where a store lies: in a folder of this machine, or on a SPARQL 1.1 server.

A `Home` gives the one writer and the many readers their `Engine`, and says which state readers see. In a folder readers
open snapshots that never change. A server has no snapshots: its readers see articles as they are written, and the
merged graph a transaction later.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import books
from kg.store.arrivals import Arrivals
from kg.store.changes import ChangeLog
from kg.store.engine import Embedded, damaged, opened
from kg.store.folder import Folder, ReadLock, Stamp, WriteLock, read_lines_of, write_atomically, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.store.changes import Changes
    from kg.store.engine import Batch, Engine

# How often opening is tried when the snapshot is replaced in the very moment of opening.
_TRIES = 10

# Oxigraph leaves the two newest levels of its files uncompressed: what was written article by article takes some 330
# bytes a quad, written anew in one go 172. Above the first figure of these two, and the second in size, that is done.
# Not of more quads than the loader sorts in one go: 2.1 million took 50 s of CPU, and lay loose again (296).
LOOSE_BYTES_PER_QUAD = 250
LOOSE_BYTES = 8_000_000
LOOSE_QUADS = 1_000_000

# Written anew is only what has grown by so much since it was, or since it was new, when it was loaded together.
GROWN = 1.5

# The engine opens so many table files at once and the others when they are needed, so that a query process may give up
# opening files only in a store that has no more (`kg.query.worker`). Putting a small one together takes about a second.
TABLES_OPENED = 16
SCATTERED_BYTES = 32_000_000

_LOG_BYTES = 1_000_000


class Reader:
    """One state of a store, open for reading.

    Attributes:
        generation: number of the state.
        engine: the database, which nobody changes, or on a server nobody but a writer.
        n_bytes: size on disk; None where it is not known.
        stamp: what `Folder.stamp` was when it was the newest state; None where there is no such thing.
    """

    def __init__(
        self,
        generation: int,
        engine: Engine,
        *,
        lock: ReadLock | None = None,
        n_bytes: int | None = None,
        stamp: Stamp | None = None,
    ) -> None:
        self.generation = generation
        self.engine = engine
        self.n_bytes = n_bytes
        self.stamp = stamp
        self._lock = lock

    def close(self) -> None:
        """Lets the state go; again has no effect."""
        self.engine.close()
        if self._lock is not None:
            self._lock.release()


class Home(Protocol):
    """A place for one store."""

    name: str
    """For messages: the folder, or the address without its password."""

    arrivals: Arrivals | None
    """Where new articles wait to be loaded together; None where each goes to the database at once."""

    def settle(self, engine: Engine) -> None:
        """Loads the articles that wait into the writer's database."""

    def open_writer(self) -> Engine:
        """The database for the one writer, made when missing; StoreError when another writes it or it cannot be."""

    @property
    def turn(self) -> WriteLock | None:
        """What tells the last writer from all others, and what tells this one; None where nothing does."""

    def close_writer(self, engine: Engine) -> None:
        """Lets another writer in."""

    def open_reader(self) -> Reader:
        """The state that readers see; StoreError when there is none, or no store."""

    def current(self) -> int | None:
        """Number of the state that readers see, None before the first one; StoreError when there is no store."""

    def is_current(self, reader: Reader) -> bool:
        """Whether no newer state has been published; asked at every request, so it must take no time to speak of."""

    def note(self, batch: Batch) -> None:
        """Is told of every transaction of the writer before it is done."""

    def changes(self, generation: int, *, until: int) -> Changes | None:
        """What changed from one state to a later one; None when that is not known."""

    def publish(self, engine: Engine) -> tuple[int, Engine]:
        """Shows readers what the writer's database holds; gives its number, and the database to go on with."""

    def is_published(self, engine: Engine) -> bool:
        """Whether readers see what the writer's database holds."""

    def add_run(self, line: str) -> None:
        """Adds a line to the log of runs."""

    def runs(self) -> list[str]:
        """The lines of the log of runs, oldest first; the last may be unfinished."""

    def judgements(self) -> list[str]:
        """The lines of the judgements."""

    def write_judgements(self, lines: Sequence[str]) -> None:
        """Replaces the judgements, all or nothing; for the holder of the writer's lock alone."""

    def authority(self) -> list[str]:
        """The lines of users' authority entries."""

    def write_authority(self, lines: Sequence[str]) -> None:
        """Replaces users' authority entries, all or nothing; for the holder of the writer's lock alone."""


def home_of(location: Path | str) -> Home:
    """The home at a path or an `http://` or `https://` address; nothing is opened yet."""
    if is_address(location):
        from kg.store.server_home import ServerHome  # its library takes a tenth of a second to load

        return ServerHome(str(location))
    return FolderHome(Folder(location))


def is_address(location: Path | str) -> bool:
    """Whether a store's location is an address and no path."""
    return isinstance(location, str) and location.startswith(("http://", "https://"))


class FolderHome:
    """A store in a folder, as `kg.store.folder` lays it out, on Oxigraph in this process."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.name = str(folder.path)
        self.arrivals: Arrivals | None = Arrivals(folder.arrivals)
        self._changes = ChangeLog(folder)
        self._lock: WriteLock | None = None

    def open_writer(self) -> Engine:
        """See Home; clears what a killed writer left."""
        folder = self.folder
        folder.prepare()
        self._lock = WriteLock(folder)
        try:
            folder.recover()
            engine = _opened(folder)
            if self.arrivals is not None:
                with writing(folder.path):
                    if self.arrivals.recover():
                        self.settle(engine)
            folder.clean()
        except BaseException:
            self._lock.release()
            raise
        return engine

    @property
    def turn(self) -> WriteLock | None:
        """See Home."""
        return self._lock if self._lock is not None and self._lock.token else None

    def settle(self, engine: Engine) -> None:
        """See Home."""
        if not isinstance(engine, Embedded):
            raise TypeError("a folder's writer has an embedded database")
        if self.arrivals is not None:
            try:
                with writing(self.folder.path):
                    self.arrivals.load(engine.store)
            except RuntimeError as exc:
                raise damaged(self.name, exc) from exc

    def close_writer(self, engine: Engine) -> None:
        """See Home."""
        engine.close()
        if self.arrivals is not None:
            self.arrivals.close()
        _drop_written_log(self.folder)
        if self._lock is not None:
            self._lock.release()

    def open_reader(self) -> Reader:
        """See Home."""
        self.folder.check()
        error: Exception | None = None
        for _ in range(_TRIES):
            stamp = self.folder.stamp()
            generation = self.folder.current()
            if generation is None:
                raise StoreError(f"the store at {self.name!r} is not built to its end; run `kg build` again")
            snapshot = self.folder.snapshot(generation)
            try:
                lock = ReadLock(snapshot)
            except OSError as exc:
                error = exc
                continue
            try:
                engine = opened(snapshot, name=self.name, read_only=True)
                return Reader(generation, engine, lock=lock, n_bytes=_size(snapshot, "*"), stamp=stamp)
            except OSError as exc:
                lock.release()
                error = exc
            except StoreError:
                lock.release()
                raise
        raise StoreError(
            f"the store at {self.name!r} cannot be read: {error}; `kg build` makes a new state of what was stored"
        ) from error

    def current(self) -> int | None:
        """See Home."""
        self.folder.check()
        return self.folder.current()

    def is_current(self, reader: Reader) -> bool:
        """See Home."""
        stamp = self.folder.stamp()
        if stamp is not None and stamp == reader.stamp:
            return True
        if self.current() != reader.generation:
            return False
        reader.stamp = stamp  # the same number, said anew
        return True

    def note(self, batch: Batch) -> None:
        """See Home; see `kg.store.changes`."""
        self._changes.add(batch)

    def changes(self, generation: int, *, until: int) -> Changes | None:
        """See Home."""
        return self._changes.since(generation, until=until)

    def publish(self, engine: Engine) -> tuple[int, Engine]:
        """See Home. A snapshot by hard links; what readers see already is not published again."""
        folder, current = self.folder, self.folder.readable_current()
        if not isinstance(engine, Embedded):
            raise TypeError("a folder's writer has an embedded database")
        if current is not None and self.is_published(engine):
            return current, engine
        with writing(folder.path):
            engine.flush()
            if _is_scattered(folder) if current is None else _is_loose(folder, engine):
                engine = _rewritten(folder, engine)
                folder.note_rewritten(len(engine.store))
            elif current is None and (n_bytes := _size(folder.live, "*.sst")) > LOOSE_BYTES:
                folder.note_rewritten(n_bytes // max(1, LOOSE_BYTES_PER_QUAD))
            generation = folder.next_generation()
            unfinished = folder.unfinished(generation)
            engine.backup(unfinished)
            unfinished.rename(folder.snapshot(generation))
            self._changes.publish(generation, before=current)
            folder.switch(generation)
            self._changes.begin()
        folder.clean()
        return generation, engine

    def is_published(self, engine: Engine) -> bool:
        """See Home."""
        current = self.folder.readable_current()
        if current is None:
            return False
        try:
            snapshot = opened(self.folder.snapshot(current), name=self.name, read_only=True)
            # Only what was merged is published, and a merged graph tells which articles it was made from.
            return books.merged_state(snapshot) == books.merged_state(engine)
        except (OSError, StoreError):
            return False

    def add_run(self, line: str) -> None:
        """See Home."""
        self.folder.check()
        with writing(self.folder.path):
            self.folder.add_run(line)

    def runs(self) -> list[str]:
        """See Home."""
        self.folder.check()
        try:
            return self.folder.runs.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def judgements(self) -> list[str]:
        """See Home."""
        self.folder.check()
        return read_lines_of(self.folder.judgements)

    def write_judgements(self, lines: Sequence[str]) -> None:
        """See Home."""
        with writing(self.folder.path):
            if lines or self.folder.judgements.exists():
                write_atomically(self.folder.judgements, "".join(f"{line}\n" for line in lines))

    def authority(self) -> list[str]:
        """See Home."""
        self.folder.check()
        return read_lines_of(self.folder.authority)

    def write_authority(self, lines: Sequence[str]) -> None:
        """See Home."""
        with writing(self.folder.path):
            if lines or self.folder.authority.exists():
                write_atomically(self.folder.authority, "".join(f"{line}\n" for line in lines))


def _opened(folder: Folder) -> Embedded:
    try:
        return opened(folder.live, name=str(folder.path))
    except OSError as exc:
        if "LOCK" in str(exc):
            raise busy(str(folder.path)) from exc
        raise StoreError(
            f"the store at {str(folder.path)!r} cannot be opened for writing: {exc}; check permissions and free space"
        ) from exc


def _drop_written_log(folder: Folder) -> None:
    """Lets the database remove its log of what is in its files already: opening does, closing does not.

    The log of a build is twice as large as what it built.
    """
    with suppress(OSError):
        if _size(folder.live, "*.log") > _LOG_BYTES:
            ox.Store(str(folder.live))


def busy(name: str) -> StoreError:
    """The error for a second writer."""
    return StoreError(f"the store at {name!r} is being written by another process; wait until it has ended")


def _is_scattered(folder: Folder) -> bool:
    """Whether a small database lies in more files than are opened at once."""
    return len(list(folder.live.glob("*.sst"))) > TABLES_OPENED and _size(folder.live, "*.sst") <= SCATTERED_BYTES


def _is_loose(folder: Folder, engine: Embedded) -> bool:
    """Whether writing the database anew would save much; quads, whose counting reads all, are counted last."""
    n_bytes = _size(folder.live, "*.sst")
    least = int(GROWN * folder.rewritten())
    if n_bytes <= max(LOOSE_BYTES, LOOSE_BYTES_PER_QUAD * least):
        return False
    n_quads = len(engine.store)
    if n_quads < least:
        return False
    if n_quads <= LOOSE_QUADS and n_bytes > LOOSE_BYTES_PER_QUAD * n_quads:
        return True
    folder.note_rewritten(n_quads)  # it is as dense as can be: no need to count again before it has grown
    return False


def _size(folder: Path, pattern: str) -> int:
    """Bytes of the files of a database; it removes some of them whenever it likes."""
    n_bytes = 0
    for file in folder.glob(pattern):
        with suppress(FileNotFoundError):
            n_bytes += file.stat().st_size
    return n_bytes


def _rewritten(folder: Folder, engine: Embedded) -> Embedded:
    """The same database, written anew in its place; half the size. The old one stays until the new one is whole."""
    new = folder.unfinished_live()
    store = ox.Store(str(new))
    # In one go: of what comes in portions the database puts together and leaves uncompressed all but the first.
    store.bulk_extend(engine.store.quads_for_pattern(None, None, None, None))
    store.flush()
    del store  # it keeps the database open
    engine.close()
    folder.replace_live(new)
    return _opened(folder)
