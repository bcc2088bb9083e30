"""Why two things are one node of the graph, or not: the path of joints between them, or what kept them apart.

The graph has one reason for a node, its weakest; here the joining is done again, so that every step can be told.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg import authority as authorities
from kg.curate.identify import identify
from kg.curate.judge import judgements_of
from kg.errors import UnknownError
from kg.merge.background import are_of_other_stories
from kg.merge.compare import decide as decide_events
from kg.merge.contradictions import contradict
from kg.merge.grouping import Grouping
from kg.merge.series import are_others, called
from kg.merge.stories import Stories
from kg.merge.world import World
from kg.model import Event, Judged, Marks, is_judged
from kg.query.links import reason_of
from kg.query.merges import with_names
from kg.read import Prints
from kg.resolve import cluster_actors
from kg.resolve.across.actors import join_profiles
from kg.resolve.across.candidates import compare as compare_profiles
from kg.store import ReadStore
from kg.verdicts import bind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.authority import Authority
    from kg.curate.identify import Thing
    from kg.merge.happenings import Happening
    from kg.merge.joining import Group
    from kg.model import ArticleRecord, Feature, Judgement, Ref, Verdict
    from kg.resolve.across.profiles import Profile
    from kg.verdicts import Verdicts

_MISSED = 0.5
"""A feature up to this score speaks against."""


class Decided(Protocol):
    """A decision about a pair, of `kg.resolve` or `kg.merge`, or the merge that it made."""

    @property
    def rule(self) -> str:
        """The rule that was asked."""

    @property
    def score(self) -> float:
        """0 to 1."""

    @property
    def features(self) -> tuple[Feature, ...]:
        """What it looked at."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether the two are one node, and why, in sentences: the first says it in short."""

    same: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A joint between two members, as (key, title) each."""

    one: Hashable
    two: Hashable
    decision: Decided


def why(one: str, two: str, *, store: Path | str, kind: str | None = None) -> Explanation:
    """Why two things are one or not.

    Args:
        one: what `kg.curate.identify` takes.
        two: likewise.
        store: folder or address. Its articles are all read and joined again.
        kind: actor, place or event, where a name may be of several.

    Raises:
        UnknownError: a side means nothing, or several things.
    """
    judgements = judgements_of(store)
    with ReadStore.open(store) as source:
        graph = source.merged()
        left = identify(one, graph, source.article, kind=kind)
        right = identify(two, graph, source.article, kind=kind)
        if left.kind != right.kind:
            raise UnknownError(
                f"{one!r} is a thing of kind {left.kind} and {two!r} one of kind {right.kind}; only things of one kind "
                "can be one"
            )
        records = list(source.records())
        known = authorities.load().with_own(source.authority())
    verdicts = bind(judgements, records)
    asked: _Asked = {"actor": _Actors, "event": _Events, "place": _Places}[left.kind](records, verdicts, known)
    told = asked.told(left, right)
    names = {actor.id: actor.name for actor in graph.actors}
    names |= {place.id: place.name for place in graph.places}
    unsure = [j for j in judgements if j.judged is Judged.UNSURE and {j.one, j.two} == {left.anchor, right.anchor}]
    told = Explanation(told.same, (*told.sentences, *_links(left, right)))
    sentences = [
        *(with_names(sentence, names) for sentence in told.sentences),
        *(f"{j.by} was unsure{f': {j.note}' if j.note else ''}." for j in unsure),
    ]
    return Explanation(told.same, tuple(sentences))


def _links(left: Thing, right: Thing) -> tuple[str, ...]:
    """That one event is part of the other, and why."""
    return tuple(
        f"{part.title} is part of {whole.title} [{whole.node.id}]: {reason_of(link.detail, link.rule, link.score)}."
        for part, whole in ((left, right), (right, left))
        if isinstance(part.node, Event)
        and (link := part.node.part_of) is not None
        and link.whole == whole.node.id != part.node.id
    )


class _Asked:
    """What the kinds have in common."""

    def __init__(self, records: Sequence[ArticleRecord], verdicts: Verdicts, known: Authority) -> None:
        self.records = records
        self.verdicts = verdicts
        self.known = known

    def told(self, left: Thing, right: Thing) -> Explanation:
        """Why the two are one, or not."""
        raise NotImplementedError


class _Actors(_Asked):
    def told(self, left: Thing, right: Thing) -> Explanation:
        verdicts = self.verdicts["actor"]
        clusters = join_profiles(self.records, self.known, verdicts=verdicts)
        profiles = {profile.key: profile for cluster in clusters for profile in cluster.profiles}
        here = [key for key, profile in profiles.items() if left.refs & set(profile.members)]
        there = [key for key, profile in profiles.items() if right.refs & set(profile.members)]
        titles: dict[Hashable, str] = {key: _profile_title(profile) for key, profile in profiles.items()}
        for cluster in clusters:
            keys = {profile.key for profile in cluster.profiles}
            if keys & set(here) and keys & set(there):
                steps = [_Step(joint.one, joint.two, joint.decision) for joint in cluster.joints]
                shared = sorted(keys & set(here) & set(there))
                if shared:
                    profile = profiles[shared[0]]
                    return Explanation(
                        True,
                        (
                            f"{left.title} and {right.title} are one actor [{left.node.id}]: {profile.why} "
                            f"(rule “{profile.rule}”).",
                        ),
                    )
                return _joined(left, right, _path(steps, keys & set(here), keys & set(there)), titles)
        judged = _judged_apart(verdicts, left.refs, right.refs)
        if judged:
            return _apart(left, right, [judged])
        pairs = [
            (profiles[one], profiles[two], compare_profiles(profiles[one], profiles[two]))
            for one in here
            for two in there
        ]
        best = max(pairs, key=lambda pair: (pair[2].score, pair[0].key, pair[1].key))
        reasons = []
        if best[0].kind is not best[1].kind:
            reasons.append(f"one is of kind {best[0].kind}, the other of kind {best[1].kind}")
        reasons += _misses(best[2])
        if {ref.article for ref in best[0].members} & {ref.article for ref in best[1].members}:
            both = min({ref.article for ref in best[0].members} & {ref.article for ref in best[1].members})
            reasons.append(f"article {both} keeps them apart")
        if best[2].same:
            reasons.append("as a pair they would be joined, but others that they were joined with before contradict")
        return _apart(left, right, reasons, nearest=(titles[best[0].key], titles[best[1].key], best[2]))


class _Events(_Asked):
    def told(self, left: Thing, right: Thing) -> Explanation:
        clusters = cluster_actors(self.records, authority=self.known, judged=self.verdicts)
        world = World(clusters.actors, clusters.places, clusters.mapping)
        prints = Prints()
        for record in self.records:
            prints.note(record)
        first_of = dict(prints.copies())
        grouping = Grouping(self.records, world, first_of=first_of, verdicts=self.verdicts["event"])
        groups = list(grouping.groups())
        by_id = {record.article.id: record for record in self.records}
        here, there = _happenings(groups, left.refs), _happenings(groups, right.refs)
        titles: dict[Hashable, str] = {one.key: _quote(one, by_id) for one in (*here, *there)}
        for group in groups:
            keys: set[Hashable] = {one.key for one in group.happenings}
            mine = keys & {one.key for one in here}
            theirs = keys & {one.key for one in there}
            if mine and theirs:
                titles.update((one.key, _quote(one, by_id)) for one in group.happenings)
                if mine & theirs:
                    told = f"{left.title} and {right.title} are one event: one article says both of the same event."
                    if left.refs == right.refs:
                        rest = [_step_sentence(joint.decision) for joint in group.joints]
                        told = f"{left.title} is one event, of {len(left.refs)} mentions."
                        return Explanation(True, (told, *dict.fromkeys(rest)))
                    return Explanation(True, (told,))
                steps = [_Step(joint.one.key, joint.two.key, joint.decision) for joint in group.joints]
                return _joined(left, right, _path(steps, mine, theirs), titles)
        judged = _judged_apart(self.verdicts["event"], left.refs, right.refs)
        if judged:
            return _apart(left, right, [judged])
        stories = Stories(self.records)
        pairs = []
        for one in here:
            for two in there:
                first, second = sorted((one, two), key=lambda each: each.key)
                likeness = stories.likeness(first.article, second.article)
                pairs.append((first, second, decide_events(first, second, likeness=likeness)))
        best = max(pairs, key=lambda pair: (pair[2].score, pair[0].key, pair[1].key))
        reasons = contradictions(best[0], best[1]) if contradict(best[0], best[1]) else _misses(best[2])
        if are_others(best[0].occasions, best[1].occasions):
            reasons.append(f"one article is of {called(best[0].occasions)}, the other of {called(best[1].occasions)}")
        elif are_of_other_stories(best[0], best[1], stories.likeness(best[0].article, best[1].article)):
            reasons.append("their articles have no date, and are about other countries or towns, or name others")
        if best[2].is_link and not best[2].same:
            reasons.append("as a pair they are but likely one, and too few other reports say the same")
        if best[2].same:
            reasons.append("as a pair they would be joined, but others that they were joined with before contradict")
        return _apart(left, right, reasons, nearest=(titles[best[0].key], titles[best[1].key], best[2]))


class _Places(_Asked):
    def told(self, left: Thing, right: Thing) -> Explanation:
        clusters = cluster_actors(self.records, authority=self.known, judged=self.verdicts)
        ids = [sorted({clusters.mapping[ref] for ref in side.refs}) for side in (left, right)]
        shared = sorted(set(ids[0]) & set(ids[1]))
        if shared:
            merge = next(
                (merge for merge in clusters.merges if merge.into == shared[0] and merge.kind == "place"), None
            )
            if merge is None:
                return Explanation(True, (f"{left.title} and {right.title} are one place, named once.",))
            return Explanation(
                True, (f"{left.title} and {right.title} are one place [{shared[0]}]: {_step_sentence(merge)}",)
            )
        judged = _judged_apart(self.verdicts["place"], left.refs, right.refs)
        places = {place.id: place for place in clusters.places}
        one, two = places[ids[0][0]], places[ids[1][0]]
        reasons = [judged] if judged else []
        if not judged:
            if one.geonames is not None and two.geonames is not None:
                reasons.append(f"they are two places of GeoNames, {one.geonames} and {two.geonames}")
            elif one.country and two.country and one.country != two.country:
                reasons.append(f"one lies in {one.country}, the other in {two.country}")
            else:
                reasons.append("places are one by their GeoNames id, or by name and country where they have none")
        return _apart(left, right, reasons)


def contradictions(one: Happening, two: Happening) -> list[str]:
    """What no two reports of one event show: the sentences for `kg.merge.contradictions.contradict`."""
    found = []
    if one.article == two.article:
        found.append(f"article {one.article} itself tells of two")
    if one.is_planned is not two.is_planned and not (one.dated and two.dated):
        found.append("one is planned, the other happened")
    if one.targets and two.targets and not one.targets & two.targets:
        found.append(f"one is done to {', '.join(sorted(one.targets))}, the other to {', '.join(sorted(two.targets))}")
    if one.country and two.country and one.country != two.country:
        found.append(f"one is in {one.country}, the other in {two.country}")
    if are_others(one.bulletins, two.bulletins):
        found.append(f"one is told of {called(one.bulletins)}, the other of {called(two.bulletins)}")
    first, second = one.since(two), two.since(one)
    spans = [f"{first or '…'} to {one.last or '…'}", f"{second or '…'} to {two.last or '…'}"]
    if (first and two.last and first > two.last) or (second and one.last and second > one.last):
        found.append(f"one is dated {spans[0]}, the other {spans[1]}")
    return found or ["they contradict each other"]


def _happenings(groups: Iterable[Group], refs: frozenset[Ref]) -> list[Happening]:
    return [one for group in groups for one in group.happenings if refs & set(one.refs)]


def _path(steps: Sequence[_Step], start: set[Hashable] | set[str], goal: set[Hashable] | set[str]) -> list[_Step]:
    """The shortest chain of joints from any of the start to any of the goal."""
    reached: dict[Hashable, _Step | None] = dict.fromkeys(sorted(start, key=repr))
    waiting: deque[Hashable] = deque(reached)
    while waiting:
        here = waiting.popleft()
        if here in goal:
            path: list[_Step] = []
            step = reached[here]
            while step is not None:
                path.append(step)
                step = reached[step.one]
            return path[::-1]
        for each in steps:
            for one, two in ((each.one, each.two), (each.two, each.one)):
                if one == here and two not in reached:
                    reached[two] = _Step(one, two, each.decision)
                    waiting.append(two)
    return []


def _joined(left: Thing, right: Thing, path: Sequence[_Step], titles: Mapping[Hashable, str]) -> Explanation:
    n_steps = f"{len(path)} step{'' if len(path) == 1 else 's'}"
    short = f"{left.title} and {right.title} are one {left.kind} [{left.node.id}], by {n_steps}:"
    steps = [f"{titles[step.one]} and {titles[step.two]}: {_step_sentence(step.decision)}" for step in path]
    return Explanation(True, (short, *steps))


def _apart(
    left: Thing, right: Thing, reasons: Sequence[str], *, nearest: tuple[str, str, Decided] | None = None
) -> Explanation:
    said = "; ".join(reasons) or "no rule joins them"
    sentences = [f"{left.title} and {right.title} are two {left.kind}s: {said}."]
    if nearest is not None:
        one, two, decision = nearest
        sentences.append(
            f"Of their members these are the nearest, with a score of {decision.score:.2f}: {one} and {two}."
        )
        sentences += [f"{feature.name} {feature.score:.2f}: {feature.detail}" for feature in decision.features]
    return Explanation(False, tuple(sentences))


def _step_sentence(decision: Decided) -> str:
    """Rule, score, and each feature that speaks for it."""
    if is_judged(decision.rule):
        return f"{decision.rule}: {decision.features[0].detail}."
    told = "; ".join(feature.detail for feature in decision.features if feature.score > _MISSED)
    return f"rule “{decision.rule}”, score {decision.score:.2f}: {told}."


def _misses(decision: Decided) -> list[str]:
    """What speaks against, the weakest first."""
    weak = sorted((feature for feature in decision.features if feature.score <= _MISSED), key=lambda one: one.score)
    return [feature.detail for feature in weak]


def _judged_apart(verdicts: tuple[Verdict, ...], one: frozenset[Ref], two: frozenset[Ref]) -> str | None:
    for verdict in verdicts:
        marks = Marks((verdict,))
        if verdict.judgement.judged is Judged.DIFFERENT and marks.forbid(marks.of(list(one)), marks.of(list(two))):
            return _verdict_sentence(verdict.judgement)
    return None


def _verdict_sentence(judgement: Judgement) -> str:
    note = f" ({judgement.note})" if judgement.note else ""
    return f"{judgement.by} judged that {judgement.one} and {judgement.two} are different{note}"


def _profile_title(profile: Profile) -> str:
    n_articles = len({ref.article for ref in profile.members})
    return f"“{profile.name}” ({n_articles} article{'' if n_articles == 1 else 's'})"


def _quote(one: Happening, records: dict[str, ArticleRecord]) -> str:
    record = records[one.article]
    words = " ".join(record.sentences[one.lead.sentence].of(record.article.text).split())
    return f"“{words if len(words) <= 100 else words[:99] + '…'}” ({one.article})"
