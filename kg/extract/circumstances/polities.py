"""The polity in whose office something is done: "the governor of *Puerto Rico* resigned".

Acts of state happen in the polity whose office or law it is. What a head of government grants or refuses does too,
where the article says once what office he holds ("Ana Berg, the governor of *Utah*, announced …. *Berg* refused …"),
unless it is another country's. And the land in which police, courts and states act at home (`homes_of_law`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.event_types import OF_STATE
from kg.extract.text.name_labels import AREAS
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Doc, Token

IN_OFFICE = OF_STATE | {"AGREE", "CONCEDE", "REJECT"}
"""Types of what who governs does in office."""
AT_HOME = frozenset(["COERCE", "JUDICIAL", "SANCTION"])
"""Types of what the law does where it is the law."""


def seats_of_office(doc: Doc, predicates: Sequence[Predicate]) -> Iterator[tuple[Predicate, Token]]:
    """(act of state, the token that names its polity), as far as one is said."""
    holders: dict[str, Token] = {}
    for name in doc.ents:
        if name.label_ == "PERSON" and (polity := _polity_of(name.root)) is not None:
            holders.setdefault(_surname(name.root), polity)
    for predicate in predicates:
        if predicate.type not in IN_OFFICE:
            continue
        place = _polity_near(predicate) if is_of_state(predicate) else None
        if place is None and predicate.type != "AGREE" and holders and not _is_abroad(predicate.fillers(Role.PATIENT)):
            agents = [item for item in predicate.fillers(Role.AGENT) if item.ent_type_ == "PERSON"]
            place = next((holders[last] for item in agents if (last := _surname(item)) in holders), None)
        if place is not None:
            yield predicate, place


def is_of_state(predicate: Predicate) -> bool:
    """Whether it is an act of state, or done to one: "withdrew *the bill*"."""
    if predicate.type in OF_STATE:
        return True
    if predicate.type not in IN_OFFICE or predicate.token.is_a("complying"):
        return False  # "*broke* the law"
    return any(item.is_a("statute") for item in predicate.fillers(Role.PATIENT))


def _polity_near(predicate: Predicate) -> Token | None:
    """The polity of the first filler that has one; "the U.S. commonwealth of *Puerto Rico*" is what it is of."""
    tokens = [argument.token for argument in predicate.arguments]
    tokens += tree.children(predicate.token, "obl", "nmod")
    named = predicate.fillers(Role.PATIENT) if predicate.type == "APPOINT" else []  # "installed *Carmona*"
    for token in tokens:
        for item in (
            *tree.children(token, "nmod", "nmod:poss"),
            token,
            *tree.children(token, "compound", "amod", "appos"),
        ):
            if item.ent_type_ in AREAS and item not in named:
                return item
            if item.tag_ == "VBN":
                continue  # "ousted by *U.S.*-led forces", and not in the U.S.
            for inner in (*tree.children(item, "nmod", "nmod:poss"), *tree.children(item, "compound", "amod")):
                if inner.ent_type_ in AREAS:
                    return inner
    return None


def _polity_of(name: Token) -> Token | None:
    """The polity whose office somebody holds: "Ana Berg, the governor *of Utah*"."""
    for office in tree.children(name, "appos", "nmod:desc"):
        if office.ent_type_ in AREAS or not office.is_a("office"):
            continue
        for item in tree.children(office, "nmod", "nmod:poss", "compound", "amod"):
            if item.ent_type_ in AREAS and (item.base != "nmod" or tree.preposition(item) == "of"):
                return item
    return None


def _surname(name: Token) -> str:
    return tree.called(name).split()[-1]


def _is_abroad(patients: Sequence[Token]) -> bool:
    """Whether what is refused or granted is a country's: "rejected *Norway's* claim"."""
    return any(item.ent_type_ in AREAS | {"NORP"} for one in patients for item in (one, *one.children))


def homes_of_law(predicates: Sequence[Predicate]) -> Iterator[tuple[Predicate, Token]]:
    """(act, the token that names the land in which it was), of what police, courts and states do at home.

    "*Kenyan* police arrested three", "a *Moscow* court jailed him", "*Zimbabwe* expelled the envoy".
    """
    for predicate in predicates:
        if predicate.type in AT_HOME and predicate.slots is not None:
            expels = predicate.token.is_a("expelling")
            for agent in predicate.fillers(Role.AGENT):
                if (place := agent if expels and agent.ent_type_ in AREAS else _land_of_law(agent)) is not None:
                    yield predicate, place
                    break


def _land_of_law(agent: Token) -> Token | None:
    """Whose police or court it is: "*Kenyan* police", "a court *in Oslo*", "the court of *Rouen*"."""
    if not agent.is_a("of_the_law") or agent.ent_type_ in {"PERSON"}:
        return None
    beside = tree.children(agent, "nmod:poss", "compound", "amod", "nmod")
    for item in sorted(beside, key=lambda one: tree.preposition(one) != "in"):  # "a U.S. court *in Kabul*"
        if item.base == "nmod" and item.dep_ != "nmod:poss" and tree.preposition(item) not in {"in", "of"}:
            continue
        if item.ent_type_ in AREAS or (item.ent_type_ == "NORP" and item.base == "amod"):
            return item
    return None
