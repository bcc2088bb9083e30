"""New articles wait in a file and are loaded together: none is lost, none is half there, whatever ends the writer."""

from __future__ import annotations

import io
import resource
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.model import ArticleRecord, MergedGraph
from kg.store import Change, ReadStore, WriteStore, arrivals, books, canonical_record
from kg.store.folder import Folder
from kg.store.home import FolderHome

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.engine import Engine

Make = Callable[..., ArticleRecord]


def dumped(path: Path) -> bytes:
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        assert store.verify() == []
        store.dump(output)
    return output.getvalue()


def finish(store: WriteStore) -> None:
    store.write_merged(MergedGraph())
    store.publish()


def killed_after(path: Path, records: list[ArticleRecord]) -> bytes:
    """What a writer leaves in its file that is killed once it has written the records."""
    with WriteStore.open(path) as store:
        store.replace(records)
        waiting = Folder(path).arrivals.read_bytes()
        for record in records:
            store.delete(record.article.id)
    Folder(path).arrivals.write_bytes(waiting)
    return waiting


@pytest.mark.parametrize("bulk_bytes", [0, 10**9])
def test_what_waits_is_known_and_can_be_read(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch, bulk_bytes: int
) -> None:
    monkeypatch.setattr(arrivals, "BULK_BYTES", bulk_bytes)
    first, second = make_record("a"), make_record("b é")
    with WriteStore.open(tmp_path / "s") as store:
        assert set(store.replace([first, second]).values()) == {Change.NEW}
        assert Folder(tmp_path / "s").arrivals.stat().st_size > 0
        assert store.holds(first.article, extractor=first.extractor)
        assert not store.holds(first.article, extractor="other@1")
        assert store.replace([first]) == {"a": Change.UNCHANGED}
        assert store.replace([make_record("b é", extractor="other@1")]) == {"b é": Change.REPLACED}
        assert list(store.article_ids()) == ["a", "b é"]
        assert not Folder(tmp_path / "s").arrivals.exists()
        finish(store)
    with ReadStore.open(tmp_path / "s") as reader:
        assert reader.article("a") == canonical_record(first)
        assert reader.article("b é").extractor == "other@1"
        assert reader.verify() == []


def test_next_writer_loads_what_a_killed_one_left(tmp_path: Path, make_record: Make) -> None:
    records = [make_record(name) for name in "abc"]
    killed_after(tmp_path / "killed", records)
    with WriteStore.open(tmp_path / "killed") as store:
        assert list(store.article_ids()) == ["a", "b", "c"]
        assert set(store.replace(records).values()) == {Change.UNCHANGED}
        finish(store)
    with WriteStore.open(tmp_path / "whole") as store:
        store.replace(records)
        finish(store)
    assert dumped(tmp_path / "killed") == dumped(tmp_path / "whole")


def test_article_that_was_cut_off_is_not_there(tmp_path: Path, make_record: Make) -> None:
    records = [make_record(name) for name in "ab"]
    waiting = killed_after(tmp_path / "s", records)
    second = waiting.index(b"# article", 1)
    for end in (0, 1, second - 1, second, second + 5, second + 60, len(waiting) - 1, len(waiting)):
        Folder(tmp_path / "s").arrivals.write_bytes(waiting[:end])
        with WriteStore.open(tmp_path / "s") as store:
            expected = [name for name, whole in (("a", second), ("b", len(waiting))) if end >= whole]
            assert list(store.article_ids()) == expected
            for name in expected:
                store.delete(name)


def test_loading_twice_changes_nothing(tmp_path: Path, make_record: Make) -> None:
    records = [make_record(name) for name in "abc"]
    waiting = killed_after(tmp_path / "s", records)
    with WriteStore.open(tmp_path / "s") as store:
        finish(store)
    before = dumped(tmp_path / "s")
    Folder(tmp_path / "s").arrivals.write_bytes(waiting)  # killed between loading and removing the file
    with WriteStore.open(tmp_path / "s") as store:
        assert not store.needs_merge
        assert store.is_published
    assert dumped(tmp_path / "s") == before


def test_full_disk_leaves_whole_articles(tmp_path: Path, make_record: Make) -> None:
    records = [make_record(f"n{number}") for number in range(20)]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with WriteStore.open(tmp_path / "s") as store:
        store.replace(records[:2])
        size = Folder(tmp_path / "s").arrivals.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + size // 4, limits[1]))
        try:
            with pytest.raises(StoreError, match="cannot be written"):
                store.replace(records[2:])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert Folder(tmp_path / "s").arrivals.stat().st_size == size
        assert set(store.replace(records[2:]).values()) == {Change.NEW}
        assert len(store.article_ids()) == len(records)
        finish(store)
    assert dumped(tmp_path / "s")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_keys_of_lines_are_those_of_quads(texts: list[str]) -> None:
    subject, graph = ox.NamedNode("https://example.org/s"), ox.NamedNode("https://example.org/g")
    quads = [ox.Quad(subject, subject, ox.Literal(text), graph) for text in texts]
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert books.keys_of(lines or b"") == [books.key(quad) for quad in quads]


def test_records_are_read_while_they_are_loaded_and_all_else_waits(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()
    settle = FolderHome.settle

    def slowly(home: FolderHome, engine: Engine) -> None:
        begun.set()
        assert may_go_on.wait(20)
        settle(home, engine)

    monkeypatch.setattr(FolderHome, "settle", slowly)
    made = [make_record(name) for name in ("a", "b", "c")]
    with WriteStore.open(tmp_path / "s") as store:
        assert not store.needs_merge
        store.replace(made[:2])
        store.load_ahead()
        store.load_ahead()  # it is under way
        assert begun.wait(20)
        assert [record.article.id for record in store.records()] == ["a", "b"]
        assert store.needs_merge
        threading.Timer(0.1, may_go_on.set).start()
        assert store.holds(made[0].article, extractor=made[0].extractor)
        assert may_go_on.is_set(), "what asks the database has waited"
        assert not Folder(tmp_path / "s").arrivals.exists()
        store.replace(made[2:])
        finish(store)
    with WriteStore.open(tmp_path / "whole") as store:
        store.replace(made)
        finish(store)
    assert dumped(tmp_path / "s") == dumped(tmp_path / "whole")


def test_what_cannot_be_loaded_ahead_is_said_and_waits(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, made = tmp_path / "s", [make_record("a"), make_record("b")]
    store = WriteStore.open(path)
    assert not store.needs_merge
    store.replace(made)

    def full(*_: object) -> None:
        raise StoreError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(FolderHome, "settle", full)
        store.load_ahead()
        with pytest.raises(StoreError, match="no space left"):
            finish(store)
        store.close()
    assert Folder(path).arrivals.stat().st_size > 0
    with WriteStore.open(path) as again:
        finish(again)
    with ReadStore.open(path) as reader:
        assert set(reader.article_ids()) == {"a", "b"}
