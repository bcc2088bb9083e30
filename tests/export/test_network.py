import io
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg.errors import QueryError
from kg.export.network import actor_network, network_to_gexf, network_to_graphml
from kg.export.rdf import FORMATS, write_rdf
from kg.model import Status


def test_edges_lead_from_the_doer_to_whom_it_is_done(graph):
    network = actor_network(graph)
    edges = {(source, target): attributes for source, target, attributes in network.edges(data=True)}
    assert set(edges) == {("red-crescent", "families"), ("norland", "sudria")}
    aid = edges["red-crescent", "families"]
    assert (aid["type"], aid["relation"], aid["sign"], aid["date"]) == ("AID", "recipient", 1, "")
    assert edges["norland", "sudria"]["relation"] == "with"
    assert network.nodes["families"] == {
        "label": "families", "kind": "group", "country": "", "iri": "https://w3id.org/whodid/id/actor/families",
    }  # fmt: skip


def test_events_can_be_left_out(graph):
    assert not actor_network(graph, keep=lambda event: event.status is Status.DENIED)


@pytest.mark.parametrize(
    ("write", "read", "name"),
    [(network_to_graphml, nx.read_graphml, "type"), (network_to_gexf, nx.read_gexf, "event_type")],
    ids=["graphml", "gexf"],
)
def test_network_files_read_back_and_are_the_same_every_time(graph, write, read, name):
    hostile = replace(graph, actors=tuple(replace(actor, name=f"{actor.name} \x00<&\x0b") for actor in graph.actors))
    network = actor_network(hostile)
    written = write(network)
    assert written == write(actor_network(hostile))
    shown = read(io.BytesIO(written))
    assert set(shown.nodes) == {"red-crescent", "families", "norland", "sudria"}
    assert shown.nodes["norland"]["label"] == "Norland  <& "
    assert {attributes[name] for _, _, attributes in shown.edges(data=True)} == {"AID", "CONSULT"}


@pytest.mark.parametrize(("write", "schema"), [(network_to_graphml, "graphml"), (network_to_gexf, "gexf")])
def test_network_files_keep_to_their_schemas(graph, write, schema):
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / f"{schema}.rng"))
    rules.assertValid(etree.fromstring(write(actor_network(graph))))


@pytest.mark.parametrize("name", FORMATS)
def test_rdf_is_written_in_every_format(store, name):
    output, again = io.BytesIO(), io.BytesIO()
    write_rdf(store, output, format=name)
    write_rdf(store, again, format=name)
    assert b"ev-bomb" in output.getvalue()
    assert output.getvalue() == again.getvalue()


def test_sorted_quads_hold_every_graph(store):
    output = io.BytesIO()
    write_rdf(store, output, format="nquads")
    lines = output.getvalue().splitlines()
    assert lines == sorted(lines)
    assert len({line.split()[-2] for line in lines}) == 5


def test_an_unknown_format_is_refused(store):
    with pytest.raises(QueryError, match="no RDF format"):
        write_rdf(store, io.BytesIO(), format="pdf")
