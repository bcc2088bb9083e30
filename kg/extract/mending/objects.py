"""Verbs and their objects, where one was taken for a word of the other or for the object of another verb.

A verb that was hung from its own object like an adjective ("they *relinquished control*", "in order to *allay fears*")
takes the noun's place in the tree. What was taken for the object, or a second subject, of a saying becomes the subject
of what is said, where that has none ("reported *the actor*, aged 80, had died"). An object behind the last of two
coordinated verbs belongs to the last ("chanting and burning *flags*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.measures import is_time
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

OF_CLAUSE = frozenset(
    ["nsubj", "aux", "mark", "advmod", "punct", "cc", "obl", "advcl", "ccomp", "parataxis", "discourse"]
)
"""Labels of words that hang from a verb, never from its object."""


def headline_subject(word: Token) -> Changes:
    """As in "Prime minister *Anna Berg* resigns": the last word of a headline was taken for a plural."""
    sent, lexicon = word.sent, word.doc.lexicon
    if word.head is not word or any(item.pos_ in {"VERB", "AUX"} or item.text in {".", "?", "!"} for item in sent):
        return {}
    stem = word.lower_.removesuffix("s")
    if stem not in lexicon.verbs or stem in lexicon.nouns or word.i == sent.start:
        return {}
    if any(not item.is_space for item in sent.doc[word.i + 1 : sent.end]):
        return {}
    before = word.nbor(-1)
    if not (before.ent_type_ in ACTORS or before.is_a("person")):
        return {}
    while before.head is not word and before.head is not before:
        before = before.head
    if before.head is not word:
        return {}
    word.pos_, word.tag_ = "VERB", "VBZ"
    return {before.i: (word.i, "nsubj")}


def said_of_its_object(verb: Token) -> Changes:
    """As in "without *running water*", "shot by *firing squad*": a gerund that only says what kind its object is."""
    objects = tree.children(verb, "obj")
    if len(objects) != 1 or objects[0].i != verb.i + 1 or verb.head is verb or tree.children(verb, "nsubj", "aux"):
        return {}
    thing = objects[0]
    if not verb.doc.lexicon.is_a(f"{verb.lower_} {thing.lemma_.lower()}", "gerund_compound"):
        return {}
    label = {"advcl": "obl", "acl": "nmod", "xcomp": "obj", "ccomp": "obj"}.get(verb.base, verb.dep_)
    changes: Changes = {thing.i: (verb.head.i, label), verb.i: (thing.i, "compound")}
    changes |= {
        item.i: (thing.i, "case" if item.base == "mark" else item.dep_) for item in verb.words if item is not thing
    }
    verb.pos_, verb.tag_ = "NOUN", "NN"
    return changes


def two_objects(verb: Token) -> Changes:
    """As in "gave *owners of the phone* a cover": the first of two objects is who gets the second."""
    objects = [item for item in tree.children(verb, "obj") if item.i > verb.i and not tree.preposition(item)]
    if len(objects) != 2 or tree.children(verb, "iobj") or objects[0].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return {}
    first, second = objects
    kind = second.doc[second.left_edge.i - 1]
    called = second.pos_ == "PROPN" and kind.pos_ == "NOUN" and kind.is_a("body_title")
    if called and first.i < kind.i:
        return {second.i: (kind.i, "appos")}  # "bought a stake in brewer *Holm*"
    if (first.name is not None and first.name is second.name) or kind.preposition == "among":
        return {}  # "arrested ten people, among *them* a mayor"
    between = verb.doc[first.right_edge.i + 1 : second.left_edge.i]
    return {} if len(between) or is_time(second) or is_time(first) else {first.i: (verb.i, "iobj")}


def subject_behind_participle(verb: Token) -> Changes:
    """As in "Speaking to us, *Ada Lund* said": a subject behind a participle's comma, taken for its object."""
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


def inverted_saying(verb: Token) -> Changes:
    """As in "…,” *wrote* student leader Omar Haddad": a saying that was hung from its own subject."""
    noun = verb.head
    if verb.tag_ not in tree.FINITE or noun.i < verb.i or verb.i == 0 or verb.nbor(-1).text not in tree.CLOSING:
        return {}
    if not verb.doc.lexicon.verb(verb.lemma_.lower()).speech:
        return {}
    return _put_above(verb, noun) | {noun.i: (verb.i, "nsubj")}


def hidden_verb(verb: Token) -> Changes:
    """As in "they *relinquished control*", "to *allay fears*": hung from its own object like an adjective."""
    if verb.i in verb.doc.mended or not _is_hidden(verb):
        return {}
    return _put_above(verb, verb.head)


def _put_above(verb: Token, noun: Token) -> Changes:
    """The verb takes the noun's place and the noun becomes its object, with what belongs to the clause."""
    label = "advcl" if noun.base in {"obl", "nmod"} else noun.dep_
    changes: Changes = {
        verb.i: (verb.i if noun.head is noun else noun.head.i, label),
        noun.i: (verb.i, "obj"),
    }
    clause = (item for item in noun.children if item is not verb and item.base in OF_CLAUSE)
    return changes | {item.i: (verb.i, item.dep_) for item in clause}


def _is_hidden(verb: Token) -> bool:
    """A finite form that stands before its noun like an adjective, or an infinitive with its "to" that does."""
    noun = verb.head
    joined = verb.tag_ == "VBN" and noun.base == "conj" and noun.head.pos_ == "VERB"  # "was elected but *lost support*"
    if joined and verb.i and verb.nbor(-1).lower_ in {"and", "but"} and not noun.ent_type_:
        return not any(item.i < verb.i for item in tree.children(noun, "det", "nmod:poss", "nummod", "amod", "case"))
    helped = verb.tag_ == "VBN" and any(item.tag_ in tree.FINITE for item in tree.children(verb, "aux"))
    if helped and verb.dep_ == "amod" and noun.i > verb.i:
        return not tree.children(verb, "aux:pass")  # "and *has* since *jailed* critics"
    if verb.tag_ not in tree.FINITE and verb.tag_ != "VB":
        return False
    if verb.dep_ != "amod" or noun.i < verb.i or noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    if any(item.i < verb.i for item in tree.children(noun, "det", "nmod:poss", "nummod", "amod")):
        return False
    if verb.tag_ == "VB":
        return any(item.lower_ == "to" for item in tree.children(verb, "mark", "aux"))
    return bool(tree.children(verb, "nsubj") or tree.children(noun, "nsubj"))


def stranded_subject(verb: Token) -> Changes:
    """As in "reported *the actor*, aged 80, had died": what a saying has as its object is the subject of what is said.

    What stands between them goes with it: "say a bomb *Friday in Oslo* killed two".
    """
    saying = verb.head
    if not _lacks_subject(verb) or not verb.doc.lexicon.verb(saying.lemma_.lower()).speech:
        return {}
    subject = _stranded(verb)
    if subject is None:
        return {}
    beside = [item for item in tree.children(saying, "obl") if subject.i < item.i < verb.i]
    label = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    return {subject.i: (verb.i, label), **{item.i: (verb.i, item.dep_) for item in beside}}


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


def object_of_last(verb: Token) -> Changes:
    """As in "chanting and burning *flags*": an object behind the last of two coordinated verbs belongs to the last."""
    first = verb.head
    if tree.children(verb, "obj"):
        return {}
    objects = tree.children(first, "obj")
    behind = [item for item in objects if item.i > verb.i]
    joined = tree.conjuncts(first)
    if not behind or any(verb.i < item.i < behind[0].i for item in joined):
        return {}  # "kill, *wound* or capture soldiers": the last has it
    between = (word for word in verb.doc[first.i + 1 : verb.i] if word not in joined)
    if len(behind) < len(objects) or all(word.tag_ in {"CC", ",", "RB"} for word in between):
        return {item.i: (verb.i, "obj") for item in behind}
    return {}
