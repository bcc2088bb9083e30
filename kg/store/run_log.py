"""The store's own records of its runs, with clock times: `runs.jsonl`, one object a line, part of no export.

The clock belongs to the caller. A line that a killed process left unfinished is passed over.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from kg.store.folder import Folder, writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run.

    Attributes:
        action: what was done: `build`, `delete`.
        started: time of the start, ISO 8601 in UTC.
        seconds: how long it took.
        software: name and version of software and model.
        counts: articles, events, … by name.
    """

    action: str
    started: str
    seconds: float
    software: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def add_run(path: Path | str, run: Run) -> None:
    """Adds a run to the log of the store at this path; StoreError when it cannot be written."""
    folder = Folder(path)
    folder.check()
    line = json.dumps(asdict(run), sort_keys=True) + "\n"
    with writing(folder.path):
        # One write at the end of the file: lines of two processes never mix, and an unfinished line stays one line.
        descriptor = os.open(folder.runs, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            size = os.fstat(descriptor).st_size
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, (b"\n" if torn else b"") + line.encode())
        finally:
            os.close(descriptor)


def runs(path: Path | str) -> list[Run]:
    """All runs of the store at this path, oldest first; StoreError when there is no store."""
    folder = Folder(path)
    folder.check()
    try:
        lines = folder.runs.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    parsed = (_parsed(line) for line in lines)
    return [run for run in parsed if run is not None]


def _parsed(line: str) -> Run | None:
    try:
        return Run(**json.loads(line))
    except (ValueError, TypeError):
        return None
