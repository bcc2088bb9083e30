"""A backup gives back the very store, of any place and into any place, and a damaged one is refused as a whole."""

from __future__ import annotations

import gzip
import io
import json
import resource
import threading
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import StoreError
from kg.model import ArticleRecord, MergedGraph
from kg.store import ReadStore, Run, WriteStore, add_run, runs
from kg.store.backup import backup, restore

Make = Callable[..., ArticleRecord]
MakeGraph = Callable[..., MergedGraph]
Place = Callable[..., Path | str]
RUN = Run(action="build", started="2026-01-02T03:04:05Z", seconds=1.5, software="whodid@0", counts={"articles": 2})


def fill(location: Path | str, records: list[ArticleRecord], graph: MergedGraph) -> None:
    with WriteStore.open(location) as store:
        store.run = RUN.started
        store.replace(records)
        store.write_merged(graph)
        store.publish()
    add_run(location, RUN)


def contents(location: Path | str) -> tuple[bytes, list[Run], dict[str, str], list[str]]:
    output = io.BytesIO()
    with ReadStore.open(location) as store:
        store.dump(output)
        return output.getvalue(), runs(location), store.article_ids(), store.verify()


@pytest.fixture
def kept(tmp_path: Path, make_record: Make, make_graph: MakeGraph) -> Path:
    records = [make_record("a"), make_record("b é/%")]
    fill(tmp_path / "store", records, make_graph(*records))
    backup(tmp_path / "store", tmp_path / "kept.nq.gz")
    return tmp_path / "kept.nq.gz"


def test_restored_store_is_the_very_same(
    place: Place, tmp_path: Path, make_record: Make, make_graph: MakeGraph
) -> None:
    records = [make_record("a"), make_record("b é/%")]
    fill(place("s"), records, make_graph(*records))
    counted = backup(place("s"), tmp_path / "kept.nq.gz")
    with ReadStore.open(place("s")) as store:
        assert (counted.articles, counted.quads) == (2, store.n_quads())
    before = contents(place("s"))
    restore(tmp_path / "kept.nq.gz", tmp_path / "again")
    assert contents(tmp_path / "again") == before
    with ReadStore.open(tmp_path / "again") as store:
        assert store.written_in("b é/%") == RUN.started
    # and from there to a place of the first kind, and on with the work
    backup(tmp_path / "again", tmp_path / "kept again.nq.gz")
    assert (tmp_path / "kept again.nq.gz").read_bytes() == (tmp_path / "kept.nq.gz").read_bytes()
    other = place("other")
    restore(tmp_path / "kept again.nq.gz", other)
    assert contents(other) == before
    with WriteStore.open(other) as store:
        assert store.is_published
        assert store.holds(records[0].article, extractor=records[0].extractor)
        assert set(store.replace(records).values()) == {"unchanged"}
        store.replace([make_record("c")])
        store.write_merged(make_graph(*records))
        store.publish()
    assert len(contents(other)[2]) == 3


def test_backup_is_plain_n_quads(kept: Path) -> None:
    content = gzip.decompress(kept.read_bytes())
    store = ox.Store()
    store.load(content, format=ox.RdfFormat.N_QUADS)
    dataset = rdflib.Dataset()
    dataset.parse(data=content.decode(), format="nquads")
    with ReadStore.open(kept.parent / "store") as reader:
        assert len(store) == reader.n_quads() == sum(1 for _ in dataset.quads())


def test_a_store_is_kept_while_it_is_written(tmp_path: Path, make_record: Make, make_graph: MakeGraph) -> None:
    records = [make_record("a")]
    fill(tmp_path / "store", records, make_graph(*records))
    before = contents(tmp_path / "store")
    ended = threading.Event()

    def write() -> None:
        with WriteStore.open(tmp_path / "store") as store:
            for number in range(30):
                store.replace([make_record(f"n{number}")])
                store.write_merged(MergedGraph())
                if number % 3 == 2:
                    store.publish()
        ended.set()

    with WriteStore.open(tmp_path / "store") as store:
        store.replace([make_record("unpublished")])
        backup(tmp_path / "store", tmp_path / "first.nq.gz")
        store.delete("unpublished")
    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        backup(tmp_path / "store", tmp_path / f"{number}.nq.gz")
    writer.join()
    assert ended.is_set()
    restore(tmp_path / "first.nq.gz", tmp_path / "restored")
    assert contents(tmp_path / "restored") == before
    for number in range(5):
        restore(tmp_path / f"{number}.nq.gz", tmp_path / f"restored {number}")
        *_, faults = contents(tmp_path / f"restored {number}")
        assert faults == []


def test_nothing_is_written_over(kept: Path) -> None:
    with pytest.raises(StoreError, match="exists; give the backup a new name"):
        backup(kept.parent / "store", kept)
    before = contents(kept.parent / "store")
    with pytest.raises(StoreError, match="is not empty"):
        restore(kept, kept.parent / "store")
    assert contents(kept.parent / "store") == before
    (kept.parent / "empty").mkdir()
    restore(kept, kept.parent / "empty")
    assert contents(kept.parent / "empty") == before


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_backup_that_was_cut_off_is_refused(kept: Path, part: float) -> None:
    content = kept.read_bytes()
    kept.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(StoreError, match="no whole backup"):
        restore(kept, kept.parent / "new")
    assert sorted(path.name for path in kept.parent.iterdir()) == ["kept.nq.gz", "store"]


def test_backup_cut_off_between_lines_or_changed_is_refused(kept: Path) -> None:
    lines = gzip.decompress(kept.read_bytes()).split(b"\n")
    changed = [line.replace(b'"shelled"', b'"bombed!"') for line in lines]
    assert changed != lines
    for damaged in (lines[:-9], changed, [lines[0], *lines[2:]]):
        kept.write_bytes(gzip.compress(b"\n".join(damaged)))
        with pytest.raises(StoreError, match="do not agree with its digest"):
            restore(kept, kept.parent / "new")
        assert not (kept.parent / "new").exists()


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    other = tmp_path / "other.gz"
    for content in (b"", b"hello", gzip.compress(b"<a:a> <a:b> <a:c> .\n"), gzip.compress(b"")):
        other.write_bytes(content)
        with pytest.raises(StoreError, match="no whole backup"):
            restore(other, tmp_path / "new")
    with pytest.raises(StoreError, match="No such file"):
        restore(tmp_path / "none", tmp_path / "new")
    other.write_bytes(gzip.compress(b"# whodid-backup " + json.dumps({"format": 99}).encode() + b"\n"))
    with pytest.raises(StoreError, match="has format 99"):
        restore(other, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["other.gz"]


def test_full_disk_leaves_no_half_backup_and_no_half_store(kept: Path) -> None:
    # A limit on the size of files stands for a full disk: the same writes fail.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            backup(kept.parent / "store", kept.parent / "full.nq.gz")
        with pytest.raises(StoreError):
            restore(kept, kept.parent / "full")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(path.name for path in kept.parent.iterdir()) == ["kept.nq.gz", "store"]


def test_server_with_a_store_is_left_alone(place: Place, kept: Path) -> None:
    if place.kind == "folder":  # type: ignore[attr-defined]
        pytest.skip("folders have a test of their own")
    WriteStore.open(place("s")).close()
    with pytest.raises(StoreError, match="has a store"):
        restore(kept, place("s"))
