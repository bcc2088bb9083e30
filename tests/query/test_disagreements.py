"""On what articles differ: a table of two reports of one event, the story of the competency questions, and pages."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import QueryError, UnknownError
from kg.model import Event, MergedGraph, Polarity, Ref, Support, Tense
from kg.query.catalog import Catalog
from kg.query.disagreement_filters import parse_disagreements
from kg.query.disagreements import each_disagreement, list_disagreements
from kg.query.events import get_event
from kg.query.index.files import make_index, open_index
from kg.query.quantities import quantity_of
from kg.query.rows import disagreement_to_json, event_detail_to_json, event_to_json
from kg.resolve import cluster_actors
from kg.store import ReadStore, WriteStore

HERE = Path(__file__).parent
HAND = runpy.run_path(str(HERE.parent / "merge" / "conftest.py"))
STORY = runpy.run_path(str(HERE / "competency_story.py"))
deed, article = HAND["Deed"], HAND["article"]


def stored(path, records, graph):
    with WriteStore.open(path) as store:
        store.replace(records)
        store.write_merged(graph)
        store.publish()
    return ReadStore.open(path)


def one_event(records):
    """All that the records report as one event, whatever they say of it."""
    actors, places, _, merges = cluster_actors(records)
    members = tuple(sorted(Ref(record.article.id, event.id) for record in records for event in record.events))
    support = Support(articles=len(records), sources=len(records))
    event = Event(id="ev", type="ASSAULT", label="It happened", lemma="kill", members=members, support=support)
    return MergedGraph(actors=actors, places=places, events=(event,), merges=merges)


@pytest.fixture
def differ(tmp_path):
    """What two or more reports of one event differ on: values by property."""

    def ask(*reports, **kinds):
        records = [
            article(f"n{number}", *(told if isinstance(told, list) else [told]), kinds=kinds)
            for number, told in enumerate(reports)
        ]
        with stored(tmp_path / "store", records, one_event(records)) as store:
            detail = get_event(Catalog(store), "ev")
        return {row.property: tuple(version.label for version in row.values) for row in detail.disagreements}

    return ask


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"place": "Baghdad"}, {"place": "Tehran"}, {"place": ("Baghdad", "Tehran")}),
        ({"place": "Baghdad"}, {"place": "Iraq"}, {}),
        ({"place": "Baghdad"}, {}, {}),
        ({"time": "2020-01-03"}, {"time": "2020-01-04"}, {"time": ("2020-01-03", "2020-01-04")}),
        ({"time": "2020-01-03"}, {"time": "2020"}, {}),
        ({"time": "2020-01"}, {"time": "2020-01-03"}, {}),
        ({"time": "2019"}, {"time": "2020-01-03"}, {"time": ("2019-01-01/2019-12-31", "2020-01-03")}),
        ({"agent": "US"}, {"agent": "Iran"}, {"agent": ("Iran", "United States")}),
        ({"agent": "US"}, {"agent": "US+Iran"}, {}),
        ({"agent": "Iran"}, {"agent": "soldiers"}, {}),
        ({"agent": "Iran"}, {"agent": "rebels"}, {"agent": ("Iran", "rebels")}),
        ({"agent": "gunmen"}, {"agent": "rebels"}, {}),
        ({"patient": "Jo Smith"}, {"patient": "Al Jones"}, {"patient": ("Al Jones", "Jo Smith")}),
        ({"patient": "the 12 people"}, {"patient": "the 14 people"}, {"number": ("the 12 people", "the 14 people")}),
        ({"patient": "the 12 dead"}, {"patient": "the 14 soldiers"}, {"number": ("the 12 dead", "the 14 soldiers")}),
        ({"patient": "the 14 people"}, {"patient": "the 12 soldiers"}, {}),
        ({"patient": "at least 12 people"}, {"patient": "14 people"}, {}),
        ({"patient": "the 12 tanks"}, {"patient": "the 14 monks"}, {}),
        ({"agent": "the 12 people"}, {"patient": "the 14 people"}, {}),
        ({}, {"polarity": Polarity.NEG}, {"polarity": ("it did not happen", "it happened")}),
        ({"tense": Tense.FUTURE}, {"polarity": Polarity.NEG}, {}),
        ({"place": "Baghdad"}, {"place": "Tehran", "polarity": Polarity.NEG},
         {"polarity": ("it did not happen", "it happened")}),
        ({}, {"kind": "CASUALTY"}, {}),
        ({}, {"kind": "OTHER"}, {}),
        ({}, {"kind": "ELECTION"}, {}),
        ({"kind": "CONSULT", "agent": "US", "patient": "Iran"}, {"kind": "CONSULT", "agent": "Iran", "patient": "US"},
         {}),
    ],
)  # fmt: skip
def test_two_reports(one, two, expected, differ):
    assert differ(deed("killed", **one), deed("killed", **two)) == expected


def test_types_differ_where_words_do(differ):
    assert differ(deed("killed"), deed("elected", lemma="elect", kind="ELECTION")) == {"type": ("ASSAULT", "ELECTION")}


def test_what_one_article_says_both_ways_is_no_disagreement_with_either(differ):
    both = [deed("killed", place="Baghdad"), deed("killed", place="Tehran")]
    assert differ(both, deed("killed", place="Tehran")) == {}


def test_the_value_of_most_articles_comes_first_and_what_fits_all_is_left_out(differ):
    told = [deed("killed", place=place) for place in ("Baghdad", "Tehran", "Tehran", "Iraq")]
    assert differ(*told) == {"place": ("Tehran", "Baghdad", "Iraq")}  # Iraq is not where Tehran is


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("at least 12 people", (12, float("inf"), "person")),
        ("some thirty soldiers", (27, 33, "soldier")),
        ("up to 40 Iraqi policemen", (0, 40, "policeman")),
        ("more than two hundred and fifty people", (250, float("inf"), "person")),
        ("tens of thousands of mourners", (20_000, float("inf"), "mourner")),
        ("12 thousand tents", (12_000, 12_000, "tent")),
        ("a dozen men from Kell", (12, 12, "man")),
        ("the 1,200 passengers", (1200, 1200, "passenger")),
        ("a 12-year-old boy", None),
        ("the 2019 protests", None),
        ("the 5th army", None),
        ("$4 million", None),
        ("two of the soldiers", None),
        ("about 30", None),
        ("Jo Smith", None),
        ("", None),
    ],
)
def test_quantities(phrase, expected):
    found = quantity_of(phrase)
    assert (found and (found.low, found.high, found.thing)) == expected


@pytest.fixture(scope="module", params=["graph", "index"])
def catalog(request, tmp_path_factory):
    """The story, answered from its graph and from its index."""
    path = tmp_path_factory.mktemp("story") / "store"
    with stored(path, STORY["records"](), STORY["merged"]()) as store:
        if request.param == "index":
            make_index(path)
        yield Catalog(store, index=open_index(store) if request.param == "index" else None)


def found(catalog, *pairs):
    wanted, properties = parse_disagreements(pairs)
    return list_disagreements(catalog, wanted, properties=properties)


def test_the_story_agrees_with_competency_question_7(catalog):
    told = {
        (row.event.id, row.difference.property, *sorted(version.label for version in row.difference.values))
        for row in found(catalog).items
    }
    assert told == {
        ("shelling", "agent", "Vella", "rebels"),
        ("shelling", "place", "Kell", "Port Oram"),
        ("shelling", "time", "2030-03-01", "2030-03-02"),
    }


def test_json_has_the_event_of_the_contract_and_its_evidence(catalog):
    row = found(catalog, ("property", "PLACE")).items[0]
    shown = disagreement_to_json(row)
    assert list(shown) == ["event", "property", "values"]
    assert shown["event"] == event_to_json(row.event)
    first = shown["values"][0]
    assert (first["value"], first["label"]) == ("port-oram", "Port Oram")
    assert [evidence["article"] for evidence in first["evidence"]] == ["copied", "wire"]
    assert all(evidence in shown["event"]["evidence"] for evidence in first["evidence"])


def test_an_index_follows_what_articles_differ_on(tmp_path):
    """Kell is no place of any event, only of what one article says of one; now it turns out to lie in Port Oram."""
    path = tmp_path / "store"
    graph = STORY["merged"]()
    before, moved, after = ("agent", "place", "time"), {"kell": {"within": "port-oram"}}, ("agent", "time")
    for places, expected in (({}, before), (moved, after), ({}, before)):
        told = tuple(replace(place, **places.get(place.id, {})) for place in graph.places)
        with stored(path, STORY["records"](), replace(graph, places=told)) as store:
            make_index(path)
            catalogs = Catalog(store), Catalog(store, index=open_index(store))
            for catalog in catalogs:
                rows = found(catalog).items
                assert tuple(sorted(row.difference.property for row in rows)) == expected
            assert get_event(catalogs[0], "shelling") == get_event(catalogs[1], "shelling")
    assert len(list((path / "changes").iterdir())) > 1, "nothing was followed"


def test_the_event_itself_says_what_is_disagreed_on(catalog):
    shown = event_detail_to_json(get_event(catalog, "shelling"))
    assert [row["property"] for row in shown["disagreements"]] == ["place", "time", "agent"]
    assert event_detail_to_json(get_event(catalog, "visit"))["disagreements"] == []


def test_filters_pages_and_order(catalog):
    assert found(catalog, ("place", "Kell")).total == 0  # the event's own place is the one of most articles
    assert found(catalog, ("agent", "Vella"), ("property", "time"), ("property", "agent")).total == 2
    first = found(catalog, ("limit", "2"))
    rest = found(catalog, ("limit", "2"), ("cursor", first.next))
    assert (first.total, len(first.items), len(rest.items), rest.next) == (3, 2, 1, None)
    wanted, _ = parse_disagreements([("limit", "1")])
    assert len(list(each_disagreement(catalog, wanted))) == 3
    assert list(each_disagreement(catalog, replace(wanted, limit=50))) == list(found(catalog).items)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("property", "colour")], "property must be one of place, time, number"),
        ([("propery", "place")], "did you mean 'property'"),
        ([("cursor", "x")], "no cursor"),
    ],
)
def test_what_is_refused(pairs, message, catalog):
    with pytest.raises(QueryError, match=message):
        found(catalog, *pairs)
    with pytest.raises(UnknownError):
        found(catalog, ("agent", "Nobody Known"))
