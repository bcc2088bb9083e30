"""The network of actors: who acts on whom, and its files for Gephi, Cytoscape, yEd and others.

In: a merged graph (one edge per event) or a `Network` of kg.query (events alike are one edge). Out: a networkx
MultiDiGraph, whose node and edge attributes are all plain strings and numbers.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import networkx as nx

from kg.query.network import edge_to_json, node_to_json, pairs_of, sign_of
from kg.store.iris import resource_iri
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.model import Event, MergedGraph, Role
    from kg.query.network import Network

# what XML 1.0 cannot carry (its section 2.2)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def actor_network(graph: MergedGraph, *, keep: Callable[[Event], bool] = lambda _: True) -> nx.MultiDiGraph[str]:
    """Actors as nodes, one edge from each agent to each patient and recipient of an event, keyed by the event's id.

    An event without either joins its agents and participants pairwise, by id, since none of them acts on the other.
    Edge attributes: `type`, `label`, `event` (IRI), `relation` (patient, recipient or with), `date` ("" when unknown),
    `status`, `confidence`, `support`, `score` (from conflict -10 to cooperation 10) and its `sign` (-1, 0 or 1).
    Only actors with an edge are nodes.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    actors = {actor.id: actor for actor in graph.actors}
    for event in sorted(filter(keep, graph.events), key=lambda event: event.id):
        score = CODEBOOK[event.type].score
        when = event.when
        for source, target, relation in _edges(event):
            for key in (source, target):
                actor = actors[key]
                network.add_node(
                    key,
                    label=actor.name,
                    kind=actor.kind.value,
                    country=actor.country or "",
                    iri=resource_iri("actor", key),
                )
            network.add_edge(
                source,
                target,
                key=f"{event.id} {relation}",
                label=event.type,
                type=event.type,
                event=resource_iri("event", event.id),
                relation=relation,
                date=(when.earliest or when.latest or "") if when else "",
                status=event.status.value,
                confidence=event.confidence,
                support=event.support.articles,
                score=score,
                sign=sign_of(score),
            )
    return network


def network_to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Nodes and edges with the attributes of the JSON; "" for what is not known, ids of events joined by `; `."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.actor.id, **_plain(node_to_json(node), without=("id",)))
    for edge in network.edges:
        shown = edge_to_json(edge)
        attributes = _plain(shown, without=("source", "target", "key"))
        graph.add_edge(edge.source, edge.target, key=str(shown["key"]), label=edge.type, **attributes)
    return graph


def network_to_graph(network: Network) -> nx.MultiDiGraph[str]:
    """The same for computing with it: None for what is not known, `events` as a tuple of all ids that the network has.

    Its own attributes are `ego`, the id of the actor in the middle or None, and `events`, their number.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(ego=network.ego, events=network.n_events)
    for node in network.nodes:
        graph.add_node(node.actor.id, **_but(node_to_json(node), "id"))
    for edge in network.edges:
        shown = edge_to_json(edge) | {"events": edge.events}
        graph.add_edge(edge.source, edge.target, key=str(shown["key"]), **_but(shown, "source", "target", "key"))
    return graph


def network_to_graphml(network: nx.MultiDiGraph[str]) -> bytes:
    """GraphML 1.0 as UTF-8; its schema wants edge ids without blanks."""
    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    safe = _without_controls(network)
    clean.add_nodes_from(safe.nodes(data=True))
    for source, target, key, shown in safe.edges(keys=True, data=True):
        clean.add_edge(source, target, key=key.replace(" ", "."), **shown)
    written = io.BytesIO()
    nx.write_graphml(clean, written, named_key_ids=True)
    return written.getvalue()


def network_to_gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """GEXF 1.2 as UTF-8, for Gephi; without the date of writing, so that equal networks give equal files."""
    clean = _without_controls(network)
    for _, _, attributes in clean.edges(data=True):
        attributes["event_type"] = attributes.pop("type")  # an edge's type is directed or undirected in GEXF
    text = "\n".join(nx.generate_gexf(clean, version="1.2draft"))
    undated = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    valid = re.sub(r'(<graph [^>]*) name=""', r"\1", undated, count=1)  # which the schema of GEXF does not have
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{valid}\n'.encode()


def _edges(event: Event) -> Iterator[tuple[str, str, str]]:
    by_role: dict[Role, list[str]] = {}
    for participant in event.participants:
        if participant.actor is not None:
            by_role.setdefault(participant.role, []).append(participant.actor)
    yield from pairs_of(by_role)


def _but(shown: Mapping[str, object], *without: str) -> dict[str, object]:
    return {name: value for name, value in shown.items() if name not in without}


def _plain(shown: Mapping[str, object], *, without: tuple[str, ...]) -> dict[str, object]:
    return {
        name: "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in shown.items()
        if name not in without
    }


def _without_controls(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy whose texts hold only characters that XML 1.0 can carry; a scraped name may hold others."""
    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, attributes in network.nodes(data=True):
        clean.add_node(_xml_safe(key), **_all_xml_safe(attributes))
    for source, target, key, attributes in network.edges(keys=True, data=True):
        clean.add_edge(_xml_safe(source), _xml_safe(target), key=_xml_safe(str(key)), **_all_xml_safe(attributes))
    return clean


def _all_xml_safe(attributes: Mapping[str, object]) -> dict[str, object]:
    return {name: _xml_safe(value) if isinstance(value, str) else value for name, value in attributes.items()}


def _xml_safe(text: str) -> str:
    return _NOT_XML.sub(" ", text)
