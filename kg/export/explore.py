"""A network to explore, as one HTML page that needs nothing else: no request leaves the machine.

Sigma and graphology are inside, as they are vendored; so are the events with the sentences that say so. What comes
from articles is data for the script, which sets it as text, and is escaped in the still picture that shows where no
script runs.
The page's own policy (CSP) lets nothing be loaded, and only scripts with its nonce run; the nonce is a digest of the
contents, which no text can hold that is itself part of them.
"""

from __future__ import annotations

import base64
import gzip
import json
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kg import settings
from kg.errors import StoreError
from kg.export.drawing import FONT_SIZE, TONES
from kg.export.evidence import best_evidence
from kg.export.tables import names_of, show_time
from kg.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.export.drawing import Arrow, Dot, Drawing
    from kg.query.rows import EventRow

_FOLDER = settings.ASSETS / "explore"
_PARTS = {"graphology": "graphology.umd.min.js", "sigma": "sigma.min.js"}
_HEIGHT = 560


class Page:
    """A page to explore a network; shows in a notebook, in a frame that may run its script and do nothing else.

    `html` is the whole page.
    """

    def __init__(self, html: str, *, told: str) -> None:
        self.html = html
        self._told = told

    def to_html(self, path: Path | str) -> Path:
        """Writes the page to a file, for any browser, with or without a network; StoreError when it cannot be."""
        path = Path(path)
        try:
            path.write_text(self.html, encoding="utf-8")
        except OSError as exc:
            raise StoreError(f"{str(path)!r} cannot be written ({exc.strerror}); choose another name") from exc
        return path

    def __repr__(self) -> str:
        return f"Page({self._told})"

    def _repr_html_(self) -> str:
        # sandboxed without allow-same-origin: the script cannot reach the notebook around it
        return (
            f'<iframe title="network of actors" sandbox="allow-scripts" srcdoc="{escape(self.html)}" '
            f'width="100%" height="{_HEIGHT}" style="border:1px solid #ddd; background:#fff"></iframe>'
        )


def network_page(drawing: Drawing, rows: Iterable[EventRow], *, title: str) -> Page:
    """The page of a drawing; `rows` are its events, those that are missing are shown by their id."""
    shown = _json(
        {
            "dots": [_dot(dot) for dot in drawing.dots],
            "arrows": [_arrow(arrow) for arrow in drawing.arrows],
            "events": {row.id: _event(row) for row in rows},
            "legend": drawing.legend,
            "tones": [{"name": name, "colour": colour} for name, colour in TONES.items() if _has(drawing, name)],
            "left_out": drawing.n_left_out,
        }
    )
    still = still_svg(drawing)
    html = Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(title),
        style=(_FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(_FOLDER / "page.js").read_text(encoding="utf-8"),
        still=still,
        shown=shown,
        nonce=digest(title + shown + still, length=24),
        parts=", ".join(settings.vendored(part).name for part in _PARTS),
        **{part: _packed(part) for part in _PARTS},
    )
    return Page(html, told=f"{len(drawing.dots)} actors, {len(drawing.arrows)} arrows")


def still_svg(drawing: Drawing) -> str:
    """The same network as a still picture, in SVG."""
    dots = {dot.id: dot for dot in drawing.dots}
    heaviest = max((arrow.weight for arrow in drawing.arrows), default=1)
    lines = []
    for arrow in drawing.arrows:
        source, target = dots[arrow.source], dots[arrow.target]
        dashes = "" if arrow.is_stated else ' stroke-dasharray="5 3"'
        head = "" if arrow.is_mutual else f' marker-end="url(#{arrow.tone})"'
        x1, y1, x2, y2 = _between(source, target)
        lines.append(
            f'<line x1="{x1:.1f}" y1="{drawing.height - y1:.1f}" x2="{x2:.1f}" y2="{drawing.height - y2:.1f}" '
            f'stroke="{TONES[arrow.tone]}" stroke-width="{0.9 + 2.4 * (arrow.weight / heaviest) ** 0.5:.1f}" '
            f'opacity="0.75"{dashes}{head}/>'
        )
    for dot in drawing.dots:
        y = drawing.height - dot.y
        lines.append(f'<circle cx="{dot.x:.1f}" cy="{y:.1f}" r="{dot.radius:.1f}" fill="{dot.colour}"/>')
        for index, words in enumerate(dot.lines):
            down = y + dot.radius + 2 + FONT_SIZE * (1 + 1.15 * index)
            lines.append(f'<text x="{dot.x:.1f}" y="{down:.1f}">{escape(words)}</text>')
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for name, colour in TONES.items()
    )
    width, height = max(drawing.width, 1.0), max(drawing.height, 1.0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="network of {len(drawing.dots)} actors" '
        f'viewBox="-8 -8 {width + 16:.0f} {height + 16:.0f}" width="{width + 16:.0f}" height="{height + 16:.0f}" '
        f'font-family="sans-serif" font-size="{FONT_SIZE:g}" text-anchor="middle" fill="#222">'
        f"<defs>{heads}</defs>{''.join(lines)}</svg>"
    )


def _between(source: Dot, target: Dot) -> tuple[float, float, float, float]:
    """From the rim of one dot to the rim of the other."""
    x, y = target.x - source.x, target.y - source.y
    length = max((x * x + y * y) ** 0.5, 0.1)
    x, y = x / length, y / length
    return (
        source.x + x * source.radius,
        source.y + y * source.radius,
        target.x - x * (target.radius + 1),
        target.y - y * (target.radius + 1),
    )


def _dot(dot: Dot) -> dict[str, object]:
    return {
        "id": dot.id, "name": dot.name, "lines": dot.lines, "kind": dot.kind, "colour": dot.colour,
        "weight": dot.weight, "x": round(dot.x, 1), "y": round(dot.y, 1), "radius": round(dot.radius, 1),
    }  # fmt: skip


def _arrow(arrow: Arrow) -> dict[str, object]:
    return {
        "source": arrow.source, "target": arrow.target, "weight": arrow.weight, "score": round(arrow.score, 2),
        "stated": arrow.is_stated, "mutual": arrow.is_mutual, "types": arrow.types, "events": arrow.events,
    }  # fmt: skip


def _event(row: EventRow) -> dict[str, object]:
    best = best_evidence(row)
    n_sources = row.support.sources
    standing = f"{row.status.lower()}, {n_sources} source{'' if n_sources == 1 else 's'}"
    if row.attributed_to:
        standing += f", says {names_of(row.attributed_to)}"
    shown: dict[str, object] = {
        "label": row.label,
        "type": row.type,
        "when": show_time(row.time) if row.time else "",
        "order": (row.time and (row.time.earliest or row.time.latest)) or "~",
        "standing": standing,
    }
    if best is not None:
        start, end = best.trigger.start - best.start, best.trigger.end - best.start
        shown["sentence"] = (best.sentence[:start], best.sentence[start:end], best.sentence[end:])
        shown["origin"] = ", ".join(part for part in (best.source, best.date, best.article) if part)
    return shown


def _has(drawing: Drawing, tone: str) -> bool:
    return any(arrow.tone == tone for arrow in drawing.arrows)


def _json(shown: dict[str, object]) -> str:
    """JSON that cannot end the script element it stands in, whatever an article says."""
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@lru_cache
def _packed(part: str) -> str:
    content = (settings.vendored(part) / _PARTS[part]).read_bytes()
    return base64.b64encode(gzip.compress(content, compresslevel=9, mtime=0)).decode("ascii")
