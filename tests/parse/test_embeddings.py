"""Vectors of words that come again: the same to the bit, and kept only where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy

from kg import parse
from kg.parse import embeddings
from kg.parse.embeddings import Remembered
from kg.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    "Rebels shelled the town of Taftanaz on Monday.",
    "The rebels didn't; the town did, it's said. Rebels shelled the town again, zxqy.",
    "",
    "Taftanaz",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parse.load_pipeline(DEFAULT_MODEL)


def remembering(nlp: Language, component: str) -> Any:
    layers = nlp.get_pipe(component).model.walk()  # type: ignore[attr-defined]
    found = [layer for layer in layers if isinstance(layer._func, Remembered)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("component", ["tok2vec", "ner"])
@pytest.mark.parametrize("most", [0, 5, embeddings.MOST])
def test_vectors_are_those_computed(nlp: Language, monkeypatch: pytest.MonkeyPatch, component: str, most: int) -> None:
    monkeypatch.setattr(embeddings, "MOST", most)
    layer = remembering(nlp, component)
    for texts in (TEXTS, TEXTS[::-1], TEXTS):
        docs = [nlp.make_doc(text) for text in texts]
        computed = layer._func._compute(layer, docs, False)[0]
        kept = layer.predict(docs)
        assert [item.shape for item in kept] == [item.shape for item in computed]
        assert all(map(np.array_equal, kept, computed))


def test_a_word_is_computed_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = remembering(nlp, "ner")
    layer.predict([nlp.make_doc(TEXTS[0])])
    monkeypatch.setattr(layer._func, "_compute", None)
    layer.predict([nlp.make_doc(TEXTS[0]), nlp.make_doc("Taftanaz town")])


def test_the_same_letters_with_another_norm_are_another_word(nlp: Language) -> None:
    layer = remembering(nlp, "tok2vec")
    docs = [nlp.make_doc("ca n't"), nlp.make_doc("can't")]  # "ca" is "can" only in the second
    assert docs[0][0].text == docs[1][0].text
    assert docs[0][0].norm != docs[1][0].norm
    one, two = layer.predict(docs)
    assert not np.array_equal(one[0], two[0])


def test_training_computes_and_learns(nlp: Language) -> None:
    layer = remembering(nlp, "tok2vec")
    found, backpropagate = layer([nlp.make_doc(TEXTS[0])], is_train=True)
    assert len(found[0]) == len(nlp.make_doc(TEXTS[0]))
    assert backpropagate is not embeddings._learn_nothing


def test_nothing_is_kept_where_rows_depend_on_their_company(monkeypatch: pytest.MonkeyPatch) -> None:
    parse.load_pipeline(DEFAULT_MODEL)
    nlp = spacy.load(DEFAULT_MODEL)
    ops = nlp.get_pipe("tok2vec").model.ops  # type: ignore[attr-defined]
    product = type(ops).gemm
    monkeypatch.setattr(
        type(ops), "gemm", lambda self, x, y, **_: product(self, x, y, trans2=True) * np.float32(len(x))
    )
    embeddings.remember_words(nlp)
    layers = nlp.get_pipe("tok2vec").model.walk()  # type: ignore[attr-defined]
    assert not any(isinstance(layer._func, Remembered) for layer in layers)


def test_features_beyond_the_letters_are_computed() -> None:
    nlp = spacy.blank("en")
    model = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 8, "attrs": ["NORM", "IS_TITLE"], "rows": [9, 9]}
    encoder = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 8, "depth": 1, "window_size": 1}
    nlp.add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": model | {"include_static_vectors": False},
                "encode": encoder | {"maxout_pieces": 2},
            }
        },
    )
    nlp.initialize()
    embeddings.remember_words(nlp)
    layers = nlp.get_pipe("tok2vec").model.walk()  # type: ignore[attr-defined]
    assert not any(isinstance(layer._func, Remembered) for layer in layers)
