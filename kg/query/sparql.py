"""Free SPARQL over a store: guarded, in a process that can be stopped, with limits on time, memory, rows and size.

`run_query` answers one query (command line, notebooks); `QueryPool` keeps processes for a service.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Semaphore, Thread, Timer
from typing import TYPE_CHECKING, Any, Self

from kg.errors import KgError, QueryError, QueryTimeout, RefusedQuery, StoreError
from kg.query.formats import formats_of, pick_format
from kg.query.guard import check_query
from kg.query.worker import read_message, write_message
from kg.store import ReadStore
from kg.store.folder import Folder
from kg.store.home import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

_START_LIMIT_S = 60
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "VIRTUAL_ENV")


class BusyError(QueryError):
    """Every query process is at work and none came free in time; asking again later may succeed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may use.

    Attributes:
        time_s: seconds until it is stopped.
        memory_mb: private memory of its process, in MiB; not limited where the system cannot.
        rows: solutions or triples of an answer; more is an error, never a cut.
        megabytes: size of a serialized answer; a longer one is an error.
    """

    time_s: float = 10.0
    memory_mb: int = 1024
    rows: int = 100_000
    megabytes: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query with its dataset by protocol, if any; the default graph of one without is the merged graph.

    Attributes:
        format: short name of `kg.query.formats`, None for the usual one of its form.
        base_iri: what its relative IRIs are resolved against; they are errors without one.
    """

    text: str
    format: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A complete, serialized answer."""

    content: bytes
    media_type: str


def run_query(
    store_path: Path | str,
    text: str,
    *,
    format: str | None = None,
    time_limit_s: float = 30.0,
    max_rows: int = 100_000,
    memory_mb: int = 1024,
) -> Answer:
    """The answer of one SPARQL 1.1 query over the current snapshot of a store.

    Args:
        store_path: folder of the store, or address of a SPARQL server.
        text: SELECT, ASK, CONSTRUCT or DESCRIBE.
        format: json, xml, csv, tsv for SELECT (ASK: json, xml); turtle, ntriples, jsonld, nquads, trig for graphs.
        time_limit_s: seconds after which it is stopped.
        max_rows: most solutions or triples.
        memory_mb: most private memory, in MiB.

    Raises:
        RefusedQuery: an update, SERVICE, LOAD, nested too deep, too long, or more rows than allowed.
        QueryTimeout: it ran into the time limit.
        QueryError: it cannot be parsed, or ended its process.
        StoreError: there is no such store.
    """
    limits = Limits(time_s=time_limit_s, rows=max_rows, memory_mb=memory_mb)
    with QueryPool(store_path, limits=limits, n_workers=1) as pool:
        return pool.run(Query(text=text, format=format))


class QueryPool:
    """Query processes over the current snapshot of a store; safe to use from several threads.

    A process that runs into a limit or dies is replaced, and so is one whose snapshot is no longer the current one.
    With `is_ready` one more is started beforehand whenever the last idle one is taken, so that the query after one that
    killed its process waits for no start.
    A store on a server is asked from this process: the server has the work, and a limit of time gives the query up.

    Args:
        store_path: folder of the store, or address of a SPARQL server.
        limits: what one query may use.
        n_workers: queries at one time.
        wait_s: seconds a query waits for a free process before it is turned away with BusyError.
    """

    def __init__(
        self,
        store_path: Path | str,
        *,
        limits: Limits | None = None,
        n_workers: int = 2,
        wait_s: float = 2.0,
        is_ready: bool = False,
    ) -> None:
        self._address = str(store_path) if is_address(store_path) else None
        self._folder = Folder(Path(store_path).absolute())
        self._limits = limits or Limits()
        self._wait_s = wait_s
        self._free = Semaphore(n_workers)
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._is_ready = is_ready
        self._is_closed = False
        self._starting: Thread | None = None

    def run(self, query: Query) -> Answer:
        """The answer to a query; errors as for `run_query`, and BusyError."""
        form = check_query(query.text)
        name = pick_format(form, query.format)
        if not self._free.acquire(timeout=self._wait_s):
            raise BusyError("all query processes are busy; try again in a few seconds")
        asked = {
            "format": name,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "base_iri": query.base_iri,
            "max_rows": self._limits.rows,
            "max_bytes": self._limits.megabytes * 1_000_000,
        }
        try:
            content = self._ask(query.text, asked)
        finally:
            self._free.release()
        return Answer(content=content, media_type=formats_of(form)[name])

    def close(self) -> None:
        """Ends the idle processes; a busy one ends with its query."""
        with self._lock:
            self._is_closed = True
            starting = self._starting
        if starting is not None:
            starting.join()
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, text: str, asked: dict[str, Any]) -> bytes:
        if self._address is not None:
            with ReadStore.open(self._address) as store:
                return store.query(text, **asked, time_limit_s=self._limits.time_s)
        worker = self._take()
        self._make_ready(worker.generation)
        try:
            return worker.ask({"text": text, **asked})
        finally:
            self._give(worker)

    def _take(self) -> _Worker:
        generation = self._generation()
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return _Worker(self._folder, limits=self._limits, generation=generation)
            if worker.generation == generation and worker.is_alive():
                return worker
            worker.stop()

    def _make_ready(self, generation: int) -> None:
        """Starts a process for the next query, in a thread of its own, where none is idle or being started."""
        with self._lock:
            if not self._is_ready or self._is_closed or self._idle or self._starting is not None:
                return
            self._starting = Thread(target=self._start_one, args=(generation,), daemon=True)
            self._starting.start()

    def _start_one(self, generation: int) -> None:
        try:
            # what is wrong with the store or the machine the next query tells, which starts one itself
            with contextlib.suppress(KgError, OSError):
                self._give(_Worker(self._folder, limits=self._limits, generation=generation))
        finally:
            self._starting = None

    def _give(self, worker: _Worker) -> None:
        with self._lock:
            is_kept = worker.is_alive() and not self._is_closed
            if is_kept:
                self._idle.append(worker)
        if not is_kept:
            worker.stop()

    def _generation(self) -> int:
        self._folder.check()
        generation = self._folder.current()
        if generation is None:
            raise StoreError(f"the store at {str(self._folder.path)!r} holds nothing yet; run `kg build` first")
        return generation


class _Worker:
    """One query process and the pipe to it."""

    def __init__(self, folder: Folder, *, limits: Limits, generation: int) -> None:
        self.generation = generation
        self._limits = limits
        settings = {"store": str(folder.path), "memory_mb": limits.memory_mb, "time_limit_s": limits.time_s}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.query.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        header, _ = self._exchange(settings, time_limit_s=_START_LIMIT_S)
        if header["status"] != "ready":
            self.stop()
            raise StoreError(str(header["detail"]))
        # a snapshot may have been published while the process started; it says which one it holds
        self.generation = header["generation"]

    def ask(self, query: Mapping[str, object]) -> bytes:
        """The serialized answer; the process is ended when it gives none in time."""
        header, content = self._exchange({"query": query}, time_limit_s=self._limits.time_s)
        if header["status"] == "ok":
            return content
        if header["status"] == "refused":
            raise RefusedQuery(header["detail"])
        if header["status"] == "memory":
            raise self._ended()
        raise QueryError(header["detail"])

    def is_alive(self) -> bool:
        """Whether the process can be asked again."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was written last may not have been read
                    pipe.close()
        self._process.wait()

    def _exchange(self, request: Mapping[str, object], *, time_limit_s: float) -> tuple[dict[str, Any], bytes]:
        send, receive = self._process.stdin, self._process.stdout
        if send is None or receive is None:
            raise StoreError("the query process has no pipes; start the service again")
        timed_out: list[bool] = []

        def end() -> None:
            timed_out.append(True)
            self._process.kill()

        timer = Timer(time_limit_s, end)
        timer.daemon = True
        timer.start()
        try:
            # a process that died before it read the question shows as a broken pipe here, and as no answer below
            with contextlib.suppress(BrokenPipeError):
                write_message(send, request)
            header = read_message(receive)
            content = receive.read(header["size"]) if header is not None else b""
        finally:
            timer.cancel()
        if header is not None and len(content) == header["size"] and not timed_out:
            return header, content
        self.stop()
        if timed_out:
            raise QueryTimeout(f"the query was stopped after {time_limit_s:g} s; ask for less, or add a LIMIT")
        raise self._ended()

    def _ended(self) -> QueryError:
        return QueryError(
            f"the query was stopped: it is too deep or needs more than {self._limits.memory_mb} MB; simplify it"
        )


def _environment() -> dict[str, str]:
    """What the process needs to start, and no secret of the service."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"}
