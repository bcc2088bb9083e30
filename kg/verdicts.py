"""Judgements + article records → verdicts: which local actors, places and events each judgement is about.

A name is matched folded (case, accents and dots do not count) against the names that an article gives an actor or
place. What no article at hand has is about nothing: it takes effect once such an article comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.names import fold
from kg.model import Form, Judged, Ref, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Anchor, ArticleRecord, Judgement, LocalActor, LocalPlace

Verdicts = dict[str, tuple[Verdict, ...]]
"""Verdicts by kind: actor, place, event."""


def bind(judgements: Iterable[Judgement], records: Iterable[ArticleRecord]) -> Verdicts:
    """The verdicts that say same or different, in the order of the judgements, whose sides both have a member."""
    wanted = [one for one in judgements if one.judged is not Judged.UNSURE]
    sides = [(one.kind, side) for one in wanted for side in (one.one, one.two)]
    meant: dict[tuple[str, Anchor], set[Ref]] = {side: set() for side in sides}
    if meant:
        names: dict[tuple[str, str], set[Ref]] = {}
        for kind, side in meant:
            if not side.article:
                names[kind, fold(side.name)] = set()
        places: dict[str, list[tuple[str, Anchor]]] = {}
        for kind, side in meant:
            if side.article:
                places.setdefault(side.article, []).append((kind, side))
        for record in records:
            _bind_names(record, names)
            for kind, side in places.get(record.article.id, ()):
                meant[kind, side] |= meant_at(record, kind, side)
        for kind, side in meant:
            if not side.article:
                meant[kind, side] = names[kind, fold(side.name)]
    found: Verdicts = {"actor": (), "place": (), "event": ()}
    for one in wanted:
        left, right = frozenset(meant[one.kind, one.one]), frozenset(meant[one.kind, one.two])
        if left and right:
            found[one.kind] += (Verdict(one, left, right),)
    return found


def names_of(entity: LocalActor | LocalPlace) -> frozenset[str]:
    """The folded names that the article gives it: its own, and those of its mentions by name."""
    said = {mention.text for mention in entity.mentions if mention.form is Form.NAME}
    return frozenset(fold(name) for name in (entity.name, *said)) - {""}


def _bind_names(record: ArticleRecord, names: Mapping[tuple[str, str], set[Ref]]) -> None:
    if not names:
        return
    for kind, entities in (("actor", record.actors), ("place", record.places)):
        for entity in entities:
            for name in names_of(entity):
                if (kind, name) in names:
                    names[kind, name].add(Ref(record.article.id, entity.id))


def meant_at(record: ArticleRecord, kind: str, side: Anchor) -> set[Ref]:
    """What the words at this place of the article mean; nothing when the article now has other words there."""
    article = record.article
    if article.text[side.start : side.end] != side.name:
        return set()
    if kind == "event":
        return {
            Ref(article.id, event.id)
            for event in record.events
            if (event.trigger.start, event.trigger.end) == (side.start, side.end)
        }
    return {
        Ref(article.id, entity.id)
        for entity in (record.actors if kind == "actor" else record.places)
        if any((mention.span.start, mention.span.end) == (side.start, side.end) for mention in entity.mentions)
    }
