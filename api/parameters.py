"""Query parameters: documented in OpenAPI from the tables that requests are read with; unknown ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.problems import MEDIA_TYPE
from kg.model import ActorKind, Certainty, Polarity, Status, Tense
from kg.query.disagreement_filters import PROPERTIES
from kg.query.filters import FILTERS, REPEATABLE, SEARCHABLE, Sort, parse_filter, parse_limit
from kg.query.network import DEFAULT_EDGES, DEFAULT_NODES, MAX_EDGES, MAX_NODES
from kg.query.timeline import Bucket
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from fastapi import Request

    from kg.query.filters import EventFilter

FORMAT = {"format": "Form of the answer, instead of the Accept header."}
_INTEGERS = {
    "min_support": {"minimum": 0},
    "min_weight": {"minimum": 1},
    "max_nodes": {"minimum": 1, "maximum": MAX_NODES, "default": DEFAULT_NODES},
    "max_edges": {"minimum": 1, "maximum": MAX_EDGES, "default": DEFAULT_EDGES},
}
PAGE = {"limit": FILTERS["limit"].replace("Events", "Rows"), "cursor": FILTERS["cursor"]}


def pairs_of(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request as (name, value) pairs; `format` is left to content negotiation."""
    return [(name, value) for name, value in request.query_params.multi_items() if name not in FORMAT]


def event_filter(request: Request) -> EventFilter:
    """The event filter of a request; `format` is left to content negotiation."""
    return parse_filter((name, value) for name, value in request.query_params.multi_items() if name not in FORMAT)


def page(request: Request, **also: str) -> tuple[int, str | None, dict[str, str]]:
    """Limit, cursor and the other parameters given; `also` maps their names to descriptions."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in FORMAT]
    return parse_limit(pairs, also=also)


def documented(
    names: Mapping[str, str],
    *,
    formats: Mapping[str, str] | None = None,
    choices: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads its parameters itself; `choices`: values that only this route knows."""
    known: dict[str, Iterable[str]] = {**_CHOICES, **(choices or {})}
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": description,
            "schema": _schema(name, known),
        }
        for name, description in names.items()
    ]
    if formats is not None:
        parameters.append(
            {
                "name": "format",
                "in": "query",
                "required": False,
                "description": FORMAT["format"],
                "schema": {"type": "string", "enum": list(formats)},
            }
        )
    return {"parameters": parameters}


def contents(formats: Mapping[str, str]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers in several forms."""
    return {200: {"content": {media_type: {} for media_type in formats.values()}}}


def problem(meaning: str) -> dict[str, Any]:
    """One of the `responses` of a route: an error with this meaning, as a page for who would rather have one."""
    shape = {"schema": {"$ref": "#/components/schemas/ProblemShape"}}
    return {"description": meaning, "content": {MEDIA_TYPE: shape, "text/html": {}}}


def _schema(name: str, choices: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    if name in REPEATABLE:
        items = {"type": "string", "maxLength": 500}
        known = {"type": EVENT_TYPES, "property": PROPERTIES}.get(name)
        return {"type": "array", "items": items | ({} if known is None else {"pattern": _any_case(known)})}
    if name == "limit":
        return {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}
    if name in _INTEGERS:
        return {"type": "integer", "maximum": 999_999_999, **_INTEGERS[name]}
    if name == "min_confidence":
        return {"type": "number", "minimum": 0, "maximum": 1}
    shown: dict[str, Any] = {"type": "string", "maxLength": 500}
    if name in choices:
        shown |= {"pattern": _any_case(choices[name]), "examples": [str(value) for value in choices[name]]}
    elif name in _PATTERNS:
        shown["pattern"] = _PATTERNS[name]
    return shown | ({"default": Bucket.MONTH.value} if name == "by" else {})


def _any_case(values: Iterable[str]) -> str:
    """A pattern for one of the values, in any case, or for nothing: forms send empty fields."""
    spelt = ("".join(f"[{one.upper()}{one.lower()}]" if one.isalpha() else one for one in value) for value in values)
    return f"^(?:{'|'.join(spelt)})?$"


_LAT = r"[+-]?(?:90|[0-8]?[0-9](?:\.[0-9]+)?)"
_LON = r"[+-]?(?:180|(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]+)?)"
_DAY = r"^(?:[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]|29|30|31))?)?)?$"
_CHOICES: dict[str, type[StrEnum]] = {
    "polarity": Polarity, "certainty": Certainty, "tense": Tense, "status": Status, "sort": Sort, "by": Bucket,
    "kind": ActorKind,
}  # fmt: skip
_PATTERNS = {
    "from": _DAY,
    "to": _DAY,
    "published_from": _DAY,
    "published_to": _DAY,
    "near": rf"^(?:{_LAT},{_LON},[1-9][0-9]{{0,3}}(?:\.[0-9]+)?)?$",
    "bbox": rf"^(?:{_LON},{_LAT},{_LON},{_LAT})?$",
    "cursor": r"^(?:[A-Za-z0-9_-]+)?$",
    "q": SEARCHABLE,
    "country": "^(?:[A-Za-z]{2})?$",
}
