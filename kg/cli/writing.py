"""Commands that change the store or read articles. Imports are inside: each loads only its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.progress import progress_bar, steps

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from kg.build import BuildReport
    from kg.model import Article, Rejected


def build(arguments: argparse.Namespace) -> int:
    """Reads the inputs into the store and prints what was done."""
    from kg.build import Options, build_articles
    from kg.read import Meter, read_articles

    judgements = None
    if arguments.judgements is not None:
        from kg.curate.judge import take_judgements

        judgements = take_judgements(arguments.judgements)
    authority = None
    if arguments.authority:
        from kg.authority import read_files

        authority = read_files(arguments.authority)
    options = Options(
        model=arguments.model,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        judgements=judgements,
        authority=authority,
    )
    meter = Meter(arguments.input)
    articles = read_articles(arguments.input, format=arguments.format, date=arguments.date, meter=meter)
    with progress_bar(meter) as progress:
        report = build_articles(articles, store=arguments.store, options=options, progress=progress)
    print("\n".join(_summary(report)))
    if report.read and not arguments.no_index:
        _make_index(arguments.store)
    return _status(report.rejected, is_failed=not report.read, strict=arguments.strict)


def load(arguments: argparse.Namespace) -> int:
    """Brings shards into the store and prints what was done."""
    from kg.shards import load_shards

    with progress_bar(None) as progress:
        report = load_shards(arguments.shards, store=arguments.store, progress=progress)
    print("\n".join(_summary(report)))
    if report.read and not arguments.no_index:
        _make_index(arguments.store)
    return _status(report.rejected, is_failed=not report.read, strict=arguments.strict)


def _make_index(store: Path | str) -> None:
    """Makes what the service reads from, so that it answers at once; the graph is whole without it."""
    from kg.errors import KgError
    from kg.query.index.files import make_index
    from kg.store.home import is_address

    if is_address(store):
        return
    began = time.monotonic()
    with steps("indexing", "events") as progress:
        try:
            path = make_index(Path(store), progress=progress)
        except KgError as exc:
            sys.stderr.write(f"kg: {exc}; kg serve will try again\n")
            return
    print(f"index     {path.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.1f} s, for kg serve")


def _status(rejected: Sequence[Rejected], *, is_failed: bool, strict: bool = False) -> int:
    for item in rejected:
        sys.stderr.write(f"kg: {item.where}: {item.reason}\n")
    return 1 if rejected and (strict or is_failed) else 0


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
    """Prints what each article says, one after the other, or writes it to shards."""
    if arguments.out is not None:
        return _extract_shards(arguments)
    from kg.analysis import analyse
    from kg.explain import explain
    from kg.export.record_text import record_to_text
    from kg.export.records import record_to_json, to_line
    from kg.model import Rejected

    rejected: list[Rejected] = []
    n_articles = 0
    articles = _articles(arguments, rejected)
    for item in analyse(articles, model=arguments.model, workers=arguments.workers, scheduler=arguments.scheduler):
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
    _status(rejected, is_failed=False)
    return 0 if n_articles else 1


def _extract_shards(arguments: argparse.Namespace) -> int:
    from kg.read import Meter
    from kg.shards import ShardReport, make_shards

    meter = Meter(arguments.input)
    with progress_bar(meter) as progress:

        def note(report: ShardReport) -> None:
            if progress is not None:
                progress(report.articles, report.words)

        report = make_shards(
            arguments.input,
            arguments.out,
            model=arguments.model,
            shard_size=arguments.shard_size,
            workers=arguments.workers,
            scheduler=arguments.scheduler,
            date=arguments.date,
            format=arguments.format,
            progress=note,
            meter=meter,
        )
    print(
        f"articles  {report.articles} read, {len(report.rejected)} inputs rejected\n"
        f"shards    {report.shards} of {report.n_bytes:,} bytes, {report.kept} of them there before; "
        f"{report.events} events, {report.mentions} mentions\n"
        f"time      {report.seconds:.1f} s, {report.new_words / report.seconds:.0f} words/s\n"
        f"next      kg load {arguments.out}"
    )
    return _status(report.rejected, is_failed=not report.articles)


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
            # not through the buffer, whose lock this thread would still hold when the process ends
            while os.read(sys.stdin.fileno(), 4096):
                pass
        stopped.set()

    if arguments.watched:
        threading.Thread(target=watch, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # answers go before additions
    Worker(arguments.store, model=arguments.model, is_stopped=stopped.is_set).run(idle_s=arguments.idle)
    return 0
