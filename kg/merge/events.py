"""Happenings of all articles → clusters: candidates by blocks, decisions by pair, joined best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.authority.triggers import meanings
from kg.merge.canonical import canonical_event, event_merge
from kg.merge.compare import Decision, contradict, decide, is_announced
from kg.merge.copies import RULE, copied_pairs
from kg.merge.happenings import Happening, World, happenings_of
from kg.merge.stories import Stories
from kg.merge.told import FEWEST_LINKS, STORY, TOLD
from kg.merge.wholes import whole_of, without_circles
from kg.model import (
    Actor,
    ArticleRecord,
    Bonds,
    Event,
    Judged,
    Marks,
    Merge,
    MergedGraph,
    Place,
    Ref,
    Verdict,
    judged_as,
)

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
    verdicts: tuple[Verdict, ...] = (),
) -> MergedGraph:
    """The canonical layer: the given actors and places, and the events that the records report, all sorted by id.

    Args:
        records: every article, in any order.
        clusters: canonical actors, places, local actor or place → canonical id, and the merges that made them.
        copies: (article, first article of its wire story) for copies; a copy's outlet adds no source of its own.
        verdicts: what people judged of events; it overrules all else.

    Raises:
        KeyError: a record has an actor or place that the mapping lacks.
    """
    actors, places, mapping, merges = clusters
    world = World(actors, places, mapping)
    kept = sorted(records, key=lambda record: record.article.id)
    first_of = dict(copies)
    articles = {record.article.id: record for record in kept}
    made: list[tuple[Event, Group]] = []
    event_merges: list[Merge] = []
    for group in group_happenings(kept, world, first_of=first_of, verdicts=verdicts):
        event = canonical_event(group.happenings, articles=articles, world=world, first_of=first_of)
        made.append((event, group))
        if len(event.members) > 1:
            event_merges.append(event_merge(event, group.happenings, group.decisions))
    event_of = {ref: event for event, _ in made for ref in event.members}
    links = {event.id: whole_of(event, group.happenings, event_of.get, verdicts) for event, group in made}
    links |= dict.fromkeys(without_circles(links, links.get))
    events = [replace(event, part_of=links[event.id]) for event, _ in made]
    return MergedGraph(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        places=tuple(sorted(places, key=lambda place: place.id)),
        events=tuple(sorted(events, key=lambda event: event.id)),
        merges=tuple(sorted([*merges, *event_merges], key=lambda merge: merge.id)),
        copies=tuple(sorted(set(first_of.items()))),
    )


Pair = tuple[Decision, Happening, Happening]


class Joint(NamedTuple):
    """Two happenings that were joined, and why."""

    one: Happening
    two: Happening
    decision: Decision


@dataclass(slots=True)
class Group:
    """Happenings that are one event, by key, with the joints between them."""

    happenings: list[Happening]
    joints: list[Joint]

    @property
    def decisions(self) -> list[Decision]:
        """Why they were joined."""
        return [joint.decision for joint in self.joints]


def group_happenings(
    records: Sequence[ArticleRecord],
    world: World,
    *,
    first_of: Mapping[str, str],
    verdicts: tuple[Verdict, ...] = (),
) -> list[Group]:
    """The events of the records, each as a group; arguments as for `merge_events`."""
    marks = Marks(verdicts)
    happenings = [happening for record in records for happening in happenings_of(record, world, marks=marks)]
    articles = {record.article.id: record for record in records}
    copied = copied_pairs(happenings, first_of, articles)
    return cluster_happenings(
        happenings,
        stories=Stories(records),
        copied=copied,
        verdicts=verdicts,
    )


def cluster_happenings(
    happenings: list[Happening],
    *,
    stories: Stories | None = None,
    copied: Sequence[Pair] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> list[Group]:
    """Groups of happenings that are one event, with what joined them; every happening in one group.

    `copied`: pairs of an event and its copy, joined before all others, whatever speaks against it. What was judged
    (`verdicts`) the same is one whatever speaks against it; nothing joins what was judged different.

    Pairs are joined from the highest score down, ties by key, unless any two of the joined would contradict each
    other: the outcome does not depend on the order of the articles.
    """
    ordered = sorted(happenings, key=lambda one: one.key)
    return join_pairs(ordered, _pairs(ordered, stories), stories=stories, copied=copied, verdicts=verdicts)


def join_pairs(
    ordered: Sequence[Happening],
    pairs: Iterable[Pair],
    *,
    stories: Stories | None = None,
    copied: Sequence[Pair] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> list[Group]:
    """The groups of happenings, sorted by key, from the decided `pairs` among them; see `cluster_happenings`.

    Only happenings in one component of the pairs and copies can be joined, and only members of what was joined are
    looked at for contradictions: the groups of a component are the same beside whatever other happenings.
    """
    group_of = {one.key: Group([one], []) for one in ordered}
    bonds = Bonds(Marks(verdicts), {one.key: one.refs for one in ordered})
    judged: list[Joint] = []
    for decision, one, two in _judged_pairs(ordered, verdicts):
        if bonds.allow(one.key, two.key):
            bonds.join(one.key, two.key)
            judged.append(Joint(one, two, decision))
    twins = {frozenset((one.key, two.key)) for _, one, two in copied}
    # What a copy takes over is told there already: nothing else in the copy is likely to be the same event.
    taken_over = {pair for _, one, two in copied for pair in ((one.key, two.article), (two.key, one.article))}
    found = sorted(pairs, key=lambda pair: (-pair[0].score, pair[1].key, pair[2].key))
    links = {frozenset((one.key, two.key)) for _, one, two in found}
    for decision, one, two in [*copied, *found]:
        left, right = group_of[one.key], group_of[two.key]
        is_other = decision.rule == TOLD and {(one.key, two.article), (two.key, one.article)} & taken_over
        if left is right or is_other or not bonds.allow(one.key, two.key):
            continue
        if decision.rule == RULE:
            if {here.article for here in left.happenings} & {there.article for there in right.happenings}:
                continue
        elif not _may_join(left, right, decision=decision, links=links, twins=twins, stories=stories):
            continue
        bonds.join(one.key, two.key)
        _unite(left, right, Joint(one, two, decision), group_of)
    for joint in judged:
        _unite(group_of[joint.one.key], group_of[joint.two.key], joint, group_of)
    unique = {min(one.key for one in group.happenings): group for group in group_of.values()}
    return [
        Group(sorted(unique[key].happenings, key=lambda one: one.key), unique[key].joints) for key in sorted(unique)
    ]


def _unite(left: Group, right: Group, joint: Joint, group_of: dict[tuple[str, int, str], Group]) -> None:
    left.joints += [joint] if left is right else [*right.joints, joint]
    if left is not right:
        left.happenings += right.happenings
        for member in right.happenings:
            group_of[member.key] = left


Key = tuple[str, int, str]


def _may_join(
    left: Group,
    right: Group,
    *,
    decision: Decision,
    links: Set[frozenset[Key]],
    twins: Set[frozenset[Key]],
    stories: Stories | None,
) -> bool:
    """Whether no two members contradict each other, and, where likeness of stories joins them, enough pairs agree."""
    n_pairs = n_links = 0
    for here in left.happenings:
        for there in right.happenings:
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


def _judged_pairs(happenings: Iterable[Happening], verdicts: tuple[Verdict, ...]) -> list[Pair]:
    """Chains of happenings that people judged the same."""
    of_ref = {ref: one for one in happenings for ref in one.refs} if verdicts else {}
    pairs: list[Pair] = []
    for verdict in verdicts:
        if verdict.judgement.judged is Judged.SAME:
            rule, feature = judged_as(verdict.judgement)
            decision = Decision(same=True, rule=rule, score=1.0, features=(feature,))
            chain = sorted({of_ref[ref].key: of_ref[ref] for ref in verdict.one | verdict.two}.items())
            pairs += [(decision, one, two) for (_, one), (_, two) in pairwise(chain)]
    return pairs


def _pairs(ordered: list[Happening], stories: Stories | None) -> list[Pair]:
    """Decided pairs of different articles: days that meet, a trigger meaning, and a participant or telling word."""
    meets = _Meetings(ordered, stories)
    blocks: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(ordered):
        names = _named_keys(one)
        for meaning in _block_meanings(one):
            for name in names:
                blocks.setdefault((meaning, name), []).append(number)
    days = [days_of(one) for one in ordered]
    participants = [one.participants for one in ordered]
    n = len(ordered)
    seen = meets.by_word(days)
    for block in blocks.values():
        # Sweep by first day: only what overlaps is compared, so that a long-lived actor costs no square of its events.
        block.sort(key=lambda number: days[number][0])
        open_now: list[int] = []
        for number in block:
            start, end = days[number]
            open_now = [other for other in open_now if days[other][1] >= start]
            mine = participants[number]
            for other in open_now:
                if (not mine.isdisjoint(participants[other]) or meets.in_story(number, other)) and days[other][
                    0
                ] <= end:
                    seen.add(number * n + other if number < other else other * n + number)
            open_now.append(number)
    pairs: list[Pair] = []
    for code in sorted(seen):
        pair = decide_pair(ordered[code // n], ordered[code % n], stories)
        pairs += [pair] if pair is not None else []
    return pairs


class _Meetings:
    """Which articles tell one story: asked once for two articles, not for all that they tell.

    Happenings are known by their numbers in the order.
    """

    def __init__(self, ordered: list[Happening], stories: Stories | None) -> None:
        self._stories = stories
        self._ordered = ordered
        numbers: dict[str, int] = {}
        self._number = [numbers.setdefault(one.article, len(numbers)) for one in ordered]
        self._names = list(numbers)
        self._known: dict[int, bool] = {}

    def in_story(self, one: int, two: int) -> bool:
        """Whether the articles of two happenings tell one story; not of two in one article."""
        return self._are_near(self._number[one], self._number[two])

    def by_word(self, days: list[tuple[date, date]]) -> set[int]:
        """The pairs that share a meaning, and whose articles tell one story and share a telling word.

        A pair is the lower number, times how many there are, and the higher one.
        """
        if self._stories is None:
            return set()
        told: list[dict[str, list[int]]] = [{} for _ in self._names]
        spans = [(_LATE, _EARLY)] * len(self._names)
        for number, one in enumerate(self._ordered):
            if _meets_by_word(one):
                article, (start, end) = self._number[number], days[number]
                spans[article] = (min(start, spans[article][0]), max(end, spans[article][1]))
                for meaning in _block_meanings(one):
                    told[article].setdefault(meaning, []).append(number)
        by_key: dict[str, list[int]] = {}
        n = len(self._ordered)
        found: set[int] = set()
        for article in sorted(range(len(spans)), key=lambda article: spans[article][0]):
            near: set[int] = set()
            for key in self._stories.keys(self._names[article]):
                others = [other for other in by_key.get(key, ()) if spans[other][1] >= spans[article][0]]
                near.update(others)
                by_key[key] = [*others, article]
            for other in near:
                left, right = min(article, other), max(article, other)
                meanings_left, meanings_right = told[left], told[right]
                shared = meanings_left.keys() & meanings_right.keys()
                # Each two are asked for once, and of most the answer is no: that is not kept.
                if shared and self._tell_one(left, right):
                    self._known[self._code(left, right)] = True
                    found.update(
                        one * n + two
                        for meaning in shared
                        for one in meanings_left[meaning]
                        for two in meanings_right[meaning]
                        if days[one][0] <= days[two][1] and days[two][0] <= days[one][1]
                    )
        return found

    def _are_near(self, left: int, right: int) -> bool:
        code = self._code(left, right)
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = self._tell_one(left, right)
        return known

    def _code(self, left: int, right: int) -> int:
        return left * len(self._names) + right if left < right else right * len(self._names) + left

    def _tell_one(self, left: int, right: int) -> bool:
        one, two = self._names[left], self._names[right]
        return self._stories is not None and left != right and self._stories.are_one(one, two)


def block_keys(one: Happening, stories: Stories | None) -> list[tuple[str, str]]:
    """What a happening must share with another to be compared with it."""
    others = _named_keys(one)
    if stories is not None and _meets_by_word(one):
        others += [f"*word {word}" for word in stories.keys(one.article)]
    others.sort()
    return [(meaning, other) for meaning in sorted(_block_meanings(one)) for other in others]


def is_participant(block: tuple[str, str]) -> bool:
    """Whether what a block has in common is somebody who takes part, not a place, a thing or a word."""
    return not block[1].startswith("*")


def _meets_by_word(one: Happening) -> bool:
    """Whether a telling word of its article may stand for a participant; of sayings only a dated announcement's."""
    return one.type != "STATEMENT" or (one.dated and is_announced(one))


def _named_keys(one: Happening) -> list[str]:
    return [*one.participants, *(f"*at {thing}" for thing in {*one.things, *one.places[:1]})]


def days_of(one: Happening) -> tuple[date, date]:
    """First and last day on which it may meet another; the ends of the calendar where they are not known."""
    return one.first or _EARLY, min(one.last or _LATE, _LATE - _SLACK) + _SLACK


def do_days_meet(one: Happening, two: Happening) -> bool:
    """Whether the days of the two are near enough for them to be compared."""
    (start, end), (other_start, other_end) = days_of(one), days_of(two)
    return start <= other_end and other_start <= end


def decide_pair(one: Happening, two: Happening, stories: Stories | None) -> Pair | None:
    """The decision on two happenings that share a block, in order of their keys; None unless they are one event."""
    left, right = (one, two) if one.key < two.key else (two, one)
    if left.article == right.article:
        return None
    likeness = stories.likeness(left.article, right.article) if stories is not None else 0.0
    # Most that meet by a word of their articles have nothing else in common.
    if likeness < STORY and not left.participants & right.participants:
        return None
    decision = decide(left, right, likeness=likeness)
    return (decision, left, right) if decision.same else None


def _block_meanings(one: Happening) -> frozenset[str]:
    """Meanings of all its triggers; deaths and strikes meet in the block of their kind, as two sides of one deed."""
    found = frozenset().union(*(meanings(mention.lemma) for mention in one.mentions))
    return found | ({"*violence"} if one.type in ("ASSAULT", "CASUALTY") else frozenset())
