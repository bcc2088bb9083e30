"""How many of what: "at least 12 people", "thirty soldiers", "dozens of protesters" → bounds and the thing counted.

Figures that count nothing are left alone: ages ("a 12-year-old"), years ("the 2019 protests"), ordinals, money.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_POWERS = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
# Least number that such a word stands for; how many more is open.
_VAGUE = {"dozens": 20, "tens": 20, "scores": 40, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}

_OPENINGS = {
    "at least": "least", "no fewer than": "least", "not fewer than": "least", "no less than": "least",
    "more than": "more", "over": "more", "upwards of": "more", "in excess of": "more",
    "at most": "most", "up to": "most", "as many as": "most", "no more than": "most", "not more than": "most",
    "fewer than": "fewer", "less than": "fewer", "under": "fewer",
    "about": "about", "around": "about", "some": "about", "roughly": "about", "approximately": "about",
    "nearly": "about", "almost": "about", "an estimated": "about", "close to": "about",
}  # fmt: skip
_OPENING = re.compile(rf"(?:{'|'.join(sorted(_OPENINGS, key=len, reverse=True))})\b")
_ABOUT_SHARE = 0.1
"""By so much a round figure may be off."""

_DETERMINERS = re.compile(r"(?:(?:the|all|another|these|those|other|a total of)\s+)+")
_MONEY = re.compile(r"[$€£¥%]")
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d-])|[^\W_]+(?:[.,'’-][^\W_]+)*")
# Where the noun that is counted ends.
_STOP = frozenset({
    "of", "in", "at", "on", "from", "who", "whom", "that", "which", "with", "by", "near", "including", "and", "or",
    "were", "was", "are", "is", "for", "to", "after", "as",
})  # fmt: skip
_SINGULARS = {
    "people": "person", "persons": "person", "others": "person", "dead": "person", "deaths": "person",
    "fatalities": "person", "casualties": "person", "victims": "person", "lives": "person", "bodies": "person",
    "children": "child", "men": "man", "women": "woman", "policemen": "policeman", "gunmen": "gunman",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """From `low` to `high` of a thing (a singular noun, lower case); `high` is infinite where it is open."""

    low: float
    high: float
    thing: str

    def contradicts(self, other: Quantity) -> bool:
        """Whether no one number fits both. People may be more than the soldiers among them, never fewer."""
        if self.thing == other.thing:
            return self.high < other.low or other.high < self.low
        if self.thing == "person":
            return self.high < other.low
        return other.thing == "person" and other.high < self.low


def quantity_of(phrase: str) -> Quantity | None:
    """What a phrase counts; None when it counts nothing.

    Example:
        >>> quantity_of("at least 12 people")
        Quantity(low=12, high=inf, thing='person')
    """
    words = " ".join(phrase.lower().split())
    if _MONEY.search(words):
        return None
    words = words[match.end() :] if (match := _DETERMINERS.match(words)) else words
    opening = _OPENING.match(words)
    shape = _OPENINGS[opening.group()] if opening else "exactly"
    rest = _TOKEN.findall(words[opening.end() :] if opening else words)
    low, n_words = _vague(rest)
    bounds: tuple[float, float] | None = (low, math.inf)
    if not n_words:
        number, n_words = _number(rest)
        bounds = None if number is None else _bounds(number, shape)
    thing = _thing(rest[n_words:])
    return None if bounds is None or thing is None else Quantity(*bounds, thing)


def _bounds(number: int, shape: str) -> tuple[float, float]:
    match shape:
        case "least" | "more":
            return number, math.inf
        case "most" | "fewer":
            return 0, number
        case "about":
            return math.floor(number * (1 - _ABOUT_SHARE)), math.ceil(number * (1 + _ABOUT_SHARE))
    return number, number


def _vague(words: list[str]) -> tuple[int, int]:
    """Least number of "dozens of", "tens of thousands of", and how many words say it; 0 words for other openings."""
    low = n_words = 0
    for word in words:
        if word in _VAGUE:
            low = max(1, low) * _VAGUE[word]
        elif word != "of" or not n_words:
            break
        n_words += 1
    return low, n_words


def _number(words: list[str]) -> tuple[int | None, int]:
    """A number in digits or words, and how many words it takes: "1,200", "12 thousand", "twenty-one", "a dozen"."""
    if words[:1] == ["a"] and len(words) > 1 and words[1] in _POWERS:
        return _number(["one", *words[1:]])
    total = _value(words[0]) if words else None
    if total is None or re.fullmatch(r"(?:19|20)\d\d", words[0]):
        return None, 0  # "the 2019 protests"
    n_words = 1
    while n_words < len(words):
        word = words[n_words]
        further = words[n_words + (word == "and") :][:1]
        value = _value(further[0]) if further else None
        if word in _POWERS:
            total, n_words = total * _POWERS[word], n_words + 1
        elif value is not None and value < total and total % 100 == 0:  # "two hundred and fifty"
            total, n_words = total + value, n_words + 1 + (word == "and")
        else:
            break
    return total, n_words


def _value(word: str) -> int | None:
    if re.fullmatch(r"\d+(?:,\d{3})*", word):
        return int(word.replace(",", ""))
    tens, _, unit = word.partition("-")
    if tens in _TENS and (not unit or 0 < _UNITS.get(unit, 0) < 10):
        return _TENS[tens] + _UNITS.get(unit, 0)
    return _UNITS.get(word)


def _thing(words: list[str]) -> str | None:
    """The counted noun: the last word before a preposition, in the singular."""
    if words[:1] == ["of"]:  # "two of the soldiers"
        return None
    head = None
    for word in words:
        if word in _STOP:
            break
        head = word
    if head is None or not head[0].isalpha():
        return None
    return _SINGULARS.get(head) or (head[:-1] if head.endswith("s") and not head.endswith("ss") else head)
