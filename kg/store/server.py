"""A store on a SPARQL 1.1 server over HTTP: query, update and graph store protocol, by address and credentials.

    kg build articles/ --store http://localhost:7878                    Oxigraph's server
    kg events --store http://dba:secret@localhost:8890                  Virtuoso

The places of the three protocols are found for these two; for others `KG_STORE_ENDPOINTS` gives the addresses of query
and update, and of the graph store where there is one, with blanks between. User and password stand in the address or in
`KG_STORE_USER` and `KG_STORE_PASSWORD`. Other data on the server is left alone: all graphs of ours begin alike.

What a server cannot do: its readers have no snapshots, and transactions are as atomic as its single updates are.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import pyoxigraph as ox
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import QueryTimeout, StoreError
from kg.store.engine import Answer, Batch, Dataset, GraphName, update_text
from kg.store.prologue import form_of, with_prologue, within_graph
from kg.store.terms import COORDINATE_DECIMALS, node, point, rounded
from kg.vocab import ARTICLE_GRAPHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDPOINTS_VARIABLE = "KG_STORE_ENDPOINTS"
USER_VARIABLE = "KG_STORE_USER"
PASSWORD_VARIABLE = "KG_STORE_PASSWORD"  # noqa: S105 -- the name of a variable

BOOKS = node("https://w3id.org/whodid/store")
_GRAPHS = ARTICLE_GRAPHS.removesuffix("article/")

_CONNECT_S = 10.0
_ANSWER_S = 900.0
_LOADED_QUADS = 20_000
_ROWS = "application/sparql-results+json"
_TRIPLES = ("application/n-triples", "text/plain")
_SHOWN = 200
"""Characters of a server's own words in an error."""

# Virtuoso answers ASK with a row of this name, and keeps points as its own type with 32-bit numbers.
_ASKED = "__ASK_RETVAL"
_POINT = "http://www.openlinksw.com/schemas/virtrdf#Geometry"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a server answers; `graphs` is None where it has no graph store protocol."""

    query: str
    update: str
    graphs: str | None = None


# Below the address of the server: Oxigraph's own, then Virtuoso's with digest authentication.
_LAYOUTS = (("query", "update", "store"), ("sparql-auth", "sparql-auth", "sparql-graph-crud-auth"))


class Server:
    """A database on a SPARQL server; see `kg.store.engine.Engine`."""

    books: GraphName = BOOKS

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        self.name = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        user = unquote(parts.username or "") or os.environ.get(USER_VARIABLE, "")
        password = unquote(parts.password or "") or os.environ.get(PASSWORD_VARIABLE, "")
        self._session = requests.Session()
        self._credentials = (user, password) if user else None
        self._found: Endpoints | None = None

    # ------------------------------------------------------------ reading

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """See Engine. A whole graph comes by the graph store protocol, else by a query."""
        for name in self.graphs() if graph is None else [graph]:
            if subject is None and predicate is None and object is None:
                triples: Iterator[ox.Triple] | list[ox.Triple] = self._whole(name)
            else:
                s, p, o = subject or "?s", predicate or "?p", object or "?o"
                pattern = f"{s} {p} {o}"
                triples = self._triples(f"CONSTRUCT {{ {pattern} }} WHERE {{ GRAPH {name} {{ {pattern} }} }}")
            for triple in triples:
                yield ox.Quad(triple.subject, triple.predicate, _value(triple.object), name)

    def count(self, *, predicate: ox.NamedNode, object: ox.NamedNode, graph: ox.NamedNode | None) -> int:
        """See Engine."""
        pattern = f"GRAPH {graph or '?g'} {{ ?s {predicate} {object} }}"
        return self._number(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} {'' if graph else _ours('?g')} }}")

    def graphs(self) -> list[ox.NamedNode]:
        """See Engine; graphs of others on the server are left out."""
        answer = self._rows(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_ours('?g')} }}")
        return [term for row in answer if isinstance(term := row["g"], ox.NamedNode)]

    def size(self) -> int:
        """See Engine."""
        return self._number(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_ours('?g')} }}")

    def query(
        self,
        text: str,
        *,
        default_graph: ox.NamedNode | None = None,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
        time_limit_s: float | None = None,
    ) -> Answer:
        """See Engine.

        By the protocol a default graph given without named ones leaves none to name; so the pattern is asked within the
        default graph instead, where `GRAPH` still leads to the others. Only DESCRIBE and CONSTRUCT WHERE cannot be.
        """
        form: dict[str, Any] = {}
        if dataset is not None:
            form["default-graph-uri"] = [graph.value for graph in dataset[0]]
            form["named-graph-uri"] = [graph.value for graph in dataset[1]]
        elif default_graph is not None:
            inside = within_graph(text, str(default_graph))
            if inside is None:
                form = {"default-graph-uri": default_graph.value, "named-graph-uri": default_graph.value}
            else:
                text = inside
        return self._answer(with_prologue(text, base_iri=base_iri), form, time_limit_s=time_limit_s)

    # ------------------------------------------------------------ writing

    def write(self, batch: Batch) -> None:
        """See Engine: one update, which servers do as a whole or not at all."""
        self.update(update_text(batch, books=BOOKS))

    def update(self, text: str) -> None:
        """Sends one update."""
        # A form, not a direct POST: Virtuoso gave no answer to the latter for ten minutes.
        self._checked(self._post(self.endpoints.update, {"update": text}), "update")

    def load(self, lines: Iterable[bytes]) -> None:
        """See Engine."""
        iterator = (quad for part in lines for quad in ox.parse(part, format=ox.RdfFormat.N_QUADS))
        while part := list(islice(iterator, _LOADED_QUADS)):
            self.write(Batch(add=part))

    def flush(self) -> None:
        """See Engine; how far a server keeps what it has acknowledged is its own affair."""

    def close(self) -> None:
        """See Engine."""
        self._session.close()

    # ------------------------------------------------------------ HTTP

    @property
    def endpoints(self) -> Endpoints:
        """Where the server answers, found at the first use; StoreError when it does not."""
        if self._found is None:
            self._found = self._find()
        return self._found

    def _find(self) -> Endpoints:
        given = os.environ.get(ENDPOINTS_VARIABLE, "").split()
        if given and not 2 <= len(given) <= 3:
            raise StoreError(
                f"{ENDPOINTS_VARIABLE} has {len(given)} addresses; give those of query, update and, if any, graph store"
            )
        layouts = [Endpoints(*given)] if given else [Endpoints(*(f"{self.name}/{p}" for p in row)) for row in _LAYOUTS]
        reply = None
        for endpoints in layouts:
            reply = self._post(endpoints.query, {"query": "ASK {}"})
            if reply.status_code == requests.codes.unauthorized:
                self._session.auth = self._authentication(reply)
                reply = self._post(endpoints.query, {"query": "ASK {}"})
            if reply.status_code == requests.codes.ok:
                return endpoints
            if reply.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
                break
        if reply is not None and reply.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
            raise StoreError(
                f"the server at {self.name!r} refuses this user ({reply.status_code}); set {USER_VARIABLE} and "
                f"{PASSWORD_VARIABLE}"
            )
        raise StoreError(
            f"{self.name!r} is no SPARQL server that is known here; give its addresses for query and update in "
            f"{ENDPOINTS_VARIABLE}"
        )

    def _authentication(self, reply: requests.Response) -> AuthBase:
        if self._credentials is None:
            raise StoreError(f"the server at {self.name!r} wants a user; set {USER_VARIABLE} and {PASSWORD_VARIABLE}")
        asked = reply.headers.get("WWW-Authenticate", "")
        kind = HTTPDigestAuth if asked.lower().startswith("digest") else HTTPBasicAuth
        return kind(*self._credentials)

    def _post(
        self,
        url: str,
        form: dict[str, Any],
        *,
        time_limit_s: float | None = None,
        accept: str = f"{_ROWS}, {_TRIPLES[0]};q=0.9",
    ) -> requests.Response:
        try:
            return self._session.post(
                url,
                data=form,
                headers={"Accept": accept},
                timeout=(_CONNECT_S, time_limit_s or _ANSWER_S),
                allow_redirects=False,
            )
        except requests.Timeout as exc:
            if time_limit_s is not None:
                raise QueryTimeout(
                    f"the query was given up after {time_limit_s:g} s; ask for less, or add a LIMIT"
                ) from exc
            raise StoreError(
                f"the server at {self.name!r} gave no answer in {_ANSWER_S:g} s; see whether it is well"
            ) from exc
        except requests.RequestException as exc:
            raise StoreError(
                f"the server at {self.name!r} cannot be reached; check the address and that it runs"
            ) from exc

    def _checked(self, reply: requests.Response, what: str) -> requests.Response:
        if reply.ok and not reply.is_redirect:
            return reply
        said = " ".join(reply.text.split())[:_SHOWN]
        if reply.status_code == requests.codes.bad_request and what == "query":
            raise SyntaxError(said)
        raise StoreError(f"the server at {self.name!r} refused the {what} ({reply.status_code}): {said!r}")

    def _answer(self, text: str, form: dict[str, Any], *, time_limit_s: float | None = None) -> Answer:
        wants_rows = form_of(text) in ("SELECT", "ASK")
        reply = self._post(
            self.endpoints.query,
            {"query": text, **form},
            time_limit_s=time_limit_s,
            accept=_ROWS if wants_rows else _TRIPLES[0],
        )
        content = self._checked(reply, "query").content
        media_type = reply.headers.get("Content-Type", "").partition(";")[0].strip()
        if media_type in _TRIPLES:
            return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
        if media_type != _ROWS:
            raise StoreError(f"the server at {self.name!r} answers with {media_type!r}, which was not asked for")
        if form_of(text) == "ASK" and _ASKED.encode() in content:
            is_true = b'"value": "1"' in content
            content = b'{"head":{},"boolean":%s}' % (b"true" if is_true else b"false")
        return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)

    def _whole(self, graph: GraphName) -> list[ox.Triple]:
        url = self.endpoints.graphs
        if url is None or not isinstance(graph, ox.NamedNode):
            return self._triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        try:
            reply = self._session.get(
                url,
                params={"graph": graph.value},
                headers={"Accept": _TRIPLES[0]},
                timeout=(_CONNECT_S, _ANSWER_S),
                allow_redirects=False,
            )
        except requests.RequestException as exc:
            raise StoreError(
                f"the server at {self.name!r} cannot be reached; check the address and that it runs"
            ) from exc
        if reply.status_code == requests.codes.not_found:
            return []
        content = self._checked(reply, "graph").content
        return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]

    def _triples(self, text: str) -> list[ox.Triple]:
        answer = self._answer(text, {})
        if not isinstance(answer, list):
            raise StoreError(f"the server at {self.name!r} answers a CONSTRUCT with rows")
        return answer

    def _rows(self, text: str) -> ox.QuerySolutions:
        answer = self._answer(text, {})
        if not isinstance(answer, ox.QuerySolutions):
            raise StoreError(f"the server at {self.name!r} answers a SELECT without rows")
        return answer

    def _number(self, text: str) -> int:
        for row in self._rows(text):
            term = row["n"]
            if isinstance(term, ox.Literal):
                return int(term.value)
        raise StoreError(f"the server at {self.name!r} answers a COUNT without a number")


def _ours(variable: str) -> str:
    return f'FILTER(STRSTARTS(STR({variable}), "{_GRAPHS}"))'


def _value(term: Any) -> Any:
    """The term as it was written: Virtuoso keeps points of GeoSPARQL as a type of its own, with 32-bit numbers."""
    if isinstance(term, ox.Literal) and term.datatype.value == _POINT:
        lon, lat = term.value.removeprefix("POINT(").removesuffix(")").split()
        places = COORDINATE_DECIMALS
        return point(rounded(float(lat), places=places), rounded(float(lon), places=places))
    return term


__all__ = ["BOOKS", "Endpoints", "Server"]
