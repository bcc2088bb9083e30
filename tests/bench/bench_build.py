"""How fast `kg build` is, beside spaCy alone with as many processes, and how much memory it takes.

    python tests/bench/bench_build.py SENTENCES --articles 1000 --workers 2
    python tests/bench/bench_build.py ARTICLES --as-they-are

ARTICLES are in any format that `kg build` takes. SENTENCES is a JSON Lines file with a `text` of one sentence per row,
such as the Groningen Meaning Bank's news (the sentences of real news; the articles made of them tell no story, so that
nothing merges by chance more than it would).
Prints articles/s, words/s, the share of spaCy, and the resident memory after every hundred articles; last the same
texts through `nlp.pipe` with the same model, batch size and number of processes. Seconds are by the clock, so the
machine must have nothing else to do; each side loads its models. The pipeline of that last measure is as `spacy.load`
gives it, without the faster matrix products of `kg.parse.kernels`.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from itertools import islice
from pathlib import Path

import spacy

from kg import parse, settings
from kg.build import Options, build_articles
from kg.model import Article
from kg.read import read_articles


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_texts(parser, n_articles=1000)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = texts_of(arguments, Path(folder))
        memory: list[tuple[int, float]] = []

        def note(n_articles: int, _: int) -> None:
            if not memory or n_articles - memory[-1][0] >= 100:
                memory.append((n_articles, resident_mib()))

        store, options = Path(folder) / "store", Options(workers=arguments.workers)
        report = build_articles(iter(articles), store=store, options=options, progress=note)
        files = [file.stat() for file in (Path(folder) / "store").rglob("*") if file.is_file()]
        size = sum({item.st_ino: item.st_size for item in files}.values())  # a snapshot shares its files by hard links
    print(f"articles {report.new}, words {report.words}, events {report.events}, actors {report.actors}")
    rates = f"{report.new / report.seconds:.1f} articles/s, {report.words / report.seconds:.0f} words/s"
    print(f"seconds {report.seconds:.1f}: {rates}")
    used = {who: resource.getrusage(getattr(resource, f"RUSAGE_{who}")) for who in ("SELF", "CHILDREN")}
    print(
        "processor seconds: "
        + ", ".join(f"{who.lower()} {item.ru_utime + item.ru_stime:.1f}" for who, item in used.items())
    )
    print(f"in spaCy {report.parse_seconds / report.seconds:.0%}, merging {report.merge_seconds:.1f} s")
    print(f"store {size / 2**20:.0f} MiB")
    print("resident MiB by articles:", " ".join(f"{n}:{mib:.0f}" for n, mib in memory))
    print(f"peak MiB {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}", flush=True)
    began = time.perf_counter()
    nlp = spacy.load(settings.DEFAULT_MODEL)
    texts = [article.text for article in articles]
    for _ in nlp.pipe(texts, batch_size=parse.pipeline.BATCH_SIZE, n_process=arguments.workers):
        pass
    alone = time.perf_counter() - began
    print(f"spaCy alone, {arguments.workers} processes: {alone:.1f} s, {report.words / alone:.0f} words/s: "
          f"the build has {alone / report.seconds:.0%} of that")  # fmt: skip


def add_texts(parser: argparse.ArgumentParser, *, n_articles: int) -> None:
    """The options that say what is read."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--as-they-are", action="store_true", help="the file holds articles, not sentences")
    parser.add_argument("--articles", type=int, default=n_articles)
    parser.add_argument("--sentences-each", type=int, default=10)


def texts_of(arguments: argparse.Namespace, folder: Path) -> list[Article]:
    """The articles of those options."""
    source = arguments.file
    if not arguments.as_they_are:
        source = folder / "articles.jsonl"
        write_articles(arguments.file, source, n_articles=arguments.articles, n_sentences=arguments.sentences_each)
    articles = (item for item in read_articles([source]) if isinstance(item, Article))
    return list(islice(articles, arguments.articles))


def write_articles(sentences: Path, target: Path, *, n_articles: int, n_sentences: int) -> None:
    """Articles of so many sentences each, a day apart within one month so that dates resolve."""
    with sentences.open(encoding="utf-8") as rows, target.open("w", encoding="utf-8") as output:
        texts = (json.loads(row)["text"] for row in rows)
        for number in range(n_articles):
            text = " ".join(islice(texts, n_sentences))
            record = {"id": f"bench-{number:05}", "date": f"2010-01-{number % 28 + 1:02}", "text": text}
            output.write(json.dumps(record) + "\n")


def resident_mib() -> float:
    """Resident memory of this process in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
