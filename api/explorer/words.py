"""How pages say numbers, dates, roles, kinds and classes of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from kg.query.rows import EventRow, PartyRow, TimeRow

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ROLES = {
    "agent": "who",
    "patient": "to whom",
    "recipient": "for whom",
    "instrument": "by what means",
    "participant": "with",
    "attributed_to": "according to",
    "place": "where",
    "time": "when",
    "trigger": "did what",
}
"""The names of the roles for those who do not know the terms."""

STATUSES = {
    "Reported": "said to have happened",
    "Alleged": "said to have happened, with doubt or as a claim",
    "Denied": "said not to have happened",
    "Planned": "said to be going to happen",
}
CERTAINTIES = {"CERTAIN": "", "PROBABLE": "probably", "POSSIBLE": "possibly"}
FILTERS = {
    "agent": "who",
    "patient": "to whom",
    "actor": "with",
    "place": "where",
    "near": "near",
    "bbox": "in box",
    "type": "what",
    "from": "from",
    "to": "until",
    "article": "in article",
    "source": "outlet",
    "published_from": "published from",
    "published_to": "published until",
    "q": "words",
    "polarity": "polarity",
    "certainty": "certainty",
    "tense": "tense",
    "status": "status",
    "attributed_to": "according to",
    "min_confidence": "confidence at least",
    "min_support": "sources at least",
}
"""How a chip names its filter."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 event`, `1,204 events`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def day(value: str | None) -> str:
    """A partial ISO 8601 date as people write it: `3 Jan 2020`, `Jan 2020`, `2020`."""
    if not value:
        return ""
    parts = value[:10].split("-")
    if len(parts) == 1 or not parts[1].isdigit() or not 1 <= int(parts[1]) <= 12:
        return value
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def when(time: TimeRow | None) -> str:
    """When it happened, as precisely as it is known; empty when it is not."""
    if time is None or (time.earliest is None and time.latest is None):
        return ""
    if time.earliest is None:
        return f"until {day(time.latest)}"
    if time.latest is None:
        return f"since {day(time.earliest)}"
    if time.earliest == time.latest:
        return day(time.earliest)
    if time.precision in {"year", "month"}:
        return day(time.earliest[: 4 if time.precision == "year" else 7])
    return f"{day(time.earliest)} – {day(time.latest)}"


def sign(type_: str) -> str:
    """`conflict`, `cooperation` or `neutral`, from the codebook's class of an event type."""
    quad = CODEBOOK[type_].quad
    return "conflict" if quad.endswith("conflict") else "cooperation" if quad.endswith("cooperation") else "neutral"


def parties(row: EventRow) -> list[tuple[str, tuple[PartyRow, ...]]]:
    """Who takes part, by role, in the order in which it is read; roles without a filler are left out."""
    found = (
        ("agent", row.agents),
        ("patient", row.patients),
        ("recipient", row.recipients),
        ("instrument", row.instruments),
        ("participant", row.participants),
        ("attributed_to", row.attributed_to),
    )
    return [(role, fillers) for role, fillers in found if fillers]


def percent(share: float) -> str:
    """A share as a whole per cent."""
    return f"{round(100 * share)} %"
