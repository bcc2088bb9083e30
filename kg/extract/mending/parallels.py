"""Words and clauses hung from what is not of their kind, or not of their time.

In: a tree. Out: what to change in it. A participle joined to an infinitive ("convicted of plotting to flee *and
jailed*"), what had happened hung from what is yet to be done ("asked him to form a cabinet *after he won*"), how
somebody ends read as a word for him ("shooting *dead* two guards"), a participle behind a comma likewise ("raised
taxes, *defying* protests"), what goes on beside it all ("sacked two ministers *amid anger*"), a clause with "who" about
a body, a name read as a second subject, and who does what a noun says hung from the verb before it ("broke up a march
*by teachers*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.measures import is_time

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

OF_NAME = frozenset(["nmod:desc", "compound", "flat", "appos"])
"""Labels of words before or in the name of somebody."""
BESIDE = frozenset(["amid", "amidst"])
"""Prepositions of what goes on beside a whole clause."""


def beside_participle(verb: Token) -> Changes:
    """As in "was convicted of plotting to kill him *and sentenced* to life": it stands beside a participle."""
    first = verb.head
    if verb.base != "conj" or verb.tag_ not in {"VBN", "VBD"} or first.tag_ not in {"VB", "VBG"} or first.i > verb.i:
        return {}
    if first.pos_ != "VERB" or tree.children(verb, *OF_SUBJECT, "aux", "aux:pass", "mark", "obj"):
        return {}
    if tree.is_passive(first) or not _is_joined(verb) or verb.lower_ == verb.lemma_.lower():
        return {}
    for item in tree.ancestors(first):
        if item.i > first.i or item.sent.start != verb.sent.start:
            return {}
        if item.pos_ == "VERB" and item.tag_ == "VBN" and tree.is_passive(item) and item.base != "amod":
            return {verb.i: (item.i, "conj")}
        if item.pos_ == "VERB" and tree.is_finite(item):
            return {}
    return {}


def _is_joined(verb: Token) -> bool:
    """Whether the conjunction stands right before the verb."""
    return any(item.lower_ in {"and", "or", "but"} and item.i + 1 == verb.i for item in tree.children(verb, "cc"))


def had_happened(clause: Token) -> Changes:
    """As in "asked him to form a cabinet *after he won* the vote": what is past is no condition of what is wanted."""
    wanted = clause.head
    if clause.base != "advcl" or wanted.base not in {"xcomp", "advcl", "ccomp"} or not tree.has_to(wanted):
        return {}
    marks = [item.lower_ for item in tree.children(clause, "mark")]
    past = clause.tag_ == "VBD" or any(item.tag_ == "VBD" for item in tree.children(clause, "aux", "aux:pass"))
    if marks != ["after"] or not past or clause.i < wanted.i or not tree.children(clause, *OF_SUBJECT):
        return {}
    verb = wanted.head
    if verb.pos_ != "VERB" or verb.i > wanted.i or not tree.is_finite(verb):
        return {}
    return {clause.i: (verb.i, "advcl")}


def ended_so(word: Token) -> Changes:
    """As in "shooting *dead* two guards", "set *free* the crew": an adjective before the article or the number.

    Nobody shoots the dead, so that they need neither: "shot *dead* radio presenter Luis Ortega".
    """
    noun, verb = word.head, word.nbor(-1) if word.i else word
    if word.dep_ != "amod" or noun.i < word.i:
        return {}
    if word.lower_ == "dead" and verb.pos_ == "VERB" and verb.is_a("felling"):
        top = noun
        while top.dep_ in OF_NAME and top.head.i > top.i:
            top = top.head
        return {word.i: (verb.i, "xcomp")} if top.head is verb and top.base == "obj" else {}
    behind = word.nbor(1)
    if word.tag_ != "JJ" or noun.base != "obj" or noun.head is not verb or noun.left_edge.i != word.i:
        return {}
    marked = behind.head is noun and behind.base in {"det", "nummod", "nmod"}
    return {word.i: (verb.i, "xcomp")} if marked else {}


def went_on(verb: Token) -> Changes:
    """As in "raised taxes on fuel*, defying weeks* of protests": a clause, since the verb before has its object."""
    noun = verb.head
    if verb.tag_ != "VBG" or verb.dep_ not in {"amod", "compound"} or noun.base not in {"obj", "obl", "conj", "appos"}:
        return {}
    if (
        noun.left_edge.i < verb.i - 1
        or comma_before(verb) is None
        or noun.pos_ not in NOUNS
        or tree.children(noun, "cc")
    ):
        return {}
    if noun.base == "obj" and not any(item.i < verb.i for item in tree.children(noun.head, "obj")):
        return {}
    if noun.base == "obl" and noun.preposition:
        return {}
    if noun.base in {"conj", "appos"} and (tree.children(noun.head, "cc") or _is_listed(noun)):
        return {}
    main = (
        noun.head
        if noun.head.pos_ == "VERB"
        else next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), None)
    )
    if main is None or main.i > verb.i:
        return {}
    above = next((item for item in tree.ancestors(main) if item.pos_ == "VERB"), None)
    if main.dep_ == "acl:relcl" and above is not None and comma_before(main) is None:
        main = above  # "signed a bill *that raises taxes*, defying protests": the comma ends the clause
    return {verb.i: (main.i, "advcl"), noun.i: (verb.i, "obj")}


def _is_listed(noun: Token) -> bool:
    """Whether more of a list follows: "taxes, *rising* prices and debts"."""
    return any(item is not noun and item.i > noun.head.i for item in tree.children(noun.head, "conj")) or bool(
        tree.children(noun, "conj")
    )


def goes_on_beside(phrase: Token) -> Changes:
    """As in "sacked two ministers *amid anger* over prices": it tells of the clause, and no minister is amid it."""
    noun = phrase.head
    if phrase.base != "nmod" or tree.preposition(phrase) not in BESIDE or noun.i > phrase.i:
        return {}
    for item in tree.ancestors(phrase):
        if item.pos_ == "VERB":
            return {phrase.i: (item.i, "obl")} if item.i < phrase.i else {}
        if item.pos_ not in NOUNS or item.base not in {"obj", "obl", "nmod", "conj", "iobj"}:
            return {}
    return {}


def one_of_body(clause: Token) -> Token | None:
    """The person that a clause with "who" is about: "the *head* of the students' union, *who* was freed"."""
    body = clause.head
    if not any(item.lower_ == "who" for item in tree.children(clause, *OF_SUBJECT)) or body.pos_ != "NOUN":
        return None
    if body.tag_ != "NN" or body.ent_type_ or body.is_a("person", "held_office") or not body.is_a("body", "company"):
        return None
    for item in tree.ancestors(body):
        if item.pos_ not in NOUNS or item.i > body.i:
            return None
        if item.ent_type_ == "PERSON" or (item.tag_ == "NN" and not item.is_a("body", "partitive")):
            return item
        if item.base != "nmod":
            return None
    return None


def name_behind_noun(name: Token) -> Changes:
    """As in "a leader of the group *Hezbollah* was killed": the name of the noun before, read as a second subject."""
    verb = name.head
    if not name.ent_type_ or name.pos_ != "PROPN" or name.left_edge.i == 0:
        return {}
    before = name.doc[name.left_edge.i - 1]
    first = next((item for item in tree.children(verb, *OF_SUBJECT) if item.i < before.i), None)
    if first is None or before.pos_ != "NOUN" or before.base != "nmod" or before.i > name.i:
        return {}
    if not before.is_a("body", "place_noun", "person", "vehicle") or not tree.is_below(before, first):
        return {}
    if name.ent_type_ != "PERSON":
        return {name.i: (before.i, "flat")}
    cases: Changes = {item.i: (name.i, "case") for item in tree.children(before, "case")}
    return cases | {name.i: (before.head.i, before.dep_), before.i: (name.i, "nmod:desc")}


def by_doer(phrase: Token) -> Changes:
    """As in "broke up a march *by teachers*": nothing active is done by anybody, but what the noun says is."""
    verb, case = phrase.head, tree.children(phrase, "case")
    if phrase.base != "obl" or len(case) != 1 or case[0].lower_ != "by" or verb.pos_ != "VERB" or tree.is_passive(verb):
        return {}
    noun = phrase.doc[case[0].i - 1] if case[0].i else phrase
    if noun.dep_ == "obl:unmarked" and noun.left_edge.i > verb.i and is_time(noun):
        noun = phrase.doc[noun.left_edge.i - 1]  # "came after an appeal *last week* by the pope"
    if noun.head is not verb or noun.base not in {"obj", "obl"} or noun.pos_ != "NOUN" or noun.i < verb.i:
        return {}
    someone = phrase.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or phrase.is_a("acting")
    done = phrase.doc.lexicon.is_eventive(noun.lemma_.lower())
    return {phrase.i: (noun.i, "nmod")} if someone and done else {}


def first_of_list(verb: Token) -> Changes:
    """As in "killing *ten children*, nurses and guards said": the object before the comma, read as one who said so."""
    if verb.tag_ != "VBG" or verb.pos_ != "VERB" or not verb.is_a("casualties", "harming"):
        return {}
    if tree.children(verb, "obj", "ccomp"):
        return {}
    for noun in tree.ancestors(verb.doc[verb.i + 1]) if verb.i + 1 < len(verb.doc) else ():
        if noun.i <= verb.i:
            return {}
        if noun.base != "nsubj" or noun.left_edge.i != verb.i + 1:
            continue
        saying = noun.head
        others = [item for item in tree.children(noun, "conj") if noun.i < item.i < saying.i]
        if len(others) < 2 or comma_before(others[0]) is None or tree.children(others[0], "cc"):
            return {}
        changes: Changes = {item.i: (others[0].i, item.dep_) for item in noun.words if item.i > others[0].i}
        return changes | {noun.i: (verb.i, "obj"), others[0].i: (saying.i, "nsubj")}
    return {}


def in_an_effort(phrase: Token) -> Changes:
    """As in "suspended polls planned for May *in an effort to* reform": the aim of whoever acts, and no poll's."""
    case = tree.children(phrase, "case")
    if not phrase.is_a("endeavour") or len(case) != 1 or case[0].lower_ != "in" or phrase.base not in {"obl", "nmod"}:
        return {}
    bare = any(item.lower_ in tree.INDEFINITE for item in tree.children(phrase, "det"))
    head = phrase.head
    reduced = head.dep_ == "acl" and head.tag_ == "VBN"
    if (
        not bare
        or not (reduced or head.pos_ in NOUNS)
        or not any(tree.has_to(item) for item in tree.children(phrase, "acl"))
    ):
        return {}
    for item in tree.ancestors(head):
        if item.pos_ == "VERB":
            return {phrase.i: (item.i, "obl")} if item.i < phrase.i and tree.children(item, *OF_SUBJECT) else {}
    return {}


def clause_beside(verb: Token) -> Changes:
    """As in "condemned the raid and *the press called* it a crime": no object is told of so, a second clause begins.

    A past form behind the last of a list that has an object of its own describes nobody.
    """
    subject = verb.head
    if verb.tag_ != "VBD" or verb.base != "acl" or subject.base != "conj":
        return {}
    first = subject.head
    main = first.head
    marks = [item for item in tree.children(subject, "cc") if item.lower_ in {"and", "but"}]
    if first.base not in {"obj", "obl"} or not marks or tree.children(verb, *OF_SUBJECT, "aux", "mark"):
        return {}
    finite = main.pos_ == "VERB" and tree.is_finite(main) and main.i < first.i
    if not finite or not tree.children(verb, "obj") or not (subject.ent_type_ or subject.is_a("acting")):
        return {}
    changes: Changes = {item.i: (verb.i, "cc") for item in marks}
    return changes | {verb.i: (main.i, "conj"), subject.i: (verb.i, "nsubj")}


def asked_for(phrase: Token) -> Changes:
    """As in "called on Sunday in an interview *for a withdrawal*": what the verb asks for, hung from the interview."""
    noun = phrase.head
    verb = noun.head
    if phrase.base != "nmod" or tree.preposition(phrase) != "for" or noun.base != "obl" or verb.pos_ != "VERB":
        return {}
    if verb.lemma_ not in {"appeal", "ask", "call"} or tree.children(verb, "obj", "xcomp", "ccomp"):
        return {}
    own = any(tree.preposition(item) == "for" for item in tree.children(verb, "obl"))
    return {} if own or tree.preposition(noun) not in {"at", "during", "in"} else {phrase.i: (verb.i, "obl")}


def of_doer_before(verb: Token) -> Changes:
    """As in "met with a jury *investigating* the leak": without a comma it tells what those right before do.

    So it does of who is behind "by": "were met by police *firing* tear gas".
    """
    noun = verb.doc[verb.i - 1] if verb.i else verb
    if (
        verb.tag_ != "VBG"
        or verb.dep_ != "advcl"
        or noun.pos_ != "NOUN"
        or noun.ent_type_
        or noun.head is not verb.head
    ):
        return {}
    does = noun.is_a("acting") if noun.dep_ == "obl:agent" else noun.is_a("body")
    if noun.base not in {"obj", "obl"} or not does or tree.children(verb, *OF_SUBJECT, "mark", "aux"):
        return {}
    return {verb.i: (noun.i, "acl")} if noun.i > verb.head.i and tree.children(verb, "obj") else {}


def given_to(noun: Token) -> Changes:
    """As in "are offering *Iran* economic incentives": who is offered something, read as a word of what is."""
    verb = noun.head
    if noun.base != "obj" or verb.pos_ != "VERB" or not verb.is_a("giving") or tree.children(verb, "iobj"):
        return {}
    if noun.i < verb.i + 3 or tree.children(noun, "det", "nmod:poss"):
        return {}
    name, behind = verb.doc[verb.i + 1], verb.doc[verb.i + 2]
    joined = name.head is noun and name.base == "compound" and name.ent_type_ in {"GPE", "PERSON"}
    return {name.i: (verb.i, "iobj")} if joined and behind.head is noun and behind.base in {"amod", "nummod"} else {}
