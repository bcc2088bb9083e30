"""What one more article costs to merge, beside ever more articles: the incremental merge on made-up records.

    python tests/bench/bench_incremental.py 1000 10000 100000             the merge alone
    python tests/bench/bench_incremental.py --store 1000 10000            with writing and publishing a store
    python tests/bench/bench_incremental.py --processes 1000 10000        the same, a process for each article

Prints, for each number of articles, CPU milliseconds for each of 200 articles that are added one by one, and the memory
of the process. The world is as dense at any size: 50 articles a day, three on each story, new people with every story;
a dozen states are in half of them, so hubs grow with the number of articles. Records come from templates; nothing is
parsed. The same arguments give the same articles. With `--processes` a store is built of so many articles in one go;
then a few are added as `kg build` adds them, each in a process of its own that is told what its steps took and how much
memory it had; the first of them makes the state of the merge.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from kg import authority, pools
from kg.build import remerge
from kg.incremental import MergeKeeper, Merger
from kg.model import (
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    PlaceRef,
    Precision,
    Role,
    Span,
    Time,
)
from kg.read import fingerprint
from kg.store import WriteStore

ADDED = 200
PROCESSES = 4
BATCH = 1000
A_DAY = 50
FIRST = date(2000, 1, 1)
STATES = ("US", "IR", "IQ", "FR", "DE", "GB", "RU", "CN", "TR", "IN", "BR", "NG")
FIRST_NAMES = (
    "Ada", "Bo", "Cem", "Dana", "Edo", "Fay", "Gil", "Hana", "Ivo", "Jana", "Kai", "Lea", "Max", "Nia", "Olaf", "Pia",
    "Rui", "Sol", "Tia", "Uwe", "Vera", "Yan",
)  # fmt: skip
SYLLABLES = (
    "ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ra", "se", "ti", "vo", "wa", "zu", "cha", "lo", "mi", "nu",
    "ter",
)  # fmt: skip
DEEDS = (
    ("killed", "kill", "ASSAULT"), ("arrested", "arrest", "COERCE"), ("sued", "sue", "JUDICIAL"),
    ("met", "meet", "CONSULT"), ("accused", "accuse", "ACCUSE"), ("praised", "praise", "SUPPORT"),
    ("fired", "fire", "RETREAT"),
)  # fmt: skip
CITIES = (
    "Baghdad", "Tehran", "Paris", "Berlin", "London", "Moscow", "Beijing", "Ankara", "Delhi", "Lagos", "Lyon", "Mumbai",
    "Hamburg", "Mosul",
)  # fmt: skip


def _name(number: int) -> str:
    chance = random.Random(f"name {number}")
    surname = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()
    return f"{chance.choice(FIRST_NAMES)} {surname}"


@lru_cache(maxsize=4096)
def _story(number: int) -> tuple[str, str, str, tuple[str, str, str], str, int]:
    """Two people, a state, a deed, a city, and the first article of a story."""
    chance = random.Random(f"story {number}")
    other = chance.randrange(max(0, number - 400), number + 1)
    return (_name(number), _name(other), chance.choice(STATES), chance.choice(DEEDS), chance.choice(CITIES), 3 * number)


def record_of(number: int) -> ArticleRecord:
    """The record of the article of this number."""
    chance = random.Random(f"article {number}")
    day = FIRST + timedelta(days=number // A_DAY)
    sheet = _Sheet(f"n{number:07d}", day.isoformat(), source=f"Paper {number % 40}")
    stories = {number // 3, chance.randrange(max(0, number // 3 - 30), number // 3 + 1)}
    for story in sorted(stories):
        one, two, state, deed, city, first = _story(story)
        when = (FIRST + timedelta(days=first // A_DAY)).isoformat()
        sheet.tell(state if chance.random() < 0.5 else one, deed, two, city, when if chance.random() < 0.7 else None)
        sheet.add(_words(f"story {story}", 8))
    sheet.add(_words(f"article {number}", 40))
    return sheet.record()


def _words(seed: str, n: int) -> str:
    chance = random.Random(f"words {seed}")
    return " ".join("".join(chance.choice(SYLLABLES) for _ in range(3)) for _ in range(n))


class _Sheet:
    """Writes an article, sentence by sentence, and notes what stands where."""

    def __init__(self, key: str, day: str, *, source: str) -> None:
        self._article = (key, day, source)
        self._text = ""
        self._actors: dict[str, tuple[LocalActor, list[ActorMention]]] = {}
        self._places: list[LocalPlace] = []
        self._times: list[Time] = []
        self._events: list[LocalEvent] = []
        self._sentences: list[Span] = []

    def tell(self, agent: str, deed: tuple[str, str, str], patient: str, city: str, when: str | None) -> None:
        start, n = len(self._text), len(self._events) + 1
        word, lemma, kind = deed
        doer = self._actor(agent)
        trigger = self._write(word)
        target = self._actor(patient)
        self._write("in")
        place = self._place(city, n)
        time = None
        if when is not None:
            self._write("on")
            span = self._write(when)
            time = f"t{n}"
            self._times.append(
                Time(id=time, span=span, text=when, value=when, precision=Precision.DAY, earliest=when, latest=when)
            )
        self._sentences.append(Span(start, len(self._text)))
        self._events.append(
            LocalEvent(
                id=f"e{n}", type=kind, trigger=trigger, text=word, lemma=lemma, sentence=n - 1,
                roles=(self._filler(Role.AGENT, *doer), self._filler(Role.PATIENT, *target)), place=place, time=time,
                confidence=0.8, rule="verb:active",
            )
        )  # fmt: skip

    def add(self, words: str) -> None:
        """Adds words to the last sentence."""
        span = self._write(words)
        self._sentences[-1] = Span(self._sentences[-1].start, span.end)

    def record(self) -> ArticleRecord:
        key, day, source = self._article
        return ArticleRecord(
            article=Article(id=key, text=self._text, date=day, source=source),
            sentences=tuple(self._sentences),
            actors=tuple(_with(actor, mentions) for actor, mentions in self._actors.values()),
            places=tuple(self._places),
            times=tuple(self._times),
            events=tuple(self._events),
            fingerprint=fingerprint(self._text),
            extractor="made-up@1",
        )

    def _write(self, words: str) -> Span:
        span = Span(len(self._text), len(self._text) + len(words))
        self._text += f"{words} "
        return span

    def _actor(self, name: str) -> tuple[str, Span, str]:
        state = authority.load().country(name) if name in STATES else None
        said = state.name if state is not None else name
        span = self._write(said)
        mention = ActorMention(span=span, text=said, head=span, form=Form.NAME)
        if name not in self._actors:
            kind = ActorKind.PERSON if state is None else ActorKind.POLITY
            actor = LocalActor(
                id=f"a{len(self._actors) + 1}", kind=kind, name=said, mentions=(mention,),
                country=None if state is None else state.iso, authority=None if state is None else state.key,
            )  # fmt: skip
            self._actors[name] = (actor, [])
        self._actors[name][1].append(mention)
        return self._actors[name][0].id, span, said

    def _place(self, city: str, n: int) -> PlaceRef:
        span = self._write(city)
        fact = authority.load().places(city)[0]
        self._places.append(
            LocalPlace(
                id=f"p{n}", name=city, country=fact.country, lat=fact.lat, lon=fact.lon, geonames=fact.geonames,
                mentions=(ActorMention(span=span, text=city, head=span, form=Form.NAME),),
            )
        )  # fmt: skip
        return PlaceRef(id=f"p{n}", span=span, text=city)

    @staticmethod
    def _filler(role: Role, local: str, span: Span, text: str) -> Filler:
        return Filler(role=role, span=span, text=text, head=span, actor=local)


def _with(actor: LocalActor, mentions: list[ActorMention]) -> LocalActor:
    return LocalActor(
        id=actor.id, kind=actor.kind, name=actor.name, mentions=tuple(mentions), country=actor.country,
        authority=actor.authority,
    )  # fmt: skip


def _read(key: str) -> ArticleRecord:
    return record_of(int(key[1:]))


def merge_alone(sizes: list[int]) -> None:
    """Adds articles to the state alone, up to each of the sizes, and then one by one."""
    merger, n = Merger(), 0
    for size in sizes:
        began = time.process_time()
        while n < size:
            step = range(n, min(size, n + BATCH))
            merger.update({record.article.id: record for record in map(record_of, step)}, _read)
            n = step.stop
        grown = time.process_time() - began
        spent = []
        for number in range(n, n + ADDED):
            record = record_of(number)
            began = time.process_time()
            merger.update({record.article.id: record}, _read)
            spent.append(1000 * (time.process_time() - began))
        n += ADDED
        _tell(size, spent, f"{len(merger.events.nodes)} events, grown in {grown:.0f} s")


def with_store(sizes: list[int]) -> None:
    """The same with a store in a folder: written, merged, published."""
    with tempfile.TemporaryDirectory() as folder:
        path, keeper, n = Path(folder) / "s", MergeKeeper(), 0
        for size in sizes:
            began = time.process_time()
            while n < size:
                step = range(n, min(size, n + BATCH))
                with WriteStore.open(path) as store:
                    store.replace(map(record_of, step))
                    keeper.merge(store)
                    store.publish()
                n = step.stop
            grown = time.process_time() - began
            spent = []
            for number in range(n, n + ADDED):
                record = record_of(number)
                began = time.process_time()
                with WriteStore.open(path) as store:
                    store.replace([record])
                    keeper.merge(store)
                    store.publish()
                spent.append(1000 * (time.process_time() - began))
            n += ADDED
            _tell(size, spent, f"grown in {grown:.0f} s")


def _tell(size: int, spent: list[float], more: str) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:7} articles: {statistics.mean(spent):6.1f} ms each, median {statistics.median(spent):6.1f}, "
        f"most {max(spent):6.1f}; {memory:5.0f} MiB; {more}",
        flush=True,
    )


def in_processes(sizes: list[int]) -> None:
    """Adds articles to a store of each size, each in a process of its own."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "s"
            subprocess.run([sys.executable, __file__, "--add", str(path), "0", str(size)], check=True)
            for number in range(size, size + PROCESSES):
                subprocess.run([sys.executable, __file__, "--add", str(path), str(number), "1"], check=True)
            n_bytes = sum(file.stat().st_size for file in path.glob("merge.sqlite*"))
            print(f"{size:7} articles: the state takes {n_bytes / 1e6:.1f} MB", flush=True)


def add(path: Path, first: int, number: int) -> None:
    """Adds articles to a store in one go, as one command."""
    authority.load().places("Paris")  # the gazetteer is read once
    records = list(map(record_of, range(first, first + number)))
    began, used = time.perf_counter(), time.process_time()
    with pools.collecting_rarely(), WriteStore.open(path) as store:
        for start in range(0, number, BATCH):
            store.replace(records[start : start + BATCH])
        opened = time.perf_counter()
        remerge(store)
        merged = time.perf_counter()
    ended = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{first:7} articles and {number} more: {ended - began:.2f} s by the clock, {merged - opened:.2f} merging, "
        f"writing, publishing; {time.process_time() - used:.2f} s of CPU, {memory:.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--add"]:
        add(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
        raise SystemExit
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--store", action="store_true", help="write and publish a store as well")
    parser.add_argument("--processes", action="store_true", help="a process for each article")
    asked = parser.parse_args()
    how = in_processes if asked.processes else with_store if asked.store else merge_alone
    with pools.collecting_rarely():  # as a build does
        how(sorted(asked.sizes))
