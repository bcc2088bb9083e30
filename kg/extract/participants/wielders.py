"""Whose arms do it: "*Israeli* warplanes bombed a camp", "*Hezbollah's* rockets hit the town".

An army acts by what it flies and fires, and whoever looks for what Israel did looks for these. Whose they are becomes
the agent, they the instrument. Who only made them does not ("a *Russian*-made missile"), nor do owners of what is no
arm of war ("a French truck killed six", "a Polish passenger plane hit a hangar").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token

WARLIKE = frozenset(["ASSAULT", "COERCE", "THREATEN", "REJECT"])
"""The last for "Russian *jets* violated Estonian airspace"."""
OWNERS = ACTORS | {"NORP"}


def name_wielders(predicates: Sequence[Predicate]) -> None:
    """Puts whose arms they are in the place of arms that do it."""
    for predicate in predicates:
        if predicate.type not in WARLIKE or predicate.slots is None:
            continue
        doers = predicate.fillers(Role.AGENT)
        arms = [item for item in doers or _fallen(predicate) if _is_of_war(item)]
        owners = [owner for item in arms if (owner := _owner(item)) is not None]
        if not owners or len(owners) < len(arms) or len(arms) < len(doers):
            continue  # one of several does it himself: "jets and troops"
        indices = {item.i for item in arms}
        predicate.arguments = [item for item in predicate.arguments if item.token.i not in indices]
        predicate.add("agent", owners)
        predicate.add("instrument", arms)
        predicate.rule += " wielder"


def _is_of_war(thing: Token) -> bool:
    if thing.ent_type_ or not thing.is_a("war_craft"):
        return False
    return not any(item.is_a("civil") for item in tree.children(thing, "amod", "compound"))


def _fallen(predicate: Predicate) -> Sequence[Token]:
    """The subject of a verb for which the lexicon knows no doer: "*shells* fell on the town"."""
    return predicate.slots.subject if predicate.slots is not None and predicate.token.is_a("coming_down") else ()


def _owner(thing: Token) -> Token | None:
    """The state or body before the word: "*Israeli* warplanes", "the *group's* rockets"."""
    for item in tree.children(thing, "amod", "compound", "nmod:poss"):
        named = item.ent_type_ in OWNERS and item.ent_type_ != "PERSON"
        if item.i < thing.i and (named or (item.base == "nmod" and item.is_a("acting"))):
            return item
    return None
