"""whodid: read → parse → extract → resolve → merge → store → query; `kg.build` calls the stages in that order.

From Python the way in is a `Graph`, which answers what the command `kg` and the service answer:

    >>> import kg
    >>> graph = kg.open("kg-store")
    >>> graph.events(agent="United States", place="Iraq", from_="2020-01")

Importing `kg` loads nothing else: what `open` needs is loaded when it is called, the language model with the first
article that is added.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

__all__ = ["open", "samples"]

# What a library logs is its user's to show; without a handler Python would print warnings to standard error.
logging.getLogger(__name__).addHandler(logging.NullHandler())


def open(store: Path | str | None = None, *, create: bool = False, model: str | None = None) -> Graph:
    """The graph of a store.

    Args:
        store: folder, or `http(s)://` address of a SPARQL server; `$KG_STORE`, else `./kg-store`, when None.
        create: allow a store that is not there yet: it is made with the first article that is added.
        model: name or path of the spaCy pipeline for `add`; `$KG_MODEL`, else the shipped one, when None.

    Raises:
        StoreError: there is no store there, and `create` is False; or it cannot be read.
    """
    from kg.graph import Graph

    return Graph(store, create=create, model=model)


def samples(store: Path | str = "sample-store") -> Graph:
    """The graph of the sample articles, built in this folder where that was not done yet (some 20 seconds)."""
    from kg import settings

    graph = open(store, create=True)
    graph.add(settings.SAMPLES)
    return graph
