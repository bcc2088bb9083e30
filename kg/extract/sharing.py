"""Fillers that one event has from another, and members that a group is said to consist of.

In the order they are added: who struck is who killed ("killed in a U.S. strike"); what is done with an event noun is
done by the same ("replied *with airstrikes*"); coordinated event nouns share their owner ("Israel's bombing and
*shelling*"); a group stands beside the members named with it ("allies *such as Germany*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import tree
from kg.extract.together import happens_in
from kg.extract.undertakings import JOINT
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.arguments import Predicate
    from kg.extract.tokens import Token

NAMED = frozenset(["GPE", "ORG", "PERSON", "NORP"])
ASCRIBING = {"ascribe": "to", "attribute": "to", "blame": "on", "claim": "by", "pin": "on"}
"""Verbs that say who did it, with the preposition before him."""
DECREED = frozenset(["AID", "COERCE", "CONCEDE", "LEGISLATE", "SANCTION"])
"""Types of what is done by saying so: who announces a ban bans."""
PLANNED = frozenset(["AID", "CONSULT", "COOPERATE", "GATHER", "MOBILIZE", "MOVE", "PROTEST", "RETREAT", "TRANSACT"])
"""Types of one's own acts, which one announces or plans: "announced the *purchase* of ten jets"."""
OWNING_UP = {"admit": "", "confess": "to", "deny": "", "plead": "to"}
"""Verbs of confessing or denying one's own act, with the preposition before it."""
BLAMEABLE = frozenset(["ASSAULT", "CRIME", "CASUALTY"])
MEMBERS = frozenset(["such as", "including", "like"])


def fold_instruments(predicates: Sequence[Predicate]) -> list[Predicate]:
    """The events without "using": what is used is the instrument of the event it stands beside."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    kept = []
    for predicate in predicates:
        token = predicate.token
        governor = _event_above(token, by_token)
        beside = token.lower_ == "using" and token.base in {"acl", "advcl", "xcomp"}
        beside = beside and not tree.children(token, "mark")  # "barred *from using* the brand"
        if beside and governor is not None and governor is not predicate:
            governor.add("instrument", predicate.fillers(Role.PATIENT))
        else:
            kept.append(predicate)
    return kept


def _event_above(token: Token, by_token: dict[int, Predicate]) -> Predicate | None:
    """The event that the word hangs from, by itself or by its carrier: "began an *offensive* with airstrikes"."""
    found = by_token.get(token.head.i)
    if found is not None:
        return found
    carried = (item for item in by_token.values() if item.carrier is not None and item.carrier.i == token.head.i)
    return next(carried, None)


def share_participants(predicates: Sequence[Predicate]) -> None:
    """Adds to each event the fillers that grammar gives to another one of its sentence."""
    _share_harm(predicates)
    by_token = {predicate.token.i: predicate for predicate in predicates}
    for predicate in predicates:
        if predicate.slots is None:
            _share_of_phrase(predicate, by_token)
    for predicate in predicates:
        if predicate.slots is None and predicate.carrier is None:
            _take_agent(predicate, by_token)
    for predicate in predicates:
        for argument in tuple(predicate.arguments):
            if argument.token.pos_ == "NOUN" and not argument.token.ent_type_:
                predicate.add(argument.role.value, _members(argument.token))


def _share_harm(predicates: Sequence[Predicate]) -> None:
    """Of "killed in a U.S. strike": who struck is who killed, and who was killed is who was struck.

    Only between a harm and the violent event it happens in, and only to fill what is missing; the event that the harm
    happens in is the harm's instrument as well.
    """
    for harm, event in happens_in(predicates):
        if event.type != "ASSAULT":
            continue
        if not harm.fillers(Role.AGENT) and harm.type == "ASSAULT":
            harm.add("agent", event.fillers(Role.AGENT))
        if not event.fillers(Role.PATIENT) and not event.entry.frame.partners:  # "died in *clashes*": both sides fight
            event.add("patient", harm.fillers(Role.PATIENT))
        harm.add("instrument", [event.token])


def _share_of_phrase(last: Predicate, by_token: dict[int, Predicate]) -> None:
    """Of "the *arrest* and trial *of a mayor*": the phrase behind the last of the nouns is the first one's too."""
    noun, first = last.token, by_token.get(last.token.head.i)
    if noun.base != "conj" or first is None or first.slots is not None or noun.i < first.token.i:
        return
    if (
        first.type == "OTHER"
        or tree.children(first.token, "nmod", "nmod:poss")
        or tree.children(noun, "det", "nmod:poss")
    ):
        return
    role = first.entry.preps.get("of", first.entry.frame.of)
    shared = [item for item in tree.children(noun, "nmod") if tree.preposition(item) == "of" and item.i > noun.i]
    if role == "patient" and not first.fillers(Role.PATIENT) and last.fillers(Role.PATIENT):
        first.add(role, [item for item in shared if item in last.fillers(Role.PATIENT)])


def _take_agent(predicate: Predicate, by_token: dict[int, Predicate]) -> None:
    """The agent of a noun without one, from the event whose means or conjunct it is."""
    token = predicate.token
    if token.base == "nmod" and token.head.is_a("performing") and tree.preposition(token) == "of":
        owners = tree.children(token.head, "nmod:poss")
        if owners and predicate.entry.frame.owner == "agent" and not predicate.fillers(Role.AGENT):
            predicate.add("agent", owners)
            predicate.rule += " shared-agent"
            return
    ascribed = _ascribed(token) if predicate.entry.frame.owner == "agent" or predicate.type in BLAMEABLE else []
    if ascribed and not predicate.fillers(Role.AGENT):
        predicate.add("agent", ascribed)
        predicate.rule += " ascribed"
        return
    charged = token.head.is_a("charge") and tree.preposition(token) in {"of", "for"}
    held = _event_above(token, by_token)  # "went *on trial* over it"
    tried = held is not None and held.token.is_a("tried") and _prep(token) in {"for", "over"}
    if (token.base == "nmod" and charged) or (token.base in {"nmod", "obl"} and tried):
        charge = _event_above(token, by_token)
        if charge is not None and predicate.type in BLAMEABLE and not predicate.fillers(Role.AGENT):
            predicate.add("agent", [item for item in charge.fillers(Role.PATIENT) if item.i != token.head.i])
            predicate.rule += " shared-agent"
            return
    answerable = _answerable(token) if predicate.type in BLAMEABLE else []
    if answerable and not predicate.fillers(Role.AGENT):
        predicate.add("agent", answerable)
        predicate.rule += " ascribed"
        return
    governor = _event_above(token, by_token)
    blaming = governor or _event_above(token.head, by_token)  # "blamed rebels for it": hung from the rebels
    blames = blaming is not None and blaming.token.is_a("blaming")
    if blaming is not None and blames and not predicate.fillers(Role.AGENT):
        done = predicate.entry.frame.owner == "agent" or predicate.type in {"ASSAULT", "CRIME"}
        if done and tree.preposition(token) in {"for", "of", "over", "with"}:
            predicate.add("agent", [item for item in blaming.fillers(Role.PATIENT) if item.i < token.i])
            predicate.rule += " shared-agent"
            return
    if governor is not None and _owns_up(predicate, governor) and not predicate.fillers(Role.AGENT):
        predicate.add("agent", governor.fillers(Role.AGENT))
        predicate.rule += " shared-agent"
        return
    if governor is None or governor is predicate or predicate.entry.frame.owner != "agent":
        return
    jointly = _prep(token) == "in" and predicate.type in JOINT and not tree.children(token, "det")
    if jointly or (not predicate.fillers(Role.AGENT) and _does_both(predicate, governor)):
        predicate.add("agent", governor.fillers(Role.AGENT))
        predicate.rule += " shared-agent"


def _owns_up(predicate: Predicate, governor: Predicate) -> bool:
    """Whether one's own act is confessed or denied: "pleaded guilty *to murder*", "denied *the theft*"."""
    wanted = OWNING_UP.get(governor.token.lemma_.lower())
    prep = "to" if tree.has_to(predicate.token) else _prep(predicate.token)
    return predicate.type in BLAMEABLE and prep == wanted


def _prep(noun: Token) -> str:
    """The preposition of a phrase, "" of an object or subject."""
    return tree.preposition(noun) if noun.base in {"obl", "nmod"} else ""


def _does_both(predicate: Predicate, governor: Predicate) -> bool:
    """Whether the agent of the governing event is that of the noun's as well."""
    token, verb = predicate.token, governor.token
    if token.base == "obj":
        if governor.type in {"THREATEN", "AGREE"}:  # "vowed *revenge*"; who approves a strike does not strike
            return not verb.is_a("permitting")
        if verb.is_a("decreeing") and predicate.type in DECREED:  # "announced *a ban*"
            return True
        own = predicate.type in PLANNED and predicate.entry.frame.name not in {"happen", "report"}
        return own and verb.is_a("planning")  # "announced *the purchase*", "postponed *a visit*"
    if token.base == "conj":
        return bool(tree.children(token.head, "nmod:poss", "compound"))
    prep = _prep(token)
    spoken = governor.entry.speech or governor.type in {"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN"}
    said_in = predicate.entry.speech and prep in {"at", "in", "on", "via", "during"}  # "said *in a statement*"
    said_at = predicate.type == "CONSULT" and prep in {"at", "in", "during"}  # "said *during the debate*"
    voiced = spoken and (said_in or said_at)
    return voiced or prep in {"with", "through"}  # "replied *with airstrikes*"


def _ascribed(noun: Token) -> list[Token]:
    """Who is said to have done it: "an attack *attributed to rebels*", "the blast was *blamed on* separatists"."""
    said = [item for item in tree.children(noun, "acl") if tree.is_passive(item)]
    if noun.dep_ == "nsubj:pass":
        said.append(noun.head)
    for verb in said:
        wanted = ASCRIBING.get(verb.lemma_.lower(), "")
        phrases = tree.children(verb, "obl", "nmod", "obl:agent")
        found = [item for item in phrases if wanted and tree.preposition(item) == wanted]
        if found:
            return found[:1]
    return []


def _answerable(noun: Token) -> list[Token]:
    """Who answers for it: "*rebels* claimed responsibility for the raid", "*the group* responsible for the raid"."""
    if noun.base not in {"obl", "nmod"} or tree.preposition(noun) != "for":
        return []
    head = noun.head
    if head.lemma_.lower() == "responsible":
        if head.base in {"amod", "acl"}:
            return [head.head] if head.head.pos_ in {"NOUN", "PROPN"} else []
        return tree.children(head, "nsubj")
    if head.lemma_.lower() == "responsibility" and head.base == "obj":
        head = head.head
    elif not any(item.lemma_.lower() == "responsibility" for item in tree.children(head, "obj")):
        return []
    return tree.children(head, "nsubj") if head.is_a("owning_up") else []


def _members(noun: Token) -> list[Token]:
    """Named members of a group: "German firms *including Daimler and Siemens*"."""
    found = []
    for item in noun.children:
        if item.base in {"nmod", "obl", "appos"} and tree.preposition(item) in MEMBERS:
            found += [other for other in tree.conjuncts(item) if other.ent_type_ in NAMED]
    return found
