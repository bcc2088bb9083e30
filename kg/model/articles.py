"""What is read, and what is rejected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read. `date` is the publication date, `YYYY-MM-DD` or coarser, None when unknown."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article needs an id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An input that gave no article: where it stood, and one sentence that says why."""

    where: str
    reason: str
