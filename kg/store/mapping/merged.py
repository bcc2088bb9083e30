"""The merged graph as quads of one named graph, and back: `graph_of(quads_of(graph))` is the canonical graph."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import (
    Actor,
    ActorKind,
    Certainty,
    Event,
    Feature,
    Merge,
    MergedGraph,
    Participant,
    PartOf,
    Place,
    Polarity,
    Precision,
    Ref,
    Role,
    Status,
    Support,
    Tense,
    When,
)
from kg.store import terms
from kg.store.checks import canonical_actor, canonical_event, canonical_merge, canonical_place, participant_key
from kg.store.iris import article_iri, id_order, kind_and_id, local_iri, ref_of, resource_iri, type_iri
from kg.store.mapping.articles import status_iri
from kg.store.mapping.lines import Quads
from kg.store.mapping.nodes import Node, Nodes
from kg.vocab import DCTERMS, EV, GEO, MERGED_GRAPH, OWL, PROV, RDFS, SEM, SKOS, TYPES, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Merged

CLASSES = {
    ActorKind.PERSON: EV.Person,
    ActorKind.ORGANIZATION: EV.Organization,
    ActorKind.GROUP: EV.Group,
    ActorKind.POLITY: EV.Polity,
}
ROLES = {
    Role.AGENT: EV.agent,
    Role.PATIENT: EV.patient,
    Role.RECIPIENT: EV.recipient,
    Role.INSTRUMENT: EV.instrument,
    Role.PARTICIPANT: EV.participant,
}
PHRASES = {
    Role.AGENT: EV.agentPhrase,
    Role.PATIENT: EV.patientPhrase,
    Role.RECIPIENT: EV.recipientPhrase,
    Role.INSTRUMENT: EV.instrumentPhrase,
    Role.PARTICIPANT: EV.participantPhrase,
}
Made = Actor | Place | Event | Merge | tuple[str, str]
"""A node of the merged graph, or a copy and the first article of its story."""

_STATUS = {status_iri(status.value): status for status in Status}


def nodes_of(graph: Merged) -> Iterator[Made]:
    """The nodes and copies of a merged graph, in the order in which it has them."""
    return chain(graph.actors, graph.places, graph.events, graph.merges, graph.copies)


def lines_of_node(node: Made) -> bytes:
    """The quads of a node of a checked merged graph as N-Quads, in canonical form."""
    match node:
        case Actor():
            return _actor(canonical_actor(node))
        case Place():
            return _place(canonical_place(node))
        case Event():
            return _event(canonical_event(node))
        case Merge():
            return _merge(canonical_merge(node))
    quads = Quads(MERGED_GRAPH)
    quads.link(article_iri(node[0]), PROV.wasQuotedFrom, article_iri(node[1]))
    return quads.lines()


def lines_of(graph: Merged) -> Iterator[bytes]:
    """The quads of a checked merged graph as N-Quads, node by node."""
    return map(lines_of_node, nodes_of(graph))


def quads_of(graph: Merged) -> Iterator[ox.Quad]:
    """The same quads as such."""
    for lines in lines_of(graph):
        yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)


def _actor(actor: Actor) -> bytes:
    quads = Quads(MERGED_GRAPH)
    iri = resource_iri("actor", actor.id)
    quads.kind(iri, EV.Actor)
    quads.kind(iri, CLASSES[actor.kind])
    quads.text(iri, DCTERMS.identifier, actor.id)
    _names(quads, iri, actor)
    for title in actor.titles:
        quads.text(iri, EV.holdsRole, title)
    if actor.part_of is not None:
        quads.link(iri, EV.partOf, resource_iri("actor", actor.part_of))
    return quads.lines()


def _place(place: Place) -> bytes:
    quads = Quads(MERGED_GRAPH)
    iri = resource_iri("place", place.id)
    quads.kind(iri, EV.Place)
    quads.text(iri, DCTERMS.identifier, place.id)
    _names(quads, iri, place)
    quads.integer(iri, EV.geonames, place.geonames)
    if place.lat is not None and place.lon is not None:
        geometry = f"{iri}#geometry"
        quads.add(iri, WGS84.lat, terms.decimal(place.lat, places=terms.COORDINATE_DECIMALS))
        quads.add(iri, WGS84.long, terms.decimal(place.lon, places=terms.COORDINATE_DECIMALS))
        quads.link(iri, GEO.hasGeometry, geometry)
        quads.kind(geometry, GEO.Geometry)
        quads.add(geometry, GEO.asWKT, terms.point(place.lat, place.lon))
    if place.within is not None:
        quads.link(iri, GEO.sfWithin, resource_iri("place", place.within))
    return quads.lines()


def _names(quads: Quads, iri: str, entity: Actor | Place) -> None:
    quads.text(iri, SKOS.prefLabel, entity.name)
    for alias in entity.aliases:
        quads.text(iri, SKOS.altLabel, alias)
    quads.text(iri, EV.country, entity.country)
    for outside in entity.same_as:
        quads.add(iri, OWL.sameAs, terms.node(outside))
    _members(quads, iri, EV.denotedBy, entity.members)


def _members(quads: Quads, iri: str, term: str, members: Iterable[Ref]) -> None:
    for ref in members:
        quads.link(iri, term, local_iri(ref))


def _event(event: Event) -> bytes:
    quads = Quads(MERGED_GRAPH)
    iri = resource_iri("event", event.id)
    quads.kind(iri, EV.Event)
    quads.text(iri, DCTERMS.identifier, event.id)
    quads.text(iri, RDFS.label, event.label)
    quads.link(iri, EV.type, type_iri(event.type))
    quads.text(iri, EV.lemma, event.lemma)
    for participant in event.participants:
        if participant.actor is not None:
            quads.link(iri, ROLES[participant.role], resource_iri("actor", participant.actor))
        else:
            quads.text(iri, PHRASES[participant.role], participant.phrase)
    if event.place is not None:
        quads.link(iri, EV.place, resource_iri("place", event.place))
    if event.when is not None:
        _when(quads, iri, event.when)
    quads.text(iri, EV.polarity, event.polarity.value)
    quads.text(iri, EV.certainty, event.certainty.value)
    quads.text(iri, EV.tense, event.tense.value)
    quads.link(iri, EV.status, status_iri(event.status.value))
    for actor in event.attributed_to:
        quads.link(iri, EV.attributedTo, resource_iri("actor", actor))
    quads.add(iri, EV.confidence, terms.decimal(event.confidence))
    quads.integer(iri, EV.support, event.support.articles)
    quads.integer(iri, EV.sourceSupport, event.support.sources)
    _members(quads, iri, EV.denotedBy, event.members)
    if event.part_of is not None:
        _part_of(quads, iri, event.part_of)
    return quads.lines()


def _part_of(quads: Quads, event: str, link: PartOf) -> None:
    iri, whole = f"{event}#whole", resource_iri("event", link.whole)
    quads.link(event, SEM.subEventOf, whole)
    quads.link(event, EV.because, iri)
    quads.kind(iri, EV.Reason)
    quads.text(iri, EV.rule, link.rule)
    quads.add(iri, EV.score, terms.decimal(link.score))
    quads.text(iri, RDFS.comment, link.detail)
    quads.link(iri, PROV.wasDerivedFrom, local_iri(link.mention))


def _when(quads: Quads, event: str, when: When) -> None:
    iri = f"{event}#time"
    quads.link(event, EV.time, iri)
    quads.kind(iri, EV.TimeSpan)
    if when.earliest is not None:
        quads.add(iri, SEM.hasEarliestBeginTimeStamp, terms.date(when.earliest))
    if when.latest is not None:
        quads.add(iri, SEM.hasLatestEndTimeStamp, terms.date(when.latest))
    quads.text(iri, EV.precision, when.precision.value)
    quads.text(iri, RDFS.label, when.text)


def _merge(merge: Merge) -> bytes:
    quads = Quads(MERGED_GRAPH)
    iri = resource_iri("merge", merge.id)
    quads.kind(iri, EV.Merge)
    quads.text(iri, DCTERMS.identifier, merge.id)
    quads.link(iri, EV.into, resource_iri(merge.kind, merge.into))
    quads.text(iri, EV.rule, merge.rule)
    quads.add(iri, EV.score, terms.decimal(merge.score))
    _members(quads, iri, EV.merged, merge.members)
    for index, feature in enumerate(merge.features):
        reason = f"{iri}#r{index}"
        quads.link(iri, EV.because, reason)
        quads.kind(reason, EV.Reason)
        quads.text(reason, EV.rule, feature.name)
        quads.add(reason, EV.score, terms.decimal(feature.score))
        quads.text(reason, RDFS.comment, feature.detail)
    return quads.lines()


def graph_of(quads: Iterable[ox.Quad]) -> MergedGraph:
    """The merged graph that the quads hold."""
    nodes = Nodes(quads)
    copies = (
        (kind_and_id(node.iri)[1], kind_and_id(str(original))[1])
        for node in nodes.all()
        for original in node.values(PROV.wasQuotedFrom)
    )
    return MergedGraph(
        actors=tuple(sorted(map(_actor_of, nodes.of_class(EV.Actor)), key=lambda actor: actor.id)),
        places=tuple(sorted(map(_place_of, nodes.of_class(EV.Place)), key=lambda place: place.id)),
        events=tuple(sorted((_event_of(nodes, node) for node in nodes.of_class(EV.Event)), key=lambda event: event.id)),
        merges=tuple(sorted((_merge_of(nodes, node) for node in nodes.of_class(EV.Merge)), key=lambda merge: merge.id)),
        copies=tuple(sorted(copies)),
    )


def _actor_of(node: Node) -> Actor:
    kinds = [kind for kind, name in CLASSES.items() if name in node.types()]
    if len(kinds) != 1:
        raise StoreError(f"the store is damaged: actor {node.iri} has {len(kinds)} kinds; build it again")
    return Actor(
        id=node.text(DCTERMS.identifier),
        kind=kinds[0],
        name=node.text(SKOS.prefLabel),
        members=_members_of(node, EV.denotedBy),
        aliases=node.texts(SKOS.altLabel),
        country=node.optional_text(EV.country),
        titles=node.texts(EV.holdsRole),
        part_of=_optional_id(node, EV.partOf),
        same_as=node.texts(OWL.sameAs),
    )


def _place_of(node: Node) -> Place:
    return Place(
        id=node.text(DCTERMS.identifier),
        name=node.text(SKOS.prefLabel),
        members=_members_of(node, EV.denotedBy),
        aliases=node.texts(SKOS.altLabel),
        country=node.optional_text(EV.country),
        lat=node.optional_number(WGS84.lat),
        lon=node.optional_number(WGS84.long),
        geonames=node.optional_integer(EV.geonames),
        within=_optional_id(node, GEO.sfWithin),
        same_as=node.texts(OWL.sameAs),
    )


def _event_of(nodes: Nodes, node: Node) -> Event:
    participants = [
        Participant(role=role, actor=kind_and_id(str(iri))[1])
        for role, term in ROLES.items()
        for iri in node.values(term)
    ] + [Participant(role=role, phrase=phrase) for role, term in PHRASES.items() for phrase in node.texts(term)]
    time = node.optional(EV.time)
    return Event(
        id=node.text(DCTERMS.identifier),
        type=node.text(EV.type).removeprefix(TYPES),
        label=node.text(RDFS.label),
        lemma=node.text(EV.lemma),
        members=_members_of(node, EV.denotedBy),
        participants=tuple(sorted(participants, key=participant_key)),
        place=_optional_id(node, EV.place),
        when=None if time is None else _when_of(nodes.get(str(time))),
        polarity=Polarity(node.text(EV.polarity)),
        certainty=Certainty(node.text(EV.certainty)),
        tense=Tense(node.text(EV.tense)),
        status=_STATUS[node.text(EV.status)],
        attributed_to=tuple(sorted(kind_and_id(str(iri))[1] for iri in node.values(EV.attributedTo))),
        confidence=node.number(EV.confidence),
        support=Support(articles=node.integer(EV.support), sources=node.integer(EV.sourceSupport)),
        part_of=_part_of_of(nodes, node),
    )


def _part_of_of(nodes: Nodes, node: Node) -> PartOf | None:
    whole, iri = _optional_id(node, SEM.subEventOf), node.optional(EV.because)
    if whole is None or iri is None:
        return None
    link = nodes.get(str(iri))
    return PartOf(
        whole=whole,
        rule=link.text(EV.rule),
        score=link.number(EV.score),
        detail=link.text(RDFS.comment),
        mention=ref_of(link.text(PROV.wasDerivedFrom)),
    )


def _when_of(node: Node) -> When:
    return When(
        earliest=node.optional_text(SEM.hasEarliestBeginTimeStamp),
        latest=node.optional_text(SEM.hasLatestEndTimeStamp),
        precision=Precision(node.text(EV.precision)),
        text=node.text(RDFS.label),
    )


def _merge_of(nodes: Nodes, node: Node) -> Merge:
    kind, into = kind_and_id(node.text(EV.into))
    reasons = map(nodes.get, sorted(map(str, node.values(EV.because)), key=id_order))
    return Merge(
        id=node.text(DCTERMS.identifier),
        kind=kind,
        into=into,
        members=_members_of(node, EV.merged),
        rule=node.text(EV.rule),
        score=node.number(EV.score),
        features=tuple(
            Feature(name=reason.text(EV.rule), score=reason.number(EV.score), detail=reason.text(RDFS.comment))
            for reason in reasons
        ),
    )


def _members_of(node: Node, term: str) -> tuple[Ref, ...]:
    return tuple(sorted(ref_of(str(iri)) for iri in node.values(term)))


def _optional_id(node: Node, term: str) -> str | None:
    iri = node.optional(term)
    return None if iri is None else kind_and_id(str(iri))[1]
