"""Stores of any size for benchmarks: the 29 sample articles as the shipped model reads them, many times over.

Real numbers of mentions, roles and merges for every article come from the samples. Each copy has its own letters (a
permutation of a–z, seeded by its number) and its own ids, so that nothing is shared between copies that would not be
shared between articles: no texts, no quotes, no names. That is a little worse than real news, where names recur.
What is known from authority files (countries, organizations, cities) keeps its id, and gets the members of all copies.
"""

from __future__ import annotations

import random
import string
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from kg import settings
from kg.analysis import analyse
from kg.build import merge
from kg.model import Actor, ArticleRecord, MergedGraph, Place, Ref
from kg.read import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHARED = 3
"""Copies that share their actors and places: an actor of the samples is in one article, one of real news in several."""


class Template:
    """Some articles and their merged graph; `records` and `graph` give any number of copies of them.

    Attributes:
        n_events: canonical events of one copy.
    """

    def __init__(self, records: Sequence[ArticleRecord], graph: MergedGraph) -> None:
        self._records = records
        self._graph = graph
        self.n_events = len(graph.events)

    @classmethod
    def of_samples(cls) -> Self:
        """The samples, read and merged."""
        articles = [item for item in read_articles([str(settings.SAMPLES)]) if not hasattr(item, "reason")]
        outcomes = [item.outcome for item in analyse(articles, model=str(settings.DEFAULT_MODEL))]
        records = [outcome for outcome in outcomes if isinstance(outcome, ArticleRecord)]
        return cls(records, merge(records))

    def records(self, n_copies: int) -> Iterator[ArticleRecord]:
        """The records of so many copies, in order of their numbers."""
        for number in range(n_copies):
            respell = _respelling(number)
            for record in self._records:
                yield _copy_record(record, number, respell)

    def graph(self, n_copies: int) -> MergedGraph:
        """The merged graph of so many copies."""
        shared = {actor.id for actor in self._graph.actors if actor.same_as or actor.country}
        shared |= {place.id for place in self._graph.places if place.geonames is not None}
        copies = [_copy_graph(self._graph, number, shared) for number in range(n_copies)]
        actors: dict[str, Actor] = {}
        places: dict[str, Place] = {}
        for copy in copies:
            for actor in copy.actors:
                known = actors.get(actor.id)
                actors[actor.id] = actor if known is None else replace(known, members=known.members + actor.members)
            for place in copy.places:
                before = places.get(place.id)
                places[place.id] = place if before is None else replace(before, members=before.members + place.members)
        return MergedGraph(
            actors=tuple(actors.values()),
            places=tuple(places.values()),
            events=tuple(event for copy in copies for event in copy.events),
            merges=tuple({merge.id: merge for copy in copies for merge in copy.merges}.values()),
            copies=tuple(pair for copy in copies for pair in copy.copies),
        )


def _respelling(number: int) -> Callable[[str], str]:
    letters = list(string.ascii_lowercase)
    random.Random(number).shuffle(letters)
    table = str.maketrans(string.ascii_lowercase + string.ascii_uppercase, "".join(letters) + "".join(letters).upper())
    return lambda text: text.translate(table)


def _copy_record(record: ArticleRecord, number: int, respell: Callable[[str], str]) -> ArticleRecord:
    article = record.article
    return replace(
        record,
        article=replace(
            article,
            id=f"{article.id}-{number}",
            text=respell(article.text),
            title=None if article.title is None else respell(article.title),
            url=f"{article.url}-{number}",
        ),
        actors=tuple(
            replace(
                actor,
                name=respell(actor.name),
                mentions=tuple(replace(mention, text=respell(mention.text)) for mention in actor.mentions),
            )
            for actor in record.actors
        ),
        places=tuple(
            replace(
                place,
                name=respell(place.name),
                mentions=tuple(replace(mention, text=respell(mention.text)) for mention in place.mentions),
            )
            for place in record.places
        ),
        times=tuple(replace(time, text=respell(time.text)) for time in record.times),
        events=tuple(
            replace(
                event,
                text=respell(event.text),
                roles=tuple(replace(role, text=respell(role.text)) for role in event.roles),
                attributed_to=tuple(replace(source, text=respell(source.text)) for source in event.attributed_to),
                place=None if event.place is None else replace(event.place, text=respell(event.place.text)),
            )
            for event in record.events
        ),
        fingerprint=tuple((value + number) % 2**32 for value in record.fingerprint),
    )


def _copy_graph(graph: MergedGraph, number: int, shared: set[str]) -> MergedGraph:
    respell = _respelling(number)
    group = number // SHARED

    def entity(identifier: str) -> str:
        return identifier if identifier in shared else f"{identifier}-{group}"

    def members(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
        return tuple(Ref(f"{ref.article}-{number}", ref.local) for ref in refs)

    return MergedGraph(
        actors=tuple(
            replace(
                actor,
                id=entity(actor.id),
                name=actor.name if actor.id in shared else _respelling(group)(actor.name),
                members=members(actor.members),
                part_of=None if actor.part_of is None else entity(actor.part_of),
            )
            for actor in graph.actors
        ),
        places=tuple(
            replace(
                place,
                id=entity(place.id),
                members=members(place.members),
                within=None if place.within is None else entity(place.within),
            )
            for place in graph.places
        ),
        events=tuple(
            replace(
                event,
                id=f"{event.id}-{number}",
                label=respell(event.label),
                members=members(event.members),
                participants=tuple(
                    replace(
                        filler,
                        actor=None if filler.actor is None else entity(filler.actor),
                        phrase=None if filler.phrase is None else respell(filler.phrase),
                    )
                    for filler in event.participants
                ),
                place=None if event.place is None else entity(event.place),
                attributed_to=tuple(entity(actor) for actor in event.attributed_to),
                part_of=None
                if event.part_of is None
                else replace(
                    event.part_of,
                    whole=f"{event.part_of.whole}-{number}",
                    mention=members((event.part_of.mention,))[0],
                ),
            )
            for event in graph.events
        ),
        merges=tuple(
            replace(
                merge,
                id=f"{merge.id}-{number}",
                into=f"{merge.into}-{number}" if merge.kind == "event" else entity(merge.into),
                members=members(merge.members),
            )
            for merge in graph.merges
        ),
        copies=tuple((f"{copy}-{number}", f"{original}-{number}") for copy, original in graph.copies),
    )
