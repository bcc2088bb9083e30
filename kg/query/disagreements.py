"""The list of disagreements: events and properties on which the articles differ (`kg.query.differences`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.query.claims import PROPERTIES
from kg.query.differences import difference_row, differences_of
from kg.query.events import matching_events, sort_key
from kg.query.facts import read_facts
from kg.query.filters import FILTERS, Reader, read_conditions, read_page
from kg.query.paging import Page, cut_page
from kg.query.rows import DisagreementRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.query.catalog import Catalog
    from kg.query.filters import EventFilter

DISAGREEMENT_FILTERS: dict[str, str] = {
    "property": f"What they differ on: {', '.join(PROPERTIES)}. Repeatable; any of them.",
    **FILTERS,
}
"""The parameters of the list, with what they mean."""


def parse_disagreements(pairs: Iterable[tuple[str, str]]) -> tuple[EventFilter, tuple[str, ...]]:
    """The filter and properties that the (name, value) pairs ask for; QueryError as for `parse_filter`."""
    reader = Reader(pairs, known=DISAGREEMENT_FILTERS)
    wanted = read_page(reader, read_conditions(reader))
    properties = reader.choices("property", PROPERTIES)
    reader.check()
    return wanted, properties


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
    several = [event for event in matching_events(catalog, wanted) if event.support > 1]
    found = differences_of(catalog, [event.iri for event in several])
    key = sort_key(wanted.sort)
    rows = [
        (event, difference)
        for event in several
        for difference in found[event.iri]
        if not properties or difference.property in properties
    ]
    page = cut_page(
        rows,
        key=lambda row: (*key(row[0]), PROPERTIES.index(row[1].property)),
        asked=f"disagreements {wanted.asked()} {sorted(properties)}",
        limit=wanted.limit,
        cursor=wanted.cursor,
    )
    events = list(dict.fromkeys(event.iri for event, _ in page.items))
    shown = {fact.event.iri: fact.row for fact in read_facts(catalog, events)}
    items = tuple(
        DisagreementRow(event=shown[event.iri], difference=difference_row(difference, shown[event.iri]))
        for event, difference in page.items
    )
    return Page(items=items, next=page.next, total=page.total)


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
