"""Loading pipelines: ours, other people's, and what is no pipeline at all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.language import Language

from kg import parse, settings
from kg.errors import ModelError
from kg.model import Article, Span

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc


class ClearParser:
    """Stands in for a parser that speaks ClearNLP labels: it knows one sentence, "Rebels were killed by troops."."""

    labels = ("nsubjpass", "auxpass", "agent", "pobj", "ROOT", "punct")

    def __call__(self, doc: Doc) -> Doc:
        heads = (2, 2, 2, 2, 3, 2)
        parts = ("NOUN", "AUX", "VERB", "ADP", "NOUN", "PUNCT")
        labels = ("nsubjpass", "auxpass", "ROOT", "agent", "pobj", "punct")
        for token, head, label, part in zip(doc, heads, labels, parts, strict=True):
            token.head, token.dep_, token.pos_ = doc[head], label, part
        return doc


@Language.factory("test_clear_parser")
def make_clear_parser(nlp: Language, name: str) -> ClearParser:
    return ClearParser()


def test_clearnlp_trees_are_translated_on_the_way() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("test_clear_parser", name="parser")
    article = Article(id="a", text="Rebels were killed by troops.")
    (parsed,) = parse.parse([(article, ())], nlp)
    assert [(token.dep_, token.head.text) for token in parsed.doc] == [
        ("nsubj:pass", "killed"),
        ("aux:pass", "killed"),
        ("root", "killed"),
        ("case", "troops"),
        ("obl:agent", "killed"),
        ("punct", "killed"),
    ]


def test_a_missing_pipeline_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_pipeline"):
        parse.load_pipeline("no_such_pipeline")


def test_a_folder_that_is_no_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        parse.load_pipeline(tmp_path)
    with pytest.raises(ModelError, match=r"meta\.json"):
        parse.model_card(tmp_path)


def test_a_pipeline_of_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "de")
    with pytest.raises(ModelError, match="'de'"):
        parse.load_pipeline(tmp_path / "de")


def test_a_pipeline_without_a_parser_says_what_it_lacks(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="a dependency parser"):
        parse.load_pipeline(tmp_path / "blank")


@pytest.mark.model
def test_the_shipped_model_loads_quickly_and_alone() -> None:
    began = time.process_time()
    nlp = spacy.load(settings.DEFAULT_MODEL)
    assert time.process_time() - began < 5, "1.5 s on a quiet machine"
    assert not list(settings.DEFAULT_MODEL.rglob("*.pkl"))
    assert nlp.meta["license"] == "CC BY-SA 4.0"


@pytest.mark.model
def test_text_and_noise_come_through_unchanged(pipeline: Language) -> None:
    article = Article(id="a", text="Iran’s leaders\u00a0vowed “revenge”.\n\nComments 0 😀")
    (parsed,) = parse.parse([(article, (Span(36, 46),))], pipeline)
    assert parsed.doc.text == article.text
    assert parsed.noise == (Span(36, 46),)


HARD_BORDERS = {
    "titles": ("They buried Maj. Gen. Qasem Soleimani. Crowds wept.", 2),
    "country": ("U.S. troops left. Nobody saw them go.", 2),
    "saint": ("He flew to St. Petersburg on Jan. 3. Talks began there.", 2),
    "headline": ("Trump orders strike\n\nIran vowed revenge on Friday.", 2),
    "no full stop": ("They decried the power that killed him\n\nPresident Trump replied.", 2),
    "quote": ("“We will answer,” he said. “Soon.”", 2),
}


@pytest.mark.model
@pytest.mark.parametrize("name", HARD_BORDERS)
def test_sentence_borders_of_news(name: str, pipeline: Language) -> None:
    text, n_sentences = HARD_BORDERS[name]
    doc = pipeline(text)
    assert len([sent for sent in doc.sents if sent.text.strip()]) == n_sentences
