"""The case tables themselves: every key, name, date and trigger is what `README.md` says it is."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.dates import is_partial
from kg.model import Certainty, Polarity, Tense
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted(Path(__file__).parent.glob("*.toml"))
CONSTRUCTIONS = {
    "acted_on", "active", "aimed", "alternations", "appositions", "asides", "attachments", "names", "spots", "venues",
    "causatives", "certainty", "classes", "control_raising", "coordination", "counted_times", "cut_off", "shared_times",
    "speakers_at_end", "time_spans", "cut_heads", "listed_gerunds", "scores", "sums", "line_heads",
    "communiques", "monitors",
    "capitals", "titled", "courts_and_firms", "gapped", "dates", "lists", "scope", "denials", "ditransitive",
    "event_nouns", "future_modality", "headlines", "instruments",
    "left_out", "owners", "misread_verbs", "business",
    "light_verbs", "moods",
    "negation", "noise", "occurrences", "outlook", "parallels", "participles", "parties",
        "passive", "peoples", "phrasal", "places", "prefixes",
    "possessives", "pronouns", "reference", "relative_clauses", "scenes", "senses", "sources", "sources_of_views",
    "speech",
    "states", "unaccusative", "wanted", "befallen", "briefings", "doers", "figures", "foreign", "from_whom",
    "matter", "headline_verbs", "kinds", "main_day", "missing_fillers", "missing_subjects", "month_names",
    "press", "read_anew", "local_news", "families", "others_plans", "reversals", "world_press", "vocabulary",
    "whole_clauses",
}  # fmt: skip
CASE_KEYS = {"text", "date", "events", "not_events"}
FILLERS = {"agent", "patient", "recipient", "instrument", "toward", "attributed_to"}
CLOSED = {"type": set(EVENT_TYPES), "polarity": set(Polarity), "certainty": set(Certainty), "tense": set(Tense)}
EVENT_KEYS = {"trigger", "place", "time"} | FILLERS | set(CLOSED)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def tables() -> list[Any]:
    """Every case of every file as a parameter named `active[0]`."""
    return [
        pytest.param(case, id=f"{path.stem}[{number}]")
        for path in FILES
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"])
    ]


def case_problems(case: dict[str, Any]) -> Iterator[str]:
    """One sentence for each thing that is wrong with a case."""
    text = case.get("text")
    if not isinstance(text, str) or not text or text != text.strip():
        yield f"the text {text!r} is empty, padded or no text"
        return
    if unknown := set(case) - CASE_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if "date" in case and not is_day(case["date"]):
        yield f"the date {case['date']!r} is no day"
    if not case.get("events") and not case.get("not_events"):
        yield "nothing is expected"
    triggers = [word for event in case.get("events", ()) for word in listed(event.get("trigger", []))]
    if len(set(triggers)) < len(triggers):
        yield "two events share a trigger"
    for word in listed(case.get("not_events", [])):
        if not occurrences(word, text):
            yield f"{word!r} of not_events is not in the text"
        if word in triggers:
            yield f"{word!r} is a trigger and in not_events"
    for event in case.get("events", ()):
        yield from event_problems(event, text)


def event_problems(event: dict[str, Any], text: str) -> Iterator[str]:
    """One sentence for each thing that is wrong with an expected event."""
    if unknown := set(event) - EVENT_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if not listed(event.get("trigger", [])) or set(event) == {"trigger"}:
        yield "an event needs a trigger and something that must hold"
    for word in listed(event.get("trigger", [])):
        if (count := occurrences(word, text)) != 1:
            yield f"the trigger {word!r} stands in the text {count} times"
    for key in sorted(FILLERS & set(event)):
        if not isinstance(event[key], list) or len(set(event[key])) < len(event[key]):
            yield f"{key} is no list or names a filler twice"
        yield from (
            f"{words!r} of {key} is not in the text" for words in listed(event[key]) if not occurrences(words, text)
        )
    if "toward" in event and {"patient", "recipient"} & set(event):
        yield "toward stands beside patient or recipient"
    if "place" in event and not occurrences(event["place"], text):
        yield f"the place {event['place']!r} is not in the text"
    for key in sorted(set(CLOSED) & set(event)):
        if not event[key] or set(listed(event[key])) - CLOSED[key]:
            yield f"{key} {event[key]!r} is none of {sorted(CLOSED[key])}"
    if "time" in event:
        yield from time_problems(event["time"], text)


def time_problems(value: str, text: str) -> Iterator[str]:
    """A value is a partial date, an ISO week, a range of days or empty; a day is the weekday that the text names."""
    first, slash, last = value.partition("/")
    week = re.fullmatch(r"(\d{4})-W(\d\d)", value)
    if slash:
        good = is_day(first) and is_day(last) and first < last
    elif week:
        good = 1 <= int(week[2]) <= date(int(week[1]), 12, 28).isocalendar().week
    else:
        good = value == "" or is_partial(value)
    if not good:
        yield f"the time {value!r} is no date, week or range"
    named = [day for day in WEEKDAYS if occurrences(day, text)]
    if len(named) == 1 and is_day(value) and WEEKDAYS[date.fromisoformat(value).weekday()] != named[0]:
        yield f"{value} is no {named[0]}"


def occurrences(words: str, text: str) -> int:
    """How often the words stand in the text as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def listed(value: str | list[str]) -> list[str]:
    """A value that may be one string or a list of them, as a list."""
    return value if isinstance(value, list) else [value]


def is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and is_partial(value)


def test_every_construction_has_its_file():
    assert {path.stem for path in FILES} == CONSTRUCTIONS


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_file_explains_its_construction_and_holds_ten_cases_or_more(path):
    text = path.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    assert text.startswith("# ")
    assert set(table) == {"case"}
    assert len(table["case"]) >= 10


def test_no_text_stands_twice():
    counts = Counter(" ".join(param.values[0]["text"].split()).lower() for param in tables())
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("case", tables())
def test_case_is_well_formed(case):
    assert list(case_problems(case)) == []


GOOD = {"trigger": "killed", "type": "ASSAULT", "agent": ["gunmen"]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"trigger": "kill"}, "the trigger 'kill' stands in the text 0 times", id="trigger"),
        pytest.param({"type": "FIGHT"}, "type 'FIGHT' is none of", id="type"),
        pytest.param({"agent": ["rebels"]}, "'rebels' of agent is not in the text", id="filler"),
        pytest.param({"place": "Rome"}, "the place 'Rome' is not in the text", id="place"),
        pytest.param({"time": "2024-05-32"}, "the time '2024-05-32' is no date", id="time"),
        pytest.param({"time": "2024-05-14"}, "2024-05-14 is no Monday", id="weekday"),
        pytest.param({"tense": "PAST"}, "tense 'PAST' is none of", id="tense"),
        pytest.param({"toward": ["mayor"], "patient": ["mayor"]}, "toward stands beside patient", id="toward"),
        pytest.param({"aggent": ["gunmen"]}, "unknown keys ['aggent']", id="key"),
    ],
)
def test_a_bad_expectation_is_found(change, problem):
    case = {"text": "A mayor was killed by gunmen on Monday.", "events": [GOOD | change]}
    (found,) = case_problems(case)
    assert found.startswith(problem)
