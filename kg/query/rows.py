"""What the queries give back: flat, frozen rows, and the one JSON shape of each, the same on every route and command.

Rows know nothing of RDF and nothing of HTTP. `*_to_json` fixes the names and the order of the keys.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.query.merges import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A filler of a role: an actor with id, name and kind, or a phrase that is no actor (id and kind None)."""

    id: str | None
    name: str
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place; coordinates are WGS84 degrees, `country` is ISO 3166-1 alpha-2, `within` the id of its container."""

    id: str
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    within: str | None = None
    aliases: tuple[str, ...] = ()
    geonames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """A canonical actor with every name it is known by; `titles` as said in the articles."""

    id: str
    name: str
    kind: str
    country: str | None = None
    part_of: str | None = None
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """When it happened, as far as known: first and last possible day, ISO 8601; `text` as the article words it."""

    earliest: str | None
    latest: str | None
    precision: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRow:
    """The words that name the event, with their offsets in the article's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """Who a mention is attributed to: the words that name the speaker, the canonical actor's id where there is one."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One mention of an event: the sentence, its offsets in the article's text, and how the sentence puts it."""

    mention: str
    article: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    sentence: str
    start: int
    end: int
    trigger: TriggerRow
    polarity: str
    certainty: str
    tense: str
    confidence: float
    rule: str
    attributed_to: tuple[SpeakerRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRow:
    """How many articles, independent sources and mentions report an event."""

    articles: int
    sources: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Who did what to whom, where and when, according to whom, and the sentences that say so."""

    id: str
    iri: str
    type: str
    label: str
    lemma: str
    agents: tuple[PartyRow, ...]
    patients: tuple[PartyRow, ...]
    recipients: tuple[PartyRow, ...]
    instruments: tuple[PartyRow, ...]
    participants: tuple[PartyRow, ...]
    place: PlaceRow | None
    time: TimeRow | None
    status: str
    polarity: str
    certainty: str
    tense: str
    attributed_to: tuple[PartyRow, ...]
    confidence: float
    support: SupportRow
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """Why mentions were taken for one thing: the rule, its score (0..1) and the reasons as sentences."""

    id: str
    rule: str
    score: float
    because: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """An event that another one is a part of, or that is a part of it: rule, score (0..1) and reason of the link."""

    id: str
    iri: str
    label: str
    rule: str
    score: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A value that some articles give where others give another one, with the sentences that say so."""

    value: str
    label: str
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A property on which articles differ, the value of most articles first."""

    property: str
    values: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRow:
    """An event and a property on which the articles that report it differ."""

    event: EventRow
    difference: DifferenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """One event with the merges that made it, what its articles differ on, what it is part of, and its parts."""

    event: EventRow
    merges: tuple[MergeRow, ...]
    disagreements: tuple[DifferenceRow, ...] = ()
    part_of: LinkRow | None = None
    parts: tuple[LinkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article of the store without its text; `copy_of` names the article whose wire story it repeats."""

    id: str
    iri: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    author: str | None
    language: str | None
    copy_of: str | None = None


def event_to_json(row: EventRow) -> Json:
    """The contract's event object."""
    return {
        "id": row.id,
        "iri": row.iri,
        "type": row.type,
        "label": row.label,
        "agents": [party_to_json(party) for party in row.agents],
        "patients": [party_to_json(party) for party in row.patients],
        "recipients": [party_to_json(party) for party in row.recipients],
        # nearly every event has at most one; further ones are in the graph (ev:instrument)
        "instrument": party_to_json(row.instruments[0]) if row.instruments else None,
        "participants": [party_to_json(party) for party in row.participants],
        "place": event_place_to_json(row.place) if row.place else None,
        "time": time_to_json(row.time) if row.time else None,
        "status": row.status,
        "polarity": row.polarity,
        "certainty": row.certainty,
        "tense": row.tense,
        "attributed_to": [{"id": party.id, "name": party.name} for party in row.attributed_to],
        "confidence": row.confidence,
        "support": {
            "articles": row.support.articles,
            "sources": row.support.sources,
            "mentions": row.support.mentions,
        },
        "evidence": [evidence_to_json(evidence) for evidence in row.evidence],
    }


def event_detail_to_json(detail: EventDetail) -> Json:
    """The event object, its evidence with source, url, rule and attribution, and why its mentions were merged."""
    shown = event_to_json(detail.event)
    shown["evidence"] = [
        evidence_to_json(evidence) | _more_evidence_to_json(evidence) for evidence in detail.event.evidence
    ]
    shown["merges"] = [merge_to_json(merge) | {"sentence": sentence_of(merge)} for merge in detail.merges]
    shown["disagreements"] = [difference_to_json(difference) for difference in detail.disagreements]
    return shown | links_to_json(detail.part_of, detail.parts)


def links_to_json(part_of: LinkRow | None, parts: Iterable[LinkRow]) -> Json:
    """`{part_of, parts}`, each link as `{id, iri, label, rule, score, because}`."""
    return {"part_of": None if part_of is None else asdict(part_of), "parts": [asdict(part) for part in parts]}


def disagreement_to_json(row: DisagreementRow) -> Json:
    """`{event, property, values}`, the event as everywhere."""
    return {"event": event_to_json(row.event)} | difference_to_json(row.difference)


def difference_to_json(row: DifferenceRow) -> Json:
    """`{property, values: [{value, label, evidence}]}`, evidence as in an event."""
    return {
        "property": row.property,
        "values": [
            {
                "value": version.value,
                "label": version.label,
                "evidence": [evidence_to_json(evidence) for evidence in version.evidence],
            }
            for version in row.values
        ],
    }


def merge_to_json(merge: MergeRow) -> Json:
    """`{id, rule, score, because, members}`."""
    return {
        "id": merge.id,
        "rule": merge.rule,
        "score": merge.score,
        "because": list(merge.because),
        "members": list(merge.members),
    }


def more_to_json(row: EventRow) -> Json:
    """What `event_to_json` leaves out of a row: with both, `event_from_json` gives the row again."""
    return {
        "lemma": row.lemma,
        "instruments": [party_to_json(party) for party in row.instruments],
        "attributed_to": [party_to_json(party) for party in row.attributed_to],
        "place": None if row.place is None else place_to_json(row.place),
        "evidence": [_more_evidence_to_json(evidence) for evidence in row.evidence],
    }


def _more_evidence_to_json(evidence: EvidenceRow) -> Json:
    return {
        "mention": evidence.mention,
        "source": evidence.source,
        "url": evidence.url,
        "rule": evidence.rule,
        "attributed_to": [{"id": speaker.id, "name": speaker.name} for speaker in evidence.attributed_to],
    }


def party_to_json(party: PartyRow) -> Json:
    """`{id, name, kind}`; id and kind are null for a phrase that is no actor."""
    return {"id": party.id, "name": party.name, "kind": party.kind}


def event_place_to_json(place: PlaceRow) -> Json:
    """`{id, name, country, lat, lon}`, as an event carries it."""
    return {"id": place.id, "name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}


def time_to_json(time: TimeRow) -> Json:
    """`{earliest, latest, precision, text}`."""
    return {"earliest": time.earliest, "latest": time.latest, "precision": time.precision, "text": time.text}


def evidence_to_json(evidence: EvidenceRow) -> Json:
    """One sentence that says so; `start` and `end` are the sentence's, `trigger` has its own."""
    return {
        "article": evidence.article,
        "title": evidence.title,
        "date": evidence.date,
        "sentence": evidence.sentence,
        "start": evidence.start,
        "end": evidence.end,
        "trigger": {"start": evidence.trigger.start, "end": evidence.trigger.end, "text": evidence.trigger.text},
        "polarity": evidence.polarity,
        "certainty": evidence.certainty,
        "tense": evidence.tense,
        "confidence": evidence.confidence,
    }


def article_to_json(row: ArticleRow) -> Json:
    """An article without its text."""
    return {
        "id": row.id,
        "iri": row.iri,
        "title": row.title,
        "date": row.date,
        "source": row.source,
        "url": row.url,
        "author": row.author,
        "language": row.language,
        "copy_of": row.copy_of,
    }


def actor_to_json(row: ActorRow) -> Json:
    """An actor with its names."""
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "country": row.country,
        "part_of": row.part_of,
        "aliases": list(row.aliases),
        "titles": list(row.titles),
        "same_as": list(row.same_as),
    }


def place_to_json(row: PlaceRow) -> Json:
    """A place with its names and where it lies."""
    return event_place_to_json(row) | {
        "within": row.within,
        "aliases": list(row.aliases),
        "geonames": row.geonames,
    }
