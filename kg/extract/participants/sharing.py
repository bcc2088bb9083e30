"""Fillers that one event has from another, and members that a group is said to consist of.

In the order they are added: who struck is who killed ("killed in a U.S. strike"); what is done with an event noun is
done by the same ("replied *with airstrikes*"); coordinated event nouns share their owner ("Israel's bombing and
*shelling*"); a group stands beside the members named with it ("allies *such as Germany*").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.mentions import antecedent
from kg.extract.events.undertakings import JOINT
from kg.extract.participants.above import event_above, is_someone, is_with, phrase_prep
from kg.extract.participants.culprits import (
    answerable,
    ascribed,
    blamed,
    charged,
    confessing,
    involved,
    masterminding,
    standing_behind,
    suspected,
    vowing,
)
from kg.extract.participants.together import happens_in
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.name_labels import ACTORS, PLACES
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.participants.above import Events
    from kg.extract.text.tokens import Token

DECREED = frozenset(["AID", "COERCE", "CONCEDE", "LEGISLATE", "SANCTION"])
"""Types of what is done by saying so: who announces a ban bans."""
PLANNED = frozenset(["AID", "CONSULT", "COOPERATE", "GATHER", "MOBILIZE", "MOVE", "PROTEST", "RETREAT", "TRANSACT"])
"""Types of one's own acts, which one announces or plans: "announced the *purchase* of ten jets"."""
MEASURES = frozenset(["COERCE", "SANCTION"])
"""Types of what one lays on another and can lift again."""
MEETINGS = frozenset(["CONSULT", "PROTEST"])
"""Types of what those do who come to it."""
ON_OCCASION = frozenset(["after", "ahead of", "at", "before", "during", "following", "in"])
"""Prepositions of a meeting that the subject of the clause goes to."""
MEMBERS = frozenset(["such as", "including", "like"])


def fold_instruments(predicates: Sequence[Predicate]) -> list[Predicate]:
    """The events without "using": what is used is the instrument of the event it stands beside."""
    by_token = {predicate.token.i: predicate for predicate in predicates}
    kept = []
    for predicate in predicates:
        token = predicate.token
        governor = event_above(token, by_token)
        beside = token.lower_ == "using" and token.base in {"acl", "advcl", "xcomp"}
        beside = beside and not tree.children(token, "mark")  # "barred *from using* the brand"
        if beside and governor is not None and governor is not predicate:
            governor.add("instrument", predicate.fillers(Role.PATIENT))
        else:
            kept.append(predicate)
    return kept


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
        if event.type != "ASSAULT" or (harm.fillers(Role.AGENT) and event.token.preposition == "amid"):
            continue  # "took two villages *amid attacks* by the army" was not done by them
        if not harm.fillers(Role.AGENT) and harm.type == "ASSAULT":
            harm.add("agent", event.fillers(Role.AGENT))
        if event.entry.frame.partners:  # "died in *clashes*": both sides fight
            harm.add("instrument", [event.token])
            continue
        if not event.fillers(Role.AGENT) and harm.slots is not None and harm.type == "ASSAULT":
            event.add("agent", harm.fillers(Role.AGENT))  # "*troops* killed nine in a raid"
        if not event.fillers(Role.PATIENT):
            event.add("patient", harm.fillers(Role.PATIENT))
        harm.add("instrument", [event.token])
    by_token = {predicate.token.i: predicate for predicate in predicates}
    for raid in predicates:
        if raid.slots is None and raid.token.base == "obl" and raid.token.is_a("sweep"):
            _share_sweep(raid, by_token.get(raid.token.head.i))
    for harm in predicates:
        if harm.slots is None or harm.type not in HARMFUL:
            continue
        for doer in harm.fillers(Role.AGENT):
            strike = by_token.get(doer.i)
            if strike is not None and strike.slots is None and strike.type == "ASSAULT":
                _pass_harm(harm, strike)


def _share_sweep(raid: Predicate, done: Predicate | None) -> None:
    """Of "were held *in a raid by police*": who raids does what is done in it, where nobody else is said to."""
    if done is None or done.slots is None or not done.slots.passive or raid.token.preposition not in {"in", "during"}:
        return
    if done.type in {"COERCE", "RETREAT", "AID"} and not done.fillers(Role.AGENT):
        done.add("agent", raid.fillers(Role.AGENT))


def _pass_harm(harm: Predicate, event: Predicate) -> None:
    """Of "a *Turkish* strike killed four *fighters*": Turkey killed them by it, and struck them."""
    doers = event.fillers(Role.AGENT)
    if doers:
        harm.arguments = [item for item in harm.arguments if item.token.i != event.token.i]
        harm.add("agent", doers)
        harm.add("instrument", [event.token])
        harm.rule += " shared-agent"
    if not event.fillers(Role.PATIENT) and not event.entry.frame.partners:
        event.add("patient", harm.fillers(Role.PATIENT))


def _share_of_phrase(last: Predicate, by_token: Events) -> None:
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


def _take_agent(predicate: Predicate, by_token: Events) -> None:
    """The agent of a noun from the event whose means or conjunct it is; one that has an agent may only get more."""
    for find, how in _DOERS if not predicate.fillers(Role.AGENT) else _JOINT_DOERS:
        doers = find(predicate, by_token)
        if doers is not None:
            predicate.add("agent", [item for item in doers if not tree.is_nobody(item)])
            predicate.rule += f" {how}"
            return


def _owner_of_performance(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Of "*Madrid's* reimposition *of sanctions*" it is Madrid that sanctions."""
    token = predicate.token
    if token.base != "nmod" or not token.head.is_a("performing") or tree.preposition(token) != "of":
        return None
    owners = tree.children(token.head, "nmod:poss")
    return owners if owners and predicate.entry.frame.owner == "agent" else None


def _listed(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Whose doings it is listed among: "*Oslo's* activities have grown, *including attacks* on ports"."""
    noun = predicate.token
    if predicate.entry.frame.owner != "agent" or phrase_prep(noun) not in MEMBERS:
        return None
    doings = tree.children(noun.head, "nsubj") if noun.head.pos_ == "VERB" else [noun.head]
    return [owner for item in doings if item.is_a("doing") for owner in tree.children(item, "nmod:poss")] or None


def _speaking(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """The subject of the clause that a speech stands in, if it can speak: "*Berg* stoked anger *with a tweet*"."""
    noun = predicate.token
    if not predicate.entry.speech or phrase_prep(noun) != "with" or event_above(noun, by_token) is not None:
        return None
    verb = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB"), noun)
    while verb.base == "xcomp" and not tree.children(verb, "nsubj") and verb.head.pos_ == "VERB":
        verb = verb.head
    return [item for item in tree.children(verb, "nsubj") if item.ent_type_ or item.is_a("person", "polity", "body")]


def _cutting(predicate: Predicate, by_token: Events) -> list[Token] | None:
    """Who announces cuts makes them: "*Airbus* announced job *cuts*"; by themselves they befall the jobs."""
    governor = event_above(predicate.token, by_token)
    if governor is None or predicate.token.base != "obj" or not predicate.token.is_a("cutback"):
        return None
    return governor.fillers(Role.AGENT) if governor.token.is_a("planning") else None


def _lifting(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who takes back or keeps up a measure has laid it: "*Chad* lifted its sanctions"; a court undoes another's."""
    if predicate.type not in MEASURES or predicate.token.base != "obj":
        return None
    verb, governor = predicate.token.head, event_above(predicate.token, by_token)
    if not verb.is_a("lifting"):
        return None
    doers = governor.fillers(Role.AGENT) if governor is not None else tree.children(verb, "nsubj")
    return [item for item in doers if is_someone(item) and not item.is_a("judging")] or None


def _locked(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who is in it: "*the clans* have been locked *in months of conflict*", "*a firm* embroiled in a dispute"."""
    noun = predicate.token
    if noun.head.is_a("stretch") and phrase_prep(noun) == "of":
        noun = noun.head
    verb = noun.head
    if not verb.is_a("embroiled") or verb.tag_ not in {"VBN", "VBD", "JJ"} or phrase_prep(noun) != "in":
        return None
    subjects = tree.children(verb, "nsubj:pass", "nsubj")
    return subjects or ([tree.referent(verb.head)] if verb.base == "acl" else None)


def _choosing(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who takes that way: "*Berg* chose the path *of retaliation*", "*the army* resorted to violence"."""
    noun = predicate.token
    if predicate.entry.frame.owner != "agent":
        return None
    if noun.head.is_a("way") and noun.head.base == "obj" and phrase_prep(noun) == "of":
        noun, prep = noun.head, ""
    elif not (prep := phrase_prep(noun)):
        return None
    governor, verb = by_token.get(noun.head.i), noun.head
    if governor is predicate or not is_with(verb, prep, "choosing"):
        return None
    doers = governor.fillers(Role.AGENT) if governor is not None else tree.children(verb, "nsubj")
    return [item for item in doers if is_someone(item)] or None


def _said_to_be(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who did what it is said to be: "*Norway's* raid was a breach of the truce"."""
    noun = predicate.token
    if predicate.entry.frame.owner != "agent" or not tree.children(noun, "cop"):
        return None
    subjects = [antecedent(whose) for item in tree.children(noun, "nsubj") for whose in (_whose(item) or [item])]
    told = [by_token[item.i] for item in subjects if item.i in by_token]
    return told[0].fillers(Role.AGENT) if told and told[0].slots is None else None


def _whose(noun: Token) -> list[Token]:
    """As in "sanctions *whose* imposition was a breach"."""
    return [item for item in tree.children(noun, "nmod:poss") if item.lower_ == "whose"]


def _calling(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who comes for a visit or for talks: "*Berg* arrived in Oslo *for talks*", "*Berg* is in Oslo *for a visit*"."""
    noun = predicate.token
    if predicate.type != "CONSULT" or phrase_prep(noun) != "for":
        return None
    comes = event_above(noun, by_token)
    if comes is not None:
        journey = comes.type == "MOVE" or comes.token.is_a("journey")  # "made *a trip* to Oslo for talks"
        doers: Sequence[Token] = comes.fillers(Role.AGENT) if journey else []
    else:
        is_there = noun.head.ent_type_ in PLACES and bool(tree.children(noun.head, "cop"))
        doers = tree.children(noun.head, "nsubj") if is_there else []
    return [item for item in doers if is_someone(item)] or None


def _meeting_with(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who meets somebody after, before or while he does something: "*Berg* spoke *after talks with* the pope"."""
    noun = predicate.token
    if predicate.entry.frame.partners and _is_stretch(noun.head) and phrase_prep(noun) == "of":
        noun = noun.head  # "*rebels* took the port after *days of* fighting with the army"
    elif predicate.type != "CONSULT":
        return None
    prep = tree.preposition(noun)
    left = prep in {"from", "out of"} and noun.head.is_a("leaving_talks")  # "*Berg* emerged *from talks with* rebels"
    if noun.base != "obl" or (prep not in ON_OCCASION and not left):
        return None
    others = predicate.fillers(Role.PATIENT)
    if not any(tree.preposition(item) == "with" and item.i > noun.i for item in others):
        return None
    verb = noun.head
    while verb.base in {"conj", "xcomp"} and not tree.children(verb, "nsubj") and verb.head.pos_ == "VERB":
        verb = verb.head
    return [item for item in tree.children(verb, "nsubj") if is_someone(item) and item not in others] or None


def _is_stretch(noun: Token) -> bool:
    return noun.is_a("stretch") or noun.lemma_.lower() in tree.TIME_NOUNS


def _winning(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who is given the win has won: "scored twice to give *Holm* a 2-1 win over Brann"."""
    noun = predicate.token
    given = noun.base == "obj" and noun.is_a("victory") and noun.head.lemma_.lower() in {"give", "hand", "earn"}
    return tree.children(noun.head, "iobj") or None if given else None


def _sealing(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who signs an agreement has made it, and who fights a war is in it: "*Chad* signed *three deals* with Norway"."""
    noun = predicate.token
    sealed = predicate.type == "AGREE" and noun.head.is_a("sealing")
    fought = bool(predicate.entry.frame.partners) and noun.head.lemma_.lower() == "fight" and noun.is_a("warfare")
    if noun.base != "obj" or not (sealed or fought):
        return None
    doing = by_token.get(noun.head.i)
    return [item for item in doing.fillers(Role.AGENT) if is_someone(item)] if doing is not None else None


def _attending(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who attends it takes part: "*fans* attending the rally", "*envoys* who attended the talks"."""
    noun = predicate.token
    if predicate.type not in MEETINGS or noun.base != "obj" or noun.head.lemma_.lower() != "attend":
        return None
    guests = by_token.get(noun.head.i)
    return [item for item in guests.fillers(Role.AGENT) if is_someone(item)] if guests is not None else None


def _joint(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who does the rest does this too: "was freed *in cooperation* with them"."""
    governor = _governor(predicate, by_token)
    token = predicate.token
    jointly = phrase_prep(token) == "in" and predicate.type in JOINT and not tree.children(token, "det")
    return governor.fillers(Role.AGENT) if governor is not None and jointly else None


def _doing_both(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """The agent of the event above, where he is that of the noun's as well."""
    governor = _governor(predicate, by_token)
    return governor.fillers(Role.AGENT) if governor is not None and _does_both(predicate, governor) else None


def _governor(predicate: Predicate, by_token: Events) -> Predicate | None:
    """The event above a noun whose owner does it; None where there is none."""
    governor = event_above(predicate.token, by_token)
    return None if governor is predicate or predicate.entry.frame.owner != "agent" else governor


def _does_both(predicate: Predicate, governor: Predicate) -> bool:
    """Whether the agent of the governing event is that of the noun's as well."""
    token, verb = predicate.token, governor.token
    if token.base == "obj":
        if governor.type in {"THREATEN", "AGREE"} and predicate.type != "ELECTION":  # "promised *elections*"
            # "vowed *revenge*"; who approves a strike does not strike
            return not verb.is_a("permitting")
        if verb.is_a("decreeing") and predicate.type in DECREED:  # "announced *a ban*"
            return True
        own = predicate.type in PLANNED and predicate.entry.frame.name not in {"happen", "report"}
        return own and verb.is_a("planning")  # "announced *the purchase*", "postponed *a visit*"
    if token.base == "conj":
        return bool(tree.children(token.head, "nmod:poss", "compound"))
    prep = phrase_prep(token)
    spoken = governor.entry.speech or governor.type in {"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN"}
    said_in = predicate.entry.speech and prep in {"at", "in", "via", "during"}  # "said *in a statement*"
    said_at = predicate.type == "CONSULT" and prep in {"at", "in", "during"}  # "said *during the debate*"
    voiced = spoken and (said_in or said_at)
    apart = governor.type == "COOPERATE" and predicate.type in {"ACCUSE", "JUDICIAL", "OTHER"}
    return voiced or (prep in {"with", "through"} and not apart)  # "replied *with airstrikes*", not "works *with* it"


_JOINT_DOERS = ((_joint, "shared-agent"),)
_DOERS = (
    (_owner_of_performance, "shared-agent"),
    (ascribed, "ascribed"),
    (standing_behind, "ascribed"),
    (charged, "shared-agent"),
    (answerable, "ascribed"),
    (_listed, "shared-agent"),
    (blamed, "shared-agent"),
    (confessing, "shared-agent"),
    (vowing, "shared-agent"),
    (_speaking, "shared-agent"),
    (_cutting, "shared-agent"),
    (_lifting, "shared-agent"),
    (masterminding, "ascribed"),
    (involved, "ascribed"),
    (suspected, "ascribed"),
    (_calling, "shared-agent"),
    (_attending, "shared-agent"),
    (_meeting_with, "shared-agent"),
    (_sealing, "shared-agent"),
    (_winning, "shared-agent"),
    (_locked, "shared-agent"),
    (_choosing, "shared-agent"),
    (_said_to_be, "shared-agent"),
    *_JOINT_DOERS,
    (_doing_both, "shared-agent"),
)
"""Who does what a noun says, surest first: who they are, None where it does not apply, and the name in the rule."""


def _members(noun: Token) -> list[Token]:
    """Named members of a group: "German firms *including Daimler and Siemens*"."""
    found = []
    for item in noun.children:
        if item.base in {"nmod", "obl", "appos"} and tree.preposition(item) in MEMBERS:
            found += [other for other in tree.conjuncts(item) if other.ent_type_ in ACTORS]
    return found
