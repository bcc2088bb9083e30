"""No term of the ontology lies idle: the sample graph or the codebook has it, or the contract asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, SKOS, Graph

import ontology
from kg.store import ReadStore
from kg.vocab import EV, GEO
from ontology import generate

if TYPE_CHECKING:
    from pathlib import Path

OWN = EV.Event.removesuffix("Event")
ASKED_FOR = {EV.instrument, EV.participant, EV.participantPhrase}
"""An actor as the means, and parties of no stated side: of the contract's roles, and in none of the 29 samples."""
ABOVE_OTHERS = {EV.Status}
"""A class without nodes of its own: what `ev:status` leads to."""


def terms_of(path: Path) -> set[str]:
    """All properties and classes of the graph of a store."""
    with ReadStore.open(path) as store:
        found = set()
        for pattern in ("?s ?term ?o", "?s a ?term"):
            rows = store.select(f"SELECT DISTINCT ?term {{ {{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }} }}")
            found |= {str(row["term"]) for row in rows}
    return found


@pytest.mark.model
@pytest.mark.slow
def test_terms_of_others_in_the_graph_are_those_that_the_ontology_names(sample_store: Path) -> None:
    named = {str(term) for term in generate.modules().subjects(SKOS.scopeNote)} - {GEO.wktLiteral}
    assert {term for term in terms_of(sample_store) if not term.startswith(OWN)} == named


@pytest.mark.model
@pytest.mark.slow
def test_every_class_and_property_is_used(sample_store: Path) -> None:
    codebook = Graph().parse(ontology.TYPES, format="turtle")
    axioms = codebook + generate.modules()
    used = {str(term) for term in (*axioms.predicates(), *codebook.objects(None, RDF.type))}
    used |= terms_of(sample_store)
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {str(term) for kind in kinds for term in axioms.subjects(RDF.type, kind)}
    idle = {term for term in terms - used if term.startswith(OWN)}
    assert idle <= ASKED_FOR | ABOVE_OTHERS
