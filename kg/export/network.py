"""The network of actors: who acts on whom, and its files for Gephi, Cytoscape, yEd and others.

In: events (one edge for each) or a `Network` of kg.query (events alike are one edge). Out: nodes and edges, or a
networkx MultiDiGraph, whose attributes are all plain strings and numbers.
"""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Self

import networkx as nx

from kg.errors import StoreError
from kg.export.graph_files import gexf, graphml
from kg.model import Role
from kg.query.network import edge_to_json, node_to_json, pairs_of, sign_of
from kg.store.iris import resource_iri
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.query.network import Network
    from kg.query.rows import ActorRow, EventRow


class EventNetwork:
    """Who acts on whom in events, one edge for each two actors that an event joins (`kg.query.network`).

    The edges lie in a temporary file, so that a network of any size takes the memory of its actors; close it, or use it
    in a `with` statement. Only actors with an edge are nodes. Edge attributes: `label` and `type` of the event, `event`
    (IRI), `relation` (patient, recipient or with), `date` ("" when unknown), `status`, `confidence`, `support` in
    articles, `score` (from conflict -10 to cooperation 10) and its `sign` (-1, 0 or 1).

    Args:
        rows: the events, in the order of the edges.
        actors: every actor that they name, by id.

    Raises:
        StoreError: the folder for temporary files is full or cannot be written.
    """

    def __init__(self, rows: Iterable[EventRow], actors: Mapping[str, ActorRow]) -> None:
        self._actors = actors
        self._joined: set[str] = set()
        try:
            self._edges = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- closed by `close`
            for row in rows:
                self._add(row)
            self._edges.flush()
        except OSError as exc:
            raise StoreError(f"no temporary file can be written ({exc}); let TMPDIR name a folder with space") from exc

    def _add(self, row: EventRow) -> None:
        attributes = _attributes(row)
        for source, target, relation in pairs_of(_by_role(row)):
            self._joined |= {source, target}
            edge = (source, target, f"{row.id} {relation}", attributes | {"relation": relation})
            self._edges.write(f"{json.dumps(edge)}\n")

    def nodes(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Every actor with an edge: its id and attributes, by id."""
        for key in sorted(self._joined):
            actor = self._actors[key]
            yield (
                key,
                {
                    "label": actor.name,
                    "kind": actor.kind,
                    "country": actor.country or "",
                    "iri": resource_iri("actor", key),
                },
            )

    def edges(self) -> Iterator[tuple[str, str, str, dict[str, object]]]:
        """Every edge: source, target, the id of the event with the relation, and attributes."""
        self._edges.seek(0)
        for line in self._edges:
            source, target, key, attributes = json.loads(line)
            yield source, target, key, attributes

    def close(self) -> None:
        """Lets the edges go."""
        self._edges.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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
    """GraphML, see `kg.export.graph_files`."""
    return b"".join(graphml(network.nodes.items(), network.edges(keys=True, data=True)))


def network_to_gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """GEXF, see `kg.export.graph_files`."""
    return b"".join(gexf(network.nodes.items(), network.edges(keys=True, data=True)))


def _attributes(row: EventRow) -> dict[str, object]:
    score = float(CODEBOOK[row.type].score)
    return {
        "label": row.type,
        "type": row.type,
        "event": row.iri,
        "date": (row.time.earliest or row.time.latest or "") if row.time else "",
        "status": row.status,
        "confidence": float(row.confidence),
        "support": row.support.articles,
        "score": score,
        "sign": sign_of(score),
    }


def _by_role(row: EventRow) -> dict[Role, list[str]]:
    parties = {
        Role.AGENT: row.agents,
        Role.PATIENT: row.patients,
        Role.RECIPIENT: row.recipients,
        Role.PARTICIPANT: row.participants,
    }
    return {role: [party.id for party in shown if party.id is not None] for role, shown in parties.items()}


def _but(shown: Mapping[str, object], *without: str) -> dict[str, object]:
    return {name: value for name, value in shown.items() if name not in without}


def _plain(shown: Mapping[str, object], *, without: tuple[str, ...]) -> dict[str, object]:
    return {
        name: "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in shown.items()
        if name not in without
    }
