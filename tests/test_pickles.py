"""Values as bytes: what goes in comes out, many references go by columns, and nothing else is read."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Ref, Span
from kg.pickles import UNREADABLE, packed, unpacked
from kg.resolve.across.profiles import Profile

REFS = st.builds(Ref, st.text(max_size=8), st.text(max_size=3))


@given(st.lists(REFS, max_size=60))
def test_references_come_back_as_they_were(refs):
    for value in (refs, set(refs), frozenset(refs), tuple(refs), {"one": set(refs)}, [*refs, Span(1, 2)]):
        found = unpacked(packed(value))
        assert found == value
        assert type(found) is type(value)


@given(st.sets(REFS, min_size=20, max_size=60), st.randoms())
def test_a_set_of_many_references_is_written_alike_however_it_came_about(refs, chance):
    shuffled = list(refs)
    chance.shuffle(shuffled)
    assert packed(set(shuffled)) == packed(refs)


def test_many_references_in_a_field_go_by_columns_too():
    refs = [Ref(f"n{number}", "a1") for number in range(500)]
    profile = Profile("key", "rule", "why", "person", "Jo Berg", None, None, named=True, members=refs)
    block = packed(profile)
    assert unpacked(block) == profile
    assert len(block) < len(packed([[ref] for ref in refs])) / 1.2


@dataclass(frozen=True, slots=True)
class _Stranger:
    deeds: list[str] = field(default_factory=list)


@pytest.mark.parametrize("item", [_Stranger(["no"]), print])
def test_what_is_none_of_our_values_is_not_read(item):
    with pytest.raises(UNREADABLE):
        unpacked(packed(item) if not callable(item) else pickle.dumps(item))
