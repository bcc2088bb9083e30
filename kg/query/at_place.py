"""Who has no name and is asked for by a place: "Hong Kong police", "Lyon protesters"."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import UnknownError
from kg.query.names import fold
from kg.query.places import wanted_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query.catalog import Catalog


def actors_at_place(catalog: Catalog, name: str) -> tuple[str, ...]:
    """Ids of the unnamed who are called by the last words and take part in events at the place of the first, sorted."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        noun = fold(" ".join(words[size:]))
        called = [
            row.id
            for row in catalog.actors().values()
            if row.name.islower() and any(fold(known) == noun for known in (row.name, *row.aliases))
        ]
        with suppress(UnknownError):
            found = called and _taking_part(catalog, called, wanted_places(catalog, " ".join(words[:size])))
            if found:
                return tuple(sorted(found))
    return ()


def _taking_part(catalog: Catalog, actors: Iterable[str], places: frozenset[str]) -> set[str]:
    """Those of the actors with a part in any event at the places."""
    if catalog.index is not None:
        return catalog.index.taking_part(actors, places)
    wanted, events = set(actors), catalog.events()
    return {
        actor
        for iri, roles in catalog.roles().items()
        if events[iri].place in places
        for ids in roles.values()
        for actor in wanted.intersection(ids)
    }
