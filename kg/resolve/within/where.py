"""Whether two places of an article may be one spot: a town, and the country, province or part of one it lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.points import km
from kg.resolve.within.places import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority
    from kg.model import LocalPlace

_REGION_KM = 250.0


class Where:
    """The places of an article, by id."""

    def __init__(self, places: Iterable[LocalPlace], authority: Authority) -> None:
        self._places = {place.id: place for place in places}
        self._authority = authority

    def do_meet(self, one: str, other: str) -> bool:
        """Whether what happened in the one may have happened in the other: "in *western Sudan*", "in *Nyala*"."""
        here, there = self._places[one], self._places[other]
        if one == other:
            return True
        if here.country is None or here.country != there.country:
            return False
        return self._holds(here, there) or self._holds(there, here)

    def _holds(self, large: LocalPlace, small: LocalPlace) -> bool:
        if self._authority.is_country(large.name):
            return True
        if large.lat is None:
            return DIRECTION.match(large.name) is not None  # "western Sudan" is on no map
        if large.lon is None or self._authority.region(large.name) is None:
            return False
        if small.lat is None or small.lon is None:
            return True
        return km((large.lat, large.lon), (small.lat, small.lon)) < _REGION_KM
