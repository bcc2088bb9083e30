"""What a happening is compared with: those that share a participant with it, and those of articles of its story.

Both are looked up by spans of days, so that what fills for years is not read as a whole. The pairs are those of
`kg.merge.meetings`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.authority.stories import least_sum, may_be_alike
from kg.merge.blocks import Told, block_meanings
from kg.merge.told import STORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories
    from kg.tables import Table, Tables

Key = tuple[str, int, str]
Spans = frozenset[int]
"""Numbers of spans of days. What reaches over many is in one heap of those that end in the same span: -1 - its number.
"""

_PARTY_DAYS, _WORD_DAYS = 16, 32
"""Days of a span: of happenings that share a participant, and of articles that share a word."""
_WIDE = 12
"""What reaches over more spans reaches over many."""
_ONE_WORD = 1024.0
"""What a word counts for in a sum that is of weights, which are at most 1 together, and of words."""


class Lead(NamedTuple):
    """What of a happening leads to others of its story."""

    key: Key
    told: Told


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

    def spans(self, told: Told) -> Spans:
        """The spans in which a happening lies."""
        first, last = sorted((told.first // self._days, told.last // self._days))
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
        return [(span, self._items[block, span]) for span in self._spans.get(block, ()) if span in spans]


class Nearby:
    """All happenings, by what leads to others.

    An article is listed under each of its spans, and under its words in one of these alone, its home: many tell of
    several years, and have hundreds of words.

    Args:
        stories: of the articles that are here.
        tables: where it all is kept.
    """

    def __init__(self, stories: Stories, tables: Tables) -> None:
        self._stories = stories
        self._parties = _Heaps(tables, "nearby.parties", days=_PARTY_DAYS)
        self._articles = _Heaps(tables, "nearby.articles", days=_WORD_DAYS)
        self._words = _Heaps(tables, "nearby.words", days=_WORD_DAYS)
        self._told: Table[str, tuple[Lead, ...]] = tables.table("nearby.told", fixed=True)

    def add(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes in what an article tells, after its story."""
        leads = self._told[article] = tuple(Lead(one.key, Told.of(one)) for one in happenings)
        for lead, one in zip(leads, happenings, strict=True):
            spans = self._parties.spans(lead.told)
            for block in _with_whom(one):
                self._parties.add(block, spans, one.key, (lead.told.first, lead.told.last))
        spans = self._spans(leads)
        if spans:
            home = max(spans)
            self._articles.add("", spans, article, home)
            for word, weight in self._stories.weights(article).items():
                self._words.add(word, frozenset({home}), article, weight)

    def remove(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes it out, as it was."""
        leads = self._told.pop(article, ())
        for lead, one in zip(leads, happenings, strict=True):
            spans = self._parties.spans(lead.told)
            for block in _with_whom(one):
                self._parties.remove(block, spans, one.key)
        spans = self._spans(leads)
        if spans:
            self._articles.remove("", spans, article)
            for word in self._stories.weights_before(article):
                self._words.remove(word, frozenset({max(spans)}), article)

    def leads(self, article: str) -> tuple[Lead, ...]:
        """What of the happenings of an article leads to others of its story."""
        return self._told.get(article, ())

    def with_party(self, one: Happening, told: Told) -> set[Key]:
        """The happenings of these days that share a meaning and a participant with it, itself among them."""
        reached = self._parties.reached(self._parties.spans(told))
        return {
            key
            for block in _with_whom(one)
            for heap in self._parties.near(block, self._parties.spans_near(block, reached))
            for key, (first, last) in heap.items()
            if told.first <= last and first <= told.last
        }

    def of_story(self, article: str) -> list[str]:
        """Articles that tell the story of this one, and something of near days.

        What the weights of shared words add up to leaves out nearly all; of the others they are compared.
        """
        spans = self._articles.spans_near("", self._articles.reached(self._spans(self.leads(article))))
        beyond: defaultdict[int, set[str]] = defaultdict(set)  # those near whose home is not
        for listed in self._articles.near("", spans):
            for other, home in listed.items():
                if home not in spans:
                    beyond[home].add(other)
        homes = spans.union(beyond)
        totals: defaultdict[str, float] = defaultdict(float)
        for word, weight in self._stories.weights(article).items() if homes else ():
            for home, heap in self._words.among(word, homes):
                if home in spans:
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

    def _spans(self, leads: Iterable[Lead]) -> Spans:
        """The spans of all that may meet another of its story."""
        return frozenset().union(*(self._words.spans(told) for _, told in leads if told.names or told.by_word))


def _may_be_alike(total: float) -> bool:
    n_words, weight = divmod(total, _ONE_WORD)
    return may_be_alike(weight, int(n_words), least=STORY)


def _with_whom(one: Happening) -> Iterator[tuple[str, str]]:
    return ((meaning, who) for meaning in block_meanings(one) for who in one.participants)
