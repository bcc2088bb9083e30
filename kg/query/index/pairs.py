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
    """All edges with their weights, the weight of each actor, and how many events have an edge."""

    weights: Numbers
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

        # each column for itself, as one that lies between others takes many times as long to go through
        self._columns = {
            name: np.ascontiguousarray(rows[name])
            for name in rows.dtype.names or ()
            if name not in {"source", "target"}
        }
        key = ranked(rows["source"])
        for column, size in (
            (ranked(rows["target"]), len(actors)), (rows["relation"], len(RELATIONS)), (rows["type"], len(TYPES)),
            (rows["status"], len(STATUSES)),
        ):  # fmt: skip
            key = key * size + column
        keys, self._edge = np.unique(key, return_inverse=True)
        keys, self._status = np.divmod(keys, len(STATUSES))
        keys, self._type = np.divmod(keys, len(TYPES))
        keys, self._relation = np.divmod(keys, len(RELATIONS))
        self._source, self._target = np.divmod(keys, max(1, len(actors)))
        # what every network of all events begins with
        weights, edges = np.bincount(self._edge, minlength=len(keys)), np.arange(len(keys))
        self._whole = _Whole(
            weights=weights,
            edges=edges,
            total=self._summed(self._source, weights) + self._summed(self._target, weights),
            n_events=self._events_in(slice(None), self._edge, edges),
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
            n_events = self._events_in(rows, of_rows, edges)
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
        # an event may have several rows, one after the other
        events = np.unique(np.array(found, dtype=np.int64))
        own = self._columns["n"]
        first, behind = np.searchsorted(own, events), np.searchsorted(own, events, side="right")
        changes = np.zeros(len(own) + 1, dtype=np.int64)
        np.add.at(changes, first, 1)
        np.add.at(changes, behind, -1)
        return np.flatnonzero(np.cumsum(changes[:-1]))

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
            conditions.append(np.isin(self._columns["place"], np.array(places, dtype=np.int64)))
        if wanted.min_confidence is not None:
            conditions.append(self._columns["confidence"] >= wanted.min_confidence)
        if wanted.min_support is not None:
            conditions.append(self._columns["sources"] >= wanted.min_support)
        return np.flatnonzero(np.logical_and.reduce(conditions)) if conditions else slice(None)

    def _summed(self, actors: NDArray[Any], weights: NDArray[Any]) -> Numbers:
        # sums of whole numbers below 2**53 are exact
        return np.bincount(actors, weights=weights, minlength=len(self._ids)).astype(np.int64)

    def _events_in(self, rows: Numbers | slice, of_rows: Numbers, edges: Numbers) -> int:
        """How many events have any of the edges."""
        is_one = np.zeros(len(self._source), dtype=bool)
        is_one[edges] = True
        events = self._columns["n"][rows][is_one[of_rows]]
        return int(np.count_nonzero(np.diff(events))) + bool(events.size)

    def _described(
        self, database: sqlite3.Connection, rows: Numbers | slice, of_rows: Numbers, edges: Numbers, *, n_examples: int
    ) -> Iterator[tuple[Any, ...]]:
        """The edges with what is known of them; `edges` are sorted."""
        is_one = np.zeros(len(self._source), dtype=bool)
        is_one[edges] = True
        own = np.flatnonzero(is_one[of_rows])
        if not own.size:
            return
        of_own, own = of_rows[own], own if isinstance(rows, slice) else rows[own]
        column = {name: self._columns[name][own] for name in ("n", "support", "confidence", "earliest", "latest")}
        order = np.lexsort((column["n"], -column["confidence"], -column["support"], of_own))
        of_own, column = of_own[order], {name: values[order] for name, values in column.items()}
        starts = np.searchsorted(of_own, edges)
        ends = np.append(starts[1:], len(of_own))
        first = np.minimum.reduceat(np.where(column["earliest"] == 0, _NEVER, column["earliest"]), starts)
        last = np.maximum.reduceat(column["latest"], starts)
        sure = np.maximum.reduceat(column["confidence"], starts)
        shown = [
            column["n"][start : min(end, start + n_examples)].tolist()
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
