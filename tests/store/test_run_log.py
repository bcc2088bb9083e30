"""The store's own records of its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreError
from kg.store import Run, WriteStore, add_run, runs

if TYPE_CHECKING:
    from pathlib import Path

FIRST = Run(action="build", started="2026-01-02T03:04:05Z", seconds=1.5, software="whodid@0", counts={"articles": 2})
SECOND = Run(action="delete", started="2026-01-03T03:04:05Z", seconds=0.1)


def test_runs_come_back_in_order(tmp_path: Path) -> None:
    WriteStore.open(tmp_path / "s").close()
    assert runs(tmp_path / "s") == []
    add_run(tmp_path / "s", FIRST)
    add_run(tmp_path / "s", SECOND)
    assert runs(tmp_path / "s") == [FIRST, SECOND]


def test_unfinished_line_is_passed_over(tmp_path: Path) -> None:
    WriteStore.open(tmp_path / "s").close()
    add_run(tmp_path / "s", FIRST)
    with (tmp_path / "s" / "runs.jsonl").open("a") as file:
        file.write('{"action": "bui')
    assert runs(tmp_path / "s") == [FIRST]
    add_run(tmp_path / "s", SECOND)
    assert runs(tmp_path / "s") == [FIRST, SECOND]


def test_no_log_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        add_run(tmp_path / "none", FIRST)
