"""Whom an article introduces without a name and names later: "A woman was killed … Mary Holm, 69, was struck by a van".

News tells first what happened, then to whom. Where one person without a name and one with a name suffer the same kind
of deed in an article, and nobody else does, the two are one, unless sex or age speak against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.triggers import meanings
from kg.model import ActorKind, Form
from kg.resolve.within.aged import ages_of
from kg.resolve.words.titles import gender_of
from kg.resolve.words.traits import DEEDS, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import EventMention
    from kg.resolve.within.entity import Entity, Page

# Words that introduce one of several, or nobody in particular.
_OTHERS = re.compile(
    r"(?:the|this|that|his|her|its|their|my|our|your|one|another|other|second|third|each|every|any|no|some)\b",
    re.IGNORECASE,
)


def join_introduced(page: Page, found: dict[int, Entity]) -> None:
    """Joins in `found`, which maps mentions to entities, those without a name to those whom the article names later."""
    unnamed: dict[str, dict[int, Entity]] = {}
    named: dict[str, dict[int, Entity]] = {}
    of_many: set[str] = set()
    for event in page.extraction.events:
        if event.type not in DEEDS:
            continue
        if _is_done_to_many(event, found):
            of_many |= meanings(event.lemma)
        for entity in _sufferers(page, event, found):
            side = unnamed if entity.anonymous else named
            for meaning in meanings(event.lemma):
                side.setdefault(meaning, {})[id(entity)] = entity
    strangers = {key: entity for suffering in unnamed.values() for key, entity in suffering.items()}
    for key, stranger in strangers.items():
        shared = [meaning for meaning, suffering in unnamed.items() if key in suffering]
        others = {other for meaning in shared for other in unnamed[meaning]}
        persons = {other: entity for meaning in shared for other, entity in named.get(meaning, {}).items()}
        if others == {key} and len(persons) == 1 and of_many.isdisjoint(shared):
            (person,) = persons.values()
            if _is_introduced(page, stranger, person):
                join_to(person, stranger, found)


def _sufferers(page: Page, event: EventMention, found: dict[int, Entity]) -> Iterable[Entity]:
    """Persons to whom it is done."""
    for role in event.roles:
        entity = found.get(role.mention) if role.mention is not None and role.role in TARGETS else None
        if entity is None or entity.kind is not ActorKind.PERSON or entity.writes:
            continue
        # Only by the word that introduced him: a pronoun, or "the man", may stand for another than it was taken for.
        if not entity.anonymous or page.mentions[role.mention or 0].lemma == page.mentions[_first(page, entity)].lemma:
            yield entity


def _is_done_to_many(event: EventMention, found: dict[int, Entity]) -> bool:
    """As in "twelve *people* were killed": any of them may be one whom the article names."""
    fillers = (found.get(role.mention) for role in event.roles if role.mention is not None and role.role in TARGETS)
    return any(entity is not None and entity.kind is ActorKind.GROUP for entity in fillers)


def _is_introduced(page: Page, stranger: Entity, person: Entity) -> bool:
    """Whether the one is introduced as somebody, before the other is named, and both may be of one sex and age."""
    first = _first(page, stranger)
    if page.mentions[first].form is Form.PRONOUN or stranger.plural or _OTHERS.match(page.words(first)):
        return False
    if stranger.owner is not None and stranger.owner.kind is ActorKind.PERSON:
        return False
    if person.owner is stranger or " and " in page.words(first):
        return False
    if page.mentions[first].span >= page.mentions[_first(page, person)].span:
        return False
    sex, expected = stranger.gender, person.gender or gender_of(person.name)
    if sex and expected and sex != expected:
        return False
    ages, others = ages_of(page, stranger), ages_of(page, person)
    return not ages or not others or bool(ages & others)


def _first(page: Page, entity: Entity) -> int:
    """Its first mention."""
    return min(entity.mentions, key=lambda index: page.mentions[index].span)


def join_to(person: Entity, stranger: Entity, found: dict[int, Entity]) -> None:
    """Makes one entity of the two in `found`: the first, with the mentions and what is known of the second."""
    for index in stranger.mentions:
        person.add(index)
        found[index] = person
    person.roles |= stranger.roles
    person.lemmas |= stranger.lemmas
    person.gender = person.gender or stranger.gender
    person.nationality = person.nationality or stranger.nationality
    for entity in found.values():
        if entity.owner is stranger:
            entity.owner = person
