"""What verbs that are joined share: "they *attacked* and burned the embassy"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

BETWEEN = frozenset(["CC", ",", "RB"])
"""Tags of what may stand between joined verbs beside other ones."""


def shared_object(verb: Token) -> tuple[list[Token], Token | None]:
    """The object of the last of several joined verbs, which is that of those before it too, and that last verb.

    As in "killed, *robbed* and burned villagers". [] and None where the verb has one of its own, or none of them has.
    """
    if any(item.i > verb.i for item in tree.children(verb, "ccomp", "xcomp", "obl", "advmod")):
        return [], None
    joined = tree.conjuncts(tree.first_conjunct(verb)) if "conj" in verb.family or verb.base == "conj" else ()
    behind = [item for item in joined if item.i > verb.i and item.pos_ == "VERB" and _alike(item, verb)]
    if not behind:
        return [], None
    last = behind[-1]
    if not all(word.tag_ in BETWEEN or word in joined for word in verb.doc[verb.i + 1 : last.i]):
        return [], None
    return list(tree.children(last, "obj")), last


def _alike(one: Token, other: Token) -> bool:
    return one.tag_ == other.tag_ or {one.tag_, other.tag_} <= tree.FINITE | {"VBN"}
