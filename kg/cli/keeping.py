"""Commands that keep a store safe: `kg backup` and `kg restore`. Imports are inside: each loads only its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def backup(arguments: argparse.Namespace) -> int:
    """Writes the store to one file."""
    from kg.store.backup import backup

    kept = backup(arguments.store, arguments.file)
    print(f"{kept.articles} articles, {kept.quads} statements kept in {str(arguments.file)!r}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Makes a store of a backup."""
    from kg.store.backup import restore

    kept = restore(arguments.file, arguments.store)
    print(f"{kept.articles} articles, {kept.quads} statements restored")
    return 0
