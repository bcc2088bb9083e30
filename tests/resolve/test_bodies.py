"""Bodies that every state has, and whose they are; which names of bodies are one within an article and across."""

from __future__ import annotations

import pytest

from kg.authority import load
from kg.model import ActorKind
from kg.resolve import cluster_actors
from kg.resolve.across.locales import seat_of
from kg.resolve.words.institutions import form_of, head_of_body, is_generic, is_of_part, state_in


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("Ministry of Health", True),
        ("Health Ministry", True),
        ("Supreme Court", True),
        ("Department of Agriculture", True),
        ("Electoral Commission", True),
        ("state Senate", True),
        ("Ministry of Sound", False),
        ("Health", False),
        ("Court of Session", False),
        ("Ford Motor Company", False),
    ],
)
def test_what_every_state_has(name, yes):
    assert is_generic(name) is yes


@pytest.mark.parametrize(
    ("name", "state", "bare"),
    [
        ("Kenyan Health Ministry", "KE", "Health Ministry"),
        ("Zambia's Ministry of Health", "ZM", "Ministry of Health"),
        ("Health Ministry of Uganda", "UG", "Health Ministry"),
        ("Ministry of Health of the People's Republic of China", "CN", "Ministry of Health"),
        ("South Korean Defence Ministry", "KR", "Defence Ministry"),
        ("Health Ministry", None, None),
        ("Kenyan Runners Club", None, None),
    ],
)
def test_the_state_that_an_institutions_name_says(name, state, bare):
    found = state_in(name, load())
    assert (found and (found[0].iso, found[1])) == (state and (state, bare))


def test_names_of_institutions_in_one_order():
    assert form_of("Health Ministry") == form_of("Ministry of Health") == "ministry of health"
    assert form_of("Health Department") != form_of("Health Ministry")
    assert (head_of_body("Court of Appeals"), head_of_body("Supreme Court")) == ("court", "court")
    assert is_of_part("state Senate")
    assert not is_of_part("State Department")


@pytest.mark.parametrize(
    ("text", "name", "country", "called"),
    [
        ("Doctors of Kenya's Health Ministry acted.", "Health Ministry", "KE", "Health Ministry"),
        ("The Vietnamese Ministry of Health acted.", "Ministry of Health", "VN", "Ministry of Health"),
        ("The Health Ministry of Uganda acted.", "Health Ministry", "UG", "Health Ministry"),
        ("The Kenyan Health Ministry acted.", "Kenyan Health Ministry", "KE", "Kenyan Health Ministry"),
        ("The Health Ministry acted.", "Health Ministry", None, "Health Ministry"),
        ("Ohio's state Senate acted.", "Senate", None, "state Senate"),
        ("The Senate of the state acted.", "Senate", None, "state Senate"),
        ("The 112th Congress of the United States acted.", "112th Congress", "US", "United States Congress"),
        ("North Korea's Korean Central News Agency acted.", "Central News Agency", "KP", "Korean Central News Agency"),
    ],
)
def test_whose_a_body_is(draft, text, name, country, called):
    page = draft(text)
    page.event("acted", "OTHER", "act", agent=page.name(name, "ORG"))
    (actor,) = page.resolve().actors
    assert (actor.name, actor.country) == (called, country)


@pytest.mark.parametrize(
    ("first", "later", "n"),
    [
        ("Ministry of Health", "Health Ministry", 1),
        ("Supreme Court", "Court", 1),
        ("Court of Appeals", "Court", 1),
        ("Kenyan Health Ministry", "Ministry", 1),
        ("Supreme Court", "Ministry", 2),
        ("House Rules Panel", "Panel House", 2),
        ("Boeing", "Bing", 2),
    ],
)
def test_names_of_a_body_within_an_article(draft, first, later, n):
    page = draft(f"The {first} acted. Then the {later} ruled.")
    page.event("acted", "OTHER", "act", agent=page.name(first, "ORG"))
    page.event("ruled", "OTHER", "rule", agent=page.name(later, "ORG", nth=2 if later in first else 1))
    assert len(page.resolve().actors) == n


@pytest.fixture
def body(draft):
    """Record of an article in which the body acts, in a place, beside others."""

    def make(id, before, name, place="", *others):
        words = f"{before}{name}"
        page = draft(" acted. ".join([words, *others, ""]).strip() + (f" It was in {place}." if place else ""), id=id)
        for number, one in enumerate([name, *others], 1):
            page.event("acted", "OTHER", "act", nth=number, agent=page.name(one, "ORG"))
        if place:
            page.name(place, "GPE")
        return page.resolve()

    return make


@pytest.mark.parametrize(
    ("one", "two", "is_one"),
    [
        (("Kenya's ", "Health Ministry"), ("The Kenyan ", "Ministry of Health"), True),
        (("Kenya's ", "Health Ministry"), ("Uganda's ", "Health Ministry"), False),
        (("Kenya's ", "Health Ministry"), ("The ", "Health Ministry"), False),
        (("The ", "Health Ministry", "Nairobi"), ("Kenya's ", "Health Ministry"), True),
        (("The ", "Court"), ("The ", "Court"), False),
        (("The state's ", "Health Department"), ("The state's ", "Health Department"), False),
        (("The ", "Oslo Institute of Fisheries"), ("The ", "Oslo Institute of Fisheries"), True),
    ],
)
def test_bodies_that_every_state_has_are_one_by_their_state(body, one, two, is_one):
    nodes = cluster_actors([body("a", *one), body("b", *two)]).actors
    bodies = [node for node in nodes if node.kind is ActorKind.ORGANIZATION]
    assert (len(bodies) == 1) is is_one


def test_a_chamber_is_of_the_state_whose_parties_and_parliament_the_article_names(body):
    record = body("a", "The ", "Senate", "", "United States House of Representatives")
    assert seat_of("Senate", record.actors, load()) == "US"
    assert seat_of("Ministry", record.actors, load()) is None


@pytest.mark.parametrize(
    ("one", "two", "n"),
    [("Bernie Sanders", "Bernie Sanders", 1), ("LaVerne Toney", "Toni", 2), ("LaVerne Toney", "Toney", 1)],
)
def test_names_of_persons_across_articles(draft, one, two, n):
    records = []
    for id, name, date in (
        ("a", one, "2020-01-04"),
        ("b", two, "2020-01-30" if n == 1 and one != two else "2020-03-20"),
    ):
        page = draft(f"{name} met Ole Brandvold and Elin Sundby.", id=id, date=date)
        page.event("met", "CONSULT", "meet", agent=page.name(name, "PERSON"))
        page.name("Ole Brandvold", "PERSON")
        page.name("Elin Sundby", "PERSON")
        records.append(page.resolve())
    assert len(cluster_actors(records).actors) == 2 + n


def test_letters_in_brackets_behind_a_name_are_of_that_name_whatever_they_stand_for(draft):
    page = draft("Reporters Without Borders (RSF) condemned it. RSF said so.")
    full, short = page.name("Reporters Without Borders", "ORG"), page.name("RSF", "ORG", nth=2)
    page.name("RSF", "ORG")
    page.event("condemned", "ACCUSE", "condemn", agent=full)
    page.event("said", "STATEMENT", "say", agent=short)
    assert [actor.name for actor in page.resolve().actors] == ["Reporters Without Borders"]


def test_letters_of_two_bodies_alone_are_of_neither(draft):
    page = draft("RSF fighters fled.")
    page.event("fled", "MOVE", "flee", agent=page.name("RSF", "ORG"))
    assert [actor.authority for actor in page.resolve().actors] == [None]
