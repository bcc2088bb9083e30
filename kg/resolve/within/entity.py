"""The working state of one article's resolution: entities that gather mentions. Internal to `kg.resolve`."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import ActorKind, Extraction, Form, Mention, Role
from kg.resolve.words.titles import clean_title

if TYPE_CHECKING:
    from kg.authority import PlaceFact


# Pronouns of one who need be no person, and how many mentions behind his name they still take him up.
_TAKING_UP = frozenset({"it", "its", "their", "they"})
_NEAR = 6
# What tells how many people are meant by "of people".
_COUNTED = re.compile(
    r"\b(?:crowds?|dozens|group|groups|half|hundreds|majority|millions|number|percent|scores|tens|thousands|%) of $",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entity:
    """One referent in the making.

    Attributes:
        mentions: indices, in the order in which they were joined (a dict for its quick look-up).
        name: what it is called; for the unnamed, their describing words.
        roles: families of the nouns and titles said of it (`kg.resolve.words.nouns`).
        lemmas: the head nouns themselves.
        nationality: ISO code of the country it belongs to, by owner or authority.
        place: the place that a polity is, where it is no country.
        anonymous: never named: protesters, security forces.
        writes: known only as who writes the article, alone or with others, or as whoever is addressed.
    """

    kind: ActorKind
    name: str
    mentions: dict[int, None] = field(default_factory=dict)
    authority: str | None = None
    nationality: str | None = None
    owner: Entity | None = None
    titles: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    lemmas: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool = False
    anonymous: bool = False
    place: PlaceFact | None = None
    writes: bool = False

    def add(self, index: int) -> None:
        """Counts one more mention."""
        self.mentions[index] = None


class Page:
    """One extraction with what resolution asks of it again and again."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.text = extraction.article.text
        self.mentions = extraction.mentions
        self.order = sorted(range(len(self.mentions)), key=self._place)
        self._words = [mention.span.of(self.text) for mention in self.mentions]
        self._heads = [mention.head.of(self.text) for mention in self.mentions]
        self.longer: dict[int, str] = {}
        """Names that read otherwise than recognised: "North Korean" for "Korean", "Skripal" for "Col Skripal"."""
        self.peeled: dict[int, str] = {}
        """Titles that were recognised as a part of the name."""
        self.described: dict[int, str] = {}
        """ISO codes of the states whose office a title names: "Lebanon's health minister, Hamad Hassan"."""
        self.labels: dict[int, str] = {}
        """Labels of names that all mentions together give; where missing, the mention's own holds."""
        self.settlements: frozenset[str] = frozenset()
        """Folded names that the article introduces as villages and towns."""
        self.rank = {index: number for number, index in enumerate(self.order)}
        self._names = sorted(
            (mention.span.end, index) for index, mention in enumerate(self.mentions) if mention.form is Form.NAME
        )
        self.roles: dict[int, list[tuple[int, Role]]] = {}
        for number, event in enumerate(extraction.events):
            for role in event.roles:
                if role.mention is not None:
                    self.roles.setdefault(role.mention, []).append((number, role.role))
        self.speakers = {
            speaker.mention for event in extraction.events for speaker in event.speakers if speaker.mention is not None
        } | {mention.speaker for mention in self.mentions if mention.speaker is not None}
        self.event_places = {event.place for event in extraction.events if event.place is not None}
        self._beside = {
            index: other for at, index in enumerate(self.order) if (other := self._find_apposition(at)) is not None
        }
        self._owners = [self._find_owner(index) for index in range(len(self.mentions))]
        self.owned: dict[int, list[int]] = {}
        for index, owner in enumerate(self._owners):
            if owner is not None:
                self.owned.setdefault(owner, []).append(index)
        self.owners = frozenset(self.owned)

    def _place(self, index: int) -> tuple[int, int, int]:
        """By which mentions are put in text order."""
        span = self.mentions[index].span
        return span.start, span.end, index

    def owner(self, index: int) -> int | None:
        """The mention that this one belongs to: as its grammar says, else the name just before its head noun."""
        return self._owners[index]

    def _find_owner(self, index: int) -> int | None:
        """Looks for "Trump" of "the Trump administration" which stands inside the phrase without a case of its own."""
        mention = self.mentions[index]
        if mention.owner is not None or mention.form is not Form.NOMINAL:
            return mention.owner
        at = bisect_right(self._names, (mention.head.start, len(self.mentions)))
        if at == 0:
            return None
        end, other = self._names[at - 1]
        inside = mention.span.covers(self.mentions[other].span)
        return other if inside and not self.text[end : mention.head.start].strip(" '’s") else None

    def words(self, index: int) -> str:
        """The whole phrase of the mention."""
        return self._words[index]

    def head(self, index: int) -> str:
        """The name itself, or the head noun with its compounds."""
        return self.longer.get(index) or self._heads[index]

    def is_plural(self, mention: Mention) -> bool:
        """Whether the phrase names several; where the grammar does not tell, its head differs from its lemma in -s."""
        if mention.number:
            return mention.number == "plur"
        word = mention.head.of(self.text).split()[-1].lower()
        return mention.form is Form.NOMINAL and word != mention.lemma and word.endswith("s")

    def label(self, index: int) -> str:
        """What the name names: PERSON, ORG, GPE, LOC, FAC, NORP, "" or "-" for nothing."""
        return self.labels.get(index, self.mentions[index].label)

    def title(self, index: int) -> str:
        """The title said before the name, or with it."""
        return clean_title(self.mentions[index].title) or self.peeled.get(index, "")

    def apposition(self, index: int) -> int | None:
        """The mention that this one stands beside and renames: as the grammar says, else by its commas."""
        return self._beside.get(index)

    def _find_apposition(self, at: int) -> int | None:
        """Reads "Esmail Ghaani, Soleimani's deputy, to lead" and "its leader, Ali Khamenei, said".

        A name and a description of one, with nothing but a comma between and no "and" behind.
        """
        index = self.order[at]
        mention = self.mentions[index]
        if mention.apposition is not None or mention.form is Form.PRONOUN or self.is_plural(mention):
            return mention.apposition
        beside = [
            other
            for other in self.order[max(0, at - 8) : at]
            if self.mentions[other].sentence == mention.sentence
            and self.text[self.mentions[other].span.end : mention.span.start] == ", "
        ]
        if not beside:
            return None
        # Of "the head of its aviation body" the head is renamed, not the body.
        other = min(beside, key=lambda one: self.mentions[one].span.start)
        before = self.mentions[other]
        behind = self.text[mention.span.end : mention.span.end + 6]
        closed = behind[:1] in (",", ".", ";", ")", "") and not behind.startswith((", and ", ", or "))
        fits = {mention.form, before.form} == {Form.NAME, Form.NOMINAL} and closed and not self.is_plural(before)
        return other if fits and self._is_first(before) else None

    def _is_first(self, mention: Mention) -> bool:
        """No list's later member: "Russia, China, the president"."""
        before = self.text[max(0, mention.span.start - 5) : mention.span.start]
        return not before.endswith((" and ", " or "))

    def acts(self, index: int) -> bool:
        """Whether the mention fills a role or speaks."""
        return index in self.roles or index in self.speakers

    def is_taken_up(self, index: int) -> bool:
        """As in "*Israel* stopped *its* attacks": the verb tells of no event, and yet the attacks are Israel's."""
        at = self.rank[index] + 1
        for other in self.order[at : at + _NEAR]:
            mention = self.mentions[other]
            if mention.sentence != self.mentions[index].sentence:
                return False
            if mention.form is Form.PRONOUN and self.acts(other) and self.words(other).lower() in _TAKING_UP:
                return True
        return False

    def is_anybody(self, index: int) -> bool:
        """Whether it is but "people", without article, number or attribute: whoever they may be."""
        mention = self.mentions[index]
        if self.text[mention.span.start : mention.head.end].lower() != "people":
            return False
        return _COUNTED.search(self.text[max(0, mention.span.start - 30) : mention.span.start]) is None
