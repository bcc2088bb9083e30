"""Turns that papers from Lagos to Manila write in every other report and the parser has seldom met.

In: a tree. Out: what to change in it. People who are called by what was done to them ("the main *accused* is
absconding"); what two do ("*shot* and killed"); a perfect whose participle stands in quotation marks or beside a toll;
guests on a visit; a main verb behind a body; the first of several acts, read as what the second says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.lexicon import Kind

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

FILLERS = frozenset(["nmod", "nsubj", "nsubj:pass", "obj", "obl", "obl:agent"])
"""Labels of people."""
HEADS = frozenset(["ROOT", "root"])
OBJECTS = frozenset(["appos", "conj", "iobj", "obj"])


def called_so(word: Token) -> Changes:
    """As in "the main *accused* is absconding", "four of *the accused*": somebody, and not what was done to him."""
    if not word.doc.lexicon.is_a(word.lower_, "called_by_harm") or word.dep_ not in FILLERS:
        return {}
    if not tree.children(word, "det") or tree.children(word, "obj", "aux", "aux:pass", "mark", *OF_SUBJECT):
        return {}
    behind = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    if behind.pos_ in NOUNS and behind.head is word:
        return {}
    word.pos_, word.tag_, word.lemma_ = "NOUN", "NN", word.lower_
    return {}


def done_perfect(subject: Token) -> Changes:
    """As in "*Soldiers* have "neutralized" three fighters": who has done it, though a sign stands in between."""
    verb = subject.head
    if subject.dep_ != "nsubj:pass" or verb.tag_ != "VBN" or not tree.children(verb, "obj"):
        return {}
    auxiliaries = tree.children(verb, "aux", "aux:pass")
    if not auxiliaries or any(item.lemma_ in {"be", "get"} for item in auxiliaries):
        return {}
    return {subject.i: (verb.i, "nsubj")} if any(item.lemma_ == "have" for item in auxiliaries) else {}


def shot_and(noun: Token) -> Changes:
    """As in "*police shot* and killed a gunman": a past form read as a noun that somebody goes with."""
    seconds = [item for item in tree.children(noun, "conj") if item.tag_ in {"VBD", "VBN"} and item.i > noun.i]
    before = [item for item in tree.children(noun, "compound") if item.i == noun.i - 1 and item.pos_ in NOUNS]
    if noun.lower_ != "shot" or not before or not seconds or seconds[0].i != noun.i + 2:
        return {}
    if not tree.children(seconds[0], "obj"):
        return {}
    noun.pos_, noun.tag_, noun.lemma_ = "VERB", "VBD", "shoot"
    seconds[0].tag_ = "VBD"
    rest: Changes = {item.i: (before[0].i, item.dep_) for item in noun.words if item.i < before[0].i}
    return rest | {before[0].i: (noun.i, "nsubj")}


def on_visit(word: Token) -> Changes:
    """As in "met here Tuesday with *visiting* Premier Jan Berg": the guest, and nobody whom one visits."""
    marks = [item for item in tree.children(word, "mark", "case") if item.i == word.i - 1]
    guests = [item for item in tree.children(word, "obj") if item.i > word.i]
    if not word.doc.lexicon.is_a(word.lower_, "on_visit") or not marks or marks[0].lower_ != "with" or len(guests) != 1:
        return {}
    guest = guests[0]
    if word.head.pos_ != "VERB" or guest.left_edge.i != word.i + 1 or tree.children(guest, "det", "nmod:poss"):
        return {}
    word.pos_, word.tag_ = "ADJ", "JJ"
    behind: Changes = {item.i: (word.head.i, item.dep_) for item in word.words if item.i > guest.i}
    return behind | {guest.i: (word.head.i, "obl"), marks[0].i: (guest.i, "case"), word.i: (guest.i, "amod")}


def first_act(verb: Token) -> Changes:
    """As in "Gunmen *attacked* a post, killed two and fled": the first act is not what the second says."""
    second = verb.head
    if verb.tag_ != "VBD" or second.tag_ != "VBD" or second.i < verb.i or tree.children(verb, "mark", "aux"):
        return {}
    if not tree.children(verb, *OF_SUBJECT) or tree.children(second, *OF_SUBJECT, "aux", "aux:pass", "expl"):
        return {}
    comma = second.doc[second.i - 1]
    if comma.text != "," or second.doc.lexicon.verb(second.lemma_.lower()).speech or not tree.children(second, "obj"):
        return {}
    changes: Changes = {item.i: (verb.i, item.dep_) for item in second.words if item.is_punct and item is not comma}
    top = verb.i if second.head is second else second.head.i
    return changes | {verb.i: (top, second.dep_), second.i: (verb.i, "conj"), comma.i: (second.i, "punct")}


def joined_capital(second: Token) -> Changes:
    """As in "*The PDEA and the PNP* raided it": the first of two bodies, read as a subject of its own."""
    verb = second.head
    first = next((item for item in tree.children(verb, "nsubj", "nsubj:pass") if item.i < second.i), None)
    if first is None or second.i > verb.i or not first.ent_type_ or not second.ent_type_:
        return {}
    joint = second.doc[second.left_edge.i - 1]
    if joint.lower_ != "and" or joint.head is not verb or first.right_edge.i != joint.i - 1:
        return {}
    return {second.i: (first.i, "conj"), joint.i: (second.i, "cc")}


def outer_case(part: Token) -> Changes:
    """As in "shot dead *by riding-in-tandem gunmen*": the preposition is the gunmen's."""
    noun = part.head
    if "case" not in part.family or part.i > noun.i or noun.pos_ not in NOUNS:
        return {}
    outer = [item for item in tree.children(part, "case") if item.i == part.left_edge.i and item.i < part.i]
    if not outer or outer[0].i == 0 or outer[0].nbor(-1).text in tree.HYPHENS or part.i + 1 >= noun.i:
        return {}
    if part.doc[part.i + 1].text not in tree.HYPHENS:
        return {}
    done = outer[0].lower_ == "by" and noun.base == "obl" and tree.is_passive(noun.head)
    changes: Changes = {outer[0].i: (noun.i, "case")}
    return changes | ({noun.i: (noun.head.i, "obl:agent")} if done else {})


def behind_body(verb: Token) -> Changes:
    """As in "The Air Force *bombed* rebels' camps.", "The Bureau *attached* flats": read as an adjective."""
    noun = verb.head
    if verb.i == verb.sent.start or verb.i > noun.i or not verb.lower_.endswith("ed"):
        return {}
    before = verb.nbor(-1)
    if before.pos_ != "PROPN" or not any(item.text == "." for item in verb.sent.tokens[-2:]):
        return {}
    body = before
    while body.head is not body and body.head.i < verb.i and body.head.pos_ in NOUNS:
        body = body.head
    top = noun.head if noun.dep_ == "nmod:poss" else noun
    if top.head is not top:
        if top.head is not body or body.dep_ not in HEADS or top.base not in OBJECTS:
            return {}
    elif body.head is not noun and body.head is not top:
        return {}
    if body.preposition or any(item.tag_ in tree.FINITE_OR_MODAL and not _of_clause(item, verb) for item in verb.sent):
        return {}
    if not _names_act(verb):
        return {}
    verb.pos_, verb.tag_ = "VERB", "VBD"
    changes: Changes = {verb.i: (verb.i, "ROOT"), top.i: (verb.i, "obj"), body.i: (verb.i, "nsubj")}
    for item in (*body.words, *noun.words, *top.words):
        if item in {verb, body, top, noun} or item.i in changes:
            continue
        if item.i < body.i:
            changes[item.i] = (body.i, item.dep_)
        elif item.i > top.i and (item.head is body or item.tag_ == "VBG" or item.is_punct):
            label = "advcl" if item.tag_ == "VBG" and comma_before(item) is not None else item.dep_
            changes[item.i] = (top.i if item.lower_ == "worth" else verb.i, label)
        elif item.i > top.i and item.base == "nmod" and item.preposition not in {"", "of"}:
            changes[item.i] = (verb.i, "obl")
    return changes


def _of_clause(word: Token, verb: Token) -> bool:
    """Whether a finite verb is one of a clause behind, not of the sentence itself."""
    return word.i > verb.i and any(item.base in {"acl", "advcl", "ccomp"} for item in (word, *tree.ancestors(word)))


def _names_act(word: Token) -> bool:
    """Whether a form in -ed is one of a verb that reports something; its lemma is put right."""
    lexicon, form = word.doc.lexicon, word.lower_
    stem = next((item for item in (form[:-2], form[:-1], form[:-3]) if item in lexicon.verbs), None)
    if stem is None or lexicon.verb(stem).kind is not Kind.EVENT or form in lexicon.adjectives:
        return False
    word.lemma_ = stem
    return True


def one_of_them(noun: Token) -> Changes:
    """As in "*Two men*, one of them a boy, were killed": the men were, and what one of them is is an aside."""
    subjects, verb = tree.children(noun, "nsubj"), noun.head
    if noun.base not in {"nsubj", "nsubj:pass"} or len(subjects) != 2 or noun.i > verb.i:
        return {}
    people, one = subjects
    if people.i > one.i or one.lower_ not in {"one", "two", "three", "some", "most", "many", "all", "both", "half"}:
        return {}
    if comma_before(one) is None or "cop" in noun.family:
        return {}
    return {people.i: (verb.i, noun.dep_), noun.i: (people.i, "appos")}


def counted_in_crores(word: Token) -> Changes:
    """As in "Rs 2 *crore* for the families": a number, whatever it was read as."""
    if not word.is_a("large_number") or not word.i or word.nbor(-1).tag_ != "CD":
        return {}
    number = word.nbor(-1)
    word.pos_, word.tag_, word.lemma_ = "NUM", "CD", word.lower_
    if number.head is word or word.head is number:
        return {}
    behind: Changes = {item.i: (number.head.i, item.dep_) for item in word.words if item.i > word.i}
    return behind | {word.i: (number.i, "flat")}


def laden_so(word: Token) -> Changes:
    """As in "*A tanker* laden with petrol *exploded*": what it carries or wears only describes who it is."""
    subjects, cop = tree.children(word, "nsubj"), tree.children(word, "cop", "aux")
    verbs = [item for item in tree.children(word, "advcl", "ccomp", "conj", "parataxis") if item.tag_ == "VBD"]
    if word.dep_ not in HEADS or len(subjects) != 1 or cop or len(verbs) != 1 or subjects[0].i > word.i:
        return {}
    verb, subject = verbs[0], subjects[0]
    if verb.i < word.i or tree.children(verb, "mark", "cc", "aux", "aux:pass", *OF_SUBJECT):
        return {}
    if any(item.lower_ in {"as", "when", "where", "while"} for item in verb.words) or not tree.children(word, "obl"):
        return {}
    changes: Changes = {verb.i: (verb.i, word.dep_), subject.i: (verb.i, "nsubj"), word.i: (subject.i, "acl")}
    return changes | {item.i: (verb.i, item.dep_) for item in word.words if item.i > verb.i}
