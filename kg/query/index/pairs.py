"""Networks of any of the events, counted in columns: who is joined to whom, how often, and by which events.

Read once for a snapshot, and kept: some eighty bytes for each pair of actors that an event joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.query.index.keys import CERTAINTIES, POLARITIES, RELATIONS, STATUSES, TENSES, TYPES
from kg.query.index.pair_rows import read_rows, unpacked_date
from kg.query.index.search import places_allowed, search_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.network import NetworkBounds

    Numbers = NDArray[np.int64]

_NEVER = 99_999_999
_NAMED = 50_000
"""Ids of events that are kept for the next network."""


@dataclass(frozen=True, slots=True)
class Heaviest:
    """Actors and edges that are kept, and how many actors, edges and events there were before the cut.

    Attributes:
        nodes: weight of each actor by id, sorted; of all its edges before the cut.
        edges: (source, target, relation, type, status, weight, first, last, confidence, ids of events), sorted.
    """

    nodes: dict[str, int]
    edges: list[tuple[Any, ...]]
    n_nodes: int
    n_edges: int
    n_events: int


@dataclass(frozen=True, slots=True)
class _Whole:
    """All edges: their weights, what is told of them, the weight of each actor, how many events have one."""

    weights: Numbers
    told: tuple[NDArray[Any], ...]
    total: Numbers
    n_events: int


class Pairs:
    """The pairs of one snapshot. Actors are numbered by the order of their ids, and edges by that of their keys.

    So what is tied in weight is ordered by comparing numbers alone.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        rows = read_rows(database)
        actors = database.execute("SELECT a, id FROM actor ORDER BY id").fetchall()
        self._ids = [identifier for _, identifier in actors]
        numbers = np.array([number for number, _ in actors], dtype=np.int64)
        by_number = np.argsort(numbers)

        def ranked(column: NDArray[Any]) -> Numbers:
            return by_number[np.searchsorted(numbers, column, sorter=by_number)]

        key = ranked(rows["source"])
        for column, size in (
            (ranked(rows["target"]), len(actors)), (rows["relation"], len(RELATIONS)), (rows["type"], len(TYPES)),
            (rows["status"], len(STATUSES)),
        ):  # fmt: skip
            key = key * size + column
        keys, edge = np.unique(key, return_inverse=True)
        # The rows of an edge follow each other, in the order in which it names its events: so none is sorted later.
        order = np.lexsort((rows["n"], -rows["confidence"], -rows["support"], edge))
        self._edge = edge[order]
        # each column for itself, as one that lies between others takes many times as long to go through
        self._columns = {
            name: np.ascontiguousarray(rows[name][order])
            for name in rows.dtype.names or ()
            if name not in {"source", "target"}
        }
        self._events, event = np.unique(self._columns["n"], return_inverse=True)
        self._event = event.astype(np.int32)
        keys, self._status = np.divmod(keys, len(STATUSES))
        keys, self._type = np.divmod(keys, len(TYPES))
        keys, self._relation = np.divmod(keys, len(RELATIONS))
        self._source, self._target = np.divmod(keys, max(1, len(actors)))
        # Edges lie by their source, so those of one actor are a slice; those to it are a slice of them by target.
        self._n_from = np.bincount(self._source, minlength=len(actors))
        self._from = np.concatenate([[0], np.cumsum(self._n_from)])
        self._by_target = np.argsort(self._target, kind="stable")
        self._to = np.searchsorted(self._target[self._by_target], np.arange(len(actors) + 1))
        # the edges that each event has a row of, event after event
        by_event = np.argsort(self._event, kind="stable")
        self._edges_of_events = self._edge[by_event]
        self._first_of_event = np.searchsorted(self._event[by_event], np.arange(len(self._events)))
        # what every network of all events begins with
        weights = np.bincount(self._edge, minlength=len(keys))
        self._whole = _Whole(
            weights=weights,
            told=self._told(slice(None), np.searchsorted(self._edge, np.arange(len(keys)))),
            total=self._total(weights),
            n_events=len(self._events),
        )
        self._named: dict[int, str] = {}  # grows while others read it

    def heaviest(
        self, database: sqlite3.Connection, rows: Numbers | slice, *, bounds: NetworkBounds, ego: str | None
    ) -> Heaviest:
        """The network of some of the rows, cut; with `ego`, the id of an actor, that around it."""
        of_rows = self._edge[rows]
        # of each edge, 0 where it is no part of the network
        weights = self._whole.weights if isinstance(rows, slice) else np.bincount(of_rows, minlength=len(self._source))
        if bounds.min_weight > 1:
            weights = np.where(weights >= bounds.min_weight, weights, 0)
        if ego is None:
            total = self._whole.total if weights is self._whole.weights else self._total(weights)
            there = np.flatnonzero(total)
            ordered = there[np.lexsort((there, -total[there]))]
        else:
            centre = self._ids.index(ego)
            towards = self._towards(weights, centre)
            is_near = towards > 0
            is_near[centre] = True
            weights = np.where(self._among(is_near), weights, 0)
            total = self._total(weights)
            there = np.flatnonzero(is_near)
            ordered = there[np.lexsort((there, -towards[there], there != centre))]
        is_kept = np.zeros(len(self._ids), dtype=bool)
        is_kept[ordered[: bounds.max_nodes]] = True
        inner = np.flatnonzero(self._among(is_kept) & (weights > 0))
        if len(inner) > bounds.max_edges:  # those that may be kept are few, and sorted fast
            least = np.partition(weights[inner], -bounds.max_edges)[-bounds.max_edges]
            inner = inner[weights[inner] >= least]
        chosen = np.sort(inner[np.lexsort((inner, -weights[inner]))[: bounds.max_edges]])
        alone = [] if ego is None else [centre]
        shown = np.unique(np.concatenate([self._source[chosen], self._target[chosen], np.array(alone, dtype=np.int64)]))
        return Heaviest(
            nodes={self._ids[actor]: int(total[actor]) for actor in shown.tolist()},
            edges=list(self._described(database, rows, of_rows, chosen, n_examples=bounds.n_examples)),
            n_nodes=len(there),
            n_edges=int(np.count_nonzero(weights)),
            n_events=self._events_in(rows, of_rows, weights),
        )

    def _towards(self, weights: Numbers, centre: int) -> Numbers:
        """The weight of each actor's edges from and to one actor."""
        there = slice(self._from[centre], self._from[centre + 1])
        back = self._by_target[self._to[centre] : self._to[centre + 1]]
        return self._summed(self._target[there], weights[there]) + self._summed(self._source[back], weights[back])

    def _among(self, is_one: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which edges join two of some actors."""
        return np.repeat(is_one, self._n_from) & is_one[self._target]

    def _total(self, weights: Numbers) -> Numbers:
        """The weight of each actor."""
        return self._summed(self._source, weights) + self._summed(self._target, weights)

    def fitting(self, catalog: Catalog, database: sqlite3.Connection, wanted: EventFilter) -> Numbers | slice:
        """Which rows are of the events that fit."""
        if _is_in_columns(wanted):
            return self._fitting_in_columns(wanted, places_allowed(catalog, database, wanted))
        search = search_for(catalog, database, wanted)
        where, values = search.whole()
        found = database.execute(f"SELECT e.n FROM {search.source} WHERE {where}", values).fetchall()
        events = np.array(found, dtype=np.int64).ravel()
        at = np.searchsorted(self._events, events)
        is_one = at < len(self._events)  # events that join nobody have no rows
        is_one[is_one] = self._events[at[is_one]] == events[is_one]
        is_wanted = np.zeros(len(self._events), dtype=bool)
        is_wanted[at[is_one]] = True
        return np.flatnonzero(is_wanted[self._event])

    def _fitting_in_columns(self, wanted: EventFilter, places: list[int] | None) -> Numbers | slice:
        conditions = [
            self._columns[column] == known.index(value.value)
            for column, known, value in (
                ("status", STATUSES, wanted.status), ("polarity", POLARITIES, wanted.polarity),
                ("certainty", CERTAINTIES, wanted.certainty), ("tense", TENSES, wanted.tense),
            )
            if value is not None
        ]  # fmt: skip
        if wanted.types:
            is_wanted = np.zeros(len(TYPES), dtype=bool)
            is_wanted[[TYPES.index(name) for name in wanted.types]] = True
            conditions.append(is_wanted[self._columns["type"]])
        if wanted.since is not None:
            # undated events have 0 there
            conditions.append(self._columns["last"] >= wanted.since.toordinal())
        if wanted.until is not None:
            first = self._columns["first"]
            conditions.append((first <= wanted.until.toordinal()) & (first > 0))
        if places is not None:
            column = self._columns["place"]
            is_place = np.zeros(max([*places, column.max(initial=0)]) + 1, dtype=bool)
            is_place[places] = True
            conditions.append(is_place[column])
        if wanted.min_confidence is not None:
            conditions.append(self._columns["confidence"] >= wanted.min_confidence)
        if wanted.min_support is not None:
            conditions.append(self._columns["sources"] >= wanted.min_support)
        return np.flatnonzero(np.logical_and.reduce(conditions)) if conditions else slice(None)

    def _summed(self, actors: NDArray[Any], weights: NDArray[Any]) -> Numbers:
        # sums of whole numbers below 2**53 are exact
        return np.bincount(actors, weights=weights, minlength=len(self._ids)).astype(np.int64)

    def _events_in(self, rows: Numbers | slice, of_rows: Numbers, weights: Numbers) -> int:
        """How many events have any of the edges that have a weight."""
        if weights is self._whole.weights:
            return self._whole.n_events
        is_one = weights > 0
        if isinstance(rows, slice):
            hits = is_one[self._edges_of_events]
            return int(np.count_nonzero(np.logical_or.reduceat(hits, self._first_of_event))) if hits.size else 0
        is_there = np.zeros(len(self._events), dtype=bool)
        is_there[self._event[rows][is_one[of_rows]]] = True
        return int(np.count_nonzero(is_there))

    def _told(self, rows: Numbers | slice, starts: Numbers) -> tuple[NDArray[Any], ...]:
        """First and last day, as `packed_date`, and greatest confidence of each edge, whose rows begin at `starts`."""
        earliest, latest = self._columns["earliest"][rows], self._columns["latest"][rows]
        if not starts.size:
            return earliest, latest, self._columns["confidence"][rows]
        return (
            np.minimum.reduceat(np.where(earliest == 0, _NEVER, earliest), starts),
            np.maximum.reduceat(latest, starts),
            np.maximum.reduceat(self._columns["confidence"][rows], starts),
        )

    def _described(
        self, database: sqlite3.Connection, rows: Numbers | slice, of_rows: Numbers, edges: Numbers, *, n_examples: int
    ) -> Iterator[tuple[Any, ...]]:
        """The edges with what is known of them; `edges` are sorted, and each has a row."""
        if not edges.size:
            return
        starts, ends = np.searchsorted(of_rows, edges), np.searchsorted(of_rows, edges, side="right")
        if isinstance(rows, slice):
            first, last, sure = (values[edges] for values in self._whole.told)
        else:
            sizes = ends - starts
            before = np.cumsum(sizes) - sizes
            own = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
            first, last, sure = self._told(rows[own], before)
        numbers = self._columns["n"][rows]
        shown = [
            numbers[start : min(end, start + n_examples)].tolist()
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        ids = self._ids_of_events(database, {n for numbers in shown for n in numbers})
        columns = (
            self._source[edges], self._target[edges], self._relation[edges], self._type[edges], self._status[edges],
            ends - starts, first % _NEVER, last, sure,
        )  # fmt: skip
        rows_of_edges = zip(*(column.tolist() for column in columns), shown, strict=True)
        for source, target, relation, type_, status, weight, since, until, confidence, events in rows_of_edges:
            yield (
                self._ids[source], self._ids[target], RELATIONS[relation], TYPES[type_], STATUSES[status], weight,
                unpacked_date(since), unpacked_date(until), confidence, tuple([ids[n] for n in events]),
            )  # fmt: skip

    def _ids_of_events(self, database: sqlite3.Connection, numbers: set[int]) -> dict[int, str]:
        """Ids by number; most networks name events that others have named."""
        named = self._named
        missing = sorted(n for n in numbers if n not in named)
        if not missing:
            return named
        query = "SELECT n, name.id FROM json_each(?) CROSS JOIN name ON n = value"
        found = dict(database.execute(query, (f"[{','.join(map(str, missing))}]",)).fetchall())
        if len(named) + len(found) <= _NAMED:
            named.update(found)
            return named
        self._named = found if len(found) <= _NAMED else {}
        return named | found


def _is_in_columns(wanted: EventFilter) -> bool:
    """Whether the columns hold all that the filter looks at."""
    others = (
        wanted.agent, wanted.patient, wanted.actor, wanted.article, wanted.source, wanted.words,
        wanted.attributed_to, wanted.published_since, wanted.published_until,
    )  # fmt: skip
    return not any(others)
