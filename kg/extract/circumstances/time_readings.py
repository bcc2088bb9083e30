"""How each kind of time expression is read: patterns, and for each the reader of its value.

A reader takes the match, the publication day (None when unknown) and whether the clause looks ahead, and gives value,
precision, first and last day, or None for what is no time after all. General date parsers (dateparser, dateutil) were
passed over because they return one day for everything and so invent what the text does not say; calendar arithmetic is
dateutil's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from kg.extract.circumstances import time_spans as spans
from kg.extract.circumstances.time_values import (
    Reading,
    at,
    delta,
    nearest_day,
    one_day,
    partial,
    safe_day,
    week_of,
    whole_range,
)
from kg.extract.circumstances.time_words import (
    ABOUT,
    COUNT,
    DAY,
    MAX_STEPS,
    MONTH,
    MONTHS,
    NO_COUNT,
    NUMBERS,
    PART,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAYS,
    WHICH,
    YEAR,
)
from kg.model import Precision

Reader = Callable[[re.Match[str], date | None, bool], Reading | None]


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"].lower().rstrip(".")]


# ---------------------------------------------------------------- readers, one per kind of expression


def _full_date(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    day = safe_day(int(match["year"]), _month_number(match), int(match["day"]))
    return one_day(day) if day else None


def _iso_date(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    day = safe_day(int(match["year"]), int(match["mm"]), int(match["day"]))
    return one_day(day) if day else None


_UNTIL_THEN = re.compile(r"\b(?:by|for|till|until)\s+$", re.IGNORECASE)
FAR_OFF = 90
"""Days ahead from which on a day without its year is the one of last time, where nothing looks ahead."""


def _day_of_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """A day without its year is the nearest one, the past one when both are as near, or what lies ahead is far off."""
    if anchor is None:
        return None
    month, number = _month_number(match), int(match["day"])
    day = nearest_day(anchor, month, number)
    if day and not future and (day - anchor).days > FAR_OFF and not _UNTIL_THEN.search(match.string, 0, match.start()):
        day = safe_day(day.year - 1, month, number) or day
    return one_day(day) if day else None


def _month_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    return partial(f"{int(match['year']):04}-{_month_number(match):02}")


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
    if which == "this":
        year = anchor.year
    return partial(f"{year:04}-{month:02}")


def _named_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the middle of October* is the month nearest to publication in the year before and after, past first."""
    if anchor is None:
        return None
    month = _month_number(match)
    year = anchor.year + (future and month < anchor.month) - (not future and month > anchor.month)
    return partial(f"{year:04}-{month:02}")


def _weekday(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """The last such day up to publication; the coming one in a future clause or with *next*."""
    if anchor is None:
        return None
    which = (match["which"] or "").lower()
    number = WEEKDAYS[match["weekday"].lower()]
    back = (anchor.weekday() - number) % 7
    if which in {"next", "coming"} or (future and which not in {"last", "previous", "past"}):
        return one_day(anchor + timedelta(days=(7 - back) % 7 or (7 if which == "next" else 0)))
    if which in {"last", "previous", "past"} and back == 0:
        back = 7
    return one_day(anchor - timedelta(days=back))


def _named_day(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    if anchor is None:
        return None
    word = match["named"].lower()
    steps = {"yesterday": -1, "last": -1, "tomorrow": 1, "the day before": -2, "the day after": 2}
    return one_day(anchor + timedelta(days=next((step for start, step in steps.items() if word.startswith(start)), 0)))


SATURDAY = 5


def _weekend(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """Saturday and Sunday up to publication; *next weekend* and future clauses look ahead."""
    if anchor is None:
        return None
    which = (match["which"] or "").lower()
    saturday = anchor - timedelta(days=(anchor.weekday() - SATURDAY) % 7)
    if which == "next" or (future and which not in {"last", "past"} and anchor.weekday() < SATURDAY):
        saturday += timedelta(days=7)
    return whole_range(saturday, saturday + timedelta(days=1))


def _period(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*last week*, *this month*, *next year*, *earlier this year*."""
    if anchor is None:
        return None
    step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        return week_of(anchor + timedelta(days=7 * step))
    if unit == "month":
        return partial((anchor + relativedelta(months=step)).strftime("%Y-%m"))
    if unit == "year":
        return partial(f"{anchor.year + step:04}")
    return None


def _ago(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*two days ago* is a day; *three weeks ago* a week, *two months ago* a month; hedged ones are ranges."""
    if anchor is None:
        return None
    count, unit = match["count"].lower(), match["unit"].lower()
    hedge = (match["hedge"] or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit in {"hour", "minute"}:
        return one_day(anchor)
    if number is None or unit == "decade" or number > MAX_STEPS:
        return whole_range(anchor - delta(unit, VAGUE[unit]), anchor) if unit in VAGUE else None  # "several days ago"
    then = anchor - delta(unit, number)
    if hedge.startswith(("less", "under")):
        return whole_range(then, anchor)
    if hedge.startswith(("more", "over")):
        return None, Precision.UNKNOWN, None, then
    return at(then, unit)


FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}


def _feast(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*Christmas Day* is the nearest one, as a day of a month without its year is."""
    if anchor is None:
        return None
    month, number = FEASTS[match["feast"].lower().replace("’", "'")]
    day = nearest_day(anchor, month, number)
    return one_day(day) if day else None


def _plain_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    return partial(match["year"])


_HEDGES = "less than|more than|fewer than|under|over|about|around|nearly|almost|roughly|approximately|just over|just"
_HEDGE = rf"(?P<hedge>{_HEDGES})?\s*"
_NAMED = (
    r"(?P<named>the day (?:before yesterday|after tomorrow)|last night|yesterday|today|tonight|tomorrow"
    r"|this (?:morning|afternoon|evening)|overnight)"
)
_DEALS = (
    r"(?=\s+(?:[\w.-]+\s+){0,2}(?:deal|agreement|accord|elections?|war|treaty|invasion|referendum|coup|revolution"
    r"|attacks?|summit|pact|law|vote|uprising|crisis|campaign|protests?|bombings?|killings?|shootings?|settlement|conference|games"
    r"|olympics|massacre|genocide|murder|assassination|strike|embargo|ruling|verdict|trial|merger|storm|hurricane"
    r"|earthquake|flood|resolution|convention|slayings?|murders?|march|rally|riots?|offensive|tsunami|epidemic|annexation|takeover|amendment|championship|cup|conflict|rebellion|ceasefire"
    r"|truce|constitution|blockade|famine|disaster|crash|blast|explosions?|raid|census|budget)\b)"
)
_TO = r"\s*(?:-|–|—|to|and|until|till|through)\s*"
_UNTIL = r"(?P<until>" + MONTH.removeprefix("(?P<month>")
_LAST = r"(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_MONTH_DAY = r"[A-Z][a-z]{2,8}\.?\s+\d{1,2}"
_NTH = r"(?P<nth>first|second|third|fourth)"
_ONE_UNIT = r"(?P<unit>day|week|month|year|decade)"
_NOT_ENDED = r"(?!\w|\s+(?:that\s+)?end(?:ed|ing)\b)"
"""A quarter that ended on a day is one of the firm's own year."""
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            r"\b(?:[Ff]rom|[Bb]etween)\s+(?:early |late |mid-)?(?P<first>1[6-9]\d\d|20\d\d)"
            + _TO
            + r"(?:early |late |mid-)?(?P<last>1[6-9]\d\d|20\d\d)\b"
            + NO_COUNT
        ),
        spans.years_between,
    ),
    (
        re.compile(r"(?<![\w.-])(?P<first>1[6-9]\d\d|20\d\d)[–-](?P<last>1[6-9]\d\d|20\d\d)(?![\w-])"),
        spans.years_between,
    ),
    (
        re.compile(
            rf"(?:(?<=from )|(?<=between )|(?={_MONTH_DAY}\s*[–-]))\b{MONTH}\s+{DAY}{_TO}"
            rf"(?:{_UNTIL}\s+)?{_LAST}(?:,?\s+(?:{YEAR}|(?:of\s+)?{WHICH}\s+year))?\b(?!\s*%)"
        ),
        spans.days_between,
    ),
    (
        re.compile(
            rf"\b(?:from\s+|between\s+)?{DAY}{_TO}{_LAST}\s+{MONTH}(?:,?\s+(?:{YEAR}|(?:of\s+)?{WHICH}\s+year))?(?!\w)"
        ),
        spans.days_between,
    ),
    (
        re.compile(rf"\b(?:[Ff]rom|[Bb]etween)\s+{MONTH}{_TO}{_UNTIL}(?:,?\s+(?:of\s+)?{YEAR})?(?!\w|\s+\d)"),
        spans.months_between,
    ),
    (re.compile(rf"\b(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY},?\s+{YEAR}\b"), _full_date),
    (re.compile(rf"\b(?:{WEEKDAY},?\s+)?(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}\b"), _full_date),
    (re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"), _iso_date),
    (re.compile(rf"\b(?:{DAY}\s+)?{MONTH},?\s+(?:of\s+)?{WHICH}\s+year\b"), spans.month_of_year),
    (re.compile(rf"\b{MONTH}\s+{DAY},?\s+{WHICH}\s+year\b"), spans.month_of_year),
    (re.compile(rf"\b(?:{WEEKDAY},?\s+)?(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH}(?!\w)"), _day_of_month),
    (re.compile(rf"\b(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}(?!\d|,\d|\s*(?:percent|%))\b"), _day_of_month),
    (re.compile(rf"\b(?:{ABOUT}[ -](?:in\s+)?)?{MONTH},?\s+(?:of\s+)?{YEAR}\b"), _month_year),
    (re.compile(rf"\b{_HEDGE}{COUNT}\s+{UNIT}\s+(?:ago|before now)\b", re.IGNORECASE), _ago),
    (re.compile(rf"\b(?:in|over|during|for)\s+the\s+(?:past|last)\s+{COUNT}\s+{UNIT}\b", re.IGNORECASE), spans.recent),
    (
        re.compile(rf"\b(?:in|over|during)\s+(?:the\s+(?:recent|past|last)|recent)\s+{UNIT}\b", re.IGNORECASE),
        spans.recent,
    ),
    (
        re.compile(rf"\b(?:in|over|during|for|within)\s+the\s+(?:next|coming)\s+{COUNT}\s+{UNIT}\b", re.IGNORECASE),
        spans.coming,
    ),
    (re.compile(rf"\b(?:in|over|during)\s+the\s+coming\s+{UNIT}\b", re.IGNORECASE), spans.coming),
    (re.compile(r"(?<!\w )\b(?P<unit>day|week|month|year)s\s+ago\b", re.IGNORECASE), spans.units_ago),
    (re.compile(rf"\b{WHICH}\s+year(?:['’]s)?\s+{_NTH}[ -]quarter{_NOT_ENDED}", re.IGNORECASE), spans.quarter),
    (
        re.compile(
            rf"\b(?:(?:the|its|their)\s+{_NTH}[ -]quarter(?:\s+(?:of\s+)?(?:{YEAR}|{WHICH}\s+year))?)"
            rf"{_NOT_ENDED}",
            re.IGNORECASE,
        ),
        spans.quarter,
    ),
    (re.compile(rf"(?<!fiscal )\b{_NTH}-quarter\b", re.IGNORECASE), spans.quarter),
    (
        re.compile(
            r"\b(?:the\s+)?(?:beginning|start|end|middle)\s+of\s+(?P<which>last|this|the|the previous)\s+year\b", re.I
        ),
        spans.edge_of_year,
    ),
    (re.compile(r"\b(?P<feast>Christmas (?:Eve|Day)|New Year['’]s (?:Eve|Day))\b"), _feast),
    (re.compile(rf"\b(?:over|during|at|on)\s+the\s+(?:{WHICH}\s+)?weekend\b(?!\s+of\b)", re.IGNORECASE), _weekend),
    (re.compile(rf"\b{WHICH}\s+weekend\b(?!\s+of\b)", re.IGNORECASE), _weekend),
    (re.compile(rf"\b(?:{ABOUT}(?:\s+in)?\s+)?{WHICH}\s+{_ONE_UNIT}\b", re.IGNORECASE), _period),
    (re.compile(rf"\b{ABOUT}\s+(?:in\s+)?(?P<which>the)\s+{_ONE_UNIT}\b", re.IGNORECASE), _period),
    (re.compile(rf"\b(?:{ABOUT}\s+)?(?:this\s+)?{WHICH}\s+{_SEASON}\b", re.IGNORECASE), spans.season),
    (re.compile(rf"\b(?:the\s+)?(?:{ABOUT}\s+)?{_SEASON}\s+(?:of\s+)?{YEAR}\b", re.IGNORECASE), spans.season),
    (re.compile(rf"\b(?:(?:{ABOUT}|{WHICH})\s+)?{WEEKDAY}{PART}\b"), _weekday),
    (re.compile(rf"\b(?:{ABOUT}\s+)?{_NAMED}{PART}\b", re.IGNORECASE), _named_day),
    (re.compile(rf"\b(?:the\s+)?(?:{ABOUT}[ -])?(?P<year>(?:1[6-9]|20)\d0)s\b"), spans.decade),
    (re.compile(rf"(?<=\b[Ii]n )(?:{ABOUT}[ -])?(?:{WHICH}\s+)?{MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"(?<=\b[Ss]ince )(?:{ABOUT}[ -])?(?:{WHICH}\s+)?{MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"\b(?:{ABOUT}[ -])(?:{WHICH}\s+)?{MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"\b{WHICH}\s+{MONTH}(?!\w)"), _bare_month),
    (re.compile(rf"(?<=\b[Ii]n ){YEAR}\b(?!\s+\w+s\b)"), _plain_year),
    (re.compile(rf"(?<=\b[Bb]y ){YEAR}\b(?!\s+\w+s\b)"), _plain_year),
    (re.compile(rf"(?<=\b[Ss]ince ){YEAR}\b"), _plain_year),
    (re.compile(rf"(?<=\b(?:[Dd]uring|[Bb]efore) ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:[Uu]ntil|[Aa]fter) ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b[Ff]or ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b[12]\d\d\d and ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:both|into) ){YEAR}\b"), _plain_year),
    (re.compile(rf"(?<=\b(?:from|late) ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:of|to) ){YEAR}\b{NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:[Dd]uring|[Bb]efore) ){MONTH}(?!\w)"), _named_month),
    (re.compile(rf"(?<=\b(?:of|by) ){MONTH}(?!\w)"), _named_month),
    (re.compile(rf"(?<=\b(?:[Tt]he|its|his) ){MONTH}{_DEALS}"), _named_month),
    (re.compile(rf"\b{ABOUT}[ -]{YEAR}\b"), _plain_year),
    (re.compile(rf"\b{YEAR}\b{_DEALS}", re.IGNORECASE), _plain_year),
)
"""Tried in this order; an earlier one takes its words from the later ones."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CENTURIES = ("16", "17", "18", "19", "20", "21")
CUES: dict[Reader, tuple[str, ...]] = {
    **dict.fromkeys((_full_date, _day_of_month, _month_year, _bare_month, _named_month), _MONTHS),
    **dict.fromkeys((spans.days_between, spans.months_between, spans.month_of_year), _MONTHS),
    **dict.fromkeys((_iso_date, _plain_year, spans.decade, spans.years_between), _CENTURIES),
    **dict.fromkeys((_ago, spans.units_ago), ("ago", "before now")),
    spans.recent: ("past", "last", "recent"),
    spans.coming: ("next", "coming"),
    _period: ("day", "week", "month", "year", "decade", "hour", "minute"),
    spans.edge_of_year: ("year",),
    _weekday: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    _feast: ("Christmas", "New Year"),
    _weekend: ("weekend",),
    spans.quarter: ("quarter",),
    spans.season: ("spring", "summer", "autumn", "fall", "winter"),
    _named_day: ("yesterday", "today", "tomorrow", "night", "morning", "afternoon", "evening"),
}
"""Parts of words without one of which a reader's patterns match nothing; of a reader that is not here any text may.
Of a century the cue is a year of it."""
_DIGITS = (*"0123456789", *_CENTURIES)
CUES_BESIDE: dict[Reader, tuple[str, ...]] = {
    **dict.fromkeys((_full_date, _month_year), _CENTURIES),
    **dict.fromkeys((_day_of_month, spans.days_between), _DIGITS),
    spans.month_of_year: ("year",),
    _period: ("this", "last", "next", "past", "previous", "coming", "early", "late", "mid", "earlier"),
}
"""The same once more: one of these stands there too."""


def readings_of(text: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rows of `PATTERNS` that a sentence may match, told by cues: most sentences match none of them."""
    found = _NO_CUES.union(*map(_cues_in, text.split()))
    if any(part in text.casefold() for part in _CUES_OF_TWO):
        found |= _cues_in(text)
    return _readings_with(found)


_ALL_CUES = frozenset(part for table in (CUES, CUES_BESIDE) for parts in table.values() for part in parts)
_SMALL_CUES = tuple(part for part in _ALL_CUES if part.islower())
_CAPITAL_CUES = tuple(part for part in _ALL_CUES if part[0].isupper())
_CUES_OF_TWO = tuple(part.casefold() for part in _ALL_CUES if " " in part)
_NO_CUES: frozenset[str] = frozenset()
_NUMBERS = re.compile(rf"(?:{'|'.join(_CENTURIES)})(?=\d\d)|\d")
"""Cues in digits; a century is one only at the head of a year."""


@lru_cache(maxsize=20_000)
def _cues_in(word: str) -> frozenset[str]:
    """The cues in a word, or in several."""
    folded = word.casefold()
    found = [part for part in _CAPITAL_CUES if part in word] + [part for part in _SMALL_CUES if part in folded]
    return frozenset(found + _NUMBERS.findall(word))


@lru_cache(maxsize=1024)
def _readings_with(cues: frozenset[str]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple(
        (pattern, read)
        for pattern, read in PATTERNS
        if all(read not in table or not cues.isdisjoint(table[read]) for table in (CUES, CUES_BESIDE))
    )
