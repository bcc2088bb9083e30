"""Profiles of actors and the decided pairs among them, kept up to date.

A decision follows from little, and is found again when that changed:

- whether two profiles of a block are one: from the two;
- whether a short form stays (`unambiguous`): from the pairs of the short one and those among its partners;
- whom a surname alone means (`prominent`): from the persons of the same sound, and whether a short form joined it;
- who holds an office (`holders`): from the persons who are called by it;
- who somebody without a name is (`Strangers`): from those of the articles that tell the same story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.incremental.tallies import MANY, Tally
from kg.resolve.across.candidates import (
    SHORT_FORM,
    Keys,
    block_keys,
    decide_pair,
    holders,
    keys_of,
    prominent,
    short_of,
    surname_of,
    unambiguous,
)
from kg.resolve.across.folding import fold_parts
from kg.resolve.across.profiles import is_lone_surname
from kg.resolve.across.strangers import Strangers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from kg.incremental.tallies import Shift
    from kg.merge.stories import Stories
    from kg.model import Marks, Ref
    from kg.resolve.across.features import Decision
    from kg.resolve.across.profiles import Part, Profile
    from kg.resolve.words.offices import Office
    from kg.tables import Table, Tables


@dataclass(slots=True)
class Touched:
    """What an update did to profiles.

    Attributes:
        keys: those that came, went, are made anew or are in other decided pairs.
        grown: all others that have more members.
        came: parts that came to a profile that was there before and still is, by its key.
        mixed: those of the grown whose company is another one.
        anew: those that came, went or are made anew.
    """

    anew: Set[str]
    keys: set[str] = field(default_factory=set)
    grown: set[str] = field(default_factory=set)
    came: dict[str, list[Part]] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a profile is looked up."""

    blocks: frozenset[str]
    surname: str | None
    is_lone: bool
    offices: frozenset[Office]

    @classmethod
    def of(cls, profile: Profile) -> _Entry:
        return cls(
            block_keys(profile), surname_of(profile), is_lone_surname(profile.kind, profile.name),
            frozenset(profile.offices),
        )  # fmt: skip


class Component(NamedTuple):
    """Number of what decided pairs connect; `mixed`: whether the named of its profiles are of several countries."""

    number: int
    mixed: bool


class Profiles:
    """All profiles by key, and the pairs that the rules say are one.

    Args:
        part_of: gives the part of a local actor.
        stories: of the articles that are here.
        tables: where it all is kept.
    """

    def __init__(self, part_of: Callable[[Ref], Part], stories: Stories, tables: Tables) -> None:
        self._part_of = part_of
        self.by_key: Table[str, Profile] = tables.table("profiles.by_key")
        self._entries: Table[str, _Entry] = tables.table("profiles.entries", fixed=True)
        self._tallies: Table[str, Tally] = tables.table("profiles.tallies")
        self._refs: Table[str, set[Ref]] = tables.table("profiles.refs")
        self._torn: Table[str, frozenset[str]] = tables.table("profiles.torn", fixed=True)
        self._made: Table[str, list[str]] = tables.table("profiles.made", fixed=True)
        self._blocks: Table[str, set[str]] = tables.table("profiles.blocks")
        self._fulls: Table[str, set[str]] = tables.table("profiles.fulls")
        self._lones: Table[str, set[str]] = tables.table("profiles.lones")
        self._offices: Table[Office, set[str]] = tables.table("profiles.offices")
        self._pairs: Table[str, dict[str, Decision]] = tables.table("profiles.pairs")
        self._kept: Table[str, set[Keys]] = tables.table("profiles.kept", fixed=True)
        self._by_surname: Table[str, dict[Keys, Decision]] = tables.table("profiles.by_surname", fixed=True)
        self._by_office: Table[Office, dict[Keys, Decision]] = tables.table("profiles.by_office", fixed=True)
        self._strangers = Strangers(stories.by_article, tables)
        self._by_stranger: Table[Ref, dict[Keys, Decision]] = tables.table("profiles.by_stranger", fixed=True)
        self._with: Table[str, dict[Keys, list[Decision]]] = tables.table("profiles.with")

    def decided_with(self, key: str) -> Iterator[str]:
        """The keys of profiles that a decided pair has together with this one."""
        return (other for pair in self._with.get(key, ()) for other in pair if other != key)

    def decided(self, keys: set[str]) -> list[tuple[Keys, Decision]]:
        """The decided pairs of these profiles, which are closed under them."""
        return [
            (pair, decision)
            for key in sorted(keys)
            for pair, decisions in self._with.get(key, {}).items()
            if pair[0] == key
            for decision in decisions
        ]

    def of(self, ref: Ref, group: str) -> str:
        """The key of the profile of a local actor, whose part has the key of this group."""
        made = self._made[group]
        return made[0] if len(made) == 1 else next(key for key in made if ref in self.by_key[key].members)

    def update(
        self, fresh: Iterable[Part], gone: Iterable[Part], *, marks: Marks | None = None, torn: Set[str] = frozenset()
    ) -> Touched:
        """Takes parts in and out; `torn`: groups in which `marks` may keep two parts from being one."""
        gone, fresh = list(gone), list(fresh)
        strangers = self._tell(fresh, gone)
        groups: dict[str, tuple[list[Part], list[Part]]] = {}
        for part in gone:
            groups.setdefault(part.profile.key, ([], []))[0].append(part)
            self._refs[part.profile.key].discard(part.ref)
        for part in fresh:
            groups.setdefault(part.profile.key, ([], []))[1].append(part)
            self._refs.setdefault(part.profile.key, set()).add(part.ref)
        # A state has a part in every tenth article: what comes and goes is told of the profile that is there.
        shifts = {
            group: self._tallies[group].update(self.by_key[group], left, came, part_of=self._part_of)
            for group, (left, came) in groups.items()
            if group in self._tallies and group not in torn and len(self._refs[group]) >= MANY // 2
        }
        stale = {group for group in torn | self._torn.get("", frozenset()) if group in self._refs}
        before, after = self._fold((groups.keys() | stale) - shifts.keys(), marks, torn)
        strangers |= self._strangers.of(ref for group in stale for ref in self._refs.get(group, ()))
        self._torn[""] = frozenset(torn)
        anew = before.keys() | after.keys()
        shorts = {other for key in anew for other in (key, *self._pairs.get(key, ()))}
        entries = [self._leave(key) for key in before]
        entries += [self._enter(profile) for profile in after.values()]
        for key in shifts:
            entries += [self._entries[key], self._enter(self.by_key[key])]
        for profile in after.values():
            self._compare(profile)
        for key, shift in shifts.items():
            shorts |= self._compare_again(self.by_key[key], shift)
        shorts |= {other for key in anew for other in (key, *self._pairs.get(key, ()))}
        shorts = {key for key in shorts if key in self.by_key or key in self._kept}
        changed = self._keep(shorts)
        surnames = {entry.surname for entry in entries}
        surnames |= {self._entries[key].surname for key in shorts | changed if key in self.by_key}
        for surname in surnames:
            if surname is not None:
                changed |= self._find_prominent(surname)
        for office in {office for entry in entries for office in entry.offices}:
            changed |= self._find_holders(office)
        for stranger in strangers:
            changed |= self._find_stranger(stranger)
        touched = Touched(anew, keys=anew | changed)
        for key, shift in shifts.items():
            touched.came[key] = groups[key][1]
            if shift.other:
                touched.keys.add(key)
            elif key not in touched.keys:
                touched.grown.add(key)
                if shift.company:
                    touched.mixed.add(key)
        return touched

    def _tell(self, fresh: list[Part], gone: list[Part]) -> set[Ref]:
        """Takes articles in and out of those whose strangers are compared; gives those to be decided again."""
        touched: set[Ref] = set()
        for article in {part.ref.article for part in gone}:
            touched |= self._strangers.remove(article)
        articles: dict[str, list[Part]] = {}
        for part in fresh:
            articles.setdefault(part.ref.article, []).append(part)
        for article, parts in articles.items():
            touched |= self._strangers.add(article, parts)
        return touched

    # ------------------------------------------------------------ profiles

    def _fold(
        self, groups: Iterable[str], marks: Marks | None, torn: Set[str]
    ) -> tuple[dict[str, Profile], dict[str, Profile]]:
        """The profiles of the groups of parts as they were and as they are, but for those that are the same."""
        before: dict[str, Profile] = {}
        after: dict[str, Profile] = {}
        for group in groups:
            before.update((key, self.by_key[key]) for key in self._made.pop(group, ()))
            parts = [self._part_of(ref) for ref in self._refs[group]]
            self._tallies.pop(group, None)
            found = fold_parts(parts, marks=marks if group in torn else None)
            if group not in torn and len(parts) >= MANY and all(part.day is None for part in parts):
                self._tallies[group] = Tally.of(parts)
            after.update((profile.key, profile) for profile in found)
            if found:
                self._made[group] = [profile.key for profile in found]
            else:
                del self._refs[group]
        # What is tallied is changed in place, and looked at by what changes: from the first time on it counts as new.
        same = {key for key in before.keys() & after.keys() if before[key] == after[key] and key not in self._tallies}
        return (
            {key: profile for key, profile in before.items() if key not in same},
            {key: profile for key, profile in after.items() if key not in same},
        )

    def _leave(self, key: str) -> _Entry:
        del self.by_key[key]
        entry = self._entries.pop(key)
        self._unlist(key, entry)
        for other in self._pairs.pop(key, {}):
            self._pairs[other].pop(key, None)
        return entry

    def _enter(self, profile: Profile) -> _Entry:
        """Lists the profile where it is looked up, also one that is listed otherwise."""
        key, entry = profile.key, _Entry.of(profile)
        self.by_key[key] = profile
        old = self._entries.get(key)
        if old == entry:
            return entry
        if old is not None:
            self._unlist(key, old)
        self._entries[key] = entry
        for block in entry.blocks:
            self._blocks.setdefault(block, set()).add(key)
        if entry.surname is not None:
            (self._lones if entry.is_lone else self._fulls).setdefault(entry.surname, set()).add(key)
        for office in entry.offices:
            self._offices.setdefault(office, set()).add(key)
        return entry

    def _unlist(self, key: str, entry: _Entry) -> None:
        for block in entry.blocks:
            self._blocks[block].discard(key)
        if entry.surname is not None:
            (self._lones if entry.is_lone else self._fulls)[entry.surname].discard(key)
        for office in entry.offices:
            self._offices[office].discard(key)

    def _mates(self, key: str) -> set[str]:
        return set[str]().union(*(self._blocks[block] for block in self._entries[key].blocks)) - {key}

    def _compare(self, profile: Profile) -> None:
        for key in self._mates(profile.key) - self._pairs.get(profile.key, {}).keys():
            decision = decide_pair(profile, self.by_key[key])
            if decision is not None:
                self._pair(profile.key, key, decision)

    def _compare_again(self, profile: Profile, shift: Shift) -> set[str]:
        """Decides on a tallied profile and those mates for whom it is another; gives the keys of pairs that differ."""
        key = profile.key
        pairs = self._pairs.get(key, {})
        mates = self._mates(key) | pairs.keys()
        found: set[str] = set()
        for mate in mates:
            other = self.by_key[mate]
            if profile.authority and other.authority and mate not in pairs:
                continue
            if not shift.matters(profile, other):
                continue
            decision = decide_pair(profile, other) if self._entries[key].blocks & self._entries[mate].blocks else None
            if decision == pairs.get(mate):
                continue
            found |= {key, *self._pairs.get(key, ())}
            self._pair(key, mate, decision)
            found |= {key, *self._pairs.get(key, ())}
        return found if not shift.other else found | {key, *self._pairs.get(key, ())}

    def _pair(self, one: str, two: str, decision: Decision | None) -> None:
        for key, other in ((one, two), (two, one)):
            if decision is None:
                self._pairs.get(key, {}).pop(other, None)
            else:
                self._pairs.setdefault(key, {})[other] = decision

    # ------------------------------------------------------------ decided pairs

    def _keep(self, shorts: set[str]) -> set[str]:
        """Decides anew which pairs of these profiles stay: every pair belongs to one of its two, the short form."""
        near = shorts.union(*(self._pairs.get(key, ()) for key in shorts))
        pairs = {
            keys_of(self.by_key[key], self.by_key[other]): decision
            for key in near
            for other, decision in self._pairs.get(key, {}).items()
            if other in near
        }
        kept: dict[str, dict[Keys, Decision]] = {}
        for pair, decision in unambiguous(pairs, self.by_key):
            short = short_of(pair, self.by_key)
            if short in shorts:
                kept.setdefault(short, {})[pair] = decision
        changed: set[str] = set()
        for short in shorts:
            changed |= self._replace(self._kept_of(short), kept.get(short, {}))
            if short in kept:
                self._kept[short] = set(kept[short])
        return changed

    def _kept_of(self, short: str) -> dict[Keys, Decision]:
        return {pair: self._with[short][pair][0] for pair in self._kept.pop(short, ())}

    def _find_prominent(self, surname: str) -> set[str]:
        lones = self._lones.get(surname, set())
        joined = {
            key
            for key in lones
            if any(decision.rule == SHORT_FORM for found in self._with.get(key, {}).values() for decision in found)
        }
        keys = lones | self._fulls.get(surname, set()) if lones - joined else set[str]()
        found = dict(prominent([self.by_key[key] for key in sorted(keys)], joined=joined))
        changed = self._replace(self._by_surname.pop(surname, {}), found)
        if found:
            self._by_surname[surname] = found
        return changed

    def _find_holders(self, office: Office) -> set[str]:
        profiles = [self.by_key[key] for key in sorted(self._offices.get(office, ()))]
        wanted = [one for one in profiles if one.named or one.offices == {office}]
        found = {pair: decision for pair, decision in holders(wanted) if self._is_of(pair, office)}
        changed = self._replace(self._by_office.pop(office, {}), found)
        if found:
            self._by_office[office] = found
        return changed

    def _find_stranger(self, stranger: Ref) -> set[str]:
        found = self._strangers.decided(stranger, lambda part: self.of(part.ref, part.profile.key))
        changed = self._replace(self._by_stranger.pop(stranger, {}), found)
        if found:
            self._by_stranger[stranger] = found
        return changed

    def _is_of(self, pair: Keys, office: Office) -> bool:
        """Whether the unnamed one of the two is described by the office."""
        return any(not self.by_key[key].named and self.by_key[key].offices == {office} for key in pair)

    def _replace(self, old: dict[Keys, Decision], new: dict[Keys, Decision]) -> set[str]:
        """Puts decided pairs in place of others; gives the profiles of those that differ."""
        changed: set[str] = set()
        for pair, decision in old.items():
            if new.get(pair) != decision:
                changed |= set(pair)
            for key in pair:
                self._with[key][pair].remove(decision)
                if not self._with[key][pair]:
                    del self._with[key][pair]
        for pair, decision in new.items():
            if old.get(pair) != decision:
                changed |= set(pair)
            for key in pair:
                self._with.setdefault(key, {}).setdefault(pair, []).append(decision)
        return changed
