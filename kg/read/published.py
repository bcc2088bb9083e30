"""In: a publication date as somebody wrote it. Out: the same day as a partial ISO date. Refuses what is ambiguous.

The day is taken as written, never moved between time zones. A wrong date would move every "last Friday" of the
article, so a date that can be read in two ways is refused rather than guessed.
"""

from __future__ import annotations

import re
from datetime import datetime

from dateutil import parser

from kg.dates import is_partial

MAX_DATE_CHARS = 100

_ISO_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt\s]\s*\d\d(?:[:.]?\d\d(?:[:.]?\d\d(?:[.,]\d+)?)?)?\s*(?:[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?"
)
_BASIC = re.compile(r"((?:1[89]|2[01])\d\d)(\d\d)(\d\d)(?:T?\d{6}Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
# Two defaults that differ in year, month and day: what the text does not say comes out differently.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - a calendar day, there is no zone to keep


def publication_date(written: str) -> str:
    """The day, or the month or year when no more is said, as `YYYY-MM-DD`, `YYYY-MM`, `YYYY`.

    Takes ISO 8601 dates and times, RFC 2822 dates, and English dates with the month in words and the year in full.

    >>> publication_date("Fri, 03 Jan 2020 23:15:00 -0500")
    '2020-01-03'

    Raises:
        ValueError: no date, none that exists, or one that can be read in two ways; the message says which.
    """
    value = " ".join(written.split())
    if len(value) > MAX_DATE_CHARS:
        raise ValueError(f"the date {value[:40]!r}… is too long for a date; write it as YYYY-MM-DD")
    day = _iso(value) or _numeric(value)
    if day is None and _MONTH.search(value):
        day = _in_words(value)
    if day is None or not is_partial(day):
        raise ValueError(f"the date {value!r} cannot be read; write it as YYYY-MM-DD")
    return day


def _iso(value: str) -> str | None:
    if is_partial(value):
        return value
    if match := _ISO_TIME.fullmatch(value):
        return match.group(1)
    if match := _BASIC.fullmatch(value):
        return "-".join(match.groups())
    if match := _YEAR_FIRST.fullmatch(value):
        return f"{match.group(1)}-{int(match.group(3)):02d}-{int(match.group(4)):02d}"
    return None


def _numeric(value: str) -> str | None:
    """31/01/2020 and 1/31/2020 can be read in one way only, 03/04/2020 in two, unless day and month are equal."""
    match = _NUMERIC.fullmatch(value)
    if not match:
        return None
    one, other, year = int(match.group(1)), int(match.group(3)), match.group(4)
    readings = {day for day in (f"{year}-{one:02d}-{other:02d}", f"{year}-{other:02d}-{one:02d}") if is_partial(day)}
    if len(readings) == 2:
        raise ValueError(f"the date {value!r} can be read as day/month or month/day; write it as YYYY-MM-DD")
    return next(iter(readings), None)


def _in_words(value: str) -> str | None:
    try:
        parsed = [parser.parse(value, default=default, ignoretz=True) for default in _DEFAULTS]
    except (ValueError, OverflowError, TypeError, ArithmeticError, IndexError, AttributeError):
        return None  # dateutil raises all of these on text that is no date
    one, other = parsed
    # A year of two digits could be a day: only a year written in full counts.
    if one.year != other.year or not re.search(rf"(?<!\d){one.year:04d}(?!\d)", value):
        return None
    if one.month != other.month:
        return None
    return f"{one:%Y-%m}" if one.day != other.day else f"{one:%Y-%m-%d}"
