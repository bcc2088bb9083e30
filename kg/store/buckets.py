"""Digests, more than fit into memory: written down by their first byte, and read back one such bucket at a time."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO, TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUCKETS = 256
_PENDING_BYTES = 8 << 20


class Buckets:
    """Entries of one length, each of which begins with a digest.

    Args:
        n_bytes: length of an entry.
    """

    def __init__(self, n_bytes: int) -> None:
        self._n_bytes = n_bytes
        self._pending = [bytearray() for _ in range(_BUCKETS)]
        self._n_pending = 0
        self._blocks: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]
        self._file: IO[bytes] | None = None

    def add(self, entry: bytes) -> None:
        """Adds an entry; StoreError when the folder for temporary files is full or cannot be written."""
        self._pending[entry[0]] += entry
        self._n_pending += self._n_bytes
        if self._n_pending >= _PENDING_BYTES:
            self._spill()

    def __iter__(self) -> Iterator[list[bytes]]:
        """The entries of one bucket after the other; what begins alike is in buckets of the same place."""
        for bucket, pending in enumerate(self._pending):
            entries = b"".join([*self._read(bucket), pending])
            yield [entries[start : start + self._n_bytes] for start in range(0, len(entries), self._n_bytes)]

    def _spill(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the buckets
                weakref.finalize(self, self._file.close)
            for bucket, pending in enumerate(self._pending):
                if pending:
                    self._blocks[bucket].append((self._file.tell(), len(pending)))
                    self._file.write(pending)
            self._file.flush()  # a full disk is found out here
        except OSError as exc:
            raise StoreError(f"no temporary file can be written ({exc}); let TMPDIR name a folder with space") from exc
        self._pending = [bytearray() for _ in range(_BUCKETS)]
        self._n_pending = 0

    def _read(self, bucket: int) -> Iterator[bytes]:
        for start, n_bytes in self._blocks[bucket]:
            if self._file is not None:
                self._file.seek(start)
                yield self._file.read(n_bytes)
