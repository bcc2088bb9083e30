"""Subjects described by a clause that was taken for the main one: "The man believed to have planned the raid *died*".

In: a finite verb. Out: what to change in a tree that takes the last noun before the verb for its subject ("*the raid*
died") though that is the object of the verb before it, or stands behind a preposition, and hangs the main verb below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

FINITE = frozenset(["MD", "VBD", "VBP", "VBZ"])
BELOW = frozenset(["acl", "advcl", "ccomp", "conj", "parataxis", "xcomp"])
"""Labels under which the main verb was hung."""
LINKS = frozenset(["against", "as", "at", "by", "for", "from", "in", "into", "of", "on", "to", "with"])
OPENERS = frozenset([",", ";", ":", "“", '"', "”"])


def main_behind_gap(verb: Token) -> Changes:
    """As in "the group that claimed *the attack* denied it": the nearest noun is not its subject."""
    if not tree.is_finite(verb):
        return {}
    subjects = [item for item in tree.children(verb, *OF_SUBJECT) if item.i < verb.i]
    if not subjects or subjects[-1].pos_ not in NOUNS or subjects[-1].left_edge.i <= verb.sent.start:
        return {}
    last = subjects[-1]
    before = verb.doc[last.left_edge.i - 1]
    if len(subjects) == 2:
        if beside := _did_to(subjects[0], last, verb):
            return beside
        held = subjects[0].left_edge.i <= before.i and tree.is_below(before, subjects[0])
        return _given_back(last, before, verb) if held and subjects[0].i < before.i else {}
    if len(subjects) != 1 or verb.base not in BELOW:
        return {}
    found = _described(verb, before)
    if found is None:
        return {}
    noun, told = found
    back = _given_back(last, before, verb) or _behind_link(last, before, verb)
    if not back or any(item.text in OPENERS for item in verb.doc[noun.i : verb.i]):
        return {}
    top = noun if told is None else told
    changes = {item.i: (verb.i, item.dep_) for item in tree.children(top, "punct") if item.i > verb.i}
    if told is not None:
        told.tag_ = "VBN"
        changes[told.i] = (noun.i, "acl")
    where = verb.i if top.head is top else top.head.i
    subject = "nsubj:pass" if tree.is_passive(verb) else "nsubj"
    return changes | back | {verb.i: (where, top.dep_), noun.i: (verb.i, subject)}


def _did_to(first: Token, second: Token, verb: Token) -> Changes:
    """As in "The man *a court cleared* of murder sued": the second of two subjects has done so to the first."""
    acts = [item for item in tree.children(second, "acl", "acl:relcl") if item.i == second.i + 1]
    if second.left_edge.i != first.i + 1 or not acts or acts[0].tag_ not in {"VBD", "VBN"} or acts[0].i > verb.i:
        return {}
    if tree.children(acts[0], "obj", "obl:agent", "aux:pass"):
        return {}
    acts[0].tag_ = "VBD"
    return {acts[0].i: (first.i, "acl:relcl"), second.i: (acts[0].i, "nsubj")}


def _described(verb: Token, before: Token) -> tuple[Token, Token | None] | None:
    """The noun at the head of the sentence that its clauses describe, and the participle taken for its verb."""
    tops = [item for item in tree.ancestors(verb) if item.head is item]
    if not tops or before.i < tops[0].i:
        return None
    top = tops[0]
    if top.pos_ == "NOUN":
        told = any(item.i <= before.i for item in tree.children(top, "acl", "acl:relcl"))
        return (top, None) if told and tree.is_below(before, top) else None
    if not top.is_a("said_to") or top.tag_ not in {"VBD", "VBN"} or tree.children(top, "obj", "aux", "aux:pass"):
        return None
    nouns = tree.children(top, *OF_SUBJECT)
    told_of = [item for item in tree.children(top, "xcomp") if tree.has_to(item) and item.i < verb.i]
    if len(nouns) != 1 or nouns[0].pos_ not in NOUNS or nouns[0].right_edge.i != top.i - 1 or not told_of:
        return None
    return nouns[0], top


def _given_back(noun: Token, before: Token, main: Token) -> Changes:
    """The object of the verb right before it, where that has none; `main`: the verb that both were hung beside."""
    if before.pos_ != "VERB" or tree.is_passive(before):
        return {}
    if any(item is not main for item in tree.children(before, "obj", "ccomp", "xcomp")):
        return {}
    entry = before.doc.lexicon.verb(before.lemma_.lower())
    if entry.frame.object == "none" or (entry.speech and (noun.ent_type_ or noun.is_a("acting"))):
        return {}  # "said *his client* had not attacked"
    return {noun.i: (before.i, "obj")}


def _behind_link(noun: Token, before: Token, verb: Token) -> Changes:
    """The phrase of the word before the preposition that was read as a conjunction of the main verb."""
    if before.head is not verb or before.base not in {"mark", "case"} or before.lower_ not in LINKS:
        return {}
    holder = verb.head
    if holder.i > before.i:
        return {}
    return {noun.i: (holder.i, "obl"), before.i: (noun.i, "case")}


def whom_they(noun: Token) -> Changes:
    """As in "the woman *whom police accuse* of theft": who accuses her, read as a part of the verb."""
    verb = noun.head
    if verb.pos_ != "VERB" or noun.i != verb.i - 1 or tree.children(verb, *OF_SUBJECT):
        return {}
    whom = any(item.lower_ == "whom" and item.i < noun.i for item in tree.children(verb, "obj", "iobj", "mark"))
    return {noun.i: (verb.i, "nsubj")} if whom else {}


def orders_to(noun: Token) -> Changes:
    """As in "gave *orders to shoot* protesters": the orders are what is given, and shoot nobody."""
    verb = noun.head
    if noun.pos_ != "NOUN" or not noun.is_a("leave_to", "asked_for", "charge"):
        return {}
    if tree.children(verb, "obj") if noun.base == "iobj" else not verb.is_a("granting"):
        return {}
    act = next((item for item in tree.children(verb, "xcomp", "advcl") if tree.has_to(item)), None)
    if act is None or act.left_edge.i != noun.right_edge.i + 1:
        return {}
    return {noun.i: (verb.i, "obj"), act.i: (noun.i, "acl")}


def neither_does(word: Token) -> Changes:
    """As in "the deal *neither ends* the war *nor frees* the hostages", read as a clause about the deal."""
    verb = word.head
    if word.lower_ != "neither" or verb.pos_ != "VERB" or verb.dep_ != "acl:relcl" or word.i != verb.i - 1:
        return {}
    noun = verb.head
    if noun.pos_ not in NOUNS or noun.head is not noun or noun.right_edge.i < verb.i:
        return {}
    changes = {word.i: (verb.i, "cc:preconj"), noun.i: (verb.i, "nsubj"), verb.i: (verb.i, noun.dep_)}
    changes |= {item.i: (verb.i, item.dep_) for item in tree.children(noun, "punct") if item.i > verb.i}
    for nor in verb.subtree:
        second = nor.head
        if nor.lower_ == "nor" and second.pos_ == "VERB" and second.base == "conj" and second.head is not verb:
            beside = [item for item in tree.children(second.head, "conj") if item.i > second.i]
            return changes | {second.i: (verb.i, "conj")} | {item.i: (second.i, "obj") for item in beside[:1]}
    return changes


def mark_of_verb(mark: Token) -> Changes:
    """As in "suspected *of having shot* the king", where "of" was hung from the auxiliary: it is the verb's."""
    auxiliary = mark.head
    if auxiliary.base not in {"aux", "aux:pass"} or auxiliary.head.i == auxiliary.i or mark.i > auxiliary.i:
        return {}
    return {mark.i: (auxiliary.head.i, "mark")}


def kept_from(gerund: Token) -> Changes:
    """As in "dissuaded the rebels *from attacking*", "cleared her *of lying*": no clause about them."""
    noun = gerund.head
    verb = noun.head
    if gerund.tag_ != "VBG" or noun.base != "obj" or gerund.i < noun.i:
        return {}
    marks = {item.lower_ for item in tree.children(gerund, "mark")}
    kept = ("from" in marks and verb.is_a("preventing")) or ("of" in marks and verb.is_a("acquitting"))
    return {gerund.i: (verb.i, "advcl")} if kept else {}


def whom_behind(verb: Token) -> Changes:
    """As in "jailed the minister *whom rebels freed*", with the clause hung from its own pronoun."""
    whom = verb.head
    if whom.lower_ != "whom" or whom.i <= verb.sent.start or whom.i > verb.i or tree.children(verb, "obj"):
        return {}
    noun = whom.nbor(-1)
    return {verb.i: (noun.i, "acl:relcl"), whom.i: (verb.i, "obj")} if noun.pos_ in NOUNS else {}


def they_did(noun: Token) -> Changes:
    """As in "The boy *police killed* was unarmed", "The soldier *rebels captured* was freed", read as a compound.

    The number of the main verb gives it away: it is the boy's.
    """
    person = noun.doc[noun.i - 1] if noun.i > noun.sent.start else noun
    if person.head is not noun or person.base != "compound" or person.tag_ != "NN" or not person.is_a("person"):
        return {}
    if not (noun.tag_ == "NNS" or noun.lower_ == "police") or noun.i + 2 >= noun.sent.end:
        return {}
    act = noun.nbor(1)
    if act.tag_ not in {"VBD", "VBN"} or act.pos_ != "VERB" or tree.children(act, "obj", "ccomp", "xcomp", "obl:agent"):
        return {}
    main = noun.head if act.head is noun else act.head
    one = [item for item in (main, *main.words) if item.lower_ in {"was", "is", "has"} and item.i > act.i]
    if main is act or not one or main.i < act.i or act.doc.lexicon.verb(act.lemma_.lower()).frame.name != "act":
        return {}
    act.tag_ = "VBD"
    changes = {item.i: (person.i, item.dep_) for item in noun.words if item.i < person.i}
    subject = "nsubj:pass" if tree.is_passive(main) else "nsubj"
    return changes | {
        person.i: (main.i, subject),
        act.i: (person.i, "acl:relcl"),
        noun.i: (act.i, "nsubj"),
    }


def against_of_verb(noun: Token) -> Changes:
    """As in "fought with rebels *against the gangs*": of the fight, and not of the rebels."""
    beside = noun.head
    verb = beside.head
    if noun.preposition != "against" or beside.base not in {"obj", "obl"} or verb.pos_ != "VERB":
        return {}
    if beside.preposition not in {"alongside", "beside", "with"}:
        return {}
    return {noun.i: (verb.i, "obl")} if verb.is_a("siding") else {}


def shot_from(word: Token) -> Changes:
    """As in "A gunman in a car *shot* the mayor": where no other verb is and an object stands behind, it is one."""
    top = next((item for item in tree.ancestors(word) if item.head is item), word)
    if word.lower_ != "shot" or word.tag_ != "NN" or top.pos_ != "NOUN" or top.i > word.i or word.i < top.i + 3:
        return {}
    before, objects = word.nbor(-1), [item for item in tree.children(word, "obj") if item.i > word.i]
    if before.head is not word or before.base != "compound" or not before.is_a("vehicle") or len(objects) != 1:
        return {}
    if any(item.pos_ in {"VERB", "AUX"} and item.tag_ in FINITE for item in word.sent):
        return {}
    word.pos_, word.tag_, word.lemma_ = "VERB", "VBD", "shoot"
    changes: Changes = {item.i: (before.i, item.dep_) for item in word.words if item.i < before.i}
    changes |= {item.i: (word.i, item.dep_) for item in tree.children(top, "punct") if item.i > word.i}
    changes[before.i] = (word.head.i, "nmod" if word.head is top else "obl")
    return changes | {word.i: (word.i, top.dep_), top.i: (word.i, "nsubj")}


def gerund_of_subject(verb: Token) -> Changes:
    """As in "Two men *riding* a motorcycle *opened* fire": a gerund without auxiliary is no main verb."""
    riding = verb.head
    if verb.base not in {"ccomp", "xcomp"} or verb.tag_ not in {"VBD", "VBZ"} or riding.tag_ != "VBG":
        return {}
    if verb.i < riding.i or tree.children(verb, *OF_SUBJECT, "mark") or tree.children(riding, "aux", "mark"):
        return {}
    nouns = tree.children(riding, *OF_SUBJECT)
    if (
        riding.head is not riding
        or len(nouns) != 1
        or nouns[0].pos_ not in NOUNS
        or nouns[0].right_edge.i != riding.i - 1
    ):
        return {}
    changes = {item.i: (verb.i, item.dep_) for item in tree.children(riding, "punct") if item.i > verb.i}
    return changes | {verb.i: (verb.i, riding.dep_), nouns[0].i: (verb.i, "nsubj"), riding.i: (nouns[0].i, "acl")}


def near_doing(gerund: Token) -> Changes:
    """As in "came *close to firing* its pilots", where the gerund was hung from the adverb."""
    near = gerund.head
    if gerund.tag_ != "VBG" or near.pos_ != "ADV" or near.head.pos_ != "VERB" or gerund.i < near.i:
        return {}
    return {gerund.i: (near.head.i, "advcl")} if near.doc.lexicon.is_a(near.lower_, "nearing") else {}
