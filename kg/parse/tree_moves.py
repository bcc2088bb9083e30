"""spaCy's dependency parser, all paragraphs of a batch at a time: the same moves, without its question by question.

The moves are those of `spacy.pipeline._parser_internals.arc_eager`: a word goes from the buffer to the stack (S), an
arc goes to the word before (R) or behind (L), a word leaves the stack (D), a sentence ends (B). Where a sentence begins
for certain (`kg.parse.borders`), the stack is empty, so that what lies between two such places can be parsed by itself;
each of these stretches also has the next two words, which its last states see. A state is a row of a few arrays, the
stack and the buffer are chains through the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline import DependencyParser

from kg.parse.steps import CannotFollow, Quick, Scorer

if TYPE_CHECKING:
    from spacy.tokens import Doc

N_FEATURES = 8
NONE = -1
"""No word; arrays have one item more than words, which it points to."""
SEEN_BEHIND = 2
_WORTH_IT = 6
"""How many times as long as its longest stretch a batch must be: a round costs as much for few states as for many."""
_STARTS, _CANNOT_START = 1, -1
_S, _D, _L, _R, _B = range(5)
_SHIFT, _REDUCE, _ARC, _BREAK = 1, 2, 4, 8
_NEEDED = {"S": _SHIFT, "D": _REDUCE, "L": _ARC, "R": _ARC, "B": _BREAK}


class TreeFinder(Quick, DependencyParser):  # type: ignore[misc]
    """The parser with the same model, moves and settings as the one given.

    Raises:
        CannotFollow: its model is of another make.
    """

    def __init__(self, original: DependencyParser) -> None:
        self.copy_of(original)
        self._model = Scorer(original.model, n_features=N_FEATURES)
        names = [original.moves.get_class_name(i) for i in range(self._model.n_moves)]
        if not {name[0] for name in names} <= _NEEDED.keys() or "subtok" in original.labels:
            raise CannotFollow("moves of another kind")
        self._kinds = np.array(["SDLRB".index(name[0]) for name in names])
        self._labels = [original.vocab.strings[name[2:]] if name[1:] else 0 for name in names]
        needed = np.array([_NEEDED[name[0]] for name in names])
        self._allowed = (np.arange(2 * _BREAK)[:, None] & needed) != 0

    def find(self, docs: list[Doc]) -> list[Any]:
        """The final states of the Docs."""
        words = _Words(docs)
        if words.number < _WORTH_IT * words.longest:
            raise CannotFollow("too few stretches of text")
        self._model.read(docs)
        heads, moves = self._parsed(words)
        self._model.forget()
        states: list[Any] = self.moves.init_batch(docs)
        end = 0
        for state, doc in zip(states, docs, strict=True):
            start, end = end, end + len(doc)
            for child, (head, move) in enumerate(zip(heads[start:end], moves[start:end], strict=True)):
                if head != NONE:
                    state.add_arc(head - start, child, self._labels[move])
        return states

    def _parsed(self, words: _Words) -> tuple[list[int], list[int]]:
        """The head of each word, NONE for roots, and the move that gave it to it."""
        n_cells = len(words.word_of) - 1
        head, last_move, below, left, right, sister = np.full((6, n_cells + 1), NONE)
        following, starts, word_of = words.following, words.starts.copy(), words.word_of
        is_back = np.zeros(n_cells + 1, dtype=bool)  # put back into the buffer, not to be shifted again
        top, first, depth, ahead, stop = words.states
        while len(top):
            under, second, starts_first = below[top], following[first], starts[first]
            is_empty, are_two, is_start = depth == 0, ahead >= 2, starts_first == _STARTS
            allowed = _SHIFT * (is_empty | (are_two & ~is_start & ~is_back[first]))
            allowed += _REDUCE * (~is_empty & ((ahead == 0) | (depth > 1) | (starts_first != _CANNOT_START)))
            allowed += _ARC * (~is_empty & (ahead > 0) & ~is_start)
            allowed += _BREAK * (are_two & (second == first + 1) & (starts[second] == 0))
            if not allowed.all():
                raise CannotFollow("a state that allows no move")
            seen = (first, second, top, under, below[under], left[first], left[top], right[top])
            moves = self._model.best(word_of[np.stack(seen, axis=1)], self._allowed[allowed])
            kinds = self._kinds[moves]
            is_left, is_right, is_reduced = kinds == _L, kinds == _R, kinds == _D

            starts[second[kinds == _B]] = _STARTS

            child, parent = first[is_right], top[is_right]
            head[child], last_move[child] = parent, moves[is_right]
            sister[child], right[parent] = right[parent], child

            child, parent = top[is_left], first[is_left]
            former = head[child]  # the word before it; its arc to the child, the last to the right, goes
            has_former = former != NONE
            right[former[has_former]] = sister[child[has_former]]
            head[child], last_move[child] = parent, moves[is_left]
            left[parent], is_back[parent] = child, False

            goes_back = is_reduced & (depth > 1) & (head[top] == NONE)
            back = top[goes_back]
            is_back[back], following[back] = True, first[goes_back]
            is_pushed, is_popped = is_right | (kinds == _S), is_left | is_reduced
            below[first[is_pushed]] = top[is_pushed]
            depth += is_pushed
            depth -= is_popped
            ahead += goes_back
            ahead -= is_pushed
            top, first = (
                np.where(is_pushed, first, np.where(is_popped, below[top], top)),
                np.where(goes_back, top, np.where(is_pushed, following[first], first)),
            )
            goes_on = (depth != 0) | (first != stop)
            if not goes_on.all():
                top, first, depth, ahead, stop = (item[goes_on] for item in (top, first, depth, ahead, stop))
        if (starts[words.behind] != words.starts[words.behind]).any():
            raise CannotFollow("a border in the next stretch")
        heads, found = np.full((2, words.number), NONE)
        heads[word_of[words.own]], found[word_of[words.own]] = word_of[head[words.own]], last_move[words.own]
        return heads.tolist(), found.tolist()


class _Words:
    """Stretches of some Docs in which the parser goes its way alone, as cells: their words, and the next two words.

    Attributes:
        word_of: cell → word, counted through all Docs.
        starts: cell → whether a sentence must begin (1) or must not (-1) there.
        following: cell → the next one.
        own, behind: the cells of words that lie in their stretch, and the others.
        states: how the parser begins each stretch: top of the stack, first of the buffer, depth of the stack, words
            in the buffer, and the cell before which it ends.
        number, longest: words of the Docs, and of the longest stretch.
    """

    def __init__(self, docs: list[Doc]) -> None:
        cells: list[Any] = []
        own: list[Any] = []
        begins = []
        n_cells = n_words = self.longest = 0
        flags = []
        for doc in docs:
            flags.append(doc.to_array("SENT_START").astype(np.int64))
            borders = np.flatnonzero(flags[-1][1:] == _STARTS) + 1
            for start, end in zip([0, *borders.tolist()], [*borders.tolist(), len(doc)], strict=True):
                behind = min(end + SEEN_BEHIND, len(doc))
                cells.append(np.arange(n_words + start, n_words + behind))
                own.append(np.arange(n_cells, n_cells + end - start))
                stop = n_cells + end - start if end < len(doc) else NONE
                begins.append((NONE, n_cells, 0, len(doc) - start, stop))
                n_cells += behind - start
                self.longest = max(self.longest, end - start)
            n_words += len(doc)
        self.number = n_words
        self.word_of = np.concatenate([*cells, [NONE]])
        self.own = np.concatenate(own)
        self.behind = np.setdiff1d(np.arange(n_cells), self.own, assume_unique=True)
        self.starts = np.concatenate([*flags, [0]])[self.word_of]
        self.following = np.arange(1, n_cells + 2)
        self.following[np.cumsum(list(map(len, cells))) - 1] = NONE
        self.following[NONE] = NONE
        self.states = np.array(begins).T
