"""Whether two happenings of different articles are one event: features, decision. Internal to `kg.merge`.

The weights and the threshold are a first choice, reasoned on the table of the tests; data will tune them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.triggers import is_kindred, is_plain_match, is_same_meaning, is_side, meanings
from kg.merge.background import are_of_other_stories
from kg.merge.contradictions import contradict, is_day, is_symmetric
from kg.merge.told import AGREED, STORY, TOLD, is_half_dated, is_likely, is_told, probability
from kg.model import Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.merge.happenings import Happening

THRESHOLD = 0.72
_MIN_SHARED_WORDS = 0.3
_MOST_SHARED_WORDS = 0.5
ONGOING = "what goes on in one story"
WISHED = "same demand or plan in one story"
UNRELATED = 0.08
"""Likeness of two articles below which they have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the two are one event, and why."""

    same: bool
    rule: str
    score: float
    features: tuple[Feature, ...]

    @property
    def is_link(self) -> bool:
        """Whether it speaks for one event, by itself or where other reports agree."""
        return self.same or self.rule == AGREED


_CONTRADICTION = Decision(same=False, rule="contradiction", score=0.0, features=())
_CLASS = Feature(
    name="class", score=0.0, detail="one may be told of a class, and is nothing that another article tells"
)
_OF_A_CLASS = Decision(same=False, rule="said of a class", score=0.0, features=(_CLASS,))


def decide(one: Happening, two: Happening, *, likeness: float = 0.0) -> Decision:
    """The rule for the pair; statements and OTHER have stricter ones of their own.

    `likeness`: how much their articles are about the same (`kg.merge.stories`), 0..1.
    """
    if one.is_general or two.is_general:
        return _OF_A_CLASS
    if are_of_other_stories(one, two, likeness):
        likeness = 0.0
    in_story = likeness >= STORY
    if in_story and "STATEMENT" not in (one.type, two.type) and one.participants.isdisjoint(two.participants):
        # Nothing but their story can make them one: every other rule asks for an actor in common.
        return _decide_told(one, two, likeness=likeness)
    if contradict(one, two):
        return _decide_told(one, two, likeness=likeness) if in_story else _CONTRADICTION
    features = tuple(feature(one, two) for _, feature in _WEIGHTS)
    score = round(sum(weight * found.score for (weight, _), found in zip(_WEIGHTS, features, strict=True)), 4)
    if "STATEMENT" in (one.type, two.type):
        return _decide_statement(one, two, score=score, features=features, in_story=in_story)
    plain = _decide_plain(one, two, likeness=likeness, score=score, features=features)
    return plain if plain.same or not in_story else _decide_told(one, two, likeness=likeness)


def _decide_plain(
    one: Happening, two: Happening, *, likeness: float, score: float, features: tuple[Feature, ...]
) -> Decision:
    """By type, trigger, participants, place and time, whatever else their articles tell of."""
    if "OTHER" in (one.type, two.type):
        same = one.type == two.type and one.lemma == two.lemma and one.doers == two.doers
        same = same and one.targets == two.targets and bool(one.participants)
        same = same and (bool(one.things & two.things) or not (one.things or two.things))
        same = same and score >= THRESHOLD and (likeness >= UNRELATED or one.dated or two.dated)
        return Decision(same=same, rule="same deed", score=score, features=features)
    named = (one.named_targets | one.named_doers) & (two.named_targets | two.named_doers)
    trigger, _, doer, target, place, time = features
    if one.victims & two.victims:
        return Decision(same=trigger.score > 0, rule="same death", score=max(score, THRESHOLD), features=features)
    if _may_be_of_any_day(one, two) and (likeness < STORY or (not named and place.score < 1.0)):
        # No day is known: outbreaks, crashes and elections happen again, and only their story tells.
        return Decision(same=False, rule="no day, story, name or place in common", score=score, features=features)
    joined = doer.score == 1.0 or target.score == 1.0
    # A doer alone is too little: the United States strikes more than once. Then day or place must agree as well.
    pinned = target.score >= 0.9 or place.score == 1.0 or time.score == 1.0
    if doer.score == 1.0 and target.score < 0.9 and not named:
        pinned = place.score == 1.0  # "police" arrest people in two towns on one day
    same = trigger.score > 0 and joined and pinned and score >= THRESHOLD
    if same and doer.score < 1.0 and not (one.targets & two.targets & one.named_targets):
        # "People died" is said of every disaster.
        near = likeness >= STORY or _overlap(one, two) >= _MIN_SHARED_WORDS
        same = place.score == 1.0 or (near and trigger.score >= 0.9)
    return Decision(same=same, rule="same event", score=score, features=features)


def _decide_told(one: Happening, two: Happening, *, likeness: float) -> Decision:
    """The blast of one report and the blast of another on the same thing (`kg.merge.told`)."""
    if "STATEMENT" in (one.type, two.type) or contradict(one, two, in_story=True):
        return _CONTRADICTION
    if not one.lemmas & two.lemmas and not _has_kindred_word(one, two):
        return Decision(same=False, rule="other words", score=0.0, features=())
    chance, features = probability(one, two, likeness)
    if one.ongoing and two.ongoing and one.lemmas & two.lemmas:
        return Decision(same=True, rule=ONGOING, score=chance, features=features)
    if _is_one_wish(one, two):
        shared = Feature(name="asker", score=1.0, detail=f"both are what {min(one.askers & two.askers)} look ahead to")
        return Decision(same=True, rule=WISHED, score=chance, features=(*features, shared))
    is_same = is_told(one, two, chance, likeness)
    rule = AGREED if not is_same and is_likely(one, two, chance) else TOLD
    return Decision(same=is_same, rule=rule, score=chance, features=features)


def _is_one_wish(one: Happening, two: Happening) -> bool:
    """Whether the same people demand, plan or announce it in the same word, of nobody and nothing else."""
    if one.type != two.type or not one.lemmas & two.lemmas or not one.askers & two.askers:
        return False
    sides = ((one.doers, two.doers), (one.targets | one.things, two.targets | two.things))
    return all(not left or not right or left & right for left, right in sides)


def _has_kindred_word(one: Happening, two: Happening) -> bool:
    """Whether words of one meaning say it, and not of two senses: to pass is to die, or to make a law."""
    is_free = is_kindred(one.type, two.type) or "OTHER" in (one.type, two.type)
    fits = is_same_meaning if is_free else is_plain_match
    return any(fits(left, right) for left in one.lemmas for right in two.lemmas)


def _overlap(one: Happening, two: Happening) -> float:
    return len(one.words & two.words) / max(1, min(len(one.words), len(two.words)))


def _decide_statement(
    one: Happening, two: Happening, *, score: float, features: tuple[Feature, ...], in_story: bool
) -> Decision:
    """Same speaker, same day, the same things spoken of; of articles without a date, those of one story."""
    shared = _overlap(one, two)
    overlap = Feature(name="words", score=round(shared, 4), detail=f"{shared:.0%} of the words are the same")
    # "Said" and "said" need less in common than "said" and "joked".
    least = _MIN_SHARED_WORDS if one.lemmas & two.lemmas else _MOST_SHARED_WORDS
    same = one.type == two.type and bool(one.doers & two.doers) and shared >= least
    if not same and in_story and one.type == two.type and _are_called_alike(one, two):
        same = shared >= _MOST_SHARED_WORDS
        detail = f"both are said by “{min(one.callings & two.callings)}”, whom neither names"
        features = (*features, _because("speaker", 1.0, detail))
    same = same and (_same_day(one, two) or (in_story and _is_timeless(one, two)))
    if not same and in_story and _is_one_announcement(one, two):
        return Decision(same=True, rule="same announcement", score=max(score, THRESHOLD), features=features)
    return Decision(
        same=same, rule="same statement", score=round((score + shared) / 2, 4), features=(*features, overlap)
    )


def _are_called_alike(one: Happening, two: Happening) -> bool:
    """Whether neither names who says it, and both call them by one noun: "police" and "police"."""
    return not one.callings.isdisjoint(two.callings) and not (one.named_doers or two.named_doers)


def is_announced(one: Happening) -> bool:
    """Whether it is a deed done by saying it, of which there is but one: to announce, to declare."""
    return "announce" in meanings(one.lemma)


def _is_one_announcement(one: Happening, two: Happening) -> bool:
    """What articles of one story say to have been announced on one day, whoever they say did it for his state."""
    if one.type != two.type or not (is_announced(one) and is_announced(two)):
        return False
    if not (one.dated and two.dated and is_day(one) and (one.first, one.last) == (two.first, two.last)):
        return False
    return not one.doers or not two.doers or bool(one.doers & two.doers or one.countries & two.countries)


# ---------------------------------------------------------------- features


def trigger(one: Happening, two: Happening) -> Feature:
    """Same word 1, same meaning 0.9, two sides of one deed 0.7, else 0."""
    if one.lemma == two.lemma:
        return _because("trigger", 1.0, f"both say “{one.lemma}”")
    if is_same_meaning(one.lemma, two.lemma):
        return _because("trigger", 0.9, f"“{one.lemma}” and “{two.lemma}” mean the same")
    if is_side(one.lemma, two.lemma):
        return _because("trigger", 0.7, f"“{one.lemma}” and “{two.lemma}” are two sides of one deed")
    return _because("trigger", 0.0, f"“{one.lemma}” and “{two.lemma}” mean different things")


def kind(one: Happening, two: Happening) -> Feature:
    """Same type 1, types between which reports waver 0.6, else 0."""
    if one.type == two.type:
        return _because("type", 1.0, f"both are {one.type}")
    if is_kindred(one.type, two.type):
        return _because("type", 0.6, f"{one.type} and {two.type} are given to the same events")
    return _because("type", 0.0, f"one is {one.type}, the other {two.type}")


def doers(one: Happening, two: Happening) -> Feature:
    """A common agent 1, agents of one state 0.8, unknown agent 0.5, different ones 0."""
    left, right = (one.participants, two.participants) if is_symmetric(one, two) else (one.doers, two.doers)
    if left & right:
        return _because("agent", 1.0, f"{min(left & right)} does both")
    if not one.doers or not two.doers:
        return _because("agent", 0.5, "one names no agent")
    if one.countries & two.countries:
        return _because("agent", 0.8, f"both agents belong to {min(one.countries & two.countries)}")
    return _because("agent", 0.0, f"one is by {min(one.doers)}, the other by {min(two.doers)}")


def targets(one: Happening, two: Happening) -> Feature:
    """A common patient 1, the same thing 0.9, unknown patient 0.5, different ones 0."""
    if is_symmetric(one, two):
        shared = one.participants & two.participants
        if len(shared) > 1:
            return _because("patient", 1.0, f"{' and '.join(sorted(shared))} are the parties of both")
        return _because("patient", 0.5 if one.things & two.things or not (one.targets and two.targets) else 0.0, "")
    if one.targets & two.targets:
        return _because("patient", 1.0, f"{min(one.targets & two.targets)} suffers both")
    if one.things & two.things:
        return _because("patient", 0.9, f"both concern “{min(one.things & two.things)}”")
    if (one.targets or one.things) and (two.targets or two.things):
        return _because("patient", 0.0, "they concern different things")
    return _because("patient", 0.5, "one names no patient")


def place(one: Happening, two: Happening) -> Feature:
    """Same place, or one inside the other, 1; same country 0.7; unknown 0.5; different ones 0."""
    if not one.places or not two.places:
        return _because("place", 0.5, "one names no place")
    if one.places[0] in two.places or two.places[0] in one.places:
        return _because("place", 1.0, f"both are in {one.places[0] if one.places[0] in two.places else two.places[0]}")
    if one.country and one.country == two.country:
        return _because("place", 0.7, f"both are in {one.country}")
    return _because("place", 0.0, f"one is in {one.places[0]}, the other in {two.places[0]}")


def time(one: Happening, two: Happening) -> Feature:
    """The same days said 1, overlapping ones 0.8, no contradiction by publication date 0.5."""
    if one.dated and two.dated:
        if (one.first, one.last) == (two.first, two.last):
            return _because("time", 1.0, f"both are dated {one.first or one.last}")
        return _because("time", 0.8, "their dates overlap or are next to each other")
    return _because("time", 0.5, "one is dated by its publication alone")


_WEIGHTS: tuple[tuple[float, Callable[[Happening, Happening], Feature]], ...] = (
    (0.25, trigger),
    (0.10, kind),
    (0.20, doers),
    (0.25, targets),
    (0.10, place),
    (0.10, time),
)


def _because(name: str, score: float, detail: str) -> Feature:
    return Feature(name=name, score=score, detail=detail or "the other parties differ")


def _is_timeless(one: Happening, two: Happening) -> bool:
    """Nothing is known of when either happened, not even by the day of its article."""
    return all(day is None for day in (one.first, one.last, two.first, two.last))


def _may_be_of_any_day(one: Happening, two: Happening) -> bool:
    """Whether nothing is known of when either happened, or of when one did whose article alone has no date."""
    unknown = [each.first is None and each.last is None for each in (one, two)]
    return all(unknown) or (any(unknown) and is_half_dated(one, two))


def _same_day(one: Happening, two: Happening) -> bool:
    """Statements are news of their day: said days must be equal, publication days at most one apart."""
    if one.dated and two.dated:
        return (one.first, one.last) == (two.first, two.last)
    if one.last is None or two.last is None:
        return False
    return abs((one.last - two.last).days) <= 1
