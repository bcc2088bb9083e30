"""Values of time expressions: days, weeks, months, years and ranges, none finer than what was said."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from kg.dates import bounds
from kg.model import Precision

Reading = tuple[str | None, Precision, date | None, date | None]
"""Value, precision, first and last day."""


def partial(value: str) -> Reading:
    """A year, month or day written as ISO 8601 writes it."""
    earliest, latest = bounds(value)
    return value, {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)], earliest, latest


def one_day(day: date) -> Reading:
    """That day."""
    return day.isoformat(), Precision.DAY, day, day


def week_of(day: date) -> Reading:
    """The week, Monday to Sunday, that the day is in."""
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    return f"{year}-W{week:02}", Precision.WEEK, first, first + timedelta(days=6)


def whole_range(first: date, last: date) -> Reading:
    """From the first day to the last, both included."""
    return f"{first.isoformat()}/{last.isoformat()}", Precision.RANGE, first, last


def safe_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_day(anchor: date, month: int, number: int) -> date | None:
    """The day of that month that is nearest to the anchor, the past one when both are as near."""
    days = [day for year in (-1, 0, 1) if (day := safe_day(anchor.year + year, month, number))]
    return min(days, key=lambda day: (abs((day - anchor).days) - (1 if day <= anchor else 0), day), default=None)


def delta(unit: str, number: int) -> relativedelta:
    """So many days, weeks, months or years."""
    if unit == "day":
        return relativedelta(days=number)
    if unit == "week":
        return relativedelta(weeks=number)
    return relativedelta(months=number) if unit == "month" else relativedelta(years=number)


def at(day: date, unit: str) -> Reading:
    """The day, or the week, month or year around it."""
    if unit == "day":
        return one_day(day)
    if unit == "week":
        return week_of(day)
    return partial(day.strftime("%Y-%m") if unit == "month" else day.strftime("%Y"))
