"""The event table as text for a terminal, as CSV for a spreadsheet and as GeoJSON for a map."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from kg.export.evidence import best_evidence
from kg.query.rows import event_to_json
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.query.rows import EventRow, EvidenceRow, PartyRow, TimeRow

Json = dict[str, object]

CSV_COLUMNS = (
    "id", "type", "label", "status", "agents", "patients", "recipients", "instrument", "participants", "place",
    "country", "lat", "lon", "earliest", "latest", "precision", "time", "polarity", "certainty", "tense",
    "attributed_to", "confidence", "articles", "sources", "mentions", "trigger", "article", "title", "date", "source",
    "sentence", "start", "end", "agent_ids", "patient_ids", "recipient_ids", "place_id",
)  # fmt: skip
"""One line per event; `article` … `end` are those of its best sentence, several names are joined by `; `."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_INDENT = "    "


def events_to_text(rows: Iterable[EventRow], *, width: int = 110) -> Iterator[str]:
    """Lines for a terminal: who did what to whom, where, when; below it the sentence that says so; an empty line."""
    for row in rows:
        yield from textwrap.wrap(
            title_line(row), width=width, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False
        )
        best = best_evidence(row)
        if best is not None:
            yield from textwrap.wrap(
                _quote(best), width=width, initial_indent=_INDENT, subsequent_indent=_INDENT + " ",
                break_on_hyphens=False,
            )  # fmt: skip
            yield from textwrap.wrap(_origin(row, best), width=width, initial_indent=_INDENT, subsequent_indent=_INDENT)
        yield ""


def title_line(row: EventRow) -> str:
    """`date  agent → TYPE (trigger) → patient  → to recipient  by instrument  @ place  [status, support]`."""
    best = best_evidence(row)
    trigger = best.trigger.text if best else row.lemma
    parts = [show_time(row.time)]
    act = f"{row.type} ({one_line(trigger)})"
    doers = names_of(row.agents)
    others = names_of(row.participants)
    targets = names_of(row.patients)
    chain = [part for part in (doers or others, act, targets) if part]
    parts.append(" → ".join(chain))
    if doers and others:
        parts.append(f"with {others}")
    if row.recipients:
        parts.append(f"to {names_of(row.recipients)}")
    if row.instruments:
        parts.append(f"by means of {names_of(row.instruments)}")
    if row.place is not None:
        where = f"{row.place.name}, {row.place.country}" if row.place.country else row.place.name
        parts.append(f"@ {where}")
    parts.append(f"[{', '.join(_standing(row))}]")
    return "  ".join(parts)


def show_time(time: TimeRow | None) -> str:
    """The date as precise as it is known and no more: `2020-01-03`, `2020-01`, `2020`, `2020-01-01/2020-01-07`, `?`."""
    if time is None or (time.earliest is None and time.latest is None):
        return "(undated)"
    if time.earliest is None:
        return f"until {time.latest}"
    if time.latest is None:
        return f"since {time.earliest}"
    if time.earliest == time.latest:
        return time.earliest
    if time.precision == "year":
        return time.earliest[:4]
    if time.precision == "month":
        return time.earliest[:7]
    return f"{time.earliest}/{time.latest}"


def events_to_csv(rows: Iterable[EventRow], *, header: bool = True) -> Iterator[str]:
    """Lines of CSV (RFC 4180, CRLF). Text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    if header:
        yield csv_line(CSV_COLUMNS)
    for row in rows:
        cells = event_cells(row)
        yield csv_line([cells[column] for column in CSV_COLUMNS])


def csv_line(cells: Iterable[object]) -> str:
    """One CSV line; None is an empty cell, and no text cell can start a formula (OWASP, "CSV injection")."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_safe_cell(cell) for cell in cells])
    return line.getvalue()


def events_to_geojson(rows: Iterable[EventRow]) -> Json:
    """A GeoJSON FeatureCollection (RFC 7946); an event whose place has no coordinates has a null geometry."""
    return {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}


def events_to_geojson_text(rows: Iterable[EventRow]) -> Iterator[str]:
    """The same as text in pieces, for more events than fit into memory."""
    yield '{"type": "FeatureCollection", "features": ['
    for number, row in enumerate(rows):
        yield (", " if number else "") + json.dumps(_feature(row), ensure_ascii=False, allow_nan=False)
    yield "]}\n"


def _feature(row: EventRow) -> Json:
    place = row.place
    geometry = None
    if place is not None and place.lat is not None and place.lon is not None:
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": row.iri, "geometry": geometry, "properties": event_to_json(row)}


def rows_to_text(answer: Mapping[str, Any], *, width: int = 80) -> Iterator[str]:
    """Lines of aligned columns from a SELECT answer in SPARQL results JSON, then the number of rows.

    IRIs are shortened by the usual prefixes; cells longer than `width` are cut, which `…` shows.
    """
    names: list[str] = answer["head"]["vars"]
    bindings = answer["results"]["bindings"]
    cells = [[_shorten(one_line(_shown_term(row.get(name))), width) for name in names] for row in bindings]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    for line in (names, ["-" * size for size in widths], *cells):
        yield "  ".join(cell.ljust(size) for cell, size in zip(line, widths, strict=True)).rstrip()
    yield f"({len(cells)} row{'' if len(cells) == 1 else 's'})"


def _shown_term(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        for prefix, start in PREFIXES.items():
            local = value.removeprefix(start)
            if local != value and re.fullmatch(r"[\w.-]+", local):
                return f"{prefix}:{local}"
    return value


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _standing(row: EventRow) -> list[str]:
    n_sources = row.support.sources
    standing = [row.status.lower(), f"{n_sources} source{'' if n_sources == 1 else 's'}"]
    if row.attributed_to:
        standing.append(f"says {names_of(row.attributed_to)}")
    return standing


def _quote(evidence: EvidenceRow) -> str:
    return f"“{one_line(evidence.sentence)}”"


def _origin(row: EventRow, evidence: EvidenceRow) -> str:
    parts = [part for part in (evidence.source, evidence.date, f"article {evidence.article}") if part]
    n_more = len(row.evidence) - 1
    more = f" (+{n_more} more mention{'' if n_more == 1 else 's'})" if n_more > 0 else ""
    return f"— {', '.join(parts)}{more}"


def names_of(parties: Iterable[PartyRow]) -> str:
    """Names in their order, with commas, fit for a terminal."""
    return ", ".join(one_line(party.name) for party in parties)


def one_line(text: str) -> str:
    """The text on one line, fit for a terminal."""
    # control characters of a hostile article must not reach the terminal
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


def event_cells(row: EventRow) -> dict[str, object]:
    """The value of each of `CSV_COLUMNS`, as it is; None or "" where there is none."""
    best = best_evidence(row)
    return {
        "id": row.id,
        "type": row.type,
        "label": row.label,
        "status": row.status,
        "agents": _joined(row.agents),
        "patients": _joined(row.patients),
        "recipients": _joined(row.recipients),
        "instrument": _joined(row.instruments),
        "participants": _joined(row.participants),
        "place": row.place and row.place.name,
        "country": row.place and row.place.country,
        "lat": row.place and row.place.lat,
        "lon": row.place and row.place.lon,
        "earliest": row.time and row.time.earliest,
        "latest": row.time and row.time.latest,
        "precision": row.time and row.time.precision,
        "time": row.time and row.time.text,
        "polarity": row.polarity,
        "certainty": row.certainty,
        "tense": row.tense,
        "attributed_to": _joined(row.attributed_to),
        "confidence": row.confidence,
        "articles": row.support.articles,
        "sources": row.support.sources,
        "mentions": row.support.mentions,
        "trigger": best and best.trigger.text,
        "article": best and best.article,
        "title": best and best.title,
        "date": best and best.date,
        "source": best and best.source,
        "sentence": best and best.sentence,
        "start": best and best.start,
        "end": best and best.end,
        "agent_ids": _joined_ids(row.agents),
        "patient_ids": _joined_ids(row.patients),
        "recipient_ids": _joined_ids(row.recipients),
        "place_id": row.place and row.place.id,
    }


def _joined(parties: Iterable[PartyRow]) -> str:
    return "; ".join(party.name for party in parties)


def _joined_ids(parties: Iterable[PartyRow]) -> str:
    return "; ".join(party.id for party in parties if party.id is not None)


def _safe_cell(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
