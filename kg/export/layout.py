"""Where the actors of a network are drawn: positions in points (1/72 inch), the same for the same network.

Each part that hangs together is laid out by Kamada and Kawai's springs (1989), which keep edges of like length and hubs
apart; one too large for that by Fruchterman and Reingold's (1991). Then boxes, as large as a node with its name below
it, are pushed apart until none overlaps another, so that every name can be read, and the parts are set in rows.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height in points."""

MAX_SPRINGS = 120
"""Nodes up to which Kamada and Kawai's is used: its time grows with the cube, and is 2 s at this number."""

_ROUNDS, _FEW_ROUNDS = 400, 60
_MANY = 500
"""Boxes among which some may still overlap at the end: two thousand take a quarter of a minute as it is."""

_GAP = 5.0
_PART_GAP = 16.0
_ENOUGH = 0.01


def positions(graph: nx.MultiDiGraph[str], boxes: Mapping[str, Box], *, aspect: float = 1.5) -> dict[str, Point]:
    """The centre of each node's box, from 0,0 at the lower left.

    Args:
        graph: the network; directions and numbers of edges do not count, parts and paths do.
        boxes: how much room each node needs.
        aspect: width of the whole by its height, as far as possible.
    """
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({(min(pair), max(pair)) for pair in graph.edges() if pair[0] != pair[1]}))
    parts = sorted(nx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    placed = [_spread(_springs(plain.subgraph(sorted(part)), boxes), boxes, aspect) for part in parts]
    return _in_rows(placed, boxes, aspect)


def _springs(part: nx.Graph[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted(part.edges()))
    if len(ordered) == 1:
        return dict.fromkeys(ordered, (0.0, 0.0))
    if len(ordered) <= MAX_SPRINGS:
        found = nx.kamada_kawai_layout(ordered)
    else:
        found = nx.spring_layout(ordered, seed=1, iterations=80, k=1.6 / math.sqrt(len(ordered)))
    # an edge should be as long as the boxes at its ends are wide, and all boxes have room twice over, or the springs
    # are lost in pushing boxes apart
    wanted = sum(boxes[one][0] + boxes[one][1] for one in ordered) / len(ordered) * 0.85
    lengths = [math.dist(found[one], found[other]) for one, other in ordered.edges()]
    room = math.sqrt(2 * sum((boxes[one][0] + _GAP) * (boxes[one][1] + _GAP) for one in ordered))
    scale = max(wanted / (sum(lengths) / len(lengths)), room / 2)  # found lie within -1 and 1
    return {key: (float(x) * scale, float(y) * scale) for key, (x, y) in found.items()}


def _spread(found: dict[str, Point], boxes: Mapping[str, Box], aspect: float) -> dict[str, Point]:
    """Boxes pushed apart, each pair along the way that is shorter, until none overlaps."""
    keys = sorted(found)
    xs, ys = ([found[key][axis] * stretch for key in keys] for axis, stretch in enumerate((aspect**0.5, aspect**-0.5)))
    widths = [boxes[key][0] + _GAP for key in keys]
    heights = [boxes[key][1] + _GAP for key in keys]
    widest = max(widths)
    for _ in range(_ROUNDS if len(keys) <= _MANY else _FEW_ROUNDS):
        is_clear = True
        by_x = sorted(range(len(keys)), key=lambda index: (xs[index], index))
        for place, i in enumerate(by_x):
            for j in by_x[place + 1 :]:
                if xs[j] - xs[i] >= widest:
                    break  # and so are all further ones; where nothing is pushed any more the order holds
                over_x = (widths[i] + widths[j]) / 2 - abs(xs[i] - xs[j])
                over_y = (heights[i] + heights[j]) / 2 - abs(ys[i] - ys[j])
                if over_x <= _ENOUGH or over_y <= _ENOUGH:
                    continue
                is_clear = False
                if over_x < over_y:
                    _push(xs, i, j, over_x)
                else:
                    _push(ys, i, j, over_y)
        if is_clear:
            break
    return dict(zip(keys, zip(xs, ys, strict=True), strict=True))


def _push(values: list[float], i: int, j: int, overlap: float) -> None:
    step = overlap / 2 if values[i] >= values[j] else -overlap / 2
    values[i] += step
    values[j] -= step


def _in_rows(parts: Sequence[dict[str, Point]], boxes: Mapping[str, Box], aspect: float) -> dict[str, Point]:
    """The parts set beside each other, larger ones first, in rows of about the width that gives the aspect."""
    sized = [(part, *_extent(part, boxes)) for part in parts]
    area = sum((right - left + _PART_GAP) * (top - bottom + _PART_GAP) for _, left, bottom, right, top in sized)
    widest = max((right - left for _, left, _, right, _ in sized), default=0.0)
    row_width = max(widest, math.sqrt(area * aspect))
    placed: dict[str, Point] = {}
    x, y, row_height = 0.0, 0.0, 0.0
    for part, left, bottom, right, top in sorted(sized, key=lambda item: item[2] - item[4]):
        if x and x + right - left > row_width:
            x, y, row_height = 0.0, y - row_height - _PART_GAP, 0.0
        for key, (at_x, at_y) in part.items():
            placed[key] = (x + at_x - left, y - (top - at_y))
        x += right - left + _PART_GAP
        row_height = max(row_height, top - bottom)
    lowest = min((at_y - boxes[key][1] / 2 for key, (_, at_y) in placed.items()), default=0.0)
    return {key: (at_x, at_y - lowest) for key, (at_x, at_y) in sorted(placed.items())}


def _extent(part: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[key][0] / 2 for key, (x, _) in part.items()),
        min(y - boxes[key][1] / 2 for key, (_, y) in part.items()),
        max(x + boxes[key][0] / 2 for key, (x, _) in part.items()),
        max(y + boxes[key][1] / 2 for key, (_, y) in part.items()),
    )


def text_box(lines: Iterable[str], size: float) -> Box:
    """About the room that lines of a sans-serif face take at this size, in points."""
    lines = list(lines)
    return max((len(line) for line in lines), default=0) * size * 0.56, len(lines) * size * 1.2
