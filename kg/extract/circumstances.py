"""Where and when each event happened, by attachment: from the expression up the tree to the first event word.

"Officials said *on Monday* that troops had left *Mosul*" gives Monday to the saying and Mosul to the leaving. What is
coordinated with an event, or happens in it ("killed in a strike in Baghdad"), shares what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.times import Found, find_times
from kg.model import Role, Time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.predicates import Predicate

PLACE_LABELS = frozenset(["GPE", "LOC", "FAC"])
PLACE_NOUNS = frozenset(
    [
        "airbase", "airfield", "airport", "airspace", "area", "barracks", "base", "bay", "beach", "border",
        "bridge", "building", "camp", "capital", "center", "centre", "checkpoint", "church", "city", "coast",
        "compound", "consulate", "country", "county", "courthouse", "dam", "desert", "district", "downtown",
        "embassy", "factory", "field", "garrison", "gulf", "harbor", "harbour", "headquarters", "highway",
        "hospital", "hotel", "island", "jail", "lake", "market", "mosque", "mountain", "neighborhood",
        "neighbourhood", "office", "outskirts", "palace", "park", "peninsula", "plant", "plaza", "port",
        "prison", "province", "refinery", "region", "river", "road", "school", "sea", "shipyard", "soil",
        "square", "stadium", "state", "station", "strait", "street", "suburb", "temple", "territory", "town",
        "university", "valley", "village", "waters", "zone",
    ]
)  # fmt: skip
"""Nouns that are places when a name says which: "Baghdad's airport", "Iranian cities"."""
REGIONS = frozenset(
    [
        "capital", "city", "district", "island", "peninsula", "port", "province", "region", "state", "suburb", "town",
        "village",
    ]
)  # fmt: skip
"""Of those, the ones that a name with "of" or beside them renames: "the *city* of Tikrit" is Tikrit."""
RANKS = {
    "in": 0, "at": 0, "near": 1, "on": 1, "inside": 0, "outside": 1, "within": 1, "across": 1, "throughout": 1,
    "around": 1, "along": 1, "off": 1, "outside of": 1, "over": 2, "into": 2, "to": 2, "toward": 3, "towards": 3,
    "out of": 3, "from": 3,
}  # fmt: skip
"""Prepositions of place, best first."""
FROM_ARGUMENTS = frozenset(
    ["in", "at", "near", "inside", "outside", "on", "across", "throughout", "around", "off", "along", "out of"]
)
"""Those that locate an event also when they hang from one of its arguments ("mourners *in* Iraq marched")."""
PHYSICAL = frozenset(["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID", "GATHER", "ACCIDENT"])
"""Types that happen where what they are done to happens."""
PLACE_BARRIERS = frozenset(["acl:relcl", "appos", "parataxis", "ccomp", "advcl"])
"""What a place does not reach across: "Shabani, a researcher *in London*, wrote" locates no writing."""
MAX_CLIMB = 7


@dataclass(slots=True)
class Circumstances:
    """Times and places of one Doc, attached to its predicates (keyed by trigger index)."""

    doc: Doc
    predicates: Sequence[Predicate]
    anchor: date | None
    times: list[Time] = field(default_factory=list)
    time_of: dict[int, str] = field(default_factory=dict)
    place_of: dict[int, Token] = field(default_factory=dict)
    _owner: dict[int, Predicate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for predicate in self.predicates:
            self._owner.setdefault(predicate.token.i, predicate)
            if predicate.carrier is not None:
                self._owner.setdefault(predicate.carrier.i, predicate)
        self._attach_times()
        self._attach_places()
        self._share()

    # ------------------------------------------------------------ times

    def _attach_times(self) -> None:
        for sent in self.doc.sents:
            begin = sent.start_char
            present = list(find_times(sent.text, self.anchor, offset=begin))
            ahead = {item.span: item for item in find_times(sent.text, self.anchor, offset=begin, future=True)}
            for item in present:
                head = self._head(item)
                if head is None:
                    continue
                found = ahead.get(item.span, item) if _looks_ahead(head) else item
                time = Time(
                    id=f"t{len(self.times) + 1}",
                    span=found.span,
                    text=found.text,
                    value=found.value,
                    precision=found.precision,
                    earliest=found.earliest,
                    latest=found.latest,
                )
                self.times.append(time)
                predicate = self._above(head)
                if predicate is not None:
                    self.time_of.setdefault(predicate.token.i, time.id)

    def _head(self, found: Found) -> Token | None:
        span = self.doc.char_span(found.span.start, found.span.end, alignment_mode="expand")
        return span.root if span is not None else None

    def _above(self, token: Token) -> Predicate | None:
        """The first event word above a token, or the token's own."""
        for step, item in enumerate([token, *tree.ancestors(token)]):
            if step > MAX_CLIMB:
                return None
            if item.i in self._owner and (step > 0 or item.pos_ == "VERB"):
                return self._owner[item.i]
            if item.pos_ == "VERB" and step > 0:
                return self._below(item)
            if item.dep_ in {"acl:relcl", "appos"}:
                return None
        return None

    def _below(self, verb: Token) -> Predicate | None:
        """The event that a verb which is none itself leads to: "*began* to withdraw", "the attack *came* on Friday"."""
        for item in tree.children(verb, "xcomp", "obj", "nsubj"):
            if item.i in self._owner:
                return self._owner[item.i]
        return None

    # ------------------------------------------------------------ places

    def _attach_places(self) -> None:
        best: dict[int, tuple[int, int, Token]] = {}
        for token in self.doc:
            if not _is_place(token):
                continue
            prep = tree.preposition(token)
            if prep not in RANKS or tree.base(token) not in {"obl", "nmod", "conj"}:
                continue
            predicate, distance = self._located(token, prep)
            if predicate is None:
                continue
            if any(
                argument.token.i == token.i and argument.role is not Role.PARTICIPANT
                for argument in predicate.arguments
            ):
                continue
            rank = (RANKS[prep] + (0 if distance == 1 else 2), token.i, _named_place(token))
            key = predicate.token.i
            if key not in best or rank[:2] < best[key][:2]:
                best[key] = rank
        self.place_of = {key: token for key, (_, _, token) in best.items()}
        for predicate in self.predicates:  # "the *Beirut* explosion"
            for item in predicate.sites:
                self.place_of.setdefault(predicate.token.i, item)

    def _located(self, token: Token, prep: str) -> tuple[Predicate | None, int]:
        """The event that the place phrase locates, and how far above it stands."""
        below = tree.first_conjunct(token)
        for distance, item in enumerate(tree.ancestors(below), 1):
            if distance > MAX_CLIMB or below.dep_ in PLACE_BARRIERS or tree.base(below) in PLACE_BARRIERS:
                break
            below = item
            if item.i in self._owner:
                direct = distance == 1
                return (self._owner[item.i], distance) if direct or prep in FROM_ARGUMENTS else (None, 0)
            if item.pos_ == "VERB":
                led_to = self._below(item)
                return (led_to, distance) if led_to is not None else (None, 0)
        return None, 0

    # ------------------------------------------------------------ sharing

    def _share(self) -> None:
        """Coordinated events share a time said before them; an event and the one it happens in share both."""
        for predicate in self.predicates:
            token = predicate.carrier or predicate.token
            if tree.base(token) == "conj":
                first = self._owner.get(tree.first_conjunct(token).i)
                if first is not None and first.token.i in self.time_of and token.pos_ == "VERB":
                    time = next(item for item in self.times if item.id == self.time_of[first.token.i])
                    if time.span.start < token.idx:
                        self.time_of.setdefault(predicate.token.i, time.id)
        for predicate in self.predicates:
            if predicate.type in PHYSICAL and predicate.token.i not in self.place_of:
                for target in predicate.fillers(Role.PATIENT):
                    if target.i in self.place_of:  # "police broke up a *protest* in Rabat" happens in Rabat too
                        self.place_of[predicate.token.i] = self.place_of[target.i]
        for left, right in (*happens_in(self.predicates), *_meanwhile(self.predicates)):
            self._exchange(left, right)

    def _exchange(self, inner: Predicate, outer: Predicate) -> None:
        for left, right in ((inner, outer), (outer, inner)):
            if left.token.i in self.time_of:
                self.time_of.setdefault(right.token.i, self.time_of[left.token.i])
            if left.token.i in self.place_of:
                self.place_of.setdefault(right.token.i, self.place_of[left.token.i])


def _meanwhile(predicates: Sequence[Predicate]) -> list[tuple[Predicate, Predicate]]:
    """(event in a participle, event whose filler it describes): "a *strike* on a convoy *carrying* him away"."""
    pairs = []
    for outer in predicates:
        fillers = {argument.token.i for argument in outer.arguments}
        pairs += [
            (inner, outer)
            for inner in predicates
            if inner.token.tag_ == "VBG" and inner.token.dep_ == "acl" and inner.token.head.i in fillers
        ]
    return pairs


def happens_in(predicates: Sequence[Predicate]) -> list[tuple[Predicate, Predicate]]:
    """(event, the event it happens in): "*killed* in a *strike*", "*died* in the *crash*"."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    pairs = []
    for outer in predicates:
        token = outer.token
        if tree.base(token) in {"obl", "nmod"} and tree.preposition(token) in {"in", "during", "by", "with"}:
            inner = by_token.get(token.head.i)
            if inner is not None and inner.type in {"ASSAULT", "CASUALTY", "ACCIDENT", "DISASTER"}:
                pairs.append((inner, outer))
    return pairs


def _is_place(token: Token) -> bool:
    if token.ent_type_ in PLACE_LABELS:
        return token.head.ent_type_ not in PLACE_LABELS or tree.base(token) not in {"compound", "flat"}
    if token.lemma_.lower() not in PLACE_NOUNS:
        return False
    named = tree.children(token, "nmod:poss", "compound", "amod", "nmod")
    return any(item.ent_type_ in PLACE_LABELS | {"NORP"} for item in named) or token.ent_type_ in {"ORG"}


def _named_place(token: Token) -> Token:
    """The name in "the city of *Tikrit*", "the Georgian capital, *Tbilisi*" and "*Borno* state"; else the token."""
    if token.ent_type_ in PLACE_LABELS:
        return token
    for item in tree.children(token, "appos", "nmod", "compound", "flat", "amod"):
        beside = tree.base(item) != "nmod" or tree.preposition(item) == "of"
        if item.ent_type_ in PLACE_LABELS and beside and (token.lemma_.lower() in REGIONS or item.dep_ == "appos"):
            return item
    return token


def _looks_ahead(token: Token) -> bool:
    """Whether the clause around a time expression speaks of what is to come."""
    for item in [token, *tree.ancestors(token)]:
        if item.pos_ not in {"VERB", "AUX"}:
            continue
        words = {child.lower_ for child in tree.children(item, "aux")}
        if words & {"will", "shall", "'ll", "’ll", "would"}:
            return True
        if item.tag_ == "VB" and any(child.lower_ == "to" for child in tree.children(item, "mark")):
            return True
        return item.tag_ == "VBZ" and item.lower_ in {"begins", "starts", "opens", "meets"}
    return False
