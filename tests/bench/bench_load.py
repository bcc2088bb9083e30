"""What `kg restore` takes of a large backup, beside `pyoxigraph` loading the same N-Quads.

    python tests/bench/made_up_quads.py --events 1000000 --backup events.nq.gz
    python tests/bench/bench_load.py events.nq.gz --folder SPACE

One after the other, each in a process of its own and with nothing left of the one before: seconds of processor, memory
at most, bytes on disk at most and at rest. `pyoxigraph` gets the lines unpacked through a pipe, by `bulk_load` and then
`flush`; unpacking is not counted there, but is in `kg restore`, which checks the digest, writes the books and publishes
too. Both wait at their end until the database has sorted what it has, of a million events for a long time. A line a
minute says how far each is, so that of two runs that nobody waited for the parts can be compared. A million events are
1 GB packed, and need 45 GB of space for a while.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench_store import n_bytes, say

if TYPE_CHECKING:
    from collections.abc import Callable

_LOAD = """
import sys, time, pyoxigraph as ox
store = ox.Store(sys.argv[1])
store.bulk_load(path="/dev/fd/0", format=ox.RdfFormat.N_QUADS)
print(f"  pyoxigraph: bulk_load took {time.process_time():.1f} s of CPU, the rest is sorting", flush=True)
store.flush()
"""
_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY_S = 60.0
_PIECE = 1 << 20


class Watched:
    """A process that fills a folder: tells how far it is, and what it took in the end."""

    def __init__(self, name: str, command: list[str], folder: Path, *, size: int, is_fed: bool = False) -> None:
        self._name, self._folder, self._size = name, folder, size
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE if is_fed else None)
        self._began = self._told = time.monotonic()
        self._most = 0

    def feed(self, source: Path) -> None:
        """Unpacks a file into the process."""
        pipe = self._process.stdin
        if pipe is None:
            raise TypeError("this process is not fed")
        with source.open("rb") as raw, gzip.open(raw) as unpacked, pipe:
            while piece := unpacked.read(_PIECE):
                pipe.write(piece)
                self._look(raw.tell)

    def wait(self, position: Callable[[], int]) -> float:
        """Waits for the end and tells of it; the seconds of processor. SystemExit if the process failed."""
        while True:
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                break
            self._look(position)
            time.sleep(0.2)
        if status:
            raise SystemExit(f"{self._name} failed")
        cpu, wall = used.ru_utime + used.ru_stime, time.monotonic() - self._began
        at_rest = n_bytes(self._folder)
        say(
            f"{self._name}: {cpu:.1f} s of CPU ({wall:.0f} s by the clock), at most {used.ru_maxrss / 1024:.0f} MiB; "
            f"{at_rest / 1e6:.0f} MB on disk, at most {max(self._most, at_rest) / 1e6:.0f}"
        )
        return cpu

    def position(self) -> int:
        """How much of a file that ends in .gz the process has read."""
        folder = Path(f"/proc/{self._process.pid}")
        try:
            for link in (folder / "fd").iterdir():
                if link.readlink().suffix == ".gz":
                    return int((folder / "fdinfo" / link.name).read_text().split()[1])
        except OSError:  # it ended just now
            pass
        return 0

    def _look(self, position: Callable[[], int]) -> None:
        if time.monotonic() - self._told < _EVERY_S:
            return
        self._told = time.monotonic()
        try:
            self._most = max(self._most, n_bytes(self._folder))
            words = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # a file was removed while they were counted, or the process ended
            return
        cpu = (int(words[11]) + int(words[12])) / _TICKS
        say(f"  {self._name}: {position() / self._size:.3f} of the file, {cpu:.0f} s of CPU, {self._most / 1e6:.0f} MB")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("backup", type=Path)
    parser.add_argument("--folder", type=Path, help="where there is space; temporary files otherwise")
    asked = parser.parse_args()
    size = asked.backup.stat().st_size
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        path = Path(folder) / "alone"
        alone = Watched("pyoxigraph", [sys.executable, "-c", _LOAD, str(path)], path, size=size, is_fed=True)
        alone.feed(asked.backup)
        base = alone.wait(lambda: size)
        shutil.rmtree(path)
        command = [sys.executable, "-m", "kg", "restore", str(asked.backup), "--store", str(Path(folder) / "restored")]
        restore = Watched("kg restore", command, Path(folder), size=size)
        say(f"kg restore took {restore.wait(restore.position) / base:.2f} times the CPU")


if __name__ == "__main__":
    main()
