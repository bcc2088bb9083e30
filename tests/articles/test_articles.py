"""Our own annotated articles (README.md) through the shipped model: figures of both halves must not fall below floors.

A floor is what was reached when it was last raised, less one or two findings.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def _module() -> ModuleType:
    """The reader and scorer beside this file; tests are no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location("annotated", Path(__file__).with_name("annotated.py"))
    if spec is None or spec.loader is None:
        raise ImportError("annotated.py is missing beside this file; restore it")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


annotated = _module()

FLOORS = {
    "read": {
        "triggers listed": 0.92, "core events found": 0.97, "type": 0.95, "agent": 0.88, "patient": 0.88,
        "who did what to whom": 0.80, "source": 0.90, "place": 0.64, "time": 0.85,
    },
    "unread": {
        "triggers listed": 0.93, "core events found": 0.90, "type": 0.84, "agent": 0.85, "patient": 0.83,
        "who did what to whom": 0.62, "source": 0.74, "place": 0.68, "time": 0.84,
    },
    "later": {
        "triggers listed": 0.96, "core events found": 0.93, "type": 0.89, "agent": 0.90, "patient": 0.88,
        "who did what to whom": 0.74, "source": 0.70, "time": 0.76,
    },
    "fresh": {
        "triggers listed": 0.94, "core events found": 0.94, "type": 0.93, "agent": 0.93, "patient": 0.93,
        "who did what to whom": 0.85, "certainty": 0.94, "source": 0.78, "time": 0.76,
    },
    "fourth": {
        "triggers listed": 0.92, "core events found": 0.91, "type": 0.92, "agent": 0.81, "patient": 0.82,
        "who did what to whom": 0.67, "certainty": 0.91, "source": 0.64, "time": 0.83,
    },
    "fifth": {
        "triggers listed": 0.96, "core events found": 0.92, "type": 0.90, "agent": 0.89, "patient": 0.87,
        "who did what to whom": 0.77, "time": 0.88,
    },
}  # fmt: skip
"""Half → F of each kind of finding."""


def test_every_kind_of_article_is_there_and_half_was_left_unread() -> None:
    articles = annotated.read_articles()
    assert len(articles) == 25
    assert [sum(article.half == one for article in articles) for one in annotated.HALVES] == [6, 6, 4, 3, 3, 3]
    assert all(len(article.events) >= 20 for article in articles)


def test_an_annotation_that_its_sentence_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.txt").write_text("date: 2024-05-14\nhalf: read\ntitle: Fire\n> flood DISASTER\n", encoding="utf-8")
    monkeypatch.setattr(annotated, "HERE", tmp_path)
    with pytest.raises(ValueError, match=r"one\.txt, line 4: 'flood' is not in its sentence"):
        annotated.read_articles()


def test_a_record_without_events_misses_all_and_invents_nothing() -> None:
    from kg.model import Article, ArticleRecord

    article = annotated.read_articles()[0]
    empty = ArticleRecord(
        article=Article(id="x", text=article.text), sentences=(), actors=(), places=(), times=(), events=()
    )
    score = annotated.Score()
    annotated.judge(article, empty, score)
    assert score.counts["core events found"].right == 0
    assert score.counts["agent"].missing > 0
    assert score.counts["agent"].wrong == 0


@pytest.mark.model
@pytest.mark.parametrize("half", annotated.HALVES)
def test_figures_hold(half: str) -> None:
    score = annotated.run(half)
    print("\n".join(annotated.report(score)))  # noqa: T201 - shown by -rA
    below = {what: score.counts[what].f for what, floor in FLOORS[half].items() if score.counts[what].f < floor}
    assert not below
