"""What happens in a place that the sentence names as something else than where it was.

In: the events of one Doc. Out: (event, the token that names its place, the rule that found it). The rules:

    host      the place is said to see, hold or suffer it: "*Paris* saw clashes", "floods ravaged *Pakistan*", "*Kidal*
              was the scene of fighting"
    there     somebody is there, or goes there, for it: "was in *Geneva* for talks", "flew to *Malta* to meet migrants"
    phrase    it is said to be the first or worst there: "the attack was the deadliest *in Mali*"
    of        the land whose it is: "*Iraq's* elections", "the *Libyan* uprising"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.circumstances.leading import led_by
from kg.extract.text import tree
from kg.extract.text.name_labels import AREAS, PLACES
from kg.extract.text.place_words import is_place, named_place

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token

Found = tuple["Predicate", "Token", str]

SEEN = frozenset(
    ["ASSAULT", "COERCE", "PROTEST", "GATHER", "ACCIDENT", "CRIME", "DISASTER", "ELECTION", "MOBILIZE"],
)
"""Types of what a place sees or suffers: "saw clashes", but it makes a deal, and its own losses may be far from it."""
DESTINATION = frozenset(["in", "into", "to"])
MET = frozenset(["CONSULT", "GATHER", "PROTEST"])
"""Types of what people come together for, and do there: "met in *Geneva* to discuss it"."""
IN_WHICH = frozenset(
    ["in", "at", "near", "inside", "outside", "on", "across", "throughout", "around", "along", "within"]
)
NEAR = 10
"""Words before "where" among which the place is said that it means."""
GONE = frozenset(["MOVE", "RETREAT", "MOBILIZE", "AID"])
"""Types of what takes somebody somewhere, where more is done."""
HARM = frozenset(["ACCIDENT", "ASSAULT", "CASUALTY", "COERCE"])
SUFFERED = frozenset(["ACCIDENT", "CASUALTY"])
"""Types of what befalls somebody also where the verb is no passive."""
UPHEAVALS = frozenset(["ASSAULT", "COERCE", "DISASTER", "PROTEST"])
"""Types of what has gone on since: "since the invasion"."""
OWNED = frozenset(["DISASTER", "ELECTION"])
"""Types of what is of a land by being there: "*Nigeria's* floods", but "*Russia's* strike"."""


def venues(predicates: Sequence[Predicate], owner: Mapping[int, Predicate], known: Container[int]) -> Iterator[Found]:
    """The places of the events that are not in `known`, which are those with a place by index of the trigger."""
    for predicate in predicates:
        word = predicate.token
        if word.pos_ not in {"NOUN", "VERB"}:
            continue
        if word.pos_ == "NOUN" and predicate.slots is None:
            yield from _hosted(predicate, owner)
            if predicate.token.i not in known:
                yield from ((predicate, item, "of") for item in _land_of(predicate))
        if predicate.token.i not in known and (place := _gone_to(predicate, owner)) is not None:
            yield predicate, place, "there"


LEFT_FROM = frozenset(["MOVE", "RETREAT"])
"""Types of what takes one away from where it began."""


def one_after_other(
    predicates: Sequence[Predicate], owner: Mapping[int, Predicate]
) -> Iterator[tuple[Predicate, Predicate]]:
    """(an event, one that was where it was), of what is told to have led to it or to have gone on since.

    "*Died* after a *fall* in Leeds", "were *arrested* in Minsk since the *protests* began".
    """
    for predicate in predicates:
        verb = predicate.token
        if verb.pos_ != "VERB" or predicate.type not in HARM:
            continue
        for item in tree.children(verb, "advcl", "obl"):
            word = item.preposition or next((mark.lower_ for mark in tree.children(item, "mark")), "")
            if word not in {"after", "since"}:
                continue
            before = owner.get(item.i) or (led_by(item, owner) if item.pos_ == "VERB" else None)
            if before is None or before.type in LEFT_FROM:
                continue  # "came down minutes after *taking off* from Tehran"
            if word == "since" and before.type in UPHEAVALS:
                yield predicate, before
            elif word == "after" and (predicate.type in SUFFERED or tree.is_passive(verb)):
                yield before, predicate


def relative_place(verb: Token) -> Token | None:
    """The place that a relative clause is about: "the village *in which* it happened", "Oslo, *where* they met"."""
    if verb.base not in {"acl", "advcl"}:
        return None
    where = next((item for item in tree.children(verb, "advmod") if item.lower_ == "where"), None)
    if verb.dep_ == "acl:relcl" and is_place(verb.head):
        which = any(
            item.lower_ == "which" and tree.preposition(item) in IN_WHICH for item in tree.children(verb, "obl")
        )
        return named_place(verb.head) if where is not None or which else None
    if where is None or where.i == 0 or where.nbor(-1).text != ",":
        return None
    for item in reversed(verb.doc[max(where.sent.start, where.i - NEAR) : where.i]):
        if item.ent_type_ in PLACES:  # "to *Abuja*, the capital, on Monday, where they met"
            return item.name.root if item.name is not None else item
    return None


def _hosted(predicate: Predicate, owner: Mapping[int, Predicate]) -> Iterator[Found]:
    """The place that an event noun's governor says it is of, for the noun and for a verb that tells of it."""
    noun = _whole(predicate.token)
    verb = noun.head
    if verb is noun:
        return
    if verb.is_a("ravaging") and predicate.type in SEEN and (place := _ravaged(noun, verb)) is not None:
        if verb.i in owner and owner[verb.i] is not predicate:
            yield owner[verb.i], place, "host"
        if noun.dep_ == "nsubj" or not tree.is_definite(noun):  # "Fuyang was hit by *the outbreak*", as others were
            yield predicate, place, "host"
    elif (place := _host(predicate, noun)) is not None:
        yield predicate, place, "host"
    elif noun.dep_ == "nsubj" and verb.pos_ == "ADJ" and _is_superlative(verb) and tree.children(verb, "cop"):
        inside = [item for item in tree.children(verb, "obl") if tree.preposition(item) in {"at", "in"}]
        if (place := _first_place(inside)) is not None:
            yield predicate, place, "phrase"


def _ravaged(noun: Token, verb: Token) -> Token | None:
    """What an explosion rocks, or a flood hits: "rocked *Lima*", "*Lima* was hit by a flood"."""
    if noun.dep_ == "nsubj":
        return _first_place(tree.children(verb, "obj"))
    if noun.base == "obl" and tree.preposition(noun) in {"by", "with"}:
        return _first_place(tree.children(verb, "nsubj:pass"))
    return None


def _host(predicate: Predicate, noun: Token) -> Token | None:
    """The place that hosts or sees an event, comes under it, or is the scene of it."""
    verb = noun.head
    if noun.base == "obj":
        sees = predicate.type in SEEN and verb.is_a("witnessing") and not tree.is_definite(noun)
        return _first_place(_subjects(verb)) if sees or verb.is_a("hosting") else None
    under = noun.base == "obl" and verb.lemma_ == "come" and tree.preposition(noun) == "under"
    scene = noun.base == "nmod" and verb.is_a("scene") and tree.preposition(noun) == "of"
    if (under and predicate.type in SEEN) or (scene and tree.children(verb, "cop")):
        return _first_place(tree.children(verb, "nsubj"))
    for clause in tree.children(predicate.token, "acl", "acl:relcl"):
        if predicate.type in SEEN and clause.is_a("ravaging") and clause.tag_ != "VBN":
            return _first_place(tree.children(clause, "obj"))  # "the violence *gripping Haiti*"
        if clause.is_a("hosting") and clause.tag_ == "VBN":  # "talks *hosted by China*"
            return _first_place(tree.children(clause, "obl:agent"))
    return None


def _whole(noun: Token) -> Token:
    """The noun that stands for it: "a wave *of strikes*", "weeks *of protests*", "violence and *looting*"."""
    noun = tree.first_conjunct(noun)
    while noun.base == "nmod" and tree.preposition(noun) == "of" and noun.head.is_a("stretch", "partitive"):
        noun = noun.head
    return noun


def _subjects(verb: Token) -> Sequence[Token]:
    """The subjects of a verb: of "Paris, *which hosted* the games" it is Paris."""
    subjects = tree.children(verb, "nsubj")
    if verb.dep_ == "acl:relcl" and any(item.tag_ == "WDT" for item in subjects):
        return (verb.head,)
    return subjects


def _first_place(tokens: Sequence[Token]) -> Token | None:
    return next((named_place(item) for item in tokens if is_place(item)), None)


def _is_superlative(word: Token) -> bool:
    """As in "the *first* in Kuwait", "the *deadliest* in Mali"."""
    best = word.tag_ == "JJS" or word.lower_ in {"first", "second", "third", "last"}
    return best and any(item.lower_ == "the" for item in tree.children(word, "det"))


def _gone_to(predicate: Predicate, owner: Mapping[int, Predicate]) -> Token | None:
    """Where somebody is, or goes, for the event: "is in *Geneva* for talks", "flew to *Malta* to meet migrants"."""
    word = predicate.token
    if word.pos_ == "NOUN":
        if word.base not in {"obl", "nmod"} or tree.preposition(word) not in {"during", "for"}:
            return None
    elif not _is_aim(word) or predicate.entry.speech:
        return None
    at = word.head
    if at.i > word.i:
        return None
    if tree.children(at, "cop"):
        there = tree.preposition(at) in {"at", "in"} and bool(tree.children(at, "nsubj")) and is_place(at)
        return named_place(at) if there else None
    going = owner.get(at.i)
    if going is not None and going.type in MET and word.pos_ == "VERB":
        return _first_place([item for item in tree.children(at, "obl") if tree.preposition(item) in {"at", "in"}])
    if going is None or going.type not in GONE or predicate.type in GONE - {"AID"}:
        return None
    goals = [item for item in tree.children(at, "obl") if tree.preposition(item) in DESTINATION and item.i < word.i]
    return _first_place(goals)


def _is_aim(verb: Token) -> bool:
    """As in "to *meet* migrants"; what one goes away for was where one was: "flew to Oslo to *escape* the war"."""
    if verb.tag_ != "VB" or verb.base not in {"advcl", "acl"} or verb.is_a("fleeing", "preventing"):
        return False
    return any(item.lower_ == "to" for item in tree.children(verb, "mark"))


def _land_of(predicate: Predicate) -> Iterator[Token]:
    """The land of an election, a disaster or an upheaval, which is where it is: "the *Libyan* uprising"."""
    noun = predicate.token
    if predicate.type not in OWNED and not (noun.is_a("upheaval") or _is_civil_war(noun)):
        return
    for item in tree.children(noun, "nmod:poss", "compound", "amod"):
        people = item.ent_type_ == "NORP" and item.base == "amod" and not item.is_a("regional")
        land = item.ent_type_ in AREAS or people
        if land or (item.base == "nmod:poss" and not item.ent_type_ and item.is_a("referred_place")):
            yield named_place(item) if item.ent_type_ in PLACES or item.base == "nmod" else item


def _is_civil_war(noun: Token) -> bool:
    return noun.lemma_.lower() == "war" and any(item.lower_ == "civil" for item in tree.children(noun, "amod"))
