"""Events in set phrases: what is undertaken in a compound, and what one is in, on, at or under.

"*Mediation* efforts" are efforts at mediation. Who "is *in talks* with Iran" talks, what "is *under siege*" or is "a
bridge *under construction*" has it done to it: the light entries of the lexicon for "be", with the preposition as slot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.lexicon import Kind

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.lexicon import Entry, Lexicon, Light
    from kg.extract.text.tokens import Token

JOINT = frozenset(["AID", "COOPERATE", "SUPPORT"])
"""Types of what is done together, which a set phrase tells of if it says with whom: "*in cooperation* with them"."""


def undertaken(noun: Token, lexicon: Lexicon) -> Entry | None:
    """What is undertaken in "*mediation* efforts", a "*rescue* mission": the compound says what it is."""
    if not noun.is_a("undertaking"):
        return None
    for item in reversed(tree.children(noun, "compound")):
        entry = lexicon.noun(item.lemma_.lower())
        if item.pos_ == "NOUN" and entry.kind is Kind.EVENT and " via " not in entry.rule and entry.type != "OTHER":
            aimed = {"on": "patient", "against": "patient"} if entry.type == "ASSAULT" else {}  # "an attempt *on* him"
            preps = {**aimed, **entry.preps}
            return replace(entry, rule=f"{entry.rule} of {noun.lemma_.lower()}", senses=(), preps=preps)
    return None


def befalling(noun: Token, lexicon: Lexicon) -> Light | None:
    """How "be" carries the noun behind its preposition: "is *under siege*", "a bridge *under construction*"."""
    copular = bool(tree.children(noun, "cop"))
    if not copular and noun.base not in {"nmod", "acl", "appos"}:
        return None
    prep = tree.preposition(noun)
    if not prep or (not copular and noun.head.pos_ not in {"NOUN", "PROPN"}):
        return None
    articles = {item.lower_ for item in tree.children(noun, "det")}
    if articles and not (copular and articles <= tree.INDEFINITE):
        return None  # "men under *the* siege of the town", but "is on *a* visit"
    return lexicon.light("be", noun.lemma_.lower(), prep)


def add_befallen(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Adds who is in, on, at or under the event; False when the noun stands in no such phrase."""
    noun = predicate.token
    light = befalling(noun, lexicon)
    if light is None:
        return False
    subjects = tree.children(noun, "nsubj") if tree.children(noun, "cop") else [tree.referent(noun.head)]
    predicate.add(light.subject, subjects)
    predicate.type = light.type or predicate.type
    predicate.rule += f" + {light.rule}"
    return True
