"""Publishing writes a loose database anew: smaller, the same contents, and nothing lost when that fails."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreError
from kg.model import ArticleRecord, MergedGraph
from kg.store import ReadStore, WriteStore, home

if TYPE_CHECKING:
    from pathlib import Path

Make = Callable[..., ArticleRecord]
N_ARTICLES = 60


def records(make_record: Make) -> list[ArticleRecord]:
    return [make_record(f"n{number}") for number in range(N_ARTICLES)]


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.sst"))


def contents(path: Path) -> bytes:
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        assert store.verify() == []
        store.dump(output)
    return output.getvalue()


def build(path: Path, made: list[ArticleRecord]) -> None:
    with WriteStore.open(path) as store:
        store.replace(made)
        store.write_merged(MergedGraph())
        store.publish()


def test_loose_database_is_written_anew_and_half_as_large(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "SCATTERED_BYTES", 0)
    made = records(make_record)
    for name in ("loose", "anew"):
        build(tmp_path / name, made[:10])
        if name == "anew":
            monkeypatch.setattr(home, "LOOSE_BYTES", 0)
            monkeypatch.setattr(home, "LOOSE_BYTES_PER_QUAD", 0)
        build(tmp_path / name, made[10:])
    assert contents(tmp_path / "anew") == contents(tmp_path / "loose")
    assert size(tmp_path / "anew" / "live") < 0.7 * size(tmp_path / "loose" / "live")
    # The writer goes on with the new database, and those who read the old state keep it.
    with ReadStore.open(tmp_path / "anew") as old:
        changed = make_record("n0", extractor="whodid@1")
        build(tmp_path / "anew", [changed])
        assert old.article("n0").extractor != "whodid@1"
    with ReadStore.open(tmp_path / "anew") as new:
        assert new.article("n0").extractor == "whodid@1"
        assert len(new.article_ids()) == N_ARTICLES


def test_new_database_is_left_as_it_was_loaded_until_it_has_grown(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "SCATTERED_BYTES", 0)
    monkeypatch.setattr(home, "LOOSE_BYTES", 0)
    monkeypatch.setattr(home, "LOOSE_BYTES_PER_QUAD", 200)  # it has over 300
    made, path = records(make_record), tmp_path / "s"
    identity = path / "live" / "IDENTITY"
    build(path, made[:10])
    new = identity.read_bytes()
    build(path, made[10:11])
    assert identity.read_bytes() == new
    build(path, made[11:])
    assert identity.read_bytes() != new


def test_small_databases_are_left_alone(tmp_path: Path, make_record: Make) -> None:
    build(tmp_path / "s", records(make_record))
    before = (tmp_path / "s" / "live" / "IDENTITY").read_bytes()
    build(tmp_path / "s", [make_record("other")])
    assert (tmp_path / "s" / "live" / "IDENTITY").read_bytes() == before


def test_full_disk_while_writing_anew_loses_nothing(
    tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s"
    build(path, records(make_record))
    before = contents(path)
    monkeypatch.setattr(home, "LOOSE_BYTES", 0)
    monkeypatch.setattr(home, "LOOSE_BYTES_PER_QUAD", 0)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with WriteStore.open(path) as store:
        store.replace([replace(make_record("more"), extractor="x")])
        store.write_merged(MergedGraph())
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            with pytest.raises(StoreError):
                store.publish()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert contents(path) == before
    with WriteStore.open(path) as store:
        store.publish()
    with ReadStore.open(path) as reader:
        assert len(reader.article_ids()) == N_ARTICLES + 1
    assert not list(path.glob(".new-*"))


def test_small_new_database_is_put_together(tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    # As few as a database put together has; a loose one has some more each time that it is written.
    monkeypatch.setattr(home, "TABLES_OPENED", 12)
    made = records(make_record)
    build(tmp_path / "few", made)
    monkeypatch.setattr(home, "SCATTERED_BYTES", 0)
    for start in range(0, N_ARTICLES, N_ARTICLES // 3):
        build(tmp_path / "many", made[start : start + N_ARTICLES // 3])
    assert contents(tmp_path / "few") == contents(tmp_path / "many")
    n_few, n_many = (len(list((tmp_path / name / "live").glob("*.sst"))) for name in ("few", "many"))
    assert n_few <= home.TABLES_OPENED < n_many


def test_large_database_is_left_as_it_is(tmp_path: Path, make_record: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "SCATTERED_BYTES", 0)
    monkeypatch.setattr(home, "LOOSE_BYTES", 0)
    monkeypatch.setattr(home, "LOOSE_BYTES_PER_QUAD", 0)
    monkeypatch.setattr(home, "LOOSE_QUADS", 100)
    path = tmp_path / "s"
    with WriteStore.open(path) as store:
        store.replace(records(make_record))
        store.write_merged(MergedGraph())
        before = (path / "live" / "IDENTITY").read_bytes()
        store.publish()
    assert (path / "live" / "IDENTITY").read_bytes() == before
    assert int((path / "rewritten").read_text()) > home.LOOSE_QUADS
