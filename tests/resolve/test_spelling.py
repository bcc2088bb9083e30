"""What leaves out most pairs of words before they are compared sound by sound."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.words.spelling import _cost, least_cost, sounds

LETTERS = (
    "shch", "tsch", "sch", "tch", "dzh", "kh", "gh", "qh", "ck", "sh", "ch", "zh", "dj", "ph", "th", "dh", "ts", "gj",
    "gge", "ci", "oo", "ou", "x", "'", "1", *"abcdefghijklmnopqrstuvwyz",
)  # fmt: skip
words = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=7)


@given(one=words, two=words, kept=st.integers(0, 7), is_short=st.booleans())
def test_no_word_is_turned_into_another_for_less_than_their_consonants_tell(one, two, kept, is_short):
    left, right = sounds("".join(one)), sounds("".join([*one[:kept], *two[kept:]]))
    assert least_cost(left, right) <= _cost(left, right, short=is_short, most=math.inf) + 1e-9
