"""New articles on their way into a database in a folder: written to a file at once, loaded together a little later.

A transaction for each article costs the database twice what loading all at once does, and leaves files twice as large,
which then are written anew; so do three loads of a part each. So an article that the store has not yet goes to
`arrivals.nq`, with its entries in the books, and is as safe there as in the database: a killed writer loses nothing,
since the next one loads the file before anything else. Loading it twice changes nothing.

The file is N-Quads. Each article is a block of lines behind a comment with its size and digest, by which a block that
was cut off is known, and left out.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox

from kg.store.engine import PORTION_BYTES, bulk_load
from kg.store.folder import sync

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEAD = re.compile(rb"# article (\d+) ([0-9a-f]{32})\n")
_HEAD_BYTES = 80

BULK_BYTES = 5_000_000
"""Below this the bulk loader takes longer than a transaction: it makes a dozen files, however small."""


class Entry(NamedTuple):
    """What the books say of an article: digests of its record and of the article as read, and what read it."""

    record: str
    source: str
    extractor: str


class Arrivals:
    """The file of one writer; nobody else may touch it.

    Attributes:
        entries: what the books will say of each article in the file, by id.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self._file: IO[bytes] | None = None
        self._size = 0

    def add(self, article: str, entry: Entry, lines: bytes, books: Sequence[ox.Quad]) -> None:
        """Writes a new article: its N-Quads, and its entries; OSError when it cannot, with nothing of it left."""
        block = lines + cast("bytes", ox.serialize(books, format=ox.RdfFormat.N_QUADS))
        head = f"# article {len(block)} {_digest(block)}\n".encode()
        if self._file is None:
            self._file = self.path.open("ab", buffering=0)
            self._size = self._file.seek(0, os.SEEK_END)
        whole = head + block
        try:
            rest = memoryview(whole)
            while rest:  # a disk that is nearly full takes a part, and refuses the next one
                rest = rest[self._file.write(rest) :]
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._size)
            raise
        self._size += len(whole)
        self.entries[article] = entry

    def flush(self) -> None:
        """Makes what was written last through a power cut."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def recover(self) -> bool:
        """Cuts off a block that a killed writer left unfinished; gives whether the file holds articles."""
        try:
            with self.path.open("r+b") as file:
                size = _whole_bytes(file)
                if size < file.seek(0, os.SEEK_END):
                    file.truncate(size)
        except FileNotFoundError:
            return False
        return size > 0

    def load(self, store: ox.Store) -> None:
        """Loads the file, which is then removed; after a crash in between it is loaded again, to no effect."""
        self.close()
        if self.path.stat().st_size > BULK_BYTES:
            with self.path.open("rb") as file:
                bulk_load(store, iter(partial(file.read, PORTION_BYTES), b""))
        else:
            store.extend(ox.parse(path=str(self.path), format=ox.RdfFormat.N_QUADS))
        store.flush()
        self.path.unlink()
        # Had the file come back after a power cut, it would bring back what was replaced or deleted since.
        sync(self.path.parent)
        self.entries = {}

    def close(self) -> None:
        """Lets go of the file, which stays; again has no effect."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _whole_bytes(file: IO[bytes]) -> int:
    """Bytes up to the end of the last whole block."""
    size = 0
    while True:
        head = _HEAD.fullmatch(file.readline(_HEAD_BYTES))
        if head is None:
            return size
        block = file.read(int(head[1]))
        if len(block) != int(head[1]) or _digest(block) != head[2].decode():
            return size
        size = file.tell()


def _digest(block: bytes) -> str:
    return hashlib.blake2b(block, digest_size=16).hexdigest()
