"""Whether two names may be one: shared by resolution within an article and clustering across articles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from kg.authority.names import fold, initials, is_acronym, sound_key

if TYPE_CHECKING:
    from collections.abc import Sequence

# Spelling variants of one surname reach this (Suleimani, Soleimani: 0.93); two surnames seldom do.
_NEAR = 0.93
_DOUBLED = re.compile(r"(\w)\1")
_PARTICLES = frozenset(
    {"al", "el", "bin", "ben", "ibn", "abu", "von", "van", "de", "da", "del", "der", "di", "la", "le", "al-"}
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LEGAL = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "llc", "plc", "ag", "sa", "gmbh", "nv", "group", "holdings"}
)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a personal name without particles and suffixes: "Bashar al-Assad" → bashar, assad."""
    words = fold(name).split()
    kept = tuple(word for word in words if word not in _PARTICLES and word not in _SUFFIXES)
    return kept or tuple(words)


@lru_cache(maxsize=100_000)
def is_spelling(left: str, right: str) -> bool:
    """Whether two folded words are spellings of one name: the same, or transcribed alike, or nearly so.

    Short words must agree letter by letter: Kim and Kem, Bush and Busch are different people.
    """
    if left == right:
        return True
    if not (left.isalpha() and right.isalpha()):
        return False  # Flight 171 is not Flight 177
    if min(len(left), len(right)) < 5:
        if min(len(left), len(right)) < 4:
            return False
        # Nuri and Nouri; but Bush and Busch, whose sound is short, are two.
        alike = sound_key(left) == sound_key(right) and len(sound_key(left)) > 3 and left[0] == right[0]
        return alike or _DOUBLED.sub(r"\1", left) == _DOUBLED.sub(r"\1", right)
    if sound_key(left) == sound_key(right) and len(sound_key(left)) > 2:
        return JaroWinkler.similarity(left, right) >= 0.6  # Qassim and Ghasem still reach 0.67
    return (
        min(len(left), len(right)) >= 6
        and left[0] == right[0]
        and JaroWinkler.similarity(left, right) >= _NEAR
        and JaroWinkler.similarity(left[::-1], right[::-1]) >= _NEAR - 0.05
    )


def is_same_person(left: str, right: str) -> bool:
    """Whether two full personal names are spellings of one: surnames alike, first names alike or an initial of it."""
    one, two = words_of(left), words_of(right)
    if len(one) < 2 or len(two) < 2 or not is_spelling(one[-1], two[-1]):
        return one == two
    first, second = one[:-1], two[:-1]
    if _is_first(first[0], second[0]):
        return len(first) < 2 or len(second) < 2 or _middle_fits(first[1:], second[1:])
    # "Hamid Arabnejad Khanooki", "Arabnejad Khanooki": one leaves the first name out.
    return len(first) != len(second) and is_spelling(first[-1], second[-1])


def is_short_person(short: str, full: str) -> bool:
    """Whether the shorter name is a part of the full one that stands for the person: the surname, or first names."""
    one, two = words_of(short), words_of(full)
    if not one or len(one) >= len(two):
        return False
    tail = two[-len(one) :]
    if all(is_spelling(word, other) for word, other in zip(one, tail, strict=True)):
        return True
    # Chinese and Korean names begin with the surname, and many public persons go by the first name.
    return len(one) == 1 and one[0] == two[0] and len(one[0]) > 1


def is_surname(short: str, full: str) -> bool:
    """Whether the short name is the full one's last word or words: what news calls a person after the first mention."""
    one, two = words_of(short), words_of(full)
    return 0 < len(one) < len(two) and all(
        is_spelling(word, other) for word, other in zip(one, two[-len(one) :], strict=True)
    )


def is_short_organization(short: str, full: str) -> bool:
    """Whether the short name abbreviates the full one: its initials, or its first words ("Mahan" of "Mahan Air")."""
    if is_acronym(short):
        letters = fold(short).replace(" ", "")
        return len(letters) > 1 and letters in (initials(full), initials(_without_legal(full)))
    one, two = fold(short).split(), fold(full).split()
    if not one or len(one) >= len(two) or len("".join(one)) < 4:
        return False
    return list(_strip_legal(two)) == one or two[: len(one)] == one


def is_same_organization(left: str, right: str) -> bool:
    """Whether two names of organisations differ only in legal form or spelling: "Boeing Co.", "Boeing"."""
    one, two = _strip_legal(fold(left).split()), _strip_legal(fold(right).split())
    return len(one) == len(two) and all(is_spelling(word, other) for word, other in zip(one, two, strict=True))


def _strip_legal(words: Sequence[str]) -> Sequence[str]:
    while len(words) > 1 and words[-1] in _LEGAL:
        words = words[:-1]
    return words


def _without_legal(name: str) -> str:
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in _LEGAL else name


def _is_first(left: str, right: str) -> bool:
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    return is_spelling(left, right) or _short_forms(left, right)


def _middle_fits(left: Sequence[str], right: Sequence[str]) -> bool:
    return all(_is_first(one, two) for one, two in zip(left, right, strict=False))


# First names and the forms people go by; what differs in more than letters.
_FORMS = (
    ("william", "bill", "will", "billy"), ("robert", "bob", "rob", "bobby"), ("richard", "rick", "dick", "rich"),
    ("james", "jim", "jimmy"), ("john", "jack", "johnny"), ("joseph", "joe"), ("michael", "mike", "mick"),
    ("thomas", "tom"), ("edward", "ed", "ted", "eddie"), ("charles", "chuck", "charlie"), ("daniel", "dan", "danny"),
    ("david", "dave"), ("steven", "stephen", "steve"), ("anthony", "tony"), ("donald", "don"), ("kenneth", "ken"),
    ("lawrence", "larry"), ("matthew", "matt"), ("christopher", "chris"), ("nicholas", "nick"), ("andrew", "andy"),
    ("gregory", "greg"), ("jeffrey", "jeff"), ("timothy", "tim"), ("patrick", "pat"), ("samuel", "sam"),
    ("benjamin", "ben"), ("alexander", "alex"), ("elizabeth", "liz", "beth"), ("katherine", "kate"),
    ("margaret", "maggie", "peggy"), ("deborah", "debbie"), ("susan", "sue"), ("barbara", "barb"), ("ronald", "ron"),
    ("raymond", "ray"), ("frederick", "fred"), ("peter", "pete"), ("albert", "al"), ("bernard", "bernie"),
    ("dmitry", "dmitri", "dmitriy"), ("mohammed", "muhammad", "mohamed", "mohammad", "muhammed"),
)  # fmt: skip


def _short_forms(left: str, right: str) -> bool:
    return any(left in forms and right in forms for forms in _FORMS)
