"""Articles to records: parse, extract and resolve, in this process, in several, or on the workers of a cluster.

The same code runs everywhere, each process with its own copy of the model; results keep the order of the input, so that
one worker and eight give the same graph.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Self

from kg import authority, parse, pools, settings
from kg.extract import extract
from kg.extract.text import lexicon
from kg.model import Article, ArticleRecord, Rejected
from kg.read import fingerprint, noise_spans
from kg.resolve import resolve_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

logger = logging.getLogger(__name__)

BATCH = 32
"""Articles handed to a worker at a time."""

LEAST = 8
"""Of the last ones, which are handed out in smaller batches; fewer at a time take longer to parse."""

FEW_BATCHES = 6
"""With no more than so many batches, loading the model in several processes takes longer than it saves, unless they are
copies of this one."""

_SAMPLE = Article(
    id="sample",
    text="The United Nations said on Monday that Jo Doe, a doctor, was killed in Paris. Police arrested two men.",
    date="2020-01-01",
)
"""What has the tables read that are read when they are first needed."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """One article's outcome with the seconds that its parse took."""

    outcome: ArticleRecord | Rejected
    parse_seconds: float


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
                fingerprint=fingerprint(parsed.article.text, noise=parsed.noise),
            )
        except Exception as exc:
            logger.exception("article %s could not be analysed", parsed.article.id)
            return _failed(parsed.article, exc)


def _failed(article: Article, exc: Exception) -> Rejected:
    reason = f"the article could not be analysed ({type(exc).__name__}: {exc}); please report it"
    return Rejected(where=article.id, reason=reason)


@dataclass(frozen=True, slots=True)
class Analysis:
    """How articles become records: `extractor` says by which software and model, `records` does it, in order."""

    extractor: str
    records: Callable[[Iterable[Article]], Iterator[Analysed]]

    @classmethod
    def of(cls, model: str, *, workers: int = 1, scheduler: str | None = None) -> Self:
        """With a spaCy pipeline, in so many processes or on a cluster; ModelError when there is none of that name."""
        return cls(
            extractor=extractor_of(model),
            records=partial(analyse, model=model, workers=workers, scheduler=scheduler),
        )


def extractor_of(model: str) -> str:
    """Software and model as noted with every record, `whodid@0.1.0 en_whodid_news@0.2.0`; the model is not loaded."""
    return f"{settings.software()} {parse.pipeline_id(model)}"


def analyse(
    articles: Iterable[Article], *, model: str, workers: int = 1, scheduler: str | None = None
) -> Iterator[Analysed]:
    """Records of articles, in order, with bounded memory; the arguments are those of `kg.build.Options`.

    Raises:
        ModelError: the pipeline cannot be used.
        PoolError: a worker process ended, or the cluster cannot be reached.
    """
    batches = _batches(articles)
    if scheduler is None and workers == 0:
        few = 1 if pools.may_fork() else FEW_BATCHES
        first = list(islice(batches, few + 1))
        workers = pools.n_cores() if len(first) > few else 1
        batches = chain(first, batches)
    if scheduler is None and workers == 1:
        for batch in batches:  # where nothing is new, the model is not loaded
            yield from analyser(model).analyse(batch)
        return
    with pools.opened(workers=workers, scheduler=scheduler, prepare=partial(prepare, model)) as pool:
        for outcomes in pool.in_order(partial(_analyse, pools.anywhere(model)), _evened(batches, workers=pool.size)):
            yield from outcomes


@lru_cache(maxsize=1)
def analyser(model: str) -> Analyser:
    """The analyser of this process for a model, loaded once."""
    return Analyser(model)


def prepare(model: str) -> None:
    """Loads the analyser of a model with all tables, for workers that begin as copies of this process."""
    analyser(model).analyse([_SAMPLE])


one_at_a_time = threading.Lock()
"""Held while a worker works: a cluster's worker may have several threads, a spaCy pipeline serves one."""


def _analyse(model: str, batch: list[Article]) -> list[Analysed]:
    with one_at_a_time:
        outcomes = analyser(pools.here(model)).analyse(batch)
        pools.keep_what_is_loaded()
        return outcomes


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _evened(batches: Iterable[list[Article]], *, workers: int) -> Iterator[list[Article]]:
    """The same articles, the last ones in ever smaller batches, so that the workers end at about the same time."""
    held: deque[list[Article]] = deque()
    for batch in batches:
        held.append(batch)
        if len(held) > 2 * workers:
            yield held.popleft()
    rest = list(chain.from_iterable(held))
    while rest:
        size = min(BATCH, max(LEAST, -(-len(rest) // (2 * workers))))
        yield rest[:size]
        del rest[:size]
