"""The one data model: what the stages hand to each other. Frozen, hashable where it matters, standard library only.

    read     → Article
    extract  → Extraction      mentions, times and event mentions of one article, not yet resolved
    resolve  → ArticleRecord   the same with actors and places: what `kg extract` prints and an article graph holds
    merge    → MergedGraph     canonical actors, places and events over all articles, with the merges that made them

Offsets are half-open, in Unicode code points, into `Article.text`, which never changes after reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a filler does in the event: by meaning, not by grammar."""

    AGENT = "agent"
    PATIENT = "patient"
    RECIPIENT = "recipient"
    INSTRUMENT = "instrument"
    PARTICIPANT = "participant"


class Form(StrEnum):
    """How a mention names its referent."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class ActorKind(StrEnum):
    """What sort of actor. A polity is a state, region or city that acts."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    POLITY = "polity"


class Polarity(StrEnum):
    """Whether the mention says that it happened or that it did not."""

    POS = "POS"
    NEG = "NEG"


class Certainty(StrEnum):
    """How sure the wording is (hedge words); who says so is a matter of attribution. Values are MEANTIME's."""

    CERTAIN = "CERTAIN"
    PROBABLE = "PROBABLE"
    POSSIBLE = "POSSIBLE"


class Tense(StrEnum):
    """FUTURE covers what is planned, threatened, promised or demanded. Values are MEANTIME's."""

    NON_FUTURE = "NON_FUTURE"
    FUTURE = "FUTURE"


class Status(StrEnum):
    """The one word that keeps an uncertain, denied or future event apart from a reported one."""

    REPORTED = "Reported"
    ALLEGED = "Alleged"
    DENIED = "Denied"
    PLANNED = "Planned"


class Precision(StrEnum):
    """How finely a time is known. UNKNOWN: only bounds, if that."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


def status_of(polarity: Polarity, certainty: Certainty, tense: Tense) -> Status:
    """The status that follows from modality; denial outweighs planning, planning outweighs doubt."""
    if polarity is Polarity.NEG:
        return Status.DENIED
    if tense is Tense.FUTURE:
        return Status.PLANNED
    if certainty is not Certainty.CERTAIN:
        return Status.ALLEGED
    return Status.REPORTED


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read. `date` is the publication date, `YYYY-MM-DD` or coarser, None when unknown."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article needs an id")


# ---------------------------------------------------------------- extract → resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One phrase that may name an actor or a place, with what its grammar tells about it.

    Attributes:
        span: the phrase without its relative clauses and appositions.
        head: the name itself, or the head noun with its compounds.
        form: name, nominal or pronoun.
        label: the class of the phrase: PERSON, ORG, GPE, LOC, FAC, NORP, or "" for a nominal or pronoun whose class
            only its words tell.
        lemma: lower-case lemma of the head word.
        sentence: index of its sentence.
        number: "sing", "plur" or "".
        gender: "masc", "fem", "neut" or "": from a pronoun, a title or a relational noun, never guessed from a name.
        title: the title said before a name ("Maj. Gen.", "President"), else "".
        definite: a definite description ("the general", "its parliament", a name).
        owner: index (in `Extraction.mentions`) of the mention this one belongs to: "Iran" of "Iran's parliament",
            "Iraq" of "the Iraqi government"; None when there is none.
        apposition: index of the mention that this one stands beside and renames ("Soleimani, *a commander*").
        is_subject: the phrase is a grammatical subject; pronouns prefer those.
        quoted: inside quotation marks.
        speaker: index of the mention that utters the quotation around it, for I and we.
    """

    span: Span
    head: Span
    form: Form
    label: str
    lemma: str
    sentence: int
    number: str = ""
    gender: str = ""
    title: str = ""
    definite: bool = False
    owner: int | None = None
    apposition: int | None = None
    is_subject: bool = False
    quoted: bool = False
    speaker: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One time expression.

    `value` is ISO 8601: a partial date (`2020`, `2020-01`, `2020-01-03`), a week (`2020-W01`) or a range
    (`2019-11-06/2020-01-06`); None when nothing is known. The bounds are days, both included.
    """

    id: str
    span: Span
    text: str
    value: str | None
    precision: Precision
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMention:
    """A filler before resolution; `mention` is an index into `Extraction.mentions`, None for a plain phrase."""

    role: Role
    span: Span
    head: Span
    mention: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One event mention before resolution; `places` and `speakers` are candidates, best first, as mention indices."""

    id: str
    type: str
    trigger: Span
    lemma: str
    sentence: int
    roles: tuple[RoleMention, ...] = ()
    place: int | None = None
    time: str | None = None
    polarity: Polarity = Polarity.POS
    certainty: Certainty = Certainty.CERTAIN
    tense: Tense = Tense.NON_FUTURE
    speakers: tuple[RoleMention, ...] = ()
    confidence: float = 0.5
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one article says, before its mentions are joined to actors and places."""

    article: Article
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[EventMention, ...] = ()


# ---------------------------------------------------------------- resolve → store, merge


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


# ---------------------------------------------------------------- merge → store


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
    """How many articles, independent sources and mentions report an event; copies of one story count once as source."""

    articles: int
    sources: int
    mentions: int


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
    support: Support = field(default_factory=lambda: Support(articles=1, sources=1, mentions=1))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An input that gave no article: where it stood, and one sentence that says why."""

    where: str
    reason: str
