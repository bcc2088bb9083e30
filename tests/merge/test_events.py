"""Events across articles: what joins, what stays apart, and what the joined event says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kg.merge import merge_events
from kg.merge.compare import decide
from kg.merge.happenings import happenings_of
from kg.merge.world import World
from kg.model import ActorKind, Certainty, Polarity, Ref, Role, Status, Support, Tense
from kg.resolve import cluster_actors

VICTIM = "Qasem Soleimani"


def one_event(graph):
    assert len(graph.events) == 1, [event.label for event in graph.events]
    return graph.events[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"word": "killed"}, {"word": "killed"}),
        ({"word": "killed"}, {"word": "assassinated", "lemma": "assassinate"}),
        ({"word": "killed"}, {"word": "death", "kind": "CASUALTY", "agent": None}),
        ({"word": "killed"}, {"word": "struck"}),
        ({"word": "killed", "place": "Baghdad"}, {"word": "killed", "place": "Iraq"}),
        ({"word": "killed", "time": "2020-01-03"}, {"word": "killed", "time": "2020-01"}),
        ({"word": "killed"}, {"word": "killed", "agent": None}),
        ({"word": "killed"}, {"word": "killed", "agent": "Turkey"}),
    ],
)
def test_reports_of_one_deed_join(article, deed, merged, first, second):
    base = {"agent": "US", "patient": VICTIM}
    graph = merged(article("a", deed(**{**base, **first})), article("b", deed(**{**base, **second})))
    assert one_event(graph).support == Support(articles=2, sources=2)


@pytest.mark.parametrize(
    ("second", "date"),
    [
        ({"patient": "Ismail Qaani"}, "2020-01-04"),
        ({"place": "Tehran"}, "2020-01-04"),
        ({"time": "2020-01-07"}, "2020-01-08"),
        ({"tense": Tense.FUTURE}, "2020-01-04"),
        ({"word": "met", "kind": "CONSULT"}, "2020-01-04"),
        ({"time": "2019"}, "2020-01-04"),
    ],
)
def test_contradicting_reports_stay_apart(article, deed, merged, second, date):
    base = {"word": "killed", "agent": "US", "patient": VICTIM, "place": "Baghdad", "time": "2020-01-03"}
    other = {**base, **second}
    if "tense" in second:
        other["time"] = None
    graph = merged(article("a", deed(**base)), article("b", deed(**other), date=date))
    assert len(graph.events) == 2


@pytest.mark.parametrize(("told", "events"), [("2020-07-15", 2), ("2020-11-15", 1)])
def test_what_was_earlier_this_year_was_before_it_was_told(article, deed, merged, told, events):
    quake = {"word": "earthquake", "kind": "DISASTER", "patient": "Iraq", "place": "Iraq"}
    known = article("a", deed(**quake, time="2020-10-16"), date="2020-10-18")
    recalled = article("b", deed(**quake, time="2020"), date=told)
    assert len(merged(known, recalled).events) == events


def test_same_doer_alone_is_no_reason_to_join(article, deed, merged):
    graph = merged(article("a", deed("struck", agent="US")), article("b", deed("struck", agent="US")))
    assert len(graph.events) == 2


def test_same_doer_on_the_same_day_joins(article, deed, merged):
    strike = deed("struck", agent="US", time="2020-01-03")
    assert one_event(merged(article("a", strike), article("b", strike)))


@pytest.mark.parametrize(
    ("doer", "place", "same"), [("US", "Basra", True), ("police", "Iraq", True), ("police", "Basra", False)]
)
def test_a_doer_without_a_name_and_a_day_join_only_in_one_place(article, deed, doer, place, same):
    told = {"kind": "COERCE", "agent": doer, "time": "2020-01-03"}
    records = [
        article(name, deed("arrested", place=where, **told), kinds={"police": ActorKind.GROUP})
        for name, where in (("a", "Baghdad"), ("b", place))
    ]
    actors, places, mapping, _ = cluster_actors(records)
    world = World(actors, places, mapping)
    one, two = (happening for record in records for happening in happenings_of(record, world))
    assert decide(one, two, likeness=0.0).same is same


@pytest.mark.parametrize(("word", "n_events"), [("killed", 1), ("struck", 2)])
def test_year_later_a_killing_is_the_same_and_a_strike_another(article, deed, merged, word, n_events):
    base = {"word": word, "agent": "US", "patient": VICTIM}
    graph = merged(article("a", deed(**base), date="2020-01-04"), article("b", deed(**base), date="2021-01-04"))
    assert len(graph.events) == n_events


@pytest.mark.parametrize(("patient", "days", "n_events"), [(VICTIM, 400, 1), ("clerk", 20, 1), ("clerk", 400, 2)])
def test_killing_without_a_date_is_recalled_for_years_by_its_victim_alone(
    article, deed, merged, patient, days, n_events
):
    """By its doer and its place for weeks: "the US killed a clerk in Baghdad" is another one a year later."""
    base = {"word": "killed", "agent": "US", "place": "Baghdad"}
    later = (date(2020, 1, 4) + timedelta(days=days)).isoformat()
    one = article("a", deed(**base, patient=patient), date=later, kinds={"clerk": ActorKind.PERSON})
    two = article("b", deed(**base, patient=VICTIM if patient == VICTIM else None), date="2020-01-04")
    assert len(merged(one, two).events) == n_events


@pytest.mark.parametrize(("agent", "n_events"), [("Turkey", 2), ("US", 1)])
def test_other_doer_is_another_event_unless_it_can_happen_but_once(article, deed, merged, agent, n_events):
    one = article("a", deed("struck", agent="US", patient=VICTIM))
    assert len(merged(one, article("b", deed("struck", agent=agent, patient=VICTIM))).events) == n_events


@pytest.mark.parametrize(
    ("word", "patient", "date", "n_events"),
    [
        ("struck", "the depot", "2020-01-04", 1),
        ("struck", "the depot", None, 2),  # depots are struck again and again
        ("killed", VICTIM, None, 1),
    ],
)
def test_without_any_date_only_a_death_is_one_beyond_its_story(article, deed, merged, word, patient, date, n_events):
    stories = ("after a convoy had left the harbour for the border", "weeks before parliament chose its next speaker")
    told = (deed(word, agent="US", patient=patient, place="Baghdad", more=more) for more in stories)
    records = [article(name, each, date=date) for name, each in zip("ab", told, strict=True)]
    assert len(merged(*records).events) == n_events


def test_death_dated_a_day_apart_by_time_zones_is_one(article, deed, merged):
    days = ("2020-01-02", "2020-01-03", "2020-01-03")
    records = [article(f"a{n}", deed("killed", agent="US", patient=VICTIM, time=day)) for n, day in enumerate(days)]
    assert one_event(merged(*records)).when.earliest == "2020-01-03"


def test_parties_of_a_meeting_join_whoever_is_the_subject(article, deed, merged):
    one = deed("met", "CONSULT", agent="Donald Trump", patient="Recep Erdogan", time="2020-01-03")
    two = deed("spoke", "CONSULT", "speak", agent="Recep Erdogan+Donald Trump", time="2020-01-03")
    event = one_event(merged(article("a", one), article("b", two)))
    assert sorted((item.role, item.actor) for item in event.participants) == [
        (Role.AGENT, "donald-trump-person"),
        (Role.AGENT, "recep-erdogan-person"),
    ] or {item.actor for item in event.participants} == {"donald-trump-person", "recep-erdogan-person"}


@pytest.mark.parametrize(
    ("words", "days", "n_events"),
    [
        ("missiles launched against bases tonight", ("2020-01-04", "2020-01-04"), 1),
        ("economy growing strongly everywhere again", ("2020-01-04", "2020-01-04"), 2),
        ("missiles launched against bases tonight", ("2020-01-04", "2020-01-09"), 2),
    ],
)
def test_statements_join_on_speaker_day_and_words(article, deed, merged, words, days, n_events):
    one = deed("said", "STATEMENT", agent="Donald Trump", more="missiles launched against bases")
    two = deed("said", "STATEMENT", agent="Donald Trump", more=words)
    graph = merged(article("a", one, date=days[0]), article("b", two, date=days[1]))
    assert len(graph.events) == n_events


@pytest.mark.parametrize(
    ("lemma", "patient", "n_events"), [("paint", "Iran", 1), ("draw", "Iran", 2), ("paint", "US", 2)]
)
def test_other_events_join_only_when_wholly_alike(article, deed, merged, lemma, patient, n_events):
    one = deed("painted", "OTHER", "paint", agent=VICTIM, patient="Iran")
    two = deed("painted", "OTHER", lemma, agent=VICTIM, patient=patient)
    assert len(merged(article("a", one), article("b", two)).events) == n_events


def test_links_within_an_article_are_kept(article, deed, merged):
    record = article(
        "a",
        deed("killed", agent="US", patient=VICTIM, also=("e3",)),
        deed("said", "STATEMENT", agent="Iran"),
        deed("death", "CASUALTY", patient=VICTIM),
    )
    graph = merged(record)
    assert sorted(event.members for event in graph.events) == [
        (Ref("a", "e1"), Ref("a", "e3")),
        (Ref("a", "e2"),),
    ]
    (merge,) = [merge for merge in graph.merges if merge.kind == "event"]
    assert merge.rule == "same event in one article"
    assert "“death”" in merge.features[0].detail


def test_copies_of_one_story_are_one_source(article, deed, merged):
    strike = deed("killed", agent="US", patient=VICTIM)
    records = [
        article(name, strike, source=source)
        for name, source in (("a", "Wire"), ("b", "Daily"), ("c", "Daily"), ("d", "Herald"))
    ]
    event = one_event(merged(*records, copies=[("b", "a"), ("c", "a")]))
    assert event.support == Support(articles=4, sources=2)


def test_an_outlet_counts_once_and_unknown_ones_each(article, deed, merged):
    strike = deed("killed", agent="US", patient=VICTIM)
    records = [
        article(name, strike, source=source)
        for name, source in zip("abcd", ("Daily", "DAILY", None, None), strict=True)
    ]
    assert one_event(merged(*records)).support.sources == 3


def test_conflicting_details_show_what_most_articles_say(article, deed, merged):
    told = [
        ("a", {"agent": "Turkey"}),
        ("b", {"agent": "US"}),
        ("c", {"agent": "US", "place": "Baghdad", "time": "2020-01-03"}),
    ]
    event = one_event(merged(*(article(name, deed("killed", patient=VICTIM, **more)) for name, more in told)))
    agents = [item.actor for item in event.participants if item.role is Role.AGENT]
    assert agents == ["united-states-polity"]
    assert event.place == "baghdad-98182"
    assert (event.when.earliest, event.when.latest) == ("2020-01-03", "2020-01-03")
    assert {ref.article for ref in event.members} == {"a", "b", "c"}


def test_tie_is_decided_by_the_earlier_article(article, deed, merged):
    late = article("a", deed("killed", agent="Turkey", patient=VICTIM), date="2020-01-05")
    early = article("b", deed("killed", agent="US", patient=VICTIM), date="2020-01-04")
    agents = [item.actor for item in one_event(merged(late, early)).participants if item.role is Role.AGENT]
    assert agents == ["united-states-polity"]


DENIED = {"polarity": Polarity.NEG}


ALLEGED = {"certainty": Certainty.POSSIBLE}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([{}, {}, DENIED], Status.REPORTED),
        ([DENIED, DENIED, {}], Status.DENIED),
        ([DENIED, {}], Status.REPORTED),
        ([ALLEGED, DENIED], Status.ALLEGED),
        ([ALLEGED, {}], Status.REPORTED),
    ],
)
def test_status_is_that_of_most_articles_and_modality_agrees(article, deed, merged, told, status):
    records = [article(f"a{n}", deed("killed", agent="US", patient=VICTIM, **more)) for n, more in enumerate(told)]
    event = one_event(merged(*records))
    assert event.status is status
    assert (event.polarity is Polarity.NEG) == (status is Status.DENIED)
    assert event.label.endswith("(denied)") == (status is Status.DENIED)


def test_merge_names_its_reasons(article, deed, merged):
    graph = merged(
        article("a", deed("killed", agent="US", patient=VICTIM)),
        article("b", deed("assassinated", lemma="assassinate", agent="US", patient=VICTIM)),
    )
    (merge,) = [merge for merge in graph.merges if merge.kind == "event"]
    assert merge.into == one_event(graph).id
    assert 0 < merge.score <= 1
    assert {feature.name for feature in merge.features} == {"trigger", "type", "agent", "patient", "place", "time"}
    assert all(feature.detail for feature in merge.features)


def test_phrases_that_are_no_actor_are_participants(article, deed, merged):
    event = one_event(merged(article("a", deed("struck", agent="US", patient="the oil plant"))))
    assert [(item.role, item.phrase) for item in event.participants if item.phrase] == [(Role.PATIENT, "the oil plant")]


def test_speakers_are_kept(article, deed, merged):
    event = one_event(merged(article("a", deed("struck", agent="US", patient=VICTIM, speaker="Iran"))))
    assert event.attributed_to == ("iran-polity",)


def test_chain_of_likenesses_does_not_join_contraries(article, deed, merged):
    bare = {"word": "killed", "agent": "US", "patient": VICTIM}
    records = [
        article("a", deed(**bare, place="Baghdad")),
        article("b", deed(**bare)),
        article("c", deed(**bare, place="Tehran")),
    ]
    graph = merged(*records)
    assert sorted(len(event.members) for event in graph.events) == [1, 2]
    assert graph == merged(*reversed(records))


def test_nothing_in_gives_nothing_out(merged):
    graph = merged()
    assert (graph.actors, graph.places, graph.events, graph.merges) == ((), (), (), ())


def test_copy_joins_its_first_article_whatever_was_read_out_of_it(article, deed):
    more = "the old military base near the wide river late at night"
    first = article("a", deed("struck", agent="US", more=more))
    copy = article("b", deed("struck", agent="Iran", more=more))
    records = [first, copy]
    apart = merge_events(records, cluster_actors(records))
    joined = merge_events(records, cluster_actors(records), copies=[("b", "a")])
    assert (len(apart.events), len(joined.events)) == (2, 1)
    assert joined.events[0].support.articles == 2
    assert "same sentence of a copy" in {merge.rule for merge in joined.merges}
