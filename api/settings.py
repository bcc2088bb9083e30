"""What the service is started with: all of it passed in, nothing read while it runs."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, cause
from kg.query.sparql import Limits
from kg.settings import serve_value
from kg.store.home import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_VARIABLE = "KG_KEY"
WRITE_KEY_VARIABLE = "KG_WRITE_KEY"
_ORIGIN = re.compile(r"https?://[^\s/?#@,*]+")
_LEAST_KEY = 16
"""Shortest key, in characters; shorter ones are guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLimits:
    """What one may hand in.

    Attributes:
        body_bytes: largest body of one request.
        articles: most articles of one request.
        waiting: most articles that wait in all jobs; more are turned away with 503.
        per_minute: requests that write, in this process; more are turned away with 429.
    """

    body_bytes: int = 20_000_000
    articles: int = 1_000
    waiting: int = 10_000
    per_minute: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Settings of one service.

    Attributes:
        store: folder or address of the store; it may be made later, the service answers 503 until then.
        host: address to listen on.
        key: what every request must bring; None is allowed on a loopback address only.
        write_key: what a request must bring that adds or removes articles; None makes the service read only. It opens
            reading as well.
        limits: what one free SPARQL query may use.
        write_limits: what one may hand in.
        n_workers: free SPARQL queries at one time.
        is_indexed: whether to use and make the index of the store (`kg.query.index`).
        cors_origins: origins (`https://site.example`) whose pages a browser may let read the answers; `*` for all, with
            a key only.
    """

    store: Path | str
    host: str = "127.0.0.1"
    key: str | None = field(default=None, repr=False)
    write_key: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)
    write_limits: WriteLimits = field(default_factory=WriteLimits)
    n_workers: int = 2
    is_indexed: bool = True
    cors_origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, key in (("key", self.key), ("write key", self.write_key)):
            if key is not None and len(key) < _LEAST_KEY:
                raise KgError(f"the {name} has {len(key)} characters; give at least {_LEAST_KEY}")
        if self.write_key is not None and is_address(self.store):
            raise KgError("articles are added over HTTP to a store in a folder only; leave the write key out")
        if self.key is not None and self.key == self.write_key:
            raise KgError("the key and the write key are the same; who may read could then write; set two")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How the service runs: the port (0 for a free one), processes that answer, and seconds to end open requests."""

    port: int = 8000
    n_processes: int = 1
    grace_s: int = 10


def settings_from(store: Path | str, given: Mapping[str, str | None]) -> tuple[ServiceSettings, ServerSettings]:
    """Settings from flags, environment and defaults, in this order; see `kg.settings.SERVE_SETTINGS`.

    Raises:
        KgError: a value is wrong; one sentence says which.
    """

    def text(name: str) -> str:
        return serve_value(name, given.get(name))

    def number(name: str, *, least: int = 1, most: int = 10**9) -> int:
        value = text(name)
        if not re.fullmatch(r"[0-9]{1,10}", value) or not least <= int(value) <= most:
            raise KgError(f"{name} must be a whole number from {least} to {most}, not {value[:40]!r}")
        return int(value)

    service = ServiceSettings(
        store=store,
        host=text("host"),
        key=_key(KEY_VARIABLE, text("key_file")),
        write_key=_key(WRITE_KEY_VARIABLE, text("write_key_file")),
        limits=Limits(
            time_s=number("time_limit", most=3600), memory_mb=number("memory_limit", least=64), rows=number("max_rows")
        ),
        write_limits=WriteLimits(
            body_bytes=number("max_body", most=1000) * 1_000_000,
            waiting=number("max_waiting"),
            per_minute=number("write_rate"),
        ),
        n_workers=number("queries", most=64),
        cors_origins=tuple(text("cors").replace(",", " ").split()),
    )
    server = ServerSettings(
        port=number("port", least=0, most=65535),
        n_processes=number("workers", most=64),
        grace_s=number("grace", least=0, most=3600),
    )
    return service, server


def _key(variable: str, file: str) -> str | None:
    """The key in a file, else in the environment; None when neither is set."""
    if not file:
        return os.environ.get(variable) or None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise KgError(
            f"the key file {file!r} cannot be read ({cause(exc)}); give a file that holds the key alone"
        ) from exc


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost may be anything."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
