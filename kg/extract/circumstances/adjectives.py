"""What an adjective does to its complement: "*unlikely* to leave", "*too weak* to hold the town"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.circumstances.governed import type_of
from kg.extract.text import tree
from kg.extract.text.denials import takes_for_granted
from kg.extract.text.outlook import FUTURE_MODALS, is_infinitive, is_nearing, is_negated, is_wanted
from kg.model import Certainty, Polarity, Tense

if TYPE_CHECKING:
    from kg.extract.circumstances.values import Modality
    from kg.extract.events.predicates import PredicateFinder
    from kg.extract.text.tokens import Token

TELLING = frozenset(["STATEMENT", "ACCUSE"])
"""Types of words that tell what may be untrue."""


def under_adjective(token: Token, head: Token, found: Modality, finder: PredicateFinder) -> bool:
    """Takes what an adjective does to its complement; False when the word is none: "*unlikely* to leave"."""
    if token.base == "advcl" and is_nearing(token, head):
        found.set(head.lower_, certainty=Certainty.POSSIBLE, tense=Tense.FUTURE)
    if token.base not in {"xcomp", "ccomp", "csubj", "nsubj"}:
        return token.base == "advcl" and _is_enabled(token, head, found)
    if token.base == "nsubj" and token.pos_ == "NOUN" and type_of(token, finder) in TELLING and head.is_a("untrue"):
        return False  # "*the claim* that he fled is false": it was made all the same
    if token.base in {"ccomp", "csubj"} and not is_negated(head):
        if head.is_a("untrue"):
            found.deny(head.lower_)
        if head.is_a("disinclined", "improbable"):  # "it is *unlikely* that he fled"
            found.set(head.lower_, certainty=Certainty.PROBABLE)
            found.deny(head.lower_)
    effect = finder.lexicon.hedge(head.lemma_.lower())
    if effect is not None and effect.polarity is Polarity.NEG and is_negated(head):
        return True  # "reports that he fled are *not false*"
    found.take(effect, head)
    if is_wanted(token, head):
        found.set(head.lower_, tense=Tense.FUTURE)
    if is_infinitive(token) and head.is_a("disinclined", "unable"):
        found.deny(head.lower_)
    _is_enabled(token, head, found)
    if any(item.lower_ in FUTURE_MODALS for item in tree.children(head, "aux")):
        found.set("will", tense=Tense.FUTURE)  # "*will* be able to leave"
    if is_negated(head):
        if not head.is_a("evident"):
            found.deny("not")
        elif token.base != "nsubj" and not takes_for_granted(token):
            found.set(head.lower_, certainty=Certainty.POSSIBLE)  # "it is *not clear* whether he was shot"
    return True


def _is_enabled(token: Token, head: Token, found: Modality) -> bool:
    """Takes what one may do: "is *free* to sell oil", "is *capable* of attacking it"."""
    of = any(item.lower_ == "of" for item in tree.children(token, "mark", "case"))
    if of and (head.is_a("unable", "guiltless") or (head.lemma_ == "guilty" and is_negated(head))):
        found.deny(head.lower_)  # "found him *not guilty* of beating her"
        return True
    if not (is_infinitive(token) or of) or not head.is_a("enabled"):
        return False
    found.set(head.lower_, certainty=Certainty.POSSIBLE)
    if is_negated(head):
        found.deny("not")
    return True
