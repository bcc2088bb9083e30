"""Events that happen together, so that a time or place said of one holds for the other.

Pairs of events of one Doc: what is done in an event ("*killed* in a *strike*"), what an event does ("Friday's *bombing
killed* twelve", "the *quake* that *destroyed* the port"), what one takes part in ("*attended* a *rally*"), and what
describes a party to it ("a *strike* on a convoy *carrying* him away"). And sayings that follow each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.misread import is_gapped
from kg.extract.sources.speech import SIDES
from kg.extract.text import tree
from kg.extract.text.harm import VIOLENT
from kg.model import Precision, Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token
    from kg.model import Time

Pair = tuple["Predicate", "Predicate"]

IN_EVENT = frozenset(["amid", "by", "during", "in", "over", "with"])
"""Prepositions of an event that another one happens in."""
HARMS = VIOLENT | {"COERCE"}
"""Types of what is told of one raid: "*killed* two and *seized* six"."""
GOES_ON = 2
"""Sentences after a saying in which its speaker goes on."""
GOES_ON_ALSO = 6
"""The same where the speaker does something "also"."""
SAYING = frozenset(["STATEMENT", "CONSULT", "GATHER"])
"""Types of the occasions on which something is said: "said at a *conference*"."""


def in_one_place(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> list[Pair]:
    """Pairs that happen at one spot; `owner` has the event of each trigger and carrier by index of its token."""
    return [
        *happens_in(predicates),
        *_in_description(predicates),
        *_attended(predicates, owner),
        *_said_at(predicates, owner),
        *_speaking_first(predicates, owner),
        *_harmed_beside(predicates, owner),
    ]


def at_one_time(
    predicates: Sequence[Predicate], owner: Mapping[int, Predicate], *, together: Sequence[Pair]
) -> list[Pair]:
    """Pairs that happen at one time: those of one spot, and harm with what does it, which may be far from it."""
    return [*together, *_done_by(predicates, owner)]


def happens_in(predicates: Sequence[Predicate]) -> list[Pair]:
    """(event, the event it happens in): "*killed* in a *strike*", "*died* in the *crash*"."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    pairs = []
    for outer in predicates:
        token = outer.token
        if token.base in {"obl", "nmod"}:
            at = token
            while at.base == "nmod" and tree.preposition(at) == "of" and _is_stretch(at.head):
                at = at.head  # "in days *of fighting*", "in a series *of bombings*"
            if tree.preposition(at) not in IN_EVENT:
                continue
            inner = by_token.get(at.head.i)
            if inner is not None and inner is not outer and inner.type in VIOLENT:
                pairs.append((inner, outer))
                first = by_token.get(inner.token.head.i) if is_gapped(inner.token) else None
                if first is not None and first.type in VIOLENT:  # "two were *killed* and three hurt in a raid"
                    pairs.append((first, outer))
    return pairs


def _is_stretch(noun: Token) -> bool:
    return noun.lemma_.lower() in tree.TIME_NOUNS or noun.is_a("partitive")


def _in_description(predicates: Sequence[Predicate]) -> list[Pair]:
    """(event in a participle, event whose filler it describes): "a *strike* on a convoy *carrying* him away"."""
    describing = [item for item in predicates if item.token.tag_ == "VBG" and item.token.dep_ == "acl"]
    pairs = []
    for outer in predicates if describing else ():
        fillers = {argument.token.i for argument in outer.arguments}
        pairs += [(inner, outer) for inner in describing if inner.token.head.i in fillers]
    return pairs


def _done_by(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> Iterator[Pair]:
    """(harm, the violent event that does it), as its subject or as what its relative clause is about."""
    for predicate in predicates:
        verb = predicate.token
        harms = predicate.type in VIOLENT or verb.is_a("harming")
        if predicate.slots is None or not harms or verb.tag_ not in {"VBD", "VBN"}:
            continue
        doers = list(predicate.slots.subject)
        if verb.dep_ == "acl:relcl" and any(item.lower_ in {"that", "which"} for item in tree.children(verb, "nsubj")):
            doers.append(verb.head)
        for doer in doers:
            event = owner.get(doer.i)
            if event is not None and event.slots is None and event.type in VIOLENT and event is not predicate:
                yield predicate, event
                break


def _harmed_beside(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> Iterator[Pair]:
    """(harm, harm told after "and"): "one was *killed* and two *wounded* in Tyre", "*killed* two and *hurt* six"."""
    for second in predicates:
        verb = second.token
        if verb.base != "conj" or second.slots is None or second.type not in HARMS:
            continue
        first = owner.get(verb.head.i)
        if first is None or first.slots is None or first.type not in HARMS or first.token.i > verb.i:
            continue
        own = any(item.dep_ == "nsubj" for item in tree.children(verb, "nsubj"))
        if any(noun.i < verb.i for _, noun in first.slots.obliques):
            continue  # "kidnapped them *from a market* and bombed a hotel in Tyre"
        left_out = not own and not tree.children(verb, "aux", "aux:pass")
        joined = verb.left_edge.lower_ == "and" or any(item.lower_ == "and" for item in tree.children(verb, "cc"))
        counts = [item for item in tree.children(verb, "nsubj:pass") if _is_number(item)]
        counted = bool(counts) and not first.slots.obliques  # "11 lost their lives and *dozens* were hurt when …"
        apart = any(item.text == "," for item in verb.doc[first.token.i : verb.i])
        if (left_out or (counted and not apart)) and joined:
            yield first, second


def _is_number(noun: Token) -> bool:
    return noun.tag_ == "CD" or noun.is_a("partitive") or "nummod" in noun.family


def _attended(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> Iterator[Pair]:
    """(taking part, the event that one takes part in)."""
    for predicate in predicates:
        if predicate.slots is None or not predicate.token.is_a("attending"):
            continue
        for target in predicate.slots.object:
            event = owner.get(target.i)
            if event is not None and event.slots is None and event is not predicate:
                yield predicate, event


def _said_at(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> Iterator[Pair]:
    """(saying, the occasion on which it is said): "said in a *speech*"; not what the saying is about."""
    for occasion in predicates:
        token = occasion.token
        if occasion.slots is not None or occasion.type not in SAYING or token.base != "obl":
            continue
        saying = owner.get(token.head.i)
        if saying is None or saying.slots is None or not saying.entry.speech or saying is occasion:
            continue
        if tree.preposition(token) in {"in", "at", "during"} and not is_known(token):
            yield saying, occasion


def _speaking_first(predicates: Sequence[Predicate], owner: Mapping[int, Predicate]) -> Iterator[Pair]:
    """(saying, the speaking before it): "*speaking* to reporters in Oslo on Monday, Lund *said* …"."""
    for predicate in predicates:
        verb = predicate.token
        if verb.tag_ != "VBG" or verb.base != "advcl" or not predicate.entry.speech or verb.i > verb.head.i:
            continue
        saying = owner.get(verb.head.i)
        if saying is not None and saying.entry.speech and not tree.children(verb, "mark", "nsubj"):
            yield saying, predicate


def in_turn(predicates: Sequence[Predicate], quoted: Container[int]) -> Iterator[Pair]:
    """(saying, the next one of the same speaker, soon after it): "*said* that …. He also *condemned* …"."""
    last: dict[str, Predicate] = {}
    spoke = ""
    for predicate in sorted(predicates, key=lambda item: item.token.i):
        agents = predicate.fillers(Role.AGENT)
        if predicate.token.i in quoted or not agents or not _is_saying(predicate):
            continue
        name = tree.called(agents[0])
        if agents[0].ent_type_ == "PERSON":
            name = name.split()[-1]  # "Ana Lindt" first, "Lindt" later
        speaker = spoke if agents[0].lower_ in {"he", "she"} else name
        before = last.get(speaker)
        also = any(item.lower_ in {"also", "further"} for item in tree.children(predicate.token, "advmod"))
        reach = GOES_ON_ALSO if also else GOES_ON
        if before is not None and 0 < predicate.token.sent.number - before.token.sent.number <= reach:
            yield before, predicate
        last[speaker], spoke = predicate, speaker


def _is_saying(predicate: Predicate) -> bool:
    """A verb of the writer's own that says what somebody said: told in the past, and in no clause below another."""
    verb = predicate.token
    if predicate.slots is None or verb.tag_ != "VBD" or not (predicate.entry.speech or predicate.type in SIDES):
        return False
    return verb.base in {"root", "ROOT", "conj", "parataxis"}


def is_count(predicate: Predicate) -> bool:
    """As in "*the toll rose* to 135 on Wednesday, and 500 people were hurt": they were counted then, not hurt."""
    return any(noun.is_a("count_of_harm") for noun in predicate.fillers(Role.PATIENT))


def is_known(noun: Token) -> bool:
    """Whether the noun means one that was told before."""
    return any(item.lower_ in {"the", "that", "this", "those"} for item in tree.children(noun, "det"))


def is_bare_first(first: Token, second: Token) -> bool:
    """Whether nothing but a particle stands between the first of two verbs and the conjunction before the second."""
    between = first.doc[first.i + 1 : second.i]
    return first.i < second.i and all(item.base in {"cc", "compound:prt", "advmod"} for item in between)


def is_later(verb: Token, key: str | None, times: Sequence[Time]) -> bool:
    """As in "led the union in 1961 and *later* sued it": not in that year, while a day or month may be the same."""
    words = [item for item in tree.children(verb, "advmod") if item.i and item.nbor(-1).lemma_ not in tree.TIME_NOUNS]
    # and not "six *days* later"
    later = any(item.lower_ in {"eventually", "later", "subsequently"} for item in words)
    return later and key is not None and times[int(key[1:]) - 1].precision is Precision.YEAR
