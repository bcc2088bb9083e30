"""Whom an article says somebody to be: "Police identified the driver as John Holm", "the victim, named as Ida Lund".

What is said in so many words needs no other sign; only sex and number must not speak against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Role
from kg.resolve.within.introduced import join_to
from kg.resolve.words.titles import gender_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import EventMention
    from kg.resolve.within.entity import Entity, Page

_SAYING = frozenset({"identify", "name"})
# Between the verb and the name: "by police *as* 23-year-old", "*as* commercial driver".
_AS = re.compile(
    r"(?: (?!(?:and|but|that|which|who|said)\b)[\w'’-]+){0,6} as "
    r"(?:(?!(?:and|but|in|much|of|to|well)\b)[\w'’-]+ (?:- )?){0,6}"
)
# Between whom it is said of and the verb: ", who police later identified", ", identified".
_OF_WHOM = re.compile(r",(?: who(?: [\w'’-]+){0,3})?(?: later| since| only)? ")
# Words before the name by which it is no one's: "not named as a suspect in the Holm case".
_DENIED = re.compile(r"\b(?:not|never|falsely|wrongly|mistakenly|itself|themselves)\b|n['’]t\b", re.IGNORECASE)


def join_identified(page: Page, found: dict[int, Entity]) -> None:
    """Joins in `found`, which maps mentions to entities, those without a name to those whom they are said to be."""
    said = [event for event in page.extraction.events if event.lemma in _SAYING]
    for event in said:
        person = _named_behind(page, event, found)
        if person is None or _DENIED.search(page.extraction.sentences[event.sentence].of(page.text)):
            continue
        for stranger in _meant(page, event, found):
            if stranger is not person and _may_be(stranger, person):
                join_to(person, stranger, found)
                break


def _named_behind(page: Page, event: EventMention, found: dict[int, Entity]) -> Entity | None:
    """The person who is named after "as"."""
    for index in page.order:
        mention = page.mentions[index]
        if mention.sentence != event.sentence or mention.head.start <= event.trigger.end:
            continue
        entity = found.get(index)
        if mention.form is not Form.NAME or entity is None or entity.kind is not ActorKind.PERSON:
            continue
        between = page.text[event.trigger.end : mention.head.start]
        return entity if _AS.fullmatch(between) else None
    return None


def _meant(page: Page, event: EventMention, found: dict[int, Entity]) -> Iterable[Entity]:
    """Of whom it may be said: whom it is done to, then who stands right before it."""
    for role in event.roles:
        if role.role in (Role.PATIENT, Role.RECIPIENT) and role.mention is not None and role.mention in found:
            yield found[role.mention]
    for index in page.order:
        mention = page.mentions[index]
        if mention.form is Form.NOMINAL and mention.sentence == event.sentence and index in found:
            between = page.text[mention.head.end : event.trigger.start]
            if mention.head.end <= event.trigger.start and _OF_WHOM.fullmatch(between):
                yield found[index]


def _may_be(stranger: Entity, person: Entity) -> bool:
    if not stranger.anonymous or stranger.plural or stranger.writes or stranger.kind is not ActorKind.PERSON:
        return False
    sex, expected = stranger.gender, person.gender or gender_of(person.name)
    return not (sex and expected and sex != expected)
