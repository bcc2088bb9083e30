"""What a happening is compared with: those that share a participant with it, and those of articles of its story.

Both are looked up by spans of days, so that what fills for years is not read as a whole. The pairs are those of
`kg.merge.meetings`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.authority.stories import least_sum, may_be_alike
from kg.merge.blocks import Told, block_meanings, first_day, last_day
from kg.merge.told import STORY, STORY_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories
    from kg.tables import Table, Tables

Key = tuple[str, int, str]
Spans = frozenset[int]
"""Numbers of spans of days. What reaches over many is in one heap of those that end in the same span: -1 - its number.
"""

_PARTY_DAYS, _WORD_DAYS = 16, 16
"""Days of a span: of happenings that share a participant, and of articles that share a word."""
_WIDE = 12
"""What reaches over more spans reaches over many."""
_ONE_WORD = 1024.0
"""What a word counts for in a sum that is of weights, which are at most 1 together, and of words."""
_ANY_DAY = "*"
"""Block of the articles of no known day, in the heaps of articles; those of a known day are in that of no name."""
_MANY_SPANS = "*many"
"""Block of those of a known day that tell of what reaches over many spans, by the span of that day."""


class Lead(NamedTuple):
    """What of a happening leads to others of its story."""

    key: Key
    told: Told


class _Listed(NamedTuple):
    """An article: the day of its publication, an ordinal, and its leads."""

    day: int | None
    leads: tuple[Lead, ...]


class _Reached(NamedTuple):
    """Spans of days, those of what ends in one of them or later, and the last span of what reaches over many."""

    spans: Spans
    wide: int | None


class _Heaps:
    """Items by what they share and by spans of days, each with a value."""

    def __init__(self, tables: Tables, name: str, *, days: int) -> None:
        self._days = days
        self._items: Table[tuple[Any, int], dict[Any, Any]] = tables.table(f"{name}.items")
        self._spans: Table[Any, set[int]] = tables.table(f"{name}.spans")
        self._wide: Table[str, set[int]] = tables.table(f"{name}.wide")

    def spans(self, first: int, last: int) -> Spans:
        """The spans in which something of these days lies."""
        first, last = sorted((first // self._days, last // self._days))
        return frozenset(range(first, last + 1)) if last <= first + _WIDE else frozenset({-1 - last})

    def add(self, block: object, spans: Spans, item: object, value: object) -> None:
        for span in spans:
            heap = self._items.get((block, span))
            if heap is None:
                heap = self._items[block, span] = {}
                self._spans.setdefault(block, set()).add(span)
                if span < 0:
                    self._wide.setdefault("", set()).add(span)
            heap[item] = value

    def remove(self, block: object, spans: Spans, item: object) -> None:
        for span in spans:
            heap = self._items[block, span]
            heap.pop(item, None)
            if not heap:
                del self._items[block, span]
                self._spans[block].discard(span)
                if not self._spans[block]:
                    del self._spans[block]

    def reached(self, spans: Spans) -> _Reached:
        """Where to look for what may be of the same days."""
        wide = max((-1 - span for span in spans if span < 0), default=None)
        first = min((span for span in spans if span >= 0), default=None)
        if first is not None:
            spans = spans.union(span for span in self._wide.get("", ()) if -1 - span >= first)
        return _Reached(spans, wide)

    def spans_near(self, block: object, reached: _Reached) -> Spans:
        """Where something may be that shares the block and may be of the same days."""
        if reached.wide is None:
            return reached.spans
        last = reached.wide
        return reached.spans.union(span for span in self._spans.get(block, ()) if span <= last)

    def near(self, block: object, spans: Spans) -> list[dict[Any, Any]]:
        """The heaps of what shares the block, of these spans; an item may be in several."""
        heaps = [self._items.get((block, span)) for span in spans]
        return [heap for heap in heaps if heap is not None]

    def among(self, block: object, spans: Spans) -> list[tuple[int, dict[Any, Any]]]:
        """The same, each with its span, where most of the spans have none."""
        return [(span, self._items[block, span]) for span in spans.intersection(self._spans.get(block, ()))]


class Nearby:
    """All happenings, by what leads to others.

    An article is listed under each of its spans, and under its words in one alone, its home: many tell of several
    years, and have hundreds of words. Its home is the span of the day of its publication, since articles of a known day
    must be of near days to tell one story (`kg.merge.told.are_near`); that of one of no known day is the last of its
    spans.

    Args:
        stories: of the articles that are here.
        tables: where it all is kept.
    """

    def __init__(self, stories: Stories, tables: Tables) -> None:
        self._stories = stories
        self._parties = _Heaps(tables, "nearby.parties", days=_PARTY_DAYS)
        self._articles = _Heaps(tables, "nearby.articles", days=_WORD_DAYS)
        self._words = _Heaps(tables, "nearby.words", days=_WORD_DAYS)
        self._told: Table[str, _Listed] = tables.table("nearby.told", fixed=True)

    def add(self, article: str, happenings: Sequence[Happening]) -> None:
        """Takes in what an article tells, after its story."""
        day = next((one.told_on.toordinal() for one in happenings if one.told_on is not None), None)
        listed = _Listed(day, tuple(Lead(one.key, Told.of(one)) for one in happenings))
        self._told[article] = listed
        for one in happenings:
            for who, first, last in _parties(one):
                spans = self._parties.spans(first, last)
                for meaning in block_meanings(one):
                    self._parties.add((meaning, who), spans, one.key, (first, last))
        for block, spans, home in self._heaps_of(listed):
            self._articles.add(block, spans, article, home)
        for home in self._home(listed):
            for word, weight in self._stories.weights(article).items():
                self._words.add(word, frozenset({home}), article, weight)

    def remove(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes it out, as it was."""
        listed = self._told.pop(article, _Listed(None, ()))
        for one in happenings:
            for who, first, last in _parties(one):
                spans = self._parties.spans(first, last)
                for meaning in block_meanings(one):
                    self._parties.remove((meaning, who), spans, one.key)
        for block, spans, _ in self._heaps_of(listed):
            self._articles.remove(block, spans, article)
        for home in self._home(listed):
            for word in self._stories.weights_before(article):
                self._words.remove(word, frozenset({home}), article)

    def leads(self, article: str) -> tuple[Lead, ...]:
        """What of the happenings of an article leads to others of its story."""
        return self._told.get(article, _Listed(None, ())).leads

    def with_party(self, one: Happening) -> set[Key]:
        """The happenings of these days that share a meaning and a participant with it, itself among them."""
        found: set[Key] = set()
        for who, start, end in _parties(one):
            reached = self._parties.reached(self._parties.spans(start, end))
            for meaning in block_meanings(one):
                block = (meaning, who)
                for heap in self._parties.near(block, self._parties.spans_near(block, reached)):
                    found.update(key for key, (first, last) in heap.items() if start <= last and first <= end)
        return found

    def of_story(self, article: str) -> list[str]:
        """Articles that tell the story of this one, near enough to it, and something of near days.

        What the weights of shared words add up to leaves out nearly all; of the others they are compared.
        """
        listed = self._told.get(article, _Listed(None, ()))
        homes, beyond = self._homes_near(listed)
        both = homes.union(beyond)
        totals: defaultdict[str, float] = defaultdict(float)
        for word, weight in self._stories.weights(article).items() if both else ():
            for home, heap in self._words.among(word, both):
                if home in homes:
                    for other, its in heap.items():
                        totals[other] += _ONE_WORD + weight * its
                else:
                    for other in heap.keys() & beyond[home]:
                        totals[other] += _ONE_WORD + weight * heap[other]
        least = least_sum(STORY)
        likely = [other for other, total in totals.items() if total % _ONE_WORD >= least and _may_be_alike(total)]
        return [
            other for other in sorted(likely) if other != article and self._stories.likeness(article, other) >= STORY
        ]

    def _homes_near(self, listed: _Listed) -> tuple[Spans, dict[int, set[str]]]:
        """The homes whose articles may tell of near days, and some articles of other homes."""
        spans = self._spans(listed)
        if not spans:
            return spans, {}
        reached = self._articles.reached(spans)
        of_any_day = self._articles.spans_near(_ANY_DAY, reached)
        lists = self._articles.near(_ANY_DAY, of_any_day)
        if listed.day is None:
            near = self._articles.spans_near("", reached)
            homes = near | of_any_day
            lists += self._articles.near("", near)
        elif reached.wide is not None:
            homes = _near(listed.day)
        else:
            near = _near(listed.day)
            homes = near & spans
            lists += self._articles.near("", spans) + self._articles.near(_MANY_SPANS, near - homes)
        beyond: defaultdict[int, set[str]] = defaultdict(set)
        for one in lists:
            for other, home in one.items():
                if home not in homes:
                    beyond[home].add(other)
        return homes, beyond

    def _heaps_of(self, listed: _Listed) -> Iterator[tuple[str, Spans, int]]:
        """Where an article is listed: block, spans, and its home."""
        spans = self._spans(listed)
        for home in self._home(listed):
            yield (_ANY_DAY if listed.day is None else ""), spans, home
            if listed.day is not None and min(spans) < 0:
                yield _MANY_SPANS, frozenset({home}), home

    def _home(self, listed: _Listed) -> tuple[int, ...]:
        """The span in which an article is listed under its words; none where it leads to nothing by its story."""
        spans = self._spans(listed)
        if not spans:
            return ()
        return (max(spans) if listed.day is None else listed.day // _WORD_DAYS,)

    def _spans(self, listed: _Listed) -> Spans:
        """The spans of all that may meet another of its story."""
        return frozenset().union(
            *(self._words.spans(told.first, told.last) for _, told in listed.leads if told.names or told.by_word)
        )


def _near(day: int) -> Spans:
    """The spans of the days of which articles may tell the story of one of this day."""
    return frozenset(range((day - STORY_DAYS) // _WORD_DAYS, (day + STORY_DAYS) // _WORD_DAYS + 1))


def _parties(one: Happening) -> Iterator[tuple[str, int, int]]:
    """Who takes part, each with the days on which it may meet another that he takes part in."""
    last = last_day(one)
    return ((who, first_day(one, who), last) for who in one.participants)


def _may_be_alike(total: float) -> bool:
    n_words, weight = divmod(total, _ONE_WORD)
    return may_be_alike(weight, int(n_words), least=STORY)
