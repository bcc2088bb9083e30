"""What is no HTTP at all is answered with a problem too; the server's own answer to it is plain text."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.problems import problem_response

if TYPE_CHECKING:
    import asyncio

_WRONG = "this is no HTTP/1.1 request, or one of its headers is wrong; send it again with another client"


class Protocol(AutoHTTPProtocol):  # type: ignore[misc,valid-type]  # one of two classes, by what is installed
    """uvicorn's, with problems (RFC 9457) for requests that cannot be parsed."""

    transport: asyncio.Transport

    def send_400_response(self, _: str) -> None:
        """Answers, and closes the connection: where the next request begins is not known."""
        reply = problem_response(
            HTTPStatus.BAD_REQUEST, kind="bad-request", detail=_WRONG, headers={"connection": "close"}
        )
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in reply.raw_headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(reply.body)]))
        self.transport.close()
