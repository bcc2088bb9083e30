"""Clauses without a subject whose act is not that of the subject above.

In: a verb in such a clause. Out: whether it is nobody's in particular ("the club costs 40 euros *to join*", "spoke
against a deal *to lease* ships"), or of whoever was appointed ("named Berg to the post, *replacing* Lund").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.lexicon_entries import Kind, Usage
from kg.extract.text.name_labels import ACTORS
from kg.extract.text.outlook import is_one_of_those

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.text.lexicon import Entry, Lexicon
    from kg.extract.text.tokens import Token

ABOUT = frozenset(["about", "against", "because of", "despite", "due to", "on", "over", "regarding"])
"""Prepositions behind which a noun is what is talked of, or why: its infinitive is no act of the one who talks."""

MAX_CLIMB = 8
"""Clauses looked through for the noun that a relative pronoun stands for."""
OPPOSED = frozenset(["against", "at", "over"])
REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
TAKING_SIDES = frozenset(["ACCUSE", "COERCE", "JUDICIAL", "PROTEST", "REJECT", "SUPPORT"])
"""Types of verbs whose object is what somebody else proposes or does."""


def is_nobodys(verb: Token) -> bool:
    """Whether a clause says what may be done by whoever wants to, or would be by those who are talked of."""
    head = verb.head
    if verb.tag_ == "VBG" and head.is_a("forbidding"):  # "a law that bans *selling* arms" sells none
        return verb.base in {"xcomp", "ccomp"} and is_bare_gerund(verb)
    if not tree.has_to(verb):
        return False
    if verb.base == "acl":
        owned = tree.children(head, "nmod:poss") or by_whom(head) or named_before(head)  # "against *the board's* plan"
        prep = tree.preposition(head)
        settled = prep == "on" and head.head.is_a("settling")
        about = head.base == "obl" and prep in ABOUT and not settled
        spoken_of = about or (head.base in {"nmod", "obl"} and prep in OPPOSED)
        return spoken_of and not owned and not is_held_against(head)  # "in protest *at plans to* cut jobs"
    return verb.base in {"advcl", "xcomp"} and head.lemma_.lower() == "cost"


def is_others(noun: Token, governor: Entry) -> bool:
    """Whether it is somebody else's to do: "rejected *a proposal to* raise taxes", "uncovered *a plot to* kill him".

    `governor`: the verb's reading.
    """
    verb = noun.head
    if not noun.is_a("undertaken"):
        return False
    if noun.base == "obl":
        return noun.preposition in {"of", "about"} and verb.is_a("hearing_of")  # "warned of *an attempt to* rob it"
    sides = governor.type in TAKING_SIDES and not verb.is_a("standing_by")
    return noun.base == "obj" and (sides or verb.is_a("of_others"))


def by_whom(noun: Token) -> list[Token]:
    """The by-phrase of a noun: "a request *by prosecutors*"."""
    return [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "by"]


def owners_of(noun: Token) -> list[Token]:
    """Whose it is by "'s", "by" and, of what is wanted, "of", in this order: "*Oslo's* plan", "a plan *by Oslo*"."""
    owners = [*tree.children(noun, "nmod:poss"), *by_whom(noun)]
    return [*owners, *of_whom(noun)] if noun.is_a("willed") else owners


def of_whom(noun: Token) -> list[Token]:
    """People or a body behind "of": "the desire *of rebels* to attack"."""
    behind = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"]
    return [item for item in behind if item.ent_type_ in ACTORS or item.is_a("acting")]


def named_before(noun: Token) -> list[Token]:
    """Whose it is by the word before: "*government* plans to sell it", "a *U.S.* offer to host it"."""
    before = tree.children(noun, "compound", "amod")
    return [item for item in before if item.ent_type_ in {"GPE", "NORP", "ORG"} or item.is_a("polity")]


def is_after_planned(verb: Token) -> bool:
    """As in "called off a visit planned for May *after losing* the vote", where the plan has not lost it."""
    head = verb.head
    marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
    return head.dep_ == "acl" and head.head.head.pos_ == "VERB" and not marks.isdisjoint({"after", "before", "since"})


def is_successors(verb: Token) -> bool:
    """Whether it is the one appointed who succeeds: "nominated Ana Berg, *replacing* Jo Lund"."""
    if verb.tag_ != "VBG" or verb.base != "advcl" or not verb.is_a("succeeding") or verb.i < verb.head.i:
        return False
    marks = tree.children(verb, "mark", "case")
    return not marks and verb.head.is_a("appointing")


def is_taken_to(verb: Token) -> bool:
    """As in "flew *him* to Oslo to face trial", "took *them* there to be treated": it befalls whom one takes."""
    if verb.base not in {"advcl", "xcomp"} or not verb.head.is_a("conveying") or not tree.has_to(verb):
        return False
    return verb.is_a("befalling") or tree.is_passive(verb)


def serves(verb: Token) -> bool:
    """Whether an infinitive may say what a passive was done for: "*was used* to breach the wall"."""
    hangs = verb.base in {"xcomp", "advcl"} and tree.has_to(verb) and tree.is_passive(verb.head)
    return hangs and not tree.is_passive(verb) and verb.doc[verb.left_edge.i - 1].lower_ != "only"


def are_means(subjects: Sequence[Token], verb: Token) -> bool:
    """Whether it is by these that somebody did so: "*steps* were taken to stop it", "*tests* were run to find out".

    What is told of them is theirs all the same: "*the plan* is expected to fail".
    """
    if any(item.is_a("step") for item in subjects):
        return True
    things = bool(subjects) and not any(
        item.pos_ != "NOUN" or item.ent_type_ or item.is_a("acting") for item in subjects
    )
    return things and not verb.head.is_a("said_of")


def is_held_against(noun: Token) -> bool:
    """As in "on *suspicion* of selling drugs", "over *an attempt* to rob it": what somebody is held to have done."""
    if noun.base != "obl" or not noun.head.is_a("blaming"):
        return False
    return noun.is_a("charge") or (noun.is_a("undertaken") and noun.preposition in {"for", "in", "of", "over", "with"})


def whom_against(verb: Token) -> Token | None:
    """Whoever did what something is filed or imposed for: "filed charges *against two men* for assaulting her"."""
    marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
    if verb.tag_ not in {"VBG", "VBN"} or verb.base not in {"acl", "advcl"} or marks.isdisjoint({"for", "over"}):
        return None
    above = (verb.head, *tree.children(verb.head, "obj", "nsubj:pass"))
    against = [item for word in above for item in tree.children(word, "nmod", "obl") if item.preposition == "against"]
    return next((item for item in against if item.i < verb.i), None)


def antecedent_of(verb: Token, word: Token) -> Token | None:
    """The noun that a relative pronoun stands for, None when the word is none."""
    if word.tag_ not in {"WDT", "WP", "IN"} or word.lower_ not in tree.RELATIVES:
        return None
    if verb.head.pos_ == "ADJ" and verb.base == "advcl" and "expl" in verb.head.family:
        return None  # "it is not clear *who* killed him"
    clause = verb
    for _ in range(MAX_CLIMB):
        if clause.dep_ in {"acl:relcl", "advcl:relcl"}:
            return tree.referent(clause.head)
        if clause.base not in {"conj", "xcomp", "ccomp", "advcl"} or clause.head.i == clause.i:
            return None
        clause = clause.head
    return None


def said_of_subject(noun: Token) -> Token | None:
    """Whose subject does what a noun's clause says: of "*became* the first to", "*is in custody* on suspicion of"."""
    if noun.base == "xcomp":
        return noun.head if noun.head.lemma_ == "become" and is_one_of_those(noun) else None
    held = noun.head
    if not noun.is_a("charge") or noun.base != "nmod" or noun.preposition not in {"on", "for"}:
        return None
    if not held.is_a("custody") or held.preposition != "in":
        return None
    return held if "cop" in held.family else held.head


def are_deeds(nouns: Sequence[Token], lexicon: Lexicon) -> bool:
    """As in "*the protest* followed a decision to raise fares": what is done decides nothing, though storms do harm."""
    return bool(nouns) and all(
        item.pos_ == "NOUN"
        and not item.is_a("acting")
        and (entry := lexicon.noun(item.lemma_.lower())).kind is Kind.EVENT
        and entry.type != "DISASTER"
        for item in nouns
    )


def is_bare_gerund(verb: Token) -> bool:
    """As in "showed men *running*", but not "accused the board *of rigging* the vote"."""
    return verb.tag_ == "VBG" and not tree.children(verb, "mark", "case")


def are_things(nouns: Sequence[Token]) -> bool:
    """Whether common nouns that name nobody."""
    return all(item.pos_ == "NOUN" and not item.ent_type_ and not item.is_a("company") for item in nouns)


def whose_own(noun: Token, verb: Token) -> Token | None:
    """Whose act a clause of a noun is that says so itself, whatever is done to the noun.

    "thwarted an attempt *by two spies* to bribe him", "blocked *government* plans to sell it", "upheld the conviction
    of *a warlord* for recruiting children".
    """
    if tree.has_to(verb):
        found = [] if noun.is_a("acting") or noun.base != "obj" else by_whom(noun) or named_before(noun)
        return found[0] if found else None
    tried = noun.base == "nmod" and tree.preposition(noun) == "of" and noun.head.is_a("tried")
    marked = any(item.lower_ in {"for", "over"} for item in tree.children(verb, "mark", "case"))
    return noun if tried and marked and noun.i < verb.i else None


def is_about(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a gerund with a preposition is what its governor is about: "accused them *of having* shelled"."""
    head = verb.head.head if verb.base == "acl" and verb.head.base == "obj" else verb.head
    perfect = verb.tag_ == "VBN" and any(
        item.lower_ in {"having", "being"} for item in tree.children(verb, "aux", "aux:pass")
    )
    if not (verb.tag_ == "VBG" or perfect) or head.pos_ != "VERB":
        return False
    entry = lexicon.verb(head.lemma_.lower(), Usage(clause="ing", passive=tree.is_passive(head)))
    marks = [item.lower_ for item in tree.children(verb, "mark", "case")]
    return any(entry.preps.get(mark) == "content" for mark in marks if mark != "by")  # "raised $19 *by issuing* shares"


def asks(clause: Token) -> bool:
    """As in "considers *whether* to close it"; "how to do it" is nobody's in particular."""
    return any(item.lower_ == "whether" for item in tree.children(clause, "mark"))


def held_person(nouns: tuple[Token, ...]) -> tuple[Token, ...]:
    """Who is held to have done it, where his arrest or trial is spoken of: "ordered the arrest *of Berg* for lying".

    Where it is a plan that is stopped, whose that is: in "thwarted *a plot* to kill him" the plot kills nobody.
    """
    if len(nouns) == 1 and nouns[0].lower_ in REFLEXIVE:
        return tuple(tree.children(nouns[0].head, "nsubj")[:1])  # "*he* got himself arrested"
    if nouns and nouns[0].head.is_a("warding_off") and nouns[0].is_a("plotted", "undertaking", "willed"):
        return tuple(owners_of(nouns[0])[:1])
    if len(nouns) != 1 or not nouns[0].is_a("tried"):
        return nouns
    held = [item for item in tree.children(nouns[0], "nmod") if tree.preposition(item) == "of"]
    return tuple(held[:1]) or nouns
