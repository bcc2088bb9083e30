"""The outermost layer: a request gets its id, its line in the log, its place in the metrics, and never a traceback."""

from __future__ import annotations

import logging
import os
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from api.middleware import SECURITY
from api.problems import fault_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.metrics import Metrics

logger = logging.getLogger("api.access")

REQUEST_ID = "X-Request-Id"
_RAW_ID = REQUEST_ID.lower().encode()
_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


class Observer:
    """Counts, logs and names requests. What fails within is answered with a problem and logged with its traceback."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and watches its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(scope, self._metrics)

        async def send_watched(message: Message) -> None:
            watch.see(message)
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        except Exception:
            logger.exception("request failed", extra=watch.name())
            if watch.status:  # too late for another answer; the server cuts the connection
                raise
            await fault_response(headers=SECURITY)(scope, receive, send_watched)
        finally:
            watch.finish()


class _Watch:
    """What is seen of one request. It is told when its answer is whole, so before the client can ask again."""

    def __init__(self, scope: Scope, metrics: Metrics) -> None:
        self.status = 0
        self._scope = scope
        self._metrics = metrics
        self._id = _id_of(scope)
        self._n_bytes = 0
        self._started = time.perf_counter()
        self._is_told = False
        metrics.begin()

    def name(self) -> dict[str, object]:
        """The request's fields of a line in the log."""
        return {"request": self._id, "method": self._scope["method"], "path": self._scope["path"]}

    def see(self, message: Message) -> None:
        """Looks at a part of the answer, and gives it the request's id."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            kept = (pair for pair in message["headers"] if pair[0] != _RAW_ID)
            message["headers"] = [*kept, (_RAW_ID, self._id.encode())]
        elif message["type"] == "http.response.body":
            self._n_bytes += len(message.get("body", b""))
            if not message.get("more_body", False):
                self.finish()

    def finish(self) -> None:
        """Counts and logs the request, once; without a status the client went away before there was one."""
        if self._is_told:
            return
        self._is_told = True
        seconds = time.perf_counter() - self._started
        route = _route_of(self._scope, self.status)
        self._metrics.end(method=self._scope["method"], route=route, status=self.status, seconds=seconds)
        told = {"route": route, "status": self.status, "ms": round(seconds * 1000, 1), "bytes": self._n_bytes}
        level = logging.WARNING if self.status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
        logger.log(level, "request", extra=self.name() | told)


def _id_of(scope: Scope) -> str:
    """The id that the client gave, if it can do no harm in a log, else a new one."""
    given = Headers(scope=scope).get(REQUEST_ID, "")
    return given if _SANE_ID.fullmatch(given) else os.urandom(16).hex()


def _route_of(scope: Scope, status: int) -> str:
    """The pattern of the route that answered; `unchanged` where a tag was enough, `none` where nothing answers."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", "none"))
    if scope["path"].startswith("/static/"):
        return "/static"
    return "unchanged" if status == HTTPStatus.NOT_MODIFIED else "none"
