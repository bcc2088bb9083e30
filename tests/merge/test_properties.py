"""What must hold for any articles: nothing lost, nothing twice, the order without influence.

And that candidates leave out no pair: what is skipped for speed could not have become one event.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.alike import Alike
from kg.authority.triggers import is_same_meaning
from kg.merge import blocks, compare
from kg.merge.happenings import happenings_of
from kg.merge.joining import decide_pair
from kg.merge.meetings import Meetings
from kg.merge.stories import Stories
from kg.merge.world import World
from kg.model import Ref, Tense
from kg.resolve import cluster_actors

DAYS = ["2020-01-02", "2020-01-04", "2020-01-20", "2020-04-20", None]
WHO = ["US", "Iran", "Qasem Soleimani", "Ghasem Suleimani", "Soleimani", "Donald Trump", "protesters", None]
WORDS = [("killed", "ASSAULT"), ("struck", "ASSAULT"), ("death", "CASUALTY"), ("met", "CONSULT"), ("said", "STATEMENT")]

deeds = st.tuples(
    st.sampled_from(WORDS),
    st.sampled_from(WHO),
    st.sampled_from(WHO),
    st.sampled_from(["Baghdad", "Iraq", "Tehran", "Nowhere", None]),
    st.sampled_from(["2020-01-03", "2020-01", "2019", None]),
    st.sampled_from([Tense.NON_FUTURE, Tense.NON_FUTURE, Tense.FUTURE]),
    st.booleans(),
)
stories = st.lists(
    st.tuples(st.lists(deeds, max_size=3), st.sampled_from(DAYS), st.sampled_from(["Wire", "Daily", None])), max_size=5
)
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def records_of(article, deed):
    def make(story):
        return [
            article(
                f"n{number}",
                *(
                    deed(
                        word,
                        kind,
                        agent=agent,
                        patient=patient if patient != agent else None,
                        place=place,
                        time=time,
                        tense=tense,
                        also=("e1",) if linked and position > 0 else (),
                    )
                    for position, ((word, kind), agent, patient, place, time, tense, linked) in enumerate(told)
                ),
                date=date,
                source=source,
            )
            for number, (told, date, source) in enumerate(story)
        ]

    return make


@quick
@given(story=stories)
def test_every_local_thing_is_in_exactly_one_canonical_one(story, records_of, merged):
    records = records_of(story)
    graph = merged(*records)
    for canonical, local in (
        (graph.actors, [Ref(r.article.id, a.id) for r in records for a in r.actors]),
        (graph.places, [Ref(r.article.id, p.id) for r in records for p in r.places]),
        (graph.events, [Ref(r.article.id, e.id) for r in records for e in r.events]),
    ):
        assert Counter(ref for one in canonical for ref in one.members) == Counter(local)
        assert len({one.id for one in canonical}) == len(canonical)


@quick
@given(story=stories, seed=st.randoms(use_true_random=False))
def test_order_of_articles_is_without_influence(story, seed, records_of, merged):
    records = records_of(story)
    shuffled = list(records)
    seed.shuffle(shuffled)
    assert merged(*shuffled) == merged(*records) == merged(*records)


@quick
@given(story=stories)
def test_references_lead_somewhere_and_lists_are_sorted(story, records_of, merged):
    graph = merged(*records_of(story))
    actors = {actor.id for actor in graph.actors}
    places = {place.id for place in graph.places}
    nodes = {"actor": actors, "place": places, "event": {event.id for event in graph.events}}
    assert all(actor.part_of is None or actor.part_of in actors for actor in graph.actors)
    assert all(place.within is None or place.within in places for place in graph.places)
    for event in graph.events:
        assert {item.actor for item in event.participants if item.actor} | set(event.attributed_to) <= actors
        assert event.place is None or event.place in places
        assert event.support.sources <= event.support.articles
    assert all(merge.into in nodes[merge.kind] and len(merge.members) > 1 for merge in graph.merges)
    for listed in (graph.actors, graph.places, graph.events, graph.merges):
        assert [one.id for one in listed] == sorted(one.id for one in listed)


@quick
@given(story=stories)
def test_event_joins_two_mentions_of_an_article_only_if_linked_or_of_one_meaning(story, records_of, merged):
    records = records_of(story)
    for event in merged(*records).events:
        for record in records:
            here = [one for one in record.events if Ref(record.article.id, one.id) in event.members]
            linked = {local for one in record.events for local in (one.also and (one.id, *one.also))}
            lemmas = [one.lemma for one in here if one.id not in linked]
            assert all(is_same_meaning(left, right) for left in lemmas for right in lemmas)
            assert len(lemmas) < 2 or not any(one.type == "STATEMENT" for one in here)


@pytest.fixture
def happenings_in(records_of):
    def make(story):
        records = records_of(story)
        actors, places, mapping, _ = cluster_actors(records)
        world = World(actors, places, mapping)
        found = [one for record in records for one in happenings_of(record, world)]
        return sorted(found, key=lambda one: one.key), Stories(records, alike=Alike())

    return make


def block_keys(one, told):
    """What a happening must share with another to be compared with it."""
    words = {f"*word {word}" for word in told.keys(one.article)} if blocks.meets_by_word(one) else set()
    return {(meaning, other) for meaning in blocks.block_meanings(one) for other in {*blocks.named_keys(one), *words}}


@quick
@given(story=stories)
def test_pairs_are_those_of_all_that_share_a_block(happenings_in, story):
    ordered, told = happenings_in(story)
    wanted = set()
    for one, two in combinations(ordered, 2):
        meet = block_keys(one, told) & block_keys(two, told)
        if meet and blocks.do_days_meet(one, two) and decide_pair(one, two, told) is not None:
            wanted.add((one.key, two.key))
    meetings = Meetings(told.alike)
    for article, found in groupby(ordered, key=lambda one: one.article):
        meetings.add(article, found)
    met = [(ordered[left], ordered[right]) for left, right in meetings.pairs()]
    assert len(met) == len({(one.key, two.key) for one, two in met})
    assert {(one.key, two.key) for one, two in met if decide_pair(one, two, told) is not None} == wanted


@quick
@given(story=stories, held=st.integers(0, 2))
def test_a_merge_that_does_not_fit_into_memory_makes_the_same_graph(records_of, merged, story, held):
    records = records_of(story)
    whole = merged(*records)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kg.spools.HELD", held)
        patched.setattr("kg.merge.grouping.HELD", held)
        patched.setattr("kg.merge.events.HELD", held)
        patched.setattr("kg.rows._PENDING", 4)
        patched.setattr("kg.resolve.across.shelved._PENDING", 3)
        assert merged(*records) == whole


@quick
@given(story=stories)
@pytest.mark.parametrize("likeness", [0.0, 0.5])
def test_only_the_story_joins_those_without_an_actor_in_common(happenings_in, likeness, story):
    ordered, _ = happenings_in(story)
    for one, two in combinations(ordered, 2):
        if one.article != two.article and one.participants.isdisjoint(two.participants):
            features = tuple(feature(one, two) for _, feature in compare._WEIGHTS)
            plain = compare._decide_plain(one, two, likeness=likeness, score=1.0, features=features)
            assert not plain.same
