"""Names that were recognised once and overlooked where the text says them again.

A statistical recogniser reads every sentence anew: "Walter *Munk* died. … *Munk* was born in Austria" has the second
name in no entity. A word or words like a name of the same text are that name, if they are written as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.name_labels import OWN_NAMES
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.extract.text.tokens import Doc, Token

MIN_LENGTH = 3
"""Letters of a single word that counts as a name said again."""

_GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])


def find_repeated(doc: Doc, names: Iterable[Run], labels: Mapping[str, str], taken: set[int]) -> list[Run]:
    """Further places of the names, and of the surnames of persons, among the tokens that are not taken."""
    words: dict[tuple[str, ...], str] = {}
    for name in names:
        label = labels.get(name.text, name.label_)
        if label in OWN_NAMES and name.text[:1].isupper():
            words.setdefault(tuple(token.text for token in name), label)
            surname = _surname(name) if label == "PERSON" else ""
            if surname:
                words.setdefault((surname,), label)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in sorted(words, key=lambda key: (-len(key), key)):
        if len(key) > 1 or len(key[0]) >= MIN_LENGTH:
            by_first.setdefault(key[0], []).append(key)
    ordinary = {token.text for token in doc if token.text.islower()}
    found: list[Run] = []
    end = 0
    for token in doc:
        if token.i < end or token.text not in by_first:
            continue
        for key in by_first[token.text]:
            run = doc[token.i : token.i + len(key)]
            if tuple(item.text for item in run) != key or any(item.i in taken or item.ent_type_ for item in run):
                continue
            if len(key) == 1 and (key[0].lower() in ordinary or not _stands_alone(doc, token)):
                continue
            if words[key] != "PERSON" and any(item.pos_ == "ADJ" for item in run):
                continue
            found.append(Run(doc, token.i, token.i + len(key), label=words[key]))
            end = token.i + len(key)
            break
    return found


def _surname(name: Run) -> str:
    """The last word of a person's full name, "Jr." left out; "" of a single word."""
    words = [token.text for token in name]
    while len(words) > 1 and words[-1].rstrip(".").lower() in _GENERATIONS | {"", ","}:
        words.pop()
    return words[-1] if len(words) > 1 else ""


def _stands_alone(doc: Doc, token: Token) -> bool:
    """Whether no other capitalised word beside it makes it a part of another name ("*Munk* Institute")."""
    before = doc[token.i - 1] if token.i > 0 else None
    behind = doc[token.i + 1] if token.i + 1 < len(doc) else None
    after_name = before is not None and before.text[:1].isupper() and before.pos_ == "PROPN"
    return not after_name and not (
        behind is not None and behind.text[:1].isupper() and behind.pos_ in {"PROPN", "NOUN"}
    )
