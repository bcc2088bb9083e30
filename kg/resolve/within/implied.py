"""Who takes part in an event by what it is, where its own words do not say so.

Protests are held by protesters: where an article speaks of one crowd of them, "*the protests* began in June" and
"police suppressed *the protests*" are about that crowd. The words given as evidence are those that named it last before
the event, or first after it; the rule of such an event says `implied`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import ActorKind, EventMention, Form, Role, RoleMention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.authority import Authority
    from kg.resolve.within.entity import Entity, Page

_CROWDS = frozenset({"protester", "protestor", "demonstrator", "marcher", "rioter"})
_DOERS = frozenset({Role.AGENT, Role.PARTICIPANT})
_PROTESTS = frozenset(
    {"protest", "protests", "demonstration", "demonstrations", "march", "marches", "rally", "rallies"}
)
# Types that are aimed at the crowd when they are aimed at what it does.
_AIMED = frozenset({"COERCE", "REJECT", "SUPPORT", "ACCUSE", "ASSAULT"})
# Crowds that stand against one another: "pro-government protesters", "counter-demonstrators".
_SIDED = re.compile(r"\b(?:anti|counter|pro|rival)\b", re.IGNORECASE)


def with_implied(
    page: Page, found: Mapping[int, Entity], *, actor_ids: Mapping[int, str], authority: Authority
) -> Sequence[EventMention]:
    """The event mentions of the page in order of trigger, with the fillers that are implied added."""
    events = sorted(page.extraction.events, key=lambda event: (event.trigger, event.id))
    mentions = [index for index in _crowd(page, found) if index in actor_ids]
    if not mentions:
        return events
    group = found[mentions[0]]
    done: list[EventMention] = []
    for event in events:
        if event.type == "PROTEST" and _lacks_doer(event) and not _is_of_others(page, event, group, authority):
            doer = _filler(page, mentions, event, Role.AGENT)
            done.append(replace(event, roles=(doer, *event.roles), rule=f"{event.rule} implied"))
        else:
            done.append(event)
    return [
        _aimed(page, event, actor_ids, crowd=_filler(page, mentions, event, Role.PATIENT))
        if event.type in _AIMED
        else event
        for event in done
    ]


def _crowd(page: Page, found: Mapping[int, Entity]) -> list[int]:
    """Mentions, in text order, of the crowd of protesters that the article speaks of most.

    Empty where two are named alike often, or where crowds stand against one another.
    """
    crowds: dict[int, list[int]] = {}
    for index in page.order:
        entity = found.get(index)
        if entity is not None and entity.kind is ActorKind.GROUP and not _CROWDS.isdisjoint(entity.lemmas):
            crowds.setdefault(id(entity), []).append(index)
    ranked = sorted(crowds.values(), key=lambda group: -len(group))
    if not ranked or (len(ranked) > 1 and len(ranked[0]) == len(ranked[1])):
        return []
    if len(ranked) > 1 and any(_SIDED.search(page.words(index)) for group in ranked for index in group):
        return []
    return [index for index in ranked[0] if page.mentions[index].form is not Form.PRONOUN]


def _lacks_doer(event: EventMention) -> bool:
    """Whether it is told by a noun, and neither said nor denied to have doers."""
    return event.rule.startswith("noun:") and not any(role.role in _DOERS for role in event.roles)


def _is_of_others(page: Page, event: EventMention, crowd: Entity, authority: Authority) -> bool:
    """Whether it happened in another country than the crowd's."""
    if event.place is None or crowd.nationality is None:
        return False
    there = authority.country_of(page.head(event.place))
    return there is not None and there.iso != crowd.nationality


def _filler(page: Page, mentions: list[int], event: EventMention, role: Role) -> RoleMention:
    before = [index for index in mentions if page.mentions[index].span.end <= event.trigger.start]
    index = before[-1] if before else mentions[0]
    return RoleMention(role=role, span=page.mentions[index].span, head=page.mentions[index].head, mention=index)


def _aimed(page: Page, event: EventMention, actor_ids: Mapping[int, str], *, crowd: RoleMention) -> EventMention:
    """The event with the crowd as patient where what it does is one."""
    targets = [role for role in event.roles if role.role is Role.PATIENT]
    if any(role.mention in actor_ids for role in targets):
        return event
    if _PROTESTS.isdisjoint(role.head.of(page.text).lower() for role in targets):
        return event
    return replace(event, roles=(*event.roles, crowd), rule=f"{event.rule} implied")
