"""Who is meant when a thing is blamed, barred, hit or asked for: the one it belongs to, or the one who did it.

"Berlin suspended *Mahan's* permit" is aimed at Mahan, "NATO condemned *Turkey's* offensive" at Turkey, "protesters
called for *the governor's* resignation" at the governor. The thing stays a filler; its owner or doer joins it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.extract.events.mentions import content_head
from kg.extract.text import tree
from kg.extract.text.event_types import GRANTED
from kg.extract.text.measures import is_time_owner
from kg.extract.text.name_labels import ACTORS
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.events.predicates import PredicateFinder
    from kg.extract.text.tokens import Token

AIMED = frozenset(
    ["ACCUSE", "REJECT", "SANCTION", "SUPPORT", "THREATEN", "REQUEST", "COERCE", "ASSAULT", "CRIME", "PROTEST"]
)
"""Types that are aimed at someone."""
ADDRESSED = {"REQUEST": "recipient", "ACCUSE": "patient"}
"""Types whose content clause tells by its subject whom they are aimed at, and as what."""
BINDING = frozenset(["must", "should"])
"""Modals of what is demanded."""
VIOLENT = frozenset(["ASSAULT", "CRIME"])
"""Types that only a named owner is a party to: to sink smugglers' boats is not to hit smugglers."""
OPPOSED = frozenset(["ACCUSE", "PROTEST", "REJECT"])
"""Types of what is done against someone's work."""
PHRASES = frozenset(["of", "by", "belonging to", "owned by"])


def add_affected(predicates: Sequence[Predicate], finder: PredicateFinder) -> None:
    """Adds to events that are aimed at someone the one who is meant, where a thing or an act stands for him."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    for predicate in predicates:
        if _is_demand(predicate, finder):
            predicate.type = "REQUEST"
        if predicate.type in ADDRESSED:
            _add_addressed(predicate, finder)
        if predicate.type == "THREATEN":
            _add_threatened(predicate, predicates, finder)
        if predicate.type in GRANTED:
            _add_granted(predicate, by_token)
        if predicate.type not in AIMED:
            continue
        agents = {token.i for token in predicate.fillers(Role.AGENT)}
        things = [token for token in _things(predicate) if not _is_somebody(content_head(token), finder)]
        for token in things:
            inner = by_token.get(token.i)
            if inner is not None and predicate.type in VIOLENT:
                continue  # to avenge someone's death does him no harm
            found = list(_owners(content_head(token), named=predicate.type in VIOLENT))
            if inner is not None:  # who condemns "the *killing of* Berg" does not condemn Berg
                suffered = {item.i for item in inner.fillers(Role.PATIENT)}
                found = [item for item in found if item.i not in suffered]
            signed = predicate.token.is_a("signing")
            if not found and inner is not None and predicate.type != "REQUEST" and not signed:
                found = inner.fillers(Role.AGENT)
                if inner.entry.frame.partners:
                    found += inner.fillers(Role.PATIENT)  # "quit the treaty *with Iran*"
            if not found and predicate.type in OPPOSED:
                found = list(_authors(token, by_token))
            kept = [item for item in found if item.i not in agents and not (agents and item.tag_ == "PRP$")]
            if kept:
                predicate.add("patient", kept)
                predicate.rule += " owner"


def _is_somebody(noun: Token, finder: PredicateFinder) -> bool:
    """Whether it is people that it is done to, not their owner: "arrested *Berg's allies*"."""
    if noun.is_a("named_region"):
        behind = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of"]
        if behind and noun.lemma_.lower() == "state" and not behind[0].ent_type_:
            return False  # "a state of emergency" is no polity
        if behind and behind[0].ent_type_:
            return True  # "the Saudi *city of Jizan*" is Jizan
    return finder.acts(noun) or noun.is_a("related")


def _is_demand(predicate: Predicate, finder: PredicateFinder) -> bool:
    """Whether a saying demands something of someone else: "said *Sudan must* return the helicopter"."""
    if predicate.type != "STATEMENT" or predicate.slots is None:
        return False
    speakers = {content_head(token).lemma_.lower() for token in predicate.fillers(Role.AGENT)}
    for clause in tree.children(predicate.token, "ccomp"):
        subjects = [content_head(item) for item in tree.children(clause, "nsubj")]
        modals = [item for item in tree.children(clause, "aux") if item.i > clause.left_edge.i]
        bound = any(item.lemma_.lower() in BINDING for item in modals)
        others = [item for item in subjects if item.ent_type_ in ACTORS or finder.acts(item)]
        if bound and clause.pos_ == "VERB" and any(item.lemma_.lower() not in speakers for item in others):
            return True
    return False


def _add_addressed(predicate: Predicate, finder: PredicateFinder) -> None:
    """The subject of what is demanded or alleged: "demanded *that Hamas* disarm", "alleged *the firm* lied"."""
    role = ADDRESSED[predicate.type]
    if predicate.fillers(Role.PATIENT) or predicate.fillers(Role.RECIPIENT):
        return
    for clause in tree.children(predicate.token, "ccomp", "acl"):
        subjects = tree.children(clause, "nsubj", "nsubj:pass")
        marked = clause.base == "ccomp" or any(item.lower_ == "that" for item in tree.children(clause, "mark"))
        for subject in subjects[:1] if marked else []:
            head = content_head(subject)
            if head.ent_type_ in ACTORS or finder.acts(head):
                predicate.add(role, [subject])
                predicate.rule += " addressed"


def _add_granted(predicate: Predicate, by_token: dict[int, Predicate]) -> None:
    """Whose demand is granted: "accepted demands *from rebels*", "gave in to *protesters'* demands"."""
    for token in [*predicate.fillers(Role.PATIENT), *predicate.fillers(Role.RECIPIENT)]:
        inner = by_token.get(token.i)
        if inner is not None and inner.type == "REQUEST" and inner.fillers(Role.AGENT):
            predicate.add("patient", inner.fillers(Role.AGENT))
            predicate.rule += " owner"


def _add_threatened(predicate: Predicate, predicates: Sequence[Predicate], finder: PredicateFinder) -> None:
    """Who would suffer what is threatened is threatened: "threatened to attack *Israel*"."""
    if predicate.fillers(Role.PATIENT) or predicate.fillers(Role.RECIPIENT):
        return
    acts = [item.i for item in tree.children(predicate.token, "xcomp", "ccomp", "acl") if item.pos_ == "VERB"]
    for inner in predicates:
        if inner.token.i in acts or (inner.carrier is not None and inner.carrier.i in acts):
            suffers = [
                token
                for token in inner.fillers(Role.PATIENT)
                if content_head(token).ent_type_ in ACTORS or finder.acts(content_head(token))
            ]
            if suffers:
                predicate.add("patient", suffers)
                predicate.rule += " threatened"


def _things(predicate: Predicate) -> Iterator[Token]:
    """Patients without a name, and what is asked for."""
    for token in predicate.fillers(Role.PATIENT):
        if not token.ent_type_ and token.pos_ == "NOUN":
            yield token
    if predicate.type == "REQUEST" and not predicate.fillers(Role.RECIPIENT) and predicate.slots is not None:
        for prep, noun in predicate.slots.obliques:
            if prep in {"for", "on"} and noun.pos_ == "NOUN":
                yield noun


def _owners(noun: Token, *, named: bool) -> Iterator[Token]:
    """Named owners: "*Iran's* economy", "the economy *of Iran*", "*Iranian* oil tankers", "the *UN* compound"."""
    for item in noun.children:
        label = item.base
        is_name = item.ent_type_ in ACTORS
        if item.dep_ == "nmod:poss":
            if item.pos_ != "PRON" and not is_time_owner(item) and (is_name or not named):
                yield item
        elif (is_name and not tree.stance(item)) and (
            (label in {"compound", "amod"} and item.i < noun.i)
            or (label == "nmod" and tree.preposition(item) in PHRASES and not noun.is_a("settled"))
            or (label == "nmod" and tree.preposition(item) == "in" and _is_attacked(noun, item))
        ):
            yield item


def _authors(thing: Token, by_token: dict[int, Predicate]) -> Iterator[Token]:
    """Whose work it is that is opposed: "a suit against the levy *the mayor* had imposed"."""
    for clause in tree.children(thing, "acl:relcl"):
        act = by_token.get(clause.i)
        if act is not None and any(item.i == thing.i for item in act.fillers(Role.PATIENT)):
            yield from act.fillers(Role.AGENT)


def _is_attacked(noun: Token, name: Token) -> bool:
    """Whether what stands in a country is hit in order to hit the country; a town is only where it stands."""
    return noun.is_a("installation") and authorities.load().is_country(tree.called(name))
