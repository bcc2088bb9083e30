"""Denials that are themselves denied, what nobody would confirm, and what is only asked.

"Does not deny that …", "nobody disputes that …", "there is no doubt that …", "neither confirmed nor denied that …" are
no denials of what follows, nor is "did not prevent *the attack*" or "did not fail to *attack*" (on implicative verbs:
Karttunen 1971). In: the word that governs. Out: how sure what it governs is, None where nothing of the kind is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.outlook import is_more_than_denied, is_negated, is_negative_word
from kg.model import Certainty

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

FEW = frozenset(["few", "little"])
"""Words that deny all but a little."""
NOBODY = frozenset(["nobody", "none", "no-one", "noone"])
QUESTION_TAGS = frozenset(["WP", "WP$", "WRB"])


def is_unsaid(verb: Token) -> bool:
    """As in "did *not* deny", "*neither* confirmed *nor* denied", "*declined* to confirm": it was not done."""
    return is_undone(verb) or is_declined(verb) or _subject(verb) != ""


def is_undone(verb: Token) -> bool:
    """As in "did *not* deny", "*neither* confirmed *nor* denied", "*failed* to prevent", "there is *no* denying"."""
    if any(is_more_than_denied(item) for item in tree.children(verb, "advmod", "cc:preconj")):
        return False
    own = (*tree.children(verb, "cc:preconj", "cc"), *verb.children)
    if is_negated(verb) or any(item.lower_ in {"neither", "nor"} or is_negative_word(item) for item in own):
        return True
    if any(item.lower_ == "no" for item in tree.children(verb, "det")):
        return True
    return _fails(verb)


def _fails(verb: Token) -> bool:
    """As in "*failed* to prevent", "has *yet* to confirm"."""
    first = tree.first_conjunct(verb)
    if first.base not in {"xcomp", "advcl", "ccomp"} or not tree.has_to(first):
        return False
    yet = first.head.lemma_ in {"be", "have"} and any(item.lower_ == "yet" for item in first.head.children)
    return yet or first.head.is_a("failing", "unable")


def is_held_back(verb: Token) -> bool:
    """Whether a verb above is what undoes it, and so says nothing of what hangs below."""
    return _fails(verb) or is_declined(verb)


def is_declined(verb: Token) -> bool:
    """As in "*refused* to confirm or *deny*"."""
    first = tree.first_conjunct(verb)
    return first.base in {"xcomp", "advcl"} and tree.has_to(first) and first.head.is_a("declining")


def _subject(verb: Token) -> str:
    """The word by which a subject means nobody or few: "*nobody* disputes", "*few* doubt", "*no* party denies"."""
    for noun in tree.children(verb, "nsubj"):
        for item in (noun, *tree.children(noun, "det", "amod")):
            if item.lower_ in NOBODY or item.lower_ in FEW or (item.lower_ == "no" and item is not noun):
                return item.lower_
        if noun.lower_ == "one" and noun.i > 0 and noun.nbor(-1).lower_ == "no":
            return "no"
    return ""


def undenied(verb: Token, *, speech: bool) -> Certainty | None:
    """How sure that is which a denying or preventing verb is denied of; None where the verb itself stands.

    `speech`: whether the verb is a saying. The verb must be one that makes what it governs untrue or doubtful.
    """
    if verb.is_a("ruling_out"):
        return Certainty.POSSIBLE if is_unsaid(verb) else None
    if not speech and not verb.is_a("doubting"):
        return Certainty.CERTAIN if is_undone(verb) else None  # "did not prevent *the attack*"
    if (few := _subject(verb)) != "":
        return Certainty.PROBABLE if few in FEW else Certainty.CERTAIN
    if is_declined(verb) or _is_beside_confirming(verb):
        return Certainty.POSSIBLE
    if not is_undone(verb):
        return None
    return Certainty.CERTAIN if verb.is_a("doubting") else Certainty.PROBABLE


def _is_beside_confirming(verb: Token) -> bool:
    """As in "neither *confirmed* nor denied", "would not *confirm* or deny"."""
    if verb.i < 2 or verb.nbor(-1).lower_ not in {"nor", "or"} or not verb.nbor(-2).is_a("confirming"):
        return False
    return is_undone(verb) or is_undone(verb.nbor(-2))


def unconfirmed(verb: Token) -> bool:
    """As in "would not *confirm* that …", "could not *verify* that …": it is open."""
    return verb.is_a("confirming") and is_unsaid(verb)


def undoubted(noun: Token) -> Certainty | None:
    """As in "there is *no doubt* that …", "*little doubt* that …"."""
    if not noun.is_a("doubt_noun"):
        return None
    for item in tree.children(noun, "det", "amod"):
        if item.lower_ == "no":
            return Certainty.CERTAIN
        if item.lower_ in FEW:
            return Certainty.PROBABLE
    return None


def taken_back(noun: Token) -> bool:
    """As in "*overturned* her conviction for …": what it was about is open again."""
    verb = noun.head
    undone = noun.dep_ in {"obj", "nsubj:pass"} and verb.pos_ == "VERB" and not is_undone(verb)
    return undone and verb.is_a("undoing") and noun.is_a("judgement_noun")


def is_told_bare(verb: Token, noun: Token) -> bool:
    """As in "no *proof the rebels shelled* it": a clause without "that" behind a noun that tells."""
    tells = noun.is_a("statement", "hearsay", "position_noun", "proof_noun")
    return tells and tree.is_finite(verb) and bool(tree.children(verb, "nsubj", "nsubj:pass"))


def is_asked(token: Token, verb: Token) -> bool:
    """As in "asked *why police shot* him": what a question takes for granted is neither asked for nor to come."""
    if token.base not in {"ccomp", "xcomp"} or not verb.is_a("asking") or tree.has_to(token):
        return False
    return takes_for_granted(token) or token.left_edge.lower_ in {"if", "whether"}


def takes_for_granted(clause: Token) -> bool:
    """As in "*who* shot him": a question of who, why or how, and not whether, takes it that he was."""
    return clause.left_edge.tag_ in QUESTION_TAGS
