"""Pronouns: the nearest entity before that agrees, subjects first; I and we inside a quotation are its speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ActorKind, Mention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.resolve.entity import Entity, Page

_FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_POSSESSIVE = frozenset({"his", "her", "its", "their", "whose", "my", "our"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
# How many sentences back a pronoun reaches; "it" and "they" lose their thread sooner.
_REACH = {"person": 2, "other": 1}
# A relative pronoun stands right behind its noun phrase, at most a comma and a modifier away.
_RELATIVE_GAP = 60


def resolve_pronoun(page: Page, index: int, *, found: Mapping[int, Entity], history: Sequence[int]) -> Entity | None:
    """The entity that the pronoun means, None when nothing near agrees. `history`: resolved mentions before it."""
    mention = page.mentions[index]
    word = page.words(index).lower()
    if word in _FIRST:
        return found.get(mention.speaker) if mention.speaker is not None else None
    if mention.apposition is not None and mention.apposition in found:
        return found[mention.apposition]
    if word in _RELATIVE:
        return _relative(page, mention, found=found, history=history)
    if word in _HE | _SHE:
        return _best(page, index, found=found, history=history, gender="masc" if word in _HE else "fem")
    if word in _IT | _THEY:
        return _best(page, index, found=found, history=history, gender="")
    return None


def _relative(page: Page, mention: Mention, *, found: Mapping[int, Entity], history: Sequence[int]) -> Entity | None:
    for other in reversed(history):
        span = page.mentions[other].span
        if page.mentions[other].sentence != mention.sentence or mention.span.start - span.end > _RELATIVE_GAP:
            return None
        if span.end <= mention.span.start and other not in page.owners:
            return found[other]
    return None


def _best(page: Page, index: int, *, found: Mapping[int, Entity], history: Sequence[int], gender: str) -> Entity | None:
    mention, word = page.mentions[index], page.words(index).lower()
    reach = _REACH["person" if gender else "other"]
    taken = () if word in _POSSESSIVE | _REFLEXIVE else _fellows(page, index, found)
    best: tuple[float, Entity] | None = None
    for distance, other in enumerate(reversed(history)):
        candidate = page.mentions[other]
        back = mention.sentence - candidate.sentence
        if back > reach:
            break
        entity = found[other]
        if any(entity is fellow for fellow in taken) or candidate.span.covers(mention.span):
            continue
        # Inside a quotation the speaker is "I"; "he" is someone else.
        if mention.quoted and mention.speaker is not None and found.get(mention.speaker) is entity:
            continue
        fit = _fit(entity, word, gender)
        if fit == 0.0:
            continue
        score = fit - 2.0 * back - 0.15 * distance + (1.5 if candidate.is_subject else 0.0)
        score += 0.15 * min(len(entity.mentions), 4) + (0.8 if candidate.is_subject and mention.is_subject else 0.0)
        if best is None or score > best[0]:
            best = (score, entity)
    return best[1] if best else None


def _fit(entity: Entity, word: str, gender: str) -> float:
    """0 excludes. Known gender beats unknown, a group beats an organisation for "they"."""
    if gender:
        if entity.kind is not ActorKind.PERSON or entity.gender not in ("", gender):
            return 0.0
        return 1.5 if entity.gender == gender else 1.0
    if word in _IT:
        if entity.kind is ActorKind.ORGANIZATION:
            return 1.0
        return 1.0 if entity.kind is ActorKind.POLITY else 0.0
    if entity.kind is ActorKind.GROUP:
        return 2.0
    return 0.6 if entity.kind is ActorKind.ORGANIZATION else 0.0


def _fellows(page: Page, index: int, found: Mapping[int, Entity]) -> tuple[Entity, ...]:
    """Entities that fill another role of an event in which the pronoun has one: "him" is not who criticised him."""
    fellows: list[Entity] = []
    for number, role in page.roles.get(index, ()):
        for other in page.extraction.events[number].roles:
            if other.mention not in (None, index) and other.role is not role and other.mention in found:
                fellows.append(found[other.mention])  # noqa: PERF401  # mypy narrows the index only in a statement
    return tuple(fellows)
