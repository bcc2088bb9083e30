"""The place at the head of an agency report: "LAGOS, Nigeria (AP) — Gunmen killed …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.text.tokens import Doc, Token

DASHES = frozenset(["-", "–", "—", "--"])
_MARKS = DASHES | {":"}
MAX_TOKENS = 14
"""Tokens of a dateline with day and agency; what is longer is a sentence."""
MIN_LETTERS = 3


def find_datelines(doc: Doc) -> Iterator[Run]:
    """The names of the places, in text order, each labelled GPE.

    A dateline is a sentence of its own (`kg.parse.borders` sees to that): at the start of a paragraph, a name in
    capitals first, a dash or colon last.
    """
    for sent in doc.sents:
        words = [token for token in sent if not token.is_space]
        if not 1 < len(words) <= MAX_TOKENS or words[-1].text not in _MARKS or not _opens_paragraph(words[0]):
            continue
        name = []
        for token in words:
            if not (token.text.isalpha() and token.text.isupper()):
                break
            name.append(token)
        if name and sum(len(token.text) for token in name) >= MIN_LETTERS:
            yield Run(doc, name[0].i, name[-1].i + 1, label="GPE")


def _opens_paragraph(token: Token) -> bool:
    before = token.doc[token.i - 1] if token.i else None
    return before is None or (before.is_space and "\n" in before.text)
