"""All the authority files that a user gives at once, read and checked against each other and the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.lookup import load
from kg.authority.own import Entry, read_file, to_line
from kg.authority.own_places import unknown_surroundings
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_files(paths: Iterable[Path]) -> tuple[Entry, ...]:
    """The entries of all files, sorted, equal ones once.

    Raises:
        KgError: a file cannot be read, an entry is none, or a place lies within itself or one that nobody knows.
    """
    found = {path: read_file(path) for path in paths}
    entries = tuple(sorted({entry for read in found.values() for entry in read}, key=to_line))
    if any(entry.within is not None for entry in entries):
        for entry in unknown_surroundings(entries, load()):
            path = next(path for path, read in found.items() if entry in read)
            raise KgError(
                f"{entry.name!r} in the authority file {str(path)!r} lies within {entry.within!r}, which no authority "
                "file knows or which lies within it; name a country, region or city, or give that a line of its own"
            )
    return entries
