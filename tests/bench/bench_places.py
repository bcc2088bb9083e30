"""Places of GeoVirus: of 229 Wikinews articles, how many named places get a point near the annotated one.

    python tests/bench/bench_places.py DATA [--wrong 20]

DATA holds `geo/GeoVirus.xml` (Gritta et al., 2018). Each article is read from its raw text, without a date.

    linked     annotated names that share a character with a place of ours that has a point, or with a state or
               city that acts (it counts as its country or itself)
    within     of those, and of all, whose point is at most 161 km (100 miles) from the annotated one, as Gritta et al.
               count; of states the point is a convention
"""

from __future__ import annotations

import argparse
import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import authority, settings
from kg.analysis import analyse
from kg.model import ActorKind, Article, ArticleRecord, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR_KM = 161.0
EARTH_KM = 6371.0
SHIFTS = (-1, 0, 1, -2)
"""The corpus counts characters from 1, and now and then is one off."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """An annotated name and its point in degrees (WGS84)."""

    span: Span
    name: str
    lat: float
    lon: float


@dataclass
class Scores:
    """Counts, and what went wrong: the name, and how many kilometres off, None where it has no point."""

    n_all: int = 0
    n_linked: int = 0
    n_near: int = 0
    wrong: list[tuple[str, int | None]] = field(default_factory=list)


def read_corpus(path: Path) -> Iterator[tuple[Article, list[Toponym]]]:
    """Each article with its names, in the order of the file."""
    for number, element in enumerate(ET.parse(path).getroot()):  # noqa: S314 — a corpus of one's own
        text = element.findtext("text") or ""
        names = [_toponym(text, location) for location in element.iterfind("locations/location")]
        yield Article(id=f"geovirus-{number:03}", text=text), names


def _toponym(text: str, location: ET.Element) -> Toponym:
    name = location.findtext("name") or ""
    said = int(location.findtext("start") or 0)
    start = next((said + by for by in SHIFTS if text[said + by : said + by + len(name)] == name), said - 1)
    lat, lon = (float(location.findtext(key) or "nan") for key in ("lat", "lon"))
    return Toponym(Span(start, start + len(name)), name, lat, lon)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along a great circle, between two points in degrees (haversine)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    across = math.sin(math.radians(other_lon - lon) / 2) ** 2
    chord = math.sin((other_phi - phi) / 2) ** 2 + math.cos(phi) * math.cos(other_phi) * across
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def point_at(record: ArticleRecord, span: Span) -> tuple[float, float] | None:
    """The point that the record gives to the words: that of its place, else of the country or city that acts."""
    for place in record.places:
        for mention in place.mentions:
            if mention.head.start < span.end and span.start < mention.head.end and place.lat is not None:
                return place.lat, place.lon or 0.0
    known = authority.load()
    for actor in record.actors:
        if not any(mention.head.start < span.end and span.start < mention.head.end for mention in actor.mentions):
            continue
        if actor.kind is not ActorKind.POLITY:
            continue
        country = known.country(actor.country) if actor.country and actor.authority else None
        acting = country or next(iter(known.places(actor.name)), None)
        if acting is not None:
            return acting.lat, acting.lon
    return None


def run(path: Path, *, model: str = str(settings.DEFAULT_MODEL)) -> Scores:
    """Reads all articles and counts."""
    corpus = list(read_corpus(path))
    outcomes = analyse((article for article, _ in corpus), model=model)
    scores = Scores()
    for analysed, (_, toponyms) in zip(outcomes, corpus, strict=True):
        if not isinstance(analysed.outcome, ArticleRecord):
            raise TypeError(f"an article was rejected: {analysed.outcome}")
        for toponym in toponyms:
            _count(toponym, point_at(analysed.outcome, toponym.span), scores)
    return scores


def _count(toponym: Toponym, point: tuple[float, float] | None, scores: Scores) -> None:
    scores.n_all += 1
    if point is None:
        scores.wrong.append((toponym.name, None))
        return
    off = kilometres(toponym.lat, toponym.lon, *point)
    scores.n_linked += 1
    scores.n_near += off <= NEAR_KM
    if off > NEAR_KM:
        scores.wrong.append((toponym.name, round(off)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print the first N wrong")
    arguments = parser.parse_args()
    scores = run(arguments.data / "geo" / "GeoVirus.xml")
    of_linked, of_all = scores.n_near / scores.n_linked, scores.n_near / scores.n_all
    print(f"{scores.n_all} names, {scores.n_linked} linked; within {NEAR_KM:.0f} km: {of_linked:.3f} / {of_all:.3f}")
    for name, off in scores.wrong[: arguments.wrong]:
        print(f"  {name}: {'no point' if off is None else f'{off} km off'}")


if __name__ == "__main__":
    main()
