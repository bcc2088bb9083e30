"""Whether what `kg export` writes of a store loads where users take it, with the counts that the store itself gives.

    python tests/bench/make_events.py STORE --events 10000 --index
    python tests/bench/bench_exports.py STORE [--only nquads trig …] [--without rdflib …]

For each format a line with what the export took and the size of the file; below it a line for each tool that reads it:
what it found, its seconds of processor and its memory at most, in a process of its own. A count that is not the store's
is told, and the exit status is then 1. rdflib holds some 1 kB a quad in memory: leave it out of what is large.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = Path(__file__).parents[1] / "export" / "schemas"
EV = "https://w3id.org/whodid/ontology#"
OXIGRAPH = {"nquads": "N_QUADS", "trig": "TRIG", "turtle": "TURTLE", "jsonld": "JSON_LD"}
STORE = "store"
"""What reads the store itself, among the readers of files."""
Counts = dict[str, int]


def expected(path: Path) -> dict[str, Counts]:
    """What each format must hold, counted in the store."""
    from kg.query.catalog import Catalog
    from kg.query.mentions import each_mention
    from kg.store import ReadStore

    def count(store: ReadStore, pattern: str) -> int:
        (row,) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return int(str(row["n"]))

    with ReadStore.open(path) as store:
        n_events = count(store, "?e a ev:Event")
        whole = {"quads": store.n_quads(), "graphs": len(store.engine.graphs())}
        merged = {"triples": count(store, "?s ?p ?o"), "events": n_events}
        parties: dict[str, dict[str, set[str]]] = {}
        rows = store.select(
            "SELECT ?e ?role ?who WHERE { VALUES ?role { ev:agent ev:patient ev:recipient ev:participant } "
            "?e a ev:Event ; ?role ?who }"
        )
        for row in rows:
            role = str(row["role"]).rpartition("#")[2]
            parties.setdefault(str(row["e"]), {}).setdefault(role, set()).add(str(row["who"]))
        edges = [pair for found in parties.values() for pair in _pairs(found)]
        network = {"nodes": len({actor for pair in edges for actor in pair}), "edges": len(edges)}
        n_mentions = sum(1 for _ in each_mention(Catalog(store)))
    return {
        "nquads": whole, "trig": whole, "turtle": merged, "jsonld": merged, "graphml": network, "gexf": network,
        "csv": {"events": n_events}, "geojson": {"events": n_events}, "mentions": {"mentions": n_mentions},
    }  # fmt: skip


def _pairs(found: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Who is joined by an event: the doers with those it is done to, or all with each other where there are none."""
    agents = found.get("agent", set())
    ways = [(agents, found.get(role, set())) for role in ("patient", "recipient")]
    pairs = [(one, other) for doers, others in ways for one in doers for other in others if one != other]
    if any(others for _, others in ways):
        return pairs
    return list(combinations(sorted(agents | found.get("participant", set())), 2))


def _rdflib_quads(file: Path) -> Counts:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(file, format=file.suffix[1:])
    graphs = Counter(str(graph) for *_, graph in dataset.quads())
    return {"quads": graphs.total(), "graphs": len(graphs)}


def _oxigraph_quads(file: Path) -> Counts:
    import pyoxigraph as ox

    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        store = ox.Store(folder)
        store.bulk_load(path=str(file), format=getattr(ox.RdfFormat, OXIGRAPH[file.suffix[1:]]))
        found = {"quads": len(store), "graphs": sum(1 for _ in store.named_graphs())}
        del store
    return found


def _rdflib_triples(file: Path) -> Counts:
    import rdflib

    graph = rdflib.Graph().parse(file, format={"jsonld": "json-ld"}.get(file.suffix[1:], file.suffix[1:]))
    events = graph.triples((None, rdflib.RDF.type, rdflib.URIRef(f"{EV}Event")))
    return {"triples": len(graph), "events": sum(1 for _ in events)}


def _oxigraph_triples(file: Path) -> Counts:
    import pyoxigraph as ox

    graph = ox.Dataset(ox.parse(path=str(file), format=getattr(ox.RdfFormat, OXIGRAPH[file.suffix[1:]])))
    events = {quad.subject for quad in graph.quads_for_object(ox.NamedNode(f"{EV}Event"))}
    return {"triples": len(graph), "events": len(events)}


def _plain_json(file: Path) -> Counts:
    """Read as a programmer does, with the words of the context and no RDF: agents have names, places a label."""
    nodes = json.loads(file.read_bytes())["@graph"]
    events = [node for node in nodes if node.get("a") == "Event"]
    for event in events:
        agents = event.get("agent", [])
        for agent in agents if isinstance(agents, list) else [agents]:
            agent["prefLabel"]
        if "place" in event:
            event["place"]["prefLabel"]
    return {"events": len(events)}


def _networkx(file: Path) -> Counts:
    import networkx as nx

    read = nx.read_graphml if file.suffix == ".graphml" else nx.read_gexf
    graph = read(file)
    return {"nodes": len(graph), "edges": graph.number_of_edges()}


def _schema(file: Path) -> Counts:
    from lxml import etree

    rules = etree.RelaxNG(etree.parse(SCHEMAS / f"{file.suffix[1:]}.rng"))
    tree = etree.parse(file)
    rules.assertValid(tree)
    return {f"{kind}s": sum(1 for _ in tree.iter(f"{{*}}{kind}")) for kind in ("node", "edge")}


def _geojson(file: Path) -> Counts:
    import geojson

    collection = geojson.loads(file.read_text(encoding="utf-8"))
    if not collection.is_valid:
        raise ValueError(collection.errors())
    return {"events": len(collection["features"])}


def _pandas(file: Path) -> Counts:
    import pandas as pd

    if file.suffix == ".mentions":
        return {"mentions": len(pd.read_json(file, lines=True))}
    return {"events": pd.read_csv(file)["id"].nunique()}


def _duckdb(file: Path) -> Counts:
    import duckdb

    is_csv = file.suffix == ".csv"
    read = duckdb.read_csv if is_csv else duckdb.read_json
    (found,) = read(str(file)).aggregate("count(DISTINCT id)" if is_csv else "count(*)").fetchall()[0]
    return {"events" if is_csv else "mentions": found}


READERS: dict[str, dict[str, Callable[[Path], Counts]]] = {
    "nquads": {"pyoxigraph": _oxigraph_quads, "rdflib": _rdflib_quads},
    "trig": {"pyoxigraph": _oxigraph_quads, "rdflib": _rdflib_quads},
    "turtle": {"pyoxigraph": _oxigraph_triples, "rdflib": _rdflib_triples},
    "jsonld": {"json": _plain_json, "pyoxigraph": _oxigraph_triples, "rdflib": _rdflib_triples},
    "graphml": {"networkx": _networkx, "schema": _schema},
    "gexf": {"networkx": _networkx, "schema": _schema},
    "geojson": {"geojson": _geojson},
    "csv": {"pandas": _pandas, "duckdb": _duckdb},
    "mentions": {"pandas": _pandas, "duckdb": _duckdb},
}


def run(*command: str) -> tuple[str, str]:
    """What a command says, and what it took; SystemExit if it fails."""
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            raise TypeError("the command has no pipe")
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = status
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return said, f"{used.ru_utime + used.ru_stime:.1f} s of CPU, at most {used.ru_maxrss / 1024:.0f} MiB"


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--only", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--without", nargs="+", default=[], metavar="TOOL")
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.reader is not None:  # in a process of its own: a child's memory at most is never less than its parent's
        read = expected if asked.reader == STORE else READERS[asked.store.suffix[1:]][asked.reader]
        print(json.dumps(read(asked.store)))
        return 0
    wanted, is_right = json.loads(run(__file__, str(asked.store), "--reader", STORE)[0]), True
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"events.{name}"
            _, took = run("-m", "kg", "export", "--store", str(asked.store), "--format", name, "--out", str(file))
            print(f"{name}: {took}; {file.stat().st_size / 1e6:.0f} MB; in the store {wanted[name]}", flush=True)
            for tool in READERS[name]:
                if tool in asked.without:
                    continue
                said, took = run(__file__, str(file), "--reader", tool)
                found = json.loads(said)
                is_same = all(wanted[name][what] == count for what, count in found.items())
                is_right &= is_same
                print(f"  {tool}: {found if is_same else f'NOT THE SAME: {found}'}; {took}", flush=True)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
