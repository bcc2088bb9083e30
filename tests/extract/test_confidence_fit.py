"""The recipe behind the confidence table finds what the judgements say, and the same each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.train.confidence import NAMES, Judged, brier, calibration_error, fit, predict, read_judged, reliability, unseen

if TYPE_CHECKING:
    from pathlib import Path


def judgements() -> list[Judged]:
    """Sixty records of three articles: those with a named agent are right nine times in ten, the others once."""
    rows = []
    for number in range(60):
        named = number % 2 == 0
        right = (number // 2) % 10 != 0 if named else (number // 2) % 10 == 0
        rows.append(Judged(f"article {number % 3}", frozenset({"agent name"} if named else {"no filler"}), right))
    return rows


def test_the_table_tells_right_records_from_wrong_ones() -> None:
    rows = judgements()
    weights = fit(rows, penalty=1.0)
    chances = predict(rows, weights)
    assert weights[1 + NAMES.index("agent name")] > 0 > weights[1 + NAMES.index("no filler")]
    assert chances[0] > 0.8
    assert chances[1] < 0.2
    assert chances.mean() == pytest.approx(0.5, abs=1e-6)
    assert np.array_equal(weights, fit(rows, penalty=1.0))


def test_unseen_articles_are_predicted_by_the_others() -> None:
    rows = judgements()
    chances = unseen(rows, penalty=1.0)
    assert brier(rows, chances) < 0.15
    assert calibration_error(rows, chances) < 0.1
    assert sum(count for _, _, count in reliability(rows, chances)) == len(rows)


def test_calibration_error_is_the_gap_between_said_and_was() -> None:
    rows = [Judged("a", frozenset(), right) for right in (True, False, False, False)]
    assert calibration_error(rows, np.full(4, 0.75)) == pytest.approx(0.5)
    assert calibration_error(rows, np.full(4, 0.25)) == pytest.approx(0.0)


def test_a_feature_that_extraction_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text(json.dumps({"article": "a", "features": ["luck"], "right": True}) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: unknown feature 'luck'"):
        read_judged(path)
