"""People of whom an article says but how many they are: "kills *1*, wounds *two*", "*Three* dead", "injuring *80*".

What is killed, hurt, arrested or saved and only counted is people. As many who suffer the same are the same ones, of
whom the headline tells and then the text, unless it says that they are others or it happened elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.authority.triggers import meanings
from kg.model import ActorKind
from kg.resolve.within.introduced import join_to
from kg.resolve.words.nouns import Noun
from kg.resolve.words.traits import COUNTED_DEEDS, TARGETS, number_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.within.entity import Entity, Page

_PEOPLE = Noun("group", "people", "")
_PERSON = Noun("person", "person", "")
# Besides numbers, what counts those who suffer it.
_MANY = frozenset({"dozens", "hundreds", "others", "scores", "thousands"})
_ONE = frozenset({"1", "one"})
# Words by which those counted are further ones.
_FURTHER = re.compile(r"\b(?:another|further|more|other|others|additional)\b", re.IGNORECASE)


class _Toll(NamedTuple):
    """How many suffer what, and where, by the name of the place."""

    number: int
    deed: str
    place: str


def people_by_number(page: Page, index: int) -> Noun | None:
    """How a phrase that is but a number is read: as people where it suffers what only people do, else as nobody."""
    word = page.head(index).lower()
    is_one = word in _ONE
    if not (is_one or word in _MANY or number_said(word) is not None):
        return None
    roles = page.roles.get(index, ())
    events = page.extraction.events
    if not roles or not all(role in TARGETS and meanings(events[at].lemma) & COUNTED_DEEDS for at, role in roles):
        return None
    return _PERSON if is_one else _PEOPLE


def join_counted(page: Page, found: dict[int, Entity]) -> None:
    """Joins in `found`, which maps mentions to entities, groups without a name that are as many and suffer the same."""
    first: dict[_Toll, Entity] = {}
    for entity, tolls in _tolls(page, found):
        mates = [first[toll] for toll in tolls if toll in first]
        if mates and mates[0] is not entity:
            if mates[0].name == _PEOPLE.family:
                mates[0].name = entity.name  # "killed 2 … killing two soldiers"
            join_to(mates[0], entity, found)
        else:
            first.update((toll, entity) for toll in tolls)


def _tolls(page: Page, found: dict[int, Entity]) -> Iterable[tuple[Entity, list[_Toll]]]:
    """The groups that are counted once, in text order, with what they suffer."""
    seen: dict[int, tuple[Entity, set[int], list[_Toll]]] = {}
    for index in page.order:
        entity = found.get(index)
        number = number_said(page.words(index)) if index in page.roles else None
        if entity is None or not entity.anonymous or entity.kind is not ActorKind.GROUP or number is None:
            continue
        if _FURTHER.search(page.words(index)):
            continue
        _, numbers, tolls = seen.setdefault(id(entity), (entity, set(), []))
        numbers.add(number)
        for at, role in page.roles[index]:
            event = page.extraction.events[at]
            place = "" if event.place is None else page.head(event.place)
            if role in TARGETS:
                tolls += [_Toll(number, deed, place) for deed in sorted(meanings(event.lemma) & COUNTED_DEEDS)]
    return [(entity, tolls) for entity, numbers, tolls in seen.values() if len(numbers) == 1 and tolls]
