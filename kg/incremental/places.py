"""Places, kept up to date: local places by what they share, and the regions and countries that contain them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from kg.incremental.nodes import Nodes, with_inner
from kg.model import Ref
from kg.resolve.across.judged import JudgedKeys, judge_keys
from kg.resolve.across.places_across import Spot, key_of, merge_of, of_fact, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.authority import Authority, OwnPlace, PlaceFact
    from kg.model import ArticleRecord, LocalPlace, Place, Verdict
    from kg.tables import Table, Tables


@dataclass(slots=True)
class _Heap:
    """The local places of one key, and how often they are called what.

    `order`: their articles, numbers there and local ids. A city much in the news has a place in every tenth article.
    """

    order: list[tuple[str, int, str]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, local: _Local) -> None:
        insort(self.order, (*local.position, local.place.id))
        self.names[local.place.name] += 1

    def remove(self, local: _Local) -> None:
        del self.order[bisect_left(self.order, (*local.position, local.place.id))]
        self.names[local.place.name] -= 1
        if not self.names[local.place.name]:
            del self.names[local.place.name]

    @property
    def refs(self) -> Iterator[Ref]:
        return (Ref(article, local) for article, _, local in self.order)


@dataclass(frozen=True, slots=True)
class _Local:
    """A local place: its article and number there, and its own key, whatever people judged."""

    position: tuple[str, int]
    place: LocalPlace
    key: str


class Places:
    """The canonical places.

    Attributes:
        nodes: canonical places; those that only contain others have no members.
        altered: places of another name, country or surroundings since the last update.
    """

    def __init__(self, authority: Authority, tables: Tables) -> None:
        self._authority = authority
        self._locals: Table[Ref, _Local] = tables.table("places.locals", fixed=True)
        self._of_article: Table[str, list[Ref]] = tables.table("places.of_article")
        self._keys: Table[Ref, str] = tables.table("places.keys", fixed=True)
        self._judged: Table[str, JudgedKeys] = tables.table("places.judged", fixed=True)
        self._heaps: Table[str, _Heap] = tables.table("places.heaps")
        self._id: Table[str, str] = tables.table("places.id", fixed=True)
        self._facts: Table[str, PlaceFact | OwnPlace] = tables.table("places.facts", fixed=True)
        self._key_of_id: Table[str, str] = tables.table("places.key_of_id", fixed=True)
        self._inner: Table[str, set[str]] = tables.table("places.inner")
        self.nodes: Nodes[Place] = Nodes(tables, "places")
        self.altered: set[str] = set()

    def members(self, identifier: str) -> list[Ref]:
        """The members of a node."""
        key = self._key_of_id.get(identifier)
        return list(self._heaps[key].refs) if key is not None and key in self._heaps else []

    def update(self, changed: Mapping[str, ArticleRecord | None], *, verdicts: tuple[Verdict, ...] = ()) -> None:
        """Takes in the changed articles (None: gone); `verdicts`: what people judged of places."""
        self.nodes.begin()
        self.altered = set()
        concerned: set[Ref] = set()
        touched: set[str] = set()
        for article, record in changed.items():
            for ref in self._of_article.pop(article, ()):
                concerned.add(ref)
                touched |= self._leave_heap(ref)
                del self._locals[ref]
            for number, place in enumerate(record.places if record is not None else ()):
                key, fact = key_of(cast("ArticleRecord", record), place, self._authority)
                if fact is not None:
                    self._facts[key] = fact
                ref = Ref(article, place.id)
                concerned.add(ref)
                self._of_article.setdefault(article, []).append(ref)
                self._locals[ref] = _Local((article, number), place, key)
        old = self._judged.get("", JudgedKeys())
        # Judgements may put any two keys together: while there are some of places, the keys of all are looked at.
        own = {ref: local.key for ref, local in sorted(self._locals.items())} if verdicts else {}
        judged = self._judged[""] = judge_keys(own, verdicts)
        touched |= {key for key in old.why.keys() | judged.why if old.why.get(key) != judged.why.get(key)}
        for ref in {*concerned, *old.keys, *judged.keys}:
            local = self._locals.get(ref)
            new = judged.keys.get(ref, local.key) if local is not None else None
            if new != self._keys.get(ref):
                concerned.add(ref)
                touched |= self._leave_heap(ref)
                if local is not None and new is not None:
                    self._heaps.setdefault(new, _Heap()).add(local)
                    self._keys[ref] = new
                    touched.add(new)
        self._make({key for key in touched if key in self._heaps}, {ref: self._keys.get(ref) for ref in concerned})
        self.altered = with_inner(self.altered, self._inner)

    def _leave_heap(self, ref: Ref) -> set[str]:
        key = self._keys.pop(ref, None)
        if key is None:
            return set()
        self._heaps[key].remove(self._locals[ref])
        return {key}

    def _make(self, touched: set[str], keys: Mapping[Ref, str | None]) -> None:
        spots = {key: self._spot(key) for key in touched if self._heaps[key].order}
        # A place follows from the local places of its key alone.
        by_key, _ = places_of(spots, self._authority)
        before = {self._id[key] for key in touched if key in self._id}
        for key in touched:
            old = self._id.pop(key, None)
            if key not in spots:
                del self._heaps[key]
                continue
            self._id[key] = by_key[key].id
            self._key_of_id[by_key[key].id] = key
            if old is not None and old != by_key[key].id:
                for ref in self._heaps[key].refs:
                    self.nodes.move(ref, by_key[key].id)
        for ref, its in keys.items():
            self.nodes.move(ref, None if its is None else self._id[its])
        for key, place in by_key.items():
            if key in spots or place.id not in self.nodes.by_id:
                self._put(place, key, spots.get(key))
        for identifier in before - {self._id[key] for key in touched if key in self._id}:
            if identifier in self.nodes.by_id:  # else it went with the last that it contained
                self._empty(identifier)

    def _spot(self, key: str) -> Spot:
        """What the place follows from, without its members."""
        heap = self._heaps[key]
        return Spot(self._facts.get(key), self._locals[next(heap.refs)].place, names=heap.names)

    def _put(self, place: Place, key: str, spot: Spot | None) -> None:
        has_merge = spot is not None and self.nodes.size(place.id) > 1
        old = self.nodes.put(
            place, merge_of(key, spot, place, self._judged[""].why) if spot is not None and has_merge else None
        )
        if old is None or (old.name, old.country, old.within) != (place.name, place.country, place.within):
            self.altered.add(place.id)
        if place.within is not None:
            self._inner.setdefault(place.within, set()).add(place.id)
        if old is not None and old.within is not None and old.within != place.within:
            self._leave(old.within, place.id)

    def _empty(self, identifier: str) -> None:
        """What no article names any more stays as what contains others, else it goes."""
        place, key = self.nodes.by_id[identifier], self._key_of_id[identifier]
        fact = self._authority.known_place(key) if self._inner.get(identifier) else None
        if fact is not None:
            self._put(replace(of_fact(fact), within=place.within), key, None)
            return
        self.nodes.remove(identifier)
        if place.within is not None:
            self._leave(place.within, identifier)

    def _leave(self, outer: str, inner: str) -> None:
        self._inner[outer].discard(inner)
        place = self.nodes.by_id.get(outer)
        if place is None or self.nodes.size(outer) or self._inner[outer]:
            return
        self.nodes.remove(outer)
        if place.within is not None:
            self._leave(place.within, outer)
