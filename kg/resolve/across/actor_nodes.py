"""A cluster of profiles → its id, its canonical node and the merge that explains it. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from functools import partial
from sys import intern
from typing import TYPE_CHECKING

from kg.ids import digest, slug
from kg.model import Actor, ActorKind, Feature, Merge, Ref, is_judged
from kg.resolve.words.variants import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from kg.authority import Authority
    from kg.model import ArticleRecord
    from kg.resolve.across.clusters import Cluster
    from kg.resolve.across.features import Decision

# A canonical actor lists the forms that most articles use, at most so many.
_MAX_ALIASES = 40
# A fuller form names an actor unless the form that most use is so many times as frequent: what stands beside a name
# in a headline is taken for a part of it now and then.
_RARE = 5


def ids_of(clusters: Sequence[Cluster], dates: Mapping[str, str]) -> list[str]:
    """Name and kind; what shares them, or has no name, gets the digest of its first member."""
    plain = [plain_id(cluster) for cluster in clusters]
    counts = Counter(plain)
    return [
        id_of(cluster, base, is_shared=counts[base] > 1, earliest=partial(earliest_of, cluster, dates))
        for base, cluster in zip(plain, clusters, strict=True)
    ]


def id_of(cluster: Cluster, plain: str, *, is_shared: bool, earliest: Callable[[], Ref]) -> str:
    """The id of a cluster, from its plain one, and whether others have the same."""
    first = cluster.first
    if (is_shared and first.authority is None) or not first.named:
        member = earliest()
        return f"{plain}-{digest(first.country or '', member.article, member.local, length=8)}"
    return f"{plain}-{slug(first.authority or '')}" if is_shared else plain


def earliest_of(cluster: Cluster, dates: Mapping[str, str]) -> Ref:
    """Its member in the earliest article; `dates` by article, "9999" where there is none."""
    return min(
        (ref for profile in cluster.profiles for ref in profile.members), key=lambda ref: (dates[ref.article], ref)
    )


def plain_id(cluster: Cluster) -> str:
    """The id of a cluster that shares it with no other."""
    return f"{slug(_name(cluster)) or 'actor'}-{cluster.first.kind}"


def _name(cluster: Cluster) -> str:
    """The authority's name; else the fullest form that is no exception, of several the one that most articles use.

    Who has none is called as at least half of the articles describe it: "environmental group".
    """
    first = cluster.first
    if first.authority is not None:
        return first.name
    names = cluster.names
    named = [profile for profile in cluster.profiles if profile.named] or cluster.profiles
    forms = {profile.name: len(words_of(profile.name)) for profile in named}
    # A surname is no full name, however often it stands alone.
    full = {form: size for form, size in forms.items() if size > 1} or forms
    most = max(names[form] for form in full)
    usual = {form: size for form, size in full.items() if _RARE * names[form] >= most}
    longest = max(usual.values())
    name = min(
        (form for form, size in usual.items() if size == longest), key=lambda form: (-names[form], -len(form), form)
    )
    if any(profile.named for profile in named):
        return name
    told = (form for form in names if form.endswith(f" {name}") and 2 * names[form] >= names[name])
    return min(told, key=lambda form: (-names[form], -len(form), form), default=name)


def owners_of(records: Iterable[ArticleRecord]) -> dict[Ref, Ref]:
    """The owner of each local actor that has one."""
    return {
        Ref(intern(record.article.id), intern(actor.id)): Ref(intern(record.article.id), intern(actor.owner))
        for record in records
        for actor in record.actors
        if actor.owner is not None
    }


def actor_of(
    local: str,
    cluster: Cluster,
    *,
    members: Iterable[Ref],
    authority: Authority,
    owned: Mapping[str, int],
    wholes: Container[str],
) -> Actor:
    """The canonical node of a cluster.

    Args:
        local: its id.
        cluster: what it is made of.
        members: those that the node is to list.
        authority: what is known of actors.
        owned: ids of owners that articles name, with counts of members.
        wholes: the ids of all actors.
    """
    first = cluster.first
    name = _name(cluster)
    counts = cluster.names
    own = authority.own.by_key(first.authority) if first.authority else None
    aliases = sorted(set(counts) - {name}, key=lambda alias: (-counts[alias], alias))[:_MAX_ALIASES]
    countries: Counter[str] = Counter()
    for profile in cluster.profiles:
        if profile.country:
            countries[profile.country] += len(profile.members)
    country = min(countries, key=lambda iso: (-countries[iso], iso)) if countries else None
    return Actor(
        id=local,
        kind=first.kind,
        name=name,
        members=tuple(members),
        aliases=tuple(sorted(aliases)),
        country=country,
        titles=tuple(sorted({title for profile in cluster.profiles for title in profile.titles})),
        part_of=_whole(local, cluster, authority=authority, owned=owned, wholes=wholes),
        same_as=own.same_as if own is not None else (),
    )


def _whole(
    local: str,
    cluster: Cluster,
    *,
    authority: Authority,
    owned: Mapping[str, int],
    wholes: Container[str],
) -> str | None:
    """The authority's whole where it is an actor of the graph, else the owner that most articles name."""
    wanted = wanted_whole(cluster, authority)
    if wanted is not None and wanted in wholes:
        return wanted
    others = [owner for owner, count in owned.items() if count > 0 and owner != local]
    return min(others, key=lambda owner: (-owned[owner], owner), default=None)


def wanted_whole(cluster: Cluster, authority: Authority) -> str | None:
    """The id of what the authority says the cluster is a part of, whether or not there is such an actor."""
    first = cluster.first
    fact = authority.organization_by_key(first.authority) if first.authority else None
    whole = authority.organization_by_key(fact.part_of) if fact and fact.part_of else None
    return f"{slug(whole.name)}-{ActorKind.ORGANIZATION}" if whole else None


def _other_rules(decisions: Iterable[Decision], weakest: Decision) -> list[Feature]:
    """What else joined a node: each other rule by the first reason of its weakest joint."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        known = found.get(decision.rule)
        if known is None or (decision.score, str(decision.features)) < (known.score, str(known.features)):
            found[decision.rule] = decision
    return [
        Feature(name=rule, score=found[rule].score, detail=found[rule].features[0].detail)
        for rule in sorted(found)
        if rule != weakest.rule and found[rule].features
    ]


def merge_of(local: str, cluster: Cluster, *, members: Iterable[Ref]) -> Merge:
    """One merge per node, which lists these members: by its weakest joint, which is the one to doubt."""
    first = cluster.first
    features = [Feature(name=first.rule, score=1.0, detail=first.why)] if len(first.members) > 1 else []
    rule, score = first.rule, 1.0 if first.named else 0.7
    if cluster.decisions:
        weakest = min(
            cluster.decisions,
            key=lambda decision: (not is_judged(decision.rule), decision.score, decision.rule, str(decision.features)),
        )
        rule, score = weakest.rule, weakest.score
        features += [*weakest.features, *_other_rules(cluster.decisions, weakest)]
    return Merge(
        id=f"merge-{local}",
        kind="actor",
        into=local,
        members=tuple(members),
        rule=rule,
        score=score,
        features=tuple(features),
    )
