"""What a happening must share with another to be compared with it, and on which days. Internal to `kg.merge`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.authority.triggers import meanings
from kg.merge.compare import is_announced

if TYPE_CHECKING:
    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories

_EARLY, _LATE = date(1, 1, 10), date(9999, 12, 31)
# Days by which windows may miss each other and still be compared; `kg.merge.compare` allows no more.
_SLACK = timedelta(days=3)


def block_keys(one: Happening, stories: Stories | None) -> list[tuple[str, str]]:
    """What a happening must share with another to be compared with it."""
    others = named_keys(one)
    if stories is not None and meets_by_word(one):
        others += [f"*word {word}" for word in stories.keys(one.article)]
    others.sort()
    return [(meaning, other) for meaning in sorted(block_meanings(one)) for other in others]


def is_participant(block: tuple[str, str]) -> bool:
    """Whether what a block has in common is somebody who takes part, not a place, a thing or a word."""
    return not block[1].startswith("*")


def meets_by_word(one: Happening) -> bool:
    """Whether a telling word of its article may stand for a participant; of sayings only a dated announcement's."""
    return one.type != "STATEMENT" or (one.dated and is_announced(one))


def named_keys(one: Happening) -> list[str]:
    """Who takes part, and marked by a star what it is about and where."""
    return [*one.participants, *(f"*at {thing}" for thing in {*one.things, *one.places[:1]})]


def days_of(one: Happening) -> tuple[date, date]:
    """First and last day on which it may meet another; the ends of the calendar where they are not known."""
    return one.first or _EARLY, min(one.last or _LATE, _LATE - _SLACK) + _SLACK


def do_days_meet(one: Happening, two: Happening) -> bool:
    """Whether the days of the two are near enough for them to be compared."""
    (start, end), (other_start, other_end) = days_of(one), days_of(two)
    return start <= other_end and other_start <= end


def block_meanings(one: Happening) -> frozenset[str]:
    """Meanings of all its triggers; deaths and strikes meet in the block of their kind, as two sides of one deed."""
    found = frozenset().union(*(meanings(mention.lemma) for mention in one.mentions))
    return found | ({"*violence"} if one.type in ("ASSAULT", "CASUALTY") else frozenset())
