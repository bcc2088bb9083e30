"""Whether two happenings of like articles are one event, whoever each names: a weighted sum of reasons. Internal.

The blast of one report is the blast of another when both report on the same thing. No one sign decides: the reasons
below are added with weights, and the sum is read as a probability. The weights are round numbers set by hand; figures
in `docs/resolution.md`.
"""

from __future__ import annotations

import math
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import alike
from kg.authority.stories import rareness
from kg.authority.triggers import is_close, is_same_meaning
from kg.merge.contradictions import EACH, is_day
from kg.merge.happenings import SYMMETRIC
from kg.model import Feature

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kg.merge.happenings import Happening

STORY = alike.LEAST
"""Likeness of two articles from which they may tell one story."""
STORY_DAYS = alike.DAYS
"""Days between two articles up to which they may tell one story, as far as what they tell has nobody in common."""
SURE = 0.6
"""Likeness from which more of it says no more."""
SAME = 0.3
"""Probability from which two happenings are taken to be one."""
NEAR_DAYS = 3
NEXT_SAME = 0.5
"""The same where the articles are not of one day: the day after, the news is often the next race, the next vote."""
FAR_SAME = 0.8
"""The same where the articles are more than `NEAR_DAYS` apart: what a later one tells of is mostly the next event."""
FAINT = 0.4
FAINT_SAME = 0.5
"""The same where the articles are less alike than `FAINT`: what they share may be the words of their kind."""
APART_SAME = 0.5
"""The same where both say who or what it is about and have none of that in common, or one tells of several (hurricane,
hurricanes). It is `FAR_SAME` of a move and of what many do, each for himself: of two flights over one town the one
is by helicopters, the other by workers. So it is where one says that it was not, or several were told on another day.
"""
PERIOD = timedelta(days=31)
"""Days of the longest time that is said of an event and tells when it was: a month, not a year."""
LIKELY = 0.25
"""Probability from which two happenings speak for one event, though the two alone are not taken for one."""
TOLD = "same event of one story"
"""The name of the rule."""
AGREED = "same event as several reports agree"
"""The name of the rule for two that are but likely one, where most others of their groups say the same."""
FEWEST_LINKS = 0.4
"""Share of the pairs between two groups that must be taken to be one, or likely so, before the groups are."""
FEWEST_PAIRS = 3
"""Pairs between two groups from which likely ones suffice."""
_LEAD_SENTENCES = 2


def is_told(one: Happening, two: Happening, chance: float, likeness: float = SURE) -> bool:
    """Whether the probability suffices, for the days between the two articles and what both are about."""
    later = _for_days(one, two)
    if are_of_one_day(one, two):
        later = SAME
    elif are_of_other_days(one, two):
        later = FAR_SAME
    elif is_day_of_period(one, two) and not _are_about_others(one, two):
        later = min(later, NEXT_SAME)
    if _are_about_others(one, two):
        later = max(later, FAR_SAME if _is_each_his_own(one, two) else APART_SAME)
    if one.lead.polarity is not two.lead.polarity:
        later = FAR_SAME
    if one.lemmas & two.lemmas and is_several(one) is not is_several(two):  # "talks" may be a summit
        later = max(later, APART_SAME if one.told_on == two.told_on else FAR_SAME)
    if likeness < FAINT:
        later = max(later, FAINT_SAME)
    return chance >= later


def _for_days(one: Happening, two: Happening) -> float:
    """What suffices for the days between the two articles."""
    if is_half_dated(one, two):
        return FAR_SAME
    days = abs((one.told_on - two.told_on).days) if one.told_on is not None and two.told_on is not None else 0
    return FAR_SAME if days > NEAR_DAYS else NEXT_SAME if days else SAME


def is_several(one: Happening) -> bool:
    """Whether a noun in the plural tells it."""
    return one.lead.rule.startswith("noun") and one.lead.text.lower() == f"{one.lead.lemma}s"


def is_half_dated(one: Happening, two: Happening) -> bool:
    """Whether the article of one has a date and the other's has none, and may be years older."""
    return (one.told_on is None) is not (two.told_on is None)


def are_of_one_day(one: Happening, two: Happening) -> bool:
    """Whether both say on which day it was, and it is one."""
    return is_day(one) and (one.first, one.last) == (two.first, two.last) and two.dated


def are_of_other_days(one: Happening, two: Happening) -> bool:
    """Whether both say on which day it was, and it is another, though it may be the next."""
    return all(is_day(each) and each.first == each.last for each in (one, two)) and one.first != two.first


def is_day_of_period(one: Happening, two: Happening) -> bool:
    """Whether one says on which day it was, and the other in which week or month, that day among it."""
    return _has_day_of(one, two) or _has_day_of(two, one)


def _has_day_of(period: Happening, exact: Happening) -> bool:
    """Whether the day that one says is in what the other says, which is no longer than a month."""
    if not (period.dated and exact.dated) or exact.first is None or exact.first != exact.last:
        return False
    if period.first is None or period.last is None or period.last - period.first > PERIOD:
        return False
    return period.first <= exact.first <= period.last


def are_near(one: date | None, two: date | None) -> bool:
    """Whether articles of these days of publication may tell one story without anybody in common."""
    return one is None or two is None or abs((one - two).days) <= STORY_DAYS


def _are_about_others(one: Happening, two: Happening) -> bool:
    """Whether both say who or what it is about and have none of that in common."""
    left, right = one.participants | one.things, two.participants | two.things
    return bool(left and right and not left & right)


def _is_each_his_own(one: Happening, two: Happening) -> bool:
    """Whether it is what many do, each for himself."""
    return bool((EACH | {"MOVE"}) & {one.type, two.type})


def is_likely(one: Happening, two: Happening, chance: float) -> bool:
    """Whether the probability counts where other reports agree: of articles of one day, and not of what many do."""
    if one.told_on != two.told_on or are_of_other_days(one, two) or one.lead.polarity is not two.lead.polarity:
        return False
    return chance >= LIKELY and not (_are_about_others(one, two) and _is_each_his_own(one, two))


def probability(one: Happening, two: Happening, likeness: float) -> tuple[float, tuple[Feature, ...]]:
    """How likely the two are one event, 0..1, with the reasons; `likeness` of their articles is at least `STORY`."""
    features = (story(likeness), *(feature(one, two) for feature in _FEATURES))
    total = BIAS + sum(WEIGHTS[found.name] * found.score for found in features)
    return round(1.0 / (1.0 + math.exp(-total)), 4), features


def story(likeness: float) -> Feature:
    """How much the articles share of their telling words, 1 from `SURE` on."""
    share = min(1.0, likeness / SURE)
    return Feature(
        name="story", score=round(share, 4), detail=f"their articles share {likeness:.0%} of their telling words"
    )


def word(one: Happening, two: Happening) -> Feature:
    """Same word 1, the same narrow meaning 0.8, a wide one 0.7, else 0."""
    shared = one.lemmas & two.lemmas
    if shared:
        return Feature(name="word", score=1.0, detail=f"both say “{min(shared)}”")
    pairs = [(left, right) for left in sorted(one.lemmas) for right in sorted(two.lemmas)]
    for fits, score in ((is_close, 0.8), (is_same_meaning, 0.7)):
        for left, right in pairs:
            if fits(left, right):
                return Feature(name="word", score=score, detail=f"“{left}” and “{right}” mean the same")
    return Feature(name="word", score=0.0, detail=f"“{one.lemma}” and “{two.lemma}” mean different things")


def sentence(one: Happening, two: Happening) -> Feature:
    """Share of the rare words of their sentences that both have."""
    shared = sum(map(rareness, one.words & two.words))
    size = math.sqrt(_weight(one.words) * _weight(two.words))
    share = round(min(1.0, shared / size), 4) if size else 0.0
    return Feature(name="sentence", score=share, detail=f"their sentences share {share:.0%} of their words")


@lru_cache(maxsize=10_000)
def _weight(words: frozenset[str]) -> float:
    return sum(map(rareness, words))


def patient(one: Happening, two: Happening) -> Feature:
    """A patient in common 1, a thing 0.7, unknown or unnamed 0.5, others by name 0."""
    shared = one.targets & two.targets
    if shared:
        return Feature(name="patient", score=1.0, detail=f"{min(shared)} suffers both")
    things = one.things & two.things
    if things:
        return Feature(name="patient", score=0.7, detail=f"both concern “{min(things)}”")
    if one.named_targets and two.named_targets:
        detail = f"one concerns {min(one.named_targets)}, the other {min(two.named_targets)}"
        return Feature(name="patient", score=0.0, detail=detail)
    return Feature(name="patient", score=0.5, detail="one names no patient")


def agent(one: Happening, two: Happening) -> Feature:
    """An agent in common 1, of one state 0.7, unknown or unnamed 0.5, others by name 0."""
    shared = one.doers & two.doers
    if shared:
        return Feature(name="agent", score=1.0, detail=f"{min(shared)} does both")
    states = one.countries & two.countries
    if states:
        return Feature(name="agent", score=0.7, detail=f"both agents belong to {min(states)}")
    if one.named_doers and two.named_doers:
        detail = f"one is by {min(one.named_doers)}, the other by {min(two.named_doers)}"
        return Feature(name="agent", score=0.0, detail=detail)
    return Feature(name="agent", score=0.5, detail="one names no agent")


def place(one: Happening, two: Happening) -> Feature:
    """Same place, or one inside the other, 1; unknown 0.5; different ones 0."""
    if not one.places or not two.places:
        return Feature(name="place", score=0.5, detail="one names no place")
    for near, far in ((one, two), (two, one)):
        if near.places[0] in far.places:
            return Feature(name="place", score=1.0, detail=f"both are in {near.places[0]}")
    if one.country and one.country == two.country and (one.is_off_map or two.is_off_map):
        return Feature(name="place", score=0.5, detail=f"both are in {one.country}, and one is on no map")
    return Feature(name="place", score=0.0, detail=f"one is in {one.places[0]}, the other in {two.places[0]}")


def head(one: Happening, two: Happening) -> Feature:
    """Whether both are told at the head of their articles, which is where the news is."""
    both = one.lead.sentence < _LEAD_SENTENCES and two.lead.sentence < _LEAD_SENTENCES
    detail = "both are told at the head of their articles" if both else "one is told farther down"
    return Feature(name="head", score=float(both), detail=detail)


def day(one: Happening, two: Happening) -> Feature:
    """1 where both say on which day it was, and it is one."""
    if are_of_one_day(one, two):
        return Feature(name="day", score=1.0, detail=f"both are dated {one.first}")
    return Feature(name="day", score=0.0, detail="not both say on which day it was")


def alone(one: Happening, two: Happening) -> Feature:
    """How far each is the only one of its kind in its article: 1 where both are, less the more there are."""
    share = round(1.0 / math.sqrt(one.namesakes * two.namesakes), 4)
    detail = f"their articles tell of {one.namesakes} and {two.namesakes} such events"
    return Feature(name="alone", score=share, detail=detail)


def kind(one: Happening, two: Happening) -> Feature:
    """1 for a deed of a clear type, 0 for what has none or is done together, of which one story has many."""
    clear = not {one.type, two.type} & (SYMMETRIC | {"OTHER"})
    detail = f"{one.type} and {two.type} are deeds" if clear else f"of {one.type} and {two.type} a story has many"
    return Feature(name="kind", score=float(clear), detail=detail)


_FEATURES: tuple[Callable[[Happening, Happening], Feature], ...] = (
    word, sentence, patient, agent, place, day, head, alone, kind,
)  # fmt: skip
NAMES = ("story", *(feature.__name__ for feature in _FEATURES))
WEIGHTS = {
    "story": 4.0,
    "word": 2.0,
    "sentence": 2.0,
    "patient": 2.0,
    "agent": 1.0,
    "place": 1.0,
    "day": 1.0,
    "head": 1.0,
    "alone": 2.0,
    "kind": 1.0,
}
BIAS = -8.5
