"""Pages of other origins: a browser keeps answers from them unless the settings name them.

The protocol: https://fetch.spec.whatwg.org/#http-cors-protocol.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EXPOSED = "ETag, Link, Location, Retry-After, X-Request-Id, X-Total-Count, X-Truncated"
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-Id",
    "Access-Control-Max-Age": "600",
}


class CrossOrigin:
    """Lets the pages of some origins read the answers, `*` all of them; cookies are never taken."""

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a preflight, which carries no key; else passes the request on."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        allowed = self._allowed(headers.get("origin"))
        if allowed is None:
            await self._app(scope, receive, send)
            return
        added = {"Access-Control-Allow-Origin": allowed, "Access-Control-Expose-Headers": _EXPOSED}
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            reply = Response(status_code=HTTPStatus.NO_CONTENT, headers=added | _ALLOWED | {"Vary": "Origin"})
            await reply(scope, receive, send)
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                shared = MutableHeaders(scope=message)
                shared.update(added)
                shared.add_vary_header("Origin")
            await send(message)

        await self._app(scope, receive, send_shared)

    def _allowed(self, origin: str | None) -> str | None:
        if origin is None:
            return None
        if "*" in self._origins:
            return "*"
        return origin if origin in self._origins else None
