"""Canonical nodes without their members, and what an update changed of them, in time for what changed of a hub."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.model import Actor, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model import Merge, Ref
    from kg.tables import Table, Tables

Node = TypeVar("Node", Actor, Place)


class Nodes(Generic[Node]):
    """The nodes of one stage, which list no members, and where each local one went.

    Attributes:
        by_id: nodes by id; `merges` their merges by id of the node, both without members.
        mapping: local actor or place → id of its node.
        moved: those whose node is another one since `begin`, or none.
    """

    def __init__(self, tables: Tables, kind: str) -> None:
        self.by_id: Table[str, Node] = tables.table(f"{kind}.by_id", fixed=True)
        self.merges: Table[str, Merge] = tables.table(f"{kind}.merges", fixed=True)
        self.mapping: Table[Ref, str] = tables.table(f"{kind}.mapping", fixed=True)
        self.moved: set[Ref] = set()
        self._size: Table[str, int] = tables.table(f"{kind}.size", fixed=True)
        self._was: dict[str, tuple[Node | None, Merge | None]] = {}
        self._came: dict[str, set[Ref]] = {}
        self._left: dict[str, set[Ref]] = {}

    def begin(self) -> None:
        """Forgets what the last update changed."""
        self._was, self._came, self._left = {}, {}, {}
        self.moved = set()

    def move(self, ref: Ref, to: str | None) -> None:
        """Makes a local one a member of a node, or of none."""
        old = self.mapping.get(ref)
        if old == to:
            return
        self.moved.add(ref)
        if old is not None:
            self._count(old, ref, self._left, self._came, -1)
        if to is not None:
            self._count(to, ref, self._came, self._left, 1)
            self.mapping[ref] = to
        else:
            del self.mapping[ref]

    def _count(self, node: str, ref: Ref, side: dict[str, set[Ref]], other: dict[str, set[Ref]], step: int) -> None:
        self._note(node)
        self._size[node] = self._size.get(node, 0) + step
        if ref in other.get(node, ()):
            other[node].discard(ref)
        else:
            side.setdefault(node, set()).add(ref)

    def put(self, node: Node, merge: Merge | None) -> Node | None:
        """Sets a node and its merge, without members; gives the node that was there."""
        self._note(node.id)
        old = self.by_id.get(node.id)
        self.by_id[node.id] = node
        if merge is None:
            self.merges.pop(node.id, None)
        else:
            self.merges[node.id] = merge
        return old

    def remove(self, identifier: str) -> Node:
        """Takes a node out."""
        self._note(identifier)
        self.merges.pop(identifier, None)
        return self.by_id.pop(identifier)

    def size(self, identifier: str) -> int:
        """Number of members."""
        return self._size.get(identifier, 0)

    def _note(self, identifier: str) -> None:
        if identifier not in self._was:
            self._was[identifier] = (self.by_id.get(identifier), self.merges.get(identifier))

    # ------------------------------------------------------------ what changed

    def changes(
        self, members: Callable[[str], Iterable[Ref]]
    ) -> tuple[tuple[list[Node], list[Node]], tuple[list[Merge], list[Merge]]]:
        """What the last update changed: nodes and merges, each as they were and as they are.

        Of what was and is, the members that both have are left out of both. `members` gives those of a node.
        """
        nodes: tuple[list[Node], list[Node]] = ([], [])
        merges: tuple[list[Merge], list[Merge]] = ([], [])
        for identifier, (old, old_merge) in sorted(self._was.items()):
            came, left = self._came.get(identifier, set()), self._left.get(identifier, set())
            new, new_merge = self.by_id.get(identifier), self.merges.get(identifier)
            _add(nodes, old, new, left, came)
            if old_merge is None and new_merge is not None:
                came = set(members(identifier))  # one at most was there before
            elif old_merge is not None and new_merge is None and new is not None:
                left = left | (set(members(identifier)) - came)  # one at most is still there
            _add(merges, old_merge, new_merge, left, came)
        return nodes, merges

    def whole(self) -> tuple[list[Node], list[Merge]]:
        """All nodes, sorted by id, and all merges, with all their members."""
        members: dict[str, list[Ref]] = {}
        for ref, identifier in self.mapping.items():
            members.setdefault(identifier, []).append(ref)
        listed = {identifier: tuple(sorted(refs)) for identifier, refs in members.items()}
        nodes = [_with(self.by_id[identifier], listed.get(identifier, ())) for identifier in sorted(self.by_id)]
        return nodes, [replace(merge, members=listed[identifier]) for identifier, merge in self.merges.items()]


_Any = TypeVar("_Any", Actor, Place, "Merge")


def _add(
    sides: tuple[list[_Any], list[_Any]], old: _Any | None, new: _Any | None, left: set[Ref], came: set[Ref]
) -> None:
    if old is not None and new is not None and old == new and not left and not came:
        return
    for side, node, members in zip(sides, (old, new), (left, came), strict=True):
        if node is not None:
            side.append(_with(node, tuple(sorted(members))))


def _with(node: _Any, members: tuple[Ref, ...]) -> _Any:
    return replace(node, members=members)


def with_inner(outer: Iterable[str], inner: Mapping[str, set[str]]) -> set[str]:
    """The nodes, and all that is a part of them or lies in them."""
    found, waiting = set(outer), list(outer)
    while waiting:
        further = inner.get(waiting.pop(), set()) - found
        found |= further
        waiting += further
    return found
