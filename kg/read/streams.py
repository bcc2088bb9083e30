"""In: an open binary stream. Out: the same with a head to look at, unpacked, in UTF-8 where a reader needs that."""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import sys
import tempfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from kg.errors import InputError
from kg.read.decode import mark_encoding
from kg.read.limits import HEAD_BYTES, MAX_FILE_BYTES, MAX_RECORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    from backports.zstd import ZstdError, ZstdFile

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Source:
    """An input being read.

    Attributes:
        where: how messages name it.
        suffix: its file extension in lower case, without ".gz" or ".zst"; "" for standard input.
        head: its first bytes, at most `HEAD_BYTES`.
        stream: all of its bytes, the head included.
        origin: the file itself where one can go back and forth in it, else None.
    """

    where: str
    suffix: str
    head: bytes
    stream: BinaryIO
    origin: BinaryIO | None = None

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """The file for formats that are read from their end; a copy on disk of what comes packed or through a pipe."""
        if self.origin is not None:
            self.origin.seek(0)
            yield self.origin
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(self.stream, copy, HEAD_BYTES)
            copy.seek(0)
            yield cast("BinaryIO", copy)

    def read_whole(self, limit: int = MAX_FILE_BYTES) -> bytes:
        """All bytes.

        Raises:
            InputError: there are more than `limit`.
        """
        raw = self.stream.read(limit + 1)
        if len(raw) > limit:
            raise InputError(
                f"the file is larger than {limit:,} bytes, the most that is read at once; split it, or make it JSONL"
            )
        return raw


def open_source(stream: BinaryIO, *, where: str, suffix: str = "") -> Source:
    """The stream with its head read; gzip and zstd are unpacked on the way."""
    head = _read_head(stream)
    rewound: BinaryIO = io.BufferedReader(_Rewound(head, stream), HEAD_BYTES)
    origin = stream if stream.seekable() else None
    if head.startswith((_GZIP, _ZSTD)):
        file = gzip.GzipFile(fileobj=rewound) if head.startswith(_GZIP) else ZstdFile(rewound)
        unpacked = cast("BinaryIO", _Unpacked(file))
        head = _read_head(unpacked)
        rewound = io.BufferedReader(_Rewound(head, unpacked), HEAD_BYTES)
        origin = None
    return Source(where=where, suffix=suffix, head=head, stream=rewound, origin=origin)


def utf8_stream(source: Source) -> BinaryIO:
    """The bytes without byte order mark, UTF-16 and UTF-32 turned into UTF-8; other bytes as they are."""
    encoding = mark_encoding(source.head)
    if encoding is None:
        return source.stream
    if encoding == "utf-8-sig":
        source.stream.read(len(codecs.BOM_UTF8))
        return source.stream
    return io.BufferedReader(_Transcoded(source.stream, encoding), HEAD_BYTES)


def byte_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Line numbers from 1, and lines with their line end; None in place of one longer than `MAX_RECORD_BYTES`."""
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES):
        number += 1
        if len(line) < MAX_RECORD_BYTES or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_RECORD_BYTES)
        yield number, None


def _read_head(stream: BinaryIO) -> bytes:
    """Pipes give what they have: ask until the head is full or the stream ends, or until damage, which is met again."""
    head = b""
    while len(head) < HEAD_BYTES:
        try:
            piece = stream.read(HEAD_BYTES - len(head))
        except InputError:
            if not head:
                raise
            break
        if not piece:
            break
        head += piece
    return head


class _Rewound(io.RawIOBase):
    """A head that was read already, then the rest of its stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        size = len(buffer)
        if self._head:
            piece = bytes(self._head[:size])
            self._head = self._head[size:]
        else:
            piece = self._rest.read(size) or b""
        buffer[: len(piece)] = piece
        return len(piece)


class _Unpacked(io.RawIOBase):
    """What a packed stream unpacks to, piece by piece, so that nothing is lost of what comes before damage."""

    def __init__(self, file: gzip.GzipFile | ZstdFile) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as above
        try:
            piece = self._file.read1(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile, ZstdError) as exc:
            kind = "gzip" if isinstance(self._file, gzip.GzipFile) else "zstd"
            raise InputError(f"the {kind} file is damaged or cut off; pack it again") from exc
        buffer[: len(piece)] = piece
        return len(piece)


class _Transcoded(io.RawIOBase):
    """A marked stream as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._pending = b""
        self._encoding = encoding

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as above
        size = len(buffer)
        while not self._pending:
            raw = self._stream.read(HEAD_BYTES)
            try:
                self._pending = self._decoder.decode(raw, final=not raw).encode()
            except UnicodeDecodeError as exc:
                raise InputError(f"the file is not valid {self._encoding.upper()}; save it as UTF-8") from exc
            if not raw:
                break
        piece, self._pending = self._pending[:size], self._pending[size:]
        buffer[: len(piece)] = piece
        return len(piece)
