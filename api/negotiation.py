"""Which form an answer takes: `?format=` first, then the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

# what browsers and older clients ask for when they would take the same content under its own name
_ALSO_CALLED = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/geo+json": ("application/vnd.geo+json",),
    "application/n-triples": ("text/plain",),
    "application/ld+json": ("application/json",),
    "text/turtle": ("application/x-turtle",),
}


def choose_format(request: Request, offered: Mapping[str, str], *, name: str | None = None) -> str:
    """Short name of the form to answer in.

    Args:
        request: its `format` parameter wins over its Accept header; without both the first form is taken.
        offered: media types by short name, the usual one first.
        name: the `format` where it does not stand in the address but in a form.

    Raises:
        Problem: 400 for an unknown `format`, 406 when nothing offered is acceptable.
    """
    name = request.query_params.get("format") if name is None else name
    if name is not None:
        if name not in offered:
            raise Problem(
                HTTPStatus.BAD_REQUEST,
                "bad-request",
                f"there is no format {name[:40]!r} here; choose one of {', '.join(offered)}",
            )
        return name
    accept = ",".join(request.headers.getlist("accept"))
    chosen = best_match(accept, offered) if accept else next(iter(offered))
    if chosen is None:
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE,
            "not-acceptable",
            f"none of {accept[:200]!r} can be given here; choose one of {', '.join(offered.values())}",
        )
    return chosen


def best_match(accept: str, offered: Mapping[str, str]) -> str | None:
    """Short name of the offered media type that the Accept header likes best, None when it likes none of them."""
    if not accept.strip():
        return next(iter(offered))
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best: tuple[float, int] | None = None
    chosen = None
    for index, (name, media_type) in enumerate(offered.items()):
        quality = _quality(media_type, ranges)
        if quality > 0 and (best is None or (quality, -index) > best):
            best, chosen = (quality, -index), name
    return chosen


def _range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Quality of the most specific range that covers the type; 0 when none does."""
    names = (media_type, *_ALSO_CALLED.get(media_type, ()))
    found: tuple[int, float] = (-1, 0.0)
    for media_range, quality in ranges:
        if media_range == media_type:
            rank = 3
        elif media_range in names:
            rank = 2
        elif media_range.endswith("/*") and media_type.startswith(media_range[:-1]):
            rank = 1
        elif media_range == "*/*":
            rank = 0
        else:
            continue
        found = max(found, (rank, quality))
    return found[1]
