"""What hangs from a verb as something that it tells the truth of: its complements, and what was said before.

In: a word and the verb above it. Out: whether the verb says of it that it was, was not or may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.event_types import TOLD
from kg.extract.text.lexicon import Kind
from kg.extract.text.outlook import is_ahead, is_infinitive
from kg.model import Polarity

if TYPE_CHECKING:
    from kg.extract.events.predicates import PredicateFinder
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

HERALDED = frozenset(
    ["RETREAT", "APPOINT", "MOBILIZE", "MOVE", "GATHER", "CONSULT", "ELECTION", "COOPERATE", "AID", "PROTEST"]
)
"""Types that are announced before they happen; arrests, deaths and verdicts are announced after."""


def is_told_of(noun: Token, head: Token, finder: PredicateFinder) -> bool:
    """Whether a noun was said before it was denied or refused: "rejected *the demand*", "*the charge* was denied"."""
    if head.lemma_ == "plead" and noun.base == "obl" and noun.pos_ == "NOUN":
        return True  # "pleaded not guilty to *the charge*"
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ not in {"obj", "nsubj:pass"}:
        return False
    if noun.is_a("plotted") and head.is_a("warding_off"):
        return True  # "foiled *a plot* to kill him": it was laid all the same
    entry = finder.entry(head)
    refuses = entry.type == "REJECT" or (entry.type == "STATEMENT" and entry.effect.polarity is Polarity.NEG)
    return refuses and (type_of(noun, finder) in TOLD or noun.is_a("tendered"))


def lies_ahead(noun: Token, finder: PredicateFinder) -> bool:
    """Whether an event that is announced or approved is still to come; of trade only cuts and bargains, not a rise."""
    usage = finder.noun_usage(noun)
    entry = finder.lexicon.noun(noun.lemma_.lower(), usage)
    bargain = entry.type == "TRANSACT" and entry.frame.name not in {"happen", "report"}
    ahead = entry.type in HERALDED or bargain or noun.is_a("heralded")
    return ahead and not noun.is_a("accord")


def type_of(noun: Token, finder: PredicateFinder) -> str:
    """The event type of a noun in its place, "" where it has none."""
    return finder.lexicon.noun(noun.lemma_.lower(), finder.noun_usage(noun)).type


def is_complement(token: Token, entry: Entry, finder: PredicateFinder) -> bool:
    """Whether the verb above says something about the truth of what hangs from it."""
    label = token.base
    if label == "parataxis":
        if any(item.text == ";" for item in tree.children(token, "punct")):
            return False  # "were charged with it; *they pleaded* guilty"
        return entry.speech and not finder.lexicon.verb(token.lemma_.lower()).speech
    if label == "obj":  # "expected *sales* to exceed it": what is expected is the exceeding
        raised = [item for item in tree.children(token.head, "xcomp") if item.i > token.i and is_infinitive(item)]
        return not raised or token.pos_ == "VERB"
    if label in {"xcomp", "ccomp", "csubj"}:
        return True
    if label == "nsubj":
        if token.head.is_a("awaiting") and {"had", "been"} <= {item.lower_ for item in token.head.words}:
            return False  # "*the report* had been expected": it has come
        if token.head.is_a("meant_to") and not is_ahead(token.head):
            return False  # "*the raid* was aimed at freeing them": it was
        return token.dep_ == "nsubj:pass" or entry.kind is Kind.SUPPORT
    if label == "obl":
        if any(item.i == token.i for item in finder.finder.slots(token.head).object):
            return True  # "called *off the raid*"
        listed = tree.preposition(token) in {"from", "to"} and token.head.is_a("listing")
        return listed or entry.preps.get(tree.preposition(token)) == "content"
    if label == "advcl":
        aims = token.head.is_a("preventing")  # "blocked the road *to protest*", but "from protesting"
        ruled = is_infinitive(token) and not aims and finder.finder.controls(token.head)
        return ruled or finder.finder.is_content(token)
    return False
