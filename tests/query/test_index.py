"""Every answer of the index is that of the graph itself."""

import runpy
import sqlite3
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.dates import bounds
from kg.errors import QueryError, UnknownError
from kg.query.active import events_at_places, events_of_actors
from kg.query.actors import count_types, get_actor, get_place, list_actors, list_places
from kg.query.articles import get_article, list_articles
from kg.query.catalog import Catalog
from kg.query.events import each_event, get_event, list_events, list_shown, page_of_index
from kg.query.filters import EventFilter, Sort, parse_filter
from kg.query.index import pairs
from kg.query.index.files import make_index, open_index
from kg.query.index.search import search_for
from kg.query.network import NetworkBounds, network_of, parse_network
from kg.query.timeline import Bucket, count_by_time, parse_timeline
from kg.store import ReadStore, WriteStore

BENCH = runpy.run_path(str(Path(__file__).parents[1] / "bench" / "make_events.py"))
STORY = runpy.run_path(str(Path(__file__).parent / "story.py"))


def two_catalogs(path):
    make_index(path)
    plain, indexed = ReadStore.open(path), ReadStore.open(path)
    return Catalog(plain), Catalog(indexed, index=open_index(indexed))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The story, whose events have everything that may be missing, without and with its index."""
    path = tmp_path_factory.mktemp("index") / "store"
    with WriteStore.open(path) as store:
        store.replace(STORY["records"]())
        store.write_merged(STORY["merged"]())
        store.publish()
    catalogs = two_catalogs(path)
    yield catalogs
    for catalog in catalogs:
        catalog.close()


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """1,200 made-up events, with hubs and repetitions."""
    path = tmp_path_factory.mktemp("many") / "store"
    BENCH["make_store"](path, n_events=1200, n_actors=60, n_places=90)
    catalogs = two_catalogs(path)
    yield catalogs
    for catalog in catalogs:
        catalog.close()


QUESTIONS = [
    "", "actor=norland", "actor=Norland&agent=Republic of Norland", "agent=norland&to=2021-05", "patient=norland",
    "actor=Örn", "attributed_to=ministry", "place=Emilia", "place=vell", "near=10.4,-20.2,50", "near=10.4,-20.2,5",
    "near=89.9,0,20000", "bbox=-21,10,-20,11", "bbox=170,-90,-20.2,90", "bbox=0,0,1,1", "type=ASSAULT",
    "type=ASSAULT&type=AID", "from=2021-05-03&to=2021-05-03", "from=2021-06", "to=2020", "from=2021-06-15",
    "article=harbour-2", "article=denial/1", "source=wire",
    "published_from=2021-05-05", "published_to=2021-05-04", "published_from=2021&published_to=2021-05&q=harbour",
    "published_from=2022", "source=NORLAND post", "source=none", "q=bombed",
    'q="port émile"', "q=émile bombed", "q=harbour", "q=🚢 jets", "q=🚢", "q=…-", "q=nothing",
    "polarity=NEG", "certainty=PROBABLE",
    "tense=FUTURE", "status=Denied", "min_confidence=0.6", "min_support=2", "actor=norland&q=bombed",
    "actor=norland&status=Reported&type=ASSAULT", "q=peace", 'q="told reporters that peace"',
]  # fmt: skip


@given(
    published=st.sampled_from([None, "2020", "2020-02", "2020-02-29", "2020-03-01", "2021-01"]),
    since=st.sampled_from([None, date(1, 1, 1), date(2020, 2, 28), date(2020, 2, 29), date(2020, 12, 31)]),
    until=st.sampled_from([None, date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 29), date(9999, 12, 31)]),
)
def test_a_coarse_date_of_an_article_reaches_all_its_days(published, since, until):
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE article (r, date); CREATE TABLE told (r, n); INSERT INTO told VALUES (1, 7)")
    database.execute("INSERT INTO article VALUES (1, ?)", (published or "9999-99-99",))
    search = search_for(None, database, EventFilter(published_since=since, published_until=until))
    query = f"SELECT COUNT(*) FROM (SELECT 7 AS n) e WHERE {search.where}"  # noqa: S608 - our own words
    (found,) = database.execute(query, search.values).fetchone()
    first, last = bounds(published) if published else (date.max, date.min)
    is_asked = since is not None or until is not None
    assert found == (not is_asked or (last >= (since or date.min) and first <= (until or date.max) and first <= last))


def pairs_of(question):
    return [tuple(part.split("=", 1)) for part in question.split("&") if part]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("sort", list(Sort))
def test_lists_are_equal(both, question, sort):
    wanted = parse_filter([*pairs_of(question), ("sort", sort.value), ("limit", "3")])
    plain, indexed = (list_events(catalog, wanted) for catalog in both)
    assert indexed == plain
    assert list(each_event(both[1], wanted)) == list(each_event(both[0], wanted))
    assert page_of_index(both[1], wanted) == page_of_index(both[0], wanted)
    assert list_shown(both[1], wanted) == list_shown(both[0], wanted)
    if plain.next is not None:
        again = parse_filter([*pairs_of(question), ("sort", sort.value), ("limit", "3"), ("cursor", plain.next)])
        assert list_events(both[1], again) == list_events(both[0], again)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("by", list(Bucket))
def test_timelines_are_equal(both, question, by):
    wanted, by = parse_timeline([*pairs_of(question), ("by", by.value)])
    assert count_by_time(both[1], wanted, by=by) == count_by_time(both[0], wanted, by=by)


@pytest.mark.parametrize("question", [*QUESTIONS, "max_nodes=2", "max_edges=1", "min_weight=2"])
def test_networks_are_equal(both, question):
    wanted, bounds = parse_network(pairs_of(question))
    for ego in (None, "norland"):
        plain, indexed = (network_of(catalog, wanted, bounds=bounds, ego=ego) for catalog in both)
        assert indexed == plain


def test_single_things_and_counts_are_equal(both):
    plain, indexed = both
    for event in ("ev-bomb", "ev-told", "https://w3id.org/whodid/id/event/ev-denied"):
        assert get_event(indexed, event) == get_event(plain, event)
    for actor in plain.actors():
        assert get_actor(indexed, actor) == get_actor(plain, actor)
    for place in plain.places():
        assert get_place(indexed, place) == get_place(plain, place)
    for article in plain.articles():
        assert get_article(indexed, article) == get_article(plain, article)
    assert count_types(indexed) == count_types(plain)
    assert dict(indexed.counts()) == dict(plain.counts())
    assert indexed.extractors() == plain.extractors()
    for asked in ({}, {"source": "WIRE"}, {"q": "jets"}, {"q": "%_"}, {"q": "HIT harb"}):
        first = list_articles(plain, limit=1, **asked)
        assert list_articles(indexed, limit=1, **asked) == first
        if first.next:
            rest = list_articles(plain, limit=9, cursor=first.next, **asked)
            assert list_articles(indexed, limit=9, cursor=first.next, **asked) == rest
    assert list_actors(indexed, limit=9, q="orn") == list_actors(plain, limit=9, q="orn")


def test_actors_and_places_have_as_many_events_with_an_index_as_without(both):
    plain, indexed = both
    for count in (events_of_actors, events_at_places):
        without, counted = ({key: n for key, n in count(one).items() if n} for one in (plain, indexed))
        assert without == counted != {}
    for listed in (list_actors, list_places):
        assert listed(plain, limit=9, sort="events") == listed(indexed, limit=9, sort="events")


@pytest.mark.parametrize("name", ["event", "actor", "place", "article"])
def test_what_is_not_there_is_unknown(both, name):
    ask = {"event": get_event, "actor": get_actor, "place": get_place, "article": get_article}[name]
    for catalog in both:
        with pytest.raises(UnknownError):
            ask(catalog, "none")


def test_cursors_that_are_none_are_refused_alike(both):
    for cursor in ("x", "", "WyJ4Il0"):
        wanted = parse_filter([("cursor", cursor)]) if cursor else None
        for catalog in both if wanted else ():
            with pytest.raises(QueryError):
                list_events(catalog, wanted)
            with pytest.raises(QueryError):
                list_articles(catalog, limit=1, cursor=cursor)


WORDS = ["attacked", "met", "river", "harbour", "case31", '"met nobody in"', "nobody"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_filter_of_many_events_gives_the_same(many, data):
    plain, indexed = many
    names = sorted(plain.actors())
    choices = {
        "actor": st.sampled_from(names), "agent": st.sampled_from(names), "patient": st.sampled_from(names),
        "place": st.sampled_from(sorted(plain.places())), "type": st.sampled_from(["ASSAULT", "CONSULT", "AID"]),
        "from": st.sampled_from(["2019", "2020-06", "2021-02-03"]), "to": st.sampled_from(["2022", "2023-06-01"]),
        "q": st.sampled_from(WORDS), "source": st.sampled_from(["Paper 1", "paper 39"]),
        "published_from": st.sampled_from(["2019-02", "2020-06-11"]),
        "published_to": st.sampled_from(["2020", "2021-03-04"]),
        "near": st.tuples(st.integers(-90, 90), st.integers(-180, 180), st.integers(1, 15000)).map(
            lambda parts: ",".join(map(str, parts))),
        "bbox": st.tuples(st.integers(-180, 180), st.integers(-90, 0), st.integers(-180, 180), st.integers(0, 90)).map(
            lambda parts: ",".join(map(str, parts))),
        "min_support": st.sampled_from(["1", "2"]), "min_confidence": st.sampled_from(["0.5", "0.73"]),
        "sort": st.sampled_from([sort.value for sort in Sort]), "limit": st.sampled_from(["1", "7", "1000"]),
    }  # fmt: skip
    chosen = data.draw(st.lists(st.sampled_from(sorted(choices)), max_size=4, unique=True))
    asked = [(name, data.draw(choices[name])) for name in chosen]
    wanted = parse_filter(asked)
    first = page_of_index(plain, wanted)
    assert page_of_index(indexed, wanted) == first
    if first.next:
        wanted = parse_filter([*asked, ("cursor", first.next)])
        assert page_of_index(indexed, wanted) == page_of_index(plain, wanted)
    conditions = parse_filter([(name, value) for name, value in asked if name not in {"limit", "sort"}])
    assert count_by_time(indexed, conditions, by=Bucket.MONTH) == count_by_time(plain, conditions, by=Bucket.MONTH)
    ego = data.draw(st.sampled_from([None, *names]))
    bounds = NetworkBounds(
        max_nodes=data.draw(st.sampled_from([3, 20])), max_edges=30, min_weight=data.draw(st.sampled_from([1, 2]))
    )
    networks = [network_of(catalog, conditions, bounds=bounds, ego=ego) for catalog in many]
    assert networks[1] == networks[0]


def test_who_takes_part_at_places_is_equal(many):
    plain, indexed = many
    actors = sorted(plain.actors())
    for places in (frozenset(), *(frozenset([place]) for place in sorted(plain.places())[:20])):
        found = {
            actor
            for iri, roles in plain.roles().items()
            if plain.events()[iri].place in places
            for ids in roles.values()
            for actor in ids
        }
        assert indexed.index.taking_part(actors, places) == found
        assert indexed.index.taking_part(actors[:5], places) == found.intersection(actors[:5])


def test_rows_hubs_and_places_of_many_events_are_equal(many):
    plain, indexed = many
    wanted = parse_filter([("limit", "1000"), ("sort", "support")])
    assert list_events(indexed, wanted) == list_events(plain, wanted)
    for actor in plain.actors():
        assert get_actor(indexed, actor) == get_actor(plain, actor)
    for place in plain.places():
        assert get_place(indexed, place) == get_place(plain, place)
    for nodes, edges in product((1, 5, 1000), (1, 7, 1000)):
        bounds = NetworkBounds(max_nodes=nodes, max_edges=edges)
        assert network_of(indexed, parse_filter([]), bounds=bounds) == network_of(
            plain, parse_filter([]), bounds=bounds
        )


@pytest.mark.parametrize("n_named", [0, 9, 40])
def test_networks_name_their_events_however_few_names_are_kept(many, monkeypatch, n_named):
    plain, indexed = many
    monkeypatch.setattr(pairs, "_NAMED", n_named)
    monkeypatch.setattr(indexed.index, "_pairs", None)
    for ego in (None, *list(plain.actors())[:5]):
        bounds = NetworkBounds(max_nodes=5, max_edges=6)
        assert network_of(indexed, parse_filter([]), bounds=bounds, ego=ego) == network_of(
            plain, parse_filter([]), bounds=bounds, ego=ego
        )
    assert len(indexed.index.pairs()._named) <= n_named


def test_pages_go_on_where_they_were_although_events_come_and_go(tmp_path):
    """A cursor of one snapshot, used on the next, skips no event that stayed and shows none twice."""
    path = tmp_path / "store"
    records, merged = STORY["records"](), STORY["merged"]()
    with WriteStore.open(path) as store:
        store.replace(records)
        store.write_merged(merged)
        store.publish()
        _, before = two_catalogs(path)
        first = list_events(before, parse_filter([("limit", "2")]))
        # the last one shown is gone
        gone = tuple(event for event in merged.events if event.id != first.items[-1].id)
        store.write_merged(replace(merged, events=gone, merges=()))
        store.publish()
    plain, after = two_catalogs(path)
    wanted = parse_filter([("limit", "1000"), ("cursor", first.next)])
    rest = [event.id for event in list_events(after, wanted).items]
    assert rest == [event.id for event in list_events(plain, wanted).items]
    assert {*rest, *(event.id for event in first.items)} == {event.id for event in merged.events}
    assert len(rest) + len(first.items) == len(merged.events)
    for catalog in (before, plain, after):
        catalog.close()
