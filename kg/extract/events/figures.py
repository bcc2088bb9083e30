"""Words that tell of no occurrence though they look it: figures of speech, and what something is only called.

In: an event with its reading and arguments. Out: whether to leave it out. What is felt or thought is moved by nobody in
"the strike will *harden* sentiment" and does nothing itself in "tensions *flared*"; that a thing props somebody up is a
view of its effect. What something is seen or described as happens no second time ("hailed the raid *as a blow*"), and a
restriction that one keeps to, or "whose *imposition*" is told of, is the restriction itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate, Slots
    from kg.extract.events.readings import Reader
    from kg.extract.text.tokens import Token

MAX_CLIMB = 4


def is_figure(predicate: Predicate, reader: Reader) -> bool:
    """Whether it is a figure of speech, a view of an effect, or a word for what has been told."""
    if predicate.slots is None:
        noun = predicate.token
        return _is_swelling(noun) or (predicate.carrier is None and _is_named_only(noun))
    verb = predicate.token
    if predicate.entry.speech:
        return _would_tell_you(verb)
    if predicate.type != "OTHER" or any(reader.names_someone(item) for item in predicate.fillers(Role.AGENT)):
        return False
    moved = predicate.slots.object or predicate.fillers(Role.PATIENT)
    if not moved or _are_moods(moved):
        return bool(moved)
    return _is_propping(verb) and any(reader.names_someone(item) for item in predicate.slots.object)


def tells_nothing(predicate: Predicate) -> bool:
    """A noun for some act or occurrence that nobody does and nothing undergoes: "the *move*", "in an *effort* to".

    What is done is told elsewhere; a verb that carries the noun says at least that it takes place.
    """
    if predicate.token.is_a("cast") and tree.children(predicate.token, "nummod") and predicate.slots is None:
        return True  # "won with *92,000 votes*" counts them
    bare = predicate.type == "OTHER" and predicate.slots is None and not predicate.arguments
    return bare and predicate.carrier is None and predicate.token.is_a("pointing")


def is_quality(word: Token) -> bool:
    """What can only be done to people, before a thing: "*elected* office", "*forced* entry"."""
    noun = word.head
    of_thing = noun.pos_ == "NOUN" and not noun.ent_type_ and not noun.is_a("acting", "captive")
    return of_thing and word.base == "amod" and word.doc.lexicon.is_a(word.lower_, "befalling_people")


def is_judged(verb: Token, slots: Slots) -> bool:
    """As in "the raid *was seen* as a breach": nobody witnesses it there."""
    return slots.passive and verb.is_a("viewing") and any(prep == "as" for prep, _ in slots.obliques)


def _are_moods(nouns: Sequence[Token]) -> bool:
    return all(item.is_a("mood") and not item.ent_type_ for item in nouns)


def _is_propping(verb: Token) -> bool:
    particles = [item.lower_ for item in tree.children(verb, "compound:prt")]
    return verb.doc.lexicon.is_a("+".join([verb.lemma_.lower(), *particles]), "propping")


def _would_tell_you(verb: Token) -> bool:
    """As in "anyone *would tell you* that": nobody has."""
    if not verb.is_a("telling") or verb.i + 1 == len(verb.doc) or verb.nbor(1).lower_ != "you":
        return False
    return any(item.lower_ in {"will", "would", "'ll", "’ll", "can", "could"} for item in tree.children(verb, "aux"))


def _is_swelling(noun: Token) -> bool:
    """As in "a *surge* of anger"."""
    if not noun.is_a("swelling"):
        return False
    of = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"]
    return bool(of) and _are_moods(of)


def _is_named_only(noun: Token) -> bool:
    """A word for what has been told, or for what is in force."""
    owners = tree.children(noun, "nmod:poss")
    if owners:
        return noun.is_a("performing") and owners[0].lower_ == "whose"
    return _is_kept_to(noun) or _is_seen_as(_named_by(noun))


def _is_kept_to(noun: Token) -> bool:
    """As in "would no longer abide by *restrictions*": what is in force."""
    return noun.tag_ == "NNS" and noun.is_a("norm") and noun.base in {"obj", "obl"} and noun.head.is_a("complying")


def _named_by(noun: Token) -> Token:
    """The noun that a word for something begins with: "an *act* of revenge", "a *blow*, the first defeat"."""
    for _ in range(MAX_CLIMB):
        first = tree.first_conjunct(noun)
        noun = noun if first.pos_ == "VERB" else first
        of = noun.base == "nmod" and tree.preposition(noun) == "of" and noun.head.is_a("act_of")
        if not of and noun.base != "appos":
            break
        noun = noun.head
    return noun


def _is_seen_as(noun: Token) -> bool:
    """As in "described the arrest *as an act* of revenge", wherever the phrase was hung."""
    if not any(item.lower_ == "as" for item in tree.children(noun, "case", "mark")):
        return False
    for step, item in enumerate(tree.ancestors(noun)):
        if item.is_a("viewing"):
            return True
        if step == MAX_CLIMB or (item.pos_ == "VERB" and item.i < noun.i):
            return False
    return False
