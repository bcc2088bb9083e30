"""How many events each actor takes part in and each place has: what lists of them show, and may be sorted by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.catalog import Catalog


def events_of_actors(catalog: Catalog) -> Mapping[str, int]:
    """Number of events by actor id, in any role; actors without events may be left out."""
    return catalog.remember("events of actors", lambda: _of_actors(catalog))


def events_at_places(catalog: Catalog) -> Mapping[str, int]:
    """Number of events by place id, those at the place itself and not within it; places without may be left out."""
    return catalog.remember("events at places", lambda: _at_places(catalog))


def _of_actors(catalog: Catalog) -> Mapping[str, int]:
    if catalog.index is not None:
        return dict(catalog.index.database.execute("SELECT id, events FROM actor"))
    parts = ({one for ids in by_role.values() for one in ids} for by_role in catalog.roles().values())
    return Counter(actor for part in parts for actor in part)


def _at_places(catalog: Catalog) -> Mapping[str, int]:
    if catalog.index is not None:
        return dict(
            catalog.index.database.execute(
                "SELECT id, c FROM (SELECT place AS p, COUNT(*) AS c FROM event GROUP BY place) JOIN place USING (p)"
            )
        )
    return Counter(event.place for event in catalog.events().values() if event.place is not None)
