"""People of whom an article says but how many they are."""

from __future__ import annotations

import pytest

from kg.model import ActorKind

KILLED = ("killed", "ASSAULT", "kill")
WOUNDED = ("wounded", "ASSAULT", "wound")
SOLD = ("sold", "TRANSACT", "sell")


@pytest.fixture
def groups(draft):
    """The actors of an article: sentences of a phrase and what is done to whom or what it means."""

    def read(*sentences):
        page = draft(" ".join(f"{phrase} were {word}." for phrase, (word, *_) in sentences))
        seen = {}
        for phrase, (word, kind, lemma) in sentences:
            nth = seen[word] = seen.get(word, 0) + 1
            index = page.nominal(phrase, phrase.split()[-1].lower(), number="plur")
            page.event(word, kind, lemma, nth=nth, patient=index)
        return page.resolve().actors

    return read


@pytest.mark.parametrize("number", ["Three", "80", "Dozens", "Two others"])
def test_what_is_killed_and_but_counted_is_people(groups, number):
    (people,) = groups((number, KILLED))
    assert (people.kind, people.name) == (ActorKind.GROUP, "people")


def test_one_who_is_killed_is_a_person(groups):
    (person,) = groups(("1", KILLED))
    assert (person.kind, person.name) == (ActorKind.PERSON, "person")


def test_what_is_sold_is_nobody(groups):
    assert not groups(("Three", SOLD))


@pytest.mark.parametrize(
    ("sentences", "n"),
    [
        ([("Three", KILLED), ("3 soldiers", KILLED)], 1),
        ([("Three", KILLED), ("Four soldiers", KILLED)], 2),
        ([("Three", KILLED), ("Three soldiers", WOUNDED)], 2),
        ([("Three", KILLED), ("Three more soldiers", KILLED)], 2),
        ([("3", KILLED), ("Two others", KILLED)], 2),
    ],
)
def test_as_many_who_suffer_the_same_in_one_article_are_one(groups, sentences, n):
    assert len(groups(*sentences)) == n


def test_who_is_counted_first_and_described_then_is_called_as_described(groups):
    (soldiers,) = groups(("Three", KILLED), ("3 soldiers", KILLED))
    assert soldiers.name == "soldiers"


def test_as_many_who_are_killed_in_two_places_are_two(draft):
    page = draft("Three were killed in Rome. Three workers were killed in Oslo.")
    rome, oslo = page.name("Rome", "GPE"), page.name("Oslo", "GPE")
    three, workers = page.nominal("Three", "three"), page.nominal("Three workers", "worker", number="plur")
    page.event(*KILLED, patient=three, place=rome)
    page.event(*KILLED, nth=2, patient=workers, place=oslo)
    assert len(page.resolve().actors) == 2


@pytest.mark.parametrize(
    ("word", "kind", "lemma", "sort"),
    [
        ("died", "CASUALTY", "die", "person"),
        ("arrested", "COERCE", "arrest", "person"),
        ("hailed", "SUPPORT", "hail", ""),
    ],
)
def test_who_dies_is_no_place_whatever_the_name_model_says(draft, word, kind, lemma, sort):
    page = draft(f"Bettine Ashgrove {word} on Monday.")
    page.event(word, kind, lemma, patient=page.name("Bettine Ashgrove", "LOC"))
    assert [str(actor.kind) for actor in page.resolve().actors if sort] == ([sort] if sort else [])


@pytest.mark.parametrize(("text", "kinds"), [
    ("QXCOM restored the lines.", ["organization"]),
    ("Workers in QXCOM restored the lines.", ["polity"]),
])  # fmt: skip
def test_capitals_that_no_gazetteer_knows_are_a_body_unless_told_as_a_place(draft, text, kinds):
    page = draft(text)
    page.event("restored", "COOPERATE", "restore", agent=page.name("QXCOM", "GPE"))
    assert [str(actor.kind) for actor in page.resolve().actors] == kinds
