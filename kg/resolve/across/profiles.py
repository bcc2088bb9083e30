"""What is compared across articles: one profile per set of local actors that nothing tells apart. Internal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from sys import intern
from typing import TYPE_CHECKING

from kg.authority.given_names import is_frequent
from kg.authority.names import fold
from kg.dates import day_of
from kg.model import ActorKind, ArticleRecord, Form, LocalActor, Ref
from kg.resolve.across.locales import locale_of, seat_of
from kg.resolve.words.institutions import (
    AMERICAN,
    form_of,
    institution_of,
    is_generic,
    is_of_part,
    is_short_for_body,
    state_in,
)
from kg.resolve.words.nouns import noun_of, title_nouns
from kg.resolve.words.offices import Office, held_by, is_before_terms, offices_of, titled
from kg.resolve.words.own import own_entry_of
from kg.resolve.words.titles import peel
from kg.resolve.words.told_as import told_as
from kg.resolve.words.traits import (
    Traits,
    beside_of,
    called,
    is_named,
    may_be_of,
    noun_of_stranger,
    tolls_of,
    traits_of,
)
from kg.resolve.words.variants import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableSequence, Sequence
    from datetime import date

    from kg.authority import Authority
    from kg.authority.stories import Weights

# Unnamed groups of the same description within this many days of publication are taken to be the same people.
GROUP_DAYS = 7
# What is called by who leads it: the Obama administration.
_TERMS = frozenset({"administration", "cabinet", "presidency"})
# Families of nouns for whoever happens to be there: one report's have nothing to do with another's.
_AT_HAND = frozenset({
    "attacker", "buyer", "climber", "contestant", "family", "guard", "hostage", "juror", "man", "member", "mourner",
    "orphan", "passenger", "patient", "people", "person", "plaintiff", "relative", "source", "staff", "suspect",
    "thief", "victim", "woman", "worker", "worshipper",
})  # fmt: skip
# Kinds of which one article may describe whom another names.
_TOLD = frozenset({ActorKind.PERSON, ActorKind.ORGANIZATION})


@dataclass(slots=True)
class Profile:
    """Local actors with one key, and what is known of them together.

    Attributes:
        key: what they share, as text; profiles sort by it.
        rule: why they are one, in a word; `why` in a sentence.
        names: forms by which they are named, with counts of articles.
        company: other named actors of their articles, by authority key or folded name; no media, no states.
        roles: families of the roles that their titles say.
        offices: what their articles describe them as, with its state (`kg.resolve.words.offices`).
        first, last: of the days of publication of their articles; None when none has one.
        story: words of the article (`kg.authority.stories`) of one without a name, whom it speaks of most by that noun.
        is_only: whether the article calls nobody else by the noun.
        may_be: local ids of the named of its article whom one without a name may be (`kg.resolve.words.traits`).
    """

    key: str
    rule: str
    why: str
    kind: ActorKind
    name: str
    country: str | None
    authority: str | None
    named: bool
    members: MutableSequence[Ref] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    company: set[str] = field(default_factory=set)
    offices: set[Office] = field(default_factory=set)
    first: date | None = None
    last: date | None = None
    story: Mapping[str, float] = field(default_factory=dict)
    is_only: bool = True
    may_be: frozenset[str] = frozenset()


def is_lone_surname(kind: ActorKind, name: str) -> bool:
    """Whether a person goes by one word."""
    return kind is ActorKind.PERSON and len(words_of(name)) < 2


def head_of(actor: LocalActor) -> str:
    """Folded description of an unnamed actor: "security forces"."""
    return fold(actor.name)


@dataclass(frozen=True, slots=True)
class Part:
    """What one local actor adds: a profile of it alone. It follows from its article and the settled kinds.

    Attributes:
        place: of the actor in its article's list; parts sort by article and place.
        day: of the article, for the unnamed whose profiles are cut by date; None for all others.
        traits: by which articles of the same story know it; None of states and of groups that are not counted.
    """

    ref: Ref
    place: int
    profile: Profile
    day: date | None = None
    traits: Traits | None = None


def parts_of(
    record: ArticleRecord, settled: Mapping[Ref, ActorKind], authority: Authority, story: Weights
) -> list[Part]:
    """The parts of an article's actors.

    Args:
        record: the article.
        settled: kinds of actors that are not their own (`kg.resolve.across.kinds`).
        authority: what is known of actors.
        story: words of the article (`kg.authority.stories`).
    """
    article = intern(record.article.id)  # the same text comes with every reading, and again in every reference
    actors = [
        replace(actor, kind=settled[ref]) if (ref := Ref(article, actor.id)) in settled else actor
        for actor in record.actors
    ]
    by_id = {actor.id: actor for actor in actors}
    company = {actor.id: _identity(actor) for actor in actors if _is_company(actor, authority)}
    locale = locale_of(record)
    likely = called(actors)
    told = [actor for actor in actors if actor.kind in _TOLD]
    groups = [actor for actor in actors if actor.kind is ActorKind.GROUP and not is_named(actor)]
    traits = traits_of(record, told) | tolls_of(record, groups)
    beside = beside_of(record.events)
    parts = []
    for place, actor in enumerate(actors):
        owner = by_id.get(actor.owner) if actor.owner else None
        day = None
        term = _term_key(actor, actors, day_of(record.article.date), authority)
        if term is not None:
            profile = _plain(term, actor)
        elif is_named(actor):
            home = seat_of(actor.name, record.actors, authority) or locale
            profile = _named_profile(actor, owner, article=article, locale=home, authority=authority)
        else:
            key = _institution_key(actor, owner, day_of(record.article.date), authority)
            if key is None:
                key = _person_key(actor, owner, locale, authority) or _group_key(actor, owner, locale)
                day = day_of(record.article.date) if key is not None else None
                if key is None or day is None:
                    key = f"alone:{article}:{actor.id}"
            profile = _plain(key, actor)
            likes = likely.get(noun_of_stranger(actor.name))
            if likes and likes[0] is actor and key.startswith("alone:"):
                profile.story, profile.is_only = story, len(likes) == 1
                if actor.id in traits and actor.kind in _TOLD:
                    profile.may_be = may_be_of(actor, told, traits, beside.get(actor.id, ()))
        _fill(profile, record, actor, company={} if day is not None else company, authority=authority)
        parts.append(Part(profile.members[0], place, profile, day, traits.get(actor.id)))
    return parts


def _named_profile(
    actor: LocalActor, owner: LocalActor | None, *, article: str, locale: str | None, authority: Authority
) -> Profile:
    own = own_entry_of(actor, authority)
    if own is not None:
        return Profile(
            key=f"authority:{own.key}",
            rule="authority",
            why=f"all are {own.name} in your authority file",
            kind=ActorKind(own.kind) if own.kind else actor.kind,
            name=own.name,
            country=own.country or actor.country,
            authority=own.key,
            named=True,
        )
    country, key = actor.country, actor.authority
    bare = actor.name
    if key is None and actor.kind is ActorKind.ORGANIZATION:
        said = state_in(actor.name, authority)
        country, bare = (said[0].iso, said[1]) if said is not None else (country, bare)
    generic = key is None and actor.kind is ActorKind.ORGANIZATION and is_generic(bare)
    is_part = generic and is_of_part(bare)
    if generic and not is_part:
        country = country or (owner.country if owner is not None else None) or locale
        key = institution_of(bare, country, authority)
        if key is None and actor.country is None and owner is None and fold(bare) in AMERICAN:
            country, key = "US", institution_of(bare, "US", authority)
    if key is not None:
        name = authority.name_of(key) or actor.name
        return Profile(
            key=f"authority:{key}",
            rule="authority",
            why=f"all are {name} in the authority file",
            kind=actor.kind,
            name=name,
            country=country,
            authority=key,
            named=True,
        )
    roles = sorted(title_nouns_of(actor))
    owned = f":{_identity(owner)}" if owner is not None and actor.kind is ActorKind.ORGANIZATION else ""
    # A surname alone says too little to make two articles speak of one person: each stands for itself at first.
    # So does John Smith.
    called = form_of(bare) if generic else fold(actor.name)
    is_alone = is_lone_surname(actor.kind, actor.name) or (generic and country is None) or is_part
    is_alone = is_alone or (actor.kind is ActorKind.ORGANIZATION and is_short_for_body(actor.name))
    is_alone = is_alone or (actor.kind is ActorKind.PERSON and is_frequent(words_of(actor.name)))
    alone = f":{article}" if is_alone else ""
    return Profile(
        key=f"{actor.kind}:{called}:{country or ''}{owned}:{' '.join(roles)}{alone}",
        rule="same name",
        why=f"all are called {actor.name}",
        kind=actor.kind,
        name=actor.name,
        country=country,
        authority=None,
        named=True,
    )


def _plain(key: str, actor: LocalActor) -> Profile:
    return Profile(
        key=key,
        rule="same description",
        why=f"all are described as {actor.name!r}, of the same owner or place, at about the same time",
        kind=actor.kind,
        name=actor.name,
        country=actor.country,
        authority=None,
        named=False,
    )


def _fill(
    profile: Profile, record: ArticleRecord, actor: LocalActor, *, company: dict[str, str], authority: Authority
) -> None:
    profile.members.append(Ref(intern(record.article.id), intern(actor.id)))
    profile.names[actor.name] += 1
    for name in sorted(
        {mention.head.of(record.article.text) for mention in actor.mentions if mention.form is Form.NAME}
    ):
        name = " ".join(name.split())
        profile.names[peel(name)[1] if actor.kind is ActorKind.PERSON else name] += 1
    told = None if profile.named else told_as(actor, record.article.text)
    if told is not None:
        profile.names[told] += 1
    profile.titles.update(actor.titles)
    profile.roles |= title_nouns_of(actor)
    owner = next((one for one in record.actors if one.id == actor.owner), None) if actor.owner else None
    profile.offices |= offices_of(actor, owner, locale=locale_of(record), authority=authority)
    profile.company.update(name for local, name in company.items() if local != actor.id)
    day = day_of(record.article.date)
    if day is not None:
        profile.first = profile.last = day
        if actor.kind is ActorKind.PERSON and is_named(actor):
            profile.offices |= held_by(actor.name, day, authority) or _held_here(record, actor, profile)


def _held_here(record: ArticleRecord, actor: LocalActor, profile: Profile) -> frozenset[Office]:
    """The office in the country that the article is about, if the title is nobody else's: "President Pavel Novak"."""
    here = None if profile.offices or len(words_of(actor.name)) < 2 else locale_of(record)
    if here is None:
        return frozenset()
    others = frozenset[str]().union(*(titled(one) for one in record.actors if one.id != actor.id))
    return frozenset((office, here) for office in titled(actor) - others)


def title_nouns_of(actor: LocalActor) -> frozenset[str]:
    """Families of the roles in its titles."""
    return frozenset(family for title in actor.titles for family in title_nouns(title))


def _is_company(actor: LocalActor, authority: Authority) -> bool:
    """Named persons and organisations tell who is meant; states and wire services are in every article."""
    if not is_named(actor) or actor.kind is ActorKind.POLITY:
        return False
    fact = authority.organization_by_key(actor.authority) if actor.authority else None
    return fact is None or fact.kind != "media"


def _identity(actor: LocalActor) -> str:
    return intern(actor.authority or f"{actor.kind}:{fold(actor.name)}")  # in the company of many


def _term_key(actor: LocalActor, actors: Sequence[LocalActor], day: date | None, authority: Authority) -> str | None:
    """The key of what is called by somebody whom the article names: "*Obama Administration* Flips Rule"; else None."""
    words = head_of(actor).split()
    if len(words) != 2 or words[1] not in _TERMS or actor.authority is not None:
        return None
    leaders = (words_of(other.name)[-1:] for other in actors if other.kind is ActorKind.PERSON and is_named(other))
    return _term_of(words[1], words[0], day, authority) if (words[0],) in leaders else None


def _term_of(term: str, surname: str, day: date | None, authority: Authority) -> str:
    """The key of an administration: by the surname, and whether another of that surname came to office much later."""
    is_earlier = day is not None and is_before_terms(surname, day, authority)
    return f"institution:{term}:{surname}{':earlier' if is_earlier else ''}"


def _institution_key(actor: LocalActor, owner: LocalActor | None, day: date | None, authority: Authority) -> str | None:
    """A state has one parliament and one police, a president one administration: these need no date of their own."""
    if owner is not None and owner.kind is ActorKind.PERSON and actor.kind is ActorKind.ORGANIZATION:
        term, surnames = (head_of(actor).split() or [""])[-1], words_of(owner.name)
        is_known = is_named(owner) and bool(surnames) and term in _TERMS
        return _term_of(term, surnames[-1], day, authority) if is_known else None
    if owner is None or not (is_named(owner) and owner.kind in (ActorKind.POLITY, ActorKind.ORGANIZATION)):
        return None
    words = head_of(actor).split()
    if actor.kind is not ActorKind.ORGANIZATION and words[-1:] != ["police"] and words[:1] != ["police"]:
        return None
    return f"institution:{_bare(actor, owner)}:{_identity(owner)}"


def _person_key(actor: LocalActor, owner: LocalActor | None, locale: str | None, authority: Authority) -> str | None:
    """Office and state of an unnamed holder, or description and named owner: "Trump's lawyer"; None without."""
    if actor.kind is not ActorKind.PERSON:
        return None
    offices = offices_of(actor, owner, locale=locale, authority=authority)
    if len(offices) == 1:
        office, country = min(offices)
        return f"office:{office}:{country}"
    if owner is None or not is_named(owner) or owner.kind is ActorKind.POLITY:
        return None
    return f"person:{_bare(actor, owner)}:{_identity(owner)}"


def _group_key(actor: LocalActor, owner: LocalActor | None, locale: str | None) -> str | None:
    """Description and owner of an unnamed group, or description and country of its article; None for a lone person.

    Passengers, victims or women of a country are others in each report; its officials, police or rebels are not.
    """
    if actor.kind is not ActorKind.GROUP:
        return None
    if owner is not None:
        return f"group:{_bare(actor, owner)}:{_identity(owner)}" if is_named(owner) else None
    noun = noun_of(noun_of_stranger(actor.name), plural=True)
    if noun is not None and noun.family in _AT_HAND:
        return None
    where = actor.country or locale
    return f"group:{head_of(actor)}:{where}" if where else None


def _bare(actor: LocalActor, owner: LocalActor) -> str:
    """The description without its owner: "Iran's parliament" and "Iranian parliament" are both "parliament"."""
    name = head_of(actor)
    first, _, rest = name.partition(" of ")
    if rest:
        return first
    heads = [fold(owner.name), *sorted({fold(mention.text) for mention in owner.mentions}, key=len, reverse=True)]
    for head in heads:
        for before in (f"{head} ", f"{head}s "):  # "Iran's" has no apostrophe when folded
            if head and name.startswith(before):
                return name.removeprefix(before)
    return name
