"""What articles without a date are about: one outbreak is told from another by country and names. Internal.

Articles of a day tell one story where they share rare words. Without a day they may be years apart, and what they
share may be the words of their kind ("virus", "strain", "poultry"): then they must be of one country, as far as they
are of any, and name the same people, places and bodies, or be alike beyond any kind.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import authority
from kg.authority.points import Point, km
from kg.authority.stories import rareness, story_words
from kg.merge.series import are_others
from kg.model import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.merge.happenings import Happening
    from kg.model import ArticleRecord, Span

ELSEWHERE = 0.6
"""Likeness from which articles tell one story wherever they say that it is: a place may be misread."""
UNNAMED = 0.3
"""Likeness from which articles tell one story whatever they name."""
LEAST_NAMES = 0.2
"""Share of their names, by rareness, that articles less alike must have in common."""
MOST_NAMES = 40
LEAD = 2
"""Sentences that say where the news is from."""
HOME_SHARE = 0.6
HOME_MENTIONS = 3
"""Share of the countries' mentions, and their number, from which an article is about that country."""
FAR_KM = 700.0
"""Distance from which a town and a town, or a province, are two scenes, wherever a province has its point."""
_NAME = re.compile(r"(?<![.!?“\"]\s)(?<!^)\b[A-Z][^\W\d_]{2,}", re.MULTILINE)
_SMALL = re.compile(r"\b[a-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class Background:
    """What an article is about: its names, the country of most of it, countries and towns of its first sentences."""

    names: frozenset[str] = frozenset()
    home: str = ""
    lead: frozenset[str] = frozenset()
    sites: tuple[Point, ...] = ()


NOTHING = Background()
"""Of an article of a known day: the day tells enough."""


def background_of(record: ArticleRecord) -> Background:
    """What an article without a date is about."""
    end = record.sentences[min(LEAD, len(record.sentences)) - 1].end if record.sentences else 0
    said = list(_countries(record))
    counts = Counter(country for country, _ in said)
    home = max(sorted(counts), key=counts.__getitem__, default="")
    is_home = counts[home] >= max(HOME_MENTIONS, HOME_SHARE * len(said))
    return Background(
        names=names_of(record.article.text),
        home=home if is_home else "",
        lead=frozenset(country for country, span in said if span.start < end),
        sites=tuple(_sites(record, end)),
    )


def are_of_other_stories(one: Happening, two: Happening, likeness: float) -> bool:
    """Whether two articles number their cases otherwise, or have no date and are of other countries or little alike."""
    if are_others(one.occasions, two.occasions):
        return True
    if one.told_on is not None or two.told_on is not None:
        return False
    left, right = one.background, two.background
    if likeness < ELSEWHERE and _are_elsewhere(left, right):
        return True
    return likeness < UNNAMED and shared_names(left.names, right.names) < LEAST_NAMES


def _are_elsewhere(one: Background, two: Background) -> bool:
    """Whether they are about two countries, begin in two, or in towns far from each other."""
    if one.home and two.home and one.home != two.home:
        return True
    if one.lead and two.lead and not one.lead & two.lead:
        return True
    return are_far_apart(one.sites, two.sites)


@lru_cache(maxsize=10_000)
def are_far_apart(one: tuple[Point, ...], two: tuple[Point, ...]) -> bool:
    """Whether there are towns or provinces in both, none of one near any of the other."""
    return bool(one and two) and all(km(left, right) > FAR_KM for left in one for right in two)


def names_of(text: str) -> frozenset[str]:
    """The rarest words of a text that stand in it with a capital alone, not only where a sentence begins."""
    small = frozenset(story_words(" ".join(_SMALL.findall(text))))
    found = frozenset(story_words(" ".join(_NAME.findall(text)))) - small
    return frozenset(sorted(found, key=lambda word: (-rareness(word), word))[:MOST_NAMES])


@lru_cache(maxsize=10_000)
def shared_names(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of two sets of names that is the same, by how rare they are in news, 0..1."""
    size = math.sqrt(_weight(one) * _weight(two))
    return _weight(one & two) / size if size else 0.0


def _weight(names: frozenset[str]) -> float:
    return sum(map(rareness, sorted(names)))


def _sites(record: ArticleRecord, end: int) -> Iterator[Point]:
    """The towns and provinces that stand before `end`; a country has no point to speak of."""
    known = authority.load()
    for place in record.places:
        is_there = any(mention.span.start < end for mention in place.mentions)
        if not is_there or place.country is None or place.lat is None or place.lon is None:
            continue  # nor has a continent
        if not known.is_country(place.name):
            yield place.lat, place.lon


def _countries(record: ArticleRecord) -> Iterator[tuple[str, Span]]:
    """Each mention of a country, of a place in one or of a body of one, with its span."""
    for place in record.places:
        for mention in place.mentions if place.country else ():
            yield place.country or "", mention.span
    for actor in record.actors:
        if actor.country and actor.kind in (ActorKind.POLITY, ActorKind.ORGANIZATION):
            for mention in actor.mentions:
                yield actor.country, mention.span
