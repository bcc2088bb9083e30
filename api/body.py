"""The body of a request: its type, and its text within a limit."""

from __future__ import annotations

import asyncio
from email.message import Message
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from api.problems import Problem
from kg.errors import QueryError

if TYPE_CHECKING:
    from fastapi import Request

GRACE_S = 20.0
"""Seconds that any body may take."""
LEAST_BYTES_S = 1_000
"""Bytes that give it one second more: who sends slower than this only wants to hold the connection."""


def content_type_of(request: Request) -> tuple[str, str]:
    """Media type and character set, in lower case; "" and utf-8 without a header. Problem 415 for another set."""
    header = request.headers.get("content-type", "")
    if not header:
        return "", "utf-8"
    message = Message()
    message["content-type"] = header
    charset = str(message.get_param("charset") or "utf-8").lower()
    if charset not in {"utf-8", "us-ascii", "ascii"}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", f"the body must be UTF-8, not {charset[:40]!r}"
        )
    return message.get_content_type() if "/" in header else header.strip()[:80], charset


async def read_body(request: Request, *, max_bytes: int) -> str:
    """The text of the body.

    Raises:
        Problem: 413 when it is longer, 408 when it comes too slowly, 400 when it breaks off.
        QueryError: it is not UTF-8.
    """
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > max_bytes:
        raise _too_large(max_bytes)
    parts, size = [], 0
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(GRACE_S) as limit:
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > max_bytes:
                    raise _too_large(max_bytes)
                limit.reschedule(began + GRACE_S + size / LEAST_BYTES_S)
    except TimeoutError:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT,
            "too-slow",
            f"of the body {size} bytes came in {asyncio.get_running_loop().time() - began:.0f} seconds; send it faster",
            headers={"connection": "close"},
        ) from None
    except ClientDisconnect:
        # nobody reads this, but the log does not call it a fault of ours
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-request", "the body broke off before its end") from None
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"the body is not UTF-8: {error.reason} at byte {error.start}") from error


def _too_large(max_bytes: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", f"the body is larger than {max_bytes} bytes")
