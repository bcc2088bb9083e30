"""Reports that number what they tell of: the fifth case is not the fourth."""

from __future__ import annotations

import pytest

from kg.curate.why import contradictions
from kg.merge.background import are_of_other_stories
from kg.merge.contradictions import Contradiction, contradiction
from kg.merge.happenings import happenings_of
from kg.merge.series import are_others, bulletins_of, called, occasions_of
from kg.merge.world import World
from kg.resolve import cluster_actors


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("This is the island's fifth confirmed case of rabies since May; the second case was in 2005.", {("case", 5)}),
        ("A 12th outbreak was reported, the third storm of the season passed.", {("outbreak", 12), ("storm", 3)}),
        ("The first case was in Lund.", set()),
        ("The fourth man told of the case.", set()),
        ("The 21st century saw it.", set()),
    ],
)
def test_an_article_is_of_the_highest_number_that_it_counts(text, numbers):
    assert occasions_of(text) == numbers


def test_bulletins_are_numbered():
    assert bulletins_of("Advisory Number 14 and Situation  Report No. 3 came out.") == {
        ("advisory", 14),
        ("situation report", 3),
    }
    assert bulletins_of("The office issued an advisory.") == frozenset()


@pytest.mark.parametrize(
    ("one", "two", "is_other"),
    [
        ({("case", 5)}, {("case", 4)}, True),
        ({("case", 5)}, {("case", 5)}, False),
        ({("case", 5)}, {("storm", 4)}, False),
        ({("case", 5), ("storm", 2)}, {("case", 4), ("storm", 2)}, False),
        ({("case", 5)}, set(), False),
    ],
)
def test_numbers_differ_where_nothing_that_both_count_is_alike(one, two, is_other):
    assert are_others(frozenset(one), frozenset(two)) is is_other
    assert called(frozenset(one)).startswith("case 5")


@pytest.mark.parametrize(("number", "is_one"), [("14", True), ("25", False)])
def test_what_two_bulletins_say_is_two(article, deed, number, is_one):
    records = [
        article(name, deed(word="released", kind="OTHER", agent="Iran", more=f"Advisory Number {said}."))
        for name, said in (("a", "14"), ("b", number))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (happenings_of(record, World(actors, places, mapping))[0] for record in records)
    assert (contradiction(one, two, in_story=True) is not Contradiction.PLAIN) is is_one
    if not is_one:
        assert contradictions(one, two) == ["one is told of advisory 14, the other of advisory 25"]


def test_articles_on_two_cases_tell_two_stories(article, deed):
    records = [
        article(name, deed(word="found", kind="OTHER", agent="Iran", more=f"in the {said} case of rabies."), date=None)
        for name, said in (("a", "fourth"), ("b", "fifth"))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (happenings_of(record, World(actors, places, mapping))[0] for record in records)
    assert one.occasions == {("case", 4)}
    assert two.occasions == {("case", 5)}
    assert are_of_other_stories(one, two, 0.9)
    assert not are_of_other_stories(one, one, 0.9)
