"""No term of the ontology lies idle: the sample graph or the codebook has it, or the contract asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, Graph

import ontology
from kg.store import ReadStore
from kg.vocab import EV

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = EV.Event.removesuffix("Event")
ASKED_FOR = {EV.instrument, EV.participant, EV.participantPhrase}
"""An actor as the means, and parties of no stated side: of the contract's roles, and in none of the 29 samples."""
ABOVE_OTHERS = {EV.Span, EV.Status}
"""Classes without nodes of their own: what has offsets, and what `ev:status` leads to."""


@pytest.mark.model
@pytest.mark.slow
def test_every_class_and_property_is_used(sample_store: Path) -> None:
    codebook = Graph().parse(ontology.TYPES, format="turtle")
    axioms = codebook + Graph().parse(ontology.EVENTS, format="turtle")
    used = {str(term) for term in (*axioms.predicates(), *codebook.objects(None, RDF.type))}
    with ReadStore.open(sample_store) as store:
        for pattern in ("?s ?term ?o", "?s a ?term"):
            rows = store.select(f"SELECT DISTINCT ?term {{ {{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }} }}")
            used |= {str(row["term"]) for row in rows}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {str(term) for kind in kinds for term in axioms.subjects(RDF.type, kind)}
    idle = {term for term in terms - used if term.startswith(EVENTS)}
    assert idle == ASKED_FOR | ABOVE_OTHERS
