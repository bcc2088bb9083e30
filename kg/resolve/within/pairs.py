"""Whom "the pair", "the two", "the couple" and "they" mean: persons who were named together just before. Internal.

"Ana Diaz and Omar Sadi were arrested on Monday. *The pair* had fled. *They* were charged": each of them fled. The words
that stand for them are given as evidence for each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import ActorKind, Form, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import EventMention, RoleMention
    from kg.resolve.within.entity import Entity, Page

_TOGETHER = re.compile(
    r"(?:(?:the )?(?P<two>pair|duo|two|both|couple)|the (?P<three>trio|three))(?: (?:men|women|leaders))?",
    re.IGNORECASE,
)
# What stands between names that are told together: ", 34, and ".
_JOINING = re.compile(r"(?:, \d{1,3})?,?(?: and)? ")
_PLURAL = re.compile(r"\b(?:the|its|his|her|their|these|those) (?:[\w-]+ ){0,2}[a-z]+s\b")
_SIDES = frozenset({Role.AGENT, Role.PATIENT, Role.PARTICIPANT})
_BODIES = frozenset({ActorKind.ORGANIZATION, ActorKind.POLITY})
_THEY = frozenset({"they", "them", "their", "themselves"})
# Sentences back to the names, for a noun and for a pronoun.
_REACH, _REACH_PRONOUN = 2, 1


def with_pairs(
    page: Page, events: Sequence[EventMention], *, found: Mapping[int, Entity], actor_ids: Mapping[int, str]
) -> Sequence[EventMention]:
    """The events, with each of those for whom "the pair" or "they" stands in its place."""
    meant = _Pairs(page, found, actor_ids).meant()
    if not meant:
        return events
    return [replace(event, roles=_each(event.roles, meant), speakers=_each(event.speakers, meant)) for event in events]


def _each(roles: Sequence[RoleMention], meant: Mapping[int, Sequence[int]]) -> tuple[RoleMention, ...]:
    return tuple(
        replace(role, mention=index)
        for role in roles
        for index in (meant.get(role.mention, [role.mention]) if role.mention is not None else [None])
    )


class _Pairs:
    def __init__(self, page: Page, found: Mapping[int, Entity], actor_ids: Mapping[int, str]) -> None:
        self.page = page
        self.found = found
        self.actor_ids = actor_ids
        self.singles = [index for index in page.order if index in actor_ids and self._is_one(index)]

    def meant(self) -> dict[int, list[int]]:
        """Words for several → mentions of those for whom they stand."""
        meant: dict[int, list[int]] = {}
        for index in self.page.order if len(self.singles) > 1 else ():
            form = self.page.mentions[index].form
            if form is Form.NOMINAL and (persons := self._by_noun(index)):
                meant.update(dict.fromkeys(self.found[index].mentions if index in self.found else (index,), persons))
            elif form is Form.PRONOUN and index not in self.found and (persons := self._by_pronoun(index, meant)):
                meant[index] = persons
        return meant

    def _by_noun(self, index: int) -> list[int]:
        """Mentions of the persons for whom it stands, empty where it stands for others or nobody knows for whom."""
        words, known = _TOGETHER.fullmatch(self.page.words(index)), self.found.get(index)
        if words is None or (known is not None and not self._is_only_together(known)):
            return []
        number = 2 if words["two"] else 3
        for back in range(1, _REACH + 1):
            persons = [one for one in self._before(index, back) if self._is_named_person(one)]
            if not persons:
                continue
            if len({self.actor_ids[one] for one in persons}) == number == len(persons):
                return persons
            chains = self._chains(persons)
            return chains[0] if len(chains) == 1 and len(chains[0]) == number else []
        return []

    def _by_pronoun(self, index: int, meant: Mapping[int, list[int]]) -> list[int]:
        """Mentions of those told together here or one sentence before; no body and no group is "they".

        `meant`: words before that stand for several, and for whom.
        """
        if self.page.words(index).lower() not in _THEY or index not in self.page.roles or self._may_be_things(index):
            return []
        mention = self.page.mentions[index]
        for back in range(_REACH_PRONOUN + 1):
            before = self._before(index, back)
            chains = [chain for chain in self._chains(before) if self._may_be_they(index, chain)]
            again = [
                persons for one, persons in meant.items() if self.page.mentions[one].sentence == mention.sentence - back
            ]
            if chains or again:
                return (chains or again)[-1] if len(chains) < 2 else []
            if mention.is_subject and (met := self._met(before)):
                return met
        return []

    def _may_be_things(self, index: int) -> bool:
        """As in "rejected *the charges* and called *them* absurd": an object behind a plural of its own sentence."""
        mention = self.page.mentions[index]
        before = self.page.text[self.page.extraction.sentences[mention.sentence].start : mention.span.start]
        return not mention.is_subject and _PLURAL.search(before) is not None

    def _before(self, index: int, back: int) -> list[int]:
        """Mentions of one each, before the mention, so many sentences back."""
        mentions, sentence = self.page.mentions, self.page.mentions[index].sentence - back
        rank = self.page.rank
        return [one for one in self.singles if mentions[one].sentence == sentence and rank[one] < rank[index]]

    def _may_be_they(self, index: int, chain: Sequence[int]) -> bool:
        """Whether none of them does it to them or says it, and bodies are the subject."""
        mention = self.page.mentions[index]
        deeds = {number for number, _ in self.page.roles.get(index, ())}
        takes_part = any(number in deeds for one in chain for number, _ in self.page.roles.get(one, ()))
        is_people = self.found[chain[0]].kind is ActorKind.PERSON
        is_known = is_people or self.page.mentions[chain[0]].is_subject
        return is_known and not takes_part and mention.speaker not in chain

    def _met(self, persons: Sequence[int]) -> list[int]:
        """The two of these of whom one met the other: "*Moon* met *Abe*. They signed …"."""
        sides: dict[int, dict[str, int]] = {}
        for index in persons:
            for number, role in self.page.roles.get(index, ()):
                if self.page.extraction.events[number].type == "CONSULT" and role in _SIDES:
                    sides.setdefault(number, {}).setdefault(self.actor_ids[index], index)
        met = [list(side.values()) for side in sides.values() if len(side) == 2]
        return met[0] if len(met) == 1 else []

    def _chains(self, singles: Sequence[int]) -> list[list[int]]:
        """Of these those who are told together, by "and"; who is renamed ("his wife, Ana Diaz") counts once."""
        chains: list[list[int]] = []
        closed: list[list[int]] = []
        last: int | None = None
        for index in singles:
            gap = "" if last is None else self.page.text[self._end(last) : self.page.mentions[index].span.start]
            if last is not None and self.actor_ids[last] == self.actor_ids[index]:
                pass
            elif last is not None and _JOINING.fullmatch(gap) and self.found[last].kind is self.found[index].kind:
                chains[-1].append(index)
                if " and " in gap:
                    closed.append(chains[-1])
            else:
                chains.append([index])
            last = index
        return closed

    def _end(self, index: int) -> int:
        return self.page.mentions[index].span.end

    def _is_only_together(self, entity: Entity) -> bool:
        """Whether the article has but such words for several, and pronouns, so that they are nobody else."""
        others = (one for one in entity.mentions if self.page.mentions[one].form is not Form.PRONOUN)
        return all(_TOGETHER.fullmatch(self.page.words(one)) for one in others)

    def _is_one(self, index: int) -> bool:
        """Whether the mention is one person, with a name or without, or one body or state."""
        one, form = self.found.get(index), self.page.mentions[index].form
        if one is None or one.plural or form is Form.PRONOUN or self.page.label(index) == "NORP":
            return False
        return one.kind is ActorKind.PERSON or (form is Form.NAME and one.kind in _BODIES)

    def _is_named_person(self, index: int) -> bool:
        return self.page.mentions[index].form is Form.NAME and self.found[index].kind is ActorKind.PERSON
