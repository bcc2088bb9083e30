"""What communiqués, monitors and biographies write in every other sentence, and a parser of news reads otherwise.

In: a tree. Out: what to change in it. The second verb of a communiqué read as a noun ("condemns the arrest *and calls
for* his release"), what somebody is urged to do read as an adjective ("urged Minsk *to free* nine men"), the parties of
a clash hung from how it is told ("clashes *were reported* between two gangs"), and the passive clause in a row of
others ("joined in 1968, *was elected* in 1974 and resigned").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

CALLED = frozenset(["for", "on", "upon"])
"""Prepositions behind "calls" as a verb."""
FREEING = frozenset(["free", "open", "clear", "lower", "secure"])
"""Verbs that are adjectives too."""


def calls_on(noun: Token) -> Changes:
    """As in "The union condemns the arrest of two men *and calls for their release*": what the union does next."""
    before = noun.doc[noun.i - 1] if noun.i > noun.sent.start else noun
    behind = noun.nbor(1) if noun.i + 1 < noun.sent.end else noun
    if noun.lower_ != "calls" or before.lower_ != "and" or behind.lower_ not in CALLED:
        return {}
    main = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    if main is None or main.tag_ != "VBZ" or main.i > noun.i or not _has_subject(main):
        return {}
    asked = next((item for item in noun.doc[behind.i : noun.sent.end] if behind in item.children), None)
    if asked is None:
        return {}
    noun.pos_, noun.tag_, noun.lemma_ = "VERB", "VBZ", "call"
    others = noun.doc[asked.i : noun.sent.end]
    acts = [item for item in others if tree.has_to(item) and item.head.i <= asked.i]
    return {noun.i: (main.i, "conj"), asked.i: (noun.i, "obl")} | {item.i: (noun.i, "xcomp") for item in acts[:1]}


def _has_subject(verb: Token) -> bool:
    return bool(tree.children(verb, *OF_SUBJECT)) or (verb.base == "conj" and _has_subject(verb.head))


def opening_verb(word: Token) -> Changes:
    """As in "*Condemns* the attack on the convoy;": what a paragraph begins with in place of the noun behind it."""
    noun = word.head
    if noun.head is not noun or noun.pos_ not in NOUNS or not word.lower_.endswith("s"):
        return {}
    if word is not next((item for item in word.sent if len(item.text) > 1 and item.text.isalpha()), word):
        return {}
    if word is noun:
        return _opening_call(word)
    lexicon = word.doc.lexicon
    lemma = word.lower_[:-1]
    if lemma not in lexicon.verbs or lemma in lexicon.nouns or tree.children(noun, "cop") or noun.i < word.i:
        return {}
    if word.nbor(1).tag_ not in {"DT", "PRP$", "IN", "RB", "NNP"}:
        return {}
    if (name := word.name) is not None:
        if len(name) > 1:
            return {}
        word.doc.name([item for item in word.doc.ents if item is not name])
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBZ", lemma
    return {word.i: (word.i, noun.dep_), noun.i: (word.i, "obj")}


def _opening_call(word: Token) -> Changes:
    """As in "*Calls* upon Oslo to withdraw;", "*Demands* that it withdraw;", which are nouns too."""
    behind = word.nbor(1) if word.i + 1 < word.sent.end else word
    heads = (word, *tree.children(word, "nmod"))
    acts = [item for head in heads for item in tree.children(head, "acl", "ccomp") if item.i > behind.i]
    if not acts or word.tag_ != "NNS" or (word.lower_, behind.lower_) not in OPENING:
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBZ", word.lower_[:-1]
    label = "ccomp" if behind.lower_ == "that" else "xcomp"
    named = [item for item in tree.children(word, "nmod") if item.i < acts[0].i]
    named += [item for item in tree.children(acts[0], "nsubj") if item.preposition == behind.lower_]
    return {acts[0].i: (word.i, label)} | {item.i: (word.i, "obl") for item in named}


OPENING = frozenset([("calls", "upon"), ("calls", "on"), ("demands", "that"), ("requests", "that")])
"""How such a paragraph begins."""


def asked_to(verb: Token) -> Changes:
    """As in "Requests the chair *to report* in May;": what its object is asked to do."""
    above = verb.head
    objects = [item for item in tree.children(above, "obj") if above.i < item.i < verb.i]
    if above.pos_ != "VERB" or not objects or not tree.has_to(verb) or not above.is_a("requesting"):
        return {}
    return {verb.i: (above.i, "xcomp")}


def freed(word: Token) -> Changes:
    """As in "urged Minsk *to free nine men*": "to" and an adjective before a noun are a verb and its object."""
    noun, verb = word.head, word.head.head
    to = word.doc[word.i - 1] if word.i > word.sent.start else word
    if word.lower_ not in FREEING or to.lower_ != "to" or to.head.i not in {noun.i, word.i}:
        return {}
    if word.base == "xcomp" and to.head is word and tree.children(word, "obj"):
        word.pos_, word.tag_, word.lemma_ = "VERB", "VB", word.lower_
        return {word.i: (word.head.i, "xcomp")}
    if noun.base not in {"obl", "nmod"}:
        return {}
    while verb.pos_ != "VERB" and verb.head is not verb:
        verb = verb.head
    if verb.pos_ != "VERB" or verb.i > word.i or not verb.is_a("urging"):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VB", word.lower_
    return {word.i: (verb.i, "xcomp"), to.i: (word.i, "mark"), noun.i: (word.i, "obj")}


def between_of_subject(one: Token) -> Changes:
    """As in "*Clashes* were reported *between two gangs*": they clashed, and nothing is reported between them."""
    verb = one.head
    if one.preposition != "between" or verb.pos_ != "VERB" or verb.i > one.i or "case" not in one.family:
        return {}
    lexicon = one.doc.lexicon
    for noun in tree.children(verb, "nsubj", "nsubj:pass"):
        if noun.pos_ in NOUNS and "between" in lexicon.noun(noun.lemma_.lower()).frame.partners:
            return {one.i: (noun.i, "nmod")}
    return {}


def those_to_be(verb: Token) -> Changes:
    """As in "calls for *those responsible* for the raid *to be punished*": they are to be, not the raid."""
    those = next((item for item in tree.ancestors(verb) if item.lower_ == "those" and item.i < verb.i), None)
    if those is None or those.preposition != "for" or those.base not in {"obl", "nmod"} or not tree.has_to(verb):
        return {}
    caller = those.head
    inside = all(item.i >= those.i for item in tree.ancestors(verb) if item.i not in _above(those))
    return {verb.i: (caller.i, "advcl")} if inside and caller.is_a("calling") and caller.i < those.i else {}


def _above(word: Token) -> set[int]:
    return {item.i for item in tree.ancestors(word)}


def series_passive(verb: Token) -> Changes:
    """As in "She joined the party in 1968, *was elected* in 1974 and resigned": one more verb of the same subject."""
    first = verb.head
    auxiliaries = [item for item in tree.children(verb, "aux:pass") if item.lower_ in {"was", "were", "is", "are"}]
    if first.pos_ != "VERB" or not first.i < verb.i or not auxiliaries or tree.children(verb, *OF_SUBJECT):
        return {}
    start = verb.left_edge
    opens = start if start.text != "," else start.nbor(1)
    comma = opens.i > 0 and opens.nbor(-1).text == ","
    goes_on = any(item.i > verb.i and "cc" in item.family for item in tree.children(verb, "conj"))
    if not comma or not goes_on or opens is not auxiliaries[0]:
        return {}
    return {verb.i: (first.i, "conj")} if _has_subject(first) else {}
