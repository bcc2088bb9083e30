"""Scores and sums that were read as parts of names: "beat *Chelsea 3-1*", "fined *Apple 500 million euros*".

In: a tree. Out: what to change in it.

A score hangs from the verb that it says the outcome of, a sum that is paid is the
second object beside who pays it, and what stands behind the sum belongs to the noun before it ("tariffs of 35 percent
*on canola oil*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS
from kg.extract.text import tree
from kg.extract.text.measures import CENTS, is_score, is_sum

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

BEFORE = frozenset(["amod", "compound", "nmod:desc", "nmod:poss", "nsubj", "obj"])
"""Labels of who pays or gets a sum, where he is taken for a word of it."""
APART = frozenset(["away", "back", "off", "out"])
"""Particles that before a number are no "about"."""


def score_beside(number: Token) -> Changes:
    """As in "Arsenal beat *Chelsea 3-1*": the score says how the verb before it ended, and names nobody."""
    if not is_score(number):
        return {}
    if number.head.pos_ == "VERB":  # "overcame a slow start to *beat* Holm 6-4": the nearest verb with an object
        between = number.doc[number.head.i + 1 : number.i]
        inner = [item for item in between if item.pos_ == "VERB" and "obj" in item.family]
        won = inner[-1] if inner and inner[-1].is_a("outplaying") else None
        if won is None and number.base == "obj" and number.head.is_a("outplaying", "outplayed"):
            won = number.head  # "after *losing 4-0* to Brann"
        return {number.i: (won.i, "obl:unmarked")} if won is not None else {}
    dash, second = number.doc[number.i + 1], number.doc[number.i + 2]
    inside = {number.i, dash.i, second.i}
    outer = next((item for item in tree.ancestors(number) if item.i not in inside), number)
    between = number.doc[second.i + 1 : outer.i] if outer.i > second.i else []
    if any(item.base == "case" and item.text.isalpha() for item in between):  # "won *4-2* on penalties"
        above = outer.head
        if above.pos_ != "VERB" or above.i > number.i:
            return {}
        label = "obl" if outer.base == "obj" else outer.dep_
        moved: Changes = {number.i: (above.i, "obl:unmarked"), outer.i: (above.i, label)}
        return moved | {dash.i: (number.i, "punct"), second.i: (number.i, "flat")}
    if outer.i > second.i and outer.pos_ in NOUNS:  # "a *2-2* draw"
        return {number.i: (outer.i, "compound"), dash.i: (number.i, "punct"), second.i: (number.i, "flat")}
    verb = next((item for item in (outer, *tree.ancestors(outer)) if item.pos_ == "VERB"), None)
    if verb is None or verb.i > number.i or outer.i > number.i:
        return {}
    changes: Changes = {number.i: (verb.i, "obl:unmarked"), dash.i: (number.i, "punct"), second.i: (number.i, "flat")}
    behind = [item for item in (*number.words, *second.words) if item.i > second.i and item.base != "conj"]
    return changes | {item.i: (verb.i, "obl" if item.preposition else item.dep_) for item in behind}


def paid_before_sum(noun: Token) -> Changes:
    """As in "fined *Apple* 500 million euros", "paid the *airline* 2 million shillings": who pays or gets it."""
    verb = noun.head
    if not noun.is_a("currency") or noun.base != "obj" or verb.pos_ != "VERB" or verb.i > noun.i or noun.preposition:
        return {}
    inside = [item for item in noun.subtree if verb.i < item.i < noun.i]
    numbers = [item.i for item in inside if item.tag_ == "CD"]
    if not numbers or tree.children(verb, "iobj"):
        return {}
    first = min(numbers)
    payer = noun.doc[first - 1]
    if payer not in inside or payer.pos_ not in NOUNS | {"PRON"} or payer.is_a("currency") or payer.base not in BEFORE:
        return {}
    changes: Changes = {payer.i: (verb.i, "iobj")}
    for item in inside:
        above = item.head
        if item.i < payer.i and (above.i > payer.i or above is noun):
            changes[item.i] = (payer.i, item.dep_)
        elif item.i > payer.i and above.i <= payer.i:
            changes[item.i] = (noun.i, "nummod")
    return changes


def cut_particle(word: Token) -> Changes:
    """As in "handed *over* 14 suspects", "pay *back* 90 million": a word of the verb, read as how many about."""
    if word.lower_ not in APART and word.lower_ != "over":
        return {}
    verb = word.nbor(-1) if word.i > word.sent.start else word
    if verb.pos_ != "VERB" or word.head is verb or word.i + 1 >= len(word.doc) or word.nbor(1).tag_ != "CD":
        return {}
    if f"{verb.lemma_.lower()} {word.lower_}" not in word.doc.lexicon.verbs or not word.head.i > word.i:
        return {}
    ruled = word.lower_ in APART or verb.is_a("turning_over")
    return {word.i: (verb.i, "compound:prt")} if ruled else {}


def price_each(noun: Token) -> Changes:
    """As in "posted a loss of 68 cents *a share*": what each costs, read as an object of the verb."""
    at = noun.left_edge.i
    if at == 0 or noun.i != at + 1 or noun.doc[at].lower_ not in {"a", "an"}:
        return {}
    before = noun.doc[at - 1]
    if before.pos_ not in {"NOUN", "NUM", "SYM"}:
        return {}  # "a vote of 50 percent to avoid *a runoff*"
    sums = [item for item in (before, before.head) if is_sum(item) or item.lower_ in CENTS]
    return {noun.i: (sums[0].i, "nmod:unmarked")} if sums else {}


def beyond_sum(phrase: Token) -> Changes:
    """As in "tariffs of 35 percent *on canola oil*", "a loan of $5 billion *to Kenya*": it is of the noun before."""
    amount = phrase.head
    noun = amount.head
    if phrase.base != "nmod" or amount.base != "nmod" or noun.pos_ != "NOUN" or not is_sum(amount):
        return {}
    if tree.preposition(amount) != "of" or tree.preposition(phrase) in {"", "of", "in"}:
        return {}
    entry = phrase.doc.lexicon.noun(noun.lemma_.lower())
    return {phrase.i: (noun.i, "nmod")} if entry.preps.get(tree.preposition(phrase)) else {}
