import json
from collections.abc import Callable

import pytest

from kg.ids import article_id
from kg.model import Article, Rejected
from kg.read import MAX_ARTICLE_CHARS

One = Callable[..., Article]
Many = Callable[..., list[Article | Rejected]]
Refusal = Callable[..., str]


def line(**record: object) -> str:
    return json.dumps(record)


@pytest.mark.parametrize(
    "text", ["  Troops left.\r\n\r\n", "“Iran’s”\u00a0revenge", "tab\tand\x0bfeed", "e\u0301 stays two", "🙂 beyond"]
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_text_is_kept_exactly(article: One, text: str, ascii_only: bool) -> None:
    assert article(json.dumps({"text": text}, ensure_ascii=ascii_only)).text == text


def test_fields_are_read(article: One) -> None:
    record = {
        "id": "a-1",
        "url": "https://post.example/1",
        "title": " Troops leave ",
        "date": "2020-01-03T10:00:00Z",
        "source": "The Example Post",
        "author": "Jane Roe",
        "language": "en_GB",
        "text": "Troops left.",
        "licence": ["ignored"],
    }
    assert article(json.dumps(record)) == Article(
        id="a-1",
        text="Troops left.",
        title="Troops leave",
        date="2020-01-03",
        source="The Example Post",
        url="https://post.example/1",
        author="Jane Roe",
        language="en-gb",
    )


def test_null_and_blank_fields_are_unknown(article: One) -> None:
    found = article(line(text="Troops left.", title=None, date="", source="  "))
    assert (found.title, found.date, found.source) == (None, None, None)


def test_id_comes_from_the_url(article: One) -> None:
    found = article(line(text="Troops left.", url="https://post.example/1"))
    assert found.id == article_id(url="https://post.example/1", text="")


def test_id_comes_from_the_text_without_url(article: One) -> None:
    assert article(line(text="Troops left.")).id == article_id(url=None, text="Troops left.")


def test_number_may_be_an_id(article: One) -> None:
    assert article(line(id=17, text="Troops left.")).id == "17"


def test_default_date_is_for_articles_without_one(read: Many) -> None:
    found = read(line(text="a") + "\n" + line(text="b", date="2019"), date="2020-01-06")
    assert [item.date for item in found if isinstance(item, Article)] == ["2020-01-06", "2019"]


def test_same_id_twice_is_given_twice(read: Many) -> None:
    assert len(read(line(id="x", text="a") + "\n" + line(id="x", text="b"))) == 2


def test_blank_lines_are_skipped_but_counted(read: Many) -> None:
    found = read(line(text="a") + "\n\n \n{broken}\n")
    assert [item.where for item in found if isinstance(item, Rejected)] == ["standard input:4"]


def test_broken_line_leaves_the_others(read: Many) -> None:
    found = read(line(text="a") + '\n{"text": "b\n' + line(text="c"))
    assert [type(item) for item in found] == [Article, Rejected, Article]


def test_broken_first_line_leaves_the_others(read: Many) -> None:
    found = read('{"text": "b\n' + line(text="c"))
    assert [type(item) for item in found] == [Rejected, Article]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ('{"text": "a', "this is not JSON: Unterminated string"),
        ("{}", "the record has no 'text' but no key"),
        (line(body="a", title="b"), "the record has no 'text' but 'body', 'title'"),
        (line(text=None), "the field 'text' is null, not a string"),
        (line(text=["a"]), "the field 'text' is a list, not a string"),
        (line(text=1), "the field 'text' is a number, not a string"),
        (line(text=""), "the text is empty"),
        (line(text=" \n\t"), "the text holds only white space"),
        (line(text="a", title=["b"]), "the field 'title' is a list, not a string"),
        (line(text="a", id=True), "the field 'id' is true or false, not a string"),
        (line(text="a", source={}), "the field 'source' is an object, not a string"),
        (line(text="a", date=2020), "the field 'date' is a number, not a string"),
        (line(text="a", date="soon"), "the date 'soon' cannot be read; write it as YYYY-MM-DD"),
        (line(text="a", date="03/04/2020"), "can be read as day/month or month/day"),
        (line(text="a", language="n/a"), "the language 'n/a' is no language tag"),
        (line(text="a\x00b"), "the field 'text' holds a NUL character at 1"),
        (line(text="ab\ud800"), "the field 'text' holds half a character, U+D800 at 2"),
        (line(text="a", title="\udfff"), "the field 'title' holds half a character"),
        (line(text="a" * (MAX_ARTICLE_CHARS + 1)), "has 1,000,001 characters, more than the 1,000,000"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "a number too long"),
        ('{"text": "a", "n": ' + "[" * 99999 + "}", "nesting too deep"),
    ],
    ids=lambda value: value[:30],
)
def test_record_is_refused(refusal: Refusal, raw: str, reason: str) -> None:
    assert reason in refusal(raw, format="jsonl")


@pytest.mark.parametrize("raw", ["17", '"words"', "null", "[1]"])
def test_line_that_is_no_object_is_refused(read: Many, raw: str) -> None:
    found = read(line(text="a") + "\n" + raw)
    assert isinstance(found[1], Rejected)
    assert "not an object" in found[1].reason


def test_line_in_another_encoding_is_refused_alone(read: Many) -> None:
    found = read(line(text="a").encode() + b'\n{"text": "caf\xe9"}\n' + line(text="c").encode())
    assert found[1] == Rejected(
        where="standard input:2", reason="byte 0xe9 at offset 13 is not UTF-8; save the file as UTF-8"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(read: Many, encoding: str) -> None:
    text = "“Troops” left 🙂"
    found = read("\n".join(json.dumps({"text": f"{text} {n}"}, ensure_ascii=False) for n in range(3)).encode(encoding))
    assert [item.text for item in found if isinstance(item, Article)] == [f"{text} {n}" for n in range(3)]


def test_broken_utf16_ends_the_file_with_one_refusal(read: Many) -> None:
    found = read((line(text="a") + "\n").encode("utf-16") + b"\x00", format="jsonl")
    assert isinstance(found[-1], Rejected)
    assert "not valid UTF-16" in found[-1].reason


@pytest.mark.parametrize("indent", [None, 2])
def test_array_is_read(read: Many, indent: int | None) -> None:
    found = read(json.dumps([{"text": "a"}, {"title": "b"}, {"text": "c"}], indent=indent))
    assert [type(item) for item in found] == [Article, Rejected, Article]


def test_refused_item_of_an_array_is_named(read: Many) -> None:
    found = read(json.dumps([{"text": "a"}, {"text": ""}]))
    assert found[1] == Rejected(where="standard input, item 2", reason="the text is empty")


def test_object_over_several_lines_is_read(article: One) -> None:
    assert article(json.dumps({"title": "b", "text": "a"}, indent=2)).title == "b"


def test_empty_array_holds_no_article(refusal: Refusal) -> None:
    assert refusal("[]") == "there is no article in it"


def test_broken_array_is_one_refusal(refusal: Refusal) -> None:
    assert "this is not JSON" in refusal('[{"text": "a"},\n {"text": ]')


def test_line_longer_than_the_limit_leaves_the_others(read: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.streams.MAX_RECORD_BYTES", 100)
    found = read(line(text="a" * 1000) + "\n" + line(text="b"))
    assert [type(item) for item in found] == [Rejected, Article]


def test_crlf_between_records_is_no_part_of_them(read: Many) -> None:
    found = read((line(text="a") + "\r\n" + line(text="b") + "\r\n").encode())
    assert [item.text for item in found if isinstance(item, Article)] == ["a", "b"]
