"""The verb of an event where it is more than one word: "turned *down*", "left three *dead*", "dropped two *bombs*".

Whether two events may be one is asked of their words (`kg.authority.triggers`), of which "turn" or "go" says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.triggers import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import EventMention, Filler

_NEXT = re.compile(r"\s+([a-z]+)\b")
_LAST = re.compile(r"([a-z]+)\W*$")


def whole_lemma(text: str, event: EventMention, roles: Sequence[Filler]) -> str:
    """The lemma of a verb with its particle, behind it or behind its object, or with the last word of its object.

    Only where the two have a meaning together.
    """
    if not event.rule.startswith("verb"):
        return event.lemma
    behind = [filler.span for filler in roles if filler.span.start == event.trigger.end + 1]
    for end in (event.trigger.end, *(span.end for span in behind)):
        particle = _NEXT.match(text, end)
        if particle is not None and is_known(whole := f"{event.lemma} {particle[1]}"):
            return whole
    for span in behind:
        left = _LAST.search(span.of(text))
        if left is not None and is_known(whole := f"{event.lemma} {left[1].removesuffix('s')}"):
            return whole
    return event.lemma
