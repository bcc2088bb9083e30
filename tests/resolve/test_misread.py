"""Names recognised with too much in them, or as what they are not."""

from __future__ import annotations

import pytest

from kg.resolve.within.misread import is_office


@pytest.mark.parametrize(
    ("text", "name", "label", "called"),
    [
        ("We met Ole Berg of Norway acted.", "Ole Berg of Norway", "PERSON", "Ole Berg"),
        ("Now Ann Lund of DAB acted.", "Ann Lund of DAB", "PERSON", "Ann Lund"),
        ("The Minister of Education Stefania Brandi acted.", "Education Stefania Brandi", "PERSON", "Stefania Brandi"),
        ("Told by World Bank economist Iva Ohm acted.", "World Bank economist Iva Ohm", "ORG", "Iva Ohm"),
        ("Crown Prince Ole Berg of Norway acted.", "Crown Prince Ole Berg of Norway", "PERSON", "Ole Berg"),
        ("Told NBA Charlotte Bobcats acted.", "NBA Charlotte Bobcats", "ORG", "NBA Charlotte Bobcats"),
        ("Taoiseach Leo Brannagh acted.", "Taoiseach Leo Brannagh", "PERSON", "Leo Brannagh"),
        ("Told NPR Thomas Ekelund acted.", "NPR Thomas Ekelund", "PERSON", "Thomas Ekelund"),
        ("Denver District Judge Iva Ohm acted.", "Denver District Judge Iva Ohm", "ORG", "Iva Ohm"),
        ("The Bank of Norway acted.", "Bank of Norway", "ORG", "Bank of Norway"),
        ("The Sons of Norway acted.", "Sons of Norway", "ORG", "Sons of Norway"),
        ("The Ministry of Culture and Sport acted.", "Culture and Sport", "ORG", "Culture and Sport"),
        ("The BBC Nordic Choir acted.", "BBC Nordic Choir", "ORG", "BBC Nordic Choir"),
    ],
)
def test_what_stands_beside_a_persons_name_is_cut_off(draft, text, name, label, called):
    page = draft(text)
    page.event("acted", "OTHER", "act", agent=page.name(name, label))
    assert [actor.name for actor in page.resolve().actors] == [called]


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Prime Minister", "ORG", "person"),
        ("Chief Medical Officer", "ORG", "person"),
        ("Archbishop of Lund", "ORG", "person"),
        ("House of Commons Speaker", "ORG", "person"),
        ("Tomsk Oblast", "PERSON", "polity"),
        ("Rift Valley", "PERSON", "polity"),
        ("Vestre Bank", "PERSON", "organization"),
        ("Manila Bulletin", "PERSON", "organization"),
        ("Halliburton", "PERSON", "organization"),
        ("Philip Morris", "PERSON", "person"),
        ("Anna Valley", "PERSON", "person"),
        ("Court of Justice", "ORG", "organization"),
    ],
)
def test_kinds_that_the_words_of_a_name_tell(draft, name, label, kind):
    page = draft(f"Later {name} acted.")
    page.event("acted", "OTHER", "act", agent=page.name(name, label))
    assert [actor.kind.value for actor in page.resolve().actors] == [kind]


def test_an_office_is_the_person_who_is_titled_so(draft, answers):
    page = draft("Chief Medical Officer Iva Ohm spoke. The Chief Medical Officer warned.")
    page.event("spoke", "STATEMENT", "speak", agent=page.name("Iva Ohm", "PERSON", title="Chief Medical Officer"))
    page.event("warned", "THREATEN", "warn", agent=page.name("Chief Medical Officer", "ORG", nth=2))
    assert [actor.name for actor in page.resolve().actors] == ["Iva Ohm"]


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("National Security Advisor", True),
        ("Undersecretary for Education", True),
        ("Scottish Executive", False),
        ("Washington Examiner", False),
        ("Royal Commissioners", False),
        ("Order in Council", False),
        ("Speaker", False),
    ],
)
def test_which_names_are_offices(name, yes):
    assert is_office(name) is yes
