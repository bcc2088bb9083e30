"""The filters of the Python API: those of the command line and of HTTP, by the same names, with Python's values.

`from` is a word of Python's own, so that one is written `from_` here. What a filter means is said in one place for all
(`kg.query.filters.FILTERS`), and so is what its values may be: here they only become text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from kg.errors import QueryError
from kg.query.filters import CONDITIONS, REPEATABLE, nearest

Name = str | Sequence[str]
"""One id, IRI or name, or several."""
Day = str | date
"""`YYYY-MM-DD`, `YYYY-MM` or `YYYY`, or a date of Python or pandas."""


class Filters(TypedDict, total=False):
    """Which events; None is no condition. Meanings are those of `kg events --help`.

    Attributes:
        agent: who did it; several must all be agents. `patient` and `actor` (any role) likewise.
        place: where; places within it count.
        near: latitude, longitude and kilometres; `bbox`: west, south, east and north.
        type: event types, any of them.
        from_: first day that its time may reach; `to`: last day, included.
        article: an article that reports it; `source`: an outlet.
        published_from: first day on which an article that reports it was published; `published_to`: last, included.
        q: words of one sentence, `"…"` for a phrase.
        status: Reported, Alleged, Denied or Planned; these come of `polarity` (POS, NEG), `certainty` (CERTAIN,
            PROBABLE, POSSIBLE) and `tense` (NON_FUTURE, FUTURE).
        attributed_to: according to whom.
        min_confidence: 0 to 1; `min_support`: independent sources.
    """

    agent: Name | None
    patient: Name | None
    actor: Name | None
    place: str | None
    near: str | tuple[float, float, float] | None
    bbox: str | tuple[float, float, float, float] | None
    type: Name | None
    from_: Day | None
    to: Day | None
    article: str | None
    source: str | None
    published_from: Day | None
    published_to: Day | None
    q: str | None
    polarity: str | None
    certainty: str | None
    tense: str | None
    status: str | None
    attributed_to: str | None
    min_confidence: float | None
    min_support: int | None


_RENAMED = {"from_": "from"}
NAMES = tuple(Filters.__annotations__)


def pairs_of(filters: Mapping[str, object]) -> list[tuple[str, str]]:
    """The filters as (name, value) texts, as the command line and the service hand them on.

    Raises:
        QueryError: an unknown name, or a value that is no text, number, day or list of them.
    """
    pairs = []
    for given, value in filters.items():
        name = _RENAMED.get(given, given)
        if name not in CONDITIONS:
            raise QueryError(f"there is no filter {given!r}{nearest(given, NAMES)}; known are {', '.join(NAMES)}")
        if value is None:
            continue
        if name in ("near", "bbox") and isinstance(value, tuple | list):
            pairs.append((name, ",".join(_text(given, number) for number in value)))
        elif name in REPEATABLE:
            pairs += texts_of(name, value)
        else:
            pairs.append((name, _text(given, value)))
    return pairs


def texts_of(name: str, value: object) -> list[tuple[str, str]]:
    """The pairs of a name that may be given several times; none for None. Errors as for `pairs_of`."""
    if value is None:
        return []
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        return [(name, _text(name, value))]
    return [(name, _text(name, one)) for one in value]


def _text(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        if not value.strip():
            raise QueryError(f"{name} is empty; leave it out, or give it a value")
        return value
    # numpy's numbers are none of Python's, but say so themselves
    if isinstance(value, bool) or not (hasattr(value, "__float__") or hasattr(value, "__index__")):
        raise QueryError(f"{name} must be a text, a number or a day, not {value!r}")
    return str(value)
