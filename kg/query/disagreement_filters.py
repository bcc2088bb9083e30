"""The filters of the list of disagreements: those of the event list, and on which property the articles differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.query.filters import FILTERS, Reader, read_conditions, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query.filters import EventFilter

PROPERTIES = ("place", "time", "number", "agent", "patient", "recipient", "polarity", "type")
"""What articles may differ on, in the order in which it is shown."""

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
