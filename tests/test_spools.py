"""What is kept on disk comes back as it was, in any order, however little stays in memory."""

from __future__ import annotations

import errno
import os
import runpy
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.merge.wholes import Tie
from kg.model import Precision, Ref, Span, Time
from kg.spools import Records, Shelf, Spool

HAND = runpy.run_path(str(Path(__file__).parent / "merge" / "conftest.py"))


@dataclass(slots=True)
class Tally:
    names: set[str]


ITEMS = [
    "text", None, 3.5, ("a", 1), Span(0, 4), Ref("a", "e1"), Tie("e1", "e2", "rule", "words"), frozenset({"x", "y"}),
    Time(id="t1", span=Span(1, 2), text="now", value=None, precision=Precision.DAY, earliest=None, latest=None),
    Tally({"one"}), Span,
]  # fmt: skip


@given(
    items=st.lists(st.sampled_from(ITEMS), max_size=30),
    held=st.integers(0, 4),
    asked=st.lists(st.integers(0, 29), max_size=40),
)
def test_items_come_back_as_they_were(items, held, asked):
    spool = Spool(items[:5], held=held)
    for number, item in enumerate(items[5:], start=5):
        spool.append(item)
        assert spool[number] == item
    assert len(spool) == len(items)
    assert list(spool) == items
    assert [spool[number] for number in asked if number < len(items)] == [
        items[number] for number in asked if number < len(items)
    ]
    assert spool[1:7:2] == items[1:7:2]
    if items:
        assert spool[-1] == items[-1]
    with pytest.raises(IndexError):
        spool[len(items)]


@given(
    steps=st.lists(st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers())), max_size=30),
    held=st.integers(0, 3),
)
def test_a_shelf_is_a_dictionary(steps, held):
    shelf, plain = Shelf(held=held), {}
    for key, value in steps:
        if value is not None:
            shelf[key] = plain[key] = value
        elif key in plain:
            assert shelf.pop(key) == plain.pop(key)
        assert dict(shelf) == plain
    assert ("a" in shelf) is ("a" in plain)
    assert len(shelf) == len(plain)
    with pytest.raises(KeyError):
        shelf["none"]


def test_records_are_in_the_order_of_their_ids(monkeypatch):
    monkeypatch.setattr("kg.spools.HELD", 1)
    made = [HAND["article"](key, HAND["Deed"]("killed", agent="US", patient="Jo")) for key in ("c", "a", "d", "b")]
    records = Records.of(made)
    assert [record.article.id for record in records] == ["a", "b", "c", "d"]
    assert Records.of(records) is records
    assert list(records) == sorted(made, key=lambda record: record.article.id)
    assert records.get("c") == made[0] == records[2]
    assert records[:2] == [made[1], made[3]]
    assert records.get("e") is None


def test_a_full_folder_for_temporary_files_is_said(monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kg.spools.tempfile.TemporaryFile", full)
    spool = Spool([1], held=1)
    with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
        spool.append(2)
