"""Tree, tags and lemmas of a Doc, mended where one layer of the parse contradicts another.

Part of speech, tag, tree and lemma are guessed separately and may disagree. A word that is tagged as a verb and has a
subject is one, an adverb with an owner that is a subject is a noun; the base form of a verb is its own lemma; a plural
whose singular the lexicon knows is its plural.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.mending.hanging import reattached
from kg.extract.mending.headline_verbs import headline_verbs
from kg.extract.mending.speakers import speaker_at_end
from kg.extract.naming.holders import hang_holders
from kg.extract.text import tree
from kg.extract.text.measures import is_time
from kg.extract.text.name_labels import ACTORS, OWN_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Doc, Token

IRREGULAR = frozenset(["am", "are", "'re", "’re", "'m", "’m", "is", "'s", "’s", "'ve", "’ve", "has", "had", "ca", "wo"])
"""Present forms that are not their own lemma."""


OF_CLAUSE = frozenset(
    ["nsubj", "aux", "mark", "advmod", "punct", "cc", "obl", "advcl", "ccomp", "parataxis", "discourse"]
)
"""Labels of words that hang from a verb, never from its object."""


def mend_short_names(doc: Doc) -> Doc:
    """The Doc with "WHO" as a name: the World Health Organization is no pronoun where not all is in capitals."""
    for token in doc:
        if token.text == "WHO" and token.tag_ == "WP" and any(item.text.islower() for item in token.sent):
            token.tag_, token.pos_ = "NNP", "PROPN"
    return doc


def mend_tree(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with words put where grammar leaves them no other place; tags and lemmas are not touched.

    A verb that was hung from its own object like an adjective ("they *relinquished control*", "in order to *allay
    fears*") takes the noun's place in the tree. What was taken for the object, or a second subject, of a saying becomes
    the subject of what is said, where that has none ("reported *the actor*, aged 80, had died"). An object behind the
    last of two coordinated verbs belongs to the last ("chanting and burning *flags*"). Office and
    place are hung below the person before (`hang_holders`), and what `reattached` finds is moved first.
    """
    for sent in doc.sents:
        doc_changes = headline_verbs(sent, lexicon) or speaker_at_end(sent, lexicon)
        if doc_changes:
            doc.move(doc_changes)
    hang_holders(doc)
    changes: Changes = reattached(doc) | _torn_names(doc)
    for verb in doc:
        if verb.tag_ == "NNS" and (subject := _headline_subject(verb, lexicon)) is not None:
            changes[subject.i] = (verb.i, "nsubj")
            verb.pos_, verb.tag_ = "VERB", "VBZ"
        if not verb.tag_.startswith("VB"):
            continue
        if verb.tag_ == "VBG" and (kind := _said_of_its_object(verb, lexicon)) is not None:
            changes |= kind
            continue
        changes |= _two_objects(verb)
        changes |= _object_before(verb)
        if verb.dep_ == "amod" and _is_inverted(verb, lexicon):
            _put_above(verb, verb.head, changes)
            changes[verb.head.i] = (verb.i, "nsubj")
        elif verb.dep_ == "amod" and verb.i not in changes and _is_hidden_verb(verb):
            _put_above(verb, verb.head, changes)
        elif verb.dep_ == "ccomp" and _lacks_subject(verb) and lexicon.verb(verb.head.lemma_.lower()).speech:
            subject = _stranded(verb)
            if subject is not None:
                changes[subject.i] = (verb.i, "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj")
                beside = [item for item in tree.children(verb.head, "obl") if subject.i < item.i < verb.i]
                changes |= {item.i: (verb.i, item.dep_) for item in beside}  # "say a bomb *Friday in Oslo* killed two"
        elif verb.dep_ == "conj" and verb.pos_ == "VERB" and not tree.children(verb, "obj"):
            objects = tree.children(verb.head, "obj")
            between = doc[verb.head.i + 1 : verb.i]
            if any(item.i < verb.i for item in objects) or all(word.tag_ in {"CC", ",", "RB"} for word in between):
                changes |= {item.i: (verb.i, "obj") for item in objects if item.i > verb.i}
    doc.move(changes)
    return doc


def _torn_names(doc: Doc) -> Changes:
    """The words of one name that hang side by side from one word: "killed *Qasem Soleimani*", read as two objects."""
    changes: Changes = {}
    for name in doc.ents:
        if name.label_ in OWN_NAMES:
            first, *others = [token for token in name if not name.start <= token.head.i < name.end] or [name.root]
            if all(token.head is first.head for token in others):
                changes |= {token.i: (first.i, "flat") for token in others if token.pos_ == "PROPN"}
    return changes


def _object_before(verb: Token) -> Changes:
    """The subject behind a participle's comma that was taken for its object: "Speaking to us, *Ada Lund* said"."""
    if verb.tag_ not in tree.FINITE or tree.children(verb, "nsubj", "nsubj:pass", "csubj", "expl"):
        return {}
    for clause in tree.children(verb, "advcl"):
        if clause.tag_ not in {"VBG", "VBN"} or clause.i > verb.i:
            continue
        for item in tree.children(clause, "obj"):
            start = item.left_edge.i
            if clause.i < start <= item.i < verb.i and start and verb.doc[start - 1].text == ",":
                return {item.i: (verb.i, "nsubj")}
    return {}


def _two_objects(verb: Token) -> Changes:
    """The first of two objects is who gets the second: "gave *owners of the phone* a cover"."""
    objects = [item for item in tree.children(verb, "obj") if item.i > verb.i and not tree.preposition(item)]
    if len(objects) != 2 or tree.children(verb, "iobj") or objects[0].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return {}
    first, second = objects
    kind = second.doc[second.left_edge.i - 1]
    called = second.pos_ == "PROPN" and kind.pos_ == "NOUN" and kind.is_a("body_title")
    if called and first.i < kind.i:
        return {second.i: (kind.i, "appos")}  # "bought a stake in brewer *Holm*"
    if first.name is not None and first.name is second.name:
        return {}
    between = verb.doc[first.right_edge.i + 1 : second.left_edge.i]
    return {} if len(between) or is_time(second) or is_time(first) else {first.i: (verb.i, "iobj")}


def _headline_subject(word: Token, lexicon: Lexicon) -> Token | None:
    """The name before the last word of a headline that was taken for a plural: "Prime minister *Anna Berg* resigns"."""
    sent = word.sent
    if word.head.i != word.i or any(item.pos_ in {"VERB", "AUX"} or item.text in {".", "?", "!"} for item in sent):
        return None
    stem = word.lower_.removesuffix("s")
    if (
        stem not in lexicon.verbs
        or stem in lexicon.nouns
        or any(not item.is_space for item in sent.doc[word.i + 1 : sent.end])
    ):
        return None
    before = word.nbor(-1) if word.i > sent.start else None
    if before is None or not (before.ent_type_ in ACTORS or before.is_a("person")):
        return None
    while before.head.i != word.i and before.head.i != before.i:
        before = before.head
    return before if before.head.i == word.i else None


def _is_inverted(verb: Token, lexicon: Lexicon) -> bool:
    """A saying behind its quotation that was hung from its own subject: "…,” *wrote* student leader Omar Haddad"."""
    if verb.tag_ not in tree.FINITE or verb.head.i < verb.i or verb.i == 0:
        return False
    return verb.nbor(-1).text in tree.CLOSING and lexicon.verb(verb.lemma_.lower()).speech


def _said_of_its_object(verb: Token, lexicon: Lexicon) -> Changes | None:
    """As in "without *running water*", "shot by *firing squad*": a gerund that only says what kind its object is."""
    objects = tree.children(verb, "obj")
    if len(objects) != 1 or objects[0].i != verb.i + 1 or verb.head is verb or tree.children(verb, "nsubj", "aux"):
        return None
    thing = objects[0]
    if not lexicon.is_a(f"{verb.lower_} {thing.lemma_.lower()}", "gerund_compound"):
        return None
    label = {"advcl": "obl", "acl": "nmod", "xcomp": "obj", "ccomp": "obj"}.get(verb.base, verb.dep_)
    changes: Changes = {thing.i: (verb.head.i, label), verb.i: (thing.i, "compound")}
    changes |= {
        item.i: (thing.i, "case" if item.base == "mark" else item.dep_) for item in verb.words if item is not thing
    }
    verb.pos_, verb.tag_ = "NOUN", "NN"
    return changes


def _put_above(verb: Token, noun: Token, changes: Changes) -> None:
    """Notes that the verb takes the noun's place and the noun becomes its object, with what belongs to the clause."""
    is_root = noun.head.i == noun.i
    label = "advcl" if noun.base in {"obl", "nmod"} else noun.dep_
    changes[verb.i] = (verb.i if is_root else noun.head.i, label)
    changes[noun.i] = (verb.i, "obj")
    for item in noun.children:
        if item.i != verb.i and item.base in OF_CLAUSE:
            changes[item.i] = (verb.i, item.dep_)


def _lacks_subject(clause: Token) -> bool:
    """Whether a clause is finite, stands behind its head, and has no subject, which a finite clause must have."""
    if clause.i < clause.head.i or tree.children(clause, "nsubj", "nsubj:pass", "mark", "expl", "csubj"):
        return False
    return clause.tag_ in tree.FINITE or any(
        item.tag_ in tree.FINITE_OR_MODAL for item in tree.children(clause, "aux", "cop")
    )


def _stranded(clause: Token) -> Token | None:
    """The noun between a saying and what is said that was taken for an object or a second subject of the saying."""
    verb = clause.head
    objects = [item for item in tree.children(verb, "obj") if verb.i < item.i < clause.i and item.ent_type_ != "DATE"]
    subjects = tree.children(verb, "nsubj")
    second = [item for item in subjects if verb.i < item.i < clause.i and any(one.i < verb.i for one in subjects)]
    found = second or objects
    return found[0] if found else None


def _is_hidden_verb(verb: Token) -> bool:
    """A finite form that stands before its noun like an adjective, or an infinitive with its "to" that does."""
    noun = verb.head
    joined = verb.tag_ == "VBN" and noun.base == "conj" and noun.head.pos_ == "VERB"  # "was elected but *lost support*"
    if joined and verb.i and verb.nbor(-1).lower_ in {"and", "but"} and not noun.ent_type_:
        return not any(item.i < verb.i for item in tree.children(noun, "det", "nmod:poss", "nummod", "amod", "case"))
    if verb.tag_ not in tree.FINITE and verb.tag_ != "VB":
        return False
    if verb.dep_ != "amod" or noun.i < verb.i or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    if any(item.i < verb.i for item in tree.children(noun, "det", "nmod:poss", "nummod", "amod")):
        return False
    if verb.tag_ == "VB":
        return any(item.lower_ == "to" for item in tree.children(verb, "mark", "aux"))
    return bool(tree.children(verb, "nsubj") or tree.children(noun, "nsubj"))


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
        elif token.pos_ == "ADV" and token.base in {"nsubj", "obj"} and tree.children(token, "nmod:poss", "det"):
            token.pos_ = "NOUN"  # "its coastguard"
        elif token.pos_ == "VERB" and _is_plural_gerund(token, lexicon):
            token.pos_, token.tag_, token.lemma_ = "NOUN", "NNS", token.lower_[:-1]  # "in the 1967 *slayings*"
        word = token.lower_
        if token.pos_ == "VERB" and _is_misspelt(word, token.lemma_, lexicon):
            token.lemma_ += "e"
        if token.pos_ == "VERB" and token.lemma_.lower() not in lexicon.verbs:
            token.lemma_ = next((stem for stem in _stems(word, token.tag_) if _is_verb(stem, lexicon)), token.lemma_)
        if token.tag_ in {"VB", "VBP"} and token.lemma_ != word and word not in IRREGULAR and word in lexicon.verbs:
            token.lemma_ = word
        elif token.tag_ == "NNS" and token.lemma_ == word and word.endswith("s") and word not in lexicon.nouns:
            single = word[:-1]
            if single in lexicon.nouns or any(single in words for words in lexicon.classes.values()):
                token.lemma_ = single
    return doc


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
