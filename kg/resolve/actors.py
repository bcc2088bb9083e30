"""Actors and places across articles: the canonical nodes, which local ones each holds, and why.

First come those that nothing tells apart (the same authority key, the same name, kind, country and role); then pairs
with a name in common are decided by features, and joined best first as long as no two members contradict each other.
The outcome is a function of the set of records: whatever the order, the same nodes and ids.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg import authority as authorities
from kg.authority.names import fold, initials, is_acronym, sound_key
from kg.model import Actor, ActorKind, Bonds, Judged, Marks, Merge, Place, Ref, Verdict, judged_as
from kg.resolve.actor_nodes import actor_of, ids_of, merge_of, owners_of
from kg.resolve.east_asia import east_key
from kg.resolve.features import Decision, decide, decide_by_office, decide_by_prominence
from kg.resolve.folding import build_profiles
from kg.resolve.places_across import cluster_places
from kg.resolve.profiles import Profile, is_lone_surname
from kg.resolve.spelling import skeleton
from kg.resolve.variants import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.authority import Authority
    from kg.model import ArticleRecord
    from kg.resolve.offices import Office

# Of names longer than this an inner word may be what the person goes by: Lula.
_FEW_NAMES = 3


SHORT_FORM = "short form"
Keys = tuple[str, str]
"""The keys of two profiles, in order."""


class Clusters(NamedTuple):
    """Canonical actors and places, sorted by id; where each local one went; and the merges, sorted by id."""

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    mapping: Mapping[Ref, str]
    merges: tuple[Merge, ...]


class Joint(NamedTuple):
    """Two profiles that were joined, by their keys, and why."""

    one: str
    two: str
    decision: Decision


class Cluster:
    """Profiles taken to be one actor, with the joints between them."""

    def __init__(self, profile: Profile) -> None:
        self.profiles = [profile]
        self.joints: list[Joint] = []

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
    """Every local actor and place of every record in exactly one canonical node.

    `authority`: the shipped one when None. `judged`: what people decided, by kind; it overrules all else.
    """
    known = authority or authorities.load()
    kept = sorted(records, key=lambda record: record.article.id)
    judged = judged or {}
    clusters = join_profiles(kept, known, verdicts=judged.get("actor", ()))
    dates = {record.article.id: record.article.date or "9999" for record in kept}
    ids = ids_of(clusters, dates)
    mapping: dict[Ref, str] = {
        ref: local for local, cluster in zip(ids, clusters, strict=True) for ref in cluster.members
    }
    owners = owners_of(kept)
    wholes = frozenset(ids)
    actors = [
        actor_of(local, cluster, authority=known, mapping=mapping, owners=owners, wholes=wholes)
        for local, cluster in zip(ids, clusters, strict=True)
    ]
    merges = [
        merge_of(local, cluster) for local, cluster in zip(ids, clusters, strict=True) if len(cluster.members) > 1
    ]
    places, place_mapping, place_merges = cluster_places(kept, known, verdicts=judged.get("place", ()))
    return Clusters(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        places=places,
        mapping={**mapping, **place_mapping},
        merges=tuple(sorted([*merges, *place_merges], key=lambda merge: merge.id)),
    )


# ---------------------------------------------------------------- joining


def join_profiles(
    records: Iterable[ArticleRecord], authority: Authority, *, verdicts: tuple[Verdict, ...] = ()
) -> list[Cluster]:
    """The clusters, by their first profile; what people judged the same is joined whatever speaks against it."""
    return join(build_profiles(records, authority, marks=Marks(verdicts)), verdicts=verdicts)


def join(profiles: list[Profile], *, verdicts: tuple[Verdict, ...] = ()) -> list[Cluster]:
    """The clusters of these profiles."""
    pairs: dict[Keys, Decision] = {}
    for block in _blocks(profiles).values():
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
    return join_decided(profiles, decided, verdicts=verdicts)


def join_decided(
    profiles: Iterable[Profile], decided: Iterable[tuple[Keys, Decision]], *, verdicts: tuple[Verdict, ...] = ()
) -> list[Cluster]:
    """The clusters that the decided pairs make, the surest first, as long as no two members contradict each other.

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
    for (one, two), decision in sorted(decided, key=lambda item: (-item[1].score, item[0])):
        into, other = clusters[one], clusters[two]
        if into is other or not bonds.allow(one, two) or _contradict(into, other):
            continue
        bonds.join(one, two)
        _unite(into, other, Joint(one, two, decision), clusters)
    for joint in judged:
        _unite(clusters[joint.one], clusters[joint.two], joint, clusters)
    unique: dict[int, Cluster] = {id(cluster): cluster for cluster in clusters.values()}
    return sorted(unique.values(), key=lambda cluster: min(profile.key for profile in cluster.profiles))


def decide_pair(left: Profile, right: Profile) -> Decision | None:
    """The decision on two profiles that share a block, whichever comes first; None unless they are one actor."""
    if left.authority and right.authority:
        return None
    one, two = sorted((left, right), key=lambda profile: profile.key)
    decision = decide(one, two)
    return decision if decision.same else None


def keys_of(left: Profile, right: Profile) -> Keys:
    """The keys of two profiles, in order."""
    return min(left.key, right.key), max(left.key, right.key)


def _unite(into: Cluster, other: Cluster, joint: Joint, clusters: dict[str, Cluster]) -> None:
    into.joints += [joint] if into is other else [*other.joints, joint]
    if into is not other:
        into.profiles += other.profiles
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


def _blocks(profiles: list[Profile]) -> dict[str, list[Profile]]:
    """Named profiles that share a key; keys follow from the profile alone, so that a new one meets only its likes."""
    blocks: dict[str, list[Profile]] = {}
    for profile in profiles:
        if profile.named:
            for key in sorted(block_keys(profile)):
                blocks.setdefault(key, []).append(profile)
    return blocks


def block_keys(profile: Profile) -> frozenset[str]:
    """Consonants of the surname, of the first two names and of an East Asian name, or of an organisation; initials."""
    words = words_of(profile.name)
    if not words:
        return frozenset()
    if profile.kind is not ActorKind.PERSON:
        letters = fold(profile.name).replace(" ", "") if is_acronym(profile.name) else initials(profile.name)
        keys = {f"{profile.kind}:{skeleton(fold(profile.name).split()[0])}"}
        return frozenset(keys | ({f"{profile.kind}:initials:{letters}"} if len(letters) > 1 else set()))
    keys = {f"person:{skeleton(words[-1])}"}
    if len(words) > 1:
        keys |= {f"person:first:{skeleton(words[0])}:{skeleton(words[1])}", f"person:east:{east_key(words)}"}
    if len(words) > _FEW_NAMES:
        keys |= {f"person:{skeleton(word)}" for word in words[1:-1]}
    return frozenset(keys)


def unambiguous(pairs: Mapping[Keys, Decision], profiles: Mapping[str, Profile]) -> list[tuple[Keys, Decision]]:
    """Drops short forms that fit several full names unlike each other: "Clinton" of an article with neither.

    Whether a pair stays follows from the pairs of the short one and those among its partners.
    """
    fulls: dict[str, set[str]] = {}
    for pair, decision in pairs.items():
        if decision.rule == SHORT_FORM:
            short = short_of(pair, profiles)
            fulls.setdefault(short, set()).add(pair[pair[0] == short])
    kept: list[tuple[Keys, Decision]] = []
    for pair, decision in pairs.items():
        if decision.rule == SHORT_FORM:
            candidates = sorted(fulls[short_of(pair, profiles)])
            if any((left, right) not in pairs for left in candidates for right in candidates if left < right):
                continue
        kept.append((pair, decision))
    return kept


def short_of(pair: Keys, profiles: Mapping[str, Profile]) -> str:
    """The key of the one that is the short form of the other."""
    return min(pair, key=lambda key: (len(profiles[key].name), key))


def surname_of(profile: Profile) -> str | None:
    """The sound by which surnames alone find those who are much in the news under them; None for what is no person."""
    if profile.kind is not ActorKind.PERSON or not profile.named:
        return None
    return sound_key(profile.name if is_lone_surname(profile.kind, profile.name) else words_of(profile.name)[-1])


def prominent(profiles: Iterable[Profile], *, joined: set[str]) -> list[tuple[Keys, Decision]]:
    """Decisions for surnames that no company joined to a full name; each follows from those of the same sound."""
    fulls: dict[str, list[Profile]] = {}
    lones: list[tuple[str, Profile]] = []
    for profile in profiles:
        surname = surname_of(profile)
        if surname is not None and is_lone_surname(profile.kind, profile.name):
            lones.append((surname, profile))
        elif surname is not None:
            fulls.setdefault(surname, []).append(profile)
    found: list[tuple[Keys, Decision]] = []
    for surname, lone in lones:
        decision = decide_by_prominence(lone, fulls.get(surname, ())) if lone.key not in joined else None
        if decision is not None:
            found.append(((min(lone.key, decision.into), max(lone.key, decision.into)), decision))
    return found


def holders(profiles: Iterable[Profile]) -> list[tuple[Keys, Decision]]:
    """Decisions for "Lebanon's health minister" of one article and the only one whom others of these weeks call so.

    Each follows from the persons who are called by the office.
    """
    profiles = list(profiles)
    named: dict[Office, list[Profile]] = {}
    for profile in profiles:
        if profile.named and profile.kind is ActorKind.PERSON:
            for office in profile.offices:
                named.setdefault(office, []).append(profile)
    found: list[tuple[Keys, Decision]] = []
    for profile in profiles:
        if profile.named or len(profile.offices) != 1:
            continue
        decision = decide_by_office(profile, named.get(min(profile.offices), ()))
        if decision is not None:
            found.append(((min(profile.key, decision.into), max(profile.key, decision.into)), decision))
    return found


def _contradict(left: Cluster, right: Cluster) -> bool:
    """A chain of likenesses must not bring together two that differ: other names, or kept apart in one article."""
    articles = {ref.article for ref in left.members}
    if any(ref.article in articles for ref in right.members):
        return True
    for one in left.profiles:
        for two in right.profiles:
            if not (one.named and two.named):
                continue
            if len(words_of(one.name)) > 1 and len(words_of(two.name)) > 1 and not decide(one, two).features[0].score:
                return True
            if one.country and two.country and one.country != two.country and not one.company & two.company:
                return True
    return False
