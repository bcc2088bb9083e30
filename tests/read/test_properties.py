import io
import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Article, Rejected
from kg.read import fingerprint, noise_spans, read_articles
from kg.read.decode import decode_text
from kg.read.markup import html_text
from kg.read.published import publication_date

FORMATS = ["auto", "text", "html", "jsonl", "csv", "rss"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(str.strip)
# Bytes that lead the readers further in than noise does.
PIECES = st.sampled_from(
    [b'{"text": "', b'"}', b"[", b"{", b'"', b"\n", b"\r\n", b",", b";", b"text", b"id,text\n", b"<html>", b"<p>",
     b"</p>", b"<![", b"<!--", b"<rss>", b"<channel>", b"<item>", b"<description>", b"<feed>", b"<entry>",
     b"&#x110000;", b"&amp", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"\x00", b"\xe9",
     b"\xe2\x80", b"\\ud800", b"\\u0000", b"Title: x\n", b"Date: 2020\n\n", b"The army attacked the village. ",
     b"<?xml version='1.0'?>", b"<meta charset=utf-16>"]
)  # fmt: skip
HOSTILE = st.one_of(
    st.binary(max_size=300), st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=25).map(b"".join)
)


def read(raw: bytes, **options: str) -> list[Article | Rejected]:
    return list(read_articles(["-"], stdin=io.BytesIO(raw), **options))


@pytest.mark.parametrize("form", FORMATS)
@given(raw=HOSTILE)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_raise_and_none_vanish(form: str, raw: bytes) -> None:
    found = read(raw, format=form)
    assert found
    for item in found:
        (item.text if isinstance(item, Article) else item.reason).encode()


@given(text=TEXTS, ascii_only=st.booleans())
def test_jsonl_text_is_kept_exactly(text: str, ascii_only: bool) -> None:
    (found,) = read(json.dumps({"text": text}, ensure_ascii=ascii_only).encode())
    assert isinstance(found, Article)
    assert found.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@given(text=TEXTS.filter(lambda text: not text.startswith(("\ufeff", "{\\rtf", "%PDF"))))
def test_unicode_is_decoded_as_it_was_encoded(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@given(
    text=st.lists(st.one_of(st.text(), st.sampled_from(["Comments 0", "\n", " ", "Share", "a.pngThe", "By A B"]))).map(
        "".join
    )
)
def test_noise_spans_lie_in_the_text_in_order(text: str) -> None:
    spans = noise_spans(text)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@given(text=st.text())
def test_fingerprint_takes_any_text(text: str) -> None:
    assert len(fingerprint(text)) in (0, 64)


@given(markup=st.text(st.sampled_from("<>/!-[]&;#xpb \"'=a\n")))
def test_markup_never_raises(markup: str) -> None:
    assert html_text(markup).strip() == html_text(markup)


@given(written=st.one_of(st.text(max_size=40), st.text(st.sampled_from("0123456789-/. :TZJanMayJune,"), max_size=25)))
def test_date_is_partial_or_refused(written: str) -> None:
    try:
        day = publication_date(written)
    except ValueError:
        return
    assert len(day) in (4, 7, 10)
