"""The vectors by which an encoder begins, kept for words that come again.

What an encoder of spaCy's usual make knows of a word before it looks at its neighbours follows from the word's letters
alone, and nine words in ten of a text were read before. The row of a product depends on its own row alone
(`kg.parse.kernels`), so that a vector that was kept is, to the bit, what would be computed again; where that is not so,
as on processors whose kernels for few rows are others, nothing is kept.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import IDS, LOWER, NORM, ORTH, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

MOST = 20_000
"""Words kept, some 10 MB with 112 numbers each; beyond that all are forgotten."""
_OF_THE_LETTERS = frozenset([LOWER, NORM, ORTH, PREFIX, SHAPE, SUFFIX])
"""Features that two tokens of the same letters and the same norm share."""
_MIXED = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that letters and norm make one key, different but by the chance of spaCy's own keys for strings."""
_TRIED = (1, 2, 7, 64, 333)
"""Numbers of rows that are multiplied apart and together."""


class Remembered:
    """What a layer that embeds words gives, in the place of its function."""

    def __init__(self, layer: Any, features: Sequence[int]) -> None:
        self._compute: Callable[..., Any] = layer._func  # what calling it calls
        self._features = [ORTH, NORM, *features]
        self._numbers: dict[int, int] = {}
        self._vectors = np.empty((0, layer.get_dim("nO")), dtype=np.float32)

    def __call__(self, layer: Any, docs: Sequence[Doc], is_train: bool) -> Any:
        """A matrix for each Doc, and what learns from them."""
        if is_train or not any(map(len, docs)):
            return self._compute(layer, docs, is_train)
        if len(self._numbers) > MOST:
            self._numbers.clear()
        rows = np.concatenate([doc.to_array(self._features) for doc in docs])
        keys = (rows[:, 0] * _MIXED ^ rows[:, 1]).tolist()
        numbers = np.fromiter(map(self._numbers.get, keys, repeat(-1)), dtype=np.int64, count=len(keys))
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            new = {keys[place]: place for place in unknown.tolist()}
            words = _Words(docs[0].vocab, self._features, rows[list(new.values())])
            self._keep(list(new), self._compute(layer, [words], False)[0][0])
            numbers[unknown] = [self._numbers[keys[place]] for place in unknown.tolist()]
        found = np.split(self._vectors[numbers], np.cumsum([len(doc) for doc in docs])[:-1])
        return found, _learn_nothing

    def _keep(self, keys: list[int], vectors: Any) -> None:
        start = len(self._numbers)
        if start + len(keys) > len(self._vectors):
            room = np.empty((2 * (start + len(keys)), self._vectors.shape[1]), dtype=np.float32)
            room[:start] = self._vectors[:start]
            self._vectors = room
        self._vectors[start : start + len(keys)] = vectors
        self._numbers.update(zip(keys, range(start, start + len(keys)), strict=True))


class _Words:
    """What embedding layers ask of a Doc, for words of any Docs."""

    def __init__(self, vocab: Vocab, features: list[int], rows: Any) -> None:
        self.vocab, self._columns, self._rows = vocab, {name: place for place, name in enumerate(features)}, rows

    def __len__(self) -> int:
        return len(self._rows)

    def to_array(self, features: Any) -> Any:
        """As a Doc's."""
        if isinstance(features, (list, tuple)):
            return self._rows[:, [self._columns[_number(item)] for item in features]]
        return self._rows[:, self._columns[_number(features)]]


def remember_words(nlp: Language) -> None:
    """Lets the encoders of a pipeline keep what they know of words, where it is certain to be the same."""
    keyed_by = getattr(nlp.vocab.vectors, "attr", ORTH)
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            features = [*_features_of(layer), keyed_by]
            if len(features) > 1 and _OF_THE_LETTERS.issuperset(features) and _rows_are_independent(layer):
                layer._func = Remembered(layer, features)


def _features_of(layer: Any) -> list[int]:
    """The features by which a layer made by `spacy.MultiHashEmbed` embeds words; none of any other layer."""
    if not layer.layers or layer.layers[-1].name != "ragged2list":
        return []
    below = list(layer.walk())
    extractors = [item for item in below if item.name == "extract_features"]
    vectors = [item for item in below if item.name == "static_vectors"]
    if len(extractors) != 1 or any(item.attrs["key_attr"] != "ORTH" for item in vectors):
        return []
    return [_number(item) for item in extractors[0].attrs["columns"]]


def _number(feature: Any) -> int:
    return IDS[feature] if isinstance(feature, str) else int(feature)


def _rows_are_independent(layer: Any) -> bool:
    """Whether rows multiplied by the layer's weights are the same in any company."""
    weights = [item.get_param("W") for item in layer.walk() if item.name in {"maxout", "static_vectors"}]
    numbers = np.random.default_rng(0)
    for each in weights:
        weight = each.reshape((-1, each.shape[-1]))
        rows = numbers.standard_normal((sum(_TRIED), weight.shape[1]), dtype=np.float32)
        together, end = layer.ops.gemm(rows, weight, trans2=True), 0
        for n_rows in _TRIED:
            start, end = end, end + n_rows
            if not np.array_equal(layer.ops.gemm(rows[start:end], weight, trans2=True), together[start:end]):
                return False
    return bool(weights)


def _learn_nothing(gradient: Any) -> list[Any]:
    return []
