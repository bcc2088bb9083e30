"""The coreference benchmark counts what it should, on clusters made by hand."""

from __future__ import annotations

import pytest

from tests.bench.bench_coref import Cluster, Scores, gold_clusters, read_text

GOLD = [frozenset({1, 2, 3}), frozenset({4, 5})]


def conll(ours: list[Cluster]) -> Scores:
    scores = Scores()
    scores.add(GOLD, ours)
    return scores


def test_the_gold_scores_one() -> None:
    assert conll(GOLD).conll == pytest.approx(1.0)


def test_a_cluster_cut_in_two_loses_a_link_and_part_of_the_rest() -> None:
    scores = conll([frozenset({1, 2}), frozenset({3}), frozenset({4, 5})])
    assert scores.muc.r_top / scores.muc.r_bottom == pytest.approx(2 / 3)
    assert scores.muc.p_top / scores.muc.p_bottom == pytest.approx(1.0)
    assert scores.b_cubed.r_top / scores.b_cubed.r_bottom == pytest.approx((5 / 3 + 2) / 5)
    assert scores.ceaf.r_top == pytest.approx(0.8 + 1.0)


def test_mentions_that_are_missing_or_surplus_count_against_it() -> None:
    assert conll([frozenset({1, 2, 3})]).conll < conll([frozenset({1, 2, 3}), frozenset({4, 5, 9})]).conll < 1.0


def test_heads_stand_before_the_first_preposition_and_things_are_left_out() -> None:
    words = ["The", "mayor", "of", "Bonn", "sold", "a", "car", "."]
    row = {
        "sentences": [{"words": words, "spaces": [True] * 6 + [False, True]}],
        "mentions": [
            {"eid": "1", "etype": "person", "sent": 0, "start": 0, "end": 4},
            {"eid": "2", "etype": "object", "sent": 0, "start": 5, "end": 7},
        ],
    }
    text, offsets = read_text(row)
    assert text == "The mayor of Bonn sold a car. "
    assert gold_clusters(row, offsets) == [frozenset({text.index("mayor")})]
