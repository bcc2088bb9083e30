"""What only a store on a server has: its address, its user, its one writer's note, and patterns within a graph."""

from __future__ import annotations

import runpy
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryTimeout, StoreError
from kg.model import ArticleRecord, MergedGraph
from kg.store import ReadStore, Run, WriteStore, add_run, books, runs, server_home
from kg.store.engine import Batch
from kg.store.prologue import form_of, within_graph
from kg.store.server import BOOKS, ENDPOINTS_VARIABLE, Server
from kg.store.terms import node, text
from kg.vocab import MERGED_GRAPH

SERVERS = runpy.run_path(str(Path(__file__).with_name("servers.py")))
Make = Callable[..., ArticleRecord]
MakeGraph = Callable[..., MergedGraph]

pytestmark = pytest.mark.skipif(SERVERS["why_not"]("oxigraph") is not None, reason=str(SERVERS["why_not"]("oxigraph")))


@pytest.fixture(scope="module")
def started() -> Iterator[object]:
    server = SERVERS["OxigraphServer"]()
    yield server
    server.stop()


@pytest.fixture
def address(started) -> str:  # type: ignore[no-untyped-def]
    started.clear()
    found: str = started.address
    return found


def note(token: str, lapses: float) -> ox.Quad:
    return ox.Quad(node(f"https://w3id.org/whodid/store/writer#{token}"), books.WRITER, text(str(lapses)), BOOKS)


def test_second_writer_is_told_who_writes_and_until_when(address: str) -> None:
    with WriteStore.open(address), pytest.raises(StoreError, match=r"by another process \(\d+ on .+\).*until \d\d:"):
        WriteStore.open(address)
    WriteStore.open(address).close()


def test_note_of_a_killed_writer_lapses(address: str) -> None:
    Server(address).write(Batch(add=[note("host:7:ab", time.time() - 1)]))
    with WriteStore.open(address):
        assert [q for q in Server(address).quads(None, books.WRITER, None, BOOKS) if "host:7" in str(q)] == []
    assert list(Server(address).quads(None, books.WRITER, None, BOOKS)) == []


def test_writer_that_slept_too_long_writes_no_more(
    address: str, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_home, "LEASE_S", 0.2)
    with WriteStore.open(address) as store:
        Server(address).write(Batch(add=[note("host:7:ab", time.time() + 60)]))
        time.sleep(0.3)  # the thread that renews the note has looked by then
        with pytest.raises(StoreError, match="another process writes"):  # noqa: PT012 -- the note may be seen late
            for number in range(100):
                store.replace([make_record(f"a{number}")])
                time.sleep(0.02)


def test_other_data_on_the_server_is_left_alone(address: str, make_record: Make, make_graph: MakeGraph) -> None:
    Server(address).update("INSERT DATA { <x:s> <x:p> 1 . GRAPH <x:g> { <x:s> <x:p> 2 } }")
    record = make_record("a")
    with WriteStore.open(address) as store:
        store.replace([record])
        store.write_merged(make_graph(record))
        store.publish()
    with ReadStore.open(address) as reader:
        assert reader.verify() == []
        assert b"x:p" not in reader.query("SELECT * { ?s ?p ?o }")
        assert reader.n_bytes() is None
    with WriteStore.open(address) as store:
        store.delete("a")
        store.write_merged(MergedGraph())
        store.publish()
    answer = Server(address).query("SELECT * { { ?s <x:p> ?n } UNION { GRAPH ?g { ?s <x:p> ?n } } }")
    assert isinstance(answer, ox.QuerySolutions)
    assert len(list(answer)) == 2


def test_runs_are_kept_on_the_server(address: str) -> None:
    WriteStore.open(address).close()
    first = Run(action="build", started="2026-01-02T03:04:05Z", seconds=1.5, counts={"articles": 2})
    second = Run(action="delete", started="2026-01-03T03:04:05Z", seconds=0.1)
    add_run(address, first)
    add_run(address, second)
    assert runs(address) == [first, second]


def test_store_of_another_format_is_refused(address: str) -> None:
    Server(address).write(Batch(add=[ox.Quad(books.STORE, books.FORMAT, text("9"), BOOKS)]))
    for opening in (WriteStore.open, ReadStore.open):
        with pytest.raises(StoreError, match="has format '9'"):
            opening(address)


def test_server_without_a_store(address: str) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        ReadStore.open(address)
    WriteStore.open(address).close()
    with pytest.raises(StoreError, match="not built to its end"):
        ReadStore.open(address)


def test_no_server_there() -> None:
    for opening in (WriteStore.open, ReadStore.open):
        with pytest.raises(StoreError, match="cannot be reached"):
            opening(f"http://127.0.0.1:{SERVERS['free_port']()}")


def test_password_is_in_no_message() -> None:
    with pytest.raises(StoreError) as caught:
        ReadStore.open(f"http://me:topsecret@127.0.0.1:{SERVERS['free_port']()}/ds")
    assert "topsecret" not in str(caught.value)
    assert "/ds" in str(caught.value)


def test_something_else_at_the_address(address: str) -> None:
    with pytest.raises(StoreError, match="no SPARQL server that is known here"):
        ReadStore.open(f"{address}/nowhere")


def test_endpoints_may_be_given(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without a graph store: whole graphs come by queries then.
    monkeypatch.setenv(ENDPOINTS_VARIABLE, f"{address}/query {address}/update")
    with WriteStore.open("http://elsewhere.invalid") as store:
        store.publish()
    monkeypatch.setenv(ENDPOINTS_VARIABLE, "one")
    with pytest.raises(StoreError, match="has 1 addresses"):
        ReadStore.open("http://elsewhere.invalid")


def test_query_that_takes_too_long_is_given_up(address: str, make_record: Make, make_graph: MakeGraph) -> None:
    record = make_record("a")
    with WriteStore.open(address) as store:
        store.replace([record])
        store.write_merged(make_graph(record))
        store.publish()
    with ReadStore.open(address) as reader, pytest.raises(QueryTimeout, match=r"after 0\.3 s"):
        reader.query(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", time_limit_s=0.3
        )


@pytest.mark.parametrize(
    ("query", "within"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH <g> {  ?s ?p ?o \n } }"),
        ("ASK { ?s ?p '}' # }\n }", "ASK { GRAPH <g> {  ?s ?p '}' # }\n \n } }"),
        ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p 1 } WHERE { GRAPH <g> {  ?s ?p ?o \n } }"),
        ("SELECT * { ?s ?p ?o } VALUES ?s { <x> }", "SELECT * { GRAPH <g> {  ?s ?p ?o \n } } VALUES ?s { <x> }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None),
        ("DESCRIBE ?s { ?s ?p ?o }", None),
    ],
)
def test_pattern_goes_into_the_graph(query: str, within: str | None) -> None:
    assert within_graph(query, "<g>") == within


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
        "SELECT (COUNT(*) AS ?n) (EXISTS { <x:s> ?p ?o } AS ?any) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER BY EXISTS { ?s <x:p> 1 } ?s",
        "SELECT ?s { ?s ?p ?o { SELECT ?s { ?s <x:p> ?x } LIMIT 1 } GRAPH ?g { ?y <x:q> ?s } }",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o MINUS { ?s <x:q> ?z } } GROUP BY ?s HAVING(COUNT(?o) > 0) ORDER BY ?s",
        "SELECT * { ?s ?p ?o } ORDER BY ?o VALUES ?s { <x:s> }",
        "ASK { <x:s> <x:p> 1 }",
    ],
)
def test_pattern_in_a_graph_asks_the_same_as_a_default_graph(query: str) -> None:
    store = ox.Store()
    store.update(
        f"INSERT DATA {{ GRAPH <{MERGED_GRAPH}> {{ <x:s> <x:p> 1, 2 . <x:t> <x:p> 3 ; <x:q> 1 }}"
        " GRAPH <x:g> { <x:a> <x:q> <x:s> . <x:s> <x:p> 9 } }"
    )
    inside = within_graph(query, f"<{MERGED_GRAPH}>")
    assert inside is not None
    assert form_of(query) in ("SELECT", "ASK")
    answers = [store.query(query, default_graph=node(MERGED_GRAPH)), store.query(inside)]
    one, other = (answer.serialize(format=ox.QueryResultsFormat.JSON) for answer in answers)  # type: ignore[union-attr]
    assert one == other
