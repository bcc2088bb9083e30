"""Made-up stories, each told by two or three outlets: what is one event must not be split or glued more than now."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("told_twice", Path(__file__).with_name("told_twice.py"))
if _SPEC is None or _SPEC.loader is None:
    raise ImportError("told_twice.py is missing beside this file; restore it")
told_twice = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = told_twice
_SPEC.loader.exec_module(told_twice)

RIGHT = {"across right": 127, "within right": 51}
"""The least, a few below what was reached."""
GLUED = {"across glued": 12, "within glued": 8}
"""The most."""


def test_events_of_stories_told_twice() -> None:
    total: Counter[str] = Counter()
    paths = sorted(told_twice.STORIES.glob("*.txt"))
    assert len(paths) == 28
    for path in paths:
        total += told_twice.judged(path)[0]
    assert {key: total[key] for key in RIGHT if total[key] < RIGHT[key]} == {}
    assert {key: total[key] for key in GLUED if total[key] > GLUED[key]} == {}


def test_marks_are_read_out_of_the_text() -> None:
    articles, marks = told_twice.read_story(told_twice.STORIES / "market.txt")
    text = {article.id: article.text for article in articles}
    assert set(text) == {"m1", "m2"}
    assert not any("|" in one for one in text.values())
    assert text["m1"][marks[0].start : marks[0].end] == "air strike"
