"""Names of East Asia: which word is the family's, and romanisations of Chinese and Korean that look unlike. Internal.

Wade-Giles and Pinyin of Chinese, and the Korean systems, are compared syllable by syllable: Mao Tse-tung is Mao Zedong,
Yi Myong-bak is Lee Myung-bak, while Kim Jong-il and Kim Jong-un differ in a syllable.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from kg.authority.given_names import family_rows
from kg.resolve.words.spelling import skeleton

_INITIALS = {
    "": "a ai an ang ao e ei en er o ou yi ya yan yang yao ye yin ying yo yong you yu yuan yue yun wa wai wan wang wei "
    "wen wo wu",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao ei en eng i ian iang iao ie in ing iu ong u uan ue uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}
_WADE_INITIAL = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_KOREAN = re.compile(
    r"(kk|k|g|tt|t|d|pp|p|b|jj|ch|j|ss|sh|s|h|r|l|n|m|)"
    r"(yeo|yae|you|yo|yu|ya|ye|wae|woo|woe|wo|wa|we|wi|eo|eu|oo|ou|oe|ae|ai|ui|ee|a|e|i|o|u|y)"
    r"(ng|k|g|n|t|l|m|p|b|h|)"
)
_KOREAN_INITIAL = {
    **dict.fromkeys(("kk", "k", "g"), "K"), **dict.fromkeys(("tt", "t", "d"), "T"),
    **dict.fromkeys(("pp", "p", "b"), "P"), **dict.fromkeys(("jj", "ch", "j"), "C"),
    **dict.fromkeys(("ss", "sh", "s"), "S"), **dict.fromkeys(("r", "l"), "R"),
}  # fmt: skip
_KOREAN_VOWEL = {
    "yeo": "yo", "you": "yo", "yu": "yo", "yae": "ye", "wae": "e", "woe": "e", "we": "e", "oe": "e", "ae": "e",
    "ai": "e", "woo": "o", "wo": "o", "eo": "o", "eu": "o", "oo": "o", "ou": "o", "u": "o", "ui": "i", "wi": "i",
    "ee": "i", "y": "i",
}  # fmt: skip
_KOREAN_FINAL = {"g": "k", "b": "p", "h": ""}


@lru_cache(maxsize=1)
def _korean_families() -> dict[str, str]:
    """Spellings of Korean family names, with the one that stands for them."""
    found: dict[str, str] = {}
    for names in family_rows("k"):
        for name in names:
            found.setdefault(name, names[0])
    return found


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return frozenset(name for mark in "kcj" for names in family_rows(mark) for name in names)


@lru_cache(maxsize=1)
def _wade_giles() -> dict[str, frozenset[str]]:
    """A Wade-Giles syllable without its marks → the Pinyin syllables that it may be."""
    table: dict[str, set[str]] = {}
    for initial, finals in _INITIALS.items():
        for final in finals.split():
            table.setdefault(_to_wade(initial, final), set()).add(initial + final)
    return {wade: frozenset(found) for wade, found in table.items()}


@lru_cache(maxsize=1)
def _pinyin() -> frozenset[str]:
    return frozenset(initial + final for initial, finals in _INITIALS.items() for final in finals.split())


def _to_wade(initial: str, final: str) -> str:
    """Deng → teng, Xiao → hsiao, Ping → ping, Ze → tse; after Wade and Giles, without apostrophes and umlauts."""
    if final == "i" and initial in ("zh", "ch", "sh", "r"):
        final = "ih"
    elif final == "i" and initial in ("z", "c"):
        return "tzu"
    elif final == "i" and initial == "s":
        return "szu"
    elif (final == "e" and initial in ("g", "k", "h")) or (final == "uo" and initial not in ("g", "k", "h", "sh")):
        final = "o"
    elif final == "ui" and initial in ("g", "k"):
        final = "uei"
    else:
        whole = {"yan": "yen", "ye": "yeh", "yi": "i", "you": "yu", "yong": "yung", "yue": "yueh", "er": "erh"}
        final = whole.get(final, final) if not initial else final
        final = {"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh"}.get(final, final)
    return _WADE_INITIAL.get(initial, initial) + final


def family_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with the family name first where the last one is an East Asian family name and the first is none."""
    families = _families()
    if len(words) > 1 and words[-1] in families and words[0] not in families:
        return (words[-1], *words[:-1])
    return words


@lru_cache(maxsize=4_096)
def korean_key(words: tuple[str, ...]) -> str | None:
    """What the romanisations of one Korean name share; None for what is no Korean name of two or three syllables."""
    ordered = family_first(words)
    family = _korean_families().get(ordered[0]) if ordered else None
    if family is None or not 1 < len(ordered) <= 3:
        return None
    syllables = [_korean_syllable(word) for word in ordered[1:]]
    found = [syllable for syllable in syllables if syllable is not None]
    return f"{family} {' '.join(found)}" if len(found) == len(syllables) else None


def _korean_syllable(word: str) -> str | None:
    match = _KOREAN.fullmatch(word)
    if not match:
        return None
    initial, vowel, final = match.groups()
    return (
        f"{_KOREAN_INITIAL.get(initial, initial.upper())}{_KOREAN_VOWEL.get(vowel, vowel)}"
        f"{_KOREAN_FINAL.get(final, final)}"
    )


def is_romanisation(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the words of two full names are one Chinese or Korean name written by two systems, or in two orders."""
    one, two = family_first(left), family_first(right)
    if len(one) < 2 or len(two) < 2:
        return False
    if one == two:
        return True
    key = korean_key(left)
    if key is not None and key == korean_key(right):
        return True
    return _is_wade_of(one, two) or _is_wade_of(two, one)


def east_key(words: tuple[str, ...]) -> str:
    """Under which the romanisations of one name find each other."""
    key = korean_key(words)
    if key is not None and len(words) == 3:
        return key
    ordered = family_first(words)
    joined = re.sub("^h(?=s)", "", ordered[0]) + "".join(ordered[1:])
    return skeleton(re.sub("hs", "x", joined).replace("x", "s").replace("ng", "n"))


def _is_wade_of(wade: tuple[str, ...], pinyin: tuple[str, ...]) -> bool:
    """Mao Tse-tung of Mao Zedong: every syllable is one in both systems, and some reading of it fits."""
    table = _wade_giles()
    if len(wade) < 3 or len(pinyin) != 2 or pinyin[0] not in _pinyin():
        return False
    if any(word not in table for word in wade) or pinyin[0] not in table[wade[0]]:
        return False
    return any("".join(given) == pinyin[1] for given in product(*(sorted(table[word]) for word in wade[1:])))
