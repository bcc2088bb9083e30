"""Where the local actors and places of all articles went, with few of them in memory. Internal to `kg.resolve`."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from kg.model import Ref
from kg.spools import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleRecord
    from kg.spools import Records


class Owners:
    """Which local actors have an owner, told article by article in the order of the records."""

    def __init__(self) -> None:
        self._by_article: Spool[dict[str, str]] = Spool(dict[str, str], recalled=0)

    def add(self, record: ArticleRecord) -> None:
        """Takes in one more article."""
        self._by_article.append({actor.id: actor.owner for actor in record.actors if actor.owner is not None})

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Of each article local ids with those of their owners."""
        return iter(self._by_article)


class Homes(Mapping[Ref, str]):
    """The canonical id of each local actor and place: what an article has is read together.

    Args:
        records: all articles.
        nodes: canonical ids with their members, places before actors.
    """

    def __init__(self, records: Records, nodes: Iterable[tuple[str, Iterable[Ref]]]) -> None:
        self._records = records
        self._by_article: Spool[dict[str, str]] = Spool(dict[str, str])
        self._size = 0
        self._last: tuple[str, dict[str, str]] = ("", {})
        ids: list[str] = []
        places, numbers, local_ids = array("I"), array("I"), list[str]()
        for identifier, members in nodes:
            for ref in members:
                place = records.number(ref.article)
                if place is not None:
                    places.append(place)
                    numbers.append(len(ids))
                    local_ids.append(intern(ref.local))
            ids.append(identifier)
        order = np.argsort(np.array(places, dtype=np.uint32), kind="stable")
        ends = np.searchsorted(np.array(places, dtype=np.uint32)[order], np.arange(len(records) + 1))
        for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            its = {local_ids[here]: ids[numbers[here]] for here in order[start:end].tolist()}
            self._by_article.append(its)
            self._size += len(its)

    def of(self, article: str) -> Mapping[str, str]:
        """What an article has, by local ids; nothing of one that is not there."""
        if article != self._last[0]:
            place = self._records.number(article)
            self._last = (article, {} if place is None else self._by_article.at(place))
        return self._last[1]

    def owned(self, owners: Owners) -> dict[str, Counter[str]]:
        """Of actors with owners the ids of these, with counts of members."""
        found: dict[str, Counter[str]] = {}
        for homes, its in zip(self._by_article, owners, strict=True):
            for local, owner in its.items():
                found.setdefault(homes[local], Counter())[homes[owner]] += 1
        return found

    def __getitem__(self, ref: Ref) -> str:
        return self.of(ref.article)[ref.local]

    def __iter__(self) -> Iterator[Ref]:
        for record, its in zip(self._records, self._by_article, strict=True):
            yield from (Ref(record.article.id, local) for local in its)

    def __len__(self) -> int:
        return self._size
