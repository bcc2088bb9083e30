"""How much of the inputs was read, in bytes as they lie on disk: what time is left is told from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.settings import STORE_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO


class Meter:
    """Counts what is read of some inputs.

    Attributes:
        total: bytes of all inputs; None where one is no file or folder of this machine.
    """

    def __init__(self, inputs: Sequence[str | Path]) -> None:
        sizes = [_size(str(name)) for name in inputs]
        self.total = None if None in sizes else sum(size or 0 for size in sizes)
        self._finished = 0
        self._stream: BinaryIO | None = None

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._finished + (self._stream.tell() if self._stream is not None else 0)

    def begin(self, stream: BinaryIO) -> None:
        """A file is being read from now on."""
        self._stream = stream

    def end(self) -> None:
        """The file was read."""
        self._finished = self.done
        self._stream = None


def _size(name: str) -> int | None:
    path = Path(name)
    if path.is_file():
        return path.stat().st_size
    if not path.is_dir():
        return None
    n_bytes = 0
    for folder, folders, files in os.walk(path):
        if STORE_MARK in files:
            folders.clear()
            continue
        folders[:] = [inner for inner in folders if not inner.startswith(".")]
        n_bytes += sum(_size(os.path.join(folder, file)) or 0 for file in files if not file.startswith("."))  # noqa: PTH118
    return n_bytes
