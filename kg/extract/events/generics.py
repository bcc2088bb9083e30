"""What is said of a class, and not of something that happened: "hurricanes *form* over warm water".

In: an event with its arguments. Out: how far it is general. English says what is so of all in the simple present, or
with "can" and "must", of a subject that is no particular one: a bare plural ("mosquitoes *carry* it"), an indefinite
one ("a storm must *sustain* such winds"), a disease ("cholera *spreads* through water"). Headlines and agencies tell
what happened in the same tense ("rebels *control* the town", "police *say*"), so of those who act, of names, and of
what is said to be there, then or so often, nothing is taken away.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from kg.extract.events.mentions import antecedent, content_head
from kg.extract.text import tree
from kg.extract.text.measures import is_time
from kg.extract.text.name_labels import ACTORS, PLACES
from kg.extract.text.outlook import PRESENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token

GENERAL = "general"
"""The word in the rule of an event that may be told of a class."""
ALWAYS = frozenset(["can", "ca", "must"])
"""Modals of what is so; "may" and "could" foretell as often."""
MODALS = ALWAYS | {"may", "might", "could"}
THEN = frozenset(["now", "then", "currently", "already", "still"])
LASTING = frozenset(["within", "for", "after"])
"""Prepositions of how long it takes, whenever it is."""
ANY = frozenset(["any", "every", "each"])
COUNTING = frozenset(["many", "several", "some", "most", "all", "few", "more", "other", "these", "those", "both"])
"""Words before a plural by which it means some that there are, or that were told of."""
SINGULAR = frozenset(["NN"])
ENDS = frozenset([".", "?", "!"])
APART = frozenset(["ccomp", "parataxis", "csubj"])
"""Labels of clauses that tell of something else than the clause above: what somebody says may have happened."""
MAX_CLIMB = 5
PAST = frozenset(["VBD", "VBN"])


class Scope(IntEnum):
    """How far what a clause says is general."""

    OCCURRENCE = 0
    GENERAL = 1
    """It may be told of a class: an event, but the same as nothing that another article tells."""
    CLASS = 2
    """Plainly of a class: no event."""


def without_classes(predicates: Sequence[Predicate]) -> list[Predicate]:
    """The events without those told of a class; the rule of one that may be says so."""
    kept = []
    for predicate in predicates:
        found = scope(predicate)
        if found is Scope.GENERAL:
            predicate.rule += f" {GENERAL}"
        if found is not Scope.CLASS:
            kept.append(predicate)
    return kept


def scope(predicate: Predicate) -> Scope:
    """How far an event is told of a class."""
    word = predicate.token
    if predicate.carrier is not None:
        word = predicate.carrier
    if predicate.type == "STATEMENT" or not _is_in_prose(word):
        return Scope.OCCURRENCE
    found = _of_clause(word) if _is_timeless(word) else _inherited(word)
    if found is Scope.OCCURRENCE and (_is_usual(word) or _is_condition(word)):
        found = Scope.GENERAL
    if found is Scope.CLASS and any(_is_particular(item.token) for item in predicate.arguments):
        return Scope.GENERAL
    return found


def _is_in_prose(word: Token) -> bool:
    """Not in a headline: a full stop ends the sentence."""
    return any(item.text in ENDS for item in word.sent.tokens[-3:])


def _is_timeless(verb: Token) -> bool:
    """Whether a clause is in the simple present, or says what can or must be."""
    auxiliaries = tree.children(verb, "aux", "aux:pass", "cop")
    if not auxiliaries:
        if verb.tag_ == "VB" and verb.base == "conj":
            return _is_timeless(verb.head)
        return verb.tag_ in PRESENT and verb.pos_ in {"VERB", "AUX"}
    first = auxiliaries[0]
    if any(item.tag_ in {"VBN", "VBG"} or item.lemma_.lower() == "have" for item in auxiliaries):
        return False
    if verb.tag_ == "VBG" and verb.pos_ == "VERB":
        return False
    return first.tag_ in PRESENT or first.lower_ in MODALS


def _of_clause(verb: Token) -> Scope:
    """How far a clause in the simple present is general, by its subject and by what it says of when and where."""
    subject = _subject(verb)
    if subject is None:
        return Scope.OCCURRENCE
    if verb.dep_ == "acl:relcl" and _is_introduced(subject):
        return _above(verb)  # "fixed *a flaw that lets* them in" is one flaw
    is_pinned = _is_pinned(verb)
    if _is_usual(verb):
        is_of_all = _is_class(subject) and not (_is_named(subject) or _is_someone(subject) or is_pinned)
        return Scope.CLASS if is_of_all else Scope.GENERAL
    if _by_law(verb):
        return Scope.GENERAL
    return Scope.OCCURRENCE if is_pinned else _of_subject(subject, verb)


def _of_subject(subject: Token, verb: Token) -> Scope:
    """The same of a clause that says neither when nor where, by its subject and modal alone."""
    modals = {item.lower_ for item in tree.children(verb, "aux")} & MODALS
    if _is_named(subject):
        return Scope.OCCURRENCE
    if _is_class(subject) and not _is_someone(subject):
        if _is_introduced(subject) and not modals and not _is_natural(subject):
            return Scope.OCCURRENCE  # "a video shows the raid"
        plain = modals <= ALWAYS and (_is_natural(subject) or (bool(modals) and subject.tag_ in SINGULAR))
        return Scope.CLASS if plain and not tree.children(verb, "mark") else Scope.GENERAL
    if subject.lower_ == "it" or not _is_someone(subject):
        may_be = "can" in modals and (_is_bare(subject) or subject.lower_ == "it")
        return Scope.GENERAL if may_be else Scope.OCCURRENCE
    return Scope.GENERAL if _is_anybody(verb, subject, modals) else Scope.OCCURRENCE


def _inherited(word: Token) -> Scope:
    """Of a noun or a clause below one that is general: "spreads *after contact* with birds", "*by infecting* cells"."""
    if word.base == "amod" or (word.tag_ in PAST and word.base != "acl"):
        return Scope.OCCURRENCE
    if word.pos_ == "VERB" and tree.children(word, "aux", "aux:pass", "nsubj", "nsubj:pass") and not tree.has_to(word):
        return Scope.OCCURRENCE  # "sources say he *is leaving*"
    if word.pos_ == "NOUN" and _is_known(word):
        usual = word.base == "nsubj" and _is_timeless(word.head) and _is_usual(word.head)
        return Scope.GENERAL if usual else Scope.OCCURRENCE  # "the infection is *often* mild"
    if _is_of_rule(word) or _is_what_it_serves(word) or (word.tag_ == "NNS" and _is_usual(word.head)):
        return Scope.GENERAL  # "was rarely hit by *hurricanes*"
    return _above(word)


def _above(word: Token) -> Scope:
    """How far the nearest clause in the simple present above a word is general, as far as the word shares in it."""
    below = word
    for step, above in enumerate(tree.ancestors(word)):
        if step == MAX_CLIMB or below.base in APART:
            break
        if _is_timeless(above):
            found = Scope.GENERAL if _is_needed_for(below, above) else _of_clause(above)
            return found if above.i == word.head.i and word.base == "nsubj" else min(Scope.GENERAL, found)
        if above.tag_ == "VBD" or tree.children(above, "aux", "aux:pass"):
            break
        below = above
    return Scope.OCCURRENCE


def _is_known(noun: Token) -> bool:
    """Whether a determiner, an owner, a number or a date says which one it is, or how many."""
    determiners = {item.lower_ for item in tree.children(noun, "det", "nmod:poss", "nummod")}
    return not determiners <= tree.INDEFINITE or any(is_time(item) for item in tree.children(noun, "nmod", "compound"))


def _subject(verb: Token) -> Token | None:
    """The subject that the clause has in the sentence, of a relative clause the noun; coordinated verbs share it."""
    for _ in range(MAX_CLIMB):
        found = tree.child(verb, "nsubj", "nsubj:pass")
        if found is not None:
            return content_head(antecedent(found))
        if verb.base != "conj" or verb.head.i == verb.i:
            break
        verb = verb.head
    return verb.head if verb.dep_ == "acl:relcl" and verb.head.pos_ == "NOUN" else None


def _is_pinned(verb: Token) -> bool:
    """Whether the clause says when, where or of how many: "flu kills *nine in Peru*", "the storm is moving *now*"."""
    parts = tree.children(verb, "advmod", "obl", "obj", "iobj", "nsubj", "nsubj:pass")
    return any(_says_when(item) or _says_where(item) or _says_how_many(item) for item in parts)


def _says_when(item: Token) -> bool:
    if item.base == "advmod" and item.lower_ in THEN:
        return not _may_be(item.head)  # "an official, who can *then* be removed"
    return is_time(item) and item.preposition not in LASTING


def _says_where(item: Token) -> bool:
    if any(part.ent_type_ in PLACES for part in (item, *tree.children(item, "nmod", "compound"))):
        return True
    there = item.base == "obl" and item.is_a("place_noun")
    return there and tree.is_definite(item)  # "as it spreads across *the country*"


def _says_how_many(item: Token) -> bool:
    return item.base in {"obj", "nsubj"} and bool(tree.children(item, "nummod"))


def _is_class(noun: Token) -> bool:
    """Whether a noun means a class: a bare plural, an indefinite singular, or a disease."""
    determiners = {item.lower_ for item in tree.children(noun, "det", "nmod:poss", "nummod")}
    if _is_sickness(noun):
        return determiners <= tree.INDEFINITE | {"the"} | ANY
    if noun.ent_type_ in ACTORS or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    if noun.doc.lexicon.is_eventive(noun.lemma_.lower()) and not noun.is_a("storm_class") and not _may_be(noun.head):
        return False  # "clashes continue", "a probe is under way" are some that there are
    if noun.tag_ == "NNS":
        return not determiners and not any(item.lower_ in COUNTING for item in tree.children(noun, "amod"))
    return noun.tag_ in SINGULAR and bool(determiners) and determiners <= tree.INDEFINITE | ANY


def _is_bare(noun: Token) -> bool:
    """As in "*death* can occur": a noun without anything that says which."""
    return noun.tag_ == "NN" and not tree.children(noun, "det", "nmod:poss", "nummod")


def _is_usual(verb: Token) -> bool:
    return any(item.is_a("usually") for item in tree.children(verb, "advmod"))


def _may_be(verb: Token) -> bool:
    return any(item.lower_ in ALWAYS for item in tree.children(verb, "aux"))


def _is_introduced(noun: Token) -> bool:
    """As in "a flaw": one, of which this is the first that is told; but any "disease" is the disease."""
    determiners = {item.lower_ for item in tree.children(noun, "det")}
    return noun.tag_ in SINGULAR and bool(determiners) and determiners <= tree.INDEFINITE and not _is_sickness(noun)


def _is_natural(noun: Token) -> bool:
    """Whether it is of a kind that nature has: what is said of it in the present is said of all."""
    return noun.is_a("animal", "storm_class", "remedy") or _is_sickness(noun)


def _is_named(noun: Token) -> bool:
    return (noun.ent_type_ in ACTORS or noun.pos_ == "PROPN") and not _is_sickness(noun)


def _is_sickness(noun: Token) -> bool:
    return noun.pos_ in {"NOUN", "PROPN"} and noun.doc.lexicon.is_a(noun.lower_, "sickness")


def _is_anybody(verb: Token, noun: Token, modals: set[str]) -> bool:
    """As in "*any person* enters", "people *who drink it* die", "*an official* can be removed": whoever it may be."""
    determiners = {item.lower_ for item in tree.children(noun, "det")}
    if determiners & ANY or (determiners and determiners <= tree.INDEFINITE and modals & ALWAYS):
        return True
    if not noun.is_a("whoever") or tree.children(noun, "nummod", "nmod:poss") or "the" in determiners:
        return False
    return any(_is_timeless(item) for item in tree.children(noun, "acl:relcl"))


def _is_of_rule(noun: Token) -> bool:
    """As in "the limit for *a storm* of that kind is 130 mph": one of a kind, of which a measure or rule is told."""
    head = noun.head
    is_of = noun.base == "nmod" and noun.tag_ in SINGULAR and tree.preposition(noun) in {"for", "of"}
    if not is_of or head.base != "nsubj" or not any(item.lower_ in tree.INDEFINITE for item in noun.words):
        return False
    return "cop" in head.head.family and _is_timeless(head.head)


def _is_what_it_serves(noun: Token) -> bool:
    """As in "a scale used for classifying *storms*": all that there are."""
    verb = noun.head
    serves = noun.tag_ == "NNS" and noun.base == "obj" and verb.tag_ == "VBG" and verb.head.is_a("using")
    return serves and any(item.lower_ == "for" for item in tree.children(verb, "mark", "case"))


def _is_condition(verb: Token) -> bool:
    """As in "can be removed *if two thirds vote for it*": the condition of what is general."""
    main = verb.head
    conditional = verb.base == "advcl" and any(item.lower_ in {"if", "unless"} for item in tree.children(verb, "mark"))
    return conditional and _is_timeless(verb) and _is_timeless(main) and _of_clause(main) is not Scope.OCCURRENCE


def _is_needed_for(word: Token, above: Token) -> bool:
    """As in "a majority is needed *to impeach* an official"."""
    return word.base in {"xcomp", "advcl"} and word.head.i == above.i and above.is_a("needing") and tree.has_to(word)


def _is_someone(token: Token) -> bool:
    head = content_head(token)
    return head.ent_type_ in ACTORS or head.pos_ == "PRON" or head.is_a("acting")


def _is_particular(token: Token) -> bool:
    """Whether a filler is a name, or people of whom it is said which or how many they are."""
    head = content_head(token)
    return head.ent_type_ in ACTORS or (head.is_a("acting") and _is_known(head))


def _by_law(verb: Token) -> bool:
    """As in "*under the constitution* the house impeaches and the senate tries him": what a rule says."""
    clauses = (verb, tree.first_conjunct(verb)) if verb.base == "conj" else (verb,)
    if any(item.is_a("law") for item in tree.children(verb, "nsubj")):
        return verb.is_a("needing")  # "*the constitution requires* both houses to confirm them"
    return any(
        item.is_a("law") and tree.preposition(item) in {"under", "by", "according to"}
        for clause in clauses
        for item in tree.children(clause, "obl")
    )
