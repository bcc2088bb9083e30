"""How fast `kg build` is, and how much memory it takes, on a thousand articles.

    python tests/bench/bench_build.py SENTENCES

SENTENCES is a JSON Lines file with a `text` of one sentence per row, such as the Groningen Meaning Bank's news (the
sentences of real news; the articles made of them tell no story, so that nothing merges by chance more than it would).
Prints articles/s, words/s, the share of spaCy, and the resident memory after every hundred articles.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from itertools import islice
from pathlib import Path

from kg.build import Options, build


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sentences-each", type=int, default=10)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        write_articles(arguments.sentences, source, n_articles=arguments.articles, n_sentences=arguments.sentences_each)
        memory: list[tuple[int, float]] = []

        def note(n_articles: int, _: int) -> None:
            if not memory or n_articles - memory[-1][0] >= 100:
                memory.append((n_articles, resident_mib()))

        report = build(
            [str(source)], store=Path(folder) / "store", options=Options(workers=arguments.workers), progress=note
        )
        files = [file.stat() for file in (Path(folder) / "store").rglob("*") if file.is_file()]
        size = sum({item.st_ino: item.st_size for item in files}.values())  # a snapshot shares its files by hard links
    print(f"articles {report.new}, words {report.words}, events {report.events}, actors {report.actors}")
    rates = f"{report.new / report.seconds:.1f} articles/s, {report.words / report.seconds:.0f} words/s"
    print(f"seconds {report.seconds:.1f}: {rates}")
    print(f"in spaCy {report.parse_seconds / report.seconds:.0%}, merging {report.merge_seconds:.1f} s")
    print(f"store {size / 2**20:.0f} MiB")
    print("resident MiB by articles:", " ".join(f"{n}:{mib:.0f}" for n, mib in memory))
    print(f"peak MiB {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


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
