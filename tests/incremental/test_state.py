"""A large store is merged in part by processes that end after each merge, with a state in its folder.

Whatever is done to the state in between, the store has the bytes of one that is merged as a whole.
"""

from __future__ import annotations

import errno
import logging
import os
import runpy
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build import remerge
from kg.errors import StoreError
from kg.incremental import MergeKeeper
from kg.incremental import keeper as keeping
from kg.model import Anchor, Judged, Judgement
from kg.store import WriteStore, holdings
from kg.tables import OnDisk, TablesLost

MADE = runpy.run_path(str(Path(__file__).with_name("test_keeper.py")))
steps, take, told, dumped, whole = (MADE[name] for name in ("steps", "take", "told", "dumped", "whole"))
JUDGED = MADE["JUDGED"]
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

HARMS = ["none", "none", "none", "deleted", "cut off", "garbage", "of another store", "of other rules", "killed"]


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """A store is large from the second article on, and a state is made of a few at a time."""
    monkeypatch.setattr(keeping, "LEAST", 2)
    monkeypatch.setattr(keeping, "BATCH", 3)


def once(path, change=lambda _: None):
    """What one command does to a store, in a process of its own: none before left it anything but files."""
    holdings._LEFT.clear()
    with WriteStore.open(path) as store:
        change(store)
        if store.needs_merge:
            remerge(store)
        store.publish()


def do_harm(how, path, other, patched):
    file = path / "merge.sqlite"
    if how == "of other rules":
        patched.setattr(keeping, "rules_digest", lambda: "others")
    if not file.exists():
        return
    if how == "deleted":
        file.unlink()
    elif how == "cut off":
        os.truncate(file, file.stat().st_size // 3)
    elif how == "garbage":
        file.write_bytes(b"no database " * 1000)
    elif how == "of another store" and (other / "merge.sqlite").exists():
        shutil.copy(other / "merge.sqlite", file)
    elif how == "killed":  # after the store's transaction, before that of the state
        real = OnDisk.save

        def save(tables):
            if keeping._State.write.is_done:
                raise KeyboardInterrupt
            real(tables)

        write = keeping._State.write

        def noted(*given):
            sizes = write(*given)
            noted.is_done = True
            return sizes

        noted.is_done = False
        patched.setattr(keeping._State, "write", noted)
        patched.setattr(OnDisk, "save", save)


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Another store with a state, of articles of the same ids."""
    path = tmp_path_factory.mktemp("other") / "s"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeping, "LEAST", 2)
        once(path, lambda store: store.replace(told(*range(6)).values()))
        once(path, lambda store: store.delete("n5"))
    return path


@few
@given(
    steps=steps,
    share=st.sampled_from([0.5, 100.0]),  # much is merged as a whole, or all in part
    harms=st.lists(st.sampled_from(HARMS), min_size=6, max_size=6),
    judged=st.lists(st.sampled_from([(), (), JUDGED[:1], JUDGED]), min_size=6, max_size=6),
)
def test_whatever_befell_the_state_the_bytes_are_those_of_one_build(
    steps, share, harms, judged, other, tmp_path_factory
):
    path = tmp_path_factory.mktemp("harm")
    records = {}
    once(path / "s", lambda store: store.replace(told(7, 8, 9).values()))
    records.update(told(7, 8, 9))
    for turn, (step, how, judgements) in enumerate(zip(steps, harms, judged, strict=False)):

        def change(store, step=step, judgements=judgements):
            store.write_judgements(judgements)
            take(step, store, records)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(keeping, "SHARE", share)
            do_harm(how, path / "s", other, patched)
            try:
                once(path / "s", change)
            except KeyboardInterrupt:
                patched.undo()
                once(path / "s")
        assert dumped(path / "s") == whole(path / f"whole{turn}", records, judgements)


def grown(path, n_articles=8):
    """A store with a state."""
    first, second = told(*range(n_articles - 1)), told(n_articles - 1)
    for records in (first, second):
        once(path, lambda store, records=records: store.replace(records.values()))
    assert (path / "merge.sqlite").exists()
    return first | second


def test_a_first_build_makes_no_state_and_the_second_does(tmp_path):
    once(tmp_path / "s", lambda store: store.replace(told(*range(7)).values()))
    assert not (tmp_path / "s" / "merge.sqlite").exists()
    once(tmp_path / "s", lambda store: store.delete("n3"))
    assert (tmp_path / "s" / "merge.sqlite").exists()


def test_one_article_more_reads_neither_the_graph_nor_other_articles(tmp_path, monkeypatch):
    records = grown(tmp_path / "s")
    with monkeypatch.context() as patched:
        for reading in ("write_merged", "records", "merged"):
            patched.setattr(WriteStore, reading, None)
        once(tmp_path / "s", lambda store: store.replace(told(8).values()))
        once(tmp_path / "s", lambda store: store.delete("n2"))
        once(tmp_path / "s", lambda store: store.write_judgements(JUDGED))
    records |= told(8)
    del records["n2"]
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records, JUDGED)


def test_a_process_that_stays_shares_the_state_with_those_that_do_not(tmp_path):
    records = grown(tmp_path / "s")
    keeper = MergeKeeper()
    for number in (8, 9, 10):
        with WriteStore.open(tmp_path / "s") as store:
            store.replace(told(number).values())
            remerge(store, keeper=keeper if number != 9 else None)
        records |= told(number)
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records)


@pytest.mark.parametrize("moment", ["while it is made", "while it is read", "after the graph was written"])
def test_a_full_disk_costs_the_state_and_not_the_graph(moment, tmp_path, monkeypatch, caplog):
    records = grown(tmp_path / "s") | told(8)
    if moment == "while it is made":
        (tmp_path / "s" / "merge.sqlite").unlink()
    full = TablesLost(os.strerror(errno.ENOSPC))

    def fail(*_):
        raise full

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        if moment == "while it is read":
            patched.setattr(OnDisk, "execute", fail)
        else:
            patched.setattr(OnDisk, "save", fail)
        once(tmp_path / "s", lambda store: store.replace(told(8).values()))
    assert "No space left on device" in caplog.text
    assert not (tmp_path / "s" / "merge.sqlite").exists()
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records)
    once(tmp_path / "s", lambda store: store.replace(told(9).values()))
    assert (tmp_path / "s" / "merge.sqlite").exists()
    assert dumped(tmp_path / "s") == whole(tmp_path / "u", records | told(9))


def test_a_store_that_cannot_be_written_leaves_the_state_as_it_was(tmp_path, monkeypatch):
    records = grown(tmp_path / "s") | told(8)

    def fail(*_):
        raise StoreError("no space left")

    with WriteStore.open(tmp_path / "s") as store:
        store.replace(told(8).values())
        with monkeypatch.context() as patched:
            patched.setattr(WriteStore, "write_changes", fail)
            with pytest.raises(StoreError, match="no space left"):
                remerge(store)
    once(tmp_path / "s")
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records)


def test_a_store_that_became_small_has_no_state(tmp_path, monkeypatch):
    grown(tmp_path / "s")
    monkeypatch.setattr(keeping, "LEAST", 100)
    once(tmp_path / "s", lambda store: store.delete("n2"))
    assert not (tmp_path / "s" / "merge.sqlite").exists()


def test_a_damaged_row_is_noticed(tmp_path):
    records = grown(tmp_path / "s") | told(8)
    with sqlite3.connect(tmp_path / "s" / "merge.sqlite") as file:
        file.execute("UPDATE 'actors.parts' SET value = x'0011223344'")
    file.close()
    once(tmp_path / "s", lambda store: store.replace(told(8).values()))
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records)


@pytest.mark.parametrize("n_gone", [2, 4, 6])
def test_much_that_went_or_was_replaced_is_taken_out_before_the_portions(tmp_path, monkeypatch, n_gone):
    """A portion touches articles that are in a later one, of which the store has no record, or another."""
    names = Anchor(name="Qasem Soleimani"), Anchor(name="Jo Smith")
    judged = [Judgement(kind="actor", judged=Judged.SAME, one=names[0], two=names[1])]
    monkeypatch.setattr(keeping, "SHARE", 100.0)
    records = grown(tmp_path / "s")
    new = {name: told(number)[f"n{number}"] for number, name in enumerate(sorted(records)[: 8 - n_gone])}

    def change(store):
        store.write_judgements(judged)  # moves an actor of all articles
        for name in sorted(records)[8 - n_gone :]:
            store.delete(name)
            del records[name]
        store.replace(new.values())
        records.update(new)

    once(tmp_path / "s", change)
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", records, judged)
