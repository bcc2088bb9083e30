"""Ages: "the 34-year-old" is who was said to be 34, and "the girl" may be a person of 10. Internal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form
from kg.resolve.within.fitting import CHILDREN
from kg.resolve.words.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.within.entity import Entity, Page

_BEFORE = re.compile(r"\b(\d{1,3})\s*-?\s*years?\s*-?\s*old\b", re.IGNORECASE)
_BEHIND = re.compile(r",\s*(?:aged?\s+)?(\d{1,3})\b(?!\s*(?:percent|%|,\d|\.\d|[a-z]+s\b))")
# A phrase that is nothing but an age: "the 34-year-old", "two 19-year-olds".
_AGE_ALONE = re.compile(r"(?:\w+ )?(\d{1,3}\s?-\s?years?\s?-\s?old)s?", re.IGNORECASE)
# Characters around a mention in which its age stands.
_AHEAD, _BACK = 12, 16
_GROWN = 20
_TEENS = frozenset({"teen", "teenager", "youngster", "youth"})


def ages_beside(page: Page, index: int) -> frozenset[str]:
    """Ages said with a mention or beside it: "a *14*-year-old boy", "Mary Holm, *69*"."""
    mention = page.mentions[index]
    ages = frozenset(_BEFORE.findall(page.text[max(0, mention.span.start - _BACK) : mention.span.end]))
    behind = _BEHIND.match(page.text, mention.head.end, mention.head.end + _AHEAD)
    return ages | {behind[1]} if behind else ages


def ages_of(page: Page, entity: Entity) -> frozenset[str]:
    """Ages said beside the mentions of somebody."""
    return frozenset().union(
        *(ages_beside(page, index) for index in entity.mentions if page.mentions[index].form is not Form.PRONOUN)
    )


def noun_of_age(page: Page, index: int) -> Noun | None:
    """How a phrase that says nothing but an age is read: as a person, or several; None of any other."""
    mention = page.mentions[index]
    if mention.lemma != "old" or not _AGE_ALONE.fullmatch(page.text[mention.span.start : mention.head.end]):
        return None
    return Noun("group" if page.is_plural(mention) else "person", "person", "")


def age_named(page: Page, index: int) -> str:
    """What somebody is called by whom nothing but the age is known: "34-year-old"."""
    mention = page.mentions[index]
    said = _AGE_ALONE.fullmatch(page.text[mention.span.start : mention.head.end])
    return re.sub(r"\s", "", said[1]) if said else ""


def is_of_other_age(page: Page, index: int, entity: Entity) -> bool:
    """Whether a description says another age than the entity is known to have."""
    if "year" not in page.words(index) or entity.kind is not ActorKind.PERSON:
        return False
    mention = page.mentions[index]
    said = frozenset(_BEFORE.findall(page.text[mention.span.start : mention.head.end]))
    known = ages_of(page, entity) if said else frozenset()
    return bool(said and known) and said.isdisjoint(known)


def of_age(page: Page, index: int, people: Iterable[Entity]) -> Entity | None:
    """The only one of these who is known to be as old as a description says."""
    mention = page.mentions[index]
    said = frozenset(_BEFORE.findall(page.text[mention.span.start : mention.head.end]))
    if not said or page.is_plural(mention) or page.owner(index) is not None:
        return None  # "Berg's 16-year-old friend" is not Berg
    known = [one for one in people if one.kind is ActorKind.PERSON and not said.isdisjoint(ages_of(page, one))]
    return known[0] if len(known) == 1 else None


def young_one(page: Page, lemma: str, people: Iterable[Entity]) -> Entity | None:
    """Whom "the girl" or "the teen" means: the only one of these who is known to be under twenty; else None."""
    if lemma not in CHILDREN and lemma not in _TEENS:
        return None
    young = [one for one in people if one.kind is ActorKind.PERSON and not one.plural and _is_young(page, one)]
    return young[0] if len(young) == 1 else None


def _is_young(page: Page, entity: Entity) -> bool:
    """Whether somebody is known to be under twenty."""
    return any(int(age) < _GROWN for age in ages_of(page, entity))
