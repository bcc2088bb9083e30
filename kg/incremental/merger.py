"""The whole merged graph, kept up to date stage by stage."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.incremental.actors import Actors
from kg.incremental.copies import Copies
from kg.incremental.events import Events
from kg.incremental.places import Places
from kg.merge.happenings import World
from kg.model import MergedGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.model import ArticleRecord


@dataclass(slots=True)
class Changed:
    """Ids of nodes that are new, gone, or otherwise now; `copies` are articles."""

    actors: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)


class Merger:
    """The merged graph of a set of articles; equal to `kg.build.merge` of their records after every update."""

    def __init__(self) -> None:
        authority = authorities.load()
        self.actors = Actors(authority)
        self.places = Places(authority)
        self.copies = Copies()
        world = World((), (), {})
        # The very tables of the stages, so that what happenings are made from is always the present state.
        world.actors, world.places = self.actors.nodes, self.places.nodes
        world.mapping = ChainMap(self.actors.mapping, self.places.mapping)
        self.events = Events(world, self.copies.first)

    def update(self, changed: Mapping[str, ArticleRecord | None], read: Callable[[str], ArticleRecord]) -> Changed:
        """Takes in changed articles.

        Args:
            changed: new, or replaced, by id; None for those that are gone.
            read: gives the record of any other article.
        """
        actors = self.actors.update(changed, read)
        places = self.places.update(changed)
        copies = self.copies.update(changed)
        dirty = {ref.article for ref in self.actors.moved}
        for nodes, altered in ((self.actors.nodes, self.actors.altered), (self.places.nodes, self.places.altered)):
            dirty |= {ref.article for key in altered if key in nodes for ref in nodes[key].members}
        events = self.events.update(changed, dirty, copies, read)
        return Changed(actors=actors, places=places, events=events, copies=copies)

    def graph(self) -> MergedGraph:
        """All of it, as `kg.build.merge` gives it."""
        merges = [*self.actors.merges.values(), *self.places.merges.values(), *self.events.merges.values()]
        return MergedGraph(
            actors=tuple(self.actors.nodes[key] for key in sorted(self.actors.nodes)),
            places=tuple(self.places.nodes[key] for key in sorted(self.places.nodes)),
            events=tuple(self.events.nodes[key] for key in sorted(self.events.nodes)),
            merges=tuple(sorted(merges, key=lambda merge: merge.id)),
            copies=tuple(sorted(self.copies.first.items())),
        )
