"""Kills builds at random moments, starts them again, and compares the graph with that of an undisturbed build.

    python tests/store/kill_rounds.py ROUNDS [SEED]      prints one line a round; exit status 1 when one differed

    KG_KILL_ROUNDS=200 pytest tests/store/test_kill.py   the same as a test

Every round forks a process that runs `kg.build.build` (or `remove`) itself, kills it with SIGKILL at a moment drawn
evenly from the time that the undisturbed one took, looks at what readers see, perhaps kills once more, and lets the
same command run to its end. The articles are read and parsed once, before the first round: the moments fall into
storing, merging, writing anew and publishing, not into the parser, which writes nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import analysis, settings
from kg import build as building
from kg.analysis import Analysed, Analyser
from kg.build import Options, build, remerge, remove
from kg.errors import UnknownError
from kg.incremental import MergeKeeper
from kg.incremental import keeper as keeping
from kg.model import Article, Rejected
from kg.read import read_articles
from kg.store import ReadStore, WriteStore, check_record, home, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

N_ARTICLES = int(os.environ.get("KG_KILL_ARTICLES", "24"))
"""Of the first build; a changed one has others and a few more. With 6 of them 200 rounds take minutes."""


class Known:
    """An analyser that has read all of these articles before."""

    outcomes: dict[str, Analysed] = {}  # noqa: RUF012 -- filled once, before the first fork

    def __init__(self, model: str) -> None:
        self.model = model

    def analyse(self, articles: Iterable[Article]) -> list[Analysed]:
        return [self.outcomes[article.text] for article in articles]


def in_child(work: Callable[[], str]) -> tuple[int, int]:
    """Starts work in a process of its own; its id, and where its result can be read."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(receive)
            os.write(send, work().encode())
            status = 0
        except BaseException as error:  # noqa: BLE001 -- all of it goes to the parent
            os.write(send, f"failed: {type(error).__name__}: {error}".encode())
        os._exit(status)
    os.close(send)
    return child, receive


def finish(work: Callable[[], str]) -> str:
    """The result of work in a process of its own: this one opens no store, so that it can be forked."""
    child, receive = in_child(work)
    os.waitpid(child, 0)
    with os.fdopen(receive, "rb") as pipe:
        said = pipe.read().decode()
    if said.startswith("failed"):
        raise RuntimeError(said)
    return said


def kill(work: Callable[[], str], after_s: float) -> bool:
    """Runs work and kills it; whether it was still at it."""
    child, receive = in_child(work)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(receive)
    return os.WIFSIGNALED(status)


def graph_of(store: Path) -> str:
    """Digest of all that readers see."""
    output = io.BytesIO()
    with ReadStore.open(store) as reader:
        reader.dump(output)
    return hashlib.sha256(output.getvalue()).hexdigest()


def look(store: Path) -> str:
    """What a reader finds after a kill: nothing yet, or a state that is whole."""
    if not (store / "current").exists():
        return "nothing published"
    with ReadStore.open(store) as reader:
        faults = reader.verify()
        if faults:
            raise RuntimeError(f"readers see a broken state: {faults}")
        articles = {record.article.id for record in reader.records()}
        for record in reader.records():
            check_record(record)
        graph = reader.merged()
        supported = {ref.article for event in graph.events for ref in event.members}
        if not supported <= articles:
            raise RuntimeError(f"events rest on articles that are not there: {sorted(supported - articles)}")
    return f"{len(articles)} articles"


def prepare(folder: Path) -> tuple[list[Article], list[Article]]:
    """Writes two versions of some articles as inputs, reads and parses them, and gives both as they are read."""
    sources = [item for item in read_articles([str(settings.SAMPLES)]) if isinstance(item, Article)]
    # Beginnings of articles: enough for events that merge, short enough for many rounds.
    first = [replace(article, id=f"a{n}", text=article.text[:700]) for n, article in enumerate(sources[:N_ARTICLES])]
    second = [
        *(replace(article, text=sources[n].text[:900]) if n % 3 == 0 else article for n, article in enumerate(first)),
        *(
            replace(article, id=f"b{n}", text=article.text[:500])
            for n, article in enumerate(sources[: N_ARTICLES // 3])
        ),
    ]
    building.BATCH = analysis.BATCH = 4
    analyser = Analyser(str(settings.DEFAULT_MODEL))
    found: list[list[Article]] = []
    for version, name in ((first, "first.jsonl"), (second, "second.jsonl")):
        write_input(version, folder / name)
        found.append([])
        for item in read_articles([str(folder / name)]):
            if isinstance(item, Rejected):
                raise RuntimeError(f"{item.where}: {item.reason}")  # noqa: TRY004 -- no type of a caller
            found[-1].append(item)
            Known.outcomes[item.text] = analyser.analyse([item])[0]
    # Equal texts under two ids: the outcome must bear the id of the article asked for.
    Known.analyse = lambda self, articles: [_renamed(self.outcomes[a.text], a) for a in articles]  # type: ignore[method-assign]
    analysis.Analyser = Known  # type: ignore[misc, assignment]
    return found[0], found[1]


def _renamed(known: Analysed, article: Article) -> Analysed:
    if isinstance(known.outcome, Rejected):
        return known
    return Analysed(replace(known.outcome, article=article), 0.0)


def write_input(articles: list[Article], path: Path) -> None:
    import json

    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            row = {"id": article.id, "text": article.text, "date": article.date, "source": article.source}
            file.write(json.dumps(row) + "\n")


def main(n_rounds: int, seed: int) -> int:
    """Runs the rounds; 0 when every one of them ended in the right graph."""
    chance = random.Random(seed)
    n_bad = n_kills = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, second = prepare(folder)
        old = folder / "old"

        def built(store: Path, version: str) -> Callable[[], str]:
            def work() -> str:
                write.FLUSH_ARTICLES = 8
                build([str(folder / version)], store=store, options=Options())
                return "built"

            return work

        def added(store: Path) -> Callable[[], str]:
            """The second version, a few articles at a time, each merged in part and published: as `kg ingest` does."""

            def work() -> str:
                keeper, known = MergeKeeper(), Known("")
                for start in range(0, len(second), 6):
                    with WriteStore.open(store) as target:
                        outcomes = known.analyse(second[start : start + 6])
                        target.replace(one.outcome for one in outcomes if not isinstance(one.outcome, Rejected))
                        if target.needs_merge:
                            remerge(target, keeper=keeper)
                        target.publish()
                return "added"

            return work

        def removed(store: Path) -> Callable[[], str]:
            def work() -> str:
                try:
                    remove("a5", store=store)
                except UnknownError:
                    return "it was removed before"
                return "removed"

            return work

        def kept() -> str:
            with WriteStore.open(old) as target:
                MergeKeeper().merge(target)
            return "kept"

        keeping.LEAST, keeping.BATCH = 1, 5
        finish(built(old, "first.jsonl"))
        finish(kept)
        scenarios = {
            "first build": lambda store: built(store, "first.jsonl"),
            "changes": lambda store: built(store, "second.jsonl"),
            "additions": added,
            "delete": removed,
        }
        expected, took = {}, {}
        for scenario, command in scenarios.items():
            store = folder / "undisturbed"
            _start(store, old, scenario)
            began = time.perf_counter()
            finish(command(store))
            took[scenario] = time.perf_counter() - began
            expected[scenario] = finish(lambda store=store: graph_of(store))
        if expected["additions"] != expected["changes"]:
            raise RuntimeError("what is merged in part is not what is merged as a whole")
        number = 0
        while number < n_rounds:
            scenario = chance.choice(list(scenarios))
            # In every other round the database is written anew while publishing, however small it is.
            home.LOOSE_BYTES, home.LOOSE_BYTES_PER_QUAD = (0, 0) if number % 2 else (8_000_000, 250)
            # In two of three the state of the merge is in the store's folder, however small it is.
            keeping.LEAST = 200 if number % 3 == 0 else 1
            store = folder / "store"
            _start(store, old, scenario)
            seen: list[str] = []
            for _ in range(chance.choice([1, 1, 2, 3])):
                moment = chance.uniform(0, took[scenario])
                if not kill(scenarios[scenario](store), moment):
                    break
                seen.append(f"killed after {moment:.3f} s, {finish(lambda store=store: look(store))}")
            if not seen:
                continue  # it had ended before: no round
            number += 1
            n_kills += len(seen)
            finish(scenarios[scenario](store))
            is_right = finish(lambda store=store: graph_of(store)) == expected[scenario]
            n_bad += not is_right
            print(f"{number:4} {scenario:12} {'; '.join(seen)}: {'equal' if is_right else 'DIFFERENT'}", flush=True)
    print(f"{n_rounds - n_bad} of {n_rounds} rounds ended in the graph of an undisturbed build; {n_kills} kills")
    return 1 if n_bad else 0


def _start(store: Path, old: Path, scenario: str) -> None:
    shutil.rmtree(store, ignore_errors=True)
    if scenario != "first build":
        shutil.copytree(old, store)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())))
