"""Query parameters: documented in OpenAPI from the tables that requests are read with; unknown ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.filters import FILTERS, REPEATABLE, parse_filter, parse_limit
from kg.query.network import DEFAULT_EDGES, DEFAULT_NODES, MAX_EDGES, MAX_NODES
from kg.query.timeline import Bucket

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def event_filter(request: Request) -> EventFilter:
    """The event filter of a request; `format` is left to content negotiation."""
    return parse_filter((name, value) for name, value in request.query_params.multi_items() if name not in FORMAT)


def page(request: Request, **also: str) -> tuple[int, str | None, dict[str, str]]:
    """Limit, cursor and the other parameters given; `also` maps their names to descriptions."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in FORMAT]
    return parse_limit(pairs, also=also)


def documented(names: Mapping[str, str], *, formats: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads its parameters itself."""
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "query", "required": False, "description": description, "schema": _schema(name)}
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


def _schema(name: str) -> dict[str, Any]:
    if name in REPEATABLE:
        return {"type": "array", "items": {"type": "string"}}
    if name == "limit":
        return {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}
    if name in _INTEGERS:
        return {"type": "integer", **_INTEGERS[name]}
    if name == "by":
        return {"type": "string", "enum": list(Bucket), "default": Bucket.MONTH.value}
    if name == "min_confidence":
        return {"type": "number", "minimum": 0, "maximum": 1}
    return {"type": "string"}
