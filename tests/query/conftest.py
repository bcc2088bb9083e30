"""The story of `story.py` in a real store on disk, once per module that asks for it, and its catalog."""

import runpy
from pathlib import Path

import pytest

from kg.query.catalog import Catalog
from kg.store import ReadStore, WriteStore

STORY = runpy.run_path(str(Path(__file__).with_name("story.py")))


@pytest.fixture(scope="session")
def store_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("query") / "store"
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    return path


@pytest.fixture(scope="module")
def catalog(store_path):
    with ReadStore.open(store_path) as store:
        yield Catalog(store)
