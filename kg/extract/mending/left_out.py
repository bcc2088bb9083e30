"""Verbs left out where they would be said twice: "Norway sent two ships *and Denmark a plane*", "and *so did Spain*".

In: a tree. Out: what to change in it. Whoever does the same is hung beside the one who does it, and what he does it to
beside the other's object, so that both stand in the roles of the verb that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree
from kg.extract.text.name_labels import ACTORS

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

AUXILIARIES = frozenset(["do", "have", "be", "will"])
LIKEWISE = frozenset(["as did", "as do", "as does", "as had", "as has", "as have", "as was", "as were", "as will"])
"""What stands before whoever does the same, read as a preposition: "*as did* Spain"."""
WITHOUT_ADJECTIVE = frozenset(["uk", "u.k.", "un", "u.n.", "us", "u.s.", "eu", "hong kong", "new zealand"])
"""States that stand before a noun as they are: "fired missiles and *U.S.* drones"."""


def gapped_pair(name: Token) -> Changes:
    """As in "Norway sent two ships and *Denmark a plane*": who does the same to what, without the verb."""
    first = name.head
    if first.pos_ == "VERB":  # "closed two camps *and Niger* a border post", hung from the verb
        first = next((item for item in tree.children(first, "obj") if item.i < name.i), first)
    if name.base != "conj" or first.base not in {"obj", "iobj"} or name.i < first.i or _is_taker(first):
        return {}
    verb = first.head
    who = _subject(verb)
    if who is None or verb.i > first.i or not (_acts(who) and _acts(name)):
        return {}
    second = [item for item in tree.children(verb, "obj") if item.left_edge.i == name.right_edge.i + 1]
    if len(second) != 1 or not tree.children(second[0], "det", "nummod", "nmod:poss") or not _joined(name):
        return {}
    return {first.i: (verb.i, "obj"), name.i: (who.i, "conj"), second[0].i: (first.i, "conj")}


def gapped_bare(name: Token) -> Changes:
    """As in "Iran fired rockets and *Iraq drones*": a state's own name says whose only as an adjective."""
    thing = name.head
    if thing.tag_ == "CD":
        return _counted(name, thing)
    first = thing.head
    if name.base != "compound" or name.ent_type_ != "GPE" or thing.base != "conj" or name.i != thing.i - 1:
        return {}
    if first.base != "obj" or {first.tag_, thing.tag_} != {"NNS"} or len(thing.words) > 2:
        return {}
    who = _subject(first.head)
    if who is None or who.ent_type_ != "GPE" or not _is_joined(name):
        return {}
    called = tree.called(name)
    if called.lower() in WITHOUT_ADJECTIVE or not authorities.load().is_country(called):
        return {}
    return {name.i: (who.i, "conj")}


def _counted(name: Token, number: Token) -> Changes:
    """As in "Airbus sold 40 jets and *Boeing 12 freighters*"."""
    thing = number.head
    first = thing.head
    if name.base != "compound" or name.ent_type_ not in ACTORS or number.base != "nummod" or name.i != number.i - 1:
        return {}
    if thing.base != "conj" or first.base != "obj" or "nummod" not in first.family or not _is_joined(name):
        return {}
    who = _subject(first.head)
    return {name.i: (who.i, "conj")} if who is not None and _acts(who) else {}


def hours_after(time: Token) -> Changes:
    """As in "sacked its *coach hours after* losing": when it was done, and what it was done to before that."""
    verb, at = time.head, time.i
    if time.lemma_.lower() not in BEFORE_AFTER or time.base != "obj" or verb.pos_ != "VERB" or at + 1 >= len(time.doc):
        return {}
    if time.nbor(1).lower_ not in {"after", "before"} or time.tag_ != "NNS":
        return {}
    noun = time.nbor(-1)
    if noun.head is not time or noun.base != "compound" or noun.pos_ not in NOUNS:
        return {}
    rest: Changes = {item.i: (noun.i, item.dep_) for item in time.words if item.i < noun.i}
    return rest | {noun.i: (verb.i, "obj"), at: (verb.i, "obl:unmarked")}


BEFORE_AFTER = frozenset(["day", "hour", "minute", "month", "moment", "second", "week", "year"])


def shifted_object(verb: Token) -> Changes:
    """As in "extradited to Italy *a man wanted* for murder": an object behind the phrase, read as a clause."""
    above = verb.head
    nouns = tree.children(verb, *OF_SUBJECT)
    if above.pos_ != "VERB" or len(nouns) != 1 or tree.children(verb, "mark", "aux", "aux:pass", "obj", "cop"):
        return {}
    noun, lexicon = nouns[0], verb.doc.lexicon
    if noun.right_edge.i != verb.i - 1 or noun.pos_ not in NOUNS or tree.children(above, "obj", "iobj"):
        return {}
    phrases = [item for item in tree.children(above, "obl") if item.right_edge.i == noun.left_edge.i - 1]
    entry = lexicon.verb(above.lemma_.lower())
    if not phrases or entry.speech or entry.frame.name != "act" or tree.is_passive(above) or phrases[0].i < above.i:
        return {}
    if lexicon.verb(verb.lemma_.lower()).frame.name == "happen" or not above.is_a("conveying"):
        return {}
    verb.tag_ = "VBN"
    return {noun.i: (above.i, "obj"), verb.i: (noun.i, "acl")}


def so_did(auxiliary: Token) -> Changes:
    """As in "France voted for the plan, *and so did Spain*"."""
    verb = auxiliary.head
    if auxiliary.lemma_ not in AUXILIARIES or verb.pos_ != "VERB" or auxiliary.i < verb.i or auxiliary.i == 0:
        return {}
    if auxiliary.nbor(-1).lower_ != "so" or auxiliary.nbor(-1).head is not auxiliary:
        return {}
    behind = [item for item in auxiliary.words if item.i > auxiliary.i and item.base in {"obj", "nsubj", "obl"}]
    who = _subject(verb)
    if who is None or len(behind) != 1 or behind[0].preposition or behind[0].pos_ not in NOUNS:
        return {}
    return {behind[0].i: (who.i, "conj")}


def as_did(noun: Token) -> Changes:
    """As in "Norway recalled its envoy, *as did Denmark*"."""
    verb = noun.head
    if noun.preposition not in LIKEWISE or verb.pos_ != "VERB" or noun.i < verb.i or noun.pos_ not in NOUNS:
        return {}
    who = _subject(verb)
    return {noun.i: (who.i, "conj")} if who is not None else {}


def _subject(verb: Token) -> Token | None:
    """The one subject of an active or passive clause, None where it is no noun."""
    subjects = tree.children(verb, *OF_SUBJECT) if verb.pos_ == "VERB" else ()
    return subjects[0] if len(subjects) == 1 and subjects[0].pos_ in NOUNS else None


def _is_taker(noun: Token) -> bool:
    """Whether a noun names people, who may be given what stands behind them."""
    return noun.ent_type_ in ACTORS or noun.is_a("person", "body")


def _acts(noun: Token) -> bool:
    """Whether a noun names someone."""
    return noun.ent_type_ in ACTORS or noun.is_a("acting")


def _joined(name: Token) -> bool:
    """Whether "and" or "while" stands right before a name."""
    at = name.left_edge.i - 1
    return name.doc[at].lower_ in {"and", "while", "but"} or _is_joined(name)


def _is_joined(name: Token) -> bool:
    first = name.name.start if name.name is not None else name.i
    return first > 0 and name.doc[first - 1].lower_ in {"and", "while", "but"}
