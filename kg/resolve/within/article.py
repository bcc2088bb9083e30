"""Extraction → ArticleRecord: the passes of in-article resolution in order, and local ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ActorKind, ActorMention, ArticleRecord, Extraction, Form, LocalActor, Role
from kg.resolve.within.counted import join_counted
from kg.resolve.within.described import gather_descriptions
from kg.resolve.within.entity import Entity, Page
from kg.resolve.within.events import local_events
from kg.resolve.within.identified import join_identified
from kg.resolve.within.implied import with_implied
from kg.resolve.within.introduced import join_introduced
from kg.resolve.within.misread import cut_names, relabel
from kg.resolve.within.named import gather_names
from kg.resolve.within.naming import read_names
from kg.resolve.within.pairs import with_pairs
from kg.resolve.within.places import gather_places
from kg.resolve.within.where import Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.authority import Authority


def resolve_article(
    extraction: Extraction, *, authority: Authority, extractor: str = "", fingerprint: tuple[int, ...] = ()
) -> ArticleRecord:
    """What one article says, its mentions joined to actors and places.

    Ids are `a1`, `p1`, `e1` … by first mention. An actor that no event and no other actor refers to is kept only if
    it has a name. `extractor` and `fingerprint` go into the record as they are.
    """
    page = Page(extraction)
    cut_names(page, authority)
    read_names(page, authority)
    relabel(page, authority)
    found = gather_descriptions(page, authority, gather_names(page, authority))
    join_identified(page, found)
    join_introduced(page, found)
    join_counted(page, found)
    kept = _kept(page, found)
    actors, actor_ids = _local_actors(page, found, kept)
    places, place_ids = gather_places(page, authority, actors=frozenset(actor_ids), found=found)
    by_id = {actor.id: actor for actor in actors}
    told = with_implied(page, found, actor_ids=actor_ids, authority=authority)
    told = with_pairs(page, told, found=found, actor_ids=actor_ids)
    events = local_events(
        page, told, actor_ids=actor_ids, place_ids=place_ids, actors=by_id, where=Where(places, authority)
    )
    return ArticleRecord(
        article=extraction.article,
        sentences=extraction.sentences,
        actors=tuple(actors),
        places=tuple(places),
        times=extraction.times,
        events=tuple(events),
        fingerprint=fingerprint,
        extractor=extractor,
    )


def _kept(page: Page, found: Mapping[int, Entity]) -> list[Entity]:
    """Entities that an event or a kept entity refers to, and the named, in order of first mention."""
    entities = {id(found[index]): found[index] for index in page.order if index in found}
    waiting = [
        entity
        for entity in entities.values()
        if not entity.anonymous
        or (any(page.acts(index) for index in entity.mentions) and not _suffers_only(page, entity))
    ]
    wanted: set[int] = set()
    while waiting:
        entity = waiting.pop()
        wanted.add(id(entity))
        owner = entity.owner
        if owner is not None and id(owner) in entities and id(owner) not in wanted:
            waiting.append(owner)
    return [entity for key, entity in entities.items() if key in wanted]


def _suffers_only(page: Page, entity: Entity) -> bool:
    """Whether it is but "people" to whom something is done, and no crowd that does or says anything."""
    return all(
        (page.is_anybody(index) or page.mentions[index].form is Form.PRONOUN)
        and index not in page.speakers
        and all(role is not Role.AGENT for _, role in page.roles.get(index, ()))
        for index in entity.mentions
    )


def _local_actors(
    page: Page, found: Mapping[int, Entity], kept: list[Entity]
) -> tuple[list[LocalActor], dict[int, str]]:
    names = {id(entity): f"a{number}" for number, entity in enumerate(kept, 1)}
    states = {
        entity.authority: names[id(entity)] for entity in kept if entity.kind is ActorKind.POLITY and entity.authority
    }
    mentions: dict[str, list[ActorMention]] = {}
    ids: dict[int, str] = {}
    for index in page.order:
        local = names.get(id(found[index])) if index in found else None
        if local is not None:
            ids[index] = local
            mention = page.mentions[index]
            mentions.setdefault(local, []).append(
                ActorMention(
                    span=mention.span,
                    text=page.words(index),
                    head=mention.head,
                    # "A Briton" is no name of anybody.
                    form=Form.NOMINAL if found[index].anonymous and mention.form is Form.NAME else mention.form,
                )
            )
    actors = [
        LocalActor(
            id=names[id(entity)],
            kind=entity.kind,
            name=" ".join(entity.name.split()),
            mentions=tuple(mentions[names[id(entity)]]),
            country=entity.nationality or (entity.owner.nationality if entity.owner else None),
            titles=tuple(entity.titles),
            owner=_owner(entity, names, states),
            authority=entity.authority,
        )
        for entity in kept
    ]
    return actors, ids


def _owner(entity: Entity, names: Mapping[int, str], states: Mapping[str, str]) -> str | None:
    """The owner's id; for a people without a said owner, its state where that is an actor too."""
    if entity.owner is not None:
        return names.get(id(entity.owner)) if entity.owner is not entity else None
    if entity.kind is ActorKind.GROUP and entity.nationality:
        return states.get(f"country:{entity.nationality}")
    return None
