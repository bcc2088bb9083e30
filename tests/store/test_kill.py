"""Kill -9 at random moments of a build: the graph is as if undisturbed. `KG_KILL_ROUNDS=200` for the long run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("KG_KILL_ROUNDS", "8"))
SECONDS_PER_ROUND = 30


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(120 + ROUNDS * SECONDS_PER_ROUND)
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_builds_end_in_the_graph_of_an_undisturbed_one() -> None:
    script = Path(__file__).with_name("kill_rounds.py")
    finished = subprocess.run(
        [sys.executable, str(script), str(ROUNDS), "7"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:]
    assert f"{ROUNDS} of {ROUNDS} rounds" in finished.stdout
