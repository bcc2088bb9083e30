"""The store's folder: what lies where, who may open it, and which snapshot is the current one.

whodid.json             {"format": 3}
lock                    held by the one writer while it writes, with a word of its own in it
live/                   the database of the one writer
arrivals.nq             new articles that it is yet to load, see `kg.store.arrivals`
snapshots/0000000012/   finished states, hard links into the database, never changed
changes/                what changed from one state to the next, see `kg.store.changes`
rewritten               quads that the database had when it was last written anew
current                 the number of the snapshot that readers open; replaced by an atomic rename
runs.jsonl              the store's own records, with clock times
judgements.jsonl        what people judged same or different; theirs to edit
authority.jsonl         the entries of the authority files it was built with
merge.sqlite            what the merge knows of a large store, see `kg.incremental`; may be deleted
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from kg.errors import MissingStore, StoreError, cause
from kg.settings import STORE_MARK

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 3
KEPT_SNAPSHOTS = 2

_CURRENT = "current"
_REWRITTEN = "rewritten"
_DIGITS = 10
_LOCK_BYTES = 4096
_UNFINISHED = ".new-"
_OLD_LIVE = ".old-live"


Stamp = tuple[int, int]
"""What tells one writing of a file from the next: its inode, and when it was written, in nanoseconds."""


class Folder:
    """Paths within the folder of a store."""

    __slots__ = ("path",)

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    @property
    def live(self) -> Path:
        """The database of the writer."""
        return self.path / "live"

    @property
    def arrivals(self) -> Path:
        """New articles that the database of the writer is yet to load."""
        return self.path / "arrivals.nq"

    @property
    def snapshots(self) -> Path:
        """The folder of the finished states."""
        return self.path / "snapshots"

    @property
    def lock(self) -> Path:
        """The file that the writer locks."""
        return self.path / "lock"

    @property
    def runs(self) -> Path:
        """The log of runs."""
        return self.path / "runs.jsonl"

    @property
    def judgements(self) -> Path:
        """What people judged same or different."""
        return self.path / "judgements.jsonl"

    @property
    def authority(self) -> Path:
        """The entries of users' authority files."""
        return self.path / "authority.jsonl"

    @property
    def merge_state(self) -> Path:
        """What the merge knows of the articles; derived, made anew when it is missing."""
        return self.path / "merge.sqlite"

    def snapshot(self, generation: int) -> Path:
        """The folder of one finished state."""
        return self.snapshots / f"{generation:0{_DIGITS}d}"

    def prepare(self) -> None:
        """Makes a new store in a missing or empty folder, or checks the one that is there."""
        if self.path.is_dir() and (self.path / STORE_MARK).exists():
            self.check()
        elif self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{str(self.path)!r} is a file; give a folder for the store")
        elif self.path.exists() and any(not entry.name.startswith(_UNFINISHED) for entry in self.path.iterdir()):
            raise StoreError(f"{str(self.path)!r} holds other files and no store; give a new or empty folder")
        else:
            with writing(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                write_atomically(self.path / STORE_MARK, json.dumps({"format": FORMAT}) + "\n")
        with writing(self.path):
            self.snapshots.mkdir(exist_ok=True)

    def check(self) -> None:
        """StoreError unless the folder is a store of a format that is understood."""
        if not self.path.exists():
            raise MissingStore(f"there is no store at {str(self.path)!r}; make one with `kg build`, or name its folder")
        mark = self.path / STORE_MARK
        try:
            content = json.loads(mark.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as exc:
            is_empty = self.path.is_dir() and not any(self.path.iterdir())
            kind = MissingStore if is_empty else StoreError
            raise kind(f"{str(self.path)!r} is no store; name the folder that `kg build` made") from exc
        except (OSError, ValueError) as exc:
            raise StoreError(f"{str(mark)!r} cannot be read: {exc}; build the store again") from exc
        found = content.get("format") if isinstance(content, dict) else None
        if found != FORMAT:
            raise StoreError(
                f"the store at {str(self.path)!r} has format {found!r}, this version of whodid understands {FORMAT}; "
                "use the version that made it, or build it again in a new folder"
            )

    def current(self) -> int | None:
        """Number of the snapshot that readers open, None before the first one."""
        try:
            digits = (self.path / _CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as exc:
            raise StoreError(f"{str(self.path / _CURRENT)!r} cannot be read: {exc}; run `kg build` again") from exc
        if not (digits.isascii() and digits.isdigit()):
            raise StoreError(f"{str(self.path / _CURRENT)!r} says {digits[:40]!r}, no number; run `kg build` again")
        return int(digits)

    def stamp(self) -> Stamp | None:
        """Tells whether `current` may have changed, without reading it: it is always replaced by a new file."""
        try:
            stat = os.stat(f"{self.path}/{_CURRENT}")  # noqa: PTH116 -- at every request, and a third of the time
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def readable_current(self) -> int | None:
        """As `current`; None also when the file does not say: the writer puts a new one in its place."""
        try:
            return self.current()
        except StoreError:
            return None

    def unfinished(self, generation: int) -> Path:
        """Where a snapshot is made before it is renamed; nothing lies there."""
        path = self.snapshots / f"{_UNFINISHED}{generation:0{_DIGITS}d}"
        shutil.rmtree(path, ignore_errors=True)
        return path

    def next_generation(self) -> int:
        """A number greater than that of every snapshot so far."""
        return max([self.readable_current() or 0, *self._generations()]) + 1

    def unfinished_live(self) -> Path:
        """Where a database is made that is to replace `live`; nothing lies there."""
        path = self.path / f"{_UNFINISHED}live"
        shutil.rmtree(path, ignore_errors=True)
        return path

    def replace_live(self, new: Path) -> None:
        """Puts a whole database in the place of `live`. A crash leaves the old or the new one, after `recover`."""
        sync(new)
        old = self.path / _OLD_LIVE
        shutil.rmtree(old, ignore_errors=True)
        self.live.rename(old)
        new.rename(self.live)
        sync(self.path)
        shutil.rmtree(old, ignore_errors=True)

    def recover(self) -> None:
        """Ends what a killed `replace_live` began; for the holder of the writer's lock alone."""
        with writing(self.path):
            old = self.path / _OLD_LIVE
            if old.exists() and not self.live.exists():
                old.rename(self.live)
            for path in (old, self.path / f"{_UNFINISHED}live"):
                if path.exists():
                    shutil.rmtree(path, ignore_errors=True)
            current = self.readable_current()
            if not self.live.exists() and current is not None and self.snapshot(current).exists():
                # Lost by other hands: what readers see is all that is left, and must not be followed by an empty state.
                new = self.unfinished_live()
                shutil.copytree(self.snapshot(current), new)
                new.rename(self.live)

    def rewritten(self) -> int:
        """How many quads the database had when it was last found dense, or written anew; 0 before that."""
        try:
            return int((self.path / _REWRITTEN).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def note_rewritten(self, n_quads: int) -> None:
        """Keeps that number; it may be lost."""
        (self.path / _REWRITTEN).write_text(f"{n_quads}\n", encoding="ascii")

    def add_run(self, line: str) -> None:
        """Adds a line to the log of runs."""
        # One write at the end of the file: lines of two processes never mix, and an unfinished line stays one line.
        descriptor = os.open(self.runs, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            size = os.fstat(descriptor).st_size
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, (b"\n" if torn else b"") + line.encode() + b"\n")
        finally:
            os.close(descriptor)

    def switch(self, generation: int) -> None:
        """Makes a finished snapshot the current one."""
        sync(self.snapshots)
        write_atomically(self.path / _CURRENT, f"{generation:0{_DIGITS}d}\n")

    def clean(self) -> None:
        """Removes what a killed writer left unfinished, and old snapshots that nobody reads."""
        for path in self.snapshots.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(path, ignore_errors=True)
        current = self.readable_current()
        kept = {generation for generation in self._generations() if current is None or generation <= current}
        kept = set(sorted(kept)[-KEPT_SNAPSHOTS:])
        for generation in self._generations():
            if generation not in kept:
                _remove_unread(self.snapshot(generation))

    def _generations(self) -> list[int]:
        return sorted(int(path.name) for path in self.snapshots.glob("[0-9]*") if path.name.isdigit())


class ReadLock:
    """Keeps a snapshot from being removed while somebody reads it; ends with the process at the latest."""

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = _lock(path, exclusive=False)

    def release(self) -> None:
        """Lets the snapshot go; again has no effect."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class WriteLock:
    """Keeps a second writer out; ends with the process at the latest. StoreError when there is one already.

    Attributes:
        token: stands in the file from now on, and is of this writer alone; "" where there are no locks.
        previous: that of the writer before.
        word: what that one left; "" where it was killed.
    """

    __slots__ = ("_descriptor", "previous", "token", "word")

    def __init__(self, folder: Folder) -> None:
        self.previous = self.token = self.word = ""
        self._descriptor: int | None = None
        if sys.platform == "win32":
            return
        with writing(folder.path):
            descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            os.close(descriptor)
            raise StoreError(
                f"the store at {str(folder.path)!r} is being written by another process; wait until it has ended"
            ) from exc
        except OSError:
            pass  # no locks on this file system: the database has one of its own
        else:
            self._sign(descriptor)
        self._descriptor = descriptor
        _writing.add(descriptor)

    def _sign(self, descriptor: int) -> None:
        token = uuid4().hex
        try:
            there = os.pread(descriptor, _LOCK_BYTES, 0).decode("ascii", errors="replace")
            self.previous, self.word = there[: len(token)], there[len(token) :]
            os.ftruncate(descriptor, 0)  # first: the word is not of this writer
            os.pwrite(descriptor, token.encode("ascii"), 0)
            self.token = token
        except OSError:  # a full disk: nobody may take the writer before for the last one
            with suppress(OSError):
                os.ftruncate(descriptor, 0)

    def leave(self, word: str) -> None:
        """Leaves a word to the next writer, in ASCII; the last that is done."""
        if self._descriptor is not None and self.token:
            with suppress(OSError):
                os.pwrite(self._descriptor, word.encode("ascii"), len(self.token))

    def release(self) -> None:
        """Lets another writer in; again has no effect."""
        if self._descriptor is not None:
            _writing.discard(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None


_writing: set[int] = set()


def _leave_to_parent() -> None:
    """Lets go of the locks in a copy of this process, which does not write and may live longer than the writer."""
    while _writing:
        os.close(_writing.pop())


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_leave_to_parent)


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Turns what the system says of a failed write into a StoreError."""
    try:
        yield
    except OSError as exc:
        raise StoreError(
            f"the store at {str(path)!r} cannot be written: {exc}; check free space and permissions and run again"
        ) from exc


def write_atomically(path: Path, content: str) -> None:
    """Replaces a small file; after a crash or power cut it is either the old or the new one."""
    new = path.with_name(f"{_UNFINISHED}{path.name}")
    with new.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Makes renames within a folder last through a power cut, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(path: Path, *, exclusive: bool) -> int | None:
    # A lock on the snapshot's own folder: no file to be left behind, and a killed reader's lock is gone with it.
    if sys.platform == "win32":
        return None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        # Some network folders know no locks: go on; a reader there may lose a snapshot after two more are published.
        pass
    return descriptor


def _remove_unread(path: Path) -> None:
    with suppress(OSError):
        descriptor = _lock(path, exclusive=True)
        shutil.rmtree(path, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def read_lines_of(path: Path) -> list[str]:
    """Lines of a file of the store, none when there is none; StoreError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as exc:
        raise StoreError(f"{str(path)!r} cannot be read ({cause(exc)}); give a UTF-8 file") from exc
