"""Places of one name: which the article tells as a part of a state; and what is called by a place, and none."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "name", "nth", "country", "key"),
    [
        ("It began in Atlanta, Georgia on Monday.", "Georgia", 1, "US", "Georgia"),
        ("It began in Tbilisi, Georgia on Monday.", "Georgia", 1, "GE", "Georgia"),
        ("A farm in Washington state was shut.", "Washington", 1, "US", "Washington"),
        ("It was in the state of Washington.", "Washington", 1, "US", "Washington"),
        ("Cases are in Oregon, Washington and Ohio.", "Washington", 1, "US", "Washington"),
    ],
)
def test_which_of_two_places_is_told(draft, text, name, nth, country, key):
    page = draft(text)
    page.name(name, "GPE", nth=nth)
    (place,) = page.resolve().places
    assert (place.name, place.country) == (key, country)


@pytest.mark.parametrize(
    ("text", "near_dc"),
    [
        ("Talks were held in Washington on Monday.", True),
        ("A farm in Washington state was shut.", False),
        ("Cases are in Oregon, Utah, Washington and Ohio.", False),
    ],
)
def test_the_capital_is_not_the_state(draft, text, near_dc):
    page = draft(text)
    page.name("Washington", "GPE")
    (place,) = page.resolve().places
    assert (abs(place.lat - 38.9) < 1) is near_dc


def test_a_country_whose_name_was_cut(draft):
    page = draft("It spread in the Democratic Republic of the Congo.")
    page.name("Democratic Republic", "GPE")
    (place,) = page.resolve().places
    assert place.country == "CD"


def test_an_illness_called_by_a_place_is_none(draft):
    page = draft("Cases of West Nile virus were found in Ohio.")
    page.name("West Nile", "LOC")
    assert not page.resolve().places
