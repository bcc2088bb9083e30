"""Places across articles: by GeoNames id, by region, else by name and country. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from kg.authority import OwnPlace
from kg.authority.names import fold
from kg.ids import digest, slug
from kg.model import Feature, Form, LocalPlace, Merge, Place, Ref, judged_as
from kg.refs import RefNumbers, Refs
from kg.resolve.across.judged import judge_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableSequence

    from kg.authority import Authority, PlaceFact
    from kg.model import ArticleRecord, Judgement, Verdict
    from kg.spools import Records

    Known = PlaceFact | OwnPlace

GEONAMES = "https://sws.geonames.org/{}/"


@dataclass(slots=True)
class Spot:
    """Local places of one key: what the authority knows of it, the first of them, and their names."""

    fact: Known | None
    first: LocalPlace
    members: MutableSequence[Ref] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)


class Spots:
    """The places of articles that are told one after the other, each once.

    A city's region and country are among the places even where no article names them: they contain it. They then
    have no members.

    Args:
        records: the same articles; gone through where anything is judged of places.
        authority: what is known of places.
        verdicts: what people judged of them.
    """

    def __init__(self, records: Records, authority: Authority, *, verdicts: tuple[Verdict, ...] = ()) -> None:
        self._authority = authority
        self._facts: dict[str, Known | None] = {}
        own_keys: dict[Ref, str] = {}
        for record in records if verdicts else ():
            for place in record.places:
                own, fact = key_of(record, place, authority)
                own_keys[Ref(record.article.id, place.id)] = own
                self._facts.setdefault(own, fact)
        self._judged = judge_keys(own_keys, verdicts)
        self._spots: dict[str, Spot] = {}
        self._numbers = RefNumbers(records)

    def add(self, record: ArticleRecord) -> None:
        """Takes in an article, in the order of their ids."""
        for place in record.places:
            own, fact = key_of(record, place, self._authority)
            ref = Ref(intern(record.article.id), intern(place.id))
            key = self._judged.keys.get(ref, own)
            spot = self._spots.get(key)
            if spot is None:
                its = fact if key == own else self._facts.get(key)
                spot = self._spots[key] = Spot(its, place, Refs(self._numbers))
            spot.members.append(ref)
            spot.names[place.name] += 1

    def places(self) -> tuple[tuple[Place, ...], tuple[Merge, ...]]:
        """Canonical places, and merges."""
        made, merges = places_of(self._spots, self._authority, judged=self._judged.why)
        return tuple(made.values()), merges


def places_of(
    spots: Mapping[str, Spot], authority: Authority, *, judged: Mapping[str, Judgement] | None = None
) -> tuple[dict[str, Place], tuple[Merge, ...]]:
    """The places by key, with the regions and countries around them, and the merges; each follows from its spot."""
    made: dict[str, Place] = {key: _place(key, spot) for key, spot in sorted(spots.items())}
    _contain(made, spots, authority)
    merges = tuple(
        sorted(
            (merge_of(key, spot, made[key], judged or {}) for key, spot in spots.items() if len(spot.members) > 1),
            key=lambda merge: merge.id,
        )
    )
    return made, merges


def key_of(record: ArticleRecord, place: LocalPlace, authority: Authority) -> tuple[str, Known | None]:
    """What a local place shares with those that are the same, and what the authority knows of it; a user's first."""
    read = _fact(place, authority, _nations(authority))
    own = authority.own_places
    fact = (own.meant(_names(place), country=place.country, read=read) if own is not None else None) or read
    return (fact.key if fact else _key(record, place)), fact


def _names(place: LocalPlace) -> frozenset[str]:
    return frozenset({place.name, *(mention.text for mention in place.mentions if mention.form is Form.NAME)})


@lru_cache(maxsize=4)
def _nations(authority: Authority) -> Mapping[int, str]:
    return {country.geonames: country.key for country in authority.countries() if country.geonames}


def _fact(place: LocalPlace, authority: Authority, nations: Mapping[int, str]) -> PlaceFact | None:
    if place.geonames is not None:
        return authority.place(nations.get(place.geonames) or f"geonames:{place.geonames}")
    if place.lat is None:
        return None
    for fact in authority.places(place.name):
        if (fact.lat, fact.lon) == (place.lat, place.lon):
            return fact
    return None


def _key(record: ArticleRecord, place: LocalPlace) -> str:
    """Unknown to the authority: one with its namesakes of the country; "the airport" is of its article alone."""
    named = any(mention.form is Form.NAME for mention in place.mentions) and place.name[:1].isupper()
    if place.geonames is not None:
        return f"geonames:{place.geonames}"
    if named or (place.country and any(char.isupper() for char in place.name)):
        return f"name:{fold(place.name)}:{place.country or ''}"
    return f"alone:{record.article.id}:{place.id}"


def _place(key: str, spot: Spot) -> Place:
    if spot.fact is not None:
        base = of_fact(spot.fact)
        # What articles call a city is better known than how its country spells it: Raqqa, not Ar Raqqah.
        name = base.name
        printed = [name for name in spot.names if not name.isupper()]  # KIRKUK is how datelines print it
        if spot.fact.kind == "city" and printed and not isinstance(spot.fact, OwnPlace):
            name = min(printed, key=lambda name: (-spot.names[name], len(name), name))
        aliases = ({base.name} | set(spot.names)) - {name}
        return replace(base, name=name, aliases=tuple(sorted(aliases)), members=tuple(sorted(spot.members)))
    name = min(spot.names, key=lambda name: (-spot.names[name], name))
    place = spot.first
    return Place(
        id=f"{slug(name) or 'place'}-place-{digest(key, length=8)}",
        name=name,
        members=tuple(sorted(spot.members)),
        aliases=tuple(sorted(set(spot.names) - {name})),
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        geonames=place.geonames,
    )


def of_fact(fact: Known) -> Place:
    """The place itself, which no article names."""
    if isinstance(fact, OwnPlace) and fact.kind != "city":
        local = f"{slug(fact.name) or 'place'}-place-{digest(fact.key, length=8)}"
    elif fact.geonames is not None and fact.kind == "city":
        local = f"{slug(fact.name) or 'place'}-{fact.geonames}"
    else:
        local = f"{slug(fact.key.partition(':')[2]) if fact.kind != 'country' else slug(fact.name)}-{slug(fact.kind)}"
    links = (GEONAMES.format(fact.geonames),) if fact.geonames is not None else ()
    return Place(
        id=local,
        name=fact.name,
        members=(),
        country=fact.country,
        lat=fact.lat,
        lon=fact.lon,
        geonames=fact.geonames,
        same_as=tuple(sorted({*links, *(fact.same_as if isinstance(fact, OwnPlace) else ())})),
    )


def _contain(made: dict[str, Place], spots: Mapping[str, Spot], authority: Authority) -> None:
    """Sets `within`, and adds the regions and countries that contain what articles name."""
    waiting = sorted(made)
    while waiting:
        key = waiting.pop()
        place = made[key]
        spot = spots.get(key)
        fact = (spot.fact if spot else None) or authority.known_place(key)
        around = fact.within if fact else (f"country:{place.country}" if place.country else None)
        whole = authority.known_place(around) if around else None
        # A city whose region the authority does not hold lies in its country at least.
        if whole is None and place.country and (fact is None or fact.kind != "country"):
            around = f"country:{place.country}"
            whole = authority.known_place(around)
        if whole is None or around is None or around == key:
            continue
        if around not in made:
            made[around] = of_fact(whole)
            waiting.append(around)
        made[key] = replace(place, within=made[around].id)


def merge_of(key: str, spot: Spot, place: Place, judged: Mapping[str, Judgement]) -> Merge:
    """The merge that explains a place; it lists the members of the spot."""
    if key in judged:
        rule, reason = judged_as(judged[key])
        detail, score = reason.detail, 1.0
    elif isinstance(spot.fact, OwnPlace):
        rule, detail, score = "authority", f"all are {place.name} in your authority file", 1.0
    elif spot.fact is not None and spot.fact.geonames is not None:
        rule, detail, score = "same GeoNames id", f"all are GeoNames {spot.fact.geonames}", 1.0
    elif spot.fact is not None:
        rule, detail, score = "authority", f"all are {place.name} in the authority file", 1.0
    else:
        rule, detail, score = "same name", f"all are called {place.name}", 0.8
    return Merge(
        id=f"merge-{place.id}",
        kind="place",
        into=place.id,
        members=tuple(sorted(spot.members)),
        rule=rule,
        score=score,
        features=(Feature(name="judgement" if key in judged else rule, score=score, detail=detail),),
    )
