"""Actors, kept up to date: profiles and decided pairs (`kg.incremental.profiles`), clusters, and the nodes of these."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kg.incremental.kinds import Kinds
from kg.incremental.nodes import Nodes, with_inner
from kg.incremental.profiles import Component, Profiles
from kg.model import Judged, Marks
from kg.resolve.across.actor_nodes import actor_of, earliest_of, id_of, merge_of, owners_of, plain_id, wanted_whole
from kg.resolve.across.clusters import Cluster, join_decided
from kg.resolve.across.profiles import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from kg.authority import Authority
    from kg.incremental.profiles import Touched
    from kg.merge.stories import Stories
    from kg.model import Actor, ArticleRecord, Ref, Verdict
    from kg.resolve.across.clusters import Joint
    from kg.tables import Table, Tables


class _Joined(NamedTuple):
    """A cluster by the keys of its profiles, which change in place."""

    keys: tuple[str, ...]
    joints: tuple[Joint, ...]


class Actors:
    """The clusters of all actors, and the nodes made of them.

    A profile with many members grows in place. Its cluster stays as it is then, unless a rule may say otherwise now:
    another pair was decided, members of one article came to two profiles of a component, or the company that excuses
    different countries is another one (`join_decided`). Nothing is done for the members it had.

    Attributes:
        nodes: canonical actors.
        altered: nodes that are of another kind, name or state since then: events that they take part in are others now.
    """

    def __init__(self, authority: Authority, stories: Stories, tables: Tables) -> None:
        self._authority = authority
        self._stories = stories
        self._parts: Table[str, list[Part]] = tables.table("actors.parts", fixed=True)
        self._profiles = Profiles(self._part_of, stories, tables)
        self._dates: Table[str, str] = tables.table("actors.dates", fixed=True)
        self._owner: Table[Ref, Ref] = tables.table("actors.owner", fixed=True)
        self._owned: Table[Ref, set[Ref]] = tables.table("actors.owned")
        self._kinds = Kinds(tables)
        self._components: Table[str, Component] = tables.table("actors.components", fixed=True)
        self._clusters: Table[int, _Joined] = tables.table("actors.clusters", fixed=True)
        self._cluster_of: Table[str, int] = tables.table("actors.cluster_of", fixed=True)
        self._home: Table[Ref, int] = tables.table("actors.home", fixed=True)
        self._plain: Table[int, str] = tables.table("actors.plain", fixed=True)
        self._of_plain: Table[str, set[int]] = tables.table("actors.of_plain")
        self._earliest: Table[int, Ref] = tables.table("actors.earliest", fixed=True)
        self._id: Table[int, str] = tables.table("actors.id", fixed=True)
        self._cluster_of_id: Table[str, int] = tables.table("actors.cluster_of_id", fixed=True)
        self._wanted: Table[int, str] = tables.table("actors.wanted", fixed=True)
        self._wanting: Table[str, set[int]] = tables.table("actors.wanting")
        self._counted: Table[Ref, tuple[str, str]] = tables.table("actors.counted", fixed=True)
        self._owners: Table[str, Counter[str]] = tables.table("actors.owners")
        self._inner: Table[str, set[str]] = tables.table("actors.inner")
        self._numbers: Table[str, int] = tables.table("actors.numbers", fixed=True)
        self.nodes: Nodes[Actor] = Nodes(tables, "actors")
        self.altered: set[str] = set()

    def members(self, identifier: str) -> list[Ref]:
        """The members of a node, sorted."""
        handle = self._cluster_of_id.get(identifier)
        return [] if handle is None else self._cluster(handle).members

    def _cluster(self, handle: int) -> Cluster:
        joined = self._clusters[handle]
        return Cluster.of([self._profiles.by_key[key] for key in joined.keys], joined.joints)

    def _number(self) -> int:
        number = self._numbers.get("", 0)
        self._numbers[""] = number + 1
        return number

    def update(
        self,
        changed: Mapping[str, ArticleRecord | None],
        read: Callable[[str], ArticleRecord],
        *,
        verdicts: tuple[Verdict, ...] = (),
        judged: Set[Ref] = frozenset(),
    ) -> None:
        """Takes in the changed articles (None: gone); `read` gives the record of any other.

        `verdicts`: what people judged of actors; `judged`: local ones of which they now say something else.
        """
        self.nodes.begin()
        records = dict(changed)
        for article in sorted(self._kinds.update(changed) - records.keys()):
            records[article] = read(article)
        gone, fresh = self._take(records)
        marks = Marks(verdicts)
        touched = self._profiles.update(fresh, gone, marks=marks, torn=self._torn(verdicts))
        touched.keys |= self._unsettled(touched)
        touched.keys |= {key for ref in judged for key in self._keys([ref])}
        chains = [self._keys(one.one | one.two) for one in verdicts if one.judgement.judged is Judged.SAME]
        keys = self._component(touched.keys, chains)
        old = {self._cluster_of[key] for key in keys if key in self._cluster_of}
        profiles = [self._profiles.by_key[key] for key in keys if key in self._profiles.by_key]
        # `join_decided` looks at nothing beyond a component of decided pairs.
        joined = tuple(
            one for one in verdicts if one.judgement.judged is Judged.DIFFERENT or self._keys(one.one) <= keys
        )
        clusters = join_decided(profiles, self._profiles.decided(keys), verdicts=joined)
        self._split(keys)
        entered = self._replace(old, clusters, touched.anew)
        made = set(entered)
        for key, parts in touched.came.items():
            handle = self._cluster_of[key]
            self._home.update((part.ref, handle) for part in parts)
            entered.setdefault(handle, []).extend(part.ref for part in parts)
        arrived = {part.ref for part in fresh}
        for part in gone:
            if part.ref not in arrived:
                self._home.pop(part.ref, None)
        # Of an article that only is of another day now, the earliest may be another one.
        restated = {self._home[ref] for ref in arrived}
        for handle in {*restated, *entered} if gone else made:
            self._earliest.pop(handle, None)
        for handle, refs in entered.items():
            if handle in self._earliest:
                self._earliest[handle] = min(self._earliest[handle], *refs, key=self._when)
        self._make(old, restated | entered.keys(), entered, [part.ref for part in gone] + list(arrived))

    def _unsettled(self, touched: Touched) -> set[str]:
        """The grown profiles whose cluster may be another one now."""
        here: Counter[tuple[Component, str]] = Counter()
        for key in touched.grown:
            component = self._components.get(key)
            if component is not None:
                here.update({(component, part.ref.article) for part in touched.came[key]})
        found: set[str] = set()
        for key in touched.grown:
            component = self._components.get(key)
            if component is None:
                continue
            together = any(here[component, part.ref.article] > 1 for part in touched.came[key])
            if together or (component.mixed and key in touched.mixed):
                found.add(key)
        return found

    def _part_of(self, ref: Ref) -> Part:
        return next(part for part in self._parts[ref.article] if part.ref == ref)

    def _group_of(self, ref: Ref) -> str | None:
        return next((part.profile.key for part in self._parts.get(ref.article, ()) if part.ref == ref), None)

    def _torn(self, verdicts: Iterable[Verdict]) -> set[str]:
        """The groups of parts with both sides of a judgement that keeps them apart."""
        torn: set[str | None] = set()
        for one in verdicts:
            if one.judgement.judged is Judged.DIFFERENT:
                torn |= {self._group_of(ref) for ref in one.one} & {self._group_of(ref) for ref in one.two}
        return {group for group in torn if group is not None}

    def _keys(self, refs: Iterable[Ref]) -> set[str]:
        """The profiles of local actors."""
        groups = ((ref, self._group_of(ref)) for ref in refs)
        return {self._profiles.of(ref, group) for ref, group in groups if group is not None}

    def _component(self, touched: Iterable[str], chains: Iterable[set[str]]) -> set[str]:
        """The touched profiles, and all that decided pairs, judgements or old clusters connect with them."""
        linked: dict[str, set[str]] = {}
        for chain in chains:
            for key in chain:
                linked.setdefault(key, set()).update(chain)
        waiting, seen = list(touched), set(touched)
        handles: set[int] = set()
        while waiting:
            key = waiting.pop()
            near = set(self._profiles.decided_with(key)) | linked.get(key, set())
            handle = self._cluster_of.get(key)
            if handle is not None and handle not in handles:
                handles.add(handle)
                near.update(self._clusters[handle].keys)
            waiting += near - seen
            seen |= near
        return seen

    def _split(self, keys: set[str]) -> None:
        """Notes the components of profiles that are closed under decided pairs."""
        for key in keys:
            self._components.pop(key, None)
        seen: set[str] = set()
        for key in keys:
            if key in seen or key not in self._profiles.by_key:
                continue
            waiting, found = [key], {key}
            while waiting:
                near = set(self._profiles.decided_with(waiting.pop())) - found
                found |= near
                waiting += near
            seen |= found
            if len(found) > 1:
                named = (self._profiles.by_key[one] for one in found if self._profiles.by_key[one].named)
                countries = {profile.country for profile in named} - {None}
                self._components.update(dict.fromkeys(found, Component(self._number(), len(countries) > 1)))

    # ------------------------------------------------------------ parts

    def _take(self, records: Mapping[str, ArticleRecord | None]) -> tuple[list[Part], list[Part]]:
        """The old parts of the articles, which go, and the new ones."""
        gone: list[Part] = []
        fresh: list[Part] = []
        for article, record in records.items():
            for part in self._parts.pop(article, ()):
                gone.append(part)
                owner = self._owner.pop(part.ref, None)
                if owner is not None:
                    self._owned[owner].discard(part.ref)
            self._dates.pop(article, None)
            if record is None:
                continue
            self._dates[article] = record.article.date or "9999"
            story = self._stories.weights(article)
            self._parts[article] = parts_of(record, self._kinds.settled, self._authority, story)
            fresh += self._parts[article]
            for ref, owner in owners_of([record]).items():
                self._owner[ref] = owner
                self._owned.setdefault(owner, set()).add(ref)
        return gone, fresh

    # ------------------------------------------------------------ clusters

    def _replace(self, old: set[int], clusters: list[Cluster], anew: Set[str]) -> dict[int, list[Ref]]:
        """Puts clusters in place of old ones; gives their handles, each with the members that are new to it.

        A cluster takes over the handle of that with its largest profile: the members of a hub stay where they are.
        `anew`: the profiles that are not those of the old clusters, whatever their keys.
        """
        had = {handle: set(self._clusters[handle].keys) - anew for handle in old}
        homes = {key: handle for handle, keys in had.items() for key in keys}
        for handle in old:
            self._drop(handle)
        free = set(old)
        entered: dict[int, list[Ref]] = {}
        for cluster in sorted(clusters, key=lambda one: -max(len(profile.members) for profile in one.profiles)):
            largest = max(cluster.profiles, key=lambda profile: len(profile.members))
            handle = homes.get(largest.key, -1)
            if handle in free:
                free.discard(handle)
            else:
                handle = self._number()
            self._add(handle, cluster)
            stays = had.get(handle, set[str]())
            refs = [ref for profile in cluster.profiles if profile.key not in stays for ref in profile.members]
            self._home.update(dict.fromkeys(refs, handle))
            entered[handle] = refs
        return entered

    def _add(self, handle: int, cluster: Cluster) -> None:
        self._clusters[handle] = _Joined(tuple(profile.key for profile in cluster.profiles), tuple(cluster.joints))
        self._cluster_of.update((profile.key, handle) for profile in cluster.profiles)
        wanted = wanted_whole(cluster, self._authority)
        if wanted is not None:
            self._wanted[handle] = wanted
            self._wanting.setdefault(wanted, set()).add(handle)

    def _drop(self, handle: int) -> None:
        for key in self._clusters.pop(handle).keys:
            self._cluster_of.pop(key, None)
        wanted = self._wanted.pop(handle, None)
        if wanted is not None:
            self._wanting[wanted].discard(handle)

    def _name(self, old: set[int], handles: set[int]) -> tuple[set[int], set[str]]:
        """Gives ids to these clusters, and to others whose id is another one because of them.

        Gives the clusters that have another id now, and the ids that they and the old ones had.
        """
        shared: dict[str, bool] = {}
        for handle in old | handles:
            if handle in self._plain:
                base = self._plain.pop(handle)
                shared.setdefault(base, len(self._of_plain[base]) > 1)
                self._of_plain[base].discard(handle)
        for handle in handles:
            base = self._plain[handle] = plain_id(self._cluster(handle))
            there = self._of_plain.setdefault(base, set())
            shared.setdefault(base, len(there) > 1)
            there.add(handle)
        abandoned = {self._id.pop(handle) for handle in old - handles if handle in self._id}
        concerned = set(handles)
        for base, was_shared in shared.items():
            # Where a plain id was and is shared, or was and is not, that of others is not another one.
            if was_shared != (len(self._of_plain[base]) > 1):
                concerned |= self._of_plain[base]
            if not self._of_plain[base]:
                del self._of_plain[base]
        renamed: set[int] = set()
        for handle in concerned:
            base = self._plain[handle]
            identifier = id_of(
                self._cluster(handle), base, is_shared=len(self._of_plain[base]) > 1,
                earliest=partial(self._earliest_of, handle),
            )  # fmt: skip
            if self._id.get(handle) != identifier:
                if handle in self._id:
                    abandoned.add(self._id[handle])
                self._id[handle] = identifier
                renamed.add(handle)
        return renamed, abandoned

    def _when(self, ref: Ref) -> tuple[str, Ref]:
        return self._dates[ref.article], ref

    def _earliest_of(self, handle: int) -> Ref:
        if handle not in self._earliest:
            self._earliest[handle] = earliest_of(self._cluster(handle), self._dates)
        return self._earliest[handle]

    # ------------------------------------------------------------ nodes

    def _make(self, old: set[int], handles: set[int], entered: Mapping[int, list[Ref]], given: Iterable[Ref]) -> None:
        """Makes the nodes of these clusters, and of those that are part of something that is called otherwise now."""
        renamed, abandoned = self._name(old, handles)
        for identifier in abandoned:
            del self._cluster_of_id[identifier]
        self._cluster_of_id.update((self._id[handle], handle) for handle in renamed)
        for ref in given:
            if ref not in self._home:
                self.nodes.move(ref, None)
        for handle in handles | renamed:
            for ref in self._cluster(handle).members if handle in renamed else entered.get(handle, ()):
                self.nodes.move(ref, self._id[handle])
        moved = self.nodes.moved
        stale = handles | renamed
        came = {self._id[handle] for handle in renamed}
        stale = stale.union(*(self._wanting.get(identifier, ()) for identifier in abandoned ^ came))
        concerned = moved.union(given, *(self._owned.get(owner, ()) for owner in moved))
        stale |= {handle for ref in concerned for handle in self._count_owner(ref)}
        self.altered = set()
        # Not `abandoned - self._cluster_of_id.keys()`, which goes through all keys of a dictionary.
        for identifier in (one for one in abandoned if one not in self._cluster_of_id):
            node = self.nodes.remove(identifier)
            self._owners.pop(identifier, None)
            if node.part_of is not None:
                self._inner[node.part_of].discard(identifier)
        for handle in stale:
            self._make_node(handle)
        # The states of an actor are those of what it is a part of.
        self.altered |= with_inner(self.altered, self._inner)

    def _count_owner(self, ref: Ref) -> Iterable[int]:
        """Counts for the node of a local actor the node of its owner; gives the clusters of which that says more."""
        node, owner = self.nodes.mapping.get(ref), self._owner.get(ref)
        new = None if node is None or owner is None else (node, self.nodes.mapping[owner])
        old = self._counted.pop(ref, None)
        if new is not None:
            self._counted[ref] = new
        if old == new:
            return
        for pair, step in ((old, -1), (new, 1)):
            if pair is not None:
                counts = self._owners.setdefault(pair[0], Counter())
                counts[pair[1]] += step
                if not counts[pair[1]]:
                    del counts[pair[1]]
                if pair[0] in self._cluster_of_id:
                    yield self._cluster_of_id[pair[0]]

    def _make_node(self, handle: int) -> None:
        identifier, cluster = self._id[handle], self._cluster(handle)
        node = actor_of(
            identifier,
            cluster,
            members=(),
            authority=self._authority,
            owned=self._owners.get(identifier, {}),
            wholes=self._cluster_of_id,
        )
        merge = merge_of(identifier, cluster, members=()) if self.nodes.size(identifier) > 1 else None
        old = self.nodes.put(node, merge)
        if old is None or (old.kind, old.name, old.country, old.part_of) != (
            node.kind, node.name, node.country, node.part_of
        ):  # fmt: skip
            self.altered.add(identifier)
            if old is not None and old.part_of is not None:
                self._inner[old.part_of].discard(identifier)
            if node.part_of is not None:
                self._inner.setdefault(node.part_of, set()).add(identifier)
