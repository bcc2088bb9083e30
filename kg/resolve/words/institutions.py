"""Institutions that every state has: the Senate, the police, the Foreign Ministry. Internal to `kg.resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.names import fold

if TYPE_CHECKING:
    from kg.authority import Authority

_INSTITUTIONS = frozenset({
    "senate", "congress", "parliament", "house", "court", "cabinet", "army", "navy", "police", "government", "assembly",
    "council", "ministry", "department", "representatives", "commons", "lords", "constitution", "administration",
    "force", "forces", "guard", "military", "treasury", "state", "duma", "legislature", "embassy", "consulate",
    "presidency", "commission", "office", "bank", "marines", "justice", "defence", "defense", "affairs", "party",
})  # fmt: skip
# Said without a country these are American, unless the article is about a country with one of its own.
AMERICAN = frozenset({"congress", "house of representatives"})
_ATTRIBUTES = frozenset({
    "supreme", "high", "national", "federal", "constitutional", "legislative", "foreign", "interior", "finance",
    "health", "education", "armed", "air", "coast", "upper", "lower", "of", "the", "and", "for", "appeal", "appeals",
    "district", "central", "electoral", "election", "transport", "energy", "home", "security", "general", "prosecutor",
    "attorney", "royal", "democratic", "republican", "labour", "labor", "conservative", "liberal", "communist",
    "socialist", "social", "people", "emergencies", "emergency", "prime", "minister", "president",
})  # fmt: skip


def is_generic(name: str) -> bool:
    """Whether every state has one of that name: the Senate, the Supreme Court, the Air Force, the Foreign Ministry."""
    words = fold(name).split()
    return bool(words) and words[-1] in _INSTITUTIONS and all(word in _INSTITUTIONS | _ATTRIBUTES for word in words)


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
