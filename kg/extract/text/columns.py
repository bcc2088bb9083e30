"""A spaCy Doc by columns of plain values, read once; only here does extraction know spaCy.

A word that the tokenizer leaves joined to an abbreviation is parted: "NATO-led" is three tokens, as the treebanks have
it, but full stops keep "the *U.S.-led* invasion" together, so that nobody leads it. Here it becomes three as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from mypy_extensions import mypyc_attr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.strings import StringStore
    from spacy.tokens import Doc as SpacyDoc

T = TypeVar("T")
STRINGS = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "MORPH")
"""Columns of a spaCy Doc that hold keys of strings."""
DEP = STRINGS.index("DEP")
FLAGS = ("IS_SPACE", "IS_PUNCT", "SPACY")
_JOINED = re.compile(r"((?:[A-Z]\.){2,})-([a-z]{2,})")
_IRREGULAR = {
    "led": "lead",
    "held": "hold",
    "made": "make",
    "built": "build",
    "run": "run",
    "born": "bear",
    "bound": "bind",
}
"""Participles that do not end in -ed, with their lemmas."""
POLITIES = frozenset(["U.S.", "U.S.A.", "U.K.", "U.A.E.", "U.S.S.R."])
"""Abbreviations of states; others are of bodies."""


class Columns(NamedTuple):
    """A Doc by columns, a place for each token.

    Attributes:
        words: text, lower case, lemma, tag, part of speech, label, features.
        flags: is it space, is it punctuation, does a blank follow.
        heads: index of the head.
        starts: indices of the first tokens of sentences.
        names: start, end and class of each name.
    """

    words: list[list[str]]
    flags: list[list[bool]]
    heads: list[int]
    starts: list[int]
    names: list[tuple[int, int, str]]


def read_columns(doc: SpacyDoc, verbs: Mapping[str, object]) -> Columns:
    """The columns of a spaCy Doc, which stays as it is and is not referred to; `verbs`: the lemmas that are known."""
    string_of = _strings_of(doc.vocab.strings).__getitem__
    words = [list(map(string_of, column)) for column in doc.to_array(list(STRINGS)).T.tolist()]
    flags = doc.to_array(list(FLAGS)).astype(bool).T.tolist()
    steps, borders = doc.to_array(["HEAD", "SENT_START"]).astype(np.int64).T
    heads, starts = (steps + np.arange(len(steps))).tolist(), np.flatnonzero(borders == 1).tolist()
    columns = Columns(words, flags, heads, starts, [(item.start, item.end, item.label_) for item in doc.ents])
    return part(columns, verbs) if any(map(is_joined, words[0])) else columns


def is_joined(text: str) -> bool:
    """Whether a token is an abbreviation and a word with a hyphen between."""
    return ".-" in text and _JOINED.fullmatch(text) is not None


def part(columns: Columns, verbs: Mapping[str, object]) -> Columns:
    """The columns with three tokens for each joined one; `verbs`: the lemmas that are known."""
    texts = columns.words[0]
    place, at = [], 0
    for text in texts:
        at += 2 if is_joined(text) else 0
        place.append(at)  # of the last part of each token
        at += 1
    words: list[list[str]] = [[] for _ in columns.words]
    flags: list[list[bool]] = [[] for _ in columns.flags]
    heads: list[int] = []
    names = [(_first(place, start), place[end - 1] + 1, label) for start, end, label in columns.names]
    for i, text in enumerate(texts):
        row = [column[i] for column in columns.words]
        flag = [column[i] for column in columns.flags]
        if is_joined(text):
            abbreviation, _, word = text.rpartition("-")
            _append(
                words, [abbreviation, abbreviation.lower(), abbreviation, "NNP", "PROPN", "compound", "Number=Sing"]
            )
            _append(words, ["-", "-", "-", "HYPH", "PUNCT", "punct", "_"])
            heads += [place[i], place[i] - 2]
            _append(flags, [False, False, False])
            _append(flags, [False, True, False])
            row = [word, word, *_form(word, verbs, row[2:5]), *row[5:]]
            if row[DEP] != "amod":
                row[4] = "ADJ"  # "Afghan and U.S.-*led* troops": no event of its own
            alone = (place[i] - 2, place[i] + 1)
            names = [item for item in names if item[:2] != alone]
            if not any(start <= place[i] < end for start, end, _ in names):
                names.append((place[i] - 2, place[i] - 1, "GPE" if abbreviation in POLITIES else "ORG"))
        _append(words, row)
        _append(flags, flag)
        heads.append(place[columns.heads[i]])
    return Columns(words, flags, heads, [_first(place, start) for start in columns.starts], sorted(names))


def _first(place: Sequence[int], i: int) -> int:
    """Where the first part of a token stands now."""
    return place[i - 1] + 1 if i else 0


def _append(columns: list[list[T]], row: Sequence[T]) -> None:
    for column, value in zip(columns, row, strict=True):
        column.append(value)


def _form(word: str, verbs: Mapping[str, object], otherwise: list[str]) -> list[str]:
    """Lemma, tag and part of speech of the word behind the hyphen: those of a participle, else what they were."""
    stems = [_IRREGULAR.get(word, ""), word.removesuffix("ed"), word.removesuffix("d")]
    lemma = next((stem for stem in stems if stem and stem != word and stem in verbs), "")
    lemma = lemma or (word if word in _IRREGULAR else "")
    return [lemma, "VBN", "VERB"] if lemma else [word, *otherwise[1:]]


@mypyc_attr(native_class=False)
class _Strings(dict[int, str]):
    """Key → string, as spaCy's store has it, which makes the string anew whenever it is asked."""

    MOST = 50_000

    def __init__(self, store: StringStore) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: int) -> str:
        if len(self) >= self.MOST:
            self.clear()
        found = self[key] = self._store[key]
        return found


_strings_of = lru_cache(maxsize=1)(_Strings)
