"""What goes on when it is told may be said to lie ahead as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kg.merge.aspect import is_open
from kg.merge.contradictions import Contradiction, contradiction
from kg.merge.happenings import OPEN_DAYS, happenings_of
from kg.merge.world import World
from kg.model import Tense
from kg.resolve import cluster_actors


@pytest.mark.parametrize(
    ("before", "word", "kind", "rule", "goes_on"),
    [
        ("They are ", "withdrawing", "RETREAT", "verb:test", True),
        ("After ", "withdrawing", "RETREAT", "verb:test", True),
        ("They began to ", "withdraw", "RETREAT", "verb:test", True),
        ("They ", "withdrew", "RETREAT", "verb:test", False),
        ("They are ", "responding", "STATEMENT", "verb:test", False),
        ("They began the ", "bombing", "ASSAULT", "noun:test", False),
    ],
)
def test_what_takes_weeks_goes_on(article, deed, before, word, kind, rule, goes_on):
    record = article("a", deed(word=word, kind=kind, lemma="withdraw", rule=rule))
    (event,) = record.events
    shift = len(before)
    text = before + record.article.text
    trigger = replace(event.trigger, start=event.trigger.start + shift, end=event.trigger.end + shift)
    moved = replace(record, article=replace(record.article, text=text))
    assert is_open(moved, replace(event, trigger=trigger)) is goes_on


@pytest.mark.parametrize(
    ("word", "days", "is_one"),
    [("withdrawing", 7, True), ("withdrew", 7, False), ("withdrawing", OPEN_DAYS + 1, False)],
)
def test_what_goes_on_may_be_told_as_ahead_within_two_weeks(article, deed, word, days, is_one):
    day = date(2020, 1, 3)
    told = {"kind": "RETREAT", "lemma": "withdraw", "agent": "US"}
    records = [
        article("a", deed(word=word, **told), date=str(day)),
        article("b", deed(word="withdraw", tense=Tense.FUTURE, **told), date=str(day + timedelta(days=days))),
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert (contradiction(one, two, in_story=True) is Contradiction.NONE) is is_one
