"""The commands on a store that lies on a SPARQL server: the same graph, byte for byte, as in a folder."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

SERVERS = runpy.run_path(str(Path(__file__).parents[1] / "store" / "servers.py"))
ARTICLES = (
    {"id": "one", "date": "2024-05-14", "text": "Gunmen killed two policemen in Mosul on Monday, the ministry said."},
    {"id": "two", "date": "2024-05-15", "text": "The militia denied that it had killed two policemen in Mosul."},
)

pytestmark = pytest.mark.model


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_commands_give_the_same_on_a_server_as_in_a_folder(
    kg: Callable[..., Outcome], tmp_path: Path, name: str
) -> None:
    reason = SERVERS["why_not"](name)
    if reason is not None:
        pytest.skip(reason)
    server = SERVERS["OxigraphServer"]() if name == "oxigraph" else SERVERS["VirtuosoServer"](tmp_path / "db")
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    try:
        shown = []
        for place in (tmp_path / "store", server.address):
            assert "2 new" in kg("build", source, "--store", place).out
            assert "2 unchanged" in kg("build", source, "--store", place).out
            whole = kg("export", "--format", "nquads", "--store", place).out
            assert kg("validate", "--store", place).status == 0
            events = kg("events", "--actor", "militia", "--store", place).out
            query = "SELECT ?l { ?e rdfs:label ?l ; ev:denotedBy ?m GRAPH ?g { ?m ev:quote ?q } } ORDER BY ?l"
            rows = kg("sparql", query, "--store", place).out
            assert kg("delete", "one", "--store", place).status == 0
            rest = kg("export", "--format", "nquads", "--store", place).out
            assert "/one" in whole
            assert "/one" not in rest
            assert "articles            1" in kg("stats", "--store", place).out
            shown.append((whole, events, rows, rest))
        assert shown[0] == shown[1]
    finally:
        server.stop()
