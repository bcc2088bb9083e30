"""The service beside other engines with the same merged graph: rdflib, `oxigraph serve` and Virtuoso.

    python tests/bench/make_events.py STORE --events 10000 --index
    python tests/bench/bench_engines.py STORE [--repeat 12] [--without rdflib] [--folder FOLDER]

Each of them gets the merged graph as N-Triples, and the same questions as SPARQL; the service gets them as its own
routes. Prints the middle of the seconds that an answer took, in milliseconds, the processor time of each answer in
the mean, which tells more on a machine with other work, and the time that loading took. In a
folder that is given the engines keep what they loaded (not rdflib, which has it in memory): a second run only asks.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx2
import pyoxigraph as ox
import rdflib
import requests

from kg.store import ReadStore, books
from kg.vocab import PREFIXES

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
from bench_service import free_port, processor_s, running
from servers import OxigraphServer, VirtuosoServer, why_not

if TYPE_CHECKING:
    from collections.abc import Callable

GRAPH = books.MERGED.value
_AT_A_TIME = 100_000
_ACTOR = "<https://w3id.org/whodid/id/actor/actor-{n}>"
_ROLES = "VALUES ?role { ev:agent ev:patient ev:recipient ev:instrument ev:participant }"

QUESTIONS: dict[str, tuple[str, str]] = {
    "who did what, by actor and dates": (
        f"SELECT DISTINCT ?event ?label ?day WHERE {{ {_ROLES} ?event ?role {_ACTOR} ; rdfs:label ?label ; "
        "ev:time ?time . ?time sem:hasEarliestBeginTimeStamp ?day . "
        "FILTER(STR(?day) >= '{year}-01-01' && STR(?day) <= '{year}-12-31')"
        " } ORDER BY ?day LIMIT 50",
        "/events?actor=actor-{n}&from={year}-01-01&to={year}-12-31",
    ),
    "word": (
        "SELECT ?event ?label WHERE { ?event a ev:Event ; rdfs:label ?label . FILTER(CONTAINS(?label, ' {word} ')) } "
        "LIMIT 50",
        "/events?q={word}",
    ),
    "map box": (
        "SELECT ?event WHERE { ?place wgs84:lat ?lat ; wgs84:long ?lon . FILTER(?lat >= {s} && ?lat <= {s} + 8 && "
        "?lon >= {w} && ?lon <= {w} + 10) ?event ev:place ?place } LIMIT 50",
        "/events?bbox={w},{s},{w10},{s8}",
    ),
    "timeline of an actor": (
        f"SELECT ?month (COUNT(DISTINCT ?event) AS ?n) WHERE {{ {_ROLES} ?event ?role {_ACTOR} ; ev:time ?time . ?time "
        "sem:hasEarliestBeginTimeStamp ?day . BIND(SUBSTR(STR(?day), 1, 7) AS ?month) } "
        "GROUP BY ?month ORDER BY ?month",
        "/timeline?by=month&actor=actor-{n}",
    ),
    "pair counts": (
        "SELECT ?a ?b (COUNT(?event) AS ?n) WHERE { ?event ev:agent ?a ; ev:patient ?b } GROUP BY ?a ?b "
        "ORDER BY DESC(?n) LIMIT 200",
        "/network?max_nodes={nodes}",
    ),
    "one actor's counts by role": (
        f"SELECT ?role (COUNT(DISTINCT ?event) AS ?n) WHERE {{ {_ROLES} ?event ?role {_ACTOR} }} GROUP BY ?role",
        "/actors/actor-{n}",
    ),
    "one actor's counts by role and type, and with whom": (
        f"SELECT ?what ?value ?n WHERE {{ {{ SELECT ('role' AS ?what) (?role AS ?value) (COUNT(DISTINCT ?event) AS ?n) "
        f"{{ {_ROLES} ?event ?role {_ACTOR} }} GROUP BY ?role }} UNION {{ SELECT ('type' AS ?what) (?type AS ?value) "
        f"(COUNT(DISTINCT ?event) AS ?n) {{ {_ROLES} ?event ?role {_ACTOR} ; ev:type ?type }} GROUP BY ?type }} UNION "
        f"{{ SELECT ('with' AS ?what) (?other AS ?value) (COUNT(DISTINCT ?event) AS ?n) {{ {_ROLES} "
        f"{_ROLES.replace('?role', '?also')} ?event ?role {_ACTOR} ; ?also ?other FILTER(?other != {_ACTOR}) }} "
        "GROUP BY ?other ORDER BY DESC(?n) LIMIT 10 } }",
        "/actors/actor-{n}",
    ),
}


def filled(text: str, rng: random.Random) -> str:
    """A question with other values."""
    west, south = rng.randrange(-170, 160), rng.randrange(-50, 60)
    values = {
        "n": rng.randrange(20), "year": rng.randrange(2019, 2025), "word": rng.choice(("river", "market", "treaty")),
        "w": west, "s": south, "w10": west + 10, "s8": south + 8, "nodes": rng.randrange(100, 250),
    }  # fmt: skip
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


class Engine(Protocol):
    """Something that answers."""

    def ask(self, query: str) -> None:
        """Answers a SPARQL query, whole."""


class Embedded:
    """Oxigraph in this process, on disk."""

    def __init__(self, file: Path, folder: Path) -> None:
        is_loaded = folder.exists()
        self._store = ox.Store(str(folder))
        if not is_loaded:
            self._store.bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES)

    def ask(self, query: str) -> None:
        self._store.query(query).serialize(format=ox.QueryResultsFormat.JSON)


class Rdflib:
    """rdflib in this process, in memory."""

    def __init__(self, file: Path) -> None:
        self._graph = rdflib.Graph()
        self._graph.parse(str(file), format="nt")

    def ask(self, query: str) -> None:
        self._graph.query(query).serialize(format="json")


class Remote:
    """A server, over HTTP."""

    def __init__(self, query_address: str, auth: tuple[str, str] | None = None) -> None:
        self._address, self._session = query_address, requests.Session()
        self._session.auth = auth

    def ask(self, query: str) -> None:
        reply = self._session.post(
            self._address, data={"query": query, "default-graph-uri": GRAPH}, timeout=600,
            headers={"Accept": "application/sparql-results+json"},
        )  # fmt: skip
        reply.raise_for_status()


def measure(name: str, ask: Callable[[str], None], *, which: int, repeat: int, processor: Callable[[], float]) -> None:
    """Prints two lines for one engine: the middle by the clock, and the processor's seconds in the mean."""
    clock, used = [], []
    for question in QUESTIONS.values():
        rng, seconds = random.Random(3), []
        before = processor()
        for _ in range(repeat):
            text = filled(question[which], rng)
            began = time.perf_counter()
            ask(text)
            seconds.append(time.perf_counter() - began)
            if sum(seconds) > 30:
                break
        used.append(f"{1000 * (processor() - before) / len(seconds):10.1f}")
        clock.append(f"{1000 * sorted(seconds)[len(seconds) // 2]:10.1f}")
    print(f"{name:28}{''.join(clock)}")
    print(f"{'  processor':28}{''.join(used)}", flush=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--repeat", type=int, default=12)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--folder", type=Path, help="where the engines keep what they loaded")
    asked = parser.parse_args()
    prologue = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()) + "\n"
    for number, question in enumerate(QUESTIONS):
        print(f"{number + 1}: {question}")
    print(f"{'milliseconds':28}" + "".join(f"{number + 1:10}" for number in range(len(QUESTIONS))), flush=True)
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(asked.store), "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    with running(command, port) as served, httpx2.Client(base_url=base, timeout=600) as client:
        while client.get("/health").status_code != 200:
            time.sleep(0.2)
        measure("whodid's service", lambda path: client.get(path).raise_for_status(), which=1, repeat=asked.repeat,
                processor=lambda: processor_s(served.pid))  # fmt: skip
    with contextlib.ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        file = folder / "merged.nt"
        if not file.exists():
            with ReadStore.open(asked.store) as store, file.open("w") as out:
                for quad in store.engine.quads(graph=books.MERGED):
                    out.write(f"{quad.triple} .\n")
        for engine, start in (
            ("pyoxigraph", lambda: Embedded(file, folder / "embedded")),
            ("oxigraph", lambda: _oxigraph(file, folder / "oxigraph")),
            ("virtuoso", lambda: _virtuoso(file, folder / "virtuoso")),
            ("rdflib", lambda: Rdflib(file)),
        ):
            reason = why_not(engine)
            if engine in asked.without or reason:
                print(f"{engine:28} left out {reason or ''}")
                continue
            began = time.perf_counter()
            running_engine = start()
            print(f"{engine:28} loaded in {time.perf_counter() - began:.0f} s", flush=True)
            pid = SERVERS[-1].pid if isinstance(running_engine, Remote) else os.getpid()
            measure(engine, lambda query, at=running_engine: at.ask(prologue + query), which=0, repeat=asked.repeat,
                    processor=lambda pid=pid: processor_s(pid))  # type: ignore[misc]  # fmt: skip
            if isinstance(running_engine, Remote):
                server = SERVERS.pop()
                if isinstance(server, VirtuosoServer):
                    server.stop(is_kept=True)
                else:
                    server.stop()


SERVERS: list[OxigraphServer | VirtuosoServer] = []


def _oxigraph(file: Path, folder: Path) -> Remote:
    if not folder.exists():
        # over HTTP it takes six times as long, and its log is read again at each start
        binary = Path(sys.executable).with_name("oxigraph")
        command = [binary, "load", "--location", folder, "--file", file, "--graph", GRAPH]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    server = OxigraphServer(folder)
    SERVERS.append(server)
    return Remote(f"{server.address}/query")


def _virtuoso(file: Path, folder: Path) -> Remote:
    is_loaded = folder.exists()
    server = VirtuosoServer(folder)
    SERVERS.append(server)
    port = server.address.rpartition(":")[2]
    if not is_loaded:
        # millions of triples in one request never get an answer
        with file.open("rb") as triples:
            while part := b"".join(islice(triples, _AT_A_TIME)):
                requests.post(f"http://127.0.0.1:{port}/sparql-graph-crud-auth", params={"graph-uri": GRAPH}, data=part,
                              timeout=300, auth=requests.auth.HTTPDigestAuth("dba", "dba"),
                              headers={"Content-Type": "application/n-triples"}).raise_for_status()  # fmt: skip
    return Remote(f"http://127.0.0.1:{port}/sparql")


if __name__ == "__main__":
    main()
