"""Times, tense, denial and speakers on news that TimeBank and AQUAINT annotate.

    python tests/bench/bench_times.py DATA [--model NAME] [--wrong 20]

DATA holds `time/tbaq/*.tml` (TimeML: expressions with values, events, and links between them). Each document is read
from its raw text with its creation date.

    genuine       ours that share a character with an expression of any type
    found         expressions of DATE and TIME with which one of ours shares a character
    values        of those found that have a date: the same first and last day; behind "since" the same first day
    attachment    events of ours that the corpus places inside an expression (TLINK IS_INCLUDED, SIMULTANEOUS, DURING):
                  R over all of them, P over those to which we give a time at all
    future        verbs in a tense of the future, against those in a tense of past or present: P, R, F; grammatical
                  tense alone, so that "would" and what is demanded count against us
    speakers      events that hang from a reporting verb (SLINK EVIDENTIAL): share that someone says here

Its polarity is not scored: half of the documents have NEG on what is affirmed. Links across sentences are in the
corpus, so that recall of attachment has no meaning by itself.
"""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import parse, settings
from kg.dates import bounds, is_partial
from kg.extract import extract
from kg.model import Article, Precision, Span, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import EventMention, Extraction, Time

INSIDE = frozenset({"IS_INCLUDED", "SIMULTANEOUS", "DURING"})
PLAIN_TENSES = frozenset({"PAST", "PRESENT"})
DATED = frozenset({"DATE", "TIME"})


@dataclass(frozen=True, slots=True)
class Expression:
    """A TIMEX3: where it stands, its type and its value as the corpus writes it."""

    span: Span
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One instance of an EVENT, with what its links say of it."""

    span: Span
    tense: str
    times: tuple[str, ...]
    is_reported: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated article: its text, creation day, expressions by id, and events."""

    id: str
    text: str
    day: str | None
    expressions: dict[str, Expression]
    events: tuple[GoldEvent, ...]

    def article(self) -> Article:
        """As `kg.parse` takes it."""
        return Article(id=self.id, text=self.text, date=self.day)


@dataclass(slots=True)
class Count:
    """Right, said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, *, right: bool, said: bool, wanted: bool) -> None:
        """One case."""
        self.right += right
        self.said += said
        self.wanted += wanted

    def line(self) -> str:
        """Precision, recall and F; a share where something is said of all that is wanted."""
        if self.said == self.wanted:
            return f"{self.right / max(self.wanted, 1):.3f}  of {self.wanted}"
        p, r = self.right / max(self.said, 1), self.right / max(self.wanted, 1)
        return f"P {p:.3f}  R {r:.3f}  F {2 * p * r / max(p + r, 1e-9):.3f}  of {self.wanted}"


@dataclass(slots=True)
class Scores:
    """Counts by question, and what was wrong."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    wrong: list[str] = field(default_factory=list)


def read_corpus(folder: Path) -> list[Document]:
    """All documents of a folder, by name."""
    return [read_document(path) for path in sorted(folder.glob("*.tml"))]


def read_document(path: Path) -> Document:
    """One TimeML file; tags inside the text become spans."""
    root = ET.parse(path).getroot()  # noqa: S314 - a corpus on this disk
    body = root.find("TEXT")
    if body is None:
        raise ValueError(f"{path} has no TEXT")
    text, spans = _flatten(body)
    created = root.find("DCT/TIMEX3")
    day = (created.get("value") or "")[:10] if created is not None else ""
    expressions = {
        item.get("tid", ""): Expression(spans[item], item.get("type", ""), item.get("value", ""))
        for item in body.iter("TIMEX3")
    }
    times: dict[str, list[str]] = defaultdict(list)
    for link in root.iter("TLINK"):
        of, to, kind = link.get("eventInstanceID"), link.get("relatedToTime"), link.get("relType")
        if kind == "INCLUDES":
            of, to, kind = link.get("relatedToEventInstance"), link.get("timeID"), "IS_INCLUDED"
        if of and to in expressions and kind in INSIDE:
            times[of].append(to)
    reported = {
        link.get("subordinatedEventInstance") for link in root.iter("SLINK") if link.get("relType") == "EVIDENTIAL"
    }
    at = {item.get("eid"): spans[item] for item in body.iter("EVENT")}
    events = [
        GoldEvent(
            at[item.get("eventID")],
            item.get("tense", ""),
            tuple(times[item.get("eiid", "")]),
            item.get("eiid") in reported,
        )
        for item in root.iter("MAKEINSTANCE")
        if item.get("eventID") in at
    ]
    return Document(path.stem, text, day if is_partial(day) else None, expressions, tuple(events))


def _flatten(body: ET.Element) -> tuple[str, dict[ET.Element, Span]]:
    """The text of an element and where each element in it stands."""
    pieces: list[str] = []
    spans: dict[ET.Element, Span] = {}
    at = 0

    def walk(element: ET.Element) -> None:
        nonlocal at
        start = at
        for piece in chain([element.text], _children(element)):
            if piece:
                pieces.append(piece)
                at += len(piece)
        spans[element] = Span(start, at)

    def _children(element: ET.Element) -> Iterator[str | None]:
        for child in element:
            walk(child)
            yield child.tail

    walk(body)
    return "".join(pieces), spans


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of a TimeML value; None for vague ones ("PAST_REF") and those of no calendar."""
    value = re.sub(r"T.*|-(?:WI|SP|SU|FA)$", "", value)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        first = date(int(match[1]), 3 * int(match[2]) - 2, 1)
        return first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)
    if match := re.fullmatch(r"\d{3}", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    if not is_partial(value):
        return None
    first_day, last_day = bounds(value)
    return (first_day, last_day) if first_day and last_day else None


def score_document(document: Document, found: Extraction, scores: Scores) -> None:
    """Adds one document to the counts."""
    counts, ours = scores.counts, {time.id: time for time in found.times}
    gold = [item for item in document.expressions.values() if item.kind in DATED]
    for time in found.times:
        genuine = any(_meet(time.span, item.span) for item in document.expressions.values())
        counts["genuine"].add(right=genuine, said=True, wanted=True)
        if not genuine:
            scores.wrong.append(f"genuine: {time.text!r} {time.value} is none: {_around(document.text, time.span)}")
    for item in gold:
        meeting = [time for time in found.times if _meet(time.span, item.span)]
        counts["found"].add(right=bool(meeting), said=True, wanted=True)
        wanted = days_of(item.value)
        if not meeting:
            scores.wrong.append(f"found: missed {item.value}: {_around(document.text, item.span)}")
        if wanted is None or not meeting:
            continue
        right = any(_is_same(time, wanted) for time in meeting)
        counts["values"].add(right=right, said=True, wanted=True)
        if not right:
            given = meeting[0].value
            scores.wrong.append(f"value: {given}, not {item.value}: {_around(document.text, item.span)}")
    for event, mention in _pairs(document, found):
        _score_event(document, event, mention, ours, scores)


def _score_event(
    document: Document, event: GoldEvent, mention: EventMention, ours: dict[str, Time], scores: Scores
) -> None:
    counts, shown = scores.counts, _around(document.text, event.span)
    golds = [document.expressions[key] for key in event.times]
    if golds:
        given = ours.get(mention.time or "")
        right = given is not None and any(_meet(given.span, item.span) for item in golds)
        counts["attachment"].add(right=right, said=given is not None, wanted=True)
        if not right:
            said, wanted = given.text if given else None, document.text[golds[0].span.start : golds[0].span.end]
            scores.wrong.append(f"attachment: {said!r}, not {wanted!r}: {shown}")
    if event.tense in PLAIN_TENSES | {"FUTURE"}:
        ahead, wanted_ahead = mention.tense is Tense.FUTURE, event.tense == "FUTURE"
        counts["future"].add(right=ahead and wanted_ahead, said=ahead, wanted=wanted_ahead)
        if ahead != wanted_ahead:
            scores.wrong.append(f"future: {mention.tense} wrong: {shown}")
    if event.is_reported:
        counts["speakers"].add(right=bool(mention.speakers), said=True, wanted=True)
        if not mention.speakers:
            scores.wrong.append(f"speakers: none: {shown}")


def _pairs(document: Document, found: Extraction) -> Iterator[tuple[GoldEvent, EventMention]]:
    """Events of the corpus with ours on the same words."""
    for event in document.events:
        mention = next((item for item in found.events if _meet(item.trigger, event.span)), None)
        if mention is not None:
            yield event, mention


def _is_same(time: Time, wanted: tuple[date, date]) -> bool:
    """Whether the days are the wanted ones; what has gone on since then begins with the first of them."""
    if time.earliest is None or time.latest is None:
        return False
    first, last = date.fromisoformat(time.earliest), date.fromisoformat(time.latest)
    return (first, last) == wanted or (time.precision is Precision.RANGE and first == wanted[0] and last > wanted[1])


def _meet(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _around(text: str, span: Span) -> str:
    """The words with some on each side, marked, in one line."""
    shown = (
        f"{text[max(span.start - 90, 0) : span.start]}[{text[span.start : span.end]}]{text[span.end : span.end + 60]}"
    )
    return " ".join(shown.split())


def score(documents: Sequence[Document], extracted: Iterable[Extraction]) -> Scores:
    """Counts over all documents."""
    scores = Scores()
    for document, found in zip(documents, extracted, strict=True):
        score_document(document, found, scores)
    return scores


def run(data: Path, *, model: str) -> Scores:
    """Reads, parses, extracts and scores."""
    nlp, documents = parse.load_pipeline(model), read_corpus(data / "time" / "tbaq")
    parsed = parse.parse(((document.article(), ()) for document in documents), nlp)
    return score(documents, (extract(item.article, item.doc) for item in parsed))


def print_scores(scores: Scores, *, n_wrong: int) -> None:
    """The counts, then the first wrong ones of each kind."""
    for name, count in scores.counts.items():
        print(f"{name:<12}{count.line()}")
    shown: dict[str, int] = defaultdict(int)
    for line in scores.wrong:
        kind = line.partition(":")[0]
        shown[kind] += 1
        if shown[kind] <= n_wrong:
            print(line)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=str(settings.DEFAULT_MODEL))
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print the first N wrong of each kind")
    arguments = parser.parse_args()
    print_scores(run(arguments.data, model=arguments.model), n_wrong=arguments.wrong)


if __name__ == "__main__":
    main()
