import contextlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.model import Polarity, Status
from kg.query.filters import DEFAULT_LIMIT, FILTERS, NUMBERS, SEARCHABLE, EventFilter, Near, Sort, parse_filter


def test_no_values_give_the_empty_filter():
    assert parse_filter([]) == EventFilter()
    assert EventFilter().limit == DEFAULT_LIMIT


def test_empty_values_as_forms_send_them_count_as_not_given():
    assert parse_filter([(name, " ") for name in FILTERS if name not in NUMBERS]) == EventFilter()


@pytest.mark.parametrize("name", sorted(NUMBERS & set(FILTERS)))
def test_an_empty_number_is_refused(name):
    with pytest.raises(QueryError, match=f"{name} must be"):
        parse_filter([(name, "")])


def test_values_are_read():
    wanted = parse_filter([
        ("actor", "Iran"), ("actor", "the US"), ("type", "assault"), ("type", "https://w3id.org/whodid/type/AID"),
        ("near", "33.3, 44.4, 50"), ("polarity", "neg"), ("status", "denied"), ("sort", "-time"), ("limit", "7"),
        ("min_confidence", "0.5"), ("min_support", "2"), ("q", 'Oil "burning  Fields"'),
    ])  # fmt: skip
    assert wanted.actor == ("Iran", "the US")
    assert wanted.types == ("AID", "ASSAULT")
    assert wanted.near == Near(lat=33.3, lon=44.4, radius_km=50)
    assert (wanted.polarity, wanted.status) == (Polarity.NEG, Status.DENIED)
    assert (wanted.sort, wanted.limit) == (Sort.TIME_DOWN, 7)
    assert (wanted.min_confidence, wanted.min_support) == (0.5, 2)
    assert wanted.words == ("burning fields", "oil")


@pytest.mark.parametrize(
    ("given_dates", "since", "until"),
    [
        ([("from", "2020"), ("to", "2020")], "2020-01-01", "2020-12-31"),
        ([("from", "2020-02"), ("to", "2020-02")], "2020-02-01", "2020-02-29"),
        ([("from", "2020-01-03"), ("to", "2020-01-03")], "2020-01-03", "2020-01-03"),
    ],
)
def test_partial_dates_reach_from_their_first_to_their_last_day(given_dates, since, until):
    wanted = parse_filter(given_dates)
    assert (str(wanted.since), str(wanted.until)) == (since, until)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("from", "yesterday", "from must be a date such as 2020-01-03, 2020-01 or 2020, not 'yesterday'"),
        ("to", "2021-02-29", "to must be a date"),
        ("published_from", "last week", "published_from must be a date such as 2020-01-03, 2020-01 or 2020"),
        ("type", "ASAULT", "there is no event type 'ASAULT' (did you mean 'ASSAULT'?)"),
        ("type", "KILL", "there is no event type 'KILL'; known are ACCIDENT, ACCUSE, AGREE"),
        ("limit", "0", "limit must be a whole number from 1 to 1000, not '0'"),
        ("limit", "1e3", "limit must be a whole number"),
        ("min_confidence", "1.5", "min_confidence must be a number from 0 to 1"),
        ("min_confidence", "nan", "min_confidence must be a number from 0 to 1"),
        ("min_support", "-1", "min_support must be a whole number of at least 0"),
        ("near", "91,0,5", "near must be `lat,lon,km`"),
        ("near", "1,2", "near must be `lat,lon,km`"),
        ("polarity", "maybe", "polarity must be one of POS, NEG, not 'maybe'"),
        ("sort", "name", "sort must be one of time, -time, support, confidence"),
        ("q", '"!!"', "q must hold at least one word"),
        ("agnt", "x", "there is no parameter 'agnt' (did you mean 'agent'?)"),
        ("actor", "x" * 600, "actor has 600 characters"),
    ],
)
def test_a_wrong_value_is_said_in_a_sentence(name, value, said):
    with pytest.raises(QueryError) as error:
        parse_filter([(name, value)])
    assert said in str(error.value)


def test_everything_wrong_is_said_at_once():
    with pytest.raises(QueryError) as error:
        parse_filter([("from", "x"), ("limit", "y"), ("place", "a"), ("place", "b")])
    assert str(error.value).count(";") == 2
    assert "place may be given once" in str(error.value)


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(QueryError, match="lies after"):
        parse_filter([("from", "2021"), ("to", "2020")])
    with pytest.raises(QueryError, match=r"published_from \(2021-01-01\) lies after published_to \(2020-12-31\)"):
        parse_filter([("published_from", "2021"), ("published_to", "2020")])


def test_filters_that_list_the_same_have_the_same_text():
    one = parse_filter([("actor", "a"), ("actor", "b"), ("limit", "5")])
    other = parse_filter([("actor", "b"), ("actor", "a"), ("cursor", "x")])
    assert one.asked() == other.asked()
    assert one.asked() != parse_filter([("actor", "a")]).asked()


@given(st.lists(st.tuples(st.sampled_from(sorted(FILTERS)), st.text(max_size=40)), max_size=4))
def test_any_text_gives_a_filter_or_a_query_error(pairs):
    with contextlib.suppress(QueryError):
        assert isinstance(parse_filter(pairs), EventFilter)


@given(st.text(max_size=12) | st.text(alphabet='\t\x1c\x84\x85\xa0\u2003!"-…🚢á ', max_size=5))
@example("\u2003!")
@example("\x85")
def test_what_can_be_looked_for_is_what_the_description_says(q):
    """The pattern stands in the OpenAPI document, for values as they are sent."""
    refused = False
    try:
        parse_filter([("q", q)])
    except QueryError:
        refused = True
    assert refused == (re.search(SEARCHABLE, q) is None)
