"""Phrases on the wrong word: what is pending, what stands behind "in absentia", a clause about the noun before.

In: a tree. Out: what to change in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.clauses import NOUNS, OF_SUBJECT, comma_before

if TYPE_CHECKING:
    from kg.extract.lexicon import Lexicon
    from kg.extract.tokens import Changes, Token


def pending(word: Token) -> Changes:
    """As in "was jailed *pending trial*": until then, and no trial is jailed."""
    noun = word.head
    if word.lower_ != "pending" or word.base not in {"amod", "compound", "case"} or noun.base not in {"obj", "xcomp"}:
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
    bare = manner.base == "nmod" and tree.preposition(manner) == "in" and not tree.children(manner, "det", "nmod:poss")
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


def announced_behind(clause: Token, lexicon: Lexicon) -> Changes:
    """As in "Chad hanged seven men, *the ministry announced*": behind a comma nothing is about the men."""
    subjects = tree.children(clause, *OF_SUBJECT)
    if clause.dep_ != "acl:relcl" or len(subjects) != 1 or tree.children(clause, "obj", "ccomp", "mark", "advmod"):
        return {}
    first = subjects[0].left_edge
    said = lexicon.verb(clause.lemma_.lower()).speech and clause.tag_ in tree.FINITE
    if not said or subjects[0].pos_ not in NOUNS or subjects[0].i > clause.i or comma_before(first) is None:
        return {}
    main = next((item for item in tree.ancestors(clause) if item.pos_ == "VERB" and item.tag_ in tree.FINITE), None)
    if main is None or main.head is not main or main.i > first.i:
        return {}
    behind = [item for item in clause.doc[clause.i + 1 : clause.sent.end] if not item.is_punct]
    if any(item.i > clause.right_edge.i for item in behind):
        return {}
    ends = {item.i: (clause.i, item.dep_) for item in main.words if item.is_punct and item.i > clause.i}
    return {clause.i: (clause.i, main.dep_), main.i: (clause.i, "ccomp"), **ends}
