"""Whom one article describes and another names, or describes too, where both tell one story. Internal.

Somebody without a name meets others of his kind in articles that share telling words and days. One by one: another
without a name, whom both articles call by one noun (`decide_by_story`). All together: those with a name, one of whom he
is where they have the same name or forms of one (`decide_by_naming`). What is decided follows from the articles that
tell one story alone, so an added article changes nothing elsewhere; the index here is kept, and only added to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.authority.stories import are_alike, likeness
from kg.model import ActorKind, Ref
from kg.resolve.across.features import (
    NEAR_STORY,
    SAME_STORY,
    STORY_DAYS,
    STORY_WORDS,
    Decision,
    decide_by_naming,
    decide_by_story,
    decide_by_toll,
    is_anybody,
    names,
)
from kg.resolve.across.strangers_kept import Told, told_of
from kg.resolve.words.nouns import are_same_calling
from kg.resolve.words.traits import may_be_of_sex, noun_of_stranger
from kg.tables import InMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.alike import Alike
    from kg.authority.stories import Weights
    from kg.resolve.across.candidates import Keys
    from kg.resolve.across.profiles import Part
    from kg.tables import Table, Tables

# Telling words of an article by which it finds those of the same story.
_STORY_KEYS = 8


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody with a name whom a stranger may be: by what they have in common, and how alike their articles are."""

    part: Part
    noun: str
    deed: str
    alike: float


class Strangers:
    """The articles with those whom they describe, and the decisions on them.

    Args:
        stories: words of the articles, by id.
        tables: where it all is kept.
    """

    def __init__(self, stories: Mapping[str, Weights], tables: Tables | None = None) -> None:
        tables = tables or InMemory()
        self._stories = stories
        self._told: Table[str, Told] = tables.table("strangers.told", fixed=True)
        self._days: Table[tuple[str, int | None], dict[str, int | None]] = tables.table("strangers.days")
        self._spans: Table[str, set[int | None]] = tables.table("strangers.spans")
        self._near: Table[str, set[str]] = tables.table("strangers.near")
        self._likes: Table[Ref, dict[Ref, Decision]] = tables.table("strangers.likes")
        self._sightings: Table[Ref, dict[Ref, Sighting]] = tables.table("strangers.sightings")
        self._parts: Table[Ref, Part] = tables.table("strangers.parts", fixed=True)
        self._sighted: Table[Ref, set[Ref]] = tables.table("strangers.sighted")

    def of(self, refs: Iterable[Ref]) -> set[Ref]:
        """The strangers among these, and those who may be one of these."""
        found: set[Ref] = set()
        for ref in refs:
            found |= self._sighted.get(ref, set())
            found |= {ref} if ref in self._parts else set()
        return found

    def remove(self, article: str) -> set[Ref]:
        """Takes out an article; gives the strangers of whom something else may be decided now."""
        told = self._told.pop(article, None)
        if told is None:
            return set()
        touched: set[Ref] = set()
        for word in told.keys:
            heap = self._days[word, _span(told)]
            del heap[article]
            if not heap:
                del self._days[word, _span(told)]
                self._spans[word].discard(_span(told))
        for other in self._near.pop(article, ()):
            self._near[other].discard(article)
        for part in told.strangers:
            touched |= {part.ref, *self._likes.get(part.ref, ())}
            for mate in self._likes.pop(part.ref, {}):
                self._likes[mate].pop(part.ref, None)
            for ref in self._sightings.pop(part.ref, {}):
                self._sighted[ref].discard(part.ref)
            del self._parts[part.ref]
        for part in told.named:
            for stranger in self._sighted.pop(part.ref, ()):
                del self._sightings[stranger][part.ref]
                touched.add(stranger)
        return touched

    def note(self, article: str, parts: Iterable[Part], story: Weights) -> Told | None:
        """Takes in the parts of one article with its words, to be compared all together (`meet_all`)."""
        told = told_of(article, tuple(islice(story, _STORY_KEYS)), parts)
        if told is not None:
            self._told[article] = told
            self._parts.update((part.ref, part) for part in told.strangers)
        return told

    def meet_all(self, alike: Alike) -> None:
        """Decides on the strangers of all articles that were noted."""
        for pair in alike.pairs():
            if pair.likeness >= SAME_STORY and pair.n_shared >= STORY_WORDS and pair.n_heaviest <= _STORY_KEYS:
                one, two = self._told.get(pair.one), self._told.get(pair.two)
                if one is not None and two is not None and _are_near(one.day, two.day):
                    self._meet(one, two, pair.likeness)

    def add(self, article: str, parts: Iterable[Part]) -> set[Ref]:
        """Takes in the parts of one article; gives the strangers of whom something else may be decided now."""
        told = self.note(article, parts, self._stories[article])
        if told is None:
            return set()
        touched = {part.ref for part in told.strangers}
        near = self._find_near(told)
        self._near[article] = near
        for other in near:
            self._near[other].add(article)
            alike = likeness(self._stories[article], self._stories[other])
            touched |= self._meet(told, self._told[other], alike)
        for word in told.keys:
            heap = self._days.get((word, _span(told)))
            if heap is None:
                heap = self._days[word, _span(told)] = {}
                self._spans.setdefault(word, set()).add(_span(told))
            heap[article] = told.day
        return touched

    def decided(self, stranger: Ref, key_of: Callable[[Part], str]) -> dict[Keys, Decision]:
        """The decided pairs that are a stranger's own: with those who come after him, and with whom he is by name.

        `key_of` gives the key of the profile that a part is in. Nothing is decided of one who is not among them.
        """
        found: dict[Keys, Decision] = {}
        part = self._parts.get(stranger)
        if part is None:
            return found
        for mate, decision in self._likes.get(stranger, {}).items():
            if stranger < mate:
                found[_keys(key_of(part), key_of(self._parts[mate]))] = decision
        best = _best(self._sightings.get(stranger, {}).values())
        if best is not None:
            decision = decide_by_naming(part.profile, best.part.profile, best)
            found[_keys(key_of(part), key_of(best.part))] = decision
        return found

    def all(self) -> Iterator[Ref]:
        """Every stranger."""
        return iter(self._parts)

    def decided_on(self) -> set[Ref]:
        """The local actors that decided pairs are about, and perhaps some more."""
        return {*self._likes, *self._sightings, *self._sighted}

    def _find_near(self, told: Told) -> set[str]:
        """The articles of these days that tell the same story."""
        span, day = _span(told), told.day
        met: dict[str, int | None] = {}
        for word in told.keys:
            wanted = self._spans.get(word, ()) if span is None else (None, span - 1, span, span + 1)
            for one in wanted:
                met |= self._days.get((word, one), {})
        mine, words = self._stories[told.article], frozenset(self._stories[told.article])
        return {
            other
            for other, its in met.items()
            if _are_near(day, its)
            and len(words.intersection(theirs := self._stories[other])) >= STORY_WORDS
            and are_alike(mine, theirs, least=SAME_STORY)
        }

    def _meet(self, one: Told, two: Told, alike: float) -> set[Ref]:
        """Decides on the strangers of two articles of one story; gives those of whom something is decided."""
        touched: set[Ref] = set()
        for left in one.strangers:
            for right in two.strangers:
                if left.profile.kind is right.profile.kind:
                    decision = self._decide(left, right, one, two, alike)
                    if decision is not None and decision.same:
                        self._likes.setdefault(left.ref, {})[right.ref] = decision
                        self._likes.setdefault(right.ref, {})[left.ref] = decision
                        touched |= {left.ref, right.ref}
        for here, there in ((one, two), (two, one)):
            for stranger in here.strangers:
                for part in there.named:
                    sighting = _sighting(stranger, part, alike)
                    if sighting is not None:
                        self._sightings.setdefault(stranger.ref, {})[part.ref] = sighting
                        self._sighted.setdefault(part.ref, set()).add(stranger.ref)
                        touched.add(stranger.ref)
        return touched

    def _decide(self, left: Part, right: Part, one: Told, two: Told, alike: float) -> Decision | None:
        """As many who suffer the same are one, else those who are called alike; None of others."""
        tolls = [part.traits.toll for part in (left, right) if part.traits is not None]
        toll = tolls[0] & tolls[1] if len(tolls) > 1 else None
        first, second = sorted(((left, one), (right, two)), key=lambda each: each[0].profile.key)
        if toll:
            return decide_by_toll(first[0].profile, second[0].profile, min(toll), alike)
        if left.profile.story and right.profile.story and _are_called_alike(left, right, one, two):
            return decide_by_story(
                *(replace(part.profile, story=self._stories[told.article]) for part, told in (first, second))
            )
        return None


def _are_near(one: int | None, two: int | None) -> bool:
    """Whether articles of these days may tell one story."""
    return one is None or two is None or abs(one - two) <= STORY_DAYS


def _span(told: Told) -> int | None:
    """Number of the span of days; what is near lies in the same span or the next."""
    return None if told.day is None else told.day // (STORY_DAYS + 1)


def _noun(part: Part) -> str:
    return noun_of_stranger(part.profile.name)


def _are_called_alike(left: Part, right: Part, one: Told, two: Told) -> bool:
    """Whether both have one noun, or two of one meaning and neither article has anybody else by the other's."""
    mine, other = _noun(left), _noun(right)
    if mine == other or not are_same_calling(mine, other):
        return mine == other
    kind = left.profile.kind
    return not any(
        part.profile.kind is kind and bool(part.profile.story) and _noun(part) == noun
        for told, noun in ((one, other), (two, mine))
        for part in told.strangers
    )


def _sighting(stranger: Part, named: Part, alike: float) -> Sighting | None:
    """What the two have in common; None where nothing does, or country or sex speak against it.

    `alike`: how much their articles are about the same.
    """
    mine, other = stranger.traits, named.traits
    if mine is None or other is None or stranger.profile.kind is not named.profile.kind:
        return None
    nouns = {noun for noun in mine.nouns & other.nouns if not is_anybody(noun)}
    deeds = mine.deeds & other.deeds if stranger.profile.kind is ActorKind.PERSON else frozenset[str]()
    if not (nouns or deeds) or not may_be_of_sex(mine.sex, other.sex):
        return None
    countries = {stranger.profile.country, named.profile.country} - {None}
    if len(countries) > 1:
        return None
    if not nouns and alike < NEAR_STORY:
        return None
    return Sighting(named, min(nouns, default=""), min(deeds, default=""), alike)


def _best(sightings: Iterable[Sighting]) -> Sighting | None:
    """The likeliest of those who may be meant; None where nobody is, or they have names unlike each other."""
    ranked = sorted(sightings, key=lambda one: (-one.alike, not one.noun, one.part.ref))
    if not ranked:
        return None
    forms = {fold(one.part.profile.name): one.part.profile for one in reversed(ranked)}
    first = ranked[0].part.profile
    for profile in forms.values():
        one, two = sorted((first, profile), key=lambda each: each.key)
        if one is not two and one.key != two.key and not names(one, two).score:
            return None
    return ranked[0]


def _keys(one: str, two: str) -> Keys:
    return min(one, two), max(one, two)
