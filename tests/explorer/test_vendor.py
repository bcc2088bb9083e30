"""The files of others are those that were reviewed, with their licences, and they reach those who install."""

import json
import runpy
import tomllib
from pathlib import Path

import pytest

from kg.settings import VENDOR, vendored

ROOT = Path(__file__).parents[2]
PARTS = tomllib.loads((VENDOR / "parts.toml").read_text(encoding="utf-8"))["part"]


def test_every_file_is_as_locked():
    assert runpy.run_path(str(ROOT / ".ci" / "vendor.py"))["differences"]() == []


def test_a_changed_file_would_be_seen(tmp_path, monkeypatch):
    (tmp_path / "d3-1").mkdir()
    (tmp_path / "d3-1" / "d3.js").write_text("changed")
    (tmp_path / "d3-1" / "more.js").write_text("new")
    lock = [{"folder": "d3-1", "sha256": {"d3.js": "0" * 64, "gone.js": "0" * 64}}]
    (tmp_path / "lock.json").write_text(json.dumps(lock))
    differences = runpy.run_path(str(ROOT / ".ci" / "vendor.py"))["differences"]
    monkeypatch.setitem(differences.__globals__, "VENDOR", tmp_path)
    assert differences() == ["d3-1/d3.js: changed", "d3-1/gone.js: missing", "d3-1/more.js: not in the lock"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part["package"])
def test_every_part_has_its_files_and_licence(part):
    folder = vendored(part["package"])
    assert folder.name.endswith(part["version"])
    assert {*part["files"].values()} <= {path.name for path in folder.iterdir()}
    assert len((folder / "LICENSE").read_text(encoding="utf-8")) > 500
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    assert f"{part['package']} {part['version']}" in told
    for spec in part.get("bundled", ()):
        assert spec in (folder / "BUNDLED.txt").read_text(encoding="utf-8")


def test_all_of_it_stays_small():
    assert sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file()) < 4_000_000
