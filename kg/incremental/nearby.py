"""What a happening is compared with: those that share a participant with it, and those of articles of its story.

Both are looked up by spans of days, so that what fills for years is not read as a whole. The pairs are those of
`kg.merge.meetings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.merge.blocks import Told, block_meanings, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.merge.happenings import Happening
    from kg.merge.stories import Stories
    from kg.tables import Table, Tables

Key = tuple[str, int, str]
Spans = frozenset[int | None]
"""Numbers of spans of days; None stands for what has no day, or reaches over many spans."""

_SPAN_DAYS = 16
_WIDE = 12
"""What reaches over more spans is kept in one heap of its block."""


class _Heaps:
    """Items by what they share and by spans of days."""

    def __init__(self, tables: Tables, name: str) -> None:
        self._items: Table[tuple[Any, int | None], set[Any]] = tables.table(f"{name}.items")
        self._spans: Table[Any, set[int | None]] = tables.table(f"{name}.spans")

    def add(self, block: object, spans: Spans, item: object) -> None:
        for span in spans:
            self._items.setdefault((block, span), set()).add(item)
        self._spans.setdefault(block, set()).update(spans)

    def remove(self, block: object, spans: Spans, item: object) -> None:
        for span in spans:
            heap = self._items[block, span]
            heap.discard(item)
            if not heap:
                del self._items[block, span]
                self._spans[block].discard(span)
        if not self._spans[block]:
            del self._spans[block]

    def near(self, block: object, spans: Spans) -> set[Any]:
        """What shares the block and may be of days of these spans."""
        found: set[Any] = set()
        there = self._spans.get(block, ())
        for span in there if None in spans else (spans | {None}).intersection(there):
            found |= self._items[block, span]
        return found


class Nearby:
    """All happenings, by what leads to others.

    Args:
        stories: of the articles that are here.
        tables: where it all is kept.
    """

    def __init__(self, stories: Stories, tables: Tables) -> None:
        self._stories = stories
        self._parties = _Heaps(tables, "nearby.parties")
        self._tellers = _Heaps(tables, "nearby.tellers")
        self._listed: Table[str, dict[str, Spans]] = tables.table("nearby.listed")

    def add(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes in what an article tells, after its story."""
        listed: dict[str, Spans] = {}
        for one in happenings:
            its, told = _spans(one), Told.of(one)
            for block in _with_whom(one):
                self._parties.add(block, its, one.key)
            for word in (*told.names, *(self._stories.keys(article) if told.by_word else ())):
                listed[word] = listed.get(word, frozenset()) | its
        for word, spans in listed.items():
            self._tellers.add(word, spans, article)
        self._listed[article] = listed

    def remove(self, article: str, happenings: Iterable[Happening]) -> None:
        """Takes it out, as it was."""
        for one in happenings:
            for block in _with_whom(one):
                self._parties.remove(block, _spans(one), one.key)
        for word, spans in self._listed.pop(article, {}).items():
            self._tellers.remove(word, spans, article)

    def with_party(self, one: Happening) -> set[Key]:
        """The happenings that share a meaning and a participant with it, itself among them."""
        its = _spans(one)
        return set().union(*(self._parties.near(block, its) for block in _with_whom(one)))

    def of_story(self, article: str) -> list[str]:
        """The articles that tell the story of this one, in near days, and have a word, a place or a thing of it."""
        listed = self._listed[article].items()
        likely = set[str]().union(*(self._tellers.near(word, spans) for word, spans in listed)) - {article}
        return [other for other in likely if self._stories.are_one(article, other)]


def _with_whom(one: Happening) -> Iterator[tuple[str, str]]:
    return ((meaning, who) for meaning in block_meanings(one) for who in one.participants)


def _spans(one: Happening) -> Spans:
    first, last = (day.toordinal() // _SPAN_DAYS for day in days_of(one))
    return frozenset(range(first, last + 1)) if first <= last <= first + _WIDE else frozenset({None})
