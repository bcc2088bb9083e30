"""Rows as responses: pages of JSON, CSV and GeoJSON, with a link to the next page; statements as JSON-LD and Turtle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

from fastapi.responses import JSONResponse, Response
from pydantic_core import to_json as written

from kg.export.linked import statements_to_jsonld, statements_to_turtle
from kg.export.tables import csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fastapi import Request

    from kg.query.describe import Statement
    from kg.query.paging import Page, ShownPage
    from kg.query.rows import Json

Row = TypeVar("Row")

CSV = "text/csv; charset=utf-8"
LINKED = {"jsonld": "application/ld+json", "turtle": "text/turtle"}


class JsonAnswer(JSONResponse):
    """JSON that may be long, written in a fifth of the time that the standard library takes."""

    def render(self, content: object) -> bytes:
        """The bytes."""
        return written(content)


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """The `Link` header to the next page, relative to this one; empty on the last."""
    if cursor is None:
        return {}
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    path = quote(request.scope["path"], safe="/")
    return {"Link": f'<{path}?{urlencode([*pairs, ("cursor", cursor)])}>; rel="next"'}


def page_of_json(request: Request, page: Page[Row], *, to_json: Callable[[Row], Json]) -> JSONResponse:
    """`{items, next, total}`."""
    shown = {"items": [to_json(row) for row in page.items], "next": page.next, "total": page.total}
    return JsonAnswer(shown, headers=next_link(request, page.next))


def page_of_shown(request: Request, page: ShownPage) -> Response:
    """`{items, next, total}` of items that are JSON already; nothing is parsed and written again."""
    end = f'],"next":{json.dumps(page.next)},"total":{page.total}}}'.encode()
    body = b"".join((b'{"items":[', page.items, end))
    return Response(body, media_type="application/json", headers=next_link(request, page.next))


def page_of_csv(request: Request, page: Page[Row], *, to_json: Callable[[Row], Json]) -> Response:
    """One line per row, lists joined by `; `; the total stands in `X-Total-Count`."""
    rows = [to_json(row) for row in page.items]
    lines = [csv_line(rows[0])] if rows else []
    lines += [csv_line(_cells(row.values())) for row in rows]
    return csv_response(request, lines, page)


def csv_response(request: Request, lines: Iterable[str], page: Page[Row]) -> Response:
    """CSV with the total and the link to the next page in its headers."""
    headers = next_link(request, page.next) | {"X-Total-Count": str(page.total)}
    return Response("".join(lines), media_type=CSV, headers=headers)


def linked(statements: Iterable[Statement], *, form: str, headers: Mapping[str, str] | None = None) -> Response:
    """Statements in one of the forms `LINKED`."""
    if form == "turtle":
        return Response(statements_to_turtle(statements), media_type=LINKED[form], headers=headers)
    return JSONResponse(statements_to_jsonld(statements), media_type=LINKED[form], headers=headers)


def _cells(values: Iterable[object]) -> list[object]:
    return ["; ".join(map(str, value)) if isinstance(value, list) else value for value in values]
