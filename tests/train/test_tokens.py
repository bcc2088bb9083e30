"""The tokenizer's own rules: words of the treebank, and the shipped pipeline has the same."""

from __future__ import annotations

import pytest
import spacy

from kg import settings
from kg.train import tokens

CASES = {
    "The F-16 and COVID-19": "The F - 16 and COVID - 19",
    "AK-47s, G-7": "AK - 47s , G - 7",
    "an anti-government, non-profit rally": "an anti-government , non-profit rally",
    "Pre-dawn raids by semi-automatic fire": "Pre-dawn raids by semi-automatic fire",
    "pro-Russian and anti-Kremlin": "pro - Russian and anti - Kremlin",
    "a long-term and re-elected one": "a long - term and re - elected one",
    "the body(s), as [1] says": "the body ( s ) , as [ 1 ] says",
    "page 12](see below)": "page 12 ] ( see below )",
    "(as he said): yes": "( as he said ) : yes",
    "a smile :-) and a face :)": "a smile :-) and a face :)",
    "Call 212-555-0100 or 555-0199.": "Call 212-555-0100 or 555-0199 .",
    "from 1990-2001": "from 1990 - 2001",
    "at 7:30PM, not 8am": "at 7:30 PM , not 8 am",
    "she left--late": "she left -- late",
    "-which is why": "- which is why",
    "at -5 degrees": "at -5 degrees",
    "I wanna go, dunno why": "I wan na go , du n no why",
    "Maj. Gen. Sharp met Lt. Col. Low": "Maj. Gen. Sharp met Lt. Col. Low",
    "and/or what!!!": "and / or what !!!",
    "see https://example.org/a-1/(b)?q=c-2 now": "see https://example.org/a-1/(b)?q=c-2 now",
}


@pytest.fixture(scope="module")
def shipped() -> spacy.Language:
    nlp = spacy.load(settings.DEFAULT_MODEL, exclude=["ner", "parser", "tagger", "morphologizer", "tok2vec"])
    assert isinstance(nlp, spacy.Language)
    return nlp


@pytest.mark.parametrize(("text", "words"), CASES.items())
def test_words(text: str, words: str) -> None:
    assert [token.text for token in tokens.blank().make_doc(text)] == words.split()


def test_shipped_pipeline_has_these_rules(shipped: spacy.Language) -> None:
    blank = tokens.blank()
    for text in CASES:
        assert [token.text for token in shipped.make_doc(text)] == [token.text for token in blank.make_doc(text)]
