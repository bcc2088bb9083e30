"""When two happenings of like articles are one event, whoever each names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kg.merge.compare import WISHED, Decision, decide
from kg.merge.contradictions import Contradiction, contradiction
from kg.merge.happenings import BACK_DAYS, ONGOING_DAYS, happenings_of
from kg.merge.joining import join_pairs
from kg.merge.told import (
    AGREED,
    APART_SAME,
    FAINT,
    FAINT_SAME,
    FAR_SAME,
    LIKELY,
    NEXT_SAME,
    SAME,
    TOLD,
    is_likely,
    is_told,
    place,
    probability,
)
from kg.merge.world import World
from kg.model import ActorKind, Polarity, Tense
from kg.resolve import cluster_actors


@pytest.mark.parametrize(
    ("kind", "word", "lemma", "least"),
    [
        ("MOVE", "flew", "fly", FAR_SAME),  # helicopters are no workers
        ("SUPPORT", "praised", "praise", FAR_SAME),  # what many do, each for himself
        ("ASSAULT", "bombed", "bomb", APART_SAME),  # one report may name the jets, another the army
    ],
)
def test_whose_moves_differ_is_one_event_only_for_strong_reasons(article, deed, kind, word, lemma, least):
    deeds = (deed(word=word, kind=kind, lemma=lemma, agent=agent) for agent in ("helicopters", "workers"))
    records = [article(name, told) for name, told in zip("ab", deeds, strict=True)]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, least)
    assert not is_told(one, two, least - 0.01)


@pytest.mark.parametrize(
    ("words", "days", "least"),
    [
        (("fire", "fire"), (0, 0), SAME),
        (("fire", "fires"), (0, 0), APART_SAME),
        (("fires", "fires"), (0, 0), SAME),
        (("fire", "fires"), (0, 1), FAR_SAME),
        (("fire", "fire"), (0, 1), NEXT_SAME),
        (("fire", "fire"), (0, 4), FAR_SAME),
    ],
)
def test_one_is_not_several_and_a_later_report_tells_of_the_next_event(article, deed, words, days, least):
    records = [
        article(
            name,
            deed(word=word, kind="DISASTER", lemma="fire", rule="noun:test"),
            date=str(date(2020, 1, 3) + timedelta(days=day)),
        )
        for name, word, day in zip("ab", words, days, strict=True)
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, least)
    assert not is_told(one, two, least - 0.01)


def test_articles_but_faintly_alike_ask_for_more(article, deed):
    records = [article(name, deed(word="killed", kind="CASUALTY")) for name in "ab"]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, SAME, FAINT)
    assert not is_told(one, two, SAME, FAINT - 0.01)
    assert is_told(one, two, FAINT_SAME, FAINT - 0.01)


def test_what_one_denies_is_another_event_where_both_say_otherwise_whom_it_is_about(article, deed):
    """ "Nobody was hurt" in one place, 200 in another."""
    hurt = {"word": "hurt", "kind": "CASUALTY", "lemma": "hurt"}
    records = [
        article("a", deed(**hurt, patient="soldiers", polarity=Polarity.NEG)),
        article("b", deed(**hurt, patient="mourners")),
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, FAR_SAME)
    assert not is_told(one, two, APART_SAME)


@pytest.mark.parametrize(
    ("kind", "word", "lemma", "days", "agents", "is_one"),
    [
        ("ASSAULT", "bombed", "bomb", ("2020-01-04", "2020-01-04"), ("jets", "troops"), True),
        ("ASSAULT", "bombed", "bomb", (None, None), ("jets", "troops"), True),
        ("ASSAULT", "bombed", "bomb", ("2020-01-04", "2020-01-05"), ("jets", "troops"), False),  # the next raid
        ("SUPPORT", "praised", "praise", ("2020-01-04", "2020-01-04"), ("jets", "troops"), False),  # each for himself
        ("SUPPORT", "praised", "praise", ("2020-01-04", "2020-01-04"), ("jets", None), True),
    ],
)
def test_what_may_be_one_where_other_reports_agree(article, deed, kind, word, lemma, days, agents, is_one):
    records = [
        article(name, deed(word=word, kind=kind, lemma=lemma, agent=agent), date=day)
        for name, agent, day in zip("ab", agents, days, strict=True)
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_likely(one, two, LIKELY) is is_one
    assert not is_likely(one, two, LIKELY - 0.01)


@pytest.mark.parametrize(
    ("chances", "is_one"),
    [
        ({"ab": 0.9, "az": LIKELY, "bz": LIKELY, "cz": LIKELY, "ac": 0.9}, True),
        ({"ab": 0.9, "az": LIKELY, "bz": LIKELY}, False),  # two pairs are too few
        ({"ab": 0.9, "ac": 0.9, "bc": 0.9, "az": LIKELY}, False),  # the others do not agree
        ({"az": LIKELY}, False),
    ],
)
def test_likely_pairs_join_where_several_reports_agree(article, deed, chances, is_one):
    names = sorted({name for pair in chances for name in pair})
    records = [article(name, deed(word="bombed", kind="ASSAULT", lemma="bomb")) for name in names]
    actors, places, mapping, _ = cluster_actors(records)
    of = {record.article.id: happenings_of(record, World(actors, places, mapping))[0] for record in records}
    pairs = [
        (Decision(same=chance > LIKELY, rule=TOLD if chance > LIKELY else AGREED, score=chance, features=()), *both)
        for pair, chance in chances.items()
        if (both := (of[pair[0]], of[pair[1]]))
    ]
    groups = [{one.article for one in group.happenings} for group in join_pairs(list(of.values()), pairs)]
    assert any({"a", "z"} <= group for group in groups) is is_one


PLAN = {"word": "inquiry", "kind": "ACCUSE", "lemma": "inquiry", "tense": Tense.FUTURE}


@pytest.mark.parametrize(
    ("one", "two", "is_one"),
    [
        ({"speaker": "marchers"}, {"speaker": "marchers"}, True),
        ({"speaker": "Iran"}, {"speaker": "Iran"}, True),
        ({"speaker": "marchers"}, {"speaker": "Iran"}, False),  # two demands
        ({"speaker": "marchers"}, {}, False),
        ({"speaker": "marchers", "patient": "police"}, {"speaker": "marchers", "agent": "a+judge"}, True),
        ({"speaker": "marchers", "patient": "police"}, {"speaker": "marchers", "patient": "bankers"}, False),
        ({"speaker": "marchers", "agent": "judges"}, {"speaker": "marchers", "agent": "bankers"}, False),
        ({"speaker": "marchers", "word": "probe", "lemma": "probe"}, {"speaker": "marchers"}, False),
    ],
)
def test_what_the_same_people_ask_for_in_one_story_is_one_plan(article, deed, one, two, is_one):
    records = [
        article(name, deed(**(PLAN | plan)), date=day)
        for name, plan, day in (("a", one, "2020-01-04"), ("b", two, "2020-01-24"))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    left, right = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert (decide(left, right, likeness=0.3).rule == WISHED) is is_one


@pytest.mark.parametrize(
    ("before", "days", "back"),
    [
        ("against", ONGOING_DAYS, "bare"),
        ("against heavy", ONGOING_DAYS, "bare"),
        ("against the", BACK_DAYS, "one of its own"),
        ("of Lund's", BACK_DAYS, "somebody's"),
        ("after two nights of", ONGOING_DAYS, "bare"),
    ],
)
def test_a_noun_without_an_article_tells_of_what_goes_on(article, deed, before, days, back):
    lead = deed(word="said", kind="STATEMENT", lemma="say", more=before)
    told = article("a", lead, deed(word="violence", kind="ASSAULT", lemma="violence", rule="noun:test"))
    actors, places, mapping, _ = cluster_actors([told])
    _, violence = happenings_of(told, World(actors, places, mapping))
    assert violence.first == date(2020, 1, 4) - timedelta(days=days), back
    assert violence.last == date(2020, 1, 4)


@pytest.mark.parametrize(
    ("days", "least", "worth"),
    [
        (("2020-01-03", "2020-01-03"), SAME, 1.0),
        (("2020-01-03", "2020-01-04"), FAR_SAME, 0.0),  # first reports err by a day, but seldom
        (("2020-01-03", None), NEXT_SAME, 0.0),
        (("2020-01", "2020-01"), NEXT_SAME, 0.0),  # a month is no day
    ],
)
def test_what_both_say_to_have_been_on_one_day_is_no_later_event(article, deed, days, least, worth):
    records = [
        article(name, deed(word="bombed", kind="ASSAULT", lemma="bomb", time=day), date=told)
        for name, day, told in zip("ab", days, ("2020-01-04", "2020-01-05"), strict=True)
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, least)
    assert not is_told(one, two, least - 0.01)
    assert {found.name: found.score for found in probability(one, two, 0.3)[1]}["day"] == worth


@pytest.mark.parametrize(("where", "score"), [("western Iraq", 0.5), ("Basra", 0.0), ("Iraq", 1.0)])
def test_a_place_on_no_map_may_hold_a_town_of_its_country(article, deed, where, score):
    records = [
        article(name, deed(word="bombed", kind="ASSAULT", lemma="bomb", place=spot))
        for name, spot in (("a", where), ("b", "Baghdad"))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert place(one, two).score == score


@pytest.mark.parametrize(
    ("days", "agents", "least"),
    [
        (("2020-01-03", "2020-01"), (None, None), NEXT_SAME),  # "last month"
        (("2020-01", "2020-01-03"), (None, None), NEXT_SAME),
        (("2020-01-03", "2020"), (None, None), FAR_SAME),  # a year has many
        (("2020-01-03", None), (None, None), FAR_SAME),
        (("2020-01-03", "2020-01"), ("dockers", "teachers"), FAR_SAME),
    ],
)
def test_what_a_later_report_dates_to_the_week_of_the_day_is_less_of_another(article, deed, days, agents, least):
    records = [
        article(name, deed(word="struck", kind="PROTEST", lemma="strike", agent=agent, time=day), date=told)
        for name, day, agent, told in zip("ab", days, agents, ("2020-01-04", "2020-02-10"), strict=True)
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert is_told(one, two, least)
    assert not is_told(one, two, least - 0.01)


@pytest.mark.parametrize(
    ("kind", "lemma", "planned", "done", "is_slight"),
    [
        ("REQUEST", "appeal", {}, {}, False),
        ("REQUEST", "appeal", {"patient": "the verdict"}, {}, False),
        ("REQUEST", "appeal", {"patient": "the verdict"}, {"patient": "the fine"}, True),
        ("ASSAULT", "attack", {}, {}, True),  # a threat and a blow are two
    ],
)
def test_what_one_announces_comes_about_in_the_other_where_each_tells_of_one(
    article, deed, kind, lemma, planned, done, is_slight
):
    records = [
        article("a", deed(word=lemma, kind=kind, lemma=lemma, tense=Tense.FUTURE, **planned)),
        article("b", deed(word=lemma, kind=kind, lemma=lemma, **done), date="2020-01-05"),
    ]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert (contradiction(one, two, in_story=True) is Contradiction.SLIGHT) is is_slight


def test_a_town_is_no_other_victim_than_the_part_of_its_country(article, deed):
    kinds = dict.fromkeys(("Iraq", "Basra", "Tehran"), ActorKind.POLITY)
    records = [
        article(name, deed(word="shook", kind="DISASTER", lemma="shake", patient=struck, place=spot), kinds=kinds)
        for name, struck, spot in (("a", "Iraq", "western Iraq"), ("b", "Basra", "Basra"), ("c", "Tehran", "Tehran"))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    iraq, basra, tehran = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert contradiction(iraq, basra, in_story=True) is Contradiction.NONE
    assert contradiction(iraq, tehran, in_story=True) is Contradiction.SLIGHT


def test_what_may_be_told_of_a_class_is_no_event_of_another_article(article, deed):
    died = {"word": "died", "kind": "CASUALTY", "lemma": "die", "patient": "Jo Doe", "place": "Basra"}
    records = [article(name, deed(**died)) for name in ("a", "b")]
    actors, places, mapping, _ = cluster_actors(records)
    one, two = (item for record in records for item in happenings_of(record, World(actors, places, mapping)))
    assert decide(one, two).same
    assert not decide(one, replace(two, is_general=True)).same
