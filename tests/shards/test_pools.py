"""Worker processes: how they begin and end, and that they alone keep what they loaded out of the collector's way."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from kg import pools
from kg.store import WriteStore

HERE = Path(__file__).parent


def test_only_a_worker_keeps_the_collector_off_what_is_loaded() -> None:
    before = gc.get_freeze_count()
    pools.keep_what_is_loaded()
    assert gc.get_freeze_count() == before
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(gc.get_freeze_count) == 0
        pool.apply(pools.keep_what_is_loaded)
        assert pool.apply(gc.get_freeze_count) > 1000


def test_builds_collect_rarely_and_leave_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    one, two = pools.collecting_rarely(), pools.collecting_rarely()
    one.__enter__()
    assert gc.get_threshold()[0] > before[0]
    two.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] > before[0], "the other build still lasts"
    two.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_a_collector_that_is_switched_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with pools.collecting_rarely():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


_loaded: list[int] = []


def _load() -> None:
    _loaded.append(os.getpid())


def _square(number: int) -> tuple[int, int, tuple[int, ...]]:
    return number * number, os.getpid(), tuple(_loaded)


_COPIES = """
import os
from kg import pools
import test_pools

if __name__ == "__main__":
    with pools.opened(workers=2, scheduler=None, prepare=test_pools._load) as pool:
        assert not test_pools._loaded, "nothing is loaded before there is a task"
        results = list(pool.in_order(test_pools._square, range(20)))
    assert [square for square, _, _ in results] == [number * number for number in range(20)]
    assert os.getpid() not in {process for _, process, _ in results}
    assert {loaded for _, _, loaded in results} == {(os.getpid(),)}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes do not begin as copies")
def test_workers_begin_as_copies_with_what_was_loaded_once() -> None:
    """In a process of its own: this one may have threads of other tests."""
    subprocess.run([sys.executable, "-c", _COPIES], check=True, env=os.environ | {"PYTHONPATH": str(HERE)})


def test_beside_another_thread_workers_begin_anew() -> None:
    _loaded.clear()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with pools.opened(workers=2, scheduler=None, prepare=_load) as pool:
            results = list(pool.in_order(_square, range(4)))
    finally:
        done.set()
        thread.join()
    assert [(square, loaded) for square, _, loaded in results] == [(0, ()), (1, ()), (4, ()), (9, ())]


_WRITER = """
import os, sys, time, threading
from kg import pools
from kg.store import WriteStore

if __name__ == "__main__":
    if sys.argv[2] == "anew":
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    with WriteStore.open(sys.argv[1]) as store, pools.opened(workers=2, scheduler=None) as pool:
        for process in pool.in_order(os.getpgid, [0, 0, 0], ahead=0):
            print(process, flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["as copies", "anew"])
def test_workers_end_with_a_killed_writer_and_let_the_next_one_in(tmp_path: Path, how: str) -> None:
    script = tmp_path / "writer.py"
    script.write_text(_WRITER, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "store"), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as writer:
        assert writer.stdout is not None
        groups = {int(writer.stdout.readline()) for _ in range(3)}
        assert groups == {writer.pid}
        assert len(_members(writer.pid)) >= 3, "the writer and its workers"
        writer.kill()
        writer.wait()
        with WriteStore.open(tmp_path / "store"):
            pass
        ends = time.monotonic() + 20
        while _members(writer.pid) and time.monotonic() < ends:
            time.sleep(0.05)
        assert not _members(writer.pid)


def _members(group: int) -> list[int]:
    """Processes of a group that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of_group = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                found.append(int(stat.parent.name))
    return found
