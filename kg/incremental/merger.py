"""The whole merged graph, kept up to date stage by stage."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import authority as authorities
from kg.incremental.actors import Actors
from kg.incremental.copies import Copies
from kg.incremental.events import Events
from kg.incremental.places import Places
from kg.merge.happenings import World
from kg.model import MergedGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.authority import Authority
    from kg.model import ArticleRecord, Merge


@dataclass(frozen=True, slots=True)
class Delta:
    """What an update changed: the nodes as they were, and as they are; of nodes in both something differs."""

    old: MergedGraph
    new: MergedGraph


class Merger:
    """The merged graph of a set of articles; equal to `kg.build.merge` of their records after every update."""

    def __init__(self, *, authority: Authority | None = None) -> None:
        authority = authority or authorities.load()
        self.actors = Actors(authority)
        self.places = Places(authority)
        self.copies = Copies()
        world = World((), (), {})
        # The very tables of the stages, so that what happenings are made from is always the present state.
        world.actors, world.places = self.actors.nodes, self.places.nodes
        world.mapping = ChainMap(self.actors.mapping, self.places.mapping)
        self.events = Events(world, self.copies.first)

    def update(self, changed: Mapping[str, ArticleRecord | None], read: Callable[[str], ArticleRecord]) -> Delta:
        """Takes in changed articles.

        Args:
            changed: new, or replaced, by id; None for those that are gone.
            read: gives the record of any other article.
        """
        self.actors.update(changed, read)
        self.places.update(changed)
        copies = self.copies.update(changed)
        dirty = {ref.article for ref in self.actors.moved}
        for nodes, altered in ((self.actors.nodes, self.actors.altered), (self.places.nodes, self.places.altered)):
            dirty |= {ref.article for key in altered if key in nodes for ref in nodes[key].members}
        self.events.update(changed, dirty, copies, read)
        return self._delta()

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

    def _delta(self) -> Delta:
        sides: list[MergedGraph] = []
        stages: tuple[Any, ...] = (self.actors, self.places, self.events)
        for is_new in (False, True):
            found: list[list[Any]] = [[], [], []]
            merges: list[Merge] = []
            for stage, nodes in zip(stages, found, strict=True):
                for identifier, was in sorted(stage.was.items()):
                    now = (stage.nodes.get(identifier), stage.merges.get(identifier))
                    for old, new, kept in zip(was, now, (nodes, merges), strict=True):
                        node = new if is_new else old
                        if old != new and node is not None:
                            kept.append(node)
            first = {copy: self.copies.first.get(copy) if is_new else old for copy, old in self.copies.was.items()}
            sides.append(
                MergedGraph(
                    actors=tuple(found[0]),
                    places=tuple(found[1]),
                    events=tuple(found[2]),
                    merges=tuple(sorted(merges, key=lambda merge: merge.id)),
                    copies=tuple(sorted((copy, one) for copy, one in first.items() if one is not None)),
                )
            )
        return Delta(*sides)
