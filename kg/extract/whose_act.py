"""Clauses without a subject whose act is not that of the subject above.

In: a verb in such a clause. Out: whether it is nobody's in particular ("the club costs 40 euros *to join*", "spoke
against a deal *to lease* ships"), or of whoever was appointed ("named Berg to the post, *replacing* Lund").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree

if TYPE_CHECKING:
    from kg.extract.lexicon import Entry
    from kg.extract.tokens import Token

ABOUT = frozenset(["about", "against", "on", "over", "regarding"])
"""Prepositions behind which a noun is what is talked of: its infinitive is no act of the one who talks."""

TAKING_SIDES = frozenset(["ACCUSE", "REJECT", "SUPPORT"])
"""Types of verbs whose object is what somebody else proposes."""


def is_nobodys(verb: Token) -> bool:
    """Whether a clause says what may be done by whoever wants to, or would be by those who are talked of."""
    head = verb.head
    if not tree.has_to(verb):
        return False
    if verb.base == "acl":
        return head.base == "obl" and tree.preposition(head) in ABOUT
    return verb.base in {"advcl", "xcomp"} and head.lemma_.lower() == "cost"


def is_others(noun: Token, governor: Entry) -> bool:
    """Whether it is somebody else's to do: "rejected *a proposal to* raise taxes"; `governor`: the verb's reading."""
    return noun.base == "obj" and governor.type in TAKING_SIDES and noun.is_a("proposed")


def is_successors(verb: Token) -> bool:
    """Whether it is the one appointed who succeeds: "nominated Ana Berg, *replacing* Jo Lund"."""
    if verb.tag_ != "VBG" or verb.base != "advcl" or not verb.is_a("succeeding") or verb.i < verb.head.i:
        return False
    marks = tree.children(verb, "mark", "case")
    return not marks and verb.head.is_a("appointing")


def is_bare_gerund(verb: Token) -> bool:
    """As in "showed men *running*", but not "accused the board *of rigging* the vote"."""
    return verb.tag_ == "VBG" and not tree.children(verb, "mark", "case")
