"""Mentions of places → LocalPlaces, with coordinates where the authority knows the place and the article agrees.

Which of several places of one name is meant follows from a container said right behind it ("Paris, Texas"), from the
countries that the article speaks of, and from prominence. A building or quarter has the country of the city that it
belongs to, and no coordinates: those of the city would be invented for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.authority.points import km
from kg.model import ActorKind, ActorMention, Form, LocalPlace
from kg.resolve.within.naming import NOTHING
from kg.resolve.within.parts_told import is_told_as_part
from kg.resolve.within.place_signs import is_told_as_place
from kg.resolve.words.nouns import noun_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.authority import Authority, PlaceFact
    from kg.resolve.within.entity import Entity, Page

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_CAPITAL_ARTICLES = frozenset({"The", "This", "That"})
DIRECTION = re.compile(
    r"\b(?:north|south|east|west|central|upper|lower|mainland|rural|downtown)(?:ern)?[- ]?"
    r"(?:(?:east|west)(?:ern)?)?\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\A(?:the|a|an|this|that|its|his|her|their)\s+", re.IGNORECASE)
# Buildings that a state has abroad: their owner does not say where they stand.
_ABROAD = frozenset({"embassy", "consulate", "base", "mission", "outpost", "facility", "camp", "position", "compound"})
# A place of one of the article's countries is worth a hundred times the people (log scale).
_COUNTRY_BONUS = 2.0
_CONTAINER_BONUS = 4.0
# Lying near a place that the article names beyond doubt is worth ten times the people.
_NEAR_BONUS = 1.0
_NEAR_KM = 150.0
# What makes another place of a country's name: the Niger Delta, the Jordan Valley.
_LAND = re.compile(r" (?:Basin|Delta|River|Valley)\b")
# What a country weighs whose name is a state's too, before the article's other names count.
_TWIN = 7.5
# Countries, and regions with a country's code (ISO 3166-1), that are one city.
_CITY_STATES = frozenset({"GI", "HK", "MC", "MO", "SG", "VA"})
# Towns below this, outside the article's countries and known only by another spelling, are more likely a mistake.
_OBSCURE = 50_000


@dataclass(slots=True)
class _Draft:
    name: str
    fact: PlaceFact | None
    country: str | None
    mentions: list[int] = field(default_factory=list)


def gather_places(
    page: Page, authority: Authority, *, actors: frozenset[int], found: Mapping[int, Entity]
) -> tuple[list[LocalPlace], dict[int, str]]:
    """The article's places in order of first mention, and mention index → place id.

    `actors`: mentions that name actors; one of them is a place too where an event happens there. `found`: what each
    mention is as an actor, also where the article keeps no actor for it.
    """
    return _Placer(page, authority, actors, found).run()


class _Placer:
    def __init__(self, page: Page, authority: Authority, actors: frozenset[int], found: Mapping[int, Entity]) -> None:
        self.page = page
        self.authority = authority
        self.actors = actors
        self.found = found
        self.countries = self._count_countries()
        self.anchors = self._find_anchors()
        self.drafts: dict[str, _Draft] = {}
        self.latest: list[_Draft] = []

    def run(self) -> tuple[list[LocalPlace], dict[int, str]]:
        for index in self.page.order:
            mention = self.page.mentions[index]
            named = mention.form is Form.NAME and self.page.label(index) in _LABELS and index not in self.actors
            if not named and index not in self.page.event_places:
                continue
            draft = self._draft(index)
            if draft is not None:
                draft.mentions.append(index)
                self.latest.append(draft)
        places: list[LocalPlace] = []
        ids: dict[int, str] = {}
        kept = sorted(self.drafts.values(), key=lambda draft: self.page.mentions[draft.mentions[0]].span)
        for number, draft in enumerate(kept, 1):
            places.append(self._place(f"p{number}", draft))
            ids.update(dict.fromkeys(draft.mentions, f"p{number}"))
        return places, ids

    def _count_countries(self) -> Counter[str]:
        """How often the article names each country, by name, demonym or capital."""
        counts: Counter[str] = Counter()
        for index, mention in enumerate(self.page.mentions):
            if mention.form is not Form.NAME or self.page.label(index) in ("PERSON", NOTHING):
                continue
            name = self.page.head(index)
            if fold(name) in self.page.settlements:
                continue
            country = self.authority.country_of(name) or self.authority.demonym(name) or self.authority.capital_of(name)
            # "Georgia" and "Washington" count for no country: they are what context is needed for.
            if country and len({place.country for place in self.authority.places(name)[:2]}) < 2:
                counts[country.iso] += 1
        return counts

    def _draft(self, index: int) -> _Draft | None:
        mention = self.page.mentions[index]
        if mention.form is Form.PRONOUN:
            return None
        if mention.form is Form.NOMINAL:
            return self._described(index)
        name = self.page.head(index)
        fact = self._choose(index, name)
        if fact is not None and fact.kind == "country" and (land := _LAND.match(self.page.text, mention.head.end)):
            country = self._owner_country(index)  # "the *Niger Delta*" is no country
            return self.drafts.setdefault(f"name:{fold(name + land[0])}", _Draft(name + land[0], None, country))
        owned = fact is not None and fact.kind == "country" and self._name_before(index) is not None
        if fact is not None and not (owned and self._owner_country(index) not in (None, fact.country)):
            return self.drafts.setdefault(
                fact.key, _Draft(fact.name if fact.kind != "city" else name, fact, fact.country)
            )
        country = self._owner_country(index)  # "*Iran's* West Azerbaijan province", "*Angola's* Zaire province"
        base = DIRECTION.sub("", name)
        if base != name and (whole := self._choose(index, base)):
            country = country or whole.country
        elif not is_told_as_place(self.page, index, self.authority):
            return None
        return self.drafts.setdefault(f"name:{fold(name)}", _Draft(name, None, country))

    def _choose(self, index: int, name: str) -> PlaceFact | None:
        if self.page.label(index) == "FAC" and len(name.split()) > 1 and not self.authority.region(name):
            return None
        candidates = self.authority.places(name)
        if not candidates:
            country = self.authority.demonym(name)
            return self.authority.place(country.key) if country else None
        if fold(name) in self.page.settlements:
            candidates = tuple(place for place in candidates if place.kind == "city")
        container = self._container(index)
        # Georgia is a country and a state: which one, the other names of the article tell better than rank.
        twin = len({place.kind for place in candidates} & {"country", "state"}) == 2
        told = {place.key for place in candidates if is_told_as_part(self.page, index, place, self.authority)}
        best = max(
            candidates,
            key=lambda place: (
                self._score(place, container, twin=twin) + (_CONTAINER_BONUS if place.key in told else 0.0),
                place.key,
            ),
            default=None,
        )
        if best is None:
            return None
        unlikely = best.kind == "city" and not best.by_name and best.population < _OBSCURE
        unlikely = unlikely or (fold(name) in self.page.settlements and self.authority.is_country(name))
        return None if unlikely and best.country not in self.countries else best

    def _score(self, place: PlaceFact, container: PlaceFact | None, *, twin: bool = False) -> float:
        score = min(math.log10(place.prominence), _TWIN if twin else math.inf)
        if place.country and self.countries[place.country]:
            score += _COUNTRY_BONUS * (0.5 + self.countries[place.country] / (2 * self.countries.total()))
        if container and _lies_in(place, container):
            score += _CONTAINER_BONUS
        if place.kind == "city" and any(_km(place, anchor) < _NEAR_KM for anchor in self.anchors):
            score += _NEAR_BONUS
        return score

    def _find_anchors(self) -> list[PlaceFact]:
        """Towns and provinces of the article whose name is nobody else's: what else it tells of lies near them."""
        anchors: dict[str, PlaceFact] = {}
        for index, mention in enumerate(self.page.mentions):
            if mention.form is Form.NAME and self.page.label(index) in _LABELS:
                found = self.authority.places(self.page.head(index))
                if len(found) == 1 and found[0].kind in ("city", "province", "state", "district"):
                    anchors[found[0].key] = found[0]
        return [anchors[key] for key in sorted(anchors)]

    def _container(self, index: int) -> PlaceFact | None:
        """The place said right behind this one after a comma: "Texas" of "Paris, Texas"."""
        here = self.page.mentions[index].head
        behind = re.match(r",\s+((?:[A-Z][\w.’'-]*\s?)+)", self.page.text[here.end : here.end + 40])
        if not behind:
            return None
        words = behind[1].strip(" ,.").split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            country = self.authority.country_of(name)
            region = self.authority.region(name)
            if region and region.kind in ("state", "province"):
                return region
            if country:
                return self.authority.place(country.key)
        return None

    def _owner_country(self, index: int) -> str | None:
        owner = self.page.owner(index)
        if owner is None:
            owner = self._name_before(index)
        if owner is None:
            return None
        noun = self.page.head(index).split()[-1].lower()
        name = self.page.head(owner)
        state = self.authority.country_of(name) or self.authority.demonym(name)
        iso = state.iso if state else self._state_of(owner)
        if iso is not None:
            return None if noun.rstrip("s") in _ABROAD or noun.endswith("ies") else iso
        fact = self._choose(owner, name) if self.page.label(owner) in _LABELS else None  # a town is called Un
        return fact.country if fact else None

    def _name_before(self, index: int) -> int | None:
        """The name whose the place is: "*Iran's* West Azerbaijan province"."""
        start = self.page.mentions[index].span.start
        if self.page.text[max(0, start - 3) : start].replace("’", "'") != "'s ":
            return None
        ends = (one for one, mention in enumerate(self.page.mentions) if mention.head.end == start - 3)
        return next((one for one in ends if self.page.mentions[one].form is Form.NAME), None)

    def _described(self, index: int) -> _Draft | None:
        """Reads "the city" as the city last named; "the airport" is a place of its own, called by the phrase."""
        mention = self.page.mentions[index]
        noun = noun_of(mention.lemma, plural=False)
        sort = noun.family if noun and noun.sort == "polity" else ""
        if mention.lemma == "capital" and (seat := self._capital(index)) is not None:
            return seat
        named = sort not in ("country", "government", "city") and self._has_name_within(index)
        if sort and mention.number != "plur" and not named:
            kinds = {"country": {"country"}, "government": {"country"}, "city": {"city"}}.get(
                sort, {"province", "state", "area"}
            )
            if mention.lemma == "region":
                kinds = kinds | {"sea", "continent"}
            if "country" in kinds:
                return self._state(index)
            known = [draft for draft in reversed(self.latest[-100:]) if draft.fact and draft.fact.kind in kinds]
            if sort == "city":  # the one that is spoken of most; of equals the last
                known += [
                    draft
                    for draft in reversed(self.latest[-100:])
                    if draft.fact and draft.fact.kind == "country" and draft.fact.country in _CITY_STATES
                ]
                return max(known, key=lambda draft: len(draft.mentions), default=None)
            return next(iter(known), None) or self._land_within(index)
        name = _ARTICLE.sub("", self.page.words(index), count=1)
        if len(name) > 60:
            name = self.page.head(index)
        return self.drafts.setdefault(f"name:{fold(name)}", _Draft(name, None, self._owner_country(index)))

    def _land_within(self, index: int) -> _Draft | None:
        """As in "*Chad's* tribal region": no region that was named before, but one of that country."""
        iso = self._owner_country(index)
        name = _ARTICLE.sub("", self.page.words(index), count=1)
        return self.drafts.setdefault(f"name:{fold(name)}", _Draft(name, None, iso)) if iso is not None else None

    def _capital(self, index: int) -> _Draft | None:
        """As in "*Iraq's* capital", "the *Iraqi* capital"; of two capitals of one land it is neither."""
        iso = self._owner_country(index)
        country = self.authority.country(iso) if iso is not None else None
        seats = {
            place.key: place
            for name in (country.capitals if country is not None else ())
            for place in self.authority.places(name)[:1]
            if place.kind == "city" and place.country == iso
        }
        if len(seats) != 1:
            return None
        (fact,) = seats.values()
        return self.drafts.setdefault(fact.key, _Draft(fact.name, fact, fact.country))

    def _has_name_within(self, index: int) -> bool:
        """As in "Ghana's *Ashanti* region", where no recogniser found the name: not the region that was last named.

        "The *European* nation" and "the *Moroccan* city" are called so, and have no name of their own.
        """
        mention = self.page.mentions[index]
        words = self.page.text[mention.span.start : mention.head.end].replace("’", "'").rpartition("'s ")[2].split()
        return any(word[:1].isupper() for word in words[:-1] if word not in _CAPITAL_ARTICLES)

    def _state(self, index: int) -> _Draft | None:
        """Reads "the country" as the state that it is as an actor (`States.meant`), also where that only acted."""
        meant = self._state_of(index)
        fact = self.authority.place(f"country:{meant}") if meant else None
        return self.drafts.setdefault(fact.key, _Draft(fact.name, fact, fact.country)) if fact is not None else None

    def _state_of(self, index: int) -> str | None:
        """The ISO code of the state that a mention is as an actor."""
        entity = self.found.get(index)
        is_state = entity is not None and entity.kind is ActorKind.POLITY and entity.authority
        return entity.nationality if entity is not None and is_state else None

    def _place(self, local: str, draft: _Draft) -> LocalPlace:
        fact = draft.fact
        mentions = tuple(
            ActorMention(
                span=self.page.mentions[index].span,
                text=self.page.words(index),
                head=self.page.mentions[index].head,
                form=self.page.mentions[index].form,
            )
            for index in draft.mentions
        )
        return LocalPlace(
            id=local,
            name=draft.name,
            mentions=mentions,
            country=fact.country if fact else draft.country,
            lat=fact.lat if fact else None,
            lon=fact.lon if fact else None,
            geonames=fact.geonames if fact else None,
        )


def _km(one: PlaceFact, two: PlaceFact) -> float:
    return km((one.lat, one.lon), (two.lat, two.lon))


def _lies_in(place: PlaceFact, container: PlaceFact) -> bool:
    """Cities outside the United States are filed under their country alone: the province's country must do."""
    if container.kind == "state":
        return place.within == container.key
    return place.country == container.country and place.key != container.key
