"""Pictures of networks, times and places: legible by construction, always the same, harmless whatever a text says."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kg.errors import StoreError
from kg.export.charts import map_picture, timeline_picture
from kg.export.drawing import GROUPS, KINDS, REST, TONES, drawing_of, tone_of
from kg.export.explore import network_page, still_svg
from kg.export.layout import positions, text_box
from kg.export.outlines import outlines
from kg.export.still import network_picture
from kg.query.timeline import Bucket, Timeline

HOSTILE = '</script><script>alert("x")</script><!-- ${nonce} $x \u2028 \\u003c'


def _network(*edges, **names) -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    for source, target, attributes in edges:
        network.add_edge(source, target, **({"type": "ASSAULT", "score": -9.0, "weight": 1, "events": ()} | attributes))
    for key, name in names.items():
        network.nodes[key]["label"] = name
    return network


# ---------------------------------------------------------------- layout


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(10, 120), st.integers(10, 50)), min_size=25, max_size=25),
)
def test_no_two_boxes_overlap_whatever_the_network(pairs, sizes):
    network = nx.MultiDiGraph([(f"n{one}", f"n{other}") for one, other in pairs])
    boxes = {f"n{index}": (float(width), float(height)) for index, (width, height) in enumerate(sizes)}
    placed = positions(network, boxes)
    assert placed == positions(network, boxes)
    assert set(placed) == set(network)
    keys = sorted(placed)
    for i, one in enumerate(keys):
        for other in keys[i + 1 :]:
            (x, y), (other_x, other_y) = placed[one], placed[other]
            apart_x = abs(x - other_x) - (boxes[one][0] + boxes[other][0]) / 2
            apart_y = abs(y - other_y) - (boxes[one][1] + boxes[other][1]) / 2
            assert max(apart_x, apart_y) > -0.5, (one, other)


def test_the_order_in_which_a_network_is_made_does_not_show():
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e")]
    boxes = dict.fromkeys("abcde", (40.0, 20.0))
    assert positions(nx.MultiDiGraph(edges), boxes) == positions(nx.MultiDiGraph(edges[::-1]), boxes)


def test_a_large_network_is_laid_out_in_seconds():
    network = nx.MultiDiGraph(nx.gnm_random_graph(400, 900, seed=1, directed=True))
    network = nx.relabel_nodes(network, str)
    assert len(positions(network, dict.fromkeys(network, (8.0, 8.0)))) == 400


# ---------------------------------------------------------------- what is drawn


def test_the_heaviest_actors_are_shown_and_the_others_counted():
    network = _network(("a", "b", {"weight": 5}), ("b", "c", {"weight": 2}), ("d", "e", {}))
    drawing = drawing_of(network, max_nodes=3)
    assert {dot.id for dot in drawing.dots} == {"a", "b", "c"}
    assert drawing.n_left_out == 2
    radius = {dot.id: dot.radius for dot in drawing.dots}
    assert radius["b"] > radius["a"] > radius["c"]


def test_events_of_two_actors_in_one_direction_are_one_arrow():
    network = _network(
        ("a", "b", {"type": "ASSAULT", "score": -9.0, "weight": 1, "events": ("e1",)}),
        ("a", "b", {"type": "AID", "score": 7.0, "weight": 3, "events": ("e2", "e3", "e4"), "status": "Denied"}),
        ("b", "a", {"type": "CONSULT", "score": 2.5, "relation": "with", "status": "Planned"}),
    )
    arrows = {arrow.is_mutual: arrow for arrow in drawing_of(network, max_nodes=9).arrows}
    assert arrows[False].types == (("AID", 3), ("ASSAULT", 1))
    assert (arrows[False].score, arrows[False].tone, arrows[False].is_stated) == (3.0, "cooperation", True)
    assert arrows[False].events == ("e1", "e2", "e3", "e4")
    assert (arrows[True].source, arrows[True].is_stated) == ("a", False)


@pytest.mark.parametrize(("score", "tone"), [(-9, "conflict"), (-1, "neutral"), (0, "neutral"), (1.5, "cooperation")])
def test_tones_follow_the_score(score, tone):
    assert tone_of(score) == tone


def test_dots_are_coloured_by_kind_tone_or_groups_of_the_caller(graph):
    network = graph.network()
    by_kind = {dot.id: dot.colour for dot in drawing_of(network, max_nodes=9).dots}
    assert by_kind["norland"] == KINDS["polity"]
    by_tone = {dot.id: dot.colour for dot in drawing_of(network, max_nodes=9, colour_by="tone").dots}
    assert by_tone["red-crescent"] == TONES["cooperation"]
    drawing = drawing_of(network, max_nodes=9, colour_by={"norland": "first", "sudria": "first"})
    assert {dot.id: dot.colour for dot in drawing.dots} == {
        "norland": GROUPS[0], "sudria": GROUPS[0], "red-crescent": REST, "families": REST,
    }  # fmt: skip
    assert drawing.legend == (("first", GROUPS[0]), ("other", REST))


def test_a_long_name_is_wrapped_and_cut():
    (dot,) = (dot for dot in drawing_of(_network(("a", "b", {}), a="word " * 40), max_nodes=2).dots if dot.id == "a")
    assert len(dot.lines) <= 4
    assert dot.lines[-1].endswith("…")
    assert text_box(dot.lines, 8.0)[0] < 100


# ---------------------------------------------------------------- still pictures


def test_a_still_picture_is_a_png_and_the_same_every_time(graph, tmp_path):
    picture = graph.draw(title="Who $x^2$ whom")
    content, told = picture._repr_png_()
    assert told == {"alt": "Who $x^2$ whom: 4 actors, 2 arrows, 0 actors not shown"}
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        assert image.width > 500
        assert "Software" not in image.info
    assert content == graph.draw(title="Who $x^2$ whom").to_png()
    for ending, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        assert picture.save(tmp_path / f"p.{ending}").read_bytes().startswith(start)
    with pytest.raises(StoreError, match="cannot be written"):
        picture.save(tmp_path / "p.docx")
    with pytest.raises(StoreError, match="cannot be written"):
        picture.save(tmp_path / "none" / "p.png")


def test_the_legend_lies_within_the_picture_however_long_its_words():
    keys = [f"n{number}" for number in range(6)]
    groups = {key: f"{number}: around the Council of Representatives" for number, key in enumerate(keys)}
    edges = [(one, other, {"status": "alleged"}) for one, other in pairwise(keys)]
    figure = network_picture(drawing_of(_network(*edges), max_nodes=6, colour_by=groups)).figure
    (legend,) = figure.legends
    box = legend.get_window_extent()
    assert figure.bbox.x0 <= box.x0
    assert box.x1 <= figure.bbox.x1


def test_names_with_dollars_and_strange_letters_are_drawn_as_they_are():
    drawing = drawing_of(_network(("a", "b", {}), a="US$ 5 and $x$ 北京", b="\x00\x0b"), max_nodes=2)
    with pytest.warns(UserWarning, match="missing from font"):
        network_picture(drawing).to_png()


def test_an_empty_network_is_an_empty_picture(graph):
    assert graph.draw(type="CONCEDE").to_png()
    assert graph.explore(type="CONCEDE").html
    assert graph.draw_map(type="CONCEDE").to_png()
    assert graph.draw_timeline(type="CONCEDE").to_png()


def test_a_timeline_tells_what_it_does_not_show(graph):
    assert repr(graph.draw_timeline("day")) == "Picture(1 of 6 events; 1 dated more vaguely, 4 undated)"
    assert timeline_picture(Timeline(by=Bucket.YEAR, rows=(), n_events=0, n_spread=0, n_undated=0)).to_png()


def test_a_map_has_a_dot_for_each_place_with_coordinates(graph):
    assert repr(graph.draw_map()) == "Picture(2 events at 1 places; 4 without a place on the map)"
    rows = graph.show().rows
    everywhere = [
        replace(row, place=replace(row.place, id=f"{lat}{lon}", lat=lat, lon=lon))
        for row in rows
        if row.place is not None
        for lat in (-90.0, 0.0, 90.0)
        for lon in (-180.0, 0.0, 180.0)
    ]
    assert map_picture(everywhere).to_png()


def test_outlines_have_no_jump_across_the_map():
    rings = outlines()
    assert len(rings) > 250
    assert max(abs(one[0] - other[0]) for ring in rings for one, other in pairwise(ring)) < 180
    assert all(-90 <= lat <= 90 for ring in rings for _, lat in ring)


# ---------------------------------------------------------------- the page


class _Elements(HTMLParser):
    """Every tag with its attributes, and the text of every script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._is_script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._is_script = tag == "script"
        if self._is_script:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._is_script = False

    def handle_data(self, text):
        if self._is_script:
            self.scripts[-1] += text


def _hostile_page(graph):
    (row,) = graph.show(type="AID").rows
    best = replace(row.evidence[0], sentence=HOSTILE + row.evidence[0].sentence, source=HOSTILE, title=HOSTILE)
    row = replace(row, id="e1", label=HOSTILE, evidence=(best,))
    network = _network(("a", HOSTILE, {"events": ("e1",), "type": HOSTILE}), a=HOSTILE)
    return network_page(drawing_of(network, max_nodes=9), [row], title=HOSTILE)


def test_no_text_of_an_article_becomes_a_tag(graph):
    page = _hostile_page(graph)
    elements = _Elements(page.html)
    assert [tag for tag, _ in elements.tags].count("script") == 4
    assert "<script>alert" not in page.html
    shown = json.loads(elements.scripts[0])
    assert shown["events"]["e1"]["label"] == HOSTILE
    assert {dot["name"] for dot in shown["dots"]} == {HOSTILE}
    frame = _Elements(page._repr_html_()).tags
    assert [tag for tag, _ in frame] == ["iframe"]
    assert frame[0][1]["srcdoc"] == page.html
    assert frame[0][1]["sandbox"] == "allow-scripts"


def test_the_page_needs_nothing_from_elsewhere(graph):
    page = graph.explore()
    for tag, attributes in _Elements(page.html).tags:
        assert not {"src", "href", "action", "style"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", html.unescape(page.html)))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page.html)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy.group(1)


def test_the_parts_in_the_page_are_the_vendored_ones(graph):
    from kg.settings import vendored

    packed = re.findall(r'<script type="application/octet-stream" id="(\w+)">([^<]+)</script>', graph.explore().html)
    for name, text in packed:
        (file,) = vendored(name).glob("*.js")
        assert gzip.decompress(base64.b64decode(text)) == file.read_bytes()
    assert [name for name, _ in packed] == ["graphology", "sigma"]


def test_another_text_gives_another_nonce(graph):
    nonces = {re.search(r"nonce-(\w+)", graph.explore(title=title).html).group(1) for title in ("one", "other")}
    assert len(nonces) == 2


def test_every_arrow_of_the_page_leads_to_its_sentence(graph):
    shown = json.loads(_Elements(graph.explore().html).scripts[0])
    told = {event for arrow in shown["arrows"] for event in arrow["events"]}
    assert told == {"ev-aid", "ev-talks"}
    for event in told:
        before, trigger, after = shown["events"][event]["sentence"]
        assert trigger in ("gave", "talks")
        assert before + trigger + after in {row.sentence for row in graph.event(event).evidence}


def test_the_still_picture_is_well_formed(graph):
    from lxml import etree

    svg = etree.fromstring(still_svg(drawing_of(_network(("a", "b", {}), a=HOSTILE), max_nodes=2)).encode())
    assert len(svg.findall("{*}circle")) == 2
    assert len(svg.findall("{*}line")) == 1


def test_a_page_is_written_to_a_file(graph, tmp_path):
    page = graph.explore(title="A & B")
    assert page.to_html(tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert "<title>A &amp; B</title>" in page.html
    with pytest.raises(StoreError, match="choose another name"):
        page.to_html(tmp_path)
