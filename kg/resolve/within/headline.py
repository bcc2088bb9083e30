"""The headline of an article, and whether a deed is told again right below it. Internal to `kg.resolve`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.resolve.within.taken_up import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import LocalEvent, Span
    from kg.resolve.within.entity import Page

# Sentences below a headline in which it is told again.
_BELOW = 2
_STOPS = (".", "!", "?", "”", '"')


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence that tells first what the article tells, and how far below it others stand.

    Attributes:
        below: sentence → how many sentences it stands below the headline.
        is_line: whether the headline is a line of its own that does not end as a sentence does.
    """

    below: Mapping[int, int]
    is_line: bool

    def is_below(self, event: LocalEvent) -> bool:
        """Whether it is told by the text, not by a headline."""
        return not self.is_line or self.below.get(event.sentence) != 0

    def is_told_again(self, event: LocalEvent, other: LocalEvent) -> bool:
        """Whether a deed is told by its word right below the headline that told it."""
        if event.type != other.type or event.type in TOGETHER or (event.type == "OTHER" and not self.is_line):
            return False
        first, second = sorted(self.below.get(one.sentence, _BELOW + 1) for one in (event, other))
        return first == 0 and 0 < second <= _BELOW


def headline_of(page: Page, events: Sequence[LocalEvent]) -> Headline:
    """The first line that tells of anything, below addresses, dates and names of outlets; else the first sentence.

    Below a line, sentences that tell of nothing are not counted.
    """
    told = sorted({event.sentence for event in events})
    if told and _is_line(page.text, page.extraction.sentences[told[0]]):
        return Headline({sentence: rank for rank, sentence in enumerate(told)}, is_line=True)
    return Headline({sentence: sentence for sentence in told}, is_line=False)


def _is_line(text: str, sentence: Span) -> bool:
    """Whether a sentence is a line of its own that does not end as a sentence does, and has text below."""
    said = sentence.of(text).rstrip()
    before, behind = text[: sentence.start], text[sentence.start + len(said) :]
    rest_of_line = before.rpartition("\n")[2] + behind.partition("\n")[0]
    return not rest_of_line.strip() and bool(behind.strip()) and not said.endswith(_STOPS)
