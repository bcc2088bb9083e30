"""Writes a store of made-up news events (`made_up.py`), as large as asked for, to measure on.

    python tests/bench/make_events.py STORE --events 100000

The quads are streamed to the engine's bulk loader, with the store's books, and published. The same arguments give the
same store. A million events are some 120 million quads.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.query.index.files import index_path
from kg.store import WriteStore
from kg.store.folder import Folder

sys.path.insert(0, str(Path(__file__).parent))
from made_up import World
from made_up_index import write_index
from made_up_quads import QuadStream


def make_store(
    path: Path, *, n_events: int, n_actors: int, n_places: int, seed: int = 7, is_indexed: bool = False
) -> None:
    """Writes and publishes the store, and its index if wanted."""
    began, used = time.perf_counter(), time.process_time()
    world = World(n_events, n_actors=n_actors, n_places=n_places, seed=seed)
    stream = QuadStream(world)
    folder = Folder(path)
    folder.prepare()
    live = ox.Store(str(folder.live))
    live.bulk_load(cast("IO[bytes]", stream), format=ox.RdfFormat.N_QUADS)
    live.flush()
    del live
    with WriteStore.open(path) as store:
        generation = store.publish()
    print(
        f"{n_events} events, {stream.n_quads} quads, published after {time.perf_counter() - began:.0f} s, "
        f"{time.process_time() - used:.0f} s of CPU, at most "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB of memory",
        flush=True,
    )
    if is_indexed:
        (path / "index").mkdir()
        write_index(world, index_path(path, generation))
        print(f"indexed after {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--actors", type=int, default=8_000)
    parser.add_argument("--places", type=int, default=3_000)
    parser.add_argument("--index", action="store_true", help="write the index too, faster than `kg index`")
    asked = parser.parse_args()
    make_store(asked.store, n_events=asked.events, n_actors=asked.actors, n_places=asked.places, is_indexed=asked.index)
