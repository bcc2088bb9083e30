"""How large a store is, how fast it is written, and how that compares with Oxigraph alone.

    python tests/bench/bench_store.py [EVENTS …]        10000 by default; 100000 takes an hour on two busy cores
    python tests/bench/bench_store.py --of STORE        the last three lines alone, of a store that is there already

The articles are those of `generated.py`: the 29 samples as the shipped model reads them, copied with other letters. For
every size, one line each for: writing the articles and the merged graph as `kg build` does; publishing; `kg backup`;
`kg restore`; and `pyoxigraph` loading the very N-Quads that `kg export` gives, which the restore is compared with.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import shutil
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.store import ReadStore, WriteStore
from kg.store.backup import backup, restore

sys.path.insert(0, str(Path(__file__).parent))
from generated import Template

BATCH = 16


def n_bytes(folder: Path) -> int:
    """Bytes on disk; a file with several names counts once."""
    files = {file.stat().st_ino: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    return sum(files.values())


class Clock:
    """Seconds since the last look: of the clock, and of all processors that this process used."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self) -> str:
        """The seconds as text; the processor's are what to compare on a machine with other work."""
        wall, cpu = time.perf_counter(), time.process_time()
        shown = f"{cpu - self._cpu:.1f} s of CPU ({wall - self._wall:.0f} s by the clock)"
        self.cpu = cpu - self._cpu
        self._wall, self._cpu = wall, cpu
        return shown


def say(line: str) -> None:
    """Prints at once: a large run may not be waited for."""
    print(line, flush=True)


def measure(template: Template, n_events: int, folder: Path) -> None:
    """Prints the figures of one size."""
    n_copies = max(1, round(n_events / template.n_events))
    path, kept = folder / "store", folder / "kept.nq.gz"
    records = template.records(n_copies)
    n_articles, spent = 0, 0.0
    clock = Clock()
    with WriteStore.open(path) as store:
        while batch := list(islice(records, BATCH)):
            n_articles += len(batch)
            store.replace(batch)
        say(f"{n_articles} articles written in {clock.lap()}, their copying included")
        spent += clock.cpu
        graph = template.graph(n_copies)
        clock.lap()
        store.write_merged(graph)
        say(f"  merged graph in {clock.lap()}, {n_bytes(path) / 1e6:.0f} MB on disk before publishing")
        spent += clock.cpu
        n_graph = len(graph.events)
        del graph
        clock.lap()
        store.publish()
        say(f"  published in {clock.lap()}")
        spent += clock.cpu
    size = n_bytes(path)
    with ReadStore.open(path) as store:
        n_quads = store.n_quads()
    say(f"  {n_graph} events, {n_quads} quads: {n_quads / n_graph:.1f} an event; {n_quads / spent:,.0f} quads/CPU s")
    say(f"  {size / 1e6:.0f} MB on disk, {size / n_graph:,.0f} bytes an event, {size / n_quads:.0f} a quad")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  at most {peak:.0f} MiB of memory so far")
    keep(path, kept)
    shutil.rmtree(path)
    compare(kept, folder)


def keep(path: Path, kept: Path) -> None:
    """Prints what a backup takes."""
    clock = Clock()
    backup(path, kept)
    say(f"  kg backup in {clock.lap()}, {kept.stat().st_size / 1e6:.0f} MB")


def compare(kept: Path, folder: Path) -> None:
    """Prints what `pyoxigraph` takes for the N-Quads of a backup, and what restoring it takes."""
    clock = Clock()
    quads = folder / "quads.nq"
    with gzip.open(kept, "rb") as packed, quads.open("wb") as plain:
        plain.writelines(line for line in packed if not line.startswith(b"#"))
    clock.lap()
    alone = ox.Store(str(folder / "alone"))
    alone.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    alone.flush()
    say(f"  pyoxigraph loads the same {quads.stat().st_size / 1e6:.0f} MB in {clock.lap()}")
    loaded = clock.cpu
    del alone
    say(f"  which take {n_bytes(folder / 'alone') / 1e6:.0f} MB")
    shutil.rmtree(folder / "alone")
    quads.unlink()
    clock.lap()
    restore(kept, folder / "restored")
    size = n_bytes(folder / "restored") / 1e6
    say(f"  kg restore in {clock.lap()}: {clock.cpu / loaded:.2f} times the CPU, {size:.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  at most {peak:.0f} MiB of memory in all")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=[10_000])
    parser.add_argument("--of", type=Path, metavar="STORE", help="only back up this store, and restore it elsewhere")
    asked = parser.parse_args()
    if asked.of is not None:
        with tempfile.TemporaryDirectory() as folder:
            keep(asked.of, Path(folder) / "kept.nq.gz")
            compare(Path(folder) / "kept.nq.gz", Path(folder))
        return
    template = Template.of_samples()
    for n_events in asked.events:
        with tempfile.TemporaryDirectory() as folder:
            measure(template, n_events, Path(folder))


if __name__ == "__main__":
    main()
