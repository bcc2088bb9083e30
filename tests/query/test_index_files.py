"""The index comes and goes without anybody noticing: made, broken, taken over, read ahead, let go."""

import os
import runpy
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import MergedGraph
from kg.query.events import list_events
from kg.query.filters import EventFilter, parse_filter
from kg.query.index.files import index_path, make_index, open_index, progress_of
from kg.query.index.pairs import Pairs
from kg.query.network import NetworkBounds, network_of
from kg.query.source import CatalogSource, NotReadyError
from kg.query.warming import read_ahead
from kg.store import ReadStore, WriteStore

BENCH = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "make_events.py"))
STORY = runpy.run_path(str(Path(__file__).parent / "story.py"))


@pytest.fixture
def store_path(tmp_path):
    BENCH["make_store"](tmp_path / "store", n_events=600, n_actors=20, n_places=20)
    return tmp_path / "store"


def test_the_index_may_be_deleted_or_broken_and_is_made_again(store_path):
    path = make_index(store_path)
    written = path.read_bytes()
    path.write_bytes(b"no database" * 100)
    with ReadStore.open(store_path) as store:
        assert open_index(store) is None
    assert make_index(store_path) == path
    assert path.stat().st_size == len(written)
    path.unlink()
    assert make_index(store_path) == path
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".sqlite"] == [path.name]


def test_indexes_of_old_snapshots_go(tmp_path):
    path = tmp_path / "store"
    made = []
    for number in range(4):
        with WriteStore.open(path) as store:
            store.replace(STORY["records"]()[: number + 1])
            store.write_merged(MergedGraph())
            store.publish()
        made.append(make_index(path))
    assert [file.exists() for file in made] == [False, False, True, True]


def test_two_that_make_it_at_once_make_one(store_path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(make_index(store_path))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1


def test_a_first_snapshot_is_not_ready_before_its_index_is(store_path):
    source = CatalogSource(store_path, is_indexed=True)
    with pytest.raises(NotReadyError, match="index is being made"), source.use():
        pass
    code = subprocess.run([sys.executable, "-m", "kg", "index", "--store", str(store_path)], check=False).returncode
    assert code == 0
    with source.use() as catalog:
        assert catalog.index is not None
        assert catalog.index.counts["events"] == 600
    source.close()


def test_it_is_not_ready_before_its_index_is_in_memory(store_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow(path, *, is_stopped):
        begun.set()
        assert go_on.wait(10)
        return read_ahead(path, is_stopped=is_stopped)

    make_index(store_path)
    monkeypatch.setattr("kg.query.source.read_ahead", slow)
    monkeypatch.setattr("kg.query.source._OPENING_S", 0.05)
    source = CatalogSource(store_path, is_indexed=True)
    source.open_soon()
    assert begun.wait(10)
    with pytest.raises(NotReadyError, match="is being opened"), source.use():
        pass
    go_on.set()
    monkeypatch.setattr("kg.query.source._OPENING_S", 10)
    with source.use() as catalog:
        assert catalog.index.counts["events"] == 600
    source.close()


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system takes no advice")
def test_an_index_is_read_ahead_until_told_to_stop(store_path):
    path = make_index(store_path)
    size = path.stat().st_size
    assert read_ahead(path, is_stopped=lambda: False) == size
    assert read_ahead(path, is_stopped=lambda: True) == 0
    assert read_ahead(path, is_stopped=lambda: False, longest_s=0) == 0
    looks = iter([False, False, True])
    assert 0 < read_ahead(path, is_stopped=lambda: next(looks)) < size


def test_how_far_the_index_is_can_be_seen_while_it_is_made(store_path):
    source, told = CatalogSource(store_path, is_indexed=True), []

    def look(done, total):
        told.append((done, total, progress_of(store_path)))
        if done:
            with pytest.raises(NotReadyError, match=rf"{done:,} of 600 events so far"), source.use():
                pass

    assert progress_of(store_path) is None
    make_index(store_path, progress=look)
    assert [(done, total) for done, total, _ in told] == [(0, 600), (500, 600)]
    assert [seen for *_, seen in told] == [(0, 600), (500, 600)]
    assert progress_of(store_path) is None
    with source.use() as catalog:
        assert catalog.index is not None
    source.close()


def test_the_old_snapshot_is_shown_until_the_new_one_is_ready(store_path):
    make_index(store_path)
    source = CatalogSource(store_path, is_indexed=True)
    with source.use() as catalog:
        old = catalog.store.generation
    state = source.state()
    with WriteStore.open(store_path) as store:
        store.replace(STORY["records"]())
        graph = store.merged()
        store.write_merged(graph)
        new = store.publish()
    assert new > old
    with source.use() as catalog:
        assert catalog.store.generation == old
    assert source.state() == state
    make_index(store_path)
    time.sleep(0.4)
    with source.use() as catalog:
        assert (catalog.store.generation, catalog.index is not None) == (new, True)
    assert source.state() != state
    source.close()


def test_no_network_waits_for_its_columns(store_path, monkeypatch):
    read = []

    def noted(database):
        read.append(time.monotonic())
        return Pairs(database)

    monkeypatch.setattr("kg.query.index.event_index.Pairs", noted)
    make_index(store_path)
    source = CatalogSource(store_path, is_indexed=True)
    with source.use() as catalog:
        assert len(read) == 1
        network_of(catalog, EventFilter(), bounds=NetworkBounds())
        assert len(read) == 1
    with WriteStore.open(store_path) as store:
        store.replace(STORY["records"]())
        store.write_merged(store.merged())
        store.publish()
    make_index(store_path)
    with source.use():
        until = time.monotonic() + 10
        while len(read) == 1 and time.monotonic() < until:
            time.sleep(0.01)
    assert len(read) == 2
    source.close()


def test_what_is_being_read_is_not_closed(store_path, monkeypatch):
    """A connection that is closed while another thread reads through it ends the whole process."""
    begun, closed, done = (threading.Event() for _ in range(3))

    def slow(database):
        if begun.is_set():
            return Pairs(database)
        begun.set()
        assert closed.wait(10)
        pairs = Pairs(database)
        done.set()
        return pairs

    make_index(store_path)
    source = CatalogSource(store_path, is_indexed=True)
    source.give_back(source.take())
    with WriteStore.open(store_path) as store:
        store.replace(STORY["records"]())
        store.write_merged(store.merged())
        store.publish()
    make_index(store_path)
    monkeypatch.setattr("kg.query.index.event_index.Pairs", slow)
    with source.use() as catalog:
        assert begun.wait(10)
    source.close()
    assert catalog.index is not None
    assert catalog.index.is_open
    closed.set()
    assert done.wait(10)
    for _ in range(1000):
        if not catalog.index.is_open:
            break
        time.sleep(0.01)
    assert not catalog.index.is_open


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(store_path):
    store_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            make_index(store_path)
    finally:
        store_path.chmod(0o700)


def test_without_an_index_all_is_answered_nevertheless(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("kg.query.index.files.build_index", fail)
    path = tmp_path / "store"
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    source = CatalogSource(path, is_indexed=True)
    with source.use() as catalog:
        assert catalog.index is None
        assert list_events(catalog, parse_filter([])).total == 6
    source.close()


def test_the_name_of_the_file_tells_a_store_made_anew(tmp_path):
    paths = []
    for _ in range(2):
        with WriteStore.open(tmp_path / "store") as store:
            paths.append(index_path(tmp_path / "store", store.publish()))
        (tmp_path / "store").rename(tmp_path / f"old-{len(paths)}")
    assert paths[0] != paths[1]
