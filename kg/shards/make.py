"""Cuts an input into shards and has them made; those that are there already are left as they are."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from kg import parse, pools
from kg.analysis import extractor_of, prepare
from kg.read import read_items
from kg.shards.manifest import INDEX, Index, Manifest, input_digest, manifest_at, number_of
from kg.shards.mentions import check_available
from kg.shards.place import Place
from kg.shards.work import Task, make_shard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Rejected
    from kg.read import Meter
    from kg.read.files import Outcome

SHARD_SIZE = 500
"""Items in a shard: about a minute of work for a core, a megabyte or two to write."""

Progress = Callable[["ShardReport"], None]
"""Called with the state so far after each shard."""


@dataclass(slots=True)
class ShardReport:
    """What was made. `kept` shards were there before; the counts are of all."""

    shards: int = 0
    kept: int = 0
    articles: int = 0
    undated: int = 0
    words: int = 0
    events: int = 0
    mentions: int = 0
    n_bytes: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    new_words: int = 0
    seconds: float = 0.0

    def add(self, manifest: Manifest, *, is_kept: bool) -> None:
        """Counts a shard."""
        self.shards += 1
        self.kept += is_kept
        self.articles += manifest.articles
        self.undated += manifest.undated
        self.words += manifest.words
        self.new_words += 0 if is_kept else manifest.words
        self.events += manifest.events
        self.mentions += manifest.mentions
        self.n_bytes += sum(size for size, _ in manifest.files.values())
        self.rejected += manifest.refusals()


def make_shards(
    inputs: Sequence[str | Path],
    out: str,
    *,
    model: str,
    shard_size: int = SHARD_SIZE,
    workers: int = 0,
    scheduler: str | None = None,
    date: str | None = None,
    format: str = "auto",
    progress: Progress | None = None,
    meter: Meter | None = None,
) -> ShardReport:
    """Reads the inputs and has their records written to `out`, shard by shard.

    Args:
        inputs: as `kg.read.read_articles` takes them.
        out: path or address (fsspec) of a folder.
        model: name or path of the spaCy pipeline; the machines of a cluster must have the same.
        shard_size: items of the input in each shard.
        workers: processes, 0 for one for each core.
        scheduler: address of a Dask scheduler whose workers do it instead.
        date: publication date of articles that bring none.
        format: of the inputs.
        progress: told how far it is.
        meter: told how much of the inputs was read.

    Raises:
        ModelError: the pipeline cannot be used.
        ExtraError: pyarrow or Dask is missing.
        LocationError: the folder cannot be written.
        PoolError: the workers are gone for good.
    """
    check_available()
    extractor = extractor_of(model)
    if scheduler is None:
        parse.pipeline_folder(model)
    began = time.perf_counter()
    place = Place(out)
    place.prepare()
    sizes = place.sizes()
    if INDEX in sizes:
        place.remove(INDEX)  # until all shards are those of this input
    report = ShardReport()
    items = read_items(inputs, format=format, date=date, meter=meter)
    tasks = _tasks(items, out, size=shard_size, model=pools.anywhere(model), extractor=extractor)
    kept: set[int] = set()

    def known(task: Task) -> Manifest | None:
        manifest = _kept(task, place, sizes)
        if manifest is not None:
            kept.add(task.number)
        return manifest

    with pools.opened(workers=workers, scheduler=scheduler, prepare=partial(prepare, model)) as pool:
        for manifest in pool.in_order(make_shard, tasks, known=known):
            report.add(manifest, is_kept=manifest.number in kept)
            if progress is not None:
                progress(report)
    for name in sizes:
        number = number_of(name)
        if number is not None and number >= report.shards:
            place.remove(name)  # of a longer input
    index = Index(shards=report.shards, articles=report.articles, rejected=len(report.rejected), extractor=extractor)
    place.write(INDEX, json.dumps(asdict(index)).encode())
    report.seconds = time.perf_counter() - began
    return report


def _tasks(items: Iterable[Outcome], out: str, *, size: int, model: str, extractor: str) -> Iterator[Task]:
    iterator = iter(items)
    number = 0
    while group := tuple(islice(iterator, size)):
        yield Task(number=number, items=group, input=input_digest(group), model=model, extractor=extractor, out=out)
        number += 1


def _kept(task: Task, place: Place, sizes: dict[str, int]) -> Manifest | None:
    """The manifest of the shard if it is there, whole, of this input and by this software and model."""
    manifest = manifest_at(place, task.number) if sizes else None
    if manifest is None or (manifest.input, manifest.extractor) != (task.input, task.extractor):
        return None
    whole = all(sizes.get(name) == size for name, (size, _) in manifest.files.items())
    return manifest if whole else None
