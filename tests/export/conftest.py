"""The story of `tests/query/story.py`: its records, its graph, and its event rows from a real store."""

import runpy
from pathlib import Path

import pytest

from kg.query.catalog import Catalog
from kg.query.events import each_event
from kg.query.filters import EventFilter
from kg.store import ReadStore, WriteStore

STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))


@pytest.fixture(scope="session")
def records():
    return STORY["records"]()


@pytest.fixture(scope="session")
def graph():
    return STORY["merged"]()


@pytest.fixture(scope="session")
def store(tmp_path_factory, records, graph):
    path = tmp_path_factory.mktemp("export") / "store"
    with WriteStore.open(path) as written:
        written.replace(records)
        written.write_merged(graph)
        written.publish()
    with ReadStore.open(path) as store:
        yield store


@pytest.fixture(scope="session")
def rows(store):
    return {row.id: row for row in each_event(Catalog(store), EventFilter())}
