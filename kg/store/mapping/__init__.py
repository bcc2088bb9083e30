"""Records and quads, both ways: the one place that knows how the data model looks as RDF.

    record_quads / record_of    what one article says, as quads of its named graph; `record_lines` as N-Quads
    graph_quads / graph_of      the merged graph, as quads of its named graph; `graph_lines` as N-Quads, node by node,
                                of all `graph_nodes` the `node_lines`

On canonical input (`kg.store.checks`) there and back is the identity, whatever the texts are; no blank nodes, no
statement twice. What an IRI says already is not said again: the local id is its part after `#`, the order of sentences,
mentions, roles, sources and reasons is the number at its end (`#s0`, `#a1.0`, `#e1.r0`, `#e1.q0`, `#r0`), and where a
head or the words for a place begin and end stands in the IRI of that stretch of the text (`#char=174,187`). The head of
a phrase is stated only where it is not the whole phrase.
"""

from kg.store.mapping.articles import lines_of as record_lines
from kg.store.mapping.articles import quads_of as record_quads
from kg.store.mapping.articles import record_of
from kg.store.mapping.merged import graph_of
from kg.store.mapping.merged import lines_of as graph_lines
from kg.store.mapping.merged import lines_of_node as node_lines
from kg.store.mapping.merged import nodes_of as graph_nodes
from kg.store.mapping.merged import quads_of as graph_quads

__all__ = [
    "graph_lines",
    "graph_nodes",
    "graph_of",
    "graph_quads",
    "node_lines",
    "record_lines",
    "record_of",
    "record_quads",
]
