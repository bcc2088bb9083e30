"""How articles are handed to workers."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from kg import analysis
from kg.model import Article


@given(st.integers(0, 700), st.integers(1, 5))
def test_the_last_articles_come_in_smaller_batches_and_in_order(n_articles: int, workers: int) -> None:
    articles = [Article(id=f"a{number}", text="") for number in range(n_articles)]
    whole = [articles[start : start + analysis.BATCH] for start in range(0, n_articles, analysis.BATCH)]
    handed = list(analysis._evened(whole, workers=workers))
    assert list(chain.from_iterable(handed)) == articles
    sizes = [len(batch) for batch in handed]
    assert sizes == sorted(sizes, reverse=True)
    assert all(0 < size <= analysis.BATCH for size in sizes)
    assert not sizes or sizes[-1] <= analysis.LEAST
    n_early = max(0, len(whole) - 2 * workers)
    assert sizes[:n_early] == [analysis.BATCH] * n_early, "while more are to come, batches are whole"
