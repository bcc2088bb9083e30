"""Names of parties and armed groups that the recogniser is told."""

from __future__ import annotations

import pytest
import spacy

from kg import authority, settings
from kg.train import bodies

NAMES = frozenset(bodies.known_names())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Euskadiko Ezkerra", True),
        ("Communist Party of India (Marxist)", True),
        ("Vetëvendosje", True),
        ("Vetevendosje", True),
        ("Lakas–CMD", True),
        ("Lakas-CMD", True),
        ("Peoples’ Democratic Party (Turkey)", False),
        ("Polish United Workers’ Party", True),
        ("PSOE", True),
        ("IS", False),
        ("Labour Party", False),
        ("Labour Party (Norway)", False),
        ("Liberal Party", False),
        ("Solidarity", False),
        ("White House", False),
        ("Taliban", False),
        ("Houthi rebels", False),
        ("Irish National Liberation Army", True),
    ],
)
def test_what_is_told(name: str, *, told: bool) -> None:
    assert (name in NAMES) is told


def test_nothing_told_is_a_place_or_people() -> None:
    known = authority.load()
    for name in NAMES:
        assert not known.is_country(name), name
        assert known.demonym(name) is None, name
        assert known.region(name) is None, name
        assert any(char.isupper() for char in name), name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Euskadiko Ezkerra said that it would talk.", ["Euskadiko Ezkerra"]),
        ("She left the Communist Party of India (Marxist) in May.", ["Communist Party of India (Marxist)"]),
        ("He joined the Communist Party of India in May.", ["Communist Party of India"]),
        (
            "The Alliance of Liberals and Democrats for Europe and Fianna Fáil met.",
            ["Alliance of Liberals and Democrats for Europe", "Fianna Fáil"],
        ),
        ("Mario Sereno of Lega Nord resigned.", ["Lega Nord"]),
    ],
)
def test_the_shipped_pipeline_reads_them_whole(shipped: spacy.Language, text: str, names: list[str]) -> None:
    assert [name.text for name in shipped(text).ents if name.label_ == "ORG"] == names


def test_the_shipped_pipeline_is_told_first(shipped: spacy.Language) -> None:
    assert shipped.pipe_names[0] == bodies.NAME
    assert {pattern["pattern"] for pattern in shipped.get_pipe(bodies.NAME).patterns} == NAMES


@pytest.fixture(scope="module")
def shipped() -> spacy.Language:
    return spacy.load(settings.DEFAULT_MODEL)
