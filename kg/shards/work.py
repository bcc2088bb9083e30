"""One shard, from what was read to its files: the task of a worker. Done twice, it writes the same bytes twice."""

from __future__ import annotations

import gzip
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.analysis import BATCH, analyser, one_at_a_time
from kg.errors import PoolError, StoreError
from kg.model import Article, ArticleRecord, Rejected
from kg.pools import here, keep_what_is_loaded
from kg.read import Page
from kg.shards.manifest import MANIFEST, MENTIONS, QUADS, Manifest, file_name
from kg.shards.mentions import mention_rows, mention_table
from kg.shards.place import Place
from kg.store.record_lines import record_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.read.files import Outcome

_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a worker is to do.

    Attributes:
        number: of the shard.
        items: what was read, in order: articles, pages whose text is still to be found, and refusals.
        input: their digest.
        model: as `kg.pools.anywhere` gives it.
        extractor: software and model that the worker must have.
        out: path or address of the folder.
    """

    number: int
    items: tuple[Outcome, ...]
    input: str
    model: str
    extractor: str
    out: str


@dataclass(slots=True)
class _Contents:
    """What is collected for the files of a shard."""

    packed: io.BytesIO
    rows: list[dict[str, Any]]
    rejected: list[Rejected]
    articles: int = 0
    undated: int = 0
    words: int = 0
    events: int = 0
    actors: int = 0
    places: int = 0


def make_shard(task: Task) -> Manifest:
    """Makes one shard and writes its files, the manifest last.

    Raises:
        PoolError: this machine has another software or model than the one that asks.
        LocationError: the files cannot be written.
    """
    with one_at_a_time:
        analyse = analyser(here(task.model))
        if analyse.extractor != task.extractor:
            raise PoolError(f"a worker has {analyse.extractor}, not {task.extractor}; install the same everywhere")
        contents = _Contents(io.BytesIO(), [], [])
        with gzip.GzipFile("", "wb", _LEVEL, contents.packed, mtime=0) as output:
            for batch in _batches(_articles(task.items, contents)):
                for analysed in analyse.analyse(batch):
                    if isinstance(analysed.outcome, Rejected):
                        contents.rejected.append(analysed.outcome)
                    else:
                        output.write(_lines(analysed.outcome, contents))
                keep_what_is_loaded()
    return _written(task, contents)


def _articles(items: Iterable[Outcome], contents: _Contents) -> Iterator[Article]:
    for item in items:
        read = item.article() if isinstance(item, Page) else item
        if isinstance(read, Rejected):
            contents.rejected.append(read)
            continue
        contents.articles += 1
        contents.undated += read.date is None
        contents.words += len(read.text.split())
        yield read


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := [article for article, _ in zip(articles, range(BATCH), strict=False)]:
        yield batch


def _lines(record: ArticleRecord, contents: _Contents) -> bytes:
    try:
        lines = record_lines(record)
    except StoreError as exc:
        contents.rejected.append(Rejected(where=record.article.id, reason=f"its record does not hold together: {exc}"))
        return b""
    contents.events += len(record.events)
    contents.actors += len(record.actors)
    contents.places += len(record.places)
    contents.rows += mention_rows(record)
    return lines


def _written(task: Task, contents: _Contents) -> Manifest:
    place = Place(task.out)
    files = {
        file_name(task.number, QUADS): contents.packed.getvalue(),
        file_name(task.number, MENTIONS): mention_table(contents.rows),
    }
    manifest = Manifest(
        number=task.number,
        input=task.input,
        extractor=task.extractor,
        articles=contents.articles,
        undated=contents.undated,
        words=contents.words,
        events=contents.events,
        actors=contents.actors,
        places=contents.places,
        mentions=len(contents.rows),
        rejected=tuple((item.where, item.reason) for item in contents.rejected),
        files={name: (len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in files.items()},
    )
    for name, raw in files.items():
        place.write(name, raw)
    place.write(file_name(task.number, MANIFEST), manifest.dumped())
    return manifest
