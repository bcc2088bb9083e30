"""Made-up news events, as many as asked for, as article records and merged graph.

Five new events in every article, and three in ten of them told again by a later one. Actors and places are drawn by
Zipf's law (exponents 1.05 and 0.9), so that there are hubs; types likewise; days lie in 2019 to 2024. The same
arguments give the same events.
"""

from __future__ import annotations

import bisect
import itertools
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PER_ARTICLE = 5
RETOLD = 0.3
N_DAYS = 2190
N_COUNTRIES = 60
N_PAPERS = 40
EXTRACTOR = "made-up@1"
_FIRST_DAY = date(2019, 1, 1)
_SYLLABLES = tuple("ka ro mi ten sal vor ish an del por gra nu lin os bar tek wen ju ami cor".split())  # noqa: SIM905 -- one line is easier to read
_VERBS = ("attacked", "met", "accused", "sanctioned", "helped", "warned", "praised", "visited")
_WORDS = tuple("quietly openly again nearly harbour border market treaty convoy festival ministry river".split())  # noqa: SIM905 -- one line is easier to read
KINDS = tuple(ActorKind)


def kind_of(actor: int) -> ActorKind:
    """The kind of an actor, by its number."""
    return KINDS[actor % len(KINDS)]


def confidence(event: int) -> float:
    """The confidence in an event, by its number."""
    return 0.5 + (event % 50) / 100


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
            yield RecordWriter(self, article).record()

    def merged(self) -> MergedGraph:
        """The merged graph, as a perfect merger would have made it."""
        seen_actors: dict[int, list[Ref]] = {}
        seen_places: dict[int, list[Ref]] = {number: [] for number in range(min(N_COUNTRIES, len(self.places)))}
        events = []
        for number, (_, agent, patient, place, _, tellers) in enumerate(self.events):
            refs = []
            for article in tellers:
                local = self.told[article].index(number)
                first = sum(1 + (self.events[other][2] >= 0) for other in self.told[article][:local])
                key = f"a{article:07d}"
                refs.append(Ref(key, f"e{local}"))
                seen_actors.setdefault(agent, []).append(Ref(key, f"a{first}"))
                if patient >= 0:
                    seen_actors.setdefault(patient, []).append(Ref(key, f"a{first + 1}"))
                seen_places.setdefault(place, []).append(Ref(key, f"p{local}"))
            events.append(self.event(number, refs))
        return MergedGraph(
            actors=tuple(self.actor(index, refs) for index, refs in seen_actors.items()),
            places=tuple(self.place(index, refs) for index, refs in seen_places.items()),
            events=tuple(events),
        )

    def event(self, number: int, members: Iterable[Ref]) -> Event:
        """One event of the merged graph."""
        kind, agent, patient, place, day, tellers = self.events[number]
        parties = [Participant(role=Role.AGENT, actor=f"actor-{agent}")]
        if patient >= 0:
            parties.append(Participant(role=Role.PATIENT, actor=f"actor-{patient}"))
        iso = self.day(day)
        return Event(
            id=f"ev-{number}", type=self.types[kind], label=self.label(number), lemma=self.verb(number),
            members=tuple(sorted(members)), participants=tuple(parties), place=f"place-{place}",
            when=When(earliest=iso, latest=iso, precision=Precision.DAY, text=iso),
            confidence=confidence(number),
            support=Support(articles=len(tellers), sources=len(tellers)),
        )  # fmt: skip

    def actor(self, index: int, members: Iterable[Ref]) -> Actor:
        """One actor of the merged graph."""
        return Actor(
            id=f"actor-{index}", kind=kind_of(index), name=self.actors[index],
            aliases=(self.actors[index].split()[1],), members=tuple(sorted(members)),
        )  # fmt: skip

    def place(self, index: int, members: Iterable[Ref]) -> Place:
        """One place of the merged graph."""
        lat, lon = self.points[index]
        return Place(
            id=f"place-{index}", name=self.places[index], lat=round(lat, 4), lon=round(lon, 4),
            country=self.country(index), within=None if index < N_COUNTRIES else f"place-{self.countries[index]}",
            members=tuple(sorted(members)),
        )  # fmt: skip

    def article(self, number: int, text: str) -> Article:
        """An article with this text."""
        key = f"a{number:07d}"
        return Article(
            id=key, text=text or "Nothing happened.", title=f"News {number}", date=self.day(self.days[number]),
            source=f"Paper {number % N_PAPERS}", url=f"https://news.example/{key}",
        )  # fmt: skip

    def country(self, place: int) -> str:
        """A code for the country of a place, of which there are fewer than countries."""
        return f"X{self.countries[place] % 26 + 65:c}"

    def label(self, number: int) -> str:
        """The label of an event."""
        return f"{self.sentence(number)[:-1]}, {self.day(self.events[number][4])}"

    def verb(self, number: int) -> str:
        return _VERBS[self.events[number][0] % len(_VERBS)]

    def sentence(self, number: int) -> str:
        _, agent, patient, place, _, _ = self.events[number]
        whom = self.actors[patient] if patient >= 0 else "nobody"
        word = _WORDS[number * 7919 % len(_WORDS)]
        rare = f"case{number * 31 % 5000}"
        return f"{self.actors[agent]} {self.verb(number)} {whom} in {self.places[place]} {word} {rare}."


class RecordWriter:
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
            self._text += world.sentence(number)
            agent_span = self._find(world.actors[agent], start)
            verb = self._find(world.verb(number), agent_span.end)
            roles = [self._filler(Role.AGENT, agent_span, f"a{len(actors)}")]
            actors.append(self._actor(f"a{len(actors)}", agent, agent_span))
            if patient >= 0:
                patient_span = self._find(world.actors[patient], verb.end)
                roles.append(self._filler(Role.PATIENT, patient_span, f"a{len(actors)}"))
                actors.append(self._actor(f"a{len(actors)}", patient, patient_span))
            where = self._find(f" in {world.places[place]}", verb.end)
            where = Span(where.start + 4, where.end)
            words = where.of(self._text)
            lat, lon = world.points[place]
            places.append(
                LocalPlace(id=f"p{local}", name=words, country=world.country(place),
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
                           confidence=confidence(number), rule="active")
            )  # fmt: skip
        return ArticleRecord(
            article=world.article(self._article, self._text), sentences=tuple(sentences) or (Span(0, 17),),
            actors=tuple(actors), places=tuple(places),
            times=tuple(times), events=tuple(events), extractor=EXTRACTOR,
        )  # fmt: skip

    def _find(self, words: str, start: int) -> Span:
        found = self._text.index(words, start)
        return Span(found, found + len(words))

    def _actor(self, local: str, index: int, span: Span) -> LocalActor:
        mention = ActorMention(span=span, text=span.of(self._text), head=span, form=Form.NAME)
        return LocalActor(id=local, kind=kind_of(index), name=self._world.actors[index], mentions=(mention,))

    def _filler(self, role: Role, span: Span, actor: str) -> Filler:
        return Filler(role=role, span=span, text=span.of(self._text), head=span, actor=actor)
