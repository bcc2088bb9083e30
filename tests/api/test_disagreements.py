"""Disagreements over HTTP, on the story of the competency questions, whose `daily` differs from `wire` and `copied`."""

import csv
import io
import runpy
from pathlib import Path

import httpx2
import pytest

from api import schemas
from api.settings import ServiceSettings
from kg.store import WriteStore

STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "competency_story.py"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory, run_service):
    path = tmp_path_factory.mktemp("disagreements") / "store"
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    with run_service(ServiceSettings(store=path)) as address, httpx2.Client(base_url=address, timeout=30) as client:
        yield client


def test_items_have_the_event_and_the_values_with_their_sentences(asked):
    reply = asked.get("/disagreements", params={"limit": 2})
    shown = schemas.Listed[schemas.Disagreement].model_validate(reply.raise_for_status().json())
    assert (shown.total, [item.property for item in shown.items]) == (3, ["place", "time"])
    assert reply.headers["link"].endswith('rel="next"')
    place = shown.items[0]
    assert [(value.label, {one.article for one in value.evidence}) for value in place.values] == [
        ("Port Oram", {"copied", "wire"}),
        ("Kell", {"daily"}),
    ]
    assert "in Kell" in place.values[1].evidence[0].sentence
    rest = asked.get("/disagreements", params={"limit": 2, "cursor": shown.next}).json()
    assert [item["property"] for item in rest["items"]] == ["agent"]
    assert rest["next"] is None


def test_the_detail_and_the_page_of_the_event_say_so_too(asked):
    shown = schemas.EventDetail.model_validate(asked.get("/events/shelling").json())
    assert [row.property for row in shown.disagreements] == ["place", "time", "agent"]
    page = asked.get("/events/shelling?format=html").text
    assert "Where articles disagree" in page
    assert page.index("Port Oram") < page.rindex("Kell")


def test_csv_has_a_line_for_each_sentence(asked):
    reply = asked.get("/disagreements?property=time&format=csv")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [(row["value"], row["article"]) for row in rows] == [
        ("2030-03-01", "copied"),
        ("2030-03-01", "wire"),
        ("2030-03-02", "daily"),
    ]
    assert reply.headers["x-total-count"] == "1"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/disagreements?property=colour", 400),
        ("/disagreements?colour=red", 400),
        ("/disagreements?cursor=x", 400),
        ("/disagreements?format=geojson", 400),
        ("/disagreements?actor=Nobody%20Known", 404),
    ],
)
def test_what_is_refused(asked, path, status):
    reply = asked.get(path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_description_names_its_parameters(asked):
    described = asked.get("/openapi.json").json()["paths"]["/disagreements"]["get"]
    names = {parameter["name"] for parameter in described["parameters"]}
    assert {"property", "type", "from", "near", "limit", "cursor", "format"} <= names
