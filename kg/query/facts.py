"""Events as rows, many at a time: what the graph says of them is fetched node by node and put together here.

Star-shaped queries over many events at once made the engine scan whole tables (9 ms per event instead of 0.2, at 10^5
events), so each query only asks for all statements of given nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from kg.errors import StoreError
from kg.query.catalog import IndexedEvent, text_of
from kg.query.rows import (
    EventRow,
    EvidenceRow,
    PartyRow,
    SpeakerRow,
    SupportRow,
    TimeRow,
    TriggerRow,
)
from kg.store.iris import id_order, kind_and_id
from kg.vocab import DCTERMS, EV, NIF, RDFS, SEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.catalog import Catalog

CHUNK = 500
"""Events fetched together."""

ROLES = ("agent", "patient", "recipient", "instrument", "participant")

_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\([tnrbf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with what filters and sorting look at, and which actors take part, by role and `attributed_to`."""

    event: IndexedEvent
    row: EventRow


class Node:
    """The statements about one node."""

    __slots__ = ("_iri", "_values")

    def __init__(self, iri: str) -> None:
        self._iri = iri
        self._values: dict[str, list[tuple[bool, str]]] = {}

    def add(self, term: str, value: tuple[bool, str]) -> None:
        """One statement more."""
        self._values.setdefault(term, []).append(value)

    def all(self, term: str) -> list[tuple[bool, str]]:
        """Whether it is an IRI, and its words, for each value of a property."""
        return self._values.get(term, [])

    def maybe(self, term: str) -> str | None:
        """The value of a property, None when there is none."""
        values = self._values.get(term)
        return values[0][1] if values else None

    def one(self, term: str) -> str:
        """The value of a property that every such node has; StoreError when there is none."""
        found = self.maybe(term)
        if found is None:
            raise StoreError(f"the graph lacks {term!r} of {self._iri!r}; rebuild the store")
        return found


Nodes = dict[str, Node]


def read_facts(catalog: Catalog, iris: Iterable[str]) -> Iterator[Fact]:
    """The events with these IRIs, in their order."""
    chunk: list[str] = []
    for iri in iris:
        chunk.append(iri)
        if len(chunk) == CHUNK:
            yield from _read_chunk(catalog, chunk)
            chunk = []
    if chunk:
        yield from _read_chunk(catalog, chunk)


def _read_chunk(catalog: Catalog, iris: Sequence[str]) -> Iterator[Fact]:
    events = nodes_of(catalog, "all_of_nodes", iris)
    times = nodes_of(catalog, "all_of_times", iris)
    mentions = [iri for event in events.values() for _, iri in event.all(EV.denotedBy)]
    evidence = _Evidence(catalog, mentions)
    for iri in iris:
        if iri not in events:
            raise StoreError(f"the graph says nothing of the event {iri!r}; rebuild the store")
        event = _indexed(iri, events[iri], times.get(iri))
        yield Fact(event, _row(catalog, event, events[iri], times.get(iri), evidence))


def _indexed(iri: str, node: Node, time: Node | None) -> IndexedEvent:
    place = node.maybe(EV.place)
    return IndexedEvent(
        id=node.one(DCTERMS.identifier),
        iri=iri,
        type=node.one(EV.type).removeprefix(vocab.TYPES),
        status=node.one(EV.status).rpartition("#")[2],
        polarity=node.one(EV.polarity),
        certainty=node.one(EV.certainty),
        tense=node.one(EV.tense),
        confidence=float(node.one(EV.confidence)),
        support=int(node.one(EV.support)),
        sources=int(node.one(EV.sourceSupport)),
        place=None if place is None else kind_and_id(place)[1],
        earliest=time.maybe(SEM.hasEarliestBeginTimeStamp) if time else None,
        latest=time.maybe(SEM.hasLatestEndTimeStamp) if time else None,
    )


def _row(catalog: Catalog, event: IndexedEvent, node: Node, time: Node | None, evidence: _Evidence) -> EventRow:
    parties = {
        role: _in_order(
            [_party(catalog, iri) for _, iri in node.all(getattr(EV, role))]
            + [PartyRow(id=None, name=text, kind=None) for _, text in node.all(getattr(EV, f"{role}Phrase"))]
        )
        for role in ROLES
    }
    members = [iri for _, iri in node.all(EV.denotedBy)]
    precision = time.maybe(EV.precision) if time else None
    return EventRow(
        id=event.id,
        iri=event.iri,
        type=event.type,
        label=node.one(RDFS.label),
        lemma=node.one(EV.lemma),
        agents=parties["agent"],
        patients=parties["patient"],
        recipients=parties["recipient"],
        instruments=parties["instrument"],
        participants=parties["participant"],
        place=None if event.place is None else catalog.places()[event.place],
        time=None
        if precision is None or time is None
        else TimeRow(
            earliest=event.earliest,
            latest=event.latest,
            precision=precision,
            text=time.maybe(RDFS.label) or "",
        ),
        status=event.status,
        polarity=event.polarity,
        certainty=event.certainty,
        tense=event.tense,
        attributed_to=_in_order([_party(catalog, iri) for _, iri in node.all(EV.attributedTo)]),
        confidence=event.confidence,
        support=SupportRow(
            articles=event.support,
            sources=int(node.one(EV.sourceSupport)),
            mentions=len(members),
        ),
        evidence=evidence.rows(members),
    )


def _party(catalog: Catalog, iri: str) -> PartyRow:
    actor = catalog.actors()[kind_and_id(iri)[1]]
    return PartyRow(id=actor.id, name=actor.name, kind=actor.kind)


def _in_order(parties: list[PartyRow]) -> tuple[PartyRow, ...]:
    return tuple(sorted(parties, key=lambda party: (party.id is None, party.name, party.id or "")))


class _Evidence:
    """The mentions of some events, with their sentences, articles and speakers."""

    def __init__(self, catalog: Catalog, mentions: Sequence[str]) -> None:
        self._catalog = catalog
        self._mentions = nodes_of(catalog, "all_of_locals", mentions)
        sentences = {node.one(EV.sentence) for node in self._mentions.values()}
        self._sentences = nodes_of(catalog, "all_of_locals", sorted(sentences))
        articles = {node.one(EV.inArticle) for node in self._mentions.values()}
        self._texts = nodes_of(catalog, "texts_of_articles", sorted(articles))
        said = {it: iri for iri, node in self._mentions.items() for _, it in node.all(EV.attributedTo)}
        attributions = nodes_of(catalog, "all_of_locals", sorted(said))
        speakers = sorted({iri for node in attributions.values() for _, iri in node.all(EV.refersTo)})
        actors = nodes_of(catalog, "actors_of_locals", speakers)
        self._speakers: dict[str, list[tuple[tuple[int, str], SpeakerRow]]] = {}
        for iri, node in attributions.items():  # `…#e1.q2`: the number at the end is its place in the list
            local = node.maybe(EV.refersTo)
            actor = actors[local].maybe(EV.denotedBy) if local in actors else None
            found = catalog.actors()[kind_and_id(actor)[1]] if actor is not None else None
            speaker = (
                SpeakerRow(id=found.id, name=found.name) if found else SpeakerRow(id=None, name=node.one(EV.quote))
            )
            self._speakers.setdefault(said[iri], []).append((id_order(iri), speaker))

    def rows(self, mentions: Iterable[str]) -> tuple[EvidenceRow, ...]:
        rows = [self._one(iri) for iri in mentions]
        return tuple(sorted(rows, key=lambda row: (row.date or "9999", row.article, row.trigger.start, row.mention)))

    def _one(self, iri: str) -> EvidenceRow:
        node = self._mentions[iri]
        sentence = self._sentences[node.one(EV.sentence)]
        start, end = int(sentence.one(EV.begin)), int(sentence.one(EV.end))
        article_iri = node.one(EV.inArticle)
        article = self._catalog.article_row(kind_and_id(article_iri)[1])
        speakers = sorted(self._speakers.get(iri, []), key=lambda indexed: indexed[0])
        return EvidenceRow(
            mention=iri,
            article=article.id,
            title=article.title,
            date=article.date,
            source=article.source,
            url=article.url,
            sentence=self._texts[article_iri].one(NIF.isString)[start:end],
            start=start,
            end=end,
            trigger=TriggerRow(start=int(node.one(EV.begin)), end=int(node.one(EV.end)), text=node.one(EV.quote)),
            polarity=node.one(EV.polarity),
            certainty=node.one(EV.certainty),
            tense=node.one(EV.tense),
            confidence=float(node.one(EV.confidence)),
            rule=node.maybe(EV.rule) or "",
            attributed_to=tuple(speaker for _, speaker in speakers),
        )


def nodes_of(catalog: Catalog, query: str, iris: Sequence[str]) -> Nodes:
    """The statements of one of the queries over given nodes, by subject."""
    nodes: Nodes = {}
    if not iris:
        return nodes
    for iri in iris:
        # they come from the store itself; the check keeps it so
        if not _IRI.fullmatch(iri):
            raise StoreError(f"{iri!r} is no IRI; build the store again")
    text = text_of(query).replace("$nodes", " ".join(f"<{iri}>" for iri in iris))
    lines = catalog.store.query(text, format="tsv").decode("utf-8").split("\n")
    for line in lines[1:-1]:
        subject, term, value = line.split("\t")
        iri = subject[1:-1]
        node = nodes.get(iri)
        if node is None:
            node = nodes[iri] = Node(iri)
        node.add(term[1:-1], _term(value))
    return nodes


def _term(text: str) -> tuple[bool, str]:
    """Whether it is an IRI, and its words; SPARQL 1.1 TSV results, section 4."""
    if text.startswith("<"):
        return True, text[1:-1]
    if not text.startswith('"'):
        return False, text
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise StoreError(f"{text[:80]!r} is no term; build the store again")
    words = match.group(1)
    return False, _ESCAPE.sub(_unescaped, words) if "\\" in words else words


def _unescaped(match: re.Match[str]) -> str:
    letter = match.group(1)
    return chr(int(letter[1:], 16)) if letter[0] in "uU" and len(letter) > 1 else _ESCAPED.get(letter, letter)
