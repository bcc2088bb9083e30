"""Whom "the attacker", "the suspect", "the victim" means who was not called so before: who alone did it. Internal.

"A man stabbed a nurse … *the attacker* fled … police shot *the suspect* … *the victim* died": nouns that say but what
somebody did or suffered mean the one person of the article who did or suffered such a thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Role
from kg.resolve.within.fitting import fits_gender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.within.entity import Entity, Page
    from kg.resolve.within.fitting import Description

# Nouns that say what somebody did or is thought to have done, by family; of militants only who has a gun in hand.
_FAMILIES = frozenset({"attacker", "suspect", "thief"})
_NOUNS = frozenset({"gunman", "perpetrator"})
_DEEDS = frozenset({"ASSAULT", "CRIME"})
# What is done to victims.
_HARM = frozenset({"ASSAULT", "CRIME", "CASUALTY", "ACCIDENT"})
# What is done to suspects.
_MEASURES = frozenset({"COERCE", "JUDICIAL", "ACCUSE"})
# Sentences back to the deed.
_REACH = 6
# And to the harm done to a victim, of whom articles tell of several.
_REACH_VICTIM = 3


def culprit(page: Page, index: int, description: Description, recent: Iterable[Entity]) -> Entity | None:
    """The only person met so far who did it, or whom it was laid on; None where several may have.

    To whom it was done first is left alone: "the killer of 1968 was stabbed … *the attacker*".
    """
    noun = description.noun
    if description.plural or not description.definite or not description.alone:
        return None
    if noun.family not in _FAMILIES and description.lemma not in _NOUNS:
        return None
    persons = [one for one in recent if one.kind is ActorKind.PERSON and not one.plural and not one.writes]
    sentence = page.mentions[index].sentence
    near = [one for one in persons if sentence - max(page.mentions[i].sentence for i in one.mentions) <= _REACH]
    doers = [one for one in near if _is_doer(page, one)]
    if not doers and noun.family == "suspect":
        doers = [one for one in near if _first(page, one, _MEASURES, Role.PATIENT) is not None]
    if len(doers) != 1 or (not doers[0].anonymous and doers[0].roles) or not fits_gender(doers[0], noun):
        return None
    return doers[0]


def victim(page: Page, index: int, description: Description, recent: Iterable[Entity]) -> Entity | None:
    """The only person met so far who suffered harm, and did none before; None where several may have."""
    noun = description.noun
    if description.plural or not description.definite or not description.alone or description.lemma != "victim":
        return None
    sentence = page.mentions[index].sentence
    hurt = [
        one
        for one in recent
        if one.kind in (ActorKind.PERSON, ActorKind.GROUP)
        and not one.writes
        and sentence - max(page.mentions[i].sentence for i in one.mentions) <= _REACH_VICTIM
        and _first(page, one, _HARM, Role.PATIENT) is not None
        and not (one.kind is ActorKind.PERSON and _is_doer(page, one))
    ]
    return hurt[0] if len(hurt) == 1 and hurt[0].kind is ActorKind.PERSON and fits_gender(hurt[0], noun) else None


def _is_doer(page: Page, entity: Entity) -> bool:
    """Whether somebody does a deed before one is done to him."""
    done, suffered = (_first(page, entity, _DEEDS, role) for role in (Role.AGENT, Role.PATIENT))
    return done is not None and (suffered is None or done < suffered)


def _first(page: Page, entity: Entity, types: frozenset[str], role: Role) -> int | None:
    """Where somebody has the role first in an event of these types, at a mention that is no pronoun."""
    events = page.extraction.events
    starts = (
        events[number].trigger.start
        for index in entity.mentions
        if page.mentions[index].form is not Form.PRONOUN
        for number, found in page.roles.get(index, ())
        if found is role and events[number].type in types
    )
    return min(starts, default=None)
