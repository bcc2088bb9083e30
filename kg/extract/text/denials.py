"""Denials that are themselves denied, what nobody would confirm, and what is only asked.

"Does not deny that …", "nobody disputes that …", "there is no doubt that …", "neither confirmed nor denied that …" are
no denials of what follows, nor is "did not prevent *the attack*" or "did not fail to *attack*" (on implicative verbs:
Karttunen 1971). In: the word that governs. Out: how sure what it governs is, None where nothing of the kind is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.outlook import is_have, is_more_than_denied, is_negated, is_negative_word
from kg.model import Certainty

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

FEW = frozenset(["few", "little"])
"""Words that deny all but a little."""
NOMINAL = frozenset(["NOUN", "PROPN", "PRON"])
UNREAL = frozenset(["could", "would", "might", "'d", "’d"])
"""Auxiliaries of what was not so."""
ONES = frozenset(["one", "ones"])
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


def denied_beside(verb: Token) -> str:
    """As in "did *not* kill *or wound* anyone": what denies the first of two that "or" joins denies both."""
    first = verb
    while tree.shares_auxiliaries(first):
        first = first.head
    if first is verb or any(item.lower_ in {"and", "but"} for item in tree.children(verb, "cc")):
        return ""
    if any(item.lower_ == "either" for item in tree.children(first, "advmod", "cc:preconj", "cc", "det")):
        return ""  # "either does *not* load *or* loads slowly"
    joints = (item.lower_ for one in tree.conjuncts(first) for item in tree.children(one, "cc"))
    return "not" if is_negated(first) and any(joint in {"or", "nor"} for joint in joints) else ""


def denied_doer(verb: Token) -> str:
    """As in "it was *not Lund* who fired", "Lund is *not the one* who fired": he did not."""
    one = verb.head
    if (
        verb.dep_ not in {"acl:relcl", "advcl:relcl"}
        or one.i > verb.i
        or "cop" not in one.family
        or not is_negated(one)
    ):
        return ""
    cleft = one.pos_ in NOMINAL and any(item.lower_ == "it" for item in tree.children(one, "nsubj", "expl"))
    known = any(item.lower_ in tree.POINTING for item in tree.children(one, "det"))
    return "not" if cleft or (known and (one.lower_ in ONES or one.is_a("person", "body"))) else ""


def is_seen(verb: Token, event: Token) -> bool:
    """As in "claims to have *seen the attack*", "did not *see* it": one that is known was, whoever saw it."""
    auxiliaries = {item.lower_ for item in tree.children(verb, "aux")}
    past = verb.tag_ == "VBD" or "did" in auxiliaries or any(map(is_have, tree.children(verb, "aux")))
    return verb.is_a("seeing_it") and past and not auxiliaries & UNREAL and tree.is_definite(event)


def is_expected_not(verb: Token, said: Token) -> bool:
    """As in "is *not expected to* resign": so far as those who expect it know, he will not."""
    return said.base == "xcomp" and verb.is_a("expecting") and is_negated(verb) and tree.has_to(said)


def is_needed(word: Token) -> bool:
    """As in "could not have fled *without bribing* a guard", "would have died *without* aid": there was some."""
    clause = word.head
    if clause.pos_ not in {"VERB", "ADJ"} or clause is word:
        return False
    unreal = any(item.lower_ in UNREAL for item in tree.children(clause, "aux"))
    return unreal and any(is_have(item) for item in tree.children(clause, "aux"))


def is_not_without(verb: Token) -> bool:
    """As in "could *not* have fled *without* bribing a guard": he fled."""
    below = tree.children(verb, "obl", "advcl")
    without = any(one.lower_ == "without" for item in below for one in tree.children(item, "case", "mark"))
    return without and any(is_needed(item) for item in below)


def takes_for_granted(clause: Token) -> bool:
    """As in "*who* shot him": a question of who, why or how, and not whether, takes it that he was."""
    return clause.left_edge.tag_ in QUESTION_TAGS
