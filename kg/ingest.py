"""The worker that does the jobs of `kg.jobs`: reads, parses and extracts articles, merges, publishes.

It is a process of its own (`kg ingest`), started and watched by `kg serve`, so that answering never waits for it. It
may be killed at any moment: what a job did to the store is done again without effect, and whatever was decided of its
articles is written down before readers see it. Jobs are done in their order; several small ones share one merge.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from kg import parse, settings
from kg.analysis import Analyser
from kg.build import remerge
from kg.errors import InputError, StoreError, UnknownError
from kg.export.records import record_to_json
from kg.incremental import MergeKeeper
from kg.jobs import JobFolder, Kind, Outcome, now_iso
from kg.model import Article, ArticleRecord, Rejected
from kg.query.index.files import make_index
from kg.read.records import article_from_record
from kg.store import Change, ReadStore, WriteStore
from kg.store.folder import Folder

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

BATCH = 8
"""Articles parsed together; progress is noted after each batch."""

ROUND_ARTICLES = 200
"""Jobs of about so many articles share one merge and one snapshot."""

CAREFUL_AFTER = 2
"""Attempts after which the articles of a job are taken one by one, to learn which one ends the process."""

FATAL_DEATHS = 2
"""An article at which the process ended so often is rejected."""

_FATAL = "the article ended the process that analysed it, more than once; please report it"
_POLL_S = 0.1
_LOCKED_POLL_S = 1.0


class Worker:
    """Does jobs until told to stop.

    Args:
        store: folder of the store; made when missing.
        model: name or path of the spaCy pipeline, loaded with the first article.
        is_stopped: asked between batches; the job in hand is then left to the next worker.
    """

    def __init__(self, store: Path, *, model: str, is_stopped: Callable[[], bool]) -> None:
        self._store = store
        self._jobs = JobFolder(store)
        self._model = model
        self._is_stopped = is_stopped
        self._extractor = f"{settings.software()} {parse.pipeline_id(model)}"
        self._analyser: Analyser | None = None
        self._keeper = MergeKeeper()

    def run(self, *, idle_s: float) -> None:
        """Does jobs as they come; returns after `idle_s` seconds without one, or when stopped."""
        Folder(self._store).prepare()
        self._jobs.prepare()
        with _alone(self._jobs.path, self._is_stopped) as is_alone:
            last = time.monotonic()
            while is_alone and not self._is_stopped() and time.monotonic() - last < idle_s:
                waiting = self._jobs.waiting()
                if not waiting:
                    time.sleep(_POLL_S)
                elif self._do(waiting):
                    self._jobs.clean()
                    last = time.monotonic()

    def _do(self, waiting: list[str]) -> bool:
        """One round of jobs; False when the store is in other hands. Previews go first: somebody looks at a page."""
        previews = [job for job in waiting if self._jobs.job(job).kind is Kind.PREVIEW]
        for job in previews:
            self._preview(job)
        if previews:
            return True
        try:
            target = WriteStore.open(self._store)
        except StoreError as exc:
            progress = self._jobs.progress(waiting[0])
            if progress.detail != str(exc):
                progress.detail = str(exc)
                self._jobs.note(waiting[0], progress)
            time.sleep(_LOCKED_POLL_S)
            return False
        with target:
            target.run = now_iso()
            decided: list[str] = []
            n_articles = 0
            ledger = _Ledger(self._store, target)
            for job in waiting:
                if self._jobs.outcomes(job) is None:
                    outcomes = self._decide(job, target, ledger)
                    if outcomes is None:
                        break
                    self._jobs.decide(job, outcomes)
                    n_articles += len(outcomes)
                decided.append(job)
                if n_articles >= ROUND_ARTICLES:
                    break
            if not decided:
                return False
            if target.needs_merge:
                remerge(target, keeper=self._keeper)
            generation = target.publish()
        self._show(generation)
        for job in decided:
            self._jobs.finish(job, generation=generation)
        return True

    def _preview(self, job: str) -> None:
        """Reads the articles of a job and keeps what they say with it; the store is not touched."""
        progress = self._jobs.progress(job)
        progress.attempts += 1
        progress.started = progress.started or now_iso()
        self._jobs.note(job, progress)
        outcomes: list[Outcome] = []
        kept: list[dict[str, object]] = []
        for number, given in enumerate(self._jobs.records(job), start=1):
            article, reason = None, None
            try:
                if progress.attempts > FATAL_DEATHS:
                    reason = _FATAL
                else:
                    read = self._analysed(article_from_record(given))
                    article = read.article.id if isinstance(read, ArticleRecord) else None
                    if isinstance(read, ArticleRecord):
                        kept.append({"given": given, "read": record_to_json(read)})
                    else:
                        reason = read.reason
            except InputError as exc:
                reason = exc.reason
            outcome = "read" if reason is None else "rejected"
            outcomes.append(Outcome(item=number, article=article or _id_of(given), outcome=outcome, reason=reason))
        self._jobs.keep(job, kept)
        self._jobs.decide(job, outcomes)
        self._jobs.finish(job, generation=None)

    def _analysed(self, article: Article) -> ArticleRecord | Rejected:
        if self._analyser is None:
            self._analyser = Analyser(self._model)
        return self._analyser.analyse([article])[0].outcome

    def _show(self, generation: int) -> None:
        """Makes the index, without which the service does not show the snapshot: a job is done when it is seen."""
        try:
            make_index(self._store)
        except StoreError as exc:
            logger.warning("snapshot %s has no index: %s", generation, exc)

    def _decide(self, job: str, target: WriteStore, ledger: _Ledger) -> list[Outcome] | None:
        """Writes the job's articles to the store and says what became of each; None when stopped in between."""
        progress = self._jobs.progress(job)
        if progress.at is not None:
            progress.deaths[str(progress.at)] = progress.deaths.get(str(progress.at), 0) + 1
        progress.attempts += 1
        progress.started = progress.started or now_iso()
        progress.done, progress.detail, progress.at = 0, None, None
        self._jobs.note(job, progress)
        is_careful = progress.attempts > CAREFUL_AFTER
        numbered = enumerate(self._jobs.records(job))
        kind = self._jobs.job(job).kind
        outcomes: list[Outcome] = []
        while batch := list(islice(numbered, 1 if is_careful else BATCH)):
            if self._is_stopped():
                progress.attempts -= 1
                self._jobs.note(job, progress)
                return None
            if is_careful:
                progress.at = batch[0][0]
                self._jobs.note(job, progress)
            fatal = {index for index, _ in batch if progress.deaths.get(str(index), 0) >= FATAL_DEATHS}
            if kind is Kind.DELETE:
                outcomes += [_delete(index, record, target, ledger) for index, record in batch]
            else:
                outcomes += self._add(batch, target, ledger, fatal)
            progress.done = len(outcomes)
            progress.at = None
            self._jobs.note(job, progress)
        return outcomes

    def _add(
        self, batch: Sequence[tuple[int, dict[str, object]]], target: WriteStore, ledger: _Ledger, fatal: set[int]
    ) -> Iterator[Outcome]:
        """Outcomes of a batch, in order. An article that occurs twice is written twice, so that the last one counts."""
        found: dict[int, Outcome] = {}
        todo: list[tuple[int, Article]] = []
        for index, record in batch:
            if index in fatal:
                found[index] = Outcome(item=index + 1, article=_id_of(record), outcome="rejected", reason=_FATAL)
                continue
            try:
                article = article_from_record(record)
            except InputError as exc:
                found[index] = Outcome(item=index + 1, article=_id_of(record), outcome="rejected", reason=exc.reason)
                continue
            if any(article.id == other.id for _, other in todo):
                found |= self._write(todo, target, ledger)
                todo = []
            if target.holds(article, extractor=self._extractor):
                found[index] = Outcome(
                    item=index + 1, article=article.id, outcome=ledger.change(article.id, Change.UNCHANGED)
                )
            else:
                todo.append((index, article))
        found |= self._write(todo, target, ledger)
        return iter([found[index] for index, _ in batch])

    def _write(self, todo: list[tuple[int, Article]], target: WriteStore, ledger: _Ledger) -> dict[int, Outcome]:
        if not todo:
            return {}
        if self._analyser is None:
            self._analyser = Analyser(self._model)
        outcomes = {}
        for (index, article), analysed in zip(
            todo, self._analyser.analyse([article for _, article in todo]), strict=True
        ):
            if isinstance(analysed.outcome, Rejected):
                outcomes[index] = Outcome(
                    item=index + 1, article=article.id, outcome="rejected", reason=analysed.outcome.reason
                )
                continue
            outcomes[index] = _stored(index, analysed.outcome, target, ledger)
        return outcomes


class _Ledger:
    """What readers do not see yet, so that an outcome tells what a job does for them, also when it is done again."""

    def __init__(self, store: Path, target: WriteStore) -> None:
        self._published: dict[str, str] = {}
        self._ahead: set[str] = set()
        if target.is_published:
            return  # readers see all; only after a worker that was killed they do not
        if Folder(store).current() is not None:
            with ReadStore.open(store) as shown:
                self._published = shown.article_ids()
        live = target.article_ids()
        self._ahead = {key for key in {*live, *self._published} if live.get(key) != self._published.get(key)}

    def change(self, article: str, change: Change) -> str:
        """The outcome of an article that the writer says this of."""
        if article in self._ahead:
            self._ahead.discard(article)
            return (Change.REPLACED if article in self._published else Change.NEW).value
        return change.value

    def is_removed(self, article: str) -> bool:
        """Whether an article was removed and readers do not know."""
        return article in self._ahead and article in self._published


def _stored(index: int, record: ArticleRecord, target: WriteStore, ledger: _Ledger) -> Outcome:
    article = record.article.id
    try:
        change = target.replace([record])[article]
    except StoreError as exc:
        # a record that does not hold together is one article's misfortune; a store that cannot be written is everyone's
        if isinstance(exc.__cause__, OSError):
            raise
        logger.exception("article %s could not be stored", article)
        return Outcome(item=index + 1, article=article, outcome="rejected", reason=str(exc))
    return Outcome(item=index + 1, article=article, outcome=ledger.change(article, change))


def _delete(index: int, record: dict[str, object], target: WriteStore, ledger: _Ledger) -> Outcome:
    article = str(record["id"])
    try:
        target.delete(article)
    except UnknownError:
        outcome = "deleted" if ledger.is_removed(article) else "missing"
        return Outcome(item=index + 1, article=article, outcome=outcome)
    return Outcome(item=index + 1, article=article, outcome="deleted")


def _id_of(record: dict[str, object]) -> str | None:
    given = record.get("id")
    return given if isinstance(given, str) and given else None


@contextmanager
def _alone(path: Path, is_stopped: Callable[[], bool]) -> Iterator[bool]:
    """Whether this is now the one worker of the store: waits for another to end, e.g. one of a killed service."""
    if sys.platform == "win32":
        yield True
        return
    descriptor = os.open(path / "worker.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not is_stopped():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_POLL_S)
                continue
            yield True
            return
        yield False
    finally:
        os.close(descriptor)
