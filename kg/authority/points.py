"""Points on the earth as users write them: two columns of degrees, or well-known text. Internal to `kg.authority`."""

from __future__ import annotations

import math
import re

from kg.errors import KgError

Point = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""

_LIMITS = (("latitude", 90.0), ("longitude", 180.0))
_DECIMALS = 6  # a tenth of a metre
_WKT = re.compile(r"(?:<(?P<crs>[^>]*)>)?\s*POINT\s*\(\s*(?P<first>\S+)\s+(?P<second>[^\s)]+)\s*\)", re.IGNORECASE)
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"


def point_of(lat: str, lon: str, *, where: str) -> Point | None:
    """The point of two texts in degrees, None where both are empty; KgError, led by `where`, for all else."""
    if not lat and not lon:
        return None
    if not lat or not lon:
        given, missing = ("latitude", "longitude") if lat else ("longitude", "latitude")
        raise KgError(f"{where} has a {given} and no {missing}; give both or none")
    found: list[float] = []
    for text, (called, limit) in zip((lat, lon), _LIMITS, strict=True):
        try:
            value = float(text)
        except ValueError:
            raise KgError(
                f"{where} has the {called} {text!r}, which is no number; give degrees such as 36.34"
            ) from None
        if not -limit <= value <= limit:  # nor is "nan" within
            raise KgError(f"{where} has the {called} {text}; it lies between -{limit:.0f} and {limit:.0f} degrees")
        found.append(round(value, _DECIMALS) + 0.0)  # -0.0 is 0.0
    return found[0], found[1]


def point_of_wkt(text: str, *, where: str) -> Point:
    """The point of GeoSPARQL's well-known text: `POINT(43.13 36.34)`, longitude first unless EPSG:4326 is named."""
    read = _WKT.fullmatch(text.strip())
    if read is None:
        raise KgError(f"{where} has the geometry {text[:60]!r}, which is no point; give POINT(longitude latitude)")
    if read["crs"] not in (None, _CRS84, _EPSG4326):
        raise KgError(f"{where} has a geometry of the reference system {read['crs']}; give WGS84")
    first, second = read["first"], read["second"]
    lat, lon = (first, second) if read["crs"] == _EPSG4326 else (second, first)
    point = point_of(lat, lon, where=where)
    assert point is not None  # noqa: S101 -- neither text is empty
    return point


def km(one: Point, two: Point) -> float:
    """Great-circle distance of two points in kilometres, by the haversine formula."""
    lat, other = math.radians(one[0]), math.radians(two[0])
    lon = math.radians(two[1] - one[1])
    chord = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(lon / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(chord)))
