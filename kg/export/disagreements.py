"""Disagreements as text for a terminal and as CSV for a spreadsheet."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from kg.export.tables import csv_line, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.query.rows import DisagreementRow, VersionRow

CSV_COLUMNS = (
    "event", "label", "property", "value", "value_label", "article", "source", "date", "sentence", "start", "end",
)  # fmt: skip
"""One line per sentence."""


def disagreements_to_text(rows: Iterable[DisagreementRow], *, width: int = 110) -> Iterator[str]:
    """Lines for a terminal: the event, the property, and each value with the sentence of one article; an empty line."""
    for row in rows:
        yield from textwrap.wrap(
            f"{one_line(row.event.label)}  [{row.event.id}]", width=width, subsequent_indent="    ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        yield f"    {row.difference.property}: {_summary(row.difference.values)}"
        for version in row.difference.values:
            for evidence in version.evidence[:1]:
                origin = ", ".join(part for part in (evidence.source, evidence.date, evidence.article) if part)
                quote = f"{one_line(version.label)}: “{one_line(evidence.sentence)}” — {one_line(origin)}"
                yield from textwrap.wrap(
                    quote, width=width, initial_indent="    ", subsequent_indent="     ", break_on_hyphens=False
                )
        yield ""


def disagreements_to_csv(rows: Iterable[DisagreementRow]) -> Iterator[str]:
    """Lines of CSV as `kg.export.tables.events_to_csv` writes them."""
    yield csv_line(CSV_COLUMNS)
    for cells in disagreement_cells(rows):
        yield csv_line(cells)


def disagreement_cells(rows: Iterable[DisagreementRow]) -> Iterator[tuple[object, ...]]:
    """The values of `CSV_COLUMNS`, for each sentence."""
    for row in rows:
        for version in row.difference.values:
            for evidence in version.evidence:
                yield (
                    row.event.id, row.event.label, row.difference.property, version.value, version.label,
                    evidence.article, evidence.source, evidence.date, evidence.sentence, evidence.start,
                    evidence.end,
                )  # fmt: skip


def _summary(values: Iterable[VersionRow]) -> str:
    counted = []
    for version in values:
        n_articles = len({evidence.article for evidence in version.evidence})
        counted.append(f"{one_line(version.label)} ({n_articles} article{'' if n_articles == 1 else 's'})")
    return " | ".join(counted)
