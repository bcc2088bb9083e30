"""What stands at the head of a line and is no part of its sentence: clock times, days, alerts, who speaks.

Liveblogs, chronologies, transcripts and wire alerts put it there: "*10:42 –* Kyiv says …", "*Jan. 3, 2020:* A strike
killed …", "*BREAKING:* Gunmen storm …", "*MR. HOLM:* We left". Behind it the sentence begins; and it ends before who
says so at the end of a headline: "Two killed in Oslo – *police*".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:\s?[-–]\s?{_DAY})?"
_DATE = (
    rf"(?:{_WEEKDAY},? )?(?:{_MONTH} {_DAYS}(?:,? {_YEAR})?|{_DAYS} {_MONTH}(?:,? {_YEAR})?|{_MONTH},? {_YEAR}"
    rf"|{_YEAR},? {_MONTH}(?: {_DAYS})?|{_YEAR}-\d\d-\d\d|{_YEAR})"
)
_ZONE = r"(?: (?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|EES?T|MSK|IST|local time))?"
_HALF = r" ?[ap]\.?m\.?"
_CLOCK = rf"[\[(]?\d{{1,2}}(?::\d\d(?:{_HALF})?|\.\d\d{_HALF}|\.\d\d(?= ?[–—-])){_ZONE}[\])]?(?: \([^()\n]{{2,30}}\))?"
_ALERT = (
    r"(?:#?BREAKING(?: NEWS)?|#?Breaking(?: [Nn]ews)?|#?JUST IN|#?Just in|UPDATED?|Updated?|LIVE|WATCH|Watch|EXCLUSIVE"
    r"|Exclusive|ICYMI|ALERT|URGENT|Urgent|FLASH|DEVELOPING|FILE|FILE PHOTO|CORRECTION|LATEST|THE LATEST|IN PICTURES)"
)
_SPEAKER = (
    r"(?:Q|A|QUESTION|ANSWER|(?:THE )?(?:PRESIDENT|PRIME MINISTER|MODERATOR|CHAIRMAN|SPEAKER|INTERVIEWER)"
    r"|(?:MR|MRS|MS|DR|SECRETARY|MINISTER|PRESIDENT|PRIME MINISTER|GENERAL|SENATOR|AMBASSADOR|CHANCELLOR)\.?"
    r" [A-Z][A-Z'’-]+)"
)
_MARK = r" ?[:–—-]"
_OPENS = r"\s+(?=[\"“‘'#@]?[A-Z0-9])"
_BULLET = r"(?:[•●▪◦‣·*–—-]\s+)?"
_HEADS = re.compile(
    rf"(?:^|(?<=\n))[ \t]*{_BULLET}(?:"
    rf"(?P<date>{_DATE}){_MARK}{_OPENS}"
    rf"|(?:{_ALERT} )?{_CLOCK}(?:{_MARK})?{_OPENS}"
    rf"|{_ALERT}(?: \([^()\n]{{2,30}}\))?{_MARK}{_OPENS}"
    rf"|#[A-Z]+\s+(?=[A-Z])"
    rf"|{_SPEAKER}:\s+(?=\S)|Q\.\s+(?=[A-Z])|(?P<answer>A\.)\s+(?=[A-Z])"
    rf"|[^\w\s\"'“‘«(\[$€£#@.,;:!?•*–—-]+\s*(?=[A-Z#])"  # emoji
    rf")"
)
_TAIL = re.compile(
    r"(?<=\w)(?: [–—-]|[–—]) (?=(?:[\w.'’-]+ ){0,3}(?:officials?|police|medics?|doctors?|minist(?:er|ry)|governor|mayor"
    r"|reports?|media|sources?|army|military|navy|witness(?:es)?|authorit(?:y|ies)|spokes(?:man|woman|person)|president|PM"
    r"|UN|NGOs?|monitors?|activists|residents|lawyers?|prosecutors?|court|study|survey|body|groups?|agency|TV|radio"
    r"|rescuers|hospital|government|experts|analysts|watchdog|union|Tass|Reuters|AFP|Interfax|Xinhua)[ \t]*(?:\n|$))",
    re.IGNORECASE,
)
"""A dash before who says so at the end of a headline: "Two killed in Oslo – *police*"."""
_QUESTION = re.compile(r"(?:^|(?<=\n))[ \t]*Q[.:]\s")
"""Without one, "A." at the head of a line is an initial."""


def heads(text: str) -> Iterator[int]:
    """Where sentences begin behind the heads of lines, and who says so behind a dash at their ends."""
    asked = _QUESTION.search(text) is not None
    yield from (match.end() for match in _HEADS.finditer(text) if asked or not match["answer"])
    yield from (match.end() for match in _TAIL.finditer(text))
