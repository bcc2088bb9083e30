"""Teams by the name of their town and without it: the Boston Bruins, the Bruins. Internal to `kg.resolve`."""

from __future__ import annotations

from functools import lru_cache

from kg import authority as authorities
from kg.authority.names import fold
from kg.resolve.nouns import noun_of

_PLURAL = ("s", "sox")
# Papers and carriers of a town are none of another, and none of those called so without one.
_NO_TEAMS = frozenset({"times", "news", "press", "express", "airlines", "airways", "lines", "railways", "works"})


@lru_cache(maxsize=50_000)
def nickname_of(name: str) -> str:
    """What is left of a team's name without its town or state, folded; "" of what is no such name.

    >>> nickname_of("New Orleans Saints"), nickname_of("Philadelphia 76ers"), nickname_of("London Police")
    ('saints', '76ers', '')
    """
    words = name.split()
    if len(words) < 2 or not is_nickname(words[-1]):
        return ""
    known = authorities.load()
    for cut in range(len(words) - 1, 0, -1):
        if known.is_place(" ".join(words[:cut])):
            return fold(" ".join(words[cut:]))
    return ""


def is_team_of(short: str, full: str) -> bool:
    """Whether the short name is the full one without its town."""
    return fold(short) == nickname_of(full)


def is_nickname(name: str) -> bool:
    """Whether a name ends as those of teams do: in a plural that is no noun of people or bodies."""
    word = (name.split() or [""])[-1]
    if not (word[:1].isupper() or word[:1].isdigit()) or not word.lower().endswith(_PLURAL) or len(word) < 3:
        return False
    return word.lower() not in _NO_TEAMS and noun_of(word.lower(), plural=True) is None
