"""Words with days: of events as long, open or undated as can be, the index finds what the graph does.

The index does not look at events of which their place in time says enough, so it must know which these are.
"""

import random
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Precision, When
from kg.query.catalog import Catalog
from kg.query.events import page_of_index
from kg.query.filters import parse_filter
from kg.query.index import paging
from kg.query.index.files import make_index, open_index
from kg.query.index.keys import LONG_DAYS, UNDATED_START
from kg.query.index.search import search_for
from kg.store import ReadStore, WriteStore

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from made_up import World

FIRST, N_DAYS = date(2019, 12, 1), 120


def some_time(rng):
    """A day, a month, a year, a span or what is open; or none."""
    start = FIRST + timedelta(rng.randrange(N_DAYS))
    days = timedelta(rng.choice([1, LONG_DAYS - 1, LONG_DAYS, LONG_DAYS + 1, 80]))
    month, year = start.replace(day=1), start.replace(month=1, day=1)
    found = rng.choice(
        [
            (start, start), (start, start + days), (month, month.replace(day=28)), (year, year.replace(month=12)),
            (start, None), (None, start), (year, None), (None, year), None,
        ]
    )  # fmt: skip
    if found is None:
        return None
    earliest, latest = (None if day is None else day.isoformat() for day in found)
    return When(earliest=earliest, latest=latest, precision=Precision.UNKNOWN, text="then")


def catalogs(path, *, is_mixed):
    """The catalog without and with its index, of 250 events; where not mixed, all of them are of one day."""
    world, rng = World(250, n_actors=30, n_places=70, seed=11), random.Random(4)
    graph = world.merged()
    if is_mixed:
        graph = replace(graph, events=tuple(replace(event, when=some_time(rng)) for event in graph.events))
    with WriteStore.open(path) as store:
        store.replace(list(world.records()))
        store.write_merged(graph)
        store.publish()
    make_index(path)
    plain, indexed = ReadStore.open(path), ReadStore.open(path)
    return Catalog(plain), Catalog(indexed, index=open_index(indexed))


@pytest.fixture(scope="module", params=[True, False], ids=["of all kinds", "of one day"])
def both(request, tmp_path_factory):
    found = catalogs(tmp_path_factory.mktemp("times") / "store", is_mixed=request.param)
    yield found
    for catalog in found:
        catalog.close()


DAYS = st.one_of(
    st.integers(-40, N_DAYS + 120).map(lambda n: str(FIRST + timedelta(n))),
    st.sampled_from(["2019", "2020", "2020-01", "2020-02", "2018", "2031", "2022-07"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_words_and_days_find_the_same_as_in_the_graph(both, data):
    plain, indexed = both
    asked = [("q", data.draw(st.sampled_from(["river", "attacked", "met", "river harbour", '"met nobody in"'])))]
    since, until = data.draw(st.tuples(st.none() | DAYS, st.none() | DAYS))
    if since and until and until < since:
        since, until = until, since
    asked += [(name, value) for name, value in (("from", since), ("to", until)) if value]
    if data.draw(st.booleans()):
        asked.append(("type", data.draw(st.sampled_from(["ASSAULT", "CONSULT"]))))
    asked.append(("limit", data.draw(st.sampled_from(["1", "4", "1000"]))))
    wanted = parse_filter(asked)
    page = page_of_index(plain, wanted)
    assert page_of_index(indexed, wanted) == page
    for _ in range(3):
        if page.next is None:
            break
        wanted = parse_filter([*asked, ("cursor", page.next)])
        page = page_of_index(plain, wanted)
        assert page_of_index(indexed, wanted) == page


@pytest.mark.parametrize(("asked", "n_parts"), [("", 1), ("from=2019-05-01", 2), ("to=2024-01", 2), ("type=AID", 1)])
def test_days_of_short_events_are_not_looked_up(tmp_path_factory, asked, n_parts):
    """What the speed rests on: between the first day and the last no event is joined to its sentences."""
    catalog = catalogs(tmp_path_factory.mktemp("parts") / "store", is_mixed=False)[1]
    pairs = [tuple(part.split("=")) for part in asked.split("&") if part]
    search = search_for(catalog, catalog.index.database, parse_filter([("q", "river"), *pairs]))
    parts = paging._told(catalog.index.database, search)
    assert len(parts) == n_parts
    if n_parts == 2:
        source, where, values = parts[1]
        assert source == "sentence"
        assert " e." not in where
        assert values[2] == UNDATED_START * 1024 or asked.startswith("to")
    catalog.close()
