"""Sentences built of parts (tests/cases/built): each construction with many words in it, by a fixed draw."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUILT = Path(__file__).parent.parent / "cases" / "built"
FORMS = ("did", "do", "doing")
ROLES = ("agent", "patient", "recipient", "attributed_to")
SLOT = re.compile(r"\{([A-Za-z]+?)(\d*)\}")


@dataclass(frozen=True)
class Pattern:
    """A construction: a text with slots, what must be read out of it, the share that must be right, and no events."""

    text: str
    events: tuple[dict[str, Any], ...]
    floor: float
    not_events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """One sentence of a construction, with the events that it tells."""

    text: str
    events: tuple[dict[str, Any], ...]


def read_patterns() -> list[Pattern]:
    """All constructions, in order."""
    files = sorted(path for path in BUILT.glob("*.toml") if not path.name.startswith("words"))
    rows = [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]]
    return [
        Pattern(row["text"], tuple(row["events"]), row.get("floor", 1.0), tuple(row.get("not", ()))) for row in rows
    ]


def read_words() -> dict[str, list[Any]]:
    """The words of each slot."""
    files = sorted(BUILT.glob("words*.toml"))
    return {name: words for path in files for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def build(pattern: Pattern, words: dict[str, list[Any]], *, number: int) -> list[Built]:
    """So many sentences of a construction, the same each time; a word with several stars has an event at each."""
    draw = random.Random(pattern.text)
    return [_one(pattern, words, draw) for _ in range(number)]


def _one(pattern: Pattern, words: dict[str, list[Any]], draw: random.Random) -> Built:
    slots = {(name.lower(), count or "1") for name, count in SLOT.findall(pattern.text)}
    counts = {name: len({count for other, count in slots if other == name}) for name, _ in slots}
    said: dict[tuple[str, str], str] = {}
    for name, n in sorted(counts.items()):
        if name in FORMS:
            continue
        for count, phrase in enumerate(draw.sample(words[name], n), 1):
            said[name, str(count)] = phrase
    verbs = draw.sample(words["verbs"], 3)
    said |= {(form, str(i)): verb[at] for i, verb in enumerate(verbs, 1) for at, form in enumerate(FORMS)}

    def phrase(match: re.Match[str]) -> str:
        text = said[match[1].lower(), match[2] or "1"].split("=")[0].replace("*", "")
        return text[:1].upper() + text[1:] if match[1][0].isupper() else text

    def key(text: str) -> list[str]:
        match = SLOT.fullmatch(text)
        if match is None:
            return [text]
        whole, _, value = said[match[1], match[2] or "1"].partition("=")
        return [value] if value else re.findall(r"\*(.+?)\*", whole) or [whole]

    text = re.sub(r",(?=[,.])", "", SLOT.sub(phrase, pattern.text))
    events = []
    for event in pattern.events:
        for trigger in [event["trigger"]] if isinstance(event["trigger"], list) else key(event["trigger"]):
            roles = {name: [key(one)[0] for one in value] for name, value in event.items() if name in ROLES}
            spots = {name: key(event[name])[0] for name in ("place", "time") if name in event}
            events.append({**event, **roles, **spots, "trigger": trigger})
    return Built(text[:1].upper() + text[1:], tuple(events))
