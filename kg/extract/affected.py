"""Who is meant when a thing is blamed, barred, hit or asked for: the one it belongs to, or the one who did it.

"Berlin suspended *Mahan's* permit" is aimed at Mahan, "NATO condemned *Turkey's* offensive" at Turkey, "protesters
called for *the governor's* resignation" at the governor. The thing stays a filler; its owner or doer joins it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.mentions import content_head
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.extract.predicates import Predicate, PredicateFinder

AIMED = frozenset(
    ["ACCUSE", "REJECT", "SANCTION", "SUPPORT", "THREATEN", "REQUEST", "COERCE", "ASSAULT", "CRIME", "PROTEST"]
)
"""Types that are aimed at someone."""
VIOLENT = frozenset(["ASSAULT", "CRIME"])
"""Types that only a named owner is a party to: to sink smugglers' boats is not to hit smugglers."""
OWNERS = frozenset(["GPE", "ORG", "PERSON", "NORP"])
PHRASES = frozenset(["of", "by", "belonging to", "owned by"])


def add_affected(predicates: Sequence[Predicate], finder: PredicateFinder) -> None:
    """Adds the owner or doer of each patient that is a thing, to events that are aimed at someone."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    for predicate in predicates:
        if predicate.type not in AIMED:
            continue
        agents = {token.i for token in predicate.fillers(Role.AGENT)}
        things = [token for token in _things(predicate) if not finder.acts(content_head(token))]
        for token in things:
            inner = by_token.get(token.i)
            if inner is not None and predicate.type in VIOLENT:
                continue  # to avenge someone's death does him no harm
            found = list(_owners(content_head(token), named=predicate.type in VIOLENT))
            if not found and inner is not None and predicate.type != "REQUEST":
                found = inner.fillers(Role.AGENT)
            kept = [item for item in found if item.i not in agents]
            if kept:
                predicate.add("patient", kept)
                predicate.rule += " owner"


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
        label = tree.base(item)
        is_name = item.ent_type_ in OWNERS
        if item.dep_ == "nmod:poss":
            if item.pos_ != "PRON" and (is_name or not named):
                yield item
        elif (is_name and not tree.stance(item)) and (
            (label in {"compound", "amod"} and item.i < noun.i)
            or (label == "nmod" and tree.preposition(item) in PHRASES)
        ):
            yield item
