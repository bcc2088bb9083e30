"""In: a WARC file of a web crawl (ISO 28500). Out: a page for each HTML response, an article for each text.

Read are `response` and `resource` records, and the `conversion` records of Common Crawl's WET files. Records that hold
no document of their own (requests, metadata, revisits) are passed over; a response that is an error or no page is
refused. The date of a crawl is no date of publication, so it is not used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read.decode import decode_text
from kg.read.html import Page
from kg.read.limits import HEAD_BYTES, MAX_HTML_BYTES
from kg.read.records import make_article
from kg.read.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.streams import Source

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_warc(source: Source, date: str | None) -> Iterator[Article | Page | Rejected]:
    """Pages and articles of one file; refusals name the record by its address, else by its place in the file.

    Raises:
        InputError: the file ends within a record, or where the next one begins is not known.
    """
    number = 0
    try:
        for record in _Records(_Pieces(source.stream)):
            number += 1
            outcome = None
            if record.rec_type in {"response", "resource", "conversion"}:
                outcome = _outcome(record, number, source.where, date)
            _finish(record)
            if outcome is not None:
                yield outcome
    except (ArchiveLoadFailed, UnicodeDecodeError, ValueError) as exc:
        words = " ".join(str(exc).split())[:200]
        raise InputError(f"after record {number} the file cannot be read ({words}); repair it") from exc


class _Records(ArchiveIterator):  # type: ignore[misc]  # untyped
    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        # The library's own goes on after a record that is not as long as it says, with a note on standard error.
        n_bytes = 0
        while line := self.reader.readline():
            if line.strip() and not n_bytes:
                raise ArchiveLoadFailed(f"no blank line but {line[:40]!r}: a record is not as long as it says")
            if line.strip():
                return line, n_bytes
            n_bytes += len(line)
        return None, n_bytes


class _Pieces:
    """The stream piece by piece: what comes before damage is given before the damage is met."""

    def __init__(self, stream: Any) -> None:
        self.read = stream.read1


def _finish(record: Any) -> None:
    """Passes over the rest of a record; InputError when the file ends first."""
    if not (record.rec_headers.get_header("Content-Length") or "").isdigit():
        raise ArchiveLoadFailed("a record does not say how long it is")
    while record.raw_stream.read(HEAD_BYTES):
        pass
    if record.raw_stream.limit > 0:
        raise InputError(f"the file ends {record.raw_stream.limit:,} bytes before its last record does; copy it again")


def _outcome(record: Any, number: int, where: str, date: str | None) -> Article | Page | Rejected:
    url = record.rec_headers.get_header("WARC-Target-URI")
    named = f"{where}, record {number}" + (f" ({url})" if url else "")
    headers = record.http_headers or record.rec_headers
    kind, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    kind = kind.strip().lower()
    status = "200" if record.http_headers is None else record.http_headers.get_statuscode()
    if status != "200":
        return Rejected(where=named, reason=f"the server answered {status[:20] or 'nothing'}, not with the page")
    if kind not in _PAGES | _TEXTS:
        return Rejected(where=named, reason=f"this is {kind[:60] or 'of no stated kind'}, not a page or text")
    try:
        raw = _content(record)
        if kind in _PAGES:
            charset = _CHARSET.search(parameters)
            return Page(where=named, raw=raw, date=date, url=url, charset=charset.group(1) if charset else None)
        text = decode_text(raw)
        return make_article(text, {"url": url, "title": headline(text)}, date=date)
    except InputError as exc:
        return Rejected(where=named, reason=exc.reason)


def _content(record: Any) -> bytes:
    """The document itself, chunks joined and unpacked."""
    raw: bytes = record.content_stream().read(MAX_HTML_BYTES + 1)
    if len(raw) > MAX_HTML_BYTES:
        raise InputError(f"the page is larger than {MAX_HTML_BYTES:,} bytes, the most that is read")
    if not raw:
        raise InputError("the page is empty")
    return raw
