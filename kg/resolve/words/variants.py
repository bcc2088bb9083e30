"""Whether two names may be one: shared by resolution within an article and clustering across articles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.authority.given_names import first_names, iberian_names, sex_of
from kg.authority.names import fold, initials, is_acronym
from kg.resolve.words.east_asia import is_romanisation
from kg.resolve.words.spelling import NEAR, NEAR_SHORT, closeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PARTICLES = frozenset(
    {"al", "el", "bin", "ben", "ibn", "abu", "von", "van", "de", "da", "del", "der", "di", "la", "le", "al-"}
)
_FIRST_TOO = "ben"
"""A particle that is a first name too: Ben Wallace, Zine El Abidine Ben Ali."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LEGAL = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "llc", "plc", "ag", "sa", "gmbh", "nv", "group", "holdings"}
)


_ABD = re.compile(r"\ba?bd(?:[aeiou]+l)? (?:(?:al|el|ul) )?(?=\w)")
_ABD_JOINED = re.compile(r"\babd(?:[aeiou]{1,2}l)(?=\w{3})")
_ABU_JOINED = re.compile(r"\bab(?:u|ou)(?=\w{4})")
_LINKED = re.compile(r"\b(?:e|i|ul|al|el|ur)\b")


@lru_cache(maxsize=4_096)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a personal name without particles and suffixes: "Bashar al-Assad" → bashar, assad.

    What Arabic writes as one word is one: "Abdel Fattah", "Abdul-Fattah" → abdfattah; "Abubakr", "Abu Bakr" → bakr.
    A name that begins with "Ben" has a first name, of those in the news; `is_surname` knows the other kind.
    """
    folded = fold(name)
    if "ab" in folded:
        folded = _ABU_JOINED.sub("", _ABD_JOINED.sub("abd", _ABD.sub("abd", folded)))
    words = folded.split()
    kept = tuple(word for word in words if word not in _PARTICLES and word not in _SUFFIXES)
    if len(words) > len(kept) > 0 and words[0] == _FIRST_TOO and words[1] == kept[0]:
        kept = (_FIRST_TOO, *kept)
    return kept or tuple(words)


@lru_cache(maxsize=4_096)
def is_spelling(left: str, right: str) -> bool:
    """Whether two folded words are spellings of one name: the same, or nearly so in sound.

    Short words must agree more closely: Kim and Kem are different people.
    """
    return left == right or spelling_score(left, right) > 0.0


def spelling_score(left: str, right: str) -> float:
    """Closeness of two folded words, 0 where they are no spellings of one name."""
    if left == right:
        return 1.0
    if not (left.isalpha() and right.isalpha()):
        return 0.0  # Flight 171 is not Flight 177
    shorter = min(len(left), len(right))
    if shorter < 3 or abs(len(left) - len(right)) > _MOST_LETTERS_MORE:
        return 0.0
    least = NEAR if shorter > 4 else NEAR_SHORT
    found = closeness(left, right, least=least)
    return found if found >= least else 0.0


# Shcherbakov has five letters more than its shortest transcription.
_MOST_LETTERS_MORE = 5
# A surname may be farther off where the first name is the same and no common one: Khalifa Haftar, Khalifa Hifter.
_NEAR_BESIDE = 0.84
_LONG = 6


@lru_cache(maxsize=20_000)
def is_same_person(left: str, right: str) -> bool:
    """Whether two full personal names are spellings of one.

    Surnames alike and first names alike or an initial of it; or one leaves out its last name, or first, as Spanish
    second surnames and Arab family names are left out, or both: Evo Morales of Juan Evo Morales Ayma; or both are
    romanisations of one East Asian name.
    """
    one, two = words_of(left), words_of(right)
    if one == two:
        return True
    if len(one) < 2 or len(two) < 2:
        return False
    if _is_spelt_alike(one, two) or _may_leave_last_out(left, right) or is_romanisation(one, two):
        return True
    short, full = sorted((one, two), key=len)
    inside = (full[at : at + len(short)] for at in range(1, len(full) - len(short)))
    return short[-1] not in first_names() and short in inside


def _is_spelt_alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if not is_spelling(one[-1], two[-1]):
        beside = (
            one[0] == two[0]
            and one[0] not in first_names()
            and len(one) == len(two) == 2
            and min(len(one[-1]), len(two[-1])) >= _LONG
        )
        return beside and closeness(one[-1], two[-1]) >= _NEAR_BESIDE
    first, second = one[:-1], two[:-1]
    if _is_first(first[0], second[0]):
        return len(first) < 2 or len(second) < 2 or _middle_fits(first[1:], second[1:])
    # "Hamid Arabnejad Khanooki", "Arabnejad Khanooki": one leaves the first name out.
    return len(first) != len(second) and is_spelling(first[-1], second[-1])


def _may_leave_last_out(left: str, right: str) -> bool:
    """Whether it is usual with such names: Hugo Chávez (Frías), Mohammed bin Zayed (Al Nahyan)."""
    usual = words_of(left)[0] in iberian_names() or bool(_SON.search(fold(left)) and _SON.search(fold(right)))
    return usual and leaves_last_out(left, right)


def leaves_last_out(left: str, right: str) -> bool:
    """Whether one is the other without its last word; but Martin Luther is not Martin Luther King."""
    short, full = sorted((words_of(left), words_of(right)), key=len)
    if not 2 <= len(short) < len(full) <= len(short) + 1 or short[-1] in first_names():
        return False
    return all(is_spelling(word, other) for word, other in zip(short, full, strict=False))


_SON = re.compile(r"\b(?:bin|ibn|ben)\b")


def is_short_person(short: str, full: str) -> bool:
    """Whether the shorter name is a part of the full one that stands for the person: the surname, or first names."""
    one, two = _surname_words(short, full), words_of(full)
    if not one or len(one) >= len(two):
        return False
    tail = two[-len(one) :]
    if all(is_spelling(word, other) for word, other in zip(one, tail, strict=True)):
        return True
    # Chinese and Korean names begin with the surname, and many public persons go by the first name.
    return len(one) == 1 and one[0] == two[0] and len(one[0]) > 1


def is_inner_name(short: str, full: str) -> bool:
    """Whether the short name is a word inside the full one and no common first name: Lula of Luiz … Lula da Silva.

    So is what stands behind "Abdul": Qawi of Abdul Qawi.
    """
    one, two = words_of(short), words_of(full)
    return len(one) == 1 and one[0] in inner_words(two) and one[0] not in first_names()


def inner_words(words: Sequence[str]) -> list[str]:
    """The words of a full name, besides its first and last, by which its bearer may be called."""
    return [*words[1:-1], *(word[3:] for word in words[-1:] if word.startswith("abd"))]


@lru_cache(maxsize=4_096)
def _surname_words(short: str, full: str) -> tuple[str, ...]:
    """The words of the short name; "Ben" is a particle where the full name ends so: Zine El Abidine *Ben Ali*."""
    words = words_of(short)
    return words[1:] if words[:1] == (_FIRST_TOO,) and fold(full).endswith(f" {fold(short)}") else words


def is_surname(short: str, full: str) -> bool:
    """Whether the short name is the full one's last word or words: what news calls a person after the first mention."""
    one, two = _surname_words(short, full), words_of(full)
    return 0 < len(one) < len(two) and all(
        is_spelling(word, other) for word, other in zip(one, two[-len(one) :], strict=True)
    )


def surnames_among(names: Iterable[str], full: Iterable[str]) -> set[str]:
    """Those of the names that are the surname of one of the full ones, which have two words or more each."""
    by_last: dict[str, list[str]] = {}
    for person in full:
        by_last.setdefault(words_of(person)[-1], []).append(person)
    found: set[str] = set()
    for name in names:
        for last in words_of(name)[-1:]:
            near = (person for end, persons in by_last.items() if is_spelling(last, end) for person in persons)
            if any(is_surname(name, person) for person in near):
                found.add(name)
    return found


def is_short_organization(short: str, full: str) -> bool:
    """Whether the short name abbreviates the full one: its initials, or its first words ("Mahan" of "Mahan Air")."""
    if is_acronym(short):
        letters = fold(short).replace(" ", "")
        return len(letters) > 1 and letters in (initials(full), initials(_without_legal(full)))
    one, two = fold(short).split(), fold(full).split()
    if not one or len(one) >= len(two) or len("".join(one)) < 4:
        return False
    return list(_strip_legal(two)) == one or two[: len(one)] == one


def has_legal_form(name: str) -> bool:
    """Whether the last word of the name is the form of a company: "Inc", "Holdings"."""
    words = fold(name).split()
    return bool(words) and words[-1] in _LEGAL


# Short names of bodies differ by a letter: Bing and Boeing, Mac and Mack.
_LEAST_TRANSCRIBED = 5


def is_same_organization(left: str, right: str) -> bool:
    """Whether two names of organisations differ only in legal form or spelling: "Boeing Co.", "Boeing"."""
    one, two = _strip_legal(_body_words(left)), _strip_legal(_body_words(right))
    if len(one) == len(two) == 1 and min(len(one[0]), len(two[0])) < _LEAST_TRANSCRIBED:
        return one == two
    return len(one) == len(two) and all(is_spelling(word, other) for word, other in zip(one, two, strict=True))


def _body_words(name: str) -> Sequence[str]:
    """Folded words; the linking vowel of "Lashkar-e-Taiba" is written in many ways."""
    folded = fold(name)
    words = _LINKED.sub(" ", folded).split() if len(folded.split()) > 2 else folded.split()
    return words or folded.split()


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
    if {sex_of(left), sex_of(right)} == {"masc", "fem"}:
        return False  # Michel and Michelle
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
    ("mohammed", "muhammad", "mohamed", "mohammad", "muhammed"),
    ("alexander", "aleksandr", "alexandr", "alyaksandr", "oleksandr", "alexandre"),
    ("peter", "pyotr", "petro", "piotr"),
    ("eugene", "yevgeny", "evgeny", "yevhen"), ("vladimir", "volodymyr", "uladzimir"),
    ("nicholas", "nikolai", "mykola"), ("andrei", "andriy", "andrew"), ("paul", "pavel", "pavlo"),
    ("sergei", "serhiy", "siarhei"), ("yuri", "yuriy", "iurii"),
    ("alexandros", "alexis", "alexander"), ("georgios", "giorgos", "yorgos", "george"), ("ioannis", "yannis"),
    ("konstantinos", "kostas", "costas"), ("dimitrios", "dimitris"), ("nikolaos", "nikos"), ("panagiotis", "panos"),
    ("athanasios", "thanasis"), ("evangelos", "vangelis"), ("emmanouil", "manolis"), ("vasilios", "vassilis"),
)  # fmt: skip


def _short_forms(left: str, right: str) -> bool:
    return any(left in forms and right in forms for forms in _FORMS)
