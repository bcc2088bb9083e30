"""In: an RSS or Atom file. Out: one article for each entry. Refuses files that are no feed and entries without words.

The text of an entry is its content, else its summary, without tags. A feed that is not well-formed gives the entries
that can be read, and one refusal that says so; nothing is fetched.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import feedparser

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read.markup import html_text
from kg.read.records import make_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.streams import Source

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_CUT_OFF = ("no element found", "unclosed")


def read_feed(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    """Articles of one feed; refusals name the entry by its place.

    Raises:
        InputError: the file is no feed.
    """
    raw = source.read_whole()
    try:
        # A stream, since feedparser takes a string or bytes for an address or a file name first.
        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as exc:
        # Whatever a hostile feed makes the parser raise, the feed is refused and the run goes on.
        raise InputError(f"the feed cannot be read ({type(exc).__name__}); check that it is RSS or Atom") from exc
    broken = feed.get("bozo_exception") if feed.get("bozo") else None
    if isinstance(broken, _HARMLESS):
        broken = None
    if not feed.entries:
        if feed.get("version") and broken is None:
            raise InputError("the feed has no entry")
        raise InputError(f"this is no RSS or Atom feed{_because(broken)}; check the file")
    # The last entry of a feed that was cut off may end in the middle of a sentence.
    cut_off = broken is not None and any(words in str(broken) for words in _CUT_OFF)
    n_whole = len(feed.entries) - cut_off
    for number, entry in enumerate(feed.entries[:n_whole], start=1):
        try:
            yield make_article(_entry_text(entry), _entry_fields(entry, feed.feed), date=date)
        except InputError as exc:
            yield Rejected(where=f"{source.where}, entry {number}", reason=exc.reason)
    if broken is not None:
        kept = f"{n_whole} of its entries were read" + (", the last one is cut off and was not" if cut_off else "")
        yield Rejected(where=source.where, reason=f"the feed is not well-formed{_because(broken)}; {kept}")


def _entry_text(entry: Any) -> str:
    parts = [*entry.get("content", []), entry.get("summary_detail") or {}]
    texts = [_plain(part) for part in parts]
    return next((text for text in texts if text.strip()), "")


def _plain(part: Any) -> str:
    value = str(part.get("value") or "")
    return value if part.get("type") == "text/plain" else html_text(value)


def _entry_fields(entry: Any, feed: Any) -> dict[str, str | None]:
    title = entry.get("title_detail") or {}
    source = (entry.get("source") or {}).get("title") or feed.get("title")
    fields = {
        "url": entry.get("link"),
        "title": " ".join(_plain(title).split()),
        "date": entry.get("published") or entry.get("updated"),
        "source": " ".join(html_text(str(source)).split()) if source else None,
        "author": entry.get("author"),
        "language": feed.get("language"),
    }
    return {name: str(value) if value else None for name, value in fields.items()}


def _because(broken: object) -> str:
    if broken is None:
        return ""
    words = re.sub(r"^<unknown>:", "line ", " ".join(str(broken).split()))[:120]
    return f" ({words})" if words else ""
