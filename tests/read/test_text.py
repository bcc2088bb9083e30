from collections.abc import Callable

import pytest

from kg.model import Article
from kg.read.text import headline

One = Callable[..., Article]
BODY = "Troops left the town on Monday.\n\nThe minister said so."


def test_line_ends_become_newlines(article: One) -> None:
    assert article("First.\r\n\r\nSecond.\rThird.\n").text == "First.\n\nSecond.\nThird.\n"


def test_byte_order_mark_is_no_part_of_the_text(article: One) -> None:
    assert article(b"\xef\xbb\xbfTroops left.").text == "Troops left."


def test_outer_white_space_stays(article: One) -> None:
    assert article("  Troops left. \n").text == "  Troops left. \n"


def test_first_line_before_a_blank_line_is_the_title(article: One) -> None:
    assert article(f"Troops leave town\n\n{BODY}").title == "Troops leave town"


def test_title_stays_in_the_text(article: One) -> None:
    text = f"Troops leave town\n\n{BODY}"
    assert article(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        f"Troops left the town.\n\n{BODY}",
        f"Troops leave town\n{BODY}",
        f"{'Troops leave town ' * 20}\n\n{BODY}",
        "Troops leave town",
        "Troops leave town\n\n",
        f"By Jane Roe\n\n{BODY}",
        f"Comments 0\n\n{BODY}",
        f"In the capital:\n\n{BODY}",
    ],
)
def test_first_line_is_no_title(text: str) -> None:
    assert headline(text) is None


@pytest.mark.parametrize("title", ["Who ordered the strike?", "'We will not leave'", "U.S. troops leave town"])
def test_first_line_is_a_title(title: str) -> None:
    assert headline(f"\n{title}\n \n{BODY}") == title


def test_header_gives_the_metadata(article: One) -> None:
    found = article(
        "Title: Troops leave town\nDATE: 3 January 2020\nsource: The Example Post\nUrl: https://post.example/1\n"
        f"Author: Jane Roe\nLanguage: en\nId: a-1\n\n{BODY}"
    )
    assert found == Article(
        id="a-1",
        text=BODY,
        title="Troops leave town",
        date="2020-01-03",
        source="The Example Post",
        url="https://post.example/1",
        author="Jane Roe",
        language="en",
    )


def test_header_without_title_leaves_the_headline_to_the_text(article: One) -> None:
    found = article(f"Date: 2020-01-03\n\nTroops leave town\n\n{BODY}")
    assert (found.title, found.text) == ("Troops leave town", f"Troops leave town\n\n{BODY}")


@pytest.mark.parametrize("first", ["Source: Iran shot down the plane", "Title: A\nTroops left.", "Date:2020-01-03"])
def test_text_that_only_starts_like_a_header_is_text(article: One, first: str) -> None:
    assert article(f"{first}\n\n{BODY}").text.startswith(first)


def test_header_without_text_is_an_article_without_text(refusal: Callable[..., str]) -> None:
    assert refusal("Title: Troops leave\nDate: 2020\n\n") == "the text is empty"


def test_header_with_a_key_twice_is_refused(refusal: Callable[..., str]) -> None:
    assert "names 'date' twice" in refusal(f"Date: 2020\nDate: 2021\n\n{BODY}")


def test_header_with_a_bad_date_is_refused(refusal: Callable[..., str]) -> None:
    assert "the date 'last week' cannot be read" in refusal(f"Title: A\nDate: last week\n\n{BODY}")
