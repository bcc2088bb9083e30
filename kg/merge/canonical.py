"""A cluster of happenings → one canonical Event, and the Merge that explains it. Internal to `kg.merge`.

Where reports differ, the event shows what most articles say, the earliest article deciding ties; what the others say
stays with them, as members.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from kg.ids import digest, slug
from kg.merge.happenings import SYMMETRIC
from kg.merge.label import label_of
from kg.model import (
    Event,
    Feature,
    Merge,
    Participant,
    Precision,
    Role,
    Status,
    Support,
    When,
    is_judged,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.merge.compare import Decision
    from kg.merge.happenings import Happening
    from kg.merge.label import Wording
    from kg.merge.world import World
    from kg.model import Filler, LocalEvent

Value = TypeVar("Value")

_STATUS_ORDER = (Status.REPORTED, Status.ALLEGED, Status.PLANNED, Status.DENIED)
_GENERIC_TYPES = frozenset({"OTHER", "CASUALTY"})
_PRONOUNS = frozenset(
    "he her him it one she that them these they this those us we what which who".split()  # noqa: SIM905
)
"""Phrases that say nothing outside their own text."""
# Fineness of a date: of two that agree, the finer is the better known.
_FINENESS = {Precision.DAY: 0, Precision.WEEK: 1, Precision.MONTH: 2, Precision.RANGE: 3, Precision.YEAR: 4}


def canonical_event(
    group: Sequence[Happening],
    *,
    world: World,
    first_of: Mapping[str, str],
    outlets: Mapping[str, str | None],
) -> Event:
    """The event of the group.

    `first_of` maps a copy to the first article of its story, `outlets` such an article to its source where it is there.
    """
    ranked = sorted(group, key=lambda one: (one.published or "9999", one.key))
    kind = _vote(
        [(one.type, one) for one in ranked if one.type not in _GENERIC_TYPES] or [(one.type, one) for one in ranked]
    )
    lemmas = [(one.lemma, one) for one in ranked if one.type == kind]
    lemma = _vote(lemmas) or ranked[0].lemma
    lead = max((one for one in ranked if one.lemma == lemma and one.type == kind), key=_fullness)
    status, modal = _status(ranked)
    participants = _participants(ranked, lead, world, together=kind in SYMMETRIC)
    place = _place(ranked)
    when = _when(ranked)
    members = tuple(sorted(ref for one in ranked for ref in one.refs))
    first = ranked[0]
    identity = digest(first.article, first.lead.id, length=10)
    return Event(
        id=f"{slug(kind)}-{slug(lemma) or 'event'}-{identity}",
        type=kind,
        label=label_of(
            lemma=lemma,
            is_noun=_is_noun(lead.lead),
            fillers=_shown(participants, world, wording=lead.wording),
            place=world.places[place].name if place else None,
            when=when,
            status=status,
            wording=lead.wording,
        ),
        lemma=lemma,
        members=members,
        participants=participants,
        place=place,
        when=when,
        polarity=modal.polarity,
        certainty=modal.certainty,
        tense=modal.tense,
        status=status,
        attributed_to=_attributed(ranked, world),
        # The surest report decides: reports are not independent enough for their doubts to be multiplied.
        confidence=max(mention.confidence for one in ranked for mention in one.mentions),
        support=_support(ranked, first_of, outlets),
    )


def event_merge(event: Event, group: Sequence[Happening], decisions: Sequence[Decision]) -> Merge:
    """Why the members are one event: by the weakest joint between articles, or the links within the only one."""
    features: tuple[Feature, ...]
    if decisions:
        weakest = min(decisions, key=lambda one: (not is_judged(one.rule), one.score, one.rule, str(one.features)))
        rule, score, features = weakest.rule, weakest.score, weakest.features
    else:
        rule, score = "same event in one article", 0.9
        triggers = ", ".join(dict.fromkeys(f"“{mention.text}”" for one in group for mention in one.mentions))
        features = (Feature(name=rule, score=score, detail=f"the article says {triggers} of the same participants"),)
    return Merge(
        id=f"merge-{event.id}",
        kind="event",
        into=event.id,
        members=event.members,
        rule=rule,
        score=score,
        features=features,
    )


def _vote(values: Iterable[tuple[Value, Happening]]) -> Value:
    """The value with most articles; the one met first at a tie, so values come earliest article first."""
    found: dict[Value, set[str]] = {}
    for value, one in values:
        found.setdefault(value, set()).add(one.article)
    return max(found, key=lambda value: len(found[value]))


def _fullness(one: Happening) -> tuple[int, int, int]:
    return len(one.doers) + len(one.targets), len(one.things) + bool(one.places) + one.dated, -one.key[1]


def _status(ranked: Sequence[Happening]) -> tuple[Status, LocalEvent]:
    """What most articles say of its reality, reported before alleged before planned before denied at a tie.

    With it comes a mention that says so, whose polarity, certainty and tense the event takes over.
    """
    counts = Counter(one.lead.status for one in ranked)
    status = min(counts, key=lambda status: (-counts[status], _STATUS_ORDER.index(status)))
    told = next(one.lead for one in ranked if one.lead.status is status)
    return status, told


def _participants(
    ranked: Sequence[Happening], lead: Happening, world: World, *, together: bool
) -> tuple[Participant, ...]:
    """Actors, most named first, then phrases, by role; of what is done `together` each party is an agent alone."""
    chosen: list[Participant] = []
    named = [(_actors(one, world), one) for one in ranked]
    phrases = _phrases(lead)
    for role in Role:
        others = {participant.actor for participant in chosen if participant.actor} if together else set()
        actors = [actor for actor in _role_actors(named, role) if actor not in others]
        chosen += [Participant(role=role, actor=actor) for actor in actors]
        said = _telling(phrases.get(role, []))
        if not said and not actors:
            told = [_phrases(one).get(role, []) for one in ranked]
            said = next((found for phrases in told if (found := _telling(phrases))), []) or next(filter(any, told), [])
        if said:
            chosen += [Participant(role=role, phrase=phrase) for phrase in sorted(set(said))]
    return tuple(chosen)


def _role_actors(named: Sequence[tuple[Mapping[Role, set[str]], Happening]], role: Role) -> list[str]:
    """The actor that most articles name in the role, and those who are named beside it, by how many name them."""
    values = [(actor, one) for actors, one in named for actor in sorted(actors.get(role, ()))]
    if not values:
        return []
    best = _vote(values)
    beside = set().union(*(actors[role] for actors, _ in named if best in actors.get(role, ())))
    articles = {actor: len({one.article for name, one in values if name == actor}) for actor in beside}
    return sorted(beside, key=lambda actor: (-articles[actor], actor != best, actor))


def _actors(one: Happening, world: World) -> dict[Role, set[str]]:
    found: dict[Role, set[str]] = {}
    for mention in one.mentions:
        for filler in mention.roles:
            actor = world.canonical(one.article, filler.actor)
            if actor is not None:
                found.setdefault(filler.role, set()).add(actor)
    return found


def _phrases(one: Happening) -> dict[Role, list[str]]:
    """Of each role the phrases of the first mention that has any, the leading one before all."""
    found: dict[Role, list[str]] = {}
    for mention in (one.lead, *(mention for mention in one.mentions if mention.id != one.lead.id)):
        here: dict[Role, list[str]] = {}
        for filler in mention.roles:
            if filler.actor is None:
                here.setdefault(filler.role, []).append(_tidy(filler))
        for role, phrases in here.items():
            found.setdefault(role, phrases)
    return found


def _telling(phrases: Iterable[str]) -> list[str]:
    """Those that are more than a pronoun."""
    return [phrase for phrase in phrases if phrase and phrase.lower() not in _PRONOUNS]


def _tidy(filler: Filler) -> str:
    return " ".join(filler.text.split())


def _shown(participants: Sequence[Participant], world: World, *, wording: Wording) -> dict[Role, list[str]]:
    """What the label names by role: no part of a phrase that it names, and partners as those who do it too."""
    shown: dict[Role, list[str]] = {}
    for participant in participants:
        known = participant.actor or participant.phrase or ""
        role = participant.role
        if role in {Role.PATIENT, Role.RECIPIENT} and known in wording.inner:
            continue
        if role is Role.PATIENT and known in wording.partners:
            role = Role.AGENT
        shown.setdefault(role, []).append(world.actors[known].name if participant.actor else known)
    return shown


def _place(ranked: Sequence[Happening]) -> str | None:
    """The place that most articles name; one that lies inside another counts for both, and is the better answer."""
    named = [one for one in ranked if one.places]
    if not named:
        scenes = [(one.scene[0], one) for one in ranked if one.scene]
        return _vote(scenes) if scenes else None
    containers = {around for one in named for around in one.places[1:]}
    narrow = [(one.places[0], one) for one in named if one.places[0] not in containers]
    return _vote(narrow or [(one.places[0], one) for one in named])


def _when(ranked: Sequence[Happening]) -> When | None:
    """The time that most articles give; of times that agree, the finest. None where no article gives any."""
    told = [(one.when, one) for one in ranked if one.when is not None]
    if not told:
        return None
    finest = min(_FINENESS.get(time.precision, 5) for time, _ in told)
    fine = [(time, one) for time, one in told if _FINENESS.get(time.precision, 5) == finest]
    earliest, latest = _vote([((time.earliest, time.latest), one) for time, one in fine])
    time = next(time for time, _ in fine if (time.earliest, time.latest) == (earliest, latest))
    return When(earliest=earliest, latest=latest, precision=time.precision, text=" ".join(time.text.split()))


def _attributed(ranked: Iterable[Happening], world: World) -> tuple[str, ...]:
    found = {
        world.canonical(one.article, source.actor)
        for one in ranked
        for mention in one.mentions
        for source in mention.attributed_to
    }
    return tuple(sorted(actor for actor in found if actor is not None))


def _support(ranked: Sequence[Happening], first_of: Mapping[str, str], outlets: Mapping[str, str | None]) -> Support:
    """Distinct articles and outlets; copies speak with the voice of their story's first outlet."""
    voices = set()
    for one in ranked:
        story = first_of.get(one.article, one.article)
        source = outlets.get(story, one.outlet)
        voices.add(("outlet", source.casefold()) if source else ("article", story))
    return Support(
        articles=len({one.article for one in ranked}),
        sources=len(voices),
    )


def _is_noun(mention: LocalEvent) -> bool:
    """By the rule that found it where it says so, else by the form of the word."""
    sort = mention.rule.partition(":")[0]
    if sort in ("verb", "noun", "adjective"):
        return sort != "verb"
    return mention.text.lower() in (mention.lemma, f"{mention.lemma}s") and mention.lemma.endswith(_NOUN_ENDINGS)


_NOUN_ENDINGS = (
    "ion",
    "ment",
    "ance",
    "ence",
    "al",
    "ing",
    "strike",
    "attack",
    "death",
    "protest",
    "funeral",
    "war",
    "talks",
)
