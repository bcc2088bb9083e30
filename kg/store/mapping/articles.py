"""Article records as quads of one named graph, and back: `record_of(quads_of(record))` is the canonical record.

Within the graph the article is one node and every sentence, local actor, place, time, event mention, filler and source
a hash IRI of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
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
from kg.store import terms
from kg.store.iris import article_graph, article_iri, id_order, sentence_iri, sentence_of, span_iri, span_of, type_iri
from kg.store.mapping.lines import Quads
from kg.store.mapping.nodes import Node, Nodes
from kg.vocab import DC, DCTERMS, EV, NIF, SCHEMA, SEM, SKOS, TYPES, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = (
    ("title", DCTERMS.title),
    ("source", DC.publisher),
    ("url", SCHEMA.url),
    ("author", DC.creator),
    ("language", DC.language),
)


def lines_of(record: ArticleRecord) -> bytes:
    """The quads of a canonical, checked record as N-Quads."""
    writer = _Writer(record)
    writer.write()
    return writer.lines()


def quads_of(record: ArticleRecord) -> list[ox.Quad]:
    """The quads of a canonical, checked record as such."""
    return list(ox.parse(lines_of(record), format=ox.RdfFormat.N_QUADS))


class _Writer(Quads):
    def __init__(self, record: ArticleRecord) -> None:
        super().__init__(article_graph(record.article.id))
        self._record = record
        self._iri = article_iri(record.article.id)

    def write(self) -> None:
        record = self._record
        self._article()
        for index, sentence in enumerate(record.sentences):
            iri = sentence_iri(self._iri, index)
            self.kind(iri, NIF.Sentence)
            self.link(iri, EV.inArticle, self._iri)
            self._span(iri, sentence)
        for actor in record.actors:
            self._actor(actor)
        for place in record.places:
            self._place(place)
        for time in record.times:
            self._time(time)
        for event in record.events:
            self._event(event)

    def _local(self, local: str) -> str:
        return f"{self._iri}#{local}"

    def _span(self, iri: str, span: Span, quote: str | None = None) -> None:
        self.integer(iri, EV.begin, span.start)
        self.integer(iri, EV.end, span.end)
        self.text(iri, EV.quote, quote)

    def _head(self, iri: str, head: Span, whole: Span) -> None:
        if head != whole:
            self.link(iri, EV.head, span_iri(self._iri, head))

    def _member(self, local: str, name: str) -> str:
        iri = self._local(local)
        self.kind(iri, name)
        self.link(iri, EV.inArticle, self._iri)
        return iri

    def _article(self) -> None:
        article = self._record.article
        self.kind(self._iri, EV.Article)
        self.text(self._iri, DCTERMS.identifier, article.id)
        self.text(self._iri, NIF.isString, article.text)
        for name, term in _FIELDS:
            self.text(self._iri, term, getattr(article, name))
        if article.date is not None:
            self.add(self._iri, DCTERMS.issued, terms.date(article.date))
        if self._record.fingerprint:
            self.text(self._iri, EV.fingerprint, "".join(f"{number:08x}" for number in self._record.fingerprint))
        if self._record.extractor:
            self.text(self._iri, EV.extractor, self._record.extractor)

    def _actor(self, actor: LocalActor) -> None:
        iri = self._member(actor.id, EV.LocalActor)
        self.text(iri, EV.kind, actor.kind.value)
        self.text(iri, SKOS.prefLabel, actor.name)
        self.text(iri, EV.country, actor.country)
        self.text(iri, EV.authority, actor.authority)
        for title in actor.titles:
            self.text(iri, EV.holdsRole, title)
        if actor.owner is not None:
            self.link(iri, EV.partOf, self._local(actor.owner))
        self._mentions(iri, actor.mentions)

    def _place(self, place: LocalPlace) -> None:
        iri = self._member(place.id, EV.LocalPlace)
        self.text(iri, SKOS.prefLabel, place.name)
        self.text(iri, EV.country, place.country)
        if place.lat is not None:
            self.add(iri, WGS84.lat, terms.decimal(place.lat, places=terms.COORDINATE_DECIMALS))
        if place.lon is not None:
            self.add(iri, WGS84.long, terms.decimal(place.lon, places=terms.COORDINATE_DECIMALS))
        self.integer(iri, EV.geonames, place.geonames)
        self._mentions(iri, place.mentions)

    def _mentions(self, owner: str, mentions: Iterable[ActorMention]) -> None:
        for index, mention in enumerate(mentions):
            iri = f"{owner}.{index}"
            self.kind(iri, EV.EntityMention)
            self.link(iri, EV.refersTo, owner)
            self._span(iri, mention.span, mention.text)
            self._head(iri, mention.head, mention.span)
            self.text(iri, EV.form, mention.form.value)

    def _time(self, time: Time) -> None:
        iri = self._member(time.id, EV.TimeMention)
        self._span(iri, time.span, time.text)
        self.text(iri, EV.precision, time.precision.value)
        if time.value is not None:
            self.add(iri, EV.value, terms.time_value(time.value))
        for term, value in ((SEM.hasEarliestBeginTimeStamp, time.earliest), (SEM.hasLatestEndTimeStamp, time.latest)):
            if value is not None:
                self.add(iri, term, terms.date(value))

    def _event(self, event: LocalEvent) -> None:
        iri = self._member(event.id, EV.Mention)
        self.link(iri, EV.type, type_iri(event.type))
        self._span(iri, event.trigger, event.text)
        self.text(iri, EV.lemma, event.lemma)
        self.link(iri, EV.sentence, sentence_iri(self._iri, event.sentence))
        self.text(iri, EV.polarity, event.polarity.value)
        self.text(iri, EV.certainty, event.certainty.value)
        self.text(iri, EV.tense, event.tense.value)
        self.link(iri, EV.status, status_iri(event.status.value))
        self.add(iri, EV.confidence, terms.decimal(event.confidence))
        self.text(iri, EV.rule, event.rule or None)
        for also in event.also:
            self.link(iri, EV.also, self._local(also))
        if event.time is not None:
            self.link(iri, EV.time, self._local(event.time))
        if event.place is not None:
            self.link(iri, EV.place, self._local(event.place.id))
            self.link(iri, EV.placeSpan, span_iri(self._iri, event.place.span))
        for number, filler in enumerate(event.roles):
            role = f"{iri}.r{number}"
            self.kind(role, EV.Participation)
            self.link(role, EV.inMention, iri)
            self.text(role, EV.role, filler.role.value)
            self._span(role, filler.span, filler.text)
            self._head(role, filler.head, filler.span)
            self._refer(role, filler.actor)
        for number, source in enumerate(event.attributed_to):
            said = f"{iri}.q{number}"
            self.kind(said, EV.Attribution)
            self.link(iri, EV.attributedTo, said)
            self._span(said, source.span, source.text)
            self._refer(said, source.actor)

    def _refer(self, iri: str, actor: str | None) -> None:
        if actor is not None:
            self.link(iri, EV.refersTo, self._local(actor))


def status_iri(status: str) -> str:
    """IRI of one of the four states of an event."""
    return {"Reported": EV.Reported, "Alleged": EV.Alleged, "Denied": EV.Denied, "Planned": EV.Planned}[status]


def record_of(quads: Iterable[ox.Quad]) -> ArticleRecord:
    """The record that the quads of one article graph hold; StoreError when they hold none."""
    nodes = Nodes(quads)
    articles = nodes.of_class(EV.Article)
    if len(articles) != 1:
        raise StoreError(f"the store is damaged: an article graph holds {len(articles)} articles; build it again")
    node = articles[0]
    text = node.text(NIF.isString)
    reader = _Reader(nodes, text)
    article = Article(
        id=node.text(DCTERMS.identifier),
        text=text,
        date=node.optional_text(DCTERMS.issued),
        **{name: node.optional_text(term) for name, term in _FIELDS},
    )
    digits = node.text_or_empty(EV.fingerprint)
    return ArticleRecord(
        article=article,
        sentences=tuple(_span_of(sentence) for sentence in reader.members(NIF.Sentence)),
        actors=tuple(reader.actor(actor) for actor in reader.members(EV.LocalActor)),
        places=tuple(reader.place(place) for place in reader.members(EV.LocalPlace)),
        times=tuple(_time_of(time) for time in reader.members(EV.TimeMention)),
        events=tuple(reader.event(event) for event in reader.members(EV.Mention)),
        fingerprint=tuple(int(digits[start : start + 8], 16) for start in range(0, len(digits), 8)),
        extractor=node.text_or_empty(EV.extractor),
    )


class _Reader:
    def __init__(self, nodes: Nodes, text: str) -> None:
        self._nodes = nodes
        self._text = text
        self._mentions = nodes.grouped(EV.EntityMention, EV.refersTo)
        self._roles = nodes.grouped(EV.Participation, EV.inMention)

    def members(self, name: str) -> list[Node]:
        return sorted(self._nodes.of_class(name), key=lambda node: id_order(node.iri))

    def actor(self, node: Node) -> LocalActor:
        return LocalActor(
            id=_local_of(node.iri),
            kind=ActorKind(node.text(EV.kind)),
            name=node.text(SKOS.prefLabel),
            mentions=tuple(_mention_of(mention) for mention in self._mentions.get(node.iri, [])),
            country=node.optional_text(EV.country),
            titles=node.texts(EV.holdsRole),
            owner=self._local_id(node, EV.partOf),
            authority=node.optional_text(EV.authority),
        )

    def place(self, node: Node) -> LocalPlace:
        return LocalPlace(
            id=_local_of(node.iri),
            name=node.text(SKOS.prefLabel),
            mentions=tuple(_mention_of(mention) for mention in self._mentions.get(node.iri, [])),
            country=node.optional_text(EV.country),
            lat=node.optional_number(WGS84.lat),
            lon=node.optional_number(WGS84.long),
            geonames=node.optional_integer(EV.geonames),
        )

    def event(self, node: Node) -> LocalEvent:
        place = self._local_id(node, EV.place)
        return LocalEvent(
            id=_local_of(node.iri),
            type=node.text(EV.type).removeprefix(TYPES),
            trigger=_span_of(node),
            text=node.text(EV.quote),
            lemma=node.text(EV.lemma),
            sentence=sentence_of(node.text(EV.sentence)),
            roles=tuple(self._filler(role) for role in self._roles.get(node.iri, [])),
            place=None if place is None else self._place_of(node, place),
            time=self._local_id(node, EV.time),
            polarity=Polarity(node.text(EV.polarity)),
            certainty=Certainty(node.text(EV.certainty)),
            tense=Tense(node.text(EV.tense)),
            attributed_to=tuple(
                Source(span=_span_of(said), text=said.text(EV.quote), actor=self._local_id(said, EV.refersTo))
                for said in map(self._nodes.get, sorted(map(str, node.values(EV.attributedTo)), key=id_order))
            ),
            confidence=node.number(EV.confidence),
            also=tuple(sorted((_local_of(str(iri)) for iri in node.values(EV.also)), key=id_order)),
            rule=node.text_or_empty(EV.rule),
        )

    def _filler(self, node: Node) -> Filler:
        return Filler(
            role=Role(node.text(EV.role)),
            span=_span_of(node),
            text=node.text(EV.quote),
            head=_head_of(node),
            actor=self._local_id(node, EV.refersTo),
        )

    def _place_of(self, node: Node, local: str) -> PlaceRef:
        span = span_of(node.text(EV.placeSpan))
        return PlaceRef(id=local, span=span, text=span.of(self._text))

    @staticmethod
    def _local_id(node: Node, term: str) -> str | None:
        target = node.optional(term)
        return None if target is None else _local_of(str(target))


def _span_of(node: Node) -> Span:
    return Span(node.integer(EV.begin), node.integer(EV.end))


def _head_of(node: Node) -> Span:
    head = node.optional_text(EV.head)
    return _span_of(node) if head is None else span_of(head)


def _local_of(iri: str) -> str:
    return iri.partition("#")[2]


def _mention_of(node: Node) -> ActorMention:
    return ActorMention(
        span=_span_of(node), text=node.text(EV.quote), head=_head_of(node), form=Form(node.text(EV.form))
    )


def _time_of(node: Node) -> Time:
    return Time(
        id=_local_of(node.iri),
        span=_span_of(node),
        text=node.text(EV.quote),
        value=node.optional_text(EV.value),
        precision=Precision(node.text(EV.precision)),
        earliest=node.optional_text(SEM.hasEarliestBeginTimeStamp),
        latest=node.optional_text(SEM.hasLatestEndTimeStamp),
    )
