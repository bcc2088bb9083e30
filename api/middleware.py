"""What no request goes round and every response carries: host check, key, HEAD, security headers."""

from __future__ import annotations

import hmac
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from api.problems import problem_response
from api.settings import is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import ServiceSettings

_CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
LIVE = "/health/live"
SECURITY = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Gate:
    """Lets requests in, or refuses them."""

    def __init__(self, app: ASGIApp, *, settings: ServiceSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # a HEAD is answered as the GET would be, without its body; routes are declared for GET alone
        is_head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if is_head else scope

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                headers.add_vary_header("Accept")
                if "route" in inner:
                    scope["route"] = inner["route"]
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        headers = Headers(scope=scope)
        # who watches over the process needs no key to learn that it lives
        refusal = None if scope["path"] == LIVE else self._refusal(headers)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(inner, receive, send_guarded)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        if self._settings.key is not None:
            given = (given_key(headers) or "").encode()
            # all are compared, so that the time tells nothing
            keys = [key.encode() for key in (self._settings.key, self._settings.write_key) if key]
            if sum(hmac.compare_digest(given, key) for key in keys) == 0:
                return problem_response(
                    HTTPStatus.UNAUTHORIZED,
                    kind="key",
                    detail="this service needs its key, as `Authorization: Bearer KEY` or `X-API-Key: KEY`",
                    headers={"WWW-Authenticate": "Bearer"},
                )
        elif not _is_local_name(headers.get("host", "")):
            # a page of elsewhere whose name was made to point here (DNS rebinding) must not read a local graph
            return problem_response(
                HTTPStatus.MISDIRECTED_REQUEST,
                kind="host",
                detail=f"this service without a key answers as localhost only, not as {headers.get('host', '')[:80]!r}",
            )
        return None


def given_key(headers: Headers) -> str | None:
    """The key that a request brings, as bearer token or in `X-API-Key`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return headers.get("x-api-key")


@lru_cache(maxsize=64)
def _is_local_name(host: str) -> bool:
    name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
    return is_loopback(name.lower())
