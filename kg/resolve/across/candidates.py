"""Which profiles are compared, and the decisions that rest on several: short forms, surnames, offices. Internal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.names import fold, initials, is_acronym, sound_key
from kg.model import ActorKind
from kg.resolve.across.features import (
    Decision,
    decide,
    decide_by_office,
    decide_by_prominence,
    decide_by_story,
    names,
)
from kg.resolve.across.profiles import Profile, is_lone_surname
from kg.resolve.words.east_asia import east_key
from kg.resolve.words.spelling import skeleton
from kg.resolve.words.teams import is_team_of, nickname_of
from kg.resolve.words.variants import is_inner_name, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.resolve.words.offices import Office

# Of names longer than this an inner word may be what the person goes by: Lula.
_FEW_NAMES = 3
SHORT_FORM = "short form"
Keys = tuple[str, str]
"""The keys of two profiles, in order."""


def decide_pair(left: Profile, right: Profile) -> Decision | None:
    """The decision on two profiles that share a block, whichever comes first; None unless they are one actor."""
    if left.authority and right.authority:
        return None
    # Most that share a block are called otherwise, and the more the larger the store: nothing else is asked of them.
    one, two = _in_order(left, right)
    if (one.named or two.named) and not names(one, two).score:
        return None
    decision = compare(one, two)
    return decision if decision.same else None


def compare(left: Profile, right: Profile) -> Decision:
    """What the rules say of any two profiles, whichever comes first: by name, or by story where neither has one."""
    one, two = _in_order(left, right)
    return decide(one, two) if left.named or right.named else decide_by_story(one, two)


def _in_order(left: Profile, right: Profile) -> tuple[Profile, Profile]:
    return (left, right) if left.key <= right.key else (right, left)


def keys_of(left: Profile, right: Profile) -> Keys:
    """The keys of two profiles, in order."""
    return min(left.key, right.key), max(left.key, right.key)


def block_keys(profile: Profile) -> frozenset[str]:
    """Consonants of the surname, of the first two names and of an East Asian name, or of an organisation; initials.

    A person has that of a name inside the full one where an article calls him so: "Fuentes" of Adela Fuentes Ibarra. A
    team has those of its name without the town too. The unnamed have none: they meet by the stories of their articles
    (`kg.resolve.across.strangers`).
    """
    if not profile.named:
        return frozenset()
    words = words_of(profile.name)
    if not words:
        return frozenset()
    if profile.kind is not ActorKind.PERSON:
        letters = fold(profile.name).replace(" ", "") if is_acronym(profile.name) else initials(profile.name)
        keys = {f"{profile.kind}:{skeleton(fold(profile.name).split()[0])}"}
        nickname = nickname_of(profile.name) if profile.kind is ActorKind.ORGANIZATION else ""
        if nickname:
            keys.add(f"{profile.kind}:{skeleton(nickname.split()[0])}")
        return frozenset(keys | ({f"{profile.kind}:initials:{letters}"} if len(letters) > 1 else set()))
    keys = {f"person:{skeleton(words[-1])}"}
    if len(words) > 1:
        keys |= {f"person:first:{skeleton(words[0])}:{skeleton(words[1])}", f"person:east:{east_key(words)}"}
    if len(words) > _FEW_NAMES:
        keys |= {f"person:{skeleton(word)}" for word in words[1:-1]}
    keys |= {f"person:{skeleton(fold(name))}" for name in profile.names if is_inner_name(name, profile.name)}
    return frozenset(keys)


def unambiguous(pairs: Mapping[Keys, Decision], profiles: Mapping[str, Profile]) -> list[tuple[Keys, Decision]]:
    """Drops short forms that fit several full names unlike each other: "Clinton" of an article with neither.

    A team's name is short for that with the town rather than for what begins with it: Saints, Saints' Super Bowl.
    Whether a pair stays follows from the pairs of the short one and those among its partners.
    """
    fulls: dict[str, set[str]] = {}
    for pair, decision in pairs.items():
        if decision.rule == SHORT_FORM:
            short = short_of(pair, profiles)
            fulls.setdefault(short, set()).add(pair[pair[0] == short])
    kept: list[tuple[Keys, Decision]] = []
    for pair, decision in pairs.items():
        if decision.rule == SHORT_FORM:
            short = short_of(pair, profiles)
            teams = {one for one in fulls[short] if is_team_of(profiles[short].name, profiles[one].name)}
            candidates = sorted(teams or fulls[short])
            if teams and teams.isdisjoint(pair):
                continue
            if any((left, right) not in pairs for left in candidates for right in candidates if left < right):
                continue
        kept.append((pair, decision))
    return kept


def short_of(pair: Keys, profiles: Mapping[str, Profile]) -> str:
    """The key of the one that is the short form of the other."""
    return min(pair, key=lambda key: (len(profiles[key].name), key))


def surname_of(profile: Profile) -> str | None:
    """The sound by which surnames alone find those who are much in the news under them; None for what is no person."""
    if profile.kind is not ActorKind.PERSON or not profile.named:
        return None
    return sound_key(profile.name if is_lone_surname(profile.kind, profile.name) else words_of(profile.name)[-1])


def prominent(profiles: Iterable[Profile], *, joined: set[str]) -> list[tuple[Keys, Decision]]:
    """Decisions for surnames that no company joined to a full name; each follows from those of the same sound."""
    fulls: dict[str, list[Profile]] = {}
    lones: list[tuple[str, Profile]] = []
    for profile in profiles:
        surname = surname_of(profile)
        if surname is not None and is_lone_surname(profile.kind, profile.name):
            lones.append((surname, profile))
        elif surname is not None:
            fulls.setdefault(surname, []).append(profile)
    found: list[tuple[Keys, Decision]] = []
    for surname, lone in lones:
        decision = decide_by_prominence(lone, fulls.get(surname, ())) if lone.key not in joined else None
        if decision is not None:
            found.append(((min(lone.key, decision.into), max(lone.key, decision.into)), decision))
    return found


def holders(profiles: Iterable[Profile]) -> list[tuple[Keys, Decision]]:
    """Decisions for "Lebanon's health minister" of one article and the only one whom others of these weeks call so.

    Each follows from the persons who are called by the office.
    """
    profiles = list(profiles)
    named: dict[Office, list[Profile]] = {}
    for profile in profiles:
        if profile.named and profile.kind is ActorKind.PERSON:
            for office in profile.offices:
                named.setdefault(office, []).append(profile)
    found: list[tuple[Keys, Decision]] = []
    for profile in profiles:
        if profile.named or len(profile.offices) != 1:
            continue
        decision = decide_by_office(profile, named.get(min(profile.offices), ()))
        if decision is not None:
            found.append(((min(profile.key, decision.into), max(profile.key, decision.into)), decision))
    return found
