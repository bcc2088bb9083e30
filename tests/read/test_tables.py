import csv
import io
from collections.abc import Callable

import pytest

from kg.model import Article, Rejected

One = Callable[..., Article]
Many = Callable[..., list[Article | Rejected]]
Refusal = Callable[..., str]


def table(*rows: list[str], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separator_is_recognised(article: One, delimiter: str) -> None:
    raw = table(["date", "text"], ["2020-01-03", f"Troops{delimiter} left."], delimiter=delimiter)
    assert article(raw, format="csv").text == f"Troops{delimiter} left."


def test_columns_are_those_of_a_record(article: One) -> None:
    raw = table(["Text", " ID ", "url", "title", "date", "source", "author", "language", "more"],
                ["Troops left.", "a-1", "https://post.example/1", "T", "2020", "S", "A", "en", "x"])  # fmt: skip
    assert article(raw) == Article(
        id="a-1",
        text="Troops left.",
        title="T",
        date="2020",
        source="S",
        url="https://post.example/1",
        author="A",
        language="en",
    )


def test_line_ends_inside_quotes_are_kept(article: One) -> None:
    assert article('id,text\r\n1,"One.\r\n\nTwo ""quoted"".\r\n"\r\n').text == 'One.\r\n\nTwo "quoted".\r\n'


def test_single_column_of_text_is_a_table_when_forced(read: Many) -> None:
    found = read("text\nTroops left.\nThey went home.\n", format="csv")
    assert [item.text for item in found if isinstance(item, Article)] == ["Troops left.", "They went home."]


def test_field_longer_than_the_modules_default_is_read(article: One) -> None:
    text = "Troops left. " * 20_000
    assert article(table(["id", "text"], ["1", text])).text == text


def test_missing_text_column_is_refused_with_the_columns_found(refusal: Refusal) -> None:
    assert "no column 'text' but 'id', 'body'" in refusal("id,body\n1,a\n", format="csv")


def test_column_named_twice_is_refused(refusal: Refusal) -> None:
    assert "the column 'text' more than once" in refusal("text,text\na,b\n", format="csv")


@pytest.mark.parametrize(("row", "n_cells"), [("1", 1), ("1,Troops, they say, left.", 4)])
def test_ragged_row_is_refused_alone(read: Many, row: str, n_cells: int) -> None:
    found = read(f'id,text\n1,"a\nb"\n{row}\n3,c\n')
    assert [type(item) for item in found] == [Article, Rejected, Article]
    assert found[1] == Rejected(
        where="standard input:4",
        reason=f"the row has {n_cells} cells but the header 2; quote cells that hold separators",
    )


def test_blank_rows_are_skipped(read: Many) -> None:
    assert len(read("id,text\n\n1,a\n,\n\n")) == 1


def test_row_without_text_is_refused(read: Many) -> None:
    assert read("id,text\n1,\n") == [Rejected(where="standard input:2", reason="the text is empty")]


def test_quote_that_is_never_closed_is_refused(read: Many) -> None:
    found = read('id,text\n1,a\n2,"b\n3,c\n')
    assert isinstance(found[0], Article)
    assert [(item.where, item.reason[:25]) for item in found[1:] if isinstance(item, Rejected)] == [
        ("standard input:3", "a quote is opened in this")
    ]


def test_field_over_the_limit_ends_the_table(read: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.tables.MAX_RECORD_BYTES", 150)
    previous = csv.field_size_limit(100)
    try:
        found = read(table(["id", "text"], ["1", "a"], ["2", ("b" * 100 + "\n") * 2], ["3", "c"]))
    finally:
        csv.field_size_limit(previous)
    assert [type(item) for item in found] == [Article, Rejected]


def test_line_over_the_limit_ends_the_table(read: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.tables.MAX_RECORD_BYTES", 50)
    found = read(table(["id", "text"], ["1", "a"], ["2", "b" * 200], ["3", "c"]))
    assert [type(item) for item in found] == [Article, Rejected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_read(article: One, encoding: str) -> None:
    assert article("id,text\n1,“Iran’s” café\n".encode(encoding), format="csv").text == "“Iran’s” café"


def test_byte_in_another_encoding_spoils_its_row_only(read: Many) -> None:
    rows = ["id,text", *(f"{n},Troops left town number {n}." for n in range(4000))]
    raw = "\n".join(rows).encode() + b"\nx,caf\xe9\ny,caf\n"
    found = read(raw, format="csv")
    assert [item for item in found if isinstance(item, Rejected)] == [
        Rejected(
            where="standard input:4002",
            reason="the field 'text' holds byte 0xe9, which does not decode; save the file as UTF-8",
        )
    ]
    assert len(found) == 4002


def test_broken_byte_near_the_start_spoils_its_row_only(read: Many) -> None:
    found = read("id,text\n1,“a”\n2,b".encode() + b"\xff\n" + "3,“c”\n".encode(), format="csv")
    assert [type(item) for item in found] == [Article, Rejected, Article]


def test_header_alone_holds_no_article(refusal: Refusal) -> None:
    assert refusal("id,text\n") == "there is no article in it"


def test_bad_date_is_refused_with_its_line(read: Many) -> None:
    found = read("date,text\nsoon,a\n2020-01-03,b\n")
    assert isinstance(found[0], Rejected)
    assert found[0].where == "standard input:2"
