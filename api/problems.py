"""Errors as application/problem+json (RFC 9457), the framework's own included; one table says which status is which."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from kg.errors import KgError, QueryError, QueryTimeout, RefusedQuery, StoreError, UnknownError
from kg.jobs import FullError
from kg.query.sparql import BusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from fastapi import FastAPI, Request
    from fastapi.responses import Response
    from starlette.routing import BaseRoute

    Handler = Callable[[Request, Exception], Awaitable[Response]]

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/whodid/problem/"

# the first class that fits counts
_STATUSES: tuple[tuple[type[KgError], HTTPStatus, str], ...] = (
    (UnknownError, HTTPStatus.NOT_FOUND, "unknown"),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE, "store"),
    (FullError, HTTPStatus.SERVICE_UNAVAILABLE, "full"),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT, "time-limit"),
    (BusyError, HTTPStatus.TOO_MANY_REQUESTS, "busy"),
    (RefusedQuery, HTTPStatus.FORBIDDEN, "refused"),
    (QueryError, HTTPStatus.BAD_REQUEST, "bad-request"),
)
_RETRY_AFTER_S = {HTTPStatus.TOO_MANY_REQUESTS: "2", HTTPStatus.SERVICE_UNAVAILABLE: "10"}


class Problem(HTTPException):
    """A refusal by the service itself: status, name of its kind (last part of its type IRI) and one sentence."""

    def __init__(self, status: HTTPStatus, kind: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.kind = kind


def problem_response(status: int, *, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response for an error."""
    phrase = HTTPStatus(status).phrase
    return JSONResponse(
        {"type": f"{TYPES}{kind}", "title": phrase, "status": int(status), "detail": detail},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=({"Retry-After": _RETRY_AFTER_S[HTTPStatus(status)]} if status in _RETRY_AFTER_S else {})
        | dict(headers or {}),
    )


class PageOf(Protocol):
    """Makes the page of an error for who would rather have a page than JSON, else None."""

    def __call__(self, request: Request, *, status: int, detail: str, headers: Mapping[str, str]) -> Response | None:
        """The page, or None."""
        ...


def install(app: FastAPI, *, page_of: PageOf) -> None:
    """Registers the handlers; after this every error leaves the service as problem+json, or as a page for people."""

    def shown(handler: Handler) -> Handler:
        async def handle(request: Request, error: Exception) -> Response:
            reply = await handler(request, error)
            headers = {
                name: value for name, value in reply.headers.items() if name not in {"content-type", "content-length"}
            }
            detail = json.loads(bytes(reply.body))["detail"]
            return page_of(request, status=reply.status_code, detail=detail, headers=headers) or reply

        return handle

    app.add_exception_handler(KgError, shown(_on_kg_error))
    app.add_exception_handler(HTTPException, shown(_on_http_error))
    app.add_exception_handler(RequestValidationError, shown(_on_invalid_request))
    app.add_exception_handler(Exception, shown(_on_fault))


def kind_of(error: KgError) -> tuple[HTTPStatus, str]:
    """Status and name of the problem that an error is to the client."""
    for kind, status, name in _STATUSES:
        if isinstance(error, kind):
            return status, name
    return HTTPStatus.INTERNAL_SERVER_ERROR, "fault"


def fault_response(*, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """What the client is told of a failure of the service itself: nothing; the log has the traceback."""
    return problem_response(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        kind="fault",
        detail="the service failed on this request; its log says why",
        headers=headers,
    )


async def _on_kg_error(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, KgError) and (found := kind_of(error))[1] != "fault":
        return problem_response(found[0], kind=found[1], detail=str(error))
    logger.error("unexpected %s: %s", type(error).__name__, error)
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, kind="fault", detail=str(error))


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    kind = error.kind if isinstance(error, Problem) else HTTPStatus(error.status_code).name.lower().replace("_", "-")
    detail = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND and not isinstance(error, Problem):
        detail = f"there is nothing at {request.url.path!r}; see / for the routes"
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.method} is not allowed at {request.url.path!r}"
        headers["Allow"] = ", ".join(_allowed(request))
    return problem_response(error.status_code, kind=kind, detail=detail, headers=headers)


def _allowed(request: Request) -> list[str]:
    """Methods of all the routes of a path; the framework tells those of the first. What may be got allows HEAD."""
    methods: set[str] = set()
    for route in _routes(request.app.routes):
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _routes(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is None:
            yield route
        else:
            yield from _routes(inner)


async def _on_invalid_request(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = "; ".join(
        f"{'.'.join(str(part) for part in item['loc'][1:]) or 'body'}: {item['msg']}" for item in error.errors()
    )
    return problem_response(HTTPStatus.BAD_REQUEST, kind="bad-request", detail=wrong)


async def _on_fault(_: Request, __: Exception) -> JSONResponse:
    return fault_response()
