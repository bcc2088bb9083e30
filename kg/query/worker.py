"""The process in which free SPARQL runs: it opens a snapshot read-only, gives up what it does not need, and answers.

Started by `kg.query.sparql`, never by hand. A query can overflow the stack, run for hours or fill the memory, and the
engine has no brake of its own; so it runs here, where the kernel sets limits and the parent can end the process. With
no file descriptor left the engine cannot open a socket either, should a query slip past the guard.

Messages, both ways: four bytes of length (big-endian), a JSON header, and in answers `size` bytes of content.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import struct
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import KgError, RefusedQuery
from kg.store import ReadStore
from kg.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

if sys.platform != "win32":  # Windows has no such limits; there the parent's time limit alone holds
    import resource

_SPARE_CPU_S = 2
_MOST_FILES = 65_536
"""More than a process that has just opened a store has open."""


def main() -> None:
    """Reads its settings, opens the current snapshot and answers queries until standard input ends."""
    receive, send = sys.stdin.buffer, sys.stdout.buffer
    settings = read_message(receive)
    if settings is None:
        return
    _limit_memory(settings["memory_mb"])
    if hasattr(os, "nice"):
        os.nice(10)  # whatever strangers ask must not slow down the fixed queries of the service
    try:
        store = ReadStore.open(Path(settings["store"]))
    except KgError as error:
        write_message(send, {"status": "failed", "detail": str(error)})
        return
    _give_up_files(Folder(settings["store"]).snapshot(store.generation))
    write_message(send, {"status": "ready", "generation": store.generation})
    while (request := read_message(receive)) is not None:
        _limit_cpu(settings["time_limit_s"])
        _answer(store, request["query"], send)


def _answer(store: ReadStore, query: dict[str, Any], send: IO[bytes]) -> None:
    try:
        content = store.query(query.pop("text"), **query)
    except RefusedQuery as error:
        write_message(send, {"status": "refused", "detail": str(error)})
    except KgError as error:
        write_message(send, {"status": "wrong", "detail": str(error)})
    except MemoryError:
        write_message(send, {"status": "memory", "detail": ""})
    except Exception as error:  # noqa: BLE001 -- told apart from a process that died, which means limits
        write_message(send, {"status": "wrong", "detail": f"the query failed: {error}"})
    else:
        write_message(send, {"status": "ok"}, content)


def write_message(stream: IO[bytes], header: Mapping[str, object], content: bytes = b"") -> None:
    """Writes one message and its content, if any."""
    encoded = json.dumps({"size": len(content), **header}).encode()
    stream.write(struct.pack(">I", len(encoded)) + encoded)
    stream.write(content)
    stream.flush()


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """The header of the next message; None at the end of the stream, also when it breaks off in between."""
    length = stream.read(4)
    if len(length) < 4:
        return None
    size = struct.unpack(">I", length)[0]
    encoded = stream.read(size)
    if len(encoded) < size:
        return None
    header: dict[str, Any] = json.loads(encoded)
    return header


def _limit_memory(memory_mb: int) -> None:
    if sys.platform == "win32":
        return
    # DATA counts private writable memory; AS would count the mapped store files too, and ordinary queries would fail
    for limit, value in ((resource.RLIMIT_DATA, memory_mb << 20), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_DATA and may refuse to lower it
            resource.setrlimit(limit, (value, value))


def _limit_cpu(time_limit_s: float) -> None:
    """Ends this process when the query has used its time on all processors, even if the parent is gone."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + time_limit_s * (os.cpu_count() or 1)) + _SPARE_CPU_S
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _give_up_files(snapshot: Path) -> None:
    """Lowers the number of files this process may have open to what it has, plus what the engine has yet to open.

    RocksDB opens the first 16 table files of a column family at once and the others when a query needs them.
    """
    if sys.platform == "win32":
        return
    used = _open_files()
    free = max(0, sum(1 for _ in snapshot.rglob("*.sst")) - _n_open_tables())
    limit = next(end for end in itertools.count() if end - sum(file < end for file in used) > free) - 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def _open_files() -> set[int]:
    """Numbers of the open files. What was open and is closed leaves gaps between them."""
    if sys.platform == "win32":
        return set()
    found = set()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    for file in range(most if 0 < most < _MOST_FILES else _MOST_FILES):
        with contextlib.suppress(OSError):
            os.fstat(file)
            found.add(file)
    return found


def _n_open_tables() -> int:
    """How many table files are open, 0 where the system does not tell."""
    n_open = 0
    for entry in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(OSError):  # the entry of the listing itself is gone by now
            n_open += str(entry.readlink()).endswith(".sst")
    return n_open


if __name__ == "__main__":
    main()
