"""Runs the notebooks in their order, from nothing, without a network; `make notebooks` keeps what they put out.

They share one folder, and so the store that the first one builds, as they do for who works through them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OFFLINE = Path(__file__).with_name("offline")
TIME_LIMIT_S = 120
"""For one cell; a notebook is to take less than two minutes as a whole."""


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook as it is committed."""
    return nbformat.read(path, as_version=4)


def executed(folder: Path) -> Iterator[tuple[Path, nbformat.NotebookNode]]:
    """Each notebook with its outputs, all run in one folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(OFFLINE), str(ROOT)]),
        "IPYTHONDIR": str(folder / ".ipython"),
        "PYTHONWARNINGS": "default",
    }
    for path in NOTEBOOKS:
        notebook = read(path)
        client = NotebookClient(
            notebook,
            timeout=TIME_LIMIT_S,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,  # what is printed comes in one piece or several, as the machine has time
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env=environment)
        notebook.metadata = nbformat.from_dict(
            {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            }
        )
        yield path, notebook


def main() -> None:
    """Writes the notebooks with the outputs of today."""
    with tempfile.TemporaryDirectory() as folder:
        for path, notebook in executed(Path(folder)):
            nbformat.write(notebook, path)
            sys.stdout.write(f"{path.name}  {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
