from collections.abc import Callable

import pytest

from kg.model import Article

One = Callable[..., Article]
Refusal = Callable[..., str]

FIRST = "Thousands of people marched through the capital on Monday to protest against the new tax law, police said."
SECOND = "The minister denied that officers had fired at the marchers and promised an inquiry into the two deaths."
THIRD = "Opposition leaders said that they would return to the streets on Friday unless the law was withdrawn."


def page(head: str = "", body: str = "", *, language: str = "en-GB") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, SECOND, THIRD))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Marchers fill capital | Example Post</title>{head}</head>'
        f'<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Marchers fill capital</h1>'
        f"{paragraphs}{body}</article><footer>© 2019 Example Post. Published in 2018.</footer></body></html>"
    )


def test_main_text_has_its_paragraphs_apart(article: One) -> None:
    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in article(page()).text


def test_menus_and_footers_are_left_out(article: One) -> None:
    text = article(page()).text
    assert "World" not in text
    assert "©" not in text


def test_title_is_found(article: One) -> None:
    assert article(page()).title == "Marchers fill capital"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="article:published_time" content="2020-01-06T23:30:00-05:00">', "date", "2020-01-06"),
        ('<meta name="author" content="Jane Roe">', "author", "Jane Roe"),
        ('<meta property="og:site_name" content="Example Post">', "source", "Example Post"),
        ('<link rel="canonical" href="https://post.example/a/1">', "url", "https://post.example/a/1"),
        ('<link rel="canonical" href="https://post.example/a/1">', "source", "post.example"),
    ],
)
def test_metadata_is_found(article: One, head: str, field: str, value: str) -> None:
    assert getattr(article(page(head)), field) == value


def test_language_is_that_of_the_page(article: One) -> None:
    assert article(page()).language == "en-gb"


def test_no_date_is_guessed_from_the_words(article: One) -> None:
    assert article(page(body="<p>The first march was on 3 March 2017, and nobody was hurt that day.</p>")).date is None


def test_default_date_stands_in(article: One) -> None:
    assert article(page(), date="2020-01-06").date == "2020-01-06"


def test_same_page_gives_the_same_article(article: One) -> None:
    assert article(page()) == article(page())


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8"),
        ("windows-1251", "cp1251"),
        ("utf-8", "cp1252"),
        ("nonsense", "utf-8"),
    ],
)
def test_declared_encoding_is_used_where_it_fits(article: One, declared: str, encoding: str) -> None:
    words = "Премьер отрицал это." if encoding == "cp1251" else "The café’s owner denied it."
    raw = page(f'<meta charset="{declared}">', f"<p>{words}</p>").replace("©", "(c)").encode(encoding)
    assert words in article(raw).text


def test_xhtml_with_an_xml_declaration_is_read(article: One) -> None:
    assert FIRST in article('<?xml version="1.0" encoding="UTF-8"?>\n' + page()).text


def test_a_short_page_is_told_from_its_furniture(article: One) -> None:
    raw = """<html><head><title>Ferry workers strike | Sound Post</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry workers strike</h1><p class="byline">By Jane Roe</p><div class="share">Share on Facebook Tweet</div>
<p>Ferry workers in Malmö went on strike on Tuesday.</p></article><footer>All rights reserved.</footer></body></html>"""
    assert article(raw).text == "Ferry workers strike\n\nFerry workers in Malmö went on strike on Tuesday."


@pytest.mark.parametrize(
    "raw",
    [
        "<html></html>",
        "<html><body></body></html>",
        '<html><body><nav><a href="/">Home</a><a href="/w">World</a></nav><script>var a = 1;</script></body></html>',
        "<html><body><div id='app'>Loading...</div></body></html>",
        "<html><body><p>You need to enable JavaScript to run this app.</p></body></html>",
        "<!doctype html><html><body><p>© 2020 Example Post. All rights reserved.</p></body></html>",
    ],
)
def test_page_without_main_text_is_refused(refusal: Refusal, raw: str) -> None:
    assert "the page holds no main text" in refusal(raw)


def test_page_over_the_limit_is_refused(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.html.MAX_HTML_BYTES", 500)
    assert "larger than 500 bytes" in refusal(page())


def test_nothing_is_logged_to_standard_error(refusal: Refusal, capfd: pytest.CaptureFixture[str]) -> None:
    refusal("<html></html>")
    assert capfd.readouterr().err == ""
