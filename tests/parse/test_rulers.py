"""Rulers that look only where a pattern may begin find what the whole text has."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg import parse
from kg.parse import rulers
from kg.parse.rulers import Places
from kg.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = ["name_edges", "lemma_marks", "attribute_ruler"]
WORDS = ["Union", "Party", ",", "and", "of", "the", "US", "—", "--", "DNA", "Just", "Democratic", "Irish", "TV", "Berg"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parse.load_pipeline(DEFAULT_MODEL)


def doc_at_random(nlp: Language, seed: int) -> Doc:
    choose = random.Random(seed)
    words = choose.choices(WORDS, k=choose.randint(0, 40))
    ents = []
    for _ in words:
        inside = ents and ents[-1] != "O"
        ents.append(choose.choice(["O", "B-ORG", "B-GPE", f"I-{ents[-1][2:]}" if inside else "O"]))
    tags = choose.choices(["NNP", "NNPS", "JJ", ":", ",", "NN"], k=len(words))
    pos = choose.choices(["ADJ", "NOUN", "PUNCT", "PROPN", "ADV"], k=len(words))
    features = ["Degree=Pos", "Degree=Base", "Number=Sing", "Number=Base", ""]
    morphs = choose.choices(features, k=len(words))
    return Doc(nlp.vocab, words=words, ents=ents, tags=tags, pos=pos, morphs=morphs)


@pytest.mark.parametrize("name", NAMES)
def test_matches_are_those_of_the_whole_text(nlp: Language, name: str) -> None:
    ruler: Any = nlp.get_pipe(name)
    assert isinstance(ruler.match.__self__, Places)
    n_found = 0
    for seed in range(200):
        doc = doc_at_random(nlp, seed)
        found = ruler.match(doc)
        assert found == AttributeRuler.match(ruler, doc)
        n_found += len(found)
    assert n_found > 20


def ruler_of(*patterns: list[dict[str, Any]]) -> tuple[Language, AttributeRuler]:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add(patterns=list(patterns), attrs={"TAG": "NN"})
    rulers.narrow(nlp)
    return nlp, ruler


def test_patterns_added_later_are_found() -> None:
    nlp, ruler = ruler_of([{"ORTH": "Berg"}])
    ruler.add(patterns=[[{"ORTH": "said"}]], attrs={"TAG": "VBD"})
    assert [token.tag_ for token in nlp("Berg said so")] == ["NN", "VBD", ""]


@pytest.mark.parametrize(
    "pattern",
    [[{"ORTH": "Berg", "OP": "+"}], [{"IS_ALPHA": True}], [{"TEXT": {"REGEX": "^B"}}], [{"ORTH": {"NOT_IN": []}}]],
)
def test_what_may_begin_anywhere_or_go_on_is_left_to_spacy(pattern: list[dict[str, Any]]) -> None:
    nlp, ruler = ruler_of(pattern)
    assert isinstance(ruler.match.__self__, AttributeRuler)  # type: ignore[attr-defined]
    assert nlp("Berg")[0].tag_ == "NN"


def test_other_questions_to_the_first_word_are_the_matchers() -> None:
    nlp, _ = ruler_of([{"LOWER": {"IN": ["berg", "lund"]}, "IS_UPPER": False}, {"IS_DIGIT": True}])
    assert [token.tag_ for token in nlp("BERG 1 Berg 2 berg lund 3")] == ["", "", "NN", "", "", "NN", ""]
