"""Articles without a date: by which country and names one outbreak is told from another."""

from __future__ import annotations

import pytest

from kg.merge.background import NOTHING, are_far_apart, are_of_other_stories, background_of, names_of, shared_names
from kg.merge.happenings import happenings_of
from kg.merge.world import World
from kg.resolve import cluster_actors


def about(article, deed, name, state="police", *, date=None, town="Nowhere"):
    """An article on a state, whose text names it three times and a town."""
    met = [deed(word="met", kind="CONSULT", agent=state) for _ in range(2)]
    return article(name, deed(word="killed", kind="CASUALTY", agent=state, more=f"in {town}."), *met, date=date)


def happening_in(*records):
    """The first happening of each article."""
    actors, places, mapping, _ = cluster_actors(records)
    return [happenings_of(record, World(actors, places, mapping))[0] for record in records]


def test_what_an_article_is_about(article, deed):
    found = background_of(about(article, deed, "a", "Iran", town="Lund"))
    assert (found.home, found.lead) == ("IR", {"IR"})
    assert {"iran", "lund"} <= found.names
    mixed = background_of(article("b", deed(word="met", kind="CONSULT", agent="Iran+US"), date=None))
    assert (mixed.home, mixed.lead) == ("", {"IR", "US"})


@pytest.mark.parametrize(
    ("one", "two", "likeness", "is_other"),
    [
        ({"state": "Iran"}, {"state": "Iraq"}, 0.5, True),
        ({"state": "Iran"}, {"state": "Iraq"}, 0.6, False),
        ({"state": "Iran"}, {"state": "Iran"}, 0.5, False),
        ({"state": "Iran", "town": "Holm"}, {"state": "Iran", "town": "Holm"}, 0.2, False),
        ({"town": "Holm"}, {"town": "Lund"}, 0.2, True),
        ({"town": "Holm"}, {"town": "Lund"}, 0.3, False),
        ({"state": "Iran", "date": "2020-01-04"}, {"state": "Iraq", "date": "2020-01-04"}, 0.2, False),
        ({"state": "Iran"}, {"state": "Iraq", "date": "2020-01-04"}, 0.2, False),
    ],
)
def test_articles_without_a_date_on_two_countries_tell_two_stories(article, deed, one, two, likeness, is_other):
    left, right = happening_in(about(article, deed, "a", **one), about(article, deed, "b", **two))
    assert are_of_other_stories(left, right, likeness) is is_other


def test_towns_far_from_each_other_are_two_scenes():
    lund, malmo, rome = (55.7, 13.2), (55.6, 13.0), (41.9, 12.5)
    assert are_far_apart((lund,), (rome,))
    assert not are_far_apart((lund,), (malmo, rome))
    assert not are_far_apart((), (rome,))


def test_a_day_tells_enough(article, deed):
    (found,) = happening_in(about(article, deed, "a", "Iran", date="2020-01-04"))
    assert found.background is NOTHING


def test_names_are_what_has_a_capital_alone():
    assert names_of("Birds died. Birds in Lund died. Police in Holm said Lund was calm.") == {"lund", "holm"}


def test_share_of_names():
    assert shared_names(frozenset({"lund"}), frozenset({"lund"})) == pytest.approx(1.0)
    assert shared_names(frozenset({"lund"}), frozenset({"holm"})) == 0.0
    assert shared_names(frozenset(), frozenset({"holm"})) == 0.0
