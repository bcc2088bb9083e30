"""One more article asks as much beside many articles as beside few: what is looked up and compared is counted."""

import runpy
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.incremental import Merger, copies, events, profiles
from kg.read import fingerprint

WORLD = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "bench_incremental.py"))
FEW, MANY, MORE = 240, 960, 30
EVERY = 25
"""Of the made-up articles, of which there are fifty a day: two a day, so that two months are half of the few."""
BELOW = " All rights reserved by the paper, which may not be held to account for what other people write in it." * 3
GROWTH = 1.2


class Watched(dict):
    """A table that counts what is looked up, and lets nobody go through it."""

    counted: Counter[str]
    name: str

    def _count(self):
        self.counted[self.name] += 1

    def __getitem__(self, key):
        self._count()
        return super().__getitem__(key)

    def __contains__(self, key):
        self._count()
        return super().__contains__(key)

    def get(self, key, default=None):
        self._count()
        return super().get(key, default)

    def setdefault(self, key, default=None):
        self._count()
        return super().setdefault(key, default)

    def pop(self, key, *default):
        self._count()
        return super().pop(key, *default)

    def _is_gone_through(self, *_):
        pytest.fail(f"the table {self.name!r} was gone through for one article")

    __iter__ = keys = values = items = _is_gone_through


class WatchedTables:
    def __init__(self):
        self.counted = Counter()

    def table(self, name, *, fixed=False):
        made = Watched()
        made.counted, made.name = self.counted, name
        return made

    def save(self):
        pass


def printed(number):
    """An article with what its outlet prints below everything."""
    record = WORLD["record_of"](number * EVERY)
    return replace(record, fingerprint=fingerprint(record.article.text + BELOW))


def test_one_more_article_asks_no_more_beside_four_times_as_many(monkeypatch):
    tables = WatchedTables()
    merger = Merger(tables=tables)

    def counting(name, function):
        def counted(*given):
            tables.counted[name] += 1
            return function(*given)

        return counted

    for module, name in ((copies, "similarity"), (events, "decide_pair"), (profiles, "decide_pair")):
        compared = f"{module.__name__}.{name}"
        monkeypatch.setattr(compared, counting(compared, getattr(module, name)))

    def read(key):
        tables.counted["articles read"] += 1
        return printed(int(key[1:]) // EVERY)

    def added(numbers):
        """What adding these one by one asks."""
        tables.counted.clear()
        for number in numbers:
            record = printed(number)
            merger.update({record.article.id: record}, read)
        return Counter(tables.counted)

    added(range(FEW - MORE))
    few = added(range(FEW - MORE, FEW))
    added(range(FEW, MANY - MORE))
    many = added(range(MANY - MORE, MANY))
    assert few["kg.incremental.copies.similarity"] > 10 * MORE  # all have the same words below
    assert few["kg.incremental.events.decide_pair"] > 0
    assert few["strangers.told"] > 0
    assert many.total() <= GROWTH * few.total()
    steep = {name: (few[name], n) for name, n in many.items() if n > 2 * MORE and n > 1.5 * GROWTH * few[name]}
    assert not steep
