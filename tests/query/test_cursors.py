"""Lists are paged while articles are added: what is there all the time is shown once, whatever comes in between."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.query.actors import list_actors, list_places
from kg.query.articles import list_articles
from kg.query.catalog import Catalog
from kg.query.events import list_events
from kg.query.filters import parse_filter
from kg.query.index.files import make_index, open_index
from kg.store import ReadStore, WriteStore

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from made_up import World

WORLD = World(80, n_actors=60, n_places=70, seed=3)


def stored(path, articles):
    """The store of some of the articles, with what they tell."""
    graph = WORLD.merged()

    def kept(things):
        """Those that the articles tell of."""
        found = ((thing, tuple(ref for ref in thing.members if ref.article in articles)) for thing in things)
        return tuple(replace(thing, members=members) for thing, members in found if members)

    with WriteStore.open(path) as store:
        store.replace([record for record in WORLD.records() if record.article.id in articles])
        actors, places, events = kept(graph.actors), kept(graph.places), kept(graph.events)
        parties = {party.actor for event in events for party in event.participants}
        assert parties <= {actor.id for actor in actors}
        store.write_merged(replace(graph, actors=actors, places=places, events=events, merges=()))
        store.publish()
    return ReadStore.open(path)


@pytest.fixture(scope="module", params=["graph", "index"])
def snapshots(request, tmp_path_factory):
    """A store of half of the articles, and one of all of them."""
    path = tmp_path_factory.mktemp("cursors")
    keys = sorted(record.article.id for record in WORLD.records())
    found = []
    for name, articles in (("few", set(keys[len(keys) // 2 :])), ("all", set(keys))):
        store = stored(path / name, articles)
        if request.param == "index":
            make_index(path / name)
        found.append(Catalog(store, index=open_index(store) if request.param == "index" else None))
    yield found
    for catalog in found:
        catalog.close()


def events_by(sort):
    return lambda catalog, **page: list_events(
        catalog,
        parse_filter([("sort", sort), *((name, str(value)) for name, value in page.items() if value is not None)]),
    )


LISTS = {
    "events by time": events_by("time"),
    "events from the newest": events_by("-time"),
    "events by confidence": events_by("confidence"),
    "actors": list_actors,
    "actors found": lambda catalog, **page: list_actors(catalog, q="a", **page),
    "places": list_places,
    "articles": list_articles,
}


@pytest.mark.parametrize("name", LISTS)
def test_what_stays_is_shown_once(snapshots, name):
    ask, shown, cursor, pages = LISTS[name], [], None, 0
    there = [[row.id for row in ask(catalog, limit=1000, cursor=None).items] for catalog in snapshots]
    while pages == 0 or cursor is not None:
        page = ask(snapshots[pages > 1], limit=2, cursor=cursor)  # the others come in after the second page
        shown += [row.id for row in page.items]
        cursor, pages = page.next, pages + 1
    assert pages > 2, "the list is too short to be paged"
    assert len(shown) == len(set(shown))
    assert {key for key in there[0] if key in there[1]} <= set(shown)
    assert set(shown) <= set(there[1]) | set(there[0])
