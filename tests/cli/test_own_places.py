"""A user's own places, from the file to what the commands print."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from kg.store import ReadStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

PLACES = """name,kind,aliases,sameAs,lat,lon,country,within
Qarat Hawi,place,Qaret Hawi,https://example.org/qh,36.05,43.05,IQ,Mosul
Mosul,place,,https://example.org/mosul,,,,
"""
ARTICLES = (
    {"id": "a", "date": "2020-01-06", "text": "Gunmen killed three farmers in Qarat Hawi on Monday, officials said."},
    {"id": "b", "date": "2020-01-07", "text": "Police arrested a teacher in Qaret Hawi on Tuesday, officials said."},
    {"id": "c", "date": "2020-01-08", "text": "A bomb killed a baker in Mosul on Wednesday, officials said."},
)


def dumped(path: Path) -> bytes:
    """The graph without the run log."""
    output = io.BytesIO()
    with ReadStore.open(path) as store:
        store.dump(output)
        assert store.verify() == []
    return output.getvalue()


def test_a_village_that_no_gazetteer_knows_is_a_place_with_coordinates(
    kg: Callable[..., Outcome], tmp_path: Path
) -> None:
    names, told, store = tmp_path / "places.csv", tmp_path / "a.jsonl", tmp_path / "store"
    names.write_text(PLACES, encoding="utf-8")
    told.write_text("".join(f"{json.dumps(article)}\n" for article in ARTICLES), encoding="utf-8")
    assert kg("build", told, "--store", tmp_path / "without").status == 0
    assert kg("build", told, "--authority", names, "--store", store).status == 0

    for name, articles in (("Qarat Hawi", "ab"), ("Mosul", "abc"), ("Iraq", "abc")):
        found = kg("events", "--place", name, "--store", store, "--format", "json")
        evidence = [one["article"] for event in json.loads(found.out) for one in event["evidence"]]
        assert sorted(set(evidence)) == list(articles)

    told_why = kg("why", "a#p1", "b#p1", "--store", store)
    assert "all are Qarat Hawi in your authority file" in told_why.out

    assert kg("export", "--format", "geojson", "--store", store, "--out", tmp_path / "map").status == 0
    features = json.loads((tmp_path / "map").read_text(encoding="utf-8"))["features"]
    assert [43.05, 36.05] in [(feature["geometry"] or {}).get("coordinates") for feature in features]

    query = "SELECT ?name ?wkt { ?p owl:sameAs <https://example.org/qh> ; skos:prefLabel ?name ; "
    query += "geo:hasGeometry/geo:asWKT ?wkt . ?p geo:sfWithin/owl:sameAs <https://example.org/mosul> }"
    lines = kg("sparql", query, "--store", store, "--format", "csv").out.split()
    assert lines[1:] == ["Qarat", "Hawi,POINT(43.05", "36.05)"]

    with ReadStore.open(store) as opened:
        city = next(place for place in opened.merged().places if place.name == "Mosul")
    assert city.geonames == 99072
    assert {"https://example.org/mosul", "https://sws.geonames.org/99072/"} == set(city.same_as)

    # the entries stay with the store, its backups, and go without a trace
    assert kg("backup", tmp_path / "kept", "--store", store).status == 0
    assert kg("restore", tmp_path / "kept", "--store", tmp_path / "again").status == 0
    assert kg("build", told, "--store", tmp_path / "again").status == 0
    assert dumped(tmp_path / "again") == dumped(store)
    nobody = tmp_path / "nobody.csv"
    nobody.write_text("name\nJane Roe of Nowhere\n", encoding="utf-8")
    assert kg("build", told, "--authority", nobody, "--store", store).status == 0
    assert dumped(store) == dumped(tmp_path / "without")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Qarat Hawi,95,43,", "line 2 of the authority file"),
        ("Qarat Hawi,36,,", "a latitude and no longitude"),
        ("Qarat Hawi,36,east,", "the longitude 'east', which is no number"),
        ("Qarat Hawi,36,43,Qwertyville", "lies within 'Qwertyville', which no authority file knows"),
    ],
)
def test_a_bad_place_is_a_bad_call_in_one_sentence(
    kg: Callable[..., Outcome], tmp_path: Path, row: str, said: str
) -> None:
    names, told = tmp_path / "places.csv", tmp_path / "a.jsonl"
    names.write_text(f"name,lat,lon,within\n{row}\n", encoding="utf-8")
    told.write_text(json.dumps(ARTICLES[0]), encoding="utf-8")
    outcome = kg("build", told, "--authority", names, "--store", tmp_path / "store")
    assert outcome.status == 2
    assert said in outcome.err
    assert str(names) in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "store").exists()
