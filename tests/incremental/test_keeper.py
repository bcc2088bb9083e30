"""A store that is merged in part, again and again, has the bytes of one that is merged as a whole."""

from __future__ import annotations

import errno
import io
import os
import random
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.authority.own import Entry
from kg.build import remerge
from kg.errors import StoreError
from kg.incremental import MergeKeeper, Merger
from kg.model import Anchor, Judged, Judgement
from kg.store import ReadStore, WriteStore

MADE = runpy.run_path(str(Path(__file__).with_name("test_merger.py")))
record_of, versions, steps = MADE["record_of"], MADE["versions"], MADE["steps"]
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JUDGED = [
    Judgement(kind="actor", judged=Judged.SAME, one=Anchor(name="Ali Hamidi"), two=Anchor(name="Jo Smith")),
    Judgement(
        kind="actor", judged=Judged.DIFFERENT, one=Anchor(name="Qasem Soleimani"), two=Anchor(name="Ghasem Suleimani")
    ),
]


def dumped(path):
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        store.dump(output)
        assert store.verify() == []
    return output.getvalue()


def whole(path, records, judgements=()):
    """The bytes of a store that was built in one go."""
    with WriteStore.open(path) as store:
        store.write_judgements(judgements)
        store.replace(records.values())
        remerge(store)
    return dumped(path)


def take(step, store, records):
    """Adds, replaces and removes articles, in the store and among the records."""
    for number, version in step:
        key = f"n{number}"
        if version is not None:
            records[key] = record_of(number, version)
            store.replace([records[key]])
        elif records.pop(key, None) is not None:
            store.delete(key)


def bring_up_to_date(store, keeper):
    if store.needs_merge:
        keeper.merge(store)
    store.publish()


@few
@given(steps=steps, judged=st.lists(st.sampled_from([(), JUDGED[:1], JUDGED]), min_size=6, max_size=6))
def test_additions_removals_and_judgements_end_in_the_bytes_of_one_build(steps, judged, tmp_path_factory):
    path = tmp_path_factory.mktemp("kept")
    keeper, records = MergeKeeper(), {}
    for step, judgements in zip(steps, judged, strict=False):
        with WriteStore.open(path / "s") as store:
            store.write_judgements(judgements)
            take(step, store, records)
            bring_up_to_date(store, keeper)
            assert not store.needs_merge
    with WriteStore.open(path / "s") as store:  # overruled, then restored
        store.write_judgements([])
        bring_up_to_date(store, keeper)
    assert dumped(path / "s") == whole(path / "t", records)


@few
@given(told=st.lists(versions, min_size=1, max_size=6), seed=st.integers(0, 99))
def test_any_order_and_batches_give_the_same_bytes(told, seed, tmp_path_factory):
    path = tmp_path_factory.mktemp("order")
    records = {f"n{number}": record_of(number, version) for number, version in enumerate(told)}
    order = sorted(records)
    random.Random(seed).shuffle(order)
    keeper = MergeKeeper()
    for key in order:
        with WriteStore.open(path / "s") as store:
            store.replace([records[key]])
            bring_up_to_date(store, keeper)
    assert dumped(path / "s") == whole(path / "t", records)


def told(*numbers):
    chance = random.Random(str(numbers))
    made = {}
    for number in numbers:
        deeds = [(("killed", "ASSAULT"), "US", chance.choice(["Qasem Soleimani", "Jo Smith"]), "Baghdad", "2020-01-03",
                  MADE["Tense"].NON_FUTURE, False, None)]  # fmt: skip
        made[f"n{number}"] = record_of(number, (deeds, "2020-01-04", "Wire", "", None))
    return made


@pytest.fixture
def kept(tmp_path):
    """A store of eight articles and the keeper that merged it."""
    keeper = MergeKeeper()
    with WriteStore.open(tmp_path / "s") as store:
        store.replace(told(*range(8)).values())
        bring_up_to_date(store, keeper)
    return tmp_path / "s", keeper


def test_one_article_is_written_without_reading_the_merged_graph(kept, monkeypatch):
    path, keeper = kept
    with WriteStore.open(path) as store:
        store.replace(told(8).values())
        with monkeypatch.context() as patched:
            for reading in ("write_merged", "records", "merged"):
                patched.setattr(WriteStore, reading, None)
            bring_up_to_date(store, keeper)
    assert dumped(path) == whole(path.with_name("t"), {**told(*range(8)), **told(8)})


def test_another_writer_in_between_does_no_harm(kept):
    path, keeper = kept
    with WriteStore.open(path) as store:
        store.replace(told(8).values())
        remerge(store)
    with WriteStore.open(path) as store:
        store.replace(told(9).values())
        bring_up_to_date(store, keeper)
    assert dumped(path) == whole(path.with_name("t"), {**told(*range(8)), **told(8), **told(9)})


@pytest.mark.parametrize("broken", ["update", "write"])
def test_a_merge_that_failed_midway_is_made_good_by_the_next(kept, monkeypatch, broken):
    path, keeper = kept

    def fail(*_):
        raise OSError("no space left")

    with WriteStore.open(path) as store:
        store.replace(told(8).values())
        with monkeypatch.context() as patched:
            if broken == "update":
                patched.setattr(Merger, "_delta", fail)
            else:
                patched.setattr(WriteStore, "write_changes", fail)
            with pytest.raises(OSError, match="no space"):
                bring_up_to_date(store, keeper)
        store.replace(told(9).values())
        bring_up_to_date(store, keeper)
    assert dumped(path) == whole(path.with_name("t"), {**told(*range(8)), **told(8), **told(9)})


def test_a_full_folder_for_temporary_files_is_said_and_loses_nothing(tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("kg.spools.HELD", 1)
        patched.setattr("kg.spools.tempfile.TemporaryFile", full)
        with WriteStore.open(tmp_path / "s") as store:
            with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
                store.replace(told(*range(4)).values())
            assert sorted(store.article_ids()) == ["n0", "n1"]
            with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
                remerge(store)
            assert store.needs_merge
    with WriteStore.open(tmp_path / "s") as store:
        store.replace(told(*range(4)).values())
        remerge(store)
    assert dumped(tmp_path / "s") == whole(tmp_path / "t", told(*range(4)))


def test_a_graph_of_an_older_version_is_written_as_a_whole_first(kept):
    path, keeper = kept
    with WriteStore.open(path) as store:
        store.replace(told(8).values())
        keeper._state._notes.clear()
        bring_up_to_date(store, keeper)
    assert dumped(path) == whole(path.with_name("t"), {**told(*range(8)), **told(8)})


def test_a_users_authority_is_heeded_and_taken_back(kept):
    path, keeper = kept
    union = Entry(name="Jo Smith", kind="person", aliases=("Qasem Soleimani",), same_as=("https://example.org/jo",))
    for entries, number in (((union,), 8), ((union,), 9), ((), 10)):
        with WriteStore.open(path) as store:
            store.write_authority(entries)
            store.replace(told(number).values())
            bring_up_to_date(store, keeper)
        assert (b"https://example.org/jo" in dumped(path)) is bool(entries)
        records = {**told(*range(8)), **{key: one for n in range(8, number + 1) for key, one in told(n).items()}}
        with WriteStore.open(path.with_name(f"t{number}")) as store:
            store.write_authority(entries)
            store.replace(records.values())
            remerge(store)
        assert dumped(path) == dumped(path.with_name(f"t{number}"))


OWN_PLACES = [
    Entry(name="Nowhere", kind="place", lat=36.05, lon=43.05, same_as=("https://example.org/own",)),
    Entry(name="Old Baghdad", kind="place", aliases=("Baghdad", "Nowhere"), same_as=("https://example.org/own",)),
    Entry(name="Baghdad", kind="place", lat=1.0, lon=2.0, within="Nowhere", same_as=("https://example.org/own",)),
    Entry(name="Iraq", kind="place", country="IQ", same_as=("https://example.org/own",)),
]


@few
@given(
    steps=steps,
    own=st.lists(st.lists(st.sampled_from(OWN_PLACES), max_size=3, unique=True), min_size=6, max_size=6),
)
def test_own_places_in_any_order_end_in_the_bytes_of_one_build_and_leave_no_trace(steps, own, tmp_path_factory):
    path = tmp_path_factory.mktemp("places")
    keeper, records = MergeKeeper(), {}
    for turn, (step, entries) in enumerate(zip(steps, own, strict=False)):
        with WriteStore.open(path / "s") as store:
            store.write_authority(entries)
            take(step, store, records)
            bring_up_to_date(store, keeper)
        with WriteStore.open(path / f"whole{turn}") as store:
            store.write_authority(reversed(entries))
            store.replace(records.values())
            remerge(store)
        assert dumped(path / "s") == dumped(path / f"whole{turn}")
    with WriteStore.open(path / "s") as store:
        store.write_authority(())
        bring_up_to_date(store, keeper)
    assert dumped(path / "s") == whole(path / "t", records)
    assert b"example.org/own" not in dumped(path / "s")


def test_what_a_writer_leaves_to_the_next_is_only_used_when_nobody_wrote_since(kept):
    path, _ = kept
    with WriteStore.open(path) as store:
        first = store.holdings
    with WriteStore.open(path) as store:
        assert store.holdings is first
    other = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from kg.store import WriteStore; WriteStore.open(sys.argv[1]).close()",
            path,
        ],
        check=False,
    )
    assert other.returncode == 0
    with WriteStore.open(path) as store:
        assert store.holdings is not first
        assert store.holdings.records == first.records
        store.delete("n0")  # and leaves the merge to others
    with WriteStore.open(path) as store:
        assert store.needs_merge
        assert "n0" not in store.holdings.records


@few
@given(first=versions, second=versions)
def test_a_removal_of_half_of_a_store_leaves_nothing_of_it(first, second, tmp_path_factory):
    # so much changes that the state is made anew; what the old one wrote must go all the same
    path = tmp_path_factory.mktemp("half")
    records = {record.article.id: record for record in (record_of(0, first), record_of(1, second))}
    keeper = MergeKeeper()
    with WriteStore.open(path / "s") as store:
        store.replace(records.values())
        bring_up_to_date(store, keeper)
    with WriteStore.open(path / "s") as store:
        store.delete("n0")
        bring_up_to_date(store, keeper)
    assert dumped(path / "s") == whole(path / "whole", {"n1": records["n1"]})
