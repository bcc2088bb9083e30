"""The filters of the event list: from the raw strings of a request or command line to one frozen EventFilter.

Everything wrong with the values is said in one QueryError. Whether an actor or place exists is asked later, of a store.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from rapidfuzz import fuzz, process

from kg import dates, vocab
from kg.errors import QueryError
from kg.model import Certainty, Polarity, Status, Tense

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

MAX_LIMIT = 1000
DEFAULT_LIMIT = 50
_MAX_VALUE = 500
"""Longest value of a filter, in characters; names and sentences fragments are far shorter."""

FILTERS: dict[str, str] = {
    "agent": "Who did it: id, IRI or any name of an actor. Repeatable; all must be agents.",
    "patient": "To whom it was done: id, IRI or any name of an actor. Repeatable; all must be patients.",
    "actor": "Who takes part in any role: id, IRI or any name of an actor. Repeatable; all must take part.",
    "place": "Where: id, IRI or any name of a place; places within it count (Iraq finds Baghdad).",
    "near": "Where: `lat,lon,km`, a point in degrees (WGS84) and a radius in kilometres.",
    "bbox": "Where: `west,south,east,north` in degrees (WGS84), a box of the map; west may be greater, across 180°.",
    "type": "Event type of the codebook, such as ASSAULT. Repeatable; any of them.",
    "from": "First day, `YYYY-MM-DD` or a whole month or year; events whose time may reach it or lie after it.",
    "to": "Last day, included; `YYYY-MM-DD` or a whole month or year.",
    "article": "Id or IRI of an article that reports it.",
    "source": "Outlet that reports it, in any case.",
    "published_from": "First day on which an article that reports it was published; a whole month or year too.",
    "published_to": "Last day of publication, included; undated articles have none.",
    "q": 'Words that one of its sentences contains, in any case; `"in double quotes"` as one phrase.',
    "polarity": "POS or NEG.",
    "certainty": "CERTAIN, PROBABLE or POSSIBLE.",
    "tense": "NON_FUTURE or FUTURE.",
    "status": "Reported, Alleged, Denied or Planned.",
    "attributed_to": "According to whom: id, IRI or any name of an actor.",
    "min_confidence": "Least confidence, 0 to 1.",
    "min_support": "Least number of independent sources that report it; copies of one agency story count once.",
    "sort": "time (default; undated last), -time, support (independent sources) or confidence; both highest first.",
    "limit": f"Events per page, 1 to {MAX_LIMIT}; {DEFAULT_LIMIT} if not given.",
    "cursor": "The `next` of the page before, with the same filters.",
}
"""Every filter with what it means: the command line's help and the HTTP documentation are made from it."""

CONDITIONS: dict[str, str] = {
    name: meaning for name, meaning in FILTERS.items() if name not in {"sort", "limit", "cursor"}
}
"""The filters that say which events, for what counts or joins them instead of listing them."""

NUMBERS = frozenset({"limit", "min_support", "min_confidence", "min_weight", "max_nodes", "max_edges"})
"""Parameters that must be a number where they are given."""

REPEATABLE = frozenset({"agent", "patient", "actor", "type", "property"})


_SPACES = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SEARCHABLE = rf"^[{_SPACES}]*$|[^\x00-/:-@\[-^`{{-\xa0{_SPACES}]"
"""A pattern for what can be looked for: nothing, or a letter, a digit, or any sign beyond ASCII.

It means the same to every engine of regular expressions; `\\w` is letters of ASCII alone to some and all to others.
"""

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees; one whose west is greater than its east crosses the date line."""


class Sort(StrEnum):
    """Order of the event list; ties are broken by id."""

    TIME = "time"
    TIME_DOWN = "-time"
    SUPPORT = "support"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A circle on the globe: degrees (WGS84) and kilometres."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What the event list is asked for; None and empty mean no condition. Names of actors and places are as given.

    Attributes:
        since: first day wanted (`from`); `until`: last day wanted (`to`), included.
        published_since: first day of publication wanted; `published_until`: last one, included. One article is enough.
        words: folded words and phrases, all of which one sentence of the event contains.
    """

    agent: tuple[str, ...] = ()
    patient: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    place: str | None = None
    near: Near | None = None
    bbox: Box | None = None
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    article: str | None = None
    source: str | None = None
    published_since: date | None = None
    published_until: date | None = None
    words: tuple[str, ...] = ()
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    tense: Tense | None = None
    status: Status | None = None
    attributed_to: str | None = None
    min_confidence: float | None = None
    min_support: int | None = None
    sort: Sort = Sort.TIME
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def asked(self) -> str:
        """The filter as text, without the page: two filters that list the same in the same order have the same text."""
        return repr(list(zip(_ASKED, self.key(), strict=True)))

    def key(self) -> tuple[object, ...]:
        """The same as what a dictionary takes, which is quicker made."""
        return _values_asked(self)


_ASKED = tuple(item.name for item in fields(EventFilter) if item.name not in {"limit", "cursor"})
_values_asked = attrgetter(*_ASKED)

Choice = TypeVar("Choice", bound=StrEnum)
Word = TypeVar("Word", bound=str)


def parse_filter(pairs: Iterable[tuple[str, str]]) -> EventFilter:
    """The filter that the (name, value) pairs ask for; empty values, as forms send them, count as not given.

    Raises:
        QueryError: an unknown name, a value that cannot be read, or a name given twice that is not repeatable; the
            message has one sentence for each of them.
    """
    reader = Reader(pairs)
    conditions = read_conditions(reader)
    parsed = read_page(reader, conditions)
    reader.check()
    return parsed


def read_page(reader: Reader, conditions: EventFilter) -> EventFilter:
    """The filter with the order and page that the reader's values ask for."""
    return replace(
        conditions, sort=reader.choice("sort", Sort) or Sort.TIME, limit=reader.limit(), cursor=reader.one("cursor")
    )


def read_conditions(reader: Reader) -> EventFilter:
    """The filter that the reader's values for `CONDITIONS` ask for; what is wrong with them is left in the reader."""
    since, until = reader.days("from", "to")
    published_since, published_until = reader.days("published_from", "published_to")
    found: dict[str, Any] = {
        attribute: read(reader, name) for name, (attribute, read) in _READ.items() if name in reader.names
    }
    return EventFilter(
        since=since, until=until, published_since=published_since, published_until=published_until, **found
    )


def parse_limit(
    pairs: Iterable[tuple[str, str]], *, also: Iterable[str] = ()
) -> tuple[int, str | None, dict[str, str]]:
    """`limit`, `cursor` and the other allowed parameters of a list that has no event filters."""
    also = tuple(also)
    reader = Reader(pairs, known=("limit", "cursor", *also))
    limit, cursor = reader.limit(), reader.one("cursor")
    others = {name: value for name in also if (value := reader.one(name)) is not None}
    reader.check()
    return limit, cursor, others


def parse_none(pairs: Iterable[tuple[str, str]]) -> None:
    """Returns when there is no parameter; QueryError naming those that there are."""
    names = sorted({name for name, _ in pairs})
    if names:
        raise QueryError(f"there is no parameter {', '.join(repr(name[:80]) for name in names)} here")


def is_searchable(q: str) -> bool:
    """Whether a `q` is nothing, or holds what can be looked for."""
    return re.search(SEARCHABLE, q) is not None


def nearest(wrong: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)`, or nothing when no known value is near."""
    # not the library's difflib, which takes a second for ten thousand names
    close = process.extractOne(
        wrong.casefold(), sorted(known), processor=str.casefold, scorer=fuzz.ratio, score_cutoff=60
    )
    return f" (did you mean {close[0]!r}?)" if close else ""


class Reader:
    """Takes values out of (name, value) pairs and collects what is wrong with them in `errors`.

    Empty values count as not given, as forms send empty fields, but for numbers, which no form asks for. A value that
    is wrong reads as None; `check` raises QueryError when any was.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], *, known: Iterable[str] = FILTERS) -> None:
        self.errors: list[str] = []
        self._values: dict[str, list[str]] = {}
        self.names = self._values.keys()
        known = tuple(known)
        for name, value in pairs:
            length, value = len(value), value.strip()
            if name not in known:
                self.errors.append(
                    f"there is no parameter {name[:80]!r}{nearest(name[:80], known)}; known are {', '.join(known)}"
                )
            elif length > _MAX_VALUE:
                self.errors.append(f"{name} has {length} characters; at most {_MAX_VALUE} are allowed")
            elif value or name in NUMBERS:
                self._values.setdefault(name, []).append(value)

    def check(self) -> None:
        """QueryError with one sentence for each thing wrong."""
        if self.errors:
            raise QueryError("; ".join(self.errors))

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a repeatable name, sorted, each once."""
        return tuple(sorted(set(self._values.get(name, ()))))

    def one(self, name: str) -> str | None:
        """The value of a name that may be given once."""
        values = self._values.get(name, [])
        if len(values) > 1:
            self.errors.append(f"{name} may be given once, not {len(values)} times")
        return values[0] if values else None

    def days(self, first: str, last: str) -> tuple[date | None, date | None]:
        """The first day of one partial date and the last of another, which does not lie before it."""
        since, until = self._day(first, is_end=False), self._day(last, is_end=True)
        if since and until and since > until:
            self.errors.append(f"{first} ({since}) lies after {last} ({until}); swap them")
        return since, until

    def _day(self, name: str, *, is_end: bool) -> date | None:
        value = self.one(name)
        if value is None:
            return None
        if not dates.is_partial(value):
            self.errors.append(f"{name} must be a date such as 2020-01-03, 2020-01 or 2020, not {value!r}")
            return None
        return dates.bounds(value)[is_end]

    def number(self, name: str, *, lowest: float, highest: float) -> float | None:
        """A number within bounds, both included."""
        value = self.one(name)
        if value is None:
            return None
        number = _float(value)
        if number is None or not lowest <= number <= highest:
            self.errors.append(f"{name} must be a number from {lowest} to {highest}, not {value!r}")
            return None
        return number

    def integer(self, name: str, *, lowest: int, highest: int | None) -> int | None:
        """A whole number within bounds, both included."""
        value = self.one(name)
        if value is None:
            return None
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None
        if number is None or number < lowest or (highest is not None and number > highest):
            span = f"of at least {lowest}" if highest is None else f"from {lowest} to {highest}"
            self.errors.append(f"{name} must be a whole number {span}, not {value!r}")
            return None
        return number

    def limit(self) -> int:
        """Rows per page."""
        return self.integer("limit", lowest=1, highest=MAX_LIMIT) or DEFAULT_LIMIT

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """One of the values of an enumeration, in any case."""
        value = self.one(name)
        return None if value is None else self._chosen(name, value, tuple(kind))

    def choices(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """Values that are among the known ones, in any case, sorted, each once."""
        found = {self._chosen(name, value, tuple(known)) for value in self.all(name)}
        return tuple(sorted(value for value in found if value is not None))

    def _chosen(self, name: str, value: str, known: tuple[Word, ...]) -> Word | None:
        for choice in known:
            if choice.casefold() == value.casefold():
                return choice
        self.errors.append(f"{name} must be one of {', '.join(known)}, not {value!r}")
        return None

    def near(self) -> Near | None:
        """A point and a radius."""
        value = self.one("near")
        if value is None:
            return None
        parts = [_float(part) for part in value.split(",")]
        lat, lon, radius_km = parts if len(parts) == 3 else (None, None, None)
        if (
            lat is None or lon is None or radius_km is None
            or not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < radius_km <= 20_100)
        ):  # fmt: skip
            self.errors.append(f"near must be `lat,lon,km` such as 33.3,44.4,50, not {value!r}")
            return None
        return Near(lat=lat, lon=lon, radius_km=radius_km)

    def bbox(self) -> Box | None:
        """A box of the map."""
        value = self.one("bbox")
        if value is None:
            return None
        parts = [_float(part) for part in value.split(",")]
        west, south, east, north = parts if len(parts) == 4 else (None,) * 4
        if (
            west is None or south is None or east is None or north is None
            or not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90)
        ):  # fmt: skip
            self.errors.append(f"bbox must be `west,south,east,north` such as 43.0,33.0,45.0,34.5, not {value!r}")
            return None
        return (west, south, east, north)

    def types(self) -> tuple[str, ...]:
        """Event types by name, in any case, or IRI."""
        names = set()
        for value in self.all("type"):
            name = value.removeprefix(vocab.TYPES).upper()
            if name not in vocab.EVENT_TYPES:
                known = ", ".join(sorted(vocab.EVENT_TYPES))
                self.errors.append(
                    f"there is no event type {value!r}{nearest(name, vocab.EVENT_TYPES)}; known are {known}"
                )
            names.add(name)
        return tuple(sorted(names))

    def words(self) -> tuple[str, ...]:
        """Words and phrases of `q`, folded."""
        value = self.one("q")
        if value is None:
            return ()
        found = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', value)]
        words = {" ".join(re.findall(r"\w+", text.lower())) for text in found} - {""}
        if not is_searchable(value):
            self.errors.append(f"q must hold at least one word, not {value!r}")
        # signs that are no part of any word: no sentence is found by them
        return tuple(sorted(words or {"".join(sign for sign in value if sign > "\xa0")}))


_READ: dict[str, tuple[str, Callable[[Reader, str], object]]] = {
    **{name: (name, Reader.all) for name in ("agent", "patient", "actor")},
    **{name: (name, Reader.one) for name in ("place", "article", "source", "attributed_to")},
    "near": ("near", lambda reader, _: reader.near()),
    "bbox": ("bbox", lambda reader, _: reader.bbox()),
    "type": ("types", lambda reader, _: reader.types()),
    "q": ("words", lambda reader, _: reader.words()),
    "polarity": ("polarity", lambda reader, name: reader.choice(name, Polarity)),
    "certainty": ("certainty", lambda reader, name: reader.choice(name, Certainty)),
    "tense": ("tense", lambda reader, name: reader.choice(name, Tense)),
    "status": ("status", lambda reader, name: reader.choice(name, Status)),
    "min_confidence": ("min_confidence", lambda reader, name: reader.number(name, lowest=0, highest=1)),
    "min_support": ("min_support", lambda reader, name: reader.integer(name, lowest=0, highest=None)),
}
"""Attribute of the filter, and how it is read, for each condition but the days."""


def _float(text: str) -> float | None:
    if not re.fullmatch(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?\s*", text, re.ASCII):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
