"""Rows as pandas DataFrames, tidy: one row per event, participant, mention, actor, place, article, bucket or solution.

Column types do not depend on the rows, an empty frame has them too: `text` is pandas' own for strings (NaN where there
is none), `day` a time in seconds (NaT), `real` a float (NaN), `whole` an integer. Nothing is filled in: an event known
by its year has the bounds of that year in `earliest` and `latest`, and "year" as `precision`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from kg import dates
from kg.export import disagreements
from kg.export.tables import CSV_COLUMNS, event_cells
from kg.store.iris import resource_iri
from kg.vocab import CODEBOOK, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.query.rows import ActorRow, ArticleRow, DisagreementRow, EventRow, PlaceRow
    from kg.query.timeline import Timeline

_TEXT = "str" if int(pd.__version__.split(".")[0]) >= 3 else "object"  # "str" would write None as "None" before 3
_DTYPES = {"text": _TEXT, "day": "datetime64[s]", "real": "float64", "whole": "int64"}

EVENT_COLUMNS = {
    **dict.fromkeys(CSV_COLUMNS, "text"),
    **dict.fromkeys(("lat", "lon", "confidence"), "real"),
    **dict.fromkeys(("earliest", "latest"), "day"),
    **dict.fromkeys(("articles", "sources", "mentions", "start", "end"), "whole"),
    "score": "real",
    "iri": "text",
}
"""Columns of `events_to_frame`: those of `kg events --format csv`, the codebook's score, and the event's IRI."""

PARTICIPANT_COLUMNS = {
    "event": "text", "role": "text", "actor": "text", "name": "text", "kind": "text", "type": "text", "status": "text",
    "score": "real", "earliest": "day", "latest": "day", "place": "text", "country": "text", "confidence": "real",
    "sources": "whole",
}  # fmt: skip
EVIDENCE_COLUMNS = {
    "event": "text", "label": "text", "type": "text", "article": "text", "title": "text", "date": "text",
    "source": "text", "url": "text", "sentence": "text", "start": "whole", "end": "whole", "trigger": "text",
    "trigger_start": "whole", "trigger_end": "whole", "polarity": "text", "certainty": "text", "tense": "text",
    "attributed_to": "text", "confidence": "real", "rule": "text", "mention": "text",
}  # fmt: skip
ACTOR_COLUMNS = {
    "id": "text", "name": "text", "kind": "text", "country": "text", "events": "whole", "aliases": "text",
    "titles": "text", "part_of": "text", "same_as": "text", "iri": "text",
}  # fmt: skip
PLACE_COLUMNS = {
    "id": "text", "name": "text", "country": "text", "lat": "real", "lon": "real", "events": "whole", "aliases": "text",
    "within": "text", "geonames": "text", "iri": "text",
}  # fmt: skip
ARTICLE_COLUMNS = {
    "id": "text", "date": "text", "source": "text", "title": "text", "author": "text", "url": "text",
    "language": "text", "copy_of": "text", "iri": "text",
}  # fmt: skip
TYPE_COLUMNS = {"type": "text", "events": "whole", "score": "real", "quad": "text", "definition": "text"}
DISAGREEMENT_COLUMNS = {
    **dict.fromkeys(disagreements.CSV_COLUMNS, "text"),
    **dict.fromkeys(("start", "end"), "whole"),
}
"""Columns of `disagreements_to_frame`: those of `kg disagreements --format csv`."""

BUCKET_COLUMNS = {"bucket": "text", "first": "day", "last": "day", "events": "whole", "possible": "whole"}


def events_to_frame(rows: Iterable[EventRow]) -> pd.DataFrame:
    """One row per event, with its best sentence; names of several parties are joined by `; `."""
    shown = []
    for row in rows:
        cells = {name: None if cell == "" else cell for name, cell in event_cells(row).items()}
        shown.append(cells | _bounds(row) | {"score": CODEBOOK[row.type].score, "iri": row.iri})
    return _frame(shown, EVENT_COLUMNS)


def participants_to_frame(rows: Iterable[EventRow]) -> pd.DataFrame:
    """One row per party of an event; `actor` is its id, empty for a phrase that is no actor."""
    shown: list[dict[str, object]] = []
    for row in rows:
        event = {
            "event": row.id,
            "type": row.type,
            "status": row.status,
            "score": CODEBOOK[row.type].score,
            "place": row.place and row.place.name,
            "country": row.place and row.place.country,
            "confidence": row.confidence,
            "sources": row.support.sources,
            **_bounds(row),
        }
        parties = {
            "agent": row.agents,
            "patient": row.patients,
            "recipient": row.recipients,
            "instrument": row.instruments,
            "participant": row.participants,
        }
        shown += [
            event | {"role": role, "actor": party.id, "name": party.name, "kind": party.kind}
            for role, filled in parties.items()
            for party in filled
        ]
    return _frame(shown, PARTICIPANT_COLUMNS)


def evidence_to_frame(rows: Iterable[EventRow]) -> pd.DataFrame:
    """One row per mention: `start`, `end` are those of the sentence in the article's text, `trigger_…` the word's."""
    return _frame(
        [
            {
                "event": row.id, "label": row.label, "type": row.type, "article": one.article, "title": one.title,
                "date": one.date, "source": one.source, "url": one.url, "sentence": one.sentence, "start": one.start,
                "end": one.end, "trigger": one.trigger.text, "trigger_start": one.trigger.start,
                "trigger_end": one.trigger.end, "polarity": one.polarity, "certainty": one.certainty,
                "tense": one.tense, "attributed_to": _joined(speaker.name for speaker in one.attributed_to),
                "confidence": one.confidence, "rule": one.rule, "mention": one.mention,
            }
            for row in rows
            for one in row.evidence
        ],
        EVIDENCE_COLUMNS,
    )  # fmt: skip


def disagreements_to_frame(rows: Iterable[DisagreementRow]) -> pd.DataFrame:
    """One row per sentence that gives one of the values on which articles differ."""
    cells = disagreements.disagreement_cells(rows)
    return _frame([dict(zip(disagreements.CSV_COLUMNS, row, strict=True)) for row in cells], DISAGREEMENT_COLUMNS)


def actors_to_frame(rows: Iterable[ActorRow], n_events: Mapping[str, int]) -> pd.DataFrame:
    """One row per actor, in their order; several names are joined by `; `."""
    return _frame(
        [
            {
                "id": row.id, "name": row.name, "kind": row.kind, "country": row.country,
                "events": n_events.get(row.id, 0), "aliases": _joined(row.aliases), "titles": _joined(row.titles),
                "part_of": row.part_of, "same_as": _joined(row.same_as), "iri": resource_iri("actor", row.id),
            }
            for row in rows
        ],
        ACTOR_COLUMNS,
    )  # fmt: skip


def places_to_frame(rows: Iterable[PlaceRow], n_events: Mapping[str, int]) -> pd.DataFrame:
    """One row per place, in their order; `events` counts those at the place itself, not at places within it."""
    return _frame(
        [
            {
                "id": row.id, "name": row.name, "country": row.country, "lat": row.lat, "lon": row.lon,
                "events": n_events.get(row.id, 0), "aliases": _joined(row.aliases), "within": row.within,
                "geonames": None if row.geonames is None else str(row.geonames), "iri": resource_iri("place", row.id),
            }
            for row in rows
        ],
        PLACE_COLUMNS,
    )  # fmt: skip


def articles_to_frame(rows: Iterable[ArticleRow]) -> pd.DataFrame:
    """One row per article, in their order; `date` is its publication, as precise as it is known."""
    return _frame([{name: getattr(row, name) for name in ARTICLE_COLUMNS} for row in rows], ARTICLE_COLUMNS)


def types_to_frame(n_events: Mapping[str, int]) -> pd.DataFrame:
    """The codebook, one row per type with the number of its events, most first."""
    ordered = sorted(CODEBOOK, key=lambda name: (-n_events.get(name, 0), name))
    return _frame(
        [
            {
                "type": name,
                "events": n_events.get(name, 0),
                "score": CODEBOOK[name].score,
                "quad": CODEBOOK[name].quad,
                "definition": CODEBOOK[name].definition,
            }
            for name in ordered
        ],
        TYPE_COLUMNS,
    )


def timeline_to_frame(timeline: Timeline) -> pd.DataFrame:
    """One row per bucket with events; `attrs` has `events` (all that fit), `spread` and `undated`."""
    frame = _frame(
        [
            {
                "bucket": row.name,
                "first": row.first.isoformat(),
                "last": row.last.isoformat(),
                "events": row.n_events,
                "possible": row.n_possible,
            }
            for row in timeline.rows
        ],
        BUCKET_COLUMNS,
    )
    frame.attrs.update(
        by=timeline.by.value, events=timeline.n_events, spread=timeline.n_spread, undated=timeline.n_undated
    )
    return frame


def solutions_to_frame(answer: bytes) -> pd.DataFrame:
    """One row per solution of a SELECT, from SPARQL results JSON.

    Integers, decimals and booleans become Python's own; IRIs, texts and dates stay text, since a year is no day. An
    unbound variable is missing.
    """
    parsed = json.loads(answer)
    names: list[str] = parsed["head"]["vars"]
    solutions: list[dict[str, Any]] = parsed["results"]["bindings"]
    return pd.DataFrame({name: _column([solution.get(name) for solution in solutions]) for name in names})


_XSD = PREFIXES["xsd"]
_WHOLE = {f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger")}
_REAL = {f"{_XSD}{name}" for name in ("decimal", "double", "float")}


def _column(terms: Sequence[Mapping[str, str] | None]) -> pd.Series[Any]:
    datatypes = {term.get("datatype", "") if term["type"] == "literal" else "" for term in terms if term is not None}
    texts = [None if term is None else term["value"] for term in terms]
    if datatypes and datatypes <= _WHOLE:
        return pd.Series(
            [None if text is None else int(text) for text in texts], dtype="Int64" if None in texts else "int64"
        )
    if datatypes and datatypes <= _WHOLE | _REAL:
        return pd.Series([None if text is None else float(text) for text in texts], dtype="float64")
    if datatypes == {f"{_XSD}boolean"}:
        truths = [None if text is None else text in ("true", "1") for text in texts]
        return pd.Series(truths, dtype="boolean" if None in texts else "bool")
    return pd.Series(texts, dtype=_TEXT)


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(names) or None


def _bounds(row: EventRow) -> dict[str, object]:
    """First and last possible day; a store may hold coarser dates at either end."""
    time = row.time
    return {
        "earliest": dates.bounds(time.earliest)[0].isoformat() if time and time.earliest else None,
        "latest": dates.bounds(time.latest)[1].isoformat() if time and time.latest else None,
    }


def _frame(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=_DTYPES[kind]) for name, kind in columns.items()}
    )
