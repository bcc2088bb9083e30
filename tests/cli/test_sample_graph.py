"""What the ontology says holds on the graph of the sample articles.

The ontology uses subclasses, subproperties, domains, ranges and disjoint classes alone, as
tests/ontology/test_reasoning.py ensures, so one pass of the rules of OWL 2 RL for these (prp-dom, prp-rng, prp-spo1,
cax-sco, cax-dw) is the whole closure; a general reasoner in Python takes minutes on so many triples.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph

import ontology
from kg.store import ReadStore
from ontology import generate

if TYPE_CHECKING:
    from pathlib import Path

EV = "https://w3id.org/whodid/ontology#"
OWN = "https://w3id.org/whodid/id/"


@pytest.fixture(scope="module")
def axioms() -> Graph:
    return generate.modules() + Graph().parse(ontology.TYPES, format="turtle")


def closure(axioms: Graph, triples: list[tuple[str, str, str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Node → classes that the graph states (superclasses with them), and node → classes that the rules conclude."""

    def above(term: str, relation: object) -> set[str]:
        found = {term}
        for one, other in axioms.subject_objects(relation):
            if str(one) == term:
                found |= above(str(other), relation)
        return found

    properties = {prop: above(prop, RDFS.subPropertyOf) for prop in {triple[1] for triple in triples}}
    classes = {kind: above(kind, RDFS.subClassOf) for kind in map(str, axioms.subjects(RDF.type, OWL.Class))}
    domains, ranges = defaultdict(set), defaultdict(set)
    for table, relation in ((domains, RDFS.domain), (ranges, RDFS.range)):
        for prop, kind in axioms.subject_objects(relation):
            table[str(prop)] |= classes.get(str(kind), set())
    stated: dict[str, set[str]] = defaultdict(set)
    concluded: dict[str, set[str]] = defaultdict(set)
    for subject, prop, value in triples:
        if prop == str(RDF.type):
            stated[subject] |= classes.get(value, set())
        for wider in properties[prop]:
            concluded[subject] |= domains[wider]
            concluded[value] |= ranges[wider]
    return stated, concluded


def triples_of(store: Path) -> list[tuple[str, str, str]]:
    with ReadStore.open(store) as reader:
        rows = reader.query(
            "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", format="ntriples"
        )
    parsed = pyoxigraph.parse(rows, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return [(item.subject.value, item.predicate.value, item.object.value) for item in parsed]


def of_ours(kinds: set[str]) -> set[str]:
    return {kind for kind in kinds if kind.startswith(EV)}


def test_nothing_unwanted_follows(sample_store: Path, axioms: Graph) -> None:
    triples = triples_of(sample_store)
    assert len(triples) > 10_000
    stated, concluded = closure(axioms, triples)
    unsaid = {
        (node, kind)
        for node, kinds in concluded.items()
        if node.startswith(OWN)
        for kind in of_ours(kinds) - stated[node]
    }
    assert unsaid == set()


def test_nothing_is_of_two_disjoint_classes(sample_store: Path, axioms: Graph) -> None:
    apart = {frozenset((str(a), str(b))) for a, b in axioms.subject_objects(OWL.disjointWith)}
    assert apart
    stated, concluded = closure(axioms, triples_of(sample_store))
    for node in stated.keys() | concluded.keys():
        kinds = sorted(stated[node] | concluded[node])
        assert not [pair for pair in combinations(kinds, 2) if frozenset(pair) in apart], node


def test_what_is_one_thing_outside_is_of_no_two_disjoint_classes(sample_store: Path, axioms: Graph) -> None:
    apart = {frozenset((str(a), str(b))) for a, b in axioms.subject_objects(OWL.disjointWith)}
    triples = triples_of(sample_store)
    stated, concluded = closure(axioms, triples)
    outside: dict[str, set[str]] = defaultdict(set)
    for subject, prop, value in triples:
        if prop == str(OWL.sameAs):
            outside[value] |= stated[subject] | concluded[subject]
    assert outside
    for value, kinds in outside.items():
        assert not [pair for pair in combinations(sorted(kinds), 2) if frozenset(pair) in apart], value


def test_a_contradiction_would_be_found(axioms: Graph) -> None:
    stated, concluded = closure(axioms, [("x", str(RDF.type), f"{EV}Person"), ("x", f"{EV}extractor", "whodid")])
    assert f"{EV}Actor" in stated["x"]
    assert f"{EV}Article" in concluded["x"]
