"""Which events are one because their articles tell one story, and which are two all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kg.merge import merge_events
from kg.merge.compare import decide
from kg.merge.happenings import happenings_of
from kg.merge.world import World
from kg.model import ActorKind, Tense
from kg.resolve import cluster_actors


def test_blasts_without_doers_are_one_in_one_story_and_two_in_two(article, deed):
    def told(name, more):
        return article(name, deed("blast", kind="ACCIDENT", rule="noun:test", more=more))

    harbour = "in the harbour of the capital where ammonium nitrate and fireworks were stored for years"
    other = told("c", "at a coal mine of the northern hills where pumps and cables had failed in spring")
    one, two = told("a", harbour), told("b", f"shook windows and killed dozens {harbour}")
    graph = merge_events([one, two, other], cluster_actors([one, two, other]))
    groups = sorted(sorted(ref.article for ref in event.members) for event in graph.events)
    assert groups == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("second", "date", "n_events"),
    [
        ("of cholera among villages without clean water along the great river and its lakes", "2020-01-04", 1),
        ("of cholera among villages without clean water along the great river and its lakes", None, 1),
        ("of cholera in crowded camps where refugees from the southern fighting sleep in tents", None, 2),
    ],
)
def test_nameless_events_are_one_where_the_story_is(article, deed, second, date, n_events):
    first = "of cholera among villages without clean water along the great river and its lakes"
    records = [
        article(name, deed("outbreak", kind="DISASTER", more=more), date=date)
        for name, more in (("a", first), ("b", second))
    ]
    assert len(merge_events(records, cluster_actors(records)).events) == n_events


def test_article_that_tells_of_one_deed_twice_without_a_link_does_so_in_one_event(article, deed, merged):
    base = {"agent": "US", "patient": "Qasem Soleimani", "place": "Baghdad"}
    twice = article("a", deed("killed", **base), deed("said", "STATEMENT", agent="Iran"), deed("death", **base))
    graph = merged(twice, article("b", deed("killed", **base)))
    assert sorted(len(event.members) for event in graph.events) == [1, 3]


def test_planned_and_done_are_two_events_of_a_story(article, deed):
    more = "the old military base near the wide river late at night"
    one = article("a", deed("struck", agent="US", more=more))
    two = article("b", deed("struck", agent="US", tense=Tense.FUTURE, more=more))
    assert len(merge_events([one, two], cluster_actors([one, two])).events) == 2


def test_what_a_copy_takes_over_is_no_other_event_of_the_copy(article, deed):
    first = "the two vehicles on the dusty airport road where the general and the militia leader were riding at night"
    second = "the walled embassy compound on the river where marines had burned papers the week before"
    told = [deed("blast", kind="ASSAULT", rule="noun:test", more=more) for more in (first, second)]
    records = [article("a", *told), article("b", *told)]
    graph = merge_events(records, cluster_actors(records), copies=[("b", "a")])
    assert sorted(len(event.members) for event in graph.events) == [2, 2]


SQUARE = "in the capital over a law on farmland that growers fear will ruin orchards and vineyards along the coast"


@pytest.mark.parametrize(
    ("word", "weeks", "n_events"),
    [("protests", 3, 1), ("protests", 20, 2), ("protest", 3, 2)],
)
def test_what_goes_on_for_weeks_is_one_event_of_a_story(article, deed, word, weeks, n_events):
    """The protests of two reports; a single protest three weeks later is the next one."""
    later = (date(2020, 1, 4) + timedelta(weeks=weeks)).isoformat()
    records = [
        article(
            name, deed(word, "PROTEST", "protest", patient="the government", rule="noun:test", more=SQUARE), date=day
        )
        for name, day in (("a", "2020-01-04"), ("b", later))
    ]
    graph = merge_events(records, cluster_actors(records))
    assert len(graph.events) == n_events
    assert n_events == 2 or "what goes on in one story" in {merge.rule for merge in graph.merges}


@pytest.mark.parametrize(("days", "doer", "n_events"), [(60, None, 1), (61, None, 2), (61, "Turkey", 1)])
def test_story_alone_joins_what_articles_of_near_days_tell(article, deed, days, doer, n_events):
    """Two months later the same words are of the next wave, unless somebody takes part in both."""
    later = (date(2020, 1, 4) + timedelta(days=days)).isoformat()
    wave = {"word": "protests", "kind": "PROTEST", "lemma": "protest", "rule": "noun:test", "more": SQUARE}
    records = [
        article(name, deed(**wave, agent=doer, time="2020"), date=day)
        for name, day in (("a", "2020-01-04"), ("b", later))
    ]
    assert len(merge_events(records, cluster_actors(records)).events) == n_events


@pytest.mark.parametrize(
    ("second", "n_events"),
    [
        ({"time": "2020-01-02"}, 1),
        ({"time": "2020-01-02", "agent": "Iran"}, 2),
        ({"time": "2020-01-04"}, 2),
        ({"time": "2020-01-02", "word": "said", "lemma": "say"}, 2),
    ],
)
def test_what_is_announced_on_one_day_of_a_story_is_announced_once(article, deed, second, n_events):
    base = {"word": "announced", "kind": "STATEMENT", "lemma": "announce", "more": SQUARE}
    one = article("a", deed(**base, agent="Turkey", time="2020-01-02"))
    two = article("b", deed(**{**base, **second}), date="2020-01-05")
    assert len(merge_events([one, two], cluster_actors([one, two])).events) == n_events


@pytest.mark.parametrize(
    ("told", "happened", "n_events"),
    [("2020-01-04", "2020-01-06", 1), ("2020-01-06", "2020-01-04", 2)],
)
def test_what_was_announced_and_came_about_is_one_event_of_a_story(article, deed, told, happened, n_events):
    """A launch that is announced after a launch was told is the next one."""
    launch = {"word": "launched", "kind": "MOBILIZE", "lemma": "launch", "patient": "the satellite", "more": SQUARE}
    one = article("a", deed(**launch, agent="Turkey", tense=Tense.FUTURE), date=told)
    two = article("b", deed(**launch, agent="Turkey"), date=happened)
    assert len(merge_events([one, two], cluster_actors([one, two])).events) == n_events


def test_deeds_that_an_article_tells_of_others_stay_two_whatever_another_tells(article, deed):
    """Helicopters and workers flew; a third report that says who flew in neither way joins one of them at the most."""
    flight = {"kind": "MOVE", "lemma": "fly", "more": SQUARE}
    one = article("a", deed("flew", agent="helicopters", **flight), deed("flew", agent="workers", **flight))
    two = article("b", deed("flew", **flight))
    graph = merge_events([one, two], cluster_actors([one, two]))
    assert all(len({ref.local for ref in event.members if ref.article == "a"}) < 2 for event in graph.events)


def test_part_of_a_name_is_no_other_victim_in_one_story(article, deed):
    kinds = {"Duncan Marlowe": ActorKind.PERSON, "Climber Duncan Marlowe": ActorKind.PERSON}
    fall = {"kind": "CASUALTY", "word": "died", "lemma": "die", "more": SQUARE}
    one = article("a", deed(**fall, patient="Duncan Marlowe"), kinds=kinds)
    for other, n_events in (("Climber Duncan Marlowe", 1), ("Oliver Stanton", 2)):
        two = article("b", deed(**fall, patient=other), kinds=kinds)
        assert len(merge_events([one, two], cluster_actors([one, two])).events) == n_events


@pytest.mark.parametrize(("other", "n_events"), [("Lakeside Rangers", 2), ("Rangers", 1)])
def test_offers_of_two_clubs_to_one_player_are_two(article, deed, other, n_events):
    kinds = {
        "Harbor Rangers": ActorKind.ORGANIZATION,
        "Lakeside Rangers": ActorKind.ORGANIZATION,
        "Rangers": ActorKind.ORGANIZATION,
    }
    offer = {"word": "offered", "kind": "AGREE", "lemma": "offer", "patient": "Jo Lund", "more": SQUARE}
    one = article("a", deed(**offer, agent="Harbor Rangers"), kinds=kinds)
    two = article("b", deed(**offer, agent=other), kinds=kinds)
    assert len(merge_events([one, two], cluster_actors([one, two])).events) == n_events


CALLED = {"callings": frozenset({"police"})}


@pytest.mark.parametrize(
    ("one", "two", "likeness", "same"),
    [
        (CALLED, CALLED, 0.4, True),
        (CALLED, CALLED, 0.1, False),
        (CALLED, {"callings": frozenset({"witness"})}, 0.4, False),
        (CALLED, CALLED | {"named_doers": frozenset({"two"})}, 0.4, False),
    ],
)
def test_who_is_called_alike_says_the_same_in_one_story(article, deed, one, two, likeness, same):
    """In the same words: "police said" and "police said"."""
    records = [article(name, deed("said", "STATEMENT", agent="police", more=SQUARE)) for name in "ab"]
    actors, places, mapping, _ = cluster_actors(records)
    world = World(actors, places, mapping)
    found = [
        replace(said, **({"doers": frozenset({name})} | changes))
        for name, record, changes in zip(("one", "two"), records, (one, two), strict=True)
        for said in happenings_of(record, world)
    ]
    assert decide(*found, likeness=likeness).same is same
    apart = replace(found[1], words=frozenset({"harbour", "ships", "storm"}))
    assert not decide(found[0], apart, likeness=likeness).same


@pytest.mark.parametrize(("rule", "n_events"), [("adjective:test", 1), ("verb:test", 2)])
def test_what_a_participle_presupposes_is_known_from_earlier(article, deed, rule, n_events):
    """The proposed bill of August is the one that was proposed in June."""
    told = {"word": "proposed", "kind": "LEGISLATE", "lemma": "propose", "patient": "bill", "more": SQUARE}
    one = article("a", deed(**told, time="2020-06"), date="2020-06-20")
    two = article("b", deed(**told, rule=rule), date="2020-08-10")
    assert len(merge_events([one, two], cluster_actors([one, two])).events) == n_events
