"""Nouns that take up an event which all know, so that it is nobody's word: "an inquiry into *the crash*"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree

if TYPE_CHECKING:
    from kg.extract.tokens import Token

POINTING = frozenset(["the", "this", "that", "these", "those"])


def is_given(noun: Token) -> bool:
    """A definite noun as subject: what the clause starts from, not what it tells."""
    definite = any(item.lower_ in POINTING for item in tree.children(noun, "det"))
    return noun.pos_ in {"NOUN", "PROPN"} and definite and tree.base(noun) == "nsubj"


def is_topic(noun: Token, head: Token, *, accuses: bool) -> bool:
    """A definite noun that another noun is about, or that the object of an accusation is blamed for."""
    blamed = accuses and tree.base(head) == "obj" and tree.preposition(noun) in {"for", "of"}
    about = tree.preposition(noun) in {"into", "about", "over", "after", "against"}
    if tree.base(noun) != "nmod" or not (about or blamed):
        return False
    return any(item.lower_ in POINTING for item in tree.children(noun, "det"))
