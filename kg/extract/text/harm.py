"""Harm and what does it: events that hurt people or destroy things, and clauses that tell what one of them did.

In: a tree and the lexicon. Out: the event noun that a relative clause of harm is about, where the parser hung the
clause from the nearest noun instead: "a *shootout* in the old port *that killed* three", since no port kills.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.lexicon import Kind

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Token

VIOLENT = frozenset(["ASSAULT", "CASUALTY", "ACCIDENT", "DISASTER"])
"""Types whose harm is done while they last."""
ABOUT_EVENT = frozenset(["which", "that"])
MAX_CLIMB = 4


def event_that_harmed(clause: Token, lexicon: Lexicon) -> Token | None:
    """The event noun above the place or thing that a relative clause of harm was hung from; None where none is."""
    noun = clause.head
    if noun.base != "nmod" or clause.tag_ not in {"VBD", "VBN", "VBZ", "VBP", "VBG"} or tree.is_passive(clause):
        return None
    if not any(item.lower_ in ABOUT_EVENT for item in tree.children(clause, "nsubj")):
        return None
    harms = clause.is_a("harming", "costing") or lexicon.verb(clause.lemma_.lower()).type in VIOLENT
    if not harms or _may_harm(noun, lexicon):
        return None
    for _ in range(MAX_CLIMB):
        if noun.base != "nmod" or noun.head.i > noun.i:
            return None
        noun = noun.head
        if _is_violent(noun, lexicon):
            return noun
    return None


def _may_harm(noun: Token, lexicon: Lexicon) -> bool:
    if noun.ent_type_ in {"PERSON", "ORG", "NORP"} or noun.pos_ == "PRON" or _is_violent(noun, lexicon):
        return True
    return noun.is_a("harm_doer")


def _is_violent(noun: Token, lexicon: Lexicon) -> bool:
    entry = lexicon.noun(noun.lemma_.lower())
    return noun.pos_ == "NOUN" and entry.kind is Kind.EVENT and entry.type in VIOLENT
