"""Places, kept up to date: local places by what they share, and the regions and countries that contain them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.incremental.actors import with_inner
from kg.model import Ref
from kg.resolve.places_across import Spot, key_of, of_fact, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.authority import Authority, PlaceFact
    from kg.model import ArticleRecord, LocalPlace, Merge, Place


class Places:
    """The canonical places.

    Attributes:
        nodes: places by id; `merges` their merges by id of the place; `mapping` local place → id.
        was: what the nodes touched by the last update were before it, with their merges.
        altered: places of another name, country or surroundings since the last update.
    """

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._of_article: dict[str, dict[Ref, str]] = {}
        self._members: dict[str, dict[Ref, LocalPlace]] = {}
        self._id: dict[str, str] = {}
        self._facts: dict[str, PlaceFact] = {}
        self._key_of_id: dict[str, str] = {}
        self._inner: dict[str, set[str]] = {}
        self.was: dict[str, tuple[Place | None, Merge | None]] = {}
        self.altered: set[str] = set()
        self.nodes: dict[str, Place] = {}
        self.merges: dict[str, Merge] = {}
        self.mapping: dict[Ref, str] = {}

    def update(self, changed: Mapping[str, ArticleRecord | None]) -> None:
        """Takes in the changed articles (None: gone)."""
        self.was = {}
        touched: set[str] = set()
        self.altered = set()
        for article, record in changed.items():
            for ref, key in self._of_article.pop(article, {}).items():
                touched.add(key)
                del self._members[key][ref]
                self.mapping.pop(ref, None)
            if record is None:
                continue
            for local in record.places:
                key, fact = key_of(record, local, self._authority)
                if fact is not None:
                    self._facts[key] = fact
                ref = Ref(article, local.id)
                touched.add(key)
                self._of_article.setdefault(article, {})[ref] = key
                self._members.setdefault(key, {})[ref] = local
        self._make(touched)
        self.altered = with_inner(self.altered, self._inner)

    def _note(self, identifier: str) -> None:
        self.was.setdefault(identifier, (self.nodes.get(identifier), self.merges.get(identifier)))

    def _make(self, touched: set[str]) -> None:
        spots: dict[str, Spot] = {}
        for key in touched:
            if self._members.get(key):
                spots[key] = self._spot(key)
        # A place follows from the local places of its key alone.
        by_key, merges = places_of(spots, self._authority)
        for key, spot in spots.items():
            self.mapping.update(dict.fromkeys(spot.members, by_key[key].id))
        places = by_key.values()
        before = {self._id[key] for key in touched if key in self._id}
        for place in places:
            if place.members or place.id not in self.nodes:
                self._put(place)
        made = {merge.into: merge for merge in merges}
        for key in touched:
            members = self._members.get(key)
            if members:
                self._id[key] = self.mapping[next(iter(members))]
                self._key_of_id[self._id[key]] = key
            else:
                self._members.pop(key, None)
                self._id.pop(key, None)
        after = {self._id[key] for key in touched if key in self._id}
        for identifier in before | after:
            self._note(identifier)
            self.merges.pop(identifier, None)
            if identifier in made:
                self.merges[identifier] = made[identifier]
        for identifier in before - after:
            self._empty(identifier)

    def _spot(self, key: str) -> Spot:
        members = self._members[key]
        first = members[min(members)]
        spot = Spot(self._facts.get(key), first, members=list(members))
        spot.names.update(local.name for local in members.values())
        return spot

    def _put(self, place: Place) -> None:
        old = self.nodes.get(place.id)
        self._note(place.id)
        self.nodes[place.id] = place
        if old is None or (old.name, old.country, old.within) != (place.name, place.country, place.within):
            self.altered.add(place.id)
        if place.within is not None:
            self._inner.setdefault(place.within, set()).add(place.id)
        if old is not None and old.within is not None and old.within != place.within:
            self._leave(old.within, place.id)

    def _empty(self, identifier: str) -> None:
        """What no article names any more stays as what contains others, else it goes."""
        place = self.nodes[identifier]
        fact = self._authority.place(self._key_of_id[identifier]) if self._inner.get(identifier) else None
        if fact is not None:
            self._put(replace(of_fact(fact), within=place.within))
            return
        self._note(identifier)
        del self.nodes[identifier]
        if place.within is not None:
            self._leave(place.within, identifier)

    def _leave(self, outer: str, inner: str) -> None:
        self._inner[outer].discard(inner)
        place = self.nodes.get(outer)
        if place is None or place.members or self._inner[outer]:
            return
        self._note(outer)
        del self.nodes[outer]
        if place.within is not None:
            self._leave(place.within, outer)
