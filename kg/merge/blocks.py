"""What a happening must share with another to be compared with it, and on which days. Internal to `kg.merge`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.authority.triggers import meanings
from kg.merge.compare import is_announced

if TYPE_CHECKING:
    from typing import Self

    from kg.merge.happenings import Happening

_EARLY, _LATE = date(1, 1, 10), date(9999, 12, 31)
# Days by which windows may miss each other and still be compared; `kg.merge.compare` allows no more.
_SLACK = timedelta(days=3)


class Told(NamedTuple):
    """What a happening may share with others of its story.

    Attributes:
        meanings: of its triggers.
        names: of places and things.
        by_word: whether words of its article stand for these.
        first, last: days, as ordinals.
    """

    meanings: frozenset[str]
    names: frozenset[str]
    by_word: bool
    first: int
    last: int

    @classmethod
    def of(cls, one: Happening) -> Self:
        """Of a happening."""
        first, last = (day.toordinal() for day in days_of(one))
        names = frozenset(named_keys(one)) - one.participants
        return cls(block_meanings(one), names, meets_by_word(one), first, last)

    def meets(self, other: Told, *, do_words_meet: bool) -> bool:
        """Whether the two are compared, where their articles tell one story and may have telling words in common."""
        if self.first > other.last or other.first > self.last or self.meanings.isdisjoint(other.meanings):
            return False
        return (do_words_meet and self.by_word and other.by_word) or not self.names.isdisjoint(other.names)


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
