"""The limits that the process of free SPARQL sets itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COUNT = """
import os, sys
from pathlib import Path
from kg.query.worker import _give_up_files
held = [os.open(os.devnull, os.O_RDONLY) for _ in range(6)]
for file in held[1:4:2]:
    os.close(file)  # gaps below the last one
_give_up_files(Path(sys.argv[1]))
n = 0
try:
    while n < 100:
        os.open(os.devnull, os.O_RDONLY)
        n += 1
except OSError:
    pass
print(n)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("n_tables", [0, 1, 2, 3, 7])
def test_as_many_files_can_be_opened_as_tables_are_left_to_open(tmp_path: Path, n_tables: int) -> None:
    for number in range(n_tables):
        (tmp_path / f"{number:06}.sst").touch()
    done = subprocess.run([sys.executable, "-c", COUNT, tmp_path], capture_output=True, text=True, check=True)
    assert int(done.stdout) == n_tables
