"""What an article costs after it was read, by step and number of articles: records into a new store, to its snapshot.

    python tests/bench/bench_write.py 1000 10000

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

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))
from bench_incremental import record_of

from kg import authority, pools
from kg.build import layer_of
from kg.store import ReadStore, WriteStore

BATCH = 32


def measure(n_articles: int) -> None:
    """Prints a line for one size."""
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
        quads = Path(folder) / "quads.nq"
        with ReadStore.open(path) as opened, quads.open("wb") as output:
            opened.dump(output, format="nquads")
            n_quads = opened.n_quads()
        lap("dump")
        alone = ox.Store(str(Path(folder) / "alone"))
        alone.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        alone.flush()
        lap("alone")
    steps = ("put aside", "load", "merge", "write merged", "publish")
    each = ", ".join(f"{step} {1000 * spent[step] / n_articles:.1f}" for step in steps)
    total = sum(spent[step] for step in steps)
    written = total - spent["merge"]
    print(
        f"{n_articles:7} articles, {n_quads / n_articles:.0f} quads each: {each}: {1000 * total / n_articles:.1f} ms "
        f"an article, at most {memory:.0f} MiB; written in {written / spent['alone']:.2f} times the processor time of "
        f"pyoxigraph ({1e6 * spent['alone'] / n_quads:.1f} µs a quad)",
        flush=True,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    sizes = parser.parse_args().sizes
    if len(sizes) == 1:
        measure(sizes[0])
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
