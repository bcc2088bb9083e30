"""Clients that others wrote read from the live service: a generated one, SPARQLWrapper, rdflib and pandas."""

import gc
import importlib
import io
import json
import os
import subprocess
import sys
import urllib.request

import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper

QUERY = "SELECT ?id ?support { ?event dcterms:identifier ?id ; ev:support ?support } ORDER BY ?id"
IDS = ["ev-aid", "ev-bomb", "ev-denied", "ev-talks", "ev-told", "ev-visit"]
EV = rdflib.Namespace("https://w3id.org/whodid/ontology#")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(autouse=True)
def _sockets_are_let_go_here():
    """These libraries leave connections open; what warns of that must not do so within another test."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def address(client):
    return str(client.base_url).rstrip("/")


def test_sparqlwrapper_reads(address):
    for method in ("GET", POST):
        wrapper = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
        wrapper.setMethod(method)
        wrapper.setQuery(QUERY)
        rows = wrapper.queryAndConvert()["results"]["bindings"]
        assert [row["id"]["value"] for row in rows] == IDS
    wrapper = SPARQLWrapper(f"{address}/sparql", returnFormat=CSV)
    wrapper.setQuery(QUERY)
    assert wrapper.queryAndConvert().decode().split()[0] == "id,support"
    wrapper = SPARQLWrapper(f"{address}/sparql", returnFormat=TURTLE)
    wrapper.setQuery("CONSTRUCT WHERE { ?s a ev:Event }")
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) == 6


def test_rdflibs_sparql_store_reads(address):
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", returnFormat="json"))
    rows = graph.query(QUERY, initNs={"ev": EV})
    assert [str(row.id) for row in rows] == IDS
    event = rdflib.URIRef("https://w3id.org/whodid/id/event/ev-bomb")
    assert set(graph.objects(event, EV.agent)) == {rdflib.URIRef("https://w3id.org/whodid/id/actor/norland")}
    assert (event, rdflib.RDF.type, EV.Event) in graph


def test_pandas_reads_tables(address):
    events = pd.read_csv(f"{address}/events?format=csv")
    assert sorted(events["id"]) == IDS
    assert events.set_index("id").loc["ev-bomb", "agents"] == "Norland"
    rows = pd.read_csv(f"{address}/sparql?format=csv&query={urllib.request.quote(QUERY)}")
    assert rows["support"].sum() == 8
    timeline = pd.read_csv(f"{address}/timeline?format=csv&by=year").set_index("bucket")
    assert timeline.loc["2021", "events"] == 2
    with urllib.request.urlopen(f"{address}/events?limit=1000") as reply:
        flat = pd.json_normalize(json.load(io.TextIOWrapper(reply, "utf-8"))["items"])
    assert flat.set_index("id").loc["ev-bomb", "place.country"] == "XE"


@pytest.mark.slow
def test_a_typed_client_made_from_the_description_works(client, address, tmp_path, monkeypatch):
    description = tmp_path / "openapi.json"
    description.write_text(client.get("/openapi.json").text)
    made = tmp_path / "whodid_client"
    config = tmp_path / "config.yml"
    config.write_text(
        "post_hooks: []\npackage_name_override: whodid_client\ncontent_type_overrides:\n"
        "  application/sparql-query: application/octet-stream\n  application/x-ndjson: application/octet-stream\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(description), "--meta", "none",
         "--output-path", str(made), "--config", str(config), "--fail-on-warning"],
        env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    caller = importlib.import_module("whodid_client").Client(base_url=address)
    listed = importlib.import_module("whodid_client.api.events.events").sync(client=caller, agent=["norland"])
    assert [event.id for event in listed.items] == ["ev-bomb", "ev-denied"]
    assert listed.items[0].agents[0].name == "Norland"
    assert listed.items[0].evidence[0].trigger.text == "bombed"
    one = importlib.import_module("whodid_client.api.events.event")
    assert one.sync("ev-bomb", client=caller).merges[0].rule == "same-type-and-agent"
