import pytest

from kg.read.published import publication_date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-03", "2020-01-03"),
        ("2020-01", "2020-01"),
        ("2020", "2020"),
        (" 2020-01-03\n", "2020-01-03"),
        ("2020-01-03T23:15:00Z", "2020-01-03"),
        ("2020-01-03T23:15:00.123-05:00", "2020-01-03"),
        ("2020-01-03 00:15", "2020-01-03"),
        ("2020-01-03T01:00:00+03:00", "2020-01-03"),
        ("20200103", "2020-01-03"),
        ("20200103T101500Z", "2020-01-03"),
        ("2020/1/3", "2020-01-03"),
        ("Fri, 03 Jan 2020 23:15:00 -0500", "2020-01-03"),
        ("3 Jan 2020 10:15 GMT", "2020-01-03"),
        ("January 3, 2020", "2020-01-03"),
        ("Jan. 3rd, 2020, 10:15 a.m. EST", "2020-01-03"),
        ("Friday, 3 January 2020", "2020-01-03"),
        ("January 2020", "2020-01"),
        ("31/01/2020", "2020-01-31"),
        ("1/31/2020", "2020-01-31"),
        ("05.05.2020", "2020-05-05"),
        ("2020-02-29", "2020-02-29"),
    ],
)
def test_readable_date_is_kept_as_written(written: str, day: str) -> None:
    assert publication_date(written) == day


@pytest.mark.parametrize("written", ["03/04/2020", "3.4.2020", "11-12-2020"])
def test_date_with_two_readings_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="day/month or month/day"):
        publication_date(written)


@pytest.mark.parametrize(
    "written",
    [
        "2020-13-01", "2020-02-30", "2021-02-29", "2020-31-01", "0000", "yesterday", "3 Jan 20", "January 3", "10:15",
        "Friday", "1578045600", "3 janvier 2020", "May", "in May 2020 or so", "32 January 2020", "20201301",
        "2020-W01-5", "-",
    ],
)  # fmt: skip
def test_date_that_says_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="cannot be read; write it as YYYY-MM-DD"):
        publication_date(written)


def test_long_text_is_no_date() -> None:
    with pytest.raises(ValueError, match="too long"):
        publication_date("January " * 1000)
