"""The OpenAPI document says what the service does: schemathesis asks it everything that the document allows, and not.

The whole run, of more than 2,000 cases, is a command of docs/http.md; this is a short one.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SERVING = runpy.run_path(str(HERE / "serving.py"))
STORY = runpy.run_path(str(HERE / "conftest.py"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_schemathesis_finds_nothing(tmp_path):
    store = STORY["build_store"](tmp_path / "store")
    served = SERVING["Served"](store, "--write-rate", "1000000", "--max-waiting", "1000000000", "--time-limit", "2")
    try:
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run",
            f"http://127.0.0.1:{served.port}/openapi.json", "-H", f"X-API-Key: {SERVING['WRITE_KEY']}",
            "--checks", "all", "--phases", "examples,fuzzing", "--max-examples", "6", "--seed", "7",
            "--continue-on-failure",
        ]  # fmt: skip
        hooks = {"SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")}
        done = subprocess.run(
            command, env=os.environ | hooks, capture_output=True, text=True, check=False, cwd=tmp_path
        )
    finally:
        served.stop()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout or "failures" not in done.stdout.rpartition("=====")[0][-300:]
