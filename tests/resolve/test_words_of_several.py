"""Verbs of several words, nouns that name a deed by its sort, what is called by several nouns, and where it was."""

from __future__ import annotations

import pytest

from kg.authority.things import thing_of
from kg.authority.triggers import is_same_meaning
from kg.resolve import cluster_actors

NOUN = "noun:x"


def links(page):
    return [event.also for event in page.resolve().events]


@pytest.mark.parametrize(
    ("text", "trigger", "lemma", "patient", "whole"),
    [
        ("The club turned down the offer.", "turned", "turn", "the offer", "turn down"),
        ("The club turned the offer down.", "turned", "turn", "the offer", "turn down"),
        ("The plane went down near Lund.", "went", "go", "The plane", "go down"),
        ("Jets dropped bombs on Lund.", "dropped", "drop", "bombs", "drop bomb"),
        ("It left three people dead.", "left", "leave", "three people dead", "leave dead"),
        ("The car turned down a street.", "turned", "turn", "The car", "turn down"),
        ("The club turned up.", "turned", "turn", None, "turn"),
    ],
)
def test_a_verb_of_several_words_is_one_word(draft, text, trigger, lemma, patient, whole):
    page = draft(f"Nobody knew. {text}")
    page.event(trigger, "OTHER", lemma, patient=patient, rule="verb:x")
    assert page.resolve().events[0].lemma == whole


@pytest.mark.parametrize(
    ("one", "two"),
    [("turn down", "reject"), ("kick out", "expulsion"), ("go down", "crash"), ("step down", "departure")],
)
def test_words_of_several_have_a_meaning(one, two):
    assert is_same_meaning(one, two)


@pytest.mark.parametrize(
    ("kind", "noun", "is_one"),
    [("ACCIDENT", "disaster", True), ("ACCIDENT", "accident", True), ("DISASTER", "accident", False)],
)
def test_a_noun_may_name_a_deed_by_its_sort(draft, kind, noun, is_one):
    page = draft(f"Nobody knew. A ferry sank. The {noun} was reported late.")
    page.event("sank", kind, "sink", patient="A ferry", rule="verb:x")
    page.event(noun, "DISASTER" if noun == "disaster" else "ACCIDENT", noun, rule=NOUN)
    assert any(links(page)) is is_one


def test_the_disaster_is_what_was_called_so(draft):
    page = draft("Nobody knew. A disaster was feared. A bus crashed. The disaster was near.")
    page.event("disaster", "DISASTER", "disaster", rule=NOUN)
    page.event("crashed", "ACCIDENT", "crash", patient="A bus", rule="verb:x")
    page.event("disaster", "DISASTER", "disaster", nth=2, rule=NOUN)
    assert links(page) == [("e3",), (), ()]


def test_what_went_down_is_the_ship_that_sank(draft):
    page = draft("Nobody knew. A ferry sank off Lund. The vessel went down at night.")
    page.event("sank", "ACCIDENT", "sink", patient="A ferry", rule="verb:x")
    page.event("went", "ACCIDENT", "go", patient="The vessel", rule="verb:x")
    assert links(page) == [("e2",), ()]
    assert thing_of("Vessels") == thing_of("ferry") != thing_of("bridge")


def test_a_blow_and_the_verb_that_it_comes_by_are_one(draft):
    page = draft("Nobody knew. An air strike by jets hit a market.")
    page.event("strike", "ASSAULT", "strike", rule=NOUN)
    page.event("hit", "ASSAULT", "hit", agent="strike", patient="a market", rule="verb:x")
    assert links(page) == [(), ("e1",)]


@pytest.mark.parametrize(("word", "is_one"), [("Monday's", True), ("Another", False)])
def test_the_blast_of_a_day_takes_up_the_blast(draft, word, is_one):
    page = draft(f"Nobody knew. A blast shook the town. {word} blast was loud.")
    page.event("blast", "ASSAULT", "blast", rule=NOUN)
    page.event("blast", "ASSAULT", "blast", nth=2, rule=NOUN)
    assert any(links(page)) is is_one


@pytest.mark.parametrize(
    ("large", "small", "is_one"),
    [
        ("Sudan", "Nyala", True),
        ("western Sudan", "Nyala", True),
        ("Khartoum", "Nyala", False),
        ("Chad", "Nyala", False),
    ],
)
def test_a_town_lies_in_its_country_and_in_part_of_it(draft, large, small, is_one):
    page = draft(f"Nobody knew in Sudan. A raid in {large} came. The raid in {small} was long.")
    page.name("Sudan", "GPE")
    places = [page.name(name, "GPE", nth=2 if name == "Sudan" else 1) for name in (large, small)]
    for nth, place in enumerate(places, 1):
        page.event("raid", "ASSAULT", "raid", nth=nth, place=place, rule=NOUN)
    assert any(links(page)) is is_one


def test_a_province_called_as_another_country_is_its_owners(draft):
    page = draft("Nobody knew in Iran. A quake hit Iran's West Azerbaijan province.")
    page.name("Iran", "GPE")
    page.name("Iran", "GPE", nth=2)
    where = page.name("West Azerbaijan", "GPE")
    page.event("quake", "DISASTER", "quake", place=where, rule=NOUN)
    assert {place.country for place in page.resolve().places} == {"IR"}


def test_a_fight_with_a_state_is_one_with_its_troops(draft):
    page = draft("Clash with Peru\nA clash with Peruvian troops began. It ended.")
    peru = page.name("Peru", "GPE")
    people = page.name("Peruvian", "NORP")
    troops = page.nominal("Peruvian troops", "troop", number="plur", owner=people)
    page.event("Clash", "ASSAULT", "clash", patient=peru, rule=NOUN)
    page.event("clash", "ASSAULT", "clash", patient=troops, rule=NOUN)
    assert any(links(page))


@pytest.mark.parametrize(("other", "n_people"), [(None, 1), ("President Ola Berg", 2)])
def test_the_president_of_the_country_that_the_article_is_about(draft, other, n_people):
    here = draft(
        f"Prague waits, Czech Republic. President Pavel Dusek spoke.{f' {other} spoke too.' if other else ''}", id="a"
    )
    here.name("Czech Republic", "GPE")
    dusek = here.name("Pavel Dusek", "PERSON", title="President")
    here.event("spoke", "STATEMENT", "speak", agent=dusek, rule="verb:x")
    if other:
        berg = here.name("Ola Berg", "PERSON", title="President")
        here.event("spoke", "STATEMENT", "speak", nth=2, agent=berg, rule="verb:x")
    there = draft("Lund waits. The Czech president left.", id="b")
    czech = there.name("Czech", "NORP")
    there.event(
        "left", "MOVE", "leave", agent=there.nominal("The Czech president", "president", owner=czech), rule="verb:x"
    )
    actors, *_ = cluster_actors([here.resolve(), there.resolve()])
    people = [actor for actor in actors if str(actor.kind) == "person"]
    assert len(people) == n_people + bool(other), [actor.name for actor in people]


@pytest.mark.parametrize(("date", "n_people"), [("2020-01-08", 1), ("2020-01-20", 2)])
def test_a_surname_with_the_same_office_within_a_week_is_that_person(draft, date, n_people):
    here = draft("Energy Minister Clara Lundqvist spoke.", id="a")
    agent = here.name("Clara Lundqvist", "PERSON", title="Energy Minister")
    here.event("spoke", "STATEMENT", "speak", agent=agent, rule="verb:x")
    there = draft("Energy Minister Lundqvist left.", id="b", date=date)
    agent = there.name("Lundqvist", "PERSON", title="Energy Minister")
    there.event("left", "MOVE", "leave", agent=agent, rule="verb:x")
    actors, *_ = cluster_actors([here.resolve(), there.resolve()])
    assert len(actors) == n_people
