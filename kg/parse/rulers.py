"""Attribute rulers that look only where one of their patterns may begin.

spaCy tries every pattern on every word, some fifty of them twice a text, for a handful of words that one fits. What the
first word of each pattern must be is asked of all words at once; spaCy's matcher then gets the few stretches that begin
with such a word, and finds in them what it would find in the whole text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import IDS  # type: ignore[import-not-found]
from spacy.pipeline import AttributeRuler

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SAME = {"TEXT": "ORTH"}
_ASKED = frozenset(["ORTH", "LOWER", "POS", "TAG", "MORPH", "ENT_IOB", "ENT_TYPE"])
"""What is looked at of a pattern's first word; whatever else it asks for is left to the matcher."""


class Places:
    """Where the patterns of a ruler may begin.

    Raises:
        ValueError: there is a pattern whose length is not fixed.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        rules: list[dict[str, Any]] = ruler.patterns
        patterns: list[list[dict[str, Any]]] = [pattern for rule in rules for pattern in rule["patterns"]]
        if not patterns or any("OP" in word for pattern in patterns for word in pattern):
            raise ValueError("patterns of any length")
        self._find, self._ruler, self._n_rules = ruler.match, ruler, len(ruler.attrs)
        self._length = max(map(len, patterns))
        kinds: dict[tuple[int, ...], list[set[int]]] = {}
        for pattern in patterns:
            asked = {IDS[name]: values for name, values in _asked(pattern[0], ruler).items()}
            if not asked:
                raise ValueError("a pattern that may begin anywhere")
            sets = kinds.setdefault(tuple(sorted(asked)), [set() for _ in asked])
            for known, attribute in zip(sets, sorted(asked), strict=True):
                known |= asked[attribute]
        self._attributes: Any = sorted({attribute for kind in kinds for attribute in kind})
        self._kinds = [
            [(self._attributes.index(attribute), np.array(sorted(known), dtype=np.uint64))
             for attribute, known in zip(kind, sets, strict=True)]
            for kind, sets in kinds.items()
        ]  # fmt: skip

    def match(self, doc: Doc) -> Any:
        """As the ruler's: (number of the rule, its key, start, end) of all matches, in order."""
        if len(self._ruler.attrs) != self._n_rules:
            return self._find(doc)  # more patterns were added
        found = []
        for start, end in self._stretches(doc):
            for key, begin, stop in self._ruler.matcher(doc[start:end], allow_missing=True, as_spans=False):
                found.append((int(doc.vocab.strings[key]), key, start + begin, start + stop))
        return sorted(found)

    def _stretches(self, doc: Doc) -> list[tuple[int, int]]:
        """Words from one with which a pattern may begin as far as the longest pattern goes; joined where they meet."""
        columns = doc.to_array(self._attributes).reshape((len(doc), len(self._attributes))).T
        may_begin = np.zeros(len(doc), dtype=bool)
        for kind in self._kinds:
            fits = np.ones(len(doc), dtype=bool)
            for place, known in kind:
                fits &= columns[place] == known[0] if len(known) == 1 else np.isin(columns[place], known)
            may_begin |= fits
        found: list[tuple[int, int]] = []
        for start in np.flatnonzero(may_begin).tolist():
            end = min(start + self._length, len(doc))
            if found and start <= found[-1][1]:
                found[-1] = found[-1][0], end
            else:
                found.append((start, end))
        return found


def narrow(nlp: Language) -> None:
    """Lets the attribute rulers of a pipeline look only where their patterns may begin."""
    for _, component in nlp.components:
        if type(component) is AttributeRuler:
            try:
                component.match = Places(component).match  # type: ignore[method-assign]
            except ValueError:
                continue


def _asked(word: dict[str, Any], ruler: AttributeRuler) -> dict[str, set[int]]:
    """What a pattern asks of a word: attribute → the values that it allows."""
    strings, found = ruler.vocab.strings, {}
    for name, value in word.items():
        attribute = _SAME.get(name.upper(), name.upper())
        allowed = value.get("IN") if isinstance(value, dict) and len(value) == 1 and attribute != "MORPH" else [value]
        if attribute in _ASKED and allowed and all(isinstance(item, (int, str)) for item in allowed):
            found[attribute] = {strings[item] if isinstance(item, str) else item for item in allowed}
    return found
