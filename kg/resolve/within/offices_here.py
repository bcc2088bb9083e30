"""Who of an article an office means: "the French president", "the Brazilian leader", "the prime minister". Internal.

The Chinese president is nobody whom the article gives to another state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ActorKind
from kg.resolve.within.fields import is_other
from kg.resolve.within.fitting import fits_gender, most_mentioned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.resolve.within.entity import Entity, Page
    from kg.resolve.within.fitting import Description

OFFICES = frozenset({"president", "premier", "leader", "monarch", "pope", "minister"})
"""Families of offices that one person holds: "the French president" after a name alone is that person."""
# Who is one of these is a leader too.
_LEADING = OFFICES | {"general", "governor"}
# Who leads a state: "the Brazilian leader" is its president.
_OF_STATES = frozenset({"president", "premier", "monarch", "leader"})
# Mentions that make a person the one an article is about.
_MAIN = 3


def state_of(entity: Entity) -> str | None:
    """The ISO code of the state that the article gives to somebody."""
    return entity.owner.nationality if entity.owner and entity.owner.nationality else entity.nationality


def holder(
    page: Page, index: int, description: Description, *, country: str | None, recent: Sequence[Entity]
) -> Entity | None:
    """Who "the French president" is: who was introduced as that, else the only one named just before, untitled.

    `recent`: those met so far, the last one first.
    """
    family, lemma = description.noun.family, description.lemma
    if family not in OFFICES or description.plural:
        return None
    persons = [one for one in recent if one.kind is ActorKind.PERSON and not one.anonymous]
    persons = [one for one in persons if not is_other(page, index, one) and fits_gender(one, description.noun)]
    for entity in persons:
        if country is not None and state_of(entity) == country and family in entity.roles:
            return entity
    leaders = [one for one in persons if country and one.roles & _OF_STATES]
    of_state = [one for one in leaders if state_of(one) == country]
    of_state = of_state or [one for one in leaders if state_of(one) is None]
    if family == "leader" and len(of_state) == 1 and _is_bare(page, index):
        return of_state[0]
    for entity in persons:
        if family in entity.roles and state_of(entity) in (None, country) and lemma in entity.lemmas:
            return entity
    sentence = page.mentions[index].sentence
    near = [
        one
        for one in persons
        if any(sentence - 1 <= page.mentions[other].sentence <= sentence for other in one.mentions)
    ]
    of_country = [one for one in persons if not one.roles and country and state_of(one) == country]
    if len(of_country) == 1:
        return of_country[0]
    fresh = [one for one in near if not one.roles and state_of(one) in (None, country)]
    return fresh[0] if len(fresh) == 1 and not _is_in(page, fresh[0], sentence) else None


def main_person(page: Page, index: int, description: Description, recent: Iterable[Entity]) -> Entity | None:
    """Whom "the president" means where nobody was introduced as one: the person whom the article is about."""
    if description.plural:
        return None
    mention = page.mentions[index]
    persons = [one for one in recent if one.kind is ActorKind.PERSON and not one.anonymous]
    ranked = sorted(persons, key=lambda one: -len(one.mentions))
    if not ranked or len(ranked[0].mentions) < _MAIN:
        return None
    leads = description.noun.family == "leader" and mention.span.end == mention.head.end
    if description.noun.family == "leader" and not leads:
        return None  # "the head *of the forestry agency*"
    if ranked[0].roles and not (leads and ranked[0].roles & _LEADING):
        return None
    first = most_mentioned(persons)
    return first if first is not None and fits_gender(first, description.noun) else None


def _is_bare(page: Page, index: int) -> bool:
    """As in "the Brazilian leader", "Brazil's leader", and not "the Brazilian opposition leader"."""
    mention = page.mentions[index]
    words = page.text[mention.span.start : mention.head.end].split()
    return len(words) > 1 and words[-2][:1].isupper()


def _is_in(page: Page, entity: Entity, sentence: int) -> bool:
    return any(page.mentions[one].sentence == sentence for one in entity.mentions)
