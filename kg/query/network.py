"""The network of actors: who acts on whom, how often, and whether in cooperation or conflict.

An edge leads from each agent to each patient and recipient of an event. An event without either joins its agents and
participants pairwise (`relation` "with"), since none of them acts on the other. Events that agree in both actors, in
relation, type and status are one edge, whose weight is their number: an edge never mixes denied with reported events,
and has one sign.

A network may be larger than anyone can draw: of the actors those with the greatest weight are kept, then of the edges
between them those with the greatest weight, and the counts before the cut are given with it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.model import Role
from kg.query.events import matching_events, sort_key
from kg.query.filters import CONDITIONS, EventFilter, Reader, Sort, read_conditions
from kg.store.iris import resource_iri
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.query.catalog import Catalog, IndexedEvent
    from kg.query.index.pairs import Heaviest
    from kg.query.rows import ActorRow, Json

DEFAULT_NODES, MAX_NODES = 250, 5_000
DEFAULT_EDGES, MAX_EDGES = 1_000, 20_000
N_EXAMPLES = 5
"""Events named with an edge where not asked otherwise; `weight` counts all."""

NETWORK_FILTERS = {
    **CONDITIONS,
    "min_weight": "Least number of events of an edge.",
    "max_nodes": f"Most actors, 1 to {MAX_NODES}; {DEFAULT_NODES} if not given. The heaviest are kept.",
    "max_edges": f"Most edges, 1 to {MAX_EDGES}; {DEFAULT_EDGES} if not given. The heaviest are kept.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkBounds:
    """How large a network may be; edges of fewer than `min_weight` events are left out before the cut.

    At most `n_examples` events are named with an edge.
    """

    max_nodes: int = DEFAULT_NODES
    max_edges: int = DEFAULT_EDGES
    min_weight: int = 1
    n_examples: int = N_EXAMPLES


UNBOUNDED = NetworkBounds(max_nodes=sys.maxsize, max_edges=sys.maxsize, n_examples=sys.maxsize)
"""All actors, all edges and all their events, for who computes with them instead of looking at them."""


EdgeKey = tuple[str, str, str, str, str]
"""Source, target, relation, type and status of an edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """An actor of a network; `weight` is the sum over its edges before the cut."""

    actor: ActorRow
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRow:
    """Events of one type and status between two actors.

    Attributes:
        relation: patient or recipient, from the doer to whom it is done; with, of equals, from the lesser id
            to the greater.
        score: the codebook's, from conflict (-10) to cooperation (10); `sign` is -1, 0 or 1.
        first: first day that any of the events may have happened on, None when unknown; `last` likewise.
        confidence: the greatest of the events'.
        events: ids of some of them, those with the widest support first, then the surest, then the earliest.
    """

    source: str
    target: str
    relation: str
    type: str
    status: str
    weight: int
    score: float
    first: str | None
    last: str | None
    confidence: float
    events: tuple[str, ...]

    @property
    def sign(self) -> int:
        """-1 for conflict, 1 for cooperation, 0 for neither."""
        return sign_of(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What is kept, and how many actors, edges and events there were before the cut; `ego` is an actor's id."""

    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]
    n_nodes: int
    n_edges: int
    n_events: int
    ego: str | None = None

    @property
    def is_cut(self) -> bool:
        """Whether anything was left out."""
        return len(self.nodes) < self.n_nodes or len(self.edges) < self.n_edges


def parse_network(pairs: Iterable[tuple[str, str]]) -> tuple[EventFilter, NetworkBounds]:
    """The filter and bounds that the (name, value) pairs ask for; QueryError as for `parse_filter`."""
    reader = Reader(pairs, known=NETWORK_FILTERS)
    wanted = read_conditions(reader)
    bounds = NetworkBounds(
        max_nodes=reader.integer("max_nodes", lowest=1, highest=MAX_NODES) or DEFAULT_NODES,
        max_edges=reader.integer("max_edges", lowest=1, highest=MAX_EDGES) or DEFAULT_EDGES,
        min_weight=reader.integer("min_weight", lowest=1, highest=None) or 1,
    )
    reader.check()
    return wanted, bounds


def network_of(catalog: Catalog, wanted: EventFilter, *, bounds: NetworkBounds, ego: str | None = None) -> Network:
    """The network of the events that fit; UnknownError as for `list_events`.

    With `ego`, the id of an actor: that actor, those with an edge to it, and the edges among all of them. Of those the
    ones with the greatest weight towards it are kept.
    """
    if catalog.index is not None:
        return _network_in_index(catalog, catalog.index.network(catalog, wanted, bounds=bounds, ego=ego), ego=ego)
    grouped: dict[EdgeKey, list[IndexedEvent]] = defaultdict(list)
    for source, target, relation, event in _pairs(catalog, wanted):
        grouped[source, target, relation, event.type, event.status].append(event)
    groups = {key: events for key, events in grouped.items() if len(events) >= bounds.min_weight}
    if ego is not None:
        near = {ego} | {key[1] if key[0] == ego else key[0] for key in groups if ego in key[:2]}
        groups = {key: events for key, events in groups.items() if key[0] in near and key[1] in near}
    return _cut(catalog, groups, bounds=bounds, ego=ego)


def _cut(
    catalog: Catalog, groups: Mapping[EdgeKey, Sequence[IndexedEvent]], *, bounds: NetworkBounds, ego: str | None
) -> Network:
    """The heaviest of some edges, given by their events."""
    sizes = {key: len(events) for key, events in groups.items()}
    weights = _weights(sizes, ego)
    kept = set(sorted(weights, key=lambda actor: (actor != ego, -weights[actor], actor))[: bounds.max_nodes])
    inner = [key for key in groups if key[0] in kept and key[1] in kept]
    chosen = sorted(inner, key=lambda key: (-sizes[key], key))[: bounds.max_edges]
    shown = {actor for key in chosen for actor in key[:2]} | ({ego} if ego is not None else set())
    total = _weights(sizes, None)
    return Network(
        nodes=tuple(NodeRow(actor=catalog.actors()[actor], weight=total[actor]) for actor in sorted(shown)),
        edges=tuple(_edge(key, groups[key], bounds.n_examples) for key in sorted(chosen)),
        n_nodes=len(weights),
        n_edges=len(groups),
        n_events=len({event.id for events in groups.values() for event in events}),
        ego=ego,
    )


def _pairs(catalog: Catalog, wanted: EventFilter) -> Iterator[tuple[str, str, str, IndexedEvent]]:
    roles = catalog.roles()
    for event in matching_events(catalog, wanted):
        for source, target, relation in pairs_of(roles.get(event.iri, {})):
            yield source, target, relation, event


def _network_in_index(catalog: Catalog, found: Heaviest, *, ego: str | None) -> Network:
    return Network(
        nodes=tuple(NodeRow(actor=catalog.actors()[actor], weight=weight) for actor, weight in found.nodes.items()),
        edges=tuple(_edge_in_index(row) for row in found.edges),
        n_nodes=found.n_nodes,
        n_edges=found.n_edges,
        n_events=found.n_events,
        ego=ego,
    )


def _edge_in_index(row: tuple[Any, ...]) -> EdgeRow:
    source, target, relation, type_, status, weight, first, last, confidence, events = row
    return EdgeRow(
        source=source, target=target, relation=relation, type=type_, status=status, weight=weight,
        score=CODEBOOK[type_].score, first=first, last=last, confidence=confidence, events=events,
    )  # fmt: skip


def pairs_of(by_role: Mapping[Role, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Source, target and relation for every two actors that an event with these roles joins."""
    agents = sorted(set(by_role.get(Role.AGENT, ())))
    targets = {
        "patient": sorted(set(by_role.get(Role.PATIENT, ()))),
        "recipient": sorted(set(by_role.get(Role.RECIPIENT, ()))),
    }
    for relation, others in targets.items():
        for agent in agents:
            for target in others:
                if agent != target:
                    yield agent, target, relation
    if not any(targets.values()):
        for one, other in combinations(sorted({*agents, *by_role.get(Role.PARTICIPANT, ())}), 2):
            yield one, other, "with"


def sign_of(score: float) -> int:
    """-1 for conflict, 1 for cooperation, 0 for neither."""
    return (score > 0) - (score < 0)


def network_to_json(network: Network) -> Json:
    """Node-link JSON, as `networkx.node_link_graph` and D3 read it; `graph` says what was left out."""
    return {
        "directed": True,
        "multigraph": True,
        "graph": {
            "ego": network.ego,
            "nodes": network.n_nodes,
            "edges": network.n_edges,
            "events": network.n_events,
            "truncated": network.is_cut,
        },
        "nodes": [node_to_json(row) for row in network.nodes],
        "edges": [edge_to_json(row) for row in network.edges],
    }


def node_to_json(row: NodeRow) -> Json:
    """`{id, iri, label, kind, country, weight}`."""
    actor = row.actor
    return {
        "id": actor.id,
        "iri": resource_iri("actor", actor.id),
        "label": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "weight": row.weight,
    }


def edge_to_json(row: EdgeRow) -> Json:
    """`{source, target, key, relation, type, status, weight, score, sign, first, last, confidence, events}`."""
    return {
        "source": row.source,
        "target": row.target,
        "key": f"{row.type} {row.relation} {row.status}",
        "relation": row.relation,
        "type": row.type,
        "status": row.status,
        "weight": row.weight,
        "score": row.score,
        "sign": row.sign,
        "first": row.first,
        "last": row.last,
        "confidence": row.confidence,
        "events": list(row.events),
    }


def _weights(groups: Mapping[EdgeKey, int], ego: str | None) -> Counter[str]:
    """Weight of each actor: of all its edges, or of those to ego, whose own is 0."""
    weights: Counter[str] = Counter()
    for (source, target, *_), n_events in groups.items():
        for actor, other in ((source, target), (target, source)):
            weights[actor] += n_events if ego in (None, other) else 0
    if ego is not None:
        weights[ego] += 0
    return weights


def _edge(key: EdgeKey, events: Sequence[IndexedEvent], n_examples: int) -> EdgeRow:
    source, target, relation, type_, status = key
    in_time = sort_key(Sort.TIME)
    widest = sorted(events, key=lambda event: (-event.support, -event.confidence, *in_time(event)))
    return EdgeRow(
        source=source,
        target=target,
        relation=relation,
        type=type_,
        status=status,
        weight=len(events),
        score=CODEBOOK[type_].score,
        first=min((event.earliest for event in events if event.earliest), default=None),
        last=max((event.latest for event in events if event.latest), default=None),
        confidence=max(event.confidence for event in events),
        events=tuple(event.id for event in widest[:n_examples]),
    )
