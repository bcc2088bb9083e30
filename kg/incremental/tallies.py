"""The profile of a key with many parts, changed in place as parts come and go, in time for these alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.resolve.across.features import days_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from kg.model import Ref
    from kg.resolve.across.profiles import Part, Profile

MANY = 16
"""Parts from which a profile is tallied; fewer are folded anew, which is as fast and takes no counters."""

Place = tuple[str, int, str]

_SETS = ("titles", "roles", "company", "offices")
_HEAD = ("kind", "name", "country", "authority", "named", "rule", "why")


@dataclass(slots=True)
class Shift:
    """How a tallied profile changed, as far as decisions (`kg.resolve.across.features`) look at it.

    Attributes:
        company: names that came or went.
        was: first and last day before.
        other: whether anything else that is compared is another.
    """

    company: set[str] = field(default_factory=set)
    was: tuple[date | None, date | None] = (None, None)
    other: bool = False

    def matters(self, profile: Profile, mate: Profile) -> bool:
        """Whether the decision of the two may be another now."""
        if self.other or not self.company.isdisjoint(mate.company):
            return True
        if (profile.first, profile.last) == self.was:
            return False
        return days_apart(profile, mate) != _days_apart(*self.was, mate)


@dataclass(slots=True)
class Tally:
    """Counts of what the parts of one key say.

    Attributes:
        order: where the parts stand: article, place in it and id there, as the members of their profile.
        counts: by attribute of a profile, how many parts say a thing.
        days: how many parts are of a day.
    """

    order: list[Place]
    counts: dict[str, Counter[object]]
    days: Counter[date]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Tally:
        """Of all parts of a profile."""
        parts = list(parts)
        tally = cls(sorted(map(_place, parts)), {name: Counter() for name in _SETS}, Counter())
        for part in parts:
            tally._tell(part, 1)
        return tally

    def update(
        self, profile: Profile, gone: Iterable[Part], fresh: Iterable[Part], *, part_of: Callable[[Ref], Part]
    ) -> Shift:
        """Takes parts out of the profile and in; not so many that none is left. `part_of` gives any that is in."""
        shift = Shift(was=(profile.first, profile.last))
        head = [getattr(profile, name) for name in _HEAD]
        before = (len(profile.titles), len(profile.roles), len(profile.offices), len(profile.names))
        is_less = False
        for part in gone:
            self._leave(profile, part, shift)
            is_less = True
        for part in fresh:
            self._enter(profile, part, shift)
        first = part_of(profile.members[0]).profile
        for name in _HEAD:
            setattr(profile, name, getattr(first, name))
        if is_less:
            days = [day for day, count in self.days.items() if count > 0]
            profile.first, profile.last = min(days, default=None), max(days, default=None)
        after = (len(profile.titles), len(profile.roles), len(profile.offices), len(profile.names))
        # Where something went and something else came, the numbers may be the same.
        shift.other = is_less or head != [getattr(profile, name) for name in _HEAD] or before != after
        return shift

    def _enter(self, profile: Profile, part: Part, shift: Shift) -> None:
        place, one = _place(part), part.profile
        at = bisect_left(self.order, place)
        self.order.insert(at, place)
        profile.members.insert(at, part.ref)
        profile.names.update(one.names)
        shift.company |= one.company - profile.company
        for name in _SETS:
            getattr(profile, name).update(getattr(one, name))
        self._tell(part, 1)
        if one.first is not None and one.last is not None:
            profile.first = min(profile.first or one.first, one.first)
            profile.last = max(profile.last or one.last, one.last)

    def _leave(self, profile: Profile, part: Part, shift: Shift) -> None:
        one = part.profile
        at = bisect_left(self.order, _place(part))
        del self.order[at], profile.members[at]
        for form, count in one.names.items():
            profile.names[form] -= count
            if not profile.names[form]:
                del profile.names[form]
        self._tell(part, -1)
        for name in _SETS:
            lost = {value for value in getattr(one, name) if not self.counts[name][value]}
            getattr(profile, name).difference_update(lost)
            if name == "company":
                shift.company |= lost

    def _tell(self, part: Part, step: int) -> None:
        for name in _SETS:
            counts = self.counts[name]
            for value in getattr(part.profile, name):
                counts[value] += step
                if not counts[value]:
                    del counts[value]
        if part.profile.first is not None:
            self.days[part.profile.first] += step
            if not self.days[part.profile.first]:
                del self.days[part.profile.first]


def _place(part: Part) -> Place:
    return part.ref.article, part.place, part.ref.local


def _days_apart(first: date | None, last: date | None, mate: Profile) -> int:
    if first is None or last is None or mate.first is None or mate.last is None:
        return 0
    return max((first - mate.last).days, (mate.first - last).days, 0)
