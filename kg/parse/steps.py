"""What the transition models of spaCy's parser and name recogniser think of states, many states at a time.

spaCy asks a state some hundred questions a word, and as it is compiled (Cython 3) it takes Python's lock for each of
them: two fifths of the time of a parse. `kg.parse.name_moves` and `kg.parse.tree_moves` make the same moves in arrays,
for all words and all paragraphs of a batch together; the scores by which they choose come from here, and are spaCy's to
the bit: the same sums in the same order, the same product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import minibatch
from thinc.api import NumpyOps

from kg.parse.kernels import fast_ops

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PIECES = 2
"""Of the hidden layer, which takes the greater of so many."""
ENCODED_AT_ONCE = 2_000
"""Words whose encodings are computed together, at least."""
READ_AT_ONCE = 16_000
"""Words whose names or trees are found together, at least; the parser holds 6 kB for each."""
CLOSE = 0.01
"""Where the best scores differ by no more, they come from the product that spaCy itself takes; a fast one may differ in
the seventh digit."""
_OPS = NumpyOps()


class CannotFollow(Exception):
    """A model, or a batch, that is left to spaCy's own code."""


def portions_of(docs: Iterable[Doc], *, n_words: int = ENCODED_AT_ONCE) -> Iterator[list[Doc]]:
    """The Docs, at least so many words of them at a time, since the many rows of an encoder fit no cache.

    Of 32 articles a matrix has 20 MB, which the system hands out and clears anew for every layer; with fewer it takes
    two thirds of the time, and finds the same to the bit.
    """
    portion: list[Doc] = []
    for doc in docs:
        portion.append(doc)
        if sum(map(len, portion)) >= n_words:
            yield portion
            portion = []
    if portion:
        yield portion


class Scorer:
    """The model of a parser or name recogniser of spaCy's usual make: features of a state, one hidden layer, moves.

    Raises:
        CannotFollow: the model is of another make.
    """

    def __init__(self, model: Any, *, n_features: int) -> None:
        names = [layer.name for layer in model.layers[1:]]
        if model.name != "parser_model" or names != ["precomputable_affine", "linear"]:
            raise CannotFollow(f"a model of {model.name} and {names}")
        self._encoder, self._lower, self._upper = model.layers
        if (self._lower.get_dim("nF"), self._lower.get_dim("nP")) != (n_features, PIECES):
            raise CannotFollow("features or pieces of another number")
        if model.attrs["unseen_classes"] or not isinstance(self._lower.ops, NumpyOps):
            raise CannotFollow("a model that is being trained, or not on the processor")
        self.n_moves: int = self._upper.get_dim("nO")
        self._columns = np.arange(n_features)

    def read(self, docs: Sequence[Doc]) -> None:
        """Gets ready for the words of these Docs, which are numbered through all of them."""
        vectors = np.concatenate([self._encoder.predict(portion) for portion in portions_of(docs)])
        table = self._lower.predict(vectors)  # a row for "no word", then one for each
        self._rows = table.reshape((-1, table.shape[2] * table.shape[3]))
        self._bias = self._lower.get_param("b").reshape(-1)
        self._last, self._last_bias = self._upper.get_param("W"), self._upper.get_param("b")

    def best(self, words: Any, allowed: Any) -> Any:
        """The move of each state that spaCy would make, the first of the best ones.

        Args:
            words: state × feature: number of the word, -1 for none.
            allowed: state × move: whether the state allows it; one at least.
        """
        places = (words + 1) * len(self._columns) + self._columns
        sums = np.add.reduce(self._rows.take(places, axis=0), axis=1)
        sums += self._bias
        pairs = sums.reshape((len(sums), -1, PIECES))
        hidden = np.maximum(pairs[..., 0], pairs[..., 1])
        fast = fast_ops()
        if fast is None:
            return self._scores(_OPS, hidden, allowed).argmax(axis=1)
        scores, each = self._scores(fast, hidden, allowed), np.arange(len(hidden))
        moves = scores.argmax(axis=1)
        least = scores[each, moves] - CLOSE
        scores[each, moves] = -np.inf
        is_close = scores.max(axis=1) >= least
        if is_close.any():
            moves[is_close] = self._scores(_OPS, hidden[is_close], allowed[is_close]).argmax(axis=1)
        return moves

    def _scores(self, ops: NumpyOps, hidden: Any, allowed: Any) -> Any:
        scores = ops.gemm(hidden, self._last, trans2=True)
        scores += self._last_bias
        scores[~allowed] = -np.inf
        return scores

    def forget(self) -> None:
        """Lets go of what was read."""
        del self._rows


class Quick:
    """How a component of spaCy works on whole batches by `find`, and on what that cannot follow as it always did."""

    def copy_of(self, original: Any) -> None:
        """Takes over the model, moves and settings of a component of the same class."""
        if original.cfg["beam_width"] != 1:
            raise CannotFollow("a beam")
        super().__init__(original.vocab, original.model, original.name, original.moves, scorer=original.scorer)  # type: ignore[call-arg]
        self.cfg = original.cfg

    def find(self, docs: list[Doc]) -> list[Any]:
        """The final states of Docs that have words.

        Raises:
            CannotFollow: there is something with them that spaCy itself must deal with.
        """
        raise NotImplementedError

    def predict(self, docs: Any) -> list[Any]:
        """As spaCy's, of one Doc or several."""
        batch: list[Doc] = [docs] if isinstance(docs, Doc) else list(docs)
        return [state for portion in portions_of(batch, n_words=READ_AT_ONCE) for state in self._states(portion)]

    def _states(self, docs: list[Doc]) -> list[Any]:
        try:
            if all(map(len, docs)):
                return self.find(docs)
        except CannotFollow:
            pass
        found: list[Any] = super().predict(docs)  # type: ignore[misc]
        return found

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """As spaCy's, all Docs of a batch together."""
        on_error = self.get_error_handler()  # type: ignore[attr-defined]
        batches: Iterable[list[Doc]] = minibatch(docs, size=batch_size)  # type: ignore[no-untyped-call]
        for batch in batches:
            try:
                self.set_annotations(batch, self.predict(batch))  # type: ignore[attr-defined]
                yield from batch
            except Exception as exc:  # noqa: BLE001 -- the handler raises it again, or notes it and goes on
                on_error(self.name, self, batch, exc)  # type: ignore[attr-defined]
