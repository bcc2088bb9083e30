"""The role benchmark counts what it should, on trees built by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.bench_roles import Count, Scores, Word, antecedent, head_of, locate, score_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.tokens import Doc

GOLD = [
    Word("Troops", "NOUN", 1, "nsubj"),
    Word("killed", "VERB", -1, "root"),
    Word("two", "NUM", 3, "nummod"),
    Word("rebels", "NOUN", 1, "obj"),
    Word("who", "PRON", 5, "nsubj"),
    Word("fled", "VERB", 3, "acl:relcl"),
]
ROW = {
    "sent_id": "own-1",
    "frames": [
        {"pred": 1, "roleset": "kill.01", "args": [["ARG0", 0, 1], ["ARG1", 2, 6]]},
        {"pred": 5, "roleset": "flee.01", "args": [["ARG0", 4, 5]]},
    ],
}
TREE = """
Troops  troop  NNS 2 nsubj
killed  kill   VBD 0 root
two     two    CD  4 nummod
rebels  rebel  NNS 2 obj
who     who    WP  6 nsubj
fled    flee   VBD 4 acl:relcl
"""


def test_right_arguments_count_and_a_relative_pronoun_stands_for_its_noun(tree_of: Callable[[str], Doc]) -> None:
    scores = Scores()
    score_sentence(ROW, GOLD, tree_of(TREE), scores)
    assert scores.everything["ARG0"] == Count(right=2, said=2, wanted=2)
    assert scores.everything["ARG1"] == Count(right=1, said=1, wanted=1)
    assert scores.events == scores.everything
    assert scores.wrong == []


def test_swapped_arguments_are_wrong(tree_of: Callable[[str], Doc]) -> None:
    swapped = {"frames": [{"pred": 1, "roleset": "kill.01", "args": [["ARG1", 0, 1], ["ARG0", 2, 6]]}]}
    scores = Scores()
    score_sentence(swapped, GOLD, tree_of(TREE), scores)
    assert scores.everything["ARG0"] == Count(right=0, said=1, wanted=1)
    assert scores.wrong[0].startswith("killed: ARG0 is Troops, not rebels")


def test_heads_antecedents_and_places() -> None:
    assert head_of(GOLD, 2, 6) == 3
    assert antecedent(GOLD, 4) == 3
    assert antecedent(GOLD, 0) is None
    assert locate("a a-b", ["a", "a", "-", "b"]) == [(0, 1), (2, 3), (3, 4), (4, 5)]
