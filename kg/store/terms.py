"""RDF terms and plain values, both ways, always in canonical form; the one place that says what a literal looks like.

RDF 1.1 without blank nodes and language tags: strings, integers, decimals, booleans, and dates as finely as known.
"""

from __future__ import annotations

import math
from functools import lru_cache

import pyoxigraph as ox

from kg.dates import is_partial
from kg.errors import StoreError
from kg.vocab import GEO, XSD

CONFIDENCE_DECIMALS = 4
COORDINATE_DECIMALS = 5

_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_FLOATS = frozenset({XSD.decimal, "http://www.w3.org/2001/XMLSchema#double", "http://www.w3.org/2001/XMLSchema#float"})


class Iri(str):
    """An IRI among values, to tell it from a string."""

    __slots__ = ()


Value = str | int | float | bool


@lru_cache(maxsize=4096)
def node(iri: str) -> ox.NamedNode:
    """The IRI as a term; StoreError when it has characters that no IRI may have."""
    try:
        return ox.NamedNode(iri)
    except ValueError as exc:
        raise StoreError(f"{iri!r} is no IRI: {exc}") from exc


def text(value: str) -> ox.Literal:
    """A string; StoreError when it is not valid Unicode."""
    try:
        return ox.Literal(value)
    except ValueError as exc:
        raise StoreError(f"{value[:80]!r} has a lone surrogate; decode the input properly first") from exc


@lru_cache(maxsize=65_536)
def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=node(XSD.integer))


def decimal(value: float, *, places: int = CONFIDENCE_DECIMALS) -> ox.Literal:
    """An xsd:decimal in canonical form, rounded to so many places: `0.5`, `-3`, `0`."""
    return ox.Literal(_decimal(value, places), datatype=node(XSD.decimal))


def rounded(value: float, *, places: int = CONFIDENCE_DECIMALS) -> float:
    """What `decimal` keeps of a number."""
    return float(_decimal(value, places))


def date(value: str) -> ox.Literal:
    """A partial date as xsd:gYear, gYearMonth or date; StoreError when it is not on the calendar."""
    if not is_partial(value):
        raise StoreError(f"{value!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    return ox.Literal(value, datatype=node(_DATES[len(value)]))


def time_value(value: str) -> ox.Literal:
    """A partial date as such, a week or range as a string: XSD has no type for those two."""
    return date(value) if is_partial(value) else text(value)


def point(latitude: float, longitude: float) -> ox.Literal:
    """A geo:wktLiteral; WKT puts longitude first."""
    places = COORDINATE_DECIMALS
    wkt = f"POINT({_decimal(longitude, places)} {_decimal(latitude, places)})"
    return ox.Literal(wkt, datatype=node(GEO.wktLiteral))


def term_of(value: Value) -> ox.NamedNode | ox.Literal:
    """The term of a plain value: `Iri` as IRI, float as xsd:decimal with all its digits."""
    if isinstance(value, Iri):
        return node(value)
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=node(XSD.boolean))
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return decimal(value, places=15)
    return text(value)


def value_of(term: object) -> Value:
    """The plain value of a term: IRIs as `Iri`, numbers as int or float, every other literal as its text.

    A blank node or triple term is given as the text that SPARQL results show.
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = term.datatype.value
    try:
        if datatype == XSD.integer:
            return int(term.value)
        if datatype in _FLOATS:
            return float(term.value)
    except ValueError:
        # An ill-typed literal of somebody's query, such as "x"^^xsd:integer, is still text.
        return term.value
    if datatype == XSD.boolean:
        return term.value in ("true", "1")
    return term.value


def words_of(term: object) -> str:
    """The text of an IRI or literal, without its data type."""
    return str(value_of(term))


def _decimal(value: float, places: int) -> str:
    if not math.isfinite(value):
        raise StoreError(f"{value!r} is no number that can be stored; give a finite one")
    digits = f"{value:.{places}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
