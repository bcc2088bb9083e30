"""What somebody without a name is called: the head noun with its owner, or as the authority knows a body. Internal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.model import Mention
    from kg.resolve.within.entity import Entity, Page

_STARTS = re.compile(r"(?:^|[.!?:\n][\"”’')]*\s*|[\"“‘])$")


def within_a_sentence(page: Page, mention: Mention, head: str) -> str:
    """Without the capital that only the start of a sentence gives: "Protesters", "Port authorities"."""
    first = head.split(maxsplit=1)[0]
    before = page.text[max(0, mention.head.start - 4) : mention.head.start]
    if not (first.istitle() and _STARTS.search(before) and page.text.startswith(head, mention.head.start)):
        return head
    # of several words the first may be a name ("Pentagon officials"), unless the article has it in small letters
    is_common = first == head or re.search(rf"\b{re.escape(first.lower())}\b", page.text) is not None
    return head[:1].lower() + head[1:] if is_common else head


def office_body(head: str, owner: Entity | None, authority: Authority) -> str | None:
    """The authority's key for "Iran's parliament", "the U.S. military"."""
    if owner is None or owner.nationality is None or owner.kind is not ActorKind.POLITY:
        return None
    country = authority.country(owner.nationality)
    if country is None or owner.authority != country.key:
        return None
    for prefix in (*country.adjectives, country.name, *country.aliases):
        fact = authority.organization(f"{prefix} {head}")
        if fact and fact.country == country.iso:
            return fact.key
    return None


def known_body(head: str, authority: Authority) -> str | None:
    """The authority's key for what it knows by a name and a noun: "the Houthi movement", "Houthi rebels"."""
    if not head[:1].isupper() or " " not in head:
        return None
    fact = authority.organization(head)
    return fact.key if fact else None


def name_of_unnamed(page: Page, index: int, head: str, owner: Entity | None) -> str:
    """The head noun with its owner."""
    mention, owner_index = page.mentions[index], page.owner(index)
    if owner is None or owner_index is None:
        return head
    possessor = page.mentions[owner_index]
    if possessor.form is not Form.NAME:
        whose = owner.name.split(" of ")[0] if owner.anonymous else owner.name  # no "siblings of child of parents"
        return head if whose == head else f"{head} of {whose}"
    words = page.head(owner_index)
    if possessor.span.start > mention.head.start:
        return f"{head} of {words}"
    between = page.text[possessor.head.end : mention.head.start]
    return f"{words}{between[:2] if between[:1] in ('’', chr(39)) else ''} {head}"
