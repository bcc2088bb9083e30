"""Writes a store of made-up news events (`made_up.py`), as large as asked for, to measure on.

    python tests/bench/make_events.py STORE --events 100000

The quads come from a process of their own (`made_up_quads.py`) straight into the engine's bulk loader, with the store's
books, and are published. The same arguments give the same store. A million events are 127 million quads and 23 GB.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from kg.query.index.files import index_path
from kg.store import WriteStore
from kg.store.folder import Folder

sys.path.insert(0, str(Path(__file__).parent))
from made_up import World
from made_up_index import write_index


def make_store(
    path: Path, *, n_events: int, n_actors: int, n_places: int, seed: int = 7, is_indexed: bool = False
) -> None:
    """Writes and publishes the store, and its index if wanted."""
    began, used = time.perf_counter(), time.process_time()
    folder = Folder(path)
    folder.prepare()
    live = ox.Store(str(folder.live))
    counts = {"events": n_events, "actors": n_actors, "places": n_places, "seed": seed}
    command = [sys.executable, str(Path(__file__).with_name("made_up_quads.py"))]
    command += [word for name, count in counts.items() for word in (f"--{name}", str(count))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        if writer.stdout is None or writer.stderr is None:
            raise TypeError("the quads have no pipe")
        # By its name the loader reads the pipe itself: no byte goes through this interpreter. They were just written,
        # so that nothing of them needs to be looked at.
        quads = f"/dev/fd/{writer.stdout.fileno()}"
        live.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        said = writer.stderr.read()
    if writer.returncode:
        raise SystemExit(said)
    live.flush()
    del live
    # Loaded in one go it is dense, though the engine may still be sorting it: no need to write it anew.
    folder.note_rewritten(int(said))
    loaded = time.perf_counter() - began
    with WriteStore.open(path) as store:
        generation = store.publish()
    own, writing = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{n_events} events, {said.strip()} quads, loaded after {loaded:.0f} s, published after "
        f"{time.perf_counter() - began:.0f} s; {time.process_time() - used:.0f} s of CPU and "
        f"{writing.ru_utime + writing.ru_stime:.0f} s to write the quads; at most "
        f"{own.ru_maxrss / 1024:.0f} MiB of memory and {writing.ru_maxrss / 1024:.0f}",
        flush=True,
    )
    if is_indexed:
        (path / "index").mkdir()
        write_index(World(n_events, n_actors=n_actors, n_places=n_places, seed=seed), index_path(path, generation))
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
