"""Our own annotated articles (README.md): reading them, and judging what was extracted from one.

    python tests/articles/annotated.py [read|unread|later|fresh|fourth|fifth] [--wrong]

prints the figures of one part (of all, each on its own, without an argument) and with --wrong each difference.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import ArticleRecord, LocalEvent

HERE = Path(__file__).parent
HALVES = ("read", "unread", "later", "fresh", "fourth", "fifth")
MARKS = {"FUTURE": ("tense", "FUTURE"), "NEG": ("polarity", "NEG")}
CERTAINTIES = {"CERTAIN", "PROBABLE", "POSSIBLE"}
NOBODY = "-"


@dataclass(frozen=True)
class Filler:
    """One filler: words of it, any of which will do; it may be missing where `optional`."""

    words: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Annotated:
    """One event. spans: its trigger, or each of several that will do, as offsets into the text."""

    core: bool
    trigger: str
    spans: tuple[tuple[int, int], ...]
    types: tuple[str, ...]
    fillers: dict[str, tuple[Filler, ...]]
    values: dict[str, str]


@dataclass
class AnnotatedArticle:
    """One article; the text begins with its title."""

    name: str
    half: str
    date: str
    text: str
    events: list[Annotated] = field(default_factory=list)


@dataclass
class Count:
    """Right, wrong and missing of one kind of finding."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def f(self) -> float:
        """The harmonic mean of precision and recall, 0 where nothing was asked."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missing)


@dataclass
class Score:
    """All counts over some articles, and the differences in words."""

    counts: dict[str, Count] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def check(self, what: str, right: bool) -> None:
        """Adds a question that has one answer, so that F is the share of right ones."""
        self.add(what, right=right, wrong=not right, missing=not right)

    def add(self, what: str, right: int = 0, wrong: int = 0, missing: int = 0) -> None:
        """Adds to one count."""
        count = self.counts.setdefault(what, Count())
        count.right += right
        count.wrong += wrong
        count.missing += missing


def read_articles() -> list[AnnotatedArticle]:
    """All articles, by name.

    Raises:
        ValueError: an annotation names words that its sentence lacks, or says something unknown.
    """
    return [_read(path) for path in sorted(HERE.glob("*.txt"))]


def _read(path: Path) -> AnnotatedArticle:
    head: dict[str, str] = {}
    text, start, end = "", 0, 0
    events = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if line[:2] in {"> ", "~ "}:
            try:
                events.append(_annotation(line, text, start, end))
            except ValueError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
        elif "title" not in head:
            key, _, value = line.partition(": ")
            head[key] = value
            if key == "title":
                text, end = value, len(value)
        elif not line:
            text += "\n\n"
        else:
            text += "" if text.endswith("\n") else " "
            start, end = len(text), len(text) + len(line)
            text += line
    if any("certainty" in event.values for event in events):  # whoever marks one marks all
        for event in events:
            if "tense" not in event.values:
                event.values.setdefault("certainty", "CERTAIN")
    return AnnotatedArticle(path.stem, head["half"], head["date"], text, events)


def _annotation(line: str, text: str, start: int, end: int) -> Annotated:
    trigger, *rest = shlex.split(line[2:])
    sentence = text[start:end]
    spans = []
    for word in trigger.split("|"):
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence)
        if found is None:
            raise ValueError(f"{word!r} is not in its sentence")
        spans.append((start + found.start(), start + found.end()))
    types: tuple[str, ...] = ()
    fillers: dict[str, tuple[Filler, ...]] = {}
    values: dict[str, str] = {}
    for part in rest:
        key, _, value = part.partition("=")
        if part in MARKS:
            key, value = MARKS[part]
            values[key] = value
        elif CERTAINTIES.issuperset(part.split("|")):
            values["certainty"] = part
        elif key in {"place", "time"}:
            values[key] = value
        elif key in {"agent", "patient", "recipient", "instrument", "source"}:
            fillers[key] = tuple(_fillers(value))
        elif re.fullmatch(r"[A-Z|]+", part):
            types = tuple(part.split("|"))
            if unknown := set(types) - set(EVENT_TYPES):
                raise ValueError(f"the codebook has no type {sorted(unknown)[0]!r}")
        else:
            raise ValueError(f"{part!r} is unknown")
    return Annotated(line[0] == ">", trigger, tuple(spans), types, fillers, values)


def _fillers(value: str) -> Iterator[Filler]:
    for item in value.split(","):
        words = tuple(word for word in item.split("|") if word != NOBODY)
        if words:
            yield Filler(words, NOBODY in item.split("|"))


# ---------------------------------------------------------------- judging


def judge(article: AnnotatedArticle, record: ArticleRecord, score: Score) -> None:
    """Adds what the record has right and wrong; roles, places, times and sources of core events alone."""
    known = [span for item in article.events for span in item.spans]
    for event in record.events:
        listed = any(_meets(event, span) for span in known)
        score.check("triggers listed", listed)
        if not listed:
            _tell(score, article, event.trigger.start, f"SURPLUS {event.text!r} {event.type} [{event.rule}]")
    for item in article.events:
        found = next((event for span in item.spans for event in record.events if _meets(event, span)), None)
        if item.core:
            score.check("core events found", found is not None)
            if found is None:
                _tell(score, article, item.spans[0][0], f"MISSED {item.trigger!r}")
            _judge_event(article, item, found, record, score)


def _judge_event(
    article: AnnotatedArticle, item: Annotated, event: LocalEvent | None, record: ArticleRecord, score: Score
) -> None:
    wrong = []
    if event is not None:
        right = str(event.type) in item.types
        score.check("type", right)
        wrong += [] if right else [f"type {event.type} not {'|'.join(item.types)}"]
    for role in ("agent", "patient"):
        wrong += _judge_fillers(role, item.fillers.get(role, ()), _found(event, role, record), score)
    whole = event is not None and not wrong
    score.check("who did what to whom", whole)
    for role in ("recipient", "source"):
        if role in item.fillers:
            wrong += _judge_fillers(role, item.fillers.get(role, ()), _found(event, role, record), score)
    if "place" in item.values:
        place = next((one for one in record.places if event and event.place and one.id == event.place.id), None)
        names = [[event.place.text, place.name]] if event and event.place and place else []
        wrong += _judge_fillers("place", tuple(_fillers(item.values["place"])), names, score)
    if "time" in item.values:
        time = next((one.value or "" for one in record.times if event and one.id == event.time), "")
        right = time in item.values["time"].split("|")
        score.add("time", right=right, wrong=bool(time) and not right, missing=not right)
        wrong += [] if right else [f"time {time!r} not {item.values['time']}"]
    for key, usual in (("tense", "NON_FUTURE"), ("polarity", "POS")):
        value = item.values.get(key, usual)
        if event is not None:
            right = str(getattr(event, key)) == value
            score.check(key, right)
            wrong += [] if right else [f"{key} not {value}"]
    if event is not None and "certainty" in item.values:
        right = str(event.certainty) in item.values["certainty"].split("|")
        score.check("certainty", right)
        wrong += [] if right else [f"certainty {event.certainty} not {item.values['certainty']}"]
    if wrong and event is not None:
        _tell(score, article, event.trigger.start, f"{item.trigger!r}: " + "; ".join(wrong) + f" [{event.rule}]")


def _judge_fillers(what: str, wanted: Sequence[Filler], found: Iterable[list[str]], score: Score) -> list[str]:
    """Counts fillers, each of which meets one wanted; returns the differences."""
    left, open_ = list(found), list(wanted)
    for filler in wanted:
        hit = next((names for names in left if _names(filler, names)), None)
        if hit is not None:
            left.remove(hit)
            open_.remove(filler)
    left = [names for names in left if len(names) > 1]  # a phrase that is no actor is judged only where it is asked for
    missing = [filler for filler in open_ if not filler.optional]
    score.add(what, right=len(wanted) - len(open_), wrong=len(left), missing=len(missing))
    lacks = [f"{what} lacks {'|'.join(filler.words)}" for filler in missing]
    return lacks + [f"{what} has {names[0]!r}" for names in left]


def _names(filler: Filler, names: list[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.IGNORECASE) for word in filler.words for name in names
    )


def _found(event: LocalEvent | None, role: str, record: ArticleRecord) -> list[list[str]]:
    if event is None:
        return []
    items = event.attributed_to if role == "source" else [item for item in event.roles if item.role.value == role]
    actors = {actor.id: actor for actor in record.actors}
    names = []
    for item in items:
        actor = actors.get(item.actor) if item.actor else None
        called = [actor.name, *(one.text for one in actor.mentions if one.form != "pronoun")] if actor else []
        names.append([item.text, *called])
    return names


def _meets(event: LocalEvent, span: tuple[int, int]) -> bool:
    return event.trigger.start < span[1] and span[0] < event.trigger.end


def _tell(score: Score, article: AnnotatedArticle, at: int, what: str) -> None:
    start = max(article.text.rfind("\n", 0, at), article.text.rfind(". ", 0, at)) + 1
    score.differences.append(f"{article.name}: {what}\n      {article.text[start : at + 90].strip()!r}")


def run(half: str) -> Score:
    """Scores one half with the shipped model."""
    from kg import authority, parse, settings
    from kg.extract import extract
    from kg.model import Article
    from kg.read import noise_spans
    from kg.resolve import resolve_article

    score = Score()
    chosen = [article for article in read_articles() if article.half == half]
    inputs = [(Article(id=item.name, text=item.text, date=item.date), noise_spans(item.text)) for item in chosen]
    for annotated, parsed in zip(chosen, parse.parse(inputs, parse.load_pipeline(settings.DEFAULT_MODEL)), strict=True):
        article = next(item for item, _ in inputs if item.id == annotated.name)
        found = extract(article, parsed.doc, noise=parsed.noise)
        judge(annotated, resolve_article(found, authority=authority.load()), score)
    return score


def report(score: Score) -> Iterator[str]:
    """One line a count."""
    for what, count in score.counts.items():
        yield f"  {what:22} {count.f:.3f}  ({count.right} right, {count.wrong} wrong, {count.missing} missing)"


if __name__ == "__main__":
    for one in [word for word in sys.argv[1:] if word in HALVES] or HALVES:
        result = run(one)
        events = Counter(item.core for article in read_articles() if article.half == one for item in article.events)
        print(f"{one}: {events[True]} core events, {events[False]} others")  # noqa: T201
        print("\n".join([*report(result), *(result.differences if "--wrong" in sys.argv else ())]))  # noqa: T201
