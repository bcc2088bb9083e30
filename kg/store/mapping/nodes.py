"""A graph's quads as nodes with properties, for turning them into the data model again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.terms import Iri, Value, value_of, words_of
from kg.vocab import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox


class Node:
    """One subject with its values by property."""

    __slots__ = ("iri", "properties")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.properties: dict[str, list[Value]] = {}

    def values(self, term: str) -> list[Value]:
        """All values of a property, in no order."""
        return self.properties.get(term, [])

    def texts(self, term: str) -> tuple[str, ...]:
        """All values of a property as texts, sorted."""
        return tuple(sorted(str(value) for value in self.values(term)))

    def types(self) -> list[Value]:
        """The classes of the node."""
        return self.values(RDF.type)

    def optional(self, term: str) -> Value | None:
        """The one value of a property, None when it has none; StoreError when it has more."""
        values = self.values(term)
        if len(values) > 1:
            raise StoreError(f"the store is damaged: {self.iri} has {len(values)} values of {term}; build it again")
        return values[0] if values else None

    def required(self, term: str) -> Value:
        """The one value of a property."""
        value = self.optional(term)
        if value is None:
            raise StoreError(f"the store is damaged: {self.iri} has no {term}; build it again")
        return value

    def text(self, term: str) -> str:
        """The one value of a property as text."""
        return str(self.required(term))

    def text_or_empty(self, term: str) -> str:
        """The one value of a property as text, empty when it has none."""
        value = self.optional(term)
        return "" if value is None else str(value)

    def optional_text(self, term: str) -> str | None:
        """The one value of a property as text, None when it has none."""
        value = self.optional(term)
        return None if value is None else str(value)

    def integer(self, term: str) -> int:
        """The one value of a property, an integer."""
        value = self.required(term)
        if not isinstance(value, int):
            raise StoreError(f"the store is damaged: {term} of {self.iri} is {value!r}, no integer; build it again")
        return value

    def number(self, term: str) -> float:
        """The one value of a property, an integer or decimal."""
        value = self.required(term)
        if isinstance(value, str):
            raise StoreError(f"the store is damaged: {term} of {self.iri} is {value!r}, no number; build it again")
        return float(value)

    def optional_number(self, term: str) -> float | None:
        """The one number of a property, None when it has none."""
        return None if self.optional(term) is None else self.number(term)

    def optional_integer(self, term: str) -> int | None:
        """The one integer of a property, None when it has none."""
        return None if self.optional(term) is None else self.integer(term)


class Nodes:
    """All nodes of a graph, by IRI and by class."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._nodes: dict[str, Node] = {}
        by_class: dict[str, list[Node]] = defaultdict(list)
        for quad in quads:
            subject = words_of(quad.subject)
            node = self._nodes.get(subject)
            if node is None:
                node = self._nodes[subject] = Node(subject)
            predicate = quad.predicate.value
            value = value_of(quad.object)
            node.properties.setdefault(predicate, []).append(value)
            if predicate == RDF.type:
                by_class[str(value)].append(node)
        self._by_class = {name: sorted(nodes, key=lambda node: node.iri) for name, nodes in by_class.items()}

    def all(self) -> list[Node]:
        """All nodes, in no order."""
        return list(self._nodes.values())

    def of_class(self, name: str) -> list[Node]:
        """Nodes of a class, by IRI."""
        return self._by_class.get(name, [])

    def get(self, iri: str) -> Node:
        """The node of an IRI; without properties when the graph has none of it."""
        return self._nodes.get(iri) or Node(iri)

    def grouped(self, name: str, term: str) -> dict[str, list[Node]]:
        """Nodes of a class by the IRI that a property of theirs points to, each list in the order of its own IRIs."""
        groups: dict[str, list[Node]] = defaultdict(list)
        for node in self.of_class(name):
            owner = node.required(term)
            if not isinstance(owner, Iri):
                raise StoreError(f"the store is damaged: {term} of {node.iri} is {owner!r}, no IRI; build it again")
            groups[owner].append(node)
        return {owner: sorted(group, key=lambda node: (len(node.iri), node.iri)) for owner, group in groups.items()}
