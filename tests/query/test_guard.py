import contextlib
import random
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, QueryError, RefusedQuery
from kg.query.guard import MAX_BYTES, MAX_DEPTH, check_query
from kg.store import ReadStore


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("ask{}", "ASK"),
        ("PREFIX a: <http://x.example/service/y> SELECT ?service { ?service a:loadx 'SERVICE' } # SERVICE", "SELECT"),
        ('CONSTRUCT WHERE { ?s ?p """a "b" SERVICE { """ }', "CONSTRUCT"),
        ("BASE <http://x.example/> DESCRIBE <a(b)c>", "DESCRIBE"),
        ("SELECT ?load { ?load ?p 'LOAD <x>' . FILTER(?load < 3 && ?load > 1) }", "SELECT"),
        ("SELECT * { FILTER(?a<?b) ?s ?p <http://x.example/SERVICE> }", "SELECT"),
        ("SELECT * { ?s ?p 'it\\'s a SERVICE' }", "SELECT"),
    ],
)
def test_a_query_that_only_reads_passes(query, form):
    assert check_query(query) == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://x.example/> {} }",
        "SELECT * { ?s a trueSERVICE<http://x.example/>{} }",
        "SELECT * { ?s ?p 1SERVICE<http://x.example/>{} }",
        "SELECT * { ?s ?p 'x'@enSERVICE<http://x.example/>{} }",
        "SELECT * { ?s a ev:b.SERVICE<http://x.example/>{} }",
        "SELECT * { SERVICEx:y {} }",
        "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x.example/> {} }",
        "SELECT * { \\U00000053ERVICE <http://x.example/> {} }",
        "SELECT * { ?s ?p '\\u0027 . SERVICE <http://x.example/> {} #' }",
        "SELECT * { <http://x.example/\\u003E SERVICE <http://x.example/> {} }",
        "SELECT * { # \\u000A SERVICE <http://x.example/> {}\n }",
        "SELECT * { ?s ?p ''' ' ''' . SERVICE <http://x.example/> {} }",
        "LOAD <http://x.example/>",
    ],
)
def test_every_disguise_of_service_and_load_is_refused(query):
    with pytest.raises(RefusedQuery, match="reaches outside"):
        check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "PREFIX a: <b> DELETE WHERE { ?s ?p ?o }",
        "# SELECT\nDROP ALL",
        "clear default",
        "WITH <g> INSERT { } WHERE { }",
        "CREATE GRAPH <g>",
    ],
)
def test_an_update_is_refused(query):
    with pytest.raises(RefusedQuery, match="is an update"):
        check_query(query)


@pytest.mark.parametrize("marks", ["()", "{}", "[]"])
def test_deep_nesting_is_refused_and_deep_strings_are_not(marks):
    opening, closing = marks
    check_query("ASK { ?s ?p '" + opening * 500 + "' } #" + opening * 500)
    with pytest.raises(RefusedQuery, match="nested"):
        check_query("ASK " + opening * (MAX_DEPTH + 1) + closing * (MAX_DEPTH + 1))


def test_text_that_is_too_long_or_no_text_is_refused():
    with pytest.raises(RefusedQuery, match="bytes"):
        check_query("ASK {} #" + "ä" * (MAX_BYTES // 2))
    with pytest.raises(RefusedQuery, match="UTF-8"):
        check_query("ASK {} # \ud800")
    with pytest.raises(RefusedQuery, match="null"):
        check_query("ASK {} # \x00")


def test_what_is_no_query_is_said_to_be_none():
    with pytest.raises(QueryError, match="no SPARQL query"):
        check_query("who killed whom?")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "query",
    ["a." * 400_000, '"' + '\\"' * 400_000, '"""' + '\\"""' * 200_000, "<a?" * 250_000, "<" + ")" * 900_000 + ">",
     "\\" * 900_000, "1" * 900_000, "'''" + "\\'\"" * 200_000],
    ids=["dots", "escapes", "long", "less", "brackets", "backslashes", "digits", "quotes"],
)  # fmt: skip
def test_the_longest_text_is_checked_in_linear_time(query):
    with pytest.raises(KgError):
        check_query(query)


@given(st.text(max_size=60))
def test_any_text_passes_or_is_refused(text):
    with contextlib.suppress(QueryError):
        assert check_query(text) in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


PIECES = (
    "SELECT * { ", "?s ?p ?o ", "FILTER(?s<?o", ")", "SERVICE", " <http://127.0.0.1:PORT/> ", "?x", "{ ?a ?b ?c }", "}",
    "#>", "\n", "'", '"', '"""', "\\u0053", "SERVICE", "true", "1", "@en", "ev:", ".", "<", ">", "a", "\\", "SILENT ",
    "\\u0027", "\\u003E", "BIND(1 AS ?x)", "#", "OPTIONAL { ", "?s a ev:b",
)  # fmt: skip


class Listener:
    """Counts who calls, and hangs up on them."""

    def __init__(self):
        self.n_calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.n_calls += 1
                connection.close()


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.socket.close()


def test_no_random_query_that_passes_makes_the_engine_call_out(store_path, listener):
    """The engine is asked directly, with sockets free; a first query past the guard shows that it would call."""
    rng = random.Random(7)
    n_passed = 0
    with ReadStore.open(store_path) as store:
        with contextlib.suppress(KgError):
            store.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.port}/> {{ ?s ?p ?o }} }}")
        assert listener.n_calls > 0
        listener.n_calls = 0
        for _ in range(1500):
            pieces = "".join(rng.choices(PIECES, k=rng.randint(2, 9)))
            query = f"SELECT * {{ {pieces} }}".replace("PORT", str(listener.port))
            with contextlib.suppress(KgError):
                check_query(query)
                n_passed += 1
                store.query(query)
    assert n_passed > 100
    assert listener.n_calls == 0
