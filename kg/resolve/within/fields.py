"""What keeps a description from meaning somebody met before: another field, or a part in the same deed.

"The *police* chief" is not "the *army* chief" of the sentence before, "the *deputy* minister" not the minister, and who
met "the finance minister" is somebody else. A description without a field ("the minister") may mean either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Form, Polarity
from kg.resolve.within.aged import is_of_other_age

if TYPE_CHECKING:
    from kg.resolve.within.entity import Entity, Page

DEFINITE = re.compile(r"(?:the|this|that|these|those|both|his|her|its|their|our|my)\b", re.IGNORECASE)
OTHER = re.compile(r"(?:an?|other|others|another|some|many|several|most|few|more|new|any|no|\d)\b", re.IGNORECASE)
AMOUNTS = frozenset({"about", "all", "almost", "around", "nearly", "over", "roughly", "than"})
_FORMER = re.compile(r"(?:(?:the|an?|his|her|its|their|[A-Z][\w.]*(?:['’]s)?) )*(?:former|ex-?|then)\b", re.IGNORECASE)
_LEAVING = frozenset({"APPOINT", "RETREAT", "ELECTION"})
SECOND = frozenset(["assistant", "deputy", "junior", "vice"])
"""Words before an office that make it another one."""


def is_other(page: Page, index: int, entity: Entity) -> bool:
    """Whether the description with that index cannot mean the entity."""
    return (
        _has_other_field(page, index, entity)
        or _takes_other_part(page, index, entity)
        or _is_in_office(page, index, entity)
        or is_of_other_age(page, index, entity)
    )


def _has_other_field(page: Page, index: int, entity: Entity) -> bool:
    own = _field(page, index)
    lemma = page.mentions[index].lemma
    known = [words for one in entity.mentions if (words := _field_of(page, one, lemma)) is not None]
    if not known:
        return False
    if any(own & SECOND != words & SECOND for words in known):
        return bool(own) or not any(words <= SECOND for words in known)
    fields = frozenset().union(*known)
    return bool(own) and bool(fields) and own.isdisjoint(fields)


def _is_in_office(page: Page, index: int, entity: Entity) -> bool:
    """Whether "the *former* minister" is not whom the article calls the minister, and tells to go nowhere."""
    if not _FORMER.match(page.words(index)):
        return False
    lemma = page.mentions[index].lemma
    known = [one for one in entity.mentions if _field_of(page, one, lemma) is not None]
    if not known or any(_FORMER.match(f"{page.title(one)} {page.words(one)}".strip()) for one in known):
        return False
    parts = (page.extraction.events[number] for one in entity.mentions for number, _ in page.roles.get(one, ()))
    return not any(event.type in _LEAVING and event.polarity is Polarity.POS for event in parts)


def _field_of(page: Page, index: int, lemma: str) -> frozenset[str] | None:
    """The field in which a mention says that somebody is this; None where it does not say that."""
    mention = page.mentions[index]
    if mention.form is Form.NOMINAL:
        return _field(page, index) if mention.lemma == lemma else None
    words = mention.title.lower().split()
    return frozenset(words[:-1]) if words and words[-1] == lemma else None


def _field(page: Page, index: int) -> frozenset[str]:
    """The words that a description's noun is joined to: "defense" of "Turkey's *defense* minister"."""
    return frozenset(page.head(index).lower().split()[:-1])


def _takes_other_part(page: Page, index: int, entity: Entity) -> bool:
    """Whether the entity has a part in the deed that the description has another part in."""
    deeds = dict(page.roles.get(index, ()))
    return any(
        number in deeds and deeds[number] is not role
        for one in entity.mentions
        if one != index
        for number, role in page.roles.get(one, ())
    )


def says_others(page: Page, index: int, entity: Entity) -> bool:
    """Whether words before the noun say other ones than before: "*foreign* forces" after "Afghan forces"."""
    words = _modifiers(page, index)
    known = {word for other in entity.mentions for word in _modifiers(page, other)}
    return not words <= known


def _modifiers(page: Page, index: int) -> frozenset[str]:
    """The words of a description before its last, articles and numbers left out."""
    mention = page.mentions[index]
    words = page.text[mention.span.start : mention.head.end].lower().split()[:-1]
    return frozenset(word for word in words if not DEFINITE.match(word) and not OTHER.match(word)) - AMOUNTS
