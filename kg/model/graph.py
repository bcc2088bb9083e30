"""merge → store: canonical actors, places and events over all articles, and the merges that made them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg.model.kinds import ActorKind, Certainty, Polarity, Precision, Role, Status, Tense

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A local actor, place or event: article id and local id."""

    article: str
    local: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A canonical actor: every local actor of every article that is taken to be the same."""

    id: str
    kind: ActorKind
    name: str
    members: tuple[Ref, ...]
    aliases: tuple[str, ...] = ()
    country: str | None = None
    titles: tuple[str, ...] = ()
    part_of: str | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A canonical place; `within` is the id of the place that contains it (a city's country)."""

    id: str
    name: str
    members: tuple[Ref, ...]
    aliases: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    within: str | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One filler of a canonical event: an actor's id, or a phrase that is no actor. Exactly one is set."""

    role: Role
    actor: str | None = None
    phrase: str | None = None

    def __post_init__(self) -> None:
        if (self.actor is None) == (self.phrase is None):
            raise ValueError("a participant is either an actor or a phrase")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an event happened, as far as it is known; all None when it is not."""

    earliest: str | None
    latest: str | None
    precision: Precision
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How many articles and independent sources report an event; copies of one story count once as source.

    How many mentions do is the number of the event's members.
    """

    articles: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """The larger event, by id, that an event is a part or a consequence of, and why.

    `detail` is a sentence for the reader, `mention` the one of the part in whose sentence it is said.
    """

    whole: str
    rule: str
    score: float
    detail: str
    mention: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A canonical event: one happening, however many mentions report it. Members are never empty."""

    id: str
    type: str
    label: str
    lemma: str
    members: tuple[Ref, ...]
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    when: When | None = None
    polarity: Polarity = Polarity.POS
    certainty: Certainty = Certainty.CERTAIN
    tense: Tense = Tense.NON_FUTURE
    status: Status = Status.REPORTED
    attributed_to: tuple[str, ...] = ()
    confidence: float = 0.5
    support: Support = field(default_factory=lambda: Support(articles=1, sources=1))
    part_of: PartOf | None = None

    def __post_init__(self) -> None:
        if not self.members:
            raise ValueError(f"event {self.id} has no mention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One reason for a merge: name, score (0..1) and a sentence for the reader."""

    name: str
    score: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Why `members` became the canonical node `into`; `kind` is actor, place or event."""

    id: str
    kind: str
    into: str
    members: tuple[Ref, ...]
    rule: str
    score: float
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedGraph:
    """The canonical layer: a function of the set of article records alone, everything sorted by id."""

    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    merges: tuple[Merge, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    """(article id, id of the first article of the same wire story), for copies only."""


class Merged(Protocol):
    """The canonical layer for whom goes through it node by node, a few times: a MergedGraph, or one that is on disk.

    The order of the nodes is without influence.
    """

    @property
    def actors(self) -> Collection[Actor]:
        """Its actors."""
        ...

    @property
    def places(self) -> Collection[Place]:
        """Its places."""
        ...

    @property
    def events(self) -> Collection[Event]:
        """Its events."""
        ...

    @property
    def merges(self) -> Collection[Merge]:
        """Why nodes have several members."""
        ...

    @property
    def copies(self) -> Collection[tuple[str, str]]:
        """As of a MergedGraph."""
        ...
