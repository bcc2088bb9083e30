"""SHACL: a snapshot against `ontology/shapes.ttl`, violations as sentences. Needs the extra `whodid[shacl]`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from rdflib import SH, Graph

from kg.errors import StoreError, UnknownError
from kg.store.iris import article_graph
from kg.vocab import MERGED_GRAPH
from ontology import SHAPES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from kg.store.read import ReadStore

# Statements checked at once: articles are checked in groups of about this size, so that memory stays bounded.
GROUP_QUADS = 50_000

_DANGLING = """
SELECT DISTINCT ?node ?local WHERE {
    ?node ev:denotedBy|ev:merged ?local
    FILTER NOT EXISTS { GRAPH ?article { ?local ev:inArticle ?iri } }
} ORDER BY ?node ?local
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
    return sorted(faults)


def violations(graph: Graph, *, shapes: Graph) -> list[str]:
    """One sentence for every violation of the shapes by a graph, sorted; StoreError when pyshacl is missing."""
    try:
        # Optional, and it takes a second to load.
        import pyshacl
    except ImportError as exc:
        raise StoreError("checking shapes needs pyshacl; install it with: pip install 'whodid[shacl]'") from exc
    # The types of the codebook must be there for `sh:class`; reasoning is not needed, every node names all its classes.
    checked = graph + Graph().parse(TYPES, format="turtle")
    conforms, report, text = pyshacl.validate(
        checked, shacl_graph=shapes, inference="none", inplace=True, do_owl_imports=False
    )
    if not isinstance(report, Graph):
        raise StoreError(f"the shapes cannot be checked: {text}")
    return sorted({_sentence(report, violation) for violation in report.subjects(SH.focusNode)} if not conforms else ())


def _sentence(report: Graph, violation: Node) -> str:
    focus = report.value(violation, SH.focusNode)
    message = report.value(violation, SH.resultMessage)
    value = report.value(violation, SH.value)
    here = "" if value is None or value == focus else f" (here: {str(value)[:120]!r})"
    return f"{focus}: {message}{here}"


def _groups(store: ReadStore) -> Iterator[Graph]:
    """The merged graph, then groups of whole article graphs."""
    group = _graph(store, MERGED_GRAPH)
    yield group
    group = Graph()
    for article in store.article_ids():
        group += _graph(store, article_graph(article))
        if len(group) >= GROUP_QUADS:
            yield group
            group = Graph()
    if len(group):
        yield group


def _graph(store: ReadStore, name: str) -> Graph:
    content = BytesIO()
    try:
        store.dump(content, format="ntriples", graph=name)
    except UnknownError:
        return Graph()
    return Graph().parse(content.getvalue(), format="nt")
