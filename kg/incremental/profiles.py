"""Profiles of actors and the decided pairs among them, kept up to date.

A decision follows from little, and is found again when that changed:

- whether two profiles of a block are one: from the two;
- whether a short form stays (`unambiguous`): from the pairs of the short one and those among its partners;
- whom a surname alone means (`prominent`): from the persons of the same sound, and whether a short form joined it;
- who holds an office (`holders`): from the persons who are called by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve.candidates import (
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
from kg.resolve.folding import fold_parts, grown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Ref
    from kg.resolve.features import Decision
    from kg.resolve.offices import Office
    from kg.resolve.profiles import Part, Profile


class Profiles:
    """All profiles by key, and the pairs that the rules say are one."""

    def __init__(self) -> None:
        self.by_key: dict[str, Profile] = {}
        self._parts: dict[str, dict[Ref, Part]] = {}
        self._made: dict[str, list[str]] = {}
        self._blocks: dict[str, set[str]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._offices: dict[Office, set[str]] = {}
        self._pairs: dict[str, dict[str, Decision]] = {}
        self._kept: dict[str, set[Keys]] = {}
        self._by_surname: dict[str, dict[Keys, Decision]] = {}
        self._by_office: dict[Office, dict[Keys, Decision]] = {}
        self._with: dict[str, dict[Keys, list[Decision]]] = {}

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

    def update(self, fresh: Iterable[Part], gone: Iterable[Part]) -> set[str]:
        """Takes parts in and out; gives the keys of profiles that are others now, or with others in decided pairs."""
        groups: dict[str, list[Part] | None] = {}
        for part in gone:
            groups[part.profile.key] = None
            del self._parts[part.profile.key][part.ref]
        for part in fresh:
            added = groups.setdefault(part.profile.key, [])
            self._parts.setdefault(part.profile.key, {})[part.ref] = part
            if added is not None:
                added.append(part)
        before, after = self._fold(groups)
        touched = before.keys() | after.keys()
        shorts: set[str] = set()
        for key in touched:
            shorts |= {key, *self._pairs.get(key, ())}
        for key, profile in before.items():
            self._leave(key, profile)
        for profile in after.values():
            self._enter(profile)
        for profile in after.values():
            self._compare(profile)
        for key in touched:
            shorts |= {key, *self._pairs.get(key, ())}
        shorts = {key for key in shorts if key in self.by_key or key in self._kept}
        changed = self._keep(shorts)
        surnames = {surname_of(profile) for profile in (*before.values(), *after.values())}
        surnames |= {surname_of(self.by_key[key]) for key in shorts | changed if key in self.by_key}
        offices = {office for profile in (*before.values(), *after.values()) for office in profile.offices}
        for surname in surnames - {None}:
            changed |= self._find_prominent(surname or "")
        for office in offices:
            changed |= self._find_holders(office)
        return touched | changed

    # ------------------------------------------------------------ profiles

    def _fold(self, groups: Mapping[str, list[Part] | None]) -> tuple[dict[str, Profile], dict[str, Profile]]:
        """The profiles of the groups of parts as they were and as they are, but for those that are the same."""
        before = {key: self.by_key[key] for group in groups for key in self._made.pop(group, ())}
        after: dict[str, Profile] = {}
        for group, added in groups.items():
            old = before.get(group)
            # A state has a part in every second article: what only comes is added to the profile that is there.
            later = old is not None and added is not None and all(part.ref > old.members[0] for part in added)
            found = [grown(old, added or [])] if old is not None and later else fold_parts(self._parts[group].values())
            after.update((profile.key, profile) for profile in found)
            if found:
                self._made[group] = [profile.key for profile in found]
            else:
                del self._parts[group]
        same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
        return (
            {key: profile for key, profile in before.items() if key not in same},
            {key: profile for key, profile in after.items() if key not in same},
        )

    def _leave(self, key: str, profile: Profile) -> None:
        del self.by_key[key]
        for block in block_keys(profile):
            self._blocks[block].discard(key)
        surname = surname_of(profile)
        if surname is not None:
            self._surnames[surname].discard(key)
        for office in profile.offices:
            self._offices[office].discard(key)
        for other in self._pairs.pop(key, {}):
            self._pairs[other].pop(key, None)

    def _enter(self, profile: Profile) -> None:
        self.by_key[profile.key] = profile
        for block in block_keys(profile):
            self._blocks.setdefault(block, set()).add(profile.key)
        surname = surname_of(profile)
        if surname is not None:
            self._surnames.setdefault(surname, set()).add(profile.key)
        for office in profile.offices:
            self._offices.setdefault(office, set()).add(profile.key)

    def _compare(self, profile: Profile) -> None:
        met = set[str]().union(*(self._blocks[block] for block in block_keys(profile)))
        for key in met - self._pairs.get(profile.key, {}).keys() - {profile.key}:
            decision = decide_pair(profile, self.by_key[key])
            if decision is not None:
                self._pairs.setdefault(profile.key, {})[key] = decision
                self._pairs.setdefault(key, {})[profile.key] = decision

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
        keys = self._surnames.get(surname, set())
        joined = {
            key
            for key in keys
            if any(decision.rule == SHORT_FORM for found in self._with.get(key, {}).values() for decision in found)
        }
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
