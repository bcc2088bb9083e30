"""Many reports of one event: what outweighs a reading that differs, and what nothing outweighs."""

from __future__ import annotations

import pytest

from kg.merge import merge_events
from kg.model import ActorKind
from kg.resolve import cluster_actors

STORY = "at the shuttered cannery by the estuary where herring was salted until the owners went bankrupt in autumn"
SHOT = {"word": "attacked", "lemma": "attack", "kind": "ASSAULT", "more": STORY}
BLAST = {"kind": "ASSAULT", "more": STORY}


def told_together(records, *, article):
    """The articles, of an event that this one tells of; the largest such."""
    graph = merge_events(records, cluster_actors(records))
    groups = [{ref.article for ref in event.members} for event in graph.events]
    return max(len(group) for group in groups if article in group)


@pytest.mark.parametrize(("others", "n_together"), [(1, 2), (2, 4), (3, 5), (6, 8)])
def test_many_reports_that_fit_both_outweigh_two_that_name_other_countries(article, deed, others, n_together):
    silent = [article(f"a{n}", deed(**SHOT)) for n in range(others)]
    two = [article("y", deed(**SHOT, place="Baghdad")), article("z", deed(**SHOT, place="Tehran"))]
    assert max(told_together([*silent, *two], article=one) for one in "yz") == n_together


@pytest.mark.parametrize(("others", "is_one"), [(1, False), (2, True), (4, True), (6, True)])
def test_what_an_article_tells_in_two_words_is_one_where_many_tell_it_in_either(article, deed, others, is_one):
    """Of a strike and a shooting in one article, two reports at least must tell of either for them to be one."""
    twice = article("z", deed("shooting", **BLAST), deed("strike", **BLAST))
    records = [twice, *(article(f"a{n}", deed("strike", **BLAST)) for n in range(others))]
    graph = merge_events(records, cluster_actors(records))
    assert any(len([ref for ref in event.members if ref.article == "z"]) == 2 for event in graph.events) is is_one


@pytest.mark.parametrize("others", [1, 4, 8])
def test_nothing_outweighs_that_another_is_dead(article, deed, others):
    kinds = {"Duncan Marlowe": ActorKind.PERSON, "Oliver Stanton": ActorKind.PERSON}
    died = {"word": "died", "lemma": "die", "kind": "CASUALTY", "more": STORY}
    silent = [article(f"a{n}", deed(**died)) for n in range(others)]
    two = [
        article("y", deed(**died, patient="Duncan Marlowe"), kinds=kinds),
        article("z", deed(**died, patient="Oliver Stanton"), kinds=kinds),
    ]
    assert told_together([*silent, *two], article="y") + told_together([*silent, *two], article="z") == others + 2


@pytest.mark.parametrize(("knows", "is_one"), [(True, True), (False, False)])
def test_two_dead_may_have_died_together_where_one_report_tells_of_both(article, deed, knows, is_one):
    kinds = {"Duncan Marlowe": ActorKind.PERSON, "Oliver Stanton": ActorKind.PERSON}
    died = {"word": "died", "lemma": "die", "kind": "CASUALTY", "more": STORY}
    silent = [article(f"a{n}", deed(**died)) for n in range(4)]
    slain = deed(word="slain", lemma="slay", kind="ASSAULT", patient="Oliver Stanton")
    two = [
        article("y", deed(**died, patient="Duncan Marlowe"), *([slain] if knows else ()), kinds=kinds),
        article("z", deed(**died, patient="Oliver Stanton"), kinds=kinds),
    ]
    records = [*silent, *two]
    graph = merge_events(records, cluster_actors(records))
    groups = [{ref.article for ref in event.members} for event in graph.events]
    assert any({"y", "z", "a0"} <= group for group in groups) is is_one


@pytest.mark.parametrize("others", [1, 4, 8])
def test_nothing_outweighs_another_day(article, deed, others):
    silent = [article(f"a{n}", deed(**SHOT)) for n in range(others)]
    two = [article("y", deed(**SHOT, time="2020-01-01")), article("z", deed(**SHOT, time="2020-01-04"))]
    graph = merge_events([*silent, *two], cluster_actors([*silent, *two]))
    assert not any({"y", "z"} <= {ref.article for ref in event.members} for event in graph.events)


@pytest.mark.parametrize(("linked", "is_one"), [(True, True), (False, False)])
def test_what_an_article_links_counts_as_often_as_it_is_told(article, deed, linked, is_one):
    """One report of a deed told twice outweighs what the other tells in two words, as two of it told once would."""
    words = {"kind": "ASSAULT", "more": STORY}
    twice = article("z", deed("shooting", **words), deed("strike", **words))
    again = deed("strike", **words, also=("e2",)) if linked else deed("strike", **words)
    records = [twice, article("a", again, *([deed("strike", **words)] if linked else ()))]
    graph = merge_events(records, cluster_actors(records))
    assert any(len([ref for ref in event.members if ref.article == "z"]) == 2 for event in graph.events) is is_one
