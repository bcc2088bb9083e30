"""What may be written: records and merged graphs that hold together, in the one form that the store gives back.

A StoreError says in one sentence what does not hold. Sets that the model keeps as tuples (titles, aliases, members,
further mentions) come in sorted order without repetitions, and what has a local id in the order of these; confidences
and scores keep 4 decimals, coordinates 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kg.dates import is_partial, is_value
from kg.errors import StoreError
from kg.model import (
    Actor,
    ActorMention,
    ArticleRecord,
    Event,
    Feature,
    LocalActor,
    LocalEvent,
    LocalPlace,
    Merge,
    Merged,
    MergedGraph,
    Participant,
    PartOf,
    Place,
    Role,
    Span,
    Time,
)
from kg.store.iris import id_order, is_local_id
from kg.store.terms import COORDINATE_DECIMALS, rounded
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_Item = TypeVar("_Item", LocalActor, LocalPlace, LocalEvent, Actor, Place, Event, PartOf, Merge, Feature)
_Local = TypeVar("_Local", LocalActor, LocalPlace, LocalEvent, Time)
_ROLES = {role: index for index, role in enumerate(Role)}
_TYPES = frozenset(EVENT_TYPES)
_MERGE_KINDS = ("actor", "place", "event")


def canonical_record(record: ArticleRecord) -> ArticleRecord:
    """The record as the store gives it back; equal records in another order of what has an id, or of sets, are one."""
    return replace(
        record,
        actors=tuple(_with(actor, titles=_sorted(actor.titles)) for actor in _by_id(record.actors)),
        places=tuple(
            _with(place, lat=_coordinate(place.lat), lon=_coordinate(place.lon)) for place in _by_id(record.places)
        ),
        times=tuple(_by_id(record.times)),
        events=tuple(
            _with(
                event,
                confidence=rounded(event.confidence),
                also=tuple(sorted(set(event.also), key=id_order)),
            )
            for event in _by_id(record.events)
        ),
    )


def canonical_graph(graph: MergedGraph) -> MergedGraph:
    """The merged graph as the store gives it back."""
    return MergedGraph(
        actors=tuple(map(canonical_actor, sorted(graph.actors, key=lambda actor: actor.id))),
        places=tuple(map(canonical_place, sorted(graph.places, key=lambda place: place.id))),
        events=tuple(map(canonical_event, sorted(graph.events, key=lambda event: event.id))),
        merges=tuple(map(canonical_merge, sorted(graph.merges, key=lambda merge: merge.id))),
        copies=tuple(sorted(set(graph.copies))),
    )


def canonical_actor(actor: Actor) -> Actor:
    """One actor of it."""
    return _with(
        actor,
        members=tuple(sorted(set(actor.members))),
        aliases=_sorted(actor.aliases),
        titles=_sorted(actor.titles),
        same_as=_sorted(actor.same_as),
    )


def canonical_place(place: Place) -> Place:
    """One place of it."""
    return _with(
        place,
        members=tuple(sorted(set(place.members))),
        aliases=_sorted(place.aliases),
        same_as=_sorted(place.same_as),
        lat=_coordinate(place.lat),
        lon=_coordinate(place.lon),
    )


def canonical_event(event: Event) -> Event:
    """One event of it."""
    return _with(
        event,
        members=tuple(sorted(set(event.members))),
        participants=tuple(sorted(set(event.participants), key=participant_key)),
        attributed_to=_sorted(event.attributed_to),
        confidence=rounded(event.confidence),
        part_of=event.part_of and _with(event.part_of, score=rounded(event.part_of.score)),
    )


def canonical_merge(merge: Merge) -> Merge:
    """One merge of it."""
    return _with(
        merge,
        members=tuple(sorted(set(merge.members))),
        score=rounded(merge.score),
        features=tuple(_with(feature, score=rounded(feature.score)) for feature in merge.features),
    )


def participant_key(participant: Participant) -> tuple[int, bool, str]:
    """Order of the fillers of an event: by role, actors before phrases."""
    return _ROLES[participant.role], participant.actor is None, participant.actor or participant.phrase or ""


def check_record(record: ArticleRecord) -> None:
    """StoreError unless every span quotes the text, every reference leads somewhere and every value is in its range."""
    article = record.article
    where = f"article {article.id!r}"
    if article.date is not None and not is_partial(article.date):
        raise StoreError(f"{where} is dated {article.date!r}; give YYYY, YYYY-MM or YYYY-MM-DD, or no date")
    check_spans(record)
    _check_local_ids(record)
    actors = {actor.id for actor in record.actors}
    places = {place.id for place in record.places}
    times = {time.id for time in record.times}
    events = {event.id for event in record.events}
    for actor in record.actors:
        _check_member(actor.owner, actors, f"{where}: owner of actor {actor.id!r}")
    for place in record.places:
        _check_coordinates(place.lat, place.lon, f"{where}: place {place.id!r}")
    for time in record.times:
        if time.value is not None and not is_value(time.value):
            raise StoreError(f"{where}: time {time.id!r} means {time.value!r}; give a partial date, a week or a range")
        _check_bounds(time.earliest, time.latest, f"{where}: time {time.id!r}")
    for event in record.events:
        here = f"{where}: event {event.id!r}"
        if event.type not in _TYPES:
            raise StoreError(f"{here} has type {event.type!r}, which the codebook does not have")
        if not 0 <= event.sentence < len(record.sentences):
            raise StoreError(f"{here} is in sentence {event.sentence}, of {len(record.sentences)}")
        _check_unit(event.confidence, f"confidence of {here}")
        for referred in (*(filler.actor for filler in event.roles), *(source.actor for source in event.attributed_to)):
            _check_member(referred, actors, f"an actor of {here}")
        _check_member(event.place.id if event.place else None, places, f"place of {here}")
        _check_member(event.time, times, f"time of {here}")
        for also in event.also:
            _check_member(also, events, f"further mention of {here}")
    for number in record.fingerprint:
        if not 0 <= number < 2**32:
            raise StoreError(f"{where}: fingerprint has {number}; its numbers have 32 bits")


def check_spans(record: ArticleRecord) -> None:
    """StoreError unless `text[start:end]` is the quoted text, for every span of the record."""
    text = record.article.text
    for span, quote, what in _spans(record):
        if span.end > len(text):
            found = f"ends after the text, which has {len(text)} code points"
        elif quote is not None and span.of(text) != quote:
            found = f"quotes {quote[:60]!r} where the text has {span.of(text)[:60]!r}"
        else:
            continue
        raise StoreError(f"article {record.article.id!r}: {what} at {span.start}–{span.end} {found}; extract it again")


def check_graph(graph: Merged, *, articles: Container[str] | None = None) -> None:
    """StoreError unless ids are unique, references lead somewhere and every value is in its range.

    Goes through each kind of node once. `articles`: those that there are; None checks no members.
    """
    known: dict[str, set[str]] = {"actor": set(), "place": set(), "event": set()}
    named: set[str] = set()
    merges: set[str] = set()
    wholes: list[tuple[str, str | None, str]] = []
    for actor in graph.actors:
        _note(actor, known["actor"], "actor", named)
        wholes.append(("actor", actor.part_of, f"the whole of actor {actor.id!r}"))
    for place in graph.places:
        here = f"place {place.id!r}"
        _note(place, known["place"], "place", named)
        _check_coordinates(place.lat, place.lon, here)
        wholes.append(("place", place.within, f"the surroundings of {here}"))
    for event in graph.events:
        _note(event, known["event"], "event", named)
        _check_event(event, known["actor"], known["place"])
        if event.part_of is not None:
            whole = event.part_of.whole if event.part_of.whole != event.id else ""
            wholes.append(("event", whole, f"the whole of event {event.id!r}"))
            _check_unit(event.part_of.score, f"score of the link of event {event.id!r}")
    for kind, identifier, what in wholes:
        _check_member(identifier, known[kind], what)
    for merge in graph.merges:
        here = f"merge {merge.id!r}"
        _note(merge, merges, "merge", named)
        if merge.kind not in _MERGE_KINDS:
            raise StoreError(f"{here} is of kind {merge.kind!r}; it must be one of {', '.join(_MERGE_KINDS)}")
        _check_member(merge.into, known[merge.kind], f"the target of {here}")
        _check_unit(merge.score, f"score of {here}")
        for feature in merge.features:
            _check_unit(feature.score, f"score of feature {feature.name!r} of {here}")
    copies: set[str] = set()
    for copy, original in graph.copies:
        _check_new(copy, copies, "copy")
        named |= {copy, original}
    strange = [] if articles is None else sorted(article for article in named if article not in articles)
    if strange:
        raise StoreError(
            f"the merged graph speaks of article {strange[0]!r}, which the store does not have; merge again"
        )


def _note(node: Actor | Place | Event | Merge, known: set[str], kind: str, named: set[str]) -> None:
    _check_new(node.id, known, kind)
    named.update(ref.article for ref in node.members)


def _check_event(event: Event, actors: set[str], places: set[str]) -> None:
    here = f"event {event.id!r}"
    if event.type not in _TYPES:
        raise StoreError(f"{here} has type {event.type!r}, which the codebook does not have")
    for participant in event.participants:
        _check_member(participant.actor, actors, f"a participant of {here}")
    for actor in event.attributed_to:
        _check_member(actor, actors, f"a source of {here}")
    _check_member(event.place, places, f"place of {here}")
    _check_unit(event.confidence, f"confidence of {here}")
    if event.when is not None:
        _check_bounds(event.when.earliest, event.when.latest, here)


def _spans(record: ArticleRecord) -> Iterator[tuple[Span, str | None, str]]:
    for index, sentence in enumerate(record.sentences):
        yield sentence, None, f"sentence {index}"
    entities: tuple[LocalActor | LocalPlace, ...] = (*record.actors, *record.places)
    for entity in entities:
        for mention in entity.mentions:
            yield from _mention_spans(mention, entity)
    for time in record.times:
        yield time.span, time.text, f"time {time.id!r}"
    for event in record.events:
        yield from _event_spans(event)


def _mention_spans(mention: ActorMention, entity: LocalActor | LocalPlace) -> Iterator[tuple[Span, str | None, str]]:
    yield mention.span, mention.text, f"a mention of {entity.id!r}"
    yield mention.head, None, f"the head of a mention of {entity.id!r}"


def _event_spans(event: LocalEvent) -> Iterator[tuple[Span, str | None, str]]:
    yield event.trigger, event.text, f"the trigger of {event.id!r}"
    for filler in event.roles:
        yield filler.span, filler.text, f"the {filler.role.value} of {event.id!r}"
        yield filler.head, None, f"the head of the {filler.role.value} of {event.id!r}"
    for source in event.attributed_to:
        yield source.span, source.text, f"a source of {event.id!r}"
    if event.place is not None:
        yield event.place.span, event.place.text, f"the place of {event.id!r}"


def _check_local_ids(record: ArticleRecord) -> None:
    where = f"article {record.article.id!r}"
    seen: set[str] = set()
    for local in _local_ids(record):
        if not is_local_id(local):
            raise StoreError(f"{where} has the local id {local!r}; use a letter and digits, such as 'a1' or 'e12'")
        if local in seen:
            raise StoreError(f"{where} has the local id {local!r} twice; every local id stands for one thing")
        seen.add(local)


def _local_ids(record: ArticleRecord) -> Iterator[str]:
    yield from (actor.id for actor in record.actors)
    yield from (place.id for place in record.places)
    yield from (time.id for time in record.times)
    yield from (event.id for event in record.events)


def _check_member(identifier: str | None, known: set[str], what: str) -> None:
    if identifier is not None and identifier not in known:
        raise StoreError(f"{what} is {identifier!r}, which is nowhere defined")


def _check_bounds(earliest: str | None, latest: str | None, here: str) -> None:
    for day in (earliest, latest):
        if day is not None and not (len(day) == len("2020-01-03") and is_partial(day)):
            raise StoreError(f"{here} has {day!r} as first or last day; give YYYY-MM-DD")
    if earliest is not None and latest is not None and earliest > latest:
        raise StoreError(f"{here} begins on {earliest!r}, after it ends on {latest!r}")


def _check_unit(value: float, what: str) -> None:
    if not 0 <= value <= 1:
        raise StoreError(f"{what} is {value!r}; it must lie between 0 and 1")


def _check_coordinates(lat: float | None, lon: float | None, here: str) -> None:
    if (lat is None) != (lon is None):
        raise StoreError(f"{here} has only one coordinate; give latitude and longitude, or neither")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise StoreError(f"{here} lies at {lat!r}, {lon!r}; latitude goes to ±90 and longitude to ±180 degrees")


def _check_new(identifier: str, known: set[str], kind: str) -> None:
    if identifier in known:
        raise StoreError(f"two {kind}s of the merged graph have the id {identifier!r}")
    known.add(identifier)


def _with(item: _Item, **values: Any) -> _Item:
    """The item with these values; itself, as most are, where it has them: a copy takes ten times as long."""
    if all(getattr(item, name) == value for name, value in values.items()):
        return item
    return replace(item, **values)


def _by_id(items: tuple[_Local, ...]) -> list[_Local]:
    return sorted(items, key=lambda item: id_order(item.id))


def _sorted(values: tuple[str, ...]) -> tuple[str, ...]:
    return values if len(values) < 2 else tuple(sorted(set(values)))


def _coordinate(value: float | None) -> float | None:
    return None if value is None else rounded(value, places=COORDINATE_DECIMALS)
