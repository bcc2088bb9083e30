import base64
import hashlib
import re

import httpx2
import pytest
import rdflib

from api.settings import ServiceSettings
from kg.errors import KgError
from kg.query.sparql import BusyError
from kg.store import WriteStore
from ontology import DOCUMENT

KEY = "a-long-enough-key-for-tests"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/events/", 404),
        ("GET", "/events/none", 404),
        ("GET", "/articles/none", 404),
        ("GET", "/actors/none", 404),
        ("GET", "/places/none", 404),
        ("GET", "/id/thing/x", 404),
        ("GET", "/static/none.js", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/events?actor=Nobody%20Known", 404),
        ("POST", "/events", 405),
        ("PATCH", "/articles/talks", 405),
        ("PUT", "/articles", 405),
        ("PUT", "/sparql", 405),
        ("GET", "/events?agnt=x", 400),
        ("GET", "/events?from=yesterday", 400),
        ("GET", "/events?limit=1001", 400),
        ("GET", "/events?cursor=x", 400),
        ("GET", "/events?format=pdf", 400),
        ("GET", "/events?q=%C2%84", 400),
        ("GET", "/events?q=%FF%FE", 400),
        ("GET", "/events?actor=%C3%28", 400),
        ("GET", "/sparql?query=ASK%7B%7D%ED%A0%80", 400),
        ("GET", "/search?q=%C2%84", 400),
        ("GET", "/search?q=%21%E2%80%83", 400),
        ("GET", "/actors?q=%C2%84", 400),
        ("GET", "/places?q=%C2%84", 400),
        ("GET", "/articles?q=%C2%84", 400),
        ("GET", "/events/ev-bomb?x=1", 400),
        ("GET", "/articles?foo=1", 400),
        ("GET", "/actors/norland?foo=1", 400),
        ("GET", "/types?foo=1", 400),
        ("GET", "/health?foo=1", 400),
        ("GET", "/?agent=x", 400),
        ("GET", "/ontology?foo=1", 400),
    ],
)
def test_every_error_is_a_problem(client, method, path, status):
    reply = client.request(method, path, headers={"accept": "application/json"})
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["type"].startswith("https://w3id.org/whodid/problem/")
    assert problem["status"] == status
    assert problem["detail"]


def test_what_nobody_can_read_is_not_acceptable(client):
    assert client.get("/events", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/events", headers={"accept": "application/json;q=0, text/csv"}).status_code == 200


def test_head_is_answered_like_get_without_a_body(client):
    head, get = client.head("/events"), client.get("/events")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_fault_tells_the_client_nothing(run_service, api_store, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("api.routers.events.list_shown", fail)
    monkeypatch.setattr("api.quick.shown_at_hand", fail)
    with run_service(ServiceSettings(store=api_store)) as address:
        reply = httpx2.get(f"{address}/events")
    assert reply.status_code == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert "secret" not in reply.text
    assert "ZeroDivision" not in reply.text


def test_every_answer_carries_the_security_headers(client):
    for path in ("/", "/events", "/docs", "/nowhere", "/static/site.css"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_the_start_page_is_for_browsers_and_its_description_for_programs(client):
    browser = client.get("/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert browser.headers["content-type"] == "text/html; charset=utf-8"
    assert "<mark>bombed</mark>" in browser.text
    links = client.get("/").json()["links"]
    for path in links.values():
        assert client.get(path).status_code == 200


def test_pages_escape_what_articles_say(client):
    html = {"accept": "text/html"}
    for path in ("/", "/events/ev-denied", "/events/ev-told", '/?q="><script>alert(1)</script>'):
        page = client.get(path, headers=html).text
        assert "<script>" not in page
        assert "<b>is near" not in page
    assert "&lt;script&gt;" in client.get("/events/ev-denied", headers=html).text


def test_a_wrong_search_is_said_on_the_page(client):
    reply = client.get("/", params={"from": "<i>"}, headers={"accept": "text/html"})
    assert reply.status_code == 400
    assert "from must be a date" in reply.text
    assert "<i>" not in reply.text


def test_no_page_loads_anything_from_elsewhere(client):
    for path in ("/", "/events/ev-bomb", "/docs", "/ontology"):
        page = client.get(path, headers={"accept": "text/html"}).raise_for_status().text
        for address in re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page):
            assert address.startswith("/")
            assert client.get(address).status_code == 200


def test_the_description_names_every_route_and_filter(client):
    described = client.get("/openapi.json").json()
    for path in ("/events", "/events/{identifier}", "/articles", "/sparql", "/health", "/stats", "/actors", "/types"):
        assert path in described["paths"]
    names = {parameter["name"] for parameter in described["paths"]["/events"]["get"]["parameters"]}
    assert {"agent", "near", "from", "to", "q", "min_support", "cursor", "format"} <= names
    assert "422" not in str(
        {route: list(of["get"]["responses"]) for route, of in described["paths"].items() if "get" in of}
    )


def test_every_iri_of_the_graph_leads_somewhere(client):
    for kind, identifier in (("event", "ev-bomb"), ("article", "denial%2F1"), ("actor", "norland"), ("place", "vell")):
        reply = client.get(f"/id/{kind}/{identifier}")
        assert reply.status_code == 303
        assert client.get(reply.headers["location"]).status_code == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json"])
@pytest.mark.parametrize(
    ("kind", "identifier"), [("event", "ev-bomb"), ("article", "denial%2F1"), ("actor", "norland"), ("place", "vell")]
)
def test_an_iri_leads_to_its_statements_where_those_are_asked_for(client, kind, identifier, form):
    asked = {"headers": {"accept": form}}
    leads = client.get(f"/id/{kind}/{identifier}", **asked).headers["location"]
    reply = client.get(leads, **asked).raise_for_status()
    assert reply.headers["content-type"].partition(";")[0] == form
    said = rdflib.Graph().parse(data=reply.text, format=form)
    iri = rdflib.URIRef(f"https://w3id.org/whodid/id/{kind}/{identifier}")
    assert said.value(iri, rdflib.RDF.type) is not None
    text = f"ASK {{ {{ <{iri}> a ?class }} UNION {{ GRAPH ?g {{ <{iri}> a ?class }} }} }}"
    assert client.get("/sparql", params={"query": text}).json()["boolean"]
    # nothing that the graph does not say of it
    query = f"CONSTRUCT {{ <{iri}> ?p ?o }} {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} }}"
    known = rdflib.Graph().parse(data=client.get("/sparql", params={"query": query}).text, format="turtle")
    assert set(said.triples((iri, None, None))) <= set(known)


def test_a_merge_leads_to_what_it_made_one(client):
    query = "SELECT ?merge ?node { ?merge a ev:Merge ; ev:into ?node }"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert rows
    for row in rows:
        kind, identifier = row["node"]["value"].removeprefix("https://w3id.org/whodid/id/").split("/")
        reply = client.get(row["merge"]["value"].removeprefix("https://w3id.org/whodid"))
        assert (reply.status_code, reply.headers["location"]) == (303, f"/{kind}s/{identifier}")
    assert client.get("/id/merge/none").status_code == 404


def test_the_ontology_comes_in_three_forms(client):
    assert "ev:Event a owl:Class" in client.get("/ontology").text
    assert client.get("/ontology?format=jsonld").json()
    page = client.get("/ontology", headers={"accept": "text/html"})
    assert page.text == DOCUMENT.read_text(encoding="utf-8")
    assert "happening" in page.text
    # the page's own style sheet is the only one that a browser lets in
    style = page.text.partition("<style>")[2].partition("</style>")[0].encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]


def test_stats_count_what_the_store_holds(client):
    counts = client.get("/stats").json()["counts"]
    assert (counts["articles"], counts["events"], counts["actors"]) == (4, 6, 7)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org"])  # noqa: S104 -- must be refused
def test_an_open_address_needs_a_key(tmp_path, host):
    with pytest.raises(KgError, match="no key is set"):
        ServiceSettings(store=tmp_path, host=host)
    assert ServiceSettings(store=tmp_path, host=host, key=KEY)


def test_a_short_key_is_refused(tmp_path):
    with pytest.raises(KgError, match="at least 16"):
        ServiceSettings(store=tmp_path, key="short")


def test_with_a_key_every_request_needs_it(run_service, api_store):
    with run_service(ServiceSettings(store=api_store, key=KEY)) as address:
        for path in ("/", "/events", "/health", "/static/site.css", "/docs"):
            assert httpx2.get(f"{address}{path}").status_code == 401
            assert httpx2.get(f"{address}{path}", headers={"x-api-key": KEY[:-1]}).status_code == 401
            assert httpx2.get(f"{address}{path}", headers={"x-api-key": KEY}).status_code == 200
        given = {"authorization": f"Bearer {KEY}", "host": "graph.example"}
        assert httpx2.get(f"{address}/events", headers=given).status_code == 200
        refused = httpx2.get(f"{address}/events", headers={"authorization": "Basic x"})
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["www-authenticate"] == "Bearer"


def test_without_a_key_only_local_names_are_answered(client):
    for host in ("evil.example", "localhost.evil.example", ""):
        assert client.get("/events", headers={"host": host}).status_code == 421
    for host in ("localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"):
        assert client.get("/events", headers={"host": host}).status_code == 200


def test_a_missing_store_is_503_until_it_is_there(run_service, tmp_path, story):
    path = tmp_path / "store"
    with run_service(ServiceSettings(store=path)) as address:
        for route in ("/health", "/events", "/sparql?query=ASK{}"):
            reply = httpx2.get(f"{address}{route}")
            assert reply.status_code == 503
            assert reply.headers["content-type"] == "application/problem+json"
        with WriteStore.open(path) as store:
            store.publish()
            assert httpx2.get(f"{address}/events").json()["total"] == 0
            store.replace(story["records"]())
            store.write_merged(story["merged"]())
            assert httpx2.get(f"{address}/events").json()["total"] == 0
            store.publish()
            assert httpx2.get(f"{address}/events").json()["total"] == 6
            assert b"true" in httpx2.get(f"{address}/sparql", params={"query": "ASK { ?s a ev:Event }"}).content


def test_busy_is_said_with_a_time_to_wait(client, monkeypatch):
    def busy(*_):
        raise BusyError("all query processes are busy; try again in a few seconds")

    monkeypatch.setattr("kg.query.sparql.QueryPool.run", busy)
    reply = client.get("/sparql", params={"query": "ASK {}"})
    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0
