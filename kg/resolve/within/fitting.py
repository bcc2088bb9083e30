"""Whether a describing phrase may mean an entity of its article: by kind, number, sex, role and sort. Internal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.names import fold, is_acronym
from kg.model import ActorKind
from kg.resolve.words.nouns import Noun, are_same_calling, noun_of
from kg.resolve.words.titles import gender_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.authority import Authority
    from kg.resolve.within.entity import Entity, Page

KINDS = {
    "person": ActorKind.PERSON,
    "group": ActorKind.GROUP,
    "organization": ActorKind.ORGANIZATION,
    "polity": ActorKind.POLITY,
}
"""Sort of a noun → kind of what it means."""
EPITHETS = frozenset({"artist", "player", "student", "writer"})
"""Families of nouns of age and calling by which a text goes on about whom it is about: "the actress", "the teen"."""
_CLOSING = frozenset({",", ".", ";", ")"})
# Nouns that any person of the article may be called by, without having been introduced as one.
_GENERIC = frozenset(
    {"man", "woman", "leader", "general", "secretarygeneral", "politician", "person", "hero", "official", "candidate"}
)
# Of these, those that fit also who was introduced as something else.
_ANYBODY = frozenset({"man", "woman", "leader", "person"})
CHILDREN = frozenset({"baby", "boy", "child", "girl", "infant", "kid", "newborn", "schoolboy", "schoolgirl", "toddler"})
"""Nouns that mean a child."""
_OF_PARENTS = frozenset({"daughter", "son"})
# Youths are people of an age as often as a person.
_COLLECTIVE = frozenset({"youth"})
_SORTS_OF = {
    "armedgroup": frozenset({"armed group", "party", "ngo", "international", "military", ""}),
    "army": frozenset({"military", "armed group", ""}),
    "company": frozenset({"company", ""}),
    "media": frozenset({"media"}),
    "party": frozenset({"party"}),
    "court": frozenset({"court"}),
    "agency": frozenset({"government", "media", "international", ""}),
    "ministry": frozenset({"government"}),
    "parliament": frozenset({"parliament"}),
    "body": frozenset({"international", "ngo", "sport", "party", "armed group", ""}),
}
# Nouns of armed groups that no other body is called by.
_ARMED = frozenset({"insurgency", "militia"})
# By which any body is called, an armed one too.
_ANY_BODY = frozenset({"organisation", "organization"})
# On which bodies speak, and which are meant by no noun for a body.
_CHANNELS = frozenset({"facebook", "instagram", "telegram", "tiktok", "twitter", "weibo", "whatsapp", "x", "youtube"})
_OF_ARMY = re.compile(
    r"\b(?:arm(?:y|ed)|command|corps|defen[cs]e|forces?|guards?|junta|military|regiment|troops)\b", re.IGNORECASE
)
# What stands before a word inside a sentence, where a capital letter makes a name.
_WITHIN = re.compile(r"[\w,;’'-] ")
_OUTLET = re.compile(
    r"\b(?:Chronicle|Daily|Gazette|Globe|Herald|Inquirer|Journal|Mail|News|Post|Telegraph|Times|Tribune)$"
)
# Families of nouns that no company is called by.
_PUBLIC = frozenset({"ministry", "parliament", "court", "committee", "party", "army", "police", "body"})
# Sorts that a noun may mean but seldom does: the EU is "the bloc" rather than "the group".
_SELDOM = {"armedgroup": frozenset({"international", "military"})}


@dataclass(frozen=True, slots=True)
class Description:
    """What a describing phrase says.

    Attributes:
        lemma: of its head noun.
        noun: how that is read.
        definite: whether it speaks of somebody known.
        bare: whether it has neither article nor number.
        alone: whether nothing in it tells the one whom it means from others: no "former", no "of Ohio".
    """

    lemma: str
    noun: Noun
    plural: bool
    definite: bool
    bare: bool
    alone: bool


def calling_of(page: Page, index: int, name: int, named: Entity) -> Description | None:
    """A noun right beside the name of a person, with a comma between, as a word for him; None where it may be a thing.

    `index`, `name`: the two mentions; `named`: whom the name means.
    """
    mention, other = page.mentions[index], page.mentions[name]
    first, second = sorted((mention, other), key=lambda one: one.span.start)
    apart = page.text[first.span.end : second.span.start] == ", " and page.text[second.span.end :][:1] in _CLOSING
    told = any(event.trigger == mention.head for event in page.extraction.events)  # "after *the attack*, Berg said"
    if named.kind is not ActorKind.PERSON or named.anonymous or not (apart and mention.definite) or told:
        return None
    if page.is_plural(mention) or mention.label or not mention.lemma.isalpha():
        return None
    return Description(mention.lemma, Noun("person", mention.lemma, ""), False, True, False, False)


def agrees(entity: Entity, noun: Noun, *, plural: bool, loose: bool) -> bool:
    """Kind, number and gender do not contradict; `loose`, for appositions, lets a group be an organisation."""
    kind = KINDS[noun.sort]
    if kind is not entity.kind:
        both = {kind, entity.kind}
        return (
            loose
            and both <= {ActorKind.GROUP, ActorKind.ORGANIZATION, ActorKind.POLITY}
            and ActorKind.POLITY not in both
        )
    is_other_sex = bool(noun.gender and entity.gender and noun.gender != entity.gender)
    fits = not is_other_sex if loose else fits_gender(entity, noun)
    return fits and (kind is not ActorKind.GROUP or entity.plural == plural)


def fits_gender(entity: Entity, noun: Noun) -> bool:
    """Whether the noun is not for the other sex, as said or as the first name lets expect."""
    if not noun.gender or entity.kind is not ActorKind.PERSON:
        return True
    sex = entity.gender or ("" if entity.anonymous else gender_of(entity.name))
    return sex in ("", noun.gender)


def only_reigning(entities: Iterable[Entity], description: Description) -> Entity | None:
    """The only one of these with a name whom this word introduces: "*the queen*" is the Queen Margrethe of below.

    Of other offices an article names those who held them once, or hold them elsewhere.
    """
    if description.noun.family not in {"monarch", "pope"}:
        return None
    named = {id(one): one for one in entities if not one.anonymous and has_role(one, description)}
    return next(iter(named.values())) if len(named) == 1 else None


def has_role(entity: Entity, description: Description) -> bool:
    """Introduced by this word: in a title, an apposition or an earlier description."""
    noun = description.noun
    if not agrees(entity, noun, plural=description.plural, loose=False):
        return False
    if noun.sort == "person":
        return noun.family in entity.roles and may_be_young(entity, description.lemma)
    if description.lemma in entity.lemmas:
        return True
    return noun.sort == "organization" and description.lemma in {
        word.lower().rstrip("s") for word in entity.name.split()
    }


def may_be_young(entity: Entity, lemma: str) -> bool:
    """Whether a noun that means a child may mean somebody: only one who was called a child, a son or a daughter."""
    known_young = not entity.lemmas.isdisjoint(CHILDREN) or not entity.roles.isdisjoint(_OF_PARENTS)
    return lemma not in CHILDREN or known_young


def may_mean(entity: Entity, description: Description, authority: Authority) -> bool:
    """Whether the description may mean somebody near who was not introduced by its word."""
    noun = description.noun
    if not agrees(entity, noun, plural=description.plural, loose=False):
        return False
    if noun.sort == "person":
        if entity.anonymous and any(are_same_calling(description.lemma, lemma) for lemma in entity.lemmas):
            return True  # "a motorist … *the driver*"
        if noun.family == "leader" and not description.alone and not entity.roles:
            return False  # "the head *of the forestry agency*" is not whoever was quoted last
        if noun.family in EPITHETS:
            return description.alone and not entity.anonymous and description.lemma not in _COLLECTIVE
        return (
            noun.family in _GENERIC
            and (not entity.roles or noun.family in _ANYBODY)
            and may_be_young(entity, description.lemma)
        )
    if noun.sort == "organization":
        if noun.family == "team":
            return description.alone and _is_team(entity, authority)
        if (noun.family == "company" and _is_public(entity)) or description.lemma == "union":
            return False  # who is a union is called one before
        sorts = _SORTS_OF.get(noun.family, frozenset())
        if description.lemma in _ANY_BODY:
            sorts |= _SORTS_OF["body"]
        if description.lemma in _ARMED:
            sorts &= _SORTS_OF["army"]
        sort = _sort_of(entity, authority)
        if fold(entity.name) in _CHANNELS or (noun.family == "army" and not sort and not _OF_ARMY.search(entity.name)):
            return False  # where it was posted; a body that nobody knows is no army
        return not entity.anonymous and sort in sorts
    return entity.anonymous and any(
        reading.family == noun.family for lemma in entity.lemmas if (reading := noun_of(lemma, plural=True))
    )


def rank_of(entity: Entity, noun: Noun, authority: Authority) -> int:
    """How seldom the noun means an organisation of its sort: 0 as a rule, 1 of a company nobody knows, 2 seldom."""
    sort = _sort_of(entity, authority)
    return 2 if sort in _SELDOM.get(noun.family, ()) else int(noun.family == "company" and sort != "company")


def most_mentioned(entities: Iterable[Entity]) -> Entity | None:
    """The one that is mentioned more often than the others; None where there is none."""
    ranked = sorted(entities, key=lambda entity: -len(entity.mentions))
    is_first = len(ranked) == 1 or (len(ranked) > 1 and len(ranked[0].mentions) > len(ranked[1].mentions))
    return ranked[0] if is_first else None


def _is_public(entity: Entity) -> bool:
    """Whether its name or what it was called says that it is no company: "the Unite *union*"."""
    words = {*fold(entity.name).split()[-1:], *entity.lemmas}
    found = (noun_of(word, plural=False) for word in words)
    return any(noun is not None and noun.family in _PUBLIC for noun in found)


def _sort_of(entity: Entity, authority: Authority) -> str:
    """The sort of organisation that the authority knows it for, or its name tells; "" for none."""
    fact = authority.organization_by_key(entity.authority) if entity.authority else None
    return fact.kind if fact else "media" if _OUTLET.search(entity.name) else ""


def _is_team(entity: Entity, authority: Authority) -> bool:
    """Whether an organisation is called as teams are, by a plural: "the Boston Bruins", "the 76ers"."""
    name = entity.name
    is_plural = name.endswith(("s", "Sox")) and not name.endswith("ss") and not is_acronym(name)
    return not entity.anonymous and is_plural and _sort_of(entity, authority) in ("sport", "")


def own_name(page: Page, index: int, description: Description) -> str:
    """What a body or group is called before its noun: "the *Houthi* movement"; "" where that is no name.

    "The *Trump* administration" belongs to somebody, and "*Health* officials" begins a sentence.
    """
    head = page.mentions[index].head
    words = page.head(index).split()[:-1]
    if description.noun.sort not in ("organization", "group") or page.owner(index) is not None or not words:
        return ""
    within = _WITHIN.fullmatch(page.text[max(0, head.start - 2) : head.start]) is not None
    return " ".join(words) if within and all(word[:1].isupper() and not word.isupper() for word in words) else ""


def goes_by(entity: Entity, name: str, page: Page) -> bool:
    """Whether the article calls it so somewhere: "Houthi movement" of the Houthis."""
    sought = fold(name)
    return any(sought in fold(page.words(one)) for one in entity.mentions)


def first_of(page: Page, entity: Entity, others: Iterable[Entity]) -> Entity:
    """Which of several that share a noun goes by it alone: the first of "*officials of Chad* and Niger", if any."""
    heads = {page.mentions[one].head for one in entity.mentions}
    alike = (one for one in others if one.anonymous and any(page.mentions[each].head in heads for each in one.mentions))
    return min(alike, key=lambda one: min(page.rank[each] for each in one.mentions), default=entity)
