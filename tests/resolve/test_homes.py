"""Where local actors and places went is found by article, however little of it stays in memory."""

from __future__ import annotations

import runpy
from collections import ChainMap
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Ref
from kg.resolve import cluster_actors
from kg.resolve.across.homes import Homes, Owners
from kg.spools import Records

HAND = runpy.run_path(str(Path(__file__).parents[1] / "merge" / "conftest.py"))


def article(key: str):
    return HAND["article"](key, HAND["Deed"]("killed", agent="US", patient="Jo"))


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from(["a1", "a2", "p1"])), st.sampled_from("xyz")))
def test_each_is_where_it_was_put(homes):
    records = Records.of(map(article, "cab"))
    nodes = {node: [Ref(*ref) for ref, its in homes.items() if its == node] for node in "xyz"}
    found = Homes(records, nodes.items())
    assert found == {Ref(*ref): node for ref, node in homes.items()}
    assert len(found) == len(homes)
    assert found.of("a") == {local: node for (key, local), node in homes.items() if key == "a"}
    assert found.of("elsewhere") == {}
    with pytest.raises(KeyError):
        found[Ref("a", "none")]


def test_owners_are_counted_by_where_they_went():
    first, second = records = Records.of(map(article, "ab"))
    owners = Owners()
    for record in (first, second):
        one, two, *others = record.actors
        owners.add(replace(record, actors=(replace(one, owner=two.id), two, *others)))
    one, two = first.actors[0].id, first.actors[1].id
    nodes = {"mine": [Ref("a", one), Ref("b", one)], "owner": [Ref("a", two)], "other": [Ref("b", two)]}
    assert Homes(records, nodes.items()).owned(owners) == {"mine": {"owner": 1, "other": 1}}


@pytest.mark.parametrize("n", [1, 5])
def test_members_and_homes_are_the_same(monkeypatch, n):
    monkeypatch.setattr("kg.spools.HELD", 2)
    clusters = cluster_actors(map(article, "abcdefg"[:n]))
    members = ({ref: node.id for node in nodes for ref in node.members} for nodes in (clusters.actors, clusters.places))
    assert clusters.mapping == ChainMap(*members)
