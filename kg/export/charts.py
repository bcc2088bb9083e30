"""Still pictures of when and where: events by time, and events on the outlines of countries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.collections import PolyCollection
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import MaxNLocator

from kg.export.drawing import FONT_SIZE, TONES, tone_of
from kg.export.layout import text_box
from kg.export.outlines import outlines
from kg.export.still import INK, PAPER, Picture, figure_of, overlaps, rectangle
from kg.query.timeline import Bucket
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from kg.query.rows import EventRow, PlaceRow
    from kg.query.timeline import Timeline

_BAR, _MAYBE = "#4C6A92", "#B9C6D8"
_LAND, _BORDER, _SEA = "#F3F1EA", "#C4BFB0", "#FBFCFD"
_SIZE = (640.0, 230.0)
_MAP_WIDTH = 640.0
_LEAST_DEGREES = 12.0
_NAMED = 25


def timeline_picture(timeline: Timeline, *, title: str | None = None) -> Picture:
    """Bars of events per bucket; the light part on top is events that may have been then, being dated too vaguely."""
    figure = figure_of(*_SIZE)
    axes = figure.add_axes((0.07, 0.2, 0.91, 0.62))
    if timeline.rows:
        starts = [date2num(row.first) for row in timeline.rows]
        widths = [max((row.last - row.first).days + 1, 1) * 0.92 for row in timeline.rows]
        sure = [row.n_events for row in timeline.rows]
        surely = "on this day" if timeline.by is Bucket.DAY else f"in this {timeline.by}"
        axes.bar(starts, sure, width=widths, align="edge", color=_BAR, label=surely)
        maybe = [row.n_possible for row in timeline.rows]
        if any(maybe):
            axes.bar(starts, maybe, width=widths, align="edge", bottom=sure, color=_MAYBE, label="possibly then")
            axes.legend(fontsize=FONT_SIZE, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
        locator = AutoDateLocator(minticks=3, maxticks=12)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.xaxis_date()
    axes.tick_params(labelsize=FONT_SIZE)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylabel(f"events per {timeline.by}", fontsize=FONT_SIZE)
    if title:
        figure.text(0.015, 0.95, title, fontsize=11, color=INK, va="top", weight="bold", parse_math=False)
    n_shown = sum(row.n_events for row in timeline.rows)
    told = (
        f"{n_shown} of {timeline.n_events} events; {timeline.n_spread} dated more vaguely, {timeline.n_undated} undated"
    )
    figure.text(0.985, 0.02, told, fontsize=FONT_SIZE - 1, color="#666666", ha="right", va="bottom")
    return Picture(figure, told=told, title=title)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place with the number of its events and their mean score."""

    place: PlaceRow
    lat: float
    lon: float
    n_events: int
    score: float


def map_picture(rows: Iterable[EventRow], *, title: str | None = None) -> Picture:
    """A dot for each place, its area by the number of events there, its colour by their mean score.

    Longitude and latitude as they are, stretched so that distances are right in the middle (equirectangular). Events
    without a place, or whose place has no coordinates, are counted below.
    """
    spots, n_elsewhere = _spots(rows)
    west, south, east, north = _frame_of(spots)
    stretch = 1 / max(math.cos(math.radians((south + north) / 2)), 0.2)
    top, bottom = (24.0 if title else 4.0), 26.0
    height = _MAP_WIDTH * (north - south) * stretch / (east - west)
    whole = height + top + bottom
    figure = figure_of(_MAP_WIDTH, whole)
    axes = figure.add_axes((0.004, bottom / whole, 0.992, height / whole))
    axes.add_collection(PolyCollection(outlines(), facecolor=_LAND, edgecolor=_BORDER, linewidth=0.6, zorder=1))
    axes.set_facecolor(_SEA)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color("#DDDDDD")
    most = max((spot.n_events for spot in spots), default=1)
    per_point = (east - west) / _MAP_WIDTH
    for spot in spots:
        size = 4 + 14 * math.sqrt(spot.n_events / most)
        axes.plot(
            [spot.lon], [spot.lat], marker="o", markersize=size, color=TONES[tone_of(spot.score)], alpha=0.75,
            markeredgecolor=PAPER, linestyle="none", zorder=2,
        )  # fmt: skip
    _name_spots(axes, spots, most, per_point, stretch)
    if title:
        figure.text(0.015, 1 - 5 / whole, title, fontsize=11, color=INK, va="top", weight="bold", parse_math=False)
    shown = {tone_of(spot.score) for spot in spots}
    for index, tone in enumerate(tone for tone in TONES if tone in shown):
        figure.text(0.015 + 0.12 * index, 8 / whole, f"● {tone}", fontsize=FONT_SIZE, color=TONES[tone])
    n_shown = sum(spot.n_events for spot in spots)
    told = f"{n_shown} events at {len(spots)} places; {n_elsewhere} without a place on the map"
    figure.text(0.985, 8 / whole, told, fontsize=FONT_SIZE - 1, color="#666666", ha="right")
    return Picture(figure, told=told, title=title)


def _spots(rows: Iterable[EventRow]) -> tuple[list[_Spot], int]:
    counts: Counter[str] = Counter()
    scores: defaultdict[str, float] = defaultdict(float)
    places: dict[str, PlaceRow] = {}
    n_elsewhere = 0
    for row in rows:
        place = row.place
        if place is None or place.lat is None or place.lon is None:
            n_elsewhere += 1
            continue
        places[place.id] = place
        counts[place.id] += 1
        scores[place.id] += CODEBOOK[row.type].score
    found = []
    for key, place in places.items():
        if place.lat is not None and place.lon is not None:
            found.append(_Spot(place, place.lat, place.lon, counts[key], scores[key] / counts[key]))
    return sorted(found, key=lambda spot: (-spot.n_events, spot.place.id)), n_elsewhere


def _frame_of(spots: Sequence[_Spot]) -> tuple[float, float, float, float]:
    """West, south, east and north of what is shown: all dots with a margin, the world when there is none."""
    if not spots:
        return -180.0, -60.0, 180.0, 85.0
    lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
    wide = max((max(lons) - min(lons)) * 1.15, _LEAST_DEGREES)
    high = max((max(lats) - min(lats)) * 1.25, _LEAST_DEGREES * 0.5, wide * 0.3)
    wide = max(wide, high * 1.3)
    x, y = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    return max(x - wide / 2, -180.0), max(y - high / 2, -90.0), min(x + wide / 2, 180.0), min(y + high / 2, 90.0)


def _name_spots(axes: Axes, spots: Sequence[_Spot], most: int, per_point: float, stretch: float) -> None:
    """Names beside the dots, those of more events first, right or left or above or below, or not where none fits."""
    up = per_point / stretch
    taken = []
    for spot in spots:
        size = 4 + 14 * math.sqrt(spot.n_events / most)
        taken.append(rectangle(spot.lon, spot.lat, size * per_point, size * up))
    for spot in spots[:_NAMED]:
        size = 4 + 14 * math.sqrt(spot.n_events / most)
        width, height = text_box([spot.place.name], FONT_SIZE)
        aside, above = size / 2 + width / 2 + 3, size / 2 + height / 2 + 1
        for x, y in ((aside, 0.0), (-aside, 0.0), (0.0, above), (0.0, -above)):
            lon, lat = spot.lon + x * per_point, spot.lat + y * up
            box = rectangle(lon, lat, width * per_point, height * up)
            west, east = axes.get_xlim()
            is_within = west < box[0] and box[2] < east
            if is_within and not any(overlaps(box, other) for other in taken):
                taken.append(box)
                axes.text(lon, lat, spot.place.name, fontsize=FONT_SIZE, color=INK, ha="center", va="center", zorder=3,
                          parse_math=False)  # fmt: skip
                break
