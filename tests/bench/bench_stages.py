"""Where the time of a build goes, stage by stage, beside spaCy alone on the same articles in the same process.

    python tests/bench/bench_stages.py SENTENCES --articles 300
    python tests/bench/bench_stages.py ARTICLES --as-they-are

SENTENCES as for `bench_build.py`, which makes articles of them, or articles in any format that `kg build` takes. One
process; seconds are CPU time, so that a busy machine spoils them less. "spaCy
alone" is `nlp.pipe` over the same texts with the same model and batch size, as `spacy.load` gives it, before and after
the build, and their mean; once more it is the pipeline as whodid loads it, with faster matrix products.
Loading the model counts for neither. A few articles are built before all else, so that files are read and imported.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from bench_build import add_texts, texts_of

from kg import analysis, build, parse, settings
from kg.store import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

spent: Counter[str] = Counter()
_open: list[list[float]] = []


def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its CPU time added to a stage; time of timed functions within it is theirs alone."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with _Stage(stage):
            return function(*args, **kwargs)

    return wrapper


def timed_items(stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Likewise for a generator: only the time that it takes to give its items."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Iterator[Any]:
        items = function(*args, **kwargs)
        while True:
            with _Stage(stage):
                item = next(items, _END)
            if item is _END:
                return
            yield item

    return wrapper


_END = object()


class _Stage:
    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._inner = [0.0]
        _open.append(self._inner)
        self._began = time.process_time()

    def __exit__(self, *error: object) -> None:
        took = time.process_time() - self._began
        _open.pop()
        spent[self._name] += took - self._inner[0]
        if _open:
            _open[-1][0] += took


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_texts(parser, n_articles=300)
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = texts_of(arguments, Path(folder))
        texts = [article.text for article in articles]
        words = sum(len(text.split()) for text in texts)
        nlp, ours = spacy.load(arguments.model), parse.load_pipeline(arguments.model)
        build.build_articles(
            iter(articles[:4]), store=Path(folder) / "warm", options=build.Options(model=arguments.model)
        )
        alone, alone_here = [_alone(nlp, texts)], [_alone(ours, texts)]
        _watch()
        with _Stage("everything else"):
            report = build.build_articles(
                iter(articles), store=Path(folder) / "store", options=build.Options(model=arguments.model)
            )
        alone.append(_alone(nlp, texts))
        alone_here.append(_alone(ours, texts))
    loading = spent.pop("load the model", 0.0)  # once for any number of articles, and no part of either rate
    total = sum(spent.values())
    spacy_s = statistics.mean(alone)
    print(f"{report.new} articles, {words:,} words, {report.events} events; spaCy alone {spacy_s:.1f} s CPU\n")
    print("| stage | CPU s | share | of spaCy alone |\n| --- | ---: | ---: | ---: |")
    for stage, seconds in spent.most_common():
        print(f"| {stage} | {seconds:.2f} | {seconds / total:.0%} | {seconds / spacy_s:.2f} |")
    print(f"| load the model | {loading:.2f} | | |")
    print(f"| whole build | {total:.2f} | | {total / spacy_s:.2f} |")
    here_s = statistics.mean(alone_here)
    print(f"| spaCy alone, as whodid loads it | {here_s:.2f} | | {here_s / spacy_s:.2f} |")
    print(
        f"\nwords/s of the build {spacy_s / total:.0%} of spaCy alone ({words / total:,.0f} of {words / spacy_s:,.0f})"
    )


def _alone(nlp: Any, texts: list[str]) -> float:
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=parse.pipeline.BATCH_SIZE):
        pass
    return time.process_time() - began


def _watch() -> None:
    """Puts a clock around what each stage's module calls; no stage knows of it."""
    build.layer_of = timed("merge", build.layer_of)
    home = analysis
    home.parse.load_pipeline = timed("load the model", home.parse.load_pipeline)
    home.parse.parse = timed_items("parse", home.parse.parse)
    home.noise_spans = timed("noise", home.noise_spans)
    home.fingerprint = timed("fingerprint", home.fingerprint)
    home.extract = timed("extract", home.extract)
    home.resolve_article = timed("resolve", home.resolve_article)
    write.check_record = timed("check", write.check_record)
    write.canonical_record = timed("check", write.canonical_record)
    write.mapping.record_lines = timed("records to quads", write.mapping.record_lines)
    write.books.digest_of = timed("digests", write.books.digest_of)
    store = write.WriteStore
    for name, stage in (
        ("_write", "write to the database"),
        ("_arrive", "put new articles aside"),
        ("_settle", "write to the database"),
        ("holds", "look up what is held"),
        ("article", "read records for the merge"),
        ("write_merged", "write the merged graph"),
        ("publish", "publish"),
    ):
        setattr(store, name, timed(stage, getattr(store, name)))


if __name__ == "__main__":
    main()
