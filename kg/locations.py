"""Files in any place that fsspec knows: folders, s3://, gs://, hdfs://, http listings, memory://, archives in those.

Which credentials are used is up to each file system: its own variables and files, or `~/.config/fsspec/*.json`.
Whatever goes wrong is one LocationError of one sentence; passwords in addresses are never shown.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kg.errors import LocationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

BUFFER_BYTES = 1 << 20

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?:::|://)")
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_WEB = frozenset({"http", "https"})


def is_address(name: str) -> bool:
    """Whether a name is an address for fsspec ("s3://…", "zip::…") rather than a path of this machine."""
    return _ADDRESS.match(name) is not None


def shown(address: str) -> str:
    """The address as messages name it, without user and password."""
    return _SECRET.sub("", address)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file, found but not opened. `name` is its address as messages show it."""

    filesystem: Any
    path: str
    name: str

    def open(self) -> BinaryIO:
        """Its bytes; LocationError when it cannot be opened, OSError (and nothing else) while it is read."""
        # Read from front to back: a web server may not know ranges, and a block of size 0 asks for none.
        options = {"block_size": 0} if _is_web(self.filesystem) else {}
        try:
            stream = self.filesystem.open(self.path, "rb", **options)
        except Exception as exc:
            raise LocationError(reason(exc)) from exc
        return io.BufferedReader(_Guarded(stream), BUFFER_BYTES)


def files_at(address: str) -> tuple[list[RemoteFile], bool]:
    """The files that an address names, sorted, and whether it named one file alone.

    A pattern (`*`, `**`, `[…]`) stands for what matches it, a folder or a web address with a slash at its end for all
    that lies below it; hidden files are left out. The names are held in memory, the files are not.

    Raises:
        LocationError: the package of the file system is missing, access is refused, or nothing is there.
    """
    filesystem, path = filesystem_at(address)
    try:
        names = _names_at(filesystem, path, is_folder=address.endswith("/"))
    except Exception as exc:
        raise LocationError(reason(exc)) from exc
    if names is None:
        return [RemoteFile(filesystem, path, _name(filesystem, path))], True
    if not names and _is_pattern(path, is_web=_is_web(filesystem)):
        raise LocationError("no file matches this pattern; check it")
    if not names:
        raise LocationError("the folder holds no file to read; hidden files are left out")
    return [RemoteFile(filesystem, name, _name(filesystem, name)) for name in sorted(names)], False


def _names_at(filesystem: Any, path: str, *, is_folder: bool) -> list[str] | None:
    """Paths of the visible files of a pattern or folder, None when the path is that of one file."""
    is_web = _is_web(filesystem)
    if _is_pattern(path, is_web=is_web):
        top = re.split(r"[*?\[]", path, maxsplit=1)[0]
        found = filesystem.glob(path, detail=True)
        return [name for name, info in found.items() if info.get("type") != "directory" and _is_visible(name, top)]
    if is_folder if is_web else filesystem.info(path).get("type") == "directory":
        # Links with a question mark are those by which listings are sorted.
        return [name for name in filesystem.find(path) if _is_visible(name, path) and not (is_web and "?" in name)]
    return None


def filesystem_at(address: str) -> tuple[Any, str]:
    """The file system (of fsspec) for an address or local path, and the path in it.

    Raises:
        LocationError: there is no such kind of address, its package is missing, or the way in is refused.
    """
    import fsspec

    try:
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(address))
    except ImportError as exc:
        words = " ".join(str(exc).split())
        raise LocationError(f"addresses of this kind need another package ({words}); install it with pip") from exc
    except ValueError as exc:
        raise LocationError(f"no file system is known for this address ({exc}); check its first letters") from exc
    except Exception as exc:
        raise LocationError(reason(exc)) from exc


def reason(exc: BaseException) -> str:
    """One sentence for whatever a file system raised."""
    while isinstance(exc, FileNotFoundError) and exc.__cause__ is not None:
        exc = exc.__cause__  # a web server that cannot be reached is reported as a missing file
    status = getattr(exc, "status", None)  # of HTTP
    if isinstance(exc, FileNotFoundError) or status in {404, 410}:
        return "there is no such file or folder; check the name"
    if isinstance(exc, PermissionError) or status in {401, 403}:
        return "permission is missing; check the credentials of this file system"
    words = shown(" ".join(str(exc).split()))[:300]
    return f"the file system reports {type(exc).__name__}{f' ({words})' if words else ''}"


def _is_web(filesystem: Any) -> bool:
    protocols = filesystem.protocol
    return bool(_WEB & set([protocols] if isinstance(protocols, str) else protocols))


def _is_pattern(path: str, *, is_web: bool) -> bool:
    return any(char in path for char in ("*[" if is_web else "*?["))


def _is_visible(name: str, top: str) -> bool:
    return not any(part.startswith(".") for part in name.removeprefix(top).split("/"))


def _name(filesystem: Any, path: str) -> str:
    return shown(str(filesystem.unstrip_protocol(path)))


class _Guarded(io.RawIOBase):
    """A file of fsspec whose errors, of whatever library, are OSError."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        # Streams of web servers say that they can, and then refuse.
        return bool(self._stream.seekable()) and getattr(self._stream, "size", None) is not None

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        with _as_os_errors():
            piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with _as_os_errors():
            return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def close(self) -> None:
        if not self.closed:
            with _as_os_errors():
                self._stream.close()
        super().close()


@contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as exc:
        raise OSError(reason(exc)) from exc
