"""Reasons for taking two profiles for one actor: each a small function with a score and a sentence. Internal.

The weights and the threshold are a first choice, reasoned on name pairs of the tests; data will tune them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.given_names import first_names, is_frequent
from kg.authority.names import fold, initials, is_acronym
from kg.authority.stories import likeness
from kg.model import ActorKind, Feature
from kg.resolve.across.profiles import is_lone_surname
from kg.resolve.words.institutions import is_generic, is_of_part, is_short_for_body
from kg.resolve.words.nouns import are_same_calling
from kg.resolve.words.teams import is_team_of
from kg.resolve.words.traits import noun_of_stranger
from kg.resolve.words.variants import (
    is_inner_name,
    is_same_organization,
    is_same_person,
    is_short_organization,
    is_surname,
    leaves_last_out,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.resolve.across.profiles import Profile
    from kg.resolve.across.strangers import Sighting

THRESHOLD = 0.75
PROMINENT_ARTICLES = 5
PROMINENT_SHARE = 0.9
SAME_STORY, NEAR_STORY = 0.3, 0.35
"""Likeness of two articles from which those whom both call the same are one; and those whom they call but alike."""
MAIN_STORY = 0.35
"""The same where an article calls others by the noun too: the one it speaks of most is meant."""
CALLED_STORY = 0.45
"""The same where each calls him by a noun of its own that is said of the same people: a robber, a thief."""
SURE_STORY = 0.6
STORY_WORDS = 8
"""Telling words that two articles share at the least: two reports of one line tell no story."""
STORY_DAYS = 7
NAMED_ELSEWHERE = "described in one report, named in another"
SHORT_DAYS = 31
"""A surname alone reaches a full name of another article this many days away."""
WEEK_DAYS = 7
"""A surname and a role alone reach a full name of another article this many days away."""
REIGN_DAYS = 3653
"""A monarch or pope, who goes by one name, is the one of ten years before."""

# Words that are said of others at every turn.
_ANYBODY = frozenset({
    "people", "person", "others", "other", "someone", "somebody", "one", "some", "many", "officials", "official",
    "sources", "source", "author", "critics", "experts", "expert", "analysts", "analyst", "spokesman", "spokeswoman",
    "spokesperson", "witnesses", "witness", "observers", "reporters", "everyone", "leaders",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two profiles are one actor, and why: `score` is the weighted mean of the features, 0..1.

    `into`: key of the profile chosen among several, else "".
    """

    same: bool
    rule: str
    score: float
    features: tuple[Feature, ...]
    into: str = ""


def names(left: Profile, right: Profile) -> Feature:
    """Same name, spelling variant, short form or initials; 0 when they are none of it."""
    one, two = left.name, right.name
    if fold(one) == fold(two):
        return _because("name", 1.0, f"both are called {one}")
    if left.kind is ActorKind.PERSON:
        if is_same_person(one, two) and min(len(words_of(one)), len(words_of(two))) > 1:
            return _because("name", 0.95, f"{one} and {two} are spellings of one name")
        short, full = sorted((one, two), key=lambda name: (len(words_of(name)), name))
        usual = {words_of(name) for name in (left if left.name == full else right).names}
        if leaves_last_out(short, full) and words_of(short)[-1:] in usual:
            return _because("name", 0.95, f"{full} is called as {short} is where an article names both")
        if is_surname(short, full) and not _is_other_first_name(short, full):
            return _because("name", 0.8, f"{short} is the surname of {full}")
        if is_inner_name(short, full):
            return _because("name", 0.75, f"{short} is a part of the name {full}")
        return _because("name", 0.0, f"{one} and {two} are different names")
    if is_same_organization(one, two):
        return _because("name", 0.95, f"{one} and {two} are spellings of one name")
    for short, full in ((one, two), (two, one)):
        if is_team_of(short, full):
            return _because("name", 0.75, f"{full} are {short} of a place")
        if is_acronym(short) and fold(short) == initials(full):
            return _because("name", 0.85, f"{short} are the initials of {full}")
        if is_short_organization(short, full):
            return _because("name", 0.75, f"{short} is a short form of {full}")
    return _because("name", 0.0, f"{one} and {two} are different names")


def _is_other_first_name(short: str, full: str) -> bool:
    """Whether a lone name is a first name that but sounds like the surname: Toni, and LaVerne Toney."""
    words = words_of(short)
    return len(words) == 1 and words[0] in first_names() and words[0] != words_of(full)[-1]


def countries(left: Profile, right: Profile) -> Feature:
    """Same country 1, unknown one 0.5, different ones 0."""
    if not left.country or not right.country:
        return _because("country", 0.5, "the country of one is not known")
    if left.country == right.country:
        return _because("country", 1.0, f"both belong to {left.country}")
    return _because("country", 0.0, f"one belongs to {left.country}, the other to {right.country}")


def titles(left: Profile, right: Profile) -> Feature:
    """A role in common 1, unknown 0.5, only different roles 0."""
    if not left.roles or not right.roles:
        return _because("title", 0.5, "one is mentioned without title")
    shared = sorted(left.roles & right.roles)
    if shared:
        return _because("title", 1.0, f"both are titled {shared[0]}")
    return _because("title", 0.0, f"one is titled {min(left.roles)}, the other {min(right.roles)}")


def company(left: Profile, right: Profile) -> Feature:
    """Other names that occur with both: two or more 1, one 0.8, none 0.4."""
    shared = sorted(left.company & right.company)
    if not shared:
        return _because("company", 0.4, "no other name occurs with both")
    told = ", ".join(name.partition(":")[2] for name in shared[:3])
    return _because("company", 1.0 if len(shared) > 1 else 0.8, f"both occur with {told}")


_WEIGHTS: tuple[tuple[float, Callable[[Profile, Profile], Feature]], ...] = (
    (0.60, names),
    (0.15, countries),
    (0.15, titles),
    (0.10, company),
)


def decide(left: Profile, right: Profile) -> Decision:
    """The decision rule: same kind, a fitting name, and a weighted mean of all features at or above the threshold.

    A surname alone, or initials alone, need company besides, or within a week a role in common: they are too common
    to be joined on their own.
    """
    features = tuple(feature(left, right) for _, feature in _WEIGHTS)
    score = round(sum(weight * one.score for (weight, _), one in zip(_WEIGHTS, features, strict=True)), 4)
    name, country, role, friends = features
    rule = "same name" if name.score == 1.0 else "spelling variant" if name.score >= 0.95 else "short form"
    if is_lone_surname(left.kind, left.name) and is_lone_surname(right.kind, right.name):
        rule = "same surname"
    same = left.kind is right.kind and name.score > 0 and score >= THRESHOLD
    if rule in ("short form", "same surname"):
        same = (
            left.kind is right.kind
            and name.score > 0
            and country.score > 0
            and (friends.score > 0.4 or _are_of_one_week_and_role(left, right))
            and score >= THRESHOLD - 0.08
            and days_apart(left, right) <= SHORT_DAYS
        )
        same = same or (rule == "same surname" and _reigns(left, right) and country.score > 0 and score >= THRESHOLD)
    if same and left.kind is ActorKind.ORGANIZATION and _is_of_every_state(left.name, right.name):
        same = country.score == 1.0 and rule != "short form" and not (is_of_part(left.name) or is_of_part(right.name))
    if same and left.kind is ActorKind.PERSON and is_frequent(words_of(left.name)):
        told = max(country.score, role.score, friends.score + 0.2)
        same = told >= 1.0 or days_apart(left, right) <= SHORT_DAYS  # one John Smith in the news of a month
    return Decision(same=same, rule=rule, score=score, features=features)


def _is_of_every_state(*names: str) -> bool:
    """Whether one of the names says of no body which one it is: the Senate, the Court."""
    return any(is_generic(name) or is_short_for_body(name) for name in names)


def _are_of_one_week_and_role(left: Profile, right: Profile) -> bool:
    """Whether both are titled alike in articles of one week: "Energy Minister Clara Lund", "Lund, the minister"."""
    return (
        not left.roles.isdisjoint(right.roles)
        and None not in (left.first, right.first)
        and (days_apart(left, right) <= WEEK_DAYS)
    )


def _reigns(left: Profile, right: Profile) -> bool:
    """Whether both are the monarch or pope of that name, of whom there is one for years: Elizabeth II, Pope Francis.

    Monarchs of one name in two states are told apart by the company they keep.
    """
    shared = left.roles & right.roles
    is_one = "pope" in shared or ("monarch" in shared and bool(left.company & right.company))
    return is_one and days_apart(left, right) <= REIGN_DAYS


def decide_by_prominence(lone: Profile, fulls: Sequence[Profile]) -> Decision | None:
    """A surname without company means the one who is much in the news under it; None where nobody is.

    `fulls`: the profiles with that surname. One person must hold nearly all of their articles, and several.
    """
    near = [full for full in fulls if days_apart(lone, full) <= SHORT_DAYS and is_surname(lone.name, full.name)]
    total = sum(len(full.members) for full in near)
    if not near:
        return None
    best = max(near, key=lambda full: (len(full.members), full.key))
    held = sum(len(full.members) for full in near if full is best or decide(best, full).same)
    if held < PROMINENT_ARTICLES or held < PROMINENT_SHARE * total or countries(lone, best).score == 0.0:
        return None
    detail = f"{held} of {total} articles of these weeks that name a {lone.name} in full mean {best.name}"
    features = (names(lone, best), _because("prominence", round(held / total, 4), detail))
    return Decision(same=True, rule="prominent surname", score=THRESHOLD, features=features, into=best.key)


def decide_by_office(unnamed: Profile, holders: Sequence[Profile]) -> Decision | None:
    """The named person whom articles of these weeks call by the office; None where they name nobody, or two."""
    near = sorted((one for one in holders if days_apart(unnamed, one) <= SHORT_DAYS), key=lambda one: one.key)
    if not near or any(not names(near[0], other).score for other in near[1:]):
        return None
    best = max(near, key=lambda one: (len(one.members), one.key))
    office, country = min(unnamed.offices)
    detail = f"{best.name} is the {office} of {country} in these weeks, say articles or the authority"
    return Decision(
        same=True, rule="same office", score=THRESHOLD, features=(_because("office", 0.8, detail),), into=best.key
    )


def decide_by_story(left: Profile, right: Profile) -> Decision:
    """Two unnamed ones of a noun, whom each article speaks of most by it: one where the articles tell one story.

    "A gunman" of one report is "the masked gunman" of another on the same attack; "officials" are not, there being
    others in each. Where the nouns are two that are said of the same people, each must be the only one of its own.
    """
    noun, other = noun_of_stranger(left.name), noun_of_stranger(right.name)
    n_shared = len(left.story.keys() & right.story.keys())
    alike = likeness(left.story, right.story) if n_shared >= STORY_WORDS else 0.0
    same_words = fold(left.name) == fold(right.name)
    described = f"{noun!r} alone" if same_words else f"{left.name!r} and {right.name!r}"
    fit = 1.0 if same_words else 0.8 if noun == other else 0.6
    story = f"their articles of these days share {alike:.0%} of their telling words"
    is_only = left.is_only and right.is_only
    told = (
        f"each article speaks of one such, {described}" if is_only else f"each speaks of such a one most, {described}"
    )
    features = (
        _because("description", fit, told),
        _because("story", alike, story),
        countries(left, right),
    )
    least = SAME_STORY if same_words else NEAR_STORY
    if not is_only:
        least = max(least, MAIN_STORY)
    if noun != other:
        least = CALLED_STORY
    same = (
        left.kind is right.kind
        and (noun == other or (is_only and are_same_calling(noun, other)))
        and _ANYBODY.isdisjoint((noun, other))
        and alike >= least
        and features[2].score > 0.0
        and days_apart(left, right) <= STORY_DAYS
    )
    score = round(0.5 * features[0].score + 0.5 * min(1.0, alike / SURE_STORY), 4)
    return Decision(same=same, rule="same description in one story", score=score, features=features)


def decide_by_naming(stranger: Profile, named: Profile, sighting: Sighting) -> Decision:
    """Whom another report on the same thing names: it calls him so too, or he alone suffers the same in both."""
    if sighting.noun:
        told = _because("description", 1.0, f"both articles call him “{sighting.noun}”, and nobody else as often")
        if stranger.kind is not ActorKind.PERSON:
            told = _because("description", 1.0, f"both articles call it “{sighting.noun}”, and nothing else as often")
    else:
        told = _because("deed", 0.8, f"in both articles one person suffers “{sighting.deed}”: {named.name} in one")
    story = f"their articles of these days share {sighting.alike:.0%} of their telling words"
    features = (told, _because("story", sighting.alike, story), countries(stranger, named))
    score = round(0.5 * told.score + 0.5 * min(1.0, sighting.alike / SURE_STORY), 4)
    return Decision(same=True, rule=NAMED_ELSEWHERE, score=score, features=features)


def decide_by_toll(left: Profile, right: Profile, toll: str, alike: float) -> Decision:
    """As many people who suffer the same in two reports of one story: "killed four", "the four people who died"."""
    number, _, deed = toll.partition(" ")
    told = _because("toll", 1.0, f"in both articles {number} suffer “{deed}”")
    story = _because("story", alike, f"their articles of these days share {alike:.0%} of their telling words")
    features = (told, story, countries(left, right))
    score = round(0.5 * told.score + 0.5 * min(1.0, alike / SURE_STORY), 4)
    same = alike >= NEAR_STORY and features[2].score > 0.0
    return Decision(same=same, rule="as many suffer the same in one story", score=score, features=features)


def is_anybody(noun: str) -> bool:
    """Whether the noun is said of others at every turn: officials, people, a spokesman."""
    return noun in _ANYBODY


def _because(name: str, score: float, detail: str) -> Feature:
    return Feature(name=name, score=score, detail=detail)


def days_apart(left: Profile, right: Profile) -> int:
    """Days between the nearest dates of two profiles; 0 where one is undated."""
    if left.first is None or left.last is None or right.first is None or right.last is None:
        return 0
    return max((left.first - right.last).days, (right.first - left.last).days, 0)
