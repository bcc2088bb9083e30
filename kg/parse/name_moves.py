"""spaCy's name recogniser, all words of a batch at a time: the same moves, without its question by question.

Outside of a name the recogniser sees nothing but the word in hand, so that what it would do there is computed for all
words together; likewise for the second words of all names that it would begin, then for the third. What is left to do
is to go from name to name. Its moves are those of `spacy.pipeline._parser_internals.ner`: B, I and L for the first, the
inner and the last word of a name, U for a name of one word, O for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline import EntityRecognizer

from kg.parse.steps import CannotFollow, Quick, Scorer

if TYPE_CHECKING:
    from spacy.tokens import Doc

N_FEATURES = 3
"""The word in hand; within a name its first word, and the word before the one in hand."""
NO_CLASS = -1
_STUCK = "-"
"""Of a word within a name that another component found: outside of names it allows no move, and is never reached so."""
_FLAGS = ("ENT_IOB", "ENT_TYPE", "SENT_START", "IS_SPACE")
_INSIDE, _FIRST = 1, 3
"""Values of ENT_IOB: names that other components have found, which the recogniser keeps."""


class NameFinder(Quick, EntityRecognizer):  # type: ignore[misc]
    """The recogniser with the same model, moves and settings as the one given.

    Raises:
        CannotFollow: its model is of another make.
    """

    def __init__(self, original: EntityRecognizer) -> None:
        self.copy_of(original)
        self._model = Scorer(original.model, n_features=N_FEATURES)
        names = [original.moves.get_class_name(i) for i in range(self._model.n_moves)]
        self._classes = [original.vocab.strings[label] for label in original.labels]
        self._kinds = np.array([name[0] for name in names])
        numbers = {label: number for number, label in enumerate(original.labels)}
        self._labels = np.array([numbers.get(name[2:], NO_CLASS) for name in names])
        self._columns = {
            kind: np.array([names.index(f"{kind}-{label}") for label in original.labels]) for kind in "BILU"
        }
        self._column_out = names.index("O")

    def find(self, docs: list[Doc]) -> list[Any]:
        """The final states of the Docs."""
        words = _Words(docs, self._classes)
        self._model.read(docs)
        alone = np.full((len(words.iob), N_FEATURES), -1)
        alone[:, 0] = np.arange(len(alone))
        allowed = self._allowed(words)
        moves = self._model.best(alone, allowed)
        kinds = np.where(allowed.any(axis=1), self._kinds[moves], _STUCK)
        labels = np.where(kinds == _STUCK, NO_CLASS, self._labels[moves])
        lasts = self._lasts(words, np.flatnonzero(kinds == "B"), labels)
        self._model.forget()
        begins = np.flatnonzero(kinds != "O")
        names = np.stack([begins, lasts[begins], labels[begins]], axis=1).tolist()
        states: list[Any] = self.moves.init_batch(docs)
        end = place = 0
        for state, doc in zip(states, docs, strict=True):
            start, end = end, end + len(doc)
            at = start
            while place < len(names) and names[place][0] < end:
                first, last, label = names[place]
                place += 1
                if first < at:
                    continue  # it lies within a name
                if label == NO_CLASS:
                    raise CannotFollow("a word that allows no move")
                _go_on(state, first - at)
                state.open_ent(self._classes[label])
                _go_on(state, last - first)
                state.close_ent()
                _go_on(state, 1)
                at = last + 1
        return states

    def _allowed(self, words: _Words) -> Any:
        """Word × move: whether a word outside of a name allows the move."""
        found = np.zeros((len(words.iob), self._model.n_moves), dtype=bool)
        is_first, is_outside = words.iob == _FIRST, (words.iob != _FIRST) & (words.iob != _INSIDE)
        right = ~is_first[:, None] | (words.label[:, None] == np.arange(len(self._classes)))
        free = (words.next_iob != _FIRST) & ~words.next_starts & ~words.is_space
        begins = np.where(is_first, words.next_iob == _INSIDE, free) & words.has_next & (words.iob != _INSIDE)
        alone = (words.next_iob != _INSIDE) & (is_first | ~words.is_space)
        found[:, self._columns["B"]] = right & begins[:, None]
        found[:, self._columns["U"]] = right & alone[:, None]
        found[:, self._column_out] = is_outside
        return found

    def _lasts(self, words: _Words, firsts: Any, labels: Any) -> Any:
        """The last word of each name that begins at one of these words, and of every other word itself."""
        lasts = np.arange(len(words.iob))
        here = firsts + 1
        while len(firsts):
            label = labels[firsts]
            is_inside, next_iob = words.iob[here] == _INSIDE, words.next_iob[here]
            goes_on = (
                np.where(is_inside, (next_iob == _INSIDE) & (label == words.label[here]), ~words.next_starts[here])
                & words.has_next[here]
                & (words.iob[here] != _FIRST)
                & (next_iob != _FIRST)
            )
            is_end = is_inside & (next_iob != _INSIDE)  # of a name found before, whose class then counts
            last_label = np.where(is_end, words.label[here], label)
            ends = is_end & (last_label != NO_CLASS) | ~is_end & (next_iob != _INSIDE)
            if not (goes_on | ends).all():
                raise CannotFollow("a word that allows no move")
            each, on = np.arange(len(here)), self._columns["I"][label]
            allowed = np.zeros((len(here), self._model.n_moves), dtype=bool)
            allowed[each, on] = goes_on
            allowed[each, self._columns["L"][last_label]] = ends
            goes_on = self._model.best(np.stack([here, firsts, here - 1], axis=1), allowed) == on
            lasts[firsts[~goes_on]] = here[~goes_on]
            firsts, here = firsts[goes_on], here[goes_on] + 1
        return lasts


class _Words:
    """What the moves ask of the words of some Docs, and of the word behind each: arrays, one item for each word."""

    def __init__(self, docs: list[Doc], classes: list[int]) -> None:
        columns = np.concatenate([doc.to_array(list(_FLAGS)) for doc in docs]).T
        self.iob, kinds, starts = columns[0].astype(np.int8), columns[1], columns[2] == 1
        self.is_space = columns[3].astype(bool)
        numbers = {label: number for number, label in enumerate(classes)} | {0: NO_CLASS}
        present, places = np.unique(kinds, return_inverse=True)
        if not numbers.keys() >= set(present.tolist()) or ((self.iob == _FIRST) & (kinds == 0)).any():
            raise CannotFollow("a class that the recogniser does not know, or a word that no name may hold")
        self.label = np.array([numbers[label] for label in present.tolist()])[places]
        self.has_next = np.ones(len(kinds), dtype=bool)
        self.has_next[np.cumsum(list(map(len, docs))) - 1] = False
        self.next_iob = np.where(self.has_next, np.roll(self.iob, -1), 0)
        self.next_starts = self.has_next & np.roll(starts, -1)


def _go_on(state: Any, n_words: int) -> None:
    for _ in range(n_words):
        state.push()
        state.pop()
