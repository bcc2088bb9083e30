"""Which entry of a user's own authority an actor is. Internal to `kg.resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Form, LocalActor
from kg.resolve.words.titles import peel

if TYPE_CHECKING:
    from kg.authority import Authority, Entry


def own_entry_of(actor: LocalActor, authority: Authority) -> Entry | None:
    """The entry of a user's authority that the actor is by its name, or by what the shipped authority knows of it."""
    if not authority.own.entries:
        return None
    names = {actor.name, *(name for mention in actor.mentions if mention.form is Form.NAME for name in [mention.text])}
    names |= {peel(name)[1] for name in names}
    fact = authority.organization_by_key(actor.authority) if actor.authority else None
    if fact is not None:
        names |= {fact.name, *fact.aliases}
    return authority.own.find(sorted(names), kind=actor.kind.value, country=actor.country)
