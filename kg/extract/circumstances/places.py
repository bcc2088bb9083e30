"""Where each event happened: by attachment, then by what one sentence and its scene share.

In the order of trust, and named so in an event's rule (`place:phrase`, `place:object`, …):

    phrase    a place phrase hangs from the event, from one of its arguments or from a verb that leads to it
    head      a place phrase opens the sentence ("In Hong Kong, police …")
    object    the event is done to a place: "left Iraq", "stormed the embassy"
    shared    a coordinated event, or one that happens in this one, has it
    office    an office or law has the place that it is of: "the governor of Puerto Rico resigned"
    host, there, of    the place is named as something else (`kg.extract.circumstances.venues`)

What is left open here takes the place that the article is about, if it is an act on the ground (`main`, see
`kg.extract.circumstances.scenes`). To give every event that place was tried: on the annotated articles place F rose
to .46, on MEANTIME it fell from .53 to .40.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.circumstances.leading import led_by
from kg.extract.circumstances.polities import seats_of_office
from kg.extract.circumstances.venues import one_after_other, relative_place, venues
from kg.extract.events.arguments import Predicate
from kg.extract.mending.clauses import OF_SUBJECT, comma_before
from kg.extract.participants.together import is_known
from kg.extract.text import tree
from kg.extract.text.name_labels import AREAS, PLACES, TIMES
from kg.extract.text.place_words import is_place, named_place
from kg.extract.text.tokens import Doc, Token
from kg.model import Role

RANKS = {
    "in": 0, "at": 0, "near": 1, "on": 1, "inside": 0, "inside of": 0, "outside": 1, "within": 1, "across": 1,
    "throughout": 1, "through": 2, "around": 1, "along": 1, "off": 1, "outside of": 1, "over": 2, "into": 2, "to": 2,
    "toward": 3, "towards": 3, "out of": 3, "from": 3, "against": 3, "of": 3, "on board": 1, "aboard": 1,
}  # fmt: skip
"""Prepositions of place, best first."""
WITHIN = frozenset(["in", "at", "near", "inside", "within", "across"])
"""Those that name a place even where it is a filler too: "an attack on oil wells *in Kuwait*" is aimed at Kuwait."""
FROM_ARGUMENTS = frozenset(
    [
        "in", "at", "near", "inside", "inside of", "outside", "on", "across", "throughout", "around", "off", "along",
        "out of", "within",
    ]
)  # fmt: skip
"""Those that locate an event also when they hang from one of its arguments ("mourners *in* Iraq marched")."""
PHYSICAL = frozenset(
    [
        "ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID", "GATHER", "ACCIDENT", "CASUALTY", "MOVE", "CRIME",
        "DISASTER",
    ]
)  # fmt: skip
"""Types that happen at one spot, and to what is there."""
SPOT = frozenset(["JUDICIAL", "CONSULT", "LEGISLATE"])
"""Further types that happen where those who act sit: "a court *in Vienna* acquitted"."""
BORDERING = 3
"""What it adds to the rank of a place that it only says where the one before it lies."""
DEEP = 3
"""Steps up the tree from a place to the event, more than which it is about something else."""
IN_EVENT = frozenset(["at", "in", "during"])
"""Prepositions of an event that another one is part of: "arrested *at* a protest"."""
SOURCES = frozenset(["from", "against", "to", "toward", "towards"])
"""Prepositions that locate what goes somewhere, and nothing else ("an assurance *from* Washington")."""
TOWARDS = frozenset(["to", "into"])
VISITED = frozenset(["to"])
ENTERED = frozenset(["of", "on", "against"])
"""Prepositions of what a raid is on: "the siege *of Aleppo*", "air strikes *against Iraq*"."""
GOING = frozenset(["MOVE", "RETREAT", "MOBILIZE"])
STRIKING = frozenset(["ACCIDENT", "ASSAULT", "CASUALTY", "DISASTER"])
"""Types of what does harm, and of the harm by which it is told: "a *fire* killed two in Tyre"."""
OCCASIONS = frozenset(["GATHER", "CONSULT"])
"""Types of what things are done at: "unveiled it *at a fair* in Lisbon"."""
SIMULTANEOUS = frozenset(["when", "as", "while"])
"""Conjunctions of what happens at one time and spot."""
PLACE_BARRIERS = frozenset(["acl:relcl", "appos", "parataxis", "ccomp", "advcl"])
"""What a place does not reach across: "Shabani, a researcher *in London*, wrote" locates no writing."""
MAX_CLIMB = 7


@dataclass(slots=True)
class PlaceFinder:
    """Places of one Doc's predicates: trigger index → the token that names the place, and how it was found."""

    doc: Doc
    predicates: Sequence[Predicate]
    owner: dict[int, Predicate]
    shared: Sequence[tuple[Predicate, Predicate]]
    place_of: dict[int, Token] = field(default_factory=dict)
    found_by: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._attach()
        self._from_objects()
        self._from_bearings()
        for predicate, place, rule in venues(self.predicates, self.owner, self.place_of):
            self.set(predicate, place, rule)
        self._share()
        self._follow()
        self.share_after()
        self._share_pairs()
        for predicate, place in seats_of_office(self.doc, self.predicates):
            self.set(predicate, place, "office")

    def set(self, predicate: Predicate, place: Token, rule: str) -> None:
        """Gives a place to an event that has none."""
        if predicate.token.i not in self.place_of:
            self.place_of[predicate.token.i] = place
            self.found_by[predicate.token.i] = rule

    def share_after(self) -> None:
        """Gives what led to an event, or has gone on since, its place, and it theirs."""
        for giver, taker in one_after_other(self.predicates, self.owner):
            self._copy(giver, taker)

    # ------------------------------------------------------------ attachment

    def _attach(self) -> None:
        best: dict[int, tuple[int, int, Token, str]] = {}
        for token in self.doc:
            prep = tree.preposition(token)
            if prep not in RANKS or token.base not in {"obl", "nmod", "conj", "root", "ROOT", "advmod"}:
                continue
            if not is_place(token):
                continue
            for predicate, rank, rule in self._located(token, prep):
                if (
                    prep not in WITHIN  # but "fired rockets *into Israel*"
                    and predicate.type != "DISASTER"
                    and not (prep == "into" and predicate.type == "ASSAULT" and token.ent_type_ in AREAS)
                    and any(
                        argument.token.i == token.i and argument.role is not Role.PARTICIPANT
                        for argument in predicate.arguments
                    )
                ):
                    continue
                entry = (RANKS[prep] + rank + _is_bordering(token) * BORDERING, token.i, named_place(token), rule)
                key = predicate.token.i
                if key not in best or entry[:2] < best[key][:2]:
                    best[key] = entry
        for predicate in self.predicates:
            verb = predicate.token
            antecedent = relative_place(tree.first_conjunct(verb)) if verb.pos_ == "VERB" else None
            if antecedent is not None and (verb.base != "conj" or verb.i not in best):
                self.set(predicate, antecedent, "phrase")
            found = best.get(predicate.token.i)
            if found is not None and (not predicate.sites or tree.is_below(found[2], predicate.token)):
                self.set(predicate, found[2], found[3])
            for item in predicate.sites:  # "the *Beirut* explosion preceded one in Tyre"
                self.set(predicate, item, "phrase")

    def _located(self, token: Token, prep: str) -> list[tuple[Predicate, int, str]]:
        """The events that the place phrase locates, each with what it adds to the rank of the preposition."""
        beside = self._noun_before(token) if prep in FROM_ARGUMENTS else None
        if beside is not None:
            both = beside.token.i < token.left_edge.i - 1  # "oversaw a *ceremony* Thursday in Oslo": the overseeing too
            return [(beside, 0, "phrase"), *(self._above(token, prep) if both else ())]
        return self._above(token, prep)

    def _above(self, token: Token, prep: str) -> list[tuple[Predicate, int, str]]:
        """The events above it in the tree that the place phrase locates."""
        for subject in tree.children(token, "nsubj") if tree.children(token, "cop") else ():
            if subject.i in self.owner:  # "the first *attack* was in Leeds"
                return [(self.owner[subject.i], 0, "phrase")]
        below = tree.first_conjunct(token)
        for distance, item in enumerate(tree.ancestors(below), 1):
            barred = below.dep_ in PLACE_BARRIERS or below.base in PLACE_BARRIERS
            if distance > MAX_CLIMB or (barred and not _is_meanwhile(below)):
                break
            via, below = below, item
            if item.i in self.owner:
                return self._hung(self.owner[item.i], prep, distance, via)
            if (item.base == "acl" and item.is_a("staying")) or _is_meanwhile(item):
                continue  # "clashed with rebels *hiding* in a cave"
            if item.pos_ in {"VERB", "AUX"}:
                led_to = led_by(item, self.owner) or self._said_there(item, token)
                if led_to is not None and via.base in OF_SUBJECT and led_to.token.base == "obj":
                    return []  # "the toll *in Iraq* will affect elections" elsewhere
                return self._hung(led_to, prep, distance, via) if led_to is not None else []
        return []

    def _said_there(self, verb: Token, place: Token) -> Predicate | None:
        """What is said of a place that opens the sentence: "*In Basra*, witnesses said that crowds *stormed* …"."""
        while place.base == "nmod" and place.head.is_a("place_noun") and place.i < verb.i:
            place = place.head  # "*in the city of Mosul*, police say …"
        if place.i > verb.i or not _opens(place):
            return None
        acts = [self.owner[item.i] for item in tree.children(verb, "ccomp") if item.i in self.owner]
        return acts[0] if acts and acts[0].type in PHYSICAL else None

    def _hung(self, predicate: Predicate, prep: str, distance: int, via: Token) -> list[tuple[Predicate, int, str]]:
        """What hangs from the one who acts locates only acts on the spot; where one comes from locates only a move."""
        if prep == "of":
            dwells = via.is_a("dweller") and predicate.type in PHYSICAL
            return [(predicate, 2, "phrase")] if dwells else []
        if distance > DEEP or (distance > 1 and via.is_a("seat") and predicate.type not in PHYSICAL | SPOT):
            return []  # "condemned the *embassy in Cairo*"
        if distance > 1 and not (prep in TOWARDS and predicate.type == "MOVE" and _is_brought(predicate, via)):
            doers = predicate.fillers(Role.AGENT)
            if predicate.entry.frame.partners:
                doers += predicate.fillers(Role.PATIENT)  # "held talks with an envoy *in Oslo*"
            acts = any(item.i == via.i for item in doers)
            if prep not in FROM_ARGUMENTS or (acts and predicate.type not in PHYSICAL | SPOT):
                return []
        if prep in SOURCES and not _goes(predicate, prep):
            return []
        return [(predicate, 0 if distance == 1 else 2, "phrase")]

    def _noun_before(self, token: Token) -> Predicate | None:
        """The event noun right before the place's preposition: "ten days of *unrest* in Oslo"."""
        left = token.left_edge.i - 1
        while left > 0 and self.doc[left].ent_type_ in TIMES and self.doc[left].preposition == "":
            left -= 1  # "claimed *attacks* Monday in Iraq"
        if left < 0 or (left < token.left_edge.i - 1 and tree.is_definite(self.doc[left])):
            return None
        predicate = self.owner.get(left)
        return predicate if predicate is not None and predicate.token.pos_ in {"NOUN", "PROPN"} else None

    # ------------------------------------------------------------ arguments

    def _from_objects(self) -> None:
        """What is left, entered or struck is where it happens."""
        for predicate in self.predicates:
            visits = predicate.token.is_a("visiting")
            if predicate.type not in PHYSICAL and not visits:
                continue
            if predicate.slots is None:
                enters = VISITED if visits else ENTERED if predicate.token.is_a("entry_into") else frozenset()
                for noun in tree.children(predicate.token, "nmod"):
                    place = named_place(noun)  # "a strike on the town *of Homs*"
                    if tree.preposition(noun) in enters and (place.ent_type_ in AREAS or visits) and is_place(noun):
                        self.set(predicate, place, "object")
                continue
            held = [noun for target in predicate.slots.object for noun in _what_is_held(target)]
            for target in (*held, *predicate.slots.object):
                entered = target in held or predicate.token.is_a("entering")
                if is_place(target) and (entered or target.ent_type_ not in {"GPE", "NORP"}):
                    self.set(predicate, named_place(target), "object")
                    break

    def _from_bearings(self) -> None:
        """What is near a place is told by its bearing: "in a village *north of Tyre*", "six miles west of Kabul"."""
        for token in self.doc:
            if token.base == "obl" and tree.preposition(token) == "of" and token.head.is_a("bearing"):
                if not is_place(token) or token.head.head.ent_type_ in PLACES:
                    continue
                for predicate, _, rule in self._located(token.head, "near"):
                    self.set(predicate, named_place(token), rule)

    # ------------------------------------------------------------ sharing

    def _share(self) -> None:
        for predicate in self.predicates:
            if predicate.type in PHYSICAL:
                inner = [noun for prep, noun in predicate.slots.obliques if prep in IN_EVENT] if predicate.slots else []
                for target in (*predicate.fillers(Role.PATIENT), *inner):
                    if target.i in self.place_of:  # "police broke up a *protest* in Rabat" happens in Rabat too
                        self.set(predicate, self.place_of[target.i], "shared")
            if predicate.slots is not None and not predicate.entry.speech:
                for prep, noun in predicate.slots.obliques:
                    occasion = self._occasion(predicate, prep, noun)
                    if occasion is not None and occasion.slots is None and occasion.type in OCCASIONS:
                        self._copy(occasion, predicate)
            if predicate.type in PHYSICAL | SPOT | {"COOPERATE"}:
                self._hand_on(predicate)
            if (first := self._joined_before(predicate)) is not None:
                self._copy(predicate, first)
            if predicate.slots is not None and predicate.token.is_a("banning"):
                for clause in tree.children(predicate.token, "advcl", "xcomp"):
                    if clause.i in self.place_of:
                        self.set(predicate, self.place_of[clause.i], "shared")
        self._share_pairs()

    def _occasion(self, predicate: Predicate, prep: str, noun: Token) -> Predicate | None:
        """What something is done at: "unveiled it *at a fair*", "met *on the sidelines of a summit*", "*for talks*"."""
        if prep in {"at", "on"} and noun.is_a("sideline"):
            of = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"]
            return self.owner.get(of[0].i) if of else None
        gathers = prep == "for" and predicate.type in OCCASIONS
        return self.owner.get(noun.i) if prep in IN_EVENT or gathers else None

    def _share_pairs(self) -> None:
        """Of two that happen together the one has the place of the other."""
        for left, right in self.shared:
            self._copy(left, right)
            self._copy(right, left)

    def _follow(self) -> None:
        """Where a clause leads to another: "blew himself up in Quetta, *killing six*", "was hurt when a bus fell".

        Also what an event does ("the blast in Beirut *damaged the port*"), and what was done "there" behind a place
        of the same sentence.
        """
        for predicate in sorted(self.predicates, key=lambda item: item.token.i):
            verb = predicate.carrier or predicate.token
            if verb.pos_ != "VERB":
                continue
            outer = self.owner.get(verb.head.i)
            if outer is not None and verb.base == "advcl" and {predicate.type, outer.type} <= PHYSICAL:
                if verb.tag_ == "VBG" and verb.i > verb.head.i and not tree.children(verb, "mark", "nsubj"):
                    self._copy(outer, predicate)
                elif any(item.lower_ in SIMULTANEOUS for item in tree.children(verb, "mark", "advmod")) and not (
                    _is_contrast(verb)
                ):
                    self._copy(outer, predicate)
                    self._copy(predicate, outer)
            place = self.place_of.get(outer.token.i) if outer is not None and outer.entry.speech else None
            if place is not None and outer is not None and self._said_there(verb.head, place) is predicate:
                self._copy(outer, predicate)
            first = self.owner.get(tree.first_conjunct(verb).i) if verb.base == "conj" else None
            beside = first is not None and {predicate.type, first.type} <= PHYSICAL and predicate.type not in GOING
            if first is not None and beside and not tree.children(verb, "nsubj"):
                self._copy(first, predicate)
            subject = predicate.slots.subject[:1] if predicate.slots is not None else ()
            if subject and subject[0].i in self.owner and predicate.type in PHYSICAL | {"OTHER"}:
                self._copy(self.owner[subject[0].i], predicate)
                if self._tells_of(subject[0], predicate):
                    self._copy(predicate, self.owner[subject[0].i])  # "a *bombing* killed six in Tyre" was there
            if outer is not None and any(item.lower_ == "there" for item in tree.children(verb, "advmod")):
                self._copy(outer, predicate)

    def _tells_of(self, strike: Token, harm: Predicate) -> bool:
        """Whether a strike is told for the first time by what it did, in a town or country: not "*the* bombing"."""
        place = self.place_of.get(harm.token.i)
        if place is None or place.ent_type_ not in AREAS or self.found_by[harm.token.i] != "phrase":
            return False
        return not is_known(strike) and {self.owner[strike.i].type, harm.type} <= STRIKING

    def _joined_before(self, last: Predicate) -> Predicate | None:
        """The event noun before "and", where only the last is said where it was: "*shootings* and bombings in Tyre"."""
        noun = last.token
        first = self.owner.get(noun.head.i) if noun.base == "conj" and last.slots is None else None
        if first is None or first.slots is not None or not {first.type, last.type} <= PHYSICAL:
            return None
        bare = not tree.children(noun, "det", "nmod:poss", "nummod")
        said = [item for item in tree.children(noun.head, "nmod", "acl", "acl:relcl") if item.i < noun.i]
        return first if bare and not said else None

    def _copy(self, giver: Predicate, taker: Predicate) -> None:
        place = self.place_of.get(giver.token.i)
        if place is not None:
            self.set(taker, place, "shared")

    def _hand_on(self, predicate: Predicate) -> None:
        """Gives the place on to the event noun that stands before it: "attended the *funeral* of X in Rome"."""
        place = self.place_of.get(predicate.token.i)
        if place is None or self.found_by[predicate.token.i] != "phrase":
            return
        for argument in predicate.arguments:
            inner = self.owner.get(argument.token.i)
            if inner is not None and predicate.token.i < inner.token.i < place.i:
                self.set(inner, place, "shared")


def _opens(place: Token) -> bool:
    """Whether it opens its sentence, but for a time: "*Earlier Thursday in southern Gaza*, medics said …"."""
    before = place.doc[place.sent.start : place.left_edge.i]
    return all(item.ent_type_ in TIMES or item.pos_ == "ADV" or item.is_punct for item in before)


def _is_bordering(place: Token) -> bool:
    """As in "a post in eastern Chad, *near the Sudanese border*": what a place lies at, told behind it."""
    comma = comma_before(place)
    return comma is not None and comma > 0 and place.doc[comma - 1].ent_type_ in PLACES


def _is_meanwhile(clause: Token) -> bool:
    """As in "was killed *while on patrol* in Basra": one was there."""
    if clause.base != "advcl" or clause.dep_ == "advcl:relcl" or tree.children(clause, "nsubj", "cop"):
        return False
    return any(item.lower_ == "while" for item in tree.children(clause, "mark"))


def _is_contrast(clause: Token) -> bool:
    """As in "shot down a drone, *while* debris hit a house in Tyre": behind a comma it tells of another thing."""
    opens = clause.left_edge
    first = opens if opens.text != "," else opens.nbor(1)
    return first.lower_ == "while" and first.i > clause.head.i and first.i > 0 and first.nbor(-1).text == ","


def _goes(predicate: Predicate, prep: str) -> bool:
    """Whether it moves, so that where it starts or ends locates it."""
    verb = predicate.token
    marches = verb.is_a("marching") or verb.doc.lexicon.is_a(f"{verb.lemma_.lower()}+{prep}", "marching")
    return predicate.type in GOING or (prep != "against" and marches)


def _what_is_held(target: Token) -> list[Token]:
    """As in "relinquished *control of the island*"."""
    if not target.is_a("holding"):
        return []
    return [item for item in tree.children(target, "nmod") if tree.preposition(item) in {"of", "over"}]


def _is_brought(predicate: Predicate, thing: Token) -> bool:
    """Whether it is what is taken somewhere: "flew *cargo* to Syria", but not "recalled its *envoy* to Syria"."""
    patients = predicate.fillers(Role.PATIENT) if predicate.slots is not None else []
    return any(item.i == thing.i for item in patients) and not thing.is_a("posted")
