"""What no request goes round and every response carries: host check, key, HEAD, security headers."""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders

from api.problems import problem_response
from api.settings import is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import ServiceSettings

# the one style sheet that Observable Plot 0.6.17 puts into every picture, known by its hash
_PLOT_STYLE = "'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='"
_CSP = (
    f"default-src 'self'; style-src 'self' {_PLOT_STYLE}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
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
                answered = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    answered.setdefault(name, value)
                answered.add_vary_header("Accept")
                if "route" in inner:
                    scope["route"] = inner["route"]
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        headers = Headers(scope=scope)
        # who watches over the process needs no key to learn that it lives
        refusal = None if scope["path"] == LIVE else self._refusal(headers) or _refusal_of_bytes(scope["query_string"])
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(inner, receive, send_guarded)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        if self._settings.key is not None:
            given = (given_key(headers) or _key_of_browser(headers) or "").encode()
            # all are compared, so that the time tells nothing
            keys = [key.encode() for key in (self._settings.key, self._settings.write_key) if key]
            if sum(hmac.compare_digest(given, key) for key in keys) == 0:
                return problem_response(
                    HTTPStatus.UNAUTHORIZED,
                    kind="key",
                    detail="this service needs its key, as `Authorization: Bearer KEY` or `X-API-Key: KEY`",
                    headers={"WWW-Authenticate": _challenge(headers)},
                )
        elif not _is_local_name(headers.get("host", "")):
            # a page of elsewhere whose name was made to point here (DNS rebinding) must not read a local graph
            return problem_response(
                HTTPStatus.MISDIRECTED_REQUEST,
                kind="host",
                detail=f"this service without a key answers as localhost only, not as {headers.get('host', '')[:80]!r}",
            )
        return None


def _refusal_of_bytes(query: bytes) -> ASGIApp | None:
    """A problem when the query of an address is not UTF-8: the framework would put other signs in, unseen."""
    if b"%" in query:
        try:
            unquote_to_bytes(query).decode("utf-8")
        except UnicodeDecodeError as error:
            detail = f"the query of the address is not UTF-8: {error.reason} at byte {error.start}"
            return problem_response(HTTPStatus.BAD_REQUEST, kind="bad-request", detail=detail)
    return None


def given_key(headers: Headers) -> str | None:
    """The key that a request brings, as bearer token or in `X-API-Key`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return headers.get("x-api-key")


def _key_of_browser(headers: Headers) -> str | None:
    """The key as the password that a browser asks its user for; it opens reading alone.

    Browsers send it with every request, also with those that a page of elsewhere makes them send: reading tells such a
    page nothing, and writing wants the key in another place.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(token.strip(), validate=True).decode("utf-8").partition(":")[2]
    except ValueError:
        return None


def _challenge(headers: Headers) -> str:
    """How to bring the key; a browser is told that it may ask for a password."""
    is_browser = "text/html" in headers.get("accept", "")
    return 'Basic realm="whodid, any name and the key as password", charset="UTF-8"' if is_browser else "Bearer"


@lru_cache(maxsize=64)
def _is_local_name(host: str) -> bool:
    name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
    return is_loopback(name.lower())
