"""Real SPARQL servers for the tests: Oxigraph's from PyPI, and Virtuoso where its Debian package is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = {port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class OxigraphServer:
    """`oxigraph serve`, in memory, or in a folder."""

    name = "oxigraph"

    def __init__(self, folder: Path | None = None) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        binary = Path(sys.executable).with_name("oxigraph")
        place = [] if folder is None else ["--location", str(folder)]
        self._process = subprocess.Popen(
            [str(binary), "serve", *place, "--bind", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.address, self._process)

    @property
    def pid(self) -> int:
        return self._process.pid

    def clear(self) -> None:
        requests.post(f"{self.address}/update", data={"update": "CLEAR ALL"}, timeout=30).raise_for_status()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


class VirtuosoServer:
    """`virtuoso-t` with its first user, in a folder of its own."""

    name = "virtuoso"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / "virtuoso.ini"
        settings.write_text(VIRTUOSO_INI.format(folder=folder, sql=free_port(), port=port))
        self.address = f"http://dba:dba@127.0.0.1:{port}"
        binary = shutil.which("virtuoso-t")
        assert binary is not None
        self._process = subprocess.Popen(
            [binary, "-f", "-c", str(settings)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(f"http://127.0.0.1:{port}/sparql", self._process)

    @property
    def pid(self) -> int:
        return self._process.pid

    def clear(self) -> None:
        from kg.store.server import Server

        server = Server(self.address)
        graphs = " ; ".join(f"DROP SILENT GRAPH {graph}" for graph in [*server.graphs(), server.books])
        server.update(graphs)
        server.close()

    def stop(self, *, is_kept: bool = False) -> None:
        """Ends it; where its folder is to be used again, once all is written."""
        if is_kept:
            self._process.terminate()
        else:
            self._process.kill()
        self._process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} ended with {process.returncode}")
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"no answer from {address}")


def why_not(name: str) -> str | None:
    """Why a server cannot be started here; None when it can."""
    if name == "virtuoso" and shutil.which("virtuoso-t") is None:
        return "needs Virtuoso: apt-get install virtuoso-opensource"
    if name == "oxigraph" and not os.access(Path(sys.executable).with_name("oxigraph"), os.X_OK):
        return "needs the package oxigraph: pip install --group dev"
    return None
