"""Villages and towns that bear the name of a country or a person."""

from __future__ import annotations

import pytest

from kg.model import ActorKind


@pytest.fixture
def raided(draft):
    """The record of an article of one sentence, or several, in which a name of one label is raided."""

    def build(text, name, label):
        page = draft(text)
        for nth in range(1, text.count(name) + 1):
            page.event("raided", "ASSAULT", "raid", nth=nth, patient=page.name(name, label, nth=nth))
        return page.resolve()

    return build


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Gunmen raided the village of Jordan.", "Jordan", "GPE"),
        ("Gunmen raided the village of Jordan. Gunmen raided Jordan again.", "Jordan", "GPE"),
        ("Gunmen raided the town of Jean Petit.", "Jean Petit", "PERSON"),
    ],
)
def test_a_village_is_no_country_and_no_person(raided, text, name, label):
    record = raided(text, name, label)
    assert not record.actors
    assert [(place.name, place.country, place.lat) for place in record.places] == [(name, None, None)]


def test_a_town_that_the_gazetteer_has_keeps_its_point(raided):
    (place,) = raided("Gunmen raided the town of Salisbury.", "Salisbury", "PERSON").places
    assert place.lat is not None


@pytest.mark.parametrize(
    ("text", "name", "label", "kind"),
    [
        ("Gunmen raided Jordan. The village of Jordan fell.", "Jordan", "GPE", ActorKind.POLITY),
        ("Gunmen raided the home of Jean Petit.", "Jean Petit", "PERSON", ActorKind.PERSON),
    ],
)
def test_a_name_that_is_introduced_otherwise_stays_what_it_is(draft, text, name, label, kind):
    page = draft(text)
    page.event("raided", "ASSAULT", "raid", patient=page.name(name, label))
    assert [actor.kind for actor in page.resolve().actors] == [kind]
