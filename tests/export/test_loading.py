"""What is exported loads where users take it, with the same contents: other tools read the files here, not we."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from lxml import etree
from rdflib.compare import to_canonical_graph

from kg.export.files import export_store
from kg.query import describe
from kg.store import ReadStore, WriteStore

if TYPE_CHECKING:
    from collections.abc import Callable

EV = "https://w3id.org/whodid/ontology#"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def exported(store) -> Callable[[str], bytes]:  # type: ignore[no-untyped-def]
    def write(name: str) -> bytes:
        output = io.BytesIO()
        export_store(store, name, output)
        return output.getvalue()

    return write


@pytest.fixture(scope="module")
def quads(exported: Callable[[str], bytes]) -> set[ox.Quad]:
    return set(ox.parse(exported("nquads"), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("name", "format_"), [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)], ids=["nquads", "trig"]
)
def test_all_graphs_load_into_oxigraph_as_they_are(
    exported: Callable[[str], bytes], quads: set[ox.Quad], name: str, format_: ox.RdfFormat
) -> None:
    loaded = ox.Store()
    loaded.bulk_load(exported(name), format=format_)
    assert set(loaded) == quads


@pytest.mark.parametrize("name", ["nquads", "trig"])
def test_all_graphs_load_into_rdflib_as_they_are(
    exported: Callable[[str], bytes], quads: set[ox.Quad], name: str
) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(name).decode(), format=name)
    loaded = {(str(s), str(p), str(o), str(g)) for s, p, o, g in dataset.quads()}
    written = {(_words(q.subject), _words(q.predicate), _words(q.object), _words(q.graph_name)) for q in quads}
    assert loaded == written


@pytest.mark.parametrize(("name", "format_"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_merged_graph_loads_into_rdflib_as_it_is(
    exported: Callable[[str], bytes], quads: set[ox.Quad], name: str, format_: str
) -> None:
    loaded = rdflib.Graph().parse(data=exported(name).decode(), format=format_)
    lines = "".join(f"{q.triple} .\n" for q in quads if _words(q.graph_name).endswith("/merged"))
    expected = rdflib.Graph().parse(data=lines, format="nt")
    assert set(to_canonical_graph(loaded)) == set(to_canonical_graph(expected))


def test_framed_json_ld_reads_like_json(exported: Callable[[str], bytes]) -> None:
    whole = json.loads(exported("jsonld"))
    events = [node for node in whole["@graph"] if node.get("a") == "Event"]
    assert whole["@graph"][: len(events)] == events
    bomb = next(node for node in events if node["identifier"] == "ev-bomb")
    assert bomb["agent"]["prefLabel"] == "Norland"
    assert bomb["place"]["prefLabel"] == "Port Émile"
    assert bomb["time"]["precision"] == "day"
    assert bomb["time"]["hasEarliestBeginTimeStamp"] == "2021-05-03"
    assert bomb["support"] == 2
    place = next(node for node in whole["@graph"] if node.get("a") == "Place" and node["prefLabel"] == "Port Émile")
    assert place["hasGeometry"]["asWKT"]["@value"].startswith("POINT(")
    assert not [node["id"] for node in whole["@graph"] if "#" in node["id"]]


def test_json_ld_is_the_same_however_many_nodes_are_read_at_a_time(
    exported: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported("jsonld")
    for at_a_time in (1, 2):
        monkeypatch.setattr(describe, "_AT_A_TIME", at_a_time)
        assert exported("jsonld") == whole


@pytest.mark.parametrize("name", ["jsonld", "geojson", "graphml", "gexf", "csv", "turtle"])
def test_an_empty_store_gives_an_empty_file_of_its_kind(tmp_path: Path, name: str) -> None:
    with WriteStore.open(tmp_path / "store") as written:
        written.publish()
    output = io.BytesIO()
    with ReadStore.open(tmp_path / "store") as opened:
        export_store(opened, name, output)
    content = output.getvalue()
    if name in ("graphml", "gexf"):
        assert not list(etree.fromstring(content).iter("{*}node"))
    elif name == "csv":
        assert len(content.splitlines()) == 1
    elif name == "turtle":
        assert not list(rdflib.Graph().parse(data=content.decode(), format="turtle"))
    else:
        assert json.loads(content)["@graph" if name == "jsonld" else "features"] == []


def test_json_ld_means_the_same_to_another_processor(exported: Callable[[str], bytes], quads: set[ox.Quad]) -> None:
    pyld = pytest.importorskip("pyld", reason="needs pyld")
    lines = pyld.jsonld.to_rdf(json.loads(exported("jsonld")), {"format": "application/n-quads"})
    loaded = {quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS)}
    assert loaded == {quad.triple for quad in quads if _words(quad.graph_name).endswith("/merged")}


def test_graphml_is_well_formed_by_its_schema_and_loads(exported: Callable[[str], bytes]) -> None:
    content = exported("graphml")
    root = etree.fromstring(content)
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert root.tag == f"{GRAPHML}graphml"
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"}
    assert {key.get("for") for key in keys.values()} <= {"graph", "node", "edge", "all"}
    nodes = [node.get("id") for node in root.iter(f"{GRAPHML}node")]
    assert len(nodes) == len(set(nodes))
    for edge in root.iter(f"{GRAPHML}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
    for data in root.iter(f"{GRAPHML}data"):
        assert data.get("key") in keys
    assert set(nx.read_graphml(io.BytesIO(content)).nodes) == set(nodes)


def test_gexf_is_well_formed_by_its_schema_and_loads(exported: Callable[[str], bytes]) -> None:
    content = exported("gexf")
    root = etree.fromstring(content)
    space = root.nsmap[None]
    assert space.startswith("http://www.gexf.net/")
    assert root.get("version") in ("1.2", "1.3")
    name = f"{{{space}}}"
    for kind in ("node", "edge"):
        declared = {
            item.get("id")
            for group in root.iter(f"{name}attributes")
            if group.get("class") == kind
            for item in group.iter(f"{name}attribute")
        }
        used = {value.get("for") for item in root.iter(f"{name}{kind}") for value in item.iter(f"{name}attvalue")}
        assert used <= declared
    edges = [edge.get("id") for edge in root.iter(f"{name}edge")]
    assert len(edges) == len(set(edges))
    assert set(nx.read_gexf(io.BytesIO(content)).nodes) == {node.get("id") for node in root.iter(f"{name}node")}


def test_geojson_is_valid(exported: Callable[[str], bytes]) -> None:
    geojson = pytest.importorskip("geojson", reason="needs geojson")
    collection = geojson.loads(exported("geojson").decode())
    assert collection.is_valid, collection.errors()
    assert collection["type"] == "FeatureCollection"
    placed = [feature["geometry"]["coordinates"] for feature in collection["features"] if feature["geometry"]]
    assert placed
    for lon, lat in placed:
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
    # RFC 7946: no other reference system, and ids are strings or numbers.
    assert "crs" not in collection
    assert all(isinstance(feature["id"], str) for feature in collection["features"])


def test_csv_loads_into_pandas_with_its_types(exported: Callable[[str], bytes]) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    frame = pandas.read_csv(io.BytesIO(exported("csv")), keep_default_na=False, na_values=[""])
    assert len(frame) == frame["id"].nunique() == 6
    by_id = frame.set_index("id")
    assert by_id.loc["ev-bomb", "lon"] == -20.25
    assert by_id.loc["ev-bomb", "sentence"].startswith("🚢 Norlandic jets")
    assert by_id.loc["ev-bomb", "articles"] == 2
    assert frame["confidence"].between(0, 1).all()


def test_csv_loads_into_duckdb_with_its_types(exported: Callable[[str], bytes], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    file = tmp_path / "events.csv"
    file.write_bytes(exported("csv"))
    events = duckdb.read_csv(str(file))
    types = dict(zip(events.columns, map(str, events.types), strict=True))
    assert types["lon"] == "DOUBLE"
    assert types["confidence"] == "DOUBLE"
    rows = duckdb.sql("SELECT id, lon, sentence FROM events ORDER BY id").fetchall()
    assert len(rows) == 6
    assert ("ev-bomb", -20.25) in {(row[0], row[1]) for row in rows}
    duckdb.close()


def test_the_benchmark_counts_in_files_what_the_store_has(store: ReadStore) -> None:
    script = Path(__file__).parents[1] / "bench" / "bench_exports.py"
    command = [sys.executable, str(script), store.name, "--only", "graphml", "mentions", "--without", "pandas"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "graphml: " in said
    assert "networkx: {'nodes': 4, 'edges': 2}; " in said
    assert "NOT THE SAME" not in said


def _words(term: object) -> str:
    value: str = term.value  # type: ignore[attr-defined]
    return value
