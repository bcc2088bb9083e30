"""When two happenings of like articles are one event, whoever each names."""

from __future__ import annotations

import pytest

from kg.merge.happenings import World, happenings_of
from kg.merge.told import APART_SAME, FAR_SAME, is_told
from kg.model import Polarity
from kg.resolve import cluster_actors


@pytest.mark.parametrize(
    ("kind", "word", "lemma", "least"),
    [
        ("MOVE", "flew", "fly", FAR_SAME),  # helicopters are no workers
        ("SUPPORT", "praised", "praise", FAR_SAME),  # what many do, each for himself
        ("ASSAULT", "bombed", "bomb", APART_SAME),  # one report may name the jets, another the army
    ],
)
def test_whose_moves_differ_is_one_event_only_for_strong_reasons(article, deed, kind, word, lemma, least):
    deeds = (deed(word=word, kind=kind, lemma=lemma, agent=agent) for agent in ("helicopters", "workers"))
    records = [article(name, told) for name, told in zip("ab", deeds, strict=True)]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, least)
    assert not is_told(one, two, least - 0.01)


def test_what_one_denies_is_another_event_where_both_say_otherwise_whom_it_is_about(article, deed):
    """ "Nobody was hurt" in one place, 200 in another."""
    hurt = {"word": "hurt", "kind": "CASUALTY", "lemma": "hurt"}
    records = [
        article("a", deed(**hurt, patient="soldiers", polarity=Polarity.NEG)),
        article("b", deed(**hurt, patient="mourners")),
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, FAR_SAME)
    assert not is_told(one, two, APART_SAME)
