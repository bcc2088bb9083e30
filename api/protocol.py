"""What is no HTTP at all is answered with a problem too, and a head that does not come to its end is not waited for.

The server's own answer to the first is plain text, and its patience with the second has no end.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.problems import problem_response

if TYPE_CHECKING:
    import asyncio

HEAD_S = 20.0
"""Seconds from opening a connection, or from the first byte of another request, until all headers must be there."""

_WRONG = "this is no HTTP/1.1 request, or one of its headers is wrong; send it again with another client"


class Protocol(AutoHTTPProtocol):  # type: ignore[misc,valid-type]  # one of two classes, by what is installed
    """uvicorn's, with problems (RFC 9457) for requests that cannot be parsed, and a time limit for their heads."""

    transport: asyncio.Transport
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begins to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Goes on waiting when no head has come to its end by this; the body has a limit of its own."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_head()
        else:
            self._end_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no longer."""
        self._end_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_S, self.transport.close)

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def send_400_response(self, _: str) -> None:
        """Answers, and closes the connection: where the next request begins is not known."""
        reply = problem_response(
            HTTPStatus.BAD_REQUEST, kind="bad-request", detail=_WRONG, headers={"connection": "close"}
        )
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in reply.raw_headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(reply.body)]))
        self.transport.close()
