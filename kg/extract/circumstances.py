"""Where and when each event happened, by attachment: from the expression up the tree to the first event word.

"Officials said *on Monday* that troops had left *Mosul*" gives Monday to the saying and Mosul to the leaving. What is
coordinated with an event, or happens in it ("killed in a strike in Baghdad"), shares what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.places import PlaceFinder, led_by
from kg.extract.times import Found, find_times
from kg.model import Time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.predicates import Predicate

MAX_CLIMB = 7


@dataclass(slots=True)
class Circumstances:
    """Times and places of one Doc, attached to its predicates (keyed by trigger index)."""

    doc: Doc
    predicates: Sequence[Predicate]
    anchor: date | None
    times: list[Time] = field(default_factory=list)
    time_of: dict[int, str] = field(default_factory=dict)
    _owner: dict[int, Predicate] = field(default_factory=dict)
    _places: PlaceFinder = field(init=False)

    def __post_init__(self) -> None:
        for predicate in self.predicates:
            self._owner.setdefault(predicate.token.i, predicate)
            if predicate.carrier is not None:
                self._owner.setdefault(predicate.carrier.i, predicate)
        self._attach_times()
        shared = [*happens_in(self.predicates), *_meanwhile(self.predicates)]
        self._share(shared)
        self._places = PlaceFinder(self.doc, self.predicates, self._owner, shared, self._background())

    def place(self, predicate: Predicate) -> tuple[Token | None, str]:
        """The token that names where the event happened, and how it was found; None and "" when nothing says so."""
        key = predicate.token.i
        return self._places.place_of.get(key), self._places.found_by.get(key, "")

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
                return led_by(item, self._owner)
            if item.dep_ in {"acl:relcl", "appos"}:
                return None
        return None

    def _background(self) -> set[int]:
        """Triggers of events more than a year before publication: they need not belong to the article's scene."""
        if self.anchor is None:
            return set()
        limit = (self.anchor - timedelta(days=366)).isoformat()
        old = {time.id for time in self.times if time.latest is not None and time.latest < limit}
        return {trigger for trigger, time in self.time_of.items() if time in old}

    # ------------------------------------------------------------ sharing

    def _share(self, shared: Sequence[tuple[Predicate, Predicate]]) -> None:
        """Coordinated events share a time said before them; an event and the one it happens in share it too."""
        for predicate in self.predicates:
            token = predicate.carrier or predicate.token
            if tree.base(token) == "conj":
                first = self._owner.get(tree.first_conjunct(token).i)
                if first is not None and first.token.i in self.time_of and token.pos_ == "VERB":
                    time = next(item for item in self.times if item.id == self.time_of[first.token.i])
                    if time.span.start < token.idx:
                        self.time_of.setdefault(predicate.token.i, time.id)
        for left, right in shared:
            for one, other in ((left, right), (right, left)):
                if one.token.i in self.time_of:
                    self.time_of.setdefault(other.token.i, self.time_of[one.token.i])


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
