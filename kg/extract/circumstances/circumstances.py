"""Where and when each event happened, by attachment: from the expression up the tree to the first event word.

"Officials said *on Monday* that troops had left *Mosul*" gives Monday to the saying and Mosul to the leaving. What is
coordinated with an event, or happens in it ("killed in a strike in Baghdad"), shares what it lacks. For places see
`kg.extract.circumstances.places`; the rules of time, named so in an event's rule (`time:clause` …):

    clause    the expression hangs from the event, or from a verb that leads to it
    head      it opens the sentence ("*Yesterday*, what organisers called …, marched")
    line      it heads the line ("*Jan. 3, 2020:* …"; `kg.extract.circumstances.line_days`)
    dashes    it stands with the event between two dashes
    beside    it stands right behind the event noun, or has a when-clause that tells of the event
    since     it says since when ("arrested *since the riots began in May*")
    shared    a coordinated event, one that this happens in, or a when-clause has it
    main      the report tells of that day (`kg.extract.circumstances.main_day`)
    speaker   who speaks goes on from a saying that has it ("said on Monday that …. He *also condemned* …")

A day after publication dates nothing that is told in the past; the event noun between the verb and the day takes it
("*ordered* him held until his *hearing* on April 5").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.extract.circumstances.leading import led_by
from kg.extract.circumstances.line_days import line_days, year_alone
from kg.extract.circumstances.main_day import DayFinder
from kg.extract.circumstances.places import PlaceFinder
from kg.extract.circumstances.scenes import SceneFinder
from kg.extract.circumstances.time_spots import is_ahead_of_all, of_judged, opens, says_since
from kg.extract.circumstances.time_values import whole_range
from kg.extract.circumstances.times import Found, find_both, find_relative, found_alone, may_count_on
from kg.extract.circumstances.values import Values
from kg.extract.events.arguments import Predicate
from kg.extract.participants.together import at_one_time, in_one_place, in_turn, is_bare_first, is_count, is_later
from kg.extract.text import tree
from kg.extract.text.lexicon import Lexicon
from kg.extract.text.name_labels import NAMES
from kg.extract.text.outlook import is_hearsay, is_when_ahead, lies_ahead, put_off_until, was_ahead
from kg.extract.text.tokens import Doc
from kg.model import Precision, Span, Tense, Time

if TYPE_CHECKING:
    from kg.extract.text.tokens import Run, Token

MAX_CLIMB = 7
JUST_BEEN = 2
"""Days back to a weekday that was still to come when it was spoken of."""
LONG_AGO = 31
"""Days before publication from which on an event is told as background."""


@dataclass(slots=True)
class Circumstances:
    """Times and places of one Doc, attached to its predicates (keyed by trigger index)."""

    doc: Doc
    predicates: Sequence[Predicate]
    anchor: date | None
    lexicon: Lexicon
    values: Mapping[int, Values]
    quoted: frozenset[int] | set[int] = frozenset()
    times: list[Time] = field(default_factory=list)
    time_of: dict[int, str] = field(default_factory=dict)
    dated_by: dict[int, str] = field(default_factory=dict)
    _opening: dict[int, Time] = field(default_factory=dict)
    _owner: dict[int, Predicate] = field(default_factory=dict)
    _places: PlaceFinder = field(init=False)

    def __post_init__(self) -> None:
        for predicate in self.predicates:
            if predicate.slots is not None and is_hearsay(predicate.token, predicate.entry, predicate.slots):
                continue  # "*last week* forces are said to have killed dozens": the killing was then
            self._owner.setdefault(predicate.token.i, predicate)
            if predicate.carrier is not None:
                self._owner.setdefault(predicate.carrier.i, predicate)
        self._attach_times()
        for predicate, day in tuple(line_days(self.doc, self._owner, self.times)):
            self._date(predicate, day, "line")
        for before, saying in in_turn(self.predicates, self.quoted):
            key = self.time_of.get(before.token.i)
            if key is not None and self._known(key).precision is Precision.DAY:
                self._date(saying, self._known(key), "speaker")
        together = in_one_place(self.predicates, self._owner)
        self._share(at_one_time(self.predicates, self._owner, together=together))
        days = DayFinder(self.doc, self.predicates, self.values, self.anchor, self.times, self.time_of)
        for predicate, day in tuple(days.undated()):
            self._date(predicate, day, "main")
        self._places = PlaceFinder(self.doc, self.predicates, self._owner, together)
        SceneFinder(self.doc, self.predicates, self._places, self.values, authorities.load(), self._distant())

    def _distant(self) -> frozenset[int]:
        """Events of another time than the one the article reports: a year, or a day more than a month before it."""
        by_id = {time.id: time for time in self.times}
        return frozenset(
            key
            for key, local in self.time_of.items()
            if by_id[local].precision is Precision.YEAR or self._is_long_ago(by_id[local])
        )

    def _is_long_ago(self, time: Time) -> bool:
        if self.anchor is None or time.latest is None:
            return False
        return date.fromisoformat(time.latest) < self.anchor - timedelta(days=LONG_AGO)

    def place(self, predicate: Predicate) -> tuple[Token | None, str]:
        """The token that names where the event happened, and how it was found; None and "" when nothing says so."""
        key = predicate.token.i
        return self._places.place_of.get(key), self._places.found_by.get(key, "")

    # ------------------------------------------------------------ times

    def _attach_times(self) -> None:
        for sent in self.doc.sents:
            begin = sent.start_char
            text = sent.text
            found = [found_alone(text, begin, year)] if (year := year_alone(sent)) is not None else []
            for told, ahead in () if found else find_both(text, self.anchor, offset=begin):
                head = self._head(told)
                comes = head is not None and self._looks_ahead(head) and not self._has_just_been(head, told, ahead)
                found.append(ahead if comes else told)
            if may_count_on(text):
                found += find_relative(text, [*self._told_before(begin), *found], anchor=self.anchor, offset=begin)
            for item in sorted(found, key=lambda one: (one.span.start, one.span.end)):
                head = self._head(item)
                if head is not None and not self._is_called_so(item):
                    self._attach(sent, item, head)

    def _attach(self, sent: Run, item: Found, head: Token) -> None:
        """Makes a time of an expression and gives it to the events that it dates."""
        time = self._time(item.span, item)
        if item.is_part:
            return
        if (put_off := put_off_until(head)) is not None:  # "*the trial* was adjourned until Monday"
            for noun in tree.children(put_off, "obj", "nsubj:pass"):
                if noun.i in self._owner:
                    self._date(self._owner[noun.i], time, "clause")
            return
        first, above = None, of_judged(self._above(head), head, self._owner)
        if is_ahead_of_all(sent, item):
            self._opening[sent.root.i] = time
        if opens(sent, item):
            first = self._owner.get(sent.root.i) or led_by(sent.root, self._owner)
        if first is not None:
            self._date(first, time, "head")
        elif (inside := self._inserted(sent, head, above)) is not None:
            self._date(inside, time, "clause" if inside is above else "dashes")
            if self._is_after(inside, time):  # "invited them to a *ceremony* on March 12"
                self._date_between(inside, head, time)
        for beside in self._beside(item, head):
            self._date(beside, time, "beside")
        self._date_when(item, head)
        self._date_since(item, head)

    def _is_called_so(self, found: Found) -> bool:
        """As in "the arrest of *Jan* Berg": a month in a name."""
        words = self.doc.around(found.span.start, found.span.end)
        if words is None:
            return False
        name = words.tokens[-1].name
        return name is not None and name.label_ in NAMES and name.end > words.end

    def _time(self, span: Span, found: Found) -> Time:
        """A new time of the article."""
        time = Time(
            id=f"t{len(self.times) + 1}",
            span=span,
            text=self.doc.text[span.start : span.end],
            value=found.value,
            precision=found.precision,
            earliest=found.earliest,
            latest=found.latest,
        )
        self.times.append(time)
        return time

    def _told_before(self, begin: int) -> list[Time]:
        """Times that "that day" may count from: told, not foretold, and not inside a quotation."""
        today = self.anchor.isoformat() if self.anchor is not None else ""
        told = [time for time in self.times if not today or not time.earliest or time.earliest <= today]
        inside = self.doc.around(begin, begin + 1)
        if inside is not None and inside.root.i not in self.quoted:
            heads = ((time, self.doc.around(time.span.start, time.span.end)) for time in told)
            told = [time for time, words in heads if words is not None and words.root.i not in self.quoted]
        return told or self.times

    def _is_after(self, predicate: Predicate, time: Time) -> bool:
        """Whether the time lies after publication, and the event is told in the past."""
        if self.anchor is None or time.earliest is None or date.fromisoformat(time.earliest) <= self.anchor:
            return False
        verb = predicate.carrier or predicate.token
        finite = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(_was(verb)))
        return finite and self.values[predicate.token.i].tense is Tense.NON_FUTURE

    def _date_between(self, predicate: Predicate, head: Token, time: Time) -> None:
        """Gives a day that lies ahead to the last event noun between a verb of the past and that day."""
        verb = predicate.carrier or predicate.token
        nouns = [
            item
            for item in self.predicates
            if verb.i < item.token.i < head.i and item.token.sent is verb.sent and item.token.pos_ == "NOUN"
        ]
        if nouns:
            self._date(nouns[-1], time, "beside")

    def _date_when(self, found: Found, head: Token) -> None:
        """Of "since March, *when* the cabinet raised the tax" the raising was in March."""
        if found.start is None:
            return
        behind = [item for item in head.sent if item.idx >= found.span.end and not item.is_space and item.text != ","]
        if not behind or behind[0].lower_ != "when":
            return
        clause = self._owner.get(behind[0].head.i)
        if clause is not None and clause.token.i > behind[0].i and clause.token.i not in self.time_of:
            self._date(clause, self._time(found.start.span, found.start), "beside")

    def _date_since(self, found: Found, head: Token) -> None:
        """What has gone on "*since the riots began in March*", or since the riots of March, lasts from then on."""
        if self.anchor is None or found.precision is Precision.RANGE or found.earliest is None or found.start:
            return
        first = date.fromisoformat(found.earliest)
        clause = next((item for item in (head, *tree.ancestors(head)) if says_since(item)), None)
        if clause is None or first >= self.anchor or clause.head.i == clause.i:
            return
        main = self._above(clause) if clause.pos_ == "NOUN" else self._owner.get(clause.head.i)
        words = [item for item in clause.subtree if not item.is_space and not item.is_punct]
        if main is None or main.token.i in self.time_of or not words:
            return
        span = Span(words[0].idx, words[-1].idx + len(words[-1].text))
        value, precision, _, _ = whole_range(first, self.anchor)
        since = Found(span, "", value, precision, first.isoformat(), self.anchor.isoformat())
        self._date(main, self._time(span, since), "since")

    def _beside(self, found: Found, head: Token) -> list[Predicate]:
        """The event noun right before a time ("praised it in a *speech* last week"), and what its when-clause tells.

        The parser hangs the time from noun or verb as it likes, and both happened then.
        """
        first = next((item for item in head.sent if item.idx >= found.span.start and not item.is_space), head)
        at = first.i - 1
        if at >= head.sent.start and self.doc[at].pos_ == "ADP":
            at -= 1
        noun = self._owner.get(at) if at >= head.sent.start else None
        owners = [noun] if noun is not None and noun.token.pos_ == "NOUN" and noun.token.i == at else []
        known = owners and any(item.lower_ == "the" for item in tree.children(owners[0].token, "det"))
        if known and owners[0].token.base == "obj" and owners[0].token.head.i in self._owner:
            owners.append(self._owner[owners[0].token.head.i])  # "*rejected* the proposal in October"
        behind = [item for item in head.sent if item.idx >= found.span.end and not item.is_space and item.text != ","]
        if found.is_short and behind and behind[0].lower_ == "when":
            clause = self._owner.get(behind[0].head.i)  # "only this weekend, when a magazine *cited* papers"
            owners += [clause] if clause is not None and clause.token.i > behind[0].i else []
        return owners

    def _date(self, predicate: Predicate, time: Time, rule: str) -> None:
        """Gives a time to an event that has none, and may have been then."""
        if predicate.token.i not in self.time_of and not self._is_after(predicate, time):
            self.time_of[predicate.token.i] = time.id
            self.dated_by[predicate.token.i] = rule

    def _inserted(self, sent: Run, time: Token, found: Predicate | None) -> Predicate | None:
        """A time between two dashes tells of what is between them: "cast it — after a *strike* on Friday — as a win".

        Gives the event found by the tree, unless that lies outside the dashes and another inside them.
        """
        dashes = [token.i for token in sent if token.text in {"—", "–", "--"}]
        for begin, end in pairwise(dashes):
            if begin < time.i < end and (found is None or not begin < found.token.i < end):
                inside = [item for item in self.predicates if begin < item.token.i < time.i]
                return inside[-1] if inside else found
        return found

    def _head(self, found: Found) -> Token | None:
        words = self.doc.around(found.span.start, found.span.end)
        return words.root if words is not None else None

    def _above(self, token: Token) -> Predicate | None:
        """The first event word above a token, or the token's own.

        "A plan for *yesterday's* march" and "a *2005* law" date march and law alone, even where these are no events.
        """
        before = token.base in {"nummod", "compound", "amod"} and token.i < token.head.i
        if token.dep_ == "nmod:poss" or (before and token.head.pos_ == "NOUN"):
            return self._owner.get(token.head.i)
        for step, item in enumerate([token, *tree.ancestors(token)]):
            if step > MAX_CLIMB:
                return None
            if item.i in self._owner and (step > 0 or item.pos_ == "VERB"):
                return self._owner[item.i]
            if item.pos_ == "VERB" and step > 0:
                led = led_by(item, self._owner)
                if led is None and item.base == "acl" and item.tag_ == "VBN":
                    led = self._owner.get(item.head.i)  # "a *rally* planned for Saturday"
                if led is not None or item.base != "xcomp":
                    return led
            if item.dep_ in {"acl:relcl", "appos"}:
                return None
            if token.base != "nsubj" and (item.head.i == item.i or tree.children(item, "cop")):
                return self._only_below(item)
        return None

    def _only_below(self, noun: Token) -> Predicate | None:
        """The one event noun in a noun clause: "In 2006 the town was the target of an *attack*"."""
        found = [self._owner[item.i] for item in noun.subtree if item.i in self._owner and item.pos_ == "NOUN"]
        return found[0] if len(found) == 1 and noun.pos_ in {"NOUN", "PROPN"} else None

    def _looks_ahead(self, token: Token) -> bool:
        """Whether the clause around a time expression speaks of what is to come."""
        if put_off_until(token) is not None:
            return True
        for item in [token, *tree.ancestors(token)]:
            if item.pos_ not in {"VERB", "AUX"}:
                continue
            if is_when_ahead(item) or (item.tag_ == "VBN" and item.is_a("scheduling")):
                return True
            if item.tag_ == "VBG" and item.base == "xcomp" and item.head is not item:
                continue  # "will begin *returning* on Friday"
            if lies_ahead(item, perhaps=token.base != "nmod:poss"):
                return True
            if item.tag_ == "VB" and any(child.lower_ == "to" for child in tree.children(item, "mark")):
                # "plans to visit on Friday" looks ahead, "tried to storm it on Friday" does not
                past = item.head.tag_ == "VBD" and item.base == "xcomp"
                if not past or self.lexicon.verb(item.head.lemma_.lower()).infinitive.tense is Tense.FUTURE:
                    return True
                continue
            return item.tag_ == "VBZ" and item.lower_ in {"begins", "starts", "opens", "meets"}
        return False

    def _has_just_been(self, head: Token, told: Found, ahead: Found) -> bool:
        """Whether a weekday that was still to come when it was spoken of is over at publication.

        "The bureau said the storm *would land on Monday*", on a Tuesday: of a Monday six days on one writes "next".
        """
        if self.anchor is None or told.earliest is None or told.earliest == ahead.earliest:
            return False
        since = (self.anchor - date.fromisoformat(told.earliest)).days
        return 0 < since <= JUST_BEEN and told.precision is Precision.DAY and was_ahead(head)

    # ------------------------------------------------------------ sharing

    def _share(self, shared: Sequence[tuple[Predicate, Predicate]]) -> None:
        """Coordinated events share a time; so do an event, the one it happens in, its participle and when-clause."""
        self._share_clauses()
        for left, right in shared:
            for one, other in ((left, right), (right, left)):
                if one.token.i in self.time_of and not is_count(one):
                    self._date(other, self._known(self.time_of[one.token.i]), "shared")
        self._share_clauses()

    def _share_clauses(self) -> None:
        for predicate in self.predicates:
            token = predicate.carrier or predicate.token
            if token.pos_ != "VERB":
                continue
            if token.base == "conj":
                first = self._owner.get(tree.first_conjunct(token).i)
                if first is not None and not is_later(token, self.time_of.get(first.token.i), self.times):
                    self._pass_on(first, predicate, before=token.idx)
                    if is_bare_first(first.token, token):  # "beat and robbed him *yesterday*"
                        self._pass_on(predicate, first, after=token.idx)
                elif (opening := self._opening.get(tree.first_conjunct(token).i)) is not None:
                    self._date(predicate, opening, "shared")  # "*In June* they had a quarrel, and he was *arrested*"
            elif token.base == "advcl" and (outer := self._owner.get(token.head.i)) is not None:
                if token.tag_ == "VBG" and not tree.children(token, "mark", "nsubj"):
                    self._pass_on(outer, predicate, before=max(token.idx, outer.token.idx))
                elif any(item.lower_ in {"when", "while"} for item in tree.children(token, "mark", "advmod")):
                    self._pass_on(outer, predicate)
                    self._pass_on(predicate, outer)

    def _pass_on(self, giver: Predicate, taker: Predicate, *, before: int | None = None, after: int = -1) -> None:
        """Gives the time on if it stands where asked, in code points of the article."""
        key = self.time_of.get(giver.token.i)
        if key is None or is_count(giver):
            return
        time = self._known(key)
        start = time.span.start
        if time.precision is Precision.RANGE:
            return  # what has gone on since June need not have begun in June
        if (before is None or start < before) and start > after:
            self._date(taker, time, "shared")

    def _known(self, key: str) -> Time:
        return self.times[int(key[1:]) - 1]


def _was(verb: Token) -> list[Token]:
    return [
        item for item in tree.children(verb, "aux:pass", "aux") if item.lower_ in {"was", "were", "had", "has", "have"}
    ]
