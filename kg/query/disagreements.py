"""The list of disagreements: events and properties on which the articles differ (`kg.query.differences`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.query.differences import differences_of
from kg.query.disagreement_filters import PROPERTIES
from kg.query.events import get_event, matching_events, sort_key
from kg.query.paging import Page, cut_page
from kg.query.rows import DisagreementRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.query.catalog import Catalog, IndexedEvent
    from kg.query.filters import EventFilter


def list_disagreements(
    catalog: Catalog, wanted: EventFilter, *, properties: Sequence[str] = ()
) -> Page[DisagreementRow]:
    """One page of the properties on which articles differ, event by event in the order of the filter.

    Args:
        catalog: of the snapshot. What its events differ on is found once and kept.
        wanted: which events, in which order; limit and cursor count properties of events.
        properties: which of `PROPERTIES`; empty for all.

    Raises:
        UnknownError: an actor, place or article of the filter is not in the store.
        QueryError: the cursor is not one of this list.
    """
    key = sort_key(wanted.sort)
    page = cut_page(
        [found for found in _differing(catalog, wanted) if not properties or found[1] in properties],
        key=lambda row: (*key(row[0]), PROPERTIES.index(row[1])),
        asked=f"disagreements {wanted.asked()} {sorted(properties)}",
        limit=wanted.limit,
        cursor=wanted.cursor,
    )
    details = {event.iri: get_event(catalog, event.iri) for event, _ in page.items}
    items = tuple(
        DisagreementRow(event=details[event.iri].event, difference=difference)
        for event, name in page.items
        for difference in details[event.iri].disagreements
        if difference.property == name
    )
    return Page(items=items, next=page.next, total=page.total)


def _differing(catalog: Catalog, wanted: EventFilter) -> list[tuple[IndexedEvent, str]]:
    """Each property that articles differ on, of the events that fit."""
    if catalog.index is not None:
        return catalog.index.differing(catalog, wanted)
    several = [event for event in matching_events(catalog, wanted) if event.support > 1]
    found = differences_of(catalog, [event.iri for event in several])
    return [(event, difference.property) for event in several for difference in found[event.iri]]


def each_disagreement(
    catalog: Catalog, wanted: EventFilter, *, properties: Sequence[str] = ()
) -> Iterator[DisagreementRow]:
    """All of them, without paging."""
    cursor: str | None = None
    while True:
        page = list_disagreements(catalog, replace(wanted, cursor=cursor), properties=properties)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return
