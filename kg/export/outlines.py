"""Countries as rings of longitude and latitude, from the vendored world atlas (Natural Earth, 1:110m).

TopoJSON (its specification, sections 2.1.2 to 2.1.4) keeps each border once, as steps from point to point in whole
numbers that `transform` makes degrees; a country names its borders by number, `~n` for the n-th backwards.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from typing import Any

from kg import settings

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of each point, in degrees (WGS84); the last is the first."""


@lru_cache(maxsize=1)
def outlines() -> tuple[Ring, ...]:
    """The outer border of every country, of each of its parts; one across the date line is there at both its sides."""
    path = settings.vendored("world-atlas") / "countries-110m.json"
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = []
    for country in topology["objects"]["countries"]["geometries"]:
        parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for part in parts:
            rings += _unbroken(_joined(part[0], arcs))
    return tuple(rings)


def _degrees(arc: list[list[int]], transform: dict[str, Any]) -> Ring:
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0
    line = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        line.append((x * scale_x + from_x, y * scale_y + from_y))
    return tuple(line)


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The arcs one after the other; each begins where the one before ends, and that point is taken once."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points)


def _unbroken(ring: Ring) -> list[Ring]:
    """The ring without jumps from 180 to -180, which a drawn line would cross the whole map by."""
    turns = 0
    points = [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turns += (lon - before < -180) - (lon - before > 180)
        points.append((lon + 360 * turns, lat))
    lons = [lon for lon, _ in points]
    shifts = [0] + [-360] * (max(lons) > 180) + [360] * (min(lons) < -180)
    return [tuple((lon + shift, lat) for lon, lat in points) for shift in shifts]
