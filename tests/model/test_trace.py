"""The one line that says how a record came about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model.trace import KEYS, steps, traced, trigger_words, untraced

RULE = "verb:assault/verbs/1 passive"
WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


def test_steps_are_added_once_and_read_back() -> None:
    rule = traced(RULE, [("place", "phrase"), ("time", ""), ("source", "said"), ("source", "said")])
    assert rule == f"{RULE} place:phrase source:said"
    assert steps(rule, "source") == ("said",)
    assert trigger_words(rule) == ("verb:assault/verbs/1", "passive")


def test_a_word_of_two_words_stays_one_step() -> None:
    assert steps(traced(RULE, [("mood", "no longer")]), "mood") == ("no_longer",)


@given(st.lists(st.tuples(st.sampled_from(KEYS), WORDS), max_size=6))
def test_what_is_taken_out_leaves_the_rest(added: list[tuple[str, str]]) -> None:
    rule = traced(RULE, added)
    for key in KEYS:
        assert steps(untraced(rule, key), key) == ()
        assert list(steps(rule, key)) == list(dict.fromkeys(value for one, value in added if one == key))
    assert " ".join(trigger_words(rule)) == RULE
