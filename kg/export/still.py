"""Still pictures by matplotlib: a network, a timeline, a map. They show on every code host and in print.

No window system is asked for and no state of pyplot is touched; the same input gives the same picture.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from PIL import Image

from kg.errors import StoreError, cause
from kg.export.drawing import FONT_SIZE, TONES
from kg.export.layout import text_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from kg.export.drawing import Arrow, Dot, Drawing

Rectangle = tuple[float, float, float, float]
"""Left, lower, right and upper end."""

DPI = 110
INK, PAPER = "#222222", "#FFFFFF"
_MARGIN = 10.0
_LEGEND_HEIGHT, _TITLE_HEIGHT = 34.0, 22.0
_SMALLEST = (440.0, 180.0)
_TYPE_SIZE = 6.2


class Picture:
    """A still picture; shows as PNG in a notebook. `figure` is matplotlib's, to be changed before it is shown."""

    def __init__(self, figure: Figure, *, told: str, title: str | None = None) -> None:
        self.figure = figure
        self._told = told
        self._title = title

    def to_png(self, *, dpi: int = DPI) -> bytes:
        """The picture as PNG of 128 colours, which take a third of the room; without time or software of its making."""
        drawn = BytesIO()
        self.figure.savefig(drawn, format="png", dpi=dpi, metadata={"Software": None})
        written = BytesIO()
        with Image.open(drawn) as image:
            few = image.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        few.save(written, format="png", optimize=True)
        return written.getvalue()

    def save(self, path: Path | str, *, dpi: int = 2 * DPI) -> Path:
        """Writes the picture in the form that the file's ending names: png, svg, pdf; StoreError when it cannot be."""
        path = Path(path)
        try:
            self.figure.savefig(path, dpi=dpi)
        except (OSError, ValueError) as exc:
            raise StoreError(
                f"the picture cannot be written to {str(path)!r}: {cause(exc)}; choose another name"
            ) from exc
        return path

    def __repr__(self) -> str:
        return f"Picture({self._told})"

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        # for who cannot see it: what a notebook and its HTML export put into the `alt` of the image
        return self.to_png(), {"alt": f"{self._title}: {self._told}" if self._title else self._told}


def network_picture(drawing: Drawing, *, title: str | None = None) -> Picture:
    """Dots with names below them, arrows from who acts to who is acted on, and the legend."""
    width = max(drawing.width, _SMALLEST[0]) + 2 * _MARGIN
    top = _TITLE_HEIGHT if title else 0.0
    height = max(drawing.height, _SMALLEST[1]) + 2 * _MARGIN + _LEGEND_HEIGHT + top
    figure = figure_of(width, height)
    axes = figure.add_axes((0, 0, 1, 1))
    left, low = (width - drawing.width) / 2, _MARGIN + _LEGEND_HEIGHT
    axes.set_xlim(-left, width - left)
    axes.set_ylim(-low, height - low)
    axes.set_axis_off()
    dots = {dot.id: dot for dot in drawing.dots}
    heaviest = max((arrow.weight for arrow in drawing.arrows), default=1)
    bends = _bends(drawing.arrows)
    for arrow in sorted(drawing.arrows, key=lambda arrow: arrow.weight):
        _draw_arrow(axes, dots[arrow.source], dots[arrow.target], arrow, heaviest, bend=bends[arrow])
    named: list[Rectangle] = []
    for dot in sorted(drawing.dots, key=lambda dot: (-dot.weight, dot.id)):
        name = _name_box(dot)
        is_named = not any(overlaps(name, other) for other in named)
        _draw_dot(axes, dot, is_named=is_named)
        named += [name] if is_named else []
    _draw_types(axes, drawing, bends)
    if title:
        figure.text(
            _MARGIN / width, 1 - 8 / height, title, fontsize=11, color=INK, va="top", weight="bold", parse_math=False
        )
    _draw_legend(figure, drawing)
    n_arrows = len(drawing.arrows)
    told = f"{len(drawing.dots)} actors, {n_arrows} arrows, {drawing.n_left_out} actors not shown"
    return Picture(figure, told=told, title=title)


def figure_of(width: float, height: float) -> Figure:
    """A figure of this size in points."""
    figure = Figure(figsize=(width / 72, height / 72), facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def _draw_arrow(axes: Axes, source: Dot, target: Dot, arrow: Arrow, heaviest: int, *, bend: float) -> None:
    axes.add_patch(
        FancyArrowPatch(
            (source.x, source.y),
            (target.x, target.y),
            arrowstyle="-" if arrow.is_mutual else "-|>",
            mutation_scale=7 + 5 * (arrow.weight / heaviest) ** 0.5,
            shrinkA=source.radius + 1,
            shrinkB=target.radius + 1.5,
            connectionstyle=f"arc3,rad={bend}",
            linewidth=0.9 + 2.4 * (arrow.weight / heaviest) ** 0.5 * (arrow.weight > 1),
            linestyle="-" if arrow.is_stated else (0, (3, 2)),
            color=TONES[arrow.tone],
            alpha=0.75,
            zorder=1,
        )
    )


def _bends(arrows: Sequence[Arrow]) -> dict[Arrow, float]:
    """How far each arrow bows out, by its length: those of one pair of actors must not lie on each other."""
    n_arrows = Counter(frozenset((arrow.source, arrow.target)) for arrow in arrows)
    return {
        arrow: 0.06 if n_arrows[frozenset((arrow.source, arrow.target))] == 1 else 0.0 if arrow.is_mutual else 0.2
        for arrow in arrows
    }


def _draw_types(axes: Axes, drawing: Drawing, bends: Mapping[Arrow, float]) -> None:
    """The commonest type of an arrow's events, and how many these are, heaviest first and where nothing is hidden."""
    taken = [rectangle(dot.x, dot.y, 2 * dot.radius, 2 * dot.radius) for dot in drawing.dots]
    taken += [_name_box(dot) for dot in drawing.dots]
    dots = {dot.id: dot for dot in drawing.dots}
    for arrow in sorted(drawing.arrows, key=lambda arrow: (-arrow.weight, arrow.source, arrow.target)):
        name, n_events = arrow.types[0]
        told = f"{name.lower()} {n_events}" if n_events > 1 else name.lower()
        source, target, bend = dots[arrow.source], dots[arrow.target], bends[arrow]
        # the middle of matplotlib's arc3: a quadratic curve whose control point lies `bend` lengths beside the middle
        x = (source.x + target.x) / 2 + bend / 2 * (target.y - source.y)
        y = (source.y + target.y) / 2 - bend / 2 * (target.x - source.x)
        box = rectangle(x, y, *text_box([told], _TYPE_SIZE))
        if any(overlaps(box, other) for other in taken):
            continue
        taken.append(box)
        axes.text(
            x, y, told, fontsize=_TYPE_SIZE, color=TONES[arrow.tone], ha="center", va="center", zorder=2.5,
            parse_math=False, bbox={"facecolor": PAPER, "alpha": 0.8, "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip


def rectangle(x: float, y: float, width: float, height: float) -> Rectangle:
    """Left, lower, right and upper end of a box around a point."""
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes have more than a border in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_dot(axes: Axes, dot: Dot, *, is_named: bool) -> None:
    axes.plot(
        [dot.x], [dot.y], marker="o", markersize=2 * dot.radius, color=dot.colour, markeredgecolor=PAPER,
        markeredgewidth=0.8, linestyle="none", zorder=2,
    )  # fmt: skip
    if is_named:
        axes.text(
            dot.x, dot.y - dot.radius - 2, "\n".join(dot.lines), fontsize=FONT_SIZE, color=INK, ha="center", va="top",
            linespacing=1.05, zorder=3, parse_math=False,
            bbox={"facecolor": PAPER, "alpha": 0.65, "edgecolor": "none", "pad": 0.3},
        )  # fmt: skip


def _name_box(dot: Dot) -> Rectangle:
    width, height = text_box(dot.lines, FONT_SIZE)
    return rectangle(dot.x, dot.y - dot.radius - 2 - height / 2, width, height)


def _draw_legend(figure: Figure, drawing: Drawing) -> None:
    handles = [
        Line2D([], [], marker="o", linestyle="none", markersize=7, color=colour, label=group, markeredgecolor=PAPER)
        for group, colour in drawing.legend
    ]
    tones = {arrow.tone for arrow in drawing.arrows}
    handles += [
        Line2D([], [], color=colour, linewidth=2, label=tone) for tone, colour in TONES.items() if tone in tones
    ]
    if not all(arrow.is_stated for arrow in drawing.arrows):
        handles.append(
            Line2D([], [], color=INK, linewidth=1.2, linestyle=(0, (3, 2)), label="alleged, denied or planned only")
        )
    for n_columns in range(len(handles), 0, -1):  # as many as fit side by side
        legend = figure.legend(
            handles=handles,
            loc="lower left",
            ncols=n_columns,
            fontsize=FONT_SIZE,
            frameon=False,
            handletextpad=0.4,
            columnspacing=1.2,
            borderaxespad=0.6,
        )
        if legend.get_window_extent().x1 <= figure.bbox.x1 or n_columns == 1:
            break
        legend.remove()
    if drawing.n_left_out:
        n_left_out = drawing.n_left_out
        figure.text(
            0.985, 1 - 9 / (figure.get_figheight() * 72), f"{n_left_out} more actor{'' if n_left_out == 1 else 's'}",
            fontsize=FONT_SIZE - 1, color="#666666", ha="right", va="top",
        )  # fmt: skip
