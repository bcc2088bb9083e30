"""The whole merged graph, kept up to date stage by stage."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.incremental.actors import Actors
from kg.incremental.copies import Copies
from kg.incremental.events import Events
from kg.incremental.places import Places
from kg.incremental.verdicts import Verdicts
from kg.merge import Layer
from kg.merge.stories import Stories
from kg.merge.world import World
from kg.model import Merge, MergedGraph
from kg.spools import Spool
from kg.tables import InMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.authority import Authority
    from kg.model import ArticleRecord, Judgement
    from kg.tables import Tables


@dataclass(frozen=True, slots=True)
class Delta:
    """What an update changed: the nodes as they were, and as they are; of nodes in both something differs.

    An actor or place in both, and its merge, list only the members that the other side has not.
    """

    old: MergedGraph
    new: MergedGraph


class Merger:
    """The merged graph of a set of articles; equal to `kg.build.merge` of their records after every update.

    Args:
        authority: what is known of actors and places.
        tables: where the state is kept; what they have is gone on with.
    """

    def __init__(self, *, authority: Authority | None = None, tables: Tables | None = None) -> None:
        authority = authority or authorities.load()
        tables = tables or InMemory()
        self._stories = Stories(weights=tables.table("stories", fixed=True))
        self.actors = Actors(authority, self._stories, tables)
        self.places = Places(authority, tables)
        self.copies = Copies(tables)
        world = World((), (), {})
        # The very tables of the stages, so that what happenings are made from is always the present state.
        world.actors, world.places = self.actors.nodes.by_id, self.places.nodes.by_id
        world.mapping = ChainMap(self.actors.nodes.mapping, self.places.nodes.mapping)
        self.events = Events(world, self.copies.first, self._stories, tables)
        self._verdicts = Verdicts(tables)

    def update(
        self,
        changed: Mapping[str, ArticleRecord | None],
        read: Callable[[str], ArticleRecord],
        *,
        judgements: Iterable[Judgement] = (),
    ) -> Delta:
        """Takes in changed articles, and what people judge now.

        Args:
            changed: new, or replaced, by id; None for those that are gone.
            read: gives the record of any other article.
            judgements: all of them; what was judged before and is not among them is taken back.
        """
        self._stories.update(changed)
        self._verdicts.update(changed, judgements, read)
        verdicts, judged = self._verdicts.by_kind, self._verdicts.moved
        self.actors.update(changed, read, verdicts=verdicts["actor"], judged=judged["actor"])
        self.places.update(changed, verdicts=verdicts["place"])
        copies = self.copies.update(changed)
        dirty = {ref.article for ref in self.actors.nodes.moved}
        dirty |= {ref.article for key in self.actors.altered for ref in self.actors.members(key)}
        dirty |= {ref.article for ref in judged["event"] | self.places.nodes.moved}
        dirty |= {ref.article for key in self.places.altered for ref in self.places.members(key)}
        self.events.update(changed, dirty, copies, read, verdicts=verdicts["event"])
        self._stories.settle()
        return self._delta()

    def graph(self) -> MergedGraph:
        """All of it, as `kg.build.merge` gives it."""
        return self.layer().graph()

    def layer(self) -> Layer:
        """The same, events and merges where they are kept; until the next update."""
        actors, actor_merges = self.actors.nodes.whole()
        places, place_merges = self.places.nodes.whole()
        merges: Spool[Merge] = Spool(Merge, [*actor_merges, *place_merges])
        for merge in self.events.merges.values():
            merges.append(merge)
        return Layer(
            actors=tuple(actors),
            places=tuple(places),
            events=self.events.nodes.values(),
            merges=merges,
            copies=tuple(sorted(self.copies.first.items())),
        )

    def _delta(self) -> Delta:
        actors, actor_merges = self.actors.nodes.changes(self.actors.members)
        places, place_merges = self.places.nodes.changes(self.places.members)
        events, event_merges = self.events.changes()
        first = {copy: (old, self.copies.first.get(copy)) for copy, old in self.copies.was.items()}
        sides = [
            MergedGraph(
                actors=tuple(actors[side]),
                places=tuple(places[side]),
                events=tuple(events[side]),
                merges=tuple(
                    sorted((*actor_merges[side], *place_merges[side], *event_merges[side]), key=lambda merge: merge.id)
                ),
                copies=tuple(sorted((copy, one[side] or "") for copy, one in first.items() if one[side] is not None)),
            )
            for side in (0, 1)
        ]
        return Delta(*sides)
