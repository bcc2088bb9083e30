"""resolve → store, merge: what one article says, with its actors and places: the unit of storage."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.articles import Article, Span  # noqa: TC001 -- what is kept on disk is read back by these types
from kg.model.kinds import ActorKind, Certainty, Form, Polarity, Role, Status, Tense, status_of
from kg.model.mentions import Time  # noqa: TC001 -- what is kept on disk is read back by these types


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A resolved mention of an actor or place."""

    span: Span
    text: str
    head: Span
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalActor:
    """An actor of one article. `authority` is the key of an authority file (`country:US`) or None."""

    id: str
    kind: ActorKind
    name: str
    mentions: tuple[ActorMention, ...]
    country: str | None = None
    titles: tuple[str, ...] = ()
    owner: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlace:
    """A place of one article; coordinates are WGS84 degrees, `country` ISO 3166-1 alpha-2, `geonames` its id there."""

    id: str
    name: str
    mentions: tuple[ActorMention, ...]
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """A role of a resolved event; `actor` is a local actor's id, None when the phrase is no actor."""

    role: Role
    span: Span
    text: str
    head: Span
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRef:
    """Where an event happened, and the words that say so; `id` is a local place's."""

    id: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so: the words, and the local actor's id where it is one."""

    span: Span
    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEvent:
    """One event mention of an article. `also`: ids of further mentions of the same event in the article."""

    id: str
    type: str
    trigger: Span
    text: str
    lemma: str
    sentence: int
    roles: tuple[Filler, ...] = ()
    place: PlaceRef | None = None
    time: str | None = None
    polarity: Polarity = Polarity.POS
    certainty: Certainty = Certainty.CERTAIN
    tense: Tense = Tense.NON_FUTURE
    attributed_to: tuple[Source, ...] = ()
    confidence: float = 0.5
    also: tuple[str, ...] = ()
    rule: str = ""

    @property
    def status(self) -> Status:
        """Reported, alleged, denied or planned."""
        return status_of(self.polarity, self.certainty, self.tense)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """All that one article says: the unit of storage, replaced or deleted as a whole.

    Attributes:
        fingerprint: MinHash of the text (32-bit numbers); near-equal ones are copies of one wire story.
        extractor: name and version of software and model, `whodid@0.1.0 en_whodid_news@0.1.0`.
    """

    article: Article
    sentences: tuple[Span, ...]
    actors: tuple[LocalActor, ...] = ()
    places: tuple[LocalPlace, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[LocalEvent, ...] = ()
    fingerprint: tuple[int, ...] = ()
    extractor: str = ""
