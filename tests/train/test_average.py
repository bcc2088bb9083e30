"""The mean of the weights of several states of a component."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.training import Example

from kg.train.average import average

LABELS = ("ORG", "PERSON")


def state(seed: int, *, labels: tuple[str, ...] = LABELS) -> spacy.Language:
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    for label in labels:
        ner.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Ada met Bo"), {"entities": [(0, 3, labels[0])]})])
    return nlp


def weights(nlp: spacy.Language) -> list[np.ndarray]:
    model = nlp.get_pipe("ner").model  # type: ignore[attr-defined]
    return [layer.get_param(name).copy() for layer in model.walk() for name in layer.param_names]


def test_mean_is_weighted_and_lands_in_the_first() -> None:
    one, two = state(1), state(2)
    before = weights(one), weights(two)
    mixed = average([(one, 0.25), (two, 0.75)], component="ner")
    assert mixed is one
    assert any(not np.array_equal(left, right) for left, right in zip(*before, strict=True))
    for left, right, mean in zip(*before, weights(mixed), strict=True):
        np.testing.assert_allclose(mean, 0.25 * left + 0.75 * right, rtol=1e-5, atol=1e-7)


def test_shares_must_add_up() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        average([(state(1), 0.5), (state(2), 0.6)], component="ner")


def test_layers_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="same layers"):
        average([(state(1), 0.5), (state(2, labels=("ORG",)), 0.5)], component="ner")
