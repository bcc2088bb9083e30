"""SHACL: a snapshot against `ontology/shapes.ttl`, violations as sentences. Needs the extra `whodid[shacl]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef

from kg.errors import StoreError
from kg.store.iris import article_graph
from kg.store.terms import node
from kg.vocab import MERGED_GRAPH
from ontology import SHAPES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from kg.store.read import ReadStore

# Statements checked at once: articles are checked in groups of about this size, so that memory stays bounded.
GROUP_QUADS = 50_000
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

_DANGLING = """
SELECT DISTINCT ?node ?local WHERE {
    ?node ev:denotedBy|ev:merged|prov:wasDerivedFrom ?local
    FILTER NOT EXISTS { GRAPH ?article { ?local ev:inArticle ?iri } }
} ORDER BY ?node ?local
"""
# What SHACL without SPARQL cannot say: it neither counts nor reads numbers out of an IRI.
_CROWDED = """
SELECT ?node ?support (COUNT(DISTINCT ?mention) AS ?n) WHERE {
    ?node ev:support ?support ; ev:denotedBy ?mention
} GROUP BY ?node ?support HAVING (?support > COUNT(DISTINCT ?mention))
"""
_STRETCHES = """
SELECT ?node ?stretch WHERE {
    GRAPH ?article { ?node ev:head|ev:placeSpan ?stretch }
    BIND(STRAFTER(STR(?stretch), "#char=") AS ?place)
    FILTER(!COALESCE(xsd:integer(STRBEFORE(?place, ",")) < xsd:integer(STRAFTER(?place, ",")), false)
        || STRBEFORE(STR(?stretch), "#") != STRBEFORE(STR(?node), "#"))
}
"""


def validate(store: ReadStore) -> list[str]:
    """One sentence for every violation, sorted; empty when the store is sound.

    StoreError when the extra is not installed.
    """
    shapes = Graph().parse(SHAPES, format="turtle")
    faults = set(store.verify())
    for group in _groups(store):
        faults.update(violations(group, shapes=shapes))
    for row in store.select(_DANGLING):
        faults.add(f"{row['node']}: its evidence {row['local']} is in no article's graph.")
    for row in store.select(_CROWDED):
        here = f"{row['support']} articles, mentions: {row['n']}"
        faults.add(f"{row['node']}: An event is reported by no more articles than mentions (here: {here}).")
    for row in store.select(_STRETCHES):
        here = repr(str(row["stretch"]))
        faults.add(
            f"{row['node']}: The words of a head or place begin before they end, in its own article (here: {here})."
        )
    return sorted(faults)


def violations(graph: Graph, *, shapes: Graph) -> list[str]:
    """One sentence for every violation of the shapes by a graph, sorted; StoreError when pyshacl is missing.

    The types of the codebook are added to the graph.
    """
    try:
        # Optional, and it takes a second to load.
        import pyshacl
    except ImportError as exc:
        raise StoreError("checking shapes needs pyshacl; install it with: pip install 'whodid[shacl]'") from exc
    # The types of the codebook must be there for `sh:class`; reasoning is not needed, every node names all its classes.
    graph.parse(TYPES, format="turtle")
    conforms, report, text = pyshacl.validate(
        graph, shacl_graph=_by_property(shapes), inference="none", inplace=True, do_owl_imports=False
    )
    if not isinstance(report, Graph):
        raise StoreError(f"the shapes cannot be checked: {text}")
    return sorted({_sentence(report, violation) for violation in report.subjects(SH.focusNode)} if not conforms else ())


def _by_property(shapes: Graph) -> Graph:
    """The shapes with each property's checks as a shape of its own, whose targets are those of the node's shape.

    They say the same; but pyshacl checks what a target brings together in one go, and what hangs from a node's shape
    node by node, which takes three to five times as long.
    """
    found = Graph() + shapes
    for shape, _, part in shapes.triples((None, SH.property, None)):
        targets = [(kind, target) for kind in _TARGETS for target in shapes.objects(shape, kind)]
        if targets:
            found.remove((shape, SH.property, part))
            found.add((part, RDF.type, SH.PropertyShape))
            for kind, target in targets:
                found.add((part, kind, target))
    return found


def _sentence(report: Graph, violation: Node) -> str:
    focus = report.value(violation, SH.focusNode)
    message = report.value(violation, SH.resultMessage)
    value = report.value(violation, SH.value)
    here = "" if value is None or value == focus else f" (here: {str(value)[:120]!r})"
    return f"{focus}: {message}{here}"


def _groups(store: ReadStore) -> Iterator[Graph]:
    """The merged graph, then groups of whole article graphs."""
    group = Graph()
    _fill(group, store, MERGED_GRAPH)
    yield group
    group = Graph()
    for article in store.article_ids():
        _fill(group, store, article_graph(article))
        if len(group) >= GROUP_QUADS:
            yield group
            group = Graph()
    if len(group):
        yield group


def _fill(group: Graph, store: ReadStore, name: str) -> None:
    """Adds the statements of one graph of the store, each term made once: rdflib compares those that are two slowly."""
    terms: dict[object, Node] = {}

    def term(found: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        if found not in terms:
            terms[found] = _term(found)
        return terms[found]

    group.addN(
        (term(quad.subject), term(quad.predicate), term(quad.object), group)
        for quad in store.engine.quads(graph=node(name))
    )


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise StoreError(f"a statement about a statement cannot be checked: {term}")
    datatype = None if term.language else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=None if datatype == XSD.string else datatype)
