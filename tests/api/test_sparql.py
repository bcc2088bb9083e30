import pytest

QUERY = "SELECT ?id { ?event a ev:Event ; dcterms:identifier ?id } ORDER BY ?id"
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
DIRECT = {"content-type": "application/sparql-query"}


def ids(reply):
    return [row["id"]["value"] for row in reply.raise_for_status().json()["results"]["bindings"]]


def test_a_query_is_taken_by_get_by_form_and_directly(client):
    expected = ["ev-aid", "ev-bomb", "ev-denied", "ev-talks", "ev-told", "ev-visit"]
    assert ids(client.get("/sparql", params={"query": QUERY})) == expected
    assert ids(client.post("/sparql", data={"query": QUERY})) == expected
    assert ids(client.post("/sparql", content=QUERY, headers=DIRECT)) == expected
    assert client.post("/sparql", data={"query": QUERY, "format": "csv"}).text.splitlines() == ["id", *expected]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (QUERY, None, "application/sparql-results+json"),
        (QUERY, "application/json", "application/sparql-results+json"),
        (QUERY, "text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        (QUERY, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("ASK {}", "text/xml", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s a ev:Event }", None, "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s a ev:Event }", "application/ld+json", "application/ld+json"),
        ("DESCRIBE <https://w3id.org/whodid/id/event/ev-bomb>", "application/n-quads", "application/n-quads"),
    ],
)
def test_the_answer_comes_as_asked_for(client, query, accept, media_type):
    headers = {"accept": accept} if accept else {}
    reply = client.get("/sparql", params={"query": query}, headers=headers).raise_for_status()
    assert reply.headers["content-type"] == media_type


def test_the_dataset_of_the_protocol_replaces_that_of_the_query(client):
    asked = {"query": "SELECT ?id { ?event a ev:Mention BIND(STRAFTER(STR(?event), '#') AS ?id) } ORDER BY ?id"}
    graph = "https://w3id.org/whodid/graph/article/talks"
    assert ids(client.get("/sparql", params=asked)) == []
    assert ids(client.get("/sparql", params=asked | {"default-graph-uri": graph})) == ["e1", "e2"]
    assert ids(client.post("/sparql", params={"default-graph-uri": graph}, content=asked["query"], headers=DIRECT))


def test_a_get_without_query_describes_the_service(client):
    reply = client.get("/sparql").raise_for_status()
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
    assert f"sd:endpoint <{reply.url}>" in reply.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"params": {"query": "SELECT WHERE"}}, 400),
        ({"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400),
        ({"params": {"query": "ASK {}", "quary": "x"}}, 400),
        ({"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400),
        ({"params": {"query": "who?"}}, 400),
        ({"params": {"query": "ASK {}", "format": "csv"}}, 400),
        ({"params": {"query": "ASK {}"}, "headers": {"accept": "text/turtle"}}, 406),
        ({"params": {"update": "INSERT DATA {}"}}, 403),
        ({"params": {"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}}, 403),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}}, 403),
        ({"params": {"query": "SELECT * { \\u0053ERVICE <http://127.0.0.1/> {} }"}}, 403),
        ({"params": {"query": "ASK " + "{" * 300}}, 403),
        ({"params": {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1001"}}, 403),
        ({"params": {"query": CROSS_PRODUCT}}, 504),
        ({"params": {"query": "ASK { FILTER(" + "!" * 20_000 + "true) }"}}, 400),
    ],
)
def test_a_query_that_cannot_be_answered_is_a_problem(client, asked, status):
    reply = client.get("/sparql", **asked)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status
    assert "Traceback" not in reply.text
    assert ids(client.get("/sparql", params={"query": QUERY}))[:1] == ["ev-aid"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"content": QUERY}, 415),
        ({"content": QUERY, "headers": {"content-type": "text/plain"}}, 415),
        (
            {
                "content": QUERY.encode("utf-16"),
                "headers": {"content-type": "application/sparql-query; charset=utf-16"},
            },
            415,
        ),
        ({"content": b"\xff\xfe", "headers": DIRECT}, 400),
        ({"content": b"", "headers": DIRECT}, 400),
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"data": {"other": "x"}}, 400),
        ({"content": "ASK {} #" + "x" * 2_000_000, "headers": DIRECT}, 403),
        ({"content": b"x" * 4_000_000, "headers": DIRECT}, 413),
    ],
)
def test_a_post_that_is_no_query_is_a_problem(client, asked, status):
    reply = client.post("/sparql", **asked)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
