"""Marks in a text: spans that may overlap, cut into pieces that do not, each with all that covers it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One marked span of a text, offsets half-open in code points.

    Attributes:
        kind: trigger, actor, place, time, or a role.
        label: what it is, in words; link: where it leads to.
        event: local id of the event that it is the trigger or a role of.
    """

    start: int
    end: int
    kind: str
    label: str = ""
    link: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text with the marks that cover all of it; `begins` are those that begin here, `ends` that end."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds of its marks, each once."""
        return list(dict.fromkeys(mark.kind for mark in self.marks))

    def first(self, *kinds: str) -> Mark | None:
        """The first mark of one of the kinds."""
        return next((mark for kind in kinds for mark in self.marks if mark.kind == kind), None)


def cut(text: str, marks: Iterable[Mark], *, at: int = 0) -> list[Piece]:
    """The pieces of a text whose first character has the offset `at`; marks are cut at its ends."""
    start, end = at, at + len(text)
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    borders = sorted({start, end} | {edge for mark in inside for edge in (max(start, mark.start), min(end, mark.end))})
    pieces = []
    for left, right in pairwise(borders):
        covering = tuple(
            sorted(
                (mark for mark in inside if mark.start <= left and mark.end >= right),
                key=lambda mark: (mark.start, -mark.end, mark.kind, mark.event),
            )
        )
        pieces.append(
            Piece(
                start=left,
                text=text[left - at : right - at],
                marks=covering,
                begins=tuple(mark for mark in covering if max(mark.start, start) == left),
                ends=tuple(mark for mark in covering if min(mark.end, end) == right),
            )
        )
    return pieces
