"""Verbs and nouns that a hyphen joins to a prefix: "re-elected", "co-founded", "the co-operation of both".

The tokenizer parts them, as the treebanks do, and the parser then takes the prefix for a verb of its own with the rest
below it, so that who was re-elected is lost. Here the word behind the hyphen takes the prefix's place, and its lemma is
that of the whole word where the lexicon has it: a co-operation is no operation. The same for nouns that end in a
particle: "the *take-off*", "a *break-in*".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.model import Span

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Doc, Token

PREFIXES = frozenset(["co", "counter", "de", "inter", "mis", "out", "over", "pre", "re", "sub", "under"])
"""Those that make a word of another meaning, which the lexicon may have."""
NOUN_PREFIXES = frozenset(["co", "ex", "vice"])
"""Those before a noun that leave it what it is: a co-founder is a founder."""


PARTICLES = frozenset(["away", "back", "down", "in", "off", "out", "over", "up"])
"""Those that end a noun made of a verb: "a *stand-off*"."""


def join_prefixes(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with each such word above its prefix; tags and lemmas of both are mended."""
    changes: Changes = {}
    for word in doc:
        prefix = _prefix_of(word)
        if prefix is None:
            continue
        hyphen = word.nbor(-1)
        if word.pos_ == "VERB" or prefix.pos_ == "VERB":
            changes |= _put_below(prefix, hyphen, word)
        if noun := _with_particle(word, prefix):
            word.pos_, word.lemma_ = "NOUN", noun
            word.tag_ = word.tag_ if word.tag_ in {"NN", "NNS"} else "NN"
            prefix.pos_, prefix.tag_ = "X", "AFX"
            continue
        words = lexicon.verbs if word.pos_ == "VERB" else lexicon.nouns
        lemma = word.lemma_.lower()
        joined = (f"{prefix.lower_}-{lemma}", f"{prefix.lower_}{lemma}")
        word.lemma_ = next((one for one in joined if one in words), word.lemma_)
        prefix.pos_, prefix.tag_ = "X", "AFX"
        hyphen.pos_, hyphen.tag_ = "PUNCT", "HYPH"
    doc.move(changes, by=join_prefixes.__name__)
    return doc


def joined_prefix(prefix: Token) -> Changes:
    """As in "GitHub *co-founder* Chris Hale": a prefix and the name before it, taken for objects of their own."""
    if prefix.lower_ not in NOUN_PREFIXES or prefix.i + 2 >= len(prefix.doc) or prefix.head.pos_ != "VERB":
        return {}
    hyphen, noun = prefix.nbor(1), prefix.nbor(2)
    if hyphen.text not in tree.HYPHENS or noun.pos_ != "NOUN" or prefix.whitespace_ or tree.is_below(noun, prefix):
        return {}
    changes: Changes = {prefix.i: (noun.i, "compound"), hyphen.i: (noun.i, "punct")}
    before = prefix.nbor(-1) if prefix.i else prefix
    while before.ent_type_ and before.head.name is before.name and before.head is not before:
        before = before.head
    if before.ent_type_ and before.head is prefix.head and before.dep_ == prefix.dep_:
        changes[before.i] = (noun.i, "compound")
    return changes


def whole_span(word: Token) -> Span:
    """Character span of the word, its prefix included."""
    return Span((_prefix_of(word) or word).idx, word.idx + len(word.text))


OFFICES = frozenset(["attorney", "auditor", "director", "governor", "secretary", "solicitor", "surgeon"])
"""What a general is whom a hyphen joins to it."""


def first_of_office(word: Token) -> Token | None:
    """The first word of an office that the tokenizer cuts in two: "the *Secretary*-General" is no general."""
    if word.i < 2 or word.lower_ not in {"general", "generals"} or word.nbor(-1).text not in tree.HYPHENS:
        return None
    first = word.nbor(-2)
    return first if first.lower_ in OFFICES and not first.whitespace_ and not first.ent_type_ else None


def _prefix_of(word: Token) -> Token | None:
    """The token before the hyphen, where nothing but the hyphen parts them."""
    if word.i < 2 or (word.pos_ not in {"VERB", "NOUN"} and word.lower_ not in PARTICLES):
        return None
    hyphen = word.doc[word.i - 1]
    if hyphen.text not in tree.HYPHENS:
        return None
    prefix = word.doc[word.i - 2]
    if hyphen.whitespace_ or prefix.whitespace_ or prefix.ent_type_:
        return None
    if prefix.lower_ in PREFIXES:
        return prefix if word.pos_ in {"VERB", "NOUN"} else None
    if word.pos_ == "VERB" and f"{prefix.lower_}-{word.lemma_.lower()}" in word.doc.lexicon.verbs:
        return prefix  # "*test*-fired a missile"
    return prefix if _with_particle(word, prefix) else None


def _with_particle(word: Token, first: Token) -> str:
    """The noun that a verb and a particle make together, "" where the lexicon has none: "take-off"."""
    particle = word.lower_.removesuffix("s")
    if particle not in PARTICLES:
        return ""
    nouns = word.doc.lexicon.nouns
    return next((one for one in (f"{first.lower_}-{particle}", f"{first.lower_}{particle}") if one in nouns), "")


def _put_below(prefix: Token, hyphen: Token, word: Token) -> Changes:
    """The word in the prefix's place, with all that hung from the two."""
    changes: Changes = {}
    leads = bool(tree.children(prefix, "nsubj", "nsubj:pass")) and not tree.is_below(prefix, word)
    if leads or tree.is_below(word, prefix):  # "who was *re*-elected"
        changes[word.i] = (word.i if prefix.head is prefix else prefix.head.i, prefix.dep_)
    elif tree.is_below(word, hyphen):
        changes[word.i] = (word.i if hyphen.head is hyphen else hyphen.head.i, hyphen.dep_)
    for part in (prefix, hyphen):
        changes |= {item.i: (word.i, item.dep_) for item in part.children if item not in (prefix, hyphen, word)}
    return changes | {prefix.i: (word.i, "compound"), hyphen.i: (word.i, "punct")}
