"""What whodid costs beside what one would take instead, in one run and one table: `make bench`.

    python tests/bench/bench_all.py [--texts FILE.jsonl] [--events 10000] [--only NAME …]

Texts are the sample articles unless a JSON Lines file with `text` is given. Seconds are CPU time of all processes, so
that a busy machine spoils them less; a ratio is ours over theirs, so that 2× is twice as fast. Whatever is compared has
read its files and done a little of its work before the clock starts. Some three minutes on two cores. Compared are

    reading   spaCy alone (`nlp.pipe`, same model and batch size), and the graph most would start with: textacy's
              subject–verb–object triples from the same parse, put into rdflib. textacy is looked for in this
              environment, else in that of the Python named by KG_BENCH_TEXTACY.
    writing   records of 1,000 made-up articles to a published store, beside pyoxigraph loading the same N-Quads
    store     pyoxigraph alone, and rdflib in memory, loading the same N-Quads
    service   the same questions as SPARQL in pyoxigraph, and a bare FastAPI route (`bench_service.py`)
    engines   the same questions to pyoxigraph, Oxigraph's server and rdflib with the same graph (`bench_engines.py`);
              milliseconds by the clock there, since servers are asked; of fewer events, since rdflib takes a minute
              to load what Oxigraph loads in two seconds

What cannot be measured here is a row that says why.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from kg import analysis, build, parse, settings
from kg.model import Article
from kg.read import read_articles
from kg.store import ReadStore
from kg.store.backup import backup, restore

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TIMEOUT_S = 150
"""For one script: what is slower is said to be not measured."""
TOTAL_S = 540
"""For all: what has not begun by then is left out, so that the table ends within ten minutes."""
_began = time.monotonic()


@dataclass(frozen=True)
class Row:
    """One comparison; `ratio` is None where there is nothing to compare with."""

    what: str
    ours: str
    theirs: str
    ratio: float | None
    note: str = ""

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        return f"| {self.what} | {self.ours} | {self.theirs} | {ratio} | {self.note} |"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON Lines with a field `text`; the sample articles if not given")
    parser.add_argument("--events", type=int, default=10_000, help="size of the store that the service is asked on")
    parser.add_argument("--engine-events", type=int, default=5_000, help="and of the one that all engines have")
    parts = {"reading": reading, "writing": writing, "store": store, "service": service, "engines": engines}
    parser.add_argument("--only", nargs="+", choices=parts, default=list(parts))
    asked = parser.parse_args()
    print("| what | whodid | instead | ratio | |\n| --- | ---: | ---: | ---: | --- |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only:
            if time.monotonic() - _began > TOTAL_S:
                print(Row(name, "—", "—", None, f"not measured: {TOTAL_S} s were over; --only {name}"), flush=True)
                continue
            try:
                for row in parts[name](Path(folder), asked):
                    print(row, flush=True)
            except (OSError, subprocess.SubprocessError, ValueError) as exc:
                words = " ".join(str(exc).split())[:200]
                print(Row(name, "—", "—", None, f"not measured: {type(exc).__name__}: {words}"), flush=True)


def reading(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Words per second of CPU, from text to graph."""
    articles = list(islice(_articles(asked), 2000))
    words = sum(len(article.text.split()) for article in articles)
    model = str(settings.DEFAULT_MODEL)
    analyser = analysis.analyser(model)
    batch = parse.pipeline.BATCH_SIZE
    build.build_articles(iter(articles[:4]), store=folder / "warm", options=build.Options())
    clock = _Clock()
    for _ in analyser.nlp.pipe([article.text for article in articles], batch_size=batch):
        pass
    alone = words / clock.lap()
    n_records = sum(1 for _ in analysis.analyse(articles, model=model))
    extracted = words / clock.lap()
    report = build.build_articles(iter(articles), store=folder / "store", options=build.Options())
    built = words / clock.lap()
    size = f"{n_records} articles, {words:,} words"
    yield Row("extraction beside spaCy alone", f"{extracted:,.0f} words/s", f"{alone:,.0f}", extracted / alone, size)
    with ReadStore.open(folder / "store") as opened:
        note = f"{report.events} events with sentence, roles, place, time, source; {opened.n_quads():,} quads"
    yield Row("articles to a merged graph beside spaCy alone", f"{built:,.0f} words/s", f"{alone:,.0f}",
              built / alone, note)  # fmt: skip
    yield _textacy(articles, folder, words=words, built=built)


def _textacy(articles: list[Article], folder: Path, *, words: int, built: float) -> Row:
    what = "articles to a merged graph beside textacy → rdflib"
    python = os.environ.get("KG_BENCH_TEXTACY", sys.executable)
    texts = folder / "texts.jsonl"
    texts.write_text("".join(json.dumps(article.text) + "\n" for article in articles), encoding="utf-8")
    command = [python, str(HERE / "textacy_triples.py"), str(settings.DEFAULT_MODEL), str(texts)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return Row(what, f"{built:,.0f} words/s", "—", None, f"not measured: {reason}; set KG_BENCH_TEXTACY")
    found = json.loads(done.stdout)
    rate = words / found["seconds"]
    note = f"{found['triples']} triples of words without sentence, time or merging; textacy looks for ClearNLP's labels"
    return Row(what, f"{built:,.0f} words/s", f"{rate:,.0f}", built / rate, note)


def writing(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Milliseconds for an article once it was read; the ratio is of writing alone, without the merge."""
    del folder, asked
    line = _run("bench_write.py", "1000").strip()
    match = re.search(r"publish [\d.]+: ([\d.]+) ms an article.* written in ([\d.]+) times", line)
    if match is None:
        raise ValueError(f"bench_write.py said {line[:80]!r}")
    yield Row("records to a published store beside pyoxigraph loading it", f"{match[1]} ms an article", "",
              1 / float(match[2]), line.partition(": ")[2].partition(": ")[0])  # fmt: skip


def store(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Quads per second of CPU into a store."""
    if not (folder / "store").exists():
        build.build_articles(_articles(asked), store=folder / "store", options=build.Options())
    kept = folder / "kept.nq.gz"
    backup(folder / "store", kept)
    raw = folder / "graph.nq"
    with ReadStore.open(folder / "store") as opened, raw.open("wb") as output:
        opened.dump(output, format="nquads")
        n_quads = opened.n_quads()
    clock = _Clock()
    restore(kept, folder / "restored")
    ours = n_quads / clock.lap()
    alone = ox.Store(str(folder / "alone"))
    alone.bulk_load(path=str(raw), format=ox.RdfFormat.N_QUADS)
    alone.flush()
    oxigraph = n_quads / clock.lap()
    rdflib.Dataset().parse(str(raw), format="nquads")
    memory = n_quads / clock.lap()
    note = f"{n_quads:,} quads; ours checks and writes its books too"
    yield Row("kg restore beside pyoxigraph", f"{ours:,.0f} quads/s", f"{oxigraph:,.0f}", ours / oxigraph, note)
    yield Row("kg restore beside rdflib in memory", f"{ours:,.0f} quads/s", f"{memory:,.0f}", ours / memory,
              "rdflib keeps nothing on disk")  # fmt: skip


def service(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Milliseconds of CPU for a question, out of the lines of `bench_service.py`."""
    place = _made_up(folder, asked.events)
    lines = _run("bench_service.py", str(place), "--repeat", "20").splitlines()
    used = {
        match[1].strip(): float(match[2])
        for line in lines
        if (match := re.match(r"(.{28})\s*[\d.]+\s+[\d.]+\s+([\d.]+)", line))
    }
    size = f"{asked.events:,} made-up events"
    for ours, theirs in (
        ("actor and dates", "SPARQL, actor and dates"),
        ("hub actor and dates", "SPARQL, hub and dates"),
    ):
        yield Row(f"who did what over HTTP, {ours}", f"{used[ours]:.1f} ms", f"{used[theirs]:.1f} ms in pyoxigraph",
                  used[theirs] / max(used[ours], 0.1), size)  # fmt: skip
    routes = [match for line in lines if (match := re.match(r"wrk, (.+): (\d+)/s, bare route (\d+)/s", line))]
    for name, rate, bare in (match.groups() for match in routes):
        yield Row(f"{name} over HTTP beside a bare FastAPI route", f"{rate}/s", f"{bare}/s", int(rate) / int(bare))
    if not routes:
        yield Row("requests per second beside a bare FastAPI route", "—", "—", None, "not measured: wrk is missing")


def engines(folder: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Milliseconds for each question of `bench_engines.py`; the ratio is the median of theirs over ours."""
    lines = _run(
        "bench_engines.py", str(_made_up(folder, asked.engine_events)), "--repeat", "3", "--without", "virtuoso"
    ).splitlines()
    found: dict[str, list[float]] = {}
    for line in lines:
        cells = line[28:].split()
        if cells and all(re.fullmatch(r"[\d.]+", cell) for cell in cells) and not line.startswith("milliseconds"):
            found[line[:28].strip()] = [float(cell) for cell in cells]
    ours = found.pop("whodid's service")
    for name, theirs in found.items():
        ratio = statistics.median(other / own for own, other in zip(ours, theirs, strict=True))
        yield Row(f"{len(ours)} questions over HTTP beside {name}", _milliseconds(ours), _milliseconds(theirs), ratio,
                  f"{asked.engine_events:,} made-up events; the middle of the ratios")  # fmt: skip
    for line in lines:
        if "left out" in line and "virtuoso" not in line:
            yield Row(f"questions beside {line[:28].strip()}", "—", "—", None, line[28:].strip())


def _milliseconds(values: list[float]) -> str:
    return " / ".join(f"{value:.0f}" for value in values) + " ms"


def _made_up(folder: Path, n_events: int) -> Path:
    place = folder / f"made-up-{n_events}"
    if not place.exists():
        _run("make_events.py", str(place), "--events", str(n_events), "--index")
    return place


def _articles(asked: argparse.Namespace) -> Iterator[Article]:
    found = read_articles([asked.texts or settings.SAMPLES])
    return (item for item in found if isinstance(item, Article))


def _run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(HERE / script), *arguments]
    left = min(TIMEOUT_S, max(1.0, TOTAL_S + 30 - (time.monotonic() - _began)))
    done = subprocess.run(command, capture_output=True, text=True, timeout=left, check=False)
    if done.returncode:
        raise ValueError(f"{script} ended with {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
    return done.stdout


class _Clock:
    """Seconds of CPU since the last look."""

    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        now = time.process_time()
        took, self._last = now - self._last, now
        return max(took, 1e-9)


if __name__ == "__main__":
    main()
