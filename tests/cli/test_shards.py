"""`kg extract --out` and `kg load` on the command line; what they do is tested in `tests/shards`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

pytestmark = pytest.mark.model


def test_shards_are_made_told_about_and_loaded(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    rows = [{"id": f"a{number}", "text": "Gunmen killed two policemen in Mosul on Monday."} for number in range(3)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows) + '{"title": "no words"}\n')
    out, store = tmp_path / "out", tmp_path / "store"
    made = kg("extract", source, "--out", out, "--shard-size", 2, "--workers", 1)
    assert made.status == 0
    assert "3 read, 1 inputs rejected" in made.out
    assert f"kg load {out}" in made.out
    assert "a.jsonl:4: the record has no 'text'" in made.err
    assert "2 of them there before" in kg("extract", source, "--out", out, "--shard-size", 2, "--workers", 1).out
    loaded = kg("load", out, "--store", store)
    assert (loaded.status, "3 new" in loaded.out) == (0, True)
    assert kg("load", out, "--store", store, "--strict").status == 1
    assert "1 of 1 events" in kg("events", "--store", store).out


def test_what_is_no_shard_or_cluster_is_one_sentence(
    kg: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pools.CONNECT_S", 1)
    outcome = kg("load", tmp_path / "nothing", "--store", tmp_path / "store")
    assert outcome.status == 1
    assert outcome.err.startswith(f"kg: '{tmp_path}/nothing' holds no finished shards")
    source = tmp_path / "a.txt"
    source.write_text("Gunmen killed two policemen in Mosul on Monday.")
    outcome = kg("extract", source, "--scheduler", "tcp://127.0.0.1:1")
    assert outcome.status == 1
    assert outcome.err.startswith("kg: no Dask scheduler answers at 'tcp://127.0.0.1:1'")
    assert outcome.err.count("\n") == 1
