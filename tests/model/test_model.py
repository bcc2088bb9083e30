"""Spans, dates, ids and status: the small things that everything rests on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates, ids
from kg.model import Certainty, Event, Participant, Polarity, Role, Span, Status, Tense, status_of


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_is_never_empty_or_backwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_spans_count_code_points() -> None:
    assert Span(1, 2).of("😀é😀") == "é"


@pytest.mark.parametrize(
    ("polarity", "certainty", "tense", "status"),
    [
        ("POS", "CERTAIN", "NON_FUTURE", "Reported"),
        ("POS", "POSSIBLE", "NON_FUTURE", "Alleged"),
        ("POS", "PROBABLE", "FUTURE", "Planned"),
        ("NEG", "CERTAIN", "NON_FUTURE", "Denied"),
        ("NEG", "POSSIBLE", "FUTURE", "Denied"),
    ],
)
def test_status_follows_from_modality(polarity: str, certainty: str, tense: str, status: str) -> None:
    assert status_of(Polarity(polarity), Certainty(certainty), Tense(tense)) is Status(status)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-01-03", date(2020, 1, 3), date(2020, 1, 3)),
    ],
)
def test_bounds_of_partial_dates(value: str, first: date, last: date) -> None:
    assert dates.bounds(value) == (first, last)


@pytest.mark.parametrize("value", ["2020-13", "2019-02-29", "20-01-03", "0000", "2020-1-3", "2020-01-03T10:00", ""])
def test_what_is_on_no_calendar_is_no_date(value: str) -> None:
    assert not dates.is_partial(value)
    with pytest.raises(ValueError, match="YYYY"):
        dates.bounds(value)


@pytest.mark.parametrize(
    ("value", "is_value"), [("2020-W01", True), ("2018-12/2019-01", True), ("2020-W54", False), ("2020-01-03/", False)]
)
def test_weeks_and_ranges_are_values_of_times(value: str, is_value: bool) -> None:
    assert dates.is_value(value) is is_value


@given(st.text(), st.text())
def test_slugs_are_safe_and_digests_tell_parts_apart(left: str, right: str) -> None:
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in ids.slug(left))
    if left and right:
        assert ids.digest(left, right) != ids.digest(left + right)


def test_an_article_is_named_by_its_url_before_its_text() -> None:
    assert ids.article_id(url="https://a.example", text="x") == ids.article_id(url="https://a.example", text="y")
    assert ids.article_id(url=None, text="x") != ids.article_id(url=None, text="y")


def test_a_participant_is_an_actor_or_a_phrase() -> None:
    with pytest.raises(ValueError, match="either"):
        Participant(role=Role.AGENT)
    with pytest.raises(ValueError, match="either"):
        Participant(role=Role.AGENT, actor="a", phrase="b")


def test_an_event_without_a_mention_is_refused() -> None:
    with pytest.raises(ValueError, match="no mention"):
        Event(id="e", type="OTHER", label="", lemma="", members=())
