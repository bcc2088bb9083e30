"""Offices that one person holds at a time, read off descriptions: "Lebanon's health minister" → (health minister, LB).

Across articles such a description means the person whom another article of these weeks introduces by it. Internal.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.dates import bounds
from kg.model import ActorKind, Form
from kg.resolve.words.variants import is_same_person, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.authority import Authority
    from kg.model import LocalActor

Office = tuple[str, str]
"""The office in words and the ISO code of its state."""
_SAME = {
    "premier": "prime minister", "pm": "prime minister", "chancellor": "prime minister", "leader": "leader",
    "president": "president", "king": "monarch", "queen": "monarch", "emir": "monarch", "sultan": "monarch",
    "defence minister": "defense minister", "defence secretary": "defense secretary",
}  # fmt: skip
_HEADS = frozenset({"president", "premier", "pm", "chancellor", "king", "queen", "emir", "sultan", "leader"})
# A minister is known by the ministry; without it there are many.
_DEPARTMENTS = frozenset({
    "prime", "foreign", "health", "interior", "defence", "defense", "finance", "home", "justice", "information",
    "environment", "energy", "education", "trade", "transport", "oil", "agriculture", "labour", "labor", "treasury",
})  # fmt: skip
# Whom an election has chosen forms an administration before the day on which it begins.
_ELECTED = timedelta(days=365)
_NOT_NOW = re.compile(r"\b(?:former|ex|then|late|next|future|deputy|vice|acting|opposition|party|another|every|no)\b")


def offices_of(
    actor: LocalActor, owner: LocalActor | None, *, locale: str | None, authority: Authority
) -> frozenset[Office]:
    """Every office that its mentions and titles say together with a state; empty for all but persons.

    `locale`: the country that the article is about, whose "health minister" needs no further word.
    """
    if actor.kind is not ActorKind.PERSON:
        return frozenset()
    found: set[Office] = set()
    for mention in actor.mentions:
        if mention.form is not Form.PRONOUN:
            found.update(_read(mention.text, authority))
    if actor.country:
        found.update((office, actor.country) for title in actor.titles if (office := _office(title)))
    if found or any(mention.form is Form.NAME for mention in actor.mentions):
        return frozenset(found)
    state = locale if owner is None else owner.country if owner.kind is ActorKind.POLITY else None
    if state is not None:
        found.update((office, state) for mention in actor.mentions if (office := _office(mention.text)))
    return frozenset(found)


def titled(actor: LocalActor) -> frozenset[str]:
    """The offices of state that the titles of somebody say without saying the state: "*President* Pavel Novak"."""
    return frozenset(office for title in actor.titles if (office := _office(title)) and office != "leader")


def held_by(name: str, day: date, authority: Authority) -> frozenset[Office]:
    """The offices that the authority says the person held on the day; empty for a surname alone."""
    if len(words_of(name)) < 2:
        return frozenset()
    return frozenset(
        (holder.office, holder.country)
        for holder in authority.holders(day.isoformat())
        if is_same_person(name, holder.name)
    )


def is_before_terms(surname: str, day: date, authority: Authority) -> bool:
    """Whether the day lies a year or more before anybody of that surname held an office that the authority knows.

    "The Bush administration" of 1990 is the father's; the file begins with the son.
    """
    first = authority.first_term(surname)
    return first is not None and day < bounds(first)[0] - _ELECTED


def _read(text: str, authority: Authority) -> Iterable[Office]:
    """Office and state of "South Korean President Moon Jae-in", "Lebanon's health minister", "the leader of Iran"."""
    words = re.findall(r"[\w.-]+", re.sub(r"['’]s\b", "", text))
    office = _office(text)
    if office is None:
        return ()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            country = authority.country_of(name) or authority.demonym(name)
            if country is not None:
                return ((office, country.iso),)
    return ()


def _office(text: str) -> str | None:
    words = fold(text).split()
    if _NOT_NOW.search(" ".join(words)):
        return None
    for at, word in enumerate(words):
        if word in _HEADS:
            return _SAME.get(word, word)
        if word in ("minister", "secretary") and at and words[at - 1] in _DEPARTMENTS:
            office = f"{words[at - 1]} {word}"
            return _SAME.get(office, office)
    return None
