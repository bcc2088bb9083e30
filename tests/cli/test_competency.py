"""The competency questions on the graph of the sample articles, by command and over HTTP: `expected.toml` holds."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ServiceSettings
from kg.query.sparql import Limits
from ontology import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Outcome

QUESTIONS = {path.name[:2]: path for path in sorted((FOLDER / "competency").glob("*.rq"))}
EXPECTED = tomllib.loads((FOLDER / "competency" / "expected.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = ServiceSettings(store=sample_store, limits=Limits(time_s=60.0))
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


def rows_of(answer: str) -> list[dict[str, str]]:
    bindings: list[dict[str, Any]] = json.loads(answer)["results"]["bindings"]
    return [
        {
            name: re.split("[/#]", cell["value"])[-1] if cell["type"] == "uri" else cell["value"]
            for name, cell in row.items()
        }
        for row in bindings
    ]


def test_every_question_has_an_expected_answer() -> None:
    assert QUESTIONS.keys() == EXPECTED.keys()
    assert all(bool(entry["rows"]) != entry.get("none", False) for entry in EXPECTED.values())


@pytest.mark.parametrize("number", QUESTIONS)
def test_question_brings_what_is_expected(
    kg: Callable[..., Outcome], sample_store: Path, client: TestClient, number: str
) -> None:
    file = QUESTIONS[number]
    by_command = kg("sparql", f"@{file}", "--format", "json", "--store", sample_store)
    assert by_command.status == 0
    over_http = client.get("/sparql", params={"query": file.read_text(encoding="utf-8")}).raise_for_status()
    rows = rows_of(by_command.out)
    assert rows == rows_of(over_http.text)
    for wanted in EXPECTED[number]["rows"]:
        assert any(wanted.items() <= row.items() for row in rows), (wanted, rows[:3])
    assert not (rows and EXPECTED[number].get("none"))
