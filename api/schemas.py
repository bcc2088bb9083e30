"""The JSON of the service, for its OpenAPI description; the objects themselves are made by `kg.query.rows`.

A test compares these models with what the routes send, key by key.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Shape(BaseModel):
    """Base of all shapes: no key but those named."""

    model_config = ConfigDict(extra="forbid")


class Party(Shape):
    """A filler of a role: an actor, or a phrase that is no actor."""

    id: str | None = Field(description="Id of the actor; null for a phrase.", examples=["united-states"])
    name: str = Field(examples=["United States"])
    kind: str | None = Field(description="person, organization, group or polity; null for a phrase.")


class Speaker(Shape):
    """According to whom."""

    id: str | None = Field(description="Id of the actor; null when the words name none.")
    name: str


class EventPlace(Shape):
    """Where it happened."""

    id: str
    name: str = Field(examples=["Baghdad"])
    country: str | None = Field(description="ISO 3166-1 alpha-2.", examples=["IQ"])
    lat: float | None = Field(description="Degrees, WGS84.", examples=[33.34])
    lon: float | None = Field(description="Degrees, WGS84.", examples=[44.4])


class EventTime(Shape):
    """When it happened, as far as it is known."""

    earliest: str | None = Field(description="First possible day.", examples=["2020-01-03"])
    latest: str | None = Field(description="Last possible day.", examples=["2020-01-03"])
    precision: str = Field(description="day, week, month, year, range or unknown.", examples=["day"])
    text: str = Field(description="The words of the article.", examples=["early Friday"])


class Support(Shape):
    """How many report it; copies of one wire story count as one source."""

    articles: int
    sources: int
    mentions: int


class Trigger(Shape):
    """The words that name the event; offsets are half-open, in code points of the article's text."""

    start: int
    end: int
    text: str = Field(examples=["killed"])


class Evidence(Shape):
    """A sentence that says so; `start` and `end` are its offsets in the article's text."""

    article: str
    title: str | None
    date: str | None = Field(description="Publication date, as fine as known.")
    sentence: str
    start: int
    end: int
    trigger: Trigger
    polarity: str = Field(description="POS or NEG.")
    certainty: str = Field(description="CERTAIN, PROBABLE or POSSIBLE.")
    tense: str = Field(description="NON_FUTURE or FUTURE.")
    confidence: float = Field(ge=0, le=1)


class EvidenceDetail(Evidence):
    """A sentence that says so, with its article's outlet and address, its rule and its attribution."""

    mention: str = Field(description="IRI of the mention in the graph.")
    source: str | None
    url: str | None
    rule: str = Field(description="The extraction rule that found it.")
    attributed_to: list[Speaker]


class Event(Shape):
    """Who did what to whom, where, when, according to whom, and the sentences that say so."""

    id: str
    iri: str
    type: str = Field(examples=["ASSAULT"])
    label: str = Field(examples=["United States killed Qasem Soleimani, Baghdad, 3 January 2020"])
    agents: list[Party]
    patients: list[Party]
    recipients: list[Party]
    instrument: Party | None
    participants: list[Party]
    place: EventPlace | None
    time: EventTime | None
    status: str = Field(description="Reported, Alleged, Denied or Planned.")
    polarity: str
    certainty: str
    tense: str
    attributed_to: list[Speaker]
    confidence: float = Field(ge=0, le=1)
    support: Support
    evidence: list[Evidence]


class Merge(Shape):
    """Why mentions were taken for one event."""

    id: str
    rule: str
    score: float
    because: list[str]
    members: list[str] = Field(description="IRIs of the mentions.")
    sentence: str = Field(description="The same in a sentence.")


class Version(Shape):
    """A value that some articles give where others give another one."""

    value: str = Field(
        description="Id of a place or actor, a time, a number with its thing, a type, POS or NEG.",
        examples=["baghdad-98182"],
    )
    label: str = Field(description="The value in words.", examples=["Baghdad"])
    evidence: list[Evidence] = Field(description="The sentences that say so.")


class Difference(Shape):
    """A property on which the articles differ; the value of most articles comes first."""

    property: str = Field(
        description="place, time, number, agent, patient, recipient, polarity or type.", examples=["place"]
    )
    values: list[Version]


class Disagreement(Difference):
    """An event and a property on which the articles that report it differ."""

    event: Event


class Link(Shape):
    """An event that this one is a part of, or that is a part of it, and why."""

    id: str
    iri: str
    label: str
    rule: str
    score: float
    because: str = Field(description="The reason in a sentence.")


class EventDetail(Event):
    """One event with everything known of it."""

    evidence: list[EvidenceDetail]  # type: ignore[assignment]  # a list of a narrower item
    merges: list[Merge]
    disagreements: list[Difference]
    part_of: Link | None = Field(description="The larger event that it is a part or a consequence of.")
    parts: list[Link] = Field(description="Events that are a part of it, at most 100.")


class Article(Shape):
    """An article without its text."""

    id: str
    iri: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    author: str | None
    language: str | None
    copy_of: str | None = Field(description="Id of the article whose wire story it repeats.")


class ArticleToAdd(BaseModel):
    """An article to add; further keys are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    text: str = Field(description="The words of the article, kept exactly as given.", examples=["Jets bombed it."])
    id: str | None = Field(default=None, description="Without it, it is derived from the url, else from the text.")
    url: str | None = None
    title: str | None = None
    date: str | None = Field(default=None, description="Publication date, ISO 8601.", examples=["2021-05-04"])
    source: str | None = Field(default=None, description="Outlet.")
    author: str | None = None
    language: str | None = Field(default=None, examples=["en"])


class Outcome(Shape):
    """What became of one article."""

    item: int = Field(description="Its number in the request, from 1.", examples=[1])
    article: str | None = Field(description="Its id; null when it was rejected before it had one.")
    outcome: str = Field(description="new, replaced, unchanged, rejected, deleted or missing.", examples=["new"])
    reason: str | None = Field(description="Why it was rejected.")


class Job(Shape):
    """Articles that were handed in, and what became of them; times are ISO 8601 in UTC."""

    id: str = Field(examples=["20211104T101112123456-0a1b2c3d"])
    kind: str = Field(description="add or delete.")
    state: str = Field(description="queued, running, or done: reading shows its effect.")
    created: str
    started: str | None
    finished: str | None
    total: int = Field(description="How many articles it has.")
    done: int = Field(description="How many have been dealt with.")
    generation: int | None = Field(description="Number of the snapshot that first shows its effect.")
    detail: str | None = Field(description="What it waits for, when not for its turn.")
    counts: dict[str, int] = Field(description="Articles by outcome.")
    outcomes: list[Outcome] = Field(description="One for each article, once all have been dealt with.")


class ArticleDetail(Article):
    """One article: its text, what was found in it by offset, and the canonical node of each local id."""

    text: str
    sentences: list[list[int]]
    actors: list[dict[str, Any]]
    places: list[dict[str, Any]]
    times: list[dict[str, Any]]
    events: list[dict[str, Any]]
    canonical: dict[str, str] = Field(description="IRI of the canonical actor, place or event, by local id.")
    run: str | None = Field(description="When the run began that read it, ISO 8601; null where the store does not say.")


class Actor(Shape):
    """A canonical actor."""

    id: str
    name: str
    kind: str
    country: str | None
    part_of: str | None
    aliases: list[str]
    titles: list[str]
    same_as: list[str]


class ListedActor(Actor):
    """An actor in a list, with the number of events it takes part in."""

    events: int


class Counterpart(Shape):
    """An actor that shares events with another."""

    id: str
    name: str
    kind: str
    events: int


class ActorDetail(Actor):
    """One actor and its part in the events."""

    iri: str
    events: int
    by_role: dict[str, int]
    by_type: dict[str, int]
    first: str | None
    last: str | None
    counterparts: list[Counterpart]


class Place(EventPlace):
    """A canonical place."""

    within: str | None
    aliases: list[str]
    geonames: int | None


class ListedPlace(Place):
    """A place in a list, with the number of events at the place itself."""

    events: int


class PlaceDetail(Place):
    """One place, with the events in it and in the places within it."""

    iri: str
    events: int
    by_type: dict[str, int]
    inner: list[EventPlace]


class EventType(Shape):
    """An event type of the codebook."""

    id: str
    iri: str
    label: str
    definition: str
    group: str = Field(description="Verbal or material, cooperation or conflict, or neutral.")
    score: float = Field(description="From conflict (-10) to cooperation (10).")
    examples: list[str]
    counter_examples: list[str]
    plover: str | None
    cameo: list[str]
    schema_org: list[str]
    wikidata: list[str]
    events: int


class Bucket(Shape):
    """A day, week, month or year with events in it."""

    bucket: str = Field(description="ISO 8601: a day, week, month or year.", examples=["2020-01"])
    first: str = Field(examples=["2020-01-01"])
    last: str = Field(examples=["2020-01-31"])
    events: int = Field(description="Events whose whole time lies within it.", examples=[12])
    possible: int = Field(description="Further events that may have happened in it, counted in `spread`.", examples=[1])


class Timeline(Shape):
    """Events by time; `events` is the sum over the buckets, plus `spread`, plus `undated`."""

    by: str = Field(description="day, week, month or year.", examples=["month"])
    items: list[Bucket] = Field(description="The buckets that have events, in order.")
    next: None = Field(description="Always null: all buckets come at once.")
    total: int = Field(description="How many buckets.", examples=[1])
    events: int = Field(description="How many events fit the filters.", examples=[15])
    spread: int = Field(description="Events whose time reaches over several buckets.", examples=[1])
    undated: int = Field(description="Events of which no day is known.", examples=[2])


class Liveness(Shape):
    """The process answers."""

    status: str = Field(examples=["ok"])
    version: str = Field(description="Of whodid.")


class Health(Liveness):
    """The service is ready."""

    generation: int = Field(description="Number of the snapshot that is read.")


class Listed(Shape, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    total: int = Field(description="How many match in all.")


class ProblemShape(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["https://w3id.org/whodid/problem/bad-request"])
    title: str = Field(examples=["Bad Request"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["from must be a date such as 2020-01-03, 2020-01 or 2020, not 'yesterday'"])
