"""What the authority knows by name, and what it must not take for a name."""

from __future__ import annotations

import csv
import subprocess
import sys
from importlib.resources import files

import pytest

from kg.authority import load
from kg.authority.lookup import ORGANIZATION_FILES
from kg.authority.names import fold, initials, is_acronym, sound_key
from kg.authority.triggers import is_one_kind, is_same_meaning, is_side

authority = load()


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("Iran", "IR"),
        ("iran", "IR"),
        ("IRAN", "IR"),
        ("the US", "US"),
        ("U.S.", "US"),
        ("United States of America", "US"),
        ("Britain", "GB"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("The Gambia", "GM"),
        ("DRC", "CD"),
        ("Burma", "MM"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Kosovo", "XK"),
        ("Taiwan", "TW"),
        ("Hong Kong", "HK"),
        ("Palestine", "PS"),
        ("Iran's", "IR"),
        ("us", None),
        ("turkey", None),
        ("chad", None),
        ("china", None),
        ("jordan", None),
        ("car", None),
        ("uk", None),
        ("Tehran", None),
        ("Iranian", None),
        ("", None),
        ("Atlantis", None),
    ],
)
def test_country_by_name(name, iso):
    country = authority.country_of(name)
    assert (country.iso if country else None) == iso
    assert authority.is_country(name) == (iso is not None)


@pytest.mark.parametrize(
    ("word", "iso", "is_people"),
    [
        ("American", "US", False),
        ("Americans", "US", True),
        ("Iranian", "IR", False),
        ("Iranians", "IR", True),
        ("iranians", "IR", True),
        ("British", "GB", True),
        ("Britons", "GB", True),
        ("French", "FR", True),
        ("Frenchmen", "FR", True),
        ("Germans", "DE", True),
        ("Chinese", "CN", True),
        ("Danes", "DK", True),
        ("Dutch", "NL", True),
        ("Swiss", "CH", True),
        ("Czechs", "CZ", True),
        ("Thais", "TH", True),
        ("Nigerien", "NE", False),
        ("Nigerian", "NG", False),
        ("polish", None, False),
        ("Iran", None, False),
    ],
)
def test_demonyms(word, iso, is_people):
    country = authority.demonym(word)
    assert (country.iso if country else None) == iso
    assert authority.is_people(word) is is_people


@pytest.mark.parametrize(
    ("city", "iso"),
    [
        ("Tehran", "IR"),
        ("Washington", "US"),
        ("Washington, D.C.", "US"),
        ("Kiev", "UA"),
        ("Beijing", "CN"),
        ("Boston", None),
    ],
)
def test_capitals_stand_for_their_country(city, iso):
    country = authority.capital_of(city)
    assert (country.iso if country else None) == iso


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("IRGC", "org:irgc"),
        ("Revolutionary Guards", "org:irgc"),
        ("the Quds Force", "org:quds"),
        ("Qods Force", "org:quds"),
        ("Hizbullah", "org:hezbollah"),
        ("Kataib Hezbollah", "org:kataib"),
        ("UN", "org:un"),
        ("U.N.", "org:un"),
        ("WHO", "org:who"),
        ("who", None),
        ("is", None),
        ("ice", None),
        ("Pentagon", "org:pentagon"),
        ("pentagon", None),
        ("New York Times", "org:nyt"),
        ("al Qaida", "org:alqaeda"),
    ],
)
def test_organizations(name, key):
    found = authority.organization(name)
    assert (found.key if found else None) == key


def test_quds_force_is_a_part_of_the_guards_of_iran():
    quds = authority.organization("Quds Force")
    assert (quds.part_of, quds.country) == ("org:irgc", "IR")


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Baghdad", "city", "IQ"),
        ("New York", "city", "US"),
        ("Washington", "city", "US"),
        ("Kiev", "city", "UA"),
        ("Salisbury", "city", "GB"),  # not Harare, which was once so called
        ("Raqqa", "city", "SY"),
        ("Persian Gulf", "sea", None),
        ("Strait of Hormuz", "strait", None),
        ("Middle East", "area", None),
        ("West Bank", "area", "PS"),
        ("Georgia", "country", "GE"),
        ("Texas", "state", "US"),
        ("France", "country", "FR"),
    ],
)
def test_first_place_of_a_name(name, kind, country):
    first = authority.places(name)[0]
    assert (first.kind, first.country) == (kind, country)
    assert -90 <= first.lat <= 90
    assert -180 <= first.lon <= 180


def test_namesakes_are_all_given_and_lower_case_words_are_no_places():
    assert {place.country for place in authority.places("Tripoli")} >= {"LY", "LB"}
    assert {place.kind for place in authority.places("Georgia")} == {"country", "state"}
    assert authority.places("reading") == ()
    assert authority.is_place("Reading")
    assert not authority.is_place("Qwertyville")


def test_place_by_key_knows_what_contains_it():
    baghdad = authority.places("Baghdad")[0]
    assert authority.place(baghdad.key) == baghdad
    assert authority.place(baghdad.within).name == "Iraq"
    dallas = authority.places("Dallas")[0]
    assert authority.place(dallas.within).name == "Texas"
    assert authority.place("geonames:0") is None


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("U.S. Food and Drug Administration", "Food and Drug Administration"),
        ("the American Food and Drug Administration", "Food and Drug Administration"),
        ("Philippine Food and Drug Administration", None),
        ("UN World Health Organization", "World Health Organization"),
        ("EU World Health Organization", None),
        ("Lebanese Hezbollah", "Hezbollah"),
        ("Iraqi Hezbollah", None),
        ("the FDA", "Food and Drug Administration"),
        ("American Northern Wire", None),
        ("American", None),
    ],
)
def test_an_organization_may_have_its_owner_before_its_name(name, known):
    found = authority.organization(name)
    assert (found.name if found else None) == known


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Labour Party", None),
        ("the Norwegian Labour Party", "Labour Party (Norway)"),
        ("Israeli Labour Party", "Israeli Labor Party"),
        ("British Labour Party", "Labour Party (United Kingdom)"),
        ("Iranian Labour Party", None),
        ("People's Party", None),
        ("Spanish People's Party", "People's Party (Spain)"),
        ("PP", None),
        ("Spanish PP", "People's Party (Spain)"),
        ("Portuguese PP", None),
        ("Senate", None),
        ("French Senate", "Senate (France)"),
        ("Communist Party of India (Marxist)", "Communist Party of India (Marxist)"),
        ("Communist Party of India", "Communist Party of India"),
        ("Sozialdemokratische Partei Deutschlands", "Social Democratic Party of Germany"),
        ("Vetevendosje", "Vetëvendosje"),
        ("PSOE", "Spanish Socialist Workers' Party"),
        ("psoe", None),
        ("Lebanese forces", None),
        ("a hindu", None),
        ("the Hindu", None),
        ("Daisy", None),
        ("Hope", None),
        ("Solidarity", None),
    ],
)
def test_a_name_of_several_parties_is_that_of_one_with_its_country_only(name, known):
    found = authority.organization(name)
    assert (found.name if found else None) == known


def test_no_word_that_is_a_place_or_people_is_a_party():
    for row in csv.DictReader((files("kg.authority") / "files" / "parties.csv").read_text("utf-8").splitlines()):
        for name in (row["name"], *row["aliases"].split("|")):
            assert authority.country_of(name) is None, name
            assert authority.demonym(name) is None, name
            assert authority.region(name) is None, name


def test_every_capital_and_part_exists():
    for country in authority.countries():
        assert authority.country_of(country.name) is not None, country.name
        assert country.geonames is not None
        for adjective in country.adjectives:
            assert authority.demonym(adjective) is not None, adjective


@pytest.mark.parametrize("filename", ORGANIZATION_FILES)
def test_every_owner_of_an_organization_exists(filename):
    for row in csv.DictReader((files("kg.authority") / "files" / filename).read_text("utf-8").splitlines()):
        organization = authority.organization_by_key(f"org:{row['key']}")
        assert organization.part_of is None or authority.organization_by_key(organization.part_of), row["key"]
        assert organization.country is None or authority.country(organization.country), row["key"]
        assert authority.organization(organization.name) is not None, row["key"]


@pytest.mark.parametrize("filename", ["countries.csv", *ORGANIZATION_FILES, "regions.csv"])
def test_files_have_no_row_twice_and_no_ragged_row(filename):
    rows = list(csv.DictReader((files("kg.authority") / "files" / filename).read_text("utf-8").splitlines()))
    key = next(iter(rows[0]))
    assert len({row[key] for row in rows}) == len(rows)
    assert all(None not in row and None not in row.values() for row in rows)


def test_loading_leaves_the_cities_for_later():
    code = (
        "from kg.authority import load; from kg.authority.cities import load_cities; "
        "load().country_of('Iran'); print(load_cities.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


# ---------------------------------------------------------------- names and triggers


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("U.S.", "us"),
        ("Sana'a", "sanaa"),
        ("al-Qaeda", "al qaeda"),
        ("The Gambia", "gambia"),
        ("Erdoğan", "erdogan"),
        ("Łódź", "lodz"),
        ("Iran’s", "iran"),
        ("AT&T", "at&t"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Qasem", "Ghasem"),
        ("Qassem", "Kassim"),
        ("Soleimani", "Suleimani"),
        ("Khamenei", "Khamenai"),
        ("Gaddafi", "Qadhafi"),
        ("Yeltsin", "Eltsin"),
        ("al-Assad", "Assad"),
    ],
)
def test_sound_key_joins_transcriptions(one, two):
    assert sound_key(one) == sound_key(two)


def test_acronyms():
    assert [text for text in ("UN", "U.N.", "M23", "Iran", "un", "A", "G-7", "UNESCOS") if is_acronym(text)] == [
        "UN",
        "U.N.",
        "M23",
        "G-7",
    ]
    assert initials("Islamic Revolutionary Guard Corps") == "irgc"
    assert initials("Office of the Prosecutor") == "op"


def test_triggers():
    assert is_same_meaning("kill", "assassination")
    assert is_side("strike", "death")
    assert not is_same_meaning("kill", "arrest")
    for one, two in (
        ("overturn", "rescind"), ("truce", "ceasefire"), ("overthrow", "coup"), ("nominee", "candidacy"),
        ("complain", "complaint"), ("authorise", "authorisation"), ("retaliate", "reprisal"), ("row", "dispute"),
        ("buyout", "acquire"), ("confiscate", "seizure"), ("acquit", "exonerate"), ("raid", "bust"),
    ):  # fmt: skip
        assert is_same_meaning(one, two), (one, two)
    for one, two in (("acquit", "convict"), ("hire", "dismiss"), ("truce", "clash"), ("marry", "divorce")):
        assert not is_same_meaning(one, two), (one, two)

    class Told:
        def __init__(self, kind, lemma):
            self.type, self.lemma = kind, lemma

    assert is_one_kind(Told("ASSAULT", "kill"), Told("CASUALTY", "death"))
    assert not is_one_kind(Told("ASSAULT", "kill"), Told("CONSULT", "kill"))
