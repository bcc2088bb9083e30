"""The day at the head of a line dates what it tells: "*Jan. 3, 2020:* A strike killed …", "*2014 –* Rebels seize …".

So chronologies are written. `kg.parse.line_heads` makes the day a sentence of its own; in the rules of time it is
`line`. It dates the main clauses of the line, what they are coordinated with and the event nouns beside their verb, not
what stands behind "after" or in a relative clause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.circumstances.time_values import partial
from kg.extract.circumstances.time_words import MONTHS
from kg.extract.text.line_heads import ends_line, is_head, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.circumstances.time_values import Reading
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Doc, Run, Token
    from kg.model import Time

MAIN = frozenset(["conj", "parataxis", "nsubj", "nsubj:pass", "obj", "xcomp", "ccomp"])
"""Labels of what is told with the main verb."""
_YEAR_ALONE = re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)(?:,? (?P<month>[A-Z][a-z]{2,8})\.?)?\W*")


def year_alone(sent: Run) -> Reading | None:
    """The value of a year, with or without its month behind it, that is all of a head."""
    match = _YEAR_ALONE.fullmatch(sent.text.strip()) if is_head(sent) else None
    if match is None or (match["month"] and match["month"].lower() not in MONTHS):
        return None
    return partial(match["year"] + (f"-{MONTHS[match['month'].lower()]:02}" if match["month"] else ""))


def line_days(doc: Doc, owner: Mapping[int, Predicate], times: list[Time]) -> Iterator[tuple[Predicate, Time]]:
    """The events of each line that a day heads, with that day."""
    day: Time | None = None
    for sent in doc.sents:
        if is_head(sent):
            first, last = sent.start_char, sent.end_char
            inside = [time for time in times if first <= time.span.start < last and time.earliest]
            covered = sum(time.span.end - time.span.start for time in inside)
            letters = sum(len(item.text) for item in words_of(sent) if item.text.isalnum())
            day = inside[0] if inside and covered >= letters else None
            continue
        if day is not None:
            for token in sent:
                if token.i in owner and _is_main(token):
                    yield owner[token.i], day
        if ends_line(sent):
            day = None


def _is_main(token: Token) -> bool:
    while token.head is not token:
        if token.base not in MAIN:
            return False
        token = token.head
    return True
