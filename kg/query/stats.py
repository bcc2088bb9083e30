"""What a store holds and what made it: counts, sizes and versions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.query.catalog import Catalog
from kg.settings import software_version
from kg.store import ReadStore
from ontology import EVENTS

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.rows import Json


def store_stats(path: Path | str) -> Json:
    """Names and values for people, in order; StoreError when there is no store."""
    with ReadStore.open(path) as store:
        stats = catalog_stats(Catalog(store))
        n_bytes = store.n_bytes()
    extractors = stats.pop("extractors")
    counts = stats.pop("counts")
    if not isinstance(extractors, dict) or not isinstance(counts, dict):
        raise StoreError("the store's counts cannot be read; build it again")
    read_by = ", ".join(f"{name} ({n_articles} articles)" for name, n_articles in extractors.items()) or "-"
    return {
        **counts,
        "megabytes": "-" if n_bytes is None else round(n_bytes / 1e6, 1),
        **stats,
        "extracted by": read_by,
    }


def catalog_stats(catalog: Catalog) -> Json:
    """Versions of software and ontology, number of the snapshot, counts, and articles by what extracted them."""
    return {
        "version": software_version(),
        "ontology": ontology_version(),
        "generation": catalog.store.generation,
        "counts": dict(catalog.counts()),
        "extractors": catalog.extractors(),
    }


@lru_cache(maxsize=1)
def ontology_version() -> str:
    """Version of the ontology, from its own file."""
    stated = re.search(r'owl:versionInfo "([^"]+)"', EVENTS.read_text(encoding="utf-8"))
    if stated is None:
        raise StoreError(f"{str(EVENTS)!r} states no version; reinstall whodid")
    return stated.group(1)
