"""First pass: mentions by name become entities; spellings, short forms, acronyms and demonyms of one referent join."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kg.authority.names import fold, sound_key
from kg.model import ActorKind, Form, Role
from kg.resolve.within.bodies_here import add_organizations
from kg.resolve.within.entity import Entity, Page
from kg.resolve.within.misread import OFFICE
from kg.resolve.within.naming import NOTHING
from kg.resolve.within.nationals import names_each, names_one, names_this_one
from kg.resolve.within.surnames import meant_by
from kg.resolve.words.bodies import is_company
from kg.resolve.words.nouns import noun_of, title_nouns
from kg.resolve.words.teams import nickname_of
from kg.resolve.words.titles import clean_title, title_gender
from kg.resolve.words.variants import (
    inner_words,
    is_inner_name,
    is_same_person,
    is_short_person,
    is_spelling,
    is_surname,
    leaves_last_out,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.authority import Authority, Country

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# Deeds done to a place on the ground. In all other events a capital that suffers something stands for its state:
# sanctions against Tehran, but bombs on Baghdad.
_ON_THE_GROUND = frozenset(
    {"ASSAULT", "ACCIDENT", "DISASTER", "CASUALTY", "MOVE", "GATHER", "PROTEST", "CRIME", "MOBILIZE"}
)


REIGNING = title_nouns("king queen prince princess emperor empress emir sultan pope")
"""Families of the titles behind which stands a first name."""


def gather_names(page: Page, authority: Authority) -> dict[int, Entity]:
    """Mention index → entity, for every name that acts, owns or is no mere place."""
    return _Namer(page, authority).run()


class _Namer:
    def __init__(self, page: Page, authority: Authority) -> None:
        self.page = page
        self.authority = authority
        self.found: dict[int, Entity] = {}
        self.names = [index for index in page.order if page.mentions[index].form is Form.NAME]
        self.full_persons: dict[str, set[str]] = {}
        self.bodies: dict[str, set[str]] = {}
        """Names of organisations by their first words."""
        for index in self.names:
            if page.label(index) == "ORG":
                self.bodies.setdefault(page.head(index).split(maxsplit=1)[0], set()).add(page.head(index))
            words = words_of(page.head(index))
            if page.label(index) == "PERSON" and len(words) > 1:
                self.full_persons.setdefault(sound_key(words[-1]), set()).add(page.head(index))
        self.person_words = {word for names in self.full_persons.values() for name in names for word in words_of(name)}
        self.by_key: dict[str, Entity] = {}

    def run(self) -> dict[int, Entity]:
        persons: list[int] = []
        organizations: list[int] = []
        offices: list[int] = []
        nationals: list[int] = []
        for index in self.names:
            sort = self._sort(index)
            if sort == "person":
                persons.append(index)
            elif sort == "organization":
                organizations.append(index)
            elif sort == "office":
                offices.append(index)
            elif sort == "people":
                self._add_people(index)
            elif sort == "national":
                nationals.append(index)
            elif sort == "polity":
                self._add_polity(index)
            elif sort == "group":
                self._join(index, f"group:{fold(self.page.head(index))}", ActorKind.GROUP, plural=True)
        self._add_persons(persons)
        for index in nationals:
            self._add_national(index)
        for index in offices:
            self._add_office(index)
        add_organizations(self.page, self.authority, organizations, put=self._put, nearest=partial(meant_by, self.page))
        self._join_towns_to_teams()
        return self.found

    # -------------------------------------------------------------- sorting

    def _sort(self, index: int) -> str:
        """person, organization, people, national, polity, group, office, or "" for a mere place or nothing known."""
        label, name = self.page.label(index), self.page.head(index)
        if label == NOTHING or fold(name) in self.page.settlements:
            return ""
        if label == OFFICE:
            return "office"
        if label == "PERSON":
            if self._is_company_here(index, name):
                return "organization"
            return "polity" if self._is_stray_country(index, name) else "person"
        if self._is_surname_here(name):
            return "person"
        if self.authority.is_country(name):
            return "polity" if self._is_actor_like(index) else ""
        if label == "NORP" or self.authority.demonym(name):
            return self._sort_demonym(index)
        if self.authority.is_organization(name):
            return "organization" if label not in _PLACE_LABELS or self.page.acts(index) else ""
        if label == "ORG":
            return "polity" if self.authority.capital_of(name) else "organization"
        if label in _PLACE_LABELS:
            return self._sort_place(index, label)
        noun = noun_of(name.split()[-1].lower(), plural=False)
        return "organization" if noun and noun.sort == "organization" else ""

    def _is_company_here(self, index: int, name: str) -> bool:
        """The first word of a company that the article names, taken for a person: "Ford" of Ford Motor Company."""
        if " " in name or self.page.title(index) or self._is_surname_here(name):
            return False
        return any(is_company(other, self.authority) for other in self.bodies.get(name, ()))

    def _is_stray_country(self, index: int, name: str) -> bool:
        """A country that the name model took for a person, unless a person of the article has that name."""
        if self.page.title(index) or not self.authority.is_country(name):
            return False
        return fold(name) not in self.person_words

    def _is_surname_here(self, name: str) -> bool:
        words = words_of(name)
        if len(name.split()) != 1 or self.authority.is_country(name) or self.authority.is_organization(name):
            return False
        near = self.full_persons.get(sound_key(words[-1]), ()) if words else ()
        return any(is_surname(name, person) for person in near)

    def _sort_demonym(self, index: int) -> str:
        mention, name = self.page.mentions[index], self.page.head(index)
        if self.authority.is_organization(name) and not self.authority.demonym(name):
            return "organization"
        known = self.authority.demonym(name) or self.authority.region_demonym(name)
        if not known:
            return "group"
        if self.authority.demonym(name) and names_one(self.page, index):
            return "national"
        if self.authority.demonym(name) and names_each(self.page, index):
            return "people"
        collective = not fold(name).endswith("s") or fold(name).endswith("ss")
        if self.authority.is_people(name) and index not in self.page.owners:
            said_as_people = mention.number == "plur" or self.page.words(index).lower().startswith("the ")
            if not collective or said_as_people:
                return "people"
        if self.authority.demonym(name):
            return "polity"
        region = self.authority.region_demonym(name)
        return "polity" if region and region.kind in ("province", "state") else ""

    def _sort_place(self, index: int, label: str) -> str:
        roles = {role for _, role in self.page.roles.get(index, ())}
        if label == "FAC":
            speaks = index in self.page.speakers or Role.AGENT in roles
            return "organization" if speaks else ""
        if label == "LOC" and not self.authority.region(self.page.head(index)):
            return ""
        return "polity" if self._is_actor_like(index) else ""

    def _is_actor_like(self, index: int) -> bool:
        """Whether a place name stands for those who live or rule there: it fills a role, speaks, or has people."""
        roles = {role for _, role in self.page.roles.get(index, ())} - {Role.INSTRUMENT}
        if roles or index in self.page.speakers or self.page.label(index) in ("ORG", "NORP"):
            return True
        if self.page.mentions[index].is_subject and self.page.is_taken_up(index):
            return True
        return any(self._is_actor_phrase(other) for other in self.page.owned.get(index, ()))

    def _is_actor_phrase(self, index: int) -> bool:
        """Of "Iran's parliament" and "Baghdad's airport", the first makes an actor of its owner."""
        mention = self.page.mentions[index]
        if mention.form is Form.NAME:
            return self.page.label(index) in ("ORG", "PERSON", "NORP")
        return mention.form is Form.NOMINAL and noun_of(mention.lemma, plural=self.page.is_plural(mention)) is not None

    # -------------------------------------------------------------- joining

    def _join(self, index: int, key: str, kind: ActorKind, *, plural: bool = False) -> Entity:
        entity = self.by_key.get(key)
        if entity is None:
            entity = self.by_key[key] = Entity(kind, self.page.head(index), plural=plural)
        self._put(index, entity)
        return entity

    def _put(self, index: int, entity: Entity) -> None:
        mention = self.page.mentions[index]
        entity.add(index)
        self.found[index] = entity
        for title in dict.fromkeys((clean_title(mention.title), self.page.peeled.get(index, ""))):
            if title and fold(title):
                if title not in entity.titles:
                    entity.titles.append(title)
                entity.roles |= title_nouns(title)
                entity.gender = entity.gender or title_gender(title)
        if entity.kind is ActorKind.PERSON:
            entity.nationality = entity.nationality or self.page.described.get(index)
        entity.gender = entity.gender or (mention.gender if mention.gender in ("masc", "fem") else "")

    def _add_national(self, index: int) -> None:
        """One person of a country, without a name; "the *Briton*" is the only one named so far, if there is one."""
        country = self.authority.demonym(self.page.head(index))
        if country and names_this_one(self.page, index):
            here = self.page.rank[index]
            named = {id(one): one for other, one in self.found.items() if self.page.rank[other] < here}.values()
            same = [one for one in named if one.nationality == country.iso and one.kind is ActorKind.PERSON]
            if len(same) == 1:
                self._put(index, same[0])
                return
        entity = self._join(index, f"national:{country.key if country else self.page.head(index)}", ActorKind.PERSON)
        entity.anonymous = True
        entity.nationality = country.iso if country else None
        entity.lemmas.add(fold(self.page.head(index)))

    def _add_office(self, index: int) -> None:
        """Who holds an office, without a name: the one person whom the article gives that title, or else somebody."""
        name = fold(self.page.head(index))
        beside = self.found.get(self._beside(index))
        if beside is not None and beside.kind is ActorKind.PERSON:
            self._put(index, beside)
            return
        titled = {id(one): one for one in self.found.values() if any(fold(title) == name for title in one.titles)}
        if len(titled) == 1:
            self._put(index, *titled.values())
            return
        entity = self._join(index, f"office:{name}", ActorKind.PERSON)
        entity.anonymous = True
        entity.roles |= title_nouns(name)
        entity.lemmas.add(name.split()[-1])

    def _beside(self, index: int) -> int:
        """The mention that an office renames, or stands right before: "*Superior Court Judge* Iva Ohm"; -1 for none."""
        other = self.page.apposition(index)
        if other is not None:
            return other
        end = self.page.mentions[index].head.end
        return next((one for one in self.names if self.page.mentions[one].head.start == end + 1), -1)

    def _add_people(self, index: int) -> None:
        name = self.page.head(index)
        country = self.authority.demonym(name)
        region = None if country else self.authority.region_demonym(name)
        key = country.key if country else region.key if region else name
        entity = self._join(index, f"people:{key}", ActorKind.GROUP, plural=True)
        if entity.name == name and names_each(self.page, index):
            entity.name += "s"  # "no *American* was hurt"
        entity.nationality = country.iso if country else region.country if region else None

    def _add_polity(self, index: int) -> None:
        name = self.page.head(index)
        country = self.authority.country_of(name) or self.authority.demonym(name) or self._capital_state(index)
        if country:
            entity = self._join(index, country.key, ActorKind.POLITY)
            entity.name, entity.authority, entity.nationality = country.name, country.key, country.iso
            return
        region = self.authority.region_demonym(name)
        places = (region,) if region else self.authority.places(name)
        key = places[0].key if places else f"polity:{fold(name)}"
        entity = self._join(index, key, ActorKind.POLITY)
        if places:
            entity.place = places[0]
            entity.nationality = places[0].country

    def _capital_state(self, index: int) -> Country | None:
        """The state that a capital stands for, unless something happens to the city itself."""
        country = self.authority.capital_of(self.page.head(index))
        if not country or index in self.page.speakers:
            return country
        events = self.page.extraction.events
        roles = self.page.roles.get(index, ())
        if not roles or all(role is not Role.AGENT and events[number].type in _ON_THE_GROUND for number, role in roles):
            return None
        return country

    def _add_persons(self, indices: list[int]) -> None:
        by_sound: dict[str, list[Entity]] = {}
        by_inner: dict[str, list[Entity]] = {}
        by_length = sorted(indices, key=lambda index: (-len(words_of(self.page.head(index))), self.page.rank[index]))
        for index in by_length:
            name = self.page.head(index)
            words = words_of(name) or (fold(name),)
            # The surname's sound, or the first word's for those who go by it, leads to all that the name may mean.
            near = {id(one): one for word in (words[-1], words[0]) for one in by_sound.get(sound_key(word), ())}
            entity = self._known_person(index, name, list(near.values()), by_inner.get(words[0], ()))
            if entity is None:
                entity = Entity(ActorKind.PERSON, name)
                for word in inner_words(words):
                    by_inner.setdefault(word, []).append(entity)
                for sound in dict.fromkeys((sound_key(words[-1]), sound_key(words[0]))):
                    by_sound.setdefault(sound, []).append(entity)
            self._put(index, entity)

    def _known_person(
        self, index: int, name: str, entities: Sequence[Entity], inner: Sequence[Entity]
    ) -> Entity | None:
        """Who of the article the name may mean, by its first or last word, or else by one inside a longer name."""
        if len(words_of(name)) > 1:
            same = [entity for entity in entities if is_same_person(name, entity.name)]
            candidates = same or [entity for entity in entities if is_short_person(name, entity.name)]
            candidates = candidates or [entity for entity in entities if leaves_last_out(name, entity.name)]
        else:
            word = words_of(name)[0] if words_of(name) else fold(name)
            candidates = [entity for entity in entities if is_surname(name, entity.name)]
            alone = [(entity, words_of(entity.name)) for entity in entities]
            candidates = candidates or [one for one, words in alone if len(words) == 1 and is_spelling(word, words[0])]
            candidates = candidates or [entity for entity in entities if is_short_person(name, entity.name)]
            candidates = candidates or [entity for entity in inner if is_inner_name(name, entity.name)]
        fitting = [entity for entity in candidates if self._title_fits(index, entity)]
        return meant_by(self.page, index, fitting)

    def _title_fits(self, index: int, entity: Entity) -> bool:
        """Mrs. Clinton is not the man of the article, and King Hussein not Saddam; most titles exclude no one."""
        mention, title = self.page.mentions[index], self.page.title(index)
        reigns = title_nouns(title) & REIGNING
        if reigns and not reigns & entity.roles and " " in entity.name:
            return False  # "King *Hussein*" is no Saddam Hussein, and Pope *Francis* no Francis Berg
        gender = title_gender(title) or mention.gender
        return gender not in ("masc", "fem") or not entity.gender or entity.gender == gender

    def _join_towns_to_teams(self) -> None:
        """Takes what a town does for what the only team does that the article calls by it: "*Denver* beat the Jets"."""
        teams: dict[str, dict[int, Entity]] = {}
        for index, entity in self.found.items():
            nickname = nickname_of(self.page.head(index)) if entity.kind is ActorKind.ORGANIZATION else ""
            if nickname:
                town = fold(self.page.head(index)).removesuffix(nickname).strip()
                teams.setdefault(town, {})[id(entity)] = entity
        for index, entity in list(self.found.items()) if teams else ():
            named = teams.get(fold(self.page.head(index)), {})
            if entity.kind is ActorKind.POLITY and len(named) == 1 and self.page.acts(index):
                (team,) = named.values()
                del entity.mentions[index]
                team.add(index)
                self.found[index] = team
