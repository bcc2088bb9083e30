"""In: one web page. Out: one article: its main text, title, date, author and site, found by trafilatura.

Paragraphs are separated by blank lines. Refuses pages without main text. Nothing is fetched and no clock is read:
a date is taken from the page's markup only, never guessed from its words.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read.decode import binary_kind, decode_text, mark_encoding
from kg.read.limits import MAX_HTML_BYTES
from kg.read.noise import noise_name
from kg.read.records import make_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trafilatura.settings import Document

    from kg.read.streams import Source

_CHARSET = re.compile(rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LANGUAGE = re.compile(r"""<html\s[^>]*?\blang\s*=\s*["']?([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)""", re.IGNORECASE)
_NO_CHARSET = re.compile(r"escape|utf.?7|idna|punycode")
"""Codecs that Python knows and the web does not."""
_SENTENCE = re.compile(r"""(?:\S+\s+){4}\S.*[.!?…]["”’')\]]*$""")
_ROOT = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_META_BYTES = 4096
_FEW_WORDS = 25
"""Characters of main text that are enough where a page is short, such as a brief of two sentences."""

# Without `extensive_search` dates in running text and copyright lines are left alone; `max_date` would be today.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}

# Their complaints about a page are ours to report: without a handler Python would print them to standard error.
for _name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose main text was not looked for yet: that takes some hundred times as long as reading its bytes.

    Attributes:
        where: how messages name it.
        raw: its bytes as they were sent.
        date: publication date when the page brings none.
        url: its address where that is known from outside, for pages that do not name their own.
        charset: its encoding as the server named it.
    """

    where: str
    raw: bytes
    date: str | None = None
    url: str | None = None
    charset: str | None = None

    def article(self) -> Article | Rejected:
        """The page's one article, or why there is none."""
        try:
            page = _DECLARATION.sub("", decode_page(self.raw, charset=self.charset))
            if not _ROOT.search(page):
                page = f"<html><body>{page}</body></html>"
            text, fields = _extract(page)
            if language := _LANGUAGE.search(page):
                fields["language"] = language.group(1)
            if not fields["url"] and self.url:
                fields["url"] = self.url
                fields["source"] = fields["source"] or urlsplit(self.url).hostname
            return make_article(text, fields, date=self.date)
        except InputError as exc:
            return Rejected(where=self.where, reason=exc.reason)


def read_html(source: Source, date: str | None) -> Iterator[Page]:
    """The file's one page; InputError when it is too large."""
    yield Page(where=source.where, raw=source.read_whole(MAX_HTML_BYTES), date=date)


def decode_page(raw: bytes, *, charset: str | None = None) -> str:
    """The page's characters: by byte order mark, by what the server or the page declares, else as any text.

    Raises:
        InputError: the bytes are no text.
    """
    match = _CHARSET.search(raw[:_META_BYTES])
    declared = charset or (match.group(1).decode("ascii", "replace") if match else None)
    if declared and mark_encoding(raw) is None and binary_kind(raw) is None:
        name = declared.lower()
        # What pages call Latin-1 is Windows-1252 (WHATWG Encoding, section 4.2).
        name = "cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else name
        try:
            if not _NO_CHARSET.search(name):
                return raw.decode(name)
        except (LookupError, ValueError):
            pass  # a wrong declaration is common; the bytes decide
    return decode_text(raw)


def _main_text(page: str, *, least: int | None = None) -> Document | None:
    """What trafilatura takes for the page's text, with its metadata; None when that is nothing.

    `least`: characters of main text below which it takes all that the page shows; its own default when None.
    """
    # Loading it takes a fifth of a second and 40 MB, which no other format needs.
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG, Document

    config = DEFAULT_CONFIG
    if least is not None:
        config = deepcopy(config)
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(least))
    try:
        document = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=_DATES,
            config=config,
        )
    except Exception as exc:
        # Whatever a hostile page makes the parsers raise, the page is refused and the run goes on.
        raise InputError(f"the page cannot be read ({type(exc).__name__}); give its text as a text file") from exc
    return document if isinstance(document, Document) and (document.text or "").strip() else None


def _extract(page: str) -> tuple[str, dict[str, str | None]]:
    nothing = "the page holds no main text; save it after its scripts have run, or give its text as a text file"
    document = _main_text(page)
    if document is None:
        raise InputError(nothing)
    paragraphs = str(document.text).splitlines()
    if len(paragraphs) == 1:
        # Of a page with few words trafilatura gives all that it shows, in one line: "Miners strike By Ann Roe Tweet
        # Miners went on strike". Asked for less, it tells the text from the rest.
        shorter = _main_text(page, least=_FEW_WORDS)
        if shorter is not None and 2 * len(str(shorter.text)) > len(paragraphs[0]):
            document, paragraphs = shorter, str(shorter.text).splitlines()
    paragraphs = [line.strip() for line in paragraphs]
    # From a page of menus trafilatura gives the menus: an article has a sentence somewhere.
    if not any(_SENTENCE.search(paragraph) and noise_name(paragraph) is None for paragraph in paragraphs):
        raise InputError(nothing)
    site = document.sitename or document.hostname or (urlsplit(document.url).hostname if document.url else None)
    fields = {
        "url": document.url,
        "title": document.title,
        "date": document.date,
        "source": site,
        "author": document.author,
    }
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return text, {name: str(value) if value else None for name, value in fields.items()}
