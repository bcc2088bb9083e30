"""From what a user types to the thing meant: an event, actor, place or mention, by id, IRI or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.errors import StoreError, UnknownError
from kg.model import Actor, Anchor, Event, Form, Place, Ref
from kg.store.iris import kind_and_id
from kg.verdicts import names_of
from kg.vocab import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.model import ArticleRecord, LocalActor, LocalPlace, MergedGraph

Node = Actor | Place | Event
_KINDS: dict[type, str] = {Actor: "actor", Place: "place", Event: "event"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What was meant.

    Attributes:
        kind: actor, place or event.
        node: the canonical node that it is, or belongs to.
        refs: what of the node is meant: all members, those called by the name, or the one mention.
        anchor: what a judgement about it is bound to.
    """

    kind: str
    node: Node
    refs: frozenset[Ref]
    anchor: Anchor

    @property
    def title(self) -> str:
        """For sentences: a name, or an event's label."""
        return self.node.label if isinstance(self.node, Event) else self.anchor.name


def identify(text: str, graph: MergedGraph, read: Callable[[str], ArticleRecord], *, kind: str | None = None) -> Thing:
    """The thing meant.

    Args:
        text: a mention (`ARTICLE#e1` or its IRI), the id or IRI of a node, or any name that an article gives it.
        graph: the merged graph.
        read: gives the record of an article by its id.
        kind: actor, place or event, where a name or id may be of several.

    Raises:
        UnknownError: nothing is meant, or several things.
    """
    wanted = [node for node in _nodes(graph) if kind in (None, _KINDS[type(node)])]
    article, mark, local = text.removeprefix(f"{RESOURCES}article/").rpartition("#")
    if mark and article:
        return _mention(kind_and_id(f"{RESOURCES}article/{article}")[1], local, wanted, read)
    identifier = text
    if text.startswith(RESOURCES):
        try:
            said, identifier = kind_and_id(text)
        except StoreError as exc:
            raise UnknownError(f"{text!r} is no IRI of this graph; give an id, IRI or name") from exc
        wanted = [node for node in wanted if _KINDS[type(node)] == said]
    found = [node for node in wanted if node.id == identifier]
    if found:
        return _whole(_only(found, text), wanted, read)
    named = [node for node in wanted if not isinstance(node, Event) and _is_called(node, text)]
    if not named:
        raise UnknownError(f"nothing in the store is called {text!r}; give a name as articles have it, or an id")
    node = _only(named, text)
    refs = frozenset(
        ref for ref in node.members if fold(text) in names_of(_entity(read(ref.article), ref.local))
    ) or frozenset(node.members)
    return Thing(_KINDS[type(node)], node, refs, Anchor(name=" ".join(text.split())))


def _nodes(graph: MergedGraph) -> list[Node]:
    return [*graph.actors, *graph.places, *graph.events]


def _is_called(node: Actor | Place, name: str) -> bool:
    return fold(name) in {fold(known) for known in (node.name, *node.aliases)}


def _only(found: Sequence[Node], text: str) -> Node:
    if len(found) > 1:
        listed = ", ".join(f"{_KINDS[type(node)]} {node.id}" for node in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise UnknownError(f"{text!r} may be {listed}{more}; give an id, or --kind")
    return found[0]


def _whole(node: Node, wanted: Iterable[Node], read: Callable[[str], ArticleRecord]) -> Thing:
    """A canonical node: bound to its name where that is its alone, else to its first mention."""
    kind = _KINDS[type(node)]
    members = sorted(node.members)
    if not members:
        raise UnknownError(f"no article mentions {kind} {node.id!r} itself; name something that articles mention")
    is_alone = not isinstance(node, Event) and not any(
        other is not node
        and not isinstance(other, Event)
        and type(other) is type(node)
        and _is_called(other, node.name)
        for other in wanted
    )
    if not isinstance(node, Event) and is_alone:
        called = [ref for ref in members if fold(node.name) in names_of(_entity(read(ref.article), ref.local))]
        if called:
            return Thing(kind, node, frozenset(members), Anchor(name=node.name))
    return Thing(kind, node, frozenset(members), _anchor(read(members[0].article), members[0].local))


def _mention(article: str, local: str, wanted: Iterable[Node], read: Callable[[str], ArticleRecord]) -> Thing:
    local = local.partition(".")[0]  # `a1.0` is a mention of the local actor `a1`
    ref = Ref(article, local)
    record = read(article)
    for node in wanted:
        if ref in node.members:
            return Thing(_KINDS[type(node)], node, frozenset({ref}), _anchor(record, local))
    raise UnknownError(f"article {article!r} has no actor, place or event {local!r}; see `GET /articles/{article}`")


def _anchor(record: ArticleRecord, local: str) -> Anchor:
    """The words in the article: an event's trigger, or the first mention by name, else the first."""
    for event in record.events:
        if event.id == local:
            return Anchor(name=event.text, article=record.article.id, start=event.trigger.start, end=event.trigger.end)
    entity = _entity(record, local)
    mention = next((one for one in entity.mentions if one.form is Form.NAME), entity.mentions[0])
    return Anchor(name=mention.text, article=record.article.id, start=mention.span.start, end=mention.span.end)


def _entity(record: ArticleRecord, local: str) -> LocalActor | LocalPlace:
    entities: tuple[LocalActor | LocalPlace, ...] = (*record.actors, *record.places)
    return next(entity for entity in entities if entity.id == local)
