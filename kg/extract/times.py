"""Time expressions of an article, resolved against its publication date.

In: the text of one sentence and an anchor day. Out: `Found(span, text, value, precision, earliest, latest)`. A vague
expression stays vague: "less than two months ago" is a range, "in 2015" a year. Without a publication date only
absolute expressions get a value. General date parsers (dateparser, dateutil) were passed over here because they
return one day for everything and so invent what the text does not say; calendar arithmetic is dateutil's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from kg.dates import bounds
from kg.model import Precision, Span, Time

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(_COUNTED)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
}

MAX_STEPS = 200
"""More units than this are no date but a way of speaking."""
VAGUE = {"day": 10, "week": 8, "month": 12, "year": 10}
"""How far "several" or "recent" units reach back at most: generous, since a bound must hold."""

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d|21\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon|midnight))?"
_ABOUT = r"(?:early|late|later|mid|earlier)"
_COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty"
    r"|(?:a )?couple of|several|a few|few|some)"
)
_UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"


@dataclass(frozen=True, slots=True)
class Found:
    """One expression with its value; see `kg.model.Time` for the fields."""

    span: Span
    text: str
    value: str | None
    precision: Precision
    earliest: str | None
    latest: str | None


Reading = tuple[str | None, Precision, date | None, date | None]
"""Value, precision, first and last day."""
Reader = Callable[[re.Match[str], date | None, bool], Reading | None]


def find_times(text: str, anchor: date | None, *, offset: int = 0, future: bool = False) -> Iterator[Found]:
    """Time expressions of one sentence, left to right, none inside another.

    Args:
        text: the sentence.
        anchor: publication date, None when unknown or coarser than a day.
        offset: where the sentence begins in the article; spans are in article offsets.
        future: the sentence speaks of what is to come, so that a bare "Friday" is the next one.
    """
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            begin, end = match.span()
            if any(begin < stop and start < end for start, stop in taken):
                continue
            reading = read(match, anchor, future)
            if reading is None:
                continue
            if _SINCE.search(text, 0, begin) and reading[2] and anchor and reading[2] < anchor and reading[0]:
                reading = _range(reading[2], anchor)
            taken.append((begin, end))
            value, precision, earliest, latest = reading
            found.append(
                Found(
                    Span(offset + begin, offset + end),
                    match.group(),
                    value,
                    precision,
                    earliest.isoformat() if earliest else None,
                    latest.isoformat() if latest else None,
                )
            )
    yield from sorted(found, key=lambda item: item.span)


def find_relative(text: str, known: Sequence[Found | Time], *, offset: int = 0) -> Iterator[Found]:
    """Expressions that count from a time said before: "that day", "the same night", "three years later".

    Args:
        text: the sentence.
        known: times found up to the end of the sentence, in any order.
        offset: where the sentence begins in the article.
    """
    for match in _RELATIVE.finditer(text):
        begin = offset + match.start()
        before = [item for item in known if item.span.end <= begin and item.earliest and item.latest]
        if not before or any(item.span.start < offset + match.end() and begin < item.span.end for item in known):
            continue
        reading = _counted_from(match, max(before, key=lambda item: item.span))
        if reading is not None:
            value, precision, earliest, latest = reading
            yield Found(
                Span(begin, offset + match.end()),
                match.group(),
                value,
                precision,
                earliest.isoformat() if earliest else None,
                latest.isoformat() if latest else None,
            )


def _counted_from(match: re.Match[str], last: Found | Time) -> Reading | None:
    """The value, no finer than the time it counts from; None for what cannot be counted."""
    day = date.fromisoformat(last.earliest or "")
    if not match["count"]:
        return _day(day) if last.precision is Precision.DAY else None
    count, unit = match["count"].lower(), match["unit"].lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    coarse = {Precision.YEAR: "year", Precision.MONTH: "month", Precision.WEEK: "week", Precision.DAY: "day"}
    if number is None or unit not in VAGUE or number > MAX_STEPS or last.precision not in coarse:
        return None
    step = _delta(unit, number)
    then = day - step if match["way"].lower() == "earlier" else day + step
    return _at(then, max(unit, coarse[last.precision], key=["day", "week", "month", "year"].index))


# ---------------------------------------------------------------- values


def _partial(value: str) -> Reading:
    earliest, latest = bounds(value)
    return value, {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)], earliest, latest


def _day(day: date) -> Reading:
    return day.isoformat(), Precision.DAY, day, day


def _week(day: date) -> Reading:
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    return f"{year}-W{week:02}", Precision.WEEK, first, first + timedelta(days=6)


def _range(first: date, last: date) -> Reading:
    return f"{first.isoformat()}/{last.isoformat()}", Precision.RANGE, first, last


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"].lower().rstrip(".")]


def _safe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ---------------------------------------------------------------- readers, one per kind of expression


def _full_date(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    day = _safe_day(int(match["year"]), _month_number(match), int(match["day"]))
    return _day(day) if day else None


def _iso_date(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    day = _safe_day(int(match["year"]), int(match["mm"]), int(match["day"]))
    return _day(day) if day else None


def _day_of_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """A day without its year is the nearest one, the past one when both are as near."""
    if anchor is None:
        return None
    month, number = _month_number(match), int(match["day"])
    days = [day for year in (-1, 0, 1) if (day := _safe_day(anchor.year + year, month, number))]
    if not days:
        return None
    return _day(min(days, key=lambda day: (abs((day - anchor).days) - (1 if day <= anchor else 0), day)))


def _month_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    return _partial(f"{int(match['year']):04}-{_month_number(match):02}")


def _bare_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in June* is the last June, *next June* or a future clause the coming one."""
    if anchor is None:
        return None
    month, which = _month_number(match), (match["which"] or "").lower()
    ahead = which in {"next", "coming"} or (future and which != "last")
    year = anchor.year
    if ahead and month < anchor.month:
        year += 1
    if not ahead and month > anchor.month:
        year -= 1
    if which == "last" and month == anchor.month:
        year -= 1
    return _partial(f"{year:04}-{month:02}")


def _weekday(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """The last such day up to publication; the coming one in a future clause or with *next*."""
    if anchor is None:
        return None
    which = (match["which"] or "").lower()
    number = WEEKDAYS[match["weekday"].lower()]
    back = (anchor.weekday() - number) % 7
    if which in {"next", "coming"} or (future and which not in {"last", "previous", "past"}):
        return _day(anchor + timedelta(days=(7 - back) % 7 or (7 if which == "next" else 0)))
    if which in {"last", "previous", "past"} and back == 0:
        back = 7
    return _day(anchor - timedelta(days=back))


def _named_day(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    if anchor is None:
        return None
    word = match["named"].lower()
    return _day(anchor + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0)))


def _weekend(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """Saturday and Sunday up to publication; *next weekend* and future clauses look ahead."""
    if anchor is None:
        return None
    which = (match["which"] or "").lower()
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    if which == "next" or (future and which not in {"last", "past"}):
        saturday += timedelta(days=7)
    return _range(saturday, saturday + timedelta(days=1))


def _period(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*last week*, *this month*, *next year*, *earlier this year*."""
    if anchor is None:
        return None
    step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        return _week(anchor + timedelta(days=7 * step))
    if unit == "month":
        return _partial((anchor + relativedelta(months=step)).strftime("%Y-%m"))
    if unit == "year":
        return _partial(f"{anchor.year + step:04}")
    return None


def _ago(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*two days ago* is a day; *three weeks ago* a week, *two months ago* a month; hedged ones are ranges."""
    if anchor is None:
        return None
    count, unit = match["count"].lower(), match["unit"].lower()
    hedge = (match["hedge"] or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit in {"hour", "minute"}:
        return _day(anchor)
    if number is None or unit == "decade" or number > MAX_STEPS:
        return _range(anchor - _delta(unit, VAGUE[unit]), anchor) if unit in VAGUE else None  # "several days ago"
    then = anchor - _delta(unit, number)
    if hedge.startswith(("less", "under")):
        return _range(then, anchor)
    if hedge.startswith(("more", "over")):
        return None, Precision.UNKNOWN, None, then
    return _at(then, unit)


def _delta(unit: str, number: int) -> relativedelta:
    """So many days, weeks, months or years."""
    if unit == "day":
        return relativedelta(days=number)
    if unit == "week":
        return relativedelta(weeks=number)
    return relativedelta(months=number) if unit == "month" else relativedelta(years=number)


def _at(day: date, unit: str) -> Reading:
    if unit == "day":
        return _day(day)
    if unit == "week":
        return _week(day)
    return _partial(day.strftime("%Y-%m") if unit == "month" else day.strftime("%Y"))


def _recent(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in recent months*, *over the past two weeks*: a range that ends with publication."""
    if anchor is None:
        return None
    unit = match["unit"].lower()
    count = (match.groupdict().get("count") or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit not in VAGUE or (number or 0) > MAX_STEPS:
        return None
    return _range(anchor - _delta(unit, number or VAGUE[unit]), anchor)


def _plain_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    return _partial(match["year"])


def _decade(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    year = int(match["year"])
    return _range(date(year, 1, 1), date(year + 9, 12, 31))


_HEDGES = "less than|more than|fewer than|under|over|about|around|nearly|almost|roughly|approximately|just over|just"
_HEDGE = rf"(?P<hedge>{_HEDGES})?\s*"
_WHICH = r"(?P<which>this|last|next|past|previous|coming)"
_NAMED = r"(?P<named>yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|overnight)"
_DEALS = (
    r"(?=\s+(?:\w+\s+)?(?:deal|agreement|accord|elections?|war|treaty|invasion|referendum|coup|revolution|attacks?|summit"
    r"|pact|law|vote|uprising|crisis|campaign|protests?|bombings?|killings?)\b)"
)
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}\b"), _full_date),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b"), _full_date),
    (re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"), _iso_date),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)"), _day_of_month),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\d|,\d|\s*(?:percent|%))\b"), _day_of_month),
    (re.compile(rf"\b(?:{_ABOUT}[ -](?:in\s+)?)?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b"), _month_year),
    (re.compile(rf"\b{_HEDGE}{_COUNT}\s+{_UNIT}\s+(?:ago|before now)\b", re.IGNORECASE), _ago),
    (re.compile(rf"\b(?:in|over|during|for)\s+the\s+(?:past|last)\s+{_COUNT}\s+{_UNIT}\b", re.IGNORECASE), _recent),
    (re.compile(rf"\b(?:in|over|during)\s+(?:the\s+)?(?:recent|past|last)\s+{_UNIT}\b", re.IGNORECASE), _recent),
    (re.compile(rf"\b(?:over|during|at|on)\s+the\s+(?:{_WHICH}\s+)?weekend\b", re.IGNORECASE), _weekend),
    (re.compile(rf"\b{_WHICH}\s+weekend\b", re.IGNORECASE), _weekend),
    (re.compile(rf"\b(?:{_ABOUT}(?:\s+in)?\s+)?{_WHICH}\s+{_UNIT}\b", re.IGNORECASE), _period),
    (re.compile(rf"\b{_ABOUT}\s+(?:in\s+)?(?P<which>the)\s+{_UNIT}\b", re.IGNORECASE), _period),
    (re.compile(rf"\b(?:(?:{_ABOUT}|{_WHICH})\s+)?{_WEEKDAY}{_PART}\b"), _weekday),
    (re.compile(rf"\b(?:{_ABOUT}\s+)?{_NAMED}{_PART}\b", re.IGNORECASE), _named_day),
    (re.compile(rf"\b(?:the\s+)?(?:{_ABOUT}[ -])?(?P<year>(?:1[6-9]|20)\d0)s\b"), _decade),
    (re.compile(rf"(?<=\b[Ii]n )(?:{_ABOUT}[ -])?(?:{_WHICH}\s+)?{_MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"(?<=\b[Ss]ince )(?:{_ABOUT}[ -])?(?:{_WHICH}\s+)?{_MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"\b(?:{_ABOUT}[ -])(?:{_WHICH}\s+)?{_MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"\b{_WHICH}\s+{_MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"(?<=\b[Ii]n ){_YEAR}\b(?!\s+\w+s\b)"), _plain_year),
    (re.compile(rf"(?<=\b[Bb]y ){_YEAR}\b(?!\s+\w+s\b)"), _plain_year),
    (re.compile(rf"(?<=\b[Ss]ince ){_YEAR}\b"), _plain_year),
    (re.compile(rf"\b{_ABOUT}[ -]{_YEAR}\b"), _plain_year),
    (re.compile(rf"\b{_YEAR}\b{_DEALS}"), _plain_year),
)
"""Tried in this order; an earlier one takes its words from the later ones."""
_SINCE = re.compile(r"\b[Ss]ince\s+(?:(?:early|late|mid)[ -])?(?:the\s+)?$")
_RELATIVE = re.compile(
    rf"\b(?:(?:that|the same)\s+(?:day|night|morning|evening|afternoon)"
    rf"|{_COUNT}\s+{_UNIT}\s+(?P<way>later|afterwards?|earlier))\b",
    re.IGNORECASE,
)
