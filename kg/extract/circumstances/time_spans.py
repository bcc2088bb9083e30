"""Readers of what lasts longer than a day: seasons, quarters, decades, and spans from one time to another.

A reader takes the match, the publication day and whether the clause looks ahead, and gives a value or None, as those of
`kg.extract.circumstances.time_readings`, which has the patterns.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from kg.dates import bounds
from kg.extract.circumstances.time_values import delta, nearest_day, partial, safe_day, whole_range
from kg.extract.circumstances.time_words import MAX_STEPS, MONTHS, NUMBERS, VAGUE

if TYPE_CHECKING:
    import re

    from kg.extract.circumstances.time_values import Reading

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
"""First and last month of the north, months of the next year counted on; only the year is given, since half the world
has them the other way round."""
STEPS = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
"""Units that each word steps back or ahead; "this" none."""


def recent(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in recent months*, *over the past two weeks*, *in the past year*: a range that ends with publication."""
    number = _number_of_units(match)
    return whole_range(anchor - delta(match["unit"].lower(), number), anchor) if anchor and number else None


def coming(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in the next two weeks*, *over the coming months*: a range that begins with publication."""
    number = _number_of_units(match)
    return whole_range(anchor, anchor + delta(match["unit"].lower(), number)) if anchor and number else None


def _number_of_units(match: re.Match[str]) -> int | None:
    """How many units it may be at most; None for what is too much or too short to count."""
    unit = match["unit"].lower()
    count = (match.groupdict().get("count") or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit not in VAGUE or (number or 0) > MAX_STEPS:
        return None
    single = not count and not match.group().lower().endswith("s")
    return 1 if single else number or VAGUE[unit]


def units_ago(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*months ago*: up to so many as the vague words reach, and to publication."""
    unit = match["unit"].lower()
    return whole_range(anchor - delta(unit, VAGUE[unit]), anchor) if anchor and unit in VAGUE else None


def quarter(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the third quarter of 2019* is its three months of the calendar; without the year, those last ended or begun."""
    number = ("first", "second", "third", "fourth").index(match["nth"].lower())
    groups = match.groupdict()
    which = groups.get("which")
    if groups.get("year"):
        year = int(match["year"])
    elif anchor is None:
        return None
    elif which:
        year = anchor.year + STEPS.get(which.lower(), 0)
    else:
        year = anchor.year - (3 * number + 1 > anchor.month)
    first = date(year, 3 * number + 1, 1)
    return whole_range(first, first + relativedelta(months=3, days=-1))


def edge_of_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the end of last year*, *the beginning of the year*: no finer than the year."""
    which = match["which"].lower()
    return partial(f"{anchor.year - (which in {'last', 'previous'}):04}") if anchor else None


def month_of_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*July last year*, *March of this year*, *5 July last year*."""
    if anchor is None:
        return None
    year = anchor.year + STEPS.get(match["which"].lower(), 0)
    number, month = match.groupdict().get("day"), _month(match["month"])
    if number is None:
        return partial(f"{year:04}-{month:02}")
    day = safe_day(year, month, int(number))
    return partial(day.isoformat()) if day else None


def decade(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the 1980s* are ten years, *the 1800s* a hundred, *the 2000s* ten."""
    year = int(match["year"])
    n_years = 100 if year % 100 == 0 and year < 2000 else 10
    return whole_range(date(year, 1, 1), date(year + n_years - 1, 12, 31))


def season(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the summer of 2018*, *last spring*: the year that it is in; the last one is the last that had ended."""
    first, last = SEASONS[match["season"].lower()]
    groups = match.groupdict()
    if groups.get("year"):
        return partial(match["year"])
    if anchor is None or not groups.get("which"):
        return None
    year, which = anchor.year, match["which"].lower()
    if which in {"next", "coming"}:
        year += anchor.month >= first
    elif which != "this":
        year -= anchor.month <= last
    return partial(f"{year:04}") if last <= 12 else whole_range(date(year, 11, 1), date(year + 1, 3, 31))


def years_between(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*from 2004 to 2009*, *between 1994 and 1997*, *2004–2009*."""
    first, last = int(match["first"]), int(match["last"])
    return whole_range(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def months_between(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*from January to March 2019*, *between June and August*."""
    month, until = _month(match["month"]), _month(match["until"])
    if match["year"]:
        year = int(match["year"])
    elif anchor is None:
        return None
    else:
        year = anchor.year + (future and until < anchor.month) - (not future and until > anchor.month)
    first, last = bounds(f"{year - (month > until):04}-{month:02}")[0], bounds(f"{year:04}-{until:02}")[1]
    return whole_range(first, last) if first and last else None


def days_between(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*from August 22 to 25*, *between 3 and 5 May*, *May 3–5, 2019*."""
    groups = match.groupdict()
    names = [_month(name) for name in (groups.get("month"), groups.get("until")) if name]
    year = match["year"]
    if match["which"] and anchor is not None:
        year = anchor.year + STEPS.get(match["which"].lower(), 0)
    if year:
        first = safe_day(int(year), names[0], int(match["day"]))
        last = safe_day(int(year), names[-1], int(match["last"]))
    elif anchor is None:
        return None
    else:
        first = nearest_day(anchor, names[0], int(match["day"]))
        last = nearest_day(anchor, names[-1], int(match["last"]))
    return whole_range(first, last) if first and last and first < last else None


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]
