"""Compares one linguistic case (tests/cases/README.md) with what was extracted; gives back what is wrong, in words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleRecord, LocalEvent

CASES = Path(__file__).parent.parent / "cases"
ROLES = ("agent", "patient", "recipient", "instrument")


@dataclass(frozen=True)
class Case:
    """One case with the construction (file) that it belongs to."""

    construction: str
    number: int
    text: str
    date: str | None
    events: tuple[dict[str, Any], ...]
    not_events: tuple[str, ...]

    @property
    def name(self) -> str:
        """`passive-03`."""
        return f"{self.construction}-{self.number:02}"


def read_cases() -> Iterator[Case]:
    """All cases of all tables, in order."""
    for path in sorted(CASES.glob("*.toml")):
        for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("case", []), 1):
            yield Case(
                construction=path.stem,
                number=number,
                text=row["text"],
                date=row.get("date"),
                events=tuple(row.get("events", ())),
                not_events=tuple(row.get("not_events", ())),
            )


def mistakes(case: Case, record: ArticleRecord) -> list[str]:
    """What the record gets wrong, one sentence each; empty when all that the case states holds."""
    wrong = []
    for expected in case.events:
        found = [event for event in record.events if _triggers(event, listed(expected["trigger"]), case.text)]
        if not found:
            wrong.append(f"no event at {expected['trigger']!r}")
            continue
        reports = [_differences(expected, event, record) for event in found]
        wrong += min(reports, key=len)
    for word in case.not_events:
        at = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", case.text)]
        hits = [event for event in record.events if any(b <= event.trigger.start < e for b, e in at)]
        wrong += [f"an event at {word!r} ({event.type}, {event.rule})" for event in hits]
    return wrong


def listed(value: object) -> list[str]:
    """The words of a key that may hold one or several."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _triggers(event: LocalEvent, words: list[str], text: str) -> bool:
    return any(
        match.start() <= event.trigger.start < match.end()
        for word in words
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    )


def _differences(expected: dict[str, Any], event: LocalEvent, record: ArticleRecord) -> list[str]:
    wrong = []
    word = f"{expected['trigger']!r}"
    for key in ("type", "polarity", "certainty", "tense"):
        if key in expected and str(getattr(event, key)) not in listed(expected[key]):
            wrong += [f"{word}: {key} is {getattr(event, key)}, not {expected[key]}"]
    for role in ROLES:
        if role in expected:
            wrong += _compare(f"{word}: {role}", expected[role], _fillers(event, record, (role,)))
    if "toward" in expected:
        wrong += _compare(f"{word}: toward", expected["toward"], _fillers(event, record, ("patient", "recipient")))
    if "attributed_to" in expected:
        said_by = [[*_names(record, item.actor), item.text] for item in event.attributed_to]
        wrong += _compare(f"{word}: attributed to", expected["attributed_to"], said_by)
    if "place" in expected:
        place = next((item for item in record.places if event.place and item.id == event.place.id), None)
        words = [place.name, *(item.text for item in place.mentions)] if place else []
        wrong += _compare(f"{word}: place", [expected["place"]] if expected["place"] else [], [words] if words else [])
    if "time" in expected:
        time = next((item for item in record.times if item.id == event.time), None)
        value = (time.value or "") if time else ""
        if value != expected["time"]:
            wrong.append(f"{word}: time is {value!r}, not {expected['time']!r}")
    return wrong


def _fillers(event: LocalEvent, record: ArticleRecord, roles: tuple[str, ...]) -> list[list[str]]:
    return [[item.text, *_names(record, item.actor)] for item in event.roles if item.role.value in roles]


def _names(record: ArticleRecord, actor_id: str | None) -> list[str]:
    actor = next((item for item in record.actors if item.id == actor_id), None)
    return [actor.name, *(mention.text for mention in actor.mentions)] if actor else []


def _compare(what: str, expected: list[str], found: list[list[str]]) -> list[str]:
    """Every expected name is met by a filler of its own, and no filler is left over."""
    left = list(found)
    wrong = []
    for name in expected:
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        hit = next((names for names in left if any(pattern.search(text) for text in names)), None)
        if hit is None:
            wrong.append(f"{what} lacks {name!r} (has {[names[0] for names in found]})")
        else:
            left.remove(hit)
    return wrong + [f"{what} has {names[0]!r} besides {expected}" for names in left]
