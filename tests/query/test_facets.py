"""Facets: the same from the index and from the graph, and the numbers of the story."""

import shutil

import pytest

from kg.errors import QueryError, UnknownError
from kg.query.catalog import Catalog
from kg.query.facets import count_facets, facets_to_geojson, facets_to_json, parse_facets
from kg.query.index.files import make_index, open_index
from kg.store import ReadStore

FILTERS = [{}, {"type": "ASSAULT"}, {"actor": "norland"}, {"place": "Emilia"}, {"q": "harbour"}, {"status": "Denied"}]


@pytest.fixture(scope="module")
def catalogs(store_path, tmp_path_factory):
    own = tmp_path_factory.mktemp("facets") / "store"
    shutil.copytree(store_path, own)
    make_index(own)
    with ReadStore.open(own) as store:
        index = open_index(store)
        assert index is not None
        yield Catalog(store), Catalog(store, index=index)


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_graph_and_index_count_the_same(catalogs, asked):
    wanted = parse_facets(asked.items())
    graph, index = (count_facets(catalog, wanted) for catalog in catalogs)
    assert graph == index
    assert graph.n_events == sum(n for _, n in graph.types) == sum(n for _, n in graph.statuses)
    assert graph.n_placed == sum(n for _, n in graph.places) <= graph.n_events


def test_the_numbers_of_the_story(catalogs):
    shown = facets_to_json(count_facets(catalogs[0], parse_facets(())))
    assert shown["events"] == 6
    assert shown["types"][0] == {"id": "ASSAULT", "events": 2}
    assert {"id": "norland", "name": "Norland", "kind": "polity", "events": 3} in shown["actors"]
    drawn = facets_to_geojson(count_facets(catalogs[0], parse_facets(())))
    assert [one["properties"]["events"] for one in drawn["features"]] == [2]
    assert drawn["features"][0]["geometry"] == {"type": "Point", "coordinates": [-20.25, 10.5]}


def test_what_is_wrong_is_said(catalogs):
    with pytest.raises(QueryError, match="sort"):
        parse_facets([("sort", "time")])
    with pytest.raises(UnknownError, match="nobody"):
        count_facets(catalogs[1], parse_facets([("actor", "nobody")]))


def test_outlets_are_counted_article_by_article(catalogs):
    """Not each fitting event for each article: that is their product, minutes for a common word in a large store."""
    index = catalogs[1].index
    asked: list[str] = []
    index.database.set_trace_callback(asked.append)
    count_facets(catalogs[1], parse_facets([("q", "harbour"), ("min_confidence", "0.01")]))
    index.database.set_trace_callback(None)
    (of_outlets,) = {query for query in asked if "FROM told" in query}
    plan = [row[3] for row in index.database.execute(f"EXPLAIN QUERY PLAN {of_outlets}")]
    assert not [step for step in plan if "told" in step and "n=?" in step], plan
