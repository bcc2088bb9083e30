"""Actors and places across articles: the canonical nodes, which local ones each holds, and why.

First come those that nothing tells apart (the same authority key, the same name, kind, country and role); then pairs
with a name in common are decided by features, and joined best first as long as no two members contradict each other.
The outcome is a function of the set of records: whatever the order, the same nodes and ids.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from kg import authority as authorities
from kg.alike import Alike
from kg.model import Actor, Bonds, Judged, Marks, Merge, Place, Ref, Verdict, judged_as
from kg.resolve.across.actor_nodes import actor_of, ids_of, merge_of
from kg.resolve.across.candidates import (
    SHORT_FORM,
    Keys,
    blocks_of,
    decide_pair,
    holders,
    keys_of,
    prominent,
    unambiguous,
)
from kg.resolve.across.features import Decision
from kg.resolve.across.folding import Parts, fold_ordered
from kg.resolve.across.homes import Homes, Owners
from kg.resolve.across.kinds import settle_kinds
from kg.resolve.across.places_across import Spots
from kg.resolve.across.reach import Reach, contradict
from kg.resolve.across.strangers import Strangers
from kg.resolve.across.strangers_kept import InSpools
from kg.spools import FEW, Records, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from kg.authority import Authority
    from kg.model import ActorKind, ArticleRecord
    from kg.resolve.across.profiles import Profile


class Clusters(NamedTuple):
    """Canonical actors and places, sorted by id; where each local one went; and the merges, sorted by id."""

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    mapping: Mapping[Ref, str]
    merges: tuple[Merge, ...]


class Clustered(NamedTuple):
    """The same, in no order and with few of them in memory."""

    actors: Collection[Actor]
    places: Collection[Place]
    mapping: Mapping[Ref, str]
    merges: Collection[Merge]


class Joint(NamedTuple):
    """Two profiles that were joined, by their keys, and why."""

    one: str
    two: str
    decision: Decision


class Cluster:
    """Profiles taken to be one actor, with the joints between them."""

    __slots__ = ("_reach", "joints", "profiles")

    def __init__(self, profile: Profile) -> None:
        self.profiles = [profile]
        self.joints: list[Joint] = []
        self._reach: Reach | None = None

    @classmethod
    def of(cls, profiles: Sequence[Profile], joints: Iterable[Joint]) -> Self:
        """Of several profiles that were joined."""
        cluster = cls(profiles[0])
        cluster.profiles += profiles[1:]
        cluster.joints += joints
        return cluster

    @property
    def reach(self) -> Reach:
        """What another cluster must not contradict, while profiles are joined."""
        if self._reach is None:
            self._reach = Reach.from_profile(self.profiles[0])
        return self._reach

    def forget_reach(self) -> None:
        """Lets go of it: it is as large as what it is made of."""
        self._reach = None

    def absorb(self, other: Cluster) -> None:
        """Takes over the profiles of another cluster, which is then left aside."""
        self.reach.add(other.reach)
        self.profiles += other.profiles

    @property
    def decisions(self) -> list[Decision]:
        """Why they were joined."""
        return [joint.decision for joint in self.joints]

    @property
    def members(self) -> list[Ref]:
        """Its local actors, sorted."""
        return sorted(ref for profile in self.profiles for ref in profile.members)

    @property
    def first(self) -> Profile:
        """The profile that speaks for all: of the authority, or named."""
        return min(self.profiles, key=lambda profile: (profile.authority is None, not profile.named, profile.key))

    @property
    def names(self) -> Counter[str]:
        """Forms by which it is named; descriptions only where it has no name."""
        named = [profile for profile in self.profiles if profile.named] or self.profiles
        return sum((profile.names for profile in named), Counter())


def cluster_actors(
    records: Iterable[ArticleRecord],
    *,
    authority: Authority | None = None,
    judged: Mapping[str, tuple[Verdict, ...]] | None = None,
) -> Clusters:
    """As `cluster_layer`, in memory and sorted by id."""
    actors, places, mapping, merges = cluster_layer(records, authority=authority, judged=judged)
    return Clusters(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        places=tuple(sorted(places, key=lambda place: place.id)),
        mapping=mapping,
        merges=tuple(sorted(merges, key=lambda merge: merge.id)),
    )


def cluster_layer(
    records: Iterable[ArticleRecord],
    *,
    authority: Authority | None = None,
    judged: Mapping[str, tuple[Verdict, ...]] | None = None,
    alike: Alike | None = None,
    noted: Callable[[ArticleRecord], object] | None = None,
    all_noted: Callable[[], object] | None = None,
) -> Clustered:
    """Every local actor and place of every record in exactly one canonical node.

    Args:
        records: every article, in any order.
        authority: what is known of actors and places; the shipped one when None.
        judged: what people decided, by kind; it overrules all else.
        alike: is told of the articles, for who needs their words too.
        noted: is told every record once, since each time that they are read takes time.
        all_noted: called after the last one, before anything is kept that takes room.
    """
    known = authority or authorities.load()
    kept = Records.of(records)
    judged = judged or {}
    spots = Spots(kept, known, verdicts=judged.get("place", ()))
    dates: dict[str, str] = {}
    owners = Owners()

    def told() -> Iterator[ArticleRecord]:
        """All of the records, of which this is noted on the way."""
        for record in kept:
            if noted is not None:
                noted(record)
            dates[intern(record.article.id)] = intern(record.article.date or "9999")
            owners.add(record)
            spots.add(record)
            yield record
        if all_noted is not None:
            all_noted()

    settled = settle_kinds(told())
    clusters = join_profiles(kept, known, verdicts=judged.get("actor", ()), alike=alike, settled=settled, is_brief=True)
    ids = ids_of(clusters, dates)
    dates.clear()
    made, place_merges = spots.places()
    places = Spool(Place, made, recalled=FEW)
    merges = Spool(Merge, place_merges, recalled=FEW)
    del made, place_merges
    homes = Homes(
        kept,
        chain(
            ((place.id, place.members) for place in places),
            ((local, cluster.members) for local, cluster in zip(ids, clusters, strict=True)),
        ),
    )
    owned, wholes = homes.owned(owners), frozenset(ids)
    actors: Spool[Actor] = Spool(Actor, recalled=FEW)
    for local in reversed(ids):
        cluster = clusters.pop()  # let go of once its node is made
        members, its = cluster.members, owned.get(local, Counter())
        actors.append(actor_of(local, cluster, members=members, authority=known, owned=its, wholes=wholes))
        if len(members) > 1:
            merges.append(merge_of(local, cluster, members=members))
    return Clustered(actors, places, homes, merges)


# ---------------------------------------------------------------- joining


def join_profiles(
    records: Iterable[ArticleRecord],
    authority: Authority,
    *,
    verdicts: tuple[Verdict, ...] = (),
    alike: Alike | None = None,
    settled: Mapping[Ref, ActorKind] | None = None,
    is_brief: bool = False,
) -> list[Cluster]:
    """The clusters, by their first profile; what people judged the same is joined whatever speaks against it.

    `alike`, `settled`, `is_brief`: as `Parts` takes them.
    """
    alike = alike or Alike()
    strangers = Strangers(alike.weights, InSpools())
    parts = Parts(records, authority, alike, settled=settled, heard=strangers.note, is_brief=is_brief)
    profiles = fold_ordered(parts, marks=Marks(verdicts))
    strangers.meet_all(alike)
    decided_on = strangers.decided_on()
    key_of = {ref: profile.key for profile in profiles for ref in profile.members if ref in decided_on}
    told = [pair for ref in strangers.all() for pair in strangers.decided(ref, lambda part: key_of[part.ref]).items()]
    return join(profiles, told, verdicts=verdicts)


def join(
    profiles: list[Profile], told: Iterable[tuple[Keys, Decision]] = (), *, verdicts: tuple[Verdict, ...] = ()
) -> list[Cluster]:
    """The clusters of these profiles; `told`: decided pairs of those without a name."""
    pairs: dict[Keys, Decision] = {}
    for block in blocks_of(profiles).values():
        for number, left in enumerate(block):
            for right in block[number + 1 :]:
                pair = keys_of(left, right)
                if pair not in pairs:
                    decision = decide_pair(left, right)
                    if decision is not None:
                        pairs[pair] = decision
    decided = unambiguous(pairs, {profile.key: profile for profile in profiles})
    decided += prominent(
        profiles, joined={key for pair, decision in decided if decision.rule == SHORT_FORM for key in pair}
    )
    decided += holders(profiles)
    decided += told
    return join_decided(profiles, decided, verdicts=verdicts)


def join_decided(
    profiles: Iterable[Profile], decided: Iterable[tuple[Keys, Decision]], *, verdicts: tuple[Verdict, ...] = ()
) -> list[Cluster]:
    """The clusters that the decided pairs make, the surest first, as long as no two members contradict each other.

    Those with names are joined before anybody without one: whom an article does not name is kept from the one he may be
    by another in that article, and would keep what has that one's name from it.

    Only profiles in one component of the pairs can be joined, and nothing beyond what was joined is looked at: the
    clusters of a component are the same beside whatever other profiles.
    """
    profiles = list(profiles)
    clusters = {profile.key: Cluster(profile) for profile in profiles}
    bonds = Bonds(Marks(verdicts), {profile.key: profile.members for profile in profiles})
    judged: list[Joint] = []
    for (one, two), decision in _judged_pairs(profiles, verdicts):
        if bonds.allow(one, two):
            bonds.join(one, two)
            judged.append(Joint(one, two, decision))
    unnamed = {profile.key for profile in profiles if not profile.named}
    ranked = sorted(decided, key=lambda item: (not unnamed.isdisjoint(item[0]), -item[1].score, item[0]))
    for (one, two), decision in ranked:
        into, other = clusters[one], clusters[two]
        if into is other or not bonds.allow(one, two) or contradict(into.reach, other.reach):
            continue
        bonds.join(one, two)
        _unite(into, other, Joint(one, two, decision), clusters)
    for joint in judged:
        _unite(clusters[joint.one], clusters[joint.two], joint, clusters)
    unique: dict[int, Cluster] = {id(cluster): cluster for cluster in clusters.values()}
    for cluster in unique.values():
        cluster.forget_reach()
    return sorted(unique.values(), key=lambda cluster: min(profile.key for profile in cluster.profiles))


def _unite(into: Cluster, other: Cluster, joint: Joint, clusters: dict[str, Cluster]) -> None:
    into.joints += [joint] if into is other else [*other.joints, joint]
    if into is not other:
        into.absorb(other)
        for profile in other.profiles:
            clusters[profile.key] = into


def _judged_pairs(profiles: list[Profile], verdicts: tuple[Verdict, ...]) -> list[tuple[tuple[str, str], Decision]]:
    """Chains of profiles that people judged the same."""
    profile_of = {ref: profile.key for profile in profiles for ref in profile.members} if verdicts else {}
    pairs: list[tuple[tuple[str, str], Decision]] = []
    for verdict in verdicts:
        if verdict.judgement.judged is Judged.SAME:
            rule, feature = judged_as(verdict.judgement)
            decision = Decision(same=True, rule=rule, score=1.0, features=(feature,))
            keys = sorted({profile_of[ref] for ref in verdict.one | verdict.two})
            pairs += [((one, two), decision) for one, two in pairwise(keys)]
    return pairs
