import errno
import io
import os
import shutil
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg.errors import QueryError, StoreError
from kg.export.files import export_store
from kg.export.graph_files import gexf, graphml
from kg.export.network import EventNetwork
from kg.export.rdf import FORMATS, write_rdf
from kg.query.catalog import Catalog
from kg.query.events import each_event
from kg.query.filters import EventFilter
from kg.query.index.files import make_index
from kg.store import ReadStore


def network_of(store, *, name="{}"):
    catalog = Catalog(store)
    actors = {key: replace(row, name=name.format(row.name)) for key, row in catalog.actors().items()}
    return EventNetwork(each_event(catalog, EventFilter()), actors)


def test_edges_lead_from_the_doer_to_whom_it_is_done(store):
    with network_of(store) as network:
        nodes, edges = dict(network.nodes()), {edge[:2]: edge[2:] for edge in network.edges()}
    assert set(edges) == {("red-crescent", "families"), ("norland", "sudria")}
    key, aid = edges["red-crescent", "families"]
    assert key == "ev-aid recipient"
    assert (aid["type"], aid["relation"], aid["sign"], aid["date"]) == ("AID", "recipient", 1, "")
    assert edges["norland", "sudria"][1]["relation"] == "with"
    assert nodes["families"] == {
        "label": "families", "kind": "group", "country": "", "iri": "https://w3id.org/whodid/id/actor/families",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("write", "read", "name"),
    [(graphml, nx.read_graphml, "type"), (gexf, nx.read_gexf, "event_type")],
    ids=["graphml", "gexf"],
)
def test_network_files_read_back_and_are_the_same_every_time(store, write, read, name):
    with network_of(store, name='{} \x00<&\x0b"') as network:
        written = b"".join(write(network.nodes(), network.edges()))
        assert written == b"".join(write(network.nodes(), network.edges()))
    shown = read(io.BytesIO(written))
    assert set(shown.nodes) == {"red-crescent", "families", "norland", "sudria"}
    assert shown.nodes["norland"]["label"] == 'Norland  <& "'
    assert {attributes[name] for _, _, attributes in shown.edges(data=True)} == {"AID", "CONSULT"}
    assert all(isinstance(attributes["confidence"], float) for _, _, attributes in shown.edges(data=True))


@pytest.mark.parametrize(("write", "schema"), [(graphml, "graphml"), (gexf, "gexf")])
def test_network_files_keep_to_their_schemas(store, write, schema):
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / f"{schema}.rng"))
    with network_of(store) as network:
        rules.assertValid(etree.fromstring(b"".join(write(network.nodes(), network.edges()))))
    rules.assertValid(etree.fromstring(b"".join(write([], []))))


@pytest.mark.parametrize("write", [graphml, gexf])
def test_network_files_are_those_of_networkx(store, write):
    """What networkx writes of the same network reads back as the same."""
    with network_of(store) as network:
        ours = b"".join(write(network.nodes(), network.edges()))
        theirs: nx.MultiDiGraph = nx.MultiDiGraph()
        theirs.add_nodes_from(network.nodes())
        for source, target, key, attributes in network.edges():
            theirs.add_edge(source, target, key=key.replace(" ", "."), **attributes)
    output = io.BytesIO()
    if write is graphml:
        nx.write_graphml(theirs, output, named_key_ids=True)
        one, other = (nx.read_graphml(io.BytesIO(text)) for text in (ours, output.getvalue()))
        assert dict(one.edges) == dict(other.edges)
    else:
        for *_, attributes in theirs.edges(data=True):
            attributes["event_type"] = attributes.pop("type")
        nx.write_gexf(theirs, output)
        one, other = (nx.read_gexf(io.BytesIO(text)) for text in (ours, output.getvalue()))
        assert set(one.edges()) == set(other.edges())
    assert dict(one.nodes) == dict(other.nodes)


def test_the_index_gives_the_bytes_of_the_graph(store, tmp_path):
    copy = tmp_path / "store"
    shutil.copytree(store.name, copy)
    for name in ("graphml", "gexf", "csv", "geojson"):
        written = []
        for is_indexed in (False, True):
            if is_indexed:
                make_index(copy)
            else:
                shutil.rmtree(copy / "index", ignore_errors=True)
            output = io.BytesIO()
            with ReadStore.open(copy) as opened:
                export_store(opened, name, output)
            written.append(output.getvalue())
        assert written[0] == written[1]
        assert written[0]


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


def test_a_full_folder_for_temporary_files_is_said(store, monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kg.export.network.tempfile.TemporaryFile", full)
    with pytest.raises(StoreError, match=r"No space left on device.*TMPDIR"):
        export_store(store, "graphml", io.BytesIO())
