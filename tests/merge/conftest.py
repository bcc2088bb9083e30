"""Records made by hand, small enough to read: `article("a", …, deed("killed", agent="US", patient="Jo"))`.

The text is made from the deeds, so that every span quotes it. Actors and places are given by name: `US` and the like
are states (with their authority key), names with a capital are persons, small ones are groups.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from kg.dates import bounds
from kg.merge import merge_events
from kg.model import (
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Certainty,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    PlaceRef,
    Polarity,
    Precision,
    Role,
    Source,
    Span,
    Tense,
    Time,
)
from kg.resolve import cluster_actors

STATES = {"US": ("United States", "US"), "Iran": ("Iran", "IR"), "Iraq": ("Iraq", "IQ"), "Turkey": ("Turkey", "TR")}
PLACES = {
    "Baghdad": ("IQ", 33.3406, 44.4009, 98182),
    "Iraq": ("IQ", 33.0, 44.0, 99237),
    "Basra": ("IQ", 30.5085, 47.7804, 99532),
    "western Iraq": ("IQ", None, None, None),
    "Tehran": ("IR", 35.6944, 51.4215, 112931),
    "Nowhere": (None, None, None, None),
}


@dataclass(frozen=True)
class Deed:
    word: str
    kind: str = "ASSAULT"
    lemma: str = ""
    agent: str | None = None
    patient: str | None = None
    place: str | None = None
    time: str | None = None
    polarity: Polarity = Polarity.POS
    certainty: Certainty = Certainty.CERTAIN
    tense: Tense = Tense.NON_FUTURE
    speaker: str | None = None
    also: tuple[str, ...] = ()
    confidence: float = 0.5
    rule: str = "verb:test"
    more: str = ""


@dataclass
class _Sheet:
    text: str = ""
    actors: dict[str, list[Span]] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)

    def write(self, words: str) -> Span:
        span = Span(len(self.text), len(self.text) + len(words))
        self.text += words + " "
        return span


LEMMAS = {"killed": "kill", "struck": "strike", "said": "say", "met": "meet", "death": "death", "sued": "sue"}


def article(
    name: str, *deeds: Deed, date: str | None = "2020-01-04", source: str | None = None, kinds: dict | None = None
) -> ArticleRecord:
    sheet = _Sheet()
    events, sentences, times = [], [], []
    order: list[str] = []
    spots: list[str] = []
    for number, deed in enumerate(deeds, 1):
        start = len(sheet.text)
        roles = []
        for role, words in ((Role.AGENT, deed.agent), (Role.PATIENT, deed.patient)):
            for one in words.split("+") if words else ():
                span = sheet.write(one)
                thing = one.startswith("the ") or one == "it"
                if not thing:
                    sheet.actors.setdefault(one, []).append(span)
                    if one not in order:
                        order.append(one)
                local = None if thing else f"a{order.index(one) + 1}"
                roles.append(Filler(role=role, span=span, text=one, head=span, actor=local))
        sources = ()
        if deed.speaker:
            span = sheet.write(deed.speaker)
            sheet.actors.setdefault(deed.speaker, []).append(span)
            if deed.speaker not in order:
                order.append(deed.speaker)
            sources = (Source(span=span, text=deed.speaker, actor=f"a{order.index(deed.speaker) + 1}"),)
        trigger = sheet.write(deed.word)
        place = None
        if deed.place:
            span = sheet.write(deed.place)
            sheet.places.setdefault(deed.place, []).append(span)
            if deed.place not in spots:
                spots.append(deed.place)
            place = PlaceRef(id=f"p{spots.index(deed.place) + 1}", span=span, text=deed.place)
        time = None
        if deed.time:
            span = sheet.write(deed.time)
            time = f"t{len(times) + 1}"
            precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(deed.time)]
            times.append(
                Time(
                    id=time,
                    span=span,
                    text=deed.time,
                    value=deed.time,
                    precision=precision,
                    earliest=bounds(deed.time)[0].isoformat(),
                    latest=bounds(deed.time)[1].isoformat(),
                )
            )
        if deed.more:
            sheet.write(deed.more)
        sentences.append(Span(start, len(sheet.text)))
        events.append(
            LocalEvent(
                id=f"e{number}",
                type=deed.kind,
                trigger=trigger,
                text=deed.word,
                lemma=deed.lemma or LEMMAS.get(deed.word, deed.word),
                sentence=number - 1,
                roles=tuple(roles),
                place=place,
                time=time,
                polarity=deed.polarity,
                certainty=deed.certainty,
                tense=deed.tense,
                attributed_to=sources,
                confidence=deed.confidence,
                also=deed.also,
                rule=deed.rule,
            )
        )
    return ArticleRecord(
        article=Article(id=name, text=sheet.text or " ", date=date, source=source),
        sentences=tuple(sentences),
        actors=tuple(_actor(number, one, sheet.actors[one], kinds or {}) for number, one in enumerate(order, 1)),
        places=tuple(_place(number, one, sheet.places[one]) for number, one in enumerate(spots, 1)),
        times=tuple(times),
        events=tuple(events),
    )


def _mentions(name: str, spans: list[Span]) -> tuple[ActorMention, ...]:
    form = Form.NAME if name[:1].isupper() else Form.NOMINAL
    return tuple(ActorMention(span=span, text=name, head=span, form=form) for span in spans)


def _actor(number: int, name: str, spans: list[Span], kinds: dict) -> LocalActor:
    mentions = _mentions(name, spans)
    if name in STATES:
        full, iso = STATES[name]
        return LocalActor(
            id=f"a{number}",
            kind=ActorKind.POLITY,
            name=full,
            mentions=mentions,
            country=iso,
            authority=f"country:{iso}",
        )
    kind = kinds.get(name) or (ActorKind.PERSON if name[:1].isupper() else ActorKind.GROUP)
    return LocalActor(id=f"a{number}", kind=kind, name=name, mentions=mentions)


def _place(number: int, name: str, spans: list[Span]) -> LocalPlace:
    country, lat, lon, geonames = PLACES[name]
    return LocalPlace(
        id=f"p{number}",
        name=name,
        mentions=_mentions(name, spans),
        country=country,
        lat=lat,
        lon=lon,
        geonames=geonames,
    )


def merged(*records: ArticleRecord, copies=()):
    return merge_events(records, cluster_actors(records), copies=copies)


@pytest.fixture(name="deed")
def deed_maker():
    return Deed


@pytest.fixture(name="article")
def article_maker():
    return article


@pytest.fixture(name="merged")
def merged_maker():
    return merged
