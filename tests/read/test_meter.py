"""How much was read: what the time left is told from."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from kg.read import Meter, read_articles

if TYPE_CHECKING:
    from pathlib import Path


def test_bytes_of_files_and_folders_are_counted_up_to_their_sum(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"Troops left town {number} on Monday. " * 40}) + "\n" for number in range(200))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(lines)
    (tmp_path / "in" / ".hidden").write_text("not read")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    inputs = [tmp_path / "in", tmp_path / "b.jsonl.gz"]
    meter = Meter(inputs)
    assert meter.total == len(lines) + (tmp_path / "b.jsonl.gz").stat().st_size
    seen = [meter.done for _ in read_articles(inputs, meter=meter)]
    assert seen == sorted(seen)
    assert 0 < seen[0] < len(lines) < seen[-1] <= meter.total
    assert meter.done == meter.total


def test_there_is_no_total_of_what_is_no_file_of_this_machine(tmp_path: Path) -> None:
    assert Meter(["-"]).total is None
    assert Meter(["memory://a.jsonl", tmp_path]).total is None
