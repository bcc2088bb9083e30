"""Whom a name of several means that fits more than one: "Berg" where Michael Berg and his wife, Carol Berg, are named.

News calls by the surname alone whom an article is about, and his relatives by their first names or in full.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Form
from kg.resolve.within.pronoun_words import told_gender
from kg.resolve.words.kin import is_told_as_kin
from kg.resolve.words.titles import gender_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.resolve.within.entity import Entity, Page

# How often somebody has to be called by the surname alone for it to stay his though another was named in full since.
_SETTLED = 2
# What stands between two who are named together: "Sergei Skripal, 66, and Yulia Skripal".
_COORDINATED = re.compile(r"(?:, \d+)?,? and (?:his |her )?(?:[a-z]+ )?")
# Mentions behind a name among which a pronoun tells of what sex its bearer is.
_AHEAD = 3


def meant_by(page: Page, index: int, entities: Sequence[Entity]) -> Entity | None:
    """Which of these a name means, all of whom it fits; None of nobody.

    A surname alone: who is of the sex that "he" or "she" behind it tells; who alone was called so before; who is
    nobody's father or wife. Else the one last mentioned, of "A and B" the first; if none was mentioned yet, the one
    mentioned first.
    """
    if len(entities) > 1 and len(page.head(index).split()) == 1:
        entities = _of_sex_told(page, index, entities)
        called = [entity for entity in entities if _times_called(page, entity, index)]
        if len(called) == 1 and _is_settled(page, index, called[0], entities):
            return called[0]
        entities = _in_own_right(page, entities)
    if len(entities) < 2:
        return entities[0] if entities else None
    here = page.mentions[index].span.start
    starts = [[page.mentions[one].span.start for one in entity.mentions] for entity in entities]
    before = [max((start for start in of if start < here), default=-1) for of in starts]
    best = max(range(len(entities)), key=lambda number: (before[number], -min(starts[number])))
    for number, entity in enumerate(entities):
        ends = [end for one in entity.mentions if (end := page.mentions[one].span.end) < before[best]]
        if ends and number != best and _COORDINATED.fullmatch(page.text[max(ends) : before[best]]):
            return entities[number]
    return entities[best]


def _times_called(page: Page, entity: Entity, index: int) -> int:
    """How often the entity was mentioned by a single word before the mention."""
    here = page.mentions[index].span.start
    return sum(page.mentions[one].span.start < here and len(page.head(one).split()) == 1 for one in entity.mentions)


def _is_settled(page: Page, index: int, called: Entity, entities: Sequence[Entity]) -> bool:
    """Whether the surname stays his who was called by it: more than once, or with no other named in full since."""
    if _times_called(page, called, index) >= _SETTLED:
        return True
    here = page.rank[index]
    last = max(rank for one in called.mentions if (rank := page.rank[one]) < here)
    others = (entity for entity in _in_own_right(page, entities) if entity is not called)
    return not any(last < page.rank[one] < here for entity in others for one in entity.mentions)


def _in_own_right(page: Page, entities: Sequence[Entity]) -> Sequence[Entity]:
    """Those who are not introduced as somebody's relatives; all, where all are or a relative is named most."""
    own = [entity for entity in entities if not _is_introduced_as_kin(page, entity)]
    most = max(len(entity.mentions) for entity in entities)
    return own if any(len(entity.mentions) * 2 >= most for entity in own) else entities


def _is_introduced_as_kin(page: Page, entity: Entity) -> bool:
    """Whether somebody is first told of as "his father, Jo Berg", or "Jo Berg, the father of" one named before."""
    mention = page.mentions[min(entity.mentions, key=lambda one: page.rank[one])]
    return is_told_as_kin(page.text, mention.head.start, mention.head.end)


def _of_sex_told(page: Page, index: int, entities: Sequence[Entity]) -> Sequence[Entity]:
    """Those who are not of the other sex than the pronoun right behind the name: "Berg said *she* had left"."""
    told = _sex_told(page, index)
    if not told:
        return entities
    sexes = [entity.gender or gender_of(entity.name) for entity in entities]
    fitting = [entity for entity, sex in zip(entities, sexes, strict=True) if sex in ("", told)]
    return fitting or entities


def _sex_told(page: Page, index: int) -> str:
    """The sex of the first "he" or "she" behind a name in its sentence, where nobody else is named between."""
    at = page.rank[index] + 1
    for other in page.order[at : at + _AHEAD]:
        mention = page.mentions[other]
        if mention.sentence != page.mentions[index].sentence or page.label(other) == "PERSON":
            return ""
        if mention.form is Form.PRONOUN and (told := told_gender(page, other)):
            return told
    return ""
