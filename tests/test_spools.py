"""What is kept on disk comes back as it was, in any order, however little stays in memory."""

from __future__ import annotations

import errno
import os
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.merge.wholes import Tie
from kg.model import Precision, Ref, Span, Time
from kg.spools import Records, Shelf, Spool

HAND = runpy.run_path(str(Path(__file__).parent / "merge" / "conftest.py"))


KINDS = {
    str: ["text", "", "é\ud7ff"],
    int | None: [7, None],
    float: [3.5, 0.1 + 0.2],
    tuple[str, int]: [("a", 1), ("b", 2**40)],
    Ref: [Ref("a", "e1"), Ref("b", "e1")],
    tuple[Tie, ...]: [(Tie("e1", "e2", "rule", "words"),), ()],
    frozenset[tuple[str, frozenset[str]]]: [frozenset({("x", frozenset("yz"))}), frozenset()],
    Time: [
        Time(id="t1", span=Span(1, 2), text="now", value=None, precision=Precision.DAY, earliest=None, latest=None),
        Time(id="t2", span=Span(3, 9), text="1 May", value="2020-05-01", precision=Precision.DAY, earliest="2020-05-01",
             latest="2020-05-01"),
    ],
    dict[str, float]: [{"one": 0.5, "two": 0.25}, {}],
}  # fmt: skip


@given(
    kind=st.sampled_from(list(KINDS)),
    chosen=st.lists(st.integers(0, 2), max_size=30),
    held=st.integers(0, 4),
    asked=st.lists(st.integers(0, 29), max_size=40),
)
def test_items_come_back_as_they_were(kind, chosen, held, asked):
    items = [KINDS[kind][number % len(KINDS[kind])] for number in chosen]
    spool = Spool(kind, items[:5], held=held)
    for number, item in enumerate(items[5:], start=5):
        spool.append(item)
        assert spool[number] == item
    assert len(spool) == len(items)
    assert list(spool) == items
    assert [type(one) for one in spool] == [type(item) for item in items]
    assert [spool[number] for number in asked if number < len(items)] == [
        items[number] for number in asked if number < len(items)
    ]
    assert spool[1:7:2] == items[1:7:2]
    if items:
        assert spool[-1] == items[-1]
    with pytest.raises(IndexError):
        spool[len(items)]


@given(
    steps=st.lists(st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(-(2**63), 2**63))), max_size=30),
    held=st.integers(0, 3),
)
def test_a_shelf_is_a_dictionary(steps, held):
    shelf, plain = Shelf(int, held=held), {}
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


def test_with_one_more_than_are_held_the_first_are_let_go_of():
    items = [Ref("a", str(number)) for number in range(4)]
    spool = Spool(Ref, items[:3], held=3, recalled=1)
    assert all(spool[number] is item for number, item in enumerate(items[:3]))
    spool.append(items[3])
    assert not any(spool[number] is item for number, item in enumerate(items))
    assert list(spool) == items


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
    assert [records.number(key) for key in ("a", "d", "", "bb", "e")] == [0, 3, None, None, None]


def test_of_an_article_that_comes_twice_the_later_record_counts():
    one, two = (HAND["article"]("a", HAND["Deed"](word, agent="US", patient="Jo")) for word in ("killed", "met"))
    assert list(Records.of([one, two])) == [two]


def test_a_full_folder_for_temporary_files_is_said(monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kg.spools.tempfile.TemporaryFile", full)
    spool = Spool(int, [1], held=1)
    with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
        spool.append(2)


def test_what_waits_to_be_written_is_read_back(monkeypatch):
    monkeypatch.setattr("kg.spools._CHUNK_BYTES", 8)
    spool = Spool(str, held=1, recalled=0)
    texts = ["x" * (number % 7) + str(number) for number in range(40)]
    for number, text in enumerate(texts):
        spool.append(text)
        assert spool[number] == text
        assert spool[number // 2] == texts[number // 2]
    assert list(spool) == texts


def test_a_disk_that_is_full_for_a_while_loses_nothing(monkeypatch):
    spool = Spool(str, held=0)
    spool.append("one")
    file = spool._file

    class Full:
        def __getattr__(self, name):
            return getattr(file, name)

        def write(self, block):
            if len(block) > 2:
                return file.write(bytes(block[:2]))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    spool._file = Full()
    with pytest.raises(StoreError, match="No space left"):
        spool[0]
    spool._file = file
    spool.append("two")
    assert list(spool) == ["one", "two"]
