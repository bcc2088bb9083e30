"""Keeps the process that adds articles: starts it for a job, again when it dies, and ends it with the service.

The service itself never loads the language model; it writes jobs down (`kg.jobs`), and `kg ingest` does them.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from api.settings import KEY_VARIABLE, WRITE_KEY_VARIABLE
from kg.errors import KgError
from kg.jobs import JobFolder
from kg.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

logger = logging.getLogger("api.keeper")

_POLL_S = 0.2
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_STEADY_S = 20.0
"""A process that lived so long did not die of its start; the wait begins anew."""


class Keeper:
    """Watches the jobs of one store, in a thread; use it in a `with` statement.

    Args:
        store: folder of the store, made when missing.
        idle_s: seconds without a job after which the process goes, and frees the model's memory.
        grace_s: seconds it gets to end its batch when the service ends; it loses nothing if it is killed then.
    """

    def __init__(self, store: Path, *, idle_s: int = 60, grace_s: float = 10) -> None:
        self._store = store
        self._jobs = JobFolder(store)
        self._idle_s = idle_s
        self._grace_s = grace_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._wait_s = _FIRST_WAIT_S
        self._not_before = 0.0

    def __enter__(self) -> Self:
        Folder(self._store).prepare()
        self._jobs.prepare()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # asks it to end after its batch
        try:
            process.wait(self._grace_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _watch(self) -> None:
        while not self._stopped.wait(_POLL_S):
            if self._process is not None and self._process.poll() is not None:
                self._bury(self._process)
            if self._process is None and time.monotonic() >= self._not_before and self._jobs.waiting():
                self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "kg", "ingest", "--store", str(self._store.absolute()), "--watched"]
        environment = {
            name: value for name, value in os.environ.items() if name not in {KEY_VARIABLE, WRITE_KEY_VARIABLE}
        }
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own command, of our own settings
                [*command, "--idle", str(self._idle_s)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches the service alone, which then ends it in order
            )
        except OSError as exc:
            logger.error("the process that adds articles cannot be started: %s", exc)  # noqa: TRY400 -- no traceback
            self._put_off()
            return
        self._started = time.monotonic()
        logger.info("the process that adds articles started: %s", self._process.pid)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            process.stdin.close()
        self._process = None
        if process.returncode == 0:
            logger.info("the process that adds articles ended, as there is nothing to do")
            self._wait_s = _FIRST_WAIT_S
            return
        if time.monotonic() - self._started > _STEADY_S:
            self._wait_s = _FIRST_WAIT_S
        logger.error(
            "the process that adds articles died with %s; its jobs go on in %.1f s", process.returncode, self._wait_s
        )
        self._put_off()

    def _put_off(self) -> None:
        self._not_before = time.monotonic() + self._wait_s
        self._wait_s = min(2 * self._wait_s, _LONGEST_WAIT_S)


def check_writable(store: Path) -> None:
    """KgError with a sentence when jobs for this store cannot be written down."""
    Folder(store).prepare()
    jobs = JobFolder(store)
    jobs.prepare()
    if not os.access(jobs.path, os.W_OK):
        raise KgError(f"the jobs at {str(jobs.path)!r} cannot be written; check permissions, or set no write key")
