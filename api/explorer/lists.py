"""The pages of a filter: the list of events, their network, map and timeline, with what narrows them beside."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.explorer import words
from api.explorer.address import Address
from api.explorer.rendering import page
from api.problems import kind_of
from kg.errors import KgError, QueryError, UnknownError
from kg.query.events import list_events
from kg.query.facets import count_facets, facets_to_geojson, parse_facets
from kg.query.filters import Sort, parse_filter
from kg.query.network import network_of, parse_network
from kg.query.timeline import Bucket, count_by_time, parse_timeline, timeline_to_json
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fastapi.responses import HTMLResponse

    from api.service import Service
    from kg.query.catalog import Catalog
    from kg.query.facets import Facets
    from kg.query.filters import EventFilter
    from kg.query.network import EdgeRow
    from kg.query.rows import EventRow

_N_SIDE = 10
_N_EDGES = 100
_MOST_BUCKETS = 400
_YEAR = re.compile(r"(?:(?:after|before|since|until) )?[\w –-]*\d{4}")


def events_page(service: Service, pairs: Iterable[tuple[str, str]], *, path: str) -> HTMLResponse:
    """Who did what: a page of the list, or what is wrong with the filter."""
    asked = Address.of(pairs)

    def answer(catalog: Catalog) -> dict[str, object]:
        # who comes without a question is shown first what most outlets tell
        is_first = path == "/" and not asked.get("sort")
        wanted = parse_filter((*asked.pairs, ("sort", Sort.SUPPORT.value)) if is_first else asked.pairs)
        found = list_events(catalog, wanted)
        return {
            "result": {"total": found.total, "items": [(headline(row), row) for row in found.items]},
            "next": asked.next(path, found.next) if found.next else None,
            "sort": wanted.sort.value,
            "is_start": not asked.filters and not asked.get("cursor"),
            "counts": catalog.counts() if not asked.filters else None,
        }

    return _page(service, asked, "events.html", path, answer, is_writing=service.settings.write_key is not None)


def network_page(service: Service, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """The network of the events that fit; the data comes by a request of its own, the heaviest edges stand there."""
    asked = Address.of(pairs)

    def answer(catalog: Catalog) -> dict[str, object]:
        wanted, bounds = parse_network(asked.pairs)
        network = network_of(catalog, wanted, bounds=bounds)
        bounded = {"max_nodes": str(bounds.max_nodes), "max_edges": str(bounds.max_edges)}
        return {
            "network": network,
            "size": bounds.max_nodes,
            "source": asked.to("/network", **bounded, format="json"),
            **edges_shown(network.edges, {node.actor.id: node.actor.name for node in network.nodes}, asked),
        }

    return _page(service, asked, "network.html", "/network", answer)


def map_page(service: Service, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """Where the events that fit took place."""
    asked = Address.of(pairs)
    return _page(
        service,
        asked,
        "map.html",
        "/map",
        lambda catalog: {"places": facets_to_geojson(count_facets(catalog, parse_facets(asked.pairs)))},
    )


def timeline_page(service: Service, pairs: Iterable[tuple[str, str]]) -> HTMLResponse:
    """When the events that fit took place; by the finest bucket that can be drawn, unless another is asked for."""
    asked = Address.of(pairs)

    def answer(catalog: Catalog) -> dict[str, object]:
        wanted, by = parse_timeline(asked.pairs)
        return {"timeline": timeline_shown(catalog, wanted, by=by if asked.get("by") else None)}

    return _page(service, asked, "timeline.html", "/timeline", answer)


def timeline_shown(catalog: Catalog, wanted: EventFilter, *, by: Bucket | None) -> dict[str, object]:
    """The timeline as JSON; without `by` with buckets that suit the days in which most events lie."""
    if by is None:
        months = count_by_time(catalog, wanted, by=Bucket.MONTH)
        total, seen, inner = sum(row.n_events for row in months.rows), 0, []
        for row in months.rows:
            if seen <= 0.98 * total and seen + row.n_events >= 0.02 * total:
                inner.append(row)
            seen += row.n_events
        n_days = (inner[-1].last - inner[0].first).days if inner else 0
        by = Bucket.DAY if n_days <= _MOST_BUCKETS else Bucket.MONTH if n_days < 365 * 25 else Bucket.YEAR
        if by is Bucket.MONTH:
            return timeline_to_json(months)
    return timeline_to_json(count_by_time(catalog, wanted, by=by))


def edges_shown(edges: Iterable[EdgeRow], names: dict[str, str], asked: Address) -> dict[str, Any]:
    """What the table of edges needs: the heaviest edges, the names of the actors, and where each leads."""

    def link(edge: EdgeRow) -> str:
        if edge.relation == "patient":
            ends = [("agent", edge.source), ("patient", edge.target)]
        else:
            ends = [("actor", edge.source), ("actor", edge.target)]
        more = [("type", edge.type), ("status", edge.status)]
        kept = [pair for pair in asked.filters if pair[0] not in {"type", "status"}]
        return Address((*kept, *ends, *more)).to("/events")

    heaviest = sorted(edges, key=lambda edge: (-edge.weight, names[edge.source], names[edge.target], edge.type))
    return {"edges": heaviest[:_N_EDGES], "names": names, "edge_link": link}


def headline(row: EventRow) -> str:
    """The label without place, date and status, which stand beside it."""
    text = row.label.removesuffix(f" ({row.status.lower()})")
    start, _, end = text.rpartition(", ")
    if start and row.time is not None and _YEAR.fullmatch(end):
        text = start
    if row.place is not None:
        text = text.removesuffix(f", {row.place.name}") or text
    return text


def _page(
    service: Service,
    asked: Address,
    template: str,
    path: str,
    answer: Callable[[Catalog], dict[str, Any]],
    **also: object,
) -> HTMLResponse:
    shown: dict[str, Any] = {}
    problem, status = None, HTTPStatus.OK
    with service.catalogs.use() as catalog:
        try:
            shown = answer(catalog)
            facets = _side(count_facets(catalog, parse_facets(asked.filters)), asked, path)
        except (QueryError, UnknownError) as error:
            problem, status, facets = str(error), kind_of(error)[0], None
        chips = [
            {"name": words.FILTERS[name], "value": _said(catalog, name, value), "link": asked.drop(path, name, value)}
            for name, value in asked.filters
        ]
    context: dict[str, Any] = {
        "here": "/events" if path == "/" else path,
        "path": path,
        "sort": "time",
        **also,
        **shown,
    }
    more = {
        "status", "source", "published_from", "published_to", "attributed_to", "certainty", "tense", "min_support",
        "min_confidence",
    }  # fmt: skip
    return page(
        template, asked=asked, status=status, problem=problem, chips=chips, facets=facets,
        more_is_open=any(name in more for name, _ in asked.filters), **context,
    )  # fmt: skip


def _side(facets: Facets, asked: Address, path: str) -> dict[str, list[tuple[str, int, str, str]]]:
    """Rows of label, number, address and class for each list beside the result."""
    return {
        "types": [(CODEBOOK[name].label, n, asked.add(path, type=name), words.sign(name)) for name, n in facets.types],
        "statuses": [(name.lower(), n, asked.add(path, status=name), name.lower()) for name, n in facets.statuses],
        "actors": [(row.name, n, asked.add(path, actor=row.id), "") for row, n in facets.actors[:_N_SIDE]],
        "places": [(row.name, n, asked.add(path, place=row.id), "") for row, n in facets.places[:_N_SIDE]],
        "sources": [(name, n, asked.add(path, source=name), "") for name, n in facets.sources[:_N_SIDE]],
    }


def _said(catalog: Catalog, name: str, value: str) -> str:
    """The value of a filter as a chip shows it: the name that an id stands for, a date in words."""
    with suppress(KgError, KeyError, ValueError):
        if name in {"agent", "patient", "actor", "attributed_to"}:
            ids = catalog.find_actors(value)
            return catalog.actors()[ids[0]].name if len(ids) == 1 else f"{value} ({len(ids)} actors)"
        if name == "place" and value in catalog.places():
            return catalog.places()[value].name
        if name == "article":
            return catalog.article_row(catalog.find_article(value)).title or value
        if name == "type":
            return CODEBOOK[value.upper()].label
        if name in {"from", "to", "published_from", "published_to"}:
            date.fromisoformat(f"{value}-01-01"[:10])
            return words.day(value)
        if name == "status":
            return value.lower()
    return value
