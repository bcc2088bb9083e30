"""Rows of whole numbers, more of them than fit into memory: added to buckets, and read back one bucket at a time.

What is sorted or counted of all articles need not be in memory at once where what belongs together is in one bucket. A
few ten thousand rows never touch the disk.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from kg.spools import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PENDING = 1 << 17
"""Numbers in memory at most before they are written down."""


class Rows:
    """Rows of so many whole numbers of 64 bits, in the order in which they came to a bucket.

    Args:
        width: numbers of a row.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._pending: dict[int, array[int]] = {}
        self._left = _PENDING
        self._blocks: dict[int, list[int]] = {}
        self._written: Spool[bytes] = Spool(bytes, held=0, recalled=0)

    def add(self, bucket: int, *row: int) -> None:
        """Adds a row to a bucket; StoreError when the folder for temporary files is full or cannot be written."""
        pending = self._pending.get(bucket)
        if pending is None:
            pending = self._pending[bucket] = array("q")
        pending.extend(row)
        self._left -= self._width
        if self._left <= 0:
            self._write()

    def _write(self) -> None:
        for bucket, pending in self._pending.items():
            self._blocks.setdefault(bucket, []).append(len(self._written))
            self._written.append(pending.tobytes())
        self._pending = {}
        self._left = _PENDING

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        """The rows of one bucket after the other, the lowest number first, once all are added."""
        for bucket in sorted({*self._blocks, *self._pending}):
            blocks = [self._written[place] for place in self._blocks.get(bucket, ())]
            pending = self._pending.get(bucket, array("q"))
            yield np.frombuffer(b"".join([*blocks, pending]), dtype=np.int64).reshape(-1, self._width)
