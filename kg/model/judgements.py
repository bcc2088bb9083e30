"""What a person decided about two things of the graph, and what that means for the mentions of the articles at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.model.graph import Feature

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

    from kg.model.graph import Ref

    Key = Hashable

_RULE = "judged by"


class Judged(StrEnum):
    """The decision: one thing, two things, or left to the rules; of events also whether one is part of the other."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    PART = "part"
    NO_PART = "no-part"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Anchor:
    """One of the two things judged, bound to what survives rebuilding: a name, or words at a place of an article.

    With `name` alone it is every actor or place that an article calls so. With `article` it is the one whose mention
    (for an event: whose trigger) has these words at this place; offsets are code points of the article's text.
    """

    name: str
    article: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"“{self.name}” in {self.article} at {self.start}" if self.article else f"“{self.name}”"


JUDGED_KINDS = ("actor", "place", "event")
"""What can be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision about two actors, places or events (`kind`); `by` and `note` say whose and why."""

    kind: str
    judged: Judged
    one: Anchor
    two: Anchor
    by: str = "user"
    note: str = ""

    @property
    def pair(self) -> tuple[str, Anchor, Anchor]:
        """What it is about, whichever of the two was named first."""
        one, two = sorted((self.one, self.two))
        return self.kind, one, two


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement, and the local actors, places or events of the articles at hand that each side of it means."""

    judgement: Judgement
    one: frozenset[Ref]
    two: frozenset[Ref]


def judged_as(judgement: Judgement) -> tuple[str, Feature]:
    """Rule and reason of a merge that a person decided."""
    is_part = judgement.judged is Judged.PART
    detail = f"{judgement.by} judged that {judgement.one} " + (
        f"is part of {judgement.two}" if is_part else f"and {judgement.two} are the same"
    )
    if judgement.note:
        detail += f": {judgement.note}"
    return f"{_RULE} {judgement.by}", Feature(name="judgement", score=1.0, detail=detail)


def is_judged(rule: str) -> bool:
    """Whether a person decided, and no rule."""
    return rule.startswith(f"{_RULE} ")


MarkSet = frozenset[tuple[str, bool]]
"""Judgements, by what they are about, and which side of each."""


class Marks:
    """Which clusters must stay apart: sides of `different` verdicts, as marks of the refs that they mean."""

    def __init__(self, verdicts: tuple[Verdict, ...]) -> None:
        self._of: dict[Ref, MarkSet] = {}
        for verdict in verdicts:
            if verdict.judgement.judged is Judged.DIFFERENT:
                name = repr(verdict.judgement.pair)  # the same whatever else is judged
                one, two = (verdict.one, verdict.two)
                if verdict.judgement.one > verdict.judgement.two:
                    one, two = two, one
                for side, refs in ((False, one), (True, two)):
                    for ref in refs:
                        self._of[ref] = self._of.get(ref, frozenset()) | {(name, side)}

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, refs: Iterable[Ref]) -> MarkSet:
        """The marks of all the refs."""
        if not self._of:
            return frozenset()
        return frozenset().union(*(self._of.get(ref, frozenset()) for ref in refs))

    def forbid(self, one: MarkSet, two: MarkSet) -> bool:
        """Whether clusters with these marks must not become one."""
        return any((name, not side) in two for name, side in one)

    def torn(self, refs: Collection[Ref]) -> frozenset[Ref]:
        """Those of the refs that must leave the others: the second sides of verdicts with both sides among them."""
        marks = self.of(refs)
        if not marks:
            return frozenset()
        wrong = {(name, True) for name, side in marks if not side and (name, True) in marks}
        return frozenset(ref for ref in refs if wrong & self._of.get(ref, frozenset()))


class Bonds:
    """What belongs together, by rules or judgement: keys in groups, each with the marks of its members.

    Rules look for contradictions within what rules have joined; a judgement joins two such parts whatever they
    contradict, and the group of both bears the marks of both.
    """

    def __init__(self, marks: Marks, members: Mapping[Key, Sequence[Ref]]) -> None:
        self._forbid = marks.forbid
        self._root: dict[Key, Key] = {key: key for key in members}
        self._marks = {key: marks.of(refs) for key, refs in members.items()}

    def root(self, key: Key) -> Key:
        """A key that stands for the group."""
        while (above := self._root[key]) != key:
            self._root[key] = self._root[above]
            key = above
        return key

    def allow(self, one: Key, two: Key) -> bool:
        """Whether nobody judged members of the two groups different."""
        one, two = self.root(one), self.root(two)
        return one == two or not self._forbid(self._marks[one], self._marks[two])

    def join(self, one: Key, two: Key) -> None:
        """Makes one group of two."""
        one, two = self.root(one), self.root(two)
        if one != two:
            self._root[two] = one
            self._marks[one] |= self._marks[two]
