"""The index of a store of made-up events, written from the events themselves.

`kg index` reads all of it from the graph, a thousand events in a second or more. For a million events this writes the
same rows through the same writer, without the graph; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_up import EXTRACTOR, N_COUNTRIES, World, confidence, kind_of

from kg.model import Certainty, Polarity, Precision, Status, Tense
from kg.query.catalog import IndexedEvent
from kg.query.events import sort_dates
from kg.query.index.build import new_index
from kg.query.index.keys import GAP
from kg.query.rows import (
    ActorRow,
    ArticleRow,
    EventRow,
    EvidenceRow,
    PartyRow,
    PlaceRow,
    SupportRow,
    TimeRow,
    TriggerRow,
)
from kg.store.iris import article_iri, resource_iri

if TYPE_CHECKING:
    from pathlib import Path


class Rows:
    """The rows of a world, as the catalog of its store would give them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._starts = [self._starts_of(told) for told in world.told]

    def _starts_of(self, told: list[int]) -> list[int]:
        starts, start = [], 0
        for event in told:
            starts.append(start)
            start += len(self._world.sentence(event)) + 1 + len(self._world.day(self._world.events[event][4])) + 2
        return starts

    def actor(self, index: int) -> ActorRow:
        """One actor."""
        actor = self._world.actors[index]
        return ActorRow(id=f"actor-{index}", name=actor, kind=kind_of(index).value, aliases=(actor.split()[1],))

    def place(self, index: int) -> PlaceRow:
        """One place."""
        world = self._world
        lat, lon = world.points[index]
        within = None if index < N_COUNTRIES else f"place-{world.countries[index]}"
        return PlaceRow(
            id=f"place-{index}", name=world.places[index], country=world.country(index), lat=round(lat, 4),
            lon=round(lon, 4), within=within,
        )  # fmt: skip

    def article(self, number: int) -> ArticleRow:
        """One article."""
        article = self._world.article(number, "x")
        return ArticleRow(
            id=article.id, iri=article_iri(article.id), title=article.title, date=article.date, source=article.source,
            url=article.url, author=None, language=None,
        )  # fmt: skip

    def event(self, number: int) -> tuple[IndexedEvent, EventRow]:
        """One event."""
        world = self._world
        kind, agent, patient, place, day, tellers = world.events[number]
        iso, iri, sure = world.day(day), resource_iri("event", f"ev-{number}"), round(confidence(number), 4)
        told = len(tellers)
        event = IndexedEvent(
            id=f"ev-{number}", iri=iri, type=world.types[kind], status=Status.REPORTED.value,
            polarity=Polarity.POS.value, certainty=Certainty.CERTAIN.value, tense=Tense.NON_FUTURE.value,
            confidence=sure, support=told, sources=told, place=f"place-{place}", earliest=iso, latest=iso,
        )  # fmt: skip
        evidence = [self._evidence(number, teller) for teller in tellers]
        row = EventRow(
            id=event.id, iri=iri, type=event.type, label=world.label(number), lemma=world.verb(number),
            agents=(self._party(agent),), patients=(self._party(patient),) if patient >= 0 else (), recipients=(),
            instruments=(), participants=(), place=self.place(place),
            time=TimeRow(earliest=iso, latest=iso, precision=Precision.DAY.value, text=iso), status=event.status,
            polarity=event.polarity, certainty=event.certainty, tense=event.tense, attributed_to=(), confidence=sure,
            support=SupportRow(articles=told, sources=told, mentions=told),
            evidence=tuple(sorted(evidence, key=lambda item: (item.date, item.article, item.trigger.start))),
        )  # fmt: skip
        return event, row

    def _party(self, index: int) -> PartyRow:
        actor = self.actor(index)
        return PartyRow(id=actor.id, name=actor.name, kind=actor.kind)

    def _evidence(self, number: int, teller: int) -> EvidenceRow:
        world, article = self._world, self.article(teller)
        local = world.told[teller].index(number)
        start = self._starts[teller][local]
        agent, verb = world.actors[world.events[number][1]], world.verb(number)
        sentence = f"{world.sentence(number)} {world.day(world.events[number][4])}."
        trigger = start + len(agent) + 1
        return EvidenceRow(
            mention=f"{article.iri}#e{local}", article=article.id, title=article.title, date=article.date,
            source=article.source, url=article.url, sentence=sentence, start=start, end=start + len(sentence),
            trigger=TriggerRow(start=trigger, end=trigger + len(verb), text=verb), polarity=Polarity.POS.value,
            certainty=Certainty.CERTAIN.value, tense=Tense.NON_FUTURE.value, confidence=round(confidence(number), 4),
            rule="active",
        )  # fmt: skip


def write_index(world: World, path: Path) -> None:
    """Writes the index of the world's store."""
    rows = Rows(world)
    parties = {actor for event in world.events for actor in event[1:3] if actor >= 0}
    places = {event[3] for event in world.events} | set(range(min(N_COUNTRIES, len(world.places))))
    with new_index(path) as writer:
        for key in sorted(parties, key=lambda index: f"actor-{index}"):
            writer.actor(rows.actor(key))
        for key in sorted(places, key=lambda index: f"place-{index}"):
            writer.place(rows.place(key))
        for number in range(world.n_articles):
            writer.article(rows.article(number), extractor=EXTRACTOR, n_mentions=len(world.told[number]))
        days = [world.day(event[4]) for event in world.events]
        ordered = sorted(range(len(days)), key=lambda number: (*sort_dates(days[number], days[number]), f"ev-{number}"))
        for rank, number in enumerate(ordered, start=1):
            writer.put(rank * GAP, *rows.event(number), ())
