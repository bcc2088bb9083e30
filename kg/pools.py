"""Who does the work: processes of this machine, or the workers of a Dask cluster. Both take functions and give results.

A task that a dying worker leaves behind is done again by another one of the cluster; tasks must give the same whenever
they are done. Processes of one machine end together, and the run with them: what was finished is kept.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import warnings
from collections import deque
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kg import settings
from kg.errors import ExtraError, KgError, PoolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")

RETRIES = 5
"""How often a failed task is tried again; how many workers may die at one, the scheduler says (`allowed-failures`)."""

CONNECT_S = 15
"""Seconds to wait for a scheduler."""


class _Future(Protocol):
    def result(self) -> Any: ...


class _Done:
    def __init__(self, value: Any) -> None:
        self._value = value

    def result(self) -> Any:
        return self._value


class Pool:
    """Workers that take one task each at a time."""

    def __init__(self, submit: Callable[..., _Future], *, size: int, gone: tuple[type[Exception], ...]) -> None:
        self._submit = submit
        self._gone = gone
        self.size = size

    def in_order(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        known: Callable[[Item], Result | None] = lambda item: None,
        ahead: int = 2,
    ) -> Iterator[Result]:
        """The function's results, in the order of the items.

        Args:
            function: of a module, so that it can be sent; its result depends on its argument alone.
            items: taken only as workers become free, so that memory is bounded.
            known: gives the result of an item that need not be done; None for others.
            ahead: items per worker that are under way or wait for the one before them.

        Raises:
            PoolError: the workers ended.
        """
        waiting: deque[_Future] = deque()
        for item in items:
            done = known(item)
            waiting.append(self._submit(function, item) if done is None else _Done(done))
            if len(waiting) > ahead * self.size:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, future: _Future) -> Any:
        try:
            return future.result()
        except KgError:
            raise
        except self._gone as exc:
            words = " ".join(str(exc).split())[:200]
            raise PoolError(
                f"the workers are gone ({type(exc).__name__}: {words}), perhaps for lack of memory; what was finished "
                "is kept, run the same command again, with fewer workers if need be"
            ) from exc


@cache
def keep_what_is_loaded() -> None:
    """Keeps the collector off what the process holds from now on; called by a worker after its first task.

    Model, lexicon and authority stay until the worker ends, and going through them again and again took a sixth of the
    time of extraction. In the process of a user, whose own objects would stay too, nothing is done.
    """
    if parent_process() is not None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_RARELY)


_RARELY = (50_000, 20, 20)
"""Objects after which the collector looks for cycles among them, 700 by default: a page of news has thousands, all of
which live until the page is done, and the merge makes a hundred thousand that stay."""
_collecting = threading.Lock()
_builds: list[tuple[int, int, int]] = []


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Has the collector look for cycles less often while a build lasts, of several until the last has ended."""
    with _collecting:
        _builds.append(gc.get_threshold())
        if 0 < _builds[-1][0] < _RARELY[0]:
            gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        with _collecting:
            before = _builds.pop()  # the last to end gives back what the first to begin found
            if not _builds:
                gc.set_threshold(*before)


def n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_fork() -> bool:
    """Whether processes may begin as copies of this one, with all that it has loaded.

    Only on Linux, and not beside another thread of Python's: what that one holds, the copy would wait for. Threads of
    the libraries (matrix products, the database) hold nothing that a worker uses.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def opened(*, workers: int, scheduler: str | None, prepare: Callable[[], object] | None = None) -> Iterator[Pool]:
    """A pool of so many processes (0: one for each core; 1: this one), or of a scheduler's workers.

    Args:
        workers: how many processes.
        scheduler: address of a scheduler, whose workers are taken instead.
        prepare: loads what every worker needs. It is called in this process before the first task where workers may
            begin as copies of it; elsewhere each loads that with its first task.

    Raises:
        ExtraError: Dask is not installed.
        PoolError: no scheduler answers, or it has no workers.
    """
    if scheduler is not None:
        with _cluster(scheduler) as pool:
            yield pool
        return
    size = workers or n_cores()
    if size == 1:
        yield Pool(lambda function, item: _Done(function(item)), size=0, gone=())
        return
    processes = _Processes(size, prepare)
    try:
        yield Pool(processes.submit, size=size, gone=(BrokenProcessPool,))
    finally:
        processes.end()


class _Processes:
    """Processes of this machine, which begin with the first task."""

    def __init__(self, size: int, prepare: Callable[[], object] | None) -> None:
        self._size = size
        self._prepare = prepare
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[[Any], Any], item: Any) -> _Future:
        if self._executor is None:
            self._executor = self._begin()
        return self._executor.submit(function, item)

    def end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def _begin(self) -> ProcessPoolExecutor:
        if not may_fork():
            return ProcessPoolExecutor(self._size, get_context("spawn"), _end_with_parent)
        if self._prepare is not None:
            self._prepare()
        executor = ProcessPoolExecutor(self._size, get_context("fork"), _end_with_parent)
        n_frozen = gc.get_freeze_count()
        gc.freeze()  # no worker is to end what this process began, nor to copy it by looking through it
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12 on, for threads of libraries too
                executor.submit(n_cores)  # all begin with the first task
        finally:
            if not n_frozen:
                gc.unfreeze()
        return executor


def _end_with_parent() -> None:
    """Has a worker end when the process that began it was killed, rather than wait for tasks for ever."""
    parent = parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _cluster(address: str) -> Iterator[Pool]:
    try:
        import dask
        from distributed import Client, KilledWorker
    except ImportError as exc:
        raise ExtraError("a scheduler needs Dask; install it with pip install 'whodid[cluster]'") from exc
    # A shard of web pages may be large: it is one task, sent once.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    try:
        client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as exc:
        raise PoolError(f"no Dask scheduler answers at {address!r}; check the address and that it runs") from exc
    with client:
        size = sum(client.nthreads().values())
        if not size:
            raise PoolError(f"the scheduler at {address!r} has no workers; start some with `dask worker {address}`")

        def submit(function: Callable[[Any], Any], item: Any) -> _Future:
            future: _Future = client.submit(function, item, pure=False, retries=RETRIES)
            return future

        yield Pool(submit, size=size, gone=(KilledWorker, CancelledError, OSError, TimeoutError))


def anywhere(model: str) -> str:
    """A model's name for another machine: the shipped one lies elsewhere there."""
    return "" if model == str(settings.DEFAULT_MODEL) else model


def here(model: str) -> str:
    """The name on this machine of what `anywhere` gave."""
    return model or str(settings.DEFAULT_MODEL)
