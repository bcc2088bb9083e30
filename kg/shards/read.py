"""Shards into a store: the articles of the shards, and their records in place of an analysis."""

from __future__ import annotations

import gzip
import hashlib
import io
from typing import IO, TYPE_CHECKING, cast

from kg.analysis import Analysed, Analysis
from kg.build import BuildReport, Options, Progress, build_articles
from kg.errors import LocationError
from kg.model import Rejected
from kg.shards.manifest import QUADS, file_name, index_at, manifest_at
from kg.shards.place import Place
from kg.store.record_lines import records_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Article, ArticleRecord


def load_shards(folders: Sequence[str], *, store: Path | str, progress: Progress | None = None) -> BuildReport:
    """Brings the articles of the shards into the store and merges: the graph is that of `kg.build.build` of the input.

    Raises:
        LocationError: a folder has no shards, or not all of them, or one is damaged or of another software than others.
        StoreError: the store cannot be written.
    """
    articles, analysis = read_shards(folders)
    return build_articles(articles, store=store, options=Options(), progress=progress, analysis=analysis)


def read_shards(folders: Sequence[str]) -> tuple[Iterator[Article | Rejected], Analysis]:
    """What `kg.build.build_articles` takes: the articles of the shards in order, and how they become records.

    One shard is in memory at a time, packed, and one record: it must be asked for before the next article is, or not at
    all, where the store has it already.
    """
    places = []
    for folder in folders:
        place = Place(folder)
        index = index_at(place)
        if index is None:
            raise LocationError(
                f"{place.name!r} holds no finished shards; run `kg extract … --out {place.name}` (again) to the end"
            )
        places.append((place, index))
    extractors = sorted({index.extractor for _, index in places})
    if len(extractors) != 1:
        raise LocationError(f"these shards were made by different software ({', '.join(extractors)}); load them apart")
    current: list[ArticleRecord] = []

    def articles() -> Iterator[Article | Rejected]:
        for place, index in places:
            for number in range(index.shards):
                for item in _contents(place, number):
                    if isinstance(item, Rejected):
                        yield item
                        continue
                    current[:] = [item]
                    yield item.article

    def records(wanted: Iterable[Article]) -> Iterator[Analysed]:
        for _ in wanted:
            yield Analysed(current[0], 0.0)

    return articles(), Analysis(extractor=extractors[0], records=records)


def _contents(place: Place, number: int) -> Iterator[ArticleRecord | Rejected]:
    manifest = manifest_at(place, number)
    name = file_name(number, QUADS)
    if manifest is None or name not in manifest.files:
        raise LocationError(f"{place.name!r} has no whole manifest of shard {number}; make the shards again")
    raw = place.read(name)
    if hashlib.sha256(raw).hexdigest() != manifest.files[name][1]:
        raise LocationError(f"{name} in {place.name!r} is not as it was written; make the shards again")
    yield from manifest.refusals()
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as lines:
        yield from records_in(cast("IO[bytes]", lines), name=f"{name} in {place.name!r}")
