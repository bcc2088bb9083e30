"""The event that a verb leads to which tells none itself, so that a time or place said of the verb is the event's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token


def led_by(verb: Token, owner: Mapping[int, Predicate]) -> Predicate | None:
    """The event that a verb which is none itself leads to: "*began* to withdraw", "the attack *came* on Friday".

    Where it is *seen* as something says nothing of where it was.
    """
    if verb.is_a("viewing"):
        return None
    for item in tree.children(verb, "xcomp", "obj", "nsubj"):
        if item.i in owner:
            return owner[item.i]
    for item in tree.children(verb, "obl"):  # "was met *with protests*", "hold placards *during a rally*"
        if item.i in owner and tree.preposition(item) in {"with", "by", "during"}:
            return owner[item.i]
    return None
