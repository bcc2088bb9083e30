"""References by number: as a list of them, in eight bytes each."""

from __future__ import annotations

import pytest

from kg.model import Ref
from kg.refs import RefNumbers, Refs
from kg.spools import Records


def _numbers() -> RefNumbers:
    return RefNumbers(Records(["b", "a", "c"], read=lambda article: pytest.fail(article)))


def test_they_are_a_list_of_refs():
    refs = [Ref("b", "a1"), Ref("a", "a10"), Ref("c", "a1")]
    kept = Refs.of(_numbers(), refs)
    assert list(kept) == refs
    assert kept[1] == refs[1]
    assert list(kept[1:]) == refs[1:]
    kept += [Ref("a", "p2")]
    kept[0] = Ref("a", "a1")
    del kept[1]
    assert list(kept) == [Ref("a", "a1"), Ref("c", "a1"), Ref("a", "p2")]
    assert Ref("c", "a1") in kept


def test_packed_they_take_eight_bytes_each():
    numbers = _numbers()
    kept = Refs.of(numbers, [Ref("b", "a1"), Ref("c", "a2")])
    assert len(kept.packed) == 16
    assert list(Refs(numbers, kept.packed)) == list(kept)


def test_an_article_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        Refs.of(_numbers(), [Ref("d", "a1")])
