"""Parquet, WARC and zstd: what archives and crawls are kept in."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sys
from itertools import starmap
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from kg.model import Article, Rejected
from kg.read import Page, read_articles, read_items

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "Troops left the town on Monday."
PAGE = f"<html><head><title>Withdrawal</title></head><body><article><p>{WORDS}</p></article></body></html>"


def table(**columns: list[object]) -> bytes:
    target = io.BytesIO()
    parquet.write_table(pa.table(columns), target)
    return target.getvalue()


def test_rows_are_articles_and_dates_may_be_dates(read: Callable[..., list[Article | Rejected]]) -> None:
    raw = table(ID=[1, 2, 3], text=[WORDS, None, WORDS], date=[dt.date(2024, 5, 14)] * 3, n=[1, 2, 3], url=[None] * 3)
    one, none, two = read(raw)
    assert isinstance(one, Article)
    assert (one.id, one.text, one.date) == ("1", WORDS, "2024-05-14")
    assert none == Rejected(where="standard input, row 2", reason="the field 'text' is null, not a string")
    assert isinstance(two, Article)


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_streams_from_a_file_packed_or_not(tmp_path: Path, packed: bool) -> None:
    raw = table(text=[f"{WORDS} {number}" for number in range(1000)])
    path = tmp_path / ("a.parquet.gz" if packed else "a.parquet")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    assert [item.text for item in read_articles([path]) if isinstance(item, Article)][999] == f"{WORDS} 999"


def test_tables_without_text_and_damaged_ones_are_refused(refusal: Callable[..., str]) -> None:
    assert "no column 'text' but 'body'" in refusal(table(body=[WORDS]))
    assert "'text' more than once" in refusal(table(text=[WORDS], TEXT=[WORDS]))
    assert "damaged or of an unknown kind" in refusal(table(text=[WORDS])[:-20])


def crawl(*records: tuple[str, str, str, bytes], packed: bool) -> bytes:
    """A WARC file of (record type, HTTP status line, content type, content)."""
    return b"".join(gzip.compress(raw) if packed else raw for raw in starmap(_record, enumerate(records)))


def _record(number: int, record: tuple[str, str, str, bytes]) -> bytes:
    kind, status, content_type, body = record
    if status:
        body = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        content_type = "application/http"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_pages_and_texts_of_a_crawl_are_read(read: Callable[..., list[Article | Rejected]], packed: bool) -> None:
    raw = crawl(
        ("warcinfo", "", "application/warc-fields", b"software: x"),
        ("response", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("request", "", "application/http", b"GET /1 HTTP/1.1\r\nHost: example.org\r\n\r\n"),
        ("response", "404 Not Found", "text/html", PAGE.encode()),
        ("response", "200 OK", "image/png", b"\x89PNG\x00"),
        ("conversion", "", "text/plain", WORDS.encode()),
        packed=packed,
    )
    page, missing, picture, text = read(raw)
    assert isinstance(page, Article)
    assert (page.text, page.url, page.source, page.date) == (WORDS, "https://example.org/1", "example.org", None)
    assert isinstance(missing, Rejected)
    assert missing.where == "standard input, record 4 (https://example.org/3)"
    assert missing.reason == "the server answered 404, not with the page"
    assert isinstance(picture, Rejected)
    assert picture.reason == "this is image/png, not a page or text"
    assert isinstance(text, Article)
    assert (text.text, text.url) == (WORDS, "https://example.org/5")


def test_pages_of_a_crawl_may_be_left_as_they_are() -> None:
    raw = crawl(("response", "200 OK", "text/html", PAGE.encode()), packed=True)
    (page,) = read_items(["-"], stdin=io.BytesIO(raw))
    assert isinstance(page, Page)
    article = page.article()
    assert isinstance(article, Article)
    assert article.text == WORDS


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_that_breaks_off_keeps_what_came_before(
    read: Callable[..., list[Article | Rejected]], packed: bool
) -> None:
    raw = crawl(*[("response", "200 OK", "text/html", PAGE.encode())] * 3, packed=packed)
    found = read(raw[: -(len(raw) // 5)])
    assert [type(item) for item in found[:2]] == [Article, Article]
    assert isinstance(found[-1], Rejected)


def test_a_broken_record_is_refused_with_what_follows(read: Callable[..., list[Article | Rejected]]) -> None:
    raw = crawl(("response", "200 OK", "text/html", PAGE.encode()), packed=False)
    for spoiled in (
        b"WARC/1.0\r\nContent-Length: many\r\n\r\nnothing\r\n\r\n",
        b"no record\r\n",
        raw.replace(b"</", b"<"),
    ):
        first, *others = read(raw + spoiled + raw)
        assert isinstance(first, Article)
        assert isinstance(others[-1], Rejected)
        assert "the file cannot be read" in others[-1].reason


def test_zstd_is_unpacked_in_one_frame_or_several(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": WORDS}).encode() + b"\n" for number in range(3)]
    (tmp_path / "a.jsonl.zst").write_bytes(zstd.compress(b"".join(lines)))
    (tmp_path / "b.jsonl.zst").write_bytes(b"".join(map(zstd.compress, lines)))
    found = [item.id for item in read_articles([tmp_path]) if isinstance(item, Article)]
    assert found == ["0", "1", "2"] * 2


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-4], lambda raw: raw[:6] + b"\xff" * 20])
def test_damaged_zstd_is_one_sentence(
    read: Callable[..., list[Article | Rejected]], spoil: Callable[[bytes], bytes]
) -> None:
    found = read(spoil(zstd.compress(json.dumps({"text": WORDS * 50}).encode() * 50)))
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason.startswith("the zstd file is damaged or cut off")
