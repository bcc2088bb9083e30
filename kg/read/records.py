"""In: JSONL, a JSON array or a JSON object of articles. Out: articles, and one refusal for each record that is none.

A record has `text`, and may have `id`, `url`, `title`, `date`, `source`, `author`, `language`; other keys are ignored.
The text is kept exactly as given. Refused, each for itself: a line that is not UTF-8 or not JSON, a record without
text, a field of the wrong type, a date that cannot be read, characters that no graph can store.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.ids import article_id
from kg.model import Article, Rejected
from kg.read.decode import mark_encoding
from kg.read.limits import MAX_ARTICLE_CHARS, MAX_RECORD_BYTES
from kg.read.published import publication_date
from kg.read.streams import byte_lines, utf8_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.read.streams import Source

FIELDS = ("id", "url", "title", "date", "source", "author", "language", "text")

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")


def read_json(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    """Articles of one JSON or JSONL stream; the lines are named by number, the items of an array likewise."""
    if is_document(source.head):
        yield from _read_document(source, date)
        return
    for number, line in byte_lines(utf8_stream(source)):
        where = f"{source.where}:{number}"
        if line is None:
            yield Rejected(where=where, reason=f"the line is longer than {MAX_RECORD_BYTES:,} bytes; split the article")
        elif line.strip():
            yield _outcome(line, where, date)


def is_document(head: bytes) -> bool:
    """Whether the JSON is one array or one object over several lines, rather than one record in each line."""
    lines = [line.strip() for line in head.decode(mark_encoding(head) or "utf-8", "replace").split("\n")]
    lines = [line for line in lines if line]
    if not lines or not lines[0].startswith(("[", "{")):
        return False
    try:
        _parse(lines[0].encode())
    except InputError:
        # A first line that breaks off: the next line tells a spread-out object from a broken record.
        return lines[0][0] == "[" or lines[0] == "{" or (len(lines) > 1 and lines[1][0] in '"}')
    return len(lines) == 1 and lines[0][0] == "["


def article_from_record(record: object, *, date: str | None = None) -> Article:
    """The article of one record; `date` stands in where the record has none.

    Raises:
        InputError: the record is no article; the reason names the field.
    """
    if not isinstance(record, dict):
        raise InputError(f"the record is {_kind(record)}, not an object with the key 'text'")
    if "text" not in record:
        keys = ", ".join(repr(str(key)[:40]) for key in list(record)[:8]) or "no key"
        raise InputError(f"the record has no 'text' but {keys}; put the article's words under 'text'")
    text = record["text"]
    if not isinstance(text, str):
        raise InputError(f"the field 'text' is {_kind(text)}, not a string")
    return make_article(text, {name: _string(record, name) for name in FIELDS if name != "text"}, date=date)


def make_article(text: str, fields: Mapping[str, str | None], *, date: str | None = None) -> Article:
    """The article with this text and metadata, both checked; every format ends here.

    Args:
        text: kept as it is.
        fields: any of `FIELDS` but text; white space around the values is dropped, "" is None.
        date: the publication date when `fields` has none.

    Raises:
        InputError: the text is blank, too long or cannot be stored, or the date or language cannot be read.
    """
    if not text.strip():
        raise InputError("the text is empty" if not text else "the text holds only white space")
    if len(text) > MAX_ARTICLE_CHARS:
        raise InputError(
            f"the article has {len(text):,} characters, more than the {MAX_ARTICLE_CHARS:,} that can be parsed; "
            "split it into several articles"
        )
    values = {name: (fields.get(name) or "").strip() or None for name in FIELDS if name != "text"}
    for name, value in (("text", text), *values.items()):
        _check_characters(name, value or "")
    language = values["language"]
    if language is not None:
        language = language.lower().replace("_", "-")
        if not _LANGUAGE.fullmatch(language):
            raise InputError(f"the language {values['language']!r} is no language tag; write it as 'en' or 'en-gb'")
    try:
        day = publication_date(values["date"]) if values["date"] else date
    except ValueError as exc:
        raise InputError(str(exc)) from exc
    return Article(
        id=values["id"] or article_id(url=values["url"], text=text),
        text=text,
        title=values["title"],
        date=day,
        source=values["source"],
        url=values["url"],
        author=values["author"],
        language=language,
    )


def _read_document(source: Source, date: str | None) -> Iterator[Article | Rejected]:
    document = _parse(source.read_whole())
    if not isinstance(document, list):
        yield article_from_record(document, date=date)
        return
    for number, record in enumerate(document, start=1):
        yield _outcome(record, f"{source.where}, item {number}", date)


def _outcome(record: object, where: str, date: str | None) -> Article | Rejected:
    try:
        return article_from_record(_parse(record) if isinstance(record, bytes) else record, date=date)
    except InputError as exc:
        return Rejected(where=where, reason=exc.reason)


def _parse(raw: bytes) -> object:
    try:
        text = raw.decode(mark_encoding(raw) or "utf-8")
    except UnicodeDecodeError as exc:
        byte = raw[exc.start]
        raise InputError(f"byte 0x{byte:02x} at offset {exc.start} is not UTF-8; save the file as UTF-8") from exc
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as exc:
        at = f"column {exc.colno}" if exc.lineno == 1 else f"line {exc.lineno}, column {exc.colno}"
        raise InputError(f"this is not JSON: {exc.msg} at {at}; repair or remove it") from exc
    except (ValueError, RecursionError) as exc:  # numbers of thousands of digits, brackets nested by the thousand
        raise InputError("this JSON holds a number too long or nesting too deep for an article; remove it") from exc
    return parsed


def _string(record: Mapping[str, object], name: str) -> str | None:
    value = record.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise InputError(f"the field {name!r} is {_kind(value)}, not a string")
    return value


def _check_characters(name: str, value: str) -> None:
    if "\x00" in value:
        raise InputError(f"the field {name!r} holds a NUL character at {value.index(chr(0))}; remove it")
    if match := _SURROGATE.search(value):
        code = ord(match.group())
        if 0xDC80 <= code <= 0xDCFF:
            # How Python carries a byte that could not be decoded (PEP 383), from CSV.
            raise InputError(
                f"the field {name!r} holds byte 0x{code - 0xDC00:02x}, which does not decode; save the file as UTF-8"
            )
        raise InputError(f"the field {name!r} holds half a character, U+{code:04X} at {match.start()}; repair it")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a string" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"
