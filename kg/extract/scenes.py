"""Where an act happened whose own sentence does not say it: the place that the article is about.

A report names its scene and then tells, sentence after sentence, what went on there: who was hurt, who fled, who was
arrested. Such acts on the ground take the article's main place, named `main` in the event's rule; what is said, sold or
signed does not, and neither does what is denied, yet to come, or of an earlier time ("had fled", "in 2015"). Acts of
state (elections, appointments, laws) have a main place of their own, since the country that elects need not be the one
that is bombed; theirs is the same whether or not they come about.

The main place is the one that most mentions and most located acts of the article speak for, and only if it outweighs
together all others that neither lie in it nor around it, is named early, and acts of the kind are not a side matter of
the article. The words given as evidence are those that named it last before the event, or first after it.

Two wider rules were measured and left out, because on half of the annotated articles they were more often wrong than
right: to take the place of the act told just before, and to take that of the first sentence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.datelines import find_datelines
from kg.extract.event_types import OF_STATE
from kg.extract.name_labels import AREAS
from kg.model import Polarity, Role, Tense

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.authority import Authority
    from kg.extract.arguments import Predicate
    from kg.extract.modality import Values
    from kg.extract.places import PlaceFinder
    from kg.extract.tokens import Doc, Token

ON_THE_GROUND = frozenset(
    ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "GATHER", "ACCIDENT", "CASUALTY", "MOVE", "CRIME", "DISASTER", "AID"]
)
"""Types that are told as what went on at one spot."""
ACTING = frozenset(["nsubj", "conj", "compound"])
"""Relations in which a state rather does something than is the place of it."""
LOCATED_WEIGHT = 2
"""What an act located there adds to the weight of a place; a mention adds 1."""
MIN_WEIGHT = 3
OPENING = 5
"""Sentences within which the main place is named first."""
MIN_ACTS_LOCATED = 0.05
"""Share of the article's events that are of the kind, where one of them is located there by its own sentence."""
MIN_ACTS = 0.2
"""The same where none is."""


@dataclass(slots=True)
class SceneFinder:
    """Gives what `PlaceFinder` left open in one Doc the article's main place."""

    doc: Doc
    predicates: Sequence[Predicate]
    places: PlaceFinder
    values: Mapping[int, Values]
    authority: Authority
    distant: frozenset[int]
    _sentence: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sentence = {token.i: number for number, sent in enumerate(self.doc.sents) for token in sent}
        self._from_datelines()
        for types in (ON_THE_GROUND, OF_STATE):
            acts = [predicate for predicate in self.predicates if predicate.type in types]
            mentions = self._main_place(acts, ACTING - {"compound"} if types is OF_STATE else ACTING) if acts else []
            for predicate in acts if mentions else ():
                told = types is OF_STATE or self._is_told(predicate)
                if told and not self._is_elsewhere(predicate, tree.called(mentions[0])):
                    before = [token for token in mentions if token.i < predicate.token.i]
                    if before or len(mentions) > 1:
                        self.places.set(predicate, before[-1] if before else mentions[0], "main")

    def _from_datelines(self) -> None:
        """What the sentence behind a dateline tells, naming no place, happened there."""
        for dateline in find_datelines(self.doc):
            if dateline.root.ent_type_ not in AREAS:
                continue
            report = self._sentence[dateline.root.i] + 1
            told = [item for item in self.predicates if self._sentence[item.token.i] == report]
            if any(item.token.i in self.places.place_of for item in told):
                continue
            for predicate in told:
                if (
                    predicate.type in ON_THE_GROUND
                    and self._is_told(predicate)
                    and not self._is_elsewhere(predicate, tree.called(dateline.root))
                ):
                    self.places.set(predicate, dateline.root, "dateline")

    def _main_place(self, acts: Sequence[Predicate], acting: frozenset[str]) -> list[Token]:
        """The mentions of the place that the acts have in common, in text order; empty when it cannot be told."""
        known = self.places.place_of
        located = Counter(tree.called(known[act.token.i]) for act in acts if act.token.i in known)
        mentions: dict[str, list[Token]] = {}
        for name in self.doc.ents:
            if name.label_ in AREAS and not self.doc.lexicon.is_a(name.tokens[-1].lower_, "spot"):
                mentions.setdefault(tree.called(name.root), []).append(name.root)
        weights = {
            name: LOCATED_WEIGHT * located[name] + sum(token.base not in acting for token in tokens)
            for name, tokens in mentions.items()
        }
        if not weights:
            return []
        main = min(weights, key=lambda name: (-weights[name], mentions[name][0].i))
        rivals = sum(weight for name, weight in weights.items() if name != main and not self._nested(main, name))
        if weights[main] < MIN_WEIGHT or weights[main] < rivals:
            return []
        if self._sentence[mentions[main][0].i] >= OPENING:
            return []
        least = MIN_ACTS_LOCATED if located[main] else MIN_ACTS
        return mentions[main] if len(acts) >= least * len(self.predicates) else []

    def _is_elsewhere(self, predicate: Predicate, place: str) -> bool:
        """Whether all whose country is said are of another: "killed *Iranian* protesters" in an article on Iraq."""
        whole = self.authority.country_of(place)
        here = whole.iso if whole else next((known.country for known in self.authority.places(place)), None)
        fillers = predicate.fillers(Role.AGENT)
        if predicate.type != "PROTEST":  # what a crowd protests against may be far away
            fillers = [*predicate.fillers(Role.PATIENT), *fillers]
        words = [item for filler in fillers for item in (filler, *filler.children)]
        there = {
            country.iso
            for item in words
            if item.ent_type_ in {"NORP", "GPE"}
            and (country := self.authority.demonym(item.text) or self.authority.country_of(item.text))
        }
        return here is not None and bool(there) and here not in there

    def _nested(self, one: str, other: str) -> bool:
        """Whether one lies in the other: the cities of a country speak for it, and it for them."""
        return self._lies_in(one, other) or self._lies_in(other, one)

    def _lies_in(self, inner: str, outer: str) -> bool:
        """Whether one is around the other, as far as the authority knows: "Magnitogorsk", "Russia"."""
        whole = self.authority.country_of(outer)
        part = next(iter(self.authority.places(inner)), None)
        if part is None or self.authority.is_country(inner):
            return False
        if whole is not None:
            return part.country == whole.iso
        region = self.authority.region(outer)
        return region is not None and part.within == region.key

    def _is_told(self, predicate: Predicate) -> bool:
        """Whether the act is part of what is told, and not denied, planned, or of an earlier time."""
        values = self.values[predicate.token.i]
        if values.tense is Tense.FUTURE or values.polarity is Polarity.NEG or predicate.token.i in self.distant:
            return False
        verb = predicate.carrier or predicate.token
        return not any(item.lower_ == "had" for item in tree.children(verb, "aux"))
