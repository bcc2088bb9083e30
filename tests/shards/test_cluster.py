"""A Dask cluster of real processes on this machine, whose workers are killed while they work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kg import settings
from kg.build import Options, build
from kg.errors import PoolError
from kg.shards import load_shards, make_shards
from tests.shards.conftest import dumped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

distributed = pytest.importorskip("distributed")

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = str(settings.DEFAULT_MODEL)
N_WORKERS = 2


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scheduler with two worker processes, each under a nanny that starts it again when it dies."""
    tmp_path = tmp_path_factory.mktemp("cluster")
    found = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    common = ["--scheduler-file", str(found), "--no-dashboard"]
    place = ["--nworkers", str(N_WORKERS), "--nthreads", "1", "--local-directory", str(tmp_path / "dask")]
    processes = [
        subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *common], **quiet),
        subprocess.Popen([*dask, "worker", "--host", "127.0.0.1", *common, *place], **quiet),
    ]
    try:
        with _patient(60):
            while not found.exists():
                time.sleep(0.05)
        with distributed.Client(scheduler_file=str(found), set_as_default=False) as client:
            client.wait_for_workers(N_WORKERS, timeout=60)
            yield client.scheduler.address
    finally:
        for process in reversed(processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def _patient(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


class Killer(threading.Thread):
    """Kills a worker that is at work, after each of some moments; `killed` are the ids of the processes."""

    def __init__(self, scheduler: str, moments: list[int], out: Path) -> None:
        super().__init__()
        self.killed: list[int] = []
        self._scheduler = scheduler
        self._moments = moments
        self._out = out
        self.stopped = threading.Event()

    def run(self) -> None:
        with distributed.Client(self._scheduler, set_as_default=False) as client:
            for n_done in self._moments:
                while len(list(self._out.glob("0*.json"))) < n_done and not self.stopped.is_set():
                    time.sleep(0.02)
                busy = [worker for worker, tasks in client.processing().items() if tasks]
                if self.stopped.is_set() or not busy:
                    return
                (pid,) = client.run(os.getpid, workers=busy[:1]).values()
                os.kill(pid, signal.SIGKILL)
                self.killed.append(pid)


def test_workers_that_are_killed_lose_and_double_nothing(
    scheduler: str, source: Path, one_process: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    killer = Killer(scheduler, [1, 4], out)
    killer.start()
    report = make_shards([source], str(out), model=MODEL, shard_size=3, scheduler=scheduler)
    killer.stopped.set()
    killer.join()
    assert len(set(killer.killed)) == 2
    assert (report.shards, report.kept) == (9, 0)
    load_shards([str(out)], store=tmp_path / "store")
    assert dumped(tmp_path / "store") == one_process


def test_a_build_on_a_cluster_is_that_of_one_process(
    scheduler: str, source: Path, one_process: bytes, tmp_path: Path
) -> None:
    build([source], store=tmp_path / "store", options=Options(scheduler=scheduler))
    assert dumped(tmp_path / "store") == one_process


def test_a_scheduler_that_is_not_there_is_one_sentence(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pools.CONNECT_S", 1)
    with pytest.raises(PoolError, match="no Dask scheduler answers at"):
        make_shards([source], str(tmp_path / "out"), model=MODEL, scheduler="tcp://127.0.0.1:1")
