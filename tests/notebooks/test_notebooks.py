"""The notebooks run from nothing, without a network, and what they show is what they put out today.

After a change of the extraction they show something else: `make notebooks` writes it anew, and the difference is read.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REFRESH = runpy.run_path(str(Path(__file__).with_name("refresh.py")))
NOTEBOOKS: list[Path] = REFRESH["NOTEBOOKS"]
MAX_BYTES = 400_000
MAX_SECONDS = 120


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict, float]]:
    """Each notebook with its outputs, and the seconds it took."""
    found = {}
    began = time.monotonic()
    for path, notebook in REFRESH["executed"](tmp_path_factory.mktemp("notebooks")):
        found[path.name] = notebook, time.monotonic() - began
        began = time.monotonic()
    return found


def _outputs(notebook) -> Iterator[dict]:
    for cell in notebook.cells:
        yield from cell.get("outputs", ())


def _texts(notebook) -> list[str]:
    """What each cell puts out as text, errors included; pictures and pages differ by library and are left out."""
    return [
        output.get("text") or output.get("data", {}).get("text/plain") or "\n".join(output.get("traceback", ()))
        for output in _outputs(notebook)
    ]


def test_there_are_five_in_their_order():
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_puts_out_today(path, executed):
    notebook, seconds = executed[path.name]
    assert not [output for output in _outputs(notebook) if output.output_type == "error"]
    assert not [output for output in _outputs(notebook) if output.get("name") == "stderr"]
    assert seconds < MAX_SECONDS
    assert _texts(notebook) == _texts(REFRESH["read"](path)), "run `make notebooks` and read the difference"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_committed_notebook_is_small_and_says_nothing_of_whose_machine_it_ran_on(path):
    content = path.read_text(encoding="utf-8")
    assert len(content.encode()) <= MAX_BYTES
    notebook = REFRESH["read"](path)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert not [cell.metadata for cell in notebook.cells if cell.metadata]
    shown = json.dumps(list(_outputs(notebook)))
    assert not re.findall(r"/(?:home|Users|root|tmp|work|private|var)/\w+|[A-Z]:\\\\", shown)
    assert not re.findall(r"\b\d{2}:\d{2}:\d{2}\b", shown.replace("08:00:00", ""))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_shows_loads_nothing_from_elsewhere(path):
    outputs = list(_outputs(REFRESH["read"](path)))
    for output in outputs:
        page = output.get("data", {}).get("text/html", "")
        assert not re.findall(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)\s*=", page, re.IGNORECASE)
        assert not re.findall(r"(?:src|url)\s*[=(]\s*[\"'&quot;]*(?:https?:)?//", page, re.IGNORECASE)
        if "<iframe" in page:
            assert 'sandbox="allow-scripts" srcdoc="' in page
    assert not [output for output in outputs if "application/javascript" in output.get("data", {})]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    prose = "\n".join(cell.source for cell in REFRESH["read"](path).cells if cell.cell_type == "markdown")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", prose):
        assert (path.parent / target).exists(), target


def test_pictures_are_there_for_those_who_cannot_run_them():
    n_pictures = {
        path.stem: sum("image/png" in output.get("data", {}) for output in _outputs(REFRESH["read"](path)))
        for path in NOTEBOOKS
    }
    assert min(n_pictures[path.stem] for path in NOTEBOOKS if path.stem[:2] in ("01", "02", "03", "05")) >= 1
    assert n_pictures["03_actor_networks"] >= 4


def test_a_notebook_cannot_reach_the_network():
    """The kernels run under the same rule; without it the first line would not be an error."""
    code = (
        "import socket, urllib.request\n"
        "for address in (('192.0.2.1', 80), ('news.example', 80)):\n"
        "    try: socket.create_connection(address, timeout=2); print('reached')\n"
        "    except PermissionError as exc: print('refused')\n"
        "    except OSError as exc: print(type(exc).__name__)\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname()); print('own')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(REFRESH["OFFLINE"])},
    )
    first, second, own = done.stdout.split()
    assert first == "refused"
    assert second in ("refused", "gaierror")
    assert own == "own"
