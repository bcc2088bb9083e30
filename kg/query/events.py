"""Who did what: the events that fit a filter, one page of them, and one event with all that is known of it.

Filters are answered from the event index in memory and by fixed queries that give sets of events; labels, parties and
sentences are fetched for the events of the page alone.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from kg import dates
from kg.errors import StoreError, UnknownError
from kg.model import Role
from kg.query.filters import Sort
from kg.query.names import find_actors, find_places
from kg.query.paging import Key, Page, cut_page
from kg.query.rows import (
    EventDetail,
    EventRow,
    EvidenceRow,
    MergeRow,
    PartyRow,
    SpeakerRow,
    SupportRow,
    TimeRow,
    TriggerRow,
)
from kg.store.iris import article_iri, kind_and_id, resource_iri
from kg.store.terms import Iri
from kg.vocab import EV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.catalog import Catalog, Columns, IndexedEvent
    from kg.query.filters import EventFilter, Near
    from kg.query.rows import PlaceRow

_ROLES = {
    Role.AGENT: EV.agent,
    Role.PATIENT: EV.patient,
    Role.RECIPIENT: EV.recipient,
    Role.INSTRUMENT: EV.instrument,
    Role.PARTICIPANT: EV.participant,
}
_UNDATED = "9999-99-99"
_WORD = re.compile(r"\w+")
_EARTH_KM = 6371.0088
"""Mean radius of the earth."""


def list_events(catalog: Catalog, event_filter: EventFilter) -> Page[EventRow]:
    """One page of the events that fit, with their evidence.

    Raises:
        UnknownError: an actor, place or article of the filter is not in the store.
        QueryError: the cursor is not one of this list.
    """
    page = page_of_index(catalog, event_filter)
    rows = tuple(_event_row(catalog, event) for event in page.items)
    return Page(items=rows, next=page.next, total=page.total)


def each_event(catalog: Catalog, event_filter: EventFilter) -> Iterator[EventRow]:
    """All events that fit, in order, without paging: limit and cursor of the filter do not count."""
    for event in sorted(matching_events(catalog, event_filter), key=_sort_key(event_filter.sort)):
        yield _event_row(catalog, event)


def get_event(catalog: Catalog, identifier: str) -> EventDetail:
    """One event by id or IRI, with every mention of it and why its mentions were merged; UnknownError when none."""
    event = find_event(catalog, identifier)
    return EventDetail(event=_event_row(catalog, event), merges=_merges(catalog, event.iri))


def find_event(catalog: Catalog, identifier: str) -> IndexedEvent:
    """The event given by id or IRI; UnknownError when the store has none."""
    events = catalog.events()
    event = events.get(identifier)
    if event is None:
        with suppress(StoreError):  # what no id can be
            event = events.get(resource_iri("event", identifier))
    if event is None:
        raise UnknownError(f"no event of the store has the id {identifier!r}; see /events")
    return event


def page_of_index(catalog: Catalog, event_filter: EventFilter) -> Page[IndexedEvent]:
    """The same page as `list_events`, of the index alone."""
    return cut_page(
        matching_events(catalog, event_filter),
        key=_sort_key(event_filter.sort),
        asked=event_filter.asked(),
        limit=event_filter.limit,
        cursor=event_filter.cursor,
    )


class _sort_key:  # noqa: N801 -- a function with a setting; a closure would not be typed as precisely
    def __init__(self, sort: Sort) -> None:
        self._sort = sort

    def __call__(self, event: IndexedEvent) -> Key:
        start, end = event.earliest or event.latest or _UNDATED, event.latest or event.earliest or _UNDATED
        if self._sort is Sort.SUPPORT:
            return (-event.sources, -event.support, start, end, event.id)
        if self._sort is Sort.CONFIDENCE:
            return (-event.confidence, start, end, event.id)
        if self._sort is Sort.TIME_DOWN:
            is_undated = start == _UNDATED
            return (is_undated, *((0, 0) if is_undated else (-_day_number(end), -_day_number(start))), event.id)
        return (start, end, event.id)


def _day_number(value: str) -> int:
    return dates.bounds(value)[1].toordinal()


def matching_events(catalog: Catalog, wanted: EventFilter) -> list[IndexedEvent]:
    """The events that fit, by IRI; order and page of the filter do not count. UnknownError as for `list_events`."""
    events = catalog.events()
    sets = list(_event_sets(catalog, wanted))
    iris = set.intersection(*sets) if sets else set(events)
    places = _wanted_places(catalog, wanted)
    return [
        event
        for iri in sorted(iris)
        if (event := events.get(iri)) is not None
        and (not wanted.types or event.type in wanted.types)
        and (wanted.polarity is None or event.polarity == wanted.polarity)
        and (wanted.certainty is None or event.certainty == wanted.certainty)
        and (wanted.tense is None or event.tense == wanted.tense)
        and (wanted.status is None or event.status == wanted.status)
        and (wanted.min_confidence is None or event.confidence >= wanted.min_confidence)
        and (wanted.min_support is None or event.sources >= wanted.min_support)
        and (places is None or event.place in places)
        and _is_within_days(event, wanted)
    ]


def _event_sets(catalog: Catalog, wanted: EventFilter) -> Iterator[set[str]]:
    """For each condition on actors, articles and words, the IRIs of the events that meet it."""
    for names, properties in (
        (wanted.agent, (EV.agent,)),
        (wanted.patient, (EV.patient,)),
        (wanted.actor, tuple(_ROLES.values())),
        ((wanted.attributed_to,) if wanted.attributed_to else (), (EV.attributedTo,)),
    ):
        for name in names:
            yield {
                row.text("event")
                for actor in find_actors(catalog.actors(), name)
                for term in properties
                for row in catalog.select(
                    "events_by_role", property=Iri(term), actor=Iri(resource_iri("actor", actor))
                )
            }  # fmt: skip
    if wanted.article is not None:
        article = find_article(catalog, wanted.article)
        yield {row.text("event") for row in catalog.select("events_by_article", article=Iri(article_iri(article)))}
    if wanted.source is not None:
        folded = wanted.source.casefold()
        sources = {row.source for row in catalog.articles().values() if row.source and row.source.casefold() == folded}
        yield {
            row.text("event") for source in sorted(sources) for row in catalog.select("events_by_source", source=source)
        }
    if wanted.words:
        yield _events_with_words(catalog, wanted.words)


def find_article(catalog: Catalog, identifier: str) -> str:
    """The id of the article given by id or IRI; UnknownError when the store has none."""
    if identifier in catalog.articles():
        return identifier
    for article in catalog.articles().values():
        if article.iri == identifier:
            return article.id
    raise UnknownError(f"no article of the store has the id {identifier!r}; see /articles")


def _events_with_words(catalog: Catalog, words: tuple[str, ...]) -> set[str]:
    """Events of which one sentence has all the words; the article's text is searched for the longest word first."""
    longest = max((word for phrase in words for word in phrase.split()), key=lambda word: (len(word), word))
    found = set()
    for row in catalog.select("articles_with_word", word=longest):
        text = row.text("text")
        for sentence in catalog.select("sentences_of_article", article=Iri(row.text("article"))):
            shown = text[sentence.count("begin") : sentence.count("end")]
            joined = " ".join(["", *_WORD.findall(shown.lower()), ""])
            if all(f" {phrase} " in joined for phrase in words):
                found.add(sentence.text("event"))
    return found


def _wanted_places(catalog: Catalog, wanted: EventFilter) -> frozenset[str] | None:
    places: frozenset[str] | None = None
    if wanted.place is not None:
        places = find_places(catalog.places(), wanted.place)
    if wanted.near is not None:
        near = frozenset(place.id for place in catalog.places().values() if _is_near(place, wanted.near))
        places = near if places is None else places & near
    return places


def _is_near(place: PlaceRow, near: Near) -> bool:
    """Great-circle distance by the haversine formula, on a sphere."""
    if place.lat is None or place.lon is None:
        return False
    lat, other_lat = math.radians(place.lat), math.radians(near.lat)
    half_lon = math.radians(place.lon - near.lon) / 2
    chord = math.sin((lat - other_lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord))) <= near.radius_km


def _is_within_days(event: IndexedEvent, wanted: EventFilter) -> bool:
    """Whether the event's time overlaps the days wanted, both ends included; an open end reaches any day."""
    if wanted.since is None and wanted.until is None:
        return True
    if event.earliest is None and event.latest is None:
        return False
    if wanted.since is not None and event.latest is not None and dates.bounds(event.latest)[1] < wanted.since:
        return False
    return wanted.until is None or event.earliest is None or dates.bounds(event.earliest)[0] <= wanted.until


def _event_row(catalog: Catalog, event: IndexedEvent) -> EventRow:
    (detail,) = catalog.select("event_detail", event=Iri(event.iri))
    parties: dict[str, list[PartyRow]] = {}
    for row in catalog.select("event_parties", event=Iri(event.iri)):
        parties.setdefault(row.text("role"), []).append(_party(catalog, row))
    evidence = _evidence(catalog, event.iri)
    precision = detail.maybe_text("precision")
    return EventRow(
        id=event.id,
        iri=event.iri,
        type=event.type,
        label=detail.text("label"),
        lemma=detail.text("lemma"),
        agents=_in_order(parties.get("agent", [])),
        patients=_in_order(parties.get("patient", [])),
        recipients=_in_order(parties.get("recipient", [])),
        instruments=_in_order(parties.get("instrument", [])),
        participants=_in_order(parties.get("participant", [])),
        place=None if event.place is None else catalog.places()[event.place],
        time=None
        if precision is None
        else TimeRow(
            earliest=event.earliest, latest=event.latest, precision=precision, text=detail.maybe_text("text") or ""
        ),
        status=event.status,
        polarity=event.polarity,
        certainty=event.certainty,
        tense=event.tense,
        attributed_to=_in_order(parties.get("attributed_to", [])),
        confidence=event.confidence,
        support=SupportRow(articles=event.support, sources=detail.count("sources"), mentions=detail.count("mentions")),
        evidence=evidence,
    )


def _party(catalog: Catalog, row: Columns) -> PartyRow:
    iri = row.iri("filler")
    if iri is None:
        return PartyRow(id=None, name=row.text("filler"), kind=None)
    actor = catalog.actors()[kind_and_id(iri)[1]]
    return PartyRow(id=actor.id, name=actor.name, kind=actor.kind)


def _in_order(parties: list[PartyRow]) -> tuple[PartyRow, ...]:
    return tuple(sorted(parties, key=lambda party: (party.id is None, party.name, party.id or "")))


def _evidence(catalog: Catalog, iri: str) -> tuple[EvidenceRow, ...]:
    speakers: dict[str, list[tuple[tuple[int, str], SpeakerRow]]] = {}
    for row in catalog.select("event_speakers", event=Iri(iri)):
        said = row.text("attribution")  # `…#e1.q2`: the number at the end is its place in the list
        speakers.setdefault(row.text("mention"), []).append(((len(said), said), _speaker(catalog, row)))
    rows = []
    for row in catalog.select("event_evidence", event=Iri(iri)):
        article = catalog.articles()[row.text("id")]
        mention = row.text("mention")
        rows.append(
            EvidenceRow(
                mention=mention,
                article=article.id,
                title=article.title,
                date=article.date,
                source=article.source,
                url=article.url,
                sentence=row.text("sentence"),
                start=row.count("sentence_begin"),
                end=row.count("sentence_end"),
                trigger=TriggerRow(start=row.count("begin"), end=row.count("end"), text=row.text("quote")),
                polarity=row.text("polarity"),
                certainty=row.text("certainty"),
                tense=row.text("tense"),
                confidence=row.number("confidence"),
                rule=row.maybe_text("rule") or "",
                attributed_to=tuple(
                    speaker for _, speaker in sorted(speakers.get(mention, []), key=lambda indexed: indexed[0])
                ),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.date or "9999", row.article, row.trigger.start, row.mention)))


def _speaker(catalog: Catalog, row: Columns) -> SpeakerRow:
    local = row.iri("local")
    actors = [] if local is None else catalog.select("actor_of_local", local=local)
    if not actors:
        return SpeakerRow(id=None, name=row.text("quote"))
    actor = catalog.actors()[kind_and_id(actors[0].text("actor"))[1]]
    return SpeakerRow(id=actor.id, name=actor.name)


def _merges(catalog: Catalog, iri: str) -> tuple[MergeRow, ...]:
    by_id: dict[str, tuple[Columns, set[str], set[str]]] = {}
    for row in catalog.select("event_merges", node=Iri(iri)):
        _, because, members = by_id.setdefault(row.text("id"), (row, set(), set()))
        members.add(row.text("member"))
        detail = row.maybe_text("detail")
        if detail is not None:
            because.add(detail)
    return tuple(
        MergeRow(
            id=key,
            rule=row.text("rule"),
            score=row.number("score"),
            because=tuple(sorted(because)),
            members=tuple(sorted(members)),
        )
        for key, (row, because, members) in sorted(by_id.items())
    )
