"""Where in its sentence a time stands: small questions that `kg.extract.circumstances.circumstances` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.circumstances.times import Found
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Run, Token

JUDGING = frozenset(["ACCUSE", "SUPPORT"])
"""Types of what is said about an event that all know."""


def is_ahead_of_all(sent: Run, found: Found) -> bool:
    """Whether nothing but prepositions and the like stands before it."""
    before = [token for token in sent if token.idx < found.span.start and not token.is_space]
    return all(token.pos_ in {"ADP", "ADV", "SCONJ", "DET", "ADJ"} for token in before)


def opens(sent: Run, found: Found) -> bool:
    """Whether a sentence opens with the time: "*Yesterday*, what organisers called …, marched"."""
    if not is_ahead_of_all(sent, found):
        return False
    behind = next((token for token in sent if token.idx >= found.span.end and not token.is_space), None)
    return behind is not None and behind.text == ","


def says_since(word: Token) -> bool:
    """A clause or noun that "since" stands before."""
    return any(item.lower_ == "since" for item in tree.children(word, "mark", "case", "advmod"))


def of_judged(above: Predicate | None, head: Token, owner: Mapping[int, Predicate]) -> Predicate | None:
    """The event that a time behind it dates, and not the verb before: "condemns *the attack* in Kabul on 26 August".

    What is condemned or welcomed in the present was before; of what was condemned in the past, a phrase of place must
    lead from the event to the day.
    """
    if above is None or above.type not in JUDGING or above.slots is None or head.i < above.token.i:
        return above
    present = above.token.tag_ in {"VBZ", "VBP"} and "aux" not in above.token.family
    for noun in above.slots.object:
        event = owner.get(noun.i)
        if event is None or event.slots is not None or not above.token.i < noun.i < head.i:
            continue
        phrases = [item for item in tree.children(noun, "nmod") if item.i < head.i]
        led = any(item.preposition in {"in", "at", "near", "on"} for item in phrases[-1:])
        if present or (led and tree.is_definite(noun) and phrases[-1].right_edge.i + 1 == head.left_edge.i):
            return event
    return above
