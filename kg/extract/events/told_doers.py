"""Whose act an infinitive or gerund is, where words beside it say so or leave it open.

In: a verb without a subject. Out: whoever does it ("it took *the army* three days to retake the town"), or whether
nobody is said to ("denied a request *to visit* the camp"): else who refuses the visit would make it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.misread import offered_by, wanted_doer
from kg.extract.events.whose_act import by_whom, named_before, owners_of, whom_against
from kg.extract.text import tree
from kg.extract.text.measures import is_extent
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

CLAUSES = frozenset(["acl", "advcl", "ccomp", "csubj", "xcomp"])
"""Labels of clauses that may have no subject of their own."""
BARE = frozenset(["accident", "chance", "day", "force", "law", "mistake", "name", "night", "surprise"])
"""Nouns that without an article say how or when something was done: "was arrested *by mistake*"."""


def told_doer(verb: Token) -> Token | None:
    """Who does what a clause without a subject says, by the words around it."""
    if verb.base not in CLAUSES:
        return None
    if tree.has_to(verb) and (wanted := wanted_doer(verb)) is not None:
        return wanted
    if (warned := warned_off(verb)) is not None:
        return next(iter(tree.children(warned, "obj", "iobj", "nsubj:pass")), None)
    if (lets := _lets_go(verb)) is not None:
        return lets
    return (
        _writer(verb) or offered_by(verb) or whom_against(verb) or _took_time(verb) or _of_loose(verb) or _convict(verb)
    )


def _writer(verb: Token) -> Token | None:
    """As in "showed a letter *from the army* denying the raid": who has written it, where that stands right before."""
    if verb.tag_ != "VBG" or verb.base not in {"acl", "advcl"} or verb.left_edge.i != verb.i or not verb.i:
        return None
    paper = verb.head
    if paper.pos_ == "VERB":
        paper = next((item for item in tree.children(paper, "obj", "obl") if item.right_edge.i == verb.i - 1), paper)
    if paper.i > verb.i or not paper.is_a("paper", "written"):
        return None
    for item in tree.children(paper, "nmod"):
        someone = item.ent_type_ in ACTORS or item.is_a("acting")
        if someone and item.preposition in {"from", "by"} and item.right_edge.i == verb.i - 1:
            return item
    return None


def _took_time(verb: Token) -> Token | None:
    """As in "it took *the army* three days to retake the town"."""
    governor = verb.head
    if not tree.has_to(verb) or governor.lemma_ != "take" or verb.i < governor.i:
        return None
    if not any(item.lower_ == "it" for item in tree.children(governor, "nsubj", "expl")):
        return None
    for item in tree.children(governor, "iobj", "obj"):
        if item.i < verb.i and (item.ent_type_ in ACTORS or item.pos_ == "PRON" or item.is_a("acting")):
            return item
    return None


def _of_loose(verb: Token) -> Token | None:
    """As in "Unable to reach the capital, *the rebels* withdrew", of an adjective that no subject stands before."""
    adjective = verb.head
    if verb.base != "xcomp" or adjective.pos_ != "ADJ" or adjective.base not in {"acl", "advcl"}:
        return None
    if tree.children(adjective, "nsubj", "cop", "mark"):
        return None
    above = adjective.head
    if adjective.base == "acl" and above.pos_ in {"NOUN", "PROPN", "PRON"}:
        return above
    return next(iter(tree.children(above, "nsubj", "nsubj:pass")), None) if above.pos_ == "VERB" else None


def _convict(verb: Token) -> Token | None:
    """As in "overturned *his* conviction for killing a guard", "upheld the conviction of *a warlord* for torture"."""
    marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
    if verb.tag_ not in {"VBG", "VBN"} or marks.isdisjoint({"for", "over"}) or verb.base not in {"acl", "advcl"}:
        return None
    for noun in (verb.head, *tree.children(verb.head, "obj", "nsubj:pass")):
        if noun.i < verb.i and noun.pos_ == "NOUN" and noun.is_a("tried"):
            of = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"]
            return next(iter([*tree.children(noun, "nmod:poss"), *of]), None)
    return None


def _lets_go(verb: Token) -> Token | None:
    """As in "*the judge* let the man go without charging him", of what is hung from "go"."""
    go, let = verb.head, verb.head.head
    if verb.tag_ != "VBG" or go.lemma_ != "go" or let.lemma_ != "let" or go.base not in {"ccomp", "xcomp"}:
        return None
    marked = any(item.lower_ in {"after", "before", "without"} for item in tree.children(verb, "mark", "case"))
    return next(iter(tree.children(let, "nsubj")), None) if marked else None


def warned_off(verb: Token) -> Token | None:
    """Whatever warns of it: "*warned* Iran against attacking ships", "*advised* against travelling there"."""
    if verb.tag_ != "VBG" or verb.base not in {"acl", "advcl"}:
        return None
    if not any(item.lower_ == "against" for item in tree.children(verb, "mark", "case")):
        return None
    above = verb.head if verb.head.pos_ == "VERB" or verb.base == "advcl" else verb.head.head
    return above if above.is_a("warning_off") else None


def is_left_open(verb: Token) -> bool:
    """Whether nobody is said to do it: "denied a request *to visit* the camp", "gave permission *to bury* the dead"."""
    noun = verb.head
    if warned_off(verb) is not None:
        return True
    if verb.base != "acl" or not tree.has_to(verb) or noun.pos_ != "NOUN":
        return False
    if owners_of(noun) or by_whom(noun) or named_before(noun) or noun.head.pos_ != "VERB":
        return False
    answer = noun.head
    if any(tree.preposition(item) in {"by", "from"} for item in tree.children(answer, "obl", "obl:agent")):
        return False
    if tree.is_passive(answer) and noun.base == "obj":
        return False  # "*they* were given approval to open it"
    if noun.base == "obj" and noun.is_a("leave_to") and answer.is_a("granting"):
        return not tree.children(answer, "iobj") and not any(
            tree.preposition(item) == "to" for item in tree.children(answer, "obl")
        )
    asked = noun.base == "obj" or noun.dep_ == "nsubj:pass"
    return asked and noun.is_a("asked_for") and answer.is_a("answering") and verb.is_a("done_by_asker")


def is_no_agent(noun: Token) -> bool:
    """Whether what stands behind "by" did nothing: "*by two goals*", "shot *by the river*", "arrested *by mistake*"."""
    if is_extent(noun):
        return True
    if noun.ent_type_ or noun.pos_ != "NOUN":
        return False
    if noun.lower_ in {"beginning", "close", "end", "middle", "start"} and tree.children(noun, "nmod"):
        return True  # "elected *by the end* of the year"
    if noun.lower_ in BARE and not tree.children(noun, "det", "nmod:poss", "nummod", "compound", "nmod"):
        return True
    where = noun.is_a("beside_which") and bool(tree.children(noun, "det", "nmod:poss"))
    return where and noun.head.is_a("done_by_people")


def excepted(noun: Token) -> Token | None:
    """Who alone did it: "No one but *the president* signed it"; None where nobody is excepted."""
    first = noun.left_edge
    if noun.lower_ not in {"nobody", "none", "one", "no-one"} or (noun.lower_ == "one" and first.lower_ != "no"):
        return None
    for item in tree.children(noun, "nmod", "conj"):
        markers = [one.lower_ for one in tree.children(item, "case", "cc")]
        if item.i > noun.i and markers and markers[0] in {"but", "except", "save"}:
            return item
    return None


def of_several(subjects: list[Token], verb: Token) -> list[Token]:
    """Those subjects of a verb that are meant: "mourners in Iraq *and Iran* joined", "nobody *but the army* did"."""
    if len(subjects) < 2:
        return subjects
    if any(item.lower_ in {"rather", "instead", "not"} for item in tree.children(subjects[-1], "cc", "case", "advmod")):
        return subjects[:1]
    joined = [item for item in tree.children(verb, "cc") if subjects[0].i < item.i < subjects[-1].i]
    if not joined:
        return subjects
    return subjects[1:] if joined[0].lower_ == "but" and tree.is_nobody(subjects[0]) else subjects[:1]


def at_hands(noun: Token) -> Token | None:
    """Who does it to whom in "died *at the hands of rebels*"."""
    if noun.lower_ != "hands" or noun.preposition != "at":
        return None
    return next((item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"), None)
