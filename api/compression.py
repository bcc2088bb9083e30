"""Answers as gzip where the client takes it and it pays; large ones are compressed beside the event loop."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MIN_BYTES = 1_500
"""Shorter answers fit into one packet as they are."""

_LEVEL = 4
_BESIDE_BYTES = 64_000
_GZIP = 16 + zlib.MAX_WBITS
_COMPRESSIBLE = ("text/", "application/", "image/svg")


class Gzip:
    """Compresses the bodies of successful answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; answers change on their way back only when the client takes gzip."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Sender(send, is_wanted=accepts_gzip(Headers(scope=scope))))


class _Sender:
    """Holds the start of an answer back until its first piece shows whether it is worth compressing."""

    def __init__(self, send: Send, *, is_wanted: bool) -> None:
        self._send = send
        self._is_wanted = is_wanted
        self._start: Message | None = None
        self._packer: zlib._Compress | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] == HTTPStatus.OK and _is_compressible(headers):
                headers.add_vary_header("Accept-Encoding")
                if self._is_wanted:
                    self._start = message
                    return
            await self._send(message)
        elif message["type"] == "http.response.body" and (self._start is not None or self._packer is not None):
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        piece, is_last = message.get("body", b""), not message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            if is_last and len(piece) < MIN_BYTES:
                await self._send(start)
                await self._send(message)
                return
            self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
            headers = MutableHeaders(scope=start)
            headers["Content-Encoding"] = "gzip"
            if headers.get("etag", "W/").startswith('"'):
                headers["ETag"] = f"W/{headers['etag']}"  # other bytes than those that the tag stands for
            del headers["content-length"]
            if is_last:
                packed = await self._packed(piece, is_last=True)
                headers["Content-Length"] = str(len(packed))
                await self._send(start)
                await self._send({**message, "body": packed})
                return
            await self._send(start)
        await self._send({**message, "body": await self._packed(piece, is_last=is_last)})

    async def _packed(self, piece: bytes, *, is_last: bool) -> bytes:
        packer = self._packer
        if packer is None:
            return piece

        def pack() -> bytes:
            return packer.compress(piece) + (packer.flush() if is_last else b"")

        return await run_in_threadpool(pack) if len(piece) > _BESIDE_BYTES else pack()


def accepts_gzip(headers: Headers) -> bool:
    """Whether the Accept-Encoding header allows gzip (RFC 9110, section 12.5.3); not without one."""
    qualities: dict[str, float] = {}
    for part in ",".join(headers.getlist("accept-encoding")).lower().split(","):
        coding, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            qualities[coding.strip()] = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            qualities[coding.strip()] = 0.0
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


def _is_compressible(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith(_COMPRESSIBLE) and "content-encoding" not in headers
