"""Who acts and who suffers behind the "of" and "from" of an event noun, where people and things differ.

In: an event noun with its reading and a phrase beside it. Out: the role of the phrase. "a *protest of* students" is
theirs and "a boycott of the games" is not the games'; "the *criticism of* Oslo" is aimed at Oslo and "the criticism of
the plan" says what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.text import tree
from kg.extract.text.event_types import GRANTED, HARMFUL
from kg.extract.text.lexicon import Eventive
from kg.extract.text.measures import is_time, is_time_owner
from kg.extract.text.name_labels import ACTORS
from kg.extract.text.place_words import is_place
from kg.model import Role

if TYPE_CHECKING:
    from kg.extract.events.arguments import Predicate
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

HYPHEN = "-"
ON_THE_SPOT = frozenset(["ASSAULT", "ACCIDENT", "CASUALTY", "DISASTER", "PROTEST", "GATHER", "CRIME"])
"""Types of nouns before which a town says where: towns neither strike nor march."""
SETTING_OUT = ON_THE_SPOT | {"CONSULT", "MOVE", "STATEMENT"}
"""Types of nouns behind which "from" and a place say where it began: "a march from Oslo", "reports from Paris"."""
USED = frozenset(["ASSAULT", "CASUALTY", "COERCE", "CONSULT", "MOBILIZE", "PROTEST", "STATEMENT", "THREATEN"])
"""Types of nouns before which a thing says by what it is done."""
UNDERGONE = frozenset(["ACCIDENT", "LEGISLATE", "MOVE"])
"""Types of nouns before which a thing says what it is done to: "a *bus* crash", "*tax* reform"."""
HANDLED = frozenset(["CRIME", "DISASTER", "OTHER", "TRANSACT"])
"""The same where what stands behind "of" undergoes it: "*arms* sales"."""
OF_PEOPLE = frozenset(["CONSULT", "GATHER", "JUDICIAL"])
"""Types of nouns that stand for those who come together."""
CALLING = frozenset(["ACCUSE", "REQUEST"])
"""Types of nouns that come from nobody but people: "requests *from users*"."""


def of_role(noun: Token, phrase: Token, entry: Entry, *, someone: bool) -> str:
    """The role of an of-phrase; `someone`: it names people or a body, and no thing."""
    role = entry.preps.get("of", entry.frame.of)
    if not someone or role not in {"patient", "content"} or content_head(phrase).pos_ == "PRON":
        return role
    if tree.children(noun, "nmod:poss"):  # "*Oslo's* support of the rebels"
        return "patient" if role == "content" and noun.is_a("levelled") else role
    if noun.is_a("done_by") and tree.preposition(noun) != "in":  # "marched *in support of* Berg"
        return "agent"
    return "patient" if role == "content" and noun.is_a("levelled") else role


def sufferers(predicate: Predicate) -> list[Token]:
    """Whom it is done to, where they are called by it: "apologised to *victims of* abuse by priests"."""
    people = predicate.token.head
    told = people.tag_ == "NNS" and people.is_a("suffering") and predicate.type in HARMFUL
    return [people] if told and not predicate.fillers(Role.PATIENT) else []


def owner_role(noun: Token, entry: Entry, *, has_of: bool) -> str:
    """The role of whose it is: "the *US's* killing of Berg" is its act, "*Holm's* takeover by Vik" is done to Holm."""
    role, of = entry.frame.owner, entry.frame.of
    if of != "patient":
        return role
    if has_of:
        return "agent" if role == "patient" else role
    doers = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "by"]
    done = any(item.ent_type_ in ACTORS or item.is_a("acting") for item in doers)
    return "patient" if done and role == "agent" and entry.type in DONE_TO else role


def from_role(phrase: Token, entry: Entry, *, someone: bool) -> str:
    """The role of a from-phrase that may say whose act it is: "aid *from Paris*", not "a march from Paris"."""
    if is_place(phrase) and entry.type in SETTING_OUT:
        return "none"
    return "agent" if someone or entry.type in CALLING else "none"


def laid_on(role: str, entry: Entry, *, prep: str, noun: Token | None) -> str:
    """The role of whom a measure is laid on: "a ban *on visitors*", but "a ban *on movements*" says what is banned."""
    if prep == "on" and noun is not None and noun.is_a("charge"):
        return "none"  # "arraigned him *on fraud charges*"
    measure = entry.type in {"COERCE", "SANCTION"} and prep in {"on", "against"}
    if role != "content" or not measure or noun is None:
        return role
    head = content_head(noun)
    return "patient" if head.ent_type_ in ACTORS or head.is_a("person", "force", "troops") else role


def is_no_taker(entry: Entry, prep: str, noun: Token) -> bool:
    """Whether a thing there gets nothing: "extended the line *to the airport*", "gave *to the efforts*".

    Whose demand one accedes to is meant all the same, and so are what a noun answers, a tribunal and a gathering.
    """
    if (prep, entry.type) == ("to", "OTHER"):
        return True
    head = content_head(noun)
    if head.ent_type_ or head.pos_ != "NOUN" or entry.type in GRANTED or entry.eventive is Eventive.ARGUED:
        return False
    event = noun.doc.lexicon.noun(head.lemma_.lower())
    return event.eventive is not Eventive.NEVER and event.type not in OF_PEOPLE


def compound_role(noun: Token, modifier: Token, entry: Entry) -> str:
    """The role of people or a body before the noun: "a *Thai* rescue", but "a *prisoner* swap", "*school* closures"."""
    role = entry.frame.compound
    if noun.is_a("taken_whole") and modifier.ent_type_ == "ORG" and entry.type == "TRANSACT":
        return "patient"  # "the *Nokia* acquisition"; whoever buys it stands before "of"
    if is_fought_there(noun, modifier):
        return "none"
    if role != "agent" or modifier.ent_type_:
        return role
    if noun.is_a("closing") or (noun.is_a("done_to") and modifier.is_a("person", "captive")):
        return "patient"
    if modifier.is_a("bargained") and entry.type in {"AGREE", "CONSULT", "TRANSACT"}:
        return "none"  # "a *hostage* deal"
    owned = any(not is_time_owner(item) for item in tree.children(noun, "nmod:poss"))
    return "none" if owned else role  # "*his* court appearance"


DONE_TO = frozenset(["AID", "APPOINT", "ASSAULT", "COERCE", "CRIME", "JUDICIAL", "SANCTION", "TRANSACT"])
"""Types of nouns whose owner undergoes it where somebody else stands behind "by"."""
TALKS = frozenset(["CONSULT", "REQUEST", "STATEMENT"])
"""Types of what is said: a telephone is no tool of weight there."""


def tool_role(tool: Token, entry: Entry) -> str:
    """The role of a weapon or the like before the noun: "a *bomb* attack", but "*arms* sales", "a *plane* crash"."""
    if tool.is_a("post") and entry.type in TALKS:
        return "none"  # "held a *phone* call"
    if entry.type in USED or tool.is_a("medium") or (entry.type == "MOVE" and tool.is_a("vehicle")):
        return "instrument"
    handled = entry.type in UNDERGONE or (entry.frame.of == "patient" and entry.type in HANDLED)
    return "patient" if handled else "none"


def is_means(noun: Token) -> bool:
    """As in "toured the damage *by helicopter*", "spying *on behalf of* China": it does nothing itself."""
    if noun.lower_ == "behalf":
        return True
    bare = noun.tag_ == "NN" and not tree.children(noun, "det", "amod", "nmod:poss", "nummod", "compound")
    return bare and noun.preposition == "by" and (noun.is_a("vehicle") or not noun.is_a("acting"))  # "*by decree*"


def is_backer(noun: Token) -> bool:
    """As in "a *government*-guaranteed loan": a compound of a participle does only what the participle says."""
    participle = noun.head
    return participle.tag_ == "VBN" and participle.base == "amod" and participle.lemma_.lower() != "lead"


def is_of_honour(word: Token, predicate: Predicate) -> bool:
    """As in "a *state* visit", "a *state* banquet", which no state makes; a state crackdown is the state's."""
    return word.is_a("ceremonial") and predicate.type in {"CONSULT", "GATHER", "MOVE"}


def is_fighting_as(word: Token, predicate: Predicate) -> bool:
    """As in "a *militant* attack": people who fight, read as a quality of what they do."""
    if word.pos_ != "ADJ" or predicate.type not in HARMFUL or not word.is_a("fighting_as"):
        return False
    return not predicate.fillers(Role.AGENT)  # not besides whom it describes: "a *Taliban insurgent* attack"


def add_beyond_patients(predicate: Predicate) -> None:
    """Who stands beside a patient: "the shooting of two men *by police*", "a strike on a car carrying *him*"."""
    for target in predicate.fillers(Role.PATIENT):
        if not predicate.fillers(Role.AGENT):
            inner = [item for item in tree.children(target, "nmod") if tree.preposition(item) == "by"]
            predicate.add("agent", [item for item in inner if not is_time(item)])
        for clause in tree.children(target, "acl") if target.is_a("carrier") else ():
            if clause.lemma_.lower() in {"carry", "transport", "take"}:
                predicate.add("patient", tree.children(clause, "obj"))


def is_fought_there(noun: Token, word: Token) -> bool:
    """As in "the *Korean* War", "the *Syrian* civil war", "the *Iraq* war": it says which war, and not who fights."""
    if noun.lemma_.lower() != "war" or word.ent_type_ not in {"GPE", "LOC", "NORP"} or word.head.tag_ == "VBN":
        return False
    if HYPHEN in {item.text for item in noun.doc[max(word.i - 1, 0) : word.i + 2]}:
        return False  # "the *Spanish-American* War": each against the other
    if any(tree.preposition(item) in {"against", "in", "on", "with"} for item in tree.children(noun, "nmod")):
        return False  # "the *U.S.* war on drugs"
    civil = any(item.lower_ == "civil" for item in tree.children(noun, "amod", "compound"))
    return civil or noun.pos_ == "PROPN" or word.ent_type_ != "NORP"
