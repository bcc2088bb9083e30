"""The check of every quote that `tests/conftest.py` puts on all published graphs does find a wrong one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.model import ArticleRecord, MergedGraph, Span
from kg.store import WriteStore, canonical_record, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_wrong_quote_is_found_when_publishing(
    tmp_path: Path, make_record: Callable[..., ArticleRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = canonical_record(make_record("wrong"))
    event = record.events[0]
    assert event.place is not None
    faults = [
        (replace(event, text="bombed!"), "quotes 'bombed!' where the text has '"),
        (
            replace(event, place=replace(event.place, span=Span(0, 10_000))),
            r"quotes Span\(start=0, end=10000\) of \d+ code points",
        ),
        (
            replace(event, attributed_to=(replace(event.attributed_to[0], text="a ministry"),)),
            "quotes 'a ministry' where the text has '",
        ),
    ]
    monkeypatch.setattr(write, "check_record", lambda record: None)
    for number, (fault, words) in enumerate(faults):
        with WriteStore.open(tmp_path / str(number)) as store:
            store.replace([replace(record, events=(fault, *record.events[1:]))])
            store.write_merged(MergedGraph())
            with pytest.raises(AssertionError, match=words):
                store.publish()
