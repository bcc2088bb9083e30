"""Errors as pages, for those who look at the service with a browser; programs get them as problem+json."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from api.explorer.rendering import page
from api.negotiation import best_match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import HTMLResponse

_OFFERED = {"problem": "application/problem+json", "json": "application/json", "html": "text/html"}
_TITLES = {
    HTTPStatus.NOT_FOUND: "Not here",
    HTTPStatus.BAD_REQUEST: "This cannot be asked so",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not ready",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much at once",
    HTTPStatus.UNAUTHORIZED: "A key is needed",
}
_HINTS = {
    HTTPStatus.NOT_FOUND: (
        "Articles may have been replaced or removed, and with them what only they support. Search above, or start anew."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: "Reload the page in some seconds.",
    HTTPStatus.TOO_MANY_REQUESTS: "Try again in some seconds.",
}


def error_page(request: Request, *, status: int, detail: str, headers: Mapping[str, str]) -> HTMLResponse | None:
    """The page of an error when the request would rather have a page than JSON, else None."""
    named = request.query_params.get("format")
    if named != "html" and (named or best_match(",".join(request.headers.getlist("accept")), _OFFERED) != "html"):
        return None
    known = HTTPStatus(status)
    return page(
        "error.html",
        status=status,
        headers=headers,
        here="",
        title=_TITLES.get(known, known.phrase),
        detail=detail,
        hint=_HINTS.get(known, ""),
    )
