"""What shards cost: CPU and bytes for an article made into shards, and for one loaded from them into a store.

    python tests/bench/bench_shards.py SENTENCES [--articles 300]

SENTENCES as for `bench_build.py`. One process for each step, so that its memory is its own. The figures of
`docs/scale.md` are computed from these.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_build import write_articles


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--sentences-each", type=int, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, shards, store = folder / "articles.jsonl", folder / "shards", folder / "store"
        write_articles(asked.sentences, source, n_articles=asked.articles, n_sentences=asked.sentences_each)
        words = sum(len(line.split()) for line in source.read_text(encoding="utf-8").splitlines())
        print(f"{asked.articles} articles, some {words / asked.articles:.0f} words each")
        kg = [sys.executable, "-m", "kg"]
        extract = [*kg, "extract", str(source), "--out", str(shards), "--workers", "1", "--shard-size", "100"]
        load = [*kg, "load", str(shards), "--store", str(store)]
        for what, command in (("kg extract --out", extract), ("the same again", extract), ("kg load", load)):
            print(f"{what:20}{_timed(command, asked.articles)}", flush=True)
        for kind in ("nq.gz", "mentions.parquet"):
            n_bytes = sum(path.stat().st_size for path in shards.glob(f"*.{kind}"))
            print(f"  {kind:18}{n_bytes / asked.articles:,.0f} bytes an article")
        for what, pattern in (("store", "*"), ("of it the index", "index/*")):
            files = {path.stat().st_ino: path.stat().st_size for path in store.rglob(pattern) if path.is_file()}
            print(f"  {what:18}{sum(files.values()) / asked.articles:,.0f} bytes an article")


def _timed(command: list[str], n_articles: int) -> str:
    """Seconds of CPU, in all and for an article, and memory at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    seconds = usage.ru_utime + usage.ru_stime
    each, mib = 1000 * seconds / n_articles, usage.ru_maxrss / 1024
    return f"{seconds:.1f} s of CPU, {each:.0f} ms an article; at most {mib:.0f} MiB"


if __name__ == "__main__":
    main()
