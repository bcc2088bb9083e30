"""Clauses of agencies and local papers, hung from the wrong word or read as no clause at all.

In: a tree. Out: what to change in it. The speaker behind whom somebody else is named ("a lawyer for Berg *said*"), a
clause with "who" behind what is no person ("the body of Lund, *who was shot*"), what a charge says ("on charges *that
he shot* two men"), a plan read as a noun ("Valdano *plans* to cut jobs").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

HELD = frozenset(["captive", "hostage", "prisoner"])
"""What people are held as, without an article."""
PHRASE = frozenset(["for", "of", "to", "with", "from", "at"])
"""Prepositions that open no clause with a finite verb."""


def for_whom(verb: Token) -> Changes:
    """As in "a lawyer *for Olav Lund* said": the preposition was read as a conjunction, and Lund as the subject."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in tree.FINITE or noun.pos_ not in NOUNS or noun.i > verb.i:
        return {}
    marks = [item for item in tree.children(verb, "mark") if item.lower_ in PHRASE]
    subjects = tree.children(verb, *OF_SUBJECT)
    if len(marks) != 1 or len(subjects) != 1 or not noun.i < marks[0].i < subjects[0].i < verb.i:
        return {}
    if marks[0].i + 1 != subjects[0].left_edge.i or "cop" in noun.family or tree.children(noun, *OF_SUBJECT):
        return {}
    main = noun.head is noun or noun.base in {"ccomp", "parataxis", "conj", "advcl"}
    if not main:
        return {}
    above = verb.i if noun.head is noun else noun.head.i
    rest: Changes = {item.i: (verb.i, item.dep_) for item in noun.words if item.i > verb.i}
    return rest | {
        verb.i: (above, noun.dep_),
        noun.i: (verb.i, "nsubj"),
        subjects[0].i: (noun.i, "nmod"),
        marks[0].i: (subjects[0].i, "case"),
    }


def who_of_thing(clause: Token) -> Token | None:
    """As in "the body of *Olav Lund, who* was shot": the person that a clause with "who" is about, and no thing is."""
    thing = clause.head
    if thing.pos_ != "NOUN" or thing.ent_type_ or thing.is_a("person", "politician", "force", "troops", "held_office"):
        return None
    if not any(item.lower_ == "who" for item in tree.children(clause, *OF_SUBJECT)):
        return None
    behind = [item for item in tree.children(thing, "nmod") if item.ent_type_ == "PERSON" and item.i < clause.i]
    return behind[-1] if len(behind) == 1 and behind[0].preposition == "of" else None


def charged_that(clause: Token) -> Changes:
    """As in "on charges *that he killed two men*": with an object of its own it is what the charges say.

    So is what may come: "fears *that Russia would invade*", where "that" was read as what is invaded.
    """
    noun = clause.head
    pronoun = next((item for item in tree.children(clause, "obj") if item.tag_ == "WDT"), None)
    if pronoun is None or pronoun.lower_ != "that" or not tree.children(clause, "nsubj"):
        return {}
    if tree.children(clause, "iobj") or clause.is_a("giving", "naming_as"):
        return {}
    entry = clause.doc.lexicon.noun(noun.lemma_.lower())
    may_come = noun.is_a("feared") and any(item.tag_ == "MD" for item in tree.children(clause, "aux"))
    told = entry.speech or noun.is_a("charge") or entry.effect.certainty is not None
    full = told and len(tree.children(clause, "obj")) > 1
    return {clause.i: (noun.i, "acl"), pronoun.i: (clause.i, "mark")} if full or may_come else {}


def plans_to(noun: Token) -> Changes:
    """As in "Valdano *plans* to cut jobs, the minister said": what somebody says is no bare noun."""
    if noun.tag_ != "NNS" or noun.base != "ccomp" or not noun.is_a("intending") or tree.children(noun, "cop", "det"):
        return {}
    before = noun.doc[noun.i - 1] if noun.i > noun.sent.start else noun
    planned = [item for item in tree.children(noun, "acl", "xcomp") if tree.has_to(item) and item.i > noun.i]
    named = before.ent_type_ in {"ORG", "GPE", "PERSON"} and before.head is noun
    if not planned or not named:
        return {}
    noun.tag_, noun.pos_ = "VBZ", "VERB"
    return {before.i: (noun.i, "nsubj"), planned[0].i: (noun.i, "xcomp")}


def behind_day(name: Token) -> Changes:
    """As in "On Monday *Lia Costa* became president": a name behind a day, read as more of the day."""
    day = name.head
    if (
        name.base != "flat"
        or day.ent_type_ != "DATE"
        or name.name is None
        or name.name is day.name
        or name.i != day.i + 1
    ):
        return {}
    verb = day.head
    if name.ent_type_ not in ACTORS or verb.pos_ != "VERB" or verb.i < name.i or tree.children(verb, *OF_SUBJECT):
        return {}
    return {name.i: (verb.i, "nsubj:pass" if tree.is_passive(verb) else "nsubj")}


def held_so(word: Token) -> Changes:
    """As in "are holding two men *hostage* near Homs": where they are held, and no verb."""
    if word.lower_ == "incommunicado" and word.head.is_a("taking_captive"):
        word.pos_, word.tag_ = "ADV", "RB"
        return {word.i: (word.head.i, "advmod")}
    if word.lower_ not in HELD or word.base == "obj":
        return {}
    verb = word.head if word.base == "xcomp" else next((item for item in tree.ancestors(word.head)), word)
    if verb.pos_ != "VERB" or word.i < verb.i or not verb.is_a("taking_captive"):
        return {}
    word.pos_, word.tag_ = "NOUN", "NN"
    phrases: Changes = {item.i: (verb.i, "obl") for item in tree.children(word, "obl", "nmod") if item.i > word.i}
    return phrases | {word.i: (verb.i, "xcomp")}
