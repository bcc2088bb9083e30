"""Headers of answers as ASGI has them, (name in lower case, value) in bytes: every answer passes here several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import Message

RawHeaders = tuple[tuple[bytes, bytes], ...]

_VARY = b"vary"


def raw(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as bytes."""
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())


def add_missing(message: Message, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Adds to the start of an answer those that it has not."""
    there = message["headers"]
    names = {name for name, _ in there}
    message["headers"] = [*there, *(pair for pair in headers if pair[0] not in names)]


def vary_by(message: Message, name: bytes) -> None:
    """Adds a name to the `Vary` of an answer (RFC 9110, section 12.5.5), unless it is there."""
    for index, (header, value) in enumerate(message["headers"]):
        if header == _VARY:
            if name.lower() not in (part.strip() for part in value.lower().split(b",")):
                message["headers"][index] = (_VARY, value + b", " + name)
            return
    message["headers"].append((_VARY, name))


def value_of(message: Message, name: bytes) -> bytes:
    """Value of one of the headers, nothing when it is not there."""
    for header, value in message["headers"]:
        if header == name:
            return bytes(value)
    return b""
