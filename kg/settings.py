"""Where things are: the store's folder, the shipped model and samples. Environment first, then defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

ASSETS = Path(str(files("kg"))) / "assets"
DEFAULT_MODEL = ASSETS / "model"
SAMPLES = ASSETS / "samples"


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


def software() -> str:
    """`whodid@<version>`, as recorded with every article."""
    return f"whodid@{version('whodid')}"
