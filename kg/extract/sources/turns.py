"""Transcripts: what stands behind "MR. HOLM:" at the head of a line is his, up to the next such head.

A turn is a quotation without marks, and is told as one: "I" and "we" are who speaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.line_heads import TITLES, turns
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from kg.extract.text.tokens import Doc, Token


def quote_turns(doc: Doc) -> Doc:
    """The Doc with the turns of its named speakers among its quotations, instead of those inside them.

    A surname in capitals is a person's, whatever it was read as.
    """
    unnamed = [speaker for _, _, speaker in turns(doc) if speaker is not None and _is_surname(speaker)]
    if unnamed:
        heads = dict.fromkeys(token.i for token in unnamed)
        others = [run for run in doc.ents if not any(token.i in heads for token in run)]
        doc.name(sorted([*others, *(Run(doc, i, i + 1, label="PERSON") for i in heads)], key=lambda run: run.start))
    found = [(start, end) for start, end, speaker in turns(doc) if speaker is not None]
    if found:
        inside = {index for start, end in found for index in range(start, end)}
        doc.quotations = sorted([*found, *(item for item in tree.quotations(doc) if item[0] not in inside)])
    return doc


def _is_surname(speaker: Token) -> bool:
    first = next((token for token in speaker.sent if not token.is_space), speaker)
    titled = first is not speaker and first.lower_.rstrip(".") in TITLES
    return titled and speaker.ent_type_ != "PERSON"


def turn_speakers(doc: Doc) -> dict[int, Token]:
    """Who speaks, by the first token of the turn."""
    return {start: speaker for start, _, speaker in turns(doc) if speaker is not None}
