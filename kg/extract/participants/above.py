"""What stands above an event noun, and with which preposition the noun hangs from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Token

Events = dict[int, "Predicate"]
"""The events of a sentence by the index of their word."""


def event_above(token: Token, by_token: Events) -> Predicate | None:
    """The event that the word hangs from, by itself or by its carrier: "began an *offensive* with airstrikes"."""
    found = by_token.get(token.head.i)
    if found is not None:
        return found
    carried = (item for item in by_token.values() if item.carrier is not None and item.carrier.i == token.head.i)
    return next(carried, None)


def is_someone(noun: Token) -> bool:
    """Whether it is a name, a pronoun or a word for people or a body."""
    return bool(noun.ent_type_) or noun.pos_ == "PRON" or noun.is_a("acting")


def phrase_prep(noun: Token) -> str:
    """The preposition of a phrase, "" of an object or subject."""
    return tree.preposition(noun) if noun.base in {"obl", "nmod"} else ""


def is_with(verb: Token, prep: str, name: str) -> bool:
    """Whether the verb with the preposition, "" for none, is in a class of the lexicon."""
    lemma = verb.lemma_.lower()
    return verb.doc.lexicon.is_a(f"{lemma}+{prep}" if prep else lemma, name)
