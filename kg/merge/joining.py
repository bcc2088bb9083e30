"""Decided pairs of happenings → groups that are one event, joined best first. Internal to `kg.merge`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.merge.compare import Decision, decide
from kg.merge.contradictions import Contradiction, contradiction
from kg.merge.copies import RULE
from kg.merge.happenings import Happening
from kg.merge.told import AGREED, FEWEST_LINKS, FEWEST_PAIRS, STORY, TOLD, are_near
from kg.model import Bonds, Judged, Marks, Verdict, judged_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from kg.merge.stories import Stories

Pair = tuple[Decision, Happening, Happening]
Key = tuple[str, int, str]
SLIGHT_SHARE = 0.5
"""Slight contradictions between two groups for each of their pairs that are taken to be one, at the most: many reports
of one event have a few that are misread."""


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


def decide_pair(one: Happening, two: Happening, stories: Stories | None) -> Pair | None:
    """The decision on two happenings that share a block, by their keys; None unless it speaks for one event."""
    left, right = (one, two) if one.key < two.key else (two, one)
    if left.article == right.article:
        return None
    least = 0.0 if "OTHER" in (left.type, right.type) else STORY  # of all else only what is in one story counts
    likeness = stories.likeness(left.article, right.article, least=least) if stories is not None else 0.0
    # Most that meet by a word of their articles have nothing else in common.
    is_of_story = likeness >= STORY and are_near(left.told_on, right.told_on)
    if not is_of_story and left.participants.isdisjoint(right.participants):
        return None
    decision = decide(left, right, likeness=likeness)
    return (decision, left, right) if decision.is_link else None


def join_pairs(
    ordered: Sequence[Happening],
    pairs: Iterable[Pair],
    *,
    stories: Stories | None = None,
    copied: Sequence[Pair] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> list[Group]:
    """The groups of happenings, sorted by key, from the decided `pairs` among them; every happening is in one group.

    Pairs are joined from the highest score down, ties by key, unless any two of the joined would contradict each
    other plainly, or too many slightly: the outcome does not depend on the order of the articles. `copied`: pairs of
    an event and its copy, joined before all others, whatever speaks against it. What was judged (`verdicts`) the same
    is one whatever speaks against it; nothing joins what was judged different.

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
        is_other = decision.rule in (TOLD, AGREED) and {(one.key, two.article), (two.key, one.article)} & taken_over
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


def _may_join(
    left: Group,
    right: Group,
    *,
    decision: Decision,
    links: Set[frozenset[Key]],
    twins: Set[frozenset[Key]],
    stories: Stories | None,
) -> bool:
    """Whether no two members contradict each other plainly and few slightly, and enough pairs agree.

    That pairs agree is asked where the likeness of their stories joins them, of several where it makes it but likely.
    """
    n_pairs = n_links = n_slight = 0
    for here in left.happenings:
        for there in right.happenings:
            pair = frozenset((here.key, there.key))
            weight = len(here.mentions) * len(there.mentions)
            if here.article != there.article:
                n_pairs += weight
                n_links += weight * (pair in links)
                if pair in twins:
                    continue
            in_story = stories is not None and stories.are_one(here.article, there.article)
            found = contradiction(here, there, in_story=in_story)
            if found is Contradiction.PLAIN:
                return False
            n_slight += weight * (found is Contradiction.SLIGHT)
    if n_slight > SLIGHT_SHARE * n_links or (decision.rule == AGREED and n_pairs < FEWEST_PAIRS):
        return False
    return decision.rule not in (TOLD, AGREED) or n_links >= FEWEST_LINKS * n_pairs


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
