"""Where the index of a snapshot lies, and how it comes about.

One file per snapshot in the store's folder `index/`; its name tells the snapshot, and the software that made it. It is
written under another name and renamed when it is whole, by one process at a time. All of them may be deleted at any
time: who needs one makes it again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.ids import digest
from kg.query.catalog import Catalog
from kg.query.index.build import CrowdedError, build_index, update_index
from kg.query.index.event_index import EventIndex
from kg.settings import software_version
from kg.store import ReadStore
from kg.store.folder import Folder
from kg.store.home import is_address

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.index.build import Progress

logger = logging.getLogger(__name__)

LAYOUT = 5
"""Number of the layout in `schema.sql`; another one makes older files useless."""

SMALL = 300
"""Events that are indexed within a request: it takes less than half a second."""

_SUFFIX = ".sqlite"


def index_path(store: Path, generation: int) -> Path:
    """The file of a snapshot's index; that of a store made anew, with the same numbers, is another."""
    stat = Folder(store).snapshot(generation).stat()
    stamp = digest(repr((stat.st_ino, stat.st_mtime_ns, software_version(), LAYOUT)), length=16)
    return store / "index" / f"{generation:010d}-{stamp}{_SUFFIX}"


def open_index(store: ReadStore) -> EventIndex | None:
    """The index of the snapshot that is open; None when there is none yet, or it cannot be used."""
    path = index_path(Path(store.name), store.generation)
    if not path.is_file():
        return None
    try:
        return EventIndex(path)
    except (sqlite3.Error, KeyError, ValueError):
        logger.warning("the index %s is broken; it is made anew", path)
        path.unlink(missing_ok=True)
        return None


def open_catalog(store: ReadStore) -> Catalog:
    """The store's catalog, with its index where that is there already."""
    return Catalog(store, index=None if is_address(store.name) else open_index(store))


def make_index(store: Path, *, progress: Progress | None = None) -> Path:
    """Makes the index of the current snapshot, unless it is there; waits for another process that is at it.

    How far it is can be asked by others (`progress_of`), and is told to `progress`.

    Raises:
        StoreError: there is no store, or the file cannot be written.
    """
    try:
        with ReadStore.open(store) as shown, _alone(store / "index"):
            path = index_path(store, shown.generation)
            if not path.is_file():
                new = path.with_name(f".new-{os.getpid()}-{path.name}")
                try:
                    _make(store, shown, new, progress=_noted(_progress_file(store), progress))
                    new.replace(path)
                finally:
                    new.unlink(missing_ok=True)
                    _progress_file(store).unlink(missing_ok=True)
            _clean(store, path)
    except (OSError, sqlite3.Error) as exc:
        raise StoreError(
            f"the index of {str(store)!r} cannot be written: {exc}; check free space and permissions"
        ) from exc
    return path


def progress_of(store: Path) -> tuple[int, int] | None:
    """How many of how many events are in the index that is being made; None when nobody is at it, or just begins."""
    try:
        done, total = map(int, _progress_file(store).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return None
    return done, total


def _progress_file(store: Path) -> Path:
    return store / "index" / ".progress"


def _noted(path: Path, also: Progress | None) -> Progress:
    """Writes the progress down for others, in one step, so that nobody reads half a number."""

    def note(done: int, total: int) -> None:
        new = path.with_name(f"{path.name}-{os.getpid()}")
        new.write_text(f"{done} {total}", encoding="ascii")
        new.replace(path)
        if also is not None:
            also(done, total)

    return note


def _make(store: Path, shown: ReadStore, new: Path, *, progress: Progress) -> None:
    """Writes the index of a snapshot: from an earlier one if there is any and what changed is known, else anew."""
    earlier = _earlier(store, shown)
    if earlier is not None:
        changes = shown.changes_since(earlier[0])
        if changes is not None:
            try:
                update_index(shown, changes, old=earlier[1], path=new)
            except CrowdedError:
                logger.info("the index of %s is made anew: no room is left between two of its events", store)
            except (sqlite3.DatabaseError, KeyError, ValueError) as exc:
                logger.warning("the index %s could not be brought up to date (%r); it is made anew", earlier[1], exc)
            else:
                return
    build_index(Catalog(shown), new, progress=progress)


def _earlier(store: Path, shown: ReadStore) -> tuple[int, Path] | None:
    """Number and index of the newest snapshot before this one that has one."""
    folder = Folder(store)
    numbers = (int(path.name) for path in folder.snapshots.iterdir() if path.name.isdigit())
    for generation in sorted((number for number in numbers if number < shown.generation), reverse=True):
        with suppress(OSError):
            path = index_path(store, generation)
            if path.is_file():
                return generation, path
    return None


def is_small(store: ReadStore) -> bool:
    """Whether the index is made in a moment."""
    query = f"SELECT ?event WHERE {{ ?event a ev:Event }} LIMIT {SMALL + 1}"
    return len(store.select(query)) <= SMALL


def start_making(store: Path) -> subprocess.Popen[bytes]:
    """A process that makes the index of the current snapshot."""
    command = [sys.executable, "-m", "kg", "index", "--store", str(store.absolute())]
    return subprocess.Popen(  # noqa: S603 -- our own command, of our own settings
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _clean(store: Path, kept: Path) -> None:
    """Removes the indexes of snapshots that are gone, and what killed processes left."""
    with suppress(OSError):
        numbers = {path.name for path in Folder(store).snapshots.iterdir()}
        for path in (store / "index").iterdir():
            is_left = path.name.startswith((".new-", ".progress"))
            is_useless = path.suffix == _SUFFIX and path.name.partition("-")[0] not in numbers
            is_other = path.name.startswith(kept.name[:11]) and path != kept
            if is_left or is_useless or is_other:
                path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
