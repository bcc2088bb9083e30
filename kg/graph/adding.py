"""What `Graph.add` is given, as articles: files and folders by their readers, records one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Article, Rejected
from kg.read import article_from_record, read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_given(
    given: str | Path | Mapping[str, object] | Iterable[str | Path | Mapping[str, object]],
    *,
    date: str | None,
    format: str,
) -> Iterator[Article | Rejected]:
    """Articles in their order, and a refusal for whatever gives none; InputError, at once, as for `read_articles`."""
    read_articles([], format=format, date=date)  # says at once what is wrong with these two
    return _read(given, date, format)


def _read(given: object, date: str | None, format: str) -> Iterator[Article | Rejected]:
    several = [given] if isinstance(given, str | Path | Mapping) or not isinstance(given, Iterable) else given
    for number, one in enumerate(several, start=1):
        if isinstance(one, str | Path):
            yield from read_articles([one], format=format, date=date)
            continue
        try:
            yield article_from_record(dict(one) if isinstance(one, Mapping) else one, date=date)
        except InputError as exc:
            yield Rejected(where=f"record {number}", reason=exc.reason)
