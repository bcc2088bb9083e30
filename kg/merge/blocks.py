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
        names = frozenset(named_keys(one)) - one.participants
        return cls(block_meanings(one), names, meets_by_word(one), first_day(one), last_day(one))

    def meets(self, other: Told, *, do_words_meet: bool) -> bool:
        """Whether the two are compared, where their articles tell one story and may have telling words in common."""
        if self.first > other.last or other.first > self.last or self.meanings.isdisjoint(other.meanings):
            return False
        return (do_words_meet and self.by_word and other.by_word) or not self.names.isdisjoint(other.names)


def meets_by_word(one: Happening) -> bool:
    """Whether a telling word of its article may stand for a participant; of sayings only a dated announcement's."""
    return one.type != "STATEMENT" or (one.dated and is_announced(one))


def named_keys(one: Happening) -> list[str]:
    """Who takes part, and marked by a star what it is about, where, and what a speaker without a name is called."""
    found = [*one.participants, *(f"*at {thing}" for thing in {*one.things, *one.places[:1]})]
    if one.type == "STATEMENT":
        found += [f"*by {speaker}" for speaker in one.callings]
    return found


def first_day(one: Happening, who: str | None = None) -> int:
    """The first day on which it may meet another, of those who have this participant in common with it; an ordinal."""
    is_open = one.first is None or (one.recalled and who in one.victims)
    return (_EARLY if is_open or one.first is None else one.first).toordinal()


def last_day(one: Happening) -> int:
    """The last day on which it may meet another, an ordinal; the end of the calendar where it is not known."""
    return (min(one.last or _LATE, _LATE - _SLACK) + _SLACK).toordinal()


def do_days_meet(one: Happening, two: Happening) -> bool:
    """Whether the days of the two are near enough for them to be compared."""
    (start, end), (other_start, other_end) = _days_beside(one, two), _days_beside(two, one)
    return start <= other_end and other_start <= end


def _days_beside(one: Happening, two: Happening) -> tuple[int, int]:
    starts = [first_day(one), *(first_day(one, who) for who in one.participants & two.participants)]
    return min(starts), last_day(one)


def block_meanings(one: Happening) -> frozenset[str]:
    """Meanings of all its triggers; deaths and strikes meet in the block of their kind, as two sides of one deed."""
    found = frozenset().union(*(meanings(mention.lemma) for mention in one.mentions))
    return found | ({"*violence"} if one.type in ("ASSAULT", "CASUALTY") else frozenset())
