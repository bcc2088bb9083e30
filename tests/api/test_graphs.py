import json

import pytest
import rdflib

MERGED = "https://w3id.org/whodid/graph/merged"
ARTICLE = "https://w3id.org/whodid/graph/article/denial%2F1"
EV = rdflib.Namespace("https://w3id.org/whodid/ontology#")

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def parsed(reply):
    name = {"text/turtle; charset=utf-8": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}
    return rdflib.Graph().parse(data=reply.text, format=name[reply.headers["content-type"]])


@pytest.mark.parametrize("graph", [MERGED, ARTICLE])
def test_a_graph_is_the_same_in_every_form_and_as_in_sparql(client, graph):
    shown = [
        client.get("/graph", params={"graph": graph}, headers=headers).raise_for_status()
        for headers in ({}, {"accept": "application/n-triples"}, {"accept": "application/ld+json"})
    ]
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    asked = client.get("/sparql", params={"query": query, "format": "ntriples"})
    triples = set(parsed(asked))
    assert len(triples) > 20
    for reply in shown:
        assert set(parsed(reply)) == triples


def test_the_default_graph_is_the_merged_graph(client):
    merged = client.get("/graph", params={"graph": MERGED}).content
    for path in ("/graph?default", "/graph?default=", "/graph?graph=default"):
        assert client.get(path).raise_for_status().content == merged


def test_head_tells_the_length_alone(client):
    head, get = client.head("/graph?default"), client.get("/graph?default", headers={"accept-encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


def test_a_large_graph_is_sent_in_pieces(client, monkeypatch):
    whole = client.get("/graph?default", headers={"accept-encoding": "identity"})
    monkeypatch.setattr("api.routers.graphs._SPOOL_BYTES", 1000)
    monkeypatch.setattr("api.routers.graphs._CHUNK_BYTES", 300)
    for coding in ("identity", "gzip"):
        reply = client.get("/graph?default", headers={"accept-encoding": coding})
        assert reply.content == whole.content
        assert (reply.headers.get("content-encoding") == "gzip") == (coding == "gzip")


def test_a_graph_too_large_to_sort_comes_as_triples_only(client, monkeypatch):
    monkeypatch.setattr("api.routers.graphs.MAX_SORTED", 10)
    refused = client.get("/graph?default")
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert client.get("/graph?default&format=ntriples").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/graph", 400),
        ("GET", "/graph?graph=", 400),
        ("GET", "/graph?graph=merged", 400),
        ("GET", "/graph?graph=a:%3Cb%3E", 400),
        ("GET", "/graph?default=x", 400),
        ("GET", f"/graph?default&graph={MERGED}", 400),
        ("GET", f"/graph?graph={MERGED}&graph={MERGED}", 400),
        ("GET", "/graph?default&limit=1", 400),
        ("GET", "/graph?default&format=csv", 400),
        ("GET", "/graph?graph=https://w3id.org/whodid/graph/article/none", 404),
        ("GET", "/graph?graph=urn:x", 404),
        ("HEAD", "/graph?graph=urn:x", 404),
        ("PUT", "/graph?default", 405),
        ("POST", "/graph?default", 405),
        ("DELETE", f"/graph?graph={MERGED}", 405),
        ("PATCH", "/graph?default", 405),
    ],
)
def test_what_is_no_graph_is_a_problem(client, method, path, status):
    reply = client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD"


def test_a_graph_that_nobody_can_read_is_not_acceptable(client):
    assert client.get("/graph?default", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_the_service_describes_itself_in_every_form(client, accept):
    described = parsed(client.get("/sparql", headers={"accept": accept}).raise_for_status())
    service = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    names = {str(name) for name in described.objects(None, service["name"])}
    assert names == {MERGED}
    for name in names:
        assert client.get("/graph", params={"graph": name}).status_code == 200


@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("jsonld", "json-ld")])
@pytest.mark.parametrize("path", ["/events/ev-bomb?", "/events?actor=norland&limit=2"])
def test_events_come_as_linked_data(client, path, form, name):
    by_name = client.get(f"{path}&format={form}").raise_for_status()
    media_type = {"turtle": "text/turtle", "jsonld": "application/ld+json"}[form]
    by_type = client.get(path, headers={"accept": media_type})
    assert by_name.content == by_type.content
    assert by_type.headers["content-type"].startswith(media_type)
    graph = rdflib.Graph().parse(data=by_name.text, format=name)
    bomb = rdflib.URIRef("https://w3id.org/whodid/id/event/ev-bomb")
    assert str(graph.value(graph.value(bomb, EV.agent), rdflib.SKOS.prefLabel)) == "Norland"
    quotes = {str(words) for words in graph.objects(None, EV.quote)}
    assert "🚢 Norlandic jets bombed the harbour of Port Émile on 3 May 2021." in quotes


def test_linked_data_comes_in_the_pages_of_the_list(client):
    seen, path = [], "/events?limit=4&format=jsonld"
    while path:
        reply = client.get(path).raise_for_status()
        assert reply.headers["x-total-count"] == "6"
        events = [node["identifier"] for node in json.loads(reply.text)["@graph"] if node.get("a") == "Event"]
        seen += events
        link = reply.headers.get("link")
        path = link[1 : link.index(">")] if link else None
    assert seen == ["ev-bomb", "ev-visit", "ev-aid", "ev-denied", "ev-talks", "ev-told"]
    assert client.get("/events?polarity=NEG&type=AID&format=jsonld").json()["@graph"] == []
    assert client.get("/events/none?format=turtle").status_code == 404
