"""What an article costs after it was read, by step and number of articles: records into a new store, to its snapshot.

    python tests/bench/bench_write.py 1000 10000
    python tests/bench/bench_write.py --alone 30000         without the comparison, which takes as much disk again
    python tests/bench/bench_write.py --merge 100000        the merge alone, without a store

The records are the made-up ones of `bench_incremental.py`; nothing is parsed. For each number of articles: processor
milliseconds an article for each step, the memory of the process at most, and `pyoxigraph` loading the same N-Quads in
one go. Each size has a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))
from bench_incremental import record_of

from kg import authority, pools
from kg.build import layer_of
from kg.store import ReadStore, WriteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleRecord

BATCH = 32
STEPS = ("put aside", "load", "merge", "write merged", "publish")


def measure(n_articles: int, *, alone: bool) -> None:
    """Prints a line for one size; `alone`: without comparing."""
    authority.load().places("Paris")  # the gazetteer is read once
    spent: dict[str, float] = {}
    last = time.process_time()

    def lap(step: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[step] = spent.get(step, 0.0) + now - last
        last = now

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        with pools.collecting_rarely(), WriteStore.open(path) as store:  # as `kg build` does
            for start in range(0, n_articles, BATCH):
                records = [record_of(number) for number in range(start, min(n_articles, start + BATCH))]
                lap("making them up")
                store.replace(records)
                lap("put aside")
            store.article_ids()
            lap("load")
            layer = layer_of(store.records())
            lap("merge")
            store.write_merged(layer)
            lap("write merged")
            store.publish()
            lap("publish")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        del records, layer
        if alone:
            _tell(n_articles, spent, memory, "")
            return
        quads = Path(folder) / "quads.nq"
        with ReadStore.open(path) as opened, quads.open("wb") as output:
            opened.dump(output, format="nquads")
            n_quads = opened.n_quads()
        lap("dump")
        alone = ox.Store(str(Path(folder) / "alone"))
        alone.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        alone.flush()
        lap("alone")
    ratio = sum(spent[step] for step in STEPS if step != "merge") / spent["alone"]
    us = 1e6 * spent["alone"] / n_quads
    each = n_quads / n_articles
    _tell(
        n_articles,
        spent,
        memory,
        f"; {each:.0f} quads each, written in {ratio:.2f} times pyoxigraph's {us:.1f} µs a quad",
    )


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
    asked = parser.parse_args()
    if len(asked.sizes) == 1:
        if asked.merge:
            merge_alone(asked.sizes[0])
        else:
            measure(asked.sizes[0], alone=asked.alone)
        return
    flags = [f"--{flag}" for flag in ("alone", "merge") if getattr(asked, flag)]
    for size in asked.sizes:
        subprocess.run([sys.executable, __file__, *flags, str(size)], check=True)


if __name__ == "__main__":
    main()
