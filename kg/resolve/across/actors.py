"""Actors and places across articles: the canonical nodes, which local ones each holds, and why.

First come those that nothing tells apart (the same authority key, the same name, kind, country and role); then pairs
with a name in common are decided by features, and joined best first as long as no two members contradict each other.
The outcome is a function of the set of records: whatever the order, the same nodes and ids.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from kg import authority as authorities
from kg.alike import Alike
from kg.model import Actor, Marks, Merge, Place, Ref, Verdict
from kg.refs import RefNumbers
from kg.resolve.across.actor_nodes import actor_of, ids_of, merge_of
from kg.resolve.across.folding import Parts
from kg.resolve.across.homes import Homes, Owners
from kg.resolve.across.joined import join
from kg.resolve.across.kinds import settle_kinds
from kg.resolve.across.places_across import Spots
from kg.resolve.across.shelved import fold_shelved
from kg.resolve.across.strangers import Strangers
from kg.resolve.across.strangers_kept import InSpools
from kg.spools import FEW, Ascending, Records, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from kg.authority import Authority
    from kg.model import ActorKind, ArticleRecord
    from kg.resolve.across.clusters import Cluster


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
    dates: Ascending[str] = Ascending()
    owners = Owners()

    def told() -> Iterator[ArticleRecord]:
        """All of the records, of which this is noted on the way."""
        for record in kept:
            if noted is not None:
                noted(record)
            dates[record.article.id] = intern(record.article.date or "9999")
            owners.add(record)
            spots.add(record)
            yield record
        if all_noted is not None:
            all_noted()

    settled = settle_kinds(kept, told())
    clusters = join_profiles(kept, known, verdicts=judged.get("actor", ()), alike=alike, settled=settled, is_brief=True)
    ids = ids_of(clusters, dates)
    dates = Ascending()  # of no use any more
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
    for local, cluster in zip(ids, clusters, strict=True):
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
) -> Sequence[Cluster]:
    """The clusters, by their first profile; what people judged the same is joined whatever speaks against it.

    `alike`, `settled`, `is_brief`: as `Parts` takes them.
    """
    alike = alike or Alike()
    strangers = Strangers(alike.weights, InSpools())
    parts = Parts(records, authority, alike, settled=settled, heard=strangers.note, is_brief=is_brief)
    profiles = fold_shelved(parts, RefNumbers(parts.records), marks=Marks(verdicts))
    strangers.meet_all(alike)
    decided_on = strangers.decided_on()
    its = profiles.all() if decided_on else ()
    key_of = {ref: profile.key for profile in its for ref in profile.members if ref in decided_on}
    told = [pair for ref in strangers.all() for pair in strangers.decided(ref, lambda part: key_of[part.ref]).items()]
    return join(profiles, told, verdicts=verdicts)
