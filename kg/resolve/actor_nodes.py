"""A cluster of profiles → its id, its canonical node and the merge that explains it. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.ids import digest, slug
from kg.model import Actor, ActorKind, Feature, Merge, Ref, is_judged
from kg.resolve.variants import words_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from kg.authority import Authority
    from kg.model import ArticleRecord
    from kg.resolve.actors import Cluster

# A canonical actor lists the forms that most articles use, at most so many.
_MAX_ALIASES = 40


def ids_of(clusters: list[Cluster], dates: Mapping[str, str]) -> list[str]:
    """Name and kind; what shares them, or has no name, gets the digest of its first member."""
    plain = [plain_id(cluster) for cluster in clusters]
    counts = Counter(plain)
    ids: list[str] = []
    for base, cluster in zip(plain, clusters, strict=True):
        first = cluster.first
        if (counts[base] > 1 and first.authority is None) or not first.named:
            earliest = min(cluster.members, key=lambda ref: (dates[ref.article], ref))
            base = f"{base}-{digest(first.country or '', earliest.article, earliest.local, length=8)}"
        elif counts[base] > 1:
            base = f"{base}-{slug(first.authority or '')}"
        ids.append(base)
    return ids


def plain_id(cluster: Cluster) -> str:
    """The id of a cluster that shares it with no other."""
    return f"{slug(_name(cluster)) or 'actor'}-{cluster.first.kind}"


def _name(cluster: Cluster) -> str:
    """The authority's name; else the fullest form, the one that most articles use."""
    first = cluster.first
    if first.authority is not None:
        return first.name
    names = cluster.names
    named = [profile for profile in cluster.profiles if profile.named] or cluster.profiles
    longest = max(len(words_of(profile.name)) for profile in named)
    full = {profile.name for profile in named if len(words_of(profile.name)) == longest}
    return min(full, key=lambda name: (-names[name], -len(name), name))


def owners_of(records: Iterable[ArticleRecord]) -> dict[Ref, Ref]:
    """The owner of each local actor that has one."""
    return {
        Ref(record.article.id, actor.id): Ref(record.article.id, actor.owner)
        for record in records
        for actor in record.actors
        if actor.owner is not None
    }


def actor_of(
    local: str,
    cluster: Cluster,
    *,
    authority: Authority,
    mapping: Mapping[Ref, str],
    owners: Mapping[Ref, Ref],
    wholes: Container[str],
) -> Actor:
    """The canonical node of a cluster; `wholes` has the ids of all actors."""
    first = cluster.first
    name = _name(cluster)
    counts = cluster.names
    own = authority.own.by_key(first.authority) if first.authority else None
    aliases = sorted(set(counts) - {name}, key=lambda alias: (-counts[alias], alias))[:_MAX_ALIASES]
    countries = Counter(profile.country for profile in cluster.profiles for _ in profile.members if profile.country)
    country = min(countries, key=lambda iso: (-countries[iso], iso)) if countries else None
    return Actor(
        id=local,
        kind=first.kind,
        name=name,
        members=tuple(cluster.members),
        aliases=tuple(sorted(aliases)),
        country=country,
        titles=tuple(sorted({title for profile in cluster.profiles for title in profile.titles})),
        part_of=_whole(local, cluster, authority=authority, mapping=mapping, owners=owners, wholes=wholes),
        same_as=own.same_as if own is not None else (),
    )


def _whole(
    local: str,
    cluster: Cluster,
    *,
    authority: Authority,
    mapping: Mapping[Ref, str],
    owners: Mapping[Ref, Ref],
    wholes: Container[str],
) -> str | None:
    """The authority's whole where it is an actor of the graph, else the owner that most articles name."""
    wanted = wanted_whole(cluster, authority)
    if wanted is not None and wanted in wholes:
        return wanted
    owned = Counter(mapping[owners[ref]] for ref in cluster.members if ref in owners)
    owned.pop(local, None)
    return min(owned, key=lambda owner: (-owned[owner], owner)) if owned else None


def wanted_whole(cluster: Cluster, authority: Authority) -> str | None:
    """The id of what the authority says the cluster is a part of, whether or not there is such an actor."""
    first = cluster.first
    fact = authority.organization_by_key(first.authority) if first.authority else None
    whole = authority.organization_by_key(fact.part_of) if fact and fact.part_of else None
    return f"{slug(whole.name)}-{ActorKind.ORGANIZATION}" if whole else None


def merge_of(local: str, cluster: Cluster) -> Merge:
    """One merge per node: by its weakest joint, which is the one to doubt."""
    first = cluster.first
    features = [Feature(name=first.rule, score=1.0, detail=first.why)] if len(first.members) > 1 else []
    rule, score = first.rule, 1.0 if first.named else 0.7
    if cluster.decisions:
        weakest = min(
            cluster.decisions,
            key=lambda decision: (not is_judged(decision.rule), decision.score, decision.rule, str(decision.features)),
        )
        rule, score = weakest.rule, weakest.score
        features += list(weakest.features)
    return Merge(
        id=f"merge-{local}",
        kind="actor",
        into=local,
        members=tuple(cluster.members),
        rule=rule,
        score=score,
        features=tuple(features),
    )
