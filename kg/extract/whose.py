"""Who acts and who suffers behind the "of" and "from" of an event noun, where people and things differ.

In: an event noun with its reading and a phrase beside it. Out: the role of the phrase. "a *protest of* students" is
theirs and "a boycott of the games" is not the games'; "the *criticism of* Oslo" is aimed at Oslo and "the criticism of
the plan" says what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.mentions import content_head
from kg.extract.name_labels import ACTORS
from kg.extract.places import is_place

if TYPE_CHECKING:
    from kg.extract.lexicon import Entry
    from kg.extract.tokens import Token

ON_THE_SPOT = frozenset(["ASSAULT", "ACCIDENT", "CASUALTY", "DISASTER", "PROTEST", "GATHER", "CRIME"])
"""Types of nouns before which a town says where: towns neither strike nor march."""
SETTING_OUT = ON_THE_SPOT | {"CONSULT", "MOVE", "STATEMENT"}
"""Types of nouns behind which "from" and a place say where it began: "a march from Oslo", "reports from Paris"."""
CALLING = frozenset(["ACCUSE", "REQUEST"])
"""Types of nouns that come from nobody but people: "requests *from users*"."""


def of_role(noun: Token, phrase: Token, entry: Entry, *, someone: bool) -> str:
    """The role of an of-phrase; `someone`: it names people or a body, and no thing."""
    role = entry.preps.get("of", entry.frame.of)
    if not someone or role not in {"patient", "content"} or content_head(phrase).pos_ == "PRON":
        return role
    if tree.children(noun, "nmod:poss"):  # "*Oslo's* support of the rebels"
        return "patient" if role == "content" and noun.is_a("levelled") else role
    if noun.is_a("done_by") and tree.preposition(noun) != "in":  # "marched *in support of* Berg"
        return "agent"
    return "patient" if role == "content" and noun.is_a("levelled") else role


def from_role(phrase: Token, entry: Entry, *, someone: bool) -> str:
    """The role of a from-phrase that may say whose act it is: "aid *from Paris*", not "a march from Paris"."""
    if is_place(phrase) and entry.type in SETTING_OUT:
        return "none"
    return "agent" if someone or entry.type in CALLING else "none"


def laid_on(role: str, entry: Entry, *, prep: str, noun: Token | None) -> str:
    """The role of whom a measure is laid on: "a ban *on visitors*", but "a ban *on movements*" says what is banned."""
    measure = entry.type in {"COERCE", "SANCTION"} and prep in {"on", "against"}
    if role != "content" or not measure or noun is None:
        return role
    head = content_head(noun)
    return "patient" if head.ent_type_ in ACTORS or head.is_a("person", "force", "troops") else role


def is_done_to(noun: Token, modifier: Token) -> bool:
    """Whether people before the noun have it done to them: "a *prisoner* swap", but "a *Thai* rescue"."""
    if modifier.ent_type_ or not noun.is_a("done_to"):
        return False
    return modifier.is_a("person", "captive")
