"""Institutions that every state has: the Senate, the police, the Foreign Ministry. Internal to `kg.resolve`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.authority.names import fold

if TYPE_CHECKING:
    from kg.authority import Authority, Country

_INSTITUTIONS = frozenset({
    "senate", "congress", "parliament", "house", "court", "cabinet", "army", "navy", "police", "government", "assembly",
    "council", "ministry", "department", "representatives", "commons", "lords", "constitution", "administration",
    "force", "forces", "guard", "military", "treasury", "state", "duma", "legislature", "embassy", "consulate",
    "presidency", "commission", "office", "bank", "marines", "justice", "defence", "defense", "affairs", "party",
    "committee", "agency", "authority", "tribunal", "authorities",
})  # fmt: skip
# Said without a country these are American, unless the article is about a country with one of its own.
AMERICAN = frozenset({"congress", "house of representatives"})
# What ministries are of. "Health" of "Ministry of Health" ends the name of a body that every state has, too.
_SUBJECTS = frozenset({
    "agriculture", "commerce", "culture", "defence", "defense", "education", "emergencies", "employment", "energy",
    "environment", "environmental", "finance", "fisheries", "food", "forestry", "health", "housing", "industry",
    "information", "interior", "justice", "labour", "labor", "police", "science", "sport", "sports", "tourism", "trade",
    "transport", "transportation", "welfare", "affairs", "emergency", "situations", "planning", "resources", "natural",
    "water",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "supreme", "high", "national", "federal", "constitutional", "legislative", "foreign", "interior", "finance",
    "armed", "air", "coast", "upper", "lower", "of", "the", "and", "for", "appeal", "appeals", "public", "veterinary",
    "district", "central", "electoral", "election", "home", "security", "general", "prosecutor", "regional",
    "attorney", "royal", "democratic", "republican", "labour", "labor", "conservative", "liberal", "communist",
    "socialist", "social", "people", "prime", "minister", "president", "cassation", "county", "city", "provincial",
})  # fmt: skip
_WORDS = _INSTITUTIONS | _ATTRIBUTES | _SUBJECTS
_HEADS = frozenset({"ministry", "department"})
# Capitalised alone, these are short for a body that the article has named: "the Court", "the Ministry".
_SHORT = frozenset({
    "academy", "administration", "agency", "assembly", "association", "authority", "board", "bureau", "center",
    "centre", "church", "college", "commission", "committee", "company", "corporation", "council", "court",
    "department", "foundation", "institute", "ministry", "office", "party", "society", "tribunal", "union",
    "university",
})  # fmt: skip
# What a body is said to be of a part of a state, not of the state: "state Senate", "county court".
_OF_PARTS = frozenset({"state", "county", "city", "provincial", "regional"})
_MOST_WORDS = 3


@lru_cache(maxsize=20_000)
def is_generic(name: str) -> bool:
    """Whether every state has one of that name: the Senate, the Supreme Court, the Air Force, the Foreign Ministry."""
    words = fold(name).split()
    if not words or not all(word in _WORDS for word in words):
        return False
    return words[-1] in _INSTITUTIONS or (words[-1] in _SUBJECTS and not _INSTITUTIONS.isdisjoint(words[:-1]))


def is_chamber(name: str) -> bool:
    """Whether it names a parliament, which may be numbered by its terms: "Congress", "United States Congress"."""
    return fold(name).split()[-1:] in (["congress"], ["parliament"], ["assembly"], ["knesset"], ["bundestag"])


def is_short_for_body(name: str) -> bool:
    """Whether a name is a noun that says only of what sort a body is: "the Court", "the Ministry"."""
    return fold(name) in _SHORT


def is_subject(word: str) -> bool:
    """Whether it is a field that ministries are of: "Education"."""
    return fold(word) in _SUBJECTS


def is_of_part(name: str) -> bool:
    """Whether the body is one of a part of a state that is not said: "state Senate", but not the State Department."""
    words = name.split()
    return len(words) > 1 and words[0] in _OF_PARTS and is_generic(name)


@lru_cache(maxsize=20_000)
def form_of(name: str) -> str:
    """The folded name in one order of words: "health ministry" and "ministry of health" are "ministry of health"."""
    folded = fold(name)
    subject, _, head = folded.rpartition(" ")
    return f"{head} of {subject}" if head in _HEADS and " of " not in folded and subject else folded


def head_of_body(name: str) -> str:
    """The folded noun that says what sort of body it is: "court" of "Supreme Court" and of "Court of Appeals"."""
    words = fold(name).split(" of ")[0].split(" for ")[0].split()
    return words[-1] if words else ""


def state_in(name: str, authority: Authority) -> tuple[Country, str] | None:
    """The state that an institution's name says, and the rest: "Kenyan Health Ministry" → Kenya, "Health Ministry".

    Also "Kenya's Ministry of Health", "Health Ministry of Kenya"; None of a name without a state.
    """
    words = name.removeprefix("The ").removeprefix("the ").split()
    for size in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        state = state_of(" ".join(words[:size]), authority)
        if state is not None and is_generic(rest := " ".join(words[size:])):
            return state, rest
    for found in re.finditer(" of (?:the )?", name):
        body, whole = name[: found.start()], name[found.end() :]
        state = authority.country_of(whole) if is_generic(body) else None
        if state is not None:
            return state, body
    return None


def state_of(words: str, authority: Authority) -> Country | None:
    """The state that "Chinese", "Peru's" or "US" before a name says it to be of."""
    for end in ("'s", "’s", "'", "’"):
        if words.endswith(end):
            return authority.country_of(words.removesuffix(end))
    return authority.demonym(words) or authority.country_of(words)


def institution_of(name: str, country: str | None, authority: Authority) -> str | None:
    """The authority's key for the institution of the country: "Senate", US → the United States Senate."""
    state = authority.country(country) if country else None
    if state is None:
        return None
    for prefix in (*state.adjectives, state.name, *state.aliases):
        fact = authority.organization(f"{prefix} {name}")
        if fact is not None and fact.country == country:
            return fact.key
    return None
