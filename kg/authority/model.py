"""What the authority files hold: countries, organisations, places. Frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state or territory with an ISO code of its own.

    Attributes:
        iso: ISO 3166-1 alpha-2 (`XK` for Kosovo).
        aliases: other names, spellings and acronyms ("U.S.", "Britain"), without `name`.
        adjectives: words of belonging, which also name one citizen ("Iranian").
        people: plural names of its citizens ("Iranians", "British", "Danes").
        capitals: the capital and its spellings; seats of government too ("The Hague").
        lat: latitude of about its middle, WGS84 degrees; `lon` alike.
        geonames: GeoNames id, None when the package has none.
    """

    iso: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    lat: float
    lon: float
    geonames: int | None

    @property
    def key(self) -> str:
        """`country:IR`."""
        return f"country:{self.iso}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An organisation, armed group, office or outlet of the curated file.

    Attributes:
        id: its short key in the file; `key` is `org:` and it.
        kind: international, government, military, armed group, party, parliament, court, ngo, media, company, sport.
        country: ISO code of the country it belongs to, None when to none.
        part_of: `key` of the organisation it is a part of, or None.
        aliases: other names and acronyms, without `name`.
    """

    id: str
    name: str
    kind: str
    country: str | None
    part_of: str | None
    aliases: tuple[str, ...]

    @property
    def key(self) -> str:
        """`org:irgc`."""
        return f"org:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who held an office, from the day `since` to the day `until`, None while it is held; ISO 8601 dates.

    Attributes:
        office: president, prime minister (chancellors too) or leader.
        country: ISO code of the state.
    """

    office: str
    country: str
    name: str
    since: str
    until: str | None


OTHER_SPELLING = 0.002
"""What a city weighs under another of its names, which may be long out of use: Salisbury is not Harare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFact:
    """One place that a name may mean.

    Attributes:
        key: `geonames:98182` for a city, `country:IQ`, `region:persian-gulf`.
        kind: city, country, continent, area, province, state, sea, strait, canal, river, district.
        country: ISO code; None for what lies in none or in several.
        population: inhabitants, 0 when unknown.
        within: key of the region or country that contains it, None when there is none.
        capital: a country's capital.
        by_name: found by its main name (for cities: not by one of its other spellings).
    """

    key: str
    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    geonames: int | None = None
    population: int = 0
    within: str | None = None
    capital: bool = False
    by_name: bool = True

    @property
    def prominence(self) -> float:
        """How likely the name means this place, context aside; on the scale of a city's population.

        Countries come first, then seas and great areas; a province weighs as a city of two million, so that New York
        is the city and Georgia, among regions, the state; a capital counts ten times its people (Washington).
        """
        if self.kind == "country":
            return 1e10
        if self.kind == "city":
            return max(self.population, 1) * (10.0 if self.capital else 1.0) * (1.0 if self.by_name else OTHER_SPELLING)
        return 2e6 if self.kind in ("province", "state") else 1e8
