"""A folder of shards, on this machine or wherever fsspec writes: files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from kg.errors import LocationError
from kg.locations import filesystem_at, reason, shown


class Place:
    """A folder by its path or address; every error is a LocationError that names it."""

    def __init__(self, address: str) -> None:
        self.name = shown(address)
        self._filesystem, path = filesystem_at(address)
        self._path = path.rstrip("/")
        self._is_local = "file" in self._filesystem.protocol

    def prepare(self) -> None:
        """Makes the folder where there are folders, and clears what a killed writer of this machine left."""
        try:
            self._filesystem.makedirs(self._path, exist_ok=True)
        except Exception as exc:
            raise self._error("cannot be made", exc) from exc
        if self._is_local:
            for left in Path(self._path).glob(".new-*"):
                left.unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Size in bytes of every file, by name; none when there is no folder."""
        self._filesystem.invalidate_cache()
        try:
            found = self._filesystem.ls(self._path, detail=True)
        except FileNotFoundError:
            return {}
        except Exception as exc:
            raise self._error("cannot be listed", exc) from exc
        return {item["name"].rpartition("/")[2]: item["size"] for item in found if item["type"] == "file"}

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        try:
            raw: bytes = self._filesystem.cat_file(f"{self._path}/{name}")
        except Exception as exc:
            raise self._error(f"has no readable file {name!r}", exc) from exc
        return raw

    def write(self, name: str, raw: bytes) -> None:
        """Puts a file in place of an older one at once: a reader sees either the one or the other."""
        try:
            if self._is_local:
                _replace(Path(self._path) / name, raw)
            else:
                # Buckets show an object when it is complete; elsewhere the manifest, which comes last, vouches for it.
                self._filesystem.pipe_file(f"{self._path}/{name}", raw)
        except Exception as exc:
            raise self._error("cannot be written", exc) from exc

    def remove(self, name: str) -> None:
        """Removes a file."""
        try:
            self._filesystem.rm_file(f"{self._path}/{name}")
        except Exception as exc:
            raise self._error(f"keeps the file {name!r}", exc) from exc

    def _error(self, what: str, exc: Any) -> LocationError:
        return LocationError(f"{self.name!r} {what}: {reason(exc)}")


def _replace(target: Path, raw: bytes) -> None:
    descriptor, new = tempfile.mkstemp(prefix=".new-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(new).chmod(0o644)
        Path(new).replace(target)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise
