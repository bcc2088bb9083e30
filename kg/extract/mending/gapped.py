"""Second passives that leave "were" out, and who is among the dead.

In: a participle, or the noun before it. Out: what to change in a tree that has the noun for a further subject of the
first verb ("Two men were arrested *and weapons seized*"), the participle for a past form ("schools were closed *and
flights cancelled*") or for an adjective ("and *dozens wounded*"), or that names those only whom "the dead" are said
to include.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

DOZENS = frozenset(["dozen", "hundred", "score", "thousand"])
"""Nouns of number that people are counted by."""


def harmed_beside(participle: Token) -> Changes:
    """As in "six were killed and *two others hurt*": a participle read as a word for those it is told of."""
    if participle.tag_ == "JJ" and participle.base == "conj":
        return _harmed_so(participle)
    people = participle.head
    if participle.dep_ not in {"acl", "amod"} or people.i != participle.i - 1:
        return {}
    if participle.tag_ == "JJ" and (participle.is_a("dead") or not participle.is_a("left_so")):
        return {}
    counted = people.is_a("acting", "others") or people.lemma_ in DOZENS
    if people.base != "conj" or not counted or tree.children(participle, *OF_SUBJECT, "aux"):
        return {}
    first = people.head
    verb = first.head if first.base in OF_SUBJECT else first
    if verb.pos_ != "VERB" or not verb.is_a("undergone", "harming") or not tree.is_passive(verb) or verb.i > people.i:
        return {}
    joined: Changes = {item.i: (participle.i, "cc") for item in tree.children(people, "cc")}
    participle.pos_, participle.tag_ = "VERB", "VBN"
    return joined | {participle.i: (verb.i, "conj"), people.i: (participle.i, "nsubj:pass")}


def _harmed_so(word: Token) -> Changes:
    """The same, with the participle read as an adjective: "and *at least 13 wounded*"."""
    subjects, verb = tree.children(word, "nsubj", "nummod"), word.head
    if (
        word.base != "conj"
        or word.is_a("dead")
        or len(subjects) != 1
        or subjects[0].i != word.i - 1
        or "cop" in word.family
    ):
        return {}
    if verb.pos_ != "VERB" or not verb.is_a("undergone", "harming") or not tree.is_passive(verb):
        return {}
    word.pos_, word.tag_ = "VERB", "VBN"
    return {subjects[0].i: (word.i, "nsubj:pass")}


def gapped_passive(verb: Token) -> Changes:
    """As in "schools were closed *and flights cancelled*", "two men were arrested *and weapons seized*"."""
    first = verb.head
    if verb.tag_ not in {"VBN", "VBD"} or first.tag_ != "VBN" or "aux:pass" not in first.family or first.i > verb.i:
        return {}
    if tree.children(verb, "obj", "iobj", "ccomp", "aux", "aux:pass", "mark") or not _may_be_passive(verb):
        return {}
    subjects = tree.children(verb, *OF_SUBJECT)
    noun = subjects[0] if subjects else verb.nbor(-1)
    beside = not subjects and noun.base == "conj" and noun.head is first and noun.pos_ in NOUNS
    if noun.i != verb.i - 1 or (subjects and verb.base != "conj") or not (subjects or beside):
        return {}
    joint = [item for item in (*tree.children(verb, "cc"), *tree.children(noun, "cc")) if item.lower_ == "and"]
    if not joint or joint[0].i != noun.left_edge.i - (joint[0].head is verb) or noun.dep_ == "nsubj:pass":
        return {}
    if noun.is_a("acting") and not verb.is_a("undergone", "harming"):
        return {}  # "fans were ejected and *police investigated*"
    verb.tag_ = "VBN"
    return {verb.i: (first.i, "conj"), noun.i: (verb.i, "nsubj:pass"), joint[0].i: (verb.i, "cc")}


def _may_be_passive(verb: Token) -> bool:
    """Whether it has an object otherwise, and its past form is that of its participle."""
    entry = verb.doc.lexicon.verb(verb.lemma_.lower())
    return entry.frame.name in {"act", "happen", "nature"} and (verb.tag_ == "VBN" or verb.lower_.endswith("ed"))


def among_harmed(word: Token) -> Changes:
    """As in "Among the *dead* was *the mayor*", "The *injured* included *three children*": they are so."""
    if word.lower_ == "those":
        return _among_those(word)
    if not word.is_a("left_so") or not any(item.lower_ == "the" for item in tree.children(word, "det")):
        return {}
    link = word.head if word.base == "nsubj" and word.head.lemma_ == "include" else None
    if link is not None:
        named = tree.children(link, "obj")
        who = named[0] if len(named) == 1 else None
    else:
        who = word.head if word.base == "obl" and word.preposition == "among" else None
        links = tree.children(who, "cop") if who is not None else ()
        link = links[0] if len(links) == 1 and not tree.children(links[0].head, *OF_SUBJECT) else None
    if who is None or link is None or who.pos_ not in NOUNS or not word.i < link.i < who.i:
        return {}
    top = link if link.head is not who else who
    dead = word.is_a("dead")
    word.pos_, word.tag_ = ("ADJ", "JJ") if dead else ("VERB", "VBN")
    link.pos_, link.lemma_ = "AUX", "be"
    changes: Changes = {item.i: (word.i, item.dep_) for item in top.words if item is not word and item is not who}
    changes |= {item.i: (word.i, "discourse") for item in tree.children(word, "case")}
    return changes | {
        word.i: (word.i if top.head is top else top.head.i, top.dep_),
        who.i: (word.i, "nsubj" if dead else "nsubj:pass"),
        link.i: (word.i, "cop" if dead else "aux:pass"),
    }


def _among_those(those: Token) -> Changes:
    """As in "*Those killed* included *two nurses*"."""
    link = those.head
    done = [item for item in tree.children(those, "acl") if item.tag_ == "VBN" and item.i == those.i + 1]
    named = tree.children(link, "obj")
    if those.base != "nsubj" or link.lemma_ != "include" or len(done) != 1 or len(named) != 1:
        return {}
    verb = done[0]
    link.pos_, link.lemma_ = "AUX", "be"
    changes: Changes = {item.i: (verb.i, item.dep_) for item in link.words}
    return changes | {
        verb.i: (verb.i if link.head is link else link.head.i, link.dep_),
        named[0].i: (verb.i, "nsubj:pass"),
        link.i: (verb.i, "aux:pass"),
        those.i: (verb.i, "discourse"),
    }
