"""Whether a noun that can be an event speaks of one that happens, or names a thing, a paper or a kind of event.

In: an event noun for which no argument was found, with its reading. A determiner, a date or a clause makes it one
occurrence ("*a* six-hour flight", "*yesterday's* march", "complaints *that it leaks*"); a bare plural is a kind of
event ("they trade in exports"), and what a noun names by default ("an application", "the treaty") is a thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.measures import is_time, is_time_owner

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

DEFINITE = tree.POINTING | {"both"}
NOT_ONE = frozenset(["no", "any", "every", "each"])
"""Determiners that speak of none, or of whatever there may be."""
BESIDE = frozenset(["fixed", "advmod", "compound", "case"])
"""Labels of nouns that are parts of another word: "in *order* to", "flew non-*stop*"."""
AT_EVENTS = frozenset(["at", "during", "after", "before", "following", "since", "until"])
"""Prepositions behind which the name of a gathering is the gathering: "said *at* the Harbour Security Conference"."""


def is_one_occurrence(noun: Token, entry: Entry) -> bool:
    """Whether an argued noun without arguments is an event all the same."""
    if " via " in entry.rule:
        return False
    if _is_dated(noun):
        return True
    determiners = {item.lower_ for item in tree.children(noun, "det")}
    told = bool(determiners) and any(tree.has_to(item) for item in tree.children(noun, "acl"))
    if noun.base in BESIDE or (noun.base == "nmod" and tree.preposition(noun) == "of" and not told):
        return False  # what stands behind "of" is a topic, but not "reports of *a plot to kill him*"
    if determiners & NOT_ONE:
        return False
    definite = bool(determiners & DEFINITE)
    if definite and noun.is_a("camp"):
        return False  # "*the opposition* boycotted the vote": who opposes
    if noun.is_a("accord"):  # a treaty is a paper as often as its signing
        if noun.is_a("treaty") or (definite and noun.base not in {"nsubj", "obl"}):
            return False
    elif definite:
        return True
    if noun.is_a("item"):
        return False
    own = tree.children(noun, "nmod:poss", "nummod", "acl", "ccomp")
    return bool(determiners or own) or _is_headline(noun)


def is_kind(noun: Token) -> bool:
    """Whether it means a kind of event: "*hurricanes* are common", "a form of *cyclone*", "a *hurricane* must last"."""
    head = noun.head
    determiners = {item.lower_ for item in tree.children(noun, "det", "nmod:poss", "nummod", "acl")}
    if noun.preposition == "like" and not determiners and noun.base == "obl" and not head.is_a("seeming"):
        return True  # "spread *like wildfire*", but "sounded *like gunfire*"
    bare = noun.tag_ == "NNS" and not determiners
    if noun.base == "nmod" and tree.preposition(noun) == "of":
        return head.is_a("kind") and (bare or not determiners)
    if noun.dep_ not in {"nsubj", "nsubj:pass"} or not (bare or determiners <= tree.INDEFINITE):
        return False
    auxiliaries = {item.lower_ for item in tree.children(head, "aux", "aux:pass", "cop")}
    if "cop" in head.family:
        stands = tree.children(head, "case", "xcomp", "ccomp")  # "strikes are *in place*", "are likely *to spread*"
        return (
            bare
            and not stands
            and head.lower_ != "underway"
            and head.pos_ in {"NOUN", "ADJ"}
            and bool(auxiliaries & {"are", "'re"})
            and len(auxiliaries) == 1
        )
    defined = head.is_a("defining") and auxiliaries == {"are"}
    return (bare and defined) or (noun.tag_ == "NN" and determiners != set() and "must" in auxiliaries)


def is_label(noun: Token) -> bool:
    """A lone word before a colon at the head of a line: "*Roundup*: Oslo votes", "*Transport*: two roads are cut"."""
    behind = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    return noun.i == noun.sent.start and behind.text == ":" and noun.tag_ in {"NN", "NNP"}


def is_set_phrase(noun: Token) -> bool:
    """As in "*in response* to", "for the third day *in a row*", but not "in *a row over* pay"."""
    if tree.children(noun, "nmod:poss"):
        return False
    article = tree.children(noun, "det")
    if article and (noun.head.is_a("embroiled") or tree.children(noun, "nmod")):
        return False
    words = (tree.preposition(noun), *(item.lower_ for item in article), noun.lower_)
    return noun.doc.lexicon.is_a(" ".join(words), "idiom")


def sums_up(noun: Token) -> bool:
    """As in "closed the school, *a move* that angered many": it says again what the clause before it has told."""
    if _is_bargain(noun):
        return True
    if not noun.is_a("summing_up") or noun.base not in {"parataxis", "appos", "dep"}:
        return False
    above = noun.head
    return (
        (above.pos_ == "VERB" or noun.base == "appos")
        and above.i < noun.i
        and any(item.lower_ == "a" for item in tree.children(noun, "det"))
    )


def _is_bargain(noun: Token) -> bool:
    """As in "agreed to buy Holm *in a deal* worth two billion": the sale told before, by another word."""
    if noun.lemma_.lower() not in {"deal", "transaction"} or noun.base != "obl" or noun.preposition != "in":
        return False
    above = noun.head.head if noun.head.i > noun.i and noun.head.is_a("valuing") else noun.head
    if not any(item.lower_ in tree.INDEFINITE for item in tree.children(noun, "det")) or above.i > noun.i:
        return False
    verbs = (above, *tree.children(above, "xcomp"))
    return any(noun.doc.lexicon.verb(item.lemma_.lower()).type == "TRANSACT" for item in verbs if item.pos_ == "VERB")


def is_named_gathering(noun: Token) -> bool:
    """As in "spoke *at the World Trade Forum*", "hosts *the Winter Olympics*": the name of what takes place."""
    if noun.pos_ != "PROPN" or not noun.is_a("meeting_name"):
        return False
    if noun.base in {"obl", "nmod"}:
        at = tree.preposition(noun)
        return at in AT_EVENTS or (at == "of" and noun.head.is_a("occasion_host"))
    if noun.dep_ == "nsubj":
        return noun.head.is_a("occasion_goes")
    return noun.base in {"obj", "nsubj"} and noun.head.is_a("occasion_held")


def is_barred(predicate: Predicate) -> bool:
    """Whether a ban says what it bars: "new restrictions *on flights*"."""
    phrases = tree.children(predicate.token, "nmod") if predicate.type in {"COERCE", "SANCTION"} else []
    return any(predicate.entry.preps.get(tree.preposition(item)) == "content" for item in phrases)


def _is_dated(noun: Token) -> bool:
    if any(is_time_owner(item) for item in tree.children(noun, "nmod:poss")):
        return True
    return any(is_time(item) for item in tree.children(noun, "nmod", "nummod", "compound", "obl"))


def _is_headline(noun: Token) -> bool:
    """Headlines leave determiners out, and have no full stop."""
    return not any(token.text in {".", "?", "!"} for token in noun.sent)
