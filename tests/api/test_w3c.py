"""The W3C's SPARQL 1.1 tests against the live service, as far as they apply to an endpoint that only reads.

The suites are evaluation data of the workshop, not of the repository; `test_sparql.py`, `test_protocol.py` and
`test_graphs.py` make the same demands on machines without them. The store holds every data file of the suite as a
graph of its own, and each test names its dataset by protocol.
"""

import contextlib
import re
import runpy
import types
from pathlib import Path
from urllib.parse import parse_qsl, quote, urljoin

import httpx2
import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from api.settings import ServiceSettings
from kg.query.sparql import Limits
from kg.store import WriteStore
from kg.store.folder import Folder
from kg.store.iris import article_graph, article_iri
from kg.vocab import DCTERMS, EV, MERGED_GRAPH

SHARED = Path(__file__).resolve().parents[3] / "shared"
SUITES = SHARED / "data" / "w3c"
RUNNERS = SHARED / "eval" / "serving"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not SUITES.is_dir() or not RUNNERS.is_dir(), reason="needs the W3C's test suites"),
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore"),
]

EMPTY = "urn:test:empty"
KNOWN_FAILURES = {
    # the engine (pyoxigraph 0.5.13) fails these eight also when it is asked directly
    "zero_or_more_set_start": "zero-length path from a term that is not in the data",
    "zero_or_more_set_end": "zero-length path to a term that is not in the data",
    "zero_or_one_set_start": "zero-length path from a term that is not in the data",
    "zero_or_one_set_end": "zero-length path to a term that is not in the data",
    "bnode01": "BNODE(str) across rows",
    "agg-empty-group-count-graph": "an aggregate within GRAPH ?g",
    "graph-minus": "MINUS within GRAPH ?g",
    "graph": "VALUES within GRAPH ?g",
    # refused on purpose
    "service7": "SERVICE is off",
}


def snapshot_of(path, graphs):
    """A store whose snapshot holds these (IRI of the graph, file, format, base) and nothing else."""
    with WriteStore.open(path) as store:
        store.publish()
    folder = Folder(path)
    number = folder.next_generation()
    database = ox.Store(str(folder.snapshot(number)))
    for graph, file, form, base in graphs:
        database.load(path=str(file), format=form, base_iri=base, to_graph=ox.NamedNode(graph))
    database.flush()
    del database
    folder.switch(number)
    return path


class Suite:
    """The query tests, and the one store with all their data."""

    def __init__(self):
        self.run = types.SimpleNamespace(**runpy.run_path(str(RUNNERS / "w3c_run.py")))
        self.suite = self.run.Suite(SUITES, "sparql/sparql11/manifest-all.ttl")
        self.tests = [
            test
            for test in self.suite.tests
            if test["type"] in {"QueryEvaluationTest", "CSVResultFormatTest"} and test["group"] != "entailment"
        ]
        self.files = {}

    def dataset(self, test):
        """Query, its base, default and named graphs; None for a test of SERVICE."""
        graph, action = test["g"], test["g"].value(test["node"], self.run.MF.action)
        if list(graph.objects(action, self.run.QT.serviceData)):
            return None
        base = str(graph.value(action, self.run.QT.query))
        text = self.suite.path(base).read_text(encoding="utf-8")
        default = [str(iri) for iri in graph.objects(action, self.run.QT.data)]
        named = [str(iri) for iri in graph.objects(action, self.run.QT.graphData) if not isinstance(iri, BNode)]
        said = [urljoin(base, iri) for iri in self.run.FROM.findall(text)]
        for iri in {*default, *named, *said}:
            with contextlib.suppress(self.run.Skip, KeyError, FileNotFoundError):
                self.files[iri] = (iri, self.suite.path(iri), self.run.fmt_of(self.suite.path(iri)), iri)
        return text, base, default, named, bool(said)


@pytest.fixture(scope="module")
def suite():
    return Suite()


def ask(client, dataset, accept):
    text, base, default, named, is_said = dataset
    params = []
    if not is_said:
        params = [("default-graph-uri", iri) for iri in default or [EMPTY]] + [
            ("named-graph-uri", iri) for iri in named
        ]
    content = f"BASE <{base}>\n{text}"
    headers = {"content-type": "application/sparql-query", "accept": accept}
    return client.post("/sparql", params=params, content=content.encode(), headers=headers)


def outcome(suite, client, test, dataset):
    run = suite.run
    result = test["g"].value(test["node"], run.MF.result)
    file = suite.suite.path(str(result))
    if test["type"] == "CSVResultFormatTest":
        reply = ask(client, dataset, "text/csv")
        got, wanted = run.csv_rows(reply.text), run.csv_rows(file.read_text())
    else:
        wanted = run.expected(file, str(result))
        reply = ask(
            client, dataset, "application/n-triples" if wanted[0] == "graph" else "application/sparql-results+xml"
        )
        if reply.status_code != 200:
            return f"{reply.status_code} {reply.text[:200]}"
        if wanted[0] == "graph":
            triples = ox.parse(reply.content, format=ox.RdfFormat.N_TRIPLES)
            got = ("graph", [tuple(map(run.t_ox, (one.subject, one.predicate, one.object))) for one in triples])
        else:
            got = run.read_results(reply.content, ox.QueryResultsFormat.XML)
    return None if run.compare(wanted, got, False) else f"wanted {str(wanted)[:300]}, got {str(got)[:300]}"


def test_query_evaluation_over_http(suite, run_service, tmp_path):
    asked = [(test, dataset) for test in suite.tests if (dataset := suite.dataset(test)) is not None]
    store = snapshot_of(tmp_path / "store", suite.files.values())
    failed = {}
    settings = ServiceSettings(store=store, limits=Limits(time_s=20), is_indexed=False)
    with run_service(settings) as address, httpx2.Client(base_url=address, timeout=60) as client:
        for test, dataset in asked:
            try:
                wrong = outcome(suite, client, test, dataset)
            except BaseException as error:  # noqa: BLE001 -- the engine's panics are not exceptions
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                failed[test["id"].rpartition("#")[2]] = wrong
    n_queries = sum(test["type"] == "QueryEvaluationTest" for test, _ in asked)
    print(f"{len(asked) - len(failed)} of {len(asked)} ({n_queries} of queries, the others of CSV)")  # noqa: T201 -- the figures
    for name, wrong in sorted(failed.items()):
        print(name, wrong)  # noqa: T201 -- the figures
    assert n_queries == 233
    assert set(failed) == set(KNOWN_FAILURES)


def _requests(module, graph, test):
    action = graph.value(test, module.MF.action)
    for request in Collection(graph, graph.value(action, module.HT.requests)):
        headers = graph.value(request, module.HT.headers)
        fields = {
            str(graph.value(header, module.HT.fieldName)).lower(): str(graph.value(header, module.HT.fieldValue))
            for header in (Collection(graph, headers) if headers else [])
        }
        body = graph.value(request, module.HT.body)
        words = str(graph.value(body, module.CNT.chars)) if body is not None else ""
        yield (
            str(graph.value(request, module.HT.methodName)), str(graph.value(request, module.HT.absolutePath)), fields,
            words,
        )  # fmt: skip


def _only_reads(requests):
    return all(
        "update" not in path
        and "update" not in fields.get("content-type", "")
        and not re.match(r"(?:\S*&)?update=", words)
        and (path.startswith("/sparql") or method in {"GET", "HEAD"})
        for method, path, fields, words in requests
    )  # fmt: skip


def test_protocol_over_http(run_service, tmp_path):
    module = types.SimpleNamespace(**runpy.run_path(str(RUNNERS / "w3c_protocol.py")))
    tests = list(module.manifest(SUITES, "sparql/sparql11/protocol/manifest.ttl"))
    graphs = {}
    for graph, test in tests:
        for given in graph.objects(test, module.UT.graphData):
            file = SUITES / str(graph.value(given, module.UT.graph))[len(module.BASE) :]
            label = str(graph.value(given, RDFS.label))
            graphs[label] = (label, file, ox.RdfFormat.from_extension(file.suffix[1:]), label)
    store = snapshot_of(tmp_path / "store", graphs.values())
    passed, refused, failed = [], [], {}
    settings = ServiceSettings(store=store, is_indexed=False)
    with run_service(settings) as address, httpx2.Client(timeout=30) as client:
        asked = types.SimpleNamespace(
            sparql=f"{address}/sparql", store=f"{address}/graph", update=None, root=SUITES, direct=False
        )
        for graph, test in tests:
            name = str(test).rpartition("#")[2]
            if not _only_reads(list(_requests(module, graph, test))):
                refused.append(name)
                continue
            try:
                module.run(graph, test, asked, client)
                passed.append(name)
            except module.Fail as error:
                failed[name] = str(error)
        for name in ("returns-rdf", "has-endpoint-triple", "conforms-to-schema"):
            module.service_description(name, asked, client)
            passed.append(name)
        # what is an update is refused, whatever else it may be
        for path, kind, body in (
            ("/sparql", "application/sparql-update", "CLEAR ALL"),
            ("/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ):
            reply = client.post(f"{address}{path}", content=body, headers={"content-type": kind})
            assert reply.status_code in {403, 415}
    print(len(passed), "passed,", len(refused), "are updates:", sorted(refused))  # noqa: T201 -- the figures
    assert failed == {}
    assert len(passed) >= 23


class GraphStore:
    """What the writing requests of a test would have left, as snapshots that a service reads.

    A graph of the tests is here the graph of an article of that name: the service has no others. Two statements tell
    it that the article is there; they are taken off again before answers are compared.
    """

    def __init__(self, folder, run_service):
        self._folder, self._run_service = folder, run_service
        self._graphs = {}
        self._n = 0

    def write(self, method, name, body, base):
        if method == "DELETE":
            self._graphs.pop(name, None)
            return
        graph = self._graphs.setdefault(name, Graph()) if method == "POST" else self._graphs.update({name: Graph()})
        graph = self._graphs[name] if graph is None else graph
        # a multipart body has one graph in each part, behind an empty line
        parts = [f"\n\n{body}"]
        if body.startswith("--"):
            parts = re.split(r"^\s*--\S+\s*$", body, flags=re.MULTILINE)[1:-1]
        for part in parts:
            _, text = re.split(r"\n\s*\n", part.replace("\r", ""), maxsplit=1)
            graph.parse(data=text, format="turtle", publicID=base)

    def read(self, method, name):
        """Status, and the graph of a GET."""
        self._n += 1
        folder = self._folder / str(self._n)
        folder.mkdir()
        files = []
        for number, (key, graph) in enumerate(self._graphs.items()):
            file = folder / f"{number}.nt"
            whole = graph + self._mark(key)
            file.write_text(whole.serialize(format="nt"))
            files.append((self.iri(key), file, ox.RdfFormat.N_TRIPLES, None))
        settings = ServiceSettings(store=snapshot_of(folder / "store", files), is_indexed=False)
        with self._run_service(settings) as address, httpx2.Client(timeout=30) as client:
            # encoded once, as the tests do it
            asked = "default" if name is None else f"graph={quote(self.iri(name), safe='')}"
            reply = client.request(method, f"{address}/graph?{asked}", headers={"accept": "text/turtle"})
        found = Graph()
        if method == "GET" and reply.status_code == 200:
            found.parse(data=reply.text, format="turtle")
        return reply.status_code, found - self._mark(name)

    @staticmethod
    def iri(name):
        return MERGED_GRAPH if name is None else article_graph(name.rpartition("/")[2])

    @staticmethod
    def _mark(name):
        mark = Graph()
        if name is not None:
            key = name.rpartition("/")[2]
            mark.add((URIRef(article_iri(key)), RDF.type, URIRef(EV.Article)))
            mark.add((URIRef(article_iri(key)), URIRef(DCTERMS.identifier), Literal(key)))
        return mark


def test_graph_store_reads_over_http(run_service, tmp_path):
    """The indirect tests; what they write is written here, what they read is read from the service."""
    module = types.SimpleNamespace(**runpy.run_path(str(RUNNERS / "w3c_protocol.py")))
    read = 0
    for manifest, test in module.manifest(SUITES, "sparql/sparql11/graph-store-protocol/manifest-indirect.ttl"):
        name = str(test).rpartition("#")[2]
        (tmp_path / name).mkdir()
        store = GraphStore(tmp_path / name, run_service)
        location = "http://www.example/gsp/new"
        for request in Collection(manifest, manifest.value(manifest.value(test, module.MF.action), module.HT.requests)):
            method = str(manifest.value(request, module.HT.methodName))
            path = str(manifest.value(request, module.HT.absolutePath)).replace("$LOCATION$", location)
            fields = dict(parse_qsl(path.partition("?")[2], keep_blank_values=True))
            graph = None if "default" in fields else fields.get("graph", location)
            answer = manifest.value(request, module.HT.resp)
            body = manifest.value(manifest.value(request, module.HT.body), module.CNT.chars)
            if method not in {"GET", "HEAD"}:
                store.write(method, graph, str(body or "").lstrip(), base="http://www.example/gsp")
                continue
            status, found = store.read(method, graph)
            wanted = [code for one in manifest.objects(answer, module.MF.expectedStatus)
                      for code in module.CODES[str(one).rsplit("#")[-1]]]  # fmt: skip
            assert status in wanted, (name, method, path)
            shown = manifest.value(manifest.value(answer, module.HT.body), module.CNT.chars)
            if shown is not None and method == "GET":
                expected = Graph().parse(data=str(shown), format="turtle", publicID="http://www.example/gsp")
                assert isomorphic(expected, found), (
                    f"{name}\n{expected.serialize(format='nt')}\n---\n{found.serialize(format='nt')}"
                )
            read += 1
    print(read, "reads of 9 tests")  # noqa: T201 -- the figure
    assert read >= 11
