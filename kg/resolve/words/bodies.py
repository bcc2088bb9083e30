"""Names of organisations: by what they are looked for, and what a name says of its kind. Internal to `kg.resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.names import fold, initials, is_acronym, sound_key
from kg.resolve.words.teams import nickname_of
from kg.resolve.words.variants import has_legal_form

if TYPE_CHECKING:
    from kg.authority import Authority, Organization

_TRADES = frozenset({
    "airlines", "airways", "bank", "brands", "electronics", "entertainment", "foods", "industries", "motor", "motors",
    "pharmaceuticals", "studios", "technologies",
})  # fmt: skip
"""Last words of companies' names, besides their legal forms."""


def organization_keys(name: str) -> tuple[str, ...]:
    """Where a name looks for those it may be short for, or long: the first word's sound, also of a team's; initials."""
    letters = fold(name).replace(" ", "") if is_acronym(name) else initials(name)
    words = [*fold(name).split()[:1], *nickname_of(name).split()[:1]] or [""]
    return tuple(dict.fromkeys((*(f"sound:{sound_key(word)}" for word in words), f"initials:{letters}")))


def of_its_country(name: str, authority: Authority) -> Organization | None:
    """The body whose country is said behind its name: "Islamic Revolutionary Guard Corps *of Iran*"."""
    body, _, whole = name.rpartition(" of ")
    country = authority.country_of(whole.removeprefix("the ")) if body else None
    fact = authority.organization(body) if country else None
    return fact if fact and country and fact.country == country.iso else None


def is_company(name: str, authority: Authority) -> bool:
    """Whether a name of several words is a company's: one that the authority knows, or by its last word."""
    words = fold(name).split()
    if len(words) < 2:
        return False
    fact = authority.organization(name)
    return fact.kind == "company" if fact else words[-1] in _TRADES or has_legal_form(name)
