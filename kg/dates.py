"""Partial dates: `2020`, `2020-01`, `2020-01-03`. A year is a year, never its first of January."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from kg.model import Precision

_WEEK = re.compile(r"\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@lru_cache(maxsize=4096)
def is_partial(value: str) -> bool:
    """Whether the text is a partial date that exists on the calendar."""
    match = _PARTIAL.fullmatch(value)
    if not match:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return False
    return day is None or (month is not None and 1 <= day <= calendar.monthrange(year, month)[1])


def is_value(value: str) -> bool:
    """Whether the text is a partial date, an ISO week (`2020-W01`) or a range of two days or partial dates with `/`."""
    if _WEEK.fullmatch(value):
        return True
    first, slash, last = value.partition("/")
    return is_partial(first) and (not slash or is_partial(last))


def precision(value: str) -> Precision:
    """Day, month or year, by the length of the value."""
    return {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)]


def day_of(value: str | None) -> date | None:
    """The day with which a date or a time begins; None of a month, a year, and what is no date."""
    day = (value or "")[:10]
    return bounds(day)[0] if len(day) == 10 and is_partial(day) else None


@lru_cache(maxsize=4096)
def bounds(value: str) -> tuple[date, date]:
    """First and last day of a partial date; ValueError when it is none."""
    if not is_partial(value):
        raise ValueError(f"{value!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year = int(value[:4])
    if len(value) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(value[5:7])
    if len(value) == 7:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date(year, month, int(value[8:]))
    return day, day
