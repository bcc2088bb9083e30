"""The copies of articles that `bench_store.py` measures are whole: the store takes them, and shares what it should."""

from __future__ import annotations

import runpy
import sys
from dataclasses import replace
from pathlib import Path

from kg.model import PartOf
from kg.store import ReadStore, WriteStore

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from generated import Template

STORY = runpy.run_path(str(Path(__file__).parents[1] / "query" / "story.py"))


def test_copies_make_a_store(tmp_path: Path) -> None:
    graph = STORY["merged"]()
    whole, part, *others = graph.events
    link = PartOf(whole=whole.id, rule="said", score=0.9, detail="said so", mention=part.members[0])
    template = Template(STORY["records"](), replace(graph, events=(whole, replace(part, part_of=link), *others)))
    with WriteStore.open(tmp_path / "store") as written:
        written.replace(list(template.records(4)))
        written.write_merged(template.graph(4))
        written.publish()
    with ReadStore.open(tmp_path / "store") as store:
        assert not store.verify()
        assert store.counts()["articles"] == 4 * len(STORY["records"]())
        events = {event.id: event for event in store.merged().events}
        assert len(events) == 4 * template.n_events
        for number in range(4):
            copied = events[f"{part.id}-{number}"].part_of
            assert copied is not None
            assert copied.whole == f"{whole.id}-{number}"
            assert copied.mention in events[f"{part.id}-{number}"].members
