"""Commands that change the store or read articles. Imports are inside: each loads only its own."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from kg.build import BuildReport, Progress
    from kg.model import Article, Rejected


def build(arguments: argparse.Namespace) -> int:
    """Reads the inputs into the store and prints what was done."""
    from kg.build import Options, build

    judgements = None
    if arguments.judgements is not None:
        from kg.curate.judge import take_judgements

        judgements = take_judgements(arguments.judgements)
    options = Options(
        model=arguments.model,
        workers=arguments.workers,
        date=arguments.date,
        format=arguments.format,
        judgements=judgements,
    )
    with _progress_bar() as progress:
        report = build(arguments.input, store=arguments.store, options=options, progress=progress)
    print("\n".join(_summary(report)))
    _complain(report.rejected)
    if report.rejected and (arguments.strict or not report.read):
        return 1
    return 0


def _summary(report: BuildReport) -> list[str]:
    rate = report.words / report.seconds if report.seconds else 0.0
    share = report.parse_seconds / report.seconds if report.seconds else 0.0
    lines = [
        f"articles  {report.read} read: {report.new} new, {report.replaced} replaced, {report.unchanged} unchanged; "
        f"{len(report.rejected)} inputs rejected",
        f"graph     {report.events} events, {report.actors} actors, {report.places} places",
        f"time      {report.seconds:.1f} s: {report.read / report.seconds:.1f} articles/s, {rate:.0f} words/s, "
        f"{share:.0%} in spaCy, {report.merge_seconds:.1f} s merging",
    ]
    if report.undated:
        lines.append(
            f"undated   {report.undated} articles without a date: their relative dates stay open (--date sets one)"
        )
    return lines


def extract(arguments: argparse.Namespace) -> int:
    """Prints what each article says, one after the other."""
    from kg.build import analyse
    from kg.explain import explain
    from kg.export.record_text import record_to_text
    from kg.export.records import record_to_json, to_line
    from kg.model import Rejected

    rejected: list[Rejected] = []
    n_articles = 0
    articles = _articles(arguments, rejected)
    for item in analyse(articles, model=arguments.model, workers=arguments.workers):
        if isinstance(item.outcome, Rejected):
            rejected.append(item.outcome)
            continue
        n_articles += 1
        if arguments.explain:
            print("\n".join(explain(item.outcome)))
        elif arguments.output == "jsonl":
            print(to_line(record_to_json(item.outcome)))
        else:
            print("\n".join(record_to_text(item.outcome)))
    _complain(rejected)
    return 0 if n_articles else 1


def _articles(arguments: argparse.Namespace, rejected: list[Rejected]) -> Iterator[Article]:
    from kg.model import Rejected
    from kg.read import read_articles

    for item in read_articles(arguments.input, format=arguments.format, date=arguments.date):
        if isinstance(item, Rejected):
            rejected.append(item)
        else:
            yield item


def delete(arguments: argparse.Namespace) -> int:
    """Removes one article."""
    from kg.build import remove

    remove(arguments.article, store=arguments.store)
    print(f"removed {arguments.article}")
    return 0


def ingest(arguments: argparse.Namespace) -> int:
    """Does the jobs of the service until there are none for a while, or its starter goes away."""
    import logging
    import os
    import threading
    from contextlib import suppress

    from kg.errors import KgError
    from kg.ingest import Worker
    from kg.store.home import is_address

    if is_address(arguments.store):
        raise KgError("jobs are done on a store in a folder; use `kg build` for a SPARQL server")
    logging.getLogger().setLevel(min(logging.getLogger().level, logging.WARNING))
    stopped = threading.Event()

    def watch() -> None:
        # the pipe from the service closes when the service ends, however it ends
        with suppress(OSError, ValueError):
            while sys.stdin.buffer.read(4096):
                pass
        stopped.set()

    if arguments.watched:
        threading.Thread(target=watch, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # answers go before additions
    Worker(arguments.store, model=arguments.model, is_stopped=stopped.is_set).run(idle_s=arguments.idle)
    return 0


def _complain(rejected: Iterable[Rejected]) -> None:
    for item in rejected:
        sys.stderr.write(f"kg: {item.where}: {item.reason}\n")


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere; its total is unknown, since inputs are read as a stream."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading the model")

        def progress(n_articles: int, n_words: int) -> None:
            bar.update(task, description=f"{n_articles} articles, {n_words:,} words")

        yield progress
