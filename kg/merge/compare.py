"""Whether two happenings of different articles are one event: vetoes, features, decision. Internal to `kg.merge`.

The weights and the threshold are a first choice, reasoned on the table of the tests; data will tune them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.authority.triggers import is_close, is_kindred, is_same_meaning, is_side
from kg.model import ActorKind, Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.merge.happenings import Happening

THRESHOLD = 0.72
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE", "TRANSACT"})
"""Types whose parties do it together: who is agent and who is patient is the reporter's choice."""
_MIN_SHARED_WORDS = 0.3
STORY = 0.14
SURE_STORY = 0.19
UNRELATED = 0.08
"""Likeness of two articles from which they may tell one story; `STRONG_STORY` from which they plainly do."""
STRONG_STORY = 0.25
_PERSON = str(ActorKind.PERSON)
# What many do on one occasion, each for himself.
_SPEECH = frozenset({
    "STATEMENT", "ACCUSE", "AGREE", "REQUEST", "GATHER", "PROTEST", "SUPPORT", "SANCTION", "THREATEN", "REJECT", "AID",
    "COOPERATE",
})  # fmt: skip
# What happens to bodies and things: it happens once, whoever tells it and however.
_PHYSICAL = frozenset({"ASSAULT", "ACCIDENT", "DISASTER", "CRIME"})
# Words under which one story has several events, though each time the same word: they need another sign besides.
_WIDE = frozenset({
    "attack", "strike", "kill", "hit", "fire", "shoot", "die", "meet", "call", "leave", "move", "go", "come", "take",
    "give", "get", "make", "have", "see", "find", "bring", "send", "hold", "begin", "start", "end", "win", "lose",
    "tell", "ask", "demand", "warn", "threaten", "talk", "visit", "arrive", "return", "support", "help", "fight",
    "protest", "death", "arrest", "charge", "report", "claim", "accuse", "blame", "deny", "reject", "condemn",
    "sanction", "war",
    "deal", "agreement", "vote", "talks", "plan", "use", "work", "play", "act", "action", "operation", "fear", "injure",
})  # fmt: skip
# Night there is day here, and first reports err: days said may differ by so much, more for a death, which is one.
_DAYS_OFF = timedelta(days=1)
_DAYS_OFF_DEATH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the two are one event, and why."""

    same: bool
    rule: str
    score: float
    features: tuple[Feature, ...]


def contradict(one: Happening, two: Happening) -> bool:
    """Differences that no report of one event shows: other victims, other days, another country, planned and done.

    Also for members of one cluster that were never compared: a chain of likenesses must not join two contraries.
    """
    if one.article == two.article:
        return True
    if one.is_planned is not two.is_planned and not (one.dated and two.dated):
        return True
    if one.type not in SYMMETRIC and one.named_targets and two.named_targets and not one.targets & two.targets:
        return True
    if one.type not in SYMMETRIC and one.targets and two.targets and not one.targets & two.targets:
        # Unnamed on one side: "a contractor" may be the one whom the other names, but not "25 fighters".
        return not (one.target_kinds & two.target_kinds) or bool(one.named_targets) is bool(two.named_targets)
    if one.country and two.country and one.country != two.country:
        return True
    return not _windows_meet(one, two)


def decide(one: Happening, two: Happening, *, likeness: float = 0.0) -> Decision:
    """The rule for the pair; statements and OTHER have stricter ones of their own.

    `likeness`: how much their articles are about the same (`kg.merge.stories`), 0..1.
    """
    if contradict(one, two):
        return Decision(same=False, rule="contradiction", score=0.0, features=())
    features = tuple(feature(one, two) for _, feature in _WEIGHTS)
    score = round(sum(weight * found.score for (weight, _), found in zip(_WEIGHTS, features, strict=True)), 4)
    if "STATEMENT" in (one.type, two.type):
        return _decide_statement(one, two, score=score, features=features)
    if "OTHER" in (one.type, two.type):
        same = one.type == two.type and one.lemma == two.lemma and one.doers == two.doers
        same = same and one.targets == two.targets and bool(one.participants)
        same = same and (bool(one.things & two.things) or not (one.things or two.things))
        if not same and one.type == two.type:
            told = _decide_told(one, two, likeness=likeness, features=features, score=score)
            if told is not None:
                return told
        same = same and score >= THRESHOLD and (likeness >= UNRELATED or one.dated or two.dated)
        return Decision(same=same, rule="same deed", score=score, features=features)
    named = (one.named_targets | one.named_doers) & (two.named_targets | two.named_doers)
    if _is_timeless(one, two) and not named and features[4].score < 1.0:
        # Neither article has a date: outbreaks, crashes and elections happen again, and only a name or place tells.
        return Decision(same=False, rule="no day, name or place in common", score=score, features=features)
    if one.victims & two.victims:
        return Decision(same=features[0].score > 0, rule="same death", score=max(score, THRESHOLD), features=features)
    if (told := _decide_told(one, two, likeness=likeness, features=features, score=score)) is not None:
        return told
    trigger, _, doer, target, place, time = features
    joined = doer.score == 1.0 or target.score == 1.0
    # A doer alone is too little: the United States strikes more than once. Then day or place must agree as well.
    pinned = target.score >= 0.9 or place.score == 1.0 or time.score == 1.0
    same = trigger.score > 0 and joined and pinned and score >= THRESHOLD
    if same and doer.score < 1.0 and not (one.targets & two.targets & one.named_targets):
        # "People died" is said of every disaster.
        near = likeness >= SURE_STORY or _overlap(one, two) >= _MIN_SHARED_WORDS
        same = place.score == 1.0 or (near and trigger.score >= 0.9)
    return Decision(same=same, rule="same event", score=score, features=features)


def _decide_told(
    one: Happening, two: Happening, *, likeness: float, features: tuple[Feature, ...], score: float
) -> Decision | None:
    """The blast of one report and the blast of another on the same thing, whoever each names; None to look further."""
    trigger, _, doer, target, place, time = features
    if likeness < STORY or not is_kindred(one.type, two.type):
        return None
    close = any(is_close(left, right) for left in one.lemmas for right in two.lemmas)
    if not close or (target.score == 0.0 and not (one.lemma == two.lemma and likeness >= STRONG_STORY)):
        return None
    if one.places and two.places and place.score < 1.0:
        return None  # two towns of one country
    named = (one.named_targets | one.named_doers) & (two.named_targets | two.named_doers)
    if not named and (likeness < SURE_STORY or not (one.specific and two.specific)):
        return None
    pinned = target.score >= 0.9 or place.score == 1.0 or time.score == 1.0
    if one.type in _PHYSICAL and two.type in _PHYSICAL:
        if doer.score == 0.0 and not one.is_unsure_doer(two):
            return None
        wide = not is_close(one.lemma, two.lemma) or one.lemma in _WIDE
        bare = not (one.participants or one.things) or not (two.participants or two.things)
        same = pinned or doer.score == 1.0 if not wide else pinned and (doer.score > 0.5 or likeness >= STRONG_STORY)
        same = same or (bare and not wide)
    elif one.type in _SPEECH or two.type in _SPEECH:
        # Several may condemn, promise, order or mourn: it must be the same ones, or the same thing with none named.
        same = pinned and (doer.score == 1.0 or (doer.score == 0.5 and target.score >= 0.9))
        same = same or (doer.score == 1.0 and target.score >= 0.5 and likeness >= STRONG_STORY)
    else:
        # "The actress checked in" and "Lohan checked in": whom one leaves unnamed may be whom the other names.
        fits = (doer.score > 0.0 or one.is_unsure_doer(two)) and not (one.named_targets and two.named_targets)
        fits = fits or (doer.score >= 0.5 and target.score >= 0.9)
        if one.type == "CASUALTY":
            # A death without a victim is the one that the story is about.
            told_of = (one.victims and not (two.targets or two.things)) or (
                two.victims and not (one.targets or one.things)
            )
            fits = fits and (target.score >= 0.9 or (bool(told_of) and is_close(one.lemma, two.lemma)))
        sign = pinned or doer.score == 1.0 or one.type == "CASUALTY"
        if not named and not (_PERSON in one.kinds and _PERSON in two.kinds):
            fits = fits and (place.score == 1.0 or time.score == 1.0)  # "residents fled" is said of every storm
        same = fits and (sign or (likeness >= STRONG_STORY and one.lemma == two.lemma and one.lemma not in _WIDE))
    if not same:
        return None
    told = Feature(name="story", score=likeness, detail=f"their articles share {likeness:.0%} of their telling words")
    total = round(min(1.0, 0.5 * score + 0.3 * trigger.score + 0.2 * min(1.0, 2 * likeness)), 4)
    return Decision(same=True, rule="same event of one story", score=total, features=(*features, told))


def _overlap(one: Happening, two: Happening) -> float:
    return len(one.words & two.words) / max(1, min(len(one.words), len(two.words)))


def _decide_statement(one: Happening, two: Happening, *, score: float, features: tuple[Feature, ...]) -> Decision:
    """Same speaker, same day, the same things spoken of."""
    shared = _overlap(one, two)
    overlap = Feature(name="words", score=round(shared, 4), detail=f"{shared:.0%} of the words are the same")
    same = one.type == two.type and bool(one.doers & two.doers) and shared >= _MIN_SHARED_WORDS and _same_day(one, two)
    return Decision(
        same=same, rule="same statement", score=round((score + shared) / 2, 4), features=(*features, overlap)
    )


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
    left, right = (one.participants, two.participants) if _is_symmetric(one, two) else (one.doers, two.doers)
    if left & right:
        return _because("agent", 1.0, f"{min(left & right)} does both")
    if not one.doers or not two.doers:
        return _because("agent", 0.5, "one names no agent")
    if one.countries & two.countries:
        return _because("agent", 0.8, f"both agents belong to {min(one.countries & two.countries)}")
    return _because("agent", 0.0, f"one is by {min(one.doers)}, the other by {min(two.doers)}")


def targets(one: Happening, two: Happening) -> Feature:
    """A common patient 1, the same thing 0.9, unknown patient 0.5, different ones 0."""
    if _is_symmetric(one, two):
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


def _is_symmetric(one: Happening, two: Happening) -> bool:
    return one.type in SYMMETRIC and two.type in SYMMETRIC


def _windows_meet(one: Happening, two: Happening) -> bool:
    off = _DAYS_OFF_DEATH if one.victims & two.victims else _DAYS_OFF
    if not (_is_day(one) and _is_day(two)):
        off = timedelta(0)
    starts_before_end = one.first is None or two.last is None or one.first - off <= two.last
    return starts_before_end and (two.first is None or one.last is None or two.first - off <= one.last)


def _is_day(one: Happening) -> bool:
    """Said to the day, or nearly: a month or year has no next day."""
    return one.dated and one.first is not None and one.last is not None and (one.last - one.first).days < 7


def _same_day(one: Happening, two: Happening) -> bool:
    """Statements are news of their day: said days must be equal, publication days at most one apart."""
    if one.dated and two.dated:
        return (one.first, one.last) == (two.first, two.last)
    if one.last is None or two.last is None:
        return False
    return abs((one.last - two.last).days) <= 1
