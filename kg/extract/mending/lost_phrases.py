"""Phrases on the wrong word: what is pending, what stands behind "in absentia", clauses about a noun before its date.

In: a tree. Out: what to change in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.measures import TIME_WORDS
from kg.extract.text.name_labels import TIMES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token


GERUNDS = frozenset(["amod", "compound"])
"""How a gerund before its object is read: "*burning* homes"."""


def pending(word: Token) -> Changes:
    """As in "was jailed *pending trial*": until then, and no trial is jailed."""
    noun = word.head
    if word.lower_ != "pending":
        return {}
    if word.base == "advcl" and word.tag_ == "VBG" and noun.pos_ == "VERB":  # "was freed*, pending* an appeal"
        objects = tree.children(word, "obj")
        if len(objects) != 1 or tree.children(word, *OF_SUBJECT, "aux") or objects[0].i < word.i:
            return {}
        word.pos_, word.tag_ = "ADP", "IN"
        rest = {item.i: (objects[0].i, item.dep_) for item in word.words if item is not objects[0]}
        return {word.i: (objects[0].i, "case"), objects[0].i: (noun.i, "obl"), **rest}
    if word.base not in {"amod", "compound", "case"} or noun.base not in {"obj", "xcomp"}:
        return {}
    verb = noun.head
    if verb.pos_ != "VERB" or not tree.is_passive(verb) or any(item.i < word.i for item in noun.words):
        return {}
    word.pos_, word.tag_ = "ADP", "IN"
    return {word.i: (noun.i, "case"), noun.i: (verb.i, "obl")}


def behind_manner(phrase: Token) -> Changes:
    """As in "the arrest *in absentia* of Jo Lund", "the death in custody *of a nurse*": the noun before is of him."""
    manner = phrase.head
    if phrase.base != "nmod" or tree.preposition(phrase) != "of" or not manner.is_a("manner"):
        return {}
    noun = manner.head
    bare = (
        manner.base == "nmod"
        and tree.preposition(manner) in {"in", "on"}
        and not tree.children(manner, "det", "nmod:poss")
    )
    return {phrase.i: (noun.i, "nmod")} if bare and noun.pos_ in NOUNS and noun.i < manner.i else {}


def of_noun_before(clause: Token) -> Changes:
    """As in "sanctions on *firms* it accuses of spying": without a pronoun it is about the noun right before it."""
    subjects = tree.children(clause, "nsubj")
    if clause.dep_ != "acl:relcl" or len(subjects) != 1 or subjects[0].i > clause.i:
        return {}
    first = min(item.i for item in subjects[0].subtree)
    before = clause.doc[first - 1] if first else clause
    if subjects[0].tag_ in {"WP", "WDT"} or not (before.pos_ == "NOUN" and before.i > clause.head.i):
        return {}
    if (
        before.ent_type_
        or not before.text.islower()
        or before.base not in {"nmod", "obl", "obj"}
        or clause.head.i not in _above(before)
    ):
        return {}
    return {clause.i: (before.i, "acl:relcl")}


def _above(noun: Token) -> list[int]:
    return [item.i for item in tree.ancestors(noun)]


def announced_behind(clause: Token) -> Changes:
    """As in "Chad hanged seven men, *the ministry announced*": behind a comma nothing is about the men."""
    subjects = tree.children(clause, *OF_SUBJECT)
    if clause.dep_ != "acl:relcl" or len(subjects) != 1 or tree.children(clause, "obj", "ccomp", "mark", "advmod"):
        return {}
    first = subjects[0].left_edge
    said = clause.doc.lexicon.verb(clause.lemma_.lower()).speech and clause.tag_ in tree.FINITE
    if not said or subjects[0].pos_ not in NOUNS or subjects[0].i > clause.i or comma_before(first) is None:
        return {}
    above = (item for item in tree.ancestors(clause) if item.pos_ == "VERB" or "cop" in item.family)
    main = next((item for item in above if item.tag_ in tree.FINITE or "cop" in item.family), None)
    if main is None or main.head is not main or main.i > first.i:
        return {}
    behind = [item for item in clause.doc[clause.i + 1 : clause.sent.end] if not item.is_punct]
    if any(item.i > clause.right_edge.i for item in behind):
        return {}
    ends = {item.i: (clause.i, item.dep_) for item in main.words if item.is_punct and item.i > clause.i}
    return {clause.i: (clause.i, main.dep_), main.i: (clause.i, "ccomp"), **ends}


def gerund_beside(verb: Token) -> Changes:
    """As in "accused troops of *burning homes* and *raping* women": a second gerund tells that the first is one.

    No gerund stands beside a finite verb, so whoever accuses has not raped.
    """
    main = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "conj" or main.tag_ not in tree.FINITE or main.i > verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark") or not tree.children(verb, "cc"):
        return {}
    for first in verb.doc[main.i + 2 : verb.i - 1]:
        noun, case = first.head, first.nbor(-1)
        if first.tag_ not in {"VBG", "JJ", "NN"} or not first.lower_.endswith("ing") or first.base not in GERUNDS:
            continue
        if case.base != "case" or case.head is not noun or noun.i < first.i or noun.pos_ not in NOUNS:
            continue
        above = noun.head if noun.base in {"nmod", "obl"} else None
        if above is None or (main.i != above.i and main.i not in _above(above)):
            continue
        first.pos_, first.tag_ = "VERB", "VBG"
        return {
            first.i: (main.i, "advcl"),
            case.i: (first.i, "mark"),
            noun.i: (first.i, "obj"),
            verb.i: (first.i, "conj"),
        }
    return {}


def dated_noun(clause: Token) -> Token | None:
    """As in "two *votes* since 1998, which the party won": what a clause tells of, and not when that was."""
    time = clause.head
    dated = time.tag_ == "CD" or time.lemma_.lower() in tree.TIME_NOUNS or time.text in TIME_WORDS
    if time.ent_type_ not in TIMES or not dated or time.base not in {"nmod", "obl"} or "cop" in clause.family:
        return None
    if not any(item.lower_ in {"which", "who"} for item in tree.children(clause, "obj", *OF_SUBJECT)):
        return None
    if time.base == "nmod":
        return time.head if time.head.pos_ in NOUNS else None
    before = [item for item in tree.children(time.head, "obj", "obl", *OF_SUBJECT) if item.i < time.i]
    nouns = [item for item in before if item.pos_ in NOUNS and item.ent_type_ not in TIMES]
    return nouns[-1] if nouns else None


def named_as(person: Token) -> Changes:
    """As in "named *Jo Lund* as its head", read as what somebody is named: he is who is named."""
    verb = person.head
    if not person.ent_type_ or person.pos_ != "PROPN":
        return {}
    if not verb.is_a("naming_as") or person.i < verb.i or tree.is_passive(verb) or tree.children(verb, "obj", "iobj"):
        return {}
    roles = [item for item in tree.children(verb, "obl") if item.i > person.i and tree.preposition(item) == "as"]
    # "named Jo Lund *chief executive*"
    offices = [item for item in tree.children(verb, "xcomp") if item.i > person.i and item.is_a("office", "executive")]
    return {person.i: (verb.i, "obj")} if roles or (offices and not offices[0].preposition) else {}


def for_what(noun: Token) -> Changes:
    """As in "jailed her for two years *for spying*": what for, hung from how long."""
    span = noun.head
    if noun.preposition != "for" or noun.base != "nmod" or span.preposition != "for":
        return {}
    if span.lemma_ not in tree.TIME_NOUNS:
        return {}
    verb = next((item for item in tree.ancestors(span) if item.pos_ == "VERB"), None)
    return {noun.i: (verb.i, "obl")} if verb is not None and verb.i < span.i else {}


def adverb_first(adverb: Token) -> Changes:
    """As in "*Nearby* in Baquba, rebels killed ten people": what opens the sentence was read as the head of it."""
    mains = [item for item in tree.children(adverb, "advcl", "ccomp", "parataxis") if item.tag_ in tree.FINITE]
    if len(mains) != 1 or not tree.children(mains[0], *OF_SUBJECT) or tree.children(mains[0], "mark"):
        return {}
    main = mains[0]
    rest: Changes = {
        item.i: (main.i, item.dep_)
        for item in adverb.words
        if item is not main and (item.is_punct or item.base == "obl")
    }
    return rest | {main.i: (main.i, adverb.dep_), adverb.i: (main.i, "advmod")}


def fronted_time(time: Token) -> Changes:
    """As in "*On Friday* Ford Motor Company announced": a day before the subject, read as a word of its name."""
    name, first = time.head.name, time.name
    if (
        time.ent_type_ != "DATE"
        or time.head.base != "nsubj"
        or name is None
        or first is None
        or name.start != first.end
    ):
        return {}
    before = [item for item in tree.children(time.head, "case") if item.i < time.i]
    return {time.i: (time.head.head.i, "obl")} | {item.i: (time.i, "case") for item in before} if before else {}


def before_count(time: Token) -> Changes:
    """As in "*Last December* 300 boys fled": the month before a number at the head of a sentence, read as its word."""
    number = time.head
    noun = number.head
    verb = noun.head
    is_count = number.base == "nummod" and number.i == time.i + 1 and noun.base in {"nsubj", "obj"}
    before = list(time.doc[time.sent.start : time.i])
    opens = all(item.base in {"amod", "case"} for item in before)
    if time.ent_type_ != "DATE" or not is_count or verb.pos_ != "VERB" or not opens:
        return {}
    return {time.i: (verb.i, "obl:unmarked")} | {item.i: (time.i, item.dep_) for item in before}
