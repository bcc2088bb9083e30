"""Clauses that a parser hung from the nearest word instead of the verb or noun that they belong to.

In: a tree. Out: what to change in it. Somebody who says something beside what is done ("defended him, *with an aide
saying* …"), what the subject does by or while doing the rest ("opened fire on a march, *killing* six"), a saying joined
to what was said before ("confirmed that a parcel was sent and *guessed* …"), and what goes on behind an inserted saying
("the plane, they said, was late *and should not have taken off*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

HAPPENING = HARMFUL | {"ACCIDENT", "DISASTER"}
"""Types of events that harm by themselves: "an *attack* killing six"."""

WHILE = frozenset(["after", "before", "by", "in", "on", "upon", "while", "when"])
"""What stands before a gerund that tells what the subject did besides."""
DATING = frozenset(["after", "as", "before", "until", "when", "while"])
"""What opens a clause that tells when something happened."""


def with_clause(noun: Token) -> Changes:
    """As in "defended him, *with an aide saying* …": behind a comma it is a clause of its own, nobody is joined."""
    verb = noun.head
    if noun.base != "obl" or noun.preposition != "with" or verb.pos_ != "VERB" or noun.i < verb.i:
        return {}
    case = tree.children(noun, "case")
    clause = next((item for item in tree.children(noun, "acl") if item.tag_ == "VBG" and item.dep_ == "acl"), None)
    if clause is None or len(case) != 1 or comma_before(noun) is None or clause.doc[clause.left_edge.i - 1].text == ",":
        return {}
    if tree.children(clause, *OF_SUBJECT, "mark", "case"):
        return {}  # ", with the aim *of helping* them"
    return {clause.i: (verb.i, "advcl"), noun.i: (clause.i, "nsubj"), case[0].i: (clause.i, "mark")}


def of_main_clause(verb: Token) -> Changes:
    """As in "opened fire on a march *killing* six", "read the data *using* a lens": the noun before does no such thing.

    Only what harms or uses: of most else the noun may well be the doer ("a law *banning* masks", "the areas
    *surrounding* it").
    """
    noun = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "acl" or noun.pos_ != "NOUN" or noun.ent_type_ or noun.i > verb.i:
        return {}
    if noun.base not in {"obj", "obl", "nmod", "conj"} or tree.children(verb, *OF_SUBJECT, "mark", "aux"):
        return {}
    if noun.is_a("acting", "company", "weapon", "vehicle", "carrier") or not tree.children(verb, "obj"):
        return {}
    harms = verb.is_a("casualties") and verb.doc.lexicon.noun(noun.lemma_.lower()).type not in HAPPENING
    if not harms and verb.lower_ != "using":
        return {}
    main = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    if main is None or main.i > noun.i or not tree.children(main, "nsubj") or main.dep_ == "acl:relcl":
        return {}
    return {verb.i: (main.i, "advcl")}


def of_subject(gerund: Token) -> Changes:
    """As in "Lund *in relaying* the news said": what the subject of the verb behind it did."""
    noun = gerund.head
    if gerund.tag_ != "VBG" or gerund.base != "acl" or noun.base != "nsubj" or tree.children(gerund, *OF_SUBJECT):
        return {}
    marked = any(item.lower_ in WHILE for item in tree.children(gerund, "mark", "case", "advmod"))
    main = noun.head
    someone = noun.ent_type_ or noun.is_a("acting") or noun.pos_ == "PRON"
    if not marked or not someone or not noun.i < gerund.i < main.i or main.pos_ != "VERB":
        return {}
    return {gerund.i: (main.i, "advcl")}


def told_that(clause: Token) -> Changes:
    """As in "told the House of Lords *that* he had been attacked": what is told, read as said of who hears it.

    A passive clause with a subject has no room for "that" as its object, nor has one with an object, or one that says
    what somebody is ("told a rally *that* they were guilty").
    """
    hearer = clause.head
    told = hearer.head
    if clause.base != "acl" or hearer.base not in {"iobj", "obj"} or not told.is_a("telling"):
        return {}
    that = next((item for item in clause.words if item.lower_ == "that" and item.base in {"mark", "obj"}), None)
    subjects = tree.children(clause, *OF_SUBJECT)
    if that is None or not subjects or not hearer.i < that.i < subjects[0].i or tree.children(told, "ccomp"):
        return {}
    full = subjects[0].dep_ == "nsubj:pass" or len(tree.children(clause, "obj")) > 1 or "cop" in clause.family
    return {clause.i: (told.i, "ccomp"), that.i: (clause.i, "mark")} if that.base == "mark" or full else {}


def told_bare(clause: Token) -> Changes:
    """As in "told the court *he had been forced to leave*": what is told, without "that", read as said of the court."""
    hearer = clause.head
    told = hearer.head
    if hearer.base not in {"iobj", "obj"} or not told.is_a("telling") or clause.i < hearer.i:
        return {}
    subjects = tree.children(clause, *OF_SUBJECT)
    pronoun = bool(subjects) and subjects[0].tag_ == "PRP" and subjects[0].left_edge.i == hearer.i + 1
    if not pronoun or tree.children(told, "ccomp") or any(item.tag_ in {"WDT", "WP"} for item in clause.words):
        return {}
    full = subjects[0].dep_ == "nsubj:pass" or bool(tree.children(clause, "obj", "ccomp", "xcomp", "cop"))
    return {clause.i: (told.i, "ccomp")} if full else {}


def before_that(clause: Token) -> Changes:
    """As in "said*, without giving evidence,* that rebels shelled it": what stands before "that" is not behind it."""
    saying = clause.head
    that = next((item for item in tree.children(clause, "mark") if item.lower_ == "that"), None)
    if that is None or saying.i > that.i or clause.i < that.i:
        return {}
    ahead = [item for item in clause.words if saying.i < item.left_edge.i and item.right_edge.i < that.i]
    return {item.i: (saying.i, item.dep_) for item in ahead if item.base in {"advcl", "advmod", "obl"}}


def that_joined(clause: Token) -> Changes:
    """As in "claims the decree is illegal *and that states may sue*": joined to what is claimed, not to the claim."""
    saying = clause.head
    if clause.base != "conj" or saying.i > clause.i or "cc" not in clause.family or tree.has_to(clause):
        return {}
    if not any(item.lower_ == "that" and item.i < clause.i for item in tree.children(clause, "mark")):
        return {}
    told = [item for item in tree.children(saying, "ccomp") if saying.i < item.i < clause.i]
    return {clause.i: (told[-1].i, "conj")} if told else {}


def claimed_bare(clause: Token) -> Changes:
    """As in "no proof *the rebels shelled* it": what is claimed, without "that", read as said of the claim."""
    noun = clause.head
    if clause.dep_ != "acl:relcl" or clause.i < noun.i or not noun.is_a("hearsay", "position_noun", "proof_noun"):
        return {}
    if any(item.tag_ in {"WDT", "WP", "WP$", "WRB"} or item.lower_ == "that" for item in clause.words):
        return {}
    subjects = tree.children(clause, *OF_SUBJECT)
    full = bool(subjects) and (subjects[0].dep_ == "nsubj:pass" or bool(tree.children(clause, "obj", "ccomp")))
    return {clause.i: (noun.i, "acl")} if full else {}


def without_more(verb: Token) -> Changes:
    """As in "struck a man who took part in the raid*, without naming him*": the raid names nobody, nor does he."""
    marks = [item for item in tree.children(verb, "mark", "case") if item.lower_ == "without" and item.i < verb.i]
    if verb.head.dep_ != "acl:relcl" or not marks or comma_before(marks[0]) is None or not verb.is_a("leaving_out"):
        return {}
    for main in tree.ancestors(verb):
        if main.pos_ == "VERB" and main.dep_ != "acl:relcl" and main.i < verb.i and tree.children(main, "nsubj"):
            return {verb.i: (main.i, "advcl")}
    return {}


def before_speaker(clause: Token) -> Changes:
    """As in "a bomb exploded, *killing* two, state television reported": the bomb did, not who says so at the end.

    So is "30 were hurt *when rebels attacked* a market, police said" when they were hurt, not when police spoke.
    """
    told = clause.head
    if clause.base not in {"advcl", "ccomp"} or not told.is_a("reporting") or told.i < clause.i:
        return {}
    speakers = tree.children(told, "nsubj")
    if not speakers or speakers[0].i < clause.i:
        return {}
    opens = [item.lower_ for item in tree.children(clause, "mark", "advmod") if item.i < clause.i]
    is_gerund = clause.tag_ == "VBG" and not tree.children(clause, *OF_SUBJECT, "mark")
    if not is_gerund and not (DATING.intersection(opens) and tree.children(clause, *OF_SUBJECT)):
        return {}
    if told.base in {"advcl", "parataxis"} and is_gerund:
        return {clause.i: (told.head.i, "advcl")} if told.head.i < clause.i and told.head.pos_ == "VERB" else {}
    said = [item for item in tree.children(told, "ccomp", "parataxis") if item.i < clause.i and item.pos_ == "VERB"]
    return {clause.i: (said[-1].i, "advcl")} if said else {}


def said_above(verb: Token) -> Changes:
    """As in "the firm confirmed that a parcel was sent and *guessed* that it broke": the firm did, no parcel can."""
    first = verb.head
    if verb.base != "conj" or verb.tag_ not in tree.FINITE or first.base != "ccomp" or first.i > verb.i:
        return {}
    upper = first.head
    if upper.tag_ != verb.tag_ or upper.pos_ != "VERB" or tree.children(verb, *OF_SUBJECT, "aux"):
        return {}
    subjects = tree.children(first, *OF_SUBJECT)
    if not subjects or not tree.children(upper, "nsubj") or _can_say(subjects[-1]):
        return {}
    if not all(verb.doc.lexicon.verb(item.lemma_.lower()).speech for item in (verb, upper)):
        return {}
    return {verb.i: (upper.i, "conj")}


def _can_say(noun: Token) -> bool:
    named = bool(noun.ent_type_) and noun.ent_type_ not in {"DATE", "TIME", "CARDINAL", "QUANTITY", "MONEY"}
    return named or noun.pos_ not in NOUNS or noun.is_a("acting", "company", "paper", "document", "statement", "polity")


def goes_on_above(verb: Token) -> Changes:
    """As in "withdrew it after crowds stormed the hall, *and later dismissed* him": a comma parts it from the clause.

    With a series before it ("after they came, ate, and left") the comma is the series' own.
    """
    inner = verb.head
    main = inner.head
    if inner.base != "advcl" or inner.i > verb.i or main.i > inner.i or main.tag_ != verb.tag_ or main.pos_ != "VERB":
        return {}
    if tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "expl", "mark") or not tree.children(inner, *OF_SUBJECT):
        return {}
    joints = [item for item in tree.children(verb, "cc") if item.i < verb.i]
    others = [item for item in tree.children(inner, "conj") if item is not verb]
    if not joints or others or joints[0].i == 0 or verb.doc[joints[0].i - 1].text != ",":
        return {}
    return {verb.i: (main.i, "conj")} if tree.children(main, *OF_SUBJECT) else {}


def behind_aside(verb: Token) -> Changes:
    """As in "the plane was late, they have said, *and should not have taken off*": what they say goes on."""
    saying = verb.head
    if verb.base != "conj" or saying.i > verb.i or tree.children(verb, *OF_SUBJECT, "expl"):
        return {}
    told = [item for item in tree.children(saying, "ccomp") if item.i < saying.i]
    lexicon = verb.doc.lexicon
    if len(told) != 1 or not lexicon.verb(saying.lemma_.lower()).speech:
        return {}
    if lexicon.verb(verb.lemma_.lower()).speech or told[0].i in tree.quoted_tokens(verb.doc):
        return {}
    marks = [item for item in tree.children(verb, "cc") if saying.i < item.i < verb.i]
    if not marks or marks[0].i - 2 != saying.i or verb.doc[saying.i + 1].text != ",":
        return {}
    return {verb.i: (told[0].i, "conj")} if tree.children(told[0], *OF_SUBJECT) else {}


def series_in_clause(verb: Token) -> Changes:
    """As in "said troops entered the port, *boarded* a ship *and caught* ten men": the troops did all of it."""
    saying = verb.head
    if saying.i > verb.i or "cc" in verb.family or not saying.is_a("reporting"):
        return {}
    told = [item for item in tree.children(saying, "ccomp") if saying.i < item.i < verb.i and tree.is_finite(item)]
    if not told or not tree.children(told[-1], *OF_SUBJECT) or told[-1].tag_ != verb.tag_:
        return {}
    later = [item for one in (verb, saying) for item in tree.children(one, "conj") if item.i > verb.i]
    if not later or "cc" not in later[0].family or later[0].tag_ != verb.tag_:
        return {}
    return {item.i: (told[-1].i, "conj") for item in (verb, *later)}


def act_behind_hearsay(verb: Token) -> Changes:
    """As in "The pirates, *said to be* in a dhow, *fired* at it": they fired, and said nothing."""
    said = verb.head
    doers = tree.children(said, "nsubj")
    if said.i > verb.i or len(doers) != 1 or tree.children(said, "aux", "aux:pass") or tree.children(verb, *OF_SUBJECT):
        return {}
    to_be = [item for item in tree.children(said, "xcomp") if tree.has_to(item) and item.i < verb.i]
    if said.nbor(-1).text != "," or not to_be or not said.is_a("reporting", "believing"):
        return {}
    said.tag_, verb.tag_ = "VBN", "VBD"
    above = (verb.i, said.dep_) if said.head is said else (said.head.i, said.dep_)
    rest: Changes = {item.i: (verb.i, item.dep_) for item in said.words if item.i > verb.i}
    return rest | {verb.i: above, doers[0].i: (verb.i, "nsubj"), said.i: (doers[0].i, "acl")}


def told_in_paper(clause: Token) -> Changes:
    """As in "said *in a release that* Lund had confessed": what is said, and no clause about the release."""
    paper = clause.head
    that = paper.nbor(1) if paper.i + 1 < len(paper.doc) else paper
    said = paper.base == "obl" and paper.preposition == "in" and paper.head.is_a("reporting")
    if not said or that.lower_ != "that" or that.head is not clause or not tree.children(clause, "nsubj", "nsubj:pass"):
        return {}
    return {clause.i: (paper.head.i, "ccomp"), that.i: (clause.i, "mark")}
