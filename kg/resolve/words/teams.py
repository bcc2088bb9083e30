"""Teams by the name of their town and without it: the Boston Bruins, the Bruins. Internal to `kg.resolve`."""

from __future__ import annotations

from functools import lru_cache

from kg import authority as authorities
from kg.authority.names import fold
from kg.resolve.words.nouns import noun_of

_PLURAL = ("s", "sox")
# Papers and carriers of a town are none of another, and none of those called so without one.
_NO_TEAMS = frozenset({"times", "news", "press", "express", "airlines", "airways", "lines", "railways", "works"})
# Words that end names of bodies that the names of their places begin.
_FORCES = frozenset({"patrol", "police"})
# Nouns of people by which teams are called.
_TEAM_NOUNS = frozenset({
    "braves", "chiefs", "cowboys", "giants", "kings", "knights", "nationals", "patriots", "pirates", "raiders",
    "rangers", "rebels", "senators", "warriors",
})  # fmt: skip
# Plurals that end names of places: Niagara Falls, Virgin Islands.
_NO_BODIES = frozenset({
    "alps", "barracks", "beaches", "cliffs", "districts", "docks", "estates", "falls", "fields", "flats", "forests",
    "gardens", "gates", "headquarters", "heights", "highlands", "hills", "isles", "islands", "lakes", "mountains",
    "outskirts", "parks", "plains", "rapids", "rocks", "springs", "states", "streets", "suburbs", "territories",
    "towers", "woods",
})  # fmt: skip


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
    if word.lower() in _TEAM_NOUNS:
        return True
    return word.lower() not in _NO_TEAMS and noun_of(word.lower(), plural=True) is None


def is_body_of_place(name: str) -> bool:
    """Whether a name is that of a team or force of a place, rather than of a place: San Diego Chargers, State Patrol.

    >>> is_body_of_place("San Diego Chargers"), is_body_of_place("Niagara Falls"), is_body_of_place("Ohio State Police")
    (True, False, True)
    """
    words = name.split()
    last = words[-1].lower() if len(words) > 1 else ""
    if last in _FORCES:
        return True
    return bool(last) and last not in _NO_BODIES and bool(nickname_of(name))
