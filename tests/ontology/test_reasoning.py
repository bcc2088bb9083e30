"""Reasoners find no contradiction on whole graphs, and conclude nothing of our nodes that the graph does not say."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

import ontology
from kg.store import ReadStore, WriteStore
from ontology import generate

EV = "https://w3id.org/whodid/ontology#"
STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))
CONTRADICTION = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

# All that events.ttl and types.ttl may use of OWL and RDFS: within the profile OWL 2 RL, and EL too but for domains.
ALLOWED = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso, RDFS.subClassOf, RDFS.subPropertyOf,
    RDFS.domain, RDFS.range, OWL.disjointWith, OWL.imports, OWL.versionIRI, OWL.versionInfo,
}  # fmt: skip
ALLOWED_KINDS = {OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@pytest.fixture(scope="module")
def axioms() -> Graph:
    return generate.modules() + Graph().parse(ontology.TYPES, format="turtle")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Both layers of a small store in one graph."""
    path = tmp_path_factory.mktemp("reasoning") / "store"
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    with ReadStore.open(path) as reader:
        rows = reader.query(
            "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", format="ntriples"
        )
    return Graph().parse(rows, format="nt")


def own_classes(graph: Graph) -> set[tuple[str, str]]:
    pairs = ((str(node), str(kind)) for node, kind in graph.subject_objects(RDF.type))
    return {pair for pair in pairs if pair[0].startswith("https://w3id.org/whodid/id/") and pair[1].startswith(EV)}


def with_superclasses(pairs: set[tuple[str, str]], axioms: Graph) -> set[tuple[str, str]]:
    return {
        (node, str(above))
        for node, kind in pairs
        for above in axioms.transitive_objects(URIRef(kind), RDFS.subClassOf)
        if str(above).startswith(EV)
    }


def test_only_simple_constructs_are_used(axioms: Graph) -> None:
    prefixes = (str(RDF), str(RDFS), str(OWL))
    assert {p for p in axioms.predicates() if str(p).startswith(prefixes)} <= ALLOWED
    assert {k for k in axioms.objects(None, RDF.type) if str(k).startswith(str(OWL))} == ALLOWED_KINDS
    assert not [node for node in axioms.all_nodes() if isinstance(node, BNode)]


def test_every_property_and_class_of_a_graph_is_in_the_ontology(axioms: Graph, story: Graph) -> None:
    for term in {*story.predicates(), *story.objects(None, RDF.type)}:
        assert not str(term).startswith(EV) or (term, RDF.type, None) in axioms, term


def test_rules_find_no_contradiction_and_nothing_unsaid(axioms: Graph, story: Graph) -> None:
    owlrl = pytest.importorskip("owlrl", reason="comes with pyshacl")
    stated = with_superclasses(own_classes(story), axioms)
    graph = axioms + story
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    assert not list(graph.subjects(RDF.type, CONTRADICTION))
    assert not list(graph.subjects(RDF.type, OWL.Nothing))
    # Domains and ranges conclude no class that the graph does not state itself.
    assert own_classes(graph) - stated == set()
    # Nobody is taken for somebody else.
    same = {(a, b) for a, b in graph.subject_objects(OWL.sameAs) if a != b}
    assert all(not (str(a).startswith("https://w3id.org/whodid/") and str(b).startswith("https://w3id.org/whodid/"))
               for a, b in same)  # fmt: skip


def test_unwanted_conclusion_would_be_found(axioms: Graph, story: Graph) -> None:
    owlrl = pytest.importorskip("owlrl", reason="comes with pyshacl")
    actor = next(story.objects(None, URIRef(f"{EV}agent")))
    small = Graph()
    small.add((actor, RDF.type, URIRef(f"{EV}Person")))
    # The domain of ev:extractor makes an article of whatever has one, and no article is an actor.
    small.add((actor, URIRef(f"{EV}extractor"), Literal("whodid")))
    stated = with_superclasses(own_classes(small), axioms)
    graph = axioms + small
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert (str(actor), f"{EV}Article") in own_classes(graph) - stated
    assert list(graph.subjects(RDF.type, CONTRADICTION))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")
@pytest.mark.filterwarnings("ignore")
def test_hermit_finds_it_consistent(axioms: Graph, story: Graph, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2", reason="needs owlready2")
    whole = Graph()
    for triple in axioms + story:
        if triple[1] == OWL.imports:
            continue  # it is all here; the library would fetch it
        # HermiT knows neither dates nor points: OWL 2 has no such data types.
        if str(getattr(triple[2], "datatype", "")).rpartition("#")[2] not in DATES and "XMLSchema#" not in str(
            triple[2]
        ):
            whole.add(triple)
    file = tmp_path / "whole.nt"
    whole.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, debug=0)
    assert list(world.inconsistent_classes()) == []


DATES = ("date", "gYear", "gYearMonth", "wktLiteral")
