"""Sums that papers write with the sign of their own money before the number: "N50m", "P6.8 million", "Rs10 lakh".

In: a Doc. Out: the names that are left; the words of the sums are numbers. The recogniser takes them for people and
places, and the tagger the "m" behind for a verb.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.text.tokens import Doc, Run, Token

SUM = re.compile(r"(N|NGN|P|PHP|R|ZAR|RM|Rs|INR|PKR|K|K[Ss]h|KES|Shs?|USh|UGX|TSh|TZS|Tk|BDT|GHS|GH¢)\d[\d,.]*")
"""A number with its money. One letter alone is not enough: "N95" is a mask."""
UNITS = frozenset(["m", "m.", "bn", "b", "mn", "k", "million", "billion", "trillion", "lakh", "crore"])
"""What such numbers count in."""


def without_sums(doc: Doc) -> list[Run]:
    """The names of the Doc that are no sums."""
    sums = {item.i for token in doc if token.text[:1].isalpha() and token.text[-1:].isdigit() for item in _sum(token)}
    return [name for name in doc.ents if not any(token.i in sums for token in name)] if sums else list(doc.ents)


def _sum(token: Token) -> Iterable[Token]:
    """The words of the sum that begins here, as numbers; none where it is none."""
    if SUM.fullmatch(token.text) is None:
        return ()
    behind = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    words = [token]
    if behind is not None and behind.lower_ in UNITS:
        words.append(behind)
    elif "," not in token.text or "." in token.text[-1:]:
        return ()
    for word in words:
        word.pos_, word.tag_, word.lemma_ = "NUM", "CD", word.lower_
    return words
