"""Parts of local actors → profiles, in any order of the parts. Internal to `kg.resolve`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.resolve.across.kinds import settle_kinds
from kg.resolve.across.profiles import GROUP_DAYS, Part, Profile, parts_of
from kg.spools import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from kg.alike import Alike
    from kg.authority import Authority
    from kg.authority.stories import Weights
    from kg.model import ActorKind, ArticleRecord, Marks, Ref
    from kg.resolve.words.offices import Office


class Parts:
    """The parts of all articles in their order; made anew each time, so that those of one article are in memory.

    `alike` is told of each article, and has its words. `settled`: kinds that are not the actors' own
    (`kg.resolve.across.kinds`), found here when None. `heard` is told those of each article, the first
    time, with the article and its words. `is_brief`: afterwards no part keeps the words, which take ten times as much
    as all else of it.
    """

    def __init__(
        self,
        records: Iterable[ArticleRecord],
        authority: Authority,
        alike: Alike,
        *,
        settled: Mapping[Ref, ActorKind] | None = None,
        heard: Callable[[str, Iterable[Part], Weights], object] | None = None,
        is_brief: bool = False,
    ) -> None:
        self.records = Records.of(records)
        self._settled = settle_kinds(self.records) if settled is None else settled
        self._authority = authority
        self._alike = alike
        self._heard = heard
        self._is_brief = is_brief

    def __iter__(self) -> Iterator[Part]:
        heard, self._heard = self._heard, None
        for record in self.records:
            story = self._alike.add(record.article)
            parts = parts_of(record, self._settled, self._authority, story)
            if heard is not None:
                heard(record.article.id, parts, story)
            for part in parts if self._is_brief else ():
                part.profile.story = _NO_STORY
            yield from parts


def fold_parts(parts: Iterable[Part], *, marks: Marks | None = None) -> list[Profile]:
    """Profiles of the parts, sorted by key; the order of the parts is without influence."""
    profiles = fold_ordered(sorted(parts, key=lambda part: (part.ref.article, part.place)), marks=marks)
    for profile in profiles:
        for name in _SETS:
            setattr(profile, name, set(getattr(profile, name)))  # they may be added to
    return profiles


def fold_ordered(parts: Iterable[Part], *, marks: Marks | None = None) -> list[Profile]:
    """The same of parts in the order of their articles and places there, which can be gone through twice.

    What is empty in several profiles is one object: they are not to be changed.
    """
    profiles = _fold(parts, apart={})
    if not marks:
        return profiles
    torn = {ref: str(sorted(marks.of([ref]))) for profile in profiles for ref in marks.torn(profile.members)}
    return _fold(parts, apart=torn) if torn else profiles


def _fold(parts: Iterable[Part], *, apart: Mapping[Ref, str]) -> list[Profile]:
    """The profiles; a local actor that is to stand `apart` shares one only with those of the same judgements.

    The parts come in the order of their articles and places there.
    """
    profiles: dict[str, Profile] = {}
    unnamed: dict[str, list[Part]] = {}
    for part in parts:
        key, judged = part.profile.key, apart.get(part.ref)
        if part.day is not None and judged is None:
            unnamed.setdefault(key, []).append(part)
            continue
        if part.day is not None:
            key = f"alone:{part.ref.article}:{part.ref.local}"
        if judged is not None:
            own = next(iter(part.profile.names))
            head = replace(part.profile, key=f"{key}:{judged}", name=own, authority=None)
        else:
            head = replace(part.profile, key=key)
        _add(profiles.setdefault(head.key, _empty(head)), part.profile)
    for key, found in unnamed.items():
        for number, window in _windows(found):
            head = replace(window[0].profile, key=f"{key}:{window[0].day}:{number}")
            profiles[head.key] = _empty(head)
            for part in window:
                _add(profiles[head.key], part.profile)
    return [profiles[key] for key in sorted(profiles)]


def _empty(profile: Profile) -> Profile:
    head = {name: getattr(profile, name) for name in _HEAD}
    return Profile(**head, titles=_NOTHING, roles=_NOTHING, company=_NOTHING, offices=_NO_OFFICES, story=_NO_STORY)


_HEAD = ("key", "rule", "why", "kind", "name", "country", "authority", "named")
_SETS = ("titles", "roles", "company", "offices")
# Shared by all that have none: most profiles are of one article, and a set takes as much as all the rest of it.
_NOTHING: set[str] = set()
_NO_OFFICES: set[Office] = set()
_NO_STORY: Weights = {}
_NOBODY: frozenset[str] = frozenset()


def _add(profile: Profile, part: Profile) -> None:
    profile.members += part.members
    profile.names.update(part.names)
    for name in _SETS:
        more = getattr(part, name)
        if more:
            mine = getattr(profile, name)
            if mine:
                mine |= more
            else:
                setattr(profile, name, set(more))
    if part.first is not None and part.last is not None:
        profile.first = min(profile.first or part.first, part.first)
        profile.last = max(profile.last or part.last, part.last)
    # Only of one that stands for itself is it known which article speaks.
    profile.story = part.story if len(profile.members) == 1 else _NO_STORY
    profile.is_only = part.is_only
    profile.may_be = part.may_be if len(profile.members) == 1 else _NOBODY


def _windows(found: list[Part]) -> list[tuple[int, list[Part]]]:
    """Cut by date: a window starts with the first article and takes what follows within a week.

    Windows that start on the same day are numbered, so that one more elsewhere changes no other's key.
    """
    ordered = sorted(found, key=lambda part: (part.day, part.ref))
    windows: list[list[Part]] = []
    for part in ordered:
        first = windows[-1][0].day if windows else None
        taken = first is not None and part.day is not None and (part.day - first).days <= GROUP_DAYS
        # Two groups that one article keeps apart are not joined by another.
        if taken and all(other.ref.article != part.ref.article for other in windows[-1]):
            windows[-1].append(part)
        else:
            windows.append([part])
    counts: Counter[date | None] = Counter()
    numbered = []
    for window in windows:
        numbered.append((counts[window[0].day], window))
        counts[window[0].day] += 1
    return numbered
