import pytest

from kg.errors import QueryError, UnknownError
from kg.model import Role
from kg.query import network
from kg.query.catalog import IndexedEvent
from kg.query.filters import EventFilter
from kg.query.network import NetworkBounds, network_of, network_to_json, pairs_of, parse_network
from kg.query.rows import ActorRow


class FakeCatalog:
    index = None

    """Actors a, b, c … and events of (agents, patients, type, status)."""

    def __init__(self, *events):
        names = {name for agents, patients, *_ in events for name in agents + patients}
        self._actors = {name: ActorRow(id=name, name=name.upper(), kind="person") for name in sorted(names)}
        self._roles = {
            f"urn:{n}": {Role.AGENT: tuple(agents), Role.PATIENT: tuple(patients)}
            for n, (agents, patients, *_) in enumerate(events)
        }
        self.found = [
            IndexedEvent(
                id=f"e{n}", iri=f"urn:{n}", type=kind, status=status, polarity="POS", certainty="CERTAIN",
                tense="NON_FUTURE", confidence=n / 10, support=n, sources=n, place=None, earliest=f"2020-01-{n + 1:02}",
                latest=f"2020-01-{n + 1:02}",
            )
            for n, (_, _, kind, status) in enumerate(events)
        ]  # fmt: skip

    def actors(self):
        return self._actors

    def roles(self):
        return self._roles


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(network, "matching_events", lambda catalog, _: catalog.found)
    hit = ("ASSAULT", "Reported")
    return FakeCatalog(
        ("a", "b", *hit), ("a", "b", *hit), ("a", "b", *hit),
        ("a", "b", "ASSAULT", "Denied"), ("a", "b", "AID", "Reported"),
        ("a", "c", *hit), ("a", "c", *hit), ("b", "c", *hit), ("c", "d", *hit), ("d", "e", *hit),
    )  # fmt: skip


def edges(found):
    return [(edge.source, edge.target, edge.type, edge.status, edge.weight) for edge in found.edges]


def test_events_alike_are_one_edge_and_no_edge_mixes_denied_with_reported(fake):
    found = network_of(fake, EventFilter(), bounds=NetworkBounds())
    assert edges(found)[:3] == [
        ("a", "b", "AID", "Reported", 1),
        ("a", "b", "ASSAULT", "Denied", 1),
        ("a", "b", "ASSAULT", "Reported", 3),
    ]
    aid, _, hit = found.edges[:3]
    assert (aid.score, aid.sign, hit.score, hit.sign) == (10.0, 1, -9.0, -1)
    assert (hit.first, hit.last, hit.confidence) == ("2020-01-01", "2020-01-03", 0.2)
    assert hit.events == ("e2", "e1", "e0")
    assert {node.actor.id: node.weight for node in found.nodes} == {"a": 7, "b": 6, "c": 4, "d": 2, "e": 1}
    assert (found.n_nodes, found.n_edges, found.n_events, found.is_cut) == (5, 7, 10, False)


def test_the_heaviest_are_kept_and_the_cut_is_said(fake):
    found = network_of(fake, EventFilter(), bounds=NetworkBounds(max_nodes=3, max_edges=2))
    assert edges(found) == [("a", "b", "ASSAULT", "Reported", 3), ("a", "c", "ASSAULT", "Reported", 2)]
    assert [node.actor.id for node in found.nodes] == ["a", "b", "c"]
    assert (found.n_nodes, found.n_edges, found.is_cut) == (5, 7, True)
    assert edges(network_of(fake, EventFilter(), bounds=NetworkBounds(min_weight=3))) == [
        ("a", "b", "ASSAULT", "Reported", 3)
    ]


def test_an_ego_network_has_the_actor_its_neighbours_and_what_joins_them(fake):
    found = network_of(fake, EventFilter(), bounds=NetworkBounds(), ego="c")
    assert {node.actor.id for node in found.nodes} == {"a", "b", "c", "d"}
    assert ("a", "b", "ASSAULT", "Reported", 3) in edges(found)
    assert all("e" not in edge[:2] for edge in edges(found))
    cut = network_of(fake, EventFilter(), bounds=NetworkBounds(max_nodes=2), ego="c")
    assert [node.actor.id for node in cut.nodes] == ["a", "c"]


def test_an_actor_without_edges_stays_alone_in_its_network(catalog):
    found = network_of(catalog, EventFilter(), bounds=NetworkBounds(), ego="bo-lind")
    assert [node.actor.id for node in found.nodes] == ["bo-lind"]
    assert (found.edges, found.is_cut) == ((), False)


def test_the_story_has_its_edges(catalog):
    found = network_of(catalog, EventFilter(), bounds=NetworkBounds())
    assert [(edge.source, edge.target, edge.relation, edge.sign) for edge in found.edges] == [
        ("norland", "sudria", "with", 1),
        ("red-crescent", "families", "recipient", 1),
    ]
    shown = network_to_json(found)
    assert shown["nodes"][0]["iri"] == "https://w3id.org/whodid/id/actor/families"
    assert shown["edges"][1]["events"] == ["ev-aid"]


def test_filters_choose_the_events(catalog):
    wanted, bounds = parse_network([("type", "AID")])
    assert len(network_of(catalog, wanted, bounds=bounds).edges) == 1
    with pytest.raises(UnknownError):
        network_of(catalog, EventFilter(actor=("nobody known",)), bounds=bounds)


@pytest.mark.parametrize(
    ("roles", "pairs"),
    [
        ({Role.AGENT: ["a", "b"], Role.PATIENT: ["c"]}, [("a", "c", "patient"), ("b", "c", "patient")]),
        ({Role.AGENT: ["a"], Role.PATIENT: ["b"], Role.RECIPIENT: ["c"]},
         [("a", "b", "patient"), ("a", "c", "recipient")]),
        ({Role.AGENT: ["b", "a"], Role.PARTICIPANT: ["c"]},
         [("a", "b", "with"), ("a", "c", "with"), ("b", "c", "with")]),
        ({Role.AGENT: ["a"], Role.PATIENT: ["a"]}, []),
        ({Role.PATIENT: ["a", "b"]}, []),
        ({Role.AGENT: ["a"], Role.INSTRUMENT: ["b"]}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_who_is_joined_by_an_event(roles, pairs):
    assert list(pairs_of(roles)) == pairs


@pytest.mark.parametrize("pair", [("max_nodes", "0"), ("max_edges", "20001"), ("min_weight", "x"), ("limit", "5")])
def test_what_a_network_does_not_take_is_refused(pair):
    with pytest.raises(QueryError, match=pair[0]):
        parse_network([pair])
