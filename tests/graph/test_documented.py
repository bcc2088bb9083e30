"""What users write against is documented: every public name has a docstring and stands in its page."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import kg
import kg.graph
from kg.export.explore import Page
from kg.export.still import Picture
from kg.graph import Actor, Added, Article, Event, EventTable, Graph
from kg.graph.filters import NAMES, Filters

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
CLASSES = (Graph, Event, Actor, Article, Added, EventTable, Picture, Page)


def _public(owner: type) -> list[str]:
    return [
        name
        for name, member in inspect.getmembers(owner)
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]


@pytest.mark.parametrize("module", [kg, kg.graph], ids=lambda module: module.__name__)
def test_what_a_module_offers_is_there_and_sorted(module):
    assert module.__all__ == sorted(module.__all__)
    for name in module.__all__:
        assert inspect.getdoc(getattr(module, name)), name


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner in CLASSES for name in _public(owner)], ids=lambda item: str(item)
)
def test_every_public_method_has_a_docstring(owner, name):
    member = inspect.getattr_static(owner, name, None)
    assert inspect.getdoc(member), f"{owner.__name__}.{name}"


@pytest.mark.parametrize("name", _public(Graph))
def test_every_method_of_a_graph_is_in_the_page(name):
    assert f"`graph.{name}" in PAGE or f"graph.{name}(" in PAGE


def test_every_filter_is_in_the_page_and_in_its_docstring():
    for name in NAMES:
        assert f"`{name}`" in PAGE, name
        assert name in (Filters.__doc__ or ""), name


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "kg" / "py.typed").is_file()


def test_hints_of_all_public_methods_can_be_read():
    for owner in (Graph, kg.open, kg.samples):
        members = [getattr(owner, name) for name in _public(owner)] if inspect.isclass(owner) else [owner]
        for member in members:
            if not isinstance(member, property):
                assert "return" in member.__annotations__, member
