"""Places of users' own authority files: what is read, what is refused, and which place an entry speaks of."""

from __future__ import annotations

import pytest

from kg.authority import Entry, load, read_file, read_files
from kg.authority.own import read_lines, to_line
from kg.authority.points import km
from kg.errors import KgError

HEAD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix gs: <http://www.opengis.net/ont/geosparql#> .
@prefix schema: <https://schema.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix gn: <http://www.geonames.org/ontology#> .
"""
CRS = "http://www.opengis.net/def/crs"


def written(tmp_path, text, name="places.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def place(name, **fields):
    return Entry(name=name, kind="place", **fields)


def facts(*entries):
    """What the authority says with these entries, by name."""
    own = load().with_own(entries).own_places
    return {entry.name: own.meant([entry.name], country=entry.country, read=None) for entry in entries}


def test_csv_gives_places(tmp_path):
    text = "name,kind,lat,lon,country,within\nQarat Hawi,place,36.05,-43.0500004,iq,Mosul\n"
    assert read_file(written(tmp_path, text)) == (
        place("Qarat Hawi", lat=36.05, lon=-43.05, country="IQ", within="Mosul"),
    )


def test_what_has_coordinates_is_a_place(tmp_path):
    (entry,) = read_file(written(tmp_path, "name,lat,lon\nQarat Hawi,0,0\n"))
    assert (entry.kind, entry.point) == ("place", (0.0, 0.0))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,place,95,43,,", "latitude 95; it lies between -90 and 90"),
        ("x,place,36,181,,", "longitude 181; it lies between -180 and 180"),
        ("x,place,36,,,", "a latitude and no longitude"),
        ("x,place,,43,,", "a longitude and no latitude"),
        ("x,place,north,43,,", "latitude 'north', which is no number"),
        ("x,place,36,nan,,", "longitude nan"),
        ("x,place,36,inf,,", "longitude inf"),
        ('x,place,"36,05",43,,', "latitude '36,05', which is no number"),
        ("x,organization,36,43,,", "says where something of kind 'organization' lies"),
        ("x,person,,,,Iraq", "only a place has"),
        ("x,place,36,43,IRQ,", "country 'IRQ'"),
    ],
)
def test_bad_row_is_refused_with_file_and_line(tmp_path, row, said):
    path = written(tmp_path, f"name,kind,lat,lon,country,within\nMosul,place,36.3,43.1,IQ,Iraq\n{row}\n")
    with pytest.raises(KgError) as caught:
        read_file(path)
    told = str(caught.value)
    assert said in told
    assert f"line 3 of the authority file {str(path)!r}" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    "where",
    [
        'geo:lat "36.05" ; geo:long 43.05',
        'gs:asWKT "POINT(43.05 36.05)"^^gs:wktLiteral',
        f'gs:hasGeometry [ gs:asWKT "<{CRS}/OGC/1.3/CRS84> Point (43.05 36.05)"^^gs:wktLiteral ]',
        f'gs:asWKT "<{CRS}/EPSG/0/4326> POINT(36.05 43.05)"^^gs:wktLiteral',
        'geo:lat "36.05" ; geo:long 43.05 ; gs:asWKT "POINT(43.05 36.05)"^^gs:wktLiteral',
    ],
)
def test_skos_gives_points(tmp_path, where):
    text = f'{HEAD}<https://example.org/1> skos:prefLabel "Qarat Hawi"@en ; gn:countryCode "iq" ; {where} .'
    (entry,) = read_file(written(tmp_path, text, "a.ttl"))
    assert entry == place("Qarat Hawi", lat=36.05, lon=43.05, country="IQ", same_as=("https://example.org/1",))


def test_skos_class_makes_a_place_and_an_organisation_stays_one(tmp_path):
    text = f"""{HEAD}<https://example.org/1> a schema:City ; skos:prefLabel "Mosul" .
    <https://example.org/2> a org:FormalOrganization ; skos:prefLabel "Union" ; geo:lat 36.0 ; geo:long 43.0 ."""
    city, union = sorted(read_file(written(tmp_path, text, "a.ttl")), key=lambda entry: entry.name)
    assert (city.kind, city.point) == ("place", None)
    assert (union.kind, union.point) == ("organization", None)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("geo:lat 95.0 ; geo:long 43.0", "latitude 95.0"),
        ("geo:lat 36.0", "no longitude"),
        ('gs:asWKT "POLYGON((1 1, 2 2, 3 3, 1 1))"', "is no point"),
        ('gs:asWKT "POINT(east north)"', "latitude 'north'"),
        ('gs:asWKT "<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(1 1)"', "reference system"),
        ('gs:asWKT "POINT(43 36)" , "POINT(44 36)"', "lies at 2 points"),
        ('geo:lat 36.0 ; geo:long 43.0 ; gn:countryCode "IRQ"', "country 'IRQ'"),
    ],
)
def test_bad_point_in_skos_names_the_resource(tmp_path, where, said):
    path = written(tmp_path, f'{HEAD}<https://example.org/1> skos:prefLabel "X" ; {where} .', "a.ttl")
    with pytest.raises(KgError) as caught:
        read_file(path)
    assert said in str(caught.value)
    assert f"<https://example.org/1> in the authority file {str(path)!r}" in str(caught.value)


def test_lines_of_the_store_give_places_back_and_zero_is_a_degree():
    entries = (place("A", lat=0.0, lon=0.0), place("B", within="A", country="FR"), Entry(name="C"))
    assert read_lines(map(to_line, reversed(entries))) == entries


def test_a_village_that_nobody_knows_is_a_place_of_its_own():
    fact = facts(place("Qarat Hawi", lat=36.05, lon=43.05, country="IQ"))["Qarat Hawi"]
    assert fact.key.startswith("own:")
    assert (fact.lat, fact.lon, fact.country, fact.within, fact.geonames) == (36.05, 43.05, "IQ", "country:IQ", None)


def test_an_entry_without_coordinates_speaks_of_the_shipped_place():
    city = load().places("Mosul")[0]
    fact = facts(place("Mosul", same_as=("https://example.org/m",)))["Mosul"]
    assert (fact.key, fact.lat, fact.lon, fact.country) == (city.key, city.lat, city.lon, "IQ")
    assert fact.same_as == ("https://example.org/m",)


def test_coordinates_tell_which_shipped_place_is_meant():
    state, country = place("Georgia", lat=32.6, lon=-83.5), place("Iran", lat=32.0, lon=53.0)
    towns = facts(place("Paris", lat=33.66, lon=-95.55), state, country)
    assert (towns["Paris"].country, towns["Paris"].within) == ("US", "region:us-TX")
    assert (towns["Georgia"].key, towns["Iran"].key) == ("region:us-GA", "country:IR")
    far = facts(place("Paris", lat=10.0, lon=10.0))["Paris"]
    assert (far.geonames, far.country) == (None, None)


def test_an_obscure_town_of_another_spelling_is_not_meant_by_a_name_alone():
    (town,) = load().places("Afrine")
    assert not town.by_name
    assert facts(place("Afrine"))["Afrine"].geonames is None
    assert facts(place("Afrine", country="SY"))["Afrine"].geonames == town.geonames
    assert facts(place("Afrine", lat=town.lat, lon=town.lon))["Afrine"].geonames == town.geonames


def test_what_two_entries_speak_of_is_neithers():
    one, two = place("Mosul", same_as=("https://example.org/1",)), place("Mosul City", aliases=("Mosul",))
    own = load().with_own([one, two]).own_places
    city = load().places("Mosul")[0]
    assert own.get(city.key) is None
    assert own.meant(["Mosul"], country="IQ", read=city) is None


def test_an_entry_wins_in_its_country_alone_and_without_one_everywhere():
    paris = load().places("Paris")[0]
    mine = place("Paris", lat=36.0, lon=43.0, country="IQ")
    assert load().with_own([mine]).own_places.meant(["Paris"], country="FR", read=paris) is None
    anywhere = place("Paris", lat=36.0, lon=43.0)
    assert load().with_own([anywhere]).own_places.meant(["Paris"], country="FR", read=paris).lat == 36.0


def test_an_entry_without_coordinates_does_not_move_what_was_read_otherwise():
    texas = next(town for town in load().places("Paris") if town.within == "region:us-TX")
    own = load().with_own([place("Paris", same_as=("https://example.org/p",))]).own_places
    assert own.meant(["Paris"], country="US", read=texas) is None
    assert own.meant(["Paris"], country="FR", read=load().places("Paris")[0]).country == "FR"
    assert own.meant(["Paris"], country="US", read=None) is None


def test_actors_and_places_of_one_name_are_kept_apart():
    entries = [Entry(name="Harbour Union"), place("Harbour Union", lat=1.0, lon=1.0)]
    known = load().with_own(entries)
    assert known.own.find(["Harbour Union"], kind="organization", country=None) is entries[0]
    assert known.own.find(["Harbour Union"], kind="place", country=None) is entries[1]
    assert load().with_own(entries[:1]).own_places.meant(["Harbour Union"], country=None, read=None) is None


def test_within_leads_to_a_place_of_either_authority_and_gives_its_country():
    told = facts(
        place("Hawi Street", lat=36.05, lon=43.05, within="Qarat Hawi"),
        place("Qarat Hawi", lat=36.05, lon=43.05, within="Mosul"),
    )
    assert told["Hawi Street"].within == told["Qarat Hawi"].key
    assert told["Qarat Hawi"].within == load().places("Mosul")[0].key
    assert told["Qarat Hawi"].country == "IQ"


@pytest.mark.parametrize(
    "entries",
    [
        [place("A Hill", within="B Hill"), place("B Hill", within="A Hill")],
        [place("A Hill", within="A Hill")],
        [place("A", within="B"), place("B", within="C"), place("C", within="A")],
        [place("New York State", aliases=("New York",), lat=43.0, lon=-75.0, within="Albany", country="US")],
    ],
)
def test_nothing_lies_within_itself(entries):
    known = load().with_own(entries)
    for entry in entries:
        key, seen = known.own_places.meant([entry.name], country=entry.country, read=None).key, []
        while key is not None:
            assert key not in seen
            seen.append(key)
            key = known.known_place(key).within


@pytest.mark.parametrize(
    "rows", ["A Hill,B Hill\nB Hill,A Hill\n", "A Hill,Qwertyville\n", "A Hill,A Hill\n"]
)  # fmt: skip
def test_surroundings_that_nobody_knows_are_refused(tmp_path, rows):
    path = written(tmp_path, f"name,within\n{rows}")
    with pytest.raises(KgError, match=r"lies within '.*', which no authority file knows or which lies within it"):
        read_files([path])


def test_files_are_read_together(tmp_path):
    one = written(tmp_path, "name,within\nA Hill,B Hill\n", "a.csv")
    two = written(tmp_path, "name,lat,lon\nB Hill,1,1\nB Hill,1,1\n", "b.csv")
    assert [entry.name for entry in read_files([one, two])] == ["A Hill", "B Hill"]
    assert read_files([one, two]) == read_files([two, one])


def test_distance():
    assert km((36.34, 43.13), (36.34, 43.13)) == 0.0
    assert km((0.0, 0.0), (0.0, 90.0)) == pytest.approx(10_007.5, abs=1)
