"""Shards are made of the beginnings of some sample articles: enough for events that merge, short enough to wait for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg import settings
from kg.build import Options, build
from kg.model import Article
from kg.read import read_articles
from kg.store import ReadStore

if TYPE_CHECKING:
    from pathlib import Path

N_ARTICLES = 24


def dumped(store: Path) -> bytes:
    """The graph as sorted N-Quads."""
    target = store.with_suffix(".nq")
    with ReadStore.open(store) as opened, target.open("wb") as output:
        opened.dump(output, format="nquads")
    return target.read_bytes()


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 articles, one of them twice in two versions, and a line that is none."""
    path = tmp_path_factory.mktemp("source") / "articles.jsonl"
    found = [item for item in read_articles([settings.SAMPLES]) if isinstance(item, Article)][:N_ARTICLES]
    rows = [{"id": item.id, "text": item.text[:600], "date": item.date, "source": item.source} for item in found]
    lines = [json.dumps(row) for row in rows]
    lines[5] = json.dumps(rows[9] | {"text": "Police arrested Maria Lindqvist in Oslo on Monday."})
    lines.insert(7, '{"title": "without words"}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def one_process(source: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The graph of `kg build` in one process."""
    store = tmp_path_factory.mktemp("one") / "store"
    report = build([source], store=store, options=Options())
    assert (report.read, len(report.rejected)) == (N_ARTICLES, 1)
    return dumped(store)
