"""What the service is started with: all of it passed in, nothing read while it runs."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query.sparql import Limits

if TYPE_CHECKING:
    from pathlib import Path

KEY_VARIABLE = "KG_KEY"
CORS_VARIABLE = "KG_CORS"
_ORIGIN = re.compile(r"https?://[^\s/?#@,*]+")
_LEAST_KEY = 16
"""Shortest key, in characters; shorter ones are guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Settings of one service.

    Attributes:
        store: folder or address of the store; it may be made later, the service answers 503 until then.
        host: address to listen on.
        key: what every request must bring; None is allowed on a loopback address only.
        limits: what one free SPARQL query may use.
        n_workers: free SPARQL queries at one time.
        cors_origins: origins (`https://site.example`) whose pages a browser may let read the answers; `*` for all, with
            a key only.
    """

    store: Path | str
    host: str = "127.0.0.1"
    key: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)
    n_workers: int = 2
    cors_origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.key is not None and len(self.key) < _LEAST_KEY:
            raise KgError(f"the key has {len(self.key)} characters; give at least {_LEAST_KEY}")
        if self.key is None and not is_loopback(self.host):
            raise KgError(
                f"{self.host!r} can be reached by others and no key is set; set {KEY_VARIABLE}, or listen on 127.0.0.1"
            )
        for origin in self.cors_origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise KgError(f"{origin!r} is no origin; give scheme, host and port alone, as in https://site.example")
        if "*" in self.cors_origins and self.key is None:
            raise KgError(
                f"`*` would let every page that a browser visits read the graph; name origins, or set {KEY_VARIABLE}"
            )


def key_from_environment() -> str | None:
    """The key in `KG_KEY`; None when it is not set or empty."""
    return os.environ.get(KEY_VARIABLE) or None


def origins_from_environment() -> tuple[str, ...]:
    """The origins in `KG_CORS`, separated by blanks or commas; none when it is not set."""
    return tuple(os.environ.get(CORS_VARIABLE, "").replace(",", " ").split())


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost may be anything."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
