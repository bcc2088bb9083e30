"""The straight line: read → parse → extract → resolve → store, then merge over all articles of the store.

`analyse` is the first half (articles to records, no store), `build` the whole. With several workers the same code
runs in processes, each with its own copy of the model; results keep the order of the input, so that one worker and
eight give the same graph.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from kg import authority, parse, settings
from kg.errors import UnknownError
from kg.extract import extract, lexicon
from kg.merge import merge_events
from kg.model import Article, ArticleRecord, Judgement, MergedGraph, Rejected
from kg.read import copy_groups, fingerprint, noise_spans, read_articles
from kg.resolve import cluster_actors, resolve_article
from kg.store import Change, Run, WriteStore, add_run
from kg.verdicts import bind

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

BATCH = 16
"""Articles handed to a worker at a time, and written to the store in one go."""

Progress = Callable[[int, int], None]
"""Called with articles and words done so far."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Attributes:
        model: name or path of the spaCy pipeline.
        workers: processes that parse and extract; 1 stays in this process.
        date: publication date of articles that bring none.
        format: of the input; "auto" goes by extension and content.
        judgements: those that the store is to have from now on; None leaves it those that it has.
    """

    model: str = str(settings.DEFAULT_MODEL)
    workers: int = 1
    date: str | None = None
    format: str = "auto"
    judgements: tuple[Judgement, ...] | None = None


@dataclass(slots=True)
class BuildReport:
    """What a build did. `rejected` holds every input that gave no article, with its reason."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    replaced: int = 0
    undated: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    words: int = 0
    events: int = 0
    actors: int = 0
    places: int = 0
    seconds: float = 0.0
    parse_seconds: float = 0.0
    merge_seconds: float = 0.0

    @property
    def reasons(self) -> Counter[str]:
        """Reasons of rejection with their counts."""
        return Counter(item.reason for item in self.rejected)


@dataclass(frozen=True, slots=True)
class Analysed:
    """One article's outcome with the seconds that its parse took."""

    outcome: ArticleRecord | Rejected
    parse_seconds: float


# ---------------------------------------------------------------- articles → records


class Analyser:
    """Parse, extract and resolve with one loaded model."""

    def __init__(self, model: str) -> None:
        self.nlp = parse.load_pipeline(model)
        self.extractor = f"{settings.software()} {parse.model_name(self.nlp)}"
        self.authority = authority.load()
        self.lexicon = lexicon.load()

    def analyse(self, articles: Iterable[Article]) -> list[Analysed]:
        """Records of the articles, in order; one that fails becomes a Rejected, the others go on."""
        batch = list(articles)
        began = time.perf_counter()
        try:
            parsed = list(parse.parse(((item, noise_spans(item.text)) for item in batch), self.nlp))
        except Exception as exc:  # noqa: BLE001 - one text must not end the run; the others are tried alone
            if len(batch) == 1:
                return [Analysed(_failed(batch[0], exc), time.perf_counter() - began)]
            return [outcome for item in batch for outcome in self.analyse([item])]
        seconds = (time.perf_counter() - began) / max(len(batch), 1)
        return [Analysed(self._record(item), seconds) for item in parsed]

    def _record(self, parsed: parse.Parsed) -> ArticleRecord | Rejected:
        try:
            extraction = extract(parsed.article, parsed.doc, noise=parsed.noise, lexicon=self.lexicon)
            return resolve_article(
                extraction,
                authority=self.authority,
                extractor=self.extractor,
                fingerprint=fingerprint(parsed.article.text),
            )
        except Exception as exc:
            logger.exception("article %s could not be analysed", parsed.article.id)
            return _failed(parsed.article, exc)


def _failed(article: Article, exc: Exception) -> Rejected:
    reason = f"the article could not be analysed ({type(exc).__name__}: {exc}); please report it"
    return Rejected(where=article.id, reason=reason)


_worker: Analyser | None = None


def _start_worker(model: str) -> None:
    global _worker
    _worker = Analyser(model)


def _run_batch(batch: list[Article]) -> list[Analysed]:
    if _worker is None:
        raise RuntimeError("the worker process was not initialised")
    return _worker.analyse(batch)


def analyse(articles: Iterable[Article], *, model: str, workers: int = 1) -> Iterator[Analysed]:
    """Records of articles, in order, with bounded memory.

    Raises:
        ModelError: the pipeline cannot be used.
    """
    batches = _batches(articles)
    if workers <= 1:
        analyser = None  # where nothing is new, the model is not loaded
        for batch in batches:
            analyser = analyser or Analyser(model)
            yield from analyser.analyse(batch)
        return
    parse.load_pipeline(model)  # a bad model is an error here, not a broken pool
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(model,)) as pool:
        waiting: deque[Future[list[Analysed]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_run_batch, batch))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, BATCH)):
        yield batch


# ---------------------------------------------------------------- all of it


def build(
    inputs: Sequence[str | Path],
    *,
    store: Path | str,
    options: Options,
    progress: Progress | None = None,
) -> BuildReport:
    """Reads the inputs into the store and brings its merged graph up to date; `inputs` as `read_articles` takes them.

    Otherwise as `build_articles`.
    """
    articles = read_articles(inputs, format=options.format, date=options.date)
    return build_articles(articles, store=store, options=options, progress=progress)


def build_articles(
    articles: Iterable[Article | Rejected],
    *,
    store: Path | str,
    options: Options,
    progress: Progress | None = None,
) -> BuildReport:
    """Puts articles into the store, brings its merged graph up to date, and notes the run in the store's log.

    Args:
        articles: what is to be read, and what was refused before it could be.
        store: folder of the store, made when missing, or address of a SPARQL server.
        options: how to build.
        progress: told how far the build is.

    Raises:
        StoreError: the store cannot be opened or written.
        ModelError: the pipeline cannot be used.
    """
    report = BuildReport()
    started_at = datetime.now(UTC)
    began = time.perf_counter()
    extractor = f"{settings.software()} {parse.pipeline_id(options.model)}"
    with WriteStore.open(store) as target:
        if options.judgements is not None:
            target.write_judgements(options.judgements)
        target.judgements()  # what is wrong with them is said before an article is read
        fresh = _fresh(articles, extractor=extractor, target=target, report=report)
        changed = target.needs_merge
        for batch in _grouped(analyse(fresh, model=options.model, workers=options.workers), report):
            changes = Counter(target.replace(batch).values())
            report.new += changes[Change.NEW]
            report.replaced += changes[Change.REPLACED]
            report.unchanged += changes[Change.UNCHANGED]
            changed = changed or changes.keys() != {Change.UNCHANGED}
            if progress is not None:
                progress(report.new + report.replaced + report.unchanged, report.words)
        if changed:
            started = time.perf_counter()
            graph = remerge(target)
            report.merge_seconds = time.perf_counter() - started
        else:
            graph = target.merged()
            target.publish()  # also when nothing changed: a build killed before this left readers an older state
        report.events, report.actors, report.places = len(graph.events), len(graph.actors), len(graph.places)
    report.seconds = time.perf_counter() - began
    add_run(store, _run(report, started_at))
    return report


def _run(report: BuildReport, started: datetime) -> Run:
    return Run(
        action="build",
        started=started.isoformat(timespec="seconds"),
        seconds=round(report.seconds, 3),
        software=settings.software(),
        counts={
            "read": report.read, "new": report.new, "replaced": report.replaced, "unchanged": report.unchanged,
            "rejected": len(report.rejected), "events": report.events, "actors": report.actors,
            "places": report.places,
        },
    )  # fmt: skip


def remove(article_id: str, *, store: Path | str) -> None:
    """Removes one article and all that only it supports; ends also what a removal that was killed left to do.

    Raises:
        UnknownError: no such article, and nothing left to do.
    """
    with WriteStore.open(store) as target:
        try:
            target.delete(article_id)
        except UnknownError:
            if not target.needs_merge and target.is_published:
                raise
        remerge(target)


def remerge(target: WriteStore) -> MergedGraph:
    """Brings the merged graph of an open store up to date with its articles and judgements, and publishes it."""
    graph = merge(target.records(), judgements=target.judgements())
    target.write_merged(graph)
    target.publish()
    return graph


def merge(records: Iterable[ArticleRecord], *, judgements: Iterable[Judgement] = ()) -> MergedGraph:
    """The canonical layer over all records: a function of the sets of records and judgements, whatever their order."""
    kept = sorted(records, key=lambda record: record.article.id)
    copies = copies_among(kept)
    judged = bind(judgements, kept)
    clusters = cluster_actors(kept, judged=judged)
    return merge_events(kept, clusters, copies=copies, verdicts=judged["event"])


def copies_among(records: Iterable[ArticleRecord]) -> tuple[tuple[str, str], ...]:
    """(copy, first article of its story) for the articles that are copies of others."""
    return copy_groups(
        (record.article.id, record.article.date, record.article.source, record.fingerprint) for record in records
    )


def _fresh(
    articles: Iterable[Article | Rejected],
    *,
    extractor: str,
    target: WriteStore,
    report: BuildReport,
) -> Iterator[Article]:
    """The articles that need work; what is rejected or unchanged is counted on the way.

    An article is unchanged when the store has it with the same content, read by the same software and model.
    """
    for item in articles:
        if isinstance(item, Rejected):
            _reject(item, report)
            continue
        report.read += 1
        report.undated += item.date is None
        if target.holds(item, extractor=extractor):
            report.unchanged += 1
            continue
        report.words += len(item.text.split())
        yield item


def _grouped(outcomes: Iterable[Analysed], report: BuildReport) -> Iterator[list[ArticleRecord]]:
    """Records in groups of a batch, for the store; failures go to the report."""
    group: list[ArticleRecord] = []
    for item in outcomes:
        report.parse_seconds += item.parse_seconds
        if isinstance(item.outcome, Rejected):
            _reject(item.outcome, report)
            continue
        group.append(item.outcome)
        if len(group) >= BATCH:
            yield group
            group = []
    if group:
        yield group


def _reject(item: Rejected, report: BuildReport) -> None:
    report.rejected.append(item)
    logger.warning("%s: %s", item.where, item.reason)
