"""Slots of a verb that change their role with what fills them.

In: a verb with its reading and slots. Out: roles, where its frame alone would be wrong. What happens to a thing by
itself is done to it ("the *site* improved", "*films* retail at nine euros", "the *plane* landed"); what is allowed or
licensed "*to* someone" is given and not addressed ("licensed *some* to a label"); and one agrees with "the firm's
*argument*", which is no party to anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.events.usages import particles, premodifiers
from kg.extract.text.measures import is_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate, Slots
    from kg.extract.events.readings import Reader
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

OWN_PATHS = frozenset(["", "conj", "relative"])
"""How a subject is found that is the verb's own, not borrowed from the clause above."""
OTHER_PARTY = frozenset(["with", "against"])
"""Prepositions of the other party to what two do: "met *with* the envoy"; who meet "between" them are all agents."""
BORROWED = frozenset(["control", "clause"])
"""How the subject of the clause above is found: what lands after it has flown is a plane throughout."""


def undergoes(verb: Token, entry: Entry, slots: Slots, reader: Reader) -> bool:
    """Whether the lone subject of a verb of doing undergoes it."""
    if not slots.subject or entry.frame.name == "nature":
        return False  # "the blaze that *tore* through the block"
    own = slots.path in OWN_PATHS
    borrowed = slots.path in BORROWED and all(item.base == "nsubj" for item in slots.subject)
    if entry.type == "MOVE" and (own or borrowed) and is_moved(slots.subject, reader):
        return True  # "the *plane* landed", "the *plane* was set to land": someone flew it
    if not own:
        return False
    key = " ".join((verb.lemma_.lower(), *particles(verb)))
    return reader.lexicon.is_a(key, "middle") and all(names_thing(item, reader) for item in slots.subject)


def is_moved(nouns: Sequence[Token], reader: Reader) -> bool:
    """Whether these are vehicles that someone moves who is not said."""
    return bool(nouns) and all(is_vehicle(item, reader) for item in nouns)


def names_thing(noun: Token, reader: Reader) -> bool:
    """Whether a common noun is a thing, and no one's crew or company: "the *site*", not "police *vans*"."""
    head = content_head(noun)
    if head.pos_ != "NOUN" or head.ent_type_ or reader.acts(head):
        return False
    return is_vehicle(noun, reader) or not head.is_a("vehicle")


def is_vehicle(noun: Token, reader: Reader) -> bool:
    """Whether it is moved by someone who is not said: "the plane", not "police vans"."""
    head = content_head(noun)
    if is_model(head):
        return True  # "the first *A380* landed", "two *F-16s*"
    if noun.ent_type_ or not head.is_a("vehicle"):
        return False
    return not any(item.ent_type_ or reader.acts(item) for item in premodifiers(head))


def is_given(entry: Entry, slots: Slots, reader: Reader) -> bool:
    """Whether the object of a verb of addressing is what someone gets: "licensed *some to a label*"."""
    if slots.passive or slots.indirect or entry.preps.get("to") != "recipient":
        return False
    return any(prep == "to" and reader.names_someone(noun) for prep, noun in slots.obliques)


def is_no_party(prep: str, noun: Token, reader: Reader) -> bool:
    """Whether what stands behind "with" is a matter: "agreed *with the firm's argument*", "met *with criticism*"."""
    head = content_head(noun)
    if prep != "with" or head.pos_ != "NOUN" or head.ent_type_ or reader.acts(head):
        return False
    return reader.lexicon.is_eventive(head.lemma_.lower()) or head.is_a("view")


def regrouped(verb: Token, entry: Entry, slots: Slots) -> Slots:
    """The slots of a verb whose object or indirect object is another's: what two do, and what somebody is made."""
    if slots.indirect and slots.object and verb.is_a("entitling"):
        return slots._replace(object=slots.indirect, indirect=())  # "appointed *him* minister", "*it* was renamed so"
    return as_partners(entry, slots)


def says_where(prep: str, noun: Token, entry: Entry, *, is_of_someone: bool) -> bool:
    """Whether a phrase only locates: "shot *at his home*", "urged villagers *on the island*", "fired *into the sea*".

    `is_of_someone`: whether the object of the verb is somebody, at whom or to whom no more is aimed.
    """
    beside = prep == "at" or (prep, entry.preps.get(prep)) == ("on", "recipient")
    return noun.is_a("open_space") or (beside and is_of_someone)


def as_partners(entry: Entry, slots: Slots) -> Slots:
    """The slots of what two do, said in the passive of the one: "the rebels are *aligned with Iran*"."""
    both = entry.frame.name == "mutual" and {"against", "with"} <= slots.preps().keys()
    if both and slots.subject and not slots.passive:  # "fought *with rebels against* the gangs": the rebels did too
        rest = tuple(item for item in slots.obliques if item[0] != "with")
        return slots._replace(subject=(*slots.subject, *slots.preps()["with"]), obliques=rest)
    passive = entry.frame.name == "mutual" and slots.passive and not slots.subject
    if passive and not OTHER_PARTY.isdisjoint(slots.preps()):
        return slots._replace(subject=slots.object, object=())
    return slots


def without_places(predicate: Predicate, slots: Slots) -> Slots:
    """The slots without the place that is left, entered or patrolled: nothing is done to it."""
    places = [
        item
        for item in slots.object
        if item.ent_type_ in {"LOC", "FAC"} or (item.ent_type_ == "GPE" and not {"from", "to"} & slots.preps().keys())
    ]
    if not places or not slots.subject:
        return slots
    predicate.sites += places
    return slots._replace(object=tuple(item for item in slots.object if item not in places), indirect=())
