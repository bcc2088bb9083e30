"""The streamed quads of made-up events are those that the store's mapping makes of their records."""

import gzip
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.query.index.files import make_index
from kg.store import ReadStore, books, mapping
from kg.store.backup import backup, restore
from kg.store.checks import canonical_graph, canonical_record, check_graph, check_record

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from made_up import World
from made_up_index import write_index
from made_up_quads import QuadStream
from make_events import make_store


@pytest.mark.parametrize(("n_events", "seed"), [(1, 1), (63, 2), (300, 3)])
def test_the_stream_has_the_quads_of_the_records(n_events, seed):
    world = World(n_events, n_actors=30, n_places=80, seed=seed)
    stream = QuadStream(world)
    lines = b"".join(stream).decode().splitlines()
    wanted = set()
    for record in world.records():
        check_record(record)
        wanted |= {f"{quad} ." for quad in mapping.record_quads(canonical_record(record))}
    graph = world.merged()
    check_graph(graph)
    wanted |= {f"{quad} ." for quad in mapping.graph_quads(canonical_graph(graph))}
    entries = {line for line in lines if "https://w3id.org/whodid/store#" in line}
    assert set(lines) - entries == wanted
    assert len(lines) == len(wanted) + len(entries)
    assert stream.n_quads == len(wanted)
    assert len(entries) == 3 * world.n_articles + 2


def test_the_store_made_of_it_is_whole(tmp_path):
    make_store(tmp_path / "store", n_events=40, n_actors=20, n_places=70)
    with ReadStore.open(tmp_path / "store") as store:
        assert store.verify() == []
        assert store.counts()["events"] == 40


def test_the_backup_of_it_is_that_of_the_store(tmp_path):
    make_store(tmp_path / "store", n_events=63, n_actors=30, n_places=80)
    backup(tmp_path / "store", tmp_path / "kept.nq.gz")
    QuadStream(World(63, n_actors=30, n_places=80, seed=7)).write_backup(tmp_path / "made.nq.gz")
    kept, made = (gzip.decompress((tmp_path / name).read_bytes()).splitlines() for name in ("kept.nq.gz", "made.nq.gz"))
    assert made[0] == kept[0]
    assert sorted(line for line in made if line[:1] == b"<") == [line for line in kept if line[:1] == b"<"]
    restore(tmp_path / "made.nq.gz", tmp_path / "restored")
    with ReadStore.open(tmp_path / "store") as store, ReadStore.open(tmp_path / "restored") as restored:
        assert restored.verify() == []
        assert books.state(restored.engine) == books.state(store.engine)


def test_the_index_made_of_them_is_that_of_the_store(tmp_path):
    make_store(tmp_path / "store", n_events=140, n_actors=20, n_places=70)
    write_index(World(140, n_actors=20, n_places=70, seed=7), tmp_path / "written.sqlite")
    made = make_index(tmp_path / "store")
    dumps = []
    for path in (made, tmp_path / "written.sqlite"):
        with closing(sqlite3.connect(path)) as database:
            dumps.append(list(database.iterdump()))
    assert dumps[1] == dumps[0]
