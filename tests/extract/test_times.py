"""Time expressions: sentence → what was found, against Monday 6 January 2020."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.circumstances.time_readings import CUES, PATTERNS, readings_of
from kg.extract.circumstances.times import find_relative, find_times

MONDAY = date(2020, 1, 6)


@pytest.mark.parametrize(
    ("text", "words", "value", "precision"),
    [
        ("The strike came early Friday.", "early Friday", "2020-01-03", "day"),
        ("Parliament voted on Sunday.", "Sunday", "2020-01-05", "day"),
        ("He spoke on Monday.", "Monday", "2020-01-06", "day"),
        ("He spoke last Monday.", "last Monday", "2019-12-30", "day"),
        ("They meet next Thursday.", "next Thursday", "2020-01-09", "day"),
        ("Yesterday crowds gathered.", "Yesterday", "2020-01-05", "day"),
        ("They attacked it tonight.", "tonight", "2020-01-06", "day"),
        ("Over the weekend, mourners marched.", "Over the weekend", "2020-01-04/2020-01-05", "range"),
        ("They ransacked it last week.", "last week", "2020-W01", "week"),
        ("Voters go to the polls later this month.", "later this month", "2020-01", "month"),
        ("Protests broke out late last year.", "late last year", "2019", "year"),
        ("Less than two months ago they fled.", "Less than two months ago", "2019-11-06/2020-01-06", "range"),
        ("Two days ago a bridge fell.", "Two days ago", "2020-01-04", "day"),
        ("About three months ago a bridge fell.", "About three months ago", "2019-10", "month"),
        ("He resigned on Dec. 31.", "Dec. 31", "2019-12-31", "day"),
        ("He resigned on 27 December 2019.", "27 December 2019", "2019-12-27", "day"),
        ("He resigned on December 27, 2019.", "December 27, 2019", "2019-12-27", "day"),
        ("He resigned on 2019-12-27.", "2019-12-27", "2019-12-27", "day"),
        ("The vote was held in June.", "June", "2019-06", "month"),
        ("The vote was held in March 2018.", "March 2018", "2018-03", "month"),
        ("The 2015 nuclear deal collapsed.", "2015", "2015", "year"),
        ("It was signed in 2015.", "2015", "2015", "year"),
        ("In the 1990s he fought.", "the 1990s", "1990-01-01/1999-12-31", "range"),
        ("He was sworn in last week.", "last week", "2020-W01", "week"),
        ("They fled last night.", "last night", "2020-01-05", "day"),
        ("A bridge fell the day before yesterday.", "the day before yesterday", "2020-01-04", "day"),
        ("He was freed on Christmas Eve.", "Christmas Eve", "2019-12-24", "day"),
        ("They met on New Year’s Day.", "New Year’s Day", "2020-01-01", "day"),
        ("Exports fell in the third quarter of 2019.", "the third quarter of 2019", "2019-07-01/2019-09-30", "range"),
        ("Exports fell in the fourth quarter.", "the fourth quarter", "2019-10-01/2019-12-31", "range"),
        ("They will meet in the next two weeks.", "in the next two weeks", "2020-01-06/2020-01-20", "range"),
        ("Months ago he had warned of it.", "Months ago", "2019-01-06/2020-01-06", "range"),
        ("He left at the end of last year.", "the end of last year", "2019", "year"),
        ("The siege lasted until the middle of October.", "October", "2019-10", "month"),
        ("It was built before 1990.", "1990", "1990", "year"),
        ("The vote is planned for this September.", "this September", "2020-09", "month"),
    ],
)
def test_expression_gets_the_value_that_the_words_say(text: str, words: str, value: str, precision: str) -> None:
    (found,) = [item for item in find_times(text, MONDAY) if item.text.removeprefix("In ") == words]
    assert (found.value, found.precision.value) == (value, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Of 2000 people none fled.",
        "Prime Minister May said so.",
        "About 2000 people marched.",
        "He may go.",
        "The year-old dog ran.",
        "Sun rose.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert list(find_times(text, MONDAY)) == []


def test_a_vague_time_has_only_the_bound_that_holds() -> None:
    (found,) = find_times("More than two years ago he left.", MONDAY)
    assert (found.value, found.earliest, found.latest) == (None, None, "2018-01-06")


def test_without_a_publication_date_only_absolute_times_are_given() -> None:
    texts = [item.text for item in find_times("On Friday he recalled 27 December 2019.", None)]
    assert texts == ["27 December 2019"]


def test_a_bare_day_is_the_coming_one_in_a_future_clause() -> None:
    (found,) = find_times("They will meet on Friday.", MONDAY, future=True)
    assert found.value == "2020-01-10"


@given(st.text(max_size=200), st.dates(date(1700, 1, 1), date(2200, 1, 1)))
def test_every_span_slices_back_and_bounds_are_ordered(text: str, anchor: date) -> None:
    last = 0
    for item in find_times(text, anchor):
        assert item.span.of(text) == item.text
        assert item.span.start >= last
        last = item.span.end
        if item.earliest and item.latest:
            assert item.earliest <= item.latest


@given(
    st.lists(
        st.sampled_from(
            ["early", "last", "next", "3", "May", "Friday", "the", "2015", "in", "two", "days", "ago", "31"]
        ),
        max_size=12,
    )
)
def test_heaps_of_time_words_never_fail(words: list[str]) -> None:
    list(find_times(" ".join(words), MONDAY))


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("On 12 May 2018 he left, and that day shops closed.", "that day", "2018-05-12"),
        ("On 12 May 2018 he left, and the following day shops closed.", "the following day", "2018-05-13"),
        ("In May 2018 he left, and later that year shops closed.", "that year", "2018"),
        ("In 1997 it was handed over; since then it has prospered.", "since then", "1997-01-01/2020-01-06"),
        ("In 2018 he left, and two years later he was back.", "two years later", "2020"),
    ],
)
def test_an_expression_counts_from_the_time_said_before(text: str, words: str, value: str) -> None:
    (found,) = find_relative(text, list(find_times(text, MONDAY)), anchor=MONDAY)
    assert (found.text, found.value) == (words, value)


def test_nothing_counts_from_a_time_that_is_not_said() -> None:
    assert list(find_relative("He left, and since then shops are closed.", [], anchor=MONDAY)) == []


TIME_WORDS = (
    "early", "later", "last", "next", "this", "the", "coming", "recent", "THIS", "two", "several", "3", "31", "2015",
    "1990s", "2019-12-27", "May", "December", "Jan.", "Friday", "Christmas", "Eve", "New", "Year’s", "Day", "day",
    "days", "WEEK", "months", "year", "minute", "weekend", "third", "quarter", "Yesterday", "tonight", "overnight",
    "morning", "tomorrow", "of", "in", "by", "since", "during", "over", "ago", "end", "war",
)  # fmt: skip


@given(st.lists(st.sampled_from(TIME_WORDS), max_size=7))
def test_a_cue_is_wanting_only_where_the_patterns_match_nothing(words: list[str]) -> None:
    text = " ".join(words)
    matching = [row for row in PATTERNS if row[0].search(text)]
    assert [row for row in readings_of(text) if row in matching] == matching


def test_a_sentence_without_a_time_is_compared_with_no_pattern() -> None:
    assert {read for _, read in PATTERNS} == CUES.keys()
    assert readings_of("Officials said that troops had left the town.") == ()
    assert {read.__name__ for _, read in readings_of("They left on Tuesday.")} >= {"_weekday"}
