"""How one article speaks of somebody, by which another may know him: nouns, deeds suffered, sex. Internal.

"A Brooklyn man" of one report is the John Smith of another on the same story where that calls him "the man", and
nobody else so, or where in both he is the only one who was arrested.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.authority.triggers import meanings
from kg.model import ActorKind, Form, Role
from kg.resolve.words.nouns import noun_of
from kg.resolve.words.titles import gender_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from kg.model import ArticleRecord, LocalActor, LocalEvent

DEEDS = frozenset({
    "ASSAULT", "CASUALTY", "CRIME", "ACCIDENT", "DISASTER", "COERCE", "JUDICIAL", "ACCUSE", "APPOINT",
})  # fmt: skip
"""Types of what few suffer in one story: to be killed, arrested, charged, convicted, hired."""
TARGETS = frozenset({Role.PATIENT, Role.RECIPIENT})
# Meanings of deeds that are done to one person in a story, or to several at once.
_TELLING = frozenset({
    "abduct", "accuse", "appoint", "arraign", "arrest", "charge", "convict", "die", "dismiss", "expel", "handover",
    "kill", "killing", "pardon", "release", "resign", "sentence", "slay", "stabbing", "suspend",
})  # fmt: skip
# Nouns of which a story has many: no two articles mean the same by them for that.
_VAGUE = frozenset({
    "administration", "agency", "aide", "body", "business", "chief", "client", "department", "director", "force",
    "friend", "group", "head", "member", "organisation", "organization", "person", "service", "unit", "worker",
})  # fmt: skip
# Words that tell one from another of the same description, or speak of nobody in particular.
_NOT_ONE = re.compile(
    r"(?:the |an? |his |her |its |their )?(?:another|other|one|second|third|two|three|both|any|every|each|no)\b"
    r"|.*\b(?:assistant|vice|acting|co|new|former|ex|outgoing|exiting|next|future|late)\b",
    re.IGNORECASE,
)
# Words that tell one from another of the same description.
_SEVERAL = re.compile(
    r"(?:the |an? |his |her |its |their )?(?:another|other|second|third|two|three|both)\b", re.IGNORECASE
)
_NUMBERS = {word: number for number, word in enumerate(
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
)}  # fmt: skip
_COUNTED = re.compile(rf"(?:the |all |these |those )?(\d{{1,4}}|{'|'.join(_NUMBERS)})\b(?![,.]\d)", re.IGNORECASE)
COUNTED_DEEDS = frozenset({"kill", "injure", "arrest", "abduct", "charge", "convict", "rescue"})
"""Meanings of deeds of which reports count those who suffer them."""
# What stands behind the noun of a description.
_BEHIND = re.compile(r",| (?:of|in|at|from|with|who|that|on|for|by|near|to) ")
# One for all: an empty set takes as much as a full one.
_NONE: frozenset[str] = frozenset()
_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article tells of one of its actors.

    Attributes:
        nouns: by which the article calls it, and nobody else as often.
        deeds: meanings of what it suffers, and nobody else of its kind in the article; of persons alone.
        sex: "masc", "fem" or "".
        toll: of several without a name, how many they are and what they suffer: "4 kill".
    """

    nouns: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    sex: str = ""
    toll: frozenset[str] = frozenset()


def noun_of_stranger(name: str) -> str:
    """The folded noun by which somebody unnamed is called: "the masked gunman of Troy" → gunman."""
    return (fold(_BEHIND.split(name, maxsplit=1)[0]).split() or [""])[-1]


def is_named(actor: LocalActor) -> bool:
    """Whether the article calls it by a name."""
    return actor.authority is not None or any(mention.form is Form.NAME for mention in actor.mentions)


def traits_of(record: ArticleRecord, actors: Sequence[LocalActor]) -> dict[str, Traits]:
    """The traits of the actors of an article, by their local ids; `actors` are its own with kinds that are settled."""
    named = frozenset(actor.id for actor in actors if is_named(actor))
    nouns = {actor.id: _nouns_of(record, actor, is_named=actor.id in named) for actor in actors}
    foremost = _foremost(actors, nouns)
    suffered = _suffered(record, actors, named)
    found: dict[str, Traits] = {}
    for actor in actors:
        is_one = actor.id in named or _is_one(actor)
        found[actor.id] = Traits(
            nouns=frozenset(noun for noun in nouns[actor.id] if is_one and foremost.get(noun) == actor.id) or _NONE,
            deeds=(suffered.get(actor.id) if is_one else None) or _NONE,
            sex=_sex_of(actor, is_named=actor.id in named),
        )
    return found


def number_said(phrase: str) -> int | None:
    """How many a phrase says at its start, two or more: "at least 12 people" → 12; None where it says no number."""
    match = _COUNTED.match(phrase)
    number = None if match is None else int(match[1]) if match[1].isdigit() else _NUMBERS[match[1].lower()]
    return number if number != 1 else None


def tolls_of(record: ArticleRecord, groups: Iterable[LocalActor]) -> dict[str, Traits]:
    """Traits of those who are counted and suffer what is counted: "killed four people"; by local ids."""
    numbers = {
        group.id: said
        for group in groups
        if (said := {number for one in group.mentions if (number := number_said(one.text)) is not None})
    }
    found: dict[str, set[str]] = {}
    for event in record.events if numbers else ():
        deeds = meanings(event.lemma) & COUNTED_DEEDS
        for filler in event.roles if deeds else ():
            if filler.role in TARGETS and len(numbers.get(filler.actor or "", ())) == 1:
                found.setdefault(filler.actor or "", set()).update(
                    f"{number} {deed}" for number in numbers[filler.actor or ""] for deed in deeds
                )
    return {local: Traits(toll=frozenset(tolls)) for local, tolls in found.items()}


def may_be_of(
    stranger: LocalActor, actors: Iterable[LocalActor], traits: Mapping[str, Traits], beside: Container[str]
) -> frozenset[str]:
    """Local ids of the named of his article whom somebody without a name may be.

    `beside`: those who take part in an event with him.
    """
    sex = traits[stranger.id].sex
    return frozenset(
        other.id
        for other in actors
        if other.kind is stranger.kind
        and other.id != stranger.owner
        and other.id not in beside
        and may_be_of_sex(sex, traits[other.id].sex)
        and is_named(other)
    )


def beside_of(events: Sequence[LocalEvent]) -> dict[str, set[str]]:
    """Of each actor those who take part in an event with it, or tell of it: they are others."""
    found: dict[str, set[str]] = {}
    for event in events:
        parties = {filler.actor for filler in event.roles if filler.actor is not None}
        parties |= {source.actor for source in event.attributed_to if source.actor is not None}
        for party in parties if len(parties) > 1 else ():
            found.setdefault(party, set()).update(parties - {party})
    return found


def may_be_of_sex(one: str, two: str) -> bool:
    """Whether the two are not known to be of different sex."""
    return not one or not two or one == two


def _is_one(actor: LocalActor) -> bool:
    """Whether somebody without a name is spoken of as one who is known: not "another gunman", nor "any team"."""
    said = [mention.text.lower() for mention in actor.mentions if mention.form is Form.NOMINAL]
    if not said or any(_NOT_ONE.match(text) for text in said):
        return False
    return actor.kind is ActorKind.PERSON or any(text.startswith("the ") for text in said)


def _nouns_of(record: ArticleRecord, actor: LocalActor, *, is_named: bool) -> frozenset[str]:
    """The folded nouns by which the article calls the actor."""
    said = (
        fold(mention.head.of(record.article.text)).split()[-1:]
        for mention in actor.mentions
        if mention.form is Form.NOMINAL
    )
    nouns = {noun for words in said for noun in words}
    return frozenset(nouns if is_named else nouns | {noun_of_stranger(actor.name)}) - _VAGUE


def called(actors: Sequence[LocalActor]) -> Mapping[str, list[LocalActor]]:
    """Noun → the unnamed who are called by it: whom the article mentions most first, then whom it mentions before.

    Nobody where several are mentioned most and the article tells them apart: "a gunman", "another gunman".
    """
    found: dict[str, list[LocalActor]] = {}
    for actor in actors:
        if not is_named(actor):
            found.setdefault(noun_of_stranger(actor.name), []).append(actor)
    return _ranked(found)


def _foremost(actors: Sequence[LocalActor], nouns: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Noun → whom the article means by it most, named or not; nobody where it tells several apart."""
    likes: dict[str, list[LocalActor]] = {}
    for actor in actors:
        for noun in nouns[actor.id]:
            likes.setdefault(noun, []).append(actor)
    return {noun: found[0].id for noun, found in _ranked(likes).items()}


def _ranked(likes: Mapping[str, list[LocalActor]]) -> dict[str, list[LocalActor]]:
    ranked = {noun: sorted(found, key=lambda actor: -len(actor.mentions)) for noun, found in likes.items()}
    return {noun: found for noun, found in ranked.items() if not _are_told_apart(found)}


def _are_told_apart(likes: Sequence[LocalActor]) -> bool:
    if len(likes) < 2 or len(likes[0].mentions) > len(likes[1].mentions):
        return False
    return any(_SEVERAL.match(mention.text) for actor in likes for mention in actor.mentions)


def _suffered(record: ArticleRecord, actors: Sequence[LocalActor], named: frozenset[str]) -> dict[str, frozenset[str]]:
    """Of each person the meanings of what is done to it alone, of the named and the unnamed each by themselves."""
    told = [event for event in record.events if event.type in DEEDS and meanings(event.lemma) & _TELLING]
    if not told:
        return {}
    persons = {actor.id: actor.id in named for actor in actors if actor.kind is ActorKind.PERSON}
    # A relative is known by whom he belongs to; a pronoun may stand for another than it was taken for.
    spans = {
        mention.span: actor.id
        for actor in actors
        for mention in actor.mentions
        if actor.id in named or (mention.form is Form.NOMINAL and actor.owner not in persons)
    }
    # Of twelve people who were killed, any may be one whom another article names.
    many = {actor.id for actor in record.actors if actor.kind is ActorKind.GROUP}
    found: dict[str, set[frozenset[str]]] = {}
    of_many: set[str] = set()
    for event in told:
        deed = meanings(event.lemma) & _TELLING
        if any(filler.role in TARGETS and filler.actor in many for filler in event.roles):
            of_many |= deed
        for filler in event.roles:
            if filler.role in TARGETS and filler.actor in persons and spans.get(filler.span) == filler.actor:
                found.setdefault(filler.actor, set()).add(deed)
    shared = Counter(
        (persons[actor], meaning) for actor, deeds in found.items() for meaning in frozenset().union(*deeds)
    )
    return {
        actor: frozenset().union(
            *(
                deed
                for deed in deeds
                if of_many.isdisjoint(deed) and all(shared[persons[actor], one] == 1 for one in deed)
            )
        )
        for actor, deeds in found.items()
    }


def _sex_of(actor: LocalActor, *, is_named: bool) -> str:
    """By the pronouns that stand for it, else by its noun or first name."""
    if actor.kind is not ActorKind.PERSON:
        return ""
    words = {mention.text.lower() for mention in actor.mentions if mention.form is Form.PRONOUN}
    he, she = bool(words & _HE), bool(words & _SHE)
    if he is not she:
        return "masc" if he else "fem"
    if is_named:
        return gender_of(actor.name)
    noun = noun_of(noun_of_stranger(actor.name), plural=False)
    return noun.gender if noun is not None else ""
