"""Happenings of all articles → clusters: candidates by blocks, decisions by pair, joined best first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.authority.triggers import meanings
from kg.merge.canonical import canonical_event, event_merge
from kg.merge.compare import Decision, contradict, decide
from kg.merge.copies import RULE, copied_pairs
from kg.merge.happenings import Happening, World, happenings_of
from kg.merge.stories import Stories
from kg.merge.told import FEWEST_LINKS, STORY, TOLD
from kg.model import Actor, ArticleRecord, Event, Merge, MergedGraph, Place, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

_EARLY, _LATE = date(1, 1, 10), date(9999, 12, 31)
# Days by which windows may miss each other and still be compared; `kg.merge.compare` allows no more.
_SLACK = timedelta(days=3)


def merge_events(
    records: Iterable[ArticleRecord],
    clusters: tuple[tuple[Actor, ...], tuple[Place, ...], Mapping[Ref, str], tuple[Merge, ...]],
    *,
    copies: Iterable[tuple[str, str]] = (),
) -> MergedGraph:
    """The canonical layer: the given actors and places, and the events that the records report, all sorted by id.

    Args:
        records: every article, in any order.
        clusters: canonical actors, places, local actor or place → canonical id, and the merges that made them.
        copies: (article, first article of its wire story) for copies; a copy's outlet adds no source of its own.

    Raises:
        KeyError: a record has an actor or place that the mapping lacks.
    """
    actors, places, mapping, merges = clusters
    world = World(actors, places, mapping)
    kept = sorted(records, key=lambda record: record.article.id)
    first_of = dict(copies)
    happenings = [happening for record in kept for happening in happenings_of(record, world)]
    articles = {record.article.id: record for record in kept}
    events: list[Event] = []
    event_merges: list[Merge] = []
    copied = copied_pairs(happenings, first_of, articles)
    for group, decisions in cluster_happenings(happenings, stories=Stories(kept), copied=copied):
        event = canonical_event(group, articles=articles, world=world, first_of=first_of)
        events.append(event)
        if len(event.members) > 1:
            event_merges.append(event_merge(event, group, decisions))
    return MergedGraph(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        places=tuple(sorted(places, key=lambda place: place.id)),
        events=tuple(sorted(events, key=lambda event: event.id)),
        merges=tuple(sorted([*merges, *event_merges], key=lambda merge: merge.id)),
        copies=tuple(sorted(set(first_of.items()))),
    )


def cluster_happenings(
    happenings: list[Happening],
    *,
    stories: Stories | None = None,
    copied: Sequence[tuple[Decision, Happening, Happening]] = (),
) -> list[tuple[list[Happening], list[Decision]]]:
    """Groups of happenings that are one event, with the decisions that joined them; every happening in one group.

    `copied`: pairs of an event and its copy, joined before all others, whatever speaks against it.

    Pairs are joined from the highest score down, ties by key, unless any two of the joined would contradict each
    other: the outcome does not depend on the order of the articles.
    """
    ordered = sorted(happenings, key=lambda one: one.key)
    group_of = {one.key: [one] for one in ordered}
    decisions: dict[tuple[str, int, str], list[Decision]] = {one.key: [] for one in ordered}
    twins = {frozenset((one.key, two.key)) for _, one, two in copied}
    found = sorted(_pairs(ordered, stories), key=lambda pair: (-pair[0].score, pair[1].key, pair[2].key))
    links = {frozenset((one.key, two.key)) for _, one, two in found}
    for decision, one, two in [*copied, *found]:
        left, right = group_of[one.key], group_of[two.key]
        if left is right:
            continue
        if decision.rule == RULE:
            if {here.article for here in left} & {there.article for there in right}:
                continue
        elif not _may_join(left, right, decision=decision, links=links, twins=twins, stories=stories):
            continue
        kept, moved = left[0].key, right[0].key
        decisions[kept] += [*decisions.pop(moved), decision]
        left += right
        for member in right:
            group_of[member.key] = left
    unique = {group[0].key: group for group in group_of.values()}
    return [(sorted(unique[key], key=lambda one: one.key), decisions[key]) for key in sorted(unique)]


Key = tuple[str, int, str]


def _may_join(
    left: Sequence[Happening],
    right: Sequence[Happening],
    *,
    decision: Decision,
    links: Set[frozenset[Key]],
    twins: Set[frozenset[Key]],
    stories: Stories | None,
) -> bool:
    """Whether no two members contradict each other, and, where likeness of stories joins them, enough pairs agree."""
    n_pairs = n_links = 0
    for here in left:
        for there in right:
            pair = frozenset((here.key, there.key))
            if here.article != there.article:
                n_pairs += 1
                n_links += pair in links
                if pair in twins:
                    continue
            likeness = stories.likeness(here.article, there.article) if stories is not None else 0.0
            if contradict(here, there, in_story=likeness >= STORY):
                return False
    return decision.rule != TOLD or n_links >= FEWEST_LINKS * n_pairs


def _pairs(ordered: list[Happening], stories: Stories | None) -> list[tuple[Decision, Happening, Happening]]:
    """Decided pairs of different articles: days that meet, a trigger meaning, and a participant or telling word."""
    blocks: dict[tuple[str, str], list[Happening]] = {}
    for one in ordered:
        for meaning in sorted(_block_meanings(one)):
            for participant in sorted(one.participants):
                blocks.setdefault((meaning, participant), []).append(one)
            for thing in sorted({*one.things, *one.places[:1]}):
                blocks.setdefault((meaning, f"*at {thing}"), []).append(one)
            if stories is not None and one.type != "STATEMENT":
                for word in stories.keys(one.article):
                    blocks.setdefault((meaning, f"*word {word}"), []).append(one)
    seen: set[tuple[tuple[str, int, str], tuple[str, int, str]]] = set()
    pairs: list[tuple[Decision, Happening, Happening]] = []
    for key in sorted(blocks):
        # Sweep by first day: only what overlaps is compared, so that a long-lived actor costs no square of its events.
        block = sorted(blocks[key], key=lambda one: (one.first or _EARLY, one.key))
        open_now: list[Happening] = []
        for one in block:
            open_now = [other for other in open_now if (other.last or _LATE) >= (one.first or _EARLY) - _SLACK]
            for other in open_now:
                left, right = (one, other) if one.key < other.key else (other, one)
                if left.article == right.article or (left.key, right.key) in seen:
                    continue
                seen.add((left.key, right.key))
                likeness = stories.likeness(left.article, right.article) if stories is not None else 0.0
                # Most that meet by a word of their articles have nothing else in common.
                if likeness < STORY and not left.participants & right.participants:
                    continue
                decision = decide(left, right, likeness=likeness)
                if decision.same:
                    pairs.append((decision, left, right))
            open_now.append(one)
    return pairs


def _block_meanings(one: Happening) -> frozenset[str]:
    """Meanings of all its triggers; deaths and strikes meet in the block of their kind, as two sides of one deed."""
    found = frozenset().union(*(meanings(mention.lemma) for mention in one.mentions))
    return found | ({"*violence"} if one.type in ("ASSAULT", "CASUALTY") else frozenset())
