"""Rows in buckets: what goes in comes out, in its order, whether or not it was written down."""

from __future__ import annotations

import pytest

from kg.rows import Rows
from kg.spools import Ascending


@pytest.mark.parametrize("pending", [1, 7, 1000])
def test_rows_come_back_by_bucket_in_the_order_in_which_they_came(monkeypatch, pending):
    monkeypatch.setattr("kg.rows._PENDING", pending)
    rows = Rows(2)
    for number in range(40):
        rows.add(number % 3 - 1, number, -number)
    assert [bucket.tolist() for bucket in rows] == [
        [[number, -number] for number in range(40) if number % 3 == rest] for rest in range(3)
    ]


def test_no_rows_make_no_bucket():
    assert list(Rows(1)) == []


def test_keys_that_do_not_ascend_are_found_as_well():
    kept: Ascending[int] = Ascending()
    words = ["b", "d", "a", "c", "e", "d"]
    for number, word in enumerate(words):
        kept[word] = number
    assert dict(kept) == {"b": 0, "d": 5, "e": 4, "a": 2, "c": 3}
    assert len(kept) == 5
    del kept["b"], kept["a"]
    assert "b" not in kept
    assert "a" not in kept
    assert kept.get("a") is None
    kept["a"] = 6
    assert sorted(kept.items()) == [("a", 6), ("c", 3), ("d", 5), ("e", 4)]
