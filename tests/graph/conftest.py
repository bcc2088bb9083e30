"""The story of `tests/query/story.py` as a Graph; its texts hold markup, quotes and characters beyond the BMP."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.store import WriteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph

STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))


def _write_story(path: Path) -> Path:
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    return path


@pytest.fixture(scope="session")
def story_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write_story(tmp_path_factory.mktemp("graph") / "store")


@pytest.fixture(scope="module")
def graph(story_path: Path) -> Iterator[Graph]:
    with kg.open(story_path) as opened:
        yield opened


@pytest.fixture
def own_path(tmp_path: Path) -> Path:
    """A store of the story for one test, which may write to it."""
    return _write_story(tmp_path / "store")
