"""The ontology as one page of HTML for people: every term and event type with all that is said of it.

Made by `python -m ontology.generate --write`; plain HTML with a little style, no scripts, nothing from elsewhere.
A term is at `ontology.html#Event`, an event type at `ontology.html#type-ASSAULT`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from ontology import EVENTS, READING, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

EV = Namespace("https://w3id.org/whodid/ontology#")
TYPE = "https://w3id.org/whodid/type/"

_SECTIONS = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Data properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty),
    ("States of an event", EV.Status),
)
_TERM_ROWS = (
    ("example", SKOS.example),
    ("sub-class of", RDFS.subClassOf),
    ("sub-property of", RDFS.subPropertyOf),
    ("domain", RDFS.domain),
    ("range", RDFS.range),
    ("disjoint with", OWL.disjointWith),
    ("near", EV.near),
    ("see also", RDFS.seeAlso),
    ("module", RDFS.isDefinedBy),
)
_TYPE_ROWS = (
    ("for instance", SKOS.example),
    ("but not", SKOS.scopeNote),
    ("class", SKOS.broader),
    ("cooperation score", EV.cooperationScore),
    ("CAMEO roots", EV.cameoRoot),
    ("close to", SKOS.closeMatch),
    ("wider than", SKOS.narrowMatch),
    ("related to", SKOS.relatedMatch),
)
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h3{margin:1.6rem 0 0}code{background:#f3f3f3;padding:0 .2em}th{text-align:left;font-weight:normal;color:#555;"
    "padding-right:1rem;vertical-align:top;white-space:nowrap}td{padding-bottom:.15rem}nav a{margin-right:.6rem}"
)


def document() -> str:
    """The text of `ontology.html`."""
    ontology = Graph().parse(EVENTS, format="turtle").parse(READING, format="turtle")
    codebook = Graph().parse(TYPES, format="turtle")
    node = URIRef(str(EV).removesuffix("#"))
    title, version = ontology.value(node, RDFS.label), ontology.value(node, OWL.versionInfo)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(str(title))} {escape(str(version))}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(str(title))} {escape(str(version))}</h1>",
        f"<p>{escape(str(ontology.value(node, RDFS.comment)))}</p>",
        f"<p>Namespace <code>{EV}</code>, prefix <code>ev:</code>. Two modules: the core, which queries need, "
        "and the reading, what is kept of each article besides.</p>",
    ]
    for heading, kind in _SECTIONS:
        terms = sorted(term for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef) and term in EV)
        lines += [f"<h2>{heading} ({len(terms)})</h2>", _menu(terms)]
        for term in terms:
            lines += _entry(ontology, term, RDFS.label, RDFS.comment, rows=_TERM_ROWS)
    lines += _others(ontology)
    broad = sorted(term for term in codebook.subjects(SKOS.topConceptOf) if isinstance(term, URIRef))
    lines += [f"<h2>Classes of event types ({len(broad)})</h2>", _menu(broad)]
    for term in broad:
        lines += _entry(codebook, term, SKOS.prefLabel, SKOS.definition, rows=())
    types = sorted(term for term in codebook.subjects(RDF.type, EV.EventType) if isinstance(term, URIRef))
    lines += [f"<h2>Event types ({len(types)})</h2>", _menu(types)]
    for term in types:
        lines += _entry(codebook, term, SKOS.prefLabel, SKOS.definition, rows=_TYPE_ROWS)
    plover = sorted(_name(term) for term in codebook.objects(URIRef(f"{TYPE}plover"), SKOS.member))
    lines.append(f"<h2>Types of PLOVER 2 ({len(plover)})</h2><p>{', '.join(plover)}</p>")
    return "\n".join([*lines, "</body></html>"]) + "\n"


def _others(ontology: Graph) -> list[str]:
    """Terms of other vocabularies that the graph uses, and for what."""
    notes = sorted((str(term), str(note)) for term, note in ontology.subject_objects(SKOS.scopeNote))
    lines = [f"<h2>Terms of others ({len(notes)})</h2>", "<p>What they mean they say themselves; here they say:</p>"]
    for term, note in notes:
        shown = ontology.namespace_manager.curie(term, generate=False)
        example = ontology.value(URIRef(term), SKOS.example)
        lines.append(f'<h3 id="{escape(shown)}"><a href="{escape(term)}">{escape(shown)}</a></h3><p>{escape(note)}</p>')
        lines += ["<table>", f"<tr><th>example</th><td>{escape(str(example))}</td></tr>", "</table>"] if example else []
    return lines


def _menu(terms: Iterable[URIRef]) -> str:
    return "<nav>" + " ".join(f'<a href="#{_anchor(term)}">{_name(term)}</a>' for term in terms) + "</nav>"


def _entry(
    graph: Graph, term: URIRef, label: URIRef, definition: URIRef, *, rows: Iterable[tuple[str, URIRef]]
) -> list[str]:
    lines = [
        f'<h3 id="{_anchor(term)}">{_name(term)}</h3>',
        f"<p><em>{escape(str(graph.value(term, label)))}</em>: {escape(str(graph.value(term, definition)))}</p><table>",
    ]
    for heading, predicate in rows:
        shown = sorted(_shown(value) for value in graph.objects(term, predicate))
        if shown:
            lines.append(f"<tr><th>{heading}</th><td>{'<br>'.join(shown)}</td></tr>")
    return [*lines, "</table>"]


def _shown(value: Node) -> str:
    if isinstance(value, Literal):
        return escape(str(value))
    if str(value).startswith((str(EV), TYPE)):
        return f'<a href="#{_anchor(value)}">{_name(value)}</a>'
    return f'<a href="{escape(str(value))}">{escape(str(value))}</a>'


def _name(term: Node) -> str:
    return escape(str(term).removeprefix(str(EV)).removeprefix(TYPE))


def _anchor(term: Node) -> str:
    return f"type-{_name(term)}" if str(term).startswith(TYPE) else _name(term)
