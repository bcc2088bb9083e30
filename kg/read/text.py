r"""In: a plain text file. Out: one article. Refuses what `kg.read.decode` and `kg.read.records` refuse.

Only line ends (all become \n) and a byte order mark are changed. A file may open with a header, for collections made
by hand, one line each and a blank line after:

    Title: Minister denies the report
    Date: 2020-01-06
    Source: The Example Post
    Url: https://example.org/a
    Author: Jane Roe

`Id:` and `Language:` are known too. The article's text is then what follows the blank line. Without a header, a
first line that looks like a headline becomes the title and stays in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.read.decode import decode_text
from kg.read.noise import noise_name
from kg.read.records import FIELDS, make_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Article, Rejected
    from kg.read.streams import Source

MAX_TITLE_CHARS = 160
"""Longest first line taken for a headline; those of the news sets used in development stay below 130."""

_KEYS = tuple(name for name in FIELDS if name != "text")
_HEADER_LINE = re.compile(rf"({'|'.join(_KEYS)})[ \t]*:(?:[ \t]+(.*))?", re.IGNORECASE)
_NO_TITLE_END = (".", ",", ";", ":", "-", "–", "—", "…")


def read_text(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    """The file's one article.

    Raises:
        InputError: the file is no text, or its header or text is refused.
    """
    text = re.sub(r"\r\n?", "\n", decode_text(source.read_whole()))
    fields, text = split_header(text)
    fields.setdefault("title", headline(text))
    yield make_article(text, fields, date=date)


def split_header(text: str) -> tuple[dict[str, str | None], str]:
    """The header's fields and the text after it; no fields and the text itself when there is no header.

    A lone `Source:`, `Author:` or `Language:` line is taken for prose ("Source: Iran shot down the plane").

    Raises:
        InputError: a key stands in the header twice.
    """
    head, blank, body = text.partition("\n\n")
    lines = head.split("\n")
    matches = [match for line in lines if (match := _HEADER_LINE.fullmatch(line.strip()))]
    keys = [match.group(1).lower() for match in matches]
    if len(matches) < len(lines) or not blank or (len(keys) == 1 and keys[0] in {"source", "author", "language"}):
        return {}, text
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise InputError(f"the header names {twice!r} twice; keep one line of it")
    return {key: match.group(2) for key, match in zip(keys, matches, strict=True)}, body.lstrip("\n")


def headline(text: str) -> str | None:
    """The first line when it stands alone, is short and does not end as a sentence does; else None."""
    first, _, rest = text.lstrip("\n").partition("\n")
    title = first.strip()
    stands_alone = rest.split("\n", 1)[0].strip() == "" and rest.strip() != ""
    if not stands_alone or not title or len(title) > MAX_TITLE_CHARS or title.endswith(_NO_TITLE_END):
        return None
    return None if noise_name(title) else title
