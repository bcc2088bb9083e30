"""Files of a store that were lost or changed by other hands: a clear error, and nothing more is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import ArticleRecord, MergedGraph
from kg.store import ReadStore, WriteStore
from kg.store.folder import Folder

Make = Callable[..., ArticleRecord]
MakeGraph = Callable[..., MergedGraph]
Damage = Callable[[Path], None]


def cut(database: Path) -> None:
    for path in database.glob("*.sst"):
        content = path.read_bytes()
        path.unlink()  # the other folder has a link to it
        path.write_bytes(content[: len(content) // 2])


def flip(database: Path) -> None:
    for path in database.glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = bytes(byte ^ 0xFF for byte in content[: len(content) // 2])
        path.unlink()
        path.write_bytes(bytes(content))


def lose(database: Path) -> None:
    for path in database.glob("*.sst"):
        path.unlink()


def scribble(database: Path) -> None:
    for path in database.glob("MANIFEST-*"):
        path.write_bytes(b"x" * 100)


def forget(database: Path) -> None:
    (database / "CURRENT").write_text("nonsense")


DAMAGES = [cut, flip, lose, scribble, forget]


@pytest.fixture
def path(tmp_path: Path, make_record: Make, make_graph: MakeGraph) -> Path:
    records = [make_record("a"), make_record("b")]
    with WriteStore.open(tmp_path / "s") as store:
        store.replace(records)
        store.write_merged(make_graph(*records))
        store.publish()
    return tmp_path / "s"


def read_all(path: Path) -> int:
    with ReadStore.open(path) as store:
        store.merged()
        return len(list(store.records()))


def write_all(path: Path, record: ArticleRecord) -> None:
    with WriteStore.open(path) as store:
        list(store.records())
        store.replace([record])
        store.write_merged(MergedGraph())
        store.publish()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_snapshot_is_one_sentence(path: Path, damage: Damage) -> None:
    damage(Folder(path).snapshot(1))
    with pytest.raises(StoreError, match=r"damaged|cannot be read"):
        read_all(path)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_database_is_one_sentence_and_readers_go_on(path: Path, damage: Damage, make_record: Make) -> None:
    damage(path / "live")
    with pytest.raises(StoreError, match="damaged"):
        write_all(path, make_record("c"))
    assert read_all(path) == 2


def test_new_state_takes_the_place_of_a_lost_snapshot(path: Path) -> None:
    shutil.rmtree(Folder(path).snapshot(1))
    with pytest.raises(StoreError, match="cannot be read"):
        read_all(path)
    with WriteStore.open(path) as store:
        assert not store.is_published
        store.publish()
    assert read_all(path) == 2


@pytest.mark.parametrize("content", ["abc", "0000000077", ""])
def test_new_state_takes_the_place_of_a_damaged_number(path: Path, content: str) -> None:
    (path / "current").write_text(content)
    with pytest.raises(StoreError, match=r"says|cannot be read"):
        read_all(path)
    with WriteStore.open(path) as store:
        store.publish()
    assert read_all(path) == 2


def test_lost_database_comes_back_from_what_readers_see(path: Path, make_record: Make) -> None:
    shutil.rmtree(path / "live")
    with WriteStore.open(path) as store:
        assert store.article_ids().keys() == {"a", "b"}
        store.replace([make_record("c")])
        store.write_merged(MergedGraph())
        store.publish()
    assert read_all(path) == 3


@pytest.mark.parametrize("left", ["nothing", "new", "old"])
def test_killed_exchange_of_the_database_is_ended(path: Path, left: str) -> None:
    # Killed after the old one was put aside, with and without the new one in place.
    shutil.copytree(path / "live", path / ".old-live")
    if left == "old":
        shutil.rmtree(path / "live")
        shutil.copytree(path / ".old-live", path / ".new-live")
    elif left == "nothing":
        shutil.rmtree(path / "live")
    with WriteStore.open(path) as store:
        assert store.article_ids().keys() == {"a", "b"}
        assert store.is_published
    assert not (path / ".old-live").exists()
    assert not (path / ".new-live").exists()
