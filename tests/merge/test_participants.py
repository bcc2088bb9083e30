"""Who and what a canonical event shows in a role."""

from __future__ import annotations

import pytest

from kg.merge import merge_events
from kg.resolve import cluster_actors


@pytest.mark.parametrize(
    ("patients", "shown"),
    [
        (["the ship+it"], ["the ship"]),
        (["it"], ["it"]),  # all that is said
        (["it", "the ship"], ["the ship"]),  # what another report calls it
    ],
)
def test_a_bare_pronoun_is_shown_only_where_nothing_else_is_said(article, deed, patients, shown):
    deeds = (deed("seized", "COERCE", "seize", agent="Lebanon", time="2020-08-04", patient=said) for said in patients)
    records = [article(name, told) for name, told in zip("ab", deeds, strict=False)]
    graph = merge_events(records, cluster_actors(records))
    assert [
        [participant.phrase for participant in event.participants if participant.phrase] for event in graph.events
    ] == [shown]
