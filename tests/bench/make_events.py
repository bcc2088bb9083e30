"""Writes a store of made-up news events, as large as asked for, to measure the service on.

    python tests/bench/make_events.py STORE --events 100000

Five new events in every article, and three in ten of them told again by a later one. Actors and places are drawn by
Zipf's law (exponents 1.05 and 0.9), so that there are hubs; types likewise; days lie in 2019 to 2024. The same
arguments give the same store. Records and merged graph go through the store's own writer, with all its checks.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import vocab
from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Event,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    MergedGraph,
    Participant,
    Place,
    PlaceRef,
    Precision,
    Ref,
    Role,
    Span,
    Support,
    Time,
    When,
)
from kg.store import WriteStore, books, mapping
from kg.store.checks import canonical_graph, canonical_record, check_record
from kg.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_ARTICLE = 5
RETOLD = 0.3
N_DAYS = 2190
N_COUNTRIES = 60
_FIRST_DAY = date(2019, 1, 1)
_SYLLABLES = tuple("ka ro mi ten sal vor ish an del por gra nu lin os bar tek wen ju ami cor".split())  # noqa: SIM905 -- one line is easier to read
_VERBS = ("attacked", "met", "accused", "sanctioned", "helped", "warned", "praised", "visited")
_WORDS = tuple("quietly openly again nearly harbour border market treaty convoy festival ministry river".split())  # noqa: SIM905 -- one line is easier to read
_KINDS = tuple(ActorKind)


class _Zipf:
    def __init__(self, n: int, exponent: float) -> None:
        self._sums = list(itertools.accumulate(1 / (rank + 1) ** exponent for rank in range(n)))

    def pick(self, rng: random.Random) -> int:
        return bisect.bisect_left(self._sums, rng.random() * self._sums[-1])


class World:
    """Who there is, where, and every event as numbers: (type, agent, patient or -1, place, day, articles)."""

    def __init__(self, n_events: int, *, n_actors: int, n_places: int, seed: int) -> None:
        rng = random.Random(seed)
        self.n_articles = -(-n_events // PER_ARTICLE)
        self.actors = [f"{self._name(rng)} {self._name(rng)} {index}" for index in range(n_actors)]
        self.places = [f"{self._name(rng)} {index}" for index in range(n_places)]
        self.countries = [index % N_COUNTRIES for index in range(n_places)]
        self.points = [(rng.uniform(-55, 70), rng.uniform(-179, 179)) for _ in range(n_places)]
        self.types = sorted(vocab.EVENT_TYPES)
        actor, place, kind = _Zipf(n_actors, 1.05), _Zipf(n_places, 0.9), _Zipf(len(self.types), 0.8)
        self.days = [rng.randrange(N_DAYS) for _ in range(self.n_articles)]
        self.events: list[tuple[int, int, int, int, int, tuple[int, ...]]] = []
        self.told: list[list[int]] = [[] for _ in range(self.n_articles)]
        for number in range(n_events):
            article = number // PER_ARTICLE
            patient = actor.pick(rng) if rng.random() < 0.8 else -1
            again = (article + rng.randrange(1, 50)) % self.n_articles if rng.random() < RETOLD else article
            articles = tuple(sorted({article, again}))
            agent = actor.pick(rng)
            day = max(0, self.days[article] - rng.randrange(3))
            self.events.append(
                (kind.pick(rng), agent, -1 if patient == agent else patient, place.pick(rng), day, articles)
            )
            for each in articles:
                self.told[each].append(number)

    @staticmethod
    def _name(rng: random.Random) -> str:
        return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3))).capitalize()

    def day(self, number: int) -> str:
        """ISO 8601 day."""
        return (_FIRST_DAY + timedelta(days=number)).isoformat()

    def records(self) -> Iterator[ArticleRecord]:
        """The record of every article, by id."""
        for article in range(self.n_articles):
            yield _Writer(self, article).record()

    def merged(self) -> MergedGraph:
        """The merged graph, as a perfect merger would have made it."""
        seen_actors: dict[int, list[Ref]] = {}
        seen_places: dict[int, list[Ref]] = {}
        events = []
        for number, (kind, agent, patient, place, day, tellers) in enumerate(self.events):
            refs = []
            for article in tellers:
                local = self.told[article].index(number)
                key = f"a{article:07d}"
                refs.append(Ref(key, f"e{local}"))
                seen_actors.setdefault(agent, []).append(Ref(key, f"a{local}"))
                if patient >= 0:
                    seen_actors.setdefault(patient, []).append(Ref(key, f"b{local}"))
                seen_places.setdefault(place, []).append(Ref(key, f"p{local}"))
            parties = [Participant(role=Role.AGENT, actor=f"actor-{agent}")]
            if patient >= 0:
                parties.append(Participant(role=Role.PATIENT, actor=f"actor-{patient}"))
            iso = self.day(day)
            events.append(
                Event(
                    id=f"ev-{number}", type=self.types[kind], label=f"{self._sentence(number)[:-1]}, {iso}",
                    lemma=self._verb(number), members=tuple(sorted(refs)), participants=tuple(parties),
                    place=f"place-{place}",
                    when=When(earliest=iso, latest=iso, precision=Precision.DAY, text=iso),
                    confidence=0.5 + (number % 50) / 100,
                    support=Support(articles=len(tellers), sources=len(tellers), mentions=len(tellers)),
                )
            )  # fmt: skip
        actors = tuple(
            Actor(id=f"actor-{index}", kind=_KINDS[index % len(_KINDS)], name=self.actors[index],
                  aliases=(self.actors[index].split()[1],), members=tuple(sorted(refs)))
            for index, refs in sorted(seen_actors.items())
        )  # fmt: skip
        places = tuple(
            Place(id=f"place-{index}", name=self.places[index], lat=round(self.points[index][0], 4),
                  lon=round(self.points[index][1], 4), country=f"X{self.countries[index] % 26 + 65:c}",
                  within=None if index < N_COUNTRIES else f"place-{self.countries[index]}",
                  members=tuple(sorted(refs)))
            for index, refs in sorted({**{n: [] for n in range(min(N_COUNTRIES, len(self.places)))},
                                       **seen_places}.items())
        )  # fmt: skip
        return MergedGraph(actors=actors, places=places, events=tuple(events))

    def _verb(self, number: int) -> str:
        return _VERBS[self.events[number][0] % len(_VERBS)]

    def _sentence(self, number: int) -> str:
        _, agent, patient, place, _, _ = self.events[number]
        whom = self.actors[patient] if patient >= 0 else "nobody"
        word = _WORDS[number * 7919 % len(_WORDS)]
        rare = f"case{number * 31 % 5000}"
        return f"{self.actors[agent]} {self._verb(number)} {whom} in {self.places[place]} {word} {rare}."


class _Writer:
    """Writes the text of one article, sentence by sentence, and notes what stands where."""

    def __init__(self, world: World, article: int) -> None:
        self._world = world
        self._article = article
        self._text = ""

    def record(self) -> ArticleRecord:
        world = self._world
        sentences, actors, places, times, events = [], [], [], [], []
        for local, number in enumerate(world.told[self._article]):
            kind, agent, patient, place, day, _ = world.events[number]
            start = len(self._text)
            self._text += world._sentence(number)
            agent_span = self._find(world.actors[agent], start)
            verb = self._find(world._verb(number), agent_span.end)
            actors.append(self._actor(f"a{local}", agent, agent_span))
            roles = [self._filler(Role.AGENT, agent_span, f"a{local}")]
            if patient >= 0:
                patient_span = self._find(world.actors[patient], verb.end)
                actors.append(self._actor(f"b{local}", patient, patient_span))
                roles.append(self._filler(Role.PATIENT, patient_span, f"b{local}"))
            where = self._find(f" in {world.places[place]}", verb.end)
            where = Span(where.start + 4, where.end)
            words = where.of(self._text)
            lat, lon = world.points[place]
            places.append(
                LocalPlace(id=f"p{local}", name=words, country=f"X{world.countries[place] % 26 + 65:c}",
                           lat=round(lat, 4), lon=round(lon, 4),
                           mentions=(ActorMention(span=where, text=words, head=where, form=Form.NAME),))
            )  # fmt: skip
            iso = world.day(day)
            self._text += " "
            said = Span(len(self._text), len(self._text) + len(iso))
            self._text += f"{iso}. "
            times.append(
                Time(id=f"t{local}", span=said, text=iso, value=iso, precision=Precision.DAY, earliest=iso, latest=iso)
            )
            sentences.append(Span(start, said.end + 1))
            events.append(
                LocalEvent(id=f"e{local}", type=world.types[kind], trigger=verb, text=verb.of(self._text),
                           lemma=verb.of(self._text), sentence=local, roles=tuple(roles),
                           place=PlaceRef(id=f"p{local}", span=where, text=words), time=f"t{local}",
                           confidence=0.5 + (number % 50) / 100, rule="active")
            )  # fmt: skip
        key = f"a{self._article:07d}"
        article = Article(
            id=key, text=self._text or "Nothing happened.", title=f"News {self._article}",
            date=world.day(world.days[self._article]), source=f"Paper {self._article % 40}",
            url=f"https://news.example/{key}",
        )  # fmt: skip
        return ArticleRecord(
            article=article, sentences=tuple(sentences) or (Span(0, 17),), actors=tuple(actors), places=tuple(places),
            times=tuple(times), events=tuple(events), extractor="made-up@1",
        )  # fmt: skip

    def _find(self, words: str, start: int) -> Span:
        found = self._text.index(words, start)
        return Span(found, found + len(words))

    def _actor(self, local: str, index: int, span: Span) -> LocalActor:
        mention = ActorMention(span=span, text=span.of(self._text), head=span, form=Form.NAME)
        return LocalActor(
            id=local, kind=_KINDS[index % len(_KINDS)], name=self._world.actors[index], mentions=(mention,)
        )

    def _filler(self, role: Role, span: Span, actor: str) -> Filler:
        return Filler(role=role, span=span, text=span.of(self._text), head=span, actor=actor)


def make_store(path: Path, *, n_events: int, n_actors: int, n_places: int, seed: int = 7) -> None:
    """Writes and publishes the store, by the engine's bulk loader: its way of writing takes ten times as long."""
    began = time.perf_counter()
    world = World(n_events, n_actors=n_actors, n_places=n_places, seed=seed)
    folder = Folder(path)
    folder.prepare()
    known: dict[str, str] = {}
    live = ox.Store(str(folder.live))
    live.bulk_extend(_article_quads(world, known))
    print(f"{world.n_articles} articles written after {time.perf_counter() - began:.0f} s", flush=True)
    keys: list[bytes] = []
    live.bulk_extend(_merged_quads(world, keys))
    live.extend(
        books.merged_quads(merged_from=books.set_digest(known), content=books.digest_of(keys), graph=ox.DefaultGraph())
    )
    live.flush()
    del live
    with WriteStore.open(path) as store:
        store.publish()
    print(f"{n_events} events merged and published after {time.perf_counter() - began:.0f} s", flush=True)


def _article_quads(world: World, known: dict[str, str]) -> Iterator[ox.Quad]:
    for record in world.records():
        if int(record.article.id[1:]) % 1000 == 0:
            check_record(record)
        quads = mapping.record_quads(canonical_record(record))
        digest = books.digest_of(map(books.key, quads))
        known[record.article.id] = digest
        yield from quads
        yield from books.article_quads(record, digest, graph=ox.DefaultGraph())


def _merged_quads(world: World, keys: list[bytes]) -> Iterator[ox.Quad]:
    for quad in mapping.graph_quads(canonical_graph(world.merged())):
        keys.append(books.key(quad))
        yield quad


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--actors", type=int, default=8_000)
    parser.add_argument("--places", type=int, default=3_000)
    asked = parser.parse_args()
    make_store(asked.store, n_events=asked.events, n_actors=asked.actors, n_places=asked.places)
