"""Who is held to have done what an event noun says, and who says so of himself.

Each function takes the predicate of a noun and the events of its sentence, and gives who did it, or None where it does
not apply: "an attack *attributed to rebels*", "arrested *rebels* over the raid", "*he* pleaded guilty to murder".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.participants.above import event_above, is_someone, is_with, phrase_prep
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.participants.above import Events
    from kg.extract.text.tokens import Token

UNWILLED = frozenset(["CASUALTY", "ELECTION", "TRANSACT"])
"""Types of what is promised and done by others, or by nobody."""
ANSWERED_FOR = HARMFUL | {"COERCE"}
"""What somebody may be responsible for: harm, arrests."""


def ascribed(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who is said to have done it: "an attack *attributed to rebels*", "blamed the blast *on separatists*"."""
    if predicate.entry.frame.owner != "agent" and predicate.type not in HARMFUL:
        return None
    noun = predicate.token
    said = [item for item in tree.children(noun, "acl") if tree.is_passive(item)]
    said += [noun.head] if noun.dep_ in {"nsubj:pass", "obj"} else []
    for verb in said:
        phrases = tree.children(verb, "obl", "nmod", "obl:agent")
        found = [item for item in phrases if is_with(verb, tree.preposition(item), "ascribing")]
        if found and (noun.dep_ != "obj" or is_someone(found[0])):  # not "ascribed the blast *to terrorism*"
            return found[:1]
    return None


def charged(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who is held to have done it: "a charge *of murder* against Berg", "went on trial *for the theft*"."""
    token, held = predicate.token, event_above(predicate.token, by_token)
    if held is None or predicate.type not in HARMFUL:
        return None
    charged = token.base == "nmod" and token.head.is_a("charge") and tree.preposition(token) in {"of", "for"}
    tried = held.token.is_a("tried") and phrase_prep(token) in {"for", "over"}
    return [item for item in held.fillers(Role.PATIENT) if item.i != token.head.i] if charged or tried else None


def answerable(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who answers for it: "*rebels* claimed responsibility for the raid", "*the group* responsible for the raid"."""
    noun, head = predicate.token, predicate.token.head
    if predicate.type not in ANSWERED_FOR or phrase_prep(noun) != "for":
        return None
    if head.lemma_.lower() == "responsible":
        if head.base in {"amod", "acl"}:
            return [head.head] if head.head.pos_ in {"NOUN", "PROPN"} else None
        return tree.children(head, "nsubj") or None
    if head.lemma_.lower() == "responsibility" and head.base == "obj":
        head = head.head
    elif not any(item.lemma_.lower() == "responsibility" for item in tree.children(head, "obj")):
        return None
    return tree.children(head, "nsubj") or None if head.is_a("owning_up") else None


def blamed(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who is blamed for it: "arrested *rebels* over the raid", "was found guilty of *murder*"."""
    token = tree.first_conjunct(predicate.token)
    blaming = event_above(token, by_token) or event_above(token.head, by_token)  # it may hang from the rebels
    if token.head.lemma_ == "guilty" and blaming is not None and predicate.type in HARMFUL:
        return blaming.fillers(Role.PATIENT)
    if blaming is None or not blaming.token.is_a("blaming", "tried"):
        return None
    done = predicate.entry.frame.owner == "agent" or predicate.type in {"ASSAULT", "CRIME"}
    done = done or (predicate.type == "COERCE" and tree.preposition(token) in {"for", "over"})
    if not done or tree.preposition(token) not in {"for", "of", "over", "with"}:
        return None
    return [item for item in blaming.fillers(Role.PATIENT) if item.i < token.i]


def confessing(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who confesses or denies his own act: "pleaded guilty *to murder*", "denied *the theft*"."""
    noun = tree.first_conjunct(predicate.token)  # "pleaded guilty to fraud, *theft* and perjury"
    governor = event_above(noun, by_token)
    if governor is None or predicate.type not in HARMFUL:
        return None
    prep = "to" if tree.has_to(noun) else phrase_prep(noun)
    return governor.fillers(Role.AGENT) if is_with(governor.token, prep, "confessing") else None


def masterminding(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Whose work it is said to be: "*Berg* was the mastermind *behind the raid*", "*Berg*, the brain of the raid"."""
    noun = tree.first_conjunct(predicate.token)
    if predicate.entry.frame.owner != "agent" or noun.base not in {"nmod", "obl"}:
        return None
    if noun.head.is_a("stretch") and phrase_prep(noun) == "of":
        noun = noun.head  # "the brains behind *years of* attacks"
    maker = noun.head
    if not maker.is_a("mastermind") or phrase_prep(noun) not in {"of", "behind"}:
        return None
    while maker.base in {"appos", "conj"} and not maker.ent_type_:
        maker = maker.head
    return tree.children(maker, "nsubj") or ([maker] if maker.ent_type_ else None)


def vowing(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who promises or threatens what is done to others: "*he* threatened the destruction of the bridge"."""
    noun = predicate.token
    vow = event_above(noun, by_token)
    if vow is None or noun.base != "obj" or predicate.entry.frame.name != "done" or not vow.token.is_a("vowing"):
        return None
    return vow.fillers(Role.AGENT) if predicate.type not in UNWILLED else None


def standing_behind(predicate: Predicate, _: Events) -> Sequence[Token] | None:
    """Who is behind it: "*rebels* were behind the raid", "accused *Chad* of being behind it", "*the men* behind it"."""
    noun = tree.first_conjunct(predicate.token)
    if predicate.type not in ANSWERED_FOR or tree.preposition(noun) != "behind":
        return None
    if any(item.base == "acl" and item.head.is_a("charge") for item in (noun, *tree.ancestors(noun))):
        return None  # "rejected the charge that Chad stood *behind the killing*": that is, but is it Chad's?
    if tree.children(noun, "cop"):
        found = tree.children(noun, "nsubj")
        if not found and noun.base == "conj":
            found = tree.children(noun.head, "nsubj")
        elif not found and noun.base in {"acl", "advcl", "nmod"}:
            found = tree.children(noun.head, "obj", "iobj", "nsubj:pass") if noun.head.pos_ == "VERB" else [noun.head]
        return [item for item in found if item.tag_ != "WP"] or None  # "it is unclear *who* is behind it"
    if noun.head.lemma_ in {"be", "stand"} and noun.base == "obl":
        return tree.children(noun.head, "nsubj") or None
    return [noun.head] if noun.base == "nmod" and is_someone(noun.head) else None


def suspected(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Who is held for it behind "in": "*two men* convicted *in the bombing*", "*suspects* in the raid"."""
    noun = predicate.token
    if predicate.type not in HARMFUL or predicate.type == "CASUALTY" or phrase_prep(noun) != "in":
        return None
    if noun.head.is_a("suspect"):
        return tree.children(noun.head, "nsubj") or [noun.head]  # "*Berg* is a suspect in the raid"
    if not is_with(noun.head, "in", "held_for"):
        return None
    held = by_token.get(noun.head.i)
    return held.fillers(Role.PATIENT) if held is not None else None


def involved(predicate: Predicate, by_token: Events) -> Sequence[Token] | None:
    """Whose part in it is spoken of: "convicted *him* for *his* role in the raid", "held for involvement in it"."""
    noun, part = predicate.token, predicate.token.head
    does = predicate.entry.frame.owner == "agent" or predicate.type in HARMFUL
    if not does or predicate.type == "CASUALTY":
        return None  # nobody does a death, whatever his part in it
    if not part.is_a("involvement") or phrase_prep(noun) != "in":
        return None
    if owners := tree.children(part, "nmod:poss"):
        return owners
    if part.base == "nmod" and part.head.is_a("charge"):
        part = part.head  # "on charges *of* a role in it"
    held = event_above(part, by_token) or event_above(part.head, by_token)  # it may hang from those who are held
    if held is not None and (held.type == "COERCE" or held.token.is_a("blaming")):
        return [item for item in held.fillers(Role.PATIENT) if item.i < noun.i]
    return None
