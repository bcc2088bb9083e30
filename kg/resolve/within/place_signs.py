"""Whether a name that no gazetteer has is a place: by what the article says around it.

The name model takes many an unknown name for a place ("Brexit", "Medicare", a film, a medicine). Villages, streets and
buildings, which are real and in no gazetteer of a size that can be shipped, are told by how they are spoken of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.model import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.authority import Authority
    from kg.resolve.within.entity import Page

# What stands before the name of a place, with an article and words that describe it in between.
_BEFORE = re.compile(
    r"\b(?i:in|into|at|near|nearby|to|from|around|across|inside|outside|through|throughout|via|towards?|between|off|out|over"
    r"|north|south|east|west|parts?|people|residents|outskirts|location|named|villages:|towns:"
    r"|called(?! (?:on|for|upon|off)\b)"
    r"|(?:cit|count|communit|municipalit)(?:y|ies)|(?:town|village|district|province|island)s?)"
    r"(?:\s+of)?(?:\s+(?:the|a|an|his|her|its|their))?(?:\s+[a-z]+(?:-[a-z]+)?){0,2}\s+\Z"
)
# Words in or behind a name that only places have.
_SORT = frozenset({
    "airport", "alley", "area", "avenue", "base", "basin", "bay", "beach", "bridge", "building", "camp", "canal",
    "canyon", "cape", "castle", "cathedral", "cemetery", "center", "centre", "church", "city", "coast", "convent",
    "corridor", "county", "court", "creek", "crossing", "dam", "desert", "district", "embassy", "falls", "farm",
    "field", "forest", "fort", "gate", "glacier", "gulf", "hall", "harbor", "harbour", "heights", "highway", "hill",
    "hills", "hospital", "hotel", "house", "island", "islands", "isle", "isles", "junction", "lake", "lane", "mall",
    "market", "memorial", "mosque", "mount", "mountain", "mountains", "museum", "neighborhood", "neighbourhood",
    "ocean", "palace", "parish", "park", "peninsula", "plain", "plant", "plateau", "plaza", "point", "port",
    "prefecture", "prison", "province", "quai", "quarter", "rainforest", "range", "reef", "region", "reserve",
    "reservoir", "ridge", "river", "road", "rue", "school", "sea", "shelf", "shrine", "site", "slum", "square",
    "stadium", "state", "station", "strait", "street", "suburb", "summit", "synagogue", "temple", "territory", "tower",
    "towers", "town", "township", "tunnel", "university", "valley", "village", "volcano", "ward", "waters", "zone",
    "zoo",
})  # fmt: skip
_ROAD = re.compile(r"\b(?:route|interstate|sector|zone) \d|\b[am]\d+\b")
_LISTED = frozenset({", ", " and ", ", and ", " or ", " & "})
_CONTAINER = re.compile(r",\s+((?:[A-Z][\w.’'-]*\s?){1,3})")
_BEHIND = re.compile(r"\s+([a-z]+)(?:\s+([a-z]+))?")
# Far enough to see a preposition before two describing words.
_REACH = 40


_SETTLEMENT = re.compile(
    r"\b(?:village|town|hamlet|township|settlement|suburb|municipality|commune|borough) of (?:the )?\Z", re.IGNORECASE
)


def settlements_of(page: Page) -> frozenset[str]:
    """Folded names that the article introduces as villages and towns: "the village of *Jordan*" is no country."""
    introduced: dict[str, bool] = {}
    for index in page.order:
        mention = page.mentions[index]
        if mention.form is Form.NAME and not page.title(index):
            before = page.text[max(0, mention.head.start - _REACH) : mention.head.start]
            is_one = before.endswith(" ") and _SETTLEMENT.search(before) is not None
            introduced.setdefault(fold(page.head(index)), is_one)
    return frozenset(name for name, is_one in introduced.items() if is_one)


def is_sort_of_place(word: str) -> bool:
    """Whether the folded word says of what sort a place is: "avenue", "garden"."""
    return word in _SORT


def is_told_as_place(page: Page, index: int, authority: Authority) -> bool:
    """Whether the article speaks of the name as of a place, at this mention or another one."""
    name = fold(page.head(index))
    if _SORT.intersection(name.split()) or _ROAD.search(name):
        return True
    return any(
        _is_told(page, other, authority) or _is_listed(page, other, authority)
        for other, mention in enumerate(page.mentions)
        if mention.form is Form.NAME and fold(page.head(other)) == name
    )


def _is_told(page: Page, index: int, authority: Authority) -> bool:
    """By a word before it, a sort of place behind it, or what it lies in ("…, Ohio")."""
    head = page.mentions[index].head
    if _BEFORE.search(page.text[max(0, head.start - _REACH) : head.start]):
        return True
    behind = page.text[head.end : head.end + _REACH]
    if (sort := _BEHIND.match(behind)) and _SORT.intersection(sort.groups(default="")):
        return True
    container = _CONTAINER.match(behind)
    return container is not None and bool(authority.places(container[1].strip(" ,.")))


def _is_listed(page: Page, index: int, authority: Authority) -> bool:
    """In a list of names of which half and more of the others are known, or told, as places."""
    others = [*_neighbours(page, index, -1), *_neighbours(page, index, 1)]
    places = sum(bool(authority.places(page.head(other))) or _is_told(page, other, authority) for other in others)
    return places > 0 and 2 * places >= len(others)


def _neighbours(page: Page, index: int, step: int) -> Iterator[int]:
    """The names that the list goes on with, to one side."""
    rank = page.rank[index] + step
    while 0 <= rank < len(page.order):
        other = page.order[rank]
        left, right = (other, index) if step < 0 else (index, other)
        between = page.text[page.mentions[left].head.end : page.mentions[right].head.start]
        if page.mentions[other].form is not Form.NAME or between not in _LISTED:
            return
        yield other
        index, rank = other, rank + step
