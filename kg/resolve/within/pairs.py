"""Whom "the pair", "the two" and "the trio" mean: as many persons as were named together just before. Internal.

"Ana Diaz and Omar Sadi were arrested on Monday. *The pair* had fled": each of them fled. The words that stand for them
are given as evidence for each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import EventMention, RoleMention
    from kg.resolve.within.entity import Entity, Page

_TOGETHER = re.compile(
    r"(?:(?:the )?(?P<two>pair|duo|two|both)|the (?P<three>trio|three))(?: (?P<of>men|women|leaders))?", re.IGNORECASE
)
# What stands between names that are told together: ", 34, and ".
_JOINING = re.compile(r"(?:, \d{1,3})?,?(?: and)? ")
# Sentences back to the names.
_REACH = 2


def with_pairs(
    page: Page, events: Sequence[EventMention], *, found: Mapping[int, Entity], actor_ids: Mapping[int, str]
) -> Sequence[EventMention]:
    """The events, with each of those for whom "the pair" stands in its place."""
    meant = {
        index: persons
        for index in page.order
        if page.mentions[index].form is Form.NOMINAL and (persons := _meant(page, index, found, actor_ids))
    }
    if not meant:
        return events
    return [replace(event, roles=_each(event.roles, meant), speakers=_each(event.speakers, meant)) for event in events]


def _each(roles: Sequence[RoleMention], meant: Mapping[int, Sequence[int]]) -> tuple[RoleMention, ...]:
    return tuple(
        replace(role, mention=index)
        for role in roles
        for index in (meant.get(role.mention, [role.mention]) if role.mention is not None else [None])
    )


def _meant(page: Page, index: int, found: Mapping[int, Entity], actor_ids: Mapping[int, str]) -> list[int]:
    """Mentions of the persons for whom it stands, empty where it stands for others or nobody knows for whom."""
    words = _TOGETHER.fullmatch(page.words(index))
    known = found.get(index)
    if words is None or (known is not None and len(known.mentions) > 1):
        return []
    number, sentence = (2 if words["two"] else 3), page.mentions[index].sentence
    before = page.order[: page.rank[index]]
    for back in range(1, _REACH + 1):
        persons = [
            one for one in before if page.mentions[one].sentence == sentence - back and _is_named(page, one, found)
        ]
        persons = [one for one in persons if one in actor_ids]
        if not persons:
            continue
        if len({actor_ids[one] for one in persons}) == number == len(persons):
            return persons
        chains = [chain for chain in _chains(page, persons) if len(chain) > 1]
        return chains[0] if len(chains) == 1 and len(chains[0]) == number else []
    return []


def _is_named(page: Page, index: int, found: Mapping[int, Entity]) -> bool:
    person = found.get(index)
    return page.mentions[index].form is Form.NAME and person is not None and person.kind is ActorKind.PERSON


def _chains(page: Page, persons: Sequence[int]) -> list[list[int]]:
    """The persons in runs of those that are told together."""
    chains: list[list[int]] = []
    for index in persons:
        last = page.mentions[chains[-1][-1]].span.end if chains else None
        if last is not None and _JOINING.fullmatch(page.text[last : page.mentions[index].span.start]):
            chains[-1].append(index)
        else:
            chains.append([index])
    return chains
