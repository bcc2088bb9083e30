"""The edges around one actor in the index, whose events are counted already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.query.index.keys import RELATIONS, STATUSES, TYPES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Around:
    """An actor, those with an edge to it, and the edges among all of them, with their numbers of events.

    An edge is given by source, target, relation, type and status.
    """

    weights: dict[tuple[str, str, str, str, str], int]
    numbers: dict[str, int]
    n_events: int


def edges_around(database: sqlite3.Connection, actor: str) -> Around:
    """The edges among an actor and those with an edge to it."""
    (ego,) = database.execute("SELECT a FROM actor WHERE id = ?", (actor,)).fetchone()
    near = {ego}
    for one, other in (("source", "target"), ("target", "source")):
        near.update(_numbers(database.execute(f"SELECT DISTINCT {other} FROM edge WHERE {one} = ?", (ego,))))
    among = json.dumps(sorted(near))
    inside = "source IN (SELECT value FROM json_each(?1)) AND target IN (SELECT value FROM json_each(?1))"
    names = dict(
        database.execute("SELECT a, id FROM actor WHERE a IN (SELECT value FROM json_each(?))", (among,)).fetchall()
    )
    rows = database.execute(f"SELECT source, target, relation, type, status, weight FROM edge WHERE {inside}", (among,))
    return Around(
        weights={
            (names[source], names[target], RELATIONS[relation], TYPES[type_], STATUSES[status]): weight
            for source, target, relation, type_, status, weight in rows
        },
        numbers={name: number for number, name in names.items()},
        n_events=database.execute(f"SELECT COUNT(DISTINCT n) FROM pair WHERE {inside}", (among,)).fetchone()[0],
    )


def edge_of(database: sqlite3.Connection, around: Around, key: tuple[str, str, str, str, str]) -> tuple[Any, ...]:
    """One of those edges, as `EventIndex.heaviest` gives it."""
    source, target, relation, type_, status = key
    weight, first, last, sure, events = database.execute(
        "SELECT weight, first, last, confidence, events FROM edge "
        "WHERE source = ? AND target = ? AND relation = ? AND type = ? AND status = ?",
        (
            around.numbers[source], around.numbers[target], RELATIONS.index(relation), TYPES.index(type_),
            STATUSES.index(status),
        ),
    ).fetchone()  # fmt: skip
    return (*key, weight, first, last, sure, tuple(json.loads(events)))


def _numbers(rows: Iterable[tuple[int]]) -> Iterator[int]:
    return (row[0] for row in rows)
