"""Places of a user's own authority, and what of the shipped one they stand for.

An entry that names a place of the shipped authority keeps its key, its GeoNames id and what contains it, and gives it
name, coordinates, country and identifiers; every other is a place of its own. An entry without coordinates speaks of
the likeliest place so named; one with coordinates of the place so named that lies there, and wins over all others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.authority.own import PLACE, Entry, OwnAuthority
from kg.authority.points import km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.authority.lookup import Authority
    from kg.authority.model import PlaceFact

# How far the point of a user may lie from that of the shipped place of the name, so that one place is meant: where the
# middle of a state or a sea is, is a convention.
_KM = {"city": 30.0, "district": 30.0, "province": 300.0, "state": 300.0, "area": 300.0}
_KM_OF_OTHERS = 1500.0
# Towns below this that are so called only by another spelling are not meant by a name alone.
_OBSCURE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """A place as a user's authority has it; the fields as of `PlaceFact`, and `same_as`: IRIs of it outside.

    Attributes:
        has_point: whether the user says where it lies; else its coordinates are the shipped authority's, or None.
    """

    key: str
    name: str
    kind: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    within: str | None
    same_as: tuple[str, ...]
    has_point: bool


class OwnPlaces:
    """The places of a user's authority, by entry and by key."""

    def __init__(self, own: OwnAuthority, shipped: Authority) -> None:
        self._own = own
        entries = [entry for entry in own.entries if entry.kind == PLACE]
        bases = {entry: _base(entry, shipped) for entry in entries}
        claimed = Counter(base.key for base in bases.values() if base is not None)
        made = {
            # What two entries speak of is neither's.
            entry: _made(entry, base if base is not None and claimed[base.key] == 1 else None)
            for entry, base in bases.items()
        }
        self._of_entry = _contained(made, own, shipped)
        self._by_key = {place.key: place for place in self._of_entry.values()}

    def get(self, key: str) -> OwnPlace | None:
        """The place with the key, where a user has one."""
        return self._by_key.get(key)

    def meant(self, names: Iterable[str], *, country: str | None, read: PlaceFact | None) -> OwnPlace | None:
        """The place that an article means which gives it these names.

        Args:
            names: as the article has them.
            country: ISO code, None where the article leaves it open.
            read: what it was taken for by the shipped authority.
        """
        if not self._by_key:
            return None
        also = (read.name,) if read is not None else ()
        entry = self._own.find(sorted({*names, *also}), kind=PLACE, country=country)
        if entry is not None:
            place = self._of_entry[entry]
            # Without coordinates it says nothing against what the article was taken to mean.
            if place.has_point or (read is None and (country is None or place.country in (None, country))):
                return place
        return self._by_key.get(read.key) if read is not None else None


def unknown_surroundings(entries: Iterable[Entry], shipped: Authority) -> tuple[Entry, ...]:
    """The entries that lie within a place which neither they nor the shipped authority know, or within themselves."""
    own = OwnAuthority(tuple(entries))
    places = OwnPlaces(own, shipped)
    return tuple(
        entry
        for entry, place in sorted(places._of_entry.items(), key=lambda item: item[0].key)
        if entry.within is not None
        and ((around := _around(entry, own, places._of_entry, shipped)) is None or around != place.within)
    )


def _base(entry: Entry, shipped: Authority) -> PlaceFact | None:
    """The shipped place that the entry speaks of: by its name, else by an alias."""
    for name in (entry.name, *entry.aliases):
        found = [place for place in shipped.places(name) if entry.country in (None, place.country)]
        if entry.point is None:
            found = [
                place
                for place in found
                if place.kind != "city" or place.by_name or entry.country or place.population >= _OBSCURE
            ]
            if found:
                return found[0]
        else:
            near = [(km(entry.point, (place.lat, place.lon)) / _KM.get(place.kind, _KM_OF_OTHERS), place.key, place)
                    for place in found]  # fmt: skip
            best = min(near, default=None, key=lambda one: one[:2])
            if best is not None and best[0] <= 1.0:
                return best[2]
    return None


def _made(entry: Entry, base: PlaceFact | None) -> OwnPlace:
    country = entry.country or (base.country if base else None)
    lat, lon = entry.point or ((base.lat, base.lon) if base else (None, None))
    return OwnPlace(
        key=base.key if base else entry.key,
        name=entry.name,
        kind=base.kind if base else PLACE,
        country=country,
        lat=lat,
        lon=lon,
        geonames=base.geonames if base else None,
        within=(base.within if base else None) or _state(country, kind=base.kind if base else PLACE),
        same_as=entry.same_as,
        has_point=entry.point is not None,
    )


def _around(
    entry: Entry,
    own: OwnAuthority,
    made: Mapping[Entry, OwnPlace],
    shipped: Authority,
) -> str | None:
    """The key of what the entry says that it lies within."""
    if entry.within is None:
        return None
    other = own.find([entry.within], kind=PLACE, country=made[entry].country)
    if other is not None and other in made:
        return made[other].key
    found = shipped.places(entry.within)
    country = made[entry].country
    return next((place.key for place in found if country is None or place.country in (None, country)), None)


def _contained(made: Mapping[Entry, OwnPlace], own: OwnAuthority, shipped: Authority) -> dict[Entry, OwnPlace]:
    """The places with what contains them; none of a circle, in which each would lie within itself."""
    around = {entry: _around(entry, own, made, shipped) for entry in made}
    countries = {place.key: place.country for place in made.values()}
    placed = dict(made)
    for entry, key in around.items():
        if key is not None:
            fact = shipped.place(key)
            country = made[entry].country or countries.get(key) or (fact.country if fact is not None else None)
            placed[entry] = replace(made[entry], within=key, country=country)
    moved = [entry for entry in made if placed[entry] != made[entry]]
    while True:
        within = {place.key: place.within for place in placed.values()}
        circle = {entry for entry in moved if _is_circular(placed[entry].key, within, shipped)}
        if not circle:
            return placed
        placed |= {entry: made[entry] for entry in circle}
        moved = [entry for entry in moved if entry not in circle]


def _is_circular(start: str, within: Mapping[str, str | None], shipped: Authority) -> bool:
    """Whether who goes outwards from the place comes back to it; `within`: what the user's places lie in."""
    seen: set[str] = set()
    key = within[start]
    while key is not None and key != start and key not in seen:
        seen.add(key)
        fact = shipped.place(key)
        key = within.get(key, fact.within if fact is not None else None)
    return key == start


def _state(country: str | None, *, kind: str) -> str | None:
    return f"country:{country}" if country is not None and kind != "country" else None
