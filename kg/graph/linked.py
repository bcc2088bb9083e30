"""A store asked in SPARQL, and its graphs for rdflib."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import rdflib

from kg.errors import QueryError
from kg.export.extras import extra
from kg.graph.held import Held
from kg.query import sparql
from kg.query.guard import check_query
from kg.store.iris import article_graph
from kg.vocab import MERGED_GRAPH, PREFIXES

if TYPE_CHECKING:
    import pandas as pd

_MAX_ROWS = 1_000_000


class Linked(Held):
    """The part of a `Graph` that speaks RDF."""

    def sparql(self, query: str, *, time_limit_s: float = 60.0) -> pd.DataFrame | bool | rdflib.Graph:
        """The answer to a SPARQL 1.1 query: a DataFrame, a bool or an rdflib graph, by the form of the query.

        The merged graph is the default graph, every article's graph a named one; the usual prefixes need no
        declaration. `select`, `ask` and `construct` do the same for one form each, and so have one type.

        Raises:
            RefusedQuery: an update, SERVICE, or an answer of more than a million rows.
            QueryTimeout: it ran into the time limit.
            QueryError: it cannot be read.
        """
        form = check_query(query)
        if form == "SELECT":
            return self.select(query, time_limit_s=time_limit_s)
        if form == "ASK":
            return self.ask(query, time_limit_s=time_limit_s)
        return self.construct(query, time_limit_s=time_limit_s)

    def select(self, query: str, *, time_limit_s: float = 60.0) -> pd.DataFrame:
        """The solutions of a SELECT query, one column per variable.

        Numbers and truth values become pandas' own; IRIs, texts and dates stay text, since a date may be a mere year.
        Errors as for `sparql`.
        """
        with extra():
            from kg.export import frames
        return frames.solutions_to_frame(self._answer(query, ("SELECT",), "json", time_limit_s))

    def ask(self, query: str, *, time_limit_s: float = 60.0) -> bool:
        """The answer to an ASK query. Errors as for `sparql`."""
        return b"true" in self._answer(query, ("ASK",), "json", time_limit_s)

    def construct(self, query: str, *, time_limit_s: float = 60.0) -> rdflib.Graph:
        """The graph of a CONSTRUCT or DESCRIBE query. Errors as for `sparql`."""
        return _parsed(self._answer(query, ("CONSTRUCT", "DESCRIBE"), "ntriples", time_limit_s))

    def rdf(self, *, article: str | None = None) -> rdflib.Graph:
        """The merged graph, or the graph of one article (id or IRI), as an rdflib graph of its own in memory.

        It is a copy: what is done to it does not reach the store. Some 30,000 triples load in a second.
        """
        catalog = self._catalog()
        name = MERGED_GRAPH if article is None else article_graph(catalog.find_article(article))
        written = BytesIO()
        catalog.store.dump(written, format="ntriples", graph=name)
        return _parsed(written.getvalue())

    def _answer(self, query: str, forms: tuple[str, ...], format: str, time_limit_s: float) -> bytes:
        form = check_query(query)
        if form not in forms:
            method = {"SELECT": "select", "ASK": "ask"}.get(form, "construct")
            raise QueryError(f"this is a query of the form {form}; use Graph.{method}, or Graph.sparql for any form")
        self._check_open()
        answer = sparql.run_query(self._store, query, format=format, time_limit_s=time_limit_s, max_rows=_MAX_ROWS)
        return answer.content


def _parsed(ntriples: bytes) -> rdflib.Graph:
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    return graph.parse(data=ntriples, format="nt")
