"""How far a command is, on a terminal: articles, words, rate, and the time left where the input's size is known."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.build import Progress
    from kg.read import Meter


@contextmanager
def steps(what: str, unit: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal for work whose size is known, None elsewhere; it takes what is done and how much there is."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = [SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), BarColumn(), TextColumn("left")]
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(
            task, description=f"{what}: {done:,} of {total:,} {unit}", completed=done, total=total
        )


@contextmanager
def progress_bar(meter: Meter | None) -> Iterator[Progress | None]:
    """A bar on a terminal, None elsewhere.

    The time left is told from the bytes of the input that were read: how many articles are to come nobody knows.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    total = meter.total if meter is not None else None
    columns = [SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()]
    if total:
        columns += [BarColumn(), TextColumn("left"), TimeRemainingColumn()]
    # The bar moves by itself only once the workers are there: they may begin as copies of a process without threads.
    still, bar = (
        Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=moves) for moves in (False, True)
    )
    still.add_task("loading the model", total=total)
    task = bar.add_task("", total=total)
    began = time.monotonic()

    def begin() -> None:
        if still.live.is_started:
            still.stop()
            bar.start()

    still.start()
    try:

        def progress(n_articles: int, n_words: int) -> None:
            begin()
            rate = n_words / max(time.monotonic() - began, 1e-9)
            text = f"{n_articles:,} articles, {n_words:,} words, {rate:,.0f} words/s"
            is_read = meter is not None and total is not None and meter.done >= total
            bar.update(
                task,
                description=f"{text}; last articles, then merging" if is_read else text,
                completed=meter.done if meter is not None and total else None,
            )

        yield progress
    finally:
        still.stop()
        bar.stop()
