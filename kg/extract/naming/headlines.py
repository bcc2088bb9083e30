"""Names that swallowed the rest of a headline: "*Colts Beat Chiefs*" is two teams, "*Anna Berg Leaves* Home" a person.

Where every word has a capital, the recogniser cannot see where a name ends. The text below the headline shows it: the
name stands there alone, and what follows it in the headline is a verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.extract.text.tokens import Doc

_ENDS = frozenset([".", "?", "!"])
MIN_CAPITALS = 0.6
"""Share of the longer words of a line that begin with a capital in a headline."""
LONG = 4
"""Letters from which a word has a capital in a headline."""
ENDINGS = ("", "s", "es", "d", "ed", "ing")


def cut_headlines(names: list[Run], verbs: Collection[str]) -> list[Run]:
    """The names, those of headlines cut where the text knows a shorter one and a verb (of these lemmas) follows it."""
    elsewhere: dict[tuple[str, ...], str] = {}
    lines: dict[tuple[str, ...], set[int]] = {}
    for name in names:
        words = _words(name)
        elsewhere.setdefault(words, name.label_)
        lines.setdefault(words, set()).add(name.tokens[0].sent.start)
    found: list[Run] = []
    for name in names:
        own = name.tokens[0].sent
        if len(name) < 2 or lines[_words(name)] != {own.start} or not _is_headline(own):
            found.append(name)
            continue
        known = {words: label for words, label in elsewhere.items() if lines[words] != {own.start}}
        size = _known_size(name, known, verbs)
        found += [name] if size is None else _parts(name.doc, name, size, known)
    return found


def _words(name: Run) -> tuple[str, ...]:
    return tuple(token.text for token in name.tokens)


def _known_size(name: Run, known: Mapping[tuple[str, ...], str], verbs: Collection[str]) -> int | None:
    """How many words of the name are one that the text has, with a verb behind; None where it is to stay whole."""
    tokens, words = name.tokens, _words(name)
    for size in range(len(words) - 1, 0, -1):
        if words[:size] in known and tokens[size].text.istitle() and _is_verb(tokens[size].lower_, verbs):
            return size
    return None


def _is_headline(sent: Run) -> bool:
    """Whether the words of a line are mostly written with capitals, and no full stop ends it."""
    if any(item.text in _ENDS for item in sent.tokens):
        return False
    line = [item for item in sent.tokens if item.text.isalpha() and len(item.text) >= LONG]
    capitals = sum(item.text[:1].isupper() for item in line)
    return capitals >= MIN_CAPITALS * max(1, len(line))


def _is_verb(word: str, verbs: Collection[str]) -> bool:
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if word.endswith(ending) and (stem in verbs or f"{stem}e" in verbs):
            return True
    return False


def _parts(doc: Doc, name: Run, size: int, known: Mapping[tuple[str, ...], str]) -> list[Run]:
    """The name of so many words, and the names that the text has among the rest."""
    words = _words(name)
    found = [Run(doc, name.start, name.start + size, label=known[words[:size]])]
    at = size + 1
    while at < len(words):
        longest = next((end for end in range(len(words), at, -1) if words[at:end] in known), None)
        if longest is not None:
            found.append(Run(doc, name.start + at, name.start + longest, label=known[words[at:longest]]))
        at = longest or at + 1
    return found
