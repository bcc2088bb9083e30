"""What is done before a first snapshot is shown, so that the first questions take no longer than the others.

A question about an actor touches some dozen pages all over the file of the index. From a disk each of them is waited
for: of those who asked first after a start one in twenty waited for half a second, where the same question takes five
milliseconds. The first network, name and place cost some ten times what later ones do, for what is kept of them.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import UnknownError
from kg.query.actors import list_actors
from kg.query.filters import EventFilter
from kg.query.network import NetworkBounds, network_of
from kg.query.places import wanted_places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.query.catalog import Catalog

_STEP = 1 << 17
"""Bytes asked for at a time: of more than this some disks' queues take a part only."""

LONGEST_S = 10.0


def read_ahead(path: Path, *, is_stopped: Callable[[], bool], longest_s: float = LONGEST_S) -> int:
    """Asks for the file from its beginning, in order; what is in memory already costs next to nothing.

    It ends early when `is_stopped` says so, after `longest_s` seconds, and where the file would take more than half of
    the machine's memory: what is not read then is read when a question needs it.

    Returns:
        Bytes that were asked for; 0 on systems without `posix_fadvise`.
    """
    if not hasattr(os, "posix_fadvise"):
        return 0
    end = time.monotonic() + longest_s
    at = 0
    with path.open("rb") as file:
        size = min(os.fstat(file.fileno()).st_size, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
        while at < size and time.monotonic() < end and not is_stopped():
            os.posix_fadvise(file.fileno(), at, min(_STEP, size - at), os.POSIX_FADV_WILLNEED)
            at += min(_STEP, size - at)
    return at


def ask_first(catalog: Catalog) -> None:
    """Asks for the whole network, an actor and a place, which leave behind what others of their kind begin with."""
    network_of(catalog, EventFilter(), bounds=NetworkBounds())
    list_actors(catalog, q="a", limit=1)
    with suppress(UnknownError):
        wanted_places(catalog, "Iraq")
