"""What a picture of a network shows, whether still or to explore: which actors, where, how large, in which colour.

In: a MultiDiGraph with the attributes of `kg.export.network.network_to_graph`, or of one made of it. Out: a `Drawing`.
Events between two actors in one direction become one arrow, whose tone is that of the mean score of its events.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.export.layout import Box, positions, text_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

FONT_SIZE = 8.0
_WRAP, _LONGEST = 18, 44
_NAMED = 150
"""Dots up to which each has room for its name; among more, names are shown where there happens to be room."""

KINDS = {"polity": "#7A5C99", "organization": "#D9902F", "person": "#3B8F6E", "group": "#9C8F78"}
"""Colour of each kind of actor: told apart also by who does not see red and green (checked with Machado's matrices)."""

TONES = {"conflict": "#C23B22", "cooperation": "#1F6FB2", "neutral": "#8C8C8C"}
GROUPS = ("#4C6A92", "#D9902F", "#3B8F6E", "#B0517A", "#7A5C99", "#6F8F2E", "#A0623A", "#3A9AA8")
"""Colours of groups that the caller names, most members first; further ones are grey."""
REST = "#A8A8A8"
_OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """An actor: centre and radius in points, and its name in lines that stand below it."""

    id: str
    name: str
    lines: tuple[str, ...]
    group: str
    colour: str
    weight: int
    x: float
    y: float
    radius: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """All events from one actor to another; `is_stated` when any of them is reported, not only alleged or the like."""

    source: str
    target: str
    weight: int
    score: float
    tone: str
    is_stated: bool
    is_mutual: bool
    types: tuple[tuple[str, int], ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Dots and arrows with the legend; width and height in points; `n_left_out` actors were too light to be shown."""

    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[tuple[str, str], ...]
    width: float
    height: float
    n_left_out: int


def drawing_of(
    graph: nx.MultiDiGraph[str], *, max_nodes: int, colour_by: str | Mapping[str, object] = "kind", aspect: float = 1.5
) -> Drawing:
    """The heaviest actors of a network and the arrows between them, laid out.

    Args:
        graph: nodes with `label`, `kind`, `weight`; edges with `type`, `status`, `weight`, `score`, `events`. What is
            missing has a default: the node itself, "", and 1 event of score 0.
        max_nodes: most actors shown.
        colour_by: "kind"; "tone", by the mean score of an actor's events; or a group for each actor, by its id.
        aspect: width by height.

    Raises:
        QueryError: `max_nodes` is below 1, or `colour_by` is none of these.
    """
    if max_nodes < 1:
        raise QueryError(f"max_nodes must be a whole number of at least 1, not {max_nodes!r}")
    if isinstance(colour_by, str) and colour_by not in ("kind", "tone"):
        raise QueryError(f"colour_by must be 'kind', 'tone' or a group for each actor, not {colour_by!r}")
    weights: Counter[str] = Counter(dict.fromkeys(graph, 0))
    for source, target, attributes in graph.edges(data=True):
        for key in {source, target}:
            weights[key] += int(attributes.get("weight", 1))
    kept = sorted(weights, key=lambda key: (-weights[key], key))[:max_nodes]
    shown = graph.subgraph(kept)
    arrows = _arrows(shown)
    linked = {key for arrow in arrows for key in (arrow.source, arrow.target)}
    keys = sorted(linked or kept)
    heaviest = max((weights[key] for key in keys), default=1) or 1
    named = {key: _lines(str(graph.nodes[key].get("label", key))) for key in keys}
    least, most = (4.0, 13.0) if len(keys) <= _NAMED else (2.0, 10.0)
    radii = {key: least + most * math.sqrt(weights[key] / heaviest) for key in keys}
    boxes = {key: _box(named[key] if len(keys) <= _NAMED else (), radii[key]) for key in keys}
    places = positions(shown.subgraph(keys), boxes, aspect=aspect)
    groups = _groups(shown, keys, arrows, colour_by)
    colours = _colours(groups, colour_by)
    dots = [
        Dot(
            id=key,
            name=str(graph.nodes[key].get("label", key)),
            lines=named[key],
            group=groups[key],
            colour=colours[groups[key]],
            weight=weights[key],
            x=places[key][0],
            # the name stands below the dot, within the same box
            y=places[key][1] + boxes[key][1] / 2 - radii[key],
            radius=radii[key],
            kind=str(graph.nodes[key].get("kind", "")),
        )
        for key in keys
    ]
    return Drawing(
        dots=tuple(dots),
        arrows=tuple(arrows),
        legend=tuple((group, colours[group]) for group in colours if group in set(groups.values())),
        width=max((places[key][0] + boxes[key][0] / 2 for key in keys), default=0.0),
        height=max((places[key][1] + boxes[key][1] / 2 for key in keys), default=0.0),
        n_left_out=len(graph) - len(keys),
    )


def tone_of(score: float) -> str:
    """Conflict below -1, cooperation above 1 on the codebook's scale from -10 to 10; neutral between."""
    return "conflict" if score < -1 else "cooperation" if score > 1 else "neutral"


def _arrows(graph: nx.MultiDiGraph[str]) -> list[Arrow]:
    grouped: dict[tuple[str, str, bool], list[dict[str, Any]]] = defaultdict(list)
    for source, target, attributes in graph.edges(data=True):
        if source != target:
            is_mutual = attributes.get("relation") == "with"
            pair = (min(source, target), max(source, target)) if is_mutual else (source, target)
            grouped[*pair, is_mutual].append(attributes)
    arrows = []
    for (source, target, is_mutual), edges in sorted(grouped.items()):
        types: Counter[str] = Counter()
        total, score = 0, 0.0
        for edge in edges:
            weight = int(edge.get("weight", 1))
            types[str(edge.get("type", ""))] += weight
            total += weight
            score += weight * float(edge.get("score", 0.0))
        arrows.append(
            Arrow(
                source=source,
                target=target,
                weight=total,
                score=score / total if total else 0.0,
                tone=tone_of(score / total if total else 0.0),
                is_stated=any(edge.get("status", "Reported") == "Reported" for edge in edges),
                is_mutual=is_mutual,
                types=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
                events=tuple(sorted({event for edge in edges for event in edge.get("events", ())})),
            )
        )
    return arrows


def _groups(
    graph: nx.MultiDiGraph[str], keys: Sequence[str], arrows: Sequence[Arrow], colour_by: str | Mapping[str, object]
) -> dict[str, str]:
    if not isinstance(colour_by, str):
        return {key: str(colour_by.get(key, _OTHER)) for key in keys}
    if colour_by == "kind":
        return {key: str(graph.nodes[key].get("kind", _OTHER)) for key in keys}
    total: Counter[str] = Counter()
    score: defaultdict[str, float] = defaultdict(float)
    for arrow in arrows:
        for key in (arrow.source, arrow.target):
            total[key] += arrow.weight
            score[key] += arrow.weight * arrow.score
    return {key: tone_of(score[key] / total[key] if total[key] else 0.0) for key in keys}


def _colours(groups: Mapping[str, str], colour_by: str | Mapping[str, object]) -> dict[str, str]:
    if isinstance(colour_by, str):
        known = KINDS if colour_by == "kind" else TONES
        return known | dict.fromkeys(sorted(set(groups.values()) - set(known)), REST)
    sizes = Counter(groups.values())
    ordered = [group for group in sorted(sizes, key=lambda group: (-sizes[group], group)) if group != _OTHER]
    colours = {group: GROUPS[index] if index < len(GROUPS) else REST for index, group in enumerate(ordered)}
    return {group: colours[group] for group in sorted(ordered)} | {_OTHER: REST}


def _lines(name: str) -> tuple[str, ...]:
    """A name in short lines; a very long one is cut, which `…` shows."""
    text = " ".join(name.split())
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 1].rstrip()}…"
    return tuple(textwrap.wrap(text, _WRAP)) or ("?",)


def _box(lines: Sequence[str], radius: float) -> Box:
    width, height = text_box(lines, FONT_SIZE)
    return max(width, 2 * radius), height + 2 * radius + 2.0 * bool(lines)
