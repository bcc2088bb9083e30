"""Query parameters: documented in OpenAPI from the tables that requests are read with; unknown ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.filters import FILTERS, REPEATABLE, parse_filter, parse_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from kg.query.filters import EventFilter

FORMAT = {"format": "Form of the answer, instead of the Accept header."}
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


def _schema(name: str) -> dict[str, Any]:
    if name in REPEATABLE:
        return {"type": "array", "items": {"type": "string"}}
    if name == "limit":
        return {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}
    if name == "min_support":
        return {"type": "integer", "minimum": 0}
    if name == "min_confidence":
        return {"type": "number", "minimum": 0, "maximum": 1}
    return {"type": "string"}
