"""Tree, tags and lemmas of a Doc, mended where one layer of the parse contradicts another.

Part of speech, tag, tree and lemma are guessed separately and may disagree. A word that is tagged as a verb and has a
subject is one, an adverb with an owner that is a subject is a noun; the base form of a verb is its own lemma; a plural
whose singular the lexicon knows is its plural.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.mending.hanging import objects_mended, reattached
from kg.extract.mending.headline_verbs import headline_verbs
from kg.extract.mending.speakers import speaker_at_end
from kg.extract.mending.table import TABLES
from kg.extract.naming.holders import hang_holders
from kg.extract.naming.month_names import SURNAMES, name_people
from kg.extract.text import tree
from kg.extract.text.name_labels import OWN_NAMES
from kg.extract.text.prefixes import join_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Doc, Token

IRREGULAR = frozenset(["am", "are", "'re", "’re", "'m", "’m", "is", "'s", "’s", "'ve", "’ve", "has", "had", "ca", "wo"])
"""Present forms that are not their own lemma."""


def mend_short_names(doc: Doc) -> Doc:
    """The Doc with "WHO" as a name, and people who are called like a month.

    The World Health Organization is no pronoun where not all is in capitals.
    """
    months = []
    for token in doc:
        text = token.text
        if text in SURNAMES:
            months.append(token)
        elif text == "states" and token.tag_ == "VBZ" and token.i and token.nbor(-1).lower_ == "member":
            token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", "state"  # "that EU *member states* hand it over"
        elif text == "WHO" and token.tag_ == "WP" and any(item.text.islower() for item in token.sent):
            token.tag_, token.pos_ = "NNP", "PROPN"
    if months:
        name_people(doc, months)
    return doc


def mend_tree(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with words put where grammar leaves them no other place; what was moved, and why, is in `doc.mended`.

    Sentences as a whole come first (headlines, and who speaks at the end), then office and place below the person
    before (`hang_holders`), then word by word what `kg.extract.mending.table` finds.
    """
    for sent in doc.sents:
        headline = headline_verbs(sent, lexicon)
        doc.move(headline, by=headline_verbs.__name__)
        if not headline:
            doc.move(speaker_at_end(sent, lexicon), by=speaker_at_end.__name__)
    hang_holders(doc)
    changes = reattached(doc)
    torn = torn_names(doc)
    doc.mended |= dict.fromkeys(torn, torn_names.__name__)
    doc.move(changes | torn | objects_mended(doc), by=mend_tree.__name__)
    return doc


def torn_names(doc: Doc) -> Changes:
    """The words of one name that hang side by side from one word: "killed *Qasem Soleimani*", read as two objects."""
    changes: Changes = {}
    for name in doc.ents:
        if name.label_ in OWN_NAMES:
            first, *others = [token for token in name if not name.start <= token.head.i < name.end] or [name.root]
            if all(token.head is first.head for token in others):
                changes |= {token.i: (first.i, "flat") for token in others if token.pos_ == "PROPN"}
    return changes


def example_of(rule: str) -> str:
    """What a rule named in `doc.mended` mends, by an example: the first line of its docstring.

    "" for a name that is no rule's, and where extraction is compiled, which keeps no docstrings.
    """
    return next(iter((_RULES[rule].__doc__ or "").strip().splitlines()), "") if rule in _RULES else ""


_OF_SENTENCES: tuple[Callable[..., object], ...] = (
    headline_verbs,
    speaker_at_end,
    hang_holders,
    torn_names,
    join_prefixes,
    mend_tree,
)
_OF_WORDS = tuple(one.mend for table in TABLES for row in table for one in row)
_RULES: Mapping[str, Callable[..., object]] = {mend.__name__: mend for mend in (*_OF_SENTENCES, *_OF_WORDS)}


MENDED = frozenset(["VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NNS", "RB"])
"""Tags of words that may need mending."""


def mend_tokens(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with mended parts of speech and lemmas; its text, tags and tree are not touched."""
    for token in doc:
        tag = token.tag_
        if tag == "NNPS" and token.name is None and token.i == token.sent.start and token.lower_[:-1] in lexicon.nouns:
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lower_[:-1]  # "*Mudslides* buried a village"
        if tag == "NN" and "aux" in token.family and _is_participle(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "VERB", "VBN", token.lower_  # "that the dam had *burst*"
        if tag not in MENDED:
            continue
        if _is_short_form(token):
            token.lemma_ = token.text  # AIDS is no aid
            continue
        if token.pos_ in {"NOUN", "ADJ"} and tag in {"VB", "VBD", "VBZ", "VBP"} and tree.children(token, "nsubj"):
            token.pos_ = "VERB"
        elif token.pos_ == "VERB" and tag in {"VB", "VBP"} and "amod" in token.family and "nmod:poss" in token.family:
            token.pos_, token.tag_ = "NOUN", "NN"  # "beat them, *their third straight win*"
        elif token.pos_ == "VERB" and tag == "VB" and token.base == "obj" and _has_article(token):
            token.pos_, token.tag_ = "NOUN", "NN"  # "gave Holm *a* 2-1 *win*"
        elif token.pos_ == "ADV" and token.base in {"nsubj", "obj"} and tree.children(token, "nmod:poss", "det"):
            token.pos_ = "NOUN"  # "its coastguard"
        elif token.pos_ == "VERB" and _is_plural_gerund(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lower_[:-1]  # "in the 1967 *slayings*"
        elif tag == "VBZ" and token.pos_ == "VERB" and token.lower_.endswith("ed"):
            token.tag_ = "VBD"  # "*gheraoed* the office": no present form
        elif tag == "VBZ" and _is_plural(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lower_[:-1]  # "*accusations* Oslo rejects"
        elif tag == "VBZ" and token.base == "nsubj" and _is_subject(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lemma_.lower()  # "*clashes* took place"
        elif tag == "VBD" and token.pos_ == "VERB" and lexicon.is_a(token.lower_, "only_participle"):
            token.tag_ = "VBN"
        word = token.lower_
        if token.pos_ == "VERB" and _is_misspelt(word, token.lemma_, lexicon):
            token.lemma_ += "e"
        if token.pos_ == "VERB" and token.lemma_.lower() not in lexicon.verbs:
            token.lemma_ = next((stem for stem in _stems(word, token.tag_) if _is_verb(stem, lexicon)), token.lemma_)
        if token.tag_ in {"VB", "VBP"} and token.lemma_ != word and word not in IRREGULAR and word in lexicon.verbs:
            token.lemma_ = word
        elif token.tag_ == "NNS" and lexicon.kinds[word] and not lexicon.kinds[token.lemma_]:
            token.lemma_ = word  # "teargas" is no plural
        elif token.tag_ == "NNS" and token.lemma_ == word and word.endswith("s") and word not in lexicon.nouns:
            single = word[:-1]
            if single in lexicon.nouns or any(single in words for words in lexicon.classes.values()):
                token.lemma_ = single
    return doc


def _has_article(word: Token) -> bool:
    """Whether "a" or "the" is hung from it, whatever it was read as."""
    return any(item.lower_ in {"a", "an", "the"} and item.i < word.i for item in word.words)


def _is_participle(noun: Token, lexicon: Lexicon) -> bool:
    """What was taken for a noun though it has a subject and "has" or "had" before it: "that the dam *had burst*"."""
    had = any(item.lower_ in {"had", "has", "have"} for item in tree.children(noun, "aux"))
    return had and noun.lower_ in lexicon.verbs and bool(tree.children(noun, "nsubj")) and "cop" not in noun.family


def _is_plural_gerund(word: Token, lexicon: Lexicon) -> bool:
    """What only a noun can be, taken for a verb: a plural of what a verb makes in -ing."""
    verb, ending = word.lower_[:-4], word.lower_[-4:]
    return ending == "ings" and len(verb) > 2 and (_is_verb(verb, lexicon) or _is_verb(f"{verb}e", lexicon))


def _is_verb(stem: str, lexicon: Lexicon) -> bool:
    return stem in lexicon.verbs or bool(lexicon.once(stem))  # "readmitted"


def _is_plural(word: Token, lexicon: Lexicon) -> bool:
    """Whether what was read as a verb is none, and the plural of a noun."""
    known = word.lower_[:-1] in lexicon.nouns and not _is_verb(word.lower_[:-1], lexicon)
    return word.pos_ == "VERB" and known and not tree.children(word, "nsubj", "aux")


def _is_subject(word: Token, lexicon: Lexicon) -> bool:
    """Whether a noun and a verb look alike, and it is the subject of a verb and has none itself."""
    alone = not tree.children(word, "nsubj", "obj", "aux", "cc") and word.head.tag_ in {"VBD", "VBP", "VBN", "VB"}
    return alone and word.pos_ == "VERB" and word.lemma_.lower() in lexicon.nouns and word.i < word.head.i


def _is_short_form(noun: Token) -> bool:
    """A plural to the tagger that is written in capitals in a sentence that is not."""
    capitals = noun.tag_ == "NNS" and len(noun.text) > 2 and noun.text.isupper()
    return capitals and any(item.text.islower() for item in noun.sent)


SHORT_STEM = re.compile(r"[^aeiou]+[aeiou][^aeiouwxy]")
"""Verbs that double their last letter before an ending: "rap", "rapped"."""


def _is_misspelt(word: str, lemma: str, lexicon: Lexicon) -> bool:
    """Whether a lemma would be spelt otherwise in this form: "raped" is of "rape", since "rap" gives "rapped"."""
    return (
        word in {f"{lemma}ed", f"{lemma}ing"}
        and f"{lemma}e" in lexicon.verbs
        and SHORT_STEM.fullmatch(lemma) is not None
    )


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
