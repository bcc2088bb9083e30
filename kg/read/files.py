"""In: files, folders, patterns, addresses, "-" for standard input. Out: articles, and a refusal for what gives none.

Everything streams: memory is bounded by one article, or by one file where a format has to be read as a whole. A bad
input never ends a run and never vanishes.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import InputError, LocationError
from kg.locations import files_at, is_address, shown
from kg.model import Article, Rejected
from kg.read.feeds import read_feed
from kg.read.formats import EXTENSIONS, Format, archive_format, check_not_binary, detect, suffix_of
from kg.read.html import Page, read_html
from kg.read.parquet import read_parquet
from kg.read.published import publication_date
from kg.read.records import read_json
from kg.read.streams import open_source
from kg.read.tables import read_csv
from kg.read.text import read_text
from kg.read.warc import read_warc
from kg.settings import STORE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from kg.read.meter import Meter
    from kg.read.streams import Source

STDIN = "-"
_PARTS_OF_PAGE = (
    "_files", ".files", "_file", "_fichiers", "-Dateien", "_archivos", "_bestanden", "_arquivos", "_ficheiros",
    "-filer", "_pliki", "_soubory", "_dosyalar", "_tiedostot",
)  # fmt: skip
"""How browsers name the folder that they save beside a page, with its pictures, scripts and the pages framed in it."""

Outcome = Article | Page | Rejected
"""What an input gives; a page becomes an article, or a refusal, by its method `article`."""


class _Reader(Protocol):
    def __call__(self, source: Source, date: str | None) -> Iterator[Outcome]: ...


_READERS: dict[Format, _Reader] = {
    Format.TEXT: read_text,
    Format.HTML: read_html,
    Format.JSONL: read_json,
    Format.CSV: read_csv,
    Format.RSS: read_feed,
    Format.PARQUET: read_parquet,
    Format.WARC: read_warc,
}


def read_articles(
    inputs: Sequence[str | Path],
    *,
    format: str = "auto",
    date: str | None = None,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
) -> Iterator[Article | Rejected]:
    """Articles of all inputs in their order, folders in the order of their names, each refusal where it occurred.

    An article that occurs twice is given twice.

    Args:
        inputs: files, folders (with their subfolders, without hidden files and the folders that browsers save beside a
            page), patterns (`2024-*.jsonl`), addresses that fsspec knows (`s3://bucket/news/`, also with patterns) and
            "-" for standard input.
        format: auto, text, html, jsonl, csv, rss, parquet or warc; all but auto hold for every input.
        date: publication date of articles that bring none.
        stdin: read for "-", the process's own when None.
        meter: told how much of local files was read.

    Raises:
        InputError: at once, when `format` or `date` is wrong; never for an input.
    """
    return (
        item.article() if isinstance(item, Page) else item
        for item in read_items(inputs, format=format, date=date, stdin=stdin, meter=meter)
    )


def read_items(
    inputs: Sequence[str | Path],
    *,
    format: str = "auto",
    date: str | None = None,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
) -> Iterator[Outcome]:
    """As `read_articles`, but web pages as they are: to find their text in another process is quicker there."""
    try:
        forced = None if format == "auto" else Format(format)
    except ValueError as exc:
        known = ", ".join(["auto", *Format])
        raise InputError(f"there is no format {format!r}; choose from {known}") from exc
    try:
        day = publication_date(date) if date is not None else None
    except ValueError as exc:
        raise InputError(str(exc)) from exc
    names = [inputs] if isinstance(inputs, str) else inputs
    return _read_all(names, _How(forced, day, stdin, meter))


@dataclass(frozen=True, slots=True)
class _How:
    """What holds for all inputs of one call; see `read_articles`."""

    forced: Format | None
    date: str | None
    stdin: BinaryIO | None
    meter: Meter | None


def _read_all(inputs: Sequence[str | Path], how: _How) -> Iterator[Outcome]:
    for name in inputs:
        if name == STDIN:
            yield from _read_stream(how.stdin or sys.stdin.buffer, "standard input", "", how)
            continue
        if not str(name):
            yield Rejected(where="''", reason="the name of the input is empty; name a file, a folder or -")
            continue
        if isinstance(name, str) and is_address(name):
            yield from _read_address(name, how)
            continue
        path = Path(name)
        if any(char in str(name) for char in "*?[") and not os.path.lexists(path):
            yield from _read_pattern(str(name), how)
            continue
        try:
            is_folder = _is_folder(path)
        except InputError as exc:
            yield Rejected(where=_where(path), reason=exc.reason)
            continue
        yield from (_read_folder(path, how) if is_folder else _read_file(path, how))


def _read_pattern(pattern: str, how: _How) -> Iterator[Outcome]:
    """What matches, by name; folders as folders."""
    paths = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - pathlib's leaves out absolute patterns
    if not paths:
        yield Rejected(where=_where(Path(pattern)), reason="no file or folder matches this pattern; check it")
    for path in paths:
        yield from _read_all([Path(path)], how)


def _read_address(address: str, how: _How) -> Iterator[Outcome]:
    try:
        files, is_named = files_at(address)
    except LocationError as exc:
        yield Rejected(where=shown(address), reason=str(exc))
        return
    for file in files:
        suffix = suffix_of(file.path)
        if not is_named and how.forced is None and suffix not in EXTENSIONS:
            yield Rejected(where=file.name, reason=_unread(suffix))
            continue
        try:
            stream = file.open()
        except LocationError as exc:
            yield Rejected(where=file.name, reason=str(exc))
            continue
        with stream:
            yield from _read_stream(stream, file.name, suffix, how)


def _read_folder(top: Path, how: _How) -> Iterator[Outcome]:
    """Depth first, by name; `seen` keeps links from leading in circles or into a folder that was read already."""
    is_empty = True
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        outcomes: Iterator[Outcome] = iter(())
        try:
            if _is_folder(path):
                waiting.extend(reversed(_members(path, seen, is_top=path == top)))
            else:
                if how.forced is None:
                    _check_member(path)
                outcomes = _read_file(path, how)
        except InputError as exc:
            outcomes = iter((Rejected(where=_where(path), reason=exc.reason),))
        for outcome in outcomes:
            is_empty = False
            yield outcome
    if is_empty:
        yield Rejected(where=_where(top), reason="the folder holds no file to read; hidden files are left out")


def _members(folder: Path, seen: set[tuple[int, int]], *, is_top: bool) -> list[Path]:
    """What is in the folder, by name, without hidden files and parts of saved pages; nothing of a store among articles.

    Raises:
        InputError: the folder was seen before, cannot be read, or is a store and what was asked for.
    """
    try:
        status = folder.stat()
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 - names only
    except OSError as exc:
        raise InputError(_os_reason(exc)) from exc
    if (status.st_dev, status.st_ino) in seen:
        raise InputError("this link leads to a folder that is read already; it is not followed again")
    seen.add((status.st_dev, status.st_ino))
    if STORE_MARK in names and is_top:
        raise InputError("this is a store, no folder of articles; name the folder that the articles are in")
    if STORE_MARK in names:
        return []
    pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
    parts = {f"{page}{ending}" for page in pages for ending in _PARTS_OF_PAGE}
    return [folder / name for name in names if name not in parts or not (folder / name).is_dir()]


def _check_member(path: Path) -> None:
    """Raises InputError when a file found in a folder is of no kind that holds articles."""
    suffix = suffix_of(path.name)
    if suffix in EXTENSIONS:
        return
    try:
        with path.open("rb") as stream:
            check_not_binary(open_source(stream, where="").head)
    except OSError as exc:
        raise InputError(_os_reason(exc)) from exc
    raise InputError(_unread(suffix))


def _unread(suffix: str) -> str:
    known = " ".join(sorted(EXTENSIONS - {""}))
    return f"files ending in {suffix!r} are not read from a folder, only {known}; name the file or its format"


def _read_file(path: Path, how: _How) -> Iterator[Outcome]:
    try:
        stream = path.open("rb")
    except OSError as exc:
        yield Rejected(where=_where(path), reason=_os_reason(exc))
        return
    with stream:
        if how.meter is not None:
            how.meter.begin(stream)
        yield from _read_stream(stream, _where(path), suffix_of(path.name), how)
        if how.meter is not None:
            how.meter.end()


def _read_stream(stream: BinaryIO, where: str, suffix: str, how: _How) -> Iterator[Outcome]:
    is_empty = True
    try:
        source = open_source(stream, where=where, suffix=suffix)
        form = how.forced or archive_format(source.head)
        if form not in (Format.PARQUET, Format.WARC):
            check_not_binary(source.head)
        reader = _READERS[form or detect(source.head, suffix)]
        for outcome in reader(source, how.date) if source.head else ():
            is_empty = False
            yield outcome
    except InputError as exc:
        yield Rejected(where=where, reason=exc.reason)
    except OSError as exc:
        yield Rejected(where=where, reason=_os_reason(exc))
    else:
        if is_empty:
            yield Rejected(where=where, reason="there is no article in it" if source.head else "it is empty")


def _is_folder(path: Path) -> bool:
    """Whether the path is a folder.

    Raises:
        InputError: it is neither a folder nor a file that can be read.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as exc:
        raise InputError(_os_reason(exc)) from exc
    if stat.S_ISDIR(mode):
        return True
    if not stat.S_ISREG(mode):
        raise InputError("this is a device, pipe or socket, not a file; send its content to standard input (-)")
    return False


def _os_reason(exc: Exception) -> str:
    if isinstance(exc, FileNotFoundError):
        return "there is no such file or folder; check the name"
    if isinstance(exc, PermissionError):
        return "permission to read it is missing; change its mode or its owner"
    if isinstance(exc, OSError) and exc.errno is not None and exc.strerror:
        return f"the system cannot read it ({exc.strerror})"
    return f"it cannot be read ({' '.join(str(exc).split())})"


def _where(path: Path) -> str:
    """The path as printable Unicode: file names may hold bytes that are not UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()
