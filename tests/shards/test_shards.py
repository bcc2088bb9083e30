"""Shards: what is in them, that they are made once, and that the graph from them is that of one process."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import fsspec
import pytest
from pyarrow import parquet

from kg import settings
from kg.errors import LocationError
from kg.model import Article
from kg.read import read_articles
from kg.shards import ShardReport, load_shards, make_shards
from kg.store.record_lines import records_in
from tests.shards.conftest import N_ARTICLES, dumped

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

MODEL = str(settings.DEFAULT_MODEL)


def make(source: Path, out: Path | str, **options: int) -> ShardReport:
    return make_shards([source], str(out), model=MODEL, **({"workers": 1, "shard_size": 5} | options))  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="session")
def shards(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five shards of five lines each; tests must not change them."""
    out = tmp_path_factory.mktemp("shards") / "out"
    report = make(source, out)
    assert (report.shards, report.kept, report.articles, len(report.rejected)) == (5, 0, N_ARTICLES, 1)
    return out


def test_the_graph_is_that_of_one_process(shards: Path, one_process: bytes, tmp_path: Path) -> None:
    report = load_shards([str(shards)], store=tmp_path / "store")
    assert (report.read, report.new, report.replaced, len(report.rejected)) == (N_ARTICLES, N_ARTICLES - 1, 1, 1)
    assert dumped(tmp_path / "store") == one_process
    again = load_shards([str(shards)], store=tmp_path / "store")
    assert again.new == 0
    assert dumped(tmp_path / "store") == one_process


def test_mentions_are_in_the_table_at_their_offsets(source: Path, shards: Path) -> None:
    texts = {}
    for item in read_articles([source]):
        if isinstance(item, Article):
            texts.setdefault(item.id, []).append(item.text)
    n_rows = 0
    for path in sorted(shards.glob("*.parquet")):
        for row in parquet.read_table(path).to_pylist():
            n_rows += 1
            assert row["text"] in {text[row["start"] : row["end"]] for text in texts[row["article"]]}
            assert row["iri"].endswith(f"#{row['local']}")
            assert (row["kind"] == "event") == (row["type"] is not None)
    assert n_rows == sum(json.loads(path.read_bytes())["mentions"] for path in shards.glob("0*.json"))
    assert n_rows > 100


def test_the_quads_give_the_records_back(shards: Path) -> None:
    raw = gzip.decompress((shards / "000000.nq.gz").read_bytes())
    assert (
        len(list(records_in(io.BytesIO(raw), name="x")))
        == json.loads((shards / "000000.json").read_bytes())["articles"]
    )


def test_finished_shards_are_kept_and_what_misses_is_made_the_same(source: Path, shards: Path, tmp_path: Path) -> None:
    whole = contents(shards)
    out = tmp_path / "out"
    out.mkdir()
    for name, raw in whole.items():
        (out / name).write_bytes(raw)
    assert make(source, out).kept == 5
    (out / "000001.json").unlink()
    (out / "000002.json").write_bytes(whole["000002.json"][:40])  # broke off
    (out / "000003.nq.gz").write_bytes(whole["000003.nq.gz"][:-9])
    report = make(source, out)
    assert (report.shards, report.kept) == (5, 2)
    assert contents(out) == whole


def test_a_changed_line_makes_its_shard_anew_and_a_shorter_input_leaves_none_over(
    source: Path, shards: Path, tmp_path: Path
) -> None:
    lines = source.read_text(encoding="utf-8").splitlines()[:12]
    lines[6] = json.dumps({"id": "new", "text": "Gunmen killed two policemen in Mosul on Monday."})
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    for name, raw in contents(shards).items():
        (out / name).write_bytes(raw)
    report = make(changed, out)
    # Refusals name the file, so that the shard with the refused line differs as well.
    assert (report.shards, report.kept) == (3, 1)
    assert sorted(path.name for path in out.glob("*.json")) == [
        "000000.json",
        "000001.json",
        "000002.json",
        "shards.json",
    ]


def test_shards_may_lie_in_any_file_system(source: Path, shards: Path, one_process: bytes, tmp_path: Path) -> None:
    address = "memory://bucket/shards"
    make(source, address)
    files = fsspec.filesystem("memory")
    assert {name: files.cat_file(f"/bucket/shards/{name}") for name in contents(shards)} == contents(shards)
    assert make(source, address).kept == 5
    load_shards([address], store=tmp_path / "store")
    assert dumped(tmp_path / "store") == one_process


def test_unfinished_and_damaged_shards_are_refused_in_one_sentence(shards: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with pytest.raises(LocationError, match="holds no finished shards; run `kg extract"):
        load_shards([str(tmp_path / "none")], store=store)
    out = tmp_path / "out"
    out.mkdir()
    for name, raw in contents(shards).items():
        (out / name).write_bytes(raw)
    (out / "000002.nq.gz").write_bytes(b"x")
    with pytest.raises(LocationError, match=r"000002\.nq\.gz in .* is not as it was written"):
        load_shards([str(out)], store=store)
    (out / "shards.json").unlink()
    with pytest.raises(LocationError, match="no finished shards"):
        load_shards([str(out)], store=store)


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(source: Path, shards: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kg", "extract", str(source), "--out", str(out), "--shard-size", "5"]
    process = subprocess.Popen([*command, "--workers", "1"], start_new_session=True)
    deadline = time.monotonic() + 120
    while not (out / "000001.json").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (out / "shards.json").exists()
    n_made = len(list(out.glob("0*.json")))
    report = make(source, out)
    assert report.kept >= 2
    assert report.kept == n_made
    assert contents(out) == contents(shards)
