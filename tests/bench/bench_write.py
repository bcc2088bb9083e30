"""What an article costs after it was read, by step and number of articles: records into a new store, to its snapshot.

    python tests/bench/bench_write.py 1000 10000
    python tests/bench/bench_write.py --alone 30000         without the comparison, which takes as much disk again
    python tests/bench/bench_write.py --merge 100000        the merge alone, without a store
    python tests/bench/bench_write.py --events 100000       the events of `made_up.py`, whose merged graph is given

The records are the made-up ones of `bench_incremental.py`; nothing is parsed. For each number of articles: processor
milliseconds an article for each step, the memory of the process at most, and `pyoxigraph` loading the same N-Quads in
one go. Each size has a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))
from bench_incremental import record_of
from made_up import World

from kg import authority, pools
from kg.build import layer_of
from kg.store import ReadStore, WriteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import ArticleRecord, Merged

BATCH = 32
STEPS = ("put aside", "load", "merge", "write merged", "publish")


class Laps:
    """Seconds of processor by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, step: str) -> None:
        """Adds what was used since the last call to a step."""
        now = time.process_time()
        self.spent[step] = self.spent.get(step, 0.0) + now - self._last
        self._last = now


def measure(n_articles: int, *, alone: bool) -> None:
    """Prints a line for one size; `alone`: without comparing."""
    authority.load().places("Paris")  # the gazetteer is read once
    laps = Laps()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        memory = _write(path, map(record_of, range(n_articles)), lambda store: layer_of(store.records()), laps)
        if alone:
            _tell(n_articles, laps.spent, memory, "")
            return
        quads = Path(folder) / "quads.nq"
        with ReadStore.open(path) as opened, quads.open("wb") as output:
            opened.dump(output, format="nquads")
            n_quads = opened.n_quads()
        laps.lap("dump")
        _load(Path(folder) / "alone", quads)
        laps.lap("alone")
    _tell(n_articles, laps.spent, memory, _beside(n_quads, n_articles, laps))


def measure_events(n_events: int, *, alone: bool) -> None:
    """The same for so many events of a merged graph that is there already; their quads come from another process."""
    laps = Laps()
    world = World(n_events, n_actors=8_000, n_places=3_000, seed=7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        memory = _write(path, world.records(), lambda _: world.merged(), laps)
        with ReadStore.open(path) as opened:
            n_quads = opened.n_quads()
        shutil.rmtree(path)
        laps.lap("count")
        laps.spent["merge"] = 0.0  # it was given
        if alone:
            _tell(world.n_articles, laps.spent, memory, "")
            return
        command = [sys.executable, str(Path(__file__).with_name("made_up_quads.py")), "--events", str(n_events)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
            if writer.stdout is None:
                raise TypeError("the quads have no pipe")
            _load(Path(folder) / "alone", Path(f"/dev/fd/{writer.stdout.fileno()}"))
        laps.lap("alone")
    _tell(world.n_articles, laps.spent, memory, _beside(n_quads, world.n_articles, laps))


def _write(path: Path, records: Iterator[ArticleRecord], merged: Callable[[WriteStore], Merged], laps: Laps) -> float:
    """Writes and publishes a store as `kg build` does; the memory at most in MiB."""
    with pools.collecting_rarely(), WriteStore.open(path) as store:
        while batch := list(islice(records, BATCH)):
            laps.lap("making them up")
            store.replace(batch)
            laps.lap("put aside")
        store.article_ids()
        laps.lap("load")
        graph = merged(store)
        laps.lap("merge")
        store.write_merged(graph)
        laps.lap("write merged")
        store.publish()
        laps.lap("publish")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _load(folder: Path, quads: Path) -> None:
    alone = ox.Store(str(folder))
    alone.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    alone.flush()


def _beside(n_quads: int, n_articles: int, laps: Laps) -> str:
    ratio = sum(laps.spent[step] for step in STEPS if step != "merge") / laps.spent["alone"]
    us = 1e6 * laps.spent["alone"] / n_quads
    return f"; {n_quads / n_articles:.0f} quads each, written in {ratio:.2f} times pyoxigraph's {us:.1f} µs a quad"


def merge_alone(n_articles: int) -> None:
    """Prints a line for one size."""
    authority.load().places("Paris")
    making = 0.0

    def made() -> Iterator[ArticleRecord]:
        nonlocal making
        for number in range(n_articles):
            began = time.process_time()
            record = record_of(number)
            making += time.process_time() - began
            yield record

    with pools.collecting_rarely():
        began = time.process_time()
        layer = layer_of(made())
        n_nodes = sum(1 for kind in (layer.actors, layer.places, layer.events, layer.merges) for _ in kind)
        spent = time.process_time() - began - making
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{n_articles:7} articles: {1000 * spent / n_articles:.1f} ms an article, at most {memory:.0f} MiB; "
        f"{len(layer.events)} events, {n_nodes} nodes",
        flush=True,
    )


def _tell(n_articles: int, spent: dict[str, float], memory: float, more: str) -> None:
    each = ", ".join(f"{step} {1000 * spent[step] / n_articles:.1f}" for step in STEPS)
    total = 1000 * sum(spent[step] for step in STEPS) / n_articles
    print(f"{n_articles:7} articles: {each}: {total:.1f} ms an article, at most {memory:.0f} MiB{more}", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--alone", action="store_true", help="do not compare with pyoxigraph alone")
    parser.add_argument("--merge", action="store_true", help="the merge alone, without a store")
    parser.add_argument("--events", action="store_true", help="sizes are events, whose merged graph is given")
    asked = parser.parse_args()
    if len(asked.sizes) == 1:
        if asked.merge:
            merge_alone(asked.sizes[0])
        elif asked.events:
            measure_events(asked.sizes[0], alone=asked.alone)
        else:
            measure(asked.sizes[0], alone=asked.alone)
        return
    flags = [f"--{flag}" for flag in ("alone", "merge", "events") if getattr(asked, flag)]
    for size in asked.sizes:
        subprocess.run([sys.executable, __file__, *flags, str(size)], check=True)


if __name__ == "__main__":
    main()
