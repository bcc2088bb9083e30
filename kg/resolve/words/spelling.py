"""How near two transcriptions of one word are: letters that transcribers exchange cost little. Internal.

Names from Arabic, Persian, Hebrew, Russian and the like reach English in many spellings: Haftar, Hifter.
A word is read as sounds; what one transcription writes for another of the same letter is cheap, what tells two names
apart (a consonant; a dark for a bright vowel, as in Khamenei and Khomeini) is dear.
"""

from __future__ import annotations

import re
from functools import lru_cache

NEAR = 0.88
"""Closeness from which two words of five letters or more are spellings of one name."""
NEAR_SHORT = 0.9
"""The same for shorter words, whose vowels count double."""
_SHORT = 5
FAR = 0.8
"""Closeness below which words are not compared to the end."""

# Sounds by their letters, the longest first; a sound is its class and the letters that wrote it.
_SOUND = re.compile(
    r"shch|tsch|sch|tch|tsh|dzh|kh|gh|qh|ck|sh|ch|zh|dj|ph|th|dh|ts|tz|gj|gg(?=[ei])|oo|ee|ou|x|[a-z]|\S",
)
_CLASS = {
    **dict.fromkeys(("k", "q", "g", "c", "kh", "gh", "qh", "ck"), "K"),
    **dict.fromkeys(
        (
            "s",
            "z",
            "sh",
            "ch",
            "zh",
            "dj",
            "dzh",
            "j",
            "tch",
            "tsh",
            "sch",
            "shch",
            "ts",
            "tz",
            "c'",
            "gj",
            "gg",
            "tsch",
        ),
        "S",
    ),
    **dict.fromkeys(("t", "d", "th", "dh"), "T"),
    **dict.fromkeys(("p", "b"), "P"),
    **dict.fromkeys(("f", "v", "w", "ph"), "F"),
    **dict.fromkeys(("a",), "A"),
    **dict.fromkeys(("e",), "E"),
    **dict.fromkeys(("i", "y", "ee"), "I"),
    **dict.fromkeys(("o", "u", "oo", "ou"), "U"),
    "m": "M",
    "n": "N",
    "l": "L",
    "r": "R",
    "h": "H",
}
_VOWELS = frozenset("AEIU")
# Cost of one vowel for another; what is missing costs 1.
_VOWEL_COST = {frozenset("AE"): 0.15, frozenset("EI"): 0.1, frozenset("AI"): 0.65}
# Cost of one letter for another of its class; what is missing costs `_KIN`.
_KIN = 0.5
_LETTER_COST = {
    frozenset(pair.split()): cost
    for cost, pairs in (
        (0.0, ("k q", "k ck", "k c", "q ck", "g gh", "kh qh", "ph f", "v w", "ts tz", "ch tch", "ch tsh", "ch tsch")),
        (0.0, ("tch tsch", "j dj", "j gj", "gg gj", "gg j", "j dzh", "dj dzh", "zh dzh", "th t", "dh d")),
        (0.15, ("q gh", "q g", "gh kh", "zh j", "k kh", "kh h", "c' s", "dh z", "w v")),
        (0.3, ("t d", "z s", "k g", "f v")),
        (0.25, ("q kh", "g j", "g gj", "g gg", "k gh", "s sh", "ch sh", "ts ch", "p b", "tch sch", "dh th", "th s")),
        (0.25, ("s ts", "z ts", "sch sh")),
    )
    for pair in pairs
}
_GLIDE = 0.1
_EXTRA_VOWEL = 0.5
_SILENT = 0.3
_EXTRA_H = 0.1
_FIRST_H = 0.6
_ROUNDING = 0.01
"""More than what rounding a closeness to four digits makes of a cost."""
# At the end of a first name these tell man and woman apart.
_LAST_VOWEL = {frozenset("AE"): 0.5, frozenset("AI"): 1.0}

Sound = tuple[str, str]


@lru_cache(maxsize=4_096)
def closeness(left: str, right: str, *, least: float = FAR) -> float:
    """1 for the same sounds, less the more they differ; both folded.

    `least`: what is asked for; a closeness below it may be given as 0, as soon as it is seen to lie below.

    >>> closeness("qassem", "ghasem") > NEAR, closeness("khamenei", "khomeini") > NEAR
    (True, False)
    """
    one, two = sounds(left), sounds(right)
    longer = max(len(one), len(two))
    if not longer:
        return 0.0
    most = (1.0 - least) * longer + _ROUNDING
    if least_cost(one, two) > most:
        return 0.0
    cost = _cost(one, two, short=min(len(left), len(right)) < _SHORT, most=most)
    return 0.0 if cost is None else round(max(0.0, 1.0 - cost / longer), 4)


@lru_cache(maxsize=4_096)
def skeleton(text: str) -> str:
    """The consonant classes of a folded name, by which its transcriptions find each other: Haftar, Hifter → `FTR`.

    Words without a consonant keep their letters.
    """
    found = "".join(kind for kind, _ in sounds(text.replace(" ", "")) if kind not in _VOWELS and kind != "H")
    collapsed = re.sub(r"(.)\1+", r"\1", found)
    return collapsed or text


@lru_cache(maxsize=4_096)
def sounds(word: str) -> tuple[Sound, ...]:
    """The word's sounds; doubled ones, which transcribers write as they like, count once."""
    word = _SIBILANT_OV.sub(r"\1ev", word)
    found: list[Sound] = []
    for match in _SOUND.finditer(word):
        letters = match[0]
        if letters == "x":
            parts = ["k", "s"]
        elif letters == "c" and word[match.end() : match.end() + 1] in ("e", "i", "y"):
            parts = ["c'"]
        else:
            parts = [letters]
        for part in parts:
            sound = (_CLASS.get(part, part), part)
            if not found or (found[-1][0] != sound[0] or (found[-1][1] != part and sound[0] not in _VOWELS)):
                found.append(sound)
    return tuple(found)


# Gorbachev and Gorbachov: Russian writes an e there and says o.
_SIBILANT_OV = re.compile(r"(sh|ch|zh)y?ov(?=a?$)")


def least_cost(one: tuple[Sound, ...], two: tuple[Sound, ...]) -> int:
    """What turning one into the other costs at the least: the consonants that one has more of.

    Of any two words this leaves out nearly all, in a twentieth of the time.
    """
    (mixed, h, *mine), (other_mixed, other_h, *theirs) = _consonants(one), _consonants(two)
    # An h may stand for a kh.
    lost, put_in = max(0, mixed - other_mixed - other_h), max(0, other_mixed - mixed - h)
    for here, there in zip(mine, theirs, strict=True):
        if here > there:
            lost += here - there
        else:
            put_in += there - here
    return max(lost, put_in)


# Classes of consonants, of which one for one of another costs 1; but some of K, S and T cost less for each other.
_GROUPS = {**dict.fromkeys("KST", 0), **{kind: at for at, kind in enumerate("HPFMNLR", start=1)}}


@lru_cache(maxsize=4_096)
def _consonants(word: tuple[Sound, ...]) -> tuple[int, ...]:
    """How many of each group it has."""
    found = [0] * (1 + len("HPFMNLR"))
    for kind, _ in word:
        if kind in _GROUPS:
            found[_GROUPS[kind]] += 1
    return tuple(found)


def _cost(one: tuple[Sound, ...], two: tuple[Sound, ...], *, short: bool, most: float) -> float | None:
    """Least cost of turning one into the other, by dynamic programming over sounds; None where it is beyond `most`."""
    extras = _extras(two, short=short)
    row = [0.0]
    for extra in extras:
        row.append(row[-1] + extra)
    end = len(two) - 1
    for here, (sound, extra) in enumerate(zip(one, _extras(one, short=short), strict=True)):
        is_end = here == len(one) - 1
        cost = row[0] + extra
        new = [cost]
        for at, other in enumerate(two):
            # The least of three: one sound for another, one left out, one put in.
            cost += extras[at]
            left_out = row[at + 1] + extra
            if left_out < cost:
                cost = left_out
            if sound == other:
                changed = row[at]
            elif row[at] < cost:
                changed = row[at] + _change(sound, other, short=short, last=is_end and at == end)
            else:
                changed = cost
            if changed < cost:
                cost = changed
            new.append(cost)
        row = new
        if min(row) > most:  # no step has a negative cost
            return None
    return row[-1] if row[-1] <= most else None


@lru_cache(maxsize=4_096)
def _extras(word: tuple[Sound, ...], *, short: bool) -> tuple[float, ...]:
    """What it costs to leave each sound out."""
    return tuple(_extra(word, at, short=short) for at in range(len(word)))


def _extra(word: tuple[Sound, ...], at: int, *, short: bool) -> float:
    """Cost of a sound that the other has not."""
    kind, _ = word[at]
    if kind == "H":
        return _FIRST_H if at == 0 else _EXTRA_H
    if kind not in _VOWELS:
        return 1.0
    last = at == len(word) - 1
    beside = (at > 0 and word[at - 1][0] in _VOWELS) or (not last and word[at + 1][0] in _VOWELS)
    if at == 0:
        cost = _GLIDE if kind == "I" and beside else 1.0  # Yevgeny, Evgeny; but Ann is not Ian
    elif last:
        cost = _SILENT if kind in "EI" else 1.0
    else:
        cost = (_GLIDE if kind in "IE" else 2 * _GLIDE) if beside else _EXTRA_VOWEL
    return 2 * cost if short else cost


@lru_cache(maxsize=4_096)
def _change(one: Sound, two: Sound, *, short: bool, last: bool) -> float:
    if one == two:
        return 0.0
    if one[0] in _VOWELS and two[0] in _VOWELS:
        if one[0] == two[0]:
            return 0.05
        kinds = frozenset((one[0], two[0]))
        cost = _VOWEL_COST.get(kinds, 1.0)
        if last:
            cost = _LAST_VOWEL.get(kinds, cost)
        return (4 if cost == 0.1 else 2) * cost if short else cost  # Kim is not Kem
    found = _LETTER_COST.get(frozenset((one[1], two[1])))
    if found is not None:
        return 2 * found if short and found > 0.15 else found
    return _KIN * (2 if short else 1) if one[0] == two[0] else 1.0
