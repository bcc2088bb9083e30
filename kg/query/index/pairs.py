"""Networks of any of the events, counted in columns: who is joined to whom, how often, and by which events.

Read once for a snapshot, and kept: some seventy bytes for each pair of actors that an event joins.
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
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter
    from kg.query.network import NetworkBounds

    Numbers = NDArray[np.int64]

_NEVER = 99_999_999


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
    """All edges with their weights and what is told of them, the weight of each actor, and how many events have one."""

    weights: Numbers
    told: tuple[NDArray[Any], ...]
    edges: Numbers
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
        # what every network of all events begins with
        weights, edges = np.bincount(self._edge, minlength=len(keys)), np.arange(len(keys))
        self._whole = _Whole(
            weights=weights,
            told=self._told(slice(None), np.searchsorted(self._edge, edges)),
            edges=edges,
            total=self._summed(self._source, weights) + self._summed(self._target, weights),
            n_events=len(self._events),
        )

    def heaviest(
        self, database: sqlite3.Connection, rows: Numbers | slice, *, bounds: NetworkBounds, ego: str | None
    ) -> Heaviest:
        """The network of some of the rows, cut; with `ego`, the id of an actor, that around it."""
        of_rows = self._edge[rows]
        counted = self._whole.weights if isinstance(rows, slice) else np.bincount(of_rows, minlength=len(self._source))
        centre = None if ego is None else self._ids.index(ego)
        if isinstance(rows, slice) and bounds.min_weight == 1:
            edges = self._whole.edges
        else:
            edges = np.flatnonzero(counted >= bounds.min_weight)
        if centre is not None:
            edges = self._around(edges, centre)
        if edges is self._whole.edges:
            weights, source, target, total = counted, self._source, self._target, self._whole.total
            n_events = self._whole.n_events
        else:
            weights, source, target = counted[edges], self._source[edges], self._target[edges]
            total = self._summed(source, weights) + self._summed(target, weights)
            is_all = centre is None and bounds.min_weight == 1
            n_events = self._events_in(rows, of_rows, None if is_all else edges)
        if centre is None:
            there = np.flatnonzero(total)
            ordered = there[np.lexsort((there, -total[there]))]
        else:
            there = np.union1d(np.flatnonzero(total), [centre])
            to_it, from_it = target == centre, source == centre
            towards = self._summed(source[to_it], weights[to_it]) + self._summed(target[from_it], weights[from_it])
            ordered = there[np.lexsort((there, -towards[there], there != centre))]
        is_kept = np.zeros(len(self._ids), dtype=bool)
        is_kept[ordered[: bounds.max_nodes]] = True
        inner = np.flatnonzero(is_kept[source] & is_kept[target])
        if len(inner) > bounds.max_edges:  # those that may be kept are few, and sorted fast
            least = np.partition(weights[inner], -bounds.max_edges)[-bounds.max_edges]
            inner = inner[weights[inner] >= least]
        chosen = np.sort(inner[np.lexsort((inner, -weights[inner]))[: bounds.max_edges]])
        alone = [] if centre is None else [centre]
        shown = np.unique(np.concatenate([source[chosen], target[chosen], np.array(alone, dtype=np.int64)]))
        return Heaviest(
            nodes={self._ids[actor]: int(total[actor]) for actor in shown.tolist()},
            edges=list(self._described(database, rows, of_rows, edges[chosen], n_examples=bounds.n_examples)),
            n_nodes=len(there),
            n_edges=len(edges),
            n_events=n_events,
        )

    def _around(self, edges: Numbers, centre: int) -> Numbers:
        """The edges among an actor and those that any of the edges joins to it."""
        source, target = self._source[edges], self._target[edges]
        is_near = np.zeros(len(self._ids), dtype=bool)
        is_near[target[source == centre]] = True
        is_near[source[target == centre]] = True
        is_near[centre] = True
        return edges[is_near[source] & is_near[target]]

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

    def _events_in(self, rows: Numbers | slice, of_rows: Numbers, edges: Numbers | None) -> int:
        """How many events have any of the edges; None is all."""
        events = self._event[rows]
        if edges is not None:
            is_one = np.zeros(len(self._source), dtype=bool)
            is_one[edges] = True
            events = events[is_one[of_rows]]
        is_there = np.zeros(len(self._events), dtype=bool)
        is_there[events] = True
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
        ids = _ids_of_events(database, [n for numbers in shown for n in numbers])
        for at, edge in enumerate(edges.tolist()):
            yield (
                self._ids[self._source[edge]], self._ids[self._target[edge]], RELATIONS[self._relation[edge]],
                TYPES[self._type[edge]], STATUSES[self._status[edge]], int(ends[at] - starts[at]),
                unpacked_date(int(first[at]) % _NEVER), unpacked_date(int(last[at])), float(sure[at]),
                tuple(ids[n] for n in shown[at]),
            )  # fmt: skip


def _is_in_columns(wanted: EventFilter) -> bool:
    """Whether the columns hold all that the filter looks at."""
    others = (
        wanted.agent, wanted.patient, wanted.actor, wanted.article, wanted.source, wanted.words,
        wanted.attributed_to,
    )  # fmt: skip
    return not any(others)


def _ids_of_events(database: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    listed = f"[{','.join(map(str, sorted(set(numbers))))}]"
    query = "SELECT n, name.id FROM json_each(?) CROSS JOIN name ON n = value"
    return dict(database.execute(query, (listed,)).fetchall())
