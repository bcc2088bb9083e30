"""Whether an article tells of a place as of a part of a state, whose name something greater has too.

"Atlanta, *Georgia*" is no country; "*Washington* state" is no capital, nor is that of "Oregon, *Washington* and Ohio".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.authority import Authority, PlaceFact
    from kg.resolve.within.entity import Page

_NAME = r"(?:(?:[A-Z][\w.’'-]*|[a-z]{2}) )*[A-Z][\w’'-]*"
_SEPARATOR = r"(?:, and |, or |, | and | or )"
_ITEM_BEFORE = re.compile(rf"({_NAME}){_SEPARATOR}\Z")
_ITEM_BEHIND = re.compile(rf"{_SEPARATOR}({_NAME})")
_TOWN_BEFORE = re.compile(rf"({_NAME}), \Z")
_STATE_BEHIND = re.compile(r" (?:state|State|province|Province)\b")
_STATE_BEFORE = re.compile(r"\b(?:state|province) of \Z")
_REACH = 50
PARTS = frozenset({"state", "province"})


def is_told_as_part(page: Page, index: int, place: PlaceFact, authority: Authority) -> bool:
    """Whether the mention is of the part of a state: by its sort, by its town, or in a list of such parts."""
    if place.kind not in PARTS:
        return False
    head = page.mentions[index].head
    before = page.text[max(0, head.start - _REACH) : head.start]
    behind = page.text[head.end : head.end + _REACH]
    if _STATE_BEHIND.match(behind) or _STATE_BEFORE.search(before):
        return True
    town = _TOWN_BEFORE.search(before)
    if town and any(_is_town_of(one, place) for name in _ends(town[1]) for one in authority.places(name)):
        return True
    found = (_ITEM_BEFORE.search(before), _ITEM_BEHIND.match(behind))
    items = [item[1] for item in found if item and item[1] != head.of(page.text)]
    return bool(items) and all(any(_is_part_of(name, place, authority) for name in _ends(item)) for item in items)


def _ends(words: str) -> list[str]:
    """The words, and what is left without the first ones: a name may begin anywhere in them."""
    each = words.split()
    return [" ".join(each[at:]) for at in range(len(each))] + [each[0]]


def _is_town_of(town: PlaceFact, place: PlaceFact) -> bool:
    if town.kind != "city":
        return False
    return town.within == place.key if place.kind == "state" else town.country == place.country


def _is_part_of(name: str, place: PlaceFact, authority: Authority) -> bool:
    """Whether the name is that of another part of the same state."""
    region = authority.region(name)
    return region is not None and region.kind in PARTS and region.country == place.country and region.key != place.key
