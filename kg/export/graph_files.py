"""GraphML 1.0 and GEXF 1.2, written node by node and edge by edge: a network of any size takes no memory to speak of.

In: nodes as (id, attributes) and edges as (source, target, key, attributes), as networkx gives them. All nodes have the
attributes of the first one, and values of its types: texts, whole numbers, other numbers. So have edges. Out: pieces of
UTF-8; the same network gives the same bytes.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, TypeVar
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Attributes = Mapping[str, object]
    Node = tuple[str, Attributes]
    Edge = tuple[str, str, str, Attributes]

Item = TypeVar("Item")

# what XML 1.0 cannot carry (its section 2.2); a scraped name may hold it
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: dict[type, str] = {str: "string", int: "long", float: "double"}

_GRAPHML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_GEXF_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<meta><creator>whodid</creator></meta>
<graph defaultedgetype="directed" mode="static">
"""


def graphml(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[bytes]:
    """GraphML; an edge's id is its key with dots for blanks, which its schema does not let be one."""
    nodes, edges = iter(nodes), iter(edges)
    first_node, first_edge = next(nodes, None), next(edges, None)
    of_nodes, of_edges = _attributes_of(first_node), _attributes_of(first_edge)
    yield _GRAPHML_HEAD.encode()
    for kind, known in (("node", of_nodes), ("edge", of_edges)):
        for name, shown in known.items():
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{shown}"/>\n'.encode()
    yield b'<graph edgedefault="directed">\n'
    for key, attributes in _with(first_node, nodes):
        yield f"<node id={_quoted(key)}>{_data('node', attributes)}</node>\n".encode()
    for source, target, key, attributes in _with(first_edge, edges):
        ends = f"source={_quoted(source)} target={_quoted(target)} id={_quoted(key.replace(' ', '.'))}"
        yield f"<edge {ends}>{_data('edge', attributes)}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def gexf(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[bytes]:
    """GEXF, for Gephi; `label` is that of the node or edge, an edge's `type` is `event_type`."""
    nodes, edges = iter(nodes), iter(edges)
    first_node, first_edge = next(nodes, None), next(edges, None)
    yield _GEXF_HEAD.encode()
    for kind, first in (("node", first_node), ("edge", first_edge)):
        known = _attributes_of(first)
        # an edge's type is directed or undirected in GEXF
        titles = {name: "event_type" if (kind, name) == ("edge", "type") else name for name in known}
        yield f'<attributes class="{kind}" mode="static">\n'.encode()
        for name, shown in known.items():
            if name != "label":
                yield f'<attribute id="{kind}-{name}" title="{titles[name]}" type="{shown}"/>\n'.encode()
        if kind == "edge":
            yield b'<attribute id="edge-key" title="networkx_key" type="string"/>\n'
        yield b"</attributes>\n"
    yield b"<nodes>\n"
    for key, attributes in _with(first_node, nodes):
        yield f"<node id={_quoted(key)}{_values('node', attributes)}</node>\n".encode()
    yield b"</nodes>\n<edges>\n"
    for number, (source, target, key, attributes) in enumerate(_with(first_edge, edges)):
        ends = f'id="{number}" source={_quoted(source)} target={_quoted(target)}'
        yield f"<edge {ends}{_values('edge', {**attributes, 'key': key})}</edge>\n".encode()
    yield b"</edges>\n</graph>\n</gexf>\n"


def _with(first: Item | None, others: Iterator[Item]) -> Iterator[Item]:
    return others if first is None else chain((first,), others)


def _attributes_of(first: Node | Edge | None) -> dict[str, str]:
    """The names of attributes with their types, as both forms call them."""
    return {} if first is None else {name: _TYPES[type(value)] for name, value in first[-1].items()}


def _data(kind: str, attributes: Attributes) -> str:
    return "".join(
        f'<data key="{kind}-{name}">{escape(_shown(value), {chr(13): "&#13;"})}</data>'
        for name, value in attributes.items()
    )


def _values(kind: str, attributes: Attributes) -> str:
    """The label and the rest of a start tag, and the other attributes."""
    cells = (
        f'<attvalue for="{kind}-{name}" value={_quoted(value)}/>'
        for name, value in attributes.items()
        if name != "label"
    )
    return f" label={_quoted(attributes['label'])}><attvalues>{''.join(cells)}</attvalues>"


def _quoted(value: object) -> str:
    return quoteattr(_shown(value))


def _shown(value: object) -> str:
    return _NOT_XML.sub(" ", value) if isinstance(value, str) else repr(value)
