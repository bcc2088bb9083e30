"""Texts in pieces, addresses with filters, and words for dates: what the pages are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.explorer.address import Address, page_of
from api.explorer.rendering import page
from api.explorer.spans import Mark, cut
from api.explorer.words import day, when
from kg.query.paging import Page
from kg.query.rows import TimeRow

TEXT = "Jets bombed the harbour. 🚢"


def mark(start, end, kind="actor"):
    return Mark(start=start, end=end, kind=kind)


def test_overlapping_marks_are_cut_into_pieces_that_know_what_covers_them():
    pieces = cut("abcdef", [mark(0, 4, "agent"), mark(2, 6, "place")])
    assert [(piece.text, piece.kinds) for piece in pieces] == [
        ("ab", ["agent"]), ("cd", ["agent", "place"]), ("ef", ["place"]),
    ]  # fmt: skip
    assert [len(piece.ends) for piece in pieces] == [0, 1, 1]


@given(
    st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))),
    st.integers(0, 9),
)
def test_pieces_are_the_text_whatever_the_marks(spans, at):
    marks = [mark(start + at, end + at) for start, end in spans]
    pieces = cut(TEXT, marks, at=at)
    assert "".join(piece.text for piece in pieces) == TEXT
    for piece in pieces:
        inside = {one for one in marks if one.start <= piece.start and one.end >= piece.start + len(piece.text)}
        assert set(piece.marks) == {one for one in inside if one.start < one.end}


@pytest.mark.parametrize(("total", "said"), [(1000, False), (1001, True)])
def test_a_file_that_cannot_hold_all_rows_says_so(total, said):
    page_of_rows = Page(items=(), next=None, total=total)
    shown = page(
        "places.html", here="/places", asked=Address(()), result=page_of_rows, outer={}, events={}, orders={}, next=None
    )
    assert (b"the first 1,000 as" in shown.body) is said
    assert b"format=geojson&amp;limit=1000" in shown.body


def test_a_file_holds_the_list_that_is_shown():
    asked = Address.of([("kind", "person"), ("q", "kim"), ("limit", "5"), ("cursor", "x"), ("format", "html")])
    assert asked.file("/actors", "csv") == "/actors?kind=person&q=kim&format=csv&limit=1000"


def test_an_address_adds_and_drops_filters_and_forgets_the_page():
    asked = Address.of([("actor", "iran"), ("from", "2020"), ("q", " "), ("cursor", "x")])
    assert asked.add("/events", actor="iraq") == "/events?actor=iran&from=2020&actor=iraq"
    assert asked.add("/events", from_="2021") == "/events?actor=iran&from=2021"
    assert asked.drop("/events", "actor", "iran") == "/events?from=2020"
    assert asked.to("/map") == "/map?actor=iran&from=2020"
    assert asked.next("/events", "y") == "/events?actor=iran&from=2020&cursor=y"


def test_ids_may_hold_anything():
    assert page_of("article", "a/b?c#d") == "/articles/a%2Fb%3Fc%23d"


@pytest.mark.parametrize(
    ("value", "said"), [("2020-01-03", "3 Jan 2020"), ("2020-01", "Jan 2020"), ("2020", "2020"), ("", ""), (None, "")]
)
def test_days_in_words(value, said):
    assert day(value) == said


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "said"),
    [
        ("2020-01-01", "2020-12-31", "year", "2020"),
        ("2020-01-01", "2020-01-31", "month", "Jan 2020"),
        ("2020-01-03", "2020-01-05", "day", "3 Jan 2020 – 5 Jan 2020"),
        (None, "2020-01-05", "day", "until 5 Jan 2020"),
        ("2020-01-05", None, "day", "since 5 Jan 2020"),
        (None, None, "day", ""),
    ],
)
def test_times_are_said_as_precisely_as_they_are_known(earliest, latest, precision, said):
    assert when(TimeRow(earliest=earliest, latest=latest, precision=precision, text="")) == said
