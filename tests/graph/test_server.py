"""A graph on a SPARQL server answers as one in a folder does."""

from __future__ import annotations

import runpy
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import kg
from kg.errors import StoreError

SERVERS = runpy.run_path(str(Path(__file__).parents[1] / "store" / "servers.py"))
ARTICLES = [
    {"id": "one", "date": "2024-05-14", "text": "Gunmen killed two policemen in Mosul on Monday, the ministry said."},
    {"id": "two", "date": "2024-05-15", "text": "The militia denied that it had killed two policemen in Mosul."},
]


@pytest.mark.model
def test_a_graph_on_a_server_answers_as_one_in_a_folder(tmp_path):
    reason = SERVERS["why_not"]("oxigraph")
    if reason is not None:
        pytest.skip(reason)
    server = SERVERS["OxigraphServer"]()
    try:
        there = kg.open(server.address, create=True)
        assert repr(there).endswith("empty)")
        here = kg.open(tmp_path / "store", create=True)
        for graph in (here, there):
            assert graph.add(ARTICLES).new == 2
        for method in ("events", "participants", "evidence", "actors", "places", "articles", "types"):
            pd.testing.assert_frame_equal(getattr(here, method)(), getattr(there, method)())
        assert nx.utils.graphs_equal(here.network(), there.network())
        assert set(here.rdf()) == set(there.rdf())
        query = "SELECT ?label { ?event rdfs:label ?label } ORDER BY ?label"
        pd.testing.assert_frame_equal(here.select(query), there.select(query))
        there.delete("one")
        assert list(there.articles().id) == ["two"]
    finally:
        server.stop()


def test_a_server_that_is_not_there_is_one_sentence():
    with pytest.raises(StoreError, match="cannot be reached; check the address"):
        kg.open("http://127.0.0.1:9")
