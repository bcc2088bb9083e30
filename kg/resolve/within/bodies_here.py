"""Organisations named in an article: which names are one, and whose those are that every state has.

"Kenya's Ministry of Health" is Kenya's, and "the Ministry" below it the same; "the state Senate" is no state's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kg.authority.names import fold, initials, is_acronym
from kg.model import ActorKind
from kg.resolve.within.entity import Entity, Page
from kg.resolve.words.bodies import of_its_country, organization_keys
from kg.resolve.words.institutions import (
    form_of,
    head_of_body,
    institution_of,
    is_chamber,
    is_generic,
    is_short_for_body,
    state_in,
    state_of,
)
from kg.resolve.words.teams import is_team_of
from kg.resolve.words.variants import is_same_organization, is_short_organization

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.authority import Authority, Country, Organization

_AROUND = 40
"""Letters before and behind a name in which its owner is looked for."""
_OF_BEHIND = re.compile(r" (?:of|in) ((?:the )?[A-Z][\w.]+(?: [A-Z][\w.]+){0,2})")
# A body of a part of the state: "North Carolina's *state* Senate", "the *state's* Health Department", "of the state".
_PART_BEFORE = re.compile(r"\b(state|county|city|provincial)(?:['’]s)? (?:supreme )?$", re.IGNORECASE)
_PART_BEHIND = re.compile(r" of the (state|county|city|province)\b")
_CAPITAL_BEFORE = re.compile(r"\b([A-Z][\w-]+) $")
_NUMBERED = re.compile(r"^\d+(?:st|nd|rd|th) ")
_MOST_WORDS = 3


class Nearest(Protocol):
    """Picks of several entities the one that a mention means by where they were mentioned last."""

    def __call__(self, index: int, entities: list[Entity], /) -> Entity | None:
        """None of no entities."""


def add_organizations(
    page: Page,
    authority: Authority,
    indices: Sequence[int],
    *,
    put: Callable[[int, Entity], object],
    nearest: Nearest,
) -> None:
    """Gives each name of an organisation its entity by `put`; longer names first, acronyms last."""
    bodies = _Bodies(page, authority, nearest)
    ranked = sorted(indices, key=lambda index: (is_acronym(page.head(index)), -len(page.head(index)), page.rank[index]))
    for index in ranked:
        part = part_of_state(page, index)
        if part:
            page.longer[index] = part
        put(index, bodies.entity(index))


class _Bodies:
    """The organisations of an article as far as its names have been read."""

    def __init__(self, page: Page, authority: Authority, nearest: Nearest) -> None:
        self.page = page
        self.authority = authority
        self.nearest = nearest
        self.by_key: dict[str, list[Entity]] = {}
        self.all: list[Entity] = []

    def entity(self, index: int) -> Entity:
        """Whom the name means: one named before, or one that is new."""
        name = self._unnumbered(index)
        state = state_of_body(self.page, index, name, self.authority)
        fact = fact_of(name, state, self.authority) or of_its_country(name, self.authority)
        fact = fact or self.authority.organization(self._with_word_before(index))
        keys = [*organization_keys(name), *_form_keys(name, self.authority)]
        near = {id(one): one for key in keys for one in self.by_key.get(key, ())}
        entity = self._known(index, [one for one in near.values() if _may_be_of(one, state)], fact)
        if entity is None and fact is not None:
            entity = next(iter(self.by_key.get(fact.key, ())), None)
        if entity is None:
            entity = Entity(ActorKind.ORGANIZATION, name)
            self.all.append(entity)
            if fact:
                entity.name, entity.authority, entity.nationality = fact.name, fact.key, fact.country
                self.by_key[fact.key] = [entity]
        if entity.authority is None and state is not None:
            entity.nationality = entity.nationality or state.iso
        if entity.name == f"The {name}":
            entity.name = name  # the article is no part of it if the text leaves it out elsewhere
        for key in keys:
            if not any(entity is one for one in self.by_key.setdefault(key, [])):
                self.by_key[key].append(entity)
        return entity

    def _known(self, index: int, near: list[Entity], fact: Organization | None) -> Entity | None:
        """What the article itself spells out explains an acronym; else the authority; else likeness of names."""
        name = self.page.head(index)
        if is_acronym(name):
            expanded = [entity for entity in near if self._expands(entity, name)]
            expanded = expanded or [entity for entity in self.all if self._introduces(entity, name)]
            if expanded:
                return self.nearest(index, expanded)
        if fact:
            return None
        if is_short_for_body(name):
            alike = [one for one in self.all if any(head_of_body(word) == fold(name) for word in self._names(one))]
            return self.nearest(index, alike)
        for fits in (is_same_organization, self._is_same_form, is_short_organization, is_team_of):
            found = [entity for entity in near if any(fits(name, word) for word in self._names(entity))]
            if found:
                return self.nearest(index, found)
        return None

    def _is_same_form(self, left: str, right: str) -> bool:
        forms = _form_keys(left, self.authority)
        return bool(forms) and forms == _form_keys(right, self.authority)

    def _unnumbered(self, index: int) -> str:
        """The name, without a number where it is known so: "the *116th* Congress", but not "the 67th Precinct"."""
        name = self.page.head(index)
        bare = _NUMBERED.sub("", name)
        known = bare != name and (self.authority.is_organization(bare) or is_generic(bare))
        return bare if known and is_chamber(bare) else name

    def _with_word_before(self, index: int) -> str:
        """The name with the word before it, which may be a part of it: "*Korean* Central News Agency"."""
        head = self.page.mentions[index].head
        before = _CAPITAL_BEFORE.search(self.page.text[max(0, head.start - _AROUND) : head.start])
        return f"{before[1]} {self.page.head(index)}" if before else ""

    def _names(self, entity: Entity) -> list[str]:
        return [entity.name, *(self.page.head(one) for one in entity.mentions)]

    def _introduces(self, entity: Entity, acronym: str) -> bool:
        """As in "Reporters Without Borders (*RSF*)", whatever the letters stand for."""
        ends = (self.page.mentions[one].head.end for one in entity.mentions)
        return any(self.page.text.startswith(f" ({acronym})", end) for end in ends)

    def _expands(self, entity: Entity, acronym: str) -> bool:
        letters = fold(acronym).replace(" ", "")
        return any(initials(self.page.head(one)) == letters for one in entity.mentions)


def state_of_body(page: Page, index: int, name: str, authority: Authority) -> Country | None:
    """The state of an institution, by its name, its owner, the words before it or those behind it."""
    said = state_in(name, authority)
    if said is not None:
        return said[0]
    owner = page.owner(index)
    if owner is not None and (state := state_of(page.head(owner), authority)) is not None:
        return state
    if not is_generic(name):
        return None
    head = page.mentions[index].head
    words = page.text[max(0, head.start - _AROUND) : head.start].split()
    for size in range(1, min(_MOST_WORDS, len(words)) + 1):
        state = state_of(" ".join(words[-size:]), authority)
        if state is not None:
            return state
    behind = _OF_BEHIND.match(page.text[head.end : head.end + _AROUND])
    return authority.country_of(behind[1].removeprefix("the ")) if behind else None


def part_of_state(page: Page, index: int) -> str:
    """How a body of a part of a state is called: "state Senate" for "Senate" of "the Senate of the state"; else ""."""
    name, head = page.head(index), page.mentions[index].head
    if not is_generic(name):
        return ""
    part = _PART_BEFORE.search(page.text[max(0, head.start - _AROUND) : head.start])
    part = part or _PART_BEHIND.match(page.text[head.end : head.end + _AROUND])
    return f"{part[1].lower()} {name}" if part else ""


def fact_of(name: str, state: Country | None, authority: Authority) -> Organization | None:
    """What the authority knows by the name, or by it as that of the state: "Parliament" of Iran."""
    fact = authority.organization(name)
    if fact is not None or state is None:
        return fact
    said = state_in(name, authority)
    key = institution_of(said[1] if said else name, state.iso, authority)
    return authority.organization_by_key(key) if key else None


def _form_keys(name: str, authority: Authority) -> list[str]:
    """Where an institution looks for those named in another order: "Health Ministry", "Ministry of Health"."""
    said = state_in(name, authority)
    bare = said[1] if said else name
    return [f"form:{form_of(bare)}"] if is_generic(bare) else []


def _may_be_of(entity: Entity, state: Country | None) -> bool:
    return state is None or entity.nationality in (None, state.iso)
