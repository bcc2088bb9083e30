"""The catalog of a store's current snapshot, for a service that outlives many of them.

Whether a newer snapshot was published is asked at each use: one small file is read. With `is_indexed` a snapshot is
shown once its index is there: until then the one before is, and of a first one it is said that it is not ready. The old
one is closed when its last user is done, so that its files can go.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from kg.errors import KgError, StoreError
from kg.query.catalog import Catalog
from kg.query.index.files import is_small, make_index, open_index, progress_of, start_making
from kg.query.warming import ask_first, read_ahead
from kg.store import ReadStore
from kg.store.folder import Folder
from kg.store.home import is_address

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from kg.query.index.event_index import EventIndex

logger = logging.getLogger(__name__)

_PATIENCE_S = 1.0
"""Time in which whoever published a snapshot may make its index; after that it is made from here."""


_LOOK_S = 0.3
"""Time between two looks whether it is there."""

_OPENING_S = 3.0
"""Time for which others wait while the first snapshot is opened; then they are told that it is not ready."""

State = tuple[int, int, int]
"""Number of a snapshot, and what tells its folder from an earlier one of that number."""


class NotReadyError(StoreError):
    """The first snapshot is being made ready."""


class CatalogSource:
    """The current catalog of a store; safe to use from several threads.

    Args:
        location: folder of the store, which may be made later, or address of a SPARQL server.
        is_indexed: whether to use, and make, the index; one of a store on a server there never is.
    """

    def __init__(self, location: Path | str, *, is_indexed: bool = False) -> None:
        self._location = location
        self._folder = None if is_address(location) else Folder(location)
        self._is_indexed = is_indexed and self._folder is not None
        self._lock = Lock()
        self._shown: tuple[Catalog, State] | None = None
        self._looked = 0.0
        self._users: dict[int, int] = {}
        self._maker: subprocess.Popen[bytes] | None = None
        self._awaited: tuple[int, float] | None = None
        self._hopeless: set[int] = set()
        self._closing = Event()

    def open_soon(self) -> None:
        """Begins with the first snapshot, so that who asks first waits less; `take` tells what is wrong with it."""
        Thread(target=self._open_first, name="first snapshot", daemon=True).start()

    @contextmanager
    def use(self) -> Iterator[Catalog]:
        """The current catalog, which stays open until the end of the `with` statement; errors as for `take`."""
        catalog = self.take()
        try:
            yield catalog
        finally:
            self.give_back(catalog)

    def take(self) -> Catalog:
        """The current catalog, which stays open until it is given back.

        Raises:
            StoreError: there is no store that can be read; NotReadyError when there will be one soon.
        """
        if not self._lock.acquire(timeout=_OPENING_S):
            if self._shown is None:
                raise NotReadyError("the store is being opened and its index read from the disk; try again in a while")
            self._lock.acquire()
        try:
            catalog = self._newest()
            self._users[id(catalog)] = self._users.get(id(catalog), 0) + 1
        finally:
            self._lock.release()
        return catalog

    def take_at_once(self) -> Catalog | None:
        """The same when that takes no time to speak of, so that an event loop may do it; else None."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            shown = self._shown
            if shown is None or not shown[0].store.is_current:
                return None
            self._users[id(shown[0])] = self._users.get(id(shown[0]), 0) + 1
            return shown[0]
        finally:
            self._lock.release()

    def give_back(self, catalog: Catalog) -> None:
        """Ends the use of a catalog that was taken."""
        with self._lock:
            self._users[id(catalog)] -= 1
            if not self._users[id(catalog)]:
                del self._users[id(catalog)]
                if self._shown is None or catalog is not self._shown[0]:
                    catalog.close()

    def state(self) -> State | None:
        """What tells the snapshot that is shown from any other one; it may be replaced by a newer one right after.

        None when it is to be replaced, or there is none: then `use` finds out. Fast enough for an event loop.
        """
        shown = self._shown
        if shown is None or not (self._awaited or shown[0].store.is_current):
            return None
        return shown[1]

    def close(self) -> None:
        """Closes the snapshot once nobody uses it, and ends what is being made."""
        self._closing.set()
        with self._lock:
            shown, self._shown = self._shown, None
            if shown is not None and not self._users.get(id(shown[0])):
                shown[0].close()
            if self._maker is not None:
                self._maker.kill()
                self._maker.wait()

    def _open_first(self) -> None:
        if not self._closing.is_set():
            with suppress(KgError), self.use():
                pass

    def _newest(self) -> Catalog:
        current = None if self._shown is None else self._shown[0]
        if current is not None and current.store.is_current:
            return current
        if current is not None and self._awaited and time.monotonic() - self._looked < _LOOK_S:
            return current
        self._looked = time.monotonic()
        opened = self._open(is_first=current is None)
        if opened is None:
            if current is None:
                raise NotReadyError(self._how_far())
            return current
        self._shown = opened, self._state_of(opened.store.generation)
        self._awaited = None
        if current is not None:
            if opened.index is not None:
                self._users[id(opened)] = 1  # the thread's: what is being read must not be closed
                Thread(target=self._prepare, args=(opened, opened.index), name="pairs", daemon=True).start()
            if not self._users.get(id(current)):
                current.close()
        return opened

    def _prepare(self, catalog: Catalog, index: EventIndex) -> None:
        """Reads what takes longest of a new snapshot while it is shown already: only networks wait for it."""
        try:
            index.pairs()
        finally:
            self.give_back(catalog)

    def _how_far(self) -> str:
        far = None if self._folder is None else progress_of(self._folder.path)
        shown = f": {far[0]:,} of {far[1]:,} events so far" if far is not None else ""
        return f"the store's index is being made{shown}; SPARQL is answered already, all else in a while"

    def _state_of(self, generation: int) -> State:
        if self._folder is None:
            return (generation, 0, 0)
        # a store that was deleted and built again has the same numbers, but other folders
        stat = self._folder.snapshot(generation).stat()
        return (generation, stat.st_ino, stat.st_mtime_ns)

    def _open(self, *, is_first: bool) -> Catalog | None:
        """The current snapshot with its index; None when that is still being made."""
        store = ReadStore.open(self._location)
        if self._folder is None or not self._is_indexed or store.generation in self._hopeless:
            return Catalog(store)
        index = open_index(store)
        if index is None:
            try:
                if is_small(store):
                    make_index(self._folder.path)
                    index = open_index(store)
                else:
                    self._await(self._folder, store.generation, is_first=is_first)
            except KgError as exc:
                self._give_up(store.generation, str(exc))
                return Catalog(store)
        if index is not None:
            catalog = Catalog(store, index=index)
            catalog.actors(), catalog.places(), catalog.linked()  # so that no request waits for them
            if is_first:
                # that of a later snapshot was just written, so it is in memory
                read_ahead(index.path, is_stopped=self._closing.is_set)
                ask_first(catalog)
            return catalog
        is_hopeless = store.generation in self._hopeless
        if is_hopeless:
            return Catalog(store)
        store.close()
        return None

    def _await(self, folder: Folder, generation: int, *, is_first: bool) -> None:
        """Sees to it that somebody makes the index."""
        if self._awaited is None or self._awaited[0] != generation:
            self._awaited = (generation, time.monotonic())
        if self._maker is not None:
            code = self._maker.poll()
            if code is None:
                return
            self._maker = None
            if code != 0:
                self._give_up(generation, f"the process that makes it ended with {code}")
                return
        if is_first or time.monotonic() - self._awaited[1] > _PATIENCE_S:
            self._maker = start_making(folder.path)

    def _give_up(self, generation: int, reason: str) -> None:
        logger.error("there is no index, so answers take longer: %s", reason)
        self._hopeless.add(generation)
