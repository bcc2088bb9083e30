"""The quads of made-up events as a stream of N-Quads, so that a million events need neither the memory nor the hours.

What an event's quads look like is taken from the store's own mapping: it maps one event whose every name, number and
date is told apart, and its lines become templates that are filled in for each event. A test holds the stream of a small
world to the quads that the mapping makes of its records and merged graph.

    python tests/bench/made_up_quads.py --events 100000 > events.nq      says the number of quads on standard error
    python tests/bench/made_up_quads.py --events 100000 --backup FILE    a backup of the store, not sorted
"""

from __future__ import annotations

import argparse
import re
import sys
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pyoxigraph as ox
from made_up import EXTRACTOR, N_COUNTRIES, N_PAPERS, RecordWriter, World, confidence, kind_of

from kg import vocab
from kg.model import ArticleRecord, MergedGraph, Ref
from kg.store import books, mapping
from kg.store.backup import BackupWriter, Kept
from kg.store.checks import canonical_graph, canonical_record
from kg.store.iris import article_iri, resource_iri
from kg.store.terms import CONFIDENCE_DECIMALS, COORDINATE_DECIMALS, decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLE, _EVENT = 7_654_321, 37
_KEY = f"a{_ARTICLE:07d}"
_INTEGER = re.compile(r'"(\d+)"(\^\^<http://www\.w3\.org/2001/XMLSchema#integer>)')
_STRETCH = re.compile(r"#char=(\d+),(\d+)>")
_LOCAL = re.compile(r"(/article/[^#>]*#)([a-z])([01])")
_FIELDS = {
    _KEY: "{key}", f'"News {_ARTICLE}"': '"News {article}"', f'"Paper {_ARTICLE % N_PAPERS}"': '"Paper {paper}"',
    f'"{kind_of(0).value}"': '"{agent_kind}"', f'"{kind_of(1).value}"': '"{patient_kind}"',
    '"AGENT"': '"{agent}"', '"PATIENT"': '"{patient}"', '"PLACE"': '"{place}"', '"VERB"': '"{verb}"',
    '"TEXT"': '"{text}"', '"LABEL"': '"{label}"', '"XZ"': '"{country}"', '"12.3456"': '"{lat}"',
    '"-65.4321"': '"{lon}"', '"0.87"': '"{sure}"', "/type/ASSAULT>": "/type/{type}>", "2000-02-03": "{day}",
    f"/ev-{_EVENT}": "/ev-{number}", f'"ev-{_EVENT}"': '"ev-{number}"', "/actor-0>": "/actor-{agent_number}>",
    "/actor-1>": "/actor-{patient_number}>", "/place-0>": "/place-{place_number}>",
}  # fmt: skip
"""What stands for what in the quads of the sample."""
_SOME = (Ref("a0", "x0"),)
"""Mentions where there must be some; they are stated apart."""
_SUBJECTS = {kind: resource_iri(kind, "x")[:-1] for kind in ("event", "actor", "place")}
_ARTICLES = article_iri("x")[:-1]
_DENOTED_BY, _MERGED = f"<{vocab.EV.denotedBy}>", str(books.MERGED)


class _Sample(World):
    """One article with one event, of which nothing is like anything else of it."""

    def __init__(self, *, has_patient: bool) -> None:
        self.places, self.types = ["PLACE"], ["ASSAULT"]
        self.actors = ["AGENT", "PATIENT"]
        self.countries, self.points = [25], [(12.3456, -65.4321)]
        self.days = {_ARTICLE: 0}  # type: ignore[assignment]
        self.events = {_EVENT: (0, 0, 1 if has_patient else -1, 0, 0, (_ARTICLE,))}  # type: ignore[assignment]
        self.told = {_ARTICLE: [_EVENT]}  # type: ignore[assignment]

    def day(self, number: int) -> str:
        return "2000-02-03"

    def verb(self, number: int) -> str:
        return "VERB"

    def label(self, number: int) -> str:
        return "LABEL"

    def sentence(self, number: int) -> str:
        return f"AGENT VERB {'PATIENT' if self.events[number][2] >= 0 else 'nobody'} in PLACE WORDS."


class _Template:
    """Text with named fields, filled in faster than by `str.format`, which reads its text again each time.

    Attributes:
        n_lines: how many lines it has.
    """

    def __init__(self, text: str) -> None:
        self.n_lines = text.count("\n")
        self._parts, self._names = [], []
        for words, name, _, _ in Formatter().parse(text):
            self._parts.append(words)
            if name is not None:
                self._parts.append("")
                self._names.append(name)

    def format(self, **values: object) -> str:
        """The text with a value for every field; others are not looked at."""
        parts = self._parts.copy()
        parts[1::2] = [str(values[name]) for name in self._names]
        return "".join(parts)


class _Templates:
    """The lines of an article alone, and of a mention and an event with and without a patient."""

    def __init__(self) -> None:
        self.mention, self.event = {}, {}
        for has_patient in (True, False):
            sample = _Sample(has_patient=has_patient)
            record = canonical_record(RecordWriter(sample, _ARTICLE).record())
            lines = [str(quad) for quad in mapping.record_quads(record)]
            own = f"<{article_iri(_KEY)}> "
            self.mention[has_patient] = _template((line for line in lines if not line.startswith(own)), _places(record))
            text = f'"{record.article.text}"'
            self.article = _template((line.replace(text, '"TEXT"') for line in lines if line.startswith(own)), {})
            graph = MergedGraph(events=(sample.event(_EVENT, _SOME),))
            self.event[has_patient] = _template(_but_mentions(graph), {1: "tellers"})


def _places(record: ArticleRecord) -> dict[int, str]:
    """What stands at each offset of the sample's text."""
    (event,), (sentence,), (time,) = record.events, record.sentences, record.times
    spans = {"trigger": event.trigger, "place": record.places[0].mentions[0].span, "time": time.span}
    spans |= {role.role.value: role.span for role in event.roles}
    found = {span.start: f"{name}_start" for name, span in spans.items()}
    found |= {span.end: f"{name}_end" for name, span in spans.items()}
    found |= {sentence.start: "start", sentence.end: "end"}
    if len(found) != 2 * len(spans) + 1:
        raise ValueError("two things of the sample stand at the same place")
    return found


def _template(lines: Iterable[str], numbers: dict[int, str]) -> _Template:
    found = []
    for line in lines:
        for words, field in _FIELDS.items():
            line = line.replace(words, field)
        line = _INTEGER.sub(lambda match: f'"{{{numbers[int(match[1])]}}}"{match[2]}', line)
        line = _STRETCH.sub(lambda match: f"#char={{{numbers[int(match[1])]}}},{{{numbers[int(match[2])]}}}>", line)
        line = _LOCAL.sub(
            lambda match: f"{match[1]}{match[2]}{{{f'actor{match[3]}' if match[2] == 'a' else 'local'}}}", line
        )
        found.append(f"{line} .\n")
    return _Template("".join(found))


class QuadStream:
    """All quads of a world with the store's books, as N-Quads in pieces; the articles come before the merged graph.

    Attributes:
        n_quads: how many came so far, without those of the books.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._templates = _Templates()
        self._records: dict[str, str] = {}
        self._content = ""
        self.n_quads = 0

    def __iter__(self) -> Iterator[bytes]:
        for record, lines in self._articles():
            entries = books.article_quads(record, self._records[record.article.id], graph=ox.DefaultGraph())
            yield (lines + _lines(entries)).encode()
        for part in self._merged():
            yield part.encode()
        yield _lines(books.merged_quads(**self._books_of_merged(), graph=ox.DefaultGraph())).encode()

    def write_backup(self, target: Path) -> None:
        """Writes what `kg backup` would write of the store, but for the order of the quads."""
        n_quads = self._n_expected()
        entries = []
        with BackupWriter(target, Kept(articles=self._world.n_articles, quads=n_quads)) as file:
            for record, lines in self._articles():
                file.write(lines.encode())
                entries.append((record.article.id, books.source_digest(record.article)))
            for part in self._merged():
                file.write(part.encode())
            for article, source in entries:
                file.book(article, {"record": self._records[article], "source": source, "extractor": EXTRACTOR})
            state = self._books_of_merged()
            file.merged(made_from=state["merged_from"], content=state["content"])
            if self.n_quads != n_quads:
                raise ValueError(f"{self.n_quads} quads, of which {n_quads} were expected")

    def _books_of_merged(self) -> dict[str, str]:
        return {"merged_from": books.set_digest(self._records), "content": self._content}

    def _n_expected(self) -> int:
        """How many quads will come: what is said before all of them."""
        world, templates = self._world, self._templates
        found = world.n_articles * templates.article.n_lines
        for _, _, patient, _, _, tellers in world.events:
            has_patient = patient >= 0
            found += templates.event[has_patient].n_lines
            found += len(tellers) * (templates.mention[has_patient].n_lines + 3 + has_patient)
        return found + len(self._entities())

    def _count(self, lines: str) -> list[bytes]:
        """The key of every quad of some lines."""
        keys = books.keys_of(lines.encode())
        self.n_quads += len(keys)
        return keys

    def _articles(self) -> Iterator[tuple[ArticleRecord, str]]:
        """The lines of every article, with a record that has nothing but it."""
        for number in range(self._world.n_articles):
            yield self._article(number)

    def _article(self, number: int) -> tuple[ArticleRecord, str]:
        world = self._world
        key, text, n_actors, mentions = f"a{number:07d}", "", 0, []
        for local, event in enumerate(world.told[number]):
            kind, agent, patient, place, day, _ = world.events[event]
            sentence, iso, verb = world.sentence(event), world.day(day), world.verb(event)
            start = len(text)
            at = {"agent_start": start, "agent_end": start + len(world.actors[agent])}
            at["trigger_start"] = at["agent_end"] + 1
            at["trigger_end"] = at["trigger_start"] + len(verb)
            whom = world.actors[patient] if patient >= 0 else "nobody"
            at["patient_start"] = at["trigger_end"] + 1
            at["patient_end"] = at["patient_start"] + len(whom)
            at["place_start"] = at["patient_end"] + 4
            at["place_end"] = at["place_start"] + len(world.places[place])
            at["time_start"] = start + len(sentence) + 1
            at["time_end"] = at["time_start"] + len(iso)
            at |= {"start": start, "end": at["time_end"] + 1}
            text += f"{sentence} {iso}. "
            lat, lon = _point(*world.points[place])
            mentions.append(
                self._templates.mention[patient >= 0].format(
                    key=key, local=local, actor0=n_actors, actor1=n_actors + 1, agent=world.actors[agent], patient=whom,
                    agent_kind=kind_of(agent).value, patient_kind=kind_of(max(patient, 0)).value, verb=verb,
                    place=world.places[place], country=world.country(place), lat=lat, lon=lon, day=iso,
                    type=world.types[kind], sure=_sure(event), **at,
                )
            )  # fmt: skip
            n_actors += 1 + (patient >= 0)
        article = world.article(number, text)
        lines = self._templates.article.format(
            key=key, text=article.text, article=number, paper=number % N_PAPERS, day=article.date
        ) + "".join(mentions)
        self._records[key] = books.digest_of(self._count(lines))
        return ArticleRecord(article=article, sentences=(), extractor=EXTRACTOR), lines

    def _merged(self) -> Iterator[str]:
        """Events with their mentions; then who and where, whose mentions were stated with the events."""
        world = self._world
        firsts = _first_actors(world)
        for number, (kind, agent, patient, place, day, tellers) in enumerate(world.events):
            lines = self._templates.event[patient >= 0].format(
                number=number, label=world.label(number), type=world.types[kind], verb=world.verb(number),
                agent_number=agent, patient_number=patient, place_number=place, day=world.day(day),
                sure=_sure(number), tellers=len(tellers),
            )  # fmt: skip
            for article in tellers:
                local = world.told[article].index(number)
                first = firsts[article][local]
                lines += _denoted("event", f"ev-{number}", article, f"e{local}")
                lines += _denoted("actor", f"actor-{agent}", article, f"a{first}")
                lines += _denoted("place", f"place-{place}", article, f"p{local}")
                if patient >= 0:
                    lines += _denoted("actor", f"actor-{patient}", article, f"a{first + 1}")
            self._content = books.content_of(self._count(lines), base=self._content)
            yield lines
        lines = "".join(f"{line} .\n" for line in self._entities())
        self._content = books.content_of(self._count(lines), base=self._content)
        yield lines

    def _entities(self) -> list[str]:
        """The quads of the actors and places that the events name, but for their mentions."""
        world = self._world
        actors, places = set(), set(range(min(N_COUNTRIES, len(world.places))))
        for _, agent, patient, place, _, _ in world.events:
            actors |= {agent, patient} - {-1}
            places.add(place)
        graph = MergedGraph(
            actors=tuple(world.actor(index, _SOME) for index in actors),
            places=tuple(world.place(index, ()) for index in places),
        )
        return _but_mentions(graph)


def _first_actors(world: World) -> list[list[int]]:
    """For every article the number of each of its events' first actor."""
    found = []
    for told in world.told:
        numbers, n_actors = [], 0
        for event in told:
            numbers.append(n_actors)
            n_actors += 1 + (world.events[event][2] >= 0)
        found.append(numbers)
    return found


def _denoted(kind: str, identifier: str, article: int, local: str) -> str:
    return f"<{_SUBJECTS[kind]}{identifier}> {_DENOTED_BY} <{_ARTICLES}a{article:07d}#{local}> {_MERGED} .\n"


def _but_mentions(graph: MergedGraph) -> list[str]:
    """The quads of a merged graph, but for its mentions."""
    lines = map(str, mapping.graph_quads(canonical_graph(graph)))
    return [line for line in lines if f"<{vocab.EV.denotedBy}>" not in line]


def _lines(quads: Iterable[ox.Quad]) -> str:
    return "".join(f"{quad} .\n" for quad in quads)


@cache
def _point(lat: float, lon: float) -> tuple[str, str]:
    return tuple(decimal(round(value, 4), places=COORDINATE_DECIMALS).value for value in (lat, lon))  # type: ignore[return-value]


def _sure(event: int) -> str:
    return decimal(confidence(event), places=CONFIDENCE_DECIMALS).value


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--actors", type=int, default=8_000)
    parser.add_argument("--places", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--backup", type=Path, metavar="FILE", help="write a backup of the store instead")
    asked = parser.parse_args()
    stream = QuadStream(World(asked.events, n_actors=asked.actors, n_places=asked.places, seed=asked.seed))
    if asked.backup is not None:
        stream.write_backup(asked.backup)
        return
    # PYTHONUNBUFFERED leaves standard output without a buffer: writes that a signal interrupts would then be cut off.
    with open(sys.stdout.fileno(), "wb", buffering=1 << 20, closefd=False) as output:
        output.writelines(stream)
    print(stream.n_quads, file=sys.stderr)


if __name__ == "__main__":
    main()
