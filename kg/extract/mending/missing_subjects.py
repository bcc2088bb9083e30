"""Finite clauses that were left without a subject, which no finite clause of English may be.

In: a finite verb without a subject. Out: what to change in the tree. The subject stands before the verb and was read as
something else: a word of another kind ("the peace *process* calls on both"), part of the phrase that opens the sentence
("In Oslo, *two firms* have closed"), the object of the saying before ("results showed *most voters* backed it"), a
phrase behind what is a conjunction ("fled as *a column of tanks* entered"), or the subject of a participle ("the four
*wanted* for the raid were found"). A verb joined to a word without a subject shares that of the verb above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.measures import is_time

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

NO_PART = frozenset(["advmod", "amod", "aux", "compound", "discourse"])
"""Labels that a noun before a verb cannot have: a verb has no compounds."""
CONJUNCTIONS = frozenset(["after", "as", "before", "since", "until", "while"])
"""What opens a clause as well as a phrase."""
BESIDE = frozenset(["acl", "amod", "aux", "compound", "nmod", "xcomp"])
"""Labels of verbs that no subject of their own is missed at."""


def missing_subject(verb: Token) -> Changes:
    """As in "In Oslo, *two firms* have closed": the subject of a finite clause that was left without one."""
    if verb.base in BESIDE or tree.children(verb, *OF_SUBJECT, "expl", "csubj", "csubj:pass"):
        return {}
    auxiliaries = [item for item in tree.children(verb, "aux", "aux:pass") if item.i < verb.i]
    first = auxiliaries[0] if auxiliaries else verb
    if first.tag_ not in tree.FINITE and (first.tag_ != "MD" or first is verb):
        return {}
    if any(item.lower_ == "to" for item in tree.children(verb, "mark")):
        return {}
    adverbs = (item.i for item in tree.children(verb, "advmod") if item.i < verb.i and item.pos_ == "ADV")
    start = min([first.i, *adverbs])
    if start <= verb.sent.start:
        return {}
    if verb.base == "conj" and tree.children(verb, "cc"):
        return _of_verb_above(verb)
    label = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    return (
        _of_other_kind(verb, start, label)
        or _behind_conjunction(verb, start, label)
        or _of_participle(verb, start, label)
        or _taken_for_object(verb, start, label, lexicon=verb.doc.lexicon)
        or _in_opening(verb, label)
    )


def _of_verb_above(verb: Token) -> Changes:
    """As in "renders them fit for work and *counts* them": joined to the verb, not to what it says of them."""
    head = verb.head
    if head.pos_ in {"VERB", "AUX"} or "cop" in head.family or verb.tag_ not in {"VBD", "VBZ"}:
        return {}
    for item in tree.ancestors(head):
        finite = item.pos_ == "VERB" and tree.is_finite(item)
        if finite and item.i < verb.i and tree.children(item, *OF_SUBJECT):
            return {verb.i: (item.i, "conj")}
    return {}


def _of_other_kind(verb: Token, start: int, label: str) -> Changes:
    """As in "The peace *process* calls on both": a noun right before the verb, read as a word of it."""
    for noun in reversed(tree.children(verb, *NO_PART)):
        if noun.i >= start or noun.right_edge.i + 1 != start or noun.pos_ not in NOUNS or is_time(noun):
            continue
        if noun.preposition:
            return {}
        before = [item for item in verb.words if item.i < noun.i and item.base in {"amod", "compound", "det", "nummod"}]
        return {noun.i: (verb.i, label), **{item.i: (noun.i, item.dep_) for item in before}}
    return {}


def _phrases_before(verb: Token, start: int) -> list[Token]:
    """The nouns whose phrases may end right before the verb, or before a day that stands between, innermost first."""
    at = start - 1
    while at > verb.sent.start and (is_time(verb.doc[at]) or at < verb.doc[at].head.i < start):
        at -= 1  # "*last Friday* killed"
    before = verb.doc[at]
    return [item for item in (before, *tree.ancestors(before)) if item.i <= at and item.pos_ in NOUNS]


def _behind_conjunction(verb: Token, start: int, label: str) -> Changes:
    """As in "fled as *a column of tanks* entered the town": a clause, read as a phrase."""
    if verb.base not in {"advcl", "parataxis", "ccomp", "conj"}:
        return {}
    for noun in _phrases_before(verb, start):
        case = tree.children(noun, "case")
        if noun.base in {"obl", "nmod"} and len(case) == 1 and case[0].lower_ in CONJUNCTIONS and not is_time(noun):
            governor = noun.head
            if governor is verb or governor.i > noun.i:
                return {}
            return {noun.i: (verb.i, label), case[0].i: (verb.i, "mark"), verb.i: (governor.i, "advcl")}
        if noun.base not in {"nmod", "conj", "compound", "flat"}:
            return {}
    return {}


def _of_participle(verb: Token, start: int, label: str) -> Changes:
    """As in "the four *wanted* for the raid were found": of two verbs side by side the first is a participle."""
    if not tree.children(verb, "aux", "aux:pass"):
        return {}
    before = verb.doc[start - 1]
    for word in (before, *tree.ancestors(before)):
        if word is verb or word.i >= start or word.right_edge.i >= verb.i:
            return {}
        participle = word.pos_ == "VERB" and word.tag_ in {"VBD", "VBN"} and "aux" not in word.family
        if not participle or "aux:pass" in word.family:
            continue
        subjects = tree.children(word, *OF_SUBJECT)
        if len(subjects) != 1 or tree.children(word, "obj", "ccomp", "cop") or subjects[0].right_edge.i + 1 != word.i:
            return {}
        noun, root = subjects[0], word.head is word
        if noun.pos_ not in NOUNS | {"NUM"}:
            return {}
        word.tag_ = "VBN"
        changes: Changes = {item.i: (verb.i, item.dep_) for item in word.words if item.i < noun.left_edge.i}
        place = (verb.i if root else word.head.i, word.dep_)
        return changes | {noun.i: (verb.i, label), word.i: (noun.i, "acl"), verb.i: place}
    return {}


def _taken_for_object(verb: Token, start: int, label: str, *, lexicon: Lexicon) -> Changes:
    """As in "agreed *the matter* should be settled", "results showed *most voters* backed it"."""
    active = bool(tree.children(verb, "obj"))
    if verb.base not in {"parataxis", "conj", "advcl"} or tree.children(verb, "mark", "cc"):
        return {}
    if not active and not tree.children(verb, "aux", "aux:pass"):
        return {}
    before = verb.doc[start - 1]
    for noun in (before, *tree.ancestors(before)):
        if noun.i > before.i or noun.right_edge.i != before.i:
            return {}
        if noun.base == "obj" and noun.pos_ in NOUNS | {"PRON"}:
            saying = noun.head
            entry = lexicon.verb(saying.lemma_.lower())
            reports = entry.speech or entry.type in {"AGREE", "REQUEST"} or saying.is_a("showing")
            if saying.i > noun.i or not reports:
                return {}
            return {noun.i: (verb.i, label), verb.i: (saying.i, "ccomp")}
    return {}


def _in_opening(verb: Token, label: str) -> Changes:
    """As in "According to the mayor, *forty shops* have closed": read as joined to the phrase before."""
    if verb.base not in {"root", "ROOT", "ccomp"}:
        return {}
    for phrase in tree.children(verb, "obl"):
        if phrase.i > verb.i or not phrase.preposition:
            continue
        inside = sorted((item for item in phrase.subtree if item.i > phrase.i), key=lambda item: item.i)
        for noun in inside:
            joined = noun.base in {"conj", "appos"} and noun.pos_ in NOUNS and comma_before(noun) is not None
            marks = (item for item in tree.children(noun, "cc", "case") if item.i < noun.i)
            described = (
                noun.base == "appos" and noun.head.ent_type_ == "PERSON"
            )  # "According to Ida Berg*, a nurse*, …"
            if not joined or described or is_time(noun) or any(marks):
                continue
            others = {item.i: (noun.i, "conj") for item in tree.children(noun.head, "conj") if item.i > noun.i}
            return {noun.i: (verb.i, label), **others}
    return {}
