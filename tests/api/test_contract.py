"""The OpenAPI document says what the service does: schemathesis asks it everything that the document allows, and not.

This is a short run. `KG_EXAMPLES=10 pytest tests/api/test_contract.py -s` is the whole one: every phase, more than
2,000 cases, and how many there were.
"""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SERVING = runpy.run_path(str(HERE / "serving.py"))
STORY = runpy.run_path(str(HERE / "conftest.py"))


EXAMPLES = int(os.environ.get("KG_EXAMPLES", "0"))
SEED = os.environ.get("KG_SEED", "7")
SHORT = ["--phases", "examples,fuzzing", "--max-examples", "6"]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_schemathesis_finds_nothing(tmp_path):
    store = STORY["build_store"](tmp_path / "store")
    served = SERVING["Served"](store, "--write-rate", "1000000", "--max-waiting", "1000000000", "--time-limit", "2")
    try:
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run",
            f"http://127.0.0.1:{served.port}/openapi.json", "-H", f"X-API-Key: {SERVING['WRITE_KEY']}",
            "--checks", "all", "--seed", SEED, "--continue-on-failure",
            *(["--max-examples", str(EXAMPLES)] if EXAMPLES else SHORT),
        ]  # fmt: skip
        hooks = {"SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")}
        done = subprocess.run(
            command, env=os.environ | hooks, capture_output=True, text=True, check=False, cwd=tmp_path
        )
    finally:
        served.stop()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    n_cases = int(re.search(r"(\d+) generated", done.stdout)[1])
    print(n_cases, "cases, seed", SEED)  # noqa: T201 -- the figure
    assert n_cases >= (2000 if EXAMPLES else 200)
