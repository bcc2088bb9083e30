"""Relative clauses without a pronoun, which parsers take for anything else: "the deal *the minister signed*".

In: a verb. Out: what to change in the tree, so that it is a relative clause with its own subject, about the noun right
before that subject. Grammar gives it away: an apposition has a comma before it, "a" stands before no plural ("a ship
*rebels used*"), and a verb that needs an object has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree
from kg.extract.text.measures import is_time

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token

OWN = frozenset(["obj", "iobj", "ccomp", "xcomp", "mark", "expl", "cop", "aux:pass", "obl:agent"])
"""Labels of what leaves a verb no gap."""
BELOW = frozenset(["acl", "advcl", "conj", "parataxis"])
"""Labels that such a clause gets instead of its own."""
HELD = frozenset(["obj", "obl", "nmod", "nsubj", "nsubj:pass", "conj"])


def contact_clause(verb: Token) -> Changes:
    """As in "the deal *the minister signed*": a relative clause of the noun before its subject."""
    if verb.tag_ not in {"VBD", "VBN"} or verb.base not in BELOW or tree.children(verb, *OWN):
        return {}
    if verb.base == "acl" and verb.dep_ != "acl:relcl":
        return _behind_noun(verb)
    joined = verb.base == "conj" and not tree.children(verb, "cc")
    if (joined or verb.base in {"advcl", "parataxis"}) and verb.i > verb.head.i:
        return _behind_main(verb)
    return {}


def _behind_noun(verb: Token) -> Changes:
    """As in "the deal the *minister* signed", read as an apposition, and "a ship *rebels* used", as a compound."""
    subject = verb.head
    if verb.i != subject.i + 1 or subject.pos_ not in NOUNS or not _needs_object(verb, verb.doc.lexicon):
        return {}
    if any(tree.preposition(item) == "by" for item in tree.children(verb, "obl")):
        return {}
    first = subject.left_edge
    before = verb.doc[first.i - 1] if first.i else first
    beside = subject.base == "appos" and before is subject.head
    if subject.base == "obj":  # a second object, as it seems: "filed a suit against the levy *the mayor* imposed"
        beside = before.base in {"obl", "nmod"} and len(tree.children(subject.head, "obj")) > 1
    if beside and before.pos_ == "NOUN" and first.lower_ in tree.POINTING | tree.INDEFINITE:
        verb.tag_ = "VBD"
        return {subject.i: (verb.i, "nsubj"), verb.i: (before.i, "acl:relcl")}
    if main := _main_behind(verb, subject) or _second_subject(verb, subject) or _of_lone_person(verb, subject):
        return main
    thing = verb.doc[subject.i - 1]
    articles = [item for item in tree.children(subject, "det") if item.lower_ in tree.INDEFINITE]
    if subject.tag_ == "NNS" and articles and thing.base == "compound" and thing.head is subject:
        verb.tag_ = "VBD"
        moved = {item.i: (thing.i, item.dep_) for item in subject.words if item.i < thing.i}
        moved |= {item.i: (thing.i, "case") for item in tree.children(subject, "case")}
        return {
            **moved,
            thing.i: (subject.head.i, subject.dep_),
            verb.i: (thing.i, "acl:relcl"),
            subject.i: (verb.i, "nsubj"),
        }
    return {}


def _main_behind(verb: Token, subject: Token) -> Changes:
    """As in "the general the *rebels* captured *was freed*": a passive with a subject has no gap for the general.

    With "whom" nothing else is meant ("the men *whom rebels took* are well").
    """
    main, noun = subject.head, subject.head.head
    if subject.base not in OF_SUBJECT or main.dep_ != "acl:relcl" or noun.pos_ not in NOUNS or main.i <= verb.i:
        return {}
    whom = verb.doc[subject.left_edge.i - 1]
    is_said = whom.lower_ == "whom" and whom.head is main
    # "the general the minister accused *resigned*": else the sentence had no verb
    lone = noun.head is noun and _begins_phrase(subject) and tree.is_finite(main) and not is_time(noun)
    if not is_said and (whom is not noun or not (tree.is_passive(main) or lone)):
        return {}
    verb.tag_ = "VBD"
    top = main.i if noun.head is noun else noun.head.i
    moved = {item.i: (main.i, item.dep_) for item in tree.children(noun, "punct") if item.i > main.i}
    moved |= {whom.i: (verb.i, "obj")} if is_said else {}
    return {
        **moved,
        main.i: (top, noun.dep_),
        noun.i: (main.i, subject.dep_),
        verb.i: (noun.i, "acl:relcl"),
        subject.i: (verb.i, "nsubj"),
    }


def _begins_phrase(noun: Token) -> bool:
    """As in "*the* minister", "*his* party": it begins a phrase of its own."""
    first = noun.left_edge
    return first.lower_ in tree.POINTING | tree.INDEFINITE or first.tag_ == "PRP$"


def _second_subject(verb: Token, subject: Token) -> Changes:
    """As in "two men *the court convicted* were released": of two subjects in a row the second has its own verb."""
    main = subject.head
    if subject.base not in OF_SUBJECT or main.i < verb.i or not _begins_phrase(subject):
        return {}
    others = [item for item in tree.children(main, *OF_SUBJECT) if item.i < subject.i]
    at = subject.left_edge.i - 1
    if len(others) != 1 or others[0].right_edge.i != at or others[0].pos_ != "NOUN" or is_time(others[0]):
        return {}
    verb.tag_ = "VBD"
    return {verb.i: (others[0].i, "acl:relcl"), subject.i: (verb.i, "nsubj")}


def _of_lone_person(verb: Token, subject: Token) -> Changes:
    """As in "the man *police arrested* was a teacher": one person is no word for several ("student protesters")."""
    main, person = subject.head, subject.nbor(-1)
    if subject.base not in OF_SUBJECT or main.i < verb.i or subject.tag_ not in {"NN", "NNS"}:
        return {}
    if person.head is not subject or person.base != "compound" or person.tag_ != "NN" or not person.is_a("person"):
        return {}
    several = subject.lower_ == "police" or (subject.tag_ == "NNS" and subject.is_a("acting"))
    if not several or person.is_a("called_by") or not tree.children(subject, "det"):
        return {}
    verb.tag_ = "VBD"
    moved = {item.i: (person.i, item.dep_) for item in subject.words if item.i < person.i}
    return {
        **moved,
        person.i: (main.i, subject.dep_),
        verb.i: (person.i, "acl:relcl"),
        subject.i: (verb.i, "nsubj"),
    }


def _behind_main(verb: Token) -> Changes:
    """As in "a suit against the order *the governor* signed", read as a clause of the verb before."""
    subjects = tree.children(verb, *OF_SUBJECT)
    if len(subjects) != 1 or subjects[0].i > verb.i or not _needs_object(verb, verb.doc.lexicon):
        return {}
    first = min(item.i for item in subjects[0].subtree)
    noun = verb.doc[first - 1] if first else verb
    if noun.pos_ != "NOUN" or noun.base not in HELD or noun.i <= verb.head.i or is_time(noun):
        return {}
    while noun.base == "nmod" and tree.preposition(noun) == "of" and not tree.children(noun, "det", "nmod:poss"):
        noun = noun.head  # "the *state* of emergency he declared"
    if noun.pos_ != "NOUN" or not tree.children(noun, "det", "nmod:poss"):
        return {}
    return {verb.i: (noun.i, "acl:relcl")}


def _needs_object(verb: Token, lexicon: Lexicon) -> bool:
    """Whether the verb, said without an object, lacks one."""
    entry = lexicon.verb(verb.lemma_.lower())
    taking = entry.frame.name in {"act", "joint", "report"} and not verb.is_a("reporting")
    return taking and not tree.children(verb, "compound:prt")
