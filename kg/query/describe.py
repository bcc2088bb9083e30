"""Events, actors and places as statements: all that the graph says of them, and of events every sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.query.catalog import text_of
from kg.vocab import DCTERMS, EV, GEO, PROV, RDF, RESOURCES, SKOS, WGS84, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.catalog import Catalog
    from kg.store import ReadStore

_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")
_AT_A_TIME = 300
_NAMED_AT_A_TIME = 40
_EVENTS_AT_A_TIME = 4
"""From about ten on the engine goes through whole graphs for each: a minute for ten of 10⁵ events, 40 ms for four."""
_ROLES = frozenset({EV.agent, EV.patient, EV.recipient, EV.instrument, EV.participant, EV.attributedTo})
_OF_ACTORS = (RDF.type, SKOS.prefLabel, DCTERMS.identifier, EV.country, EV.partOf)
_OF_PLACES = (RDF.type, SKOS.prefLabel, DCTERMS.identifier, EV.country, WGS84.lat, WGS84.long, GEO.sfWithin)
_ACTORS, _PLACES, _EVENTS = (f"{RESOURCES}{kind}/" for kind in ("actor", "place", "event"))
_NAMED = (_ACTORS, _PLACES)


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple. `datatype` is None for an IRI as object, the data type's IRI for a literal."""

    subject: str
    predicate: str
    object: str
    datatype: str | None


def describe_events(catalog: Catalog, iris: Sequence[str]) -> tuple[Statement, ...]:
    """What is said of events of the store: in their order, then of times, mentions, actors, places and articles.

    Each sentence has its words as `ev:quote`; all else stands in the graph as it is given here.
    """
    if not iris:
        return ()
    for iri in iris:
        # they come from the store itself; the check keeps it so
        if not _IRI.fullmatch(iri):
            raise StoreError(f"{iri!r} is no IRI; build the store again")
    found = set()
    for start in range(0, len(iris), _EVENTS_AT_A_TIME):
        some = " ".join(f"<{iri}>" for iri in iris[start : start + _EVENTS_AT_A_TIME])
        answer = json.loads(catalog.store.query(text_of("describe_events").replace("$events", some), format="json"))
        found |= {_statement(row["s"]["value"], row["p"]["value"], row["o"]) for row in answer["results"]["bindings"]}
    told = {it.object for it in found if it.datatype is None and (it.predicate in _ROLES or it.predicate == EV.place)}
    for terms, kind in ((_OF_ACTORS, _ACTORS), (_OF_PLACES, _PLACES)):
        nodes = {iri for iri in told if iri.startswith(kind)}  # a mention's place is one of its article
        found |= {it for said in _said_of(catalog.store, sorted(nodes), only=terms).values() for it in said}
    ranks = {iri: index for index, iri in enumerate(iris)}
    return tuple(
        sorted(
            found,
            key=lambda it: (
                ranks.get(it.subject, len(ranks)), it.subject, it.predicate != RDF.type, it.predicate, it.object,
            ),
        )
    )  # fmt: skip


def describe_node(store: ReadStore, iri: str) -> tuple[Statement, ...]:
    """What the merged graph says of an actor or a place: of itself, then of what belongs to it alone (`…#geometry`).

    Its mentions (`ev:denotedBy`) are left out: the most frequent have hundreds of thousands.
    """
    said = _said_of(store, [iri], without=EV.denotedBy)[iri]
    parts = sorted({it.object for it in said if it.datatype is None and it.object.startswith(f"{iri}#")})
    return tuple(chain(said, *_said_of(store, parts).values()))


def describe_merged(store: ReadStore) -> Iterator[tuple[Statement, ...]]:
    """What the merged graph says of each of its nodes, one after the other: events by id, then all others.

    With it comes what is said of the nodes that belong to it alone (`…#time`), and for an event the class and name of
    every actor and place that it leads to. A few hundred nodes are read at a time: the graph is never in memory.
    """
    nodes = {iri for term in (DCTERMS.identifier, PROV.wasQuotedFrom) for iri, _ in store.values(term)}
    events = {iri for iri in nodes if iri.startswith(_EVENTS)}
    others = nodes - events
    names = _Names(store)
    for kind in (events, others):
        rest = iter(sorted(kind))
        while iris := list(islice(rest, _AT_A_TIME)):
            said = _said_of(store, iris)
            targets = {iri: sorted({it.object for it in said[iri] if it.datatype is None}) for iri in iris}
            parts = {iri: [it for it in targets[iri] if it.startswith(f"{iri}#")] for iri in iris}
            said_of_parts = _said_of(store, [part for iri in iris for part in parts[iri]])
            named = names.of(it for iri in iris for it in targets[iri]) if kind is events else {}
            for iri in iris:
                with_parts = (said[iri], *(said_of_parts[part] for part in parts[iri]))
                yield tuple(chain(*with_parts, *(named.get(it, ()) for it in targets[iri])))


class _Names:
    """Classes and names of actors and places, each read once."""

    def __init__(self, store: ReadStore) -> None:
        self._store = store
        self._known: dict[str, tuple[Statement, ...]] = {}

    def of(self, iris: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        wanted = [iri for iri in sorted(set(iris)) if iri.startswith(_NAMED)]
        new = [iri for iri in wanted if iri not in self._known]
        for iri, said in _said_of(self._store, new, only=(RDF.type, SKOS.prefLabel)).items():
            self._known[iri] = said
        return {iri: self._known[iri] for iri in wanted}


def _said_of(
    store: ReadStore, iris: Sequence[str], *, only: Sequence[str] = (), without: str | None = None
) -> dict[str, tuple[Statement, ...]]:
    """What is said of each node, in order; () for one of which nothing is."""
    found: dict[str, list[Statement]] = {iri: [] for iri in iris}
    for iri in iris:
        if not _IRI.fullmatch(iri):
            raise StoreError(f"{iri!r} is no IRI; build the store again")
    rest = iter(iris)
    while some := list(islice(rest, _NAMED_AT_A_TIME if only else _AT_A_TIME)):
        if only:
            # each pair looked up for itself: a list of terms makes the engine go through all that is said of the nodes
            wanted = " UNION ".join(
                f"{{ <{iri}> <{term}> ?o BIND(<{iri}> AS ?s) BIND(<{term}> AS ?p) }}" for iri in some for term in only
            )
        else:
            nodes = " ".join(f"<{iri}>" for iri in some)
            wanted = f"VALUES ?s {{ {nodes} }} ?s ?p ?o" + (f" FILTER(?p != <{without}>)" if without else "")
        answer = json.loads(store.query(f"SELECT ?s ?p ?o {{ {wanted} }}", format="json"))
        for row in answer["results"]["bindings"]:
            found[row["s"]["value"]].append(_statement(row["s"]["value"], row["p"]["value"], row["o"]))
    return {
        iri: tuple(sorted(said, key=lambda it: (it.predicate != RDF.type, it.predicate, it.object)))
        for iri, said in found.items()
    }


def _statement(subject: str, predicate: str, term: dict[str, str]) -> Statement:
    datatype = None if term["type"] == "uri" else term.get("datatype", XSD.string)
    return Statement(subject, predicate, term["value"], datatype)
