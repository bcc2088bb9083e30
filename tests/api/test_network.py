import csv
import io
import re

import networkx as nx
import pytest
from pydantic import TypeAdapter

from api import network_schemas, schemas


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/timeline", schemas.Timeline),
        ("/timeline?by=day&actor=norland", schemas.Timeline),
        ("/network", network_schemas.Network),
        ("/network?max_edges=1", network_schemas.Network),
        ("/actors/norland/network", network_schemas.Network),
    ],
)
def test_a_route_sends_exactly_the_documented_shape(client, path, shape):
    shown = client.get(path).raise_for_status().json()
    parsed = TypeAdapter(shape).validate_python(shown, strict=True)
    assert TypeAdapter(shape).dump_python(parsed) == shown


def test_a_timeline_counts_the_events_of_the_list(client):
    asked = {"place": "Emilia"}
    shown = client.get("/timeline", params=asked | {"by": "week"}).json()
    assert [(item["bucket"], item["events"]) for item in shown["items"]] == [("2021-W18", 1)]
    assert (shown["events"], shown["spread"], shown["undated"]) == (2, 1, 0)
    assert shown["events"] == client.get("/events", params=asked).json()["total"]


def test_a_timeline_as_csv_counts_apart_what_is_in_no_bucket(client):
    reply = client.get("/timeline?by=day", headers={"accept": "text/csv"}).raise_for_status()
    rows = list(csv.reader(io.StringIO(reply.text)))
    assert rows == [
        ["bucket", "first", "last", "events", "possible"],
        ["2021-05-03", "2021-05-03", "2021-05-03", "1", "0"],
        ["spread", "", "", "1", ""],
        ["undated", "", "", "4", ""],
    ]
    assert sum(int(row[3]) for row in rows[1:]) == client.get("/events").json()["total"]


def test_a_network_is_read_by_networkx_as_it_comes(client):
    shown = client.get("/network").raise_for_status().json()
    graph = nx.node_link_graph(shown, edges="edges")
    assert set(graph.nodes) == {"norland", "sudria", "red-crescent", "families"}
    assert graph["red-crescent"]["families"]["AID recipient Reported"]["sign"] == 1
    assert shown["graph"] == {"ego": None, "nodes": 4, "edges": 2, "events": 2, "truncated": False}


@pytest.mark.parametrize(
    ("form", "media_type", "read"),
    [("graphml", "application/graphml+xml", nx.read_graphml), ("gexf", "application/gexf+xml", nx.read_gexf)],
)
def test_a_network_comes_as_a_file_for_other_tools(client, form, media_type, read):
    by_name = client.get("/network", params={"format": form, "max_edges": 1})
    by_type = client.get("/network?max_edges=1", headers={"accept": media_type})
    assert by_name.headers["content-type"] == by_type.headers["content-type"] == media_type
    assert by_name.content == by_type.content
    assert by_name.headers["x-truncated"] == "true"
    graph = read(io.BytesIO(by_name.content))
    assert set(graph.nodes) == {"norland", "sudria"}
    ((_, _, attributes),) = graph.edges(data=True)
    assert (attributes["relation"], attributes["status"], attributes["weight"]) == ("with", "Reported", 1)


def test_the_network_around_an_actor_takes_the_same_filters(client):
    shown = client.get("/actors/norland/network").json()
    assert shown["graph"]["ego"] == "norland"
    assert [node["id"] for node in shown["nodes"]] == ["norland", "sudria"]
    shown = client.get("/actors/norland/network?type=AID").json()
    assert ([node["id"] for node in shown["nodes"]], shown["edges"]) == (["norland"], [])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/timeline?by=hour", 400),
        ("/timeline?limit=5", 400),
        ("/timeline?format=geojson", 400),
        ("/timeline?actor=Nobody%20Known", 404),
        ("/network?max_nodes=0", 400),
        ("/network?cursor=x", 400),
        ("/network?format=csv", 400),
        ("/actors/none/network", 404),
        ("/actors/norland/network?foo=1", 400),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client, path, status):
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_description_tells_the_parameters(client):
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/timeline", "/network", "/actors/{identifier}/network"):
        described = {parameter["name"]: parameter["schema"] for parameter in paths[path]["get"]["parameters"]}
        assert {"actor", "from", "near", "format"} <= set(described)
        assert "cursor" not in described
    assert paths["/network"]["get"]["responses"]["200"]["content"].keys() == {
        "application/json", "application/graphml+xml", "application/gexf+xml", "text/html",
    }  # fmt: skip
    by = next(item for item in paths["/timeline"]["get"]["parameters"] if item["name"] == "by")
    assert (by["schema"]["examples"], by["schema"]["default"]) == (["day", "week", "month", "year"], "month")
    assert all(re.search(by["schema"]["pattern"], value) for value in ("day", "Week", "MONTH", ""))
    assert not re.search(by["schema"]["pattern"], "days")
