"""Headlines with a capital for every word, read as if they had none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import settings
from kg.model import Article
from kg.parse import load_pipeline, parse
from kg.parse.recase import common_words, recased, restored

if TYPE_CHECKING:
    from spacy.language import Language

COMMON = frozenset(["capture", "seize", "resign", "pay", "bill", "arrest", "retreat", "close", "bank", "pass", "care"])
BELOW = "\n\nThe minister, Kari Quenby, resigned on Monday over a letter that was leaked."


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Rebels Seize Town As Troops Retreat", "Rebels seize town as troops retreat"),
        ("Police Arrest Two Men After Bank Robbery In Oslo", "Police arrest two men after bank robbery in Oslo"),
        ("Iran Threatens To Close Strait After Sanctions", "Iran threatens to close strait after sanctions"),
        ("Minister Quenby Resigns Over Leaked Letter" + BELOW, "Minister Quenby resigns over leaked letter" + BELOW),
        ("UN Passes Bill On Child Care", "UN passes bill on child care"),
        ("Lawmaker's Aide Arrested In Lyon Over Missing Funds", "Lawmaker's aide arrested in Lyon over missing funds"),
    ],
)
def test_words_of_a_headline_get_small_letters_and_names_keep_theirs(line: str, read: str) -> None:
    assert recased(line, COMMON) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rebels seize town as troops retreat",
        "The United Nations Security Council met on Monday.",
        "REBELS SEIZE TOWN AS TROOPS RETREAT",
        "Ana Berg, Oslo",
        "Rebels Seize Town As Troops Retreat Into The Hills.",  # a sentence
        "National Oceanic and Atmospheric Administration",
        "United Nations Security Council",
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert recased(text, COMMON) == text


@given(st.text(alphabet="ABab éÉİß\n.'-", max_size=200))
def test_nothing_but_capitals_is_changed(text: str) -> None:
    found = recased(text, COMMON)
    assert len(found) == len(text)
    assert all(one == other or one == other.lower() for one, other in zip(found, text, strict=True))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(settings.DEFAULT_MODEL)


def test_the_pipeline_lists_words_of_the_language(nlp: Language) -> None:
    assert {"capture", "seize", "northern"} <= common_words(nlp)
    assert "oslo" not in common_words(nlp)


def test_a_doc_gets_its_own_letters_back_with_what_was_found(nlp: Language) -> None:
    text = "Rebels Seize Town As Troops Retreat\n\nThe rebels seized a town near Oslo on Monday."
    (parsed,) = parse([(Article(id="a", text=text), ())], nlp)
    assert parsed.doc.text == text
    seize = parsed.doc[1]
    assert (seize.text, seize.tag_, seize.lemma_, seize.dep_) == ("Seize", "VBP", "seize", "ROOT")
    assert [token.idx for token in parsed.doc] == [token.idx for token in nlp(text)]
    assert [(name.text, name.label_) for name in parsed.doc.ents][:1] == [("Oslo", "GPE")]


def test_a_doc_without_headline_is_handed_on(nlp: Language) -> None:
    doc = nlp("The rebels seized a town.")
    assert restored(doc, doc.text) is doc
