"""Opaque cursors: where a page ended, so that the next one starts behind it, whatever was added in between."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.errors import QueryError
from kg.ids import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")
Key = tuple[str | float, ...]
"""What a list is sorted by; ends with the id, so that no two rows share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """One page of a list; `next` is the cursor of the following page, None on the last; `total` counts all pages."""

    items: tuple[Row, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page whose rows are written already: `items` holds their JSON objects with commas between."""

    items: bytes
    next: str | None
    total: int


def cut_page(
    rows: Sequence[Row], *, key: Callable[[Row], Key], asked: str, limit: int, cursor: str | None
) -> Page[Row]:
    """The page that follows the cursor.

    Args:
        rows: all rows that match, in any order; their keys are unique and compare with one another.
        key: what the rows are sorted by.
        asked: the filter in words; a cursor of another filter is a QueryError.
        limit: rows per page.
        cursor: `Page.next` of the page before, None for the first.
    """
    ordered = sorted(rows, key=key)
    first = 0
    if cursor is not None:
        last = key_of_cursor(cursor, asked=asked)
        try:
            first = next((index for index, row in enumerate(ordered) if key(row) > last), len(ordered))
        except TypeError as error:
            raise wrong_cursor(cursor) from error
    shown = tuple(ordered[first : first + limit])
    is_more = first + limit < len(ordered)
    return Page(items=shown, next=cursor_after(key(shown[-1]), asked=asked) if is_more else None, total=len(ordered))


def cursor_after(key: Key, *, asked: str) -> str:
    """The cursor of the page that follows a row with this key."""
    text = json.dumps([digest(asked), *key], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of_cursor(cursor: str, *, asked: str) -> Key:
    """The key of the last row before the cursor; QueryError when it is none, or one of another list."""
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise wrong_cursor(cursor) from error
    if not isinstance(parts, list) or not all(isinstance(part, str | int | float) for part in parts):
        raise wrong_cursor(cursor)
    if parts[:1] != [digest(asked)]:
        raise QueryError("the cursor belongs to a list with other filters; start again without a cursor")
    return tuple(parts[1:])


def wrong_cursor(cursor: str) -> QueryError:
    """What is said of a text that is no cursor."""
    return QueryError(
        f"{cursor[:80]!r} is no cursor of this service; give back the `next` of the page before, unchanged"
    )
