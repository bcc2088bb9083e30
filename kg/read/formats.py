"""In: the first bytes of a file and its extension. Out: its format. Refuses binary files and unknown kinds of XML."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from kg.errors import InputError
from kg.read.decode import binary_kind, mark_encoding
from kg.read.records import FIELDS
from kg.read.tables import header_columns


class Format(StrEnum):
    """What can be read; JSONL covers JSON arrays and objects, RSS covers Atom, WARC also the texts of WET files."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    RSS = "rss"
    PARQUET = "parquet"
    WARC = "warc"


_BY_EXTENSION = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".rss": Format.RSS,
    ".atom": Format.RSS,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".warc": Format.WARC,
    ".wet": Format.WARC,
}
EXTENSIONS = frozenset({*_BY_EXTENSION, ".txt", ".text", ".md", ".xml", ""})
"""Extensions of the files that are read from a folder; the last ones are told apart by their content."""

_HTML = re.compile(r"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.I | re.S)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.I)
_XML = re.compile(r"(?:<\?xml|<!--|<!doctype|<[A-Za-z][\w:.-]*[\s/>])", re.I)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_JSON = re.compile(r"\[\s*[\[{\]]|\{\s*[\"}]")


def suffix_of(name: str) -> str:
    """The extension in lower case, that under ".gz" or ".zst" for packed files."""
    path = PurePath(name)
    return (PurePath(path.stem) if path.suffix.lower() in {".gz", ".zst"} else path).suffix.lower()


def archive_format(head: bytes) -> Format | None:
    """The format of a file that may hold any bytes, by its first ones; None for all others."""
    if head.startswith(b"WARC/"):
        return Format.WARC
    return Format.PARQUET if head.startswith(b"PAR1") else None


def check_not_binary(head: bytes) -> None:
    """Raises InputError when the bytes are those of a picture, a document of an office program or the like."""
    kind = binary_kind(head)
    if kind:
        raise InputError(f"this is {kind}, not text; extract its text first")


def detect(head: bytes, suffix: str) -> Format:
    """The format, by extension where that says enough, else by content; plain text when nothing else fits.

    Raises:
        InputError: XML that is neither a feed nor a page.
    """
    if suffix in _BY_EXTENSION:
        return _BY_EXTENSION[suffix]
    start = head.decode(mark_encoding(head) or "utf-8", "replace").lstrip()
    if _HTML.match(start):
        return Format.HTML
    if suffix not in {".txt", ".text", ".md"}:
        if _JSON.match(start):
            return Format.JSONL
        columns = header_columns(re.split(r"[\r\n]", start, maxsplit=1)[0])
        if "text" in columns and len(set(columns) & set(FIELDS)) > 1:
            return Format.CSV
    if suffix == ".xml" or start.startswith("<?xml") or _FEED.match(start):
        return _xml(start)
    return Format.TEXT


def _xml(start: str) -> Format:
    if _FEED.search(start):
        return Format.RSS
    if re.search(r"<html\b", start, re.IGNORECASE):
        return Format.HTML
    root = _ROOT.search(re.sub(r"<!--.*?-->", "", start, flags=re.DOTALL))
    raise InputError(
        f"this XML is neither a feed nor a page but {root.group(1) if root else 'nothing'!r}; make it JSONL"
    )
