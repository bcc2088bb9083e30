"""The store's own records of its runs, with clock times: one JSON object a line (`runs.jsonl`), part of no export.

The clock belongs to the caller. A line that a killed process left unfinished is passed over.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from kg.store.home import home_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run.

    Attributes:
        action: what was done: `build`, `delete`.
        started: time of the start, ISO 8601 in UTC; `ReadStore.written_in` names the run of an article by it.
        seconds: how long it took.
        software: name and version of software and model.
        counts: articles, events, … by name.
    """

    action: str
    started: str
    seconds: float
    software: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def add_run(location: Path | str, run: Run) -> None:
    """Adds a run to the log of the store at this place; StoreError when it cannot be written."""
    home_of(location).add_run(json.dumps(asdict(run), sort_keys=True))


def runs(location: Path | str) -> list[Run]:
    """All runs of the store at this place, oldest first; StoreError when there is no store."""
    parsed = (_parsed(line) for line in home_of(location).runs())
    return [run for run in parsed if run is not None]


def _parsed(line: str) -> Run | None:
    try:
        return Run(**json.loads(line))
    except (ValueError, TypeError):
        return None
