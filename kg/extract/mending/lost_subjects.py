"""Clauses whose subject a parser hung elsewhere, and infinitives of purpose read as what a verb needs.

In: a tree. Out: what to change in it. A name with its description before the verb ("In May, *Ada Lund*, head of the
board, *quit*"), people behind "and" with a participle ("six were killed and *two others hurt*"), the aim of a verb
that asks for none ("blocked the road *to protest*"), who speaks read as what is said ("…,” said *FDA chief Ida Berg*"),
one person named twice, what goes on with what somebody says ("rebels took the town, *killing six*, the UN said"), and
who stands behind "was" ("*killed* in the crash was *the pilot*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token


def behind_description(verb: Token) -> Changes:
    """As in "In March, *Ada Lund*, head of the board, *quit*": who is described between the commas before the verb."""
    if verb.tag_ not in tree.FINITE or verb.head is not verb or verb.i < 2 or verb.nbor(-1).text != ",":
        return {}
    if tree.children(verb, *OF_SUBJECT, "expl", "aux"):
        return {}
    doc, comma = verb.doc, verb.i - 2
    while comma > verb.sent.start and not (doc[comma].text == "," and _is_named(doc[comma - 1])):
        comma -= 1
    start = _clause_start(doc[comma - 1]) if comma > verb.sent.start else comma
    head = next((item for item in doc[start:comma] if not start <= item.head.i < comma), None)
    if head is None or head.preposition:
        return {}
    changes: Changes = {head.i: (verb.i, "nsubj")}
    clause = head.head
    if head.base in OF_SUBJECT and clause is not verb:  # "Penny Sharpe, *who sponsored* the bill, said"
        pronouns = [item for item in tree.children(clause, *OF_SUBJECT) if item.lower_ in {"who", "which"}]
        if not pronouns or not comma < clause.i < verb.i:
            return {}
        changes[clause.i] = (head.i, "acl:relcl")
    return changes


def late_subject(time: Token) -> Changes:
    """As in "said *the vote* last year was void", "hopes *the board* in coming weeks will": the time is no subject.

    Who does it was hung from the verb that tells of it.
    """
    verb = time.head
    at = time.left_edge.i - 1
    if time.lemma_.lower() not in tree.TIME_NOUNS or verb.base != "ccomp" or at <= verb.head.i or time.i > verb.i:
        return {}
    subject = verb.doc[at]
    if subject.head is not verb.head or subject.base not in {"obj", *OF_SUBJECT} or subject.pos_ not in NOUNS:
        return {}
    cases: Changes = {item.i: (time.i, "case") for item in time.doc[at + 1 : time.i] if item.tag_ == "IN"}
    return cases | {subject.i: (verb.i, "nsubj"), time.i: (verb.i, "obl" if cases else "obl:unmarked")}


def _is_named(token: Token) -> bool:
    """The end of the name of someone that begins a clause, but for titles."""
    name = token.name
    return name is not None and name.label_ in {"PERSON", "ORG"} and _clause_start(token) >= 0


def _clause_start(end: Token) -> int:
    """Where a name with its titles begins, -1 where it stands inside a clause."""
    doc, at, start = end.doc, end.i, end.sent.start
    while at >= start and doc[at].pos_ in {"NOUN", "PROPN", "ADJ"} and not doc[at].is_space:
        at -= 1
    opens = at < start or doc[at].text == "," or doc[at].is_space or doc[at].pos_ in {"CCONJ", "SCONJ"}
    return at + 1 if opens else -1


def object_before(subject: Token) -> Changes:
    """As in "the plan to pardon *the officer* angered many": the object of a plan, read as a second subject."""
    verb, before = subject.head, subject.doc[subject.left_edge.i - 1]
    if before.pos_ != "VERB" or before.tag_ not in {"VB", "VBG"} or before.base != "acl" or subject.left_edge.i == 0:
        return {}
    first = before.head
    if before.doc.lexicon.verb(before.lemma_.lower()).speech:
        return {}  # "a report saying *the officer* angered many"
    if first.head is not verb or first.base not in OF_SUBJECT or tree.children(before, "obj", "ccomp", "xcomp"):
        return {}
    return {subject.i: (before.i, "obj")}


def accused_of(verb: Token) -> Changes:
    """As in "was accused by the board *of rigging* the vote": what one is accused of, hung from the accuser."""
    accuser = verb.head
    if verb.tag_ != "VBG" or verb.base != "acl" or accuser.base != "obl" or accuser.preposition != "by":
        return {}
    governor = accuser.head
    marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
    preps = verb.doc.lexicon.verb(governor.lemma_.lower()).preps
    content = governor.pos_ == "VERB" and any(preps.get(mark) == "content" for mark in marks)
    return {verb.i: (governor.i, "advcl")} if content else {}


def aim_behind(verb: Token) -> Changes:
    """As in "blocked the road *to protest*": one blocks somebody from doing so, not to do so."""
    governor = verb.head
    if verb.base != "xcomp" or not tree.has_to(verb) or governor.i > verb.i or not governor.is_a("preventing"):
        return {}
    return {verb.i: (governor.i, "advcl")}


def told_with(verb: Token) -> Changes:
    """As in "rebels took the town, *killing six*, the UN said": hung from the saying, whose speaker did not kill."""
    saying = verb.head
    if verb.base != "advcl" or verb.tag_ not in {"VBG", "VBN"} or saying.i < verb.i:
        return {}
    if tree.children(verb, *OF_SUBJECT, "mark", "aux") or not verb.doc.lexicon.verb(saying.lemma_.lower()).speech:
        return {}
    told = [item for item in tree.children(saying, "ccomp", "parataxis") if item.i < verb.i and item.pos_ == "VERB"]
    edge = verb.left_edge.i
    if not told or edge == 0 or "," not in {verb.left_edge.text, verb.doc[edge - 1].text}:
        return {}
    speakers = [item for item in tree.children(saying, *OF_SUBJECT) if item.i > verb.i]
    return {verb.i: (told[-1].i, "advcl")} if speakers else {}


def said_by(noun: Token) -> Changes:
    """As in "…,” said *FDA chief Ida Berg*": who speaks, read as what is said."""
    verb = noun.head
    if noun.base != "ccomp" or noun.pos_ not in NOUNS or noun.i < verb.i or verb.tag_ not in tree.FINITE:
        return {}
    if tree.children(verb, *OF_SUBJECT) or tree.children(noun, "cop", "aux", "mark", *OF_SUBJECT):
        return {}
    person = noun.ent_type_ == "PERSON" or any(item.ent_type_ == "PERSON" for item in tree.children(noun, "appos"))
    before = verb.nbor(-1).text if verb.i else ""
    if not person or before not in tree.CLOSING | {","} or noun.left_edge.i != verb.i + 1:
        return {}
    return {noun.i: (verb.i, "nsubj")} if noun.doc.lexicon.verb(verb.lemma_.lower()).speech else {}


def from_place(place: Token) -> Changes:
    """As in "*Jo Lund* of Oslo, Norway, *was* jailed": the state behind a town, read as the subject."""
    verb = place.head
    if place.ent_type_ != "GPE" or place.base not in OF_SUBJECT or place.left_edge.i < 2:
        return {}
    comma = place.left_edge.i - 1
    town = place.doc[comma - 1]
    if place.doc[comma].text != "," or town.ent_type_ not in {"GPE", "LOC"}:
        return {}
    for person in tree.children(verb, "dislocated", "obl", "nsubj"):
        someone = not person.preposition and (person.ent_type_ == "PERSON" or person.is_a("person"))
        if someone and person.i < town.i and person.right_edge.i in {comma - 1, comma}:
            return {person.i: (verb.i, place.dep_), place.i: (town.i, "appos")}
    return {}


def _is_bare(noun: Token) -> bool:
    """As in "Berg, *founder* and *owner* of the firm": no other one goes without an article or a name."""
    return (
        noun.tag_ == "NN" and not noun.ent_type_ and noun.is_a("acting") and not tree.children(noun, "det", "nmod:poss")
    )


def beside_verb(verb: Token) -> Changes:
    """As in "thanked them, and *Jo Lund*, who had left, *called* it a win": the noun joined to the verb before it.

    Nothing but a verb is joined to a verb, and what has a subject of its own needs no other.
    """
    first = verb.head
    if first.i > verb.i or first.pos_ != "VERB" or tree.children(verb, *OF_SUBJECT, "cc", "expl", "mark"):
        return {}
    joined = [item for item in tree.children(first, "conj") if first.i < item.i < verb.i]
    if not joined or joined[-1].pos_ not in NOUNS or "cc" not in joined[-1].family:
        return {}
    last = joined[-1]
    if len(joined) > 1 and joined[-2].pos_ in NOUNS:  # "…, *ports and airports* screen them"
        return {joined[-2].i: (verb.i, "nsubj"), last.i: (joined[-2].i, "conj")}
    conjunctions = {item.i: (verb.i, "cc") for item in tree.children(last, "cc")}
    return {last.i: (verb.i, "nsubj"), **conjunctions}


def also_called(noun: Token) -> Changes:
    """As in "Ida Berg of Labour and *member* of the board said": no one else goes without an article.

    "John Lund, medical professor *and a specialist* at Bergen, wrote" is one person as well.
    """
    name = noun.head
    if noun.base != "conj" or noun.tag_ != "NN" or noun.ent_type_ or name.ent_type_ != "PERSON" or noun.i < name.i:
        return {}
    if not noun.is_a("acting") or tree.children(noun, "nmod:poss", "nummod", "appos", "flat", "conj"):
        return {}
    behind = noun.right_edge.i + 1
    if behind < len(noun.doc) and noun.doc[behind].ent_type_ == "PERSON":
        return {}  # "Ida Berg and *chief of staff* Jo Lund"
    others = [item for item in tree.children(name, "conj") if item is not noun and not _is_bare(item)]
    said = [item for item in tree.children(name, "appos") if name.i < item.i < noun.i and item.tag_ == "NN"]
    bare = not tree.children(noun, "det")
    described = said and said[-1].is_a("person") and not tree.children(said[-1], "det")
    joined = [item for item in tree.children(noun, "cc") if item.i < noun.i]
    described = described and not (joined and noun.doc[joined[0].i - 1].text == ",")  # "Berg, the mayor*, and a nurse*"
    if others or not (bare or described):
        return {}
    return {noun.i: (name.i, "appos")}


def inverted_passive(verb: Token) -> Changes:
    """As in "*killed* in the crash were *the pilot* and his son", "among those *hurt* was *a clerk*"."""
    who, phrase = verb.head, {}
    if verb.dep_ == "acl" and tree.preposition(who) == "among" and who.head is who:
        named = [item for item in tree.children(who, "acl:relcl") if item.pos_ in NOUNS and "cop" in item.family]
        links = [item for one in named[:1] for item in tree.children(one, "cop") if verb.i < item.i < one.i]
        if not links or verb.tag_ != "VBN":
            return {}
        rest: Changes = {item.i: (verb.i, item.dep_) for item in who.words if item.i > named[0].i}
        who_is = {named[0].i: (verb.i, "nsubj:pass"), links[0].i: (verb.i, "aux:pass")}
        return rest | who_is | {who.i: (verb.i, "obl"), verb.i: (verb.i, who.dep_)}
    if verb.dep_ == "acl" and tree.preposition(who) == "among" and who.base in {"nmod", "nsubj", "obl"}:
        if who.lower_ != "those" and not who.is_a("acting"):
            return {}  # "among the *opinions* written by Berg was a dissent"
        phrase = {who.i: (verb.i, "obl")}
        named = [item for item in tree.children(who, "acl:relcl") if item.pos_ in NOUNS and "cop" in item.family]
        above = who.head
        if named and "cop" not in above.family:  # "*Among those killed were two nurses*, the ministry said"
            who = named[0]
            links = [item for item in tree.children(who, "cop") if verb.i < item.i < who.i]
            if verb.tag_ != "VBN" or len(links) != 1 or tree.children(who, *OF_SUBJECT):
                return {}
            label = "ccomp" if above.pos_ == "VERB" else "parataxis"
            return {
                **phrase,
                verb.i: (above.i, label),
                who.i: (verb.i, "nsubj:pass"),
                links[0].i: (verb.i, "aux:pass"),
            }
        who = above
    elif verb.base != "csubj":
        return {}
    links = [item for item in tree.children(who, "cop") if verb.i < item.i < who.i]
    if verb.tag_ != "VBN" or who.pos_ not in NOUNS or len(links) != 1:
        return {}
    if any(item.i not in phrase for item in tree.children(who, "nsubj")):
        return {}
    above = verb if who.head is who else who.head
    moved = {item.i: (verb.i, item.dep_) for item in tree.children(who, "mark", "advmod") if item.i < verb.i}
    return {
        **phrase,
        **moved,
        verb.i: (above.i, who.dep_),
        who.i: (verb.i, "nsubj:pass"),
        links[0].i: (verb.i, "aux:pass"),
    }
