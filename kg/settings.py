"""Where things are: the store's folder, the shipped model and samples. Environment first, then defaults."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

ASSETS = Path(str(files("kg"))) / "assets"
DEFAULT_MODEL = ASSETS / "model"
SAMPLES = ASSETS / "samples"
STORE_MARK = "whodid.json"
"""The file by which a folder is known as a store: those who read folders of articles leave such a one alone."""
VENDOR = ASSETS / "vendor"
"""Scripts, styles and outlines of others, for pages and notebooks, unchanged; `lock.json` there names them all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command needs to know; flags overrule it.

    Attributes:
        store: folder or http(s) address of the store (`KG_STORE`, else `./kg-store`).
        model: name or path of the spaCy pipeline (`KG_MODEL`, else the shipped one).
    """

    store: Path | str
    model: str


def load() -> Settings:
    """Settings from the environment."""
    return Settings(
        store=location(os.environ.get("KG_STORE") or "kg-store"),
        model=os.environ.get("KG_MODEL") or str(DEFAULT_MODEL),
    )


def location(text: str) -> Path | str:
    """Where a store is: a path, or an address as it stands (a path would lose one of its slashes)."""
    return text if text.startswith(("http://", "https://")) else Path(text)


@cache
def vendored(package: str) -> Path:
    """The folder of a vendored package, by its name on npm (`sigma`, `@observablehq/plot`); KeyError for others."""
    lock: list[dict[str, str]] = json.loads((VENDOR / "lock.json").read_text(encoding="utf-8"))
    return VENDOR / {part["package"]: part["folder"] for part in lock}[package]


def software() -> str:
    """`whodid@<version>`, as recorded with every article."""
    return f"whodid@{software_version()}"


@cache
def software_version() -> str:
    """The version of the installed package; reading it takes half a millisecond."""
    return version("whodid")


@dataclass(frozen=True, slots=True)
class ServeSetting:
    """One setting of `kg serve`: its flag is `--name`, with dashes; values are checked by the service."""

    name: str
    variable: str
    default: str
    metavar: str
    meaning: str


SERVE_SETTINGS = (
    ServeSetting("host", "KG_HOST", "127.0.0.1", "ADDRESS", "address to listen on; one that others reach needs a key"),
    ServeSetting("port", "KG_PORT", "8000", "N", "port to listen on, 0 for a free one"),
    ServeSetting("workers", "KG_WORKERS", "1", "N", "processes that answer"),
    ServeSetting("queries", "KG_QUERIES", "2", "N", "SPARQL queries at one time, per process"),
    ServeSetting("time_limit", "KG_TIME_LIMIT", "10", "SECONDS", "time after which a SPARQL query is stopped"),
    ServeSetting("memory_limit", "KG_MEMORY_LIMIT", "1024", "MIB", "private memory of one SPARQL query"),
    ServeSetting("max_rows", "KG_MAX_ROWS", "100000", "N", "most rows or triples of a SPARQL answer"),
    ServeSetting("cors", "KG_CORS", "", "ORIGINS", "origins whose pages may read the answers, separated by blanks"),
    ServeSetting("key_file", "KG_KEY_FILE", "", "FILE", "file with the key for every request, instead of $KG_KEY"),
    ServeSetting(
        "write_key_file", "KG_WRITE_KEY_FILE", "", "FILE", "file with the key for writing, instead of $KG_WRITE_KEY"
    ),
    ServeSetting("max_body", "KG_MAX_BODY", "20", "MB", "largest body of a request that adds articles"),
    ServeSetting("max_waiting", "KG_MAX_WAITING", "10000", "N", "most articles that wait to be added"),
    ServeSetting("write_rate", "KG_WRITE_RATE", "120", "N", "requests per minute that write, per process"),
    ServeSetting("grace", "KG_GRACE", "10", "SECONDS", "time that open requests get when the service ends"),
)
"""Every setting of the service; the flag goes before the environment, the environment before the default."""


def serve_value(name: str, given: str | None) -> str:
    """The value of a setting: as given by flag, else of the environment, else the default."""
    (setting,) = (setting for setting in SERVE_SETTINGS if setting.name == name)
    return given if given is not None else os.environ.get(setting.variable) or setting.default
