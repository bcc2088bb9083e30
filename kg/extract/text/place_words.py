"""Which words are places, and by what name: "the village of *Duma*", "*Kabul* airport", "the country".

In: the word that heads a phrase of place. Out: whether it is one, and the token that names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.name_labels import PLACES

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token


def is_place(token: Token) -> bool:
    """A named place, or a noun of place that a name or "the" says which."""
    if token.ent_type_ in PLACES:
        return token.head.ent_type_ not in PLACES or token.base not in {"compound", "flat"}
    if not token.is_a("referred_place", "place_noun", "region"):
        return False  # as most words
    if token.ent_type_ == "ORG" and token.is_a("referred_place"):
        return False  # "at the *United Nations* in New York"
    if token.is_a("referred_place") and any(
        item.lower_ in {"the", "that", "this"} for item in tree.children(token, "det")
    ):
        return True
    if not token.is_a("place_noun", "region"):
        return False
    if token.lemma_.lower() in {"part", "outskirts", "suburb"} and any(
        tree.preposition(item) == "of" and is_place(item) for item in tree.children(token, "nmod")
    ):
        return True
    named = tree.children(token, "nmod:poss", "compound", "amod", "nmod")
    return any(item.ent_type_ in PLACES | {"NORP"} for item in named) or token.ent_type_ in {"ORG"}


def named_place(token: Token) -> Token:
    """The name in "the city of *Tikrit*", "the Georgian capital, *Tbilisi*" and "*Borno* state"; else the token."""
    if token.ent_type_ in PLACES:
        return token
    for item in tree.children(token, "nmod"):  # "nations including *Denmark*"
        if not token.ent_type_ and tree.preposition(item) in {"including", "such as"} and item.ent_type_ in PLACES:
            return item
    for item in tree.children(token, "nmod"):  # "other parts of *the city*"
        if token.lemma_.lower() == "part" and not item.ent_type_ and tree.preposition(item) == "of" and is_place(item):
            return item
    if not token.ent_type_ and not tree.is_definite(token) and token.is_a("spot"):
        for item in tree.children(token, "nmod"):  # "a market in *Quetta*", "their hotel in *Kisumu*"
            if item.ent_type_ == "GPE" and tree.preposition(item) == "in":
                return item
    parts = tree.children(token, "appos", "nmod", "compound", "flat", "amod")
    if token.is_a("named_behind"):  # "the U.S. state *of Ohio*", but "the *Sadr City* district of Baghdad"
        parts = sorted(parts, key=lambda part: part.i < token.i)
    for item in parts:
        beside = item.base != "nmod" or tree.preposition(item) == "of"
        land = item.base == "nmod" and token.lemma_.lower() in {"country", "nation"}  # "the island nation *of Fiji*"
        if item.ent_type_ in PLACES and beside and (land or token.is_a("region") or item.dep_ == "appos"):
            return item
    return token
