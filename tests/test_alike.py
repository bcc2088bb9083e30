"""Articles that are alike, found in one go, are those that are found pair by pair."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations, islice

import pytest

from kg import alike
from kg.alike import Alike
from kg.authority.stories import likeness
from kg.dates import day_of
from kg.model import Article

WORDS = [f"{one}{two}er" for one in ("bak", "tun", "mel", "ros", "fil") for two in ("an", "il", "ov", "ut", "em", "oc")]


def articles(n, seed):
    chance = random.Random(seed)
    made = []
    for number in range(n):
        words = chance.choices(WORDS, k=chance.choice((0, 3, 10, 25)))
        text = " ".join(word.capitalize() if chance.random() < 0.2 else word for word in words)
        day = date(2020, 1, 1) + timedelta(days=chance.choice((0, 1, 30, 61, 120, 400)))
        made.append(Article(id=f"a{number}", text=text, date=chance.choice((day.isoformat(), "2020-02", None))))
    chance.shuffle(made)
    return made


def n_heaviest(one, two):
    for n in range(1, alike.KEYS + 1):
        if not set(islice(one, n)).isdisjoint(islice(two, n)):
            return n
    return alike.KEYS + 1


@pytest.mark.parametrize("rows", [1, 7, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_pairs_are_those_of_every_two_articles_of_near_days(monkeypatch, rows, seed):
    monkeypatch.setattr(alike, "_ROWS", rows)
    found = Alike()
    words = {article.id: found.add(article) for article in articles(60, seed)}
    days = {article.id: day_of(article.date) for article in articles(60, seed)}
    wanted = {}
    for one, two in combinations(sorted(words), 2):
        is_near = days[one] is None or days[two] is None or abs((days[one] - days[two]).days) <= alike.DAYS
        its = likeness(words[one], words[two])
        told = its if its >= alike.LEAST else 0.0
        assert found.likeness(two, one) == (told if is_near else None)
        if is_near and told:
            wanted[one, two] = its, len(words[one].keys() & words[two].keys()), n_heaviest(words[one], words[two])
    pairs = {tuple(sorted((pair.one, pair.two))): pair[2:] for pair in found.pairs()}
    assert pairs == wanted
    assert len(wanted) > 20


def test_articles_that_come_later_are_compared_too():
    first, second = (Article(id=name, text=" ".join(WORDS), date="2020-01-01") for name in ("a", "b"))
    found = Alike()
    found.add(first)
    assert not list(found.pairs())
    found.add(second)
    found.add(second)
    assert [(pair.one, pair.two, pair.likeness) for pair in found.pairs()] == [("a", "b", 1.0)]
    assert not list(Alike().pairs())
