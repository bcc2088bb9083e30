import json
import runpy
import socket
import time
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryTimeout, RefusedQuery, StoreError
from kg.query import sparql
from kg.query.sparql import BusyError, Limits, Query, QueryPool, _environment, run_query
from kg.store import WriteStore
from kg.vocab import MERGED_GRAPH

STORY = runpy.run_path(str(Path(__file__).with_name("story.py")))
COUNT = "SELECT (COUNT(?event) AS ?n) { ?event a ev:Event }"
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def pool(store_path):
    with QueryPool(store_path, limits=Limits(time_s=1.0, memory_mb=400, rows=500, megabytes=1), n_workers=1) as pool:
        yield pool


def count(pool):
    answer = json.loads(pool.run(Query(text=COUNT)).content)
    return int(answer["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        ("SELECT ?s { ?s a ev:Event }", {
            "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
            "tsv": "text/tab-separated-values"}),
        ("ASK { ?s a ev:Event }", {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml"}),
        ("CONSTRUCT WHERE { ?s a ev:Event }", {
            "turtle": "text/turtle", "ntriples": "application/n-triples", "nquads": "application/n-quads",
            "trig": "application/trig", "jsonld": "application/ld+json"}),
        ("DESCRIBE <https://w3id.org/whodid/id/event/ev-bomb>", {"turtle": "text/turtle"}),
    ],
)  # fmt: skip
def test_every_form_of_query_is_answered_in_every_format_it_has(pool, query, media_types):
    for name, media_type in media_types.items():
        answer = pool.run(Query(text=query, format=name))
        assert answer.media_type == media_type
        assert b"ev-bomb" in answer.content or query.startswith("ASK")


def test_a_format_of_another_form_is_refused(pool):
    with pytest.raises(QueryError, match="cannot be answered as 'turtle'"):
        pool.run(Query(text=COUNT, format="turtle"))
    with pytest.raises(QueryError, match="choose one of turtle"):
        pool.run(Query(text="CONSTRUCT WHERE { ?s ?p ?o }", format="csv"))


def test_the_default_graph_is_the_merged_one_and_articles_are_named_graphs(pool):
    assert count(pool) == 6
    mentions = "ASK { ?s a ev:Mention }"
    assert b"false" in pool.run(Query(text=mentions)).content
    assert b"true" in pool.run(Query(text="ASK { GRAPH ?g { ?s a ev:Mention } }")).content
    graph = "https://w3id.org/whodid/graph/article/talks"
    assert b"true" in pool.run(Query(text=mentions, default_graphs=(graph,))).content
    assert b"true" in pool.run(Query(text=f"ASK FROM <{graph}> {{ ?s a ev:Mention }}")).content
    assert b"false" in pool.run(Query(text=f"ASK {{ GRAPH <{MERGED_GRAPH}> {{ ?s a ev:Mention }} }}")).content


def test_a_syntax_error_says_where(pool):
    with pytest.raises(QueryError, match="1:13"):
        pool.run(Query(text="SELECT WHERE"))
    with pytest.raises(QueryError, match="the prefix there is not declared"):
        pool.run(Query(text="SELECT * { ?event nowhere:agent ?who }"))


@pytest.mark.parametrize(
    "query",
    [CROSS_PRODUCT, "ASK { " + " . ".join(f"?s{i} ?p ?o" for i in range(400)) + " }"],
    ids=["running", "planning"],
)
def test_a_runaway_query_is_stopped_and_the_next_one_answered(pool, query):
    with pytest.raises(QueryTimeout, match="stopped after 1 s"):
        pool.run(Query(text=query))
    assert count(pool) == 6


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "!" * 50_000 + "true) }",
        "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " }",
        "SELECT ?x40 { BIND('abcd' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
        + " }",
    ],
    ids=["stack", "unions", "memory"],
)
def test_a_query_that_ends_its_process_harms_no_other(pool, query):
    with pytest.raises(QueryError, match="was stopped"):
        pool.run(Query(text=query))
    assert count(pool) == 6


def test_too_many_rows_are_an_error_and_never_a_cut(pool):
    with pytest.raises(RefusedQuery, match="more than 500 rows"):
        pool.run(Query(text="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 501"))
    answer = json.loads(pool.run(Query(text="SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 500")).content)
    assert len(answer["results"]["bindings"]) == 500


def test_too_long_an_answer_is_an_error(pool):
    long = "SELECT * { ?a ?b ?c BIND(CONCAT(" + ", ".join(["STR(?a)"] * 200) + ") AS ?x) } LIMIT 400"
    with pytest.raises(RefusedQuery, match="more than 1000000 bytes"):
        pool.run(Query(text=long))


def test_the_process_can_open_no_connection_even_past_the_guard(pool, monkeypatch):
    monkeypatch.setattr("kg.query.sparql.check_query", lambda _: "SELECT")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        service = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(QueryError, match="Too many open files"):
            pool.run(Query(text=f"SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }}"))
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_files_and_updates_are_out_of_reach(pool):
    for query in (
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
    ):
        assert json.loads(pool.run(Query(text=query)).content)["results"]["bindings"] == []
    for query in ("INSERT DATA { <a:b> <a:b> <a:b> }", "LOAD <file:///etc/passwd>"):
        with pytest.raises(RefusedQuery):
            pool.run(Query(text=query))


def test_a_query_waits_for_a_process_and_is_turned_away_when_none_comes_free(store_path):
    with QueryPool(store_path, n_workers=1, wait_s=0.01) as pool:
        pool._free.acquire()
        with pytest.raises(BusyError, match="try again"):
            pool.run(Query(text=COUNT))
        pool._free.release()
        assert count(pool) == 6


def until(is_so):
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_query_after_one_that_killed_its_process_waits_for_no_start(store_path, monkeypatch):
    with QueryPool(store_path, limits=Limits(time_s=0.5), n_workers=1, is_ready=True) as pool:
        assert count(pool) == 6
        until(lambda: len(pool._idle) == 2)
        with pytest.raises(QueryTimeout):
            pool.run(Query(text=CROSS_PRODUCT))
        started = []
        monkeypatch.setattr(pool, "_start_one", lambda _: None)
        monkeypatch.setattr(sparql, "_Worker", lambda *_, **__: started.append(1))
        assert count(pool) == 6
        assert started == []


def test_no_process_outlives_its_pool(store_path):
    with QueryPool(store_path, n_workers=2, is_ready=True) as pool:
        assert count(pool) == 6
        taken = pool._take()
        pool._make_ready(taken.generation)
    assert pool._idle == []
    assert taken.is_alive()
    pool._give(taken)
    assert not taken.is_alive()
    assert pool._idle == []


def test_a_process_that_cannot_be_started_beforehand_harms_nothing(store_path, monkeypatch):
    with QueryPool(store_path, n_workers=1, is_ready=True) as pool:
        with monkeypatch.context() as broken:
            broken.setattr(sparql, "_Worker", raising(StoreError("no")))
            pool._make_ready(1)
            until(lambda: pool._starting is None)
        assert count(pool) == 6


def raising(error):
    def fail(*_, **__):
        raise error

    return fail


def test_a_new_snapshot_is_seen_by_the_next_query(tmp_path):
    path = tmp_path / "store"
    with WriteStore.open(path) as store:
        store.publish()
        with QueryPool(path, n_workers=1) as pool:
            assert count(pool) == 0
            store.replace(STORY["records"]())
            store.write_merged(STORY["merged"]())
            store.publish()
            assert count(pool) == 6


def test_one_query_without_a_pool(store_path):
    assert run_query(store_path, COUNT, format="csv").content == b"n\r\n6\r\n"


def test_a_missing_store_is_said_to_be_missing(tmp_path):
    with pytest.raises(StoreError, match="there is no store"):
        run_query(tmp_path / "none", COUNT)


def test_secrets_of_the_service_do_not_reach_the_process(monkeypatch):
    monkeypatch.setenv("KG_KEY", "secret")
    assert "KG_KEY" not in _environment()
