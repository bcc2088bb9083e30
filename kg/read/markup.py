"""In: a piece of HTML, as feeds carry it. Out: its text, paragraphs separated by blank lines. Refuses nothing."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|center|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|"
    r"nav|[ou]l|p|pre|section|table|t[dhr]"
)
_SILENT = re.compile(r"head|iframe|noscript|object|script|style|svg|template|title")
_TAG = re.compile(r"<[^>]*>")


def html_text(markup: str) -> str:
    """The words of the markup without tags, scripts and styles; white space within a paragraph becomes one space."""
    collector = _Collector()
    try:
        collector.feed(markup)
        collector.close()
    except AssertionError:  # how html.parser answers some broken declarations ("<![")
        return " ".join(unescape(_TAG.sub(" ", markup)).split())
    paragraphs = ("".join(piece).split() for piece in collector.paragraphs)
    return "\n\n".join(" ".join(words) for words in paragraphs if words)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[str]] = [[]]
        self._silent: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent is None and _SILENT.fullmatch(tag):
            self._silent = tag
        elif _BLOCKS.fullmatch(tag):
            self.paragraphs.append([])
        elif tag == "br":
            self.paragraphs[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = None
        elif _BLOCKS.fullmatch(tag):
            self.paragraphs.append([])

    def handle_data(self, data: str) -> None:
        if self._silent is None:
            self.paragraphs[-1].append(data)
