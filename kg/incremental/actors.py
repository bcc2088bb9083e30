"""Actors, kept up to date: profiles and decided pairs (`kg.incremental.profiles`), clusters, and the nodes of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.incremental.profiles import Profiles
from kg.resolve.actor_nodes import actor_of, ids_of, merge_of, owners_of, plain_id, wanted_whole
from kg.resolve.actors import join_decided
from kg.resolve.kinds import Camp, camps_of, settle
from kg.resolve.profiles import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.authority import Authority
    from kg.model import Actor, ActorKind, ArticleRecord, Merge, Ref
    from kg.resolve.actors import Cluster


class Actors:
    """The clusters of all actors, and the nodes made of them.

    Attributes:
        nodes: canonical actors by id; `merges` their merges by id of the actor; `mapping` local actor → id.
        moved: local actors that stand for another node since the last update, or for none.
        was: what the nodes touched by the last update were before it, with their merges.
        altered: nodes that are of another kind, name or state since then: events that they take part in are others now.
    """

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._parts: dict[str, list[Part]] = {}
        self._profiles = Profiles()
        self._dates: dict[str, str] = {}
        self._owner: dict[Ref, Ref] = {}
        self._owned: dict[Ref, set[Ref]] = {}
        self._camps: dict[str, Camp] = {}
        self._camps_of: dict[str, frozenset[str]] = {}
        self._settled: dict[Ref, ActorKind] = {}
        self._clusters: dict[int, Cluster] = {}
        self._cluster_of: dict[str, int] = {}
        self._home: dict[Ref, int] = {}
        self._plain: dict[int, str] = {}
        self._of_plain: dict[str, set[int]] = {}
        self._id: dict[int, str] = {}
        self._cluster_of_id: dict[str, int] = {}
        self._wanted: dict[int, str] = {}
        self._wanting: dict[str, set[int]] = {}
        self._inner: dict[str, set[str]] = {}
        self._next = 0
        self.was: dict[str, tuple[Actor | None, Merge | None]] = {}
        self.moved: set[Ref] = set()
        self.altered: set[str] = set()
        self.nodes: dict[str, Actor] = {}
        self.merges: dict[str, Merge] = {}
        self.mapping: dict[Ref, str] = {}

    def update(self, changed: Mapping[str, ArticleRecord | None], read: Callable[[str], ArticleRecord]) -> None:
        """Takes in the changed articles (None: gone); `read` gives the record of any other."""
        self.was = {}
        records = dict(changed)
        for article in sorted(self._settle(changed) - records.keys()):
            records[article] = read(article)
        gone, fresh = self._take(records)
        touched = self._profiles.update(fresh, gone)
        keys = self._component(touched)
        old = {self._cluster_of[key] for key in keys if key in self._cluster_of}
        for handle in old:
            self._drop(handle)
        profiles = [self._profiles.by_key[key] for key in keys if key in self._profiles.by_key]
        # `join_decided` looks at nothing beyond a component of decided pairs.
        handles = {self._add(cluster) for cluster in join_decided(profiles, self._profiles.decided(keys))}
        plain = {self._plain.pop(handle) for handle in old} | {self._plain[handle] for handle in handles}
        left = {self._id.pop(handle) for handle in old}
        renamed, abandoned = self._name(plain)
        self._make(handles | renamed, gone, abandoned=left | abandoned)

    def _component(self, touched: Iterable[str]) -> set[str]:
        """The touched profiles, and all that decided pairs or old clusters connect with them."""
        waiting, seen = list(touched), set(touched)
        while waiting:
            key = waiting.pop()
            near = set(self._profiles.decided_with(key))
            cluster = self._clusters.get(self._cluster_of.get(key, -1))
            if cluster is not None:
                near |= {profile.key for profile in cluster.profiles}
            waiting += near - seen
            seen |= near
        return seen

    # ------------------------------------------------------------ parts

    def _settle(self, changed: Mapping[str, ArticleRecord | None]) -> set[str]:
        """Counts the votes of the camps anew; articles of which a kind is settled otherwise now."""
        touched: set[str] = set()
        for article, record in changed.items():
            for key in self._camps_of.pop(article, ()):
                touched.add(key)
                for ref in [ref for ref in self._camps[key] if ref.article == article]:
                    del self._camps[key][ref]
                    self._settled.pop(ref, None)
            for key, camp in camps_of(record).items() if record is not None else ():
                touched.add(key)
                self._camps.setdefault(key, {}).update(camp)
                self._camps_of[article] = self._camps_of.get(article, frozenset()) | {key}
        dirty: set[str] = set()
        for key in touched:
            settled = settle(self._camps[key])
            for ref in self._camps[key]:
                if self._settled.get(ref) != settled.get(ref):
                    dirty.add(ref.article)
                    self._settled.pop(ref, None)
            self._settled.update(settled)
            if not self._camps[key]:
                del self._camps[key]
        return dirty

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
            self._parts[article] = parts_of(record, self._settled, self._authority)
            fresh += self._parts[article]
            for ref, owner in owners_of([record]).items():
                self._owner[ref] = owner
                self._owned.setdefault(owner, set()).add(ref)
        return gone, fresh

    # ------------------------------------------------------------ clusters

    def _add(self, cluster: Cluster) -> int:
        handle = self._next
        self._next += 1
        self._clusters[handle] = cluster
        self._cluster_of.update((profile.key, handle) for profile in cluster.profiles)
        self._home.update((ref, handle) for ref in cluster.members)
        plain = plain_id(cluster)
        self._plain[handle] = plain
        self._of_plain.setdefault(plain, set()).add(handle)
        wanted = wanted_whole(cluster, self._authority)
        if wanted is not None:
            self._wanted[handle] = wanted
            self._wanting.setdefault(wanted, set()).add(handle)
        return handle

    def _drop(self, handle: int) -> None:
        cluster = self._clusters.pop(handle)
        for profile in cluster.profiles:
            self._cluster_of.pop(profile.key, None)
            for ref in profile.members:
                self._home.pop(ref, None)
        self._of_plain[self._plain[handle]].discard(handle)
        wanted = self._wanted.pop(handle, None)
        if wanted is not None:
            self._wanting[wanted].discard(handle)

    def _name(self, plain: Iterable[str]) -> tuple[set[int], set[str]]:
        """Gives ids to all clusters of these plain ids, on which alone the ids depend.

        Gives the clusters that have another id now, and the ids that they had.
        """
        renamed: set[int] = set()
        abandoned: set[str] = set()
        for base in plain:
            handles = sorted(self._of_plain.get(base, ()))
            found = ids_of([self._clusters[handle] for handle in handles], self._dates)
            for handle, identifier in zip(handles, found, strict=True):
                if self._id.get(handle) != identifier:
                    if handle in self._id:
                        abandoned.add(self._id[handle])
                    self._id[handle] = identifier
                    renamed.add(handle)
        return renamed, abandoned

    # ------------------------------------------------------------ nodes

    def _make(self, stale: set[int], gone: Iterable[Part], *, abandoned: set[str]) -> None:
        """Makes the nodes of stale clusters, and of those that are part of something that is called otherwise now."""
        moved = {part.ref for part in gone if part.ref not in self._home}
        for ref in moved:
            self.mapping.pop(ref, None)
        for handle in stale:
            for ref in self._clusters[handle].members:
                if self.mapping.get(ref) != self._id[handle]:
                    moved.add(ref)
                    self.mapping[ref] = self._id[handle]
        for identifier in abandoned:
            del self._cluster_of_id[identifier]
        came = {self._id[handle] for handle in stale}
        self.moved, self.altered = moved, set()
        self._cluster_of_id.update((self._id[handle], handle) for handle in stale)
        stale = stale.union(*(self._wanting.get(identifier, ()) for identifier in abandoned ^ came))
        stale |= {self._home[ref] for owner in moved for ref in self._owned.get(owner, ()) if ref in self._home}
        for identifier in abandoned - self._cluster_of_id.keys():
            self._note(identifier)
            old = self.nodes.pop(identifier)
            if old.part_of is not None:
                self._inner[old.part_of].discard(identifier)
            self.merges.pop(identifier, None)
        for handle in stale:
            self._make_node(handle)
        # The states of an actor are those of what it is a part of.
        self.altered |= with_inner(self.altered, self._inner)

    def _note(self, identifier: str) -> None:
        self.was.setdefault(identifier, (self.nodes.get(identifier), self.merges.get(identifier)))

    def _make_node(self, handle: int) -> None:
        identifier, cluster = self._id[handle], self._clusters[handle]
        node = actor_of(
            identifier,
            cluster,
            authority=self._authority,
            mapping=self.mapping,
            owners=self._owner,
            wholes=self._cluster_of_id,
        )
        merge = merge_of(identifier, cluster) if len(cluster.members) > 1 else None
        old = self.nodes.get(identifier)
        self._note(identifier)
        self.nodes[identifier] = node
        if old is None or (old.kind, old.name, old.country, old.part_of) != (
            node.kind, node.name, node.country, node.part_of
        ):  # fmt: skip
            self.altered.add(identifier)
            if old is not None and old.part_of is not None:
                self._inner[old.part_of].discard(identifier)
            if node.part_of is not None:
                self._inner.setdefault(node.part_of, set()).add(identifier)
        if merge is None:
            self.merges.pop(identifier, None)
        else:
            self.merges[identifier] = merge


def with_inner(outer: Iterable[str], inner: Mapping[str, set[str]]) -> set[str]:
    """The nodes, and all that is a part of them or lies in them."""
    found, waiting = set(outer), list(outer)
    while waiting:
        further = inner.get(waiting.pop(), set()) - found
        found |= further
        waiting += further
    return found
