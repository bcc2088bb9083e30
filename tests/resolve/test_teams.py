"""Teams with and without the name of their town."""

from __future__ import annotations

import pytest

from kg.model import ActorKind
from kg.resolve import cluster_actors
from kg.resolve.words.teams import nickname_of


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        ("New Orleans Saints", "saints"),
        ("Philadelphia 76ers", "76ers"),
        ("Boston Red Sox", "red sox"),
        ("Toronto Maple Leafs", "maple leafs"),
        ("Los Angeles Times", ""),
        ("London Police", ""),
        ("Iraq Security Forces", ""),
        ("Saints", ""),
        ("Angry Saints", ""),
        ("Berlin Wall", ""),
    ],
)
def test_nickname(name, nickname):
    assert nickname_of(name) == nickname


@pytest.fixture
def match(draft):
    """A report that names these teams and people."""

    def build(id, *names):
        page = draft(" ".join(f"{name} came." for name in names), id=id, date="2020-01-04")
        for name in names:
            page.event("came", "OTHER", "come", agent=page.name(name, "PERSON" if " Holm" in name else "ORG"))
        return page.resolve()

    return build


def teams(records):
    return {
        actor.name: len({ref.article for ref in actor.members})
        for actor in cluster_actors(records).actors
        if actor.kind is ActorKind.ORGANIZATION
    }


def test_an_article_that_names_the_town_once_means_one_team(match):
    assert teams([match("a", "New Orleans Saints", "Saints")]) == {"New Orleans Saints": 1}


def test_reports_with_somebody_in_common_mean_one_team(match):
    records = [match("a", "New Orleans Saints", "Ida Holm", "Jo Holm"), match("b", "Saints", "Ida Holm", "Jo Holm")]
    for order in (records, records[::-1]):
        assert list(teams(order).values()) == [2]


def test_of_two_towns_with_such_a_team_neither_is_meant(match):
    company = ("Ida Holm", "Jo Holm")
    records = [
        match("a", "New York Giants", *company), match("b", "San Francisco Giants", *company),
        match("c", "Giants", *company),
    ]  # fmt: skip
    assert sorted(teams(records).values()) == [1, 1, 1]


def test_what_begins_with_the_team_is_no_longer_name_of_it(match):
    company = ("Ida Holm", "Jo Holm")
    records = [
        match("a", "New Orleans Saints", *company), match("b", "Saints Museum", *company),
        match("c", "Saints", *company),
    ]  # fmt: skip
    assert sorted(teams(records).values()) == [1, 2]
