"""Two objects that were read as one: "named *Ana Diaz finance minister*", "granted *the dissident asylum*".

In: a verb, or the last word of its object. Out: what to change in a tree that has a person for a word before what he is
made or given, or that has the verb for a participle because no object was left to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

LABELS = frozenset(["obj", "xcomp"])


def office_of_named(office: Token) -> Changes:
    """As in "named *Ana Diaz* finance minister": a name right behind the verb, read as a word of the office."""
    verb = office.head
    name = _named(verb, office)
    if name is None or office.base not in LABELS or tree.children(verb, "iobj"):
        return {}
    return {name.i: (verb.i, "obj"), office.i: (verb.i, "xcomp")}


def names_to_office(verb: Token) -> Changes:
    """As in "The premier *named* Ana Diaz finance minister.": with a person and an office behind, no participle."""
    chief = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or chief.head is not chief or chief.i != verb.i - 1:
        return {}
    if not verb.is_a("appointing", "naming_as") or tree.children(verb, "aux:pass", *OF_SUBJECT):
        return {}
    sent = verb.sent
    if not any(item.text == "." for item in sent.tokens[-2:]) or any(
        item.tag_ in tree.FINITE_OR_MODAL for item in sent
    ):
        return {}
    behind = [item for item in tree.children(verb, *LABELS) if item.i > verb.i]
    if len(behind) != 1:
        return {}
    named = _named(verb, behind[0])
    roles = [item for item in tree.children(verb, "obl") if item.preposition == "as" and item.i > behind[0].i]
    if named is None and not (behind[0].ent_type_ == "PERSON" and roles):
        return {}
    verb.tag_ = "VBD"
    changes: Changes = {item.i: (verb.i, item.dep_) for item in chief.words if item.i > verb.i}
    changes |= {named.i: (verb.i, "obj")} if named is not None else {behind[0].i: (verb.i, "obj")}
    return changes | {verb.i: (verb.i, chief.dep_), chief.i: (verb.i, "nsubj")}


def _named(verb: Token, office: Token) -> Token | None:
    """The name that opens a phrase right behind a verb that gives somebody an office."""
    if not verb.is_a("appointing") or office.pos_ != "NOUN" or tree.children(office, "det", "nmod:poss"):
        return None
    names = [item for item in tree.children(office, "compound") if item.ent_type_ == "PERSON" and item.i == verb.i + 1]
    held = office.is_a("office") or office.is_a("executive")
    return names[0] if names and held else None


def granted_person(thing: Token) -> Changes:
    """As in "granted *the dissident* asylum": who is given it, read as a word of it."""
    verb = thing.head
    if thing.base != "obj" or not verb.is_a("giving", "refusing_to") or not thing.is_a("granted_thing"):
        return {}
    who = thing.nbor(-1)
    det = [item for item in tree.children(thing, "det") if item.i == who.left_edge.i - 1]
    someone = who.is_a("person", "captive", "company", "acting") or who.ent_type_ in ACTORS
    if who.head is not thing or who.base not in {"amod", "compound"} or not someone:
        return {}
    named = who.i == verb.i + 1 and (who.tag_ == "NNS" or who.ent_type_ != "")  # "refused *women* admission"
    if not named and (who.i - verb.i != 2 or not det):
        return {}
    if who.pos_ not in NOUNS:
        who.pos_, who.tag_ = "NOUN", "NN"
    return {who.i: (verb.i, "iobj")} | {item.i: (who.i, "det") for item in det}
