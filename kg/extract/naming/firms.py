"""Firms that were taken for people: "*Valdano* said it would cut 500 jobs", "*Valdano* sold its stake".

In: a name. Out: the name as a firm's, where the sentence says "it" of it. A surname that the article gives in full is
never asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.tokens import Run

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

OF_PEOPLE = frozenset(["he", "she", "his", "her", "him"])


def as_firm(name: Run) -> Run:
    """The name with ORG where it is one word, subject of a clause, and "it" in what it says or does."""
    root = name.root
    if name.label_ != "PERSON" or len(name) != 1 or root.dep_ != "nsubj" or root.head.pos_ != "VERB":
        return name
    if tree.children(root, "compound", "nmod:desc", "appos", "amod", "det"):
        return name
    verb = root.head
    if not (_says_it(verb) or _has_its(verb)) or any(item.lower_ in OF_PEOPLE for item in root.sent):
        return name
    return Run(name.doc, name.start, name.end, label="ORG")


def _says_it(verb: Token) -> bool:
    """As in "said it would cut 500 jobs": what is announced is done by "it"."""
    if not verb.is_a("reporting"):
        return False
    for told in tree.children(verb, "ccomp"):
        subjects = tree.children(told, "nsubj")
        own = bool(subjects) and subjects[0].lower_ == "it" and told.is_a("of_business")
        if own and told.i > verb.i and tree.children(told, "obj", "xcomp"):
            return True
    return False


def _has_its(verb: Token) -> bool:
    """As in "sold its stake", "closed its plant"."""
    if not verb.is_a("of_business"):
        return False
    return any(own.lower_ == "its" for item in tree.children(verb, "obj") for own in tree.children(item, "nmod:poss"))
