"""What a reader sees: one finished state, the merged graph first, and answers whole or refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, RefusedQuery, UnknownError
from kg.model import ArticleRecord, MergedGraph
from kg.store import Iri, ReadStore, WriteStore, canonical_graph, canonical_record, dump
from kg.store.answers import n_rows
from kg.store.iris import article_graph, resource_iri
from kg.store.prologue import names_dataset, with_plain_concatenations
from kg.vocab import EV

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Make = Callable[..., ArticleRecord]
MakeGraph = Callable[..., MergedGraph]


@pytest.fixture(scope="module")
def path(backend: Callable[[str], Path | str], make_record: Make, make_graph: MakeGraph) -> Path | str:
    path = backend("s")
    records = [make_record("a"), make_record("b")]
    with WriteStore.open(path) as store:
        store.replace(records)
        store.write_merged(make_graph(*records))
        store.publish()
    return path


@pytest.fixture(scope="module")
def on_server(backend: Callable[[str], Path | str]) -> str | None:
    """Name of the server that the store lies on; None in a folder."""
    kind: str = backend.kind  # type: ignore[attr-defined]
    return None if kind == "folder" else kind


@pytest.fixture
def store(path: Path | str) -> Iterator[ReadStore]:
    with ReadStore.open(path) as store:
        yield store


def test_open_reader_keeps_its_state_and_the_next_sees_the_new(tmp_path: Path, make_record: Make) -> None:
    path = tmp_path / "s"
    with WriteStore.open(path) as writer:
        writer.replace([make_record("a")])
        writer.write_merged(MergedGraph())
        writer.publish()
        with ReadStore.open(path) as old:
            for number in range(4):
                writer.replace([make_record(f"b{number}")])
                assert old.article_ids().keys() == {"a"}
                writer.write_merged(MergedGraph())
                writer.publish()
            assert not old.is_current
            assert old.article("a") == canonical_record(make_record("a"))
            with ReadStore.open(path) as new:
                assert new.is_current
                assert new.generation == old.generation + 4
                assert len(new.article_ids()) == 5
            # The last two, and the one that is still being read.
            assert len(list((path / "snapshots").iterdir())) == 3
        writer.replace([make_record("c")])
        writer.write_merged(MergedGraph())
        writer.publish()
        assert len(list((path / "snapshots").iterdir())) == 2


def test_unpublished_state_is_never_seen(tmp_path: Path, make_record: Make) -> None:
    path = tmp_path / "s"
    with WriteStore.open(path) as writer:
        writer.publish()
        writer.replace([make_record("a")])
        writer.write_merged(MergedGraph())
    with ReadStore.open(path) as reader:
        assert reader.article_ids() == {}
    with WriteStore.open(path) as writer:
        assert not writer.needs_merge
        writer.publish()
    with ReadStore.open(path) as reader:
        assert reader.article_ids().keys() == {"a"}


def test_unknown_article_is_an_error(store: ReadStore) -> None:
    with pytest.raises(UnknownError, match="no article 'zz'"):
        store.article("zz")


def test_merged_graph_is_the_default_graph(store: ReadStore) -> None:
    rows = store.select("SELECT ?name ?support { ?e ev:agent/skos:prefLabel ?name ; ev:support ?support }")
    assert rows == [{"name": "Rebels", "support": 2}]
    assert store.select("SELECT ?m { ?m a ev:Mention }") == []


def test_article_graphs_are_named_graphs(store: ReadStore) -> None:
    rows = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?m a ev:Mention } } ORDER BY ?g")
    assert [row["g"] for row in rows] == [article_graph("a"), article_graph("b")]


def test_query_may_name_its_dataset(store: ReadStore) -> None:
    query = "SELECT ?m FROM <https://w3id.org/whodid/graph/article/a> { ?m a ev:Mention }"
    assert len(store.select(query)) == 2
    content = store.query("SELECT ?m { ?m a ev:Mention }", default_graphs=[article_graph("b")])
    assert len(json.loads(content)["results"]["bindings"]) == 2
    content = store.query("SELECT ?m { GRAPH ?g { ?m a ev:Mention } }", named_graphs=[article_graph("b")])
    assert len(json.loads(content)["results"]["bindings"]) == 2


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "DESCRIBE <x:y>"])
def test_books_are_out_of_reach(store: ReadStore, query: str, on_server: str | None) -> None:
    if on_server is not None and "GRAPH" in query:
        pytest.skip("on a server the books are a named graph: not every server has an unnamed one")
    assert b"whodid/store#" not in store.query(query, format="turtle" if query.startswith("D") else "json")


def test_values_are_bound_never_pasted(store: ReadStore) -> None:
    rebels = Iri(resource_iri("actor", "rebels"))
    rows = store.select("SELECT ?actor ?name { ?actor skos:prefLabel ?name }", actor=rebels)
    assert rows == [{"actor": rebels, "name": "Rebels"}]
    assert store.select("SELECT ?a { ?a skos:prefLabel ?name }", name='x" } # ') == []
    assert len(store.select("SELECT ?a { ?a ev:support ?n }", n=2)) == 1
    assert len(store.select("SELECT ?a { ?a ev:confidence ?c }", c=0.9)) == 1
    query = "SELECT (COUNT(*) AS ?n) (EXISTS { ?x ?y ?z } AS ?any) { ?e ?property ?actor } # {"
    assert store.select(query, property=Iri(EV.agent), actor=rebels) == [{"n": 1, "any": True}]
    assert store.select(query, property=Iri(EV.patient), actor=rebels)[0]["n"] == 0


def test_values_come_as_plain_python(store: ReadStore) -> None:
    row = store.select(
        "SELECT * { ?e a ev:Event ; ev:confidence ?c ; ev:support ?n ; rdfs:label ?l ; ev:status ?s ;"
        " ev:time/sem:hasLatestEndTimeStamp ?t BIND(true AS ?b) OPTIONAL { ?e ev:none ?none } }"
    )[0]
    assert (row["c"], row["n"], row["l"]) == (0.9, 2, "Rebels shelled Lorna, 3 January 2020")
    assert (row["t"], row["b"], row["none"]) == ("2020-01-03", True, None)
    assert isinstance(row["s"], Iri)


@pytest.mark.parametrize("query", ["SELECT WHERE", "INSERT DATA { <a:a> <a:b> 1 }", "SELECT * { <rel> ?p ?o }"])
def test_wrong_query_is_a_query_error(store: ReadStore, query: str, on_server: str | None) -> None:
    if on_server is not None and "<rel>" in query:
        pytest.skip("a server has a base for relative IRIs: its own address")
    with pytest.raises(QueryError, match="cannot be read"):
        store.query(query)


def test_unfit_formats_are_query_errors(store: ReadStore) -> None:
    with pytest.raises(QueryError, match="'turtle' is no format"):
        store.query("SELECT * {}", format="turtle")
    with pytest.raises(QueryError, match="'json' is no format"):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }", format="json")
    with pytest.raises(QueryError, match="gives no rows"):
        store.select("ASK {}")


def test_answers_beyond_a_limit_are_refused_never_cut(store: ReadStore) -> None:
    query = "SELECT ?p { ?s ?p ?o } LIMIT 10"
    for format_ in ("json", "xml", "csv", "tsv"):
        assert n_rows(store.query(query, format=format_, max_rows=10, max_bytes=9_999), format_) == 10
        with pytest.raises(RefusedQuery, match="more than 9 rows"):
            store.query(query, format=format_, max_rows=9)
    with pytest.raises(RefusedQuery, match="more than 100 bytes"):
        store.query(query, max_bytes=100)
    for format_ in ("turtle", "nquads"):
        query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 10"
        assert store.query(query, format=format_, max_rows=10)
        with pytest.raises(RefusedQuery, match="more than 9 rows"):
            store.query(query, format=format_, max_rows=9)


ROWS = r"""VALUES (?a ?b) { ("},{" "[{") ("\"},{\\" '"\n,{"\r\n') (UNDEF "<result>") (UNDEF UNDEF) ("a,b" "") }"""


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_whatever_their_text(store: ReadStore, format_: str) -> None:
    assert n_rows(store.query(f"SELECT ?a ?b {{ {ROWS} }}", format=format_), format_) == 5
    assert n_rows(store.query("SELECT ?a { VALUES ?a {} }", format=format_), format_) == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <a:b> {}", True),
        ("select*from<a:b>{}", True),
        ("ASK\nFrOm NAMED <a:b> {}", True),
        ("SELECT (1 AS ?x)FROM<a:b>{}", True),
        ("# FROM <a:b>\nSELECT * {}", False),
        ('SELECT * { ?s ?p "FROM <a:b>" }', False),
        ('SELECT * { ?s ?p """a "FROM" b""" }', False),
        ("SELECT * { ?s ?p '''it''s FROM''' }", False),
        ("SELECT ?from { ?from <x:FROM> $FROM, x:from, from:x, :from, x:a-FROM, 'x'@from }", False),
        ('SELECT * { ?s ?p "\\"FROM" }', False),
        ("SELECT * { FILTER(?a<?b) } # >", False),
    ],
)
def test_from_is_found_where_it_is_a_keyword(query: str, expected: bool) -> None:
    assert names_dataset(query) is expected


def test_long_queries_are_looked_through_quickly() -> None:
    for piece in ("a", '"', "<", "'''", "a:", "\\", "?", "#\n", '""" '):
        assert names_dataset(piece * 200_000) is False
    many = "GROUP_CONCAT(?a)" * 60_000
    assert with_plain_concatenations(many).count("STR(") == 60_000


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (Group_Concat(?o) AS ?g) {}", "SELECT (STR(Group_Concat(?o)) AS ?g) {}"),
        (
            "SELECT (CONCAT('(', GROUP_CONCAT # (\n (DISTINCT (STR(?a)) ; separator = ')')) AS ?g) {}",
            "SELECT (CONCAT('(', STR(GROUP_CONCAT # (\n (DISTINCT (STR(?a)) ; separator = ')'))) AS ?g) {}",
        ),
        ("SELECT ?s { ?s x:GROUP_CONCAT(?o) , 'GROUP_CONCAT(?o)' } # GROUP_CONCAT(?o)", None),
        ("SELECT (GROUP_CONCAT(?o", None),
    ],
)
def test_concatenations_lose_their_language_wherever_they_stand(query: str, expected: str | None) -> None:
    assert with_plain_concatenations(query) == (expected or query)


def test_a_concatenation_is_a_string_without_a_language(store: ReadStore) -> None:
    # Virtuoso wants the separator
    both = "SELECT (GROUP_CONCAT(?o ; SEPARATOR = ' ') AS ?g) { VALUES ?o { 'a'@en 'b'@en } }"
    assert store.select(f"SELECT ?g {{ {{ {both} }} FILTER(?g = 'a b') }}") == [{"g": "a b"}]


@pytest.mark.parametrize("format_", dump.FORMATS)
def test_dump_is_the_same_whatever_fits_in_memory(
    store: ReadStore, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    whole, parts = io.BytesIO(), io.BytesIO()
    store.dump(whole, format=format_)
    monkeypatch.setattr(dump, "SORTED_LINES", 10)
    store.dump(parts, format=format_)
    assert whole.getvalue() == parts.getvalue()
    if format_ == "nquads":
        assert whole.getvalue().count(b"\n") == store.n_quads()


@pytest.mark.parametrize("format_", dump.FORMATS)
def test_every_format_can_be_read_back(store: ReadStore, format_: str) -> None:
    formats = {
        "nquads": ox.RdfFormat.N_QUADS,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "trig": ox.RdfFormat.TRIG,
        "turtle": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    output, once_more = io.BytesIO(), io.BytesIO()
    store.dump(output, format=format_)
    store.dump(once_more, format=format_)
    assert output.getvalue() == once_more.getvalue()
    again = ox.Store()
    again.load(output.getvalue(), format=formats[format_])
    merged = len(store.select("SELECT * { ?s ?p ?o }"))
    assert len(again) == (store.n_quads() if format_ in ("nquads", "trig") else merged)


def test_dump_of_an_unknown_graph_is_an_error(store: ReadStore) -> None:
    with pytest.raises(UnknownError, match="no graph 'x:y'"):
        store.dump(io.BytesIO(), graph="x:y")
    with pytest.raises(QueryError, match="'docx'"):
        store.dump(io.BytesIO(), format="docx")


def test_one_graph_can_be_dumped(store: ReadStore) -> None:
    output = io.BytesIO()
    store.dump(output, format="ntriples", graph=article_graph("a"))
    assert b"/article/a#e1>" in output.getvalue()
    assert b"/article/b" not in output.getvalue()


def test_merged_graph_is_read_as_written(store: ReadStore, make_record: Make, make_graph: MakeGraph) -> None:
    assert store.merged() == canonical_graph(make_graph(make_record("a"), make_record("b")))


def test_a_reader_serves_several_threads(store: ReadStore) -> None:
    def ask(number: int) -> tuple[object, bytes]:
        rows = store.select(
            "SELECT ?name { ?a dcterms:identifier ?id ; skos:prefLabel ?name }", id=("rebels", "ministry")[number % 2]
        )
        return rows[0]["name"], store.query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(40)))
    assert [name for name, _ in answers] == ["Rebels", "ministry"] * 20
    assert len({body for _, body in answers}) == 1
