"""Clauses without a subject whose act is not that of the subject above.

In: a verb in such a clause. Out: whether it is nobody's in particular ("the club costs 40 euros *to join*", "spoke
against a deal *to lease* ships"), or of whoever was appointed ("named Berg to the post, *replacing* Lund").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.lexicon import Entry
    from kg.extract.tokens import Token

ABOUT = frozenset(["about", "against", "because of", "despite", "due to", "on", "over", "regarding"])
"""Prepositions behind which a noun is what is talked of, or why: its infinitive is no act of the one who talks."""

TAKING_SIDES = frozenset(["ACCUSE", "REJECT", "SUPPORT"])
"""Types of verbs whose object is what somebody else proposes."""


def is_nobodys(verb: Token) -> bool:
    """Whether a clause says what may be done by whoever wants to, or would be by those who are talked of."""
    head = verb.head
    if not tree.has_to(verb):
        return False
    if verb.base == "acl":
        owned = tree.children(head, "nmod:poss") or by_whom(head)  # "against *the board's* plan to sell"
        return head.base == "obl" and tree.preposition(head) in ABOUT and not owned
    return verb.base in {"advcl", "xcomp"} and head.lemma_.lower() == "cost"


def is_others(noun: Token, governor: Entry) -> bool:
    """Whether it is somebody else's to do: "rejected *a proposal to* raise taxes"; `governor`: the verb's reading."""
    return noun.base == "obj" and governor.type in TAKING_SIDES and noun.is_a("proposed")


def by_whom(noun: Token) -> list[Token]:
    """The by-phrase of a noun: "a request *by prosecutors*"."""
    return [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "by"]


def is_after_planned(verb: Token) -> bool:
    """As in "called off a visit planned for May *after losing* the vote", where the plan has not lost it."""
    head = verb.head
    marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
    return head.dep_ == "acl" and head.head.head.pos_ == "VERB" and not marks.isdisjoint({"after", "before", "since"})


def is_successors(verb: Token) -> bool:
    """Whether it is the one appointed who succeeds: "nominated Ana Berg, *replacing* Jo Lund"."""
    if verb.tag_ != "VBG" or verb.base != "advcl" or not verb.is_a("succeeding") or verb.i < verb.head.i:
        return False
    marks = tree.children(verb, "mark", "case")
    return not marks and verb.head.is_a("appointing")


def serves(verb: Token) -> bool:
    """Whether an infinitive may say what a passive was done for: "*was used* to breach the wall"."""
    hangs = verb.base in {"xcomp", "advcl"} and tree.has_to(verb) and tree.is_passive(verb.head)
    return hangs and not tree.is_passive(verb) and verb.doc[verb.left_edge.i - 1].lower_ != "only"


def are_means(subjects: Sequence[Token], verb: Token) -> bool:
    """Whether it is by these that somebody did so: "*steps* were taken to stop it", "*tests* were run to find out".

    What is told of them is theirs all the same: "*the plan* is expected to fail".
    """
    if any(item.is_a("step") for item in subjects):
        return True
    things = bool(subjects) and not any(
        item.pos_ != "NOUN" or item.ent_type_ or item.is_a("acting") for item in subjects
    )
    return things and not verb.head.is_a("said_of")


def is_bare_gerund(verb: Token) -> bool:
    """As in "showed men *running*", but not "accused the board *of rigging* the vote"."""
    return verb.tag_ == "VBG" and not tree.children(verb, "mark", "case")
