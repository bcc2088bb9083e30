"""Which state "the country", "the regime" or "its government" means."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Role
from kg.resolve.within.entity import Entity, Page

if TYPE_CHECKING:
    from kg.authority import Authority, Country

# Families of nouns for what is but a part of a state.
_PARTS = frozenset({"city", "province"})
# Words said of one state of an article: "the regime" and "its leadership" are of the state that was called so before.
_RULERS = frozenset({"regime", "leadership"})
# What somebody has whose state it is: "*her* government", "*their* country".
_HELD = frozenset({"government", "administration", "country", "nation", "regime"})
_POSSESSIVE = frozenset({"'s", "’s", "' ", "’ "})
_FRAME = re.compile(r"In ((?:the )?[A-Z][\w.]+(?: [A-Z][\w.]+)*), (?!where|which|who)")
_CONDITION = re.compile(r"\bstate of [a-z]")
# Federations whose parts are called states, and the sorts of places that these parts are.
_FEDERATIONS = frozenset({"AU", "BR", "DE", "IN", "MM", "MX", "MY", "NG", "SD", "SS", "US", "VE"})
_STATES = frozenset({"state", "province"})
_AT_HAND = 1  # sentences back in which a country that is named is "the country"
_LEAD = 2  # sentences of the lead, the title among them
_OF_PLACES = frozenset({"GPE", "LOC", "NORP"})
_OF_COUNTRIES = frozenset({"GPE", "LOC", "NORP", "ORG"})
_NEAR = 8  # mentions looked back over for a state within the sentence
# Mentions looked back over at most, so that a book-long article takes time in proportion to its length.
_HORIZON = 600


class States:
    """The states of one article, as far as it has been read.

    `found` and `history` are the reader's own: whom each mention means, and the mentions understood, in reading order.
    """

    def __init__(self, page: Page, authority: Authority, found: dict[int, Entity], history: list[int]) -> None:
        self.page = page
        self.authority = authority
        self.found = found
        self.history = history

    def meant(self, index: int, lemma: str, *, family: str, definite: bool, owner: Entity | None) -> Entity | None:
        """The state that a description means, such as "its government", "the country", "the regime"."""
        if (behind := self._name_behind(index, part=family in _PARTS or lemma == "state")) is not None:
            return self.found.get(behind) or self._part(index, behind)
        if owner is not None and owner.kind is ActorKind.POLITY:
            return owner if family not in _PARTS or lemma == "capital" or not owner.authority else None
        if owner is not None and family not in _PARTS and lemma in _HELD and self._is_possessed(index):
            return self._of_people(owner)
        if owner is not None or not definite or family in _PARTS or self._names_another(index):
            return None
        if lemma == "state" and (part := self._state_within(index)) is not None:
            return part
        others = self._beside(index)
        polities = [entity for entity in self._recent() if id(entity) not in others]
        if lemma in _RULERS:
            ruled = next((entity for entity in polities if not _RULERS.isdisjoint(entity.lemmas)), None)
            if ruled is not None:
                return ruled
        return (
            _unless(self._taken_up(index), others)
            or self._country_before(index, reach=_AT_HAND, others=others)
            or _unless(self._home(), others)
            or self._country_before(index, others=others)
            or next(iter(polities), None)
        )

    def _beside(self, index: int) -> frozenset[int]:
        """Who does it or suffers it with what is described, and so is somebody else.

        "*Qatar* brokered a truce between the rebels and the government", "*Chad* bombed the country", and also where it
        is a part of what they do something to: "*Washington* suspended aid to the country".
        """
        span = self.page.mentions[index].span
        events, numbers = self.page.extraction.events, {number for number, _ in self.page.roles.get(index, ())}
        for number in [number for number, role in self.page.roles.get(index, ()) if role is not Role.AGENT]:
            for above in range(max(0, number - _NEAR), number):
                trigger = events[number].trigger
                if any(role.span.covers(span) and role.span.covers(trigger) for role in events[above].roles):
                    numbers.add(above)
        fellows = {
            id(self.found[role.mention])
            for number in numbers
            for role in events[number].roles
            if role.mention not in (None, index) and role.mention in self.found
        }
        return frozenset(fellows)

    def _is_possessed(self, index: int) -> bool:
        """As in "*her* government", "*Castro's* government", but not "the *Taliban* government"."""
        owner = self.page.owner(index)
        if owner is None:
            return False
        mention = self.page.mentions[owner]
        if self.page.words(index).lower().startswith("whose "):
            return True
        return mention.form is Form.PRONOUN or self.page.text[mention.head.end : mention.head.end + 2] in _POSSESSIVE

    def _of_people(self, owner: Entity) -> Entity | None:
        """The state of somebody or of a people, as far as the article says whose they are."""
        for one in owner.mentions:  # "Berg, the president *of Chad*, … his government"
            whose = self.page.owner(one)
            state = self.found.get(whose) if whose is not None else None
            if state is not None and state.kind is ActorKind.POLITY:
                return state
        said = (self.page.described.get(one) for one in owner.mentions)
        iso = owner.nationality or next((state for state in said if state is not None), None)
        country = self.authority.country(iso) if iso else None
        return (self._known_state(country) or self._state_of(country)) if country is not None else None

    def _part(self, index: int, behind: int) -> Entity | None:
        """The part of a state that a name behind its noun tells, where it does or suffers something."""
        if not self.page.acts(index):
            return None
        name = self.page.head(behind)
        places = self.authority.places(name)
        place = places[0] if places else None
        entity = next((one for one in self.found.values() if place is not None and one.place == place), None)
        if entity is None:
            entity = Entity(ActorKind.POLITY, name, place=place, nationality=place.country if place else None)
        return entity

    def _state_within(self, index: int) -> Entity | None:
        """The part of a federation whose parts are states, of several the one told of most, of equals the last.

        Of "Tornadoes hit Oklahoma. Storms crossed *the state*"; only those named before count.
        """
        told: Counter[str] = Counter()
        rank = self.page.rank[index]
        for other in reversed(self.page.order[max(0, rank - _HORIZON) : rank]):
            name = self.page.head(other)
            if self.page.label(other) in ("GPE", "LOC") and not self.authority.is_country(name):
                place = self.authority.region(name)
                if place is not None and place.kind in _STATES and place.country in _FEDERATIONS:
                    told[place.key] += 1
        if not told:
            return None
        place = self.authority.place(told.most_common(1)[0][0])
        known = next((one for one in self.found.values() if one.place == place), None)
        return known or Entity(ActorKind.POLITY, place.name, place=place, nationality=place.country) if place else None

    def seated(self, index: int) -> Entity | None:
        """The state that a phrase or the head of its sentence gives: "the government *in Minsk*", "*In Chad*, …"."""
        here, rank = self.page.mentions[index], self.page.rank[index]
        for other in self.page.order[rank + 1 : rank + 3]:
            mention = self.page.mentions[other]
            if mention.form is not Form.NAME or self.page.text[here.head.end : mention.span.start] != " in ":
                continue
            country = self.authority.capital_of(self.page.head(other))
            if country is not None:
                return self._known_state(country) or self._state_of(country)
        frame = _FRAME.match(self.page.extraction.sentences[here.sentence].of(self.page.text))
        country = self.authority.country_of(frame[1]) if frame else None
        return (self._known_state(country) or self._state_of(country)) if country is not None else None

    def _names_another(self, index: int) -> bool:
        """Whether it says itself what it means: "the first state in *the United States*", "the state of siege".

        In which part of the world it lies ("the *Middle Eastern* nation") it may say of one that was named before.
        """
        if _CONDITION.search(self.page.words(index)):
            return True
        here, rank = self.page.mentions[index], self.page.rank[index]
        return any(
            mention.form is Form.NAME
            and here.span.covers(mention.span)
            and not (mention.head.end <= here.head.start and self.authority.region_demonym(self.page.head(other)))
            for other in self.page.order[rank + 1 : rank + 3]
            for mention in (self.page.mentions[other],)
        )

    def _name_behind(self, index: int, *, part: bool) -> int | None:
        """The name that says what it means, whosever it is: "the U.S. state of *Ohio*", "the Dutch town of *Delft*".

        Not where one stands before it ("the *Negar* region of Kerman"); `part`: it is but a part of a state.
        """
        here, rank = self.page.mentions[index], self.page.rank[index]
        if " " in self.page.head(index) and self.page.head(index)[:1].isupper():
            return None
        for other in self.page.order[rank + 1 : rank + 3]:
            mention, label = self.page.mentions[other], self.page.label(other)
            if mention.form is not Form.NAME or label not in _OF_PLACES:
                continue
            if mention.head.end <= here.head.start and not self.authority.is_country(self.page.head(other)):
                if label != "NORP":
                    return None
            elif self.page.text[here.head.end : mention.span.start] == " of ":
                its = here.owner if here.owner is not None else other  # "the governments of Chad and *Niger*"
                other = its if self.page.mentions[its].span.start > here.head.end else other
                return None if part and label == "NORP" else other
        return None

    def _taken_up(self, index: int) -> Entity | None:
        """The state that the same sentence has just taken up without its name: "the *regime's* … the country's"."""
        for other in reversed(self.history[-_NEAR:]):
            entity, mention = self.found[other], self.page.mentions[other]
            if mention.sentence != self.page.mentions[index].sentence:
                return None
            if entity.kind is ActorKind.POLITY:
                return entity if mention.form is not Form.NAME and entity.authority else None
        return None

    def _country_before(
        self, index: int, *, reach: int | None = None, others: frozenset[int] = frozenset()
    ) -> Entity | None:
        """The country named last by its own name, as a place or as an actor; "U.S." of "U.S. troops" does not count.

        With `reach`, only within so many sentences before; `others` (by identity) are not meant.
        """
        sentence = self.page.mentions[index].sentence
        for other in reversed(self.page.order[max(0, self.page.rank[index] - _HORIZON) : self.page.rank[index]]):
            mention = self.page.mentions[other]
            if reach is not None and mention.sentence < sentence - reach:
                return None
            if mention.form is not Form.NAME or mention.label == "NORP":
                continue
            country = self.authority.country_of(self.page.head(other))
            if country is None or (other in self.page.owners and self._is_modifier(other)):
                continue
            known = self._known_state(country)
            if known is not None and id(known) in others:
                continue
            if known is None:
                known = self._state_of(country)
                known.add(other)
                self.found[other] = known
            return known
        return None

    def _home(self) -> Entity | None:
        """The state that the article tells of most, by its name, its people and its towns."""
        country = self._most_told
        return None if country is None else self._known_state(country) or self._state_of(country)

    @cached_property
    def _most_told(self) -> Country | None:
        """Its country; of equals the one named first. What the lead names counts twice: it says where it happens."""
        counts: Counter[str] = Counter()
        for index in self.page.order:
            mention = self.page.mentions[index]
            if mention.form is Form.NAME and self.page.label(index) in _OF_COUNTRIES:
                iso = self._country_named(self.page.head(index), is_body=self.page.label(index) == "ORG")
                if iso is not None:
                    counts[iso] += 2 if mention.sentence < _LEAD else 1
        return self.authority.country(counts.most_common(1)[0][0]) if counts else None

    def _country_named(self, name: str, *, is_body: bool) -> str | None:
        country = self.authority.country_of(name) or self.authority.demonym(name) or self.authority.capital_of(name)
        if country is not None:
            return country.iso
        if is_body:
            return None  # "the *White House*" is no town in Morocco
        places = self.authority.places(name)
        return places[0].country if len({place.country for place in places}) == 1 else None

    def _known_state(self, country: Country) -> Entity | None:
        return next((entity for entity in self.found.values() if entity.authority == country.key), None)

    def _state_of(self, country: Country) -> Entity:
        return Entity(ActorKind.POLITY, country.name, authority=country.key, nationality=country.iso)

    def _is_modifier(self, index: int) -> bool:
        after = self.page.text[self.page.mentions[index].head.end :][:2]
        return after[:1] not in ("'", "’")

    def _recent(self) -> list[Entity]:
        """The states met so far that the authority knows, the last one first."""
        seen = {id(entity): entity for entity in map(self.found.__getitem__, reversed(self.history[-_HORIZON:]))}
        return [entity for entity in seen.values() if entity.kind is ActorKind.POLITY and entity.authority]


def _unless(entity: Entity | None, others: frozenset[int]) -> Entity | None:
    """The entity, unless it is one of those, by identity."""
    return None if entity is None or id(entity) in others else entity
