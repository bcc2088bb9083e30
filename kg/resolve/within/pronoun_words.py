"""Personal pronouns by what they may mean, and how well an entity fits one. Internal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ActorKind
from kg.resolve.words.titles import gender_of, is_womans

if TYPE_CHECKING:
    from kg.resolve.within.entity import Entity, Page

FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "whose", "my", "our"})
# How much a first name of the other sex speaks against a person whose sex is not said.
_UNEXPECTED = 3.0


def told_gender(page: Page, index: int) -> str:
    """The sex that a pronoun of the third person tells, "" for any other."""
    word = page.words(index).lower()
    return "masc" if word in HE else "fem" if word in SHE else ""


def fit(entity: Entity, word: str, gender: str) -> float:
    """0 excludes. Known gender beats what the first name lets expect; a group beats an organisation for "they"."""
    if gender:
        if entity.kind is not ActorKind.PERSON or entity.gender not in ("", gender):
            return 0.0
        if entity.gender == gender:
            return 1.5
        if gender == "masc" and not entity.anonymous and is_womans(entity.name):
            return 0.0
        expected = gender_of(entity.name)
        return 1.0 if not expected else 1.4 if expected == gender else 0.1 - _UNEXPECTED
    if word in IT:
        if entity.kind is ActorKind.ORGANIZATION:
            return 1.0
        return 1.0 if entity.kind is ActorKind.POLITY else 0.0
    if entity.kind is ActorKind.GROUP:
        return 2.0
    return 0.6 if entity.kind is ActorKind.ORGANIZATION else 0.0
