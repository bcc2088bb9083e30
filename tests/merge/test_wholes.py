"""Events that are a part of a larger one: what an article says so, and where the links of the merged graph lead."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import merge
from kg.incremental import Merger
from kg.merge.contradictions import Contradiction, contradiction
from kg.merge.happenings import happenings_of
from kg.merge.wholes import DOES, DURING, rank_of, ties_of, without_circles
from kg.merge.world import World
from kg.model import Anchor, Judged, Judgement, PartOf, Polarity, Precision, Ref, Span, Tense, Time

record = runpy.run_path(str(Path(__file__).parent / "marked.py"))["record"]


def links(*records, judgements=()):
    """Lemma of the part and of its whole, with the rule."""
    graph = merge(records, judgements=judgements)
    events = {event.id: event for event in graph.events}
    return {
        (event.lemma, events[event.part_of.whole].lemma, event.part_of.rule)
        for event in graph.events
        if event.part_of is not None
    }


@pytest.mark.parametrize(
    ("sentence", "part", "whole"),
    [
        ("Twelve people *died* in the *raid*.", "die", "raid"),
        ("Three guards were *injured* during a night-time *raid* on the depot.", "injure", "raid"),
        ("Forty were *arrested* during last week's *protests*.", "arrest", "protest"),
        ("Some 200 people *died* amid the *war*.", "die", "war"),
        ("The *raid* came in the third year of the *war*.", None, None),  # in the year
        ("He *died* and in the *raid* a house was lost.", None, None),  # another clause
        ("He *died* in Kell, a day after the *raid*.", None, None),  # after it
        ("He *died* in a house near the *blast*.", None, None),  # in the house
        ("The *raid* was in the *war*.", "raid", "war"),
        ("They *said* so during the *protests*.", None, None),  # a saying is no part
        ("They *arrested* him in *protests*.", None, None),  # in some or other
        ("Many *died* in every *war*.", None, None),
        ("The *blast* hurt none, yet they *arrested* two in the *protests*.", "arrest", "protest"),
        ("They *arrested* two over *deaths* during the *protests*.", "die", "protest"),  # the nearer one
        ("The *blast* was in the *raid*.", None, None),  # neither is the larger
        ("The *protests* were in the *raid*.", None, None),  # the larger in the smaller
    ],
)
def test_what_is_told_as_in_another_is_a_part_of_it(sentence, part, whole):
    assert links(record("a", sentence)) == ({(part, whole, DURING)} if part else set())


def test_what_an_event_does_is_a_part_of_it():
    told = record("a", "The *quake* left twelve *injured*.", does=[("injured", "quake")])
    assert links(told) == {("injure", "quake", DOES)}
    (tie,) = ties_of(told)
    assert (tie.part, tie.whole, tie.words) == ("e2", "e1", "quake left twelve injured")


def test_harm_right_behind_the_noun_of_a_blow_is_done_by_it():
    assert links(record("a", "The *blast* also *injured* four.")) == {("injure", "blast", DOES)}
    assert links(record("a", "The *blast*, police said, *injured* four.")) == set()


def test_harm_is_of_the_day_of_the_blow_that_did_it():
    told = record("a", "The *blast* also *injured* four.", blast={"time": "t1"}, date="2020-01-20")
    day = {"value": "2020-01-05", "earliest": "2020-01-05", "latest": "2020-01-05", "precision": Precision.DAY}
    told = replace(told, times=(Time(id="t1", span=Span(0, 3), text="The", **day),))
    harm = next(one for one in happenings_of(told, World((), (), {})) if one.lemma == "injure")
    assert (harm.dated, str(harm.first), str(harm.last)) == (True, "2020-01-05", "2020-01-05")


@pytest.mark.parametrize(
    ("told", "expected"), [("noun:test", Contradiction.NONE), ("noun:test another", Contradiction.PLAIN)]
)
def test_what_an_article_tells_as_another_is_kept_from_the_one(told, expected):
    first = record("a", "A *blast* came.", "A second *blast* came.")
    first = replace(first, events=(first.events[0], replace(first.events[1], rule=told)))
    one, two = happenings_of(first, World((), (), {}))
    assert contradiction(one, two) is expected


def test_what_an_event_does_besides_is_the_event_itself():
    assert links(record("a", "The *protest* *arrested* nobody.", does=[("arrested", "protest")])) == set()


def test_words_of_two_sentences_are_no_tie():
    assert ties_of(record("a", "Twelve *died*.", "In the *raid* a house was lost.")) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"raid": {"polarity": Polarity.NEG}},
        {"died": {"polarity": Polarity.NEG}},
        {"raid": {"tense": Tense.FUTURE}},
    ],
)
def test_what_did_not_happen_holds_nothing(changes):
    assert links(record("a", "Twelve *died* in the *raid*.", **changes)) == set()


def test_a_link_explains_itself_with_the_words_of_an_article():
    graph = merge([record("a", "Twelve people *died* in the *raid*.")])
    (part,) = (event for event in graph.events if event.part_of)
    assert part.part_of.detail == "article a says “died in the raid”"
    assert part.part_of.mention.article == "a"
    assert part.part_of.score == pytest.approx(0.9)


def test_a_part_has_a_lower_rank_than_its_whole_so_that_no_links_go_round():
    graph = merge([record("a", "Many *died* in the *raid*.", "The *raid* was in the *war*.")])
    events = {event.id: event for event in graph.events}
    linked = [event for event in graph.events if event.part_of]
    assert linked
    assert all(rank_of(event) < rank_of(events[event.part_of.whole]) for event in linked)


def anchor(told, word):
    event = next(event for event in told.events if event.text == word)
    return Anchor(name=word, article=told.article.id, start=event.trigger.start, end=event.trigger.end)


def test_people_overrule_links_and_make_them():
    told = record("a", "Twelve *died* in the *raid*.", "A *war* goes on.")
    died, raid, war = (anchor(told, word) for word in ("died", "raid", "war"))

    def judged(decision, one, two):
        return Judgement(kind="event", judged=decision, one=one, two=two, by="Jo")

    assert links(told, judgements=[judged(Judged.NO_PART, died, raid)]) == set()
    assert links(told, judgements=[judged(Judged.PART, died, war)]) == {("die", "war", "judged by Jo")}
    # the other way round goes before what the article says, and ends no link in a circle
    assert links(told, judgements=[judged(Judged.PART, raid, died)]) == {("raid", "die", "judged by Jo")}
    assert links(told) == {("die", "raid", DURING)}


def part(whole, rule=DURING, score=0.9):
    return PartOf(whole=whole, rule=rule, score=score, detail="", mention=Ref("a", "e1"))


@pytest.mark.parametrize(
    ("chain", "gone"),
    [
        ({"a": part("b"), "b": part("c"), "d": part("b")}, set()),
        ({"a": part("b", "judged by Jo", 1.0), "b": part("a", "judged by Ann", 1.0), "c": part("a")}, {"a", "b"}),
        ({"a": part("b", "judged by Jo", 1.0), "b": part("c", DOES, 0.95), "c": part("a")}, {"c"}),
        ({one: part(two, "judged by Jo", 1.0) for one, two in ("ab", "bc", "ca")}, {"a", "b", "c"}),
        ({"a": part("a", "judged by Jo", 1.0)}, {"a"}),
    ],
)
def test_links_that_go_round_are_left_out_the_weakest_of_articles_first(chain, gone):
    for starts in (chain, reversed(chain), min(chain)):
        assert without_circles(starts, chain.get) == gone


def reports():
    one = record("a", "Twelve *died* in the *raid*.", "A *war* goes on.", "The *summit* was called off.")
    two = record("b", "A *quake* struck.", "The *blast* shook the town.", date="2020-03-04")
    return [one, two, record("c", "Nine *injured* in the *protests*.", date="2021-01-04")]


def anchors():
    return [
        Anchor(name=event.text, article=told.article.id, start=event.trigger.start, end=event.trigger.end)
        for told in reports()
        for event in told.events
    ]


judged_events = st.builds(
    lambda one, two, judged: Judgement(kind="event", judged=judged, one=one, two=two),
    st.sampled_from(anchors()),
    st.sampled_from(anchors()),
    st.sampled_from([Judged.PART] * 6 + [Judged.SAME, Judged.NO_PART]),
)


def is_free_of_circles(graph):
    whole = {event.id: event.part_of.whole for event in graph.events if event.part_of}
    for start in whole:
        here, steps = whole.get(start), 0
        while here is not None and steps <= len(whole):
            here, steps = whole.get(here), steps + 1
        if here is not None:
            return False
    return True


@settings(max_examples=80, deadline=None)
@given(turns=st.lists(st.lists(judged_events, max_size=8), min_size=1, max_size=4), seed=st.randoms())
def test_whatever_is_judged_nothing_is_a_part_of_itself(turns, seed):
    merger, kept = Merger(), {told.article.id: told for told in reports()}
    changed = dict(kept)
    for judgements in turns:
        full = merge(kept.values(), judgements=judgements)
        assert is_free_of_circles(full)
        shuffled, others = list(kept.values()), list(judgements)
        seed.shuffle(shuffled)
        seed.shuffle(others)
        assert merge(shuffled, judgements=others) == full
        merger.update(changed, kept.__getitem__, judgements=judgements)
        assert merger.graph() == full
        changed = {}
        if len(kept) > 2 and seed.random() < 0.3:
            changed[kept.popitem()[0]] = None


def test_a_circle_of_three_judgements_links_none_and_opens_when_one_is_taken_back():
    told = record("a", "A *blast* shook the town.", "A *war* goes on.", "The *summit* began.", "A *quake* struck.")
    blast, war, summit = (anchor(told, word) for word in ("blast", "war", "summit"))
    pairs = [(blast, war), (war, summit), (summit, blast)]
    circle = [Judgement(kind="event", judged=Judged.PART, one=one, two=two, by="Jo") for one, two in pairs]
    assert links(told, judgements=circle) == set()
    assert links(told, judgements=circle[:2]) == {("blast", "war", "judged by Jo"), ("war", "summit", "judged by Jo")}
