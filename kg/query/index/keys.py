"""Numbers and keys that stand for what an event is sorted and filtered by, so that SQLite sorts as `sort_key` does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import dates, vocab
from kg.model import Certainty, Polarity, Status, Tense
from kg.query.events import day_number, sort_dates
from kg.query.facts import ROLES
from kg.query.filters import Sort
from kg.query.paging import wrong_cursor

if TYPE_CHECKING:
    from kg.query.catalog import IndexedEvent
    from kg.query.paging import Key
    from kg.query.rows import EventRow

TYPES = tuple(sorted(vocab.EVENT_TYPES))
STATUSES = tuple(sorted(status.value for status in Status))
POLARITIES, CERTAINTIES, TENSES = (tuple(kind.value for kind in kinds) for kinds in (Polarity, Certainty, Tense))
RELATIONS = ("patient", "recipient", "with")
"""Codes of what is stored as a number sort like their names."""

ANY_ROLE = 0
ROLE_CODES = {"any": ANY_ROLE} | {name: code for code, name in enumerate((*ROLES, "attributed_to"), start=1)}
SPEAKER = len(ROLE_CODES)
"""Role of those whose name stands with one of the mentions, and nothing more."""

SENTENCES = 1024
"""Most sentences of an event that words are found in; there are never nearly so many."""

GAP = 1 << 26
"""Between the numbers of two events in time; so there is room for many between them."""
STEP = 1 << 16
"""Most that a new event stands behind the one before it: events are added in the order of time, mostly."""
UNDATED_START = 1 << 52
"""Numbers from here on are those of undated events, which come last; `n * SENTENCES` still has 63 bits."""

LONG_DAYS = 31
OPEN_START, OPEN_END = 1, 3_652_059
"""Ordinals of the first and last day of the calendar."""
UNDATED = -1
_DAYS = 4_000_000
_LAST = 999_999_999
_FULL = len("2020-01-03")
_WORD = re.compile(r"\w+")


def days_of(event: IndexedEvent) -> tuple[int | None, int | None]:
    """Ordinals of the first and last day it may have happened on; both None when it is undated."""
    if event.earliest is None and event.latest is None:
        return None, None
    first = dates.bounds(event.earliest)[0].toordinal() if event.earliest else OPEN_START
    return first, dates.bounds(event.latest)[1].toordinal() if event.latest else OPEN_END


def is_long(event: IndexedEvent) -> bool:
    """Whether the place in the list by time tells nothing of the last day: open, imprecise, undated or long."""
    first, last = days_of(event)
    has_days = len(event.earliest or "") == len(event.latest or "") == _FULL
    return first is None or last is None or not has_days or not 0 <= last - first <= LONG_DAYS


def time_key(event: IndexedEvent) -> str:
    """A text that sorts as the list by time: a space is less than whatever else stands in a date."""
    return " ".join((*sort_dates(event.earliest, event.latest), event.id))


def down_rank(event: IndexedEvent) -> int:
    """A number that sorts as the list from the newest, but for the ids."""
    if event.earliest is None and event.latest is None:
        return 1
    start, end = sort_dates(event.earliest, event.latest)
    return -(day_number(end) * _DAYS + day_number(start))


def down_bounds(since: int | None, until: int | None) -> tuple[int, int]:
    """Least and greatest `down_rank` of events that reach the days asked for, long ones left out."""
    low = -_DAYS * _DAYS if until is None else -((until + LONG_DAYS + 1) * _DAYS)
    return low, 1 if since is None else -since * _DAYS


def support_key(event: IndexedEvent) -> str:
    """A text that sorts as the list by support."""
    return f"{_LAST - event.sources:09d} {_LAST - event.support:09d} {time_key(event)}"


def confidence_key(event: IndexedEvent) -> str:
    """A text that sorts as the list by confidence, of eight decimals."""
    return f"{_confidence(event.confidence)} {time_key(event)}"


def key_in_index(sort: Sort, last: Key, *, cursor: str) -> tuple[str | int, str]:
    """What stands in the index for the key of a cursor: the column's value, and the id where it is not in there."""
    match sort, last:
        case Sort.TIME, (str(start), str(end), str(key)):
            return f"{start} {end} {key}", key
        case Sort.TIME_DOWN, (bool(is_undated), int(end_day), int(start_day), str(key)):
            return 1 if is_undated else end_day * _DAYS + start_day, key
        case Sort.SUPPORT, (int(sources), int(support), str(start), str(end), str(key)):
            return f"{_LAST + sources:09d} {_LAST + support:09d} {start} {end} {key}", key
        case Sort.CONFIDENCE, (int() | float() as confidence, str(start), str(end), str(key)):
            return f"{_confidence(-confidence)} {start} {end} {key}", key
    raise wrong_cursor(cursor)


def words_of(row: EventRow) -> list[str]:
    """The words of each of its sentences, one after the other, as they are indexed."""
    sentences = sorted({item.sentence for item in row.evidence})[:SENTENCES]
    return [" ".join(_WORD.findall(sentence.lower())) for sentence in sentences]


def actors_by_role(row: EventRow) -> dict[int, set[str]]:
    """Ids of the actors of an event by the codes of their roles, none of which is empty."""
    parties = {
        "agent": row.agents, "patient": row.patients, "recipient": row.recipients, "instrument": row.instruments,
        "participant": row.participants, "attributed_to": row.attributed_to,
    }  # fmt: skip
    found = {ROLE_CODES[role]: {party.id for party in given if party.id is not None} for role, given in parties.items()}
    found[ANY_ROLE] = set().union(*(found[ROLE_CODES[role]] for role in ROLES))
    found[SPEAKER] = {said.id for item in row.evidence for said in item.attributed_to if said.id is not None}
    return {code: actors for code, actors in found.items() if actors}


def _confidence(value: float) -> str:
    return f"{100_000_000 - round(value * 100_000_000):09d}"
