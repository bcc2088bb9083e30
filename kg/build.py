"""The straight line: read → parse → extract → resolve → store, then merge over all articles of the store.

The first half (articles to records, no store) is `kg.analysis`; where the records were made elsewhere, `kg.shards` puts
them in its place, and all the rest is the same.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg import pools, settings
from kg.alike import Alike
from kg.analysis import Analysed, Analysis
from kg.authority import load as load_authority
from kg.errors import UnknownError
from kg.incremental import MergeKeeper, Sizes
from kg.merge import merge_layer
from kg.model import Article, ArticleRecord, Judgement, MergedGraph, Rejected
from kg.read import Prints, read_articles
from kg.resolve import cluster_layer
from kg.spools import Records
from kg.store import Change, Run, WriteStore, add_run
from kg.verdicts import bind

if TYPE_CHECKING:
    from pathlib import Path

    from kg.authority import Entry
    from kg.merge import Layer

logger = logging.getLogger(__name__)

GROUP = 8
"""Records written to the store in one go: while the next ones are read, so that few are left when the last one is."""

Progress = Callable[[int, int], None]
"""Called with articles and words done so far."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Attributes:
        model: name or path of the spaCy pipeline.
        workers: processes that parse and extract; 1 stays in this process, 0 is one for each core where there are
            enough articles for them.
        scheduler: address of a Dask scheduler (`tcp://host:8786`) whose workers parse and extract instead.
        date: publication date of articles that bring none.
        format: of the input; "auto" goes by extension and content.
        judgements: those that the store is to have from now on; None leaves it those that it has.
        authority: entries of users' authority files that the store is to have from now on; None leaves it those it has.
    """

    model: str = str(settings.DEFAULT_MODEL)
    workers: int = 1
    scheduler: str | None = None
    date: str | None = None
    format: str = "auto"
    judgements: tuple[Judgement, ...] | None = None
    authority: tuple[Entry, ...] | None = None


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
    analysis: Analysis | None = None,
    keeper: MergeKeeper | None = None,
) -> BuildReport:
    """Puts articles into the store, brings its merged graph up to date, and notes the run in the store's log.

    Args:
        articles: what is to be read, and what was refused before it could be.
        store: folder of the store, made when missing, or address of a SPARQL server.
        options: how to build.
        progress: told how far the build is.
        analysis: how articles become records; None is as the options say.
        keeper: as for `remerge`.

    Raises:
        StoreError: the store cannot be opened or written.
        ModelError: the pipeline cannot be used.
    """
    report = BuildReport()
    started = datetime.now(UTC).isoformat()
    began = time.perf_counter()
    analysis = analysis or Analysis.of(options.model, workers=options.workers, scheduler=options.scheduler)
    with pools.collecting_rarely(), WriteStore.open(store) as target:
        target.run = started
        if options.judgements is not None:
            target.write_judgements(options.judgements)
        if options.authority is not None:
            target.write_authority(options.authority)
        target.judgements()  # what is wrong with them is said before an article is read
        pending: Counter[str] = Counter()  # articles under way, of which the store does not know yet
        fresh = _fresh(articles, extractor=analysis.extractor, target=target, report=report, pending=pending)
        changed = target.needs_merge
        for batch in _grouped(analysis.records(fresh), report):
            changes = Counter(target.replace(batch).values())
            pending.subtract(record.article.id for record in batch)
            report.new += changes[Change.NEW]
            report.replaced += changes[Change.REPLACED]
            report.unchanged += changes[Change.UNCHANGED]
            changed = changed or changes.keys() != {Change.UNCHANGED}
            if progress is not None:
                progress(report.new + report.replaced + report.unchanged, report.words)
        if changed:
            merge_began = time.perf_counter()
            sizes = remerge(target, keeper=keeper)
            report.merge_seconds = time.perf_counter() - merge_began
        else:
            counts = target.counts()
            sizes = Sizes(counts["events"], counts["actors"], counts["places"])
            target.publish()  # also when nothing changed: a build killed before this left readers an older state
        report.events, report.actors, report.places = sizes
    report.seconds = time.perf_counter() - began
    add_run(store, _run(report, started))
    return report


def _run(report: BuildReport, started: str) -> Run:
    return Run(
        action="build",
        started=started,
        seconds=round(report.seconds, 3),
        software=settings.software(),
        counts={
            "read": report.read, "new": report.new, "replaced": report.replaced, "unchanged": report.unchanged,
            "rejected": len(report.rejected), "events": report.events, "actors": report.actors,
            "places": report.places,
        },
    )  # fmt: skip


def remove(article_id: str, *, store: Path | str, keeper: MergeKeeper | None = None) -> None:
    """Removes one article and all that only it supports; ends also what a removal that was killed left to do.

    `keeper`: as for `remerge`.

    Raises:
        UnknownError: no such article, and nothing left to do.
    """
    with pools.collecting_rarely(), WriteStore.open(store) as target:
        try:
            target.delete(article_id)
        except UnknownError:
            if not target.needs_merge and target.is_published:
                raise
        remerge(target, keeper=keeper)


def remerge(target: WriteStore, *, keeper: MergeKeeper | None = None) -> Sizes:
    """Brings the merged graph of an open store up to date with its articles and judgements, and publishes it.

    `keeper`: what the caller keeps of the store from one merge to the next. With it only what changed is merged, after
    a first time; so it is without where the store's folder has a state of the merge, or is worth one. Else all is
    merged as a whole, which takes less than making a state and ends in the same graph.
    """
    sizes = (keeper or MergeKeeper(is_once=True)).merge(target)
    if sizes is None:
        target.load_ahead()
        graph = layer_of(target.records(), judgements=target.judgements(), own=target.authority())
        target.write_merged(graph)
        sizes = Sizes(len(graph.events), len(graph.actors), len(graph.places))
    target.publish()
    return sizes


def merge(
    records: Iterable[ArticleRecord], *, judgements: Iterable[Judgement] = (), own: Iterable[Entry] = ()
) -> MergedGraph:
    """The canonical layer over all records: a function of the sets of records and judgements, whatever their order.

    `own`: entries of users' authority files.
    """
    return layer_of(records, judgements=judgements, own=own).graph()


def layer_of(
    records: Iterable[ArticleRecord], *, judgements: Iterable[Judgement] = (), own: Iterable[Entry] = ()
) -> Layer:
    """The same, on disk where it does not fit into memory."""
    kept = Records.of(records)
    judged = bind(judgements, kept)
    alike = Alike()
    prints = Prints()
    copies: list[tuple[str, str]] = []

    def compare() -> None:
        copies.extend(prints.copies())
        prints.clear()  # it has as much of each article as the rest

    clusters = cluster_layer(
        kept,
        authority=load_authority().with_own(own),
        judged=judged,
        alike=alike,
        noted=prints.note,
        all_noted=compare,
    )
    return merge_layer(kept, clusters, copies=copies, verdicts=judged["event"], alike=alike)


def _fresh(
    articles: Iterable[Article | Rejected],
    *,
    extractor: str,
    target: WriteStore,
    report: BuildReport,
    pending: Counter[str],
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
        if pending[item.id] <= 0:
            del pending[item.id]
            if target.holds(item, extractor=extractor):
                report.unchanged += 1
                continue
        pending[item.id] += 1
        report.words += len(item.text.split())
        yield item


def _grouped(outcomes: Iterable[Analysed], report: BuildReport) -> Iterator[list[ArticleRecord]]:
    """Records in groups, for the store, no article twice in one; failures go to the report."""
    group: list[ArticleRecord] = []
    for item in outcomes:
        report.parse_seconds += item.parse_seconds
        if isinstance(item.outcome, Rejected):
            _reject(item.outcome, report)
            continue
        if len(group) >= GROUP or any(item.outcome.article.id == record.article.id for record in group):
            yield group
            group = []
        group.append(item.outcome)
    if group:
        yield group


def _reject(item: Rejected, report: BuildReport) -> None:
    report.rejected.append(item)
    logger.warning("%s: %s", item.where, item.reason)
