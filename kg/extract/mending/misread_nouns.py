"""Names that were read as verbs or as the head of a sentence, and reduced clauses read as nouns.

"*Felt* leaked details" has one verb, "the airline *hit by* strikes" no compound, and what a name in front is set off
from ("W. Mark Felt, the number two of the FBI, *died*") is what he did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

ABOVE_VERB = frozenset(["ccomp", "xcomp", "conj", "parataxis", "acl", "advcl", "dep"])
"""Labels of a main verb that was hung from the name before it."""
BASE_FORMS = {"shot": "shoot", "hit": "hit", "struck": "strike", "shut": "shut", "hurt": "hurt", "cut": "cut"}
"""Lemmas of participles that are nouns as well."""


def surname_read_as_verb(name: Token) -> Changes:
    """As in "*Felt* leaked details", said of Mark Felt: who is called like a verb does what the next verb says."""
    if name.name is None or len(name.name) > 1 or not name.text[:1].isupper() or name.i + 1 >= len(name.doc):
        return {}
    verb = name.nbor(1)
    finite = verb.tag_ in tree.FINITE and verb.pos_ in {"VERB", "AUX"}
    if name.base in OF_SUBJECT and finite:
        name.pos_, name.tag_, name.lemma_ = "PROPN", "NNP", name.text
        return {}
    if not finite or verb.head is not name or verb.base not in ABOVE_VERB:
        return {}
    name.pos_, name.tag_, name.lemma_ = "PROPN", "NNP", name.text
    rest: Changes = {item.i: (verb.i, item.dep_) for item in name.words if item is not verb}
    above = (verb.i, name.dep_) if name.head is name else (name.head.i, name.dep_)
    return rest | {verb.i: above, name.i: (verb.i, "nsubj")}


def called_will(name: Token) -> Changes:
    """As in "*Will* Berg scored": no past has "will" before it."""
    verb = name.head
    others = tree.children(verb, *OF_SUBJECT)
    if verb.tag_ not in tree.FINITE or name.i > verb.i or any(item.name is not name.name for item in others):
        return {}
    name.pos_, name.tag_, name.lemma_ = "PROPN", "NNP", name.text
    return {name.i: (verb.i, "nsubj")} | {item.i: (name.i, "flat") for item in others}


def told_of_name(verb: Token) -> Changes:
    """As in "*W. Mark Felt*, the number two man, *died*": the name in front does it, the rest says who he is."""
    name = verb.head
    if name.head is not name or name.ent_type_ != "PERSON" or name.i > verb.i or "cop" in name.family:
        return {}
    if verb.nbor(-1).text != "," or tree.children(verb, "mark", "expl"):
        return {}
    subjects = tree.children(verb, *OF_SUBJECT)
    if len(subjects) != 1 or subjects[0].ent_type_ or subjects[0].pos_ not in NOUNS or subjects[0].i > verb.i:
        return {}
    who = subjects[0]
    first = name if name.name is None else name.name.tokens[0]
    if first.i != verb.sent.start or who.right_edge.i + 1 < verb.i - 1 or name.doc[who.left_edge.i - 1].text != ",":
        return {}
    rest: Changes = {item.i: (verb.i, item.dep_) for item in name.words if item.i > verb.i or item.text == "."}
    return rest | {verb.i: (verb.i, name.dep_), name.i: (verb.i, who.dep_), who.i: (name.i, "appos")}


def done_to_noun(word: Token) -> Changes:
    """As in "the *man shot by* police", "the *airline hit by* strikes": a clause about a noun, read as its head."""
    if word.tag_ != "VBN" or word.i == 0 or word.head is word:
        return {}
    noun = word.nbor(-1)
    if noun.head is not word or noun.base != "compound" or noun.pos_ not in NOUNS:
        return {}
    doers = [item for item in tree.children(word, "nmod", "obl") if item.i > word.i and item.preposition == "by"]
    if not doers or doers[0].left_edge.i != word.i + 1:
        return {}
    word.pos_, word.lemma_ = "VERB", BASE_FORMS.get(word.lower_, word.lemma_)
    rest: Changes = {item.i: (noun.i, item.dep_) for item in word.words if item.i < noun.i}
    rest |= {item.i: (word.i, "obl") for item in tree.children(word, "nmod") if item.i > word.i}
    return rest | {
        noun.i: (word.head.i, word.dep_),
        word.i: (noun.i, "acl"),
        doers[0].i: (word.i, "obl:agent"),
    }


def shot_dead_noun(word: Token) -> Changes:
    """As in "the widow of a *guard shot dead* by rebels": the same, with what became of him."""
    noun, dead = (word.nbor(-1), word.nbor(1)) if 0 < word.i < len(word.doc) - 1 else (word, word)
    if noun.head is not word or noun.base != "compound" or dead.lower_ != "dead" or word.head is word:
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBN", "shoot"
    rest: Changes = {item.i: (noun.i, item.dep_) for item in word.words if item.i < noun.i}
    rest |= {item.i: (word.i, item.dep_) for item in dead.words}
    return rest | {noun.i: (word.head.i, word.dep_), word.i: (noun.i, "acl"), dead.i: (word.i, "xcomp")}


def to_do(verb: Token) -> Changes:
    """As in "pretended *to defect*": a verb with "to" is no phrase."""
    counted = verb.i + 1 < len(verb.doc) and verb.nbor(1).tag_ == "CD"  # "move *to phase six*"
    is_verb = tree.has_to(verb) and verb.head.pos_ == "VERB" and not counted
    return {verb.i: (verb.head.i, "xcomp")} if is_verb else {}


def of_inner_person(verb: Token) -> Changes:
    """As in "the mother of *a girl killed* by a bullet": not the mother was killed, but whom she is the mother of."""
    kin = verb.head
    if not kin.is_a("kin_of") or kin.i > verb.i:
        return {}
    start = min(item.i for item in (verb, *tree.children(verb, "advmod")))
    inner = [item for item in tree.children(kin, "nmod") if item.preposition == "of" and item.right_edge.i == start - 1]
    return {verb.i: (inner[0].i, verb.dep_)} if inner and inner[0].is_a("person") else {}


def person_behind_place(name: Token) -> Changes:
    """As in "*Alaska Gov. Sarah Palin* apologized": she does, and not the state that her name was hung from."""
    place = name.head
    if name.name is None or place.name is None or place.name is name.name or name.i != name.name.start:
        return {}
    if place.i > name.i or place.ent_type_ == "PERSON":
        return {}
    rest: Changes = {item.i: (name.i, item.dep_) for item in place.words if item.i > name.i or item.base == "case"}
    above = (name.i, place.dep_) if place.head is place else (place.head.i, place.dep_)
    return rest | {name.i: above, place.i: (name.i, "nmod:desc")}
