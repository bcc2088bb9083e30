"""The ontology explains every term, the codebook is whole, and what is made from them is up to date."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import escape
from typing import TYPE_CHECKING

import pytest
from lxml.html import fromstring
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF, GEO, ORG, PROV, SDO, TIME

import ontology
from kg import vocab
from ontology import generate

if TYPE_CHECKING:
    from pathlib import Path

EV = "https://w3id.org/whodid/ontology#"
CORE, READING = URIRef("https://w3id.org/whodid/ontology"), URIRef("https://w3id.org/whodid/ontology/reading")
TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, URIRef(f"{EV}Status"))
CONTRADICTION = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
PLOVER_SCORES = {
    "AGREE": 2.5,
    "CONSULT": 2.5,
    "SUPPORT": 5.0,
    "CONCEDE": 4.5,
    "COOPERATE": 9.5,
    "AID": 10.0,
    "RETREAT": 6.5,
    "REQUEST": 0.0,
    "ACCUSE": -3.0,
    "REJECT": -2.0,
    "THREATEN": -3.5,
    "PROTEST": -5.0,
    "SANCTION": -6.0,
    "MOBILIZE": -5.5,
    "COERCE": -7.0,
    "ASSAULT": -9.0,
}
OURS = {
    "STATEMENT", "ELECTION", "APPOINT", "LEGISLATE", "JUDICIAL", "CRIME", "ACCIDENT", "DISASTER", "CASUALTY", "MOVE",
    "OTHER", "GATHER", "TRANSACT",
}  # fmt: skip


@pytest.fixture(scope="module")
def events() -> Graph:
    return generate.modules()


@pytest.fixture(scope="module")
def types() -> Graph:
    return Graph().parse(ontology.TYPES, format="turtle")


def terms(events: Graph) -> list[URIRef]:
    found = {term for kind in TERM_KINDS for term in events.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    return sorted(term for term in found if term.startswith(EV))


def own(events: Graph, *kinds: URIRef) -> set[str]:
    return {str(term).removeprefix(EV) for term in terms(events) if events.value(term, RDF.type) in kinds}


def test_every_term_is_explained(events: Graph) -> None:
    found = terms(events)
    assert len(found) > 70
    for term in found:
        for predicate in (RDFS.label, RDFS.comment, SKOS.example):
            texts = list(events.objects(term, predicate))
            assert texts, f"{term} has no {predicate}"
            assert all(isinstance(text, Literal) and text.language == "en" for text in texts)
        assert events.value(term, RDFS.isDefinedBy) in (CORE, READING)


def test_the_core_is_small_and_the_reading_rests_on_it() -> None:
    """15 to 20 classes and about 35 properties were asked for."""
    core, reading = (Graph().parse(path, format="turtle") for path in (ontology.EVENTS, ontology.READING))
    assert len(own(core, OWL.Class)) <= 15
    assert len(own(core, OWL.ObjectProperty, OWL.DatatypeProperty)) <= 40
    assert len(own(core + reading, OWL.Class)) <= 20
    assert len(own(core + reading, OWL.ObjectProperty, OWL.DatatypeProperty)) <= 52
    assert (READING, OWL.imports, CORE) in reading
    assert reading.value(READING, OWL.versionInfo) == core.value(CORE, OWL.versionInfo)
    for graph, module in ((core, CORE), (reading, READING)):
        assert {graph.value(term, RDFS.isDefinedBy) for term in terms(graph)} == {module}
    # Nothing that the core says leads to a term of the reading alone.
    assert not [term for term in core.objects() if str(term).startswith(EV) and (term, RDF.type, None) not in core]


def test_of_every_term_of_others_stands_what_it_is_used_for(events: Graph) -> None:
    used = {
        getattr(found, name)
        for found in vars(vocab).values()
        if isinstance(found, type) and found not in (vocab.EV, vocab.XSD, vocab.TypeEntry)
        for name in vars(found)
        if not name.startswith("_")
    }
    noted = {str(term): note for term, note in events.subject_objects(SKOS.scopeNote)}
    assert noted.keys() == used
    for term, note in noted.items():
        assert str(note).endswith("."), term
        is_built_in = term.startswith((str(RDF), str(RDFS), str(OWL))) or term.endswith("wktLiteral")
        assert is_built_in or (URIRef(term), RDF.type, None) in events, f"{term} is not declared"
        assert events.value(URIRef(term), SKOS.example) or term in (str(RDF.type), vocab.GEO.wktLiteral)


def test_no_term_is_of_two_kinds_of_property(events: Graph) -> None:
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for term in set(events.subjects(RDF.type)):
        assert len(kinds & set(events.objects(term, RDF.type))) <= 1, term


def test_readme_counts_classes_and_properties_right(events: Graph) -> None:
    said = (ontology.FOLDER / "README.md").read_text(encoding="utf-8")
    n_classes, n_properties = len(own(events, OWL.Class)), len(own(events, OWL.ObjectProperty, OWL.DatatypeProperty))
    assert f"## Why {n_classes} classes" in said
    assert f"## Why {n_properties} properties" in said


def test_readme_says_of_every_property_once_what_needs_it(events: Graph) -> None:
    said = (ontology.FOLDER / "README.md").read_text(encoding="utf-8")
    rows = said.partition("| group | properties |")[2].partition("\n\n")[0].splitlines()[2:]
    named = [name for row in rows for name in re.findall(r"`ev:(\w+)`", row.split("|")[2])]
    assert sorted(named) == sorted(own(events, OWL.ObjectProperty, OWL.DatatypeProperty))


def test_no_two_terms_have_the_same_definition(events: Graph) -> None:
    comments = [str(events.value(term, RDFS.comment)) for term in terms(events)]
    assert len(comments) == len(set(comments))


def test_domains_and_ranges_are_known_terms(events: Graph) -> None:
    own = set(terms(events))
    for predicate in (RDFS.domain, RDFS.range):
        for term in events.objects(None, predicate):
            assert not str(term).startswith(EV) or term in own, term


@pytest.mark.parametrize(
    "namespace",
    [
        "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "https://schema.org/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2006/time#",
        "http://www.opengis.net/ont/geosparql#",
        "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://xmlns.com/foaf/0.1/",
        "http://www.w3.org/ns/org#",
    ],
)
def test_ontology_is_aligned(events: Graph, namespace: str) -> None:
    links = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, URIRef(f"{EV}near"))
    assert any(str(target).startswith(namespace) for link in links for target in events.objects(None, link))


def test_terms_of_others_exist(events: Graph, types: Graph) -> None:
    for namespace in (DC, DCTERMS, FOAF, GEO, ORG, PROV, TIME, SDO):
        for term in set(events.objects()) | set(events.predicates()) | set(events.subjects()) | set(types.objects()):
            if str(term).startswith(str(namespace)):
                assert term in namespace, term


def test_ontology_is_consistent(events: Graph, types: Graph) -> None:
    owlrl = pytest.importorskip("owlrl", reason="comes with pyshacl")
    graph = events + types
    # One node of each class: classes that could have no member would show as an error.
    for term in events.subjects(RDF.type, OWL.Class):
        graph.add((URIRef(f"urn:one:{str(term).removeprefix(EV)}"), RDF.type, term))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert not list(graph.subjects(RDF.type, CONTRADICTION))
    assert not list(graph.subjects(RDF.type, OWL.Nothing))
    assert (URIRef(f"{EV}Person"), RDFS.subClassOf, URIRef("http://www.w3.org/ns/prov#Agent")) in graph


def test_inconsistency_would_be_found(events: Graph) -> None:
    owlrl = pytest.importorskip("owlrl", reason="comes with pyshacl")
    graph = Graph() + events
    for name in ("Person", "Group"):
        graph.add((URIRef("urn:both"), RDF.type, URIRef(EV + name)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.subjects(RDF.type, CONTRADICTION))


def test_codebook_has_the_twenty_nine_types() -> None:
    assert len(vocab.EVENT_TYPES) == 29
    assert set(vocab.EVENT_TYPES) == PLOVER_SCORES.keys() | OURS
    assert tuple(vocab.CODEBOOK) == vocab.EVENT_TYPES


@pytest.mark.parametrize("name", vocab.EVENT_TYPES)
def test_every_type_is_explained(name: str) -> None:
    entry = vocab.CODEBOOK[name]
    assert entry.label == name.lower()
    assert entry.definition.endswith(".")
    assert len(entry.examples) == 2
    assert len(entry.counter_examples) == 2
    for example in entry.counter_examples:
        others = [other for other in vocab.EVENT_TYPES if other != name and other in example]
        assert others or (name == "OTHER" and "no event" in example)
    assert entry.quad in vocab.QUADS


def test_scores_and_codes_are_those_of_plover() -> None:
    for name, entry in vocab.CODEBOOK.items():
        assert entry.score == PLOVER_SCORES.get(name, 0.0)
        assert entry.plover == (name if name in PLOVER_SCORES else None)
        assert (entry.quad == "neutral") == (name in OURS)


def test_codebook_is_a_concept_scheme(types: Graph) -> None:
    concepts = list(types.subjects(RDF.type, URIRef(f"{EV}EventType")))
    assert len(concepts) == 29
    for concept in concepts:
        assert types.value(concept, SKOS.inScheme) == URIRef("https://w3id.org/whodid/type")
        assert types.value(types.value(concept, SKOS.broader), SKOS.topConceptOf) is not None
        assert str(concept) == f"https://w3id.org/whodid/type/{types.value(concept, SKOS.notation)}"


def test_vocabulary_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_stale_vocabulary_is_found_and_rewritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"vocab": tmp_path / "v.py", "context_file": tmp_path / "c.jsonld", "document_file": tmp_path / "d.html"}
    files["context_file"].write_text("{}")
    assert generate.main(["--check"], **files) == 1
    assert capsys.readouterr().err.count("ontology.generate --write") == 3
    assert generate.main(["--write"], **files) == 0
    assert generate.main(["--check"], **files) == 0


def test_page_for_people_shows_every_term_and_type(events: Graph) -> None:
    page = ontology.DOCUMENT.read_text(encoding="utf-8")
    tree = fromstring(page)
    anchors = tree.xpath("//h3/@id")
    names = [str(term).removeprefix(EV) for term in terms(events)]
    others = [events.namespace_manager.curie(term) for term in set(events.subjects(SKOS.scopeNote))]
    assert sorted(anchors) == sorted(
        [*names, *others, *(f"type-{name}" for name in (*vocab.EVENT_TYPES, *vocab.QUADS))]
    )
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(anchors)
    for entry in vocab.CODEBOOK.values():
        assert all(escape(text) in page for text in (entry.definition, *entry.examples, *entry.counter_examples))


def test_misspelt_term_is_an_error() -> None:
    assert vocab.EV.agent == f"{EV}agent"
    with pytest.raises(AttributeError):
        vocab.EV.agnet  # type: ignore[attr-defined]  # noqa: B018 -- reading it is the test


def test_vocabulary_loads_no_library() -> None:
    code = "import sys, kg.vocab; sys.exit('rdflib' in sys.modules or 'pyoxigraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_context_gives_every_property_its_iri(events: Graph) -> None:
    context = json.loads(ontology.CONTEXT.read_text(encoding="utf-8"))
    graph = Graph().parse(
        data=json.dumps(
            {
                **context,
                "id": "https://w3id.org/whodid/id/event/x",
                "a": "Event",
                "agent": "https://w3id.org/whodid/id/actor/y",
                "type": "https://w3id.org/whodid/type/ASSAULT",
                "label": "x",
                "support": 3,
                "confidence": "0.87",
            }
        ),
        format="json-ld",
    )
    lines = set(graph.serialize(format="nt").split("\n"))
    event = "<https://w3id.org/whodid/id/event/x>"
    integer, decimal = (f"<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("integer", "decimal"))
    assert lines - {""} == {
        f"{event} <{RDF.type}> <{EV}Event> .",
        f"{event} <{EV}agent> <https://w3id.org/whodid/id/actor/y> .",
        f"{event} <{EV}type> <https://w3id.org/whodid/type/ASSAULT> .",
        f'{event} <{RDFS.label}> "x" .',
        f'{event} <{EV}support> "3"^^{integer} .',
        f'{event} <{EV}confidence> "0.87"^^{decimal} .',
    }
    for term in terms(events):
        entry = context["@context"][str(term).removeprefix(EV)]
        assert (entry if isinstance(entry, str) else entry["@id"]) == str(term)


def test_languages_are_lower_case(events: Graph, types: Graph) -> None:
    for graph in (events, types):
        languages = {term.language for term in graph.objects() if isinstance(term, Literal) and term.language}
        assert languages == {"en"}
