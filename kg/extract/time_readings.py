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

from kg.extract.time_values import Reading, at, delta, one_day, partial, safe_day, week_of, whole_range
from kg.model import Precision

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
COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty"
    r"|(?:a )?couple of|several|a few|few|some)"
)
UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"


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


def _day_of_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """A day without its year is the nearest one, the past one when both are as near."""
    if anchor is None:
        return None
    month, number = _month_number(match), int(match["day"])
    days = [day for year in (-1, 0, 1) if (day := safe_day(anchor.year + year, month, number))]
    if not days:
        return None
    return one_day(min(days, key=lambda day: (abs((day - anchor).days) - (1 if day <= anchor else 0), day)))


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


def _weekend(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """Saturday and Sunday up to publication; *next weekend* and future clauses look ahead."""
    if anchor is None:
        return None
    which = (match["which"] or "").lower()
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    if which == "next" or (future and which not in {"last", "past"}):
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


def _recent(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in recent months*, *over the past two weeks*: a range that ends with publication."""
    if anchor is None:
        return None
    unit = match["unit"].lower()
    count = (match.groupdict().get("count") or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit not in VAGUE or (number or 0) > MAX_STEPS:
        return None
    return whole_range(anchor - delta(unit, number or VAGUE[unit]), anchor)


def _coming(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*in the next two weeks*, *over the coming months*: a range that begins with publication."""
    if anchor is None:
        return None
    unit = match["unit"].lower()
    count = (match.groupdict().get("count") or "").lower()
    number = int(count) if count.isdigit() else NUMBERS.get(count)
    if unit not in VAGUE or (number or 0) > MAX_STEPS:
        return None
    return whole_range(anchor, anchor + delta(unit, number or VAGUE[unit]))


def _units_ago(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*months ago*: up to so many as the vague words reach, and to publication."""
    unit = match["unit"].lower()
    return whole_range(anchor - delta(unit, VAGUE[unit]), anchor) if anchor and unit in VAGUE else None


def _quarter(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the third quarter of 2019* is its three months of the calendar; without the year, those last ended or begun."""
    number = ("first", "second", "third", "fourth").index(match["nth"].lower())
    if match["year"]:
        year = int(match["year"])
    elif anchor is None:
        return None
    else:
        year = anchor.year - (3 * number + 1 > anchor.month)
    first = date(year, 3 * number + 1, 1)
    return whole_range(first, first + relativedelta(months=3, days=-1))


FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}


def _feast(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*Christmas Day* is the nearest one, as a day of a month without its year is."""
    if anchor is None:
        return None
    month, number = FEASTS[match["feast"].lower().replace("’", "'")]
    days = [date(anchor.year + year, month, number) for year in (-1, 0, 1)]
    return one_day(min(days, key=lambda day: (abs((day - anchor).days) - (1 if day <= anchor else 0), day)))


def _edge_of_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """*the end of last year*, *the beginning of the year*: no finer than the year."""
    which = match["which"].lower()
    return partial(f"{anchor.year - (which in {'last', 'previous'}):04}") if anchor else None


def _plain_year(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    return partial(match["year"])


def _decade(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    year = int(match["year"])
    return whole_range(date(year, 1, 1), date(year + 9, 12, 31))


_NO_COUNT = r"(?=\s*(?:[.,;:)—–]|$)|\s+(?:and|or|to|when|that|which|who|he|she|it|they|was|were|is|has|had|in|at)\b)"
"""Behind a bare year stands no noun: "of 2000 people" counts."""
_HEDGES = "less than|more than|fewer than|under|over|about|around|nearly|almost|roughly|approximately|just over|just"
_HEDGE = rf"(?P<hedge>{_HEDGES})?\s*"
_WHICH = r"(?P<which>this|last|next|past|previous|coming)"
_NAMED = (
    r"(?P<named>the day (?:before yesterday|after tomorrow)|last night|yesterday|today|tonight|tomorrow"
    r"|this (?:morning|afternoon|evening)|overnight)"
)
_DEALS = (
    r"(?=\s+(?:[\w.-]+\s+){0,2}(?:deal|agreement|accord|elections?|war|treaty|invasion|referendum|coup|revolution"
    r"|attacks?|summit|pact|law|vote|uprising|crisis|campaign|protests?|bombings?|killings?|settlement|conference|games"
    r"|olympics|massacre|genocide|murder|assassination|strike|embargo|ruling|verdict|trial|merger|storm|hurricane"
    r"|earthquake|flood|tsunami|epidemic|annexation|takeover|amendment|championship|cup|conflict|rebellion|ceasefire"
    r"|truce|constitution|blockade|famine|disaster|crash|blast|shooting|raid|census|budget)\b)"
)
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}\b"), _full_date),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b"), _full_date),
    (re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"), _iso_date),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)"), _day_of_month),
    (re.compile(rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\d|,\d|\s*(?:percent|%))\b"), _day_of_month),
    (re.compile(rf"\b(?:{_ABOUT}[ -](?:in\s+)?)?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b"), _month_year),
    (re.compile(rf"\b{_HEDGE}{COUNT}\s+{UNIT}\s+(?:ago|before now)\b", re.IGNORECASE), _ago),
    (re.compile(rf"\b(?:in|over|during|for)\s+the\s+(?:past|last)\s+{COUNT}\s+{UNIT}\b", re.IGNORECASE), _recent),
    (re.compile(rf"\b(?:in|over|during)\s+(?:the\s+(?:recent|past|last)|recent)\s+{UNIT}\b", re.IGNORECASE), _recent),
    (
        re.compile(rf"\b(?:in|over|during|for|within)\s+the\s+(?:next|coming)\s+{COUNT}\s+{UNIT}\b", re.IGNORECASE),
        _coming,
    ),
    (re.compile(rf"\b(?:in|over|during)\s+the\s+coming\s+{UNIT}\b", re.IGNORECASE), _coming),
    (re.compile(r"(?<!\w )\b(?P<unit>day|week|month|year)s\s+ago\b", re.IGNORECASE), _units_ago),
    (
        re.compile(
            rf"\b(?:the|its|their)\s+(?P<nth>first|second|third|fourth)[ -]quarter(?:\s+of\s+{_YEAR})?(?!\w)", re.I
        ),
        _quarter,
    ),
    (
        re.compile(
            r"\b(?:the\s+)?(?:beginning|start|end|middle)\s+of\s+(?P<which>last|this|the|the previous)\s+year\b", re.I
        ),
        _edge_of_year,
    ),
    (re.compile(r"\b(?P<feast>Christmas (?:Eve|Day)|New Year['’]s (?:Eve|Day))\b"), _feast),
    (re.compile(rf"\b(?:over|during|at|on)\s+the\s+(?:{_WHICH}\s+)?weekend\b", re.IGNORECASE), _weekend),
    (re.compile(rf"\b{_WHICH}\s+weekend\b", re.IGNORECASE), _weekend),
    (re.compile(rf"\b(?:{_ABOUT}(?:\s+in)?\s+)?{_WHICH}\s+{UNIT}\b", re.IGNORECASE), _period),
    (re.compile(rf"\b{_ABOUT}\s+(?:in\s+)?(?P<which>the)\s+{UNIT}\b", re.IGNORECASE), _period),
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
    (re.compile(rf"(?<=\b(?:[Dd]uring|[Bb]efore) ){_YEAR}\b{_NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:[Uu]ntil|[Aa]fter) ){_YEAR}\b{_NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:from|late) ){_YEAR}\b{_NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:of|to) ){_YEAR}\b{_NO_COUNT}"), _plain_year),
    (re.compile(rf"(?<=\b(?:[Dd]uring|[Bb]efore) ){_MONTH}(?!\w)"), _named_month),
    (re.compile(rf"(?<=\b(?:of|by) ){_MONTH}(?!\w)"), _named_month),
    (re.compile(rf"\b{_ABOUT}[ -]{_YEAR}\b"), _plain_year),
    (re.compile(rf"\b{_YEAR}\b{_DEALS}", re.IGNORECASE), _plain_year),
)
"""Tried in this order; an earlier one takes its words from the later ones."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CENTURIES = ("16", "17", "18", "19", "20", "21")
CUES: dict[Reader, tuple[str, ...]] = {
    **dict.fromkeys((_full_date, _day_of_month, _month_year, _bare_month, _named_month), _MONTHS),
    **dict.fromkeys((_iso_date, _plain_year, _decade), _CENTURIES),
    **dict.fromkeys((_ago, _units_ago), ("ago", "before now")),
    _recent: ("past", "last", "recent"),
    _coming: ("next", "coming"),
    _period: ("day", "week", "month", "year", "decade", "hour", "minute"),
    _edge_of_year: ("year",),
    _weekday: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    _feast: ("Christmas", "New Year"),
    _weekend: ("weekend",),
    _quarter: ("quarter",),
    _named_day: ("day", "night", "tomorrow", "morning", "afternoon", "evening"),
}
"""Parts of words without one of which a reader's patterns match nothing; of a reader that is not here any text may."""


def readings_of(text: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rows of `PATTERNS` that a sentence may match, told by cues: most sentences match none of them."""
    folded = text.casefold()
    cues = frozenset(part for part in _ALL_CUES if part in (folded if part.islower() else text))
    return _readings_with(cues)


_ALL_CUES = frozenset(part for parts in CUES.values() for part in parts)


@lru_cache(maxsize=1024)
def _readings_with(cues: frozenset[str]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple(row for row in PATTERNS if row[1] not in CUES or not cues.isdisjoint(CUES[row[1]]))
