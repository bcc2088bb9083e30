"""Where: places by name with all that lie within them, around a point, and in a box of the map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.query.names import find_places

if TYPE_CHECKING:
    from kg.query.catalog import Catalog
    from kg.query.filters import Box, EventFilter, Near
    from kg.query.rows import PlaceRow

_EARTH_KM = 6371.0088
"""Mean radius of the earth."""


def wanted_places(catalog: Catalog, name: str) -> frozenset[str]:
    """Ids of the places meant by a name and of those within them; UnknownError when there is none."""
    return catalog.remember(("place", name), lambda: find_places(catalog.places(), name))


def allowed_places(catalog: Catalog, wanted: EventFilter) -> frozenset[str] | None:
    """Ids of the places that a filter allows; None when it allows all, and events without a place."""
    places: frozenset[str] | None = None
    if wanted.place is not None:
        places = wanted_places(catalog, wanted.place)
    if wanted.near is not None or wanted.bbox is not None:
        inside = frozenset(
            place.id
            for place in catalog.places().values()
            if is_near(place, wanted.near) and is_within_box(place, wanted.bbox)
        )
        places = inside if places is None else places & inside
    return places


def is_near(place: PlaceRow, near: Near | None) -> bool:
    """Great-circle distance by the haversine formula, on a sphere; every place is near None."""
    if near is None:
        return True
    if place.lat is None or place.lon is None:
        return False
    lat, other_lat = math.radians(place.lat), math.radians(near.lat)
    half_lon = math.radians(place.lon - near.lon) / 2
    chord = math.sin((lat - other_lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord))) <= near.radius_km


def is_within_box(place: PlaceRow, box: Box | None) -> bool:
    """Whether a place lies in a box, its borders included; one whose west is greater crosses the date line."""
    if box is None:
        return True
    if place.lat is None or place.lon is None:
        return False
    west, south, east, north = box
    is_between = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
    return is_between and south <= place.lat <= north
