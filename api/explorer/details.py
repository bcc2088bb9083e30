"""The pages of one thing: an event, an actor, a place, an article."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from api.explorer import words
from api.explorer.address import Address, address, page_of
from api.explorer.lists import edges_shown, headline, timeline_shown
from api.explorer.marks import article_marks, event_marks, link_of
from api.explorer.rendering import page
from api.explorer.spans import cut
from kg.export.cases import case_of
from kg.query.actors import get_actor, get_place
from kg.query.articles import get_article
from kg.query.events import get_event, list_events
from kg.query.facets import count_facets, facets_to_geojson
from kg.query.filters import EventFilter, Sort
from kg.query.links import reason_of
from kg.query.network import NetworkBounds, network_of
from kg.store.iris import resource_iri
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from api.service import Service
    from kg.model import ArticleRecord, LocalEvent
    from kg.query.articles import ArticleDetail
    from kg.query.catalog import Catalog
    from kg.query.rows import EventDetail, EvidenceRow

_N_READ = 40
"""Articles of an event that are read for the roles in their sentences; of further ones only the trigger is marked."""

_N_LATEST = 10
_EGO = NetworkBounds(max_nodes=60, max_edges=400)


def event_page(catalog: Catalog, identifier: str) -> HTMLResponse:
    """One event with every sentence that says so, each with its roles, and why they were taken for one event."""
    detail = get_event(catalog, identifier)
    row = detail.event
    stories = []
    ordered = sorted(row.evidence, key=lambda one: (one.date or "9999", one.article, one.trigger.start))
    for number, (article, group) in enumerate(groupby(ordered, key=lambda one: one.article)):
        told = list(group)
        shown = get_article(catalog, article) if number < _N_READ else None
        stories.append((told[0], [(evidence, _pieces(evidence, shown)) for evidence in told]))
    asked = Address(())
    return page(
        "event.html",
        here="/events",
        detail=detail,
        row=row,
        headline=headline(row),
        stories=stories,
        merges=[(merge, _members(merge.members, detail)) for merge in detail.merges],
        links=[
            (what, link, reason_of(link.because, link.rule, link.score))
            for what, shown in (("It is part of", (detail.part_of,)), ("Part of it:", detail.parts))
            for link in shown
            if link is not None
        ],
        iri=resource_iri("event", row.id),
        similar=[
            (f"{words.ROLES[role]} {party.name}", asked.add("/events", **{name: party.id or ""}))
            for role, name, parties in (("agent", "agent", row.agents), ("patient", "patient", row.patients))
            for party in parties
            if party.id is not None
        ],
    )


def actor_page(catalog: Catalog, identifier: str) -> HTMLResponse:
    """One actor: names, network, timeline, map, counterparts, and what it did last."""
    detail = get_actor(catalog, identifier)
    actor = detail.actor
    wanted = EventFilter(actor=(actor.id,))
    asked = Address((("actor", actor.id),))
    facets = count_facets(catalog, wanted)
    network = network_of(catalog, EventFilter(), bounds=_EGO, ego=actor.id)
    names = {node.actor.id: node.actor.name for node in network.nodes}
    latest = list_events(catalog, EventFilter(actor=(actor.id,), sort=Sort.TIME_DOWN, limit=_N_LATEST))
    part_of = catalog.actors().get(actor.part_of or "")
    return page(
        "actor.html",
        asked=asked,
        here="/actors",
        detail=detail,
        actor=actor,
        part_of=part_of,
        by_role=[
            (words.ROLES[role], n, asked.to("/events") if role not in {"agent", "patient"} else
             Address(((role, actor.id),)).to("/events"), "")
            for role, n in detail.by_role.items()
        ],
        by_type=[
            (words_of_type(name), n, asked.add("/events", type=name), words.sign(name))
            for name, n in detail.by_type.items()
        ],
        counterparts=[
            (other, n, Address((("actor", actor.id), ("actor", other.id))).to("/events"))
            for other, n in detail.counterparts
        ],
        network=network,
        source=address(
            f"{page_of('actor', actor.id)}/network",
            [("max_nodes", str(_EGO.max_nodes)), ("max_edges", str(_EGO.max_edges)), ("format", "json")],
        ),
        timeline=timeline_shown(catalog, wanted, by=None),
        places=facets_to_geojson(facets),
        latest=[(headline(row), row) for row in latest.items],
        iri=resource_iri("actor", actor.id),
        # the edges of the actor itself; those among the others are in the picture alone
        **edges_shown([edge for edge in network.edges if actor.id in (edge.source, edge.target)], names, Address(())),
    )  # fmt: skip


def place_page(catalog: Catalog, identifier: str) -> HTMLResponse:
    """One place: where it lies, what happened in it and in the places within it, and who took part."""
    detail = get_place(catalog, identifier)
    place = detail.place
    wanted = EventFilter(place=place.id)
    asked = Address((("place", place.id),))
    facets = count_facets(catalog, wanted)
    latest = list_events(catalog, EventFilter(place=place.id, sort=Sort.TIME_DOWN, limit=_N_LATEST))
    return page(
        "place.html",
        asked=asked,
        here="/places",
        detail=detail,
        place=place,
        outer=catalog.places().get(place.within or ""),
        by_type=[
            (words_of_type(name), n, asked.add("/events", type=name), words.sign(name))
            for name, n in detail.by_type.items()
        ],
        actors=[(row.name, n, asked.add("/events", actor=row.id), "") for row, n in facets.actors],
        timeline=timeline_shown(catalog, wanted, by=None),
        places=facets_to_geojson(facets),
        latest=[(headline(row), row) for row in latest.items],
        iri=resource_iri("place", place.id),
    )


def article_page(catalog: Catalog, service: Service, identifier: str) -> HTMLResponse:
    """One article: its text with all that was found in it, and each event as a card."""
    shown = get_article(catalog, identifier)
    return page(
        "article.html",
        here="/articles",
        article=shown.row,
        copy_of=shown.row.copy_of,
        iri=shown.row.iri,
        is_writing=service.settings.write_key is not None,
        **read_text(shown.record, shown.canonical),
    )


def read_text(record: ArticleRecord, canonical: dict[str, str]) -> dict[str, Any]:
    """What the template of a marked text needs: its paragraphs, and the cards of its events with their cases."""
    text = record.article.text
    marks = article_marks(record, canonical)
    borders = _paragraphs(text)
    return {
        "record": record,
        "paragraphs": [cut(text[start:end], marks, at=start) for start, end in borders],
        "cards": [
            _card(record, event, canonical) for event in sorted(record.events, key=lambda event: event.trigger.start)
        ],
        "n_actors": len(record.actors),
        "n_places": len(record.places),
        "n_times": len(record.times),
    }


def words_of_type(name: str) -> str:
    """The label of an event type."""
    return CODEBOOK[name].label


def _card(record: ArticleRecord, event: LocalEvent, canonical: dict[str, str]) -> dict[str, object]:
    actors = {actor.id: actor.name for actor in record.actors}
    times = {time.id: time for time in record.times}
    parties = [
        (words.ROLES[role.role.value], role.text, actors.get(role.actor or ""), link_of(canonical, role.actor))
        for role in event.roles
    ]
    parties += [
        (words.ROLES["attributed_to"], one.text, actors.get(one.actor or ""), link_of(canonical, one.actor))
        for one in event.attributed_to
    ]
    return {
        "event": event,
        "parties": parties,
        "place": event.place,
        "place_link": link_of(canonical, event.place.id) if event.place else "",
        "time": times.get(event.time or ""),
        "link": link_of(canonical, event.id),
        "case": case_of(record, event),
    }


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Borders of the paragraphs, as the text has them: by empty lines, or by line ends where it has none."""
    separator = "\n\n" if "\n\n" in text else "\n"
    found, start = [], 0
    for part in text.split(separator):
        if part.strip():
            found.append((start, start + len(part)))
        start += len(part) + len(separator)
    return found


def _pieces(evidence: EvidenceRow, shown: ArticleDetail | None) -> object:
    """The sentence in pieces, with its trigger and, where the article was read, the roles."""
    if shown is None:
        return cut(evidence.sentence, event_marks(None, evidence, {}), at=evidence.start)
    local = evidence.mention.rpartition("#")[2]
    event = next((event for event in shown.record.events if event.id == local), None)
    marks = event_marks((shown.record, event) if event is not None else None, evidence, shown.canonical)
    return cut(evidence.sentence, marks, at=evidence.start)


def _members(members: tuple[str, ...], detail: EventDetail) -> list[tuple[EvidenceRow | None, str]]:
    by_iri = {evidence.mention: evidence for evidence in detail.event.evidence}
    return [(by_iri.get(member), member) for member in members]
