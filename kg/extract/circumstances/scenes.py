"""Where an act happened whose own sentence does not say it: the place that the article is about.

A report names its scene and then tells, sentence after sentence, what went on there: who was hurt, who fled, who was
arrested. Such acts on the ground take the article's main place, named `main` in the event's rule; so do people who are
drawn back, what protesters ask for, and what the same one does in the same breath ("*drew* his gun and shot"). What is
said, sold or signed does not, and neither does what is denied, yet to come (but for further protests), of an earlier
time ("had fled", "in 2015"), avenged ("in retaliation for the raid") or said to be elsewhere ("on the mainland"). Acts
of state (elections, appointments, laws) have a main place of their own, since the country that elects need not be the
one that is bombed; theirs is the same whether or not they come about. So have verdicts and trials.

The main place is the one that most mentions and most located acts of the article speak for (not those that are yet to
come: "may be sent to Chad" says little of the scene of a march in Oslo; a spot speaks for the area that it is said to
lie in), and only if it outweighs together all others that neither lie in it nor around it, is named early, and acts of
the kind are not a side matter of the article. The words given as evidence are those that named it last before the
event, or first after it. What police and courts do, and no other rule places, is in the land whose they are (`home`).

Two wider rules were measured and left out, because on half of the annotated articles they were more often wrong than
right: to take the place of the act told just before, and to take that of the first sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority import Authority
from kg.extract.circumstances.places import PlaceFinder
from kg.extract.circumstances.polities import homes_of_law, is_of_state
from kg.extract.circumstances.values import Values
from kg.extract.events.arguments import Predicate
from kg.extract.events.mentions import content_head
from kg.extract.naming.datelines import find_datelines
from kg.extract.sources.colons import labels
from kg.extract.text import tree
from kg.extract.text.event_types import OF_STATE
from kg.extract.text.name_labels import ACTORS, AREAS
from kg.extract.text.place_words import is_place, named_place
from kg.extract.text.tokens import Doc
from kg.model import Polarity, Role, Tense

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

ON_THE_GROUND = frozenset(
    ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "GATHER", "ACCIDENT", "CASUALTY", "MOVE", "CRIME", "DISASTER", "AID"]
)
"""Types that are told as what went on at one spot."""
OF_COURTS = frozenset(["JUDICIAL"])
"""What is tried where the article's court sits; the place of a crime may be another one."""
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

    def __post_init__(self) -> None:
        self._from_datelines()
        self._from_labels()
        self._from_sayers()
        beside = [item for item in self.predicates if _someone_leaves(item) or _crowd_demands(item)]
        for types in (ON_THE_GROUND, OF_STATE, OF_COURTS):
            if types is OF_STATE:
                acts = [predicate for predicate in self.predicates if is_of_state(predicate)]
            else:
                acts = [predicate for predicate in self.predicates if predicate.type in types] + beside
            mentions = self._main_place(acts, ACTING - {"compound"} if types is OF_STATE else ACTING) if acts else []
            for predicate in acts if mentions else ():
                told = types is OF_STATE or self._is_told(predicate)
                if told and not self._is_elsewhere(predicate, tree.called(mentions[0])):
                    before = [token for token in mentions if token.i < predicate.token.i]
                    if before or len(mentions) > 1:
                        self.places.set(predicate, before[-1] if before else mentions[0], "main")
        self._beside_acts()
        for predicate, place in homes_of_law(self.predicates):
            self.places.set(predicate, place, "home")
        self.places.share_after()

    def _beside_acts(self) -> None:
        """What the same one does in the same breath as an act on the ground: "he *drew* his gun and shot at one"."""
        owner = {predicate.token.i: predicate for predicate in self.predicates}
        for act in self.predicates:
            place = self.places.place_of.get(act.token.i)
            if place is None or act.slots is None or self.places.found_by[act.token.i] != "main":
                continue
            first = tree.first_conjunct(act.token)
            for verb in (first, *tree.children(first, "conj")):
                beside = owner.get(verb.i)
                if beside is None or beside.type != "OTHER" or beside is act or beside.slots is None:
                    continue
                if beside.slots.subject == act.slots.subject and self._is_told(beside):
                    self.places.set(beside, place, "main")

    def _from_datelines(self) -> None:
        """What the sentence behind a dateline tells, naming no place, happened there."""
        for dateline in find_datelines(self.doc):
            if dateline.root.ent_type_ not in AREAS:
                continue
            report = dateline.root.sent.number + 1
            told = [item for item in self.predicates if item.token.sent.number == report]
            if any(item.token.i in self.places.place_of for item in told):
                continue
            for predicate in told:
                if (
                    predicate.type in ON_THE_GROUND
                    and self._is_told(predicate)
                    and not self._is_elsewhere(predicate, tree.called(dateline.root))
                ):
                    self.places.set(predicate, dateline.root, "dateline")

    def _from_labels(self) -> None:
        """What a line tells that names its country first, and no other place: "*Niger:* Junta expels envoy"."""
        for name, first in labels(self.doc):
            line = {name.sent.number, self.doc[first + 1].sent.number}
            told = [item for item in self.predicates if item.token.sent.number in line]
            if any(item.token.i in self.places.place_of for item in told):
                continue
            for predicate in told:
                on_spot = predicate.type in ON_THE_GROUND | OF_STATE and predicate.token.i > first
                if on_spot and self._is_told(predicate) and not self._is_elsewhere(predicate, tree.called(name)):
                    self.places.set(predicate, name, "label")

    def _from_sayers(self) -> None:
        """What people of a place say was done, naming no place: "*officials in Bihar* say a bus fell into a gorge"."""
        located = {self.doc[index].sent.number for index in self.places.place_of}
        for predicate in self.predicates:
            sentence = predicate.token.sent.number
            if predicate.type not in ON_THE_GROUND or sentence in located or not self._is_told(predicate):
                continue
            place = self._place_of_sayers(predicate.carrier or predicate.token)
            if place is not None and not self._is_elsewhere(predicate, tree.called(place)):
                self.places.set(predicate, place, "sayers")

    def _place_of_sayers(self, token: Token) -> Token | None:
        """The area in which those are who say it; capitals are where states speak of all their land."""
        for told in (token, *tree.ancestors(token)):
            if told.base != "ccomp" or not self._says(told.head):
                continue
            for sayer in tree.children(told.head, "nsubj"):
                for place in tree.children(sayer, "nmod") if sayer.is_a("local_source") else ():
                    name = named_place(place) if is_place(place) and tree.preposition(place) == "in" else place
                    one = name.ent_type_ in AREAS and not tree.children(place, "conj")
                    if one and place.preposition == "in" and self.authority.capital_of(tree.called(name)) is None:
                        return name
            return None
        return None

    def _says(self, verb: Token) -> bool:
        return verb.pos_ == "VERB" and self.doc.lexicon.verb(verb.lemma_.lower()).speech

    def _main_place(self, acts: Sequence[Predicate], acting: frozenset[str]) -> list[Token]:
        """The mentions of the place that the acts have in common, in text order; empty when it cannot be told."""
        known = self.places.place_of
        state = is_of_state(acts[0])  # elections are held where they are called
        there = [act for act in acts if act.token.i in known and (state or self._is_told(act))]
        located = Counter(tree.called(_area_of(known[act.token.i])) for act in there)
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
        if mentions[main][0].sent.number >= OPENING:
            return []
        least = MIN_ACTS_LOCATED if located[main] else MIN_ACTS
        return mentions[main] if len(acts) >= least * len(self.predicates) else []

    def _is_elsewhere(self, predicate: Predicate, place: str) -> bool:
        """Whether it is told of another place, or as part of what is: "killed Iranians to quell an *uprising*"."""
        if self._is_of_others(predicate, place):
            return True
        if predicate.slots is not None or predicate.arguments:
            return False
        above = [self.places.owner[item.i] for item in tree.ancestors(predicate.token) if item.i in self.places.owner]
        return any(self._is_of_others(item, place) for item in above[:2])

    def _is_of_others(self, predicate: Predicate, place: str) -> bool:
        """Whether it is said to be away from there, or all whose country is said are of another.

        "On the *mainland* it was celebrated"; "killed *Iranian* protesters" in an article on Iraq.
        """
        verb = predicate.carrier or predicate.token
        if any(item.is_a("elsewhere") for item in tree.children(verb, "obl", "advmod", "nmod")):
            return True
        whole = self.authority.country_of(place)
        here = whole.iso if whole else next((known.country for known in self.authority.places(place)), None)
        fillers = predicate.fillers(Role.AGENT)
        if predicate.type != "PROTEST":  # what a crowd protests against may be far away
            fillers = [*predicate.fillers(Role.PATIENT), *fillers]
        heads = [item for filler in fillers for item in dict.fromkeys((filler, content_head(filler)))]
        words = [item for head in heads for item in (head, *head.children)]
        there = {
            country.iso
            for item in words
            if item.ent_type_ in {"NORP", "GPE"}
            and (country := self.authority.demonym(item.text) or self.authority.country_of(tree.called(item)))
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
        planned = values.tense is Tense.FUTURE and predicate.type != "PROTEST"  # a crowd goes on where it is
        if planned or values.polarity is Polarity.NEG or predicate.token.i in self.distant:
            return False
        if predicate.slots is None and _is_avenged(predicate.token):
            return False
        if _is_general(predicate):
            return False
        verb = predicate.carrier or predicate.token
        return not any(item.lower_ == "had" for item in tree.children(verb, "aux"))


def _area_of(place: Token) -> Token:
    """The area that a spot is said to lie in: "the streets *of Oslo*", "*Oslo's* harbour"."""
    if place.ent_type_ in AREAS:
        return place
    inside = tree.children(place, "nmod", "nmod:poss", "compound")
    return next((item for item in inside if item.ent_type_ in AREAS), place)


def _is_general(predicate: Predicate) -> bool:
    """What is so at all times and places: "the flu *kills* thousands", but not what a law forbids."""
    token = predicate.token
    simple = predicate.slots is not None and token.tag_ in {"VBP", "VBZ"} and "aux" not in token.family
    # a headline tells in the present, and so does who describes a march
    return (
        simple
        and predicate.type not in {"COERCE", "GATHER", "PROTEST"}
        and any(item.text == "." for item in token.sent)
    )


def _is_avenged(noun: Token) -> bool:
    """Whether somebody takes revenge for it, so that it was before, and often elsewhere: "to avenge the *killing*"."""
    noun = tree.first_conjunct(noun)
    bare = noun.dep_ in {"obj", "nsubj:pass"}
    governor = noun.head.lemma_.lower()
    return noun.doc.lexicon.is_a(governor if bare else f"{governor}+{tree.preposition(noun)}", "avenging")


def _someone_leaves(predicate: Predicate) -> bool:
    """Whether people are drawn back or go: "the paper *withdrew* its reporters", not "*released* a telephone"."""
    if predicate.type != "RETREAT":
        return False
    return all(item.is_a("acting") or item.ent_type_ in ACTORS for item in predicate.fillers(Role.PATIENT))


def _crowd_demands(predicate: Predicate) -> bool:
    """What *protesters* ask for they ask where they protest."""
    if predicate.type != "REQUEST":
        return False
    return any(item.is_a("protesting") for item in predicate.fillers(Role.AGENT))
