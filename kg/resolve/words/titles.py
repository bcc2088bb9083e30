"""Titles said before names: which words are titles, and a name without them. Internal to `kg.resolve`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from kg.authority.given_names import first_names, sex_of
from kg.authority.names import fold
from kg.authority.titles import is_title, is_title_word
from kg.resolve.words.nouns import noun_of

_AFTER_OF = ("secretary of state", "chief of staff", "minister of state", "speaker of the house", "head of state")
_HONORIFIC = frozenset({"mr", "mrs", "ms", "miss", "sir", "dr"})
_TITLE_GENDER = {"mr": "masc", "mrs": "fem", "ms": "fem", "miss": "fem", "sir": "masc", "lady": "fem", "lord": "masc"}
_TIMES = frozenset({"last", "next", "this", "year", "week", "month", "night", "later", "then", "also", "when", "while"})


def peel(name: str, *, sure: bool = False) -> tuple[str, str]:
    """Title and bare name: "Col Skripal" → ("Col", "Skripal"), "House Speaker Nancy Pelosi" → ("House Speaker", …).

    `sure`: take only titles that begin no other names. The title is "" where there is none, or nothing else.
    """
    words = name.split()
    folded = [fold(word) for word in words]
    best = 0
    for size in range(1, len(words)):
        head = folded[:size]
        if " ".join(head) in _AFTER_OF:
            best = size
            continue
        if is_title(head, sure=sure):
            best = size
    bare = " ".join(words[best:])
    if not best or not bare[:1].isupper():
        return "", name
    return " ".join(words[:best]), bare


@lru_cache(maxsize=20_000)
def clean_title(title: str) -> str:
    """The words of a title that are one: "Last year President" → "President"; "" for "Hurricane" or "North"."""
    words = title.split()
    folded = [fold(word) for word in words]
    for at in range(len(words) - 1, -1, -1):
        if folded[at] in _HONORIFIC:
            return " ".join(words[at:])
    while folded and folded[0] in _TIMES:
        words, folded = words[1:], folded[1:]
    for word in folded:
        if is_title_word(word) or ((noun := noun_of(word, plural=False)) and noun.sort == "person"):
            return " ".join(words)
    return ""


_ADVERBS = ("ically", "fully", "ingly", "ously", "ively")


def gender_of(name: str) -> str:
    """Which pronoun a name lets expect: "masc", "fem" or "", by its first name, else by a Slavic surname's ending.

    An expectation, no knowledge.
    """
    words = fold(name).split()
    first = sex_of(words[0]) if len(words) > 1 else ""
    if first or not words or len(words[-1]) < _LONG:
        return first
    return "fem" if is_womans(name) else "masc" if words[-1].endswith(_OF_MEN) else ""


# Surnames of women and of men in Czech, Slovak, Bulgarian and Russian, and Italian ones that end so.
_OF_WOMEN, _OF_MEN = ("ova", "eva", "skaya"), ("ov", "ev", "skiy", "skyi")
_OF_ANYBODY = frozenset({"bova", "canova", "casanova", "genova", "terranova", "villanova"})
_LONG = 6


def is_womans(name: str) -> bool:
    """Whether the surname is one that only women have: "Ivanova"."""
    last = fold(name).split()[-1:]
    return bool(last) and len(last[0]) >= _LONG and last[0].endswith(_OF_WOMEN) and last[0] not in _OF_ANYBODY


def title_gender(title: str) -> str:
    """The sex that a title tells: "masc" of "his father", "fem" of "congresswoman", "" of "Dr." and of none."""
    words = fold(title).split()
    if not words:
        return ""
    noun = noun_of(words[-1], plural=False)
    return _TITLE_GENDER.get(words[-1]) or (noun.gender if noun is not None and noun.sort == "person" else "")


def has_first_name(name: str) -> bool:
    """Whether a name of two or more words begins with a common first name."""
    words = name.split()
    return len(words) > 1 and fold(words[0]) in first_names()


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    text = (files("kg.resolve") / "files" / "no_names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_no_name(name: str) -> bool:
    """Whether a single word names nobody, capital or not: "State", "Comments", "Scientifically"; and lower case."""
    words = name.split()
    if not any(char.isupper() for char in name):
        return not any(char.isdigit() for char in name)
    if len(words) != 1:
        return words[0].lower() == words[0] and words[0].endswith("ing")
    folded = fold(name)
    return folded in _no_names() or (len(folded) > 7 and folded.endswith(_ADVERBS))
