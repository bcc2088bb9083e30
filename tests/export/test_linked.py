import json

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.export.linked import statements_to_jsonld, statements_to_turtle
from kg.export.network import network_to_gexf, network_to_graphml, network_to_networkx
from kg.query.catalog import Catalog
from kg.query.describe import Statement, describe_events
from kg.query.filters import EventFilter
from kg.query.network import NetworkBounds, network_of
from kg.vocab import NIF

EV = rdflib.Namespace("https://w3id.org/whodid/ontology#")
# rdflib's own JSON-LD reader still makes one
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
EVENT = "https://w3id.org/whodid/id/event/"


@pytest.fixture(scope="module")
def statements(store):
    return describe_events(Catalog(store), [f"{EVENT}ev-denied", f"{EVENT}ev-bomb", f"{EVENT}ev-visit"])


@pytest.fixture(scope="module")
def turtle(statements):
    return rdflib.Graph().parse(data=statements_to_turtle(statements), format="turtle")


def test_turtle_and_json_ld_say_the_same(statements, turtle):
    shown = json.dumps(statements_to_jsonld(statements))
    linked = rdflib.Graph().parse(data=shown, format="json-ld")
    assert len(turtle) == len(statements)
    assert isomorphic(turtle, linked)


def test_all_but_the_words_of_sentences_stands_in_the_store(store, turtle):
    everything = store.query("CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }", format="ntriples")
    known = rdflib.Graph().parse(data=everything.decode(), format="nt")
    added = [triple for triple in turtle if triple not in known]
    assert {predicate for _, predicate, _ in added} == {EV["quote"]}
    assert {str(words) for *_, words in added} == {
        "🚢 Norlandic jets bombed the harbour of Port Émile on 3 May 2021.",
        "The Republic of Norland did not bomb the harbour, its ministry said on Tuesday.",
        "President Bo Lind will visit Port Émile in June 2021.",
    }


def test_an_event_comes_with_names_time_evidence_and_speakers(turtle):
    bomb = rdflib.URIRef(f"{EVENT}ev-bomb")
    label = rdflib.SKOS.prefLabel
    assert str(turtle.value(turtle.value(bomb, EV["agent"]), label)) == "Norland"
    assert str(turtle.value(turtle.value(bomb, EV["place"]), label)) == "Port Émile"
    assert str(turtle.value(turtle.value(bomb, EV["time"]), EV["precision"])) == "day"
    for mention in turtle.objects(bomb, EV["denotedBy"]):
        assert str(turtle.value(mention, EV["quote"])) == "bombed"
        assert turtle.value(turtle.value(mention, EV["sentence"]), EV["quote"]) is not None
        assert turtle.value(turtle.value(mention, EV["inArticle"]), rdflib.DCTERMS.title) is not None
        assert turtle.value(turtle.value(mention, EV["inArticle"]), rdflib.URIRef(NIF.isString)) is None
    denied = turtle.value(rdflib.URIRef(f"{EVENT}ev-denied"), EV["denotedBy"])
    assert [str(turtle.value(node, EV["quote"])) for node in turtle.objects(denied, EV["attributedTo"])] == [
        "its ministry"
    ]


def test_the_events_stand_first_in_the_order_asked_for(store, statements):
    nodes = statements_to_jsonld(statements)["@graph"]
    assert [node["id"].rpartition("/")[2] for node in nodes[:3]] == ["ev-denied", "ev-bomb", "ev-visit"]
    assert nodes[0]["a"] == "Event"
    assert nodes[0]["patientPhrase"] == "the harbour"
    assert nodes[1]["support"] == 2
    assert describe_events(Catalog(store), []) == ()
    assert statements == describe_events(Catalog(store), [f"{EVENT}ev-denied", f"{EVENT}ev-bomb", f"{EVENT}ev-visit"])


def test_any_text_survives_both_forms():
    words = 'a "quoted" \\ back\nslash\r\t\x00\x7f\x85\u2028🚢 <b>'.replace("\x00", "")
    given = [
        Statement("urn:x", str(rdflib.DCTERMS.title), words, str(rdflib.XSD.string)),
        Statement("urn:x", str(rdflib.DCTERMS.issued), "2020-01", str(rdflib.XSD.gYearMonth)),
        Statement("urn:x", str(EV["confidence"]), "0.5", str(rdflib.XSD.decimal)),
        Statement("urn:x", "urn:other#p", "https://w3id.org/whodid/type/a.b", None),
        Statement("urn:x", str(EV["begin"]), "007", str(rdflib.XSD.integer)),
    ]
    one = rdflib.Graph().parse(data=statements_to_turtle(given), format="turtle")
    other = rdflib.Graph().parse(data=json.dumps(statements_to_jsonld(given)), format="json-ld")
    assert str(one.value(rdflib.URIRef("urn:x"), rdflib.DCTERMS.title)) == words
    assert set(one) == set(other)


@pytest.mark.parametrize("write", [network_to_graphml, network_to_gexf])
def test_a_network_of_rows_is_written_with_its_attributes(store, write):
    found = network_of(Catalog(store), EventFilter(), bounds=NetworkBounds())
    graph = network_to_networkx(found)
    assert graph["red-crescent"]["families"]["AID recipient Reported"]["events"] == "ev-aid"
    assert graph.nodes["families"]["country"] == ""
    assert write(graph) == write(network_to_networkx(found))
    assert b"recipient" in write(graph)


def test_many_events_are_described_as_each_is(store):
    """They are asked for in portions."""
    catalog = Catalog(store)
    iris = sorted(catalog.events())
    assert len(iris) > 4
    each = {statement for iri in iris for statement in describe_events(catalog, [iri])}
    assert set(describe_events(catalog, iris)) == each
