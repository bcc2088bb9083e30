"""The copies that are kept up to date are those that are found in one go, whatever the dates."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.incremental.copies import Copies
from kg.model import Article, ArticleRecord
from kg.read import Prints
from kg.read.duplicates import SIZE
from kg.tables import InMemory

DATES = [
    "2020-01-01", "2020-01-20", "2020-02-20", "2020-03-01", "2020-03-20T10:00:00Z", "2021-01-01", "2020-01", "2020-03",
    "2020", "some day", None,
]  # fmt: skip
versions = st.tuples(st.sampled_from(DATES), st.integers(0, SIZE), st.integers(0, 1))
steps = st.lists(st.dictionaries(st.integers(0, 6), st.one_of(st.none(), versions), min_size=1, max_size=4), max_size=6)


def record_of(number, version):
    """An article that has so many numbers of its fingerprint from one of two stories, the others of its own."""
    date, n_common, story = version
    article = Article(id=f"n{number}", text="Told.", date=date)
    own = tuple(1000 * (number + 1) + place for place in range(n_common, SIZE))
    made = ArticleRecord(article=article, sentences=(), actors=(), places=(), times=(), events=(), extractor="a test")
    return replace(made, fingerprint=tuple(100 * story + place for place in range(n_common)) + own)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_copies_kept_up_to_date_are_those_found_in_one_go(steps):
    kept, records = Copies(InMemory()), {}
    for step in steps:
        changed = {f"n{n}": None if version is None else record_of(n, version) for n, version in step.items()}
        before = dict(kept.first)
        moved = kept.update(changed)
        records = {key: one for key, one in (records | changed).items() if one is not None}
        prints = Prints()
        for record in records.values():
            prints.note(record)
        assert dict(kept.first) == dict(prints.copies())
        assert moved == {key for key in before.keys() | kept.first.keys() if before.get(key) != kept.first.get(key)}
