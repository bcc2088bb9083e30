"""The profiles of all articles → clusters, with few of them in memory. Internal to `kg.resolve`.

Those that share a key are compared; what decided pairs and judgements connect is joined together, one component after
the other (`kg.resolve.across.clusters.join_decided`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, overload

import numpy as np

from kg.model import Judged
from kg.resolve.across.candidates import (
    SHORT_FORM,
    Keys,
    block_keys,
    decide_pair,
    holders,
    keys_of,
    prominent,
    surname_of,
    unambiguous,
)
from kg.resolve.across.clusters import Cluster, Joint, join_decided
from kg.rows import Rows
from kg.spools import Spool

if TYPE_CHECKING:
    from kg.model import Ref, Verdict
    from kg.resolve.across.features import Decision
    from kg.resolve.across.shelved import Shelved

_BUCKETS = 64


class Joined(Sequence[Cluster]):
    """The clusters, by their first profile; each is read when it is asked for."""

    def __init__(self, profiles: Shelved) -> None:
        self._profiles = profiles
        self._several: Spool[tuple[list[int], list[Joint]]] = Spool(tuple[list[int], list[Joint]], recalled=0)
        self._place = array("i", [_ALONE]) * len(profiles)
        self._first = array("I", range(len(profiles)))

    def add(self, clusters: Iterable[Cluster]) -> None:
        """Takes in clusters of several profiles."""
        for cluster in clusters:
            numbers = [self._profiles.number(profile.key) for profile in cluster.profiles]
            for number in numbers:
                self._place[number] = _TAKEN
            self._place[min(numbers)] = len(self._several)
            self._several.append((numbers, cluster.joints))

    def settle(self) -> None:
        """After the last one was added."""
        self._first = array("I", (number for number, place in enumerate(self._place) if place != _TAKEN))

    def __len__(self) -> int:
        return len(self._first)

    @overload
    def __getitem__(self, place: int) -> Cluster: ...

    @overload
    def __getitem__(self, place: slice) -> list[Cluster]: ...

    def __getitem__(self, place: int | slice) -> Cluster | list[Cluster]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = self._first[place]
        if self._place[number] == _ALONE:
            return Cluster(self._profiles.at(number))
        numbers, joints = self._several[self._place[number]]
        return Cluster.of([self._profiles.at(each) for each in numbers], joints)


_ALONE, _TAKEN = -1, -2


def join(
    profiles: Shelved, told: Iterable[tuple[Keys, Decision]] = (), *, verdicts: tuple[Verdict, ...] = ()
) -> Joined:
    """The clusters of these profiles; `told`: decided pairs of those without a name."""
    by_block, by_surname, by_office = _Sharing(), _Sharing(), _Sharing()
    wanted = frozenset(ref for verdict in verdicts for ref in verdict.one | verdict.two)
    number_of: dict[Ref, int] = {}
    for number, profile in enumerate(profiles.all()):
        by_block.add(number, block_keys(profile))
        surname = surname_of(profile)
        by_surname.add(number, () if surname is None else (surname,))
        by_office.add(number, profile.offices)
        number_of |= {ref: number for ref in profile.members if ref in wanted} if wanted else {}
    pairs: dict[Keys, Decision] = {}
    for block in by_block.groups():
        for left, right in combinations([profiles.at(number) for number in block], 2):
            pair = keys_of(left, right)
            if pair not in pairs:
                decision = decide_pair(left, right)
                if decision is not None and not block_keys(left).isdisjoint(block_keys(right)):
                    pairs[pair] = decision
    decided = unambiguous(pairs, profiles)
    joined = {key for pair, decision in decided if decision.rule == SHORT_FORM for key in pair}
    for group in by_surname.groups():
        decided += prominent([profiles.at(number) for number in group], joined=joined)
    for group in by_office.groups():
        decided += holders([profiles.at(number) for number in group])
    decided += told
    made = Joined(profiles)
    judged = [one for one in verdicts if one.judgement.judged is Judged.SAME]
    chains = [(one, sorted({number_of[ref] for ref in one.one | one.two})) for one in judged]
    apart = tuple(one for one in verdicts if one.judgement.judged is not Judged.SAME)
    for numbers, its, same in _components(profiles, decided, chains):
        together = join_decided([profiles.at(number) for number in numbers], its, verdicts=apart + tuple(same))
        made.add(cluster for cluster in together if len(cluster.profiles) > 1)
    made.settle()
    return made


class _Sharing:
    """Which profiles share a key: those that share its hash."""

    def __init__(self) -> None:
        self._rows = Rows(2)

    def add(self, number: int, keys: Iterable[object]) -> None:
        for key in keys:
            code = hash(key)
            self._rows.add(code % _BUCKETS, code, number)

    def groups(self) -> Iterator[list[int]]:
        """The numbers of several that share one, ascending."""
        for rows in self._rows:
            order = np.argsort(rows[:, 0], kind="stable")
            codes, numbers = rows[order].T
            bounds = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
            for start, end in pairwise(bounds):
                if end - start > 1:
                    yield numbers[start:end].tolist()


Judgement = tuple["Verdict", list[int]]
"""What was judged the same, and the numbers of its profiles."""
Component = tuple[list[int], list[tuple[Keys, "Decision"]], list["Verdict"]]
"""Numbers of profiles, the decided pairs among them, and what of them was judged the same."""


def _components(
    profiles: Shelved, decided: Iterable[tuple[Keys, Decision]], chains: Iterable[Judgement]
) -> Iterator[Component]:
    """What decided pairs and judgements connect."""
    root: dict[int, int] = {}

    def find(number: int) -> int:
        while (above := root.setdefault(number, number)) != number:
            root[number] = root[above]
            number = above
        return number

    ends = [(tuple(map(profiles.number, pair)), (pair, decision)) for pair, decision in decided]
    for numbers in (*(numbers for numbers, _ in ends), *(numbers for _, numbers in chains)):
        for other in numbers[1:]:
            low, high = sorted((find(numbers[0]), find(other)))
            root[high] = low
    found: dict[int, Component] = {}
    for number in sorted(root):
        found.setdefault(find(number), ([], [], []))[0].append(number)
    for numbers, item in ends:
        found[find(numbers[0])][1].append(item)
    for verdict, numbers in chains:
        if len(numbers) > 1:
            found[find(numbers[0])][2].append(verdict)
    yield from found.values()
