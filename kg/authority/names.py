"""How names are compared: folded spellings, acronyms, transliterations. Pure functions of text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD does not take apart.
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
    "Œ": "Oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E",
})  # fmt: skip
_APOSTROPHES = re.compile("['’‘ʿʾʼ`´ʻ]")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_NOT_WORD = re.compile(r"[^\w&]+")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """The name in lower-case ASCII-like words: without accents, dots, apostrophes, a leading "the" or a final "'s".

    `U.S.` → `us`, `Sana'a` → `sanaa`, `al-Qaeda` → `al qaeda`, `The Gambia` → `gambia`. Empty when nothing is left.
    """
    if text.isascii() and text.replace(" ", "").isalnum():  # most names: nothing to take away
        words = text.lower().split()
        return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    text = _POSSESSIVE.sub("", text.strip())
    text = _APOSTROPHES.sub("", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", "").replace(" ", "") + " ", text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _NOT_WORD.sub(" ", text.casefold()).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def is_acronym(text: str) -> bool:
    """Whether the name is written as initials: `UN`, `U.N.`, `M23`, `G-7`; at most six letters, all upper case."""
    letters = [char for char in text if char.isalnum()]
    return 1 < len(letters) <= 6 and all(char.isupper() or char.isdigit() for char in letters) and letters[0].isalpha()


def initials(name: str) -> str:
    """Lower-case first letters of the capitalised words: `Islamic Revolutionary Guard Corps` → `irgc`."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper()).casefold()


# Sounds that transcriptions from Arabic, Persian, Hebrew, Russian and Chinese write in several ways, most specific
# first. The key is for finding candidates and for comparing spelling variants, never for showing.
_SOUNDS = (
    (re.compile(r"\b(?:al|el|as|ash|ad|an|ar|at|az)[ -](?=\w)"), ""),
    (re.compile(r"x"), "ks"),
    (re.compile(r"kh|gh|qh|ck|[qkg]"), "k"),
    (re.compile(r"sch|sh|ch|zh|tch|tsh|dj|dzh|[jz]"), "s"),
    (re.compile(r"ph|[vwf]"), "f"),
    (re.compile(r"th|dh|dd|[td]"), "t"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"ou|oo|[ou]"), "u"),
    (re.compile(r"ee|ei|ai|ay|ey|ie|iy|yi|[eiy]"), "i"),
    (re.compile(r"h"), ""),
    (re.compile(r"(\w)\1+"), r"\1"),
)


@lru_cache(maxsize=4_096)
def sound_key(text: str) -> str:
    """A key that spelling variants of one transcribed name share: Qasem, Qassem, Ghasem, Kassim → `kasim`."""
    key = fold(text)
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return " ".join(key.split())
