"""Statements as Turtle and as JSON-LD; the same statements always give the same text."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING, Any

from kg.vocab import PREFIXES, RDF, XSD
from ontology import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.query.describe import Statement

Json = dict[str, object]

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")


def statements_to_turtle(statements: Iterable[Statement]) -> str:
    """Turtle with our prefixes, one block per subject, in the order given."""
    lines = [f"@prefix {prefix}: <{start}> ." for prefix, start in sorted(PREFIXES.items())]
    for subject, of_subject in groupby(statements, key=lambda it: it.subject):
        parts = []
        for predicate, of_predicate in groupby(of_subject, key=lambda it: it.predicate):
            objects = ", ".join(_term(it) for it in of_predicate)
            parts.append(f"{'a' if predicate == RDF.type else _short(predicate)} {objects}")
        lines += ["", f"{_short(subject)} " + " ;\n    ".join(parts) + " ."]
    return "\n".join(lines) + "\n"


def statements_to_jsonld(statements: Iterable[Statement]) -> Json:
    """JSON-LD 1.1: one object per subject, with the ontology's context inside, so that no reader has to fetch it."""
    return {"@context": _context()[0], "@graph": _nodes(statements)}


def graph_to_jsonld(described: Iterable[tuple[Statement, ...]]) -> Iterator[str]:
    """The merged graph as a programmer reads it, in pieces of text: events first, each with what it leads to inside.

    What belongs to one node alone (its time, its geometry, the reasons of a merge) stands in it whole; actors and
    places stand in events with their names and classes, and as a whole after the events, with merges and copies. Read
    as RDF it is the graph, no statement more and none less.

    Args:
        described: what is said of one node and its parts after the other, as `describe_merged` gives it.
    """
    empty = json.dumps({"@context": _context()[0], "@graph": []}, ensure_ascii=False, indent=1)
    head, tail = empty.rsplit("]", 1)
    yield head
    number = -1
    for number, statements in enumerate(described):
        shown = json.dumps(_top(statements), ensure_ascii=False, indent=1, allow_nan=False)
        yield (",\n" if number else "\n") + indent(shown, "  ")
    yield ("" if number < 0 else "\n ") + f"]{tail}\n"


def _top(statements: Iterable[Statement]) -> Json:
    """The node that comes first, with the others inside."""
    nodes = {str(node["id"]): node for node in _nodes(statements)}
    top, *others = nodes
    parts = [iri for iri in others if iri.startswith(f"{top}#")]
    named: dict[str, Json] = {
        iri: {key: nodes[iri][key] for key in ("id", "a", "prefLabel") if key in nodes[iri]}
        for iri in others
        if iri not in parts and _is_event(nodes[top])
    }
    links = {
        name for name, meaning in _context()[0].items() if isinstance(meaning, dict) and meaning.get("@type") == "@id"
    }
    for iri in (top, *parts):
        for key, value in nodes[iri].items():
            if key in links and key != "into":
                nodes[iri][key] = _embedded(value, owner=iri, nodes=nodes, named=named if iri == top else {})
    return nodes[top]


def _embedded(value: object, *, owner: str, nodes: dict[str, Json], named: dict[str, Json]) -> object:
    if isinstance(value, list):
        return [_embedded(item, owner=owner, nodes=nodes, named=named) for item in value]
    if isinstance(value, str) and value in nodes:
        if value.startswith(f"{owner}#"):
            return nodes[value]
        if value in named and "prefLabel" in named[value]:
            return named[value]
    return value


def _is_event(node: Json) -> bool:
    return node.get("a") == "Event"


def _nodes(statements: Iterable[Statement]) -> list[Json]:
    _, terms = _context()
    nodes = []
    for subject, of_subject in groupby(statements, key=lambda it: it.subject):
        node: Json = {"id": subject}
        for predicate, of_predicate in groupby(of_subject, key=lambda it: it.predicate):
            if predicate == RDF.type:
                shown: list[object] = [terms.get(it.object, (it.object, None))[0] for it in of_predicate]
                name = "a"
            else:
                name, kind = terms.get(predicate, (predicate, None))
                shown = [_value(it, kind) for it in of_predicate]
            node[name] = shown[0] if len(shown) == 1 else shown
        nodes.append(node)
    return nodes


@lru_cache(maxsize=1)
def _context() -> tuple[dict[str, Any], dict[str, tuple[str, str | None]]]:
    """The context, and by IRI the name in it with the type that its values have."""
    context: dict[str, Any] = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    terms = {}
    for name, meaning in context.items():
        iri, kind = (meaning, None) if isinstance(meaning, str) else (meaning["@id"], meaning.get("@type"))
        if not iri.startswith("@") and not (isinstance(meaning, dict) and meaning.get("@prefix")):
            terms[iri] = (name, kind)
    return context, terms


def _value(statement: Statement, kind: str | None) -> object:
    text, datatype = statement.object, statement.datatype
    if datatype is None:
        return text if kind == "@id" else {"@id": text}
    if datatype == kind:
        return int(text) if datatype == XSD.integer and _INTEGER.fullmatch(text) else text
    if datatype == XSD.string and kind is None:
        return text
    return {"@value": text, "@type": datatype}


def _term(statement: Statement) -> str:
    text, datatype = statement.object, statement.datatype
    if datatype is None:
        return _short(text)
    if (datatype == XSD.integer and _INTEGER.fullmatch(text)) or (datatype == XSD.decimal and _DECIMAL.fullmatch(text)):
        return text
    quoted = '"' + "".join(_ESCAPES.get(letter) or _readable(letter) for letter in text) + '"'
    return quoted if datatype == XSD.string else f"{quoted}^^{_short(datatype)}"


def _readable(letter: str) -> str:
    return letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04X}"


def _short(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{iri}>"
