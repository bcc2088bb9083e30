"""Packages that only notebooks need: pandas for tables, matplotlib for still pictures.

They are no plain dependencies: building, serving and the command line never load them, and they would more than double
what an installation of the service weighs.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import ExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = {"pandas": "tables", "matplotlib": "pictures"}


@contextmanager
def extra() -> Iterator[None]:
    """Says in a sentence how to get what an import within it did not find; ExtraError."""
    try:
        yield
    except ModuleNotFoundError as exc:
        package = (exc.name or "").partition(".")[0]
        if package not in PACKAGES:
            raise
        raise ExtraError(
            f"{PACKAGES[package]} need {package}, which is not installed; pip install 'whodid[notebooks]'"
        ) from exc
