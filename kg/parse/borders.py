"""Sentence borders that the layout gives away, set before the parser runs (spaCy keeps what is preset).

A paragraph or headline never runs into the next one. A title's full stop ("Maj. Gen. Qasem Soleimani") ends nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

WRAP_WIDTH = 100
"""A text with a longer line is not hard-wrapped, so that its single newlines are paragraph borders."""
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]]*$")
TITLES = frozenset(
    [
        "adm.", "amb.", "brig.", "capt.", "cmdr.", "col.", "cpl.", "dr.", "gen.", "gov.", "hon.", "insp.", "lt.",
        "maj.", "mr.", "mrs.", "ms.", "pfc.", "pres.", "prof.", "pvt.", "rep.", "rev.", "sen.", "sgt.", "spc.", "st.",
        "supt.", "vs.",
    ]
)  # fmt: skip


_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*[A-Z][A-Z .'’-]{2,40}"  # BAGHDAD or NEW YORK
    r"(?:, [A-Z][\w .]{1,20}){0,2}"  # , Iraq , Jan 3
    r"(?: \([^()\n]{2,40}\))?\s*[-–—]{1,2}\s+(?=[A-Z“\"'‘])"  # (Northern Wire) -
)
"""Place, day and agency before the first sentence of an agency report."""


def mark_borders(doc: Doc) -> Doc:
    """Sets `is_sent_start` where layout or a title decides it and leaves the rest to the parser."""
    text = doc.text
    wrapped = max((len(line) for line in text.split("\n")), default=0) <= WRAP_WIDTH
    for token in doc[1:]:
        before = token.nbor(-1)
        if before.is_space and "\n" in before.text and not token.is_space:
            if _is_border(text, before.idx, token.idx, wrapped=wrapped):
                token.is_sent_start = True
        elif before.lower_ in TITLES and token.text[:1].isupper():
            token.is_sent_start = False
    ends = {match.end() for match in _DATELINE.finditer(text)}
    for token in doc[1:]:
        if token.idx in ends:
            token.is_sent_start = True
    return doc


def _is_border(text: str, begin: int, end: int, *, wrapped: bool) -> bool:
    """Whether the white space between two offsets separates paragraphs rather than wrapped lines."""
    if text.count("\n", begin, end) > 1:
        return True
    line = text[text.rfind("\n", 0, begin) + 1 : begin].rstrip()
    if _TERMINAL.search(line):
        return True
    if not wrapped:
        return True
    # A hard-wrapped text breaks lines near its width: a much shorter line is a headline or the end of a paragraph.
    return len(line) < WRAP_WIDTH // 3 and text[end : end + 1].isupper()
