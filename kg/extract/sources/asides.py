"""Clauses and phrases beside what is told: small questions about one word that `kg.extract.sources.speech` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS, TIMES
from kg.extract.text.outlook import NEGATIONS

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

BESIDE_SAYING = frozenset(["at", "by", "during", "from", "in", "on", "to", "via"])
"""Prepositions of when, where and to whom one speaks."""
SUBORDINATING = frozenset(
    [
        "after", "although", "as", "because", "before", "if", "once", "since", "though", "unless", "until", "when",
        "while",
    ]
)  # fmt: skip
"""Words that open a clause of another one."""


UNABLE_TO_SPEAK = frozenset(["this", "that", "these", "those", "which", "what", "i", "we", "you"])
"""Pronouns that no aside of the writer's has as its speaker."""

SOURCE_WORDS = {
    "account": frozenset(["by", "from"]),
    "accounts": frozenset(["by", "from"]),
    "admission": frozenset(["by", "on"]),
    "estimation": frozenset(["in", "by"]),
    "judgment": frozenset(["in"]),
    "judgement": frozenset(["in"]),
    "opinion": frozenset(["in"]),
    "reckoning": frozenset(["by", "on"]),
    "telling": frozenset(["in", "on", "by"]),
    "version": frozenset(["by", "in"]),
    "view": frozenset(["in"]),
    "words": frozenset(["in"]),
}
"""Nouns that make whose they are a source, and behind which prepositions: "*in* Jo's *words*", "*by* her *account*"."""


def source_of(token: Token) -> Token | None:
    """Whom a phrase beside a clause names as its source: "according to *X*", "in *X's* words", "per *the ministry*"."""
    if token.base not in _BESIDE_CLAUSE:
        return None
    prep = token.preposition
    if prep.startswith("according"):
        return token if token.base != "obj" else None
    if prep == "per":
        return token if _is_set_off(token) and (token.ent_type_ in ACTORS or tree.is_definite(token)) else None
    if prep not in SOURCE_WORDS.get(token.lower_, ()):
        return None
    owners = [item for item in tree.children(token, "nmod:poss") if item.ent_type_ not in TIMES]
    if not owners and token.lower_ in _OF_SOMEONE:
        owners = [item for item in tree.children(token, "nmod") if item.preposition == "of"]
    return owners[0] if owners else None


_BESIDE_CLAUSE = frozenset(["obl", "nmod", "obj"])
_OF_SOMEONE = frozenset(["opinion", "view", "words"])


def _is_set_off(token: Token) -> bool:
    """At the head of its sentence, or behind a comma."""
    first = token.left_edge
    return first.i == first.sent.start or any(item.text == "," for item in (first, first.nbor(-1)))


def is_of_first(source: Token, first: Token, second: Token) -> bool:
    """Whether a source stands inside the first of two clauses: "ten died*, according to a nurse,* and others fled"."""
    inside = first.i < source.i < second.i and source_of(source) is not None
    return inside and second.base in {"conj", "parataxis"} and bool(tree.children(second, "nsubj", "nsubj:pass"))


def refuses(entry: Entry) -> bool:
    """Whether by someone's word it is only so that he does not do it: of "refused to hand over the papers *seized*"."""
    return entry.type == "REJECT" and not entry.speech


def is_aside(verb: Token) -> bool:
    """A clause put beside another: "…, *police said*, …", "as *officials put it*"; what it says stands outside it."""
    objects = tree.children(verb, "obj", "ccomp")
    addressed = verb.is_a("telling")
    if not addressed and any(item.lower_ not in {"it", "so"} for item in objects):
        return False  # "…; he *described the raid* as cowardly"
    if verb.base == "parataxis":
        denies = verb.is_a("denying") or any(item.lower_ in NEGATIONS for item in tree.children(verb, "advmod"))
        return not (verb.i > verb.head.i and denies)
    if verb.base != "advcl" or verb.head.pos_ not in {"VERB", "AUX"} or verb.tag_ == "VBG":
        return False  # "as much money *as he had requested*" compares, "was quoted *as saying*"
    if verb.tag_ == "VBN" and not tree.children(verb, "aux", "nsubj", "obl:agent"):
        return False  # "*as revealed* at trial, he had fled": he revealed nothing
    before = {item.lower_ for item in verb.doc[max(verb.left_edge.i - 4, verb.sent.start) : verb.left_edge.i]}
    return any(mark.lower_ == "as" for mark in tree.children(verb, "mark")) and "as" not in before


def is_background(clause: Token) -> bool:
    """A clause of time, told by the writer and not by the speaker of the main clause: "*since the protests began*".

    What stands behind "when" or "after" in what somebody says is part of it: "said four died *when a bomb went off*".
    Behind who says so the writer goes on: "killed four, according to doctors, *as envoys gathered*".
    """
    if clause.base != "advcl":
        return False
    if _is_behind_source(clause):
        return True
    marks = {item.lower_ for item in tree.children(clause, "mark", "advmod", "case")} & _OF_TIME
    behind = clause.i > clause.head.i and not clause.head.is_a("reporting", "telling")
    if behind and clause.tag_ == "VBG" and marks <= {"before", "while"}:
        return False  # "fired a rocket *before opening fire*, said police"
    return bool(marks) and not (behind and marks <= {"when", "after"})


def _is_behind_source(clause: Token) -> bool:
    marks = [item for item in tree.children(clause, "mark") if item.lower_ in _MEANWHILE and item.i < clause.i]
    if not marks or marks[0].i == 0 or clause.doc[marks[0].i - 1].text != ",":
        return False
    before = (item for item in clause.head.children if clause.head.i < item.i < marks[0].i)
    return any(source_of(item) is not None or (item.pos_ == "VERB" and is_aside(item)) for item in before)


_MEANWHILE = frozenset(["as", "while"])
_OF_TIME = frozenset(["after", "since", "when", "before", "while", "until"])


def is_denied_beside(verb: Token) -> bool:
    """As in "accused them of it, *which they deny*", "shot it down, a claim *Oslo denies*": so the writer tells."""
    if not verb.is_a("denying"):
        return False
    beside = any(item.lower_ == "which" and item.i < verb.i for item in tree.children(verb, "discourse", "obj"))
    return verb.dep_ == "acl:relcl" or (verb.base == "conj" and beside)


def is_description(noun: Token) -> bool:
    """As in "spoke at the opening*, a commemoration* of the war": not what is said."""
    indefinite = any(item.lower_ in tree.INDEFINITE for item in tree.children(noun, "det"))
    return noun.pos_ == "NOUN" and indefinite and not tree.children(noun, "cop", "nsubj")


def believes(verb: Token, told: Token) -> bool:
    """As in "officials *suspect* rebels did it", "*expect* rebels to do it": what one takes to be so, not one's aim."""
    if not verb.is_a("believing", "sure_of") or (
        told.base == "xcomp" and not tree.is_passive(verb) and not tree.children(verb, "obj")
    ):
        return False
    if verb.tag_ == "VB" or any(item.lower_ in {"if", "whether"} for item in tree.children(told, "mark")):
        return False
    if verb.is_a("sure_of"):
        return told.base == "ccomp" and bool(tree.children(verb, "nsubj:pass"))  # "they are *convinced* that …"
    done = verb.tag_ != "VBN" or any(item.lemma_ == "have" for item in tree.children(verb, "aux"))
    if not done:
        return any(item.i < told.i for item in tree.children(verb, "obl:agent"))
    return not any(item.lower_ in UNABLE_TO_SPEAK for item in tree.children(verb, "nsubj"))


def is_inserted(verb: Token) -> bool:
    """As in "the bank*, Reuters reported,* had sold …": a clause between commas, of a subject and a finite verb."""
    if (
        verb.tag_ not in {"VBD", "VBZ", "VBP"}
        or not tree.children(verb, "nsubj")
        or tree.children(verb, "obj", "ccomp")
        or any(item.lower_ in tree.RELATIVES for item in tree.children(verb, "nsubj"))
    ):
        return False  # "Berg, *who denies it*, is on trial"
    left, right = verb.left_edge.i - 1, verb.right_edge.i
    closes = verb.doc[right].text == "," or (right + 1 < len(verb.doc) and verb.doc[right + 1].text == ",")
    return left >= 0 and (verb.doc[left].text == "," or verb.doc[left + 1].text == ",") and closes


def tail_of(words: list[Token]) -> Token | None:
    """The verb of a clause behind the last comma that says who said what stands before; None where there is none.

    `words`: a sentence without punctuation. In the clause only whom it is said to and when may follow the verb, and
    what stands before must be a clause of its own, not "*when the raid failed*, the minister told reporters".
    """
    verb = next((item for item in reversed(words) if item.pos_ == "VERB"), words[-1])
    subjects = tree.children(verb, "nsubj")
    if verb.tag_ == "VBG" and verb.head.is_a("quoting") and tree.children(verb.head, "nsubj:pass"):
        verb, subjects = verb.head, tree.children(verb.head, "nsubj:pass")  # "…, *he was quoted* as saying"
        quoted = True
    else:
        quoted = verb.is_a("reporting") and verb.tag_ in {"VBD", "VBZ"}
    if not quoted or not subjects or subjects[0].i > verb.i:
        return None
    first = subjects[0].left_edge
    if first.i == 0 or first.doc[first.i - 1].text != "," or words[0].tag_ in {"VBG", "VBN"}:
        return None
    told = [item for item in words if item.i < first.i]
    if not any(item.tag_ in {"VBD", "VBZ", "VBP", "MD"} for item in told) or told[0].lower_ in SUBORDINATING:
        return None
    objects = tree.children(verb, "obj", "iobj")
    content = [*tree.children(verb, "ccomp", "xcomp"), *([] if verb.is_a("telling") else objects)]
    content += [item for item in tree.children(verb, "obl") if tree.preposition(item) not in BESIDE_SAYING]
    return None if any(item.i > verb.i and item.ent_type_ not in TIMES for item in content) else verb
