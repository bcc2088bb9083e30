"""Tags and lemmas of a Doc, mended where one layer of the parse contradicts another.

Part of speech, tag, tree and lemma are guessed separately and may disagree. A word that is tagged as a verb and has a
subject is one, an adverb with an owner that is a subject is a noun; the base form of a verb is its own lemma; a plural
whose singular the lexicon knows is its plural.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from kg.extract.lexicon import Lexicon

IRREGULAR = frozenset(["am", "are", "'re", "’re", "'m", "’m", "is", "'s", "’s", "'ve", "’ve", "has", "had", "ca", "wo"])
"""Present forms that are not their own lemma."""


def mend_tokens(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with mended parts of speech and lemmas; its text, tags and tree are not touched."""
    for token in doc:
        if (
            token.pos_ in {"NOUN", "ADJ"}
            and token.tag_ in {"VB", "VBD", "VBZ", "VBP"}
            and tree.children(token, "nsubj")
        ):
            token.pos_ = "VERB"
        elif token.pos_ == "ADV" and tree.base(token) in {"nsubj", "obj"} and tree.children(token, "nmod:poss", "det"):
            token.pos_ = "NOUN"  # "its coastguard"
        word = token.lower_
        if token.pos_ == "VERB" and token.lemma_.lower() not in lexicon.verbs:
            token.lemma_ = next((stem for stem in _stems(word, token.tag_) if stem in lexicon.verbs), token.lemma_)
        if token.tag_ in {"VB", "VBP"} and token.lemma_ != word and word not in IRREGULAR and word in lexicon.verbs:
            token.lemma_ = word
        elif token.tag_ == "NNS" and token.lemma_ == word and word.endswith("s") and word not in lexicon.nouns:
            single = word[:-1]
            if single in lexicon.nouns or any(single in words for words in lexicon.classes.values()):
                token.lemma_ = single
    return doc


ENDINGS = {"VBZ": ("s", "es"), "VBD": ("ed", "d"), "VBN": ("ed", "d"), "VBG": ("ing",)}


def _stems(word: str, tag: str) -> Iterator[str]:
    """Lemmas that a regular form may have: "hopes" → "hope", "planned" → "plan"."""
    for ending in ENDINGS.get(tag, ()):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        yield stem
        yield f"{stem}e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]
        if stem.endswith("i"):
            yield f"{stem[:-1]}y"
