"""What reports number: the fifth case is not the fourth, and Advisory 14 not Advisory 25. Internal to `kg.merge`.

Reports of one kind use the same words again and again, each of the next case, storm or bulletin. Where they count
these, the highest number of an article is its own; what it calls by a lower one was there before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Numbers = frozenset[tuple[str, int]]
"""What is counted, and the highest number of it."""

_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {word: number for number, word in enumerate(_WORDS.split(), 2)}
# What follows itself, one report for each.
_OCCASIONS = "case outbreak storm hurricane cyclone typhoon depression eruption"
# Reports of which a story has many, and that tell how far things are by now.
_BULLETINS = "advisory bulletin update"
_COUNTED = re.compile(
    rf"\b(\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\s+(?:[a-z][\w-]*\s+){{0,3}}?({'|'.join(_OCCASIONS.split())})\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"\b({'|'.join(_BULLETINS.split())}|situation\s+report)\s+(?:no\.?|number|nr\.?|\#)\s?(\d{{1,3}})", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


def occasions_of(text: str) -> Numbers:
    """The highest number of each sort of occasion that a text counts: "Canada's *fifth* confirmed *case*"."""
    return _highest((match[2], match[1]) for match in _COUNTED.finditer(text))


def bulletins_of(text: str) -> Numbers:
    """The same of bulletins: "Advisory Number 14"."""
    return _highest((match[1], match[2]) for match in _NUMBERED.finditer(text))


def are_others(one: Numbers, two: Numbers) -> bool:
    """Whether both number the same sort of thing, and nothing alike."""
    left, right = dict(one), dict(two)
    shared = left.keys() & right.keys()
    return bool(shared) and all(left[sort] != right[sort] for sort in shared)


def called(numbers: Numbers) -> str:
    """How a sentence names them: "case 5"."""
    return ", ".join(f"{sort} {number}" for sort, number in sorted(numbers))


def _highest(found: Iterator[tuple[str, str]]) -> Numbers:
    numbers: dict[str, int] = {}
    for sort, said in found:
        key = " ".join(sort.lower().split())
        numbers[key] = max(numbers.get(key, 0), _ORDINALS.get(said.lower()) or int(_DIGITS.findall(said)[0]))
    return frozenset(numbers.items())
