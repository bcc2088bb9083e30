"""Jobs: articles that were handed in to be added or removed, and what became of each. Files beside the store.

jobs/open/ID/job.json         what is to be done and since when; a job is there as a whole or not at all
jobs/open/ID/articles.jsonl   the articles as they came, one record per line
jobs/open/ID/state.json       how far the work is; missing before it begins
jobs/open/ID/outcomes.jsonl   what became of each article; there once all of them have been dealt with
jobs/open/ID/read.jsonl       of a preview, what was read out of each article
jobs/done/ID/                 the same of a finished job, without the articles

A job that was taken in survives the end of any process, and a power cut. Ids sort by the time of taking in.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, StoreError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KEPT_JOBS = 1_000
"""Finished jobs that are kept to be asked for; older ones go."""

_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")
_UNFINISHED = ".new-"


class FullError(KgError):
    """More articles wait than may; handing in again later may succeed."""


class Kind(StrEnum):
    """What a job does with its articles."""

    ADD = "add"
    DELETE = "delete"
    PREVIEW = "preview"
    """Reads the articles and keeps what they say with the job; the graph stays as it is."""


class State(StrEnum):
    """Where a job is: `done` means that readers see its effect."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one article.

    Attributes:
        item: its number in the job, from 1.
        article: its id in the store, None when it was rejected before it had one.
        outcome: new, replaced, unchanged, rejected, deleted or missing; of a preview read or rejected.
        reason: why it was rejected.
    """

    item: int
    article: str | None
    outcome: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job as it is now; times are ISO 8601 in UTC.

    Attributes:
        total: how many articles it has; `done`: how many have been dealt with.
        generation: number of the snapshot that first shows its effect, None before.
        detail: why it waits, when it waits for something else than its turn.
        outcomes: one for each article; empty until all are dealt with.
    """

    id: str
    kind: Kind
    state: State
    created: str
    started: str | None = None
    finished: str | None = None
    total: int
    done: int = 0
    generation: int | None = None
    detail: str | None = None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(slots=True, kw_only=True)
class Progress:
    """What a worker notes of a job, so that another can go on.

    Attributes:
        attempts: how often the work was begun and not ended in order.
        at: index of the article in hand, where articles are taken one by one.
        deaths: how often the worker ended at the article of each index.
    """

    started: str | None = None
    done: int = 0
    detail: str | None = None
    attempts: int = 0
    at: int | None = None
    deaths: dict[str, int] = field(default_factory=dict)


class JobFolder:
    """The jobs of one store; safe to use from several processes, one of which does the work."""

    def __init__(self, store: Path | str) -> None:
        self.path = Path(store) / "jobs"
        self._open = self.path / "open"
        self._done = self.path / "done"

    def prepare(self) -> None:
        """Makes the folders; the store's own must be there."""
        with _writing(self.path):
            self._open.mkdir(parents=True, exist_ok=True)
            self._done.mkdir(exist_ok=True)

    # ------------------------------------------------------------ handing in and asking

    def submit(self, kind: Kind, records: Sequence[Mapping[str, object]], *, max_waiting: int) -> Job:
        """Takes a job in; once this returns, it survives.

        Args:
            kind: what to do with the articles.
            records: input records of `kg build`; for a removal objects with the `id` alone.
            max_waiting: most articles that may wait in all jobs together.

        Raises:
            FullError: too many articles wait.
            StoreError: it cannot be written down.
        """
        waiting = self.n_waiting()
        if waiting and waiting + len(records) > max_waiting:
            raise FullError(
                f"{waiting} articles wait already and at most {max_waiting} may; hand these {len(records)} in later"
            )
        now = datetime.now(UTC)
        job = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        told = {"id": job, "kind": kind.value, "created": _iso(now), "total": len(records)}
        new = self._open / f"{_UNFINISHED}{job}"
        with _writing(self.path):
            try:
                new.mkdir(parents=True)
                _write(new / "articles.jsonl", "".join(f"{json.dumps(record)}\n" for record in records))
                _write(new / "job.json", json.dumps(told))
                _sync(new)
                new.rename(self._open / job)
                _sync(self._open)
            except OSError:
                shutil.rmtree(new, ignore_errors=True)
                raise
        return self.job(job)

    def job(self, job: str) -> Job:
        """One job; UnknownError when there is none of this id."""
        if _ID.fullmatch(job):
            # it may be finished, and so moved, between the first look and the second
            for folder in (self._open / job, self._done / job, self._open / job):
                with suppress(FileNotFoundError):
                    return _read(folder, is_done=folder.parent == self._done)
        raise UnknownError(f"there is no job {job[:80]!r}; the last {KEPT_JOBS} finished ones are kept")

    def ids(self) -> list[str]:
        """Ids of all jobs, the youngest first."""
        return sorted({*_names(self._open), *_names(self._done)}, reverse=True)

    def n_waiting(self) -> int:
        """Articles of all jobs that are not done."""
        waiting = 0
        for job in _names(self._open):
            with suppress(FileNotFoundError):
                told = json.loads((self._open / job / "job.json").read_bytes())
                waiting += told["total"]
        return waiting

    # ------------------------------------------------------------ doing the work

    def waiting(self) -> list[str]:
        """Ids of the jobs to be done, the oldest first."""
        return sorted(_names(self._open))

    def records(self, job: str) -> list[dict[str, object]]:
        """The articles of an open job."""
        lines = (self._open / job / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def progress(self, job: str) -> Progress:
        """What was noted of an open job."""
        try:
            return Progress(**json.loads((self._open / job / "state.json").read_bytes()))
        except FileNotFoundError:
            return Progress()

    def note(self, job: str, progress: Progress) -> None:
        """Notes how far an open job is."""
        with _writing(self.path):
            told = {name: getattr(progress, name) for name in Progress.__slots__}
            _replace(self._open / job / "state.json", json.dumps(told))

    def decide(self, job: str, outcomes: Sequence[Outcome]) -> None:
        """Writes down what became of each article, before readers can see it: a later worker then only publishes."""
        lines = [json.dumps({name: getattr(item, name) for name in Outcome.__slots__}) for item in outcomes]
        with _writing(self.path):
            _replace(self._open / job / "outcomes.jsonl", "".join(f"{line}\n" for line in lines))

    def outcomes(self, job: str) -> tuple[Outcome, ...] | None:
        """What was decided of an open job, None before."""
        return _outcomes(self._open / job)

    def keep(self, job: str, read: Sequence[Mapping[str, object]]) -> None:
        """Keeps what was read for a preview, as long as the job is kept."""
        with _writing(self.path):
            _replace(self._open / job / "read.jsonl", "".join(f"{json.dumps(item)}\n" for item in read))

    def kept(self, job: str) -> list[dict[str, Any]]:
        """What was read for a finished preview; empty for other jobs."""
        try:
            lines = (self._done / job / "read.jsonl").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines]

    def finish(self, job: str, *, generation: int | None) -> None:
        """Notes that readers see the job's effect, None when it has none, and lets go of its articles."""
        progress = self.progress(job)
        told = {"started": progress.started, "finished": _iso(datetime.now(UTC)), "generation": generation}
        folder = self._open / job
        with _writing(self.path):
            _replace(folder / "done.json", json.dumps(told))
            folder.rename(self._done / job)
            _sync(self._done)
            _sync(self._open)
            for name in ("articles.jsonl", "state.json"):
                (self._done / job / name).unlink(missing_ok=True)

    def clean(self) -> None:
        """Removes what a killed process left half handed in, and the oldest finished jobs."""
        for path in self._open.glob(f"{_UNFINISHED}*"):
            # one that is being handed in right now is seconds old
            with suppress(OSError):
                if datetime.now(UTC).timestamp() - path.stat().st_mtime > 3600:
                    shutil.rmtree(path, ignore_errors=True)
        for job in sorted(_names(self._done), reverse=True)[KEPT_JOBS:]:
            shutil.rmtree(self._done / job, ignore_errors=True)


def _read(folder: Path, *, is_done: bool) -> Job:
    told: dict[str, Any] = json.loads((folder / "job.json").read_bytes())
    base = {"id": told["id"], "kind": Kind(told["kind"]), "created": told["created"], "total": told["total"]}
    outcomes = _outcomes(folder) or ()
    if is_done:
        end = json.loads((folder / "done.json").read_bytes())
        return Job(**base, **end, state=State.DONE, done=told["total"], outcomes=outcomes)
    try:
        state = json.loads((folder / "state.json").read_bytes())
    except FileNotFoundError:
        if not folder.exists():
            raise
        return Job(**base, state=State.QUEUED)
    return Job(
        **base,
        state=State.RUNNING if state["started"] else State.QUEUED,
        started=state["started"],
        done=state["done"],
        detail=state["detail"],
    )


def _outcomes(folder: Path) -> tuple[Outcome, ...] | None:
    try:
        lines = (folder / "outcomes.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    return tuple(Outcome(**json.loads(line)) for line in lines)


def _names(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if _ID.fullmatch(name)]  # noqa: PTH208 - names only
    except FileNotFoundError:
        return []


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreError(
            f"the jobs at {str(path)!r} cannot be written: {exc}; check free space and permissions"
        ) from exc


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now_iso() -> str:
    """The time now, as jobs note it."""
    return _iso(datetime.now(UTC))


def _replace(path: Path, content: str) -> None:
    new = path.with_name(f"{_UNFINISHED}{path.name}")
    _write(new, content)
    new.replace(path)


def _write(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
