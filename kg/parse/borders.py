"""Sentence borders that the layout gives away, set before the parser runs (spaCy keeps what is preset).

A paragraph or headline never runs into the next one. A title's full stop ("Maj. Gen. Qasem Soleimani") ends nothing, an
abbreviation before a small letter ("$2 bn. in all") neither; before a word like "The" it does. No sentence begins with
a closing quote, nor with a small letter after one ("“Who?” she asked"), and none ends with an opening one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import authority
from kg.parse.line_heads import heads

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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


OPENERS = frozenset(
    [
        "A", "After", "All", "An", "And", "As", "At", "Because", "Before", "Both", "But", "By", "During", "Each", "For",
        "From", "He", "Her", "His", "However", "I", "If", "In", "It", "Its", "Meanwhile", "Most", "My", "No", "None",
        "Nobody", "Not", "On", "One", "Others", "Our", "She", "Since", "So", "Some", "Such", "That", "The", "Their",
        "Then", "There", "These", "They", "This", "Those", "Though", "Under", "Until", "We", "What", "When", "While",
        "Who", "Why", "With", "You",
    ]
)  # fmt: skip
"""Words that after an abbreviation's full stop begin a sentence rather than a name; few enough to be sure of."""
TIME_WORDS = frozenset(
    [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december", "eastern", "central",
        "mountain", "pacific", "greenwich",
    ]
)  # fmt: skip
"""What goes on after "at 8 p.m.", besides words all in capitals ("GMT")."""
CUT = frozenset(["etc", "no", "nos", "bn", "mn", "tn", "approx", "est", "min", "max", "vol", "art", "sec"])
"""Abbreviations whose full stop the tokenizer takes for the sentence's."""
_CLOSING = frozenset("”’»")
_OPENING = frozenset("“«„")
_QUOTES = _CLOSING | _OPENING | {'"'}


_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*[A-Z][A-Z .'’-]{2,40}"  # BAGHDAD or NEW YORK
    r"(?:, [A-Z][\w .]{1,20}){0,2}"  # , Iraq , Jan 3
    r"(?: \([^()\n]{2,40}\))?\s*[-–—]{1,2}\s+(?=[A-Z“\"'‘])"  # (Northern Wire) -
)
"""Place, day and agency before the first sentence of an agency report."""
_PLACE_COLON = re.compile(
    r"(?:^|\n)[ \t]*([A-Z][A-Z .'’-]{2,40})(?:, [A-Z][a-z]+\.? \d\d?)?(?: \([^()\n]{2,40}\))?:\s+(?=[A-Z“\"'‘])"
)
"""The same as Asian outlets write it, "SINGAPORE: …"; whether it is a place, and no speaker, the gazetteer tells."""


def mark_borders(doc: Doc) -> Doc:
    """Sets `is_sent_start` where layout or a title decides it and leaves the rest to the parser."""
    text = doc.text
    wrapped = max((len(line) for line in text.split("\n")), default=0) <= WRAP_WIDTH
    words = [token.text for token in doc]
    # Of most words nothing is known, which their letters tell faster than their tokens.
    for i, (prior, word) in enumerate(pairwise(words), start=1):
        starts: bool | None = None
        if word.isspace():
            starts = False  # two spaces are no sentence of their own
        elif "\n" in prior and prior.isspace():
            starts = _after_line(text, doc[i - 1].idx, doc[i].idx, wrapped=wrapped)
        elif word in _QUOTES or prior in _QUOTES or prior.endswith("."):
            starts = _after_mark(doc[i - 1], doc[i])
        elif prior.isalnum() and word.isalnum():
            starts = False  # "told the Associated Press *Thursday* …": within a line no word ends a sentence by itself
        if starts is not None:
            doc[i].is_sent_start = starts
    ends = {match.end() for match in _DATELINE.finditer(text)}
    ends |= {match.end() for match in _PLACE_COLON.finditer(text) if authority.load().is_place(match[1])}
    ends |= set(heads(text))
    for token in doc[1:] if ends else ():
        if token.idx in ends:
            token.is_sent_start = True
    return doc


def _after_mark(before: Token, token: Token) -> bool | None:
    """Whether a word begins a sentence, as the mark before it, or that it is, tells; None leaves it to the parser.

    Of a word that is no quote behind one that neither is a quote nor ends in a full stop nothing is known.
    """
    if before.lower_ in TITLES and token.text[:1].isupper():
        return False
    if before.text == "." and before.i and f"{before.nbor(-1).lower_}." in TITLES and token.text.isupper():
        return bool(before.nbor(-1).whitespace_)  # "MR. HOLM:" in a transcript
    if _closes(token) or (_closes(before) and token.text[:1].islower()) or _opens(before):
        return False
    if _begins_behind_stop(before, token):
        return True
    if len(before) > 1 and before.text.endswith(".") and before.text[0].isalnum():
        return _after_abbreviation(before.lower_, token)
    if before.text == "." and before.i and before.nbor(-1).lower_ in CUT and not before.nbor(-1).whitespace_:
        # the tokenizer cut the full stop off
        return False if token.text.islower() or (before.nbor(-1).lower_ == "no" and token.text[:1].isdigit()) else None
    return None


def _begins_behind_stop(before: Token, token: Token) -> bool:
    """Whether a full stop and a quotation mark part it from what stands before: "… ten. *“*We", "… ten.” *He*".

    Of the speaker behind a quotation newspapers write "…,” Berg said"; behind "?" and "!" he may follow all the same.
    """
    if before.text == "." and _opens(token):
        return bool(before.whitespace_)
    if not _closes(before) or before.i < 2 or not token.text[:1].isupper() or not before.whitespace_:
        return False
    last = before.nbor(-2) if before.nbor(-1).text == "]" else before.nbor(-1)  # "as a commoner[.]” Papers report"
    return last.text == "."


def _after_abbreviation(abbreviation: str, token: Token) -> bool | None:
    if token.text[:1].islower():
        return False
    if token.text in OPENERS:
        return True
    if abbreviation in {"a.m.", "p.m."} and token.text[:1].isupper():
        return token.lower_ not in TIME_WORDS and not token.text.isupper()
    return None


def _closes(token: Token) -> bool:
    """Whether the token is a closing quote: a curly one, or a straight one with nothing before and a gap behind it."""
    if token.text in _CLOSING:
        return token.text != "’" or not token.whitespace_ or token.nbor(-1).is_punct
    glued = token.i > 0 and not token.nbor(-1).whitespace_ and not token.nbor(-1).is_space
    return token.text == '"' and glued and (bool(token.whitespace_) or token.i == len(token.doc) - 1)


def _opens(token: Token) -> bool:
    """Whether the token is an opening quote: a curly one, or a straight one with a gap before and nothing behind."""
    if token.text in _OPENING:
        return True
    gap = token.i == 0 or token.nbor(-1).is_space or bool(token.nbor(-1).whitespace_)
    return token.text == '"' and gap and not token.whitespace_


def _after_line(text: str, begin: int, end: int, *, wrapped: bool) -> bool | None:
    """Whether the white space between two offsets parts paragraphs, or is a wrapped line's; None where both may be."""
    if text.count("\n", begin, end) > 1:
        return True
    line = text[text.rfind("\n", 0, begin) + 1 : begin].rstrip()
    if wrapped and line.rpartition(" ")[2].lower() in TITLES:
        return False
    if not wrapped or _TERMINAL.search(line):
        return True
    if text[end : end + 1].islower():
        return False  # the parser takes the break for more than it is
    # A hard-wrapped text breaks lines near its width: a much shorter line is a headline or the end of a paragraph.
    return True if len(line) < WRAP_WIDTH // 3 and text[end : end + 1].isupper() else None
