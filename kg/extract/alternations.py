"""Slots of a verb that change their role with what fills them.

In: a verb with its reading and slots. Out: roles, where its frame alone would be wrong. What happens to a thing by
itself is done to it ("the *site* improved", "*films* retail at nine euros", "the *plane* landed"); what is allowed or
licensed "*to* someone" is given and not addressed ("licensed *some* to a label"); and one agrees with "the firm's
*argument*", which is no party to anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.measures import is_model
from kg.extract.mentions import content_head
from kg.extract.usages import particles, premodifiers

if TYPE_CHECKING:
    from kg.extract.lexicon import Entry
    from kg.extract.readings import Reader
    from kg.extract.slots import Slots
    from kg.extract.tokens import Token

OWN_PATHS = frozenset(["", "conj", "relative"])
"""How a subject is found that is the verb's own, not borrowed from the clause above."""


def undergoes(verb: Token, entry: Entry, slots: Slots, reader: Reader) -> bool:
    """Whether the lone subject of a verb of doing undergoes it."""
    if not slots.subject or slots.path not in OWN_PATHS:
        return False
    if entry.type == "MOVE" and all(is_vehicle(item, reader) for item in slots.subject):
        return True  # "the *plane* landed": someone flew it
    key = " ".join((verb.lemma_.lower(), *particles(verb)))
    return reader.lexicon.is_a(key, "middle") and all(names_thing(item, reader) for item in slots.subject)


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
