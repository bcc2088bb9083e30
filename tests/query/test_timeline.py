from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query import timeline
from kg.query.catalog import IndexedEvent
from kg.query.filters import EventFilter
from kg.query.timeline import Bucket, bucket_of, count_by_time, parse_timeline, timeline_to_json


def rows(counted):
    return [(row.name, row.n_events, row.n_possible) for row in counted.rows]


def indexed(number, earliest, latest):
    return IndexedEvent(
        id=str(number), iri=f"urn:{number}", type="MOVE", status="Reported", polarity="POS", certainty="CERTAIN",
        tense="NON_FUTURE", confidence=0.5, support=1, sources=1, place=None, earliest=earliest, latest=latest,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "expected", "n_spread"),
    [
        ("day", [("2021-05-03", 1, 0)], 1),
        ("week", [("2021-W18", 1, 0)], 1),
        ("month", [("2021-05", 1, 0), ("2021-06", 1, 0)], 0),
        ("year", [("2021", 2, 0)], 0),
    ],
)
def test_an_event_counts_where_its_whole_time_lies(catalog, by, expected, n_spread):
    counted = count_by_time(catalog, EventFilter(), by=Bucket(by))
    assert rows(counted) == expected
    assert (counted.n_events, counted.n_spread, counted.n_undated) == (6, n_spread, 4)


def test_filters_choose_the_events(catalog):
    wanted, by = parse_timeline([("agent", "norland")])
    counted = count_by_time(catalog, wanted, by=by)
    assert rows(counted) == [("2021-05", 1, 0)]
    assert (counted.n_events, counted.n_undated) == (2, 1)


def test_a_spread_event_is_possible_wherever_its_time_reaches(catalog, monkeypatch):
    events = [
        indexed(1, "2020-01-03", "2020-01-03"),
        indexed(2, "2020-01-05", "2020-01-05"),
        indexed(3, "2020-02-05", "2020-02-05"),
        indexed(4, "2020-01-04", "2020-01-31"),
        indexed(5, None, "2020-01-04"),
        indexed(6, "2020-02-01", None),
        indexed(7, None, None),
    ]
    monkeypatch.setattr(timeline, "matching_events", lambda *_: events)
    counted = count_by_time(catalog, EventFilter(), by=Bucket.DAY)
    assert rows(counted) == [("2020-01-03", 1, 1), ("2020-01-05", 1, 1), ("2020-02-05", 1, 1)]
    assert (counted.n_events, counted.n_spread, counted.n_undated) == (7, 3, 1)
    by_month = count_by_time(catalog, EventFilter(), by=Bucket.MONTH)
    assert rows(by_month) == [("2020-01", 3, 1), ("2020-02", 1, 1)]


@given(
    st.lists(st.tuples(st.dates(date(2019, 12, 20), date(2020, 1, 20)), st.integers(0, 20))), st.sampled_from(Bucket)
)
def test_counts_agree_with_counting_one_by_one(times, by):
    spans = [(first, date.fromordinal(first.toordinal() + days)) for first, days in times]
    events = [indexed(n, first.isoformat(), last.isoformat()) for n, (first, last) in enumerate(spans)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline, "matching_events", lambda *_: events)
        counted = count_by_time(SimpleNamespace(index=None), EventFilter(), by=by)
    assert sum(row.n_events for row in counted.rows) + counted.n_spread == len(events)
    for row in counted.rows:
        inside = [span for span in spans if row.first <= span[0] and span[1] <= row.last]
        touching = [span for span in spans if span[0] <= row.last and row.first <= span[1]]
        assert row.n_events == len(inside)
        assert row.n_possible == len(touching) - len(inside)


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        ("2020-12-31", "week", ("2020-W53", "2020-12-28", "2021-01-03")),
        ("2021-01-03", "week", ("2020-W53", "2020-12-28", "2021-01-03")),
        ("2020-02-29", "month", ("2020-02", "2020-02-01", "2020-02-29")),
        ("0999-07-01", "year", ("0999", "0999-01-01", "0999-12-31")),
        ("9999-12-31", "week", ("9999-W52", "9999-12-27", "9999-12-31")),
        ("0001-01-01", "week", ("0001-W01", "0001-01-01", "0001-01-07")),
    ],
)
def test_buckets_follow_the_calendar(day, by, expected):
    name, first, last = bucket_of(date.fromisoformat(day), by=Bucket(by))
    assert (name, first.isoformat(), last.isoformat()) == expected


@pytest.mark.parametrize("pair", [("by", "hour"), ("sort", "time"), ("limit", "5"), ("cursor", "x"), ("from", "soon")])
def test_what_a_timeline_does_not_take_is_refused(pair):
    with pytest.raises(QueryError, match=pair[0]):
        parse_timeline([pair])


def test_the_json_has_the_shape_of_a_list(catalog):
    shown = timeline_to_json(count_by_time(catalog, EventFilter(), by=Bucket.YEAR))
    assert list(shown) == ["by", "items", "next", "total", "events", "spread", "undated"]
    assert shown["items"] == [
        {"bucket": "2021", "first": "2021-01-01", "last": "2021-12-31", "events": 2, "possible": 0}
    ]
