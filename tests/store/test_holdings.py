"""What one writer tells the next of the articles that are there, and when it is not believed."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import remerge
from kg.store import WriteStore, books, holdings

record_of = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "bench_incremental.py"))["record_of"]


@pytest.fixture
def path(tmp_path):
    """A merged store of four articles, written by a process that is gone."""
    with WriteStore.open(tmp_path / "s") as store:
        store.replace(map(record_of, range(4)))
        remerge(store)
    holdings._LEFT.clear()
    return tmp_path / "s"


def forbid(monkeypatch):
    """Lets nobody read all digests."""

    def read(_):
        raise AssertionError("all digests were read")

    monkeypatch.setattr(books, "records", read)


def test_a_writer_after_another_reads_no_digests_but_those_it_asks_for(path, monkeypatch):
    with monkeypatch.context() as patched:
        forbid(patched)
        with WriteStore.open(path) as store:
            assert not store.needs_merge
            assert len(store.holdings.records) == 4
            store.replace([record_of(4), record_of(3)])
            store.delete(record_of(0).article.id)
            assert len(store.holdings.records) == 4
            assert record_of(0).article.id not in store.holdings.records
            digest = store.holdings.digest
    with WriteStore.open(path) as store:
        assert store.needs_merge
        assert store.holdings.digest == books.set_digest(books.records(store._live)) == digest
        assert dict(store.holdings.records) == books.records(store._live)


def test_what_is_asked_for_and_what_is_gone_through_are_the_same(path):
    with WriteStore.open(path) as store:
        held = store.holdings.records
        asked = {key: held[key] for key in [record_of(1).article.id, record_of(2).article.id]}
        store.replace([record_of(7)])
        store.delete(record_of(2).article.id)
        assert dict(held) == books.records(store._live)
        assert asked[record_of(1).article.id] == held[record_of(1).article.id]
        assert len(held) == len(list(held)) == 4


def test_a_killed_writer_leaves_no_word(path):
    code = (
        "import os, sys; from kg.store import WriteStore; store = WriteStore.open(sys.argv[1]); "
        "store.delete(sys.argv[2]); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, path, record_of(1).article.id], check=False)
    assert ended.returncode == 9
    with WriteStore.open(path) as store:
        assert record_of(1).article.id not in store.holdings.records
        assert store.holdings.digest == books.set_digest(books.records(store._live))
        assert store.needs_merge


@pytest.mark.parametrize(
    "word", ["", "{", "[]", '{"number": "x"}', '{"number": 4, "digest": "0", "ground": "of others"}']
)
def test_a_word_that_is_none_or_of_another_graph_is_not_believed(path, word):
    lock = path / "lock"
    lock.write_bytes(lock.read_bytes()[:32] + word.encode())
    with WriteStore.open(path) as store:
        assert store.holdings.digest == books.set_digest(books.records(store._live))
        assert len(store.holdings.records) == 4
