"""Profiles that are one actor, with the joints between them; joined best first. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Bonds, Judged, Marks, Ref, Verdict, judged_as
from kg.resolve.across.features import Decision
from kg.resolve.across.reach import Reach, contradict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from kg.resolve.across.candidates import Keys
    from kg.resolve.across.profiles import Profile


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
