"""Lemmas of the shipped pipeline: rules, tables, and the features that are taken away and given back between them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg import settings
from kg.train import bodies, edges, lemmas

CASES = [
    # word, class, tag, features, lemma
    ("American", "ADJ", "JJ", "Degree=Pos", "American"),
    ("dutch", "ADJ", "JJ", "Degree=Pos", "Dutch"),
    ("Kenyan", "ADJ", "JJ", "Degree=Pos", "Kenyan"),
    ("Supreme", "ADJ", "NNP", "Degree=Pos", "Supreme"),
    ("Supreme", "ADJ", "JJ", "Degree=Pos", "supreme"),
    ("Large", "ADJ", "JJ", "Degree=Pos", "large"),
    ("larger", "ADJ", "JJR", "Degree=Cmp", "large"),
    ("TV", "NOUN", "NN", "Number=Sing", "TV"),
    ("Attack", "NOUN", "NN", "Number=Sing", "attack"),
    ("ATTACK", "NOUN", "NN", "Number=Sing", "attack"),
    ("bus", "NOUN", "NN", "Number=Sing", "bus"),
    ("buses", "NOUN", "NNS", "Number=Plur", "bus"),
    ("men", "NOUN", "NNS", "Number=Plur", "man"),
    ("fled", "VERB", "VBD", "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin", "flee"),
    ("staged", "VERB", "VBD", "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin", "stage"),
    ("acquitted", "VERB", "VBN", "Tense=Past|VerbForm=Part", "acquit"),
    ("her", "PRON", "PRP", "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs", "she"),
    ("Paris", "PROPN", "NNP", "Number=Sing", "Paris"),
]


@pytest.fixture(scope="module")
def shipped() -> Language:
    nlp = spacy.load(
        settings.DEFAULT_MODEL, exclude=[bodies.NAME, "ner", edges.NAME, "parser", "tagger", "morphologizer", "tok2vec"]
    )
    assert isinstance(nlp, Language)
    assert nlp.pipe_names == [lemmas.MARKS, "lemmatizer", "attribute_ruler"]
    return nlp


def read(nlp: Language, word: str, pos: str, tag: str, feats: str) -> Doc:
    doc = Doc(nlp.vocab, words=[word], pos=[pos], tags=[tag], morphs=[feats])
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


@pytest.mark.parametrize(("word", "pos", "tag", "feats", "lemma"), CASES)
def test_lemma(shipped: Language, word: str, pos: str, tag: str, feats: str, lemma: str) -> None:
    doc = read(shipped, word, pos, tag, feats)
    assert doc[0].lemma_ == lemma
    assert str(doc[0].morph) == feats


@given(
    word=st.sampled_from(["American", "TV", "States", "green", "Red", "tv", "x"]) | st.text(min_size=1, max_size=9),
    pos=st.sampled_from(["ADJ", "NOUN", "PROPN", "VERB", "PUNCT", "X"]),
    tag=st.sampled_from(["NNP", "NNPS", "NN", "NNS", "JJ", ":", "VB"]),
    feats=st.sampled_from([*lemmas.BASE.values(), "Degree=Sup", "Number=Plur", "Degree=Pos|Typo=Yes", ""]),
)
def test_features_are_given_back(shipped: Language, word: str, pos: str, tag: str, feats: str) -> None:
    assert str(read(shipped, word, pos, tag, feats)[0].morph) == feats
