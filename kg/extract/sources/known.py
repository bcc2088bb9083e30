"""Nouns that take up an event which all know, so that it is nobody's word: "an inquiry into *the crash*"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token


def is_given(noun: Token) -> bool:
    """A definite noun as subject: what the clause starts from, not what it tells."""
    return noun.pos_ in {"NOUN", "PROPN"} and tree.is_definite(noun) and noun.base == "nsubj"


def is_topic(noun: Token, head: Token, *, accuses: bool) -> bool:
    """A definite noun that another noun is about, or that the object of an accusation is blamed for."""
    blamed = accuses and head.base == "obj" and tree.preposition(noun) in {"for", "of"}
    about = tree.preposition(noun) in {"into", "about", "over", "after", "against"}
    return noun.base == "nmod" and (about or blamed) and tree.is_definite(noun)
