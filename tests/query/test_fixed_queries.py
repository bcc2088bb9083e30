"""The fixed queries in `kg/query/sparql`: what they say of themselves, and a shape that costs what a store is large."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kg.query.catalog import text_of

NAMES = sorted(
    path.name.removesuffix(".rq") for path in (files("kg.query") / "sparql").iterdir() if path.name[-3:] == ".rq"
)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_about_one_thing_has_no_optional_part(name: str) -> None:
    """The engine goes through all that fit such a part before it looks at the one thing: a second in 5,000 merges."""
    text = re.sub(r"^#.*$", "", text_of(name), flags=re.MULTILINE)
    assert "SELECT" in text
    if re.search(r"^# Parameters: none", text_of(name), re.MULTILINE):
        return
    assert "OPTIONAL" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_gives(name: str) -> None:
    head = [line for line in text_of(name).splitlines() if line.startswith("#")]
    assert any(line.startswith("# Parameters: ") for line in head)
    assert any(line.startswith("# Columns: ") for line in head)
