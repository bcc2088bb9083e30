import csv
import io

import pytest
from pydantic import TypeAdapter

from api import schemas


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/events", schemas.Listed[schemas.Event]),
        ("/events/ev-bomb", schemas.EventDetail),
        ("/events/ev-told", schemas.EventDetail),
        ("/articles", schemas.Listed[schemas.Article]),
        ("/articles/harbour-1", schemas.ArticleDetail),
        ("/actors", schemas.Listed[schemas.ListedActor]),
        ("/actors/norland", schemas.ActorDetail),
        ("/places", schemas.Listed[schemas.ListedPlace]),
        ("/places/emilia", schemas.PlaceDetail),
        ("/types", schemas.Listed[schemas.EventType]),
        ("/disagreements", schemas.Listed[schemas.Disagreement]),
    ],
)
def test_a_route_sends_exactly_the_documented_shape(client, path, shape):
    shown = client.get(path).raise_for_status().json()
    parsed = TypeAdapter(shape).validate_python(shown, strict=True)
    assert TypeAdapter(shape).dump_python(parsed) == shown


def test_filters_reach_the_query(client):
    shown = client.get(
        "/events", params=[("actor", "Republic of Norland"), ("place", "Emilia"), ("to", "2021-05")]
    ).json()
    assert [event["id"] for event in shown["items"]] == ["ev-bomb"]
    assert (shown["next"], shown["total"]) == (None, 1)


def test_empty_values_of_a_form_are_no_filters(client):
    assert client.get("/events?actor=&from=&type=").json()["total"] == 6


def test_pages_are_linked(client):
    seen, path = [], "/events?limit=4"
    while path:
        reply = client.get(path).raise_for_status()
        seen += [event["id"] for event in reply.json()["items"]]
        link = reply.headers.get("link")
        assert (link is None) == (reply.json()["next"] is None)
        path = link[1 : link.index(">")] if link else None
    assert seen == ["ev-bomb", "ev-visit", "ev-aid", "ev-denied", "ev-talks", "ev-told"]


@pytest.mark.parametrize("asked", [{"params": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}])
def test_csv_runs_no_formula(client, asked):
    reply = client.get("/events", **asked)
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert len(rows) == 6
    (talks,) = (row for row in rows if row["id"] == "ev-talks")
    assert talks["sentence"] == "'=Sudria and Norland held talks in Vell, Westia."
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for name, cell in row.items() if name != "lon")


def test_geojson_places_events_and_keeps_those_without_a_place(client):
    reply = client.get("/events", headers={"accept": "application/geo+json"})
    assert reply.headers["content-type"] == "application/geo+json"
    shown = reply.json()
    points = {feature["properties"]["id"]: feature["geometry"] for feature in shown["features"]}
    assert points["ev-bomb"] == {"type": "Point", "coordinates": [-20.25, 10.5]}
    assert points["ev-talks"] is None
    assert shown["total"] == 6


def test_ids_with_slashes_are_reached(client):
    reply = client.get("/articles/denial%2F1").raise_for_status()
    assert reply.json()["id"] == "denial/1"
    assert reply.json()["canonical"]["e1"] == "https://w3id.org/whodid/id/event/ev-denied"


def test_an_article_marks_its_events_by_offset(client):
    shown = client.get("/articles/harbour-1").json()
    assert [event["id"] for event in shown["events"]] == ["e1", "e2"]
    for event in shown["events"]:
        trigger = event["trigger"]
        assert shown["text"][trigger["start"] : trigger["end"]] == trigger["text"]


def test_articles_tell_copies_apart_and_are_found_by_source(client):
    shown = client.get("/articles", params={"source": "WIRE"}).json()
    assert [(article["id"], article["copy_of"]) for article in shown["items"]] == [("harbour-2", "harbour-1")]


def test_actors_are_found_by_any_alias_and_beginning(client):
    assert [actor["id"] for actor in client.get("/actors?q=orn").json()["items"]] == ["ada-orn"]
    assert [actor["id"] for actor in client.get("/actors?q=repub%20nor").json()["items"]] == ["norland"]
    assert client.get("/actors?kind=polity").json()["total"] == 2
    assert "kind must be one of person, " in client.get("/actors?kind=persn").json()["detail"]
    assert "not 'Iraq'" in client.get("/places?country=Iraq").json()["detail"]


@pytest.mark.parametrize("kind", ["actors", "places"])
def test_those_with_most_events_come_first_when_asked_for(client, kind):
    shown = client.get(f"/{kind}?sort=events").json()["items"]
    assert [row["events"] for row in shown] == sorted((row["events"] for row in shown), reverse=True)
    assert shown[0]["events"] > shown[-1]["events"]
    known = {row["id"]: row["events"] for row in client.get(f"/{kind}").json()["items"]}
    assert known == {row["id"]: row["events"] for row in shown}
    assert client.get(f"/{kind}?format=csv&sort=events").text.splitlines()[0].split(",")[-1] == "events"
    pages = [client.get(f"/{kind}?sort=events&limit=1").json()]
    while pages[-1]["next"]:
        pages.append(client.get(f"/{kind}", params={"sort": "events", "limit": 1, "cursor": pages[-1]["next"]}).json())
    assert [row["id"] for page in pages for row in page["items"]] == [row["id"] for row in shown]
    assert "sort must be one of name, events, not 'size'" in client.get(f"/{kind}?sort=size").json()["detail"]


def test_an_actor_lists_as_many_events_as_its_own_page(client):
    for row in client.get("/actors").json()["items"]:
        assert client.get(f"/actors/{row['id']}").json()["events"] == row["events"]


def test_an_actor_shows_its_part_in_the_events(client):
    shown = client.get("/actors/norland").json()
    assert shown["by_role"] == {"agent": 2, "participant": 1}
    assert shown["by_type"] == {"ASSAULT": 2, "CONSULT": 1}
    assert (shown["first"], shown["last"]) == ("2021-05-03", "2021-05-03")
    assert [other["id"] for other in shown["counterparts"]] == ["sudria"]


def test_the_codebook_counts_events(client):
    counts = {entry["id"]: entry["events"] for entry in client.get("/types").json()["items"]}
    assert counts["ASSAULT"] == 2
    assert counts["ELECTION"] == 0
