"""Time expressions of an article, resolved against its publication date.

In: the text of one sentence and an anchor day. Out: `Found(span, text, value, precision, earliest, latest)`. A vague
expression stays vague: "less than two months ago" is a range, "in 2015" a year. Without a publication date only
absolute expressions get a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.extract.circumstances.time_readings import readings_of
from kg.extract.circumstances.time_spans import years_between
from kg.extract.circumstances.time_values import at, delta, one_day, partial, whole_range
from kg.extract.circumstances.time_words import COUNT, MAX_STEPS, NUMBERS, UNIT, VAGUE
from kg.model import Precision, Span, Time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.circumstances.time_values import Reading


@dataclass(frozen=True, slots=True)
class Found:
    """One expression with its value; see `kg.model.Time` for the fields. `start`: of "since May", May itself.

    `is_part`: it begins or ends a longer one, "2004" in "from 2004 to 2009".
    """

    span: Span
    text: str
    value: str | None
    precision: Precision
    earliest: str | None
    latest: str | None
    start: Found | None = None
    is_part: bool = False

    @property
    def is_short(self) -> bool:
        """A weekend is a time when something happened, "since June" is not."""
        if self.precision is not Precision.RANGE:
            return True
        if self.earliest is None or self.latest is None:
            return False
        return date.fromisoformat(self.latest) - date.fromisoformat(self.earliest) < timedelta(days=7)


def find_times(text: str, anchor: date | None, *, offset: int = 0, future: bool = False) -> Iterator[Found]:
    """Time expressions of one sentence, left to right, none inside another.

    Args:
        text: the sentence.
        anchor: publication date, None when unknown or coarser than a day.
        offset: where the sentence begins in the article; spans are in article offsets.
        future: the sentence speaks of what is to come, so that a bare "Friday" is the next one.
    """
    return (ahead if future else told for told, ahead in find_both(text, anchor, offset=offset))


def find_both(text: str, anchor: date | None, *, offset: int = 0) -> Iterator[tuple[Found, Found]]:
    """The same expressions, each as a sentence about the past has it and as one that looks ahead has it.

    Only the beginning and end of a span of years lie inside another expression.
    """
    taken: list[tuple[int, int]] = []
    parts: list[tuple[int, int]] = []
    found: list[tuple[Found, Found]] = []
    for pattern, read in readings_of(text):
        for match in pattern.finditer(text):
            begin, end = match.span()
            if any(begin < stop and start < end for start, stop in taken):
                continue
            told = read(match, anchor, False)
            if told is None:
                continue
            taken.append((begin, end))
            if read is years_between:
                parts += [match.span("first"), match.span("last")]
            ahead = read(match, anchor, True) or told
            if _AS_SOON_AS.search(text, 0, begin):
                told = ahead
            since = anchor if _SINCE.search(text, 0, begin) else None
            span = Span(offset + begin, offset + end)
            found.append((_found(span, match, told, since=since), _found(span, match, ahead, since=since)))
    for begin, end in parts:
        year = replace(
            _made(Span(offset + begin, offset + end), text[begin:end], partial(text[begin:end])), is_part=True
        )
        found.append((year, year))
    yield from sorted(found, key=lambda item: (item[0].span.start, item[0].span.end))


def found_alone(text: str, begin: int, reading: Reading) -> Found:
    """What a line has at its head and nothing else but a mark: "2014 –"; `begin`: where the text begins."""
    words = text.strip().rstrip(" .:–—-")
    return _made(Span(begin + text.find(words), begin + text.find(words) + len(words)), words, reading)


def _found(span: Span, match: re.Match[str], reading: Reading, *, since: date | None) -> Found:
    """The expression; behind "since" (`since`: the publication date) it lasts until publication."""
    point = _made(span, match.group(), reading)
    if since and reading[0] and reading[2] and reading[2] < since:
        return replace(_made(span, match.group(), whole_range(reading[2], since)), start=point)
    return point


def _made(span: Span, text: str, reading: Reading) -> Found:
    value, precision, earliest, latest = reading
    first, last = earliest.isoformat() if earliest else None, latest.isoformat() if latest else None
    return Found(span, text, value, precision, first, last)


def may_count_on(text: str) -> bool:
    """Whether a sentence can hold what `find_relative` finds."""
    folded = text.casefold()
    return any(part in folded for part in _RELATIVE_CUES)


def find_relative(
    text: str, known: Sequence[Found | Time], *, anchor: date | None = None, offset: int = 0
) -> Iterator[Found]:
    """Expressions that count from a time said before: "that day", "the same night", "three years later", "since then".

    Args:
        text: the sentence.
        known: times found up to the end of the sentence, in any order.
        anchor: publication date, None when unknown; "since then" lasts up to it.
        offset: where the sentence begins in the article.
    """
    for match in _RELATIVE.finditer(text) if may_count_on(text) else ():
        begin = offset + match.start()
        before = [item for item in known if item.span.end <= begin and item.earliest and item.latest]
        if not before or any(item.span.start < offset + match.end() and begin < item.span.end for item in known):
            continue
        reading = _counted_from(match, max(before, key=lambda item: item.span), anchor)
        if reading is not None:
            yield _made(Span(begin, offset + match.end()), match.group(), reading)


def _counted_from(match: re.Match[str], last: Found | Time, anchor: date | None) -> Reading | None:
    """The value, no finer than the time it counts from; None for what cannot be counted."""
    day = date.fromisoformat(last.earliest or "")
    if match["period"]:
        known = last.precision in {Precision.DAY, Precision.WEEK if match["period"] == "week" else Precision.MONTH}
        return at(day, match["period"].lower()) if known else None
    if match["following"]:
        sizes = {Precision.DAY: 0, Precision.WEEK: 1, Precision.MONTH: 2, Precision.YEAR: 3}
        size = ("week", "month", "year").index(match["units"].lower()) + 1
        if last.precision not in sizes or sizes[last.precision] > size:
            return None
        step = delta(match["units"].lower(), 1)
        return at(day - step if match["following"].lower() == "previous" else day + step, match["units"].lower())
    if match["next"]:
        days = -1 if match["next"].lower().endswith("previous") else 1
        return one_day(day + timedelta(days=days)) if last.precision is Precision.DAY else None
    if match.group().lower() == "since then":
        return whole_range(day, anchor) if anchor is not None and day < anchor else None
    if not match["count"]:
        return one_day(day) if last.precision is Precision.DAY else None
    count, unit = match["count"].lower(), match["unit"].lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    unit_of = {Precision.YEAR: "year", Precision.MONTH: "month", Precision.WEEK: "week", Precision.DAY: "day"}
    if number is None or unit not in VAGUE or number > MAX_STEPS or last.precision not in unit_of:
        return None
    step = delta(unit, number)
    then = day - step if match["way"].lower() == "earlier" else day + step
    return at(then, max(unit, unit_of[last.precision], key=["day", "week", "month", "year"].index))


_AS_SOON_AS = re.compile(r"\b(?:as (?:early|soon) as|no later than)\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\b[Ss]ince\s+(?:(?:early|late|mid)[ -])?(?:the\s+)?$")
_RELATIVE = re.compile(
    rf"\b(?:(?:that|the same)\s+(?:day|night|morning|evening|afternoon)|(?:that|the same)\s+(?P<period>week|month|year)"
    rf"|(?P<next>the following|the next|the previous)\s+day|since then"
    rf"|the\s+(?P<following>following|previous)\s+(?P<units>week|month|year)"
    rf"|{COUNT}\s+{UNIT}\s+(?P<way>later|afterwards?|earlier))\b",
    re.IGNORECASE,
)
_RELATIVE_CUES = (
    "day", "night", "morning", "evening", "afternoon", "week", "month", "year", "since then", "later", "afterward",
    "earlier",
)  # fmt: skip
"""Parts of words without one of which `_RELATIVE` matches nothing."""
